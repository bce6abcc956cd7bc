"""
What each field of a record may hold.

A reader takes a value as JSON has it and gives the value that is stored; it raises ValueError for all else. What
gets through is stored, shown and reckoned with: it has the shape and the bounds of what we ask for ourselves.

A day or a moment that is still to come was written by a clock that is ahead. What was done then is as true as
ever: it is dated now, and the device takes over what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from exercises.models import Variation
from plans.models import Feedback
from plans.queries.cuts import TODAYS_MINUTES
from plans.records import MOST_REPS, milliseconds, moment_of

MOST_SETS, MOST_PARTS, MOST_EXERCISES = 20, 2, 20
MOST_LOGGED_SETS = 400  # of one prescription; its form has two fields for each
HIGHEST_NUMBER = 99  # of a set, extra ones included
LONGEST_REST = 24 * 60 * 60  # seconds; the phone may have lain there
FIRST_DAY = date(2000, 1, 1)  # clocks that are set to less are broken
FIRST_MS = milliseconds(datetime.fromisoformat("2000-01-01T00:00:00+00:00"))

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,50}")


@dataclass(frozen=True, slots=True)
class Latest:
    """The last day and the last moment that anything was done: now, where the record was written."""

    now: datetime
    time_zone: str = "UTC"

    @property
    def day(self) -> date:
        return self.now.astimezone(ZoneInfo(self.time_zone)).date()


Reader = Callable[[Any, Latest], Any]


def check(is_right: bool) -> None:
    if not is_right:
        raise ValueError


def read_uid(value: Any, _latest: Latest | None = None) -> UUID:
    """As every device writes it, for names are compared as text too."""
    check(isinstance(value, str))
    uid = UUID(str(value))
    check(str(uid) == value)
    return uid


def whole(low: int, high: int) -> Reader:
    def read(value: Any, _latest: Latest) -> Any:
        check(type(value) is int and low <= value <= high)
        return value

    return read


def one_of(values: Collection[object]) -> Reader:
    def read(value: Any, _latest: Latest) -> Any:
        check(isinstance(value, str | int) and not isinstance(value, bool) and value in values)
        return value

    return read


def text(most: int) -> Reader:
    def read(value: Any, _latest: Latest) -> Any:
        check(isinstance(value, str) and 1 <= len(value) <= most)
        return value

    return read


def nothing_or(reader: Reader) -> Reader:
    return lambda value, latest: None if value is None else reader(value, latest)


def read_slug(value: Any, _latest: Latest) -> Any:
    check(isinstance(value, str) and SLUG.fullmatch(value) is not None)
    return value


def read_flag(value: Any, _latest: Latest) -> Any:
    check(isinstance(value, bool))
    return value


def read_day(value: Any, latest: Latest) -> date:
    check(isinstance(value, str))
    day = date.fromisoformat(str(value))
    check(day.isoformat() == value and day >= FIRST_DAY)
    return min(day, latest.day)


def read_moment(value: Any, latest: Latest) -> datetime:
    check(type(value) is int and value >= FIRST_MS)
    return moment_of(min(value, milliseconds(latest.now)))


@cache
def _time_zones() -> set[str]:
    return available_timezones()


def read_time_zone(value: Any, _latest: Latest) -> Any:
    check(isinstance(value, str) and value in _time_zones())
    return value


# What is nested -------------------------------------------------------------------------------------

WORDS: Mapping[str, Reader] = {
    "reps": whole(1, MOST_REPS),
    "hold_seconds": whole(0, 120),
    "variation": read_slug,
    "name": text(100),
    "rung": text(8),
}
ASKED: Mapping[str, Reader] = {
    **WORDS,
    "exercise": read_slug,
    "sets": whole(1, MOST_SETS),
    "rest_seconds": whole(0, 900),
    "laterality": one_of(Variation.Laterality.values),
    "side_order": one_of(Variation.SideOrder.values),
    "first_side": one_of(Variation.Side.values),
    "parts": whole(1, MOST_PARTS),
    "rep_seconds": whole(1, 120),
    "needs": lambda value, latest: "" if value == "" else read_slug(value, latest),
}
# Which order of the sides goes with which sides; with any, one works first.
ORDERS = {
    "bilateral": {"none"},
    "per_side": {"switch_each_set", "finish_side"},
    "alternating": {"alternate_reps"},
}


def read_target(value: Any, latest: Latest) -> dict[str, Any]:
    return _read_all(value, WORDS, latest)


def read_prescription(value: Any, latest: Latest) -> list[dict[str, Any]]:
    check(isinstance(value, list) and 1 <= len(value) <= MOST_EXERCISES)
    rows = [_read_asked(row, latest) for row in _as_the_plan_asked(value)]
    check(len({row["exercise"] for row in rows}) == len(rows))
    check(sum(2 * row["sets"] * row["parts"] for row in rows) <= MOST_LOGGED_SETS)
    return rows


def _as_the_plan_asked(rows: list[Any]) -> list[Any]:
    """Without what was done instead that day: such a row names the one that it replaced (plans/queries/phone.py)."""
    found: list[Any] = []
    for row in rows:
        asked = row["instead_of"] if isinstance(row, dict) and "instead_of" in row else row
        if asked is row or asked not in found:
            found.append(asked)
    return found


def _read_asked(value: Any, latest: Latest) -> dict[str, Any]:
    row = _read_all(value, ASKED, latest)
    check(row["side_order"] in ORDERS[row["laterality"]])
    check(bool(row["first_side"]) == (row["laterality"] != "bilateral"))
    return row


def _read_all(value: Any, readers: Mapping[str, Reader], latest: Latest) -> dict[str, Any]:
    check(isinstance(value, dict) and value.keys() == readers.keys())
    return {name: read(value[name], latest) for name, read in readers.items()}


def read_trim(value: Any, latest: Latest) -> dict[str, Any] | None:
    if value is None:
        return None
    check(isinstance(value, dict) and value.keys() == {"minutes", "sets"})
    minutes, sets = value["minutes"], value["sets"]
    check(isinstance(sets, dict) and len(sets) <= MOST_EXERCISES)
    left = whole(0, MOST_SETS)
    return {
        "minutes": nothing_or(one_of(TODAYS_MINUTES))(minutes, latest),
        "sets": {str(read_slug(name, latest)): left(number, latest) for name, number in sets.items()},
    }


FIELDS: Mapping[str, Mapping[str, Reader]] = {
    "workout": {
        "local_date": read_day,
        "time_zone": read_time_zone,
        "prescription": read_prescription,
        "finished_at": nothing_or(read_moment),
        "trim": read_trim,
        "removed": read_flag,
    },
    "set": {
        "exercise": read_slug,
        "part": whole(1, MOST_PARTS),
        "number": whole(1, HIGHEST_NUMBER),
        "side": one_of(("left", "right", "both")),
        "reps": whole(0, MOST_REPS),
        "rest_seconds": whole(0, LONGEST_REST),
        "target": read_target,
        "done_at": read_moment,
        "removed": read_flag,
    },
    "feedback": {
        "exercise": read_slug,
        "rating": one_of(Feedback.Rating.values),
        "removed": read_flag,
    },
}
