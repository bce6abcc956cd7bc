"""Where a person stands with an exercise, and where that is once a new revision has been taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plans.engine.ladder import Dose, Ladder, Point
from plans.engine.progression import Reason, State, prescribe, snap, start


@dataclass(frozen=True, slots=True)
class Place:
    """A state on its ladder. `floor` is the point where the plan started."""

    ladder: Ladder
    state: State
    floor: Point

    @property
    def dose(self) -> Dose:
        return prescribe(self.ladder, self.state)


def entered(
    ladder: Ladder, level: str, owned: Collection[str], reached: tuple[str, int] | None = None
) -> Place:
    """The place of an exercise that begins: its level's entry, or the rung and reps that were reached before."""
    state = start(ladder, level, owned)
    index = ladder.index_of(reached[0]) if reached else None
    if reached and index is not None:
        state = snap(ladder, State(index, reached[1]), owned)
    return Place(ladder, state, state.point)


def carried_over(place: Place, ladder: Ladder, owned: Collection[str]) -> Place:
    """
    The same place on another ladder: state and floor at the points that `counterpart` finds.

    All that the state counts stays. A floor that was not above the state is not above it afterwards.
    """
    point = counterpart(place.ladder, ladder, place.state.point, owned)
    floor = counterpart(place.ladder, ladder, place.floor, owned)
    if place.floor <= place.state.point:
        floor = min(floor, point)
    return Place(ladder, place.state.at(point), floor)


def counterpart(old: Ladder, new: Ladder, point: Point, owned: Collection[str]) -> Point:
    """
    The highest point of the new ladder that is not harder than `point` of the old one.

    Points of two ladders can be compared only where both have the same rung (variation, sets and hold agree,
    see `Rung.is_same_as`): there, fewer or as many reps are not harder. So the way leads down the old ladder,
    from the rung of `point` to its first, until the new one has the same rung with reps known to be not
    harder: those up to the point's own on its rung, up to the old top on an easier one. The most of these is
    the measure. Whatever the new ladder puts below it is not harder either, be it new there or not, except
    rungs that the old one had above the point. Of all these, the highest that the kit allows is taken:

    - other reps on the same rung: the most that are not more; 14 of 10-20 are 12 of 8-12;
    - the rung is gone, or begins with more reps: the top of the nearest easier one that both have;
    - rungs that came in below or above, or changed places: the person stays on hers;
    - nothing that is known to be not harder: the first point of the ladder.
    """
    points = new.points(owned=owned)
    measure = _measure(old, new, point)
    if measure is None:
        return points[0]
    not_harder = (
        candidate
        for candidate in reversed(points)
        if candidate <= measure and not _was_above(new, candidate, old, point)
    )
    return next(not_harder, points[0])


def _measure(old: Ladder, new: Ladder, point: Point) -> Point | None:
    for index in range(point.rung, -1, -1):
        rung = old.rungs[index]
        most = point.reps if index == point.rung else rung.high
        found = [
            (reps, other.code == rung.code, Point(position, reps))
            for position, other in enumerate(new.rungs)
            if other.is_same_as(rung)
            for reps in other.reps
            if reps <= most
        ]
        if found:  # a ladder may have the same rung twice, with other reps: then the code decides
            return max(found)[2]
    return None


def _was_above(new: Ladder, candidate: Point, old: Ladder, point: Point) -> bool:
    """Whether the old ladder had the candidate's rung above the point's, and nowhere else."""
    rung = new.rungs[candidate.rung]
    same = [index for index, other in enumerate(old.rungs) if other.is_same_as(rung)]
    return bool(same) and min(same) > point.rung


def reason_for_new_numbers(
    before: Place | None, after: Place, ordinary: Reason | None, asked: tuple[Dose | None, Dose | None]
) -> Reason:
    """
    Why the first dose after a change of revision is what it is.

    before: the place on the old ladder; None where the exercise is new. ordinary: the reason that the old
    revision would have given; None where it did not ask for the exercise. asked: what the old one would have
    asked for in this window and what the new one does, None where there is no time for it.
    """
    if before is None:
        return Reason("START", after.dose, after.dose)
    if after.state.stopped:
        return ordinary or Reason("STOPPED", after.dose, after.dose)
    was, now = asked
    if was is None or now is None:
        was, now = before.dose, after.dose
    if ordinary and was.asks_the_same_as(now):
        return ordinary
    return Reason("REVISED", was, now, is_below_start=after.state.point < after.floor)
