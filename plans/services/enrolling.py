"""Signing up for a plan, and leaving it. Logs are never touched."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from plans import journal
from plans.engine.preview import NOBODY
from plans.engine.schedule import Choices
from plans.engine.schedule.restart import reached
from plans.models import Enrolment, EnrolmentEvent, PlanRevision
from plans.queries.following import trained_before
from plans.revisions import thaw
from plans.services.choosing import TooLate

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class AlreadyFollowing(Exception):
    """The person follows a plan, and did not say that this one takes its place."""


def enrol(
    user: AbstractBaseUser,
    revision: PlanRevision,
    *,
    start: date,
    weekdays: Collection[int],
    level: str,
    kit: Collection[str] = (),
    standing_minutes: int | None = None,
    time_zone: str,
    now: datetime,
    today: date,
    replace_current: bool = False,
    begin_where_reached: bool = False,
) -> Enrolment:
    """
    A new enrolment. It begins on the first chosen weekday on or after `start`.

    With `replace_current` a plan that the person follows is left first; without it, AlreadyFollowing. The
    same choices again (a second click) change nothing: the enrolment that they made is returned.
    begin_where_reached: exercises that were trained before begin where they stand, not where the level does.
    """
    wanted = first_choices(
        revision, start=start, weekdays=weekdays, level=level, kit=kit, standing_minutes=standing_minutes
    )
    active = Enrolment.objects.filter(user_id=user.pk).active()
    try:
        with transaction.atomic():
            current: Enrolment | None = active.select_for_update().first()
            if current and is_made_of(current, wanted, begin_where_reached):
                return current
            reached = _reached(user, revision, level, kit, today) if begin_where_reached else None
            if current and replace_current:
                _end(current, today=today, now=now)
            return Enrolment.objects.create(
                user_id=user.pk, time_zone=time_zone, created_at=now, reached=reached, **wanted
            )
    except IntegrityError as error:  # the database allows one active enrolment a person
        current = active.first()
        if current and is_made_of(current, wanted, begin_where_reached):
            return current
        raise AlreadyFollowing from error


def first_choices(
    revision: PlanRevision,
    *,
    start: date,
    weekdays: Collection[int],
    level: str,
    kit: Collection[str] = (),
    standing_minutes: int | None = None,
) -> dict[str, Any]:
    """What is stored of the choices; the start date is the first training day on or after `start`."""
    days = sorted(weekdays)
    return {
        "revision_id": revision.pk,
        "start_date": Choices(NOBODY, revision.pk, start, tuple(days), level).first_day,
        "weekdays": days,
        "level": level,
        "kit": sorted(kit),
        "standing_minutes": standing_minutes,
    }


def is_made_of(enrolment: Enrolment, choices: Mapping[str, Any], begin_where_reached: bool = False) -> bool:
    is_same = all(getattr(enrolment, name) == value for name, value in choices.items())
    return is_same and bool(enrolment.reached) == begin_where_reached


def _reached(
    user: AbstractBaseUser, revision: PlanRevision, level: str, kit: Collection[str], today: date
) -> dict[str, list[Any]] | None:
    found = trained_before(user, today)
    points = reached(found.life, thaw(revision.numbers), level, frozenset(kit)) if found else ()
    return {exercise: [code, reps] for exercise, code, reps in points} or None


def leave(enrolment: Enrolment, *, today: date, now: datetime) -> None:
    """End an enrolment; what was done stays. Leaving twice is leaving once."""
    with transaction.atomic():
        current = Enrolment.objects.select_for_update().filter(pk=enrolment.pk).active().first()
        if current:
            _end(current, today=today, now=now)


def rejoin(enrolment: Enrolment, *, today: date, now: datetime) -> None:
    """
    Take the leaving of a plan back, as long as the window lasts in which it was left.

    AlreadyFollowing where another plan is followed by now; TooLate once that window is over.
    """
    with transaction.atomic():
        left = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        events = journal.standing(left.events.all())
        row = next((event for event in events if event.kind == EnrolmentEvent.Kind.LEFT), None)
        if left.ended_at is None or row is None:
            return
        if Enrolment.objects.filter(user_id=left.user_id).active().exists():
            raise AlreadyFollowing
        if not journal.can_undo(left, row, today):
            raise TooLate
        EnrolmentEvent.objects.create(
            enrolment=left, kind=EnrolmentEvent.Kind.UNDONE, window=row.window, undoes=row, created_at=now
        )
        left.ended_at = None
        try:
            with transaction.atomic():
                left.save(update_fields=["ended_at"])
        except IntegrityError as error:  # another tab has started one meanwhile
            raise AlreadyFollowing from error


def _end(enrolment: Enrolment, *, today: date, now: datetime) -> None:
    window = max(1, (today - enrolment.start_date).days // 7 + 1)
    EnrolmentEvent.objects.create(
        enrolment=enrolment, kind=EnrolmentEvent.Kind.LEFT, window=window, created_at=now
    )
    enrolment.ended_at = now
    enrolment.save(update_fields=["ended_at"])
