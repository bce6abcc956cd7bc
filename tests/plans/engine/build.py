"""Builders: the ladders of the golden examples, plans over them, and lives lived week by week."""

import datetime
import json
from pathlib import Path
from uuid import UUID

from plans.engine.evidence import Asked, LoggedExercise, LoggedWorkout
from plans.engine.ladder import Dose, Ladder, Rung, Variation
from plans.engine.progression import State, easy_after
from plans.engine.schedule import Choices, Revision, WorkoutPlan, schedule
from plans.engine.timing import Workout

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "training-vectors.json").read_text())
ORDER, PRIORITY = tuple(VECTORS["order"]), tuple(VECTORS["priority"])
ENROLMENT = UUID("6f2c1f5e-0d5b-4a3e-9a55-0b1f7f0c7d11")
MONDAY = datetime.date(2027, 1, 4)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)

VARIATIONS = {
    row["key"]: Variation(
        slug=row["key"],
        laterality=row["laterality"],
        side_order=row["side_order"],
        rep_seconds=row["rep_s"],
        parts=row["parts"],
        needs=row["needs"],
        first_side="left" if row["key"].startswith("clam") else "",
    )
    for row in VECTORS["variations"]
}
NAMES = {row["key"]: row["name"] for row in VECTORS["variations"]}


def _rung(row):
    return Rung(
        code=row["id"],
        variation=VARIATIONS[row["var"]],
        sets=row["sets"],
        low=row["lo"],
        high=row["hi"],
        step=row["step"],
        hold_seconds=row["hold"],
        level=row["level"],
    )


LADDERS = {name: Ladder(name, tuple(map(_rung, rows))) for name, rows in VECTORS["ladders"].items()}
SQUAT, KICKBACK, BRIDGE = LADDERS["squat"], LADDERS["kickback"], LADDERS["bridge"]
TOE_TAP, CLAM = LADDERS["toe_tap"], LADDERS["clam"]


def ladder_of(code):
    return next(ladder for ladder in LADDERS.values() if ladder.index_of(code) is not None)


def at(code, reps, **counters):
    """The state at a rung of the real ladders: `at("K2", 12, strikes=1)`."""
    return State(ladder_of(code).index_of(code), reps, **counters)


def dose(code, reps, sets=None):
    """A dose of the real ladders: `dose("Q2", 20)` is 2 × 20 squats."""
    ladder = ladder_of(code)
    rung = ladder.rungs[ladder.index_of(code)]
    return Dose(ladder.exercise, rung, rung.sets if sets is None else sets, reps)


def shown(dose):
    """ "Q2 2×20": how the tables write a dose."""
    return f"{dose.rung.code} {dose.sets}×{dose.reps}"


def workout(*doses, warm_up=120):
    return Workout(doses, PRIORITY, warm_up)


def revision(weeks=12, workouts=(ORDER,) * 3, *, warm_up=120, ladders=LADDERS, easy=None):
    plans = tuple(
        WorkoutPlan(
            tuple(names), tuple(sorted(names, key=lambda n: PRIORITY.index(n) if n in PRIORITY else 9))
        )
        for names in workouts
    )
    return Revision(weeks, plans, ladders, easy_after(weeks) if easy is None else easy, warm_up)


def choices(weekdays=(0, 2, 4), *, start=MONDAY, level="standard", kit=(), minutes=None):
    return Choices(ENROLMENT, 1, start, tuple(weekdays), level, frozenset(kit), minutes)


def see(plan, chosen, logs=(), *, today=MONDAY, events=()):
    return schedule({1: plan}, chosen, list(events), list(logs), today)


def done_sets(dose, *, share=1.0, extra=0):
    """Every set of a dose with the same share of its reps, the last set with `extra` more."""
    sets = {planned: round(dose.reps * share) for planned in dose.planned_sets()}
    last_part, last_number = max((part, number) for part, number, _side in sets)
    return {
        planned: reps + extra if planned[:2] == (last_part, last_number) else reps
        for planned, reps in sets.items()
    }


def full(dose, rating="right", *, share=1.0, extra=0, pain=False, trimmed=False):
    """An exercise as logged: every set, as asked that day."""
    asked = Asked(dose.rung.code, dose.sets, dose.reps)
    return LoggedExercise(done_sets(dose, share=share, extra=extra), asked, rating, pain, trimmed)


def log(planned, rating="right", *, date=None, finished=True, **exercises):
    """All that a planned workout asks for, done; an exercise by name takes its place, None takes it out."""
    logged = {dose.exercise: full(dose, rating) for dose in planned.doses}
    logged = {name: value for name, value in (logged | exercises).items() if value is not None}
    return LoggedWorkout(planned.window, planned.slot, date or planned.date, logged, finished)


def live(plan, chosen, act, *, windows=None):
    """
    The logs of a life: `act` gets every planned workout as it is asked for on its day, and answers with a log
    or None.
    """
    logs = []
    for number in range(1, (windows or plan.weeks) + 1):
        now = see(plan, chosen, logs, today=chosen.first_day_of(number)).window(number)
        logs += [done for planned in now.workouts if (done := act(planned)) is not None]
    return logs
