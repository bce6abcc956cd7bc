"""How long a workout takes, and how it is fitted to fewer minutes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from plans.engine.ladder import Dose, Ladder, Point, position_at_most

SET_UP_SECONDS = 20  # to get into place for an exercise
WARM_UP_SECONDS = 120  # two minutes of the day's own movements suffice (Iversen 2021)
TODAYS_MINUTES = (5, 10, 15, 20)  # what a workout can be cut to on one day
QUICK_SECONDS = 180  # what a quick set takes at most, getting into place included
PULSES = 5  # small ones, a second each, at the bottom of a rep that has any


@dataclass(frozen=True, slots=True)
class Tempo:
    """
    The seconds of one rep, its hold left out; together they are the whole rep.

    pulses: how many, each a second long. goes_down_first: whether the rep begins at the top.
    """

    lift: float
    lower: float
    pulses: int = 0
    goes_down_first: bool = False

    @property
    def seconds(self) -> float:
        return self.lift + self.pulses + self.lower


def tempo_of(rep_seconds: int, *, has_pulses: bool = False) -> Tempo:
    """
    How the seconds of a rep are shared between up and down.

    The figures are those of the movements themselves: a kickback, a clam, a bridge and one toe tap take 1 s up
    and 2 s down, because coming back slowly trains as much as lifting; a squat and a double tap take 2 s down
    and 2 s up; a pulse squat is such a squat with five pulses of a second between. Any other number is
    halved, an odd second goes to the way down. A rep of less than the pulses and two seconds has none.
    """
    pulses = PULSES if has_pulses and rep_seconds >= PULSES + 2 else 0
    moving = rep_seconds - pulses
    lift = moving // 2 or moving / 2
    return Tempo(lift, moving - lift, pulses, goes_down_first=bool(pulses) or rep_seconds == 4)


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


def quick_dose(ladder: Ladder, point: Point, owned: Collection[str]) -> Dose:
    """
    One set of what a point of the ladder asks for, or of the hardest point below it that takes no longer than
    a quick set may.
    """
    points = ladder.points(owned=owned, current=point.rung)
    doses = [Dose(ladder.exercise, ladder.rungs[rung], 1, reps) for rung, reps in points]
    up_to = doses[: position_at_most(points, point) + 1]
    quick = [dose for dose in up_to if dose.seconds + SET_UP_SECONDS <= QUICK_SECONDS]
    return quick[-1] if quick else doses[0]
