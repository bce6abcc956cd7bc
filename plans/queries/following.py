"""A person's plan as it stands today: enrolment, events and logs, put through the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from exercises import editions
from exercises.editions import Library
from exercises.models import Variation
from plans import journal
from plans.editions import with_words
from plans.engine.schedule import (
    DONE,
    LET_GO,
    MISSED,
    Choices,
    Life,
    PlannedWorkout,
    Revision,
    Schedule,
    Window,
)
from plans.instead import asked_of
from plans.models import Enrolment, EnrolmentEvent, Feedback, PlanRevision, SetLog, WorkoutLog
from plans.queries.newer import Offer, offer_for
from plans.records import is_hidden, logged_workouts
from plans.revisions import Numbers, thaw


@dataclass(frozen=True)
class Log:
    """A logged workout with its live sets and its feedback."""

    workout: WorkoutLog
    sets: list[SetLog]
    feedback: list[Feedback]

    @property
    def ratings(self) -> dict[str, str]:
        return {row.exercise: row.rating for row in self.feedback}

    @property
    def set_count(self) -> int:
        """Sets done: left and right are one, and so is one side alone."""
        return len({(row.exercise, row.part, row.number) for row in self.sets})

    @property
    def reps(self) -> Counter[str]:
        """All reps done, of both sides and all parts, by exercise."""
        counts: Counter[str] = Counter()
        for row in self.sets:
            asked = asked_of(self.workout, row) or {}
            legs = 2 if asked.get("laterality") == "alternating" else 1  # those reps are logged per leg
            counts[row.exercise] += legs * (row.reps or 0)
        return counts

    @property
    def greatest_ms(self) -> int:
        rows = [self.workout, *self.sets, *self.feedback]
        return max((stamp[0] for row in rows for stamp in row.stamps.values()), default=0)


@dataclass(frozen=True)
class Following:
    """
    `life` is all that the schedule is made of; its revisions are those in the journal and the newest one,
    `numbers` the same as they were frozen.
    `events` are the rows of the journal in their order; `texts` the published words of every variation by slug,
    archived ones too: they stand beside old numbers; `quick` the person's quick sets, which belong to no plan
    and are no evidence, from the first.
    """

    enrolment: Enrolment
    life: Life
    numbers: Mapping[int, Numbers]
    events: list[EnrolmentEvent]
    logs: dict[tuple[int, int], Log]
    library: Library
    offer: Offer | None = None
    quick: list[Log] = field(default_factory=list)

    @property
    def schedule(self) -> Schedule:
        return self.life.seen

    @property
    def choices(self) -> Choices:
        return self.life.choices

    @property
    def revisions(self) -> Mapping[int, Revision]:
        return self.life.revisions

    @cached_property
    def texts(self) -> Mapping[str, Variation]:
        return self.library.variations

    @property
    def plan(self):
        return self.enrolment.revision.plan

    @property
    def has_trained(self) -> bool:
        return any(log.sets for log in self.logs.values())

    def log_of(self, workout: PlannedWorkout) -> Log | None:
        return self.logs.get((workout.window, workout.slot))

    def revision_in(self, window: Window) -> Revision:
        """The numbers in force in a window."""
        return self.revisions[window.revision]

    @property
    def is_changeable(self) -> bool:
        """Whether somebody follows the plan now, and not only a draft of it as an editor would."""
        return self.enrolment.pk is not None and self.enrolment.ended_at is None

    @property
    def last_event(self) -> int:
        """Names the state of the journal: a page that showed another one is stale."""
        return self.events[-1].pk if self.events else 0

    def without(self, row: EnrolmentEvent | None) -> Life:
        return self.life.without(journal.event_of(row)) if row else self.life

    @property
    def open_before_today(self) -> PlannedWorkout | None:
        """The latest undone workout of the current window that was due before today."""
        window = self.schedule.current
        undone = [workout for workout in window.workouts if workout.status == MISSED] if window else []
        return undone[-1] if undone else None

    @property
    def is_paused_today(self) -> bool:
        today = self.schedule.today
        return any(first <= today <= last for first, last in self.life.pauses)

    @property
    def let_go_today(self) -> PlannedWorkout | None:
        workout = self.schedule.on(self.schedule.today)
        return workout if workout and workout.status == LET_GO and workout.doses else None

    @property
    def next_workout(self) -> PlannedWorkout | None:
        return self.schedule.next_after(self.schedule.today)

    @property
    def done_today(self) -> PlannedWorkout | None:
        workout = self.schedule.on(self.schedule.today)
        return workout if workout and workout.status == DONE else None


def choices_of(enrolment: Enrolment) -> Choices:
    return Choices(
        uid=enrolment.uid,
        revision=enrolment.revision_id,
        start=enrolment.start_date,
        weekdays=tuple(enrolment.weekdays),
        level=enrolment.level,
        kit=frozenset(enrolment.kit),
        standing_minutes=enrolment.standing_minutes,
        reached=tuple((name, code, reps) for name, (code, reps) in (enrolment.reached or {}).items()),
    )


def following(user: AbstractBaseUser, today: date) -> Following | None:
    """The person's active plan in six queries, however long it has run; None where there is none."""
    active = with_words(_with_newer_numbers(Enrolment.objects.for_user(user).active()))
    return of_enrolment(active[0], today) if active else None


def plan_followed(user: AbstractBaseUser, today: date) -> tuple[Enrolment | None, bool]:
    """The active enrolment, and whether its last day has passed."""
    found = following(user, today)
    return (found.enrolment, found.schedule.has_ended) if found else (None, False)


def trained_before(user: AbstractBaseUser, today: date) -> Following | None:
    """The plan that the person trained by last, be it over or not; None where none was ever trained by."""
    trained = Enrolment.objects.for_user(user).filter(Exists(_a_set_of_it()))
    latest = with_words(trained.order_by("-created_at")[:1])
    return of_enrolment(latest[0], today) if latest else None


def _a_set_of_it() -> QuerySet[SetLog]:
    return SetLog.objects.live().filter(workout__enrolment=OuterRef("pk"), reps__gt=0)


def _with_newer_numbers(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each with the plan's newest revision in `newer_…`, where it is newer than the one signed up for."""
    newer = PlanRevision.objects.filter(
        plan=OuterRef("revision__plan"), number__gt=OuterRef("revision__number")
    ).order_by("-number")
    return enrolments.annotate(
        newer_pk=Subquery(newer.values("pk")[:1]),
        newer_numbers=Subquery(newer.values("numbers")[:1]),
        newer_at=Subquery(newer.values("created_at")[:1]),
    )


def of_enrolment(enrolment: Enrolment, today: date) -> Following:
    """One enrolment, active or ended, as it stands on a day."""
    lived = list(
        WorkoutLog.objects.filter(Q(enrolment=enrolment) | Q(enrolment=None), user=enrolment.user_id)
    )
    rows = {workout.pk for workout in lived}
    sets = _by_workout(SetLog.objects.filter(workout__in=rows)) if rows else {}
    feedback = _by_workout(Feedback.objects.filter(workout__in=rows)) if rows else {}
    workouts = [workout for workout in lived if workout.enrolment_id]
    choices = choices_of(enrolment)
    journal_rows = list(enrolment.events.select_related("revision", "undoes"))
    numbers = _numbers(enrolment, journal_rows)
    revisions = {pk: thaw(frozen) for pk, frozen in numbers.items()}
    events = [journal.event_of(row) for row in journal_rows]
    logged = logged_workouts(workouts, sets, feedback)
    found = Following(
        enrolment=enrolment,
        life=Life(revisions, choices, tuple(events), tuple(logged), today),
        numbers=numbers,
        events=journal_rows,
        logs={(log.workout.window, log.workout.slot): log for log in _logs(workouts, sets, feedback)},
        library=editions.library(),
        quick=_logs([workout for workout in lived if not workout.enrolment_id], sets, feedback),
    )
    return replace(found, offer=offer_for(enrolment, found.life, journal_rows, numbers))


def quick_logs(user: AbstractBaseUser, uid: UUID | None = None) -> list[Log]:
    """The quick sets of somebody, with or without a plan, from the first; or one of them. Two queries."""
    one = {} if uid is None else {"uid": uid}
    workouts = list(WorkoutLog.objects.for_user(user).filter(enrolment=None, **one))
    rows = {workout.pk for workout in workouts}
    return _logs(workouts, _by_workout(SetLog.objects.filter(workout__in=rows)) if rows else {}, {})


def _logs(
    workouts: Iterable[WorkoutLog],
    sets: Mapping[int, list[SetLog]],
    feedback: Mapping[int, list[Feedback]],
) -> list[Log]:
    """What is live of logged workouts, by date."""
    return [
        Log(
            workout,
            [row for row in sets.get(workout.pk, ()) if not row.removed and row.reps is not None],
            [row for row in feedback.get(workout.pk, ()) if not row.removed],
        )
        for workout in workouts
        if not is_hidden(workout, sets.get(workout.pk, ()))
    ]


def _numbers(enrolment: Enrolment, rows: list[EnrolmentEvent]) -> dict[int, dict[str, Any]]:
    """The frozen numbers of every revision that the journal speaks of, and of the newest one."""
    numbers = {enrolment.revision_id: enrolment.revision.numbers}
    numbers |= {row.revision_id: row.revision.numbers for row in rows if row.revision}
    if newer := getattr(enrolment, "newer_pk", None):
        numbers[newer] = enrolment.newer_numbers
    return numbers


def _by_workout[Row: (SetLog, Feedback)](rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.workout_id, []).append(row)
    return grouped
