"""The plans on offer, and a whole plan before anybody signs up for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from exercises.models import Equipment, Level, Variation, VariationMuscle
from plans.engine.schedule import Choices, Schedule, Window, schedule
from plans.models import Plan, PlanRevision
from plans.queries.lines import (
    DoseLine,
    dose_line,
    kit_of,
    minutes_in_words,
    stage_of,
    variations,
)
from plans.revisions import thaw

LEVELS = (Level.STARTER, Level.STANDARD, Level.STRONG)
LEVEL_NUMBERS = {"starter": 1, "standard": 2, "strong": 3, "plus": 4}

NOBODY = UUID(int=0)
A_MONDAY = date(2024, 1, 1)  # a preview has no dates; any Monday does


@dataclass(frozen=True)
class PlanCard:
    slug: str
    name: str
    goal: str
    level: str
    level_number: int
    weeks: int
    days: int
    minutes: str
    easy_minutes: str
    kit: list[str]
    figure: str
    figure_name: str
    stage: str


@dataclass(frozen=True)
class WorkoutLines:
    """The workouts of a previewed week that ask for the same, told once."""

    slots: list[int]
    lines: list[DoseLine]
    minutes: str


@dataclass(frozen=True)
class PreviewedWeek:
    number: int
    is_easy: bool
    minutes: str
    workouts: list[WorkoutLines]

    @property
    def news(self) -> list[str]:
        """The rungs that this week brings, each once."""
        lines = [line.in_short for workout in self.workouts for line in workout.lines if line.is_new_rung]
        return list(dict.fromkeys(lines))


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    revision: PlanRevision
    card: PlanCard
    level: str
    levels: list[tuple[str, str]]
    weeks: list[PreviewedWeek]
    kit_to_add: list[str]


def preview(revision: PlanRevision, level: str) -> Schedule:
    """The whole plan if everything goes right, without kit, on its usual weekdays."""
    numbers = revision.numbers
    choices = Choices(NOBODY, revision.pk, A_MONDAY, tuple(sorted(numbers["weekdays"])), level)
    return schedule({revision.pk: thaw(numbers)}, choices, (), (), choices.first_day)


def catalogue() -> list[PlanCard]:
    """A card for each plan on offer: two queries."""
    texts = variations()
    revisions = PlanRevision.objects.newest().filter(plan__is_published=True)
    return [
        _card(revision, preview(revision, revision.numbers["level"]), texts)
        for revision in revisions.select_related("plan__figure").order_by("plan__order")
    ]


def newest_revision(slug: str) -> PlanRevision | None:
    """The revision that is offered to somebody who signs up today; None where no such plan is offered."""
    revisions = PlanRevision.objects.newest().filter(plan__slug=slug, plan__is_published=True)
    return revisions.select_related("plan__figure").first()


def plan_page(slug: str, level: str = "") -> PlanPage | None:
    """A plan with all its weeks at one level; None where it is not offered."""
    revision = newest_revision(slug)
    if revision is None:
        return None
    own_level = revision.numbers["level"]
    level = level if level in LEVELS else own_level
    texts = variations()
    whole = preview(revision, level)
    return PlanPage(
        plan=revision.plan,
        revision=revision,
        card=_card(revision, whole if level == own_level else preview(revision, own_level), texts),
        level=level,
        levels=[(choice.value, choice.label) for choice in LEVELS],
        weeks=[_previewed(window, texts) for window in whole.windows],
        kit_to_add=_kit_to_add(revision, texts),
    )


def _card(revision: PlanRevision, whole: Schedule, texts: Mapping[str, Variation]) -> PlanCard:
    plan, numbers = revision.plan, revision.numbers
    level = Level(numbers["level"])
    first = min(workout.seconds for workout in whole.windows[0].workouts)
    longest = max(window.seconds for window in whole.windows)
    easy = [window.seconds for window in whole.windows if window.is_easy]
    return PlanCard(
        slug=plan.slug,
        name=plan.name,
        goal=plan.goal,
        level=str(level.label),
        level_number=LEVEL_NUMBERS[level] + (level == Level.STRONG),
        weeks=numbers["weeks"],
        days=len(numbers["weekdays"]),
        minutes=minutes_in_words(first, longest),
        easy_minutes=minutes_in_words(min(easy), max(easy)) if easy else "",
        kit=kit_of([dose for workout in whole.windows[0].workouts for dose in workout.doses], texts),
        figure=plan.figure.figure,
        figure_name=plan.figure.name,
        stage=stage_of(plan.order),
    )


def _previewed(window: Window, texts: Mapping[str, Variation]) -> PreviewedWeek:
    groups: dict[tuple, list[int]] = {}
    for workout in window.workouts:
        groups.setdefault(workout.doses, []).append(workout.slot)
    by_slot = {workout.slot: workout for workout in window.workouts}
    workouts = [by_slot[slots[0]] for slots in groups.values()]
    seconds = [workout.seconds for workout in workouts]
    return PreviewedWeek(
        number=window.number,
        is_easy=window.is_easy,
        minutes=minutes_in_words(min(seconds), max(seconds)),
        workouts=[
            WorkoutLines(
                slots=groups[workout.doses],
                lines=[dose_line(dose, workout.reasons[dose.exercise], texts) for dose in workout.doses],
                minutes=minutes_in_words(workout.seconds),
            )
            for workout in workouts
        ],
    )


def _kit_to_add(revision: PlanRevision, texts: Mapping[str, Variation]) -> list[str]:
    """Kit that no step of the first weeks needs, but that opens harder ones to people who own it."""
    used = {name for workout in revision.numbers["workouts"] for name in workout["exercises"]}
    needed = {
        texts[rung["variation"]].needs
        for exercise, rungs in revision.numbers["ladders"].items()
        for rung in rungs
        if exercise in used
    }
    return [thing.name for thing in sorted(filter(None, needed), key=lambda thing: thing.order)]


def kit_choices() -> list[tuple[str, str]]:
    return list(Equipment.objects.kit().values_list("slug", "name"))


def muscles_by_exercise(exercises: set[str]) -> dict[str, set[str]]:
    """The muscles that do the work in each exercise: what needs a day of rest after it."""
    rows = VariationMuscle.objects.filter(
        variation__exercise__slug__in=exercises, role=VariationMuscle.Role.MAIN
    ).values_list("variation__exercise__slug", "muscle__slug")
    muscles: dict[str, set[str]] = {}
    for exercise, muscle in rows:
        muscles.setdefault(exercise, set()).add(muscle)
    return muscles
