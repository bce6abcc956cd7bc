"""Random lives: the plans that are lived, what is done on a day, and what is chosen."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st

from plans.engine.evidence import LoggedExercise, LoggedWorkout
from plans.engine.schedule import Event, Life, rules
from plans.engine.schedule import values as v
from tests.plans.engine.build import DAY, LADDERS, MONDAY, ORDER, WEEK, choices, full, revision

KINDS = sorted(rules.CHECKS)
ABOUT_EXERCISES = (v.DECLINED, v.BACKED, v.EASIER, v.TAKEN_UP, v.SWAPPED, v.RETURNED)
MAT, STANDING = ("bridge", "toe_tap", "clam"), (("squat",), ("kickback",)) * 3


# Plans --------------------------------------------------------------------------------------------


def _with_other_reps(ladder, by):
    """Every rung with more or fewer reps: points that the old ladder does not have."""
    rungs = [replace(rung, low=rung.low + by, high=rung.high + by) for rung in ladder.rungs]
    return replace(ladder, rungs=tuple(rungs))


def _with_rungs(ladder, *places):
    """Some of the rungs in another order; the levels begin where they can."""
    levels = ("starter", "standard", "strong")
    rungs = [ladder.rungs[place] for place in places]
    return replace(
        ladder, rungs=tuple(replace(rung, level=levels[min(n, 2)]) for n, rung in enumerate(rungs))
    )


NEWER = [
    {name: _with_other_reps(ladder, 1) for name, ladder in LADDERS.items()},
    {name: _with_other_reps(ladder, -3) for name, ladder in LADDERS.items()},
    {name: _with_rungs(ladder, 1, 2, 3) for name, ladder in LADDERS.items()},
    {name: _with_rungs(ladder, 0, 3, 1, 4) for name, ladder in LADDERS.items()},
]


@st.composite
def people(draw):
    """`(revisions, choices)`: a plan, newer numbers of it, and what was chosen at the sign-up."""
    workouts = draw(st.sampled_from([(ORDER,) * 3, (ORDER,) * 3, (ORDER,) * 2, (MAT,) * 3, STANDING]))
    plan = revision(draw(st.sampled_from((12, 12, 6, 4))), workouts)
    other = draw(st.sampled_from([workouts, workouts, (ORDER,) * 2, (MAT,) * 3, STANDING]))
    newer = revision(draw(st.sampled_from((plan.weeks, 3, 8))), other, ladders=draw(st.sampled_from(NEWER)))
    days = [draw(weekdays(len(workouts))), (0, 2, 4), (0, 1, 2, 3, 4, 5)]
    chosen = choices(
        draw(st.sampled_from([one for one in days if len(one) == len(workouts)])),
        start=MONDAY + draw(st.integers(0, 6)) * DAY,
        level=draw(st.sampled_from(("standard", "standard", "starter", "strong"))),
        kit=draw(st.sampled_from(((), (), ("band",), ("band", "weights")))),
        minutes=draw(st.sampled_from((None, None, None, 10, 15, 20))),
    )
    ladder = plan.ladders[draw(st.sampled_from(plan.exercises))]
    rung = draw(st.sampled_from(ladder.rungs))
    reached = (ladder.exercise, rung.code, draw(st.sampled_from(rung.reps)))
    chosen = replace(chosen, reached=draw(st.sampled_from(((), (reached,)))))
    return {1: plan, 2: newer}, chosen


def weekdays(count):
    return st.permutations(range(7)).map(lambda days: tuple(sorted(days[:count])))


# What is done -------------------------------------------------------------------------------------

WAYS = (
    "right",
    "right",
    "easy",
    "hard",
    "short",
    "skipped",
    "weaker",
    "hurt",
    "only-hurt",
    "trimmed",
    "extra",
)


def _as_done(dose, way):
    """One exercise as logged, None where it was left out."""
    if way == "skipped":
        return None
    done = full(dose, way if way in ("easy", "hard") else "right")
    sets = done.sets
    if way == "short":
        sets = {planned: reps // 2 for planned, reps in sets.items()}
    elif way == "weaker":
        sets = {planned: reps - 2 * (planned.side == "left") for planned, reps in sets.items()}
    elif way == "extra":
        sets = {planned: reps + 2 for planned, reps in sets.items()}
    elif way == "trimmed":
        left = dose.sets - 1
        return replace(
            done,
            sets={planned: reps for planned, reps in sets.items() if planned.number <= left},
            trimmed=True,
            sets_left=left,
        )
    elif way == "only-hurt":
        return LoggedExercise({}, done.asked, "", pain=True)
    return replace(done, sets=sets, pain=way == "hurt")


def logs_of(planned, way, odd_one="", odd_way="right", *, day=None, finished=True):
    """A planned workout done in one way, but for one exercise."""
    exercises = {
        dose.exercise: _as_done(dose, odd_way if dose.exercise == odd_one else way) for dose in planned.doses
    }
    logged = {name: each for name, each in exercises.items() if each is not None}
    return LoggedWorkout(planned.window, planned.slot, day or planned.date, logged, finished)


@st.composite
def doings(draw, planned, day):
    names = [dose.exercise for dose in planned.doses] or [""]
    return logs_of(
        planned,
        draw(st.sampled_from(("right", "right", "right", "easy", "hard", "short", "extra"))),
        draw(st.sampled_from(names)),
        draw(st.sampled_from(WAYS)),
        day=day,
        finished=draw(st.booleans()),
    )


def lived_on(life, until, way="right"):
    """The life with everything done, as it is asked for on its day, up to a day."""
    day = life.today
    while day <= until:
        life = replace(life, today=day)
        todo = [each for each in life.seen.workouts() if each.date == day and each.status == v.TODAY]
        life = replace(life, logs=(*life.logs, *(logs_of(each, way) for each in todo if each.doses)))
        day += timedelta(days=1)
    return replace(life, today=until)


# What is chosen -----------------------------------------------------------------------------------


def likely_kinds(life):
    """Those that somebody may well ask for today, beside the ones that anybody may at any time."""
    window = life.seen.current
    if window is None:
        return []
    found = {
        v.DECLINED: window.announced,
        v.TAKEN_UP: window.stopped,
        v.RETURNED: window.away,
        v.RESUMED: life.pauses,
    }
    return [kind for kind, reasons in found.items() if reasons]


def _exercises(life, kind):
    window = life.seen.window(life.now)
    if window is None:
        return []
    likely = {v.DECLINED: window.announced, v.TAKEN_UP: window.stopped, v.RETURNED: tuple(window.away)}
    return list(likely.get(kind, tuple(window.states)))


@st.composite
def fields_of(draw, life, kind):
    """`(window or None, fields)` of a choice: mostly sensible, sometimes not."""
    ladders = life.revisions[life.choices.revision].ladders
    if kind in ABOUT_EXERCISES:
        likely = _exercises(life, kind)
        exercise = draw(st.sampled_from([*likely * 4, *sorted(ladders), "nobody"]))
        fields = {"exercise": exercise}
        if kind == v.SWAPPED:
            slugs = [rung.variation.slug for rung in ladders.get(exercise, ladders["squat"]).rungs]
            instead, variation = draw(
                st.one_of(
                    st.just(("", "")),
                    st.sampled_from([*sorted(ladders), "nobody"]).map(lambda name: (name, "")),
                    st.sampled_from([*slugs, "nothing"]).map(lambda slug: ("", slug)),
                )
            )
            fields |= {"instead": instead, "variation": variation}
        return None, fields
    days = st.integers(-9, 24).map(lambda n: life.today + n * DAY)
    if kind in (v.MOVED, v.LET_GO):
        window = max(1, life.now + draw(st.sampled_from((0, 0, 0, 1, 2, -1))))
        first = life.choices.first_day_of(window)
        day = draw(st.one_of(st.integers(0, 6).map(lambda n: first + n * DAY), days, st.none()))
        slot = draw(st.sampled_from((2, 1, 3, 2, 1, 3, 5, 0, 7)))
        return window, {"slot": slot, "day": day} if kind == v.MOVED else {"slot": slot}
    if kind == v.WEEKDAYS:
        if draw(st.booleans()):
            return None, {"weekdays": life.choices.weekdays}
        count = draw(st.sampled_from((len(life.choices.weekdays),) * 4 + (2, 3, 6)))
        return None, {"weekdays": draw(st.sampled_from((draw(weekdays(count)), (1, 1, 3), (7, 8, 9), ())))}
    if kind == v.PAUSED:
        day = draw(st.one_of(st.integers(0, 9).map(lambda n: life.today + n * DAY), days))
        last = draw(st.sampled_from((6, 3, 0, 13, 13, 20, -1, 1, 400, None)))
        return None, {"day": day, "last": None if last is None else day + last * DAY}
    if kind == v.MINUTES:
        return None, {"minutes": draw(st.sampled_from((10, None, 15, 20)))}
    if kind == v.KIT:
        return None, {"kit": frozenset(draw(st.sampled_from(((), ("band",), ("band", "weights")))))}
    if kind == v.RESUMED:
        return None, {"day": draw(st.one_of(st.just(life.today), days, st.none()))}
    return None, {}


# A life that is always the same ---------------------------------------------------------------------


def recorded():
    """A life with something of everything; each choice is one that may be made on its day."""
    chosen = choices(level="strong", kit=("band", "weights"), minutes=20)
    life = Life({1: revision(12), 2: revision(10, ladders=NEWER[2])}, chosen, (), (), MONDAY)
    life = _choosing(life, v.MOVED, window=1, slot=2, day=MONDAY + 3 * DAY)
    life = _choosing(life, v.LET_GO, window=1, slot=3)
    life = lived_on(life, MONDAY + WEEK)
    life = _choosing(life, v.WEEKDAYS, weekdays=(1, 3, 5))
    life = lived_on(life, MONDAY + 2 * WEEK, "easy")
    life = _choosing(_choosing(life, v.SWAPPED, exercise="clam"), v.EASIER, exercise="squat")
    life = lived_on(life, MONDAY + 3 * WEEK, "hard")
    life = _choosing(life, v.RETURNED, exercise="clam")
    life = _choosing(life, v.PAUSED, day=life.today + 3 * DAY, last=life.today + 12 * DAY)
    life = lived_on(life, MONDAY + 5 * WEEK)
    life = replace(life, today=MONDAY + 8 * WEEK)
    life = _choosing(life, v.CAME_BACK)
    life = _choosing(_choosing(life, v.REPEATED), v.EASED) if life.seen.current.counts else life
    life = life.having(Event(v.TOOK, life.next, UUID(int=99), 2), Event(v.KIT, life.now, UUID(int=100)))
    return lived_on(life, MONDAY + 10 * WEEK, "hurt")


def _choosing(life, kind, **fields):
    event = rules.event_for(life, kind, UUID(int=len(life.events) + 1), **fields)
    code = rules.fault(life, event)
    assert code == "", f"{kind}: {code}"
    return life.having(event)
