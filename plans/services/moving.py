"""What one person did becomes another's: a guest signs in to the account that they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from plans.models import Enrolment, Feedback, Ledger, Operation, Record, SetLog, WorkoutLog
from plans.records import DATED_BY, merge
from plans.services.enrolling import leave
from plans.services.logging import ledger


@dataclass(frozen=True, slots=True)
class Moved:
    """
    workouts: how many came along. follows: the plan that the account follows from now on, None where it went on
    with its own or there was none; ended: the one that was left for that.
    """

    workouts: int
    follows: Enrolment | None
    ended: Enrolment | None


def hold_rows(user: AbstractBaseUser) -> None:
    """
    Inside a transaction: what is being saved for the person now is saved first, and nothing until its end.

    Opens the ledger of somebody who has none, for the first save does so too: roll back where they are gone.
    """
    ledger.raise_by(user, 0)


def has_rows(user: AbstractBaseUser) -> bool:
    """Whether the person ever chose a plan or logged anything."""
    rows: Iterable[Any] = (Enrolment.objects, WorkoutLog.objects, Operation.objects)
    return any(each.filter(user_id=user.pk).exists() for each in rows)


def move_rows(
    guest: AbstractBaseUser,
    account: AbstractBaseUser,
    *,
    today: date,
    now: datetime,
    replaces_current: bool = False,
) -> Moved:
    """
    All rows of `guest` become the account's, with change numbers after its own, so that its devices pull them.

    If both follow a plan, the account goes on with its own, unless `replaces_current`. Should both have a row of
    the same uid, its fields merge like edits from two devices. Doing it again moves nothing.
    """
    with transaction.atomic():
        count = ledger.raise_by(guest, 0)
        last = ledger.raise_by(account, count)
        workouts = WorkoutLog.objects.for_user(guest).live().count()
        follows, ended = _move_enrolments(guest, account, today, now, replaces_current)
        for model in (WorkoutLog, SetLog, Feedback):
            _move_rows(model, guest, account)
        _move_operations(guest, account, after=last)
        Ledger.objects.filter(user_id=guest.pk).update(change=0)
    return Moved(workouts, follows, ended)


def _move_enrolments(
    guest: AbstractBaseUser,
    account: AbstractBaseUser,
    today: date,
    now: datetime,
    replaces_current: bool,
) -> tuple[Enrolment | None, Enrolment | None]:
    """The database allows one active enrolment a person, so one of two ends first."""
    theirs, own = (Enrolment.objects.for_user(user).active().first() for user in (guest, account))
    ended = (own if replaces_current else theirs) if theirs and own else None
    if ended:
        leave(ended, today=today, now=now)
    Enrolment.objects.for_user(guest).update(user_id=account.pk)
    return (None if theirs is ended else theirs), ended


def _move_rows(model: type[Record], guest: AbstractBaseUser, account: AbstractBaseUser) -> None:
    rows = model.objects.for_user(guest)
    own = model.objects.for_user(account)
    for row in rows.filter(uid__in=own.values("uid")):
        _merge_into(own.get(uid=row.uid), row)
    rows.update(user_id=account.pk)


def _merge_into(own: Record, row: Record) -> None:
    """The same uid twice: no uid of ours comes up twice, but one that a device made up might."""
    for name, stamp in row.stamps.items():
        if name not in DATED_BY:
            merge(own, {name: getattr(row, name)}, (stamp[0], stamp[1]))
    own.save()
    if isinstance(row, WorkoutLog):
        for children in (SetLog, Feedback):
            children.objects.filter(workout=row).update(workout=own)
    row.delete()


def _move_operations(guest: AbstractBaseUser, account: AbstractBaseUser, *, after: int) -> None:
    """An op that the account has already gets another name: it still tells devices that its row changed."""
    rows, own = (Operation.objects.filter(user_id=user.pk) for user in (guest, account))
    for row in rows.filter(op__in=own.values("op")):
        row.op = uuid4()
        row.save(update_fields=["op"])
    rows.update(user_id=account.pk, change=F("change") + after)
