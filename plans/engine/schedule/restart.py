"""Where a person stands with each exercise, for a plan that begins there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from plans.engine.ladder import Ladder, Point
from plans.engine.progression import BUILD, State, advance, start
from plans.engine.schedule.life import Life
from plans.engine.schedule.places import counterpart
from plans.engine.schedule.standing import MISSED
from plans.engine.schedule.values import LEFT, Revision

Reached = tuple[str, str, int]  # an exercise, the code of a rung of the new plan, and reps


def reached(life: Life, plan: Revision, level: str, owned: Collection[str]) -> tuple[Reached, ...]:
    """
    For each exercise of both plans the point of the new one's ladder that is not harder than where she stands.

    Weeks that have passed since the old plan ended count as missed ones. What pain has stopped begins at the
    gentlest point there is.
    """
    return tuple(_reached(life, plan, level, owned))


def _reached(life: Life, plan: Revision, level: str, owned: Collection[str]) -> Iterator[Reached]:
    """Leaving the plan is nobody's progress: weeks after it count as those that were missed."""
    stayed = replace(life, events=tuple(event for event in life.events if event.kind != LEFT))
    revision, states, gentle = _stands(stayed)
    for name, state in states.items():
        if name not in plan.exercises or name not in revision.ladders:
            continue
        ladder, new = revision.ladders[name], plan.ladders[name]
        point = new.points(owned=owned)[0]
        if name not in gentle and not state.stopped:
            state = _after_a_break(stayed, ladder, state, level, owned)
            point = counterpart(ladder, new, state.point, owned)
        yield name, new.rungs[point.rung].code, point.reps


def _stands(life: Life) -> tuple[Revision, Mapping[str, State], set[str]]:
    """
    The revision whose ladders count, the state of each exercise on them, and those that begin gently: what pain
    has stopped, and what is left out for a reason that nobody is asked for.
    """
    seen = life.seen
    window = (seen.current if seen.has_started else seen.window(1)) or None
    if window is None:  # after the end
        last = seen.windows[-1] if seen.windows else None
        away = {name for name, instead in (last.away if last else {}).items() if not instead}
        return life.revisions[seen.revision], seen.final, away
    left_out = {name for name, instead in window.away.items() if not instead}
    return (
        life.revisions[window.revision],
        {**window.states, **window.waiting},
        {*window.stopped, *left_out},
    )


def _after_a_break(life: Life, ladder: Ladder, state: State, level: str, owned: Collection[str]) -> State:
    ended = max((window.number for window in life.seen.windows if window.is_of_the_plan), default=0)
    floor = Point(*start(ladder, level, owned).point)
    for _week in range(max(0, life.now - ended - 1)):
        state, _reason = advance(
            ladder, state, MISSED, week_kind=BUILD, owned=owned, floor=min(floor, state.point)
        )
    return state
