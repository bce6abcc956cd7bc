"""What a new revision changes: whether anybody would notice, and week by week what it asks for instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plans.engine.ladder import Dose
from plans.engine.schedule import Revision, Schedule, Window
from plans.engine.schedule.doses import most_of


def differs(a: Revision, b: Revision) -> bool:
    """
    Whether somebody who follows the one could notice that it is not the other.

    Length, easy weeks, warm-up, workouts (exercises in order, and which give way when time is short) and the
    ladders of the exercises in them count. Ladders of other exercises do not; nor do codes of rungs, nor the
    levels that begin at them.
    """
    return _frame(a) != _frame(b) or any(
        not a.ladders[name].trains_like(b.ladders[name]) for name in a.exercises
    )


def _frame(revision: Revision) -> tuple[object, ...]:
    return revision.weeks, revision.easy_after, revision.warm_up_seconds, revision.workouts


@dataclass(frozen=True, slots=True)
class ChangedDose:
    """
    What a week asks of one exercise on either side; None where it does not ask for it.

    Where standing minutes make the workouts of a week differ, the dose with most sets speaks for the week.
    times_before, times_after: in how many workouts of the week it is asked for.
    """

    exercise: str
    before: Dose | None
    after: Dose | None
    times_before: int
    times_after: int


@dataclass(frozen=True, slots=True)
class ChangedWeek:
    """
    A week that is not the same on both sides; one side is None where the plan has no such week there.

    doses: those that differ, in the order of the workouts, new ones first. None does where only the order of
    the exercises changed, or how long they take.
    """

    number: int
    before: Window | None
    after: Window | None
    doses: tuple[ChangedDose, ...]

    @property
    def seconds_before(self) -> int | None:
        """The longest workout of the week; None where there is no such week."""
        return self.before.seconds if self.before else None

    @property
    def seconds_after(self) -> int | None:
        return self.after.seconds if self.after else None


def compare(mine: Schedule, theirs: Schedule, from_window: int = 1) -> tuple[ChangedWeek, ...]:
    """
    The weeks from a window on that differ, in order; nothing where `theirs` asks for just what `mine` does.

    For a person: her schedule, and the same with the event of taking the revision from `from_window` on. For
    an editor: the previews of two revisions. Dates and reasons are not compared.
    """
    before, after = _weeks(mine, from_window), _weeks(theirs, from_window)
    weeks = (_changed(n, before.get(n), after.get(n)) for n in sorted(before.keys() | after.keys()))
    return tuple(week for week in weeks if week)


def _weeks(schedule: Schedule, from_window: int) -> Mapping[int, Window]:
    return {
        window.number: window
        for window in schedule.windows
        if window.number >= from_window and window.week is not None
    }


def _changed(number: int, before: Window | None, after: Window | None) -> ChangedWeek | None:
    exercises = dict.fromkeys([*_exercises(after), *_exercises(before)])
    pairs = (_changed_dose(exercise, before, after) for exercise in exercises)
    doses = tuple(pair for pair in pairs if pair)
    if not doses and before and after and _outline(before) == _outline(after):
        return None
    return ChangedWeek(number, before, after, doses)


def _changed_dose(exercise: str, before: Window | None, after: Window | None) -> ChangedDose | None:
    old, times_before = _asked(exercise, before)
    new, times_after = _asked(exercise, after)
    if old and new and times_before == times_after and old.asks_the_same_as(new):
        return None
    return ChangedDose(exercise, old, new, times_before, times_after)


def _asked(exercise: str, window: Window | None) -> tuple[Dose | None, int]:
    if window is None:
        return None, 0
    times = sum(exercise in workout.workout.exercises for workout in window.workouts)
    return most_of(exercise, window.workouts), times


def _exercises(window: Window | None) -> list[str]:
    return [name for workout in window.workouts for name in workout.workout.exercises] if window else []


def _outline(window: Window) -> tuple[object, ...]:
    return window.kind, [(workout.workout.exercises, workout.seconds) for workout in window.workouts]
