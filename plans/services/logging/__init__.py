"""Saving what was done. Page, phone and import all come through these two doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from plans.models import Record, WorkoutLog
from plans.records import Edit, Outcome, has_record, is_hidden, is_swapped_only, milliseconds
from plans.services.logging import ledger
from plans.services.logging.desk import IDENTITY, Desk, moves_in
from plans.services.logging.ledger import News
from plans.services.logging.shelf import SHORT, Key, Shelf, Wanted

RECENT = timedelta(days=14)  # what a device is told that knows nothing yet

__all__ = ["Synced", "save_records", "sync"]


@dataclass(frozen=True, slots=True)
class Synced:
    """
    outcomes: one for each edit, in order. rows: the current rows that the device should hold, and `hidden` the
    workouts among them that stay out of sight. cursor: the last change that the device knows now, and `more`
    whether it should ask again from there.
    """

    outcomes: list[Outcome]
    rows: list[Record]
    hidden: frozenset[UUID]
    cursor: int
    more: bool = False


def save_records(user: AbstractBaseUser, edits: Sequence[Edit], *, now: datetime) -> list[Outcome]:
    """
    Merge edits into the person's rows, in one transaction; an outcome for each, in order.

    The same `op` again changes nothing. An edit of somebody else's enrolment, or of an unknown one, is
    rejected alone.
    """
    if not edits:
        return []
    with transaction.atomic():
        last = ledger.raise_by(user, ledger.numbers_for(edits))
        found = ledger.news(user, _ops(edits), after=None, last=last)
        shelf = Shelf(user)
        shelf.load(Wanted.by(edits, (), now_ms=milliseconds(now)))
        shelf.load_enrolments(edits)
        return _work(Desk(shelf, dict(found.known)), edits, now, last)


def sync(user: AbstractBaseUser, edits: Sequence[Edit], *, cursor: int | None, now: datetime) -> Synced:
    """
    The same for a device, whose prescriptions are not taken at their word; and what it has missed.

    cursor: the last change that the device knows, None for one that knows nothing yet: it is told the workouts
    of the last days, and may ask from there.
    """
    if not edits:
        return _tell(user, cursor, now)
    try:
        return _exchange(user, edits, cursor, now, trusts_cursor=True)
    except IntegrityError:
        # It knows every change and sends one again all the same: an answer was lost on the way.
        return _exchange(user, edits, cursor, now, trusts_cursor=False)


def _tell(user: AbstractBaseUser, cursor: int | None, now: datetime) -> Synced:
    """Without a lock: the last change is read before the edits are, so that none up to it is missing."""
    last = ledger.last_change(user)
    after = _known(cursor, last)
    news = News(last) if after in (None, last) else ledger.news(user, [], after=after, last=last)
    wanted = Wanted.by([], news.later, now_ms=milliseconds(now), since=_since(after, now))
    shelf = Shelf(user)
    shelf.load(wanted)
    return _synced([], shelf, wanted, news.upto, news.more)


def _exchange(
    user: AbstractBaseUser, edits: Sequence[Edit], cursor: int | None, now: datetime, *, trusts_cursor: bool
) -> Synced:
    numbers = ledger.numbers_for(edits)
    with transaction.atomic():
        last = ledger.raise_by(user, numbers)
        after = _known(cursor, last)
        is_up_to_date = trusts_cursor and after == last  # then none of the edits can have arrived before
        news = News(last) if is_up_to_date else ledger.news(user, _ops(edits), after=after, last=last)
        wanted = Wanted.by(edits, news.later, now_ms=milliseconds(now), since=_since(after, now))
        shelf = Shelf(user)
        if is_up_to_date and _are_few_sets(edits, wanted):
            shelf.load_sets_of_few_edits(edits)
        else:
            shelf.load(wanted)
        shelf.load_enrolments(edits)
        moves = {move for edit in edits for move in moves_in(edit)}
        desk = Desk(shelf, dict(news.known), shelf.moves_with_words(moves) if moves else moves)
        outcomes = _work(desk, edits, now, last)
    took_numbers = bool(desk.operations) and not news.more
    return _synced(outcomes, shelf, wanted, news.upto + (numbers if took_numbers else 0), news.more)


def _work(desk: Desk, edits: Sequence[Edit], now: datetime, last: int) -> list[Outcome]:
    """Inside a transaction, which leaves no trace where nothing is new."""
    now_ms = milliseconds(now)
    outcomes = [desk.apply(edit, now_ms) for edit in edits]
    if desk.operations:
        desk.save(now, last + 1)
    else:
        transaction.set_rollback(True)
    return outcomes


def _synced(outcomes: list[Outcome], shelf: Shelf, wanted: Wanted, cursor: int, more: bool) -> Synced:
    rows: list[tuple[Key, Record]] = [
        *((("workout", row.uid), row) for row in shelf.workouts.values()),
        *((("set", row.uid), row) for row in shelf.sets.values()),
        *((("feedback", row.uid), row) for row in shelf.feedback.values()),
    ]
    told = [row for key, row in rows if key in wanted.keys or (wanted.since and has_record(row))]
    told = [row for row in told if not is_swapped_only(row)]
    removed = [row for row in told if isinstance(row, WorkoutLog) and row.removed]
    hidden = {
        workout.uid
        for workout in removed
        if is_hidden(workout, [row for row in shelf.sets.values() if row.workout.uid == workout.uid])
    }
    return Synced(outcomes, told, frozenset(hidden), cursor, more)


def _ops(edits: Sequence[Edit]) -> list[UUID]:
    return [edit.op for edit in edits]


def _known(cursor: int | None, last: int) -> int | None:
    """None for a cursor that was never given out, as after a database was put back: it says nothing."""
    return cursor if cursor is not None and cursor <= last else None


def _since(after: int | None, now: datetime) -> date | None:
    return (now - RECENT).date() if after is None else None


def _are_few_sets(edits: Sequence[Edit], wanted: Wanted) -> bool:
    """Whether nothing but some sets is wanted, each of the workout that it names: only there it is looked for."""
    return len(edits) <= SHORT and not wanted.whole and all(map(_is_set_of_its_workout, edits))


def _is_set_of_its_workout(edit: Edit) -> bool:
    if edit.kind != "set" or not edit.data.keys() >= set(IDENTITY["set"]):
        return False
    return edit.uid == edit.workout.set_uid(**{name: edit.data[name] for name in IDENTITY["set"]})
