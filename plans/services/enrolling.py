"""Signing up for a plan, and leaving it. Logs are never touched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import IntegrityError, transaction

from plans.engine.schedule import Choices
from plans.models import Enrolment, EnrolmentEvent, PlanRevision

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
) -> Enrolment:
    """
    A new enrolment. It begins on the first chosen weekday on or after `start`.

    With `replace_current` a plan that the person follows is left first; without it, AlreadyFollowing.
    """
    days = tuple(sorted(weekdays))
    choices = Choices(uuid4(), revision.pk, start, days, level)
    try:
        with transaction.atomic():
            current = Enrolment.objects.select_for_update().filter(user_id=user.pk).active().first()
            if current and replace_current:
                _end(current, today=today, now=now)
            return Enrolment.objects.create(
                uid=choices.uid,
                user_id=user.pk,
                revision=revision,
                start_date=choices.first_day,
                weekdays=list(days),
                level=level,
                kit=sorted(kit),
                standing_minutes=standing_minutes,
                time_zone=time_zone,
                created_at=now,
            )
    except IntegrityError as error:  # the database allows one active enrolment a person
        raise AlreadyFollowing from error


def leave(enrolment: Enrolment, *, today: date, now: datetime) -> None:
    """End an enrolment; what was done stays. Leaving twice is leaving once."""
    with transaction.atomic():
        current = Enrolment.objects.select_for_update().filter(pk=enrolment.pk).active().first()
        if current:
            _end(current, today=today, now=now)


def _end(enrolment: Enrolment, *, today: date, now: datetime) -> None:
    window = max(1, (today - enrolment.start_date).days // 7 + 1)
    EnrolmentEvent.objects.create(
        enrolment=enrolment, kind=EnrolmentEvent.Kind.LEFT, window=window, created_at=now
    )
    enrolment.ended_at = now
    enrolment.save(update_fields=["ended_at"])
