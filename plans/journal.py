"""The journal of an enrolment: its rows as engine values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from plans.engine.schedule import DAYS, Event
from plans.models import Enrolment, EnrolmentEvent


def event_of(row: EnrolmentEvent) -> Event:
    data = row.data
    return Event(
        kind=row.kind,
        window=row.window,
        uid=row.uid,
        revision=row.revision_id,
        weekdays=tuple(data.get("weekdays", ())),
        undoes=row.undoes.uid if row.undoes else None,
        minutes=data.get("minutes"),
        kit=frozenset(data.get("kit", ())),
        slot=data.get("slot", 0),
        day=_day(data.get("day")),
        last=_day(data.get("last")),
        windows=tuple(data.get("windows", ())),
        exercise=data.get("exercise", ""),
        instead=data.get("instead", ""),
        variation=data.get("variation", ""),
        slots=tuple(data.get("slots", ())),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def data_of(event: Event) -> dict[str, Any]:
    """What a row keeps of a choice beside its kind, window and revision: what is not empty."""
    data: dict[str, Any] = {
        "weekdays": list(event.weekdays),
        "minutes": event.minutes,
        "kit": sorted(event.kit),
        "slot": event.slot,
        "day": event.day.isoformat() if event.day else None,
        "last": event.last.isoformat() if event.last else None,
        "windows": list(event.windows),
        "exercise": event.exercise,
        "instead": event.instead,
        "variation": event.variation,
        "slots": list(event.slots),
    }
    return {name: value for name, value in data.items() if value}


def standing(rows: Iterable[EnrolmentEvent]) -> list[EnrolmentEvent]:
    """In their order, without those that were taken back, and without the taking back."""
    rows = list(rows)
    undone = {row.undoes_id for row in rows}
    return [row for row in rows if row.kind != EnrolmentEvent.Kind.UNDONE and row.pk not in undone]


def answer_to(revision: int, rows: Iterable[EnrolmentEvent]) -> EnrolmentEvent | None:
    """What the person decided about a new revision; None while it is open."""
    answers = [row for row in standing(rows) if row.revision_id == revision]
    return answers[-1] if answers else None


def next_window(enrolment: Enrolment, today: date) -> int:
    """The window that a change made today first acts on; the first one before the plan begins."""
    return max(1, (today - enrolment.start_date).days // DAYS + 2)


def last_day_of(enrolment: Enrolment, window: int) -> date:
    return enrolment.start_date + timedelta(days=DAYS * window - 1)


def weekdays_of(first: Iterable[int], rows: Iterable[EnrolmentEvent]) -> list[int]:
    """The training days as chosen last; `first` are those of the sign-up."""
    chosen = [row.data["weekdays"] for row in standing(rows) if row.data.get("weekdays")]
    return list(chosen[-1] if chosen else first)


def can_undo(enrolment: Enrolment, row: EnrolmentEvent, today: date) -> bool:
    """Until the window is over that a choice first acts on. A “kept” acts on nothing: at any time."""
    return row.kind == EnrolmentEvent.Kind.KEPT or today <= last_day_of(enrolment, row.window)
