"""Random lives in the database: what is shown is what the rows say, and what is refused leaves no trace."""

import datetime
from uuid import uuid5

import hypothesis
import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from exercises.models import Rung
from plans import queries, services
from plans.engine.evidence import Asked, LoggedExercise, LoggedWorkout
from plans.engine.schedule import Choices, Event, rules, schedule
from plans.models import EnrolmentEvent, Feedback, Plan, PlanRevision, SetLog, WorkoutLog
from plans.records import prescription_of, target_of
from plans.revisions import thaw
from tests.plans.engine import lives
from tests.plans.engine.build import DAY, ENROLMENT, MONDAY
from tests.plans.engine.faces import assert_kept, assert_sound, faces
from tests.plans.workouts import Notebook, snapshot
from tests.publishing import newest_of, publish

pytestmark = pytest.mark.django_db
PLANS = [("the-full-five", (0, 2, 4)), ("mat-trio", (1, 3, 5)), ("kettle-breaks", (0, 1, 2, 3, 4, 5))]
HALF = 2


# What the rows say ----------------------------------------------------------------------------------


def _date(text):
    return datetime.date.fromisoformat(text) if text else None


def _event_of(row):
    data = row.data
    return Event(
        row.kind,
        row.window,
        row.uid,
        row.revision_id,
        tuple(data.get("weekdays", [])),
        EnrolmentEvent.objects.get(pk=row.undoes_id).uid if row.undoes_id else None,
        minutes=data.get("minutes"),
        kit=frozenset(data.get("kit", [])),
        slot=data.get("slot", 0),
        day=_date(data.get("day")),
        last=_date(data.get("last")),
        windows=tuple(data.get("windows", [])),
        exercise=data.get("exercise", ""),
        instead=data.get("instead", ""),
        variation=data.get("variation", ""),
        slots=tuple(data.get("slots", [])),
    )


def _log_of(workout):
    """A logged workout, where none is cut or done otherwise for the day."""
    asked = {
        row["exercise"]: Asked(row["rung"], row["sets"], row["reps"], row["variation"], row["hold_seconds"])
        for row in workout.prescription
    }
    ratings = {row.exercise: row for row in Feedback.objects.filter(workout=workout, removed=False)}
    done = {name: {} for name in {*asked, *ratings}}
    for row in SetLog.objects.filter(workout=workout, removed=False):
        done.setdefault(row.exercise, {})[row.part, row.number, row.side] = row.reps
    exercises = {
        name: LoggedExercise(
            sets,
            asked.get(name),
            ratings[name].rating if name in ratings else "",
            pain=name in ratings and ratings[name].pain,
        )
        for name, sets in done.items()
    }
    return LoggedWorkout(
        workout.window, workout.slot, workout.local_date, exercises, workout.finished_at is not None
    )


def from_rows(enrolment, today):
    """The schedule, made of rows alone and of nothing that the site keeps or reads for a page."""
    chosen = Choices(
        enrolment.uid,
        enrolment.revision_id,
        enrolment.start_date,
        tuple(enrolment.weekdays),
        enrolment.level,
        frozenset(enrolment.kit),
        enrolment.standing_minutes,
        tuple((name, code, reps) for name, (code, reps) in (enrolment.reached or {}).items()),
    )
    revisions = {
        row.pk: thaw(row.numbers) for row in PlanRevision.objects.filter(plan=enrolment.revision.plan)
    }
    events = [_event_of(row) for row in EnrolmentEvent.objects.filter(enrolment=enrolment).order_by("pk")]
    workouts = WorkoutLog.objects.filter(enrolment=enrolment, removed=False).order_by("-pk")
    return schedule(revisions, chosen, events, [_log_of(workout) for workout in workouts], today)


# A life ---------------------------------------------------------------------------------------------


class StoredLife(RuleBasedStateMachine):
    """All that happens is rolled back in the end. Each step comes a minute after the one before."""

    people = ()  # who lives, and who follows a plan of her own meanwhile

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.today, self.minutes, self.numbers = MONDAY, 0, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def now(self):
        self.minutes += 1
        morning = datetime.datetime.combine(self.today, datetime.time(6), datetime.UTC)
        return morning + datetime.timedelta(minutes=self.minutes)

    def uid(self):
        self.numbers += 1
        return uuid5(ENROLMENT, str(self.numbers))

    @property
    def found(self):
        return queries.following(self.people[0], self.today)

    @initialize(plan=st.sampled_from(PLANS), minutes=st.sampled_from((None, None, 10)))
    def sign_up(self, plan, minutes):
        slug, weekdays = plan
        for person in self.people:
            self.enrolment = services.enrol(
                person,
                Plan.objects.get(slug=slug).revisions.order_by("number").first(),
                start=MONDAY,
                weekdays=weekdays,
                level="standard",
                standing_minutes=minutes,
                time_zone="UTC",
                now=self.now,
                today=MONDAY,
            )
        self.stranger = queries.following(self.people[1], MONDAY).life
        self.enrolment = self.found.enrolment
        self.shown = faces(self.found.schedule, 1)
        self.look(None, "signed up")

    def look(self, below, why):
        """What is shown is what the rows say, and no window before `below` is a new one."""
        found = self.found
        assert found.schedule == from_rows(self.enrolment, self.today), why
        assert_sound(found.life, {slug: row.name for slug, row in found.texts.items()})
        before, self.shown = self.shown, faces(found.schedule, found.life.now)
        assert_kept(before, self.shown, below, why)

    # Days and workouts ------------------------------------------------------------------------------------

    @rule(days=st.sampled_from((1, 2, 7, 7, 15)))
    def time_passes(self, days):
        self.today += days * DAY
        self.look(None, f"{days} days later")

    @rule(
        back=st.sampled_from((0, 0, 0, 1, 2)),
        slot=st.integers(0, 5),
        rating=st.sampled_from(("right", "right", "easy", "hard")),
        is_short=st.booleans(),
        hurts=st.sampled_from((False, False, False, True)),
        finished=st.booleans(),
    )
    def train(self, back, slot, rating, is_short, hurts, finished):
        """A workout of this window, or one of an earlier window whose record comes late."""
        window = self.found.schedule.window(self.found.life.now - back)
        undone = (
            [each for each in window.workouts if each.status not in ("done", "started")] if window else []
        )
        undone = [each for each in undone if each.doses and (back == 0 or each.date < self.today)]
        if not undone or window.first_day > self.today:
            return
        workout = undone[slot % len(undone)]
        day = workout.date if back else self.today
        edits = self.edits_of(workout, day, rating, is_short, finished)
        if hurts:
            book = Notebook(self.enrolment, workout.window, workout.slot, now=self.now, local_date=day)
            name = workout.doses[0].exercise
            edits.append(book.feedback(op=self.uid(), exercise=name, rating=rating, pain=True))
        services.save_records(self.people[0], edits, now=self.now)
        self.look(workout.window, f"trained {workout.window}/{workout.slot}")

    def edits_of(self, workout, day, rating, is_short, finished):
        book = Notebook(self.enrolment, workout.window, workout.slot, now=self.now, local_date=day)
        names = {slug: row.name for slug, row in self.found.texts.items()}
        asked = prescription_of(workout.doses, names)
        ended = {"finished_at": self.now} if finished else {}
        edits = [book.workout(op=self.uid(), local_date=day, time_zone="UTC", prescription=asked, **ended)]
        for dose, row in zip(workout.doses, asked, strict=True):
            for part, number, side in dose.planned_sets():
                done = {
                    "reps": dose.reps // (HALF if is_short else 1),
                    "target": target_of(row),
                    "done_at": self.now,
                }
                edits.append(
                    book.set(number, op=self.uid(), exercise=dose.exercise, part=part, side=side, **done)
                )
            edits.append(book.feedback(op=self.uid(), exercise=dose.exercise, rating=rating))
        return edits

    @rule(data=st.data(), how=st.sampled_from(("removed", "restored", "hard", "half", "another day")))
    def correct(self, data, how):
        logs = list(WorkoutLog.objects.filter(enrolment=self.enrolment).order_by("window", "slot"))
        if not logs:
            return
        log = data.draw(st.sampled_from(logs).map(lambda log: log))
        book = Notebook(self.enrolment, log.window, log.slot, now=self.now, local_date=log.local_date)
        if how in ("removed", "restored"):
            edits = [book.workout(op=self.uid(), removed=how == "removed")]
        elif how == "hard":
            rows = Feedback.objects.filter(workout=log).order_by("pk")
            edits = [book.feedback(op=self.uid(), exercise=row.exercise, rating="hard") for row in rows]
        elif how == "half":
            rows = SetLog.objects.filter(workout=log).order_by("pk")
            edits = [
                book.set(
                    row.number,
                    op=self.uid(),
                    exercise=row.exercise,
                    part=row.part,
                    side=row.side,
                    reps=row.reps // HALF,
                )
                for row in rows
            ]
            is_back = log.removed  # a set that was edited later brings its workout back
            edits += [book.workout(op=self.uid(), removed=False)] if is_back else []
        else:
            edits = [book.workout(op=self.uid(), local_date=log.local_date - DAY)]
        services.save_records(self.people[0], edits, now=self.now)
        self.look(log.window, f"corrected {log.window}/{log.slot}: {how}")

    # Changes of mind --------------------------------------------------------------------------------------

    @rule(data=st.data())
    def choose(self, data):
        life = self.found.life
        gap = list(rules.GAP_CHOICES) if rules.open_gap(life) else []
        kind = data.draw(st.sampled_from([*lives.KINDS, *gap * 3, *lives.likely_kinds(life) * 3]))
        window, fields = data.draw(lives.fields_of(life, kind))
        last, uid = self.found.last_event, self.uid()
        wanted = {"uid": uid, "last_event": last, "today": self.today, "window": window, **fields}
        before = snapshot()
        try:
            row = services.choose(self.enrolment, kind, now=self.now, **wanted)
        except services.Refused as refused:
            hypothesis.event(f"{kind}: {refused.code}")
            assert snapshot() == before
            return
        hypothesis.event(f"{kind}: chosen")
        below = min(row.data.get("windows", [row.window]))
        self.look(below, f"{kind} {window} {fields}")
        self.look_at_second_clicks(kind, row, wanted)

    def look_at_second_clicks(self, kind, row, wanted):
        """The same click again is the same choice; the same page in another tab is stale."""
        before = snapshot()
        assert services.choose(self.enrolment, kind, now=self.now, **wanted) == row
        with pytest.raises(services.Stale):
            services.choose(self.enrolment, kind, now=self.now, **wanted | {"uid": self.uid()})
        assert snapshot() == before

    @rule(place=st.integers(0, 9))
    def take_back(self, place):
        rows = list(EnrolmentEvent.objects.filter(enrolment=self.enrolment).order_by("pk"))
        if not rows:
            return
        row, before = rows[-1 - place % len(rows)], snapshot()
        try:
            services.undo(self.enrolment, row.uid, today=self.today, now=self.now)
        except (services.TooLate, services.Superseded):
            assert snapshot() == before
            return
        self.look(min(row.data.get("windows", [row.window])), f"took back {row.kind}")
        before = snapshot()
        services.undo(self.enrolment, row.uid, today=self.today, now=self.now)
        services.undo(self.enrolment, self.uid(), today=self.today, now=self.now)
        assert snapshot() == before

    @rule(takes=st.booleans())
    def answer_the_offer(self, takes):
        offer, answer = self.found.offer, services.take if takes else services.keep
        if offer is None:
            return
        revision, times = PlanRevision.objects.get(pk=offer.pk), {"today": self.today, "now": self.now}
        before = snapshot()
        try:
            row = answer(self.enrolment, revision, **times)
        except services.AlreadyAnswered:
            assert snapshot() == before
            return
        self.look(row.window, f"answered: {row.kind}")
        before = snapshot()
        assert answer(self.enrolment, revision, **times) == row
        assert snapshot() == before

    @rule()
    def leave(self):
        """What was done stays, what is to come does not; nothing more can be chosen. It does not last."""
        done = [each for each in self.found.schedule.workouts() if each.status == "done"]
        with transaction.atomic():
            services.leave(self.enrolment, today=self.today, now=self.now)
            services.leave(self.enrolment, today=self.today, now=self.now)
            assert self.found is None
            left = from_rows(self.enrolment, self.today)
            kept = {each.uid for each in left.workouts()}
            assert {each.uid for each in done} <= kept
            before = snapshot()
            with pytest.raises(services.NotFollowing):
                services.choose(
                    self.enrolment, "eased", uid=self.uid(), last_event=0, today=self.today, now=self.now
                )
            with pytest.raises(services.NotFollowing):
                services.undo(self.enrolment, self.uid(), today=self.today, now=self.now)
            assert snapshot() == before
            transaction.set_rollback(True)

    @rule()
    def look_at_the_stranger(self):
        assert queries.following(self.people[1], MONDAY).life == self.stranger


def test_whatever_is_lived_and_chosen_what_is_shown_is_what_the_rows_say(person):
    Rung.objects.filter(code="Q2").update(rep_step=4, rep_high=28)
    Rung.objects.filter(code="B2").update(rep_low=18)
    for exercise in ("squat", "bridge"):
        publish(exercise)
    newest_of("the-full-five")

    class Life(StoredLife):
        people = (person(), person())

    run_state_machine_as_test(
        Life,
        settings=hypothesis.settings(
            max_examples=max(1, hypothesis.settings().max_examples // 10), stateful_step_count=20
        ),
    )
