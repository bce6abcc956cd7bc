"""The journal of an enrolment: its rows as engine values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from plans.engine.schedule import DAYS, Event
from plans.models import Enrolment, EnrolmentEvent


def event_of(row: EnrolmentEvent) -> Event:
    return Event(
        kind=row.kind,
        window=row.window,
        uid=row.uid,
        revision=row.revision_id,
        weekdays=tuple(row.data.get("weekdays", ())),
        undoes=row.undoes.uid if row.undoes else None,
    )


def standing(rows: Iterable[EnrolmentEvent]) -> list[EnrolmentEvent]:
    """In their order, without those that were taken back, and without the taking back."""
    rows = list(rows)
    undone = {row.undoes_id for row in rows}
    return [row for row in rows if row.kind != EnrolmentEvent.Kind.UNDONE and row.pk not in undone]


def answer_to(revision: int, rows: Iterable[EnrolmentEvent]) -> EnrolmentEvent | None:
    """What the person decided about a new revision; None while it is open."""
    answers = [row for row in standing(rows) if row.revision_id == revision]
    return answers[-1] if answers else None


def weeks_of(first: int, rows: Iterable[EnrolmentEvent]) -> int:
    """How many weeks the plan lasts: `first` by the numbers of the sign-up, else by those taken since."""
    taken = {row.window: row for row in standing(rows) if row.kind == EnrolmentEvent.Kind.TOOK}
    weeks = first
    for window in sorted(taken):
        if window <= weeks:
            weeks = max(taken[window].revision.numbers["weeks"], window - 1)
    return weeks


def next_window(enrolment: Enrolment, today: date) -> int:
    """The window that a change made today first acts on; the first one before the plan begins."""
    return max(1, (today - enrolment.start_date).days // DAYS + 2)


def last_day_of(enrolment: Enrolment, window: int) -> date:
    return enrolment.start_date + timedelta(days=DAYS * window - 1)


def weekdays_of(first: Iterable[int], rows: Iterable[EnrolmentEvent]) -> list[int]:
    """The training days as chosen last; `first` are those of the sign-up."""
    chosen = [row.data["weekdays"] for row in standing(rows) if row.data.get("weekdays")]
    return list(chosen[-1] if chosen else first)
