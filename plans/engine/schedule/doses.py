"""Doses as a window really asks for them: in an easy week, and where standing minutes took sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plans.engine.ladder import Dose
from plans.engine.progression import Reason
from plans.engine.schedule.values import PlannedWorkout
from plans.engine.timing import Workout


def eased(workout: Workout) -> Workout:
    return replace(workout, doses=tuple(replace(dose, sets=max(1, dose.sets - 1)) for dose in workout.doses))


def told(reason: Reason, dose: Dose, whole: Dose) -> Reason:
    """
    The reason with the sets that are really asked for: standing minutes may have taken some.

    `whole` is the dose before an easy week takes a set off, which is what that week is compared with.
    """
    if reason.code in ("EASY", "EASED") and reason.before.sets != whole.sets:
        return replace(reason, before=whole, after=dose)
    return reason if reason.after.sets == dose.sets else replace(reason, after=dose)


def most_of(exercise: str, workouts: Iterable[Workout | PlannedWorkout]) -> Dose | None:
    """What is asked of an exercise where most is: standing minutes may take sets from some workouts."""
    doses = (dose for workout in workouts for dose in workout.doses if dose.exercise == exercise)
    return max(doses, key=lambda dose: dose.sets, default=None)


def sets_of(exercise: str, workout: Workout) -> int:
    return next((dose.sets for dose in workout.doses if dose.exercise == exercise), 0)
