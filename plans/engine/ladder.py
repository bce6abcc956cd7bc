"""Rungs, ladders and doses: what an exercise can be asked for, from its gentlest point to its hardest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

# Seconds, from the exercise article and the trials that the plans are built on: 30 s between sets keeps
# light sets light; changing the standing leg takes about 5 s, rolling over on a mat about 15 s.
REST_SECONDS = 30
SWITCH_SECONDS = 5
TURN_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Variation:
    """
    A way to do an exercise, as numbers.

    laterality: "bilateral", "per_side" (reps count for each side) or "alternating" (reps count for each leg).
    side_order: "none", "switch_each_set", "finish_side" or "alternate_reps".
    rep_seconds: the time of one rep without its hold; of one tap where legs alternate.
    parts: movements that one set is made of, one after the other.
    needs: the kit without which it cannot be done, or "".
    """

    slug: str
    laterality: str = "bilateral"
    side_order: str = "none"
    rep_seconds: int = 3
    parts: int = 1
    needs: str = ""
    first_side: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that are logged apart, in the order in which they work."""
        if self.laterality != "per_side":
            return ("both",)
        return ("left", "right") if self.first_side == "left" else ("right", "left")


@dataclass(frozen=True, slots=True)
class Rung:
    """A variation with its sets, hold (seconds) and range of reps: `low`, `low + step`, … `high`."""

    code: str
    variation: Variation
    sets: int
    low: int
    high: int
    step: int
    hold_seconds: int = 0
    rest_seconds: int = REST_SECONDS
    level: str = ""

    @property
    def reps(self) -> range:
        return range(self.low, self.high + 1, self.step)

    def adds_only_sets_to(self, other: Rung) -> bool:
        """Whether nothing but the number of sets is harder here than on `other`."""
        return (
            self.sets > other.sets
            and self.variation == other.variation
            and self.hold_seconds == other.hold_seconds
        )

    def is_same_as(self, other: Rung) -> bool:
        """Whether both ask for one thing but for the number of reps, as far as a new revision goes."""
        return (self.variation.slug, self.sets, self.hold_seconds) == (
            other.variation.slug,
            other.sets,
            other.hold_seconds,
        )

    def trains_like(self, other: Rung) -> bool:
        """Whether nobody who trains could tell them apart: all numbers but their codes and levels agree."""
        return replace(self, code="", level="") == replace(other, code="", level="")


class Point(NamedTuple):
    """A place on a ladder; points compare by how hard they are."""

    rung: int
    reps: int


class PlannedSet(NamedTuple):
    """One set to be done: counted from 1; `side` is "left", "right" or "both"."""

    part: int
    number: int
    side: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """An exercise's rungs, from the gentlest to the hardest."""

    exercise: str
    rungs: tuple[Rung, ...]

    def entry(self, level: str) -> Point:
        """Where a level starts: the first rung that bears its name, at its lowest reps."""
        for index, rung in enumerate(self.rungs):
            if rung.level == level:
                return Point(index, rung.low)
        raise KeyError(level)

    def points(
        self, *, owned: Collection[str], current: int | None = None, passed_over: Collection[int] = ()
    ) -> list[Point]:
        """
        Every point that can be prescribed, in order.

        Rungs that need kit outside `owned`, and rungs in `passed_over`, are left out; the rung with the
        index `current` always counts. Where nothing is usable, the gentlest rung is.
        """
        usable = [
            index
            for index, rung in enumerate(self.rungs)
            if index == current
            or ((not rung.variation.needs or rung.variation.needs in owned) and index not in passed_over)
        ]
        return [Point(index, reps) for index in usable or [0] for reps in self.rungs[index].reps]

    def trains_like(self, other: Ladder) -> bool:
        return len(self.rungs) == len(other.rungs) and all(
            mine.trains_like(theirs) for mine, theirs in zip(self.rungs, other.rungs, strict=True)
        )

    def index_of(self, code: str) -> int | None:
        for index, rung in enumerate(self.rungs):
            if rung.code == code:
                return index
        return None


def position_at_most(points: list[Point], point: Point) -> int:
    """The position of the nearest point that is not harder than `point`; the first where all are harder."""
    position = 0
    for index, candidate in enumerate(points):
        if candidate > point:
            break
        position = index
    return position


@dataclass(frozen=True, slots=True)
class Dose:
    """What is prescribed once: this rung, this many sets of this many reps (a side, or a leg)."""

    exercise: str
    rung: Rung
    sets: int
    reps: int

    @property
    def variation(self) -> Variation:
        return self.rung.variation

    @property
    def hold_seconds(self) -> int:
        return self.rung.hold_seconds

    @property
    def rest_seconds(self) -> int:
        return self.rung.rest_seconds

    def asks_the_same_as(self, other: Dose) -> bool:
        """Whether a person would do just the same, wherever on its ladder each of the two stands."""
        return (self.variation, self.sets, self.reps, self.hold_seconds, self.rest_seconds) == (
            other.variation,
            other.sets,
            other.reps,
            other.hold_seconds,
            other.rest_seconds,
        )

    @property
    def seconds(self) -> int:
        """How long it takes, rests and changes of side included, set-up not."""
        variation, rest = self.variation, self.rest_seconds
        sets = self.sets * variation.parts
        rep_seconds = variation.rep_seconds + self.hold_seconds
        one_side = self.reps * rep_seconds
        if variation.side_order == "switch_each_set":
            return sets * (2 * one_side + SWITCH_SECONDS) + (sets - 1) * rest
        if variation.side_order == "finish_side":
            return 2 * (sets * one_side + (sets - 1) * rest) + TURN_SECONDS
        if variation.side_order == "alternate_reps":
            return sets * 2 * one_side + (sets - 1) * rest
        return sets * one_side + (sets - 1) * rest

    def planned_sets(self) -> Iterator[PlannedSet]:
        """The sets in the order in which they are done; each part is a round of sets of its own."""
        variation = self.variation
        parts, numbers = range(1, variation.parts + 1), range(1, self.sets + 1)
        if variation.side_order == "finish_side":
            for side in variation.sides:
                yield from (PlannedSet(part, number, side) for part in parts for number in numbers)
        else:
            for part in parts:
                yield from (PlannedSet(part, number, side) for number in numbers for side in variation.sides)
