"""Records as a device writes them, and rows as it is told them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from plans.api.fields import FIELDS, FIRST_MS, Latest, check, read_day, read_time_zone, read_uid, whole
from plans.models import Feedback, Record, SetLog, WorkoutLog
from plans.records import Edit, WorkoutRef, milliseconds

VERSION = 1
RECORD = {"op", "kind", "uid", "edited_at", "workout", "data", "v"}
REF = {"uid", "enrolment", "window", "slot", "local_date", "time_zone"}
PLACE = {"set": ("exercise", "part", "number", "side"), "feedback": ("exercise",), "workout": ()}
LONGEST_OP = 64  # characters of something that is no op and goes back all the same, so that it is recognised


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be taken: `code` names what is wrong, for the most part a field."""

    op: str | None
    code: str


class _Wrong(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_records(records: Iterable[Any], now: datetime) -> list[Edit | Rejected]:
    """Each on its own, in order."""
    latest, seen = Latest(now), set[UUID]()
    found: list[Edit | Rejected] = []
    for record in records:
        try:
            edit = _read(record, latest)
            if edit.op in seen:
                raise _Wrong("op")
            seen.add(edit.op)
            found.append(edit)
        except _Wrong as error:
            found.append(Rejected(_op_of(record), error.code))
    return found


def _op_of(record: Any) -> str | None:
    op = record.get("op") if isinstance(record, dict) else None
    return op if isinstance(op, str) and len(op) <= LONGEST_OP else None


@contextmanager
def _field(code: str) -> Iterator[None]:
    """Says in whose reading something went wrong."""
    try:
        yield
    except ValueError:
        raise _Wrong(code) from None


def _read(record: Any, latest: Latest) -> Edit:
    if not isinstance(record, dict):
        raise _Wrong("record")
    with _field("v"):
        check(type(record.get("v")) is int and record["v"] == VERSION)
    with _field("record"):
        check(record.keys() == RECORD)
    with _field("op"):
        op = read_uid(record["op"])
    with _field("kind"):
        kind = record["kind"]
        check(isinstance(kind, str) and kind in FIELDS)
    with _field("edited_at"):
        edited_ms = record["edited_at"]
        check(type(edited_ms) is int and edited_ms >= FIRST_MS)
    ref = _read_ref(record["workout"], latest)
    latest = replace(latest, time_zone=ref.time_zone)
    data = _read_data(record["data"], kind, latest)
    with _field("uid"):
        uid = read_uid(record["uid"])
        check(_is_name_of(uid, kind, data, ref))
    return Edit(op, kind, uid, edited_ms, ref, data)


def _read_ref(value: Any, latest: Latest) -> WorkoutRef:
    with _field("workout"):
        check(isinstance(value, dict) and value.keys() == REF)
        uid = read_uid(value["uid"])
        is_planned = value["enrolment"] is not None
        if is_planned:
            enrolment = read_uid(value["enrolment"])
            window, slot = (whole(1, 1000)(value[name], latest) for name in ("window", "slot"))
        else:
            check(value["window"] is None and value["slot"] is None and uid.version == 4)
            enrolment = window = slot = None
    with _field("time_zone"):
        time_zone = str(read_time_zone(value["time_zone"], latest))
    with _field("local_date"):
        day: date = read_day(value["local_date"], replace(latest, time_zone=time_zone))
    return WorkoutRef(uid, day, time_zone, enrolment, window, slot)


def _read_data(value: Any, kind: str, latest: Latest) -> dict[str, Any]:
    with _field("data"):
        check(isinstance(value, dict) and value.keys() <= FIELDS[kind].keys())
        check(value.keys() >= set(PLACE[kind]) and len(value) > 0)
    data = {}
    for name, held in value.items():
        with _field(name):
            data[name] = FIELDS[kind][name](held, latest)
    return data


def _is_name_of(uid: UUID, kind: str, data: dict[str, Any], ref: WorkoutRef) -> bool:
    """Whether every device would name the row like this; an extra set has a name of its own."""
    if kind == "workout":
        return uid == ref.uid
    if kind == "feedback":
        return uid == ref.feedback_uid(data["exercise"])
    return uid.version == 4 or uid == ref.set_uid(**{name: data[name] for name in PLACE["set"]})


# Rows ----------------------------------------------------------------------------------------------


def row_of(row: Record, hidden: frozenset[UUID]) -> dict[str, Any]:
    """`hidden`: the workouts that stay out of sight."""
    kind = _KINDS[type(row)]
    workout = row if isinstance(row, WorkoutLog) else row.workout
    told = {
        "kind": kind,
        "uid": str(row.uid),
        "workout": _ref_of(workout),
        "data": {name: _as_json(getattr(row, name)) for name in FIELDS[kind]},
        "stamps": {name: stamp for name, stamp in row.stamps.items() if name in FIELDS[kind]},
    }
    return told | {"hidden": row.uid in hidden} if kind == "workout" else told


_KINDS: dict[type[Record], str] = {WorkoutLog: "workout", SetLog: "set", Feedback: "feedback"}


def _ref_of(workout: WorkoutLog) -> dict[str, Any]:
    return {
        "uid": str(workout.uid),
        "enrolment": str(workout.enrolment.uid) if workout.enrolment else None,
        "window": workout.window,
        "slot": workout.slot,
        "local_date": workout.local_date.isoformat(),
        "time_zone": workout.time_zone,
    }


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return milliseconds(value)
    return value.isoformat() if isinstance(value, date) else value
