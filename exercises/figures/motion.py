"""The movements that can be drawn, as `poses.json` states them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Pose = Mapping[str, Any]

LIFT, HOLD, LOWER, BREATHE = 1.3, 0.7, 1.5, 0.5  # seconds of a repetition where none are given


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a repetition: to which pose, in how many seconds, and how long to stay there."""

    pose: str
    seconds: float
    hold: float
    in_betweens: int = 4


@dataclass(frozen=True, slots=True)
class Motion:
    """
    One movement: its poses by name ("start" and "end" always), and how it is seen and dressed.

    goes: "up" or "down", the way out of the start pose. exhale: on the way "out" or "back", where the effort is.
    """

    key: str
    view: str
    view_box: tuple[int, int, int, int]
    root: Mapping[str, Any]
    poses: Mapping[str, Pose]
    frame: str = "upright"
    path: tuple[Stretch, ...] = (Stretch("end", LIFT, HOLD), Stretch("start", LOWER, BREATHE))
    support: str = "ankleF"
    tone: str = "a"
    build: float = 1.0
    muscles: Sequence[str] = ("glute",)
    working_sides: str = "FN"
    props: Sequence[str] = ()
    band: str | None = None
    weight: str | None = None
    aids: Sequence[str] = ()
    goes: str = "up"
    exhale: str = "out"

    @property
    def is_front(self) -> bool:
        return self.view == "front"


def merge(base: Any, change: Any) -> Any:
    """`base` with `change` laid over it, dict by dict."""
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        return {**base, **{key: merge(base.get(key), value) for key, value in change.items()}}
    return change


def read_motion(key: str, entries: Mapping[str, Any]) -> Motion:
    entry = dict(entries[key])
    if like := entry.pop("like", None):
        entry = merge(entries[like], entry)
    if path := entry.pop("path", None):
        entry["path"] = tuple(Stretch(*leg) for leg in path)
    return Motion(key=key, **{**entry, "view_box": tuple(entry["view_box"])})


@cache
def motions() -> Mapping[str, Motion]:
    """Every movement by its key, in the order of the file."""
    entries = json.loads(Path(__file__).with_name("poses.json").read_text(encoding="utf-8"))
    entries.pop("_about")
    return {key: read_motion(key, entries) for key in entries}


def figure_keys() -> frozenset[str]:
    """The keys that `figure` can draw."""
    return frozenset(motions())


@dataclass(frozen=True, slots=True)
class Way:
    """How a repetition is called out: "lift" and "lower", or "down" and "up"; exhale on the way "out" or "back"."""

    out: str
    back: str
    exhale: str


def way_of(key: str) -> Way:
    """KeyError for an unknown key."""
    motion = motions()[key]
    out, back = ("lift", "lower") if motion.goes == "up" else ("down", "up")
    return Way(out, back, motion.exhale)
