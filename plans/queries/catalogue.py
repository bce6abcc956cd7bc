"""The plans on offer, and a whole plan before anybody signs up for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from exercises import editions
from exercises.editions import Library
from exercises.figures import Words
from exercises.models import Equipment, Exercise, Level, Variation, VariationMuscle
from plans.editions import thaw as thaw_words
from plans.editions import words_of
from plans.engine import preview as engine
from plans.engine.schedule import Schedule, Window
from plans.models import Plan, PlanRevision
from plans.queries.lines import (
    DoseLine,
    dose_line,
    kit_of,
    minutes_in_words,
    stage_of,
)
from plans.revisions import Numbers, thaw

SUPINE = Exercise.Position.SUPINE
LEVELS = (Level.STARTER, Level.STANDARD, Level.STRONG)
LEVEL_NUMBERS = {"starter": 1, "standard": 2, "strong": 3, "plus": 4}


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
    numbers: Numbers
    card: PlanCard
    level: str
    levels: list[tuple[str, str]]
    weeks: list[PreviewedWeek]
    kit_to_add: list[str]
    figures: Mapping[str, Words]


def preview(numbers: Numbers, level: str) -> Schedule:
    """The whole plan if everything goes right, without kit, on its usual weekdays."""
    return engine.preview(thaw(numbers), numbers["weekdays"], level)


def _on_offer() -> QuerySet[PlanRevision]:
    """For each plan on offer its newest numbers, and its published words in `words`."""
    revisions = PlanRevision.objects.newest().filter(plan__is_archived=False)
    return revisions.select_related("plan").annotate(words=words_of("plan")).order_by("plan__order")


def _exercises_of(numbers: Numbers) -> set[str]:
    return {name for workout in numbers["workouts"] for name in workout["exercises"]}


def catalogue(*, never_supine: bool = False) -> list[PlanCard]:
    """A card for each plan on offer, or for those in which nobody lies on their back: two queries."""
    library = editions.library()
    supine = {row.exercise.slug for row in library.exercises if row.exercise.position == SUPINE}
    shown = [
        (thaw_words(revision.plan, revision.words, library.variations), revision.numbers)
        for revision in _on_offer()
        if not never_supine or supine.isdisjoint(_exercises_of(revision.numbers))
    ]
    return [
        _card(plan, numbers, preview(numbers, numbers["level"]), library.variations)
        for plan, numbers in sorted(shown, key=lambda row: row[0].order)
    ]


def newest_revision(slug: str) -> PlanRevision | None:
    """
    The revision that is offered to somebody who signs up today, its plan with the published words; None
    where no such plan is offered.
    """
    revision = _on_offer().filter(plan__slug=slug).first()
    if revision:
        revision.plan = thaw_words(revision.plan, revision.words)
    return revision


def gentlest_revision() -> PlanRevision | None:
    """Of the plans on offer the one that asks for the least; None where there is none."""
    revisions = sorted(_on_offer(), key=lambda row: (LEVEL_NUMBERS[row.numbers["level"]], row.plan.order))
    for revision in revisions[:1]:
        revision.plan = thaw_words(revision.plan, revision.words)
        return revision
    return None


def plan_page(slug: str, level: str = "") -> PlanPage | None:
    """A plan with all its weeks at one level; None where it is not offered."""
    revision = _on_offer().filter(plan__slug=slug).first()
    if revision is None:
        return None
    library = editions.library()
    plan = thaw_words(revision.plan, revision.words, library.variations)
    return page_of(plan, revision.numbers, library, level)


def page_of(plan: Plan, numbers: Numbers, library: Library, level: str = "") -> PlanPage:
    """The page of a plan: words and numbers that are published, or a draft's."""
    own_level = numbers["level"]
    level = level if level in LEVELS else own_level
    texts = library.variations
    whole = preview(numbers, level)
    return PlanPage(
        plan=plan,
        numbers=numbers,
        card=_card(plan, numbers, whole if level == own_level else preview(numbers, own_level), texts),
        level=level,
        levels=[(choice.value, choice.label) for choice in LEVELS],
        weeks=[_previewed(window, texts) for window in whole.windows],
        kit_to_add=_kit_to_add(numbers, texts),
        figures=library.figures,
    )


def _card(plan: Plan, numbers: Numbers, whole: Schedule, texts: Mapping[str, Variation]) -> PlanCard:
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


def _kit_to_add(numbers: Numbers, texts: Mapping[str, Variation]) -> list[str]:
    """Kit that no step of the first weeks needs, but that opens harder ones to people who own it."""
    used = {name for workout in numbers["workouts"] for name in workout["exercises"]}
    needed = [
        texts[rung["variation"]].needs
        for exercise, rungs in numbers["ladders"].items()
        for rung in rungs
        if exercise in used
    ]
    names = {thing.order: thing.name for thing in needed if thing}
    return [names[order] for order in sorted(names)]


def kit_choices() -> list[tuple[str, str]]:
    return list(Equipment.objects.kit().values_list("slug", "name"))


def muscles_by_exercise(exercises: set[str]) -> dict[str, set[str]]:
    """The muscles that do the work in each exercise: what needs a day of rest after it."""
    return {
        published.exercise.slug: {
            row.muscle.slug
            for rows in published.muscles.values()
            for row in rows
            if row.role == VariationMuscle.Role.MAIN
        }
        for published in editions.library().exercises
        if published.exercise.slug in exercises
    }
