"""An exercise as it is published: frozen as JSON, thawed into values that pages show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.db.models import Case, F, JSONField, Prefetch, Value, When

from exercises.figures import Words
from exercises.models import (
    Edition,
    Equipment,
    Exercise,
    FigureWords,
    Muscle,
    Rung,
    Variation,
    VariationMuscle,
)

Content = dict[str, Any]


@dataclass(frozen=True)
class PublishedExercise:
    """
    An exercise with all that belongs to it, as rows that are in no table: to be read, never to be saved.

    `variations` are those on offer, from the easiest; `archived` had been published and are only for people
    who still train with them. `muscles` go by the variation's slug, `figures` by the figure's key.
    """

    exercise: Exercise
    variations: list[Variation]
    archived: list[Variation]
    rungs: list[Rung]
    muscles: Mapping[str, list[VariationMuscle]]
    figures: Mapping[str, Words]
    is_archived: bool = False


@dataclass(frozen=True)
class Library:
    """Every exercise with an edition, in order; the words of every page come from here."""

    exercises: list[PublishedExercise] = field(default_factory=list)

    @property
    def offered(self) -> list[PublishedExercise]:
        return [published for published in self.exercises if not published.is_archived]

    @property
    def rungs(self) -> list[Rung]:
        """The rungs of the exercises on offer, exercise by exercise, from the easiest."""
        return [rung for published in self.offered for rung in published.rungs]

    @property
    def variations(self) -> dict[str, Variation]:
        """By slug, archived ones too."""
        return {
            variation.slug: variation
            for published in self.exercises
            for variation in [*published.variations, *published.archived]
        }

    @property
    def figures(self) -> dict[str, Words]:
        return {key: words for published in self.exercises for key, words in published.figures.items()}


def digest(content: Content) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


# Freezing ----------------------------------------------------------------------------------------


def with_rows(exercises: models.QuerySet) -> models.QuerySet:
    """Exercises with everything that freezing them reads: four queries."""
    muscles = VariationMuscle.objects.select_related("muscle").order_by("muscle__order")
    variations = Variation.objects.select_related("exercise", "prop", "needs").order_by("order")
    return exercises.prefetch_related(
        Prefetch("variations", variations.prefetch_related(Prefetch("variation_muscles", muscles))),
        Prefetch("rungs", Rung.objects.select_related("exercise", "variation").order_by("order")),
    )


def freeze(exercise: Exercise) -> Content:
    """The saved draft of an exercise, as publishing it now would show it."""
    return freeze_all(Exercise.objects.filter(pk=exercise.pk))[exercise.pk]


def freeze_all(exercises: models.QuerySet) -> dict[int, Content]:
    """The drafts of several exercises by their id, in six queries."""
    newest = newest_editions(exercises)
    words = figure_words()
    return {
        draft.pk: freeze_rows(draft, newest[draft.pk].content if draft.pk in newest else None, words)
        for draft in with_rows(exercises)
    }


def newest_editions(exercises: models.QuerySet) -> dict[int, Edition]:
    """The newest edition of each exercise that has one, by the exercise's id."""
    return {row.exercise_id: row for row in Edition.objects.newest().filter(exercise__in=exercises)}


def figure_words() -> dict[str, FigureWords]:
    return {row.figure: row for row in FigureWords.objects.all()}


def freeze_rows(draft: Exercise, before: Content | None, words: Mapping[str, FigureWords]) -> Content:
    """
    A draft that was loaded `with_rows`; `before` is the content of its newest edition.

    An archived variation stays as it was published last; one that never was is left out.
    """
    before = before or {}
    published = {row["slug"]: row for row in [*before.get("variations", ()), *before.get("archived", ())]}
    variations = list(draft.variations.all())
    offered = {row.pk: row for row in variations if not row.is_archived}
    archived = [published[row.slug] for row in variations if row.is_archived and row.slug in published]
    figures = {row.figure for row in offered.values()} | {row.second_part_figure for row in offered.values()}
    figures |= {row["figure"] for row in archived} | {row["second_part_figure"] for row in archived}
    return values_of(draft, but=("is_archived",)) | {
        "variations": [_freeze_variation(row) for row in offered.values()],
        "archived": archived,
        "rungs": [
            values_of(rung) | {"variation": offered[rung.variation_id].slug}
            for rung in draft.rungs.all()
            if rung.variation_id in offered
        ],
        "figures": {key: values_of(words[key], but=("figure",)) for key in sorted(figures & words.keys())},
    }


def _freeze_variation(row: Variation) -> Content:
    return values_of(row, but=("is_archived",)) | {
        "prop": values_of(row.prop) if row.prop else None,
        "needs": values_of(row.needs) if row.needs else None,
        "muscles": [
            values_of(shared) | {"muscle": values_of(shared.muscle)} for shared in row.variation_muscles.all()
        ],
    }


def values_of(row: models.Model, but: Iterable[str] = ()) -> Content:
    """What a row says itself, without its id and without references to other rows."""
    return {
        column.name: getattr(row, column.name)
        for column in row._meta.concrete_fields
        if not column.primary_key and not column.is_relation and column.name not in but
    }


# Thawing -----------------------------------------------------------------------------------------


def thaw(exercise: Exercise, content: Content) -> PublishedExercise:
    """What `content` says, with the id of the exercise that it is of."""
    published = Exercise(pk=exercise.pk, **_own(Exercise, content))
    variations = [_thaw_variation(published, row) for row in content["variations"]]
    by_slug = {row.slug: row for row in variations}
    return PublishedExercise(
        exercise=published,
        variations=variations,
        archived=[_thaw_variation(published, row) for row in content["archived"]],
        rungs=[
            Rung(exercise=published, variation=by_slug[row["variation"]], **_own(Rung, row))
            for row in content["rungs"]
        ],
        muscles={row["slug"]: _thaw_muscles(row) for row in [*content["variations"], *content["archived"]]},
        figures={key: Words(**words) for key, words in content["figures"].items()},
    )


def _own(model: type[models.Model], row: Content) -> Content:
    """The values that the model has by now: content outlives the columns that it was frozen from."""
    names = {column.name for column in model._meta.concrete_fields if not column.is_relation}
    return {name: value for name, value in row.items() if name in names}


def _thaw_variation(exercise: Exercise, row: Content) -> Variation:
    things = {
        name: Equipment(**_own(Equipment, row[name])) if row[name] else None for name in ("prop", "needs")
    }
    return Variation(exercise=exercise, **_own(Variation, row), **things)


def _thaw_muscles(row: Content) -> list[VariationMuscle]:
    return [
        VariationMuscle(muscle=Muscle(**_own(Muscle, shared["muscle"])), **_own(VariationMuscle, shared))
        for shared in row["muscles"]
    ]


def library() -> Library:
    """The newest edition of every exercise, in one query; content that this process knows is not sent again."""
    known = {value for value, _exercise in _thawed}
    editions = Edition.objects.newest().annotate(
        unknown=Case(When(digest__in=known, then=Value(None, JSONField())), default=F("content"))
    )
    rows = editions.values_list("pk", "exercise", "exercise__is_archived", "digest", "unknown")
    found = [
        replace(_thaw_once(pk, exercise, value, content), is_archived=is_archived)
        for pk, exercise, is_archived, value, content in rows
    ]
    return Library(sorted(found, key=lambda row: row.exercise.order))


# Editions never change, so their values can be shared by all requests of a process, by digest.
_thawed: dict[tuple[str, int], PublishedExercise] = {}
MOST_KEPT = 500


def _thaw_once(pk: int, exercise: int, value: str, content: Content | None) -> PublishedExercise:
    found = _thawed.get((value, exercise))
    if found is None:
        if len(_thawed) >= MOST_KEPT:
            _thawed.clear()
        if content is None:  # forgotten since the query began
            content = Edition.objects.values_list("content", flat=True).get(pk=pk)
        found = _thawed[value, exercise] = thaw(Exercise(pk=exercise), content)
    return found
