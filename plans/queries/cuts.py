"""What one day cuts a workout to: fewer minutes, an exercise left out. The plan stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from plans.engine.schedule import LET_GO, MISSED, PlannedWorkout
from plans.engine.timing import TODAYS_MINUTES, Workout, fit_to_budget
from plans.queries.following import Following, Log
from plans.records import dose_of

Prescription = Sequence[Mapping[str, Any]]
MOST_LEFT_OUT = 2  # for which a phone is told how the time is best used


@dataclass(frozen=True)
class Cut:
    """
    `sets` names the exercises that lost some, with the sets left; 0 for one that is left out.

    minutes: the time that was asked for, None where only exercises are left out.
    """

    minutes: int | None = None
    sets: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sets)

    @classmethod
    def of(cls, trim: Mapping[str, Any] | None) -> Cut:
        """As a workout's record says it."""
        return cls(trim.get("minutes"), dict(trim["sets"])) if trim else cls()

    @property
    def trim(self) -> dict[str, Any] | None:
        """As a workout's record says it."""
        return {"minutes": self.minutes, "sets": dict(self.sets)} if self.sets else None

    @property
    def left_out(self) -> list[str]:
        return [exercise for exercise, sets in self.sets.items() if not sets]

    def applied_to(self, prescription: Prescription) -> list[dict[str, Any]]:
        """What is left of what was asked for."""
        left = [
            {**row, "sets": min(row["sets"], self.sets.get(row["exercise"], row["sets"]))}
            for row in prescription
        ]
        return [row for row in left if row["sets"]]

    def but_never_below(self, done: Mapping[str, int], prescription: Prescription) -> Cut:
        """The same cut, that takes away nothing already done; `done` is the last set done of each exercise."""
        asked = {row["exercise"]: row["sets"] for row in prescription}
        sets = {exercise: max(left, done.get(exercise, 0)) for exercise, left in self.sets.items()}
        return Cut(self.minutes, {name: left for name, left in sets.items() if left < asked.get(name, 0)})


def workout_of(prescription: Prescription, planned: PlannedWorkout) -> Workout:
    """
    What a prescription asks for, as the engine times it and cuts it. What is done instead of something is kept as
    long as that would be.
    """
    whole = planned.workout
    instead = {row["instead_of"]["exercise"]: row["exercise"] for row in prescription if "instead_of" in row}
    priority = tuple(
        name for each in whole.priority for name in dict.fromkeys([each, instead.get(each, each)])
    )
    return Workout(tuple(map(dose_of, prescription)), priority, whole.warm_up_seconds)


def cut_to(workout: Workout, minutes: int | None, without: Iterable[str], had_turn: Collection[str]) -> Cut:
    """The cut that leaves exercises out and fits what remains to the minutes."""
    without = set(without)
    kept = tuple(dose for dose in workout.doses if dose.exercise not in without)
    left = Workout(kept, workout.priority, workout.warm_up_seconds)
    if minutes is not None:
        left = fit_to_budget(left, minutes, had_turn=had_turn)
    sets = {dose.exercise: dose.sets for dose in left.doses}
    lost = {
        dose.exercise: sets.get(dose.exercise, 0)
        for dose in workout.doses
        if sets.get(dose.exercise, 0) < dose.sets
    }
    return Cut(minutes, lost)


def todays_cuts(workout: Workout, had_turn: Collection[str], without: Iterable[str] = ()) -> dict[int, Cut]:
    """By minutes the cuts that take something away that was not left out already."""
    without = set(without)
    alone = cut_to(workout, None, without, had_turn)
    cuts = {minutes: cut_to(workout, minutes, without, had_turn) for minutes in TODAYS_MINUTES}
    return {minutes: cut for minutes, cut in cuts.items() if cut.sets != alone.sets}


def fits_of(workout: Workout, had_turn: Collection[str]) -> dict[str, dict[str, int]]:
    """
    The cuts that a phone offers: the sets left of what loses some, by the minutes and what is left out.

    A key is the minutes ("20") and, in order, the one or two exercises that are left out ("20,clam,squat"),
    which its value does not name. A key is missing where the cut of the minutes alone says the same of the others.
    """
    cuts = todays_cuts(workout, had_turn)
    found = {str(minutes): dict(cut.sets) for minutes, cut in cuts.items()}
    most = min(MOST_LEFT_OUT, len(workout.doses) - 1)  # something is left to do
    for number in range(1, most + 1):
        for without in combinations(sorted(workout.exercises), number):
            for minutes, whole in cuts.items():
                cut = cut_to(workout, minutes, without, had_turn)
                left, known = _but(cut.sets, without), _but(whole.sets, without)
                if left != known:
                    found[",".join([str(minutes), *without])] = left
    return found


def _but(sets: Mapping[str, int], without: Collection[str]) -> dict[str, int]:
    return {exercise: left for exercise, left in sets.items() if exercise not in without}


def had_turn(following: Following, workout: PlannedWorkout) -> set[str]:
    """
    The exercises that this window's other workouts have trained, and those that earlier ones, still to come,
    will have.
    """
    window = following.schedule.window(workout.window)
    turns: set[str] = set()
    for other in window.workouts if window else ():
        if other.slot == workout.slot:
            continue
        log = following.log_of(other)
        if log and log.sets:
            turns.update(row.exercise for row in log.sets)
        elif other.slot < workout.slot and other.status not in (MISSED, LET_GO):
            turns.update(dose.exercise for dose in other.doses)
    return turns


def last_sets(log: Log | None) -> dict[str, int]:
    """The number of the last set done of each exercise."""
    done: dict[str, int] = {}
    for row in log.sets if log else ():
        done[row.exercise] = max(row.number, done.get(row.exercise, 0))
    return done
