"""Publishing a plan: its numbers of this moment become a revision that never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from exercises.models import Exercise, Level, Variation
from plans.models import Plan, PlanExercise, PlanRevision, RevisionVariation
from plans.revisions import digest, freeze

ENTRY_LEVELS = (Level.STARTER, Level.STANDARD, Level.STRONG)


class CannotPublish(Exception):
    """Nobody could train by the plan as it is now; `reasons` are sentences for an editor."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def publish_plan(plan: Plan, *, now: datetime) -> tuple[PlanRevision, bool]:
    """
    The plan's newest revision, and whether it was made now; unchanged numbers make no new one.

    CannotPublish where nobody could train by them.
    """
    with transaction.atomic():
        if reasons := list(_obstacles(plan)):
            raise CannotPublish(reasons)
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


def _obstacles(plan: Plan) -> Iterator[str]:
    """Why nobody could train by the plan as it is now: sentences, none if all is well."""
    rows = PlanExercise.objects.select_related("exercise")
    workouts = list(plan.workouts.prefetch_related(Prefetch("plan_exercises", rows)).order_by("order"))
    if not workouts:
        yield _("It has no workouts.")
    if [workout.order for workout in workouts] != list(range(1, len(workouts) + 1)):
        yield _("Its workouts are not numbered 1, 2, 3 and so on.")
    used: dict[int, Exercise] = {}
    for workout in workouts:
        exercises = [row.exercise for row in workout.plan_exercises.all()]
        used |= {exercise.pk: exercise for exercise in exercises}
        if not exercises:
            yield _("Workout %(number)d has no exercises.") % {"number": workout.order}
    for exercise in used.values():
        if not exercise.is_published:
            yield _("%(exercise)s is not published.") % {"exercise": exercise}
    yield from _gaps_in_ladders(used)


def _gaps_in_ladders(used: Mapping[int, Exercise]) -> Iterator[str]:
    """People may swap to any published exercise, so each of them can be entered at every level."""
    for exercise in Exercise.objects.published().prefetch_related("rungs"):
        levels = {rung.level for rung in exercise.rungs.all()}
        if not levels and exercise.pk not in used:
            continue
        for level in ENTRY_LEVELS:
            if level.value not in levels:
                yield _("%(exercise)s has no rung of the level “%(level)s”.") % {
                    "exercise": exercise,
                    "level": level.label,
                }
