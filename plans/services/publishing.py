"""Publishing: the drafts of this moment become editions and revisions that never change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from exercises import editions
from exercises.models import Edition, Exercise, Published, Variation
from plans import editions as plan_editions
from plans import guardrails
from plans.guardrails import Finding
from plans.models import Plan, PlanEdition, PlanRevision, RevisionVariation
from plans.revisions import Numbers, freeze, on_ladders

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class CannotPublish(Exception):
    """Nobody could train by it as it is now; `findings` name what is missing, and where."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(self.reasons))

    @property
    def reasons(self) -> list[str]:
        return [str(finding) for finding in self.findings]


@dataclass(frozen=True)
class Publication:
    """What publishing made: nothing where the draft says what is published already."""

    edition: Edition | PlanEdition | None = None
    revisions: list[PlanRevision] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.edition or self.revisions)


class DraftChanged(Exception):
    """The draft is not the one that was reviewed."""


def publish_exercise(
    exercise: Exercise, *, now: datetime, by: AbstractBaseUser | None = None, reviewed: str | None = None
) -> Publication:
    """
    The draft becomes what everybody reads, at once, and the plans on offer get its ladder in new revisions.

    reviewed: the digest of the content that somebody agreed to; DraftChanged where it has become another one.
    CannotPublish where something is missing. An archived exercise comes back by `restore`.
    """
    with transaction.atomic():
        publish_one_at_a_time()
        exercise = editions.with_rows(Exercise.objects.select_for_update()).get(pk=exercise.pk)
        if obstacles := list(guardrails.exercise_obstacles(exercise, guardrails.on_offer())):
            raise CannotPublish(obstacles)
        newest = exercise.editions.order_by("-number").first()
        content = editions.freeze_rows(exercise, newest and newest.content, editions.figure_words())
        value = editions.digest(content)
        if reviewed not in (None, value):
            raise DraftChanged
        if newest and newest.digest == value:
            return Publication()
        edition = Edition.objects.create(
            exercise=exercise,
            content=content,
            **_next(newest, value, now=now, by=by),
        )
        return Publication(edition, renew_plans(now=now, by=by))


def publish_one_at_a_time() -> None:
    """Revisions are numbered one after the other, and each has the ladders of its moment."""
    list(Plan.objects.select_for_update().order_by("pk").values_list("pk"))


def renew_plans(*, now: datetime, by: AbstractBaseUser | None = None) -> list[PlanRevision]:
    """New revisions of the plans on offer, where the published ladders are not those of the newest one."""
    library = editions.library()
    known = {published.exercise.slug for published in library.exercises}
    made = (
        _revise(revision.plan, revision, on_ladders(revision.numbers, library), now=now, by=by)
        for revision in guardrails.on_offer()
        # In a database that is older than editions, a plan waits until all of its exercises have one.
        if known.issuperset(name for workout in revision.numbers["workouts"] for name in workout["exercises"])
    )
    return [revision for revision in made if revision]


def publish_plan(
    plan: Plan, *, now: datetime, by: AbstractBaseUser | None = None, reviewed: str | None = None
) -> Publication:
    """
    The words of the draft are read by everybody at once; its numbers, if they are new, become a revision.

    reviewed: the `digest_of_plan` that somebody agreed to; DraftChanged where it has become another one.
    CannotPublish where nobody could train by them.
    """
    with transaction.atomic():
        publish_one_at_a_time()
        plan = Plan.objects.get(pk=plan.pk)
        library = editions.library()
        if obstacles := list(guardrails.plan_obstacles(plan, library)):
            raise CannotPublish(obstacles)
        newest = plan.revisions.order_by("-number").first()
        numbers = freeze(plan, library)
        if reviewed not in (None, plan_editions.digest_of_plan(plan, numbers)):
            raise DraftChanged
        revision = _revise(plan, newest, numbers, now=now, by=by)
        return Publication(_edit(plan, now=now, by=by), [revision] if revision else [])


def _edit(plan: Plan, *, now: datetime, by: AbstractBaseUser | None) -> PlanEdition | None:
    newest = plan.editions.order_by("-number").first()
    content = plan_editions.freeze(plan)
    value = editions.digest(content)
    if newest and newest.digest == value:
        return None
    return PlanEdition.objects.create(
        plan=plan,
        content=content,
        figure=plan.figure,
        **_next(newest, value, now=now, by=by),
    )


def _revise(
    plan: Plan,
    newest: PlanRevision | None,
    numbers: Numbers,
    *,
    now: datetime,
    by: AbstractBaseUser | None,
) -> PlanRevision | None:
    value = editions.digest(numbers)
    if newest and newest.digest == value:
        return None
    if findings := list(guardrails.untrainable(numbers)):
        raise CannotPublish(findings)
    revision = PlanRevision.objects.create(
        plan=plan,
        numbers=numbers,
        **_next(newest, value, now=now, by=by),
    )
    _hold_on_to(revision)
    return revision


def _next(
    newest: Published | None, value: str, *, now: datetime, by: AbstractBaseUser | None
) -> dict[str, Any]:
    """What everything published says of itself: counted on from the newest, with its digest."""
    return {
        "number": newest.number + 1 if newest else 1,
        "digest": value,
        "created_at": now,
        "published_by_id": by.pk if by else None,
    }


def _hold_on_to(revision: PlanRevision) -> None:
    exercises = {row.slug: row for row in Exercise.objects.filter(slug__in=revision.numbers["ladders"])}
    variations = {row.slug: row for row in Variation.objects.filter(slug__in=revision.numbers["variations"])}
    RevisionVariation.objects.bulk_create(
        RevisionVariation(revision=revision, exercise=exercises[exercise], variation=variations[slug])
        for exercise, rungs in revision.numbers["ladders"].items()
        for slug in dict.fromkeys(rung["variation"] for rung in rungs)
    )
