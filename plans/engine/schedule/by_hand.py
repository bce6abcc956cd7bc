"""What a person's own choice does to the place where she stands with an exercise, and the reason that it gives."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from plans.engine.ladder import Ladder, Point, position_at_most
from plans.engine.progression import BACK_STEPS, Reason, State, ease, resume, snap
from plans.engine.schedule.places import Place, entered

Choice = tuple[Place, Reason]


def declined(place: Place, before: Point) -> Choice:
    """Back to the point before the rung that was announced."""
    return _at(place, before, "DECLINED")


def backed(place: Place, before_move: Point, owned: Collection[str]) -> Choice:
    """Two steps from the easier of the points before and after the automatic move."""
    return _at(place, _steps_below(place, min(before_move, place.state.point), owned), "BACKED")


def came_back(place: Place, owned: Collection[str]) -> Choice:
    """Two steps easier than the missed rule has it."""
    return _at(place, _steps_below(place, place.state.point, owned), "CAME_BACK")


def made_easier(place: Place, owned: Collection[str]) -> Choice:
    """Where pain would send back to, without counting as pain."""
    points = place.ladder.points(owned=owned, current=place.state.rung)
    return _at(place, ease(points, place.state), "MADE_EASIER")


def taken_up(place: Place, owned: Collection[str]) -> Choice:
    """A stopped exercise again: the previous rung at its lowest reps, nothing counted."""
    state = resume(place.ladder, place.state, owned)
    return _with(place, state, "TAKEN_UP")


def without_kit(place: Place, owned: Collection[str]) -> Choice | None:
    """On the nearest point that needs no lost kit; None where nothing was lost for this exercise."""
    state = snap(place.ladder, place.state, owned)
    return None if state == place.state else _with(place, state, "KIT_LOST")


def pinned(place: Place, variation: str, owned: Collection[str]) -> Choice | None:
    """
    On the easier rungs of one variation alone, at their hardest point.

    None where the ladder has no such rung below.
    """
    here = place.ladder.rungs[place.state.rung].variation.slug
    easier = place.ladder.rungs[: place.state.rung]
    rungs = tuple(rung for rung in easier if rung.variation.slug == variation != here)
    if not rungs:
        return None
    ladder = Ladder(place.ladder.exercise, rungs)
    moved = Place(ladder, State(*ladder.points(owned=owned)[-1]), Point(0, rungs[0].low))
    return moved, Reason("SWAPPED", before=place.dose, after=moved.dose)


def substituted(place: Place, ladder: Ladder, level: str, owned: Collection[str]) -> Choice:
    """Another exercise instead, which begins where its level does."""
    other = entered(ladder, level, owned)
    return other, Reason("SWAPPED", before=place.dose, after=other.dose)


def _steps_below(place: Place, point: Point, owned: Collection[str]) -> Point:
    points = place.ladder.points(owned=owned, current=place.state.rung)
    return points[max(0, position_at_most(points, point) - BACK_STEPS)]


def _at(place: Place, point: Point, code: str) -> Choice:
    return _with(place, replace(place.state.at(point), strikes=0), code)


def _with(place: Place, state: State, code: str) -> Choice:
    after = replace(place, state=state)
    is_below = state.point < place.floor
    return after, Reason(code, before=place.dose, after=after.dose, is_below_start=is_below)
