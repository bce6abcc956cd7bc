"""An exercise that hurts: in which workout, and what saying so leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from plans.engine import schedule as s
from plans.engine.schedule import Event
from plans.engine.schedule.neutral import with_pain
from plans.models import Feedback
from plans.queries.choices import ExerciseRow, Option, exercise_rows, line_of, option
from plans.queries.following import Following, Log
from plans.queries.lines import DoseLine
from plans.records import WorkoutRef


@dataclass(frozen=True)
class Flaggable:
    """A logged workout in which the exercise was to be done, and what a flag in it leads to."""

    uid: UUID
    date: date
    is_flagged: bool
    stops: bool
    line: DoseLine | None


@dataclass(frozen=True)
class HurtPage:
    """`easier` and `out` do the same work without a reason; nothing about health is stored for them."""

    following: Following
    row: ExerciseRow
    workouts: list[Flaggable]
    easier: Option
    out: Option


def hurt_page(following: Following, slug: str) -> HurtPage | None:
    row = next((row for row in exercise_rows(following) if row.slug == slug), None)
    if row is None:
        return None
    return HurtPage(
        following=following,
        row=row,
        workouts=[_flaggable(following, log, slug) for log in _logs(following, slug)],
        easier=option(following, s.EASIER, exercise=slug),
        out=option(following, s.SWAPPED, exercise=slug),
    )


def workout_to_flag(following: Following, slug: str, uid: str) -> WorkoutRef | None:
    """One of the workouts that the page offers."""
    log = next((log for log in _logs(following, slug) if str(log.workout.uid) == uid), None)
    if log is None:
        return None
    workout = log.workout
    return WorkoutRef(
        uid=workout.uid,
        local_date=workout.local_date,
        time_zone=workout.time_zone,
        enrolment=following.enrolment.uid,
        window=workout.window,
        slot=workout.slot,
    )


def count_flags(user: AbstractBaseUser) -> int:
    return int(Feedback.objects.for_user(user).live().filter(pain=True).count())


def _logs(following: Following, slug: str) -> list[Log]:
    """Of this window, and of the one before as long as it speaks for this one; the last one first."""
    now = following.life.now
    logs = [log for (window, _slot), log in following.logs.items() if window in (now, now - 1)]
    asked = [log for log in logs if any(row["exercise"] == slug for row in log.workout.prescription)]
    return sorted(asked, key=lambda log: log.workout.local_date, reverse=True)


def _flaggable(following: Following, log: Log, slug: str) -> Flaggable:
    workout = log.workout
    life = with_pain(following.life, workout.window, workout.slot, slug)
    now = life.seen.window(life.now)
    return Flaggable(
        uid=workout.uid,
        date=workout.local_date,
        is_flagged=any(row.exercise == slug and row.pain for row in log.feedback),
        stops=now is not None and slug in now.stopped,
        line=line_of(following, life, Event("", life.now, exercise=slug)),
    )
