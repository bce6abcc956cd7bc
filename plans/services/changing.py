"""Changes of mind about a plan that changed: events in the journal, which act from a window on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from plans import journal
from plans.engine.schedule import DAYS
from plans.journal import last_day_of, next_window
from plans.models import Enrolment, EnrolmentEvent, PlanRevision

TOOK, KEPT, UNDONE = EnrolmentEvent.Kind.TOOK, EnrolmentEvent.Kind.KEPT, EnrolmentEvent.Kind.UNDONE


class NotOffered(Exception):
    """The plan has changed again since, or the person has left it."""


class AlreadyAnswered(Exception):
    """The person decided otherwise before; `event` is that decision."""

    def __init__(self, event: EnrolmentEvent) -> None:
        super().__init__(event.kind)
        self.event = event


class TooLate(Exception):
    """The window that an event first acted on is over: it cannot be taken back any more."""


class Superseded(Exception):
    """Other numbers were taken since: that is to be taken back first."""


def take(
    enrolment: Enrolment,
    revision: PlanRevision,
    *,
    weekdays: Collection[int] = (),
    today: date,
    now: datetime,
) -> EnrolmentEvent:
    """
    The person takes the plan's new numbers from the next window on. Taking them twice is taking them once.

    `weekdays` are needed, and used, where the number of workouts is another one (ValueError without).
    """
    return _answer(TOOK, enrolment, revision, weekdays=weekdays, today=today, now=now)


def keep(enrolment: Enrolment, revision: PlanRevision, *, today: date, now: datetime) -> EnrolmentEvent:
    """The person keeps the numbers they have, and is not asked about this revision again."""
    return _answer(KEPT, enrolment, revision, weekdays=(), today=today, now=now)


def _answer(
    kind: EnrolmentEvent.Kind,
    enrolment: Enrolment,
    revision: PlanRevision,
    *,
    weekdays: Collection[int],
    today: date,
    now: datetime,
) -> EnrolmentEvent:
    with transaction.atomic():
        current = _locked(enrolment)
        rows = list(current.events.all())
        earlier = journal.answer_to(revision.pk, rows)
        if earlier and earlier.kind == kind:
            return earlier
        if earlier:
            raise AlreadyAnswered(earlier)
        newest = PlanRevision.objects.filter(plan=current.revision.plan_id).order_by("-number").first()
        if newest != revision or revision.pk == current.revision_id:
            raise NotOffered
        days = _days(kind, current, rows, revision, weekdays)
        return EnrolmentEvent.objects.create(
            enrolment=current,
            kind=kind,
            window=next_window(current, today),
            revision=revision,
            data={"weekdays": days} if days else {},
            created_at=now,
        )


def _locked(enrolment: Enrolment) -> Enrolment:
    active = Enrolment.objects.active().select_for_update(of=("self",)).select_related("revision")
    current: Enrolment | None = active.filter(pk=enrolment.pk).first()
    if current is None:
        raise NotOffered
    return current


def _days(
    kind: EnrolmentEvent.Kind,
    enrolment: Enrolment,
    rows: list[EnrolmentEvent],
    revision: PlanRevision,
    weekdays: Collection[int],
) -> list[int]:
    needed = len(revision.numbers["workouts"])
    if kind != TOOK or needed == len(journal.weekdays_of(enrolment.weekdays, rows)):
        return []
    days = sorted(set(weekdays))
    if len(days) != needed or not set(days) <= set(range(DAYS)):
        raise ValueError("as many weekdays as the revision has workouts")
    return days


def undo(enrolment: Enrolment, event: UUID, *, today: date, now: datetime) -> None:
    """
    Take a decision back, as long as the window that it first acts on lasts; undoing twice is undoing once.

    A “kept” acts on nothing, so it can be taken back at any time: the person is asked again.
    """
    with transaction.atomic():
        current = _locked(enrolment)
        rows = list(current.events.all())
        row = next((row for row in journal.standing(rows) if row.uid == event and row.revision_id), None)
        if row is None:
            return
        if row.kind == TOOK and today > last_day_of(current, row.window):
            raise TooLate
        if row.kind == TOOK and row != [each for each in journal.standing(rows) if each.kind == TOOK][-1]:
            raise Superseded
        EnrolmentEvent.objects.create(
            enrolment=current, kind=UNDONE, window=row.window, undoes=row, created_at=now
        )
