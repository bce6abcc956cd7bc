"""Plans as editors are writing them: how each draft stands to what is published, and what it would ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from exercises import editions
from exercises.editions import Library
from plans import editions as plan_editions
from plans import guardrails
from plans.engine.schedule import Schedule
from plans.models import Plan, PlanEdition, PlanExercise, PlanRevision, PlanWorkout
from plans.queries.catalogue import LEVELS, PlanPage, page_of, preview
from plans.queries.lines import minutes_in_words
from plans.revisions import freeze

WITH_WORKOUTS = (
    Prefetch("workouts", PlanWorkout.objects.order_by("order")),
    Prefetch("workouts__plan_exercises", PlanExercise.objects.select_related("exercise").order_by("order")),
)


def with_drafts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans with all that their drafts are made of, and the digests of what is published: three queries."""
    digests = {
        "words_digest": _newest(PlanEdition),
        "numbers_digest": _newest(PlanRevision),
    }
    return plans.select_related("figure").annotate(**digests).prefetch_related(*WITH_WORKOUTS)


def _newest(model) -> Subquery:
    return Subquery(model.objects.filter(plan=OuterRef("pk")).order_by("-number").values("digest")[:1])


class DraftState(TextChoices):
    """How a draft stands to what is published."""

    DRAFT = "draft", _("Draft, never published")
    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Published, with changes")
    ARCHIVED = "archived", _("Archived")


def states_of(plans: Iterable[Plan]) -> dict[int, DraftState]:
    """The state of each plan by its id: four queries, one if the plans come `with_drafts`."""
    plans = list(plans)
    if not all(hasattr(plan, "numbers_digest") for plan in plans):
        plans = list(with_drafts(Plan.objects.filter(pk__in=[plan.pk for plan in plans])))
    library = editions.library()
    return {plan.pk: _state(plan, library) for plan in plans}


def _state(plan: Plan, library: Library) -> DraftState:
    if plan.is_archived:
        return DraftState.ARCHIVED
    published = (plan.words_digest, plan.numbers_digest)
    if None in published:
        return DraftState.DRAFT
    draft = (editions.digest(plan_editions.freeze(plan)), editions.digest(freeze(plan, library)))
    return DraftState.PUBLISHED if published == draft else DraftState.CHANGED


@dataclass(frozen=True)
class MuscleSets:
    """Light sets of a muscle, week by week, in words."""

    name: str
    fewest: str
    most: str
    weeks: list[str]


@dataclass(frozen=True)
class DraftWeeks:
    """
    A plan as it would be if its saved draft were published now.

    Either a `page` with all its weeks, and what looks wrong about them, or the `obstacles` to computing any.
    """

    level: str
    levels: list[tuple[str, str]]
    page: PlanPage | None = None
    obstacles: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    longest: str = ""
    longest_week: int = 0
    muscles: list[MuscleSets] = field(default_factory=list)


def draft_of(plan: Plan, level: str = "") -> DraftWeeks:
    """The weeks of a saved draft at a level, its own if none is known; one query if it comes `with_drafts`."""
    library = editions.library()
    numbers = freeze(plan, library)
    level = level if level in LEVELS else numbers["level"]
    levels = [(choice.value, str(choice.label)) for choice in LEVELS]
    if not guardrails.can_be_trained(numbers):
        obstacles = guardrails.plan_obstacles(plan, library)
        return DraftWeeks(level, levels, obstacles=[str(found) for found in obstacles])
    whole = preview(numbers, level)
    longest = max(whole.windows, key=lambda window: window.seconds)
    return DraftWeeks(
        level,
        levels,
        page=page_of(plan, numbers, library, level),
        warnings=[str(found) for found in guardrails.plan_warnings(plan, numbers, library)],
        longest=minutes_in_words(longest.seconds),
        longest_week=longest.number,
        muscles=_muscle_sets(whole, library),
    )


def _muscle_sets(whole: Schedule, library: Library) -> list[MuscleSets]:
    """The muscles that the plan trains, the busiest first."""
    muscles = guardrails.muscles_of(library)
    weeks = [guardrails.sets_of(window, muscles) for window in whole.windows]
    names = dict.fromkeys(name for week in weeks for name in week)
    rows = {name: [week.get(name, 0) for week in weeks] for name in names}
    return [
        MuscleSets(name, f"{min(sets):g}", f"{max(sets):g}", [f"{number:g}" for number in sets])
        for name, sets in sorted(rows.items(), key=lambda row: -max(row[1]))
    ]
