"""Numbers as a line to draw. The page draws it as SVG and puts the same numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 120  # units of the drawing
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 12, 22  # room for the labels


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    label: str
    value: int


@dataclass(frozen=True)
class Chart:
    """
    Marks of one line, a few grid lines with their values, and the labels that fit below.

    points: the line through what is complete. A last value that still grows is a mark beside it, for a
    line down to it would look like a fall.
    """

    marks: list[Mark]
    grid: list[tuple[float, int]]
    labels: list[Mark]
    points: str
    is_last_unfinished: bool

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = WIDTH - RIGHT
    floor = HEIGHT - BOTTOM


def round_up(value: int) -> int:
    """The next number that is good to read on an axis: 1, 2 or 5 times a power of ten."""
    size = 10
    while True:
        for step in (1, 2, 3, 5, 8):
            if step * size >= value:
                return step * size
        size *= 10


def line_chart(labels: Sequence[str], values: Sequence[int], *, is_last_unfinished: bool = False) -> Chart:
    """A chart from zero to a round number above the greatest value."""
    top = round_up(max(values, default=0))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values) - 1)
    inside = HEIGHT - TOP - BOTTOM

    def height_of(value: float) -> float:
        return round(HEIGHT - BOTTOM - inside * value / top, 1)

    marks = [
        Mark(round(LEFT + step * index, 1), height_of(value), label, value)
        for index, (label, value) in enumerate(zip(labels, values, strict=True))
    ]
    every = -(-len(marks) // 12)  # at most twelve labels
    return Chart(
        marks=marks,
        grid=[(height_of(value), value) for value in (0, top // 2, top)],
        labels=marks[::every],
        points=_points(marks[:-1] if is_last_unfinished else marks),
        is_last_unfinished=is_last_unfinished,
    )


def _points(marks: Sequence[Mark]) -> str:
    return " ".join(f"{mark.x},{mark.y}" for mark in marks)
