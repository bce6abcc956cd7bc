"""Newer numbers of a plan, on offer to somebody who follows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plans import journal
from plans.engine import changes
from plans.engine.schedule import TOOK, Event, Life, Revision
from plans.models import Enrolment, EnrolmentEvent
from plans.revisions import Numbers


@dataclass(frozen=True)
class Offer:
    """
    Newer numbers of the plan, and what the person decided about them.

    before: the revision in force without them. window: the first one that they act on. needs_days: whether
    they ask for another number of training days.
    """

    pk: int
    published_at: datetime
    before: int
    window: int
    numbers: Numbers
    needs_days: bool
    answer: EnrolmentEvent | None
    can_undo: bool

    @property
    def event(self) -> Event:
        """Taking it, on the usual days of the new numbers where they need others."""
        days = tuple(self.numbers["weekdays"]) if self.needs_days else ()
        return Event(TOOK, self.window, revision=self.pk, weekdays=days)

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def was_taken(self) -> bool:
        return self.answer is not None and self.answer.kind == EnrolmentEvent.Kind.TOOK

    @property
    def was_kept(self) -> bool:
        return self.answer is not None and self.answer.kind == EnrolmentEvent.Kind.KEPT


def offer_for(
    enrolment: Enrolment, life: Life, rows: list[EnrolmentEvent], numbers: Mapping[int, Numbers]
) -> Offer | None:
    """
    What the plan has to offer to somebody; None where nobody could tell it apart from what they have.

    The enrolment bears the newest revision in `newer_…`, where there is a newer one.
    """
    newest, revisions = getattr(enrolment, "newer_pk", None), life.revisions
    if newest is None or life.seen.has_ended:
        return None
    answer = journal.answer_to(newest, rows) or _kept_before(newest, rows, revisions)
    others = [row for row in journal.standing(rows) if row != answer]
    taken = [row.revision_id for row in others if row.kind == TOOK]
    before = taken[-1] if taken else enrolment.revision_id
    if not changes.differs(revisions[before], revisions[newest]):
        return None
    has_taken = answer is not None and answer.kind == TOOK
    needed = len(revisions[newest].workouts)
    offer = Offer(
        pk=newest,
        published_at=enrolment.newer_at,
        before=before,
        window=answer.window if has_taken else journal.next_window(enrolment, life.today),
        numbers=numbers[newest],
        needs_days=needed != len(journal.weekdays_of(enrolment.weekdays, others)),
        answer=answer,
        can_undo=answer is not None
        and (not has_taken or life.today <= journal.last_day_of(enrolment, answer.window)),
    )
    return offer if answer or _changes_anything(life, offer) else None


def _changes_anything(life: Life, offer: Offer) -> bool:
    """Whether any week that is left would be another one."""
    return bool(changes.compare(life.seen, life.having(offer.event).seen, offer.window))


def _kept_before(
    newest: int, rows: list[EnrolmentEvent], revisions: Mapping[int, Revision]
) -> EnrolmentEvent | None:
    """The last answer, if it was to keep one's numbers, and nobody could tell those that were offered apart."""
    answers = [row for row in journal.standing(rows) if row.revision_id]
    if not answers or answers[-1].kind != EnrolmentEvent.Kind.KEPT:
        return None
    same = not changes.differs(revisions[answers[-1].revision_id], revisions[newest])
    return answers[-1] if same else None
