"""What was logged, as values, and how much of it speaks for more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from plans.engine.ladder import Dose, Ladder, PlannedSet, Point, Rung
from plans.engine.progression import Evidence


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What the person was asked for that day, as frozen in the log.

    variation, hold_seconds: of the rung as it was then ("" and None where that is not known). A code may
    mean another rung in another revision.
    """

    rung: str
    sets: int
    reps: int
    variation: str = ""
    hold_seconds: int | None = None

    def is_of(self, rung: Rung) -> bool:
        return (
            self.rung == rung.code
            and self.variation in ("", rung.variation.slug)
            and self.hold_seconds in (None, rung.hold_seconds)
        )


@dataclass(frozen=True, slots=True)
class LoggedExercise:
    """
    One exercise of one workout: reps of each live set, and how it felt ("" where not said).

    sets_left: how many sets the day's cut left of it, None where it was not cut. trimmed: the cut took sets
    that were not done all the same.
    """

    sets: Mapping[PlannedSet | tuple[int, int, str], int] = field(default_factory=dict)
    asked: Asked | None = None
    rating: str = ""
    pain: bool = False
    trimmed: bool = False
    sets_left: int | None = None


@dataclass(frozen=True, slots=True)
class LoggedWorkout:
    """A workout as lived, in the window and slot of its uid, shown on the date it was done."""

    window: int
    slot: int
    date: date
    exercises: Mapping[str, LoggedExercise]
    is_finished: bool = False

    @property
    def is_attended(self) -> bool:
        return any(exercise.sets or exercise.pain for exercise in self.exercises.values())

    def has_all_of(self, doses: Iterable[Dose]) -> bool:
        """Whether every set that was asked for, and that the day's cut left, is logged."""
        return all(self._has(dose) for dose in doses)

    def _has(self, dose: Dose) -> bool:
        logged = self.exercises.get(dose.exercise)
        if logged is None:
            return False
        left = logged.sets_left
        if logged.asked:
            asked = logged.asked.sets if left is None else min(left, logged.asked.sets)
            return len(logged.sets) >= asked * dose.variation.parts * len(dose.variation.sides)
        return all(
            planned in logged.sets
            for planned in dose.planned_sets()
            if left is None or planned.number <= left
        )


def of(logged: LoggedExercise | None, dose: Dose, ladder: Ladder) -> tuple[Evidence, bool]:
    """
    The evidence of one exercise in one attended workout, and whether it was asked for below `dose`.

    `dose` is what should be asked by all that is known now. Where it differs from what was asked on the day
    (a late record, a corrected past), the easier of the two is the measure.
    """
    if logged is None or not logged.sets:
        return Evidence(pain=bool(logged and logged.pain)), False
    asked = _asked_dose(logged.asked, dose, ladder)
    if asked is None:  # another ladder's rung: training, but no evidence for this one
        return Evidence(pain=logged.pain), False
    below = asked is not dose and _point(asked, ladder) < _point(dose, ladder)
    measure = asked if below or asked is dose else _easier(asked, dose)
    done_of, sides = logged.sets.get, measure.variation.sides
    done = [
        min([done_of((part, number, side), 0) for side in sides])
        for part in range(1, measure.variation.parts + 1)
        for number in range(1, measure.sets + 1)
    ]
    if surplus := asked.reps - measure.reps:  # reps that were asked for that day are not extra ones
        done = [max(min(reps, measure.reps), reps - surplus) for reps in done]
    targets = (measure.reps,) * len(done)
    return Evidence(targets, tuple(done), logged.rating, logged.pain, logged.trimmed), below


def _point(dose: Dose, ladder: Ladder) -> Point:
    return Point(ladder.index_of(dose.rung.code) or 0, dose.reps)


def _asked_dose(asked: Asked | None, dose: Dose, ladder: Ladder) -> Dose | None:
    if asked is None:
        return dose
    if asked.is_of(dose.rung) and (asked.sets, asked.reps) == (dose.sets, dose.reps):
        return dose
    rung = next((rung for rung in ladder.rungs if asked.is_of(rung)), None)
    return Dose(dose.exercise, rung, asked.sets, asked.reps) if rung else None


def _easier(asked: Dose, dose: Dose) -> Dose:
    """Of two doses, where the asked one is not below: its sets, and of both the fewer reps."""
    sets = min(asked.sets, dose.sets) if asked.rung is dose.rung else asked.sets
    return Dose(asked.exercise, asked.rung, sets, min(asked.reps, dose.reps))
