"""One workout: the days that it could move to, and letting it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plans import journal
from plans.engine import schedule as s
from plans.engine.schedule import PlannedWorkout, rules
from plans.models import EnrolmentEvent
from plans.queries.choices.option import Option
from plans.queries.following import Following
from plans.queries.week import WorkoutCard, workout_card


@dataclass(frozen=True)
class DayOption:
    """A day that a workout could move to, or why it cannot."""

    date: date
    is_its_own: bool
    option: Option

    @property
    def fault(self) -> str:
        return self.option.fault

    @property
    def why_not(self) -> str:
        return self.option.why_not


@dataclass(frozen=True)
class MovePage:
    following: Following
    card: WorkoutCard
    days: list[DayOption]
    let_go: Option
    undo: EnrolmentEvent | None

    @property
    def has_free_days(self) -> bool:
        return any(not day.fault for day in self.days)


def move_page(following: Following, number: int, slot: int) -> MovePage | None:
    window = following.schedule.window(number)
    workout = next((w for w in window.workouts if w.slot == slot), None) if window else None
    if window is None or workout is None:
        return None
    days = (window.first_day + timedelta(days=offset) for offset in range(s.DAYS))
    return MovePage(
        following=following,
        card=workout_card(following, workout),
        days=[_day_option(following, workout, day) for day in days],
        let_go=_about(following, s.LET_GO, workout),
        undo=_let_go_row(following, number, slot),
    )


def _day_option(following: Following, workout: PlannedWorkout, day: date) -> DayOption:
    return DayOption(day, day == workout.date, _about(following, s.MOVED, workout, day=day))


def _about(following: Following, kind: str, workout: PlannedWorkout, **fields: Any) -> Option:
    """A choice about one workout: what it leads to needs no outlook."""
    place = {"window": workout.window, "slot": workout.slot}
    event = rules.event_for(following.life, kind, **place, **fields)
    return Option(kind, {"kind": kind, **place, **fields}, rules.fault(following.life, event))


def _let_go_row(following: Following, window: int, slot: int) -> EnrolmentEvent | None:
    rows = journal.standing(following.events)
    found = (row for row in rows if (row.kind, row.window, row.data.get("slot")) == (s.LET_GO, window, slot))
    return next(found, None)
