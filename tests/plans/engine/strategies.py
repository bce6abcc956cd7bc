"""Random ladders, weeks and lives."""

from dataclasses import replace
from uuid import UUID

from hypothesis import strategies as st

from plans.engine.evidence import LoggedWorkout
from plans.engine.ladder import Dose, Ladder, Rung, Variation
from plans.engine.progression import Result
from plans.engine.schedule import TOOK, Event, schedule
from plans.engine.timing import Workout
from tests.plans.engine.build import DAY, LADDERS, MONDAY, ORDER, choices, full, live, revision

KIT = ("band", "weights")
SIDES = [
    ("bilateral", "none"),
    ("per_side", "switch_each_set"),
    ("per_side", "finish_side"),
    ("alternating", "alternate_reps"),
]
kits = st.frozensets(st.sampled_from(KIT))


@st.composite
def ladders(draw, exercise="odd"):
    rungs = []
    for number in range(draw(st.integers(1, 5))):
        laterality, side_order = draw(st.sampled_from(SIDES))
        variation = Variation(
            slug=f"{exercise}-{draw(st.integers(0, number))}",
            laterality=laterality,
            side_order=side_order,
            rep_seconds=draw(st.integers(2, 9)),
            parts=draw(st.integers(1, 2)),
            needs=draw(st.sampled_from(("", "", "", *KIT))),
        )
        low, step = draw(st.integers(4, 20)), draw(st.integers(1, 3))
        high = low + step * draw(st.integers(0, 4))
        hold = draw(st.sampled_from((0, 1, 3, 5)))
        rungs.append(Rung(f"R{number}", variation, draw(st.integers(1, 4)), low, high, step, hold))
    return Ladder(exercise, tuple(rungs))


any_ladder = st.one_of(st.sampled_from(list(LADDERS.values())), ladders())


@st.composite
def results(draw):
    planned = draw(st.integers(1, 6))
    trained = draw(st.one_of(st.just(planned), st.integers(0, planned)))
    return Result(
        planned=planned,
        trained=trained,
        skipped=draw(st.one_of(st.just(0), st.integers(0, trained))),
        ratio=draw(st.one_of(st.just(1.0), st.sampled_from((0.5, 0.79, 0.8, 0.94, 0.95)))),
        rating=draw(st.sampled_from(("easy", "right", "right", "hard"))),
        pain=trained > 0 and draw(st.integers(0, 9)) == 0,
    )


weeks = st.lists(
    st.tuples(results(), st.sampled_from(("build", "build", "build", "easy"))), min_size=1, max_size=20
)


@st.composite
def workouts(draw):
    doses = []
    for name in draw(st.lists(st.sampled_from("abcdefg"), max_size=7, unique=True)):
        rung = draw(ladders(name)).rungs[0]
        doses.append(Dose(name, rung, rung.sets, rung.low))
    priority = draw(st.permutations("abcdefg"))
    return Workout(tuple(doses), tuple(priority), draw(st.sampled_from((0, 120))))


# Lives ----------------------------------------------------------------------------------------------

PLANS = [(ORDER,) * 3, (ORDER,) * 2, (("squat",), ("kickback",)) * 3, (("bridge", "toe_tap", "clam"),) * 3]

exercise_acts = st.fixed_dictionaries(
    {
        "skip": st.sampled_from((False,) * 9 + (True,)),
        "share": st.sampled_from((1.0,) * 6 + (0.9, 0.6, 0.0)),
        "extra": st.sampled_from((0, 0, 0, 1, 2)),
        "rating": st.sampled_from(("", "easy", "right", "right", "hard")),
        "pain": st.sampled_from((False,) * 19 + (True,)),
        "trimmed": st.sampled_from((False,) * 9 + (True,)),
    }
)


@st.composite
def plans_and_choices(draw):
    workouts = draw(st.sampled_from(PLANS))
    weekdays = draw(st.sets(st.integers(0, 6), min_size=len(workouts), max_size=len(workouts)))
    plan = revision(draw(st.integers(1, 14)), workouts, warm_up=draw(st.sampled_from((0, 120))))
    chosen = choices(
        weekdays,
        start=MONDAY + draw(st.integers(0, 6)) * DAY,
        level=draw(st.sampled_from(("starter", "standard", "strong"))),
        kit=draw(kits),
        minutes=draw(st.sampled_from((None, None, 10, 15, 20))),
    )
    return plan, chosen


@st.composite
def acts(draw):
    """What somebody does with a planned workout who follows her plan more or less."""

    def act(planned):
        if draw(st.integers(0, 4)) == 0:
            return None
        one = draw(exercise_acts)
        odd_one = draw(st.sampled_from(ORDER))
        exercises = {}
        for dose in planned.doses:
            how = draw(exercise_acts) if dose.exercise == odd_one else one
            if not how["skip"]:
                marks = {key: how[key] for key in ("share", "extra", "pain", "trimmed")}
                exercises[dose.exercise] = full(dose, how["rating"], **marks)
        late = draw(st.sampled_from((0, 0, 0, 0, 1, 9)))
        return LoggedWorkout(
            planned.window, planned.slot, planned.date + late * DAY, exercises, draw(st.booleans())
        )

    return act


@st.composite
def lives(draw):
    """A plan, its choices, and the logs of somebody who follows it more or less."""
    plan, chosen = draw(plans_and_choices())

    return plan, chosen, live(plan, chosen, draw(acts()), windows=draw(st.integers(0, plan.weeks)))


# New revisions --------------------------------------------------------------------------------------


@st.composite
def changed(draw, ladder):
    """The same ladder after an editor: rungs gone, come in, changed and moved."""
    rungs = [
        replace(rung, low=low, high=low + step * draw(st.integers(0, 5)), step=step)
        if draw(st.booleans())
        else rung
        for rung in ladder.rungs
        for low, step in [(draw(st.integers(4, 24)), draw(st.integers(1, 3)))]
        if draw(st.integers(0, 3))
    ]
    for number in range(max(3 - len(rungs), draw(st.integers(0, 2)))):
        new = Rung(f"N{number}", Variation(f"new-{number}"), draw(st.integers(1, 3)), 8, 12, 2)
        rungs.insert(draw(st.integers(0, len(rungs))), new)
    if draw(st.integers(0, 3)) == 0:
        rungs = draw(st.permutations(rungs))
    # Every level begins somewhere, or nobody could start with the exercise.
    levels = ("starter", "standard", "strong")
    return Ladder(
        ladder.exercise,
        tuple(replace(rung, level=levels[min(place, 2)]) for place, rung in enumerate(rungs)),
    )


@st.composite
def revised_lives(draw):
    """
    `(plan, choices, new plan, took, logs)`: somebody takes a new revision of her plan at some time.

    The logs are as she lived it, with the new numbers from the event's window on.
    """
    plan, chosen = draw(plans_and_choices())
    workouts = draw(st.sampled_from(([w.exercises for w in plan.workouts], *PLANS)))
    ladders = {name: draw(changed(ladder)) for name, ladder in LADDERS.items()}
    new = revision(draw(st.integers(1, 14)), workouts, ladders=ladders)
    count = len(new.workouts)
    weekdays = ()
    if count != len(chosen.weekdays) or draw(st.booleans()):
        weekdays = tuple(draw(st.sets(st.integers(0, 6), min_size=count, max_size=count)))
    took = Event(TOOK, draw(st.integers(1, plan.weeks + 1)), UUID(int=1), 2, weekdays)
    act, logs = draw(acts()), []
    for number in range(1, draw(st.integers(0, 15)) + 1):
        day = chosen.first_day_of(number)
        window = schedule({1: plan, 2: new}, chosen, [took], logs, day).window(number)
        logs += [done for planned in (window.workouts if window else ()) if (done := act(planned))]
    return plan, chosen, new, took, logs
