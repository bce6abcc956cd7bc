"""Numbers as shapes to draw. The page draws them as SVG and puts the same numbers in a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320  # units of the drawing; about as many pixels on a phone
LEFT, RIGHT, TOP, BOTTOM = 34, 16, 12, 22  # room for the labels
HEIGHT = 120
LANE = 40  # the height of a lane, its name included
MOST_LABELS = 5  # days like "25 Jan" that fit below without touching
WIDEST_BAR, WIDEST_DOT = 22, 9


@dataclass(frozen=True)
class Value:
    """
    One place on the axis. amount: None for nothing to draw, as in a pause.

    is_hollow: drawn as an outline. is_open: still growing, so it is drawn apart. is_new: of another kind than
    the values before, so that no line joins them. is_up: and that kind is harder, which has a mark.
    """

    label: str
    amount: float | None
    is_hollow: bool = False
    is_open: bool = False
    is_new: bool = False
    is_up: bool = False


@dataclass(frozen=True)
class Chart:
    """
    A line with its dots, or bars; each of the shapes is the data of one path.

    line: through what is complete and alike. It is broken where there is nothing, and leads neither to a value
    that still grows nor to one of another kind, for that would look like a fall. full, hollow, open: the dots,
    or the bars. thick: how thick, and hole: how much of a hollow one is. inner: the hollows. gaps: rectangles
    behind the places with nothing to draw. ups: marks above what is new and harder.
    """

    grid: list[tuple[float, int]]
    labels: list[tuple[float, str]]
    full: str
    hollow: str
    open: str
    gaps: str
    thick: float
    inner: str
    is_bars: bool = False
    line: str = ""
    ups: str = ""
    height: int = HEIGHT

    width = WIDTH
    left = LEFT
    right = WIDTH - RIGHT

    @property
    def floor(self) -> int:
        return self.height - BOTTOM

    @property
    def hole(self) -> float:
        return round(max(self.thick - 5, self.thick * 0.4), 1)


@dataclass(frozen=True)
class Lane:
    """A name and where it stands; the lane's line lies below."""

    name: str
    y: int


@dataclass(frozen=True)
class Lanes:
    """A lane for each name with marks on it: what went up, what grew, and what went back."""

    lanes: list[Lane]
    labels: list[tuple[float, str]]
    up: str
    more: str
    back: str
    height: int

    width = WIDTH
    left = LEFT
    right = WIDTH - RIGHT


def round_up(value: float) -> int:
    """The next number that is good to read on an axis: 1, 2, 3, 5 or 8 times a power of ten."""
    size = 10
    while True:
        for step in (1, 2, 3, 5, 8):
            if step * size >= value:
                return step * size
        size *= 10


def line_chart(values: Sequence[Value]) -> Chart:
    """From zero to a round number above the greatest value."""
    places, scale, top = _axes(values, HEIGHT, LEFT, RIGHT)
    marks = [
        (x, scale(value.amount), value)
        for x, value in zip(places, values, strict=True)
        if value.amount is not None
    ]
    return Chart(
        grid=[(scale(value), value) for value in (0, top // 2, top)],
        labels=_labels(places, values),
        line=_line(places, values, scale),
        full=_dots(marks, is_hollow=False),
        hollow=(hollow := _dots(marks, is_hollow=True)),
        inner=hollow,
        thick=round(min(WIDEST_DOT, 4 + 50 / len(values)), 1),
        open="".join(f"M{_short(x)} {_short(y)}h0" for x, y, value in marks if value.is_open),
        gaps=_gaps(places, values, HEIGHT),
        ups="".join(f"M{_short(x)} 1l5 8h-10z" for x, _y, value in marks if value.is_up),
    )


def bar_chart(values: Sequence[Value], top: float | None = None, height: int = HEIGHT) -> Chart:
    """Bars from zero; `top` is the greatest value of charts that are to share one scale."""
    room = (WIDTH - LEFT - RIGHT) / len(values)
    places, scale, top = _axes(values, height, LEFT + room / 2, RIGHT + room / 2, top)
    bars = [(x, scale(value.amount), value) for x, value in zip(places, values, strict=True) if value.amount]
    floor = height - BOTTOM
    hollow = [(x, y) for x, y, value in bars if value.is_hollow and not value.is_open]
    return Chart(
        grid=[(scale(value), value) for value in (0, int(top))],
        labels=_labels(places, values),
        full=_bars([(x, y) for x, y, value in bars if not (value.is_hollow or value.is_open)], floor),
        hollow=_bars(hollow, floor),
        inner=_bars([(x, min(floor, y + 2)) for x, y in hollow], floor),
        open=_bars([(x, y) for x, y, value in bars if value.is_open], floor),
        gaps=_gaps(places, values, height),
        thick=round(min(WIDEST_BAR, room * 0.7), 1),
        is_bars=True,
        height=height,
    )


def lanes(labels: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> Lanes:
    """`rows`: names, each with its marks: the place on the axis, and "up", "more" or "back"."""
    places = _places(len(labels), LEFT, RIGHT)
    shapes = {"up": "", "more": "", "back": ""}
    for number, (_name, marks) in enumerate(rows):
        y = LANE * number + LANE - 8
        for index, kind in marks:
            shapes[kind] += _SHAPES[kind].format(x=_short(places[index]), y=y)
    return Lanes(
        lanes=[Lane(name, LANE * number + LANE - 8) for number, (name, _marks) in enumerate(rows)],
        labels=_labels(places, [Value(label, None) for label in labels]),
        height=LANE * len(rows) + BOTTOM,
        **shapes,
    )


# A triangle that points up, a dot, and a triangle that points down, around a point of the lane's line.
_SHAPES = {"up": "M{x} {y}m-7 5h14l-7-12z", "more": "M{x} {y}h0", "back": "M{x} {y}m-6-4h12l-6 10z"}


def _axes(values, height, left, right, top=None):
    """The places of the values, a function from amount to height, and the top of the scale."""
    top = round_up(max([value.amount or 0 for value in values], default=0) if top is None else top)
    inside = height - TOP - BOTTOM

    def scale(amount: float) -> int:
        return round(height - BOTTOM - inside * amount / top)

    return _places(len(values), left, right), scale, top


def _places(count: int, left: float, right: float) -> list[float]:
    step = (WIDTH - left - right) / max(1, count - 1)
    return [round(left + step * index, 1) for index in range(count)]


def _labels(places: Sequence[float], values: Sequence[Value]) -> list[tuple[float, str]]:
    every = -(-len(values) // MOST_LABELS)
    return [(x, value.label) for x, value in zip(places, values, strict=True)][::every]


def _line(places: Sequence[float], values: Sequence[Value], scale) -> str:
    line, is_drawing = "", False
    for x, value in zip(places, values, strict=True):
        if value.amount is None or value.is_open:
            is_drawing = False
            continue
        joins = is_drawing and not value.is_new
        line += f"{'L' if joins else 'M'}{_short(x)} {_short(scale(value.amount))}"
        is_drawing = True
    return line


def _dots(marks: Sequence[tuple[float, float, Value]], *, is_hollow: bool) -> str:
    """Strokes of no length: their round ends are the dots."""
    return "".join(
        f"M{_short(x)} {_short(y)}h0"
        for x, y, value in marks
        if value.is_hollow == is_hollow and not value.is_open
    )


def _bars(bars: Sequence[tuple[float, float]], floor: int) -> str:
    return "".join(f"M{_short(x)} {floor}V{_short(y)}" for x, y in bars)


def _gaps(places: Sequence[float], values: Sequence[Value], height: int) -> str:
    half = (places[1] - places[0]) / 2 if len(places) > 1 else WIDEST_DOT
    down = height - TOP - BOTTOM
    return "".join(
        f"M{_short(x - half)} {TOP}h{_short(2 * half)}v{down}h-{_short(2 * half)}z"
        for x, value in zip(places, values, strict=True)
        if value.amount is None
    )


def _short(number: float) -> str:
    """As few characters as say it."""
    return f"{round(number, 1):g}"
