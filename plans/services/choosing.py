"""Changes of mind: one door for every choice about a plan that is followed, and one for taking it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plans import journal
from plans.engine.schedule import TOOK, rules
from plans.models import Enrolment, EnrolmentEvent
from plans.queries.following import of_enrolment

UNDONE = EnrolmentEvent.Kind.UNDONE


class NotFollowing(Exception):
    """The person has left this plan, perhaps in another window."""


class Stale(Exception):
    """The journal has grown since the page was shown on which the choice was made."""


class Refused(Exception):
    """The choice is not possible today; `code` says why (see plans/refusals.py)."""

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(code)
        self.kind, self.code = kind, code


class TooLate(Exception):
    """The window that an event first acted on is over: it cannot be taken back any more."""


class Superseded(Exception):
    """Other numbers were taken since: that is to be taken back first."""


def choose(
    enrolment: Enrolment,
    kind: str,
    *,
    uid: UUID,
    last_event: int,
    today: date,
    now: datetime,
    acts_from: int | None = None,
    window: int | None = None,
    **fields: Any,
) -> EnrolmentEvent:
    """
    One choice more in the journal, acting from the window on that its kind says; `window` names another one.

    uid: given out with the page, so that a second click finds the choice that the first one made.
    last_event: the last row of the journal that the page knew (0 for none); Stale where there are later ones.
    acts_from: the window from which the choice was to act by its page; Stale where another week has begun since.
    Refused where the choice is not possible, or would change nothing.
    """
    with transaction.atomic():
        current = locked(enrolment)
        rows = list(current.events.all())
        if earlier := next((row for row in rows if row.uid == uid), None):
            return earlier
        if last_event != (rows[-1].pk if rows else 0):
            raise Stale
        life = of_enrolment(current, today).life
        event = rules.event_for(life, kind, uid, window=window, **fields)
        if acts_from not in (None, event.window):
            raise Stale
        if code := rules.fault(life, event):
            raise Refused(kind, code)
        return EnrolmentEvent.objects.create(
            enrolment=current,
            uid=uid,
            kind=kind,
            window=event.window,
            data=journal.data_of(event),
            created_at=now,
        )


def undo(enrolment: Enrolment, event: UUID, *, today: date, now: datetime) -> None:
    """
    Take a choice back, as long as the window that it first acts on lasts; undoing twice is undoing once.

    A “kept” acts on nothing, so it can be taken back at any time: the person is asked again.
    """
    with transaction.atomic():
        current = locked(enrolment)
        standing = journal.standing(current.events.all())
        row = next((row for row in standing if row.uid == event), None)
        if row is None:
            return
        if not journal.can_undo(current, row, today):
            raise TooLate
        if row.kind == TOOK and row != [each for each in standing if each.kind == TOOK][-1]:
            raise Superseded
        EnrolmentEvent.objects.create(
            enrolment=current, kind=UNDONE, window=row.window, undoes=row, created_at=now
        )


def locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment, held until the end of the transaction. NotFollowing where it is over."""
    active = Enrolment.objects.active().select_for_update(of=("self",)).select_related("revision__plan")
    current: Enrolment | None = active.filter(pk=enrolment.pk).first()
    if current is None:
        raise NotFollowing
    return current
