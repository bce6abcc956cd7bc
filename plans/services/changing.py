"""Changes of mind about a plan that changed: events in the journal, which act from a window on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from plans import journal
from plans.engine.schedule import DAYS
from plans.journal import next_window
from plans.models import Enrolment, EnrolmentEvent, PlanRevision
from plans.services.choosing import locked

TOOK, KEPT = EnrolmentEvent.Kind.TOOK, EnrolmentEvent.Kind.KEPT


class NotOffered(Exception):
    """The plan has changed again since."""


class AlreadyAnswered(Exception):
    """The person decided otherwise before; `event` is that decision."""

    def __init__(self, event: EnrolmentEvent) -> None:
        super().__init__(event.kind)
        self.event = event


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
    kind: str,
    enrolment: Enrolment,
    revision: PlanRevision,
    *,
    weekdays: Collection[int],
    today: date,
    now: datetime,
) -> EnrolmentEvent:
    with transaction.atomic():
        current = locked(enrolment)
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


def _days(
    kind: str,
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
