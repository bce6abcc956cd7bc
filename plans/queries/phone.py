"""What the player keeps on a phone: the days around today, and all that is needed to train without a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from exercises import editions
from exercises.editions import Library
from exercises.figures import figure, way_of
from exercises.figures.motion import motions
from exercises.markdown import to_plain
from exercises.models import Exercise, Level, Variation
from plans.engine import ladder, timing
from plans.engine.ladder import Dose
from plans.engine.schedule import DONE, LET_GO, PlannedWorkout
from plans.local_time import today_for
from plans.queries.asked import rows_today
from plans.queries.cuts import fits_of, had_turn, workout_of
from plans.queries.earlier import LastTime, last_times
from plans.queries.following import Following, following, quick_logs
from plans.queries.lines import kit_of, minutes_in_words, names_of
from plans.queries.quick import quick_doses, quick_seconds
from plans.queries.workout import has_floor_work
from plans.records import dose_of, milliseconds, prescription_of
from plans.warm_up import warm_up_steps

DAYS_AHEAD, DAYS_BEHIND = timedelta(days=14), timedelta(days=7)
HOUR_MS = 60 * 60 * 1000
WALL = "wall"

Document = dict[str, Any]


@dataclass(frozen=True)
class _Shelf:
    """What the workouts of the document take their words from."""

    library: Library
    level: str
    moves: dict[str, Document]
    figures: dict[str, str]

    def add(self, doses: Iterable[Dose]) -> None:
        for dose in doses:
            slug = dose.variation.slug
            if slug not in self.moves:
                self.moves[slug] = _move(self.library.variations[slug], dose, self)

    def draw(self, key: str) -> str:
        """The key, with its drawing on the shelf: decoration, for the name stands beside it."""
        self.figures.setdefault(key, figure(key))
        return key


def schedule_of(user: Any, *, now: datetime) -> Document:
    """
    The document of somebody's days, whether they follow a plan or not; eight queries at most with theirs.

    late: how long after midnight their day begins, in milliseconds.
    """
    today = today_for(user, now)
    plan = following(user, today)
    shelf = _Shelf(
        library=plan.library if plan else editions.library(),
        level=plan.enrolment.level if plan else Level.STARTER.value,
        moves={},
        figures={},
    )
    quick = plan.quick if plan else quick_logs(user)
    workouts = [_planned(workout, plan, shelf) for workout in _near(plan)] if plan else []
    return {
        "account": str(user.uid),
        "now": milliseconds(now),
        "today": today.isoformat(),
        "time_zone": user.time_zone,
        "late": user.day_starts * HOUR_MS,
        "plan": _plan(plan) if plan else None,
        "times": _times(),
        "warm_up": _warm_up(plan, shelf),
        "workouts": workouts,
        "quick": _quick_sets(plan, quick, shelf, today),
        "moves": shelf.moves,
        "figures": shelf.figures,
    }


def _plan(plan: Following) -> Document:
    return {"uid": str(plan.enrolment.uid), "name": plan.plan.name, "weeks": plan.schedule.weeks}


def _times() -> Document:
    return {
        "switch": ladder.SWITCH_SECONDS,
        "turn": ladder.TURN_SECONDS,
        "set_up": timing.SET_UP_SECONDS,
        "warm_up": timing.WARM_UP_SECONDS,
    }


def _warm_up(plan: Following | None, shelf: _Shelf) -> list[Document]:
    steps = warm_up_steps(has_floor=plan is not None and has_floor_work(plan))
    for step in steps:
        if step.figure:
            shelf.draw(step.figure)
    return [asdict(step) for step in steps]


# Workouts ----------------------------------------------------------------------------------------


def _near(plan: Following) -> list[PlannedWorkout]:
    """What is undone of this window, what comes in the next days, and what was done in the last ones."""
    today, current = plan.schedule.today, plan.schedule.current

    def is_near(workout: PlannedWorkout) -> bool:
        if workout.status == DONE:
            return today - DAYS_BEHIND <= workout.date <= today
        is_of_this_window = current is not None and workout.window == current.number
        return is_of_this_window or today <= workout.date <= today + DAYS_AHEAD

    return [workout for workout in plan.schedule.workouts() if workout.doses and is_near(workout)]


def _planned(workout: PlannedWorkout, plan: Following, shelf: _Shelf) -> Document:
    """
    As it was asked for when it was begun, else as the schedule asks for it now, with what is done instead today.
    Such a row brings the one that it replaces: the player sends back what it was given, and what was asked for is
    what the plan said (plans/api/fields.py). Let go, a workout is due on no day.
    """
    log, prescription = plan.log_of(workout), rows_today(plan, workout)
    window = plan.schedule.window(workout.window)
    whole = workout_of(prescription, workout)
    last = last_times([*plan.logs.values(), *plan.quick], prescription, log)
    return {
        "uid": str(workout.uid),
        "enrolment": str(plan.enrolment.uid),
        "window": workout.window,
        "slot": workout.slot,
        "date": None if workout.status == LET_GO else workout.date.isoformat(),
        "status": workout.status,
        "week": window.week if window else None,
        "warm_up": whole.warm_up_seconds > 0,
        "fits": fits_of(whole, had_turn(plan, workout)),
        **_asked(prescription, whole.seconds, last, shelf),
    }


def _quick_sets(plan: Following | None, logs: Iterable[Any], shelf: _Shelf, today: date) -> list[Document]:
    names, doses = names_of(shelf.library.variations), quick_doses(shelf.library, plan)
    last = last_times([*(plan.logs.values() if plan else ()), *logs], prescription_of(doses, names))
    place = {"uid": None, "enrolment": None, "window": None, "slot": None, "week": None}
    return [
        {
            **place,
            "date": today.isoformat(),
            "status": "today",
            "warm_up": False,
            "fits": {},
            **_asked(prescription_of([dose], names), quick_seconds(dose), last, shelf),
        }
        for dose in doses
    ]


def _asked(
    prescription: list[dict[str, Any]], seconds: int, last: Mapping[str, LastTime], shelf: _Shelf
) -> Document:
    doses = [dose_of(row) for row in prescription]
    shelf.add(doses)
    return {
        "prescription": prescription,
        "seconds": seconds,
        "minutes": minutes_in_words(seconds),
        "kit": kit_of(doses, shelf.library.variations),
        "last": {
            name: {"date": last[name].date.isoformat(), "words": last[name].words, "sets": last[name].sets}
            for name in (dose.exercise for dose in doses)
            if name in last
        },
    }


# Moves -------------------------------------------------------------------------------------------


def _move(variation: Variation, dose: Dose, shelf: _Shelf) -> Document:
    """Its words as they are published now, its numbers as they were frozen with the dose."""
    numbers = dose.variation
    tempo = timing.tempo_of(numbers.rep_seconds, has_pulses=_has_pulses(variation.figure))
    figures = [variation.figure, variation.second_part_figure]
    return {
        "name": variation.name,
        "parts": [variation.part_name, variation.second_part_name][: numbers.parts],
        "figures": [shelf.draw(key or variation.figure) for key in figures[: numbers.parts]],
        "lift": tempo.lift,
        "lower": tempo.lower,
        "pulses": tempo.pulses,
        "way": asdict(way_of(variation.figure)),
        "cue": to_plain(variation.cue),
        "breathing": to_plain(variation.breathing),
        "start": to_plain(variation.start),
        "needs_floor": variation.exercise.position != Exercise.Position.STANDING,
        "support": _support(variation, shelf),
    }


def _has_pulses(key: str) -> bool:
    """Whether the drawing of a movement comes to its end pose more than once in a repetition."""
    motion = motions().get(key)
    return motion is not None and sum(stretch.pose == "end" for stretch in motion.path) > 1


def _support(variation: Variation, shelf: _Shelf) -> Document | None:
    """How to do it with hands on a wall, where the exercise is published in such a version."""
    published = next(row for row in shelf.library.exercises if row.exercise.slug == variation.exercise.slug)
    held = next((row for row in published.variations if row.prop and row.prop.slug == WALL), None)
    if held is None:
        return None
    return {
        "name": held.name,
        "figure": shelf.draw(held.figure),
        "cue": to_plain(held.cue),
        "default": shelf.level == Level.STARTER or held.slug == variation.slug,
    }
