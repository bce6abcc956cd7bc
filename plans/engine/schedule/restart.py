"""Where a person stands with each exercise, for a plan that begins there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from plans.engine.ladder import Ladder, Point
from plans.engine.progression import BUILD, State, advance, start
from plans.engine.schedule.life import Life
from plans.engine.schedule.places import counterpart
from plans.engine.schedule.standing import MISSED
from plans.engine.schedule.values import Revision

Reached = tuple[str, str, int]  # an exercise, the code of a rung of the new plan, and reps


def reached(life: Life, plan: Revision, level: str, owned: Collection[str]) -> tuple[Reached, ...]:
    """
    For each exercise of both plans the point of the new one's ladder that is not harder than where she stands.

    Weeks that have passed since the old plan ended count as missed ones. What pain has stopped begins at the
    gentlest point there is.
    """
    return tuple(_reached(life, plan, level, owned))


def _reached(life: Life, plan: Revision, level: str, owned: Collection[str]) -> Iterator[Reached]:
    ladders = life.revisions[life.seen.revision].ladders
    away = life.seen.windows[-1].away if life.seen.windows else {}
    for name, state in _states(life).items():
        if name not in plan.exercises or name not in ladders or name in away:
            continue
        new = plan.ladders[name]
        point = new.points(owned=owned)[0]
        if not state.stopped:
            state = _after_a_break(life, ladders[name], state, level, owned)
            point = counterpart(ladders[name], new, state.point, owned)
        yield name, new.rungs[point.rung].code, point.reps


def _states(life: Life) -> dict[str, State]:
    """Those of today's window; after the end, those that its last week led to."""
    window = life.seen.current if life.seen.has_started else life.seen.window(1)
    if window is None or window.week is None:
        return dict(life.seen.final)
    return {
        name: State(state.rung, state.reps, stopped=name in window.stopped, missed=state.missed)
        for name, state in window.states.items()
    }


def _after_a_break(life: Life, ladder: Ladder, state: State, level: str, owned: Collection[str]) -> State:
    ended = max((window.number for window in life.seen.windows if window.is_of_the_plan), default=0)
    floor = Point(*start(ladder, level, owned).point)
    for _week in range(max(0, life.now - ended - 1)):
        state, _reason = advance(
            ladder, state, MISSED, week_kind=BUILD, owned=owned, floor=min(floor, state.point)
        )
    return state
