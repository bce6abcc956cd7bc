"""Publishing a plan: its numbers of this moment become a revision that never changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exercises.models import Exercise, Variation
from plans.models import Plan, PlanRevision, RevisionVariation
from plans.revisions import digest, freeze


def publish_plan(plan: Plan, *, now: datetime) -> tuple[PlanRevision, bool]:
    """The plan's newest revision, and whether it was made now; unchanged numbers make no new one."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        newest = plan.revisions.order_by("-number").first()
        numbers = freeze(plan)
        if newest and newest.digest == digest(numbers):
            return newest, False
        revision = PlanRevision.objects.create(
            plan=plan,
            number=newest.number + 1 if newest else 1,
            numbers=numbers,
            digest=digest(numbers),
            created_at=now,
        )
        _hold_on_to(revision)
        return revision, True


def _hold_on_to(revision: PlanRevision) -> None:
    exercises = {row.slug: row for row in Exercise.objects.filter(slug__in=revision.numbers["ladders"])}
    variations = {row.slug: row for row in Variation.objects.filter(slug__in=revision.numbers["variations"])}
    RevisionVariation.objects.bulk_create(
        RevisionVariation(revision=revision, exercise=exercises[exercise], variation=variations[slug])
        for exercise, rungs in revision.numbers["ladders"].items()
        for slug in dict.fromkeys(rung["variation"] for rung in rungs)
    )
