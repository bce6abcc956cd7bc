"""What a window's logs, and its forecast, say about one exercise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plans.engine import evidence
from plans.engine.evidence import LoggedWorkout
from plans.engine.ladder import Ladder
from plans.engine.progression import Evidence, Result, State, prescribe, summarise
from plans.engine.schedule.values import DONE, LET_GO, MISSED, STARTED, PlannedWorkout, Window


def is_attended(workout: PlannedWorkout) -> bool:
    """Logged, or still to come in a window that is not over: the forecast."""
    return workout.status in (DONE, STARTED) or (
        workout.status not in (MISSED, LET_GO) and bool(workout.doses)
    )


def result(
    window: Window, logs: Mapping[tuple[int, int], LoggedWorkout], ladder: Ladder, state: State, today: date
) -> tuple[Result, bool]:
    """The window's result for one exercise, and whether its evidence lies below what it should be."""
    planned, attended, holds, name = 0, [], False, ladder.exercise
    for workout in window.workouts:
        counts = workout.status == DONE or (workout.status == STARTED and window.last_day < today)
        log = logs.get((window.number, workout.slot)) if counts else None
        dose = next((dose for dose in workout.doses if dose.exercise == name), None)
        logged = log.exercises.get(name) if log else None
        if dose is None and not (logged and logged.sets):
            continue
        planned += 1
        if log:
            dose = dose or prescribe(ladder, state, window.kind)
            found, below = evidence.of(logged, dose, ladder)
            attended.append(found)
            holds = holds or (below and found.counts)
        elif dose and is_attended(workout):
            targets = (dose.reps,) * (dose.sets * dose.variation.parts)
            begun = logs.get((window.number, workout.slot))
            hurts = begun is not None and name in begun.exercises and begun.exercises[name].pain
            attended.append(Evidence(targets, targets, "right", hurts))
    return summarise(planned, attended), holds
