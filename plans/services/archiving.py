"""Archiving: what is no longer offered. Nobody who trains with it loses a word or a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from exercises import editions
from exercises.models import Exercise
from plans import guardrails
from plans.guardrails import Finding
from plans.models import Plan
from plans.services.publishing import CannotPublish, publish_one_at_a_time, renew_plans

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def archive(row: Exercise | Plan, *, now: datetime, by: AbstractBaseUser | None = None) -> None:
    """Off the site at once. CannotPublish while a plan on offer still asks for the exercise."""
    _set(row, True, now=now, by=by)


def restore(row: Exercise | Plan, *, now: datetime, by: AbstractBaseUser | None = None) -> None:
    """Back on the site as it was published last. A plan comes back on today's ladders."""
    _set(row, False, now=now, by=by)


def _set(row: Exercise | Plan, is_archived: bool, *, now: datetime, by: AbstractBaseUser | None) -> None:
    with transaction.atomic():
        publish_one_at_a_time()
        current = type(row).objects.select_for_update().get(pk=row.pk)
        if obstacles := list(_obstacles(current, is_archived)):
            raise CannotPublish(obstacles)
        if current.is_archived != is_archived:
            current.is_archived = is_archived
            current.save(update_fields=["is_archived"])
            renew_plans(now=now, by=by)


def _obstacles(row: Exercise | Plan, is_archived: bool) -> Iterator[Finding]:
    if isinstance(row, Exercise):
        return guardrails.archiving_obstacles(row) if is_archived else iter(())
    return iter(()) if is_archived else guardrails.restoring_obstacles(row, editions.library())
