"""
One week's result, one exercise: what comes next.

The rules are a table whose first match wins; each rule is one function below, and `advance` reads like the
table. Figures: 95 % of the reps count as finished and three strikes step back (as in StrongLifts), two steps
at a time (about a week's gain); an easy week after four building weeks (expert consensus: every 4 to 6).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from statistics import median_high

from plans.engine.ladder import Dose, Ladder, Point, position_at_most

SUCCESS_RATIO = 0.95
SHORT_RATIO = 0.80
STRIKES_OUT = 3
BACK_STEPS = 2
EASY_AFTER = 4
LONGEST_PLAN_WITHOUT_EASY_WEEK = 6
EXTRA_REPS = 2  # two extra reps in the last set, two workouts running: ready for more (Baechle & Earle)

BUILD, EASY = "build", "easy"
RATINGS = ("easy", "right", "hard")


@dataclass(frozen=True, slots=True)
class State:
    """Where a person stands with one exercise; `missed` and `pain_weeks` count weeks in a row."""

    rung: int
    reps: int
    strikes: int = 0
    pain_weeks: int = 0
    missed: int = 0
    stopped: bool = False

    @property
    def point(self) -> Point:
        return Point(self.rung, self.reps)

    def at(self, point: Point) -> State:
        return self if point == self.point else replace(self, rung=point.rung, reps=point.reps)


@dataclass(frozen=True, slots=True)
class Result:
    """
    A week of one exercise, counting only workouts that contain it.

    planned, trained: workouts asked for and attended. skipped: attended ones that are no evidence.
    ratio: reps done of reps asked, 0 to 1, over the other ones. rating: "easy", "right" or "hard".
    """

    planned: int
    trained: int
    skipped: int = 0
    ratio: float = 1.0
    rating: str = "right"
    pain: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Why a dose is what it is: a code and the numbers of its sentence (made in plans/reasons.py).

    weeks: how many in a row led to it (missed, painful, or building ones, by the code).
    is_below_start: the person stands below the point where the plan began.
    """

    code: str
    before: Dose
    after: Dose
    rating: str = "right"
    ratio: float = 1.0
    weeks: int = 0
    is_below_start: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    One exercise in one attended workout.

    targets, done: reps of each set in order, every part a set of its own; of two sides the weaker one, and 0
    for a set left out. Without `done` the exercise was skipped. rating: "" where none was given.
    trimmed: the workout was cut short for time, and this exercise lost sets by it.
    """

    targets: tuple[int, ...] = ()
    done: tuple[int, ...] = ()
    rating: str = ""
    pain: bool = False
    trimmed: bool = False

    @property
    def counts(self) -> bool:
        return bool(self.done) and not self.trimmed

    @property
    def has_extra_reps(self) -> bool:
        """Whether the last set was beaten by two reps or more."""
        return len(self.done) == len(self.targets) and self.done[-1] >= self.targets[-1] + EXTRA_REPS


def summarise(planned: int, workouts: Sequence[Evidence]) -> Result:
    """What the attended workouts of a week say about one exercise."""
    full = [workout for workout in workouts if workout.counts]
    asked = sum(sum(workout.targets) for workout in full)
    done = sum(sum(map(min, workout.done, workout.targets)) for workout in full)
    rating = RATINGS[median_high([RATINGS.index(workout.rating or "right") for workout in full] or [1])]
    running = any(
        earlier.has_extra_reps and later.has_extra_reps
        for earlier, later in zip(full, full[1:], strict=False)
    )
    return Result(
        planned=planned,
        trained=len(workouts),
        skipped=len(workouts) - len(full),
        ratio=done / asked if asked else 1.0,
        rating="easy" if running and rating == "right" else rating,
        pain=any(workout.pain for workout in workouts),
    )


def easy_after(weeks: int) -> int:
    """Building weeks before an easy one in a plan of so many weeks; 0 where it has no easy weeks."""
    return EASY_AFTER if weeks > LONGEST_PLAN_WITHOUT_EASY_WEEK else 0


def next_kind(build_weeks: int, easy_after: int, is_last_week: bool) -> str:
    """ "easy" after enough building weeks in a row, except at the very end of a plan; else "build"."""
    return EASY if easy_after and build_weeks >= easy_after and not is_last_week else BUILD


def prescribe(ladder: Ladder, state: State, kind: str = BUILD) -> Dose:
    """The dose of a week of this kind: an easy week has one set fewer, never none."""
    rung = ladder.rungs[state.rung]
    return Dose(ladder.exercise, rung, max(1, rung.sets - 1) if kind == EASY else rung.sets, state.reps)


def start(ladder: Ladder, level: str, owned: Collection[str]) -> State:
    """The first week of a plan at this level."""
    return snap(ladder, State(*ladder.entry(level)), owned)


def snap(ladder: Ladder, state: State, owned: Collection[str]) -> State:
    """The same state on the nearest point that can be prescribed and is not harder."""
    points = ladder.points(owned=owned)
    return state.at(points[position_at_most(points, state.point)])


def ease(points: list[Point], state: State) -> Point:
    """Where pain sends back to: the previous rung, or the first one, at its lowest reps."""
    rungs = list(dict.fromkeys(point.rung for point in points))
    previous = rungs[max(0, rungs.index(state.rung) - 1)]
    return next(point for point in points if point.rung == previous)


def resume(ladder: Ladder, state: State, owned: Collection[str]) -> State:
    """A stopped exercise taken up again: the previous rung at its lowest reps, nothing counted."""
    points = ladder.points(owned=owned, current=state.rung)
    return State(*ease(points, state))


def advance(
    ladder: Ladder,
    state: State,
    result: Result,
    *,
    week_kind: str,
    owned: Collection[str],
    floor: tuple[int, int],
    passed_over: Collection[int] = (),
) -> tuple[State, Reason]:
    """
    The state after a week, and why.

    owned: kit that the person has. floor: the point where the plan started; weeks away never lead below it.
    passed_over: indexes of rungs that bring this person nothing.
    """
    points = ladder.points(owned=owned, current=state.rung, passed_over=passed_over)
    state = state.at(points[position_at_most(points, state.point)])
    code, after = _next(points, ladder, state, result, week_kind, Point(*floor))
    reason = Reason(
        code,
        before=prescribe(ladder, state),
        after=prescribe(ladder, after),
        rating=result.rating,
        ratio=result.ratio,
        weeks=after.missed or after.pain_weeks,
        is_below_start=after.point < Point(*floor),
    )
    return after, reason


def _next(
    points: list[Point], ladder: Ladder, state: State, result: Result, week_kind: str, floor: Point
) -> tuple[str, State]:
    """The transition table, in order."""
    full = result.trained - result.skipped
    if state.stopped:
        return "STOPPED", state
    if result.trained == 0:
        return _missed(points, state, floor)
    if state.missed:
        state = replace(state, missed=0)
    if result.pain:
        return _pain(points, state)
    if full and state.pain_weeks:  # a week without the exercise says nothing about pain
        state = replace(state, pain_weeks=0)
    if week_kind == EASY:
        return "AFTER_EASY", replace(state, strikes=0)
    if not full:
        return "SKIPPED", state
    if full < (result.planned + 1) // 2:
        return "PARTIAL", state
    if strikes := _strikes(result):
        return _struck(points, state, state.strikes + strikes)
    if state.strikes:
        state = replace(state, strikes=0)
    return _success(points, ladder, state, result.rating)


def _missed(points: list[Point], state: State, floor: Point) -> tuple[str, State]:
    missed = state.missed + 1
    if missed == 1:
        return "MISSED_1", replace(state, missed=1, strikes=0)
    back = points[max(0, points.index(state.point) - BACK_STEPS)]
    lowest = min(state.point, points[position_at_most(points, floor)])
    code = "MISSED_2PLUS" if back > lowest else "MISSED_FLOOR"
    return code, replace(state.at(max(back, lowest)), missed=missed, strikes=0)


def _pain(points: list[Point], state: State) -> tuple[str, State]:
    pain_weeks = state.pain_weeks + 1
    if pain_weeks > 1 or state.point == points[0]:
        return "PAIN_STOP", replace(state, pain_weeks=pain_weeks, stopped=True)
    return "PAIN_BACK", replace(state.at(ease(points, state)), pain_weeks=pain_weeks, strikes=0)


def _strikes(result: Result) -> int:
    if result.ratio < SHORT_RATIO:
        return 2
    return int(result.ratio < SUCCESS_RATIO or result.rating == "hard")


def _struck(points: list[Point], state: State, strikes: int) -> tuple[str, State]:
    if strikes < STRIKES_OUT:
        return "REPEAT", replace(state, strikes=strikes)
    position = points.index(state.point)
    if position == 0:
        return "FLOOR", replace(state, strikes=0)
    return "STRIKES_BACK", replace(state.at(points[max(0, position - BACK_STEPS)]), strikes=0)


def _success(points: list[Point], ladder: Ladder, state: State, rating: str) -> tuple[str, State]:
    rung = ladder.rungs[state.rung]
    if state.reps < rung.high:
        steps = 2 if rating == "easy" else 1
        return "UP_REPS", replace(state, reps=min(rung.high, state.reps + steps * rung.step))
    harder = points[points.index(state.point) + 1 :]
    if not harder:
        return "TOP", state
    return step_up_code(ladder, state.rung, harder[0].rung), state.at(harder[0])


def step_up_code(ladder: Ladder, below: int, above: int) -> str:
    """What the upper rung asks for that the lower one does not."""
    old, new = ladder.rungs[below], ladder.rungs[above]
    if new.variation.needs and new.variation.needs != old.variation.needs:
        return "UP_RESISTANCE"
    if new.variation.slug != old.variation.slug:
        return "UP_VARIATION"
    if new.hold_seconds > old.hold_seconds:
        return "UP_HOLD"
    return "UP_SETS"
