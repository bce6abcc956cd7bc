"""How long a workout takes, and how it is fitted to fewer minutes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from plans.engine.ladder import Dose

SET_UP_SECONDS = 20  # to get into place for an exercise
WARM_UP_SECONDS = 120  # two minutes of the day's own movements suffice (Iversen 2021)


@dataclass(frozen=True, slots=True)
class Workout:
    """Doses in the order in which they are done; `priority` names exercises, the one kept longest first."""

    doses: tuple[Dose, ...]
    priority: tuple[str, ...]
    warm_up_seconds: int = WARM_UP_SECONDS

    @property
    def exercises(self) -> tuple[str, ...]:
        return tuple(dose.exercise for dose in self.doses)

    @property
    def seconds(self) -> int:
        return self.warm_up_seconds + sum(dose.seconds + SET_UP_SECONDS for dose in self.doses)

    def rank(self, dose: Dose) -> int:
        """0 for what is kept longest; what no priority names gives way first."""
        return self.priority.index(dose.exercise) if dose.exercise in self.priority else len(self.priority)


def fit_to_budget(
    workout: Workout, minutes: float, *, had_turn: Collection[str] = (), owed: Collection[str] = ()
) -> Workout:
    """
    The same workout with as many sets fewer as it takes to fit into `minutes`; reps are never touched.

    Sets go from the exercise that has most, the least important first. With one set left each, whole
    exercises go: first one that `had_turn` earlier in the window, then the least important, and only at the
    very end one that is `owed` because it stayed out of the window before. One exercise always remains.
    """

    def gives_way(dose: Dose) -> tuple[int, int]:
        if dose.exercise in had_turn:
            return 2, workout.rank(dose)
        return int(dose.exercise not in owed), workout.rank(dose)

    while workout.doses and workout.seconds > minutes * 60:
        longest = max(workout.doses, key=lambda dose: (dose.sets, workout.rank(dose)))
        if longest.sets > 1:
            doses = tuple(
                replace(dose, sets=dose.sets - 1) if dose is longest else dose for dose in workout.doses
            )
        elif len(workout.doses) > 1:
            dropped = max(workout.doses, key=gives_way)
            doses = tuple(dose for dose in workout.doses if dose is not dropped)
        else:
            break
        workout = replace(workout, doses=doses)
    return workout
