"""Random lives: whatever somebody does, chooses, takes back, logs late or corrects, some things never happen."""

import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from random import Random
from uuid import UUID

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plans.engine.schedule import Event, Life, rules
from plans.engine.schedule import values as v
from plans.refusals import OF_KIND, SENTENCES, in_words
from tests.plans.engine import lives
from tests.plans.engine.build import DAY, WEEK
from tests.plans.engine.faces import UNDONE, assert_kept, assert_sound, faces

NEVER_HARDER = (v.EASIER, v.BACKED, v.CAME_BACK, v.DECLINED)


def outline(seen):
    """What a person would see of a schedule but for the reasons."""
    return (
        seen.weeks,
        [
            (
                w.number,
                w.week,
                w.kind,
                w.is_paused,
                w.away,
                [(p.slot, p.date, p.status, p.doses) for p in w.workouts],
            )
            for w in seen.windows
        ],
    )


def has_something(life, name):
    window = life.seen.current
    return bool(window and getattr(window, name))


class RandomLife(RuleBasedStateMachine):
    """`shown`: what was shown of each window up to today's, as it was seen last."""

    @initialize(person=lives.people(), days=st.sampled_from((0, 0, 0, 3, 9)))
    def sign_up(self, person, days):
        revisions, chosen = person
        self.life = Life(revisions, chosen, (), (), chosen.first_day - days * DAY)
        self.shown = faces(self.life.seen, self.life.now)
        self.uids = 0

    def become(self, life, below, why):
        """The life goes on as another one, in which nothing before the window `below` is new (None: nothing)."""
        before, self.life = self.shown, life
        self.shown = faces(life.seen, life.now)
        assert_kept(before, self.shown, below, why)
        return before

    def next_uid(self):
        self.uids += 1
        return self.uids

    def event(self, kind, window, **fields):
        return Event(kind, window, UUID(int=self.next_uid()), **fields)

    # Time, and what is done ------------------------------------------------------------------------------

    @rule(days=st.sampled_from((1, 1, 2, 3, 5, 7, 7, 14, 21)))
    def time_passes(self, days):
        self.become(replace(self.life, today=self.life.today + days * DAY), None, f"{days} days passed")

    @rule(weeks=st.integers(1, 4), way=st.sampled_from(("right", "right", "right", "easy", "hard", "short")))
    def weeks_go_well(self, weeks, way):
        """Day by day, all that is asked for."""
        self.forget_where_it_hurt()
        self.become(
            lives.lived_on(self.life, self.life.today + weeks * WEEK, way), None, f"{weeks} weeks {way}"
        )

    def forget_where_it_hurt(self):
        """
        What is still to do where something hurt is eased; once it is done, the window tells of it as it was at
        first, and the log of what was asked.
        """
        logged = {(log.window, log.slot) for log in self.life.logs}
        painful = {log.window for log in self.life.logs for each in log.exercises.values() if each.pain}
        for number in painful & self.shown.keys():
            face = self.shown[number]
            asked = {slot: asked for slot, asked in face.asked.items() if (number, slot) in logged}
            self.shown[number] = replace(face, asked=asked)

    def has_begun(self):
        return self.life.seen.current is not None

    @precondition(has_begun)
    @rule(data=st.data())
    def train(self, data):
        window = self.life.seen.current
        open_ones = [each for each in window.workouts if each.status in UNDONE and each.doses]
        if not open_ones:
            return
        planned = data.draw(st.sampled_from(open_ones))
        log = data.draw(lives.doings(planned, self.life.today))
        self.log(log, f"logged {log}")

    @precondition(has_begun)
    @rule(place=st.integers(0, 5), way=st.sampled_from(("hurt", "only-hurt")), finished=st.booleans())
    def it_hurts(self, place, way, finished):
        self.hurt(place, way, finished)

    @precondition(has_begun)
    @rule(way=st.sampled_from(("hurt", "only-hurt")))
    def it_hurts_again_and_is_taken_up(self, way):
        """Two weeks running, which stops it, until it is taken up again."""
        names = {self.hurt(0, way, True)}
        self.become(replace(self.life, today=self.life.today + WEEK), None, "a week passed")
        if has_something(self.life, "workouts"):
            names.add(self.hurt(0, way, True))
        window = self.life.seen.current
        for name in sorted(names & set(window.stopped if window else ())):
            event = rules.event_for(self.life, v.TAKEN_UP, UUID(int=self.next_uid()), exercise=name)
            if not rules.fault(self.life, event):
                self.add(event)

    def hurt(self, place, way, finished):
        """What hurts is the first exercise of a workout that is open; "" where there is none."""
        open_ones = [each for each in self.life.seen.current.workouts if each.status in UNDONE and each.doses]
        if not open_ones:
            return ""
        planned = open_ones[place % len(open_ones)]
        name = planned.doses[0].exercise
        log = lives.logs_of(planned, "right", name, way, day=self.life.today, finished=finished)
        self.log(log, f"{name} hurt: {log}")
        return name

    def log(self, log, why):
        """Nothing changes in its window but what hurt there, and where one is done another day is free."""
        before = self.become(replace(self.life, logs=(*self.life.logs, log)), log.window, why)
        old, new = before.get(log.window), self.shown.get(log.window)
        if old is None or new is None or old.later["is_paused"]:
            return
        assert old.frame == new.frame, why
        hurt = {
            name
            for each in self.life.logs
            if each.window == log.window
            for name, logged in each.exercises.items()
            if logged.pain
        }
        for slot, (date, doses, _reasons) in old.asked.items():
            if slot != log.slot:
                again, after, _reasons = new.asked[slot]
                assert again == date, f"slot {slot} went from {date} to {again}: {why}"
                kept = [dose for dose in after if dose.exercise not in hurt]
                assert kept == [dose for dose in doses if dose.exercise not in hurt], why
                for dose in after:
                    assert any(each.exercise == dose.exercise for each in doses)

    @precondition(has_begun)
    @rule(data=st.data())
    def log_late(self, data):
        """A record of the past comes, perhaps of days that have been paused, let go or left out since."""
        now = self.life.now
        window = max(1, now - data.draw(st.sampled_from((0, 1, 1, 2, 3, 8))))
        unpaused = tuple(event for event in self.life.events if event.kind not in (v.PAUSED, v.LET_GO))
        found = replace(self.life, events=unpaused).seen.window(window)
        known = {(log.window, log.slot) for log in self.life.logs}
        open_ones = [
            each
            for each in (found.workouts if found else ())
            if each.doses and (each.window, each.slot) not in known and each.date <= self.life.today
        ]
        if not open_ones:
            return
        planned = data.draw(st.sampled_from(open_ones))
        log = data.draw(lives.doings(planned, planned.date))
        self.log(log, f"a late {log}")

    def has_logs(self):
        return bool(self.life.logs)

    @precondition(has_logs)
    @rule(data=st.data())
    def correct(self, data):
        log = data.draw(st.sampled_from(self.life.logs))
        others = tuple(each for each in self.life.logs if each is not log)
        how = data.draw(st.sampled_from(("gone", "hard", "half", "another day", "no pain")))
        if how == "another day":
            log = replace(log, date=log.date - data.draw(st.integers(1, 9)) * DAY)
        elif how != "gone":
            changes = {
                "hard": lambda each: replace(each, rating="hard"),
                "half": lambda each: replace(each, sets={key: reps // 2 for key, reps in each.sets.items()}),
                "no pain": lambda each: replace(each, pain=False),
            }
            log = replace(log, exercises={n: changes[how](each) for n, each in log.exercises.items()})
        logs = others if how == "gone" else (*others, log)
        self.become(replace(self.life, logs=logs), log.window, f"corrected to {how}: {log}")

    # What is chosen --------------------------------------------------------------------------------------

    @rule(data=st.data())
    def choose(self, data):
        kind = data.draw(st.sampled_from([*lives.KINDS, *lives.likely_kinds(self.life) * 4]))
        self.ask_for(data, kind)

    @precondition(has_begun)
    @rule(slot=st.integers(1, 6), weekday=st.integers(0, 6))
    def move(self, slot, weekday):
        """To a day of this window, which is possible just where that is free and still to come."""
        window, life = self.life.seen.current, self.life
        day = window.first_day + weekday * DAY
        event = rules.event_for(
            life, v.MOVED, UUID(int=self.next_uid()), window=window.number, slot=slot, day=day
        )
        mine = [each for each in window.workouts if each.slot == slot and each.status in UNDONE]
        is_free = all(each.date != day for each in life.seen.workouts())
        is_paused = any(first <= day <= last for first, last in life.pauses)
        assert (rules.fault(life, event) == "") == bool(
            mine and is_free and day >= life.today and not is_paused
        )
        if not rules.fault(life, event):
            self.add(event)
            assert self.life.seen.workout(mine[0].uid).date == day

    @rule(data=st.data(), kind=st.sampled_from(lives.ABOUT_EXERCISES))
    def change_an_exercise(self, data, kind):
        self.ask_for(data, kind)

    @rule(data=st.data(), kind=st.sampled_from((v.PAUSED, v.PAUSED, v.RESUMED)))
    def pause_or_go_on(self, data, kind):
        self.ask_for(data, kind)

    @rule(data=st.data(), kind=st.sampled_from((v.LET_GO, v.LET_GO, v.WEEKDAYS, v.REPEATED, v.EASED)))
    def change_a_week(self, data, kind):
        self.ask_for(data, kind)

    @precondition(has_begun)
    @rule(slots=st.sampled_from(((2, 3), (1, 2), (2, 1), (3, 2), (1, 3))))
    def change_places(self, slots):
        """One goes elsewhere, another takes its day, and then the first comes back: there is no room."""
        (slot, other), window = slots, self.life.seen.current
        places = {each.slot: each.date for each in window.workouts if each.status in UNDONE}
        free = [window.first_day + n * DAY for n in range(7)]
        free = [day for day in free if day >= self.life.today and not self.life.seen.on(day)]
        if not {slot, other} <= places.keys() or not free or places[slot] < self.life.today:
            return
        for which, day in ((slot, free[-1]), (other, places[slot])):
            uid = UUID(int=self.next_uid())
            event = rules.event_for(self.life, v.MOVED, uid, window=window.number, slot=which, day=day)
            if rules.fault(self.life, event):
                return
            self.add(event)
        self.undo(self.life.events[-2])

    @precondition(lambda self: rules.open_gap(self.life))
    @rule(kind=st.sampled_from((v.SHIFTED, v.CAME_BACK, v.CARRIED_ON)))
    def come_back(self, kind):
        """A choice about missed weeks is possible where they count, is asked once, and says whether they do."""
        gap = [self.life.seen.window(number) for number in rules.open_gap(self.life)]
        event = rules.event_for(self.life, kind, UUID(int=self.next_uid()))
        code = rules.fault(self.life, event)
        repeats = any(
            each.kind == v.REPEATED for each in self.life.standing
        )  # of a week that no longer counts
        assert not code or repeats or not any(window and window.counts for window in gap), code
        if not code:
            self.add(event)
            assert not set(rules.open_gap(self.life)) & set(event.windows)

    @precondition(lambda self: lives.likely_kinds(self.life))
    @rule(data=st.data())
    def answer_what_is_asked(self, data):
        self.ask_for(data, data.draw(st.sampled_from(lives.likely_kinds(self.life))))

    def ask_for(self, data, kind):
        window, fields = data.draw(lives.fields_of(self.life, kind))
        event = rules.event_for(self.life, kind, UUID(int=self.next_uid()), window=window, **fields)
        code = rules.fault(self.life, event)
        hypothesis.event(f"{kind}: {code or 'chosen'}")
        if code:
            assert code in SENTENCES
            assert in_words(kind, code) == str(OF_KIND.get((kind, code)) or SENTENCES[code])
        else:
            self.add(event)

    def add(self, event):
        before = self.life
        self.accept(self.life.having(event), event)
        if event.kind not in (*rules.MAY_CHANGE_NOTHING, v.KEPT, v.TOOK):
            assert outline(self.life.seen) != outline(before.seen), f"{event} changes nothing"
        if event.kind == v.TAKEN_UP:
            old, new = (life.seen.window(event.window).states[event.exercise] for life in (before, self.life))
            assert new.rung < old.rung or old.rung == 0
            assert (new.stopped, new.pain_weeks, new.strikes) == (False, 0, 0)
        if event.kind in NEVER_HARDER:
            self.assert_no_harder(before, event, self.life)

    def accept(self, life, event):
        """A choice, or taking it back: windows before its own stay, but for the numbers of missed weeks."""
        names_weeks = event.kind in rules.GAP_CHOICES
        before = self.become(life, min(event.windows) if names_weeks else event.window, f"{event}")
        if names_weeks:
            for number, face in before.items():
                if number in self.shown and number < event.window:
                    self.assert_still(face, self.shown[number], event)

    def assert_still(self, old, new, event):
        assert old.frame | {"week": None} == new.frame | {"week": None}, f"{event}"
        assert old.asked == new.asked, f"{event}"

    def assert_no_harder(self, before, event, after):
        old, new = before.seen.window(event.window), after.seen.window(event.window)
        if old is None:
            return  # the plan was over, and goes on
        for name in [event.exercise] if event.exercise else list(new.states):
            if not old.states[name].stopped and name in new.states:
                assert new.states[name].point <= old.states[name].point, f"{event} makes {name} harder"

    @precondition(lambda self: self.life.standing)
    @rule(data=st.data())
    def take_back(self, data):
        standing = self.life.standing
        taken = [event for event in standing if event.kind == v.TOOK]
        open_ones = [
            event
            for event in standing
            if event.kind == v.KEPT
            or (self.life.choices.window_of(self.life.today) <= event.window and event not in taken[:-1])
        ]
        if not open_ones:
            return
        self.undo(data.draw(st.sampled_from(open_ones)))

    def undo(self, event):
        life = self.life.having(self.event(v.UNDONE, event.window, undoes=event.uid))
        assert life.seen == self.life.without(event).seen
        self.accept(life, event)

    def is_offered(self):
        answers = [event for event in self.life.standing if event.kind in (v.TOOK, v.KEPT)]
        return not answers and not self.life.seen.has_ended

    @precondition(is_offered)
    @rule(data=st.data())
    def answer_the_offer(self, data):
        if not data.draw(st.booleans()):
            self.add(self.event(v.KEPT, self.life.next, revision=2))
            return
        chosen = [self.life.choices.weekdays, *(e.weekdays for e in self.life.standing if e.weekdays)]
        count = len(self.life.revisions[2].workouts)
        days = () if len(chosen[-1]) == count else data.draw(lives.weekdays(count))
        self.add(self.event(v.TOOK, self.life.next, revision=2, weekdays=days))

    @rule(data=st.data(), kind=st.sampled_from((v.KIT, v.MINUTES)))
    def have_other_kit_or_minutes(self, data, kind):
        self.ask_for(data, kind)

    # What holds at any time ------------------------------------------------------------------------------

    @invariant()
    def is_sound(self):
        if hasattr(self, "life"):
            assert_sound(self.life)

    @rule(seed=st.integers(0, 99))
    def look_again(self, seed):
        """From any order of the records, and from a copy, comes the same."""
        logs = list(self.life.logs)
        Random(seed).shuffle(logs)  # noqa: S311
        logs = [replace(log, exercises=dict(reversed(log.exercises.items()))) for log in logs]
        copy = pickle.loads(pickle.dumps(replace(self.life, logs=tuple(logs))))  # noqa: S301
        assert copy.seen == self.life.seen

    @precondition(lambda self: has_something(self.life, "announced"))
    @rule()
    def look_at_what_is_announced(self):
        """A step that is told of may be declined, and that leads down."""
        for name in self.life.seen.window(self.life.now).announced:
            event = self.event(v.DECLINED, self.life.now, exercise=name)
            if not self.life.seen.window(self.life.now).is_paused:  # weeks away may lead below it anyhow
                assert rules.fault(self.life, event) == ""
            self.assert_no_harder(self.life, event, self.life.having(event))

    @rule()
    def look_ahead(self):
        """What is foreseen comes, when all of it is done and right."""
        seen = self.life.seen
        rest = [
            lives.logs_of(each, "right")
            for each in seen.workouts()
            if each.status in (v.PLANNED, v.TODAY) and each.doses
        ]
        if not rest or any(each.status == v.STARTED for each in seen.workouts()):
            return
        today = max(window.last_day for window in seen.windows) + DAY
        lived = replace(self.life, today=today, logs=(*self.life.logs, *rest)).seen
        for window, then in zip(seen.windows, lived.windows, strict=True):
            assert then.states == window.states, f"window {window.number}"
            assert (then.week, then.kind, then.counts) == (window.week, window.kind, window.counts)

    @rule()
    def look_at_leaving(self):
        """Leaving keeps all that is done, and nothing else from then on."""
        left = self.life.having(self.event(v.LEFT, self.life.now)).seen
        logged = {(log.window, log.slot) for log in self.life.logs if log.is_attended}
        kept = {(each.window, each.slot) for each in left.workouts()}
        assert logged <= kept
        assert {place for place in kept if place[0] >= self.life.now} <= logged
        for one, two in pairwise(left.windows):
            assert one.number < two.number


TestRandomLives = RandomLife.TestCase
# To shorten a life that fails takes minutes: in the release profile alone.
PHASES = [
    phase
    for phase in hypothesis.Phase
    if phase != hypothesis.Phase.shrink or os.environ.get("HYPOTHESIS_PROFILE") == "release"
]
TestRandomLives.settings = hypothesis.settings(
    max_examples=max(1, hypothesis.settings().max_examples * 3 // 5),
    stateful_step_count=40,
    phases=PHASES,
)


# A fresh process ------------------------------------------------------------------------------------


def digest():
    return hashlib.sha256(repr(lives.recorded().seen).encode()).hexdigest()


@pytest.mark.parametrize("seed", ["0", "42"])
def test_a_life_of_many_choices_is_the_same_in_a_fresh_process(seed):
    program = "from tests.plans.engine.test_random_lives import digest; print(digest())"
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digest()
