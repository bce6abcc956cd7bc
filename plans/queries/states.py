"""How the drafts of exercises stand to what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet, Subquery, prefetch_related_objects

from exercises import editions
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
from plans.queries.drafts import DraftState


def states_of_exercises(exercises: Iterable[Exercise]) -> dict[int, DraftState]:
    """The state of each exercise by its id: four queries if they come `with_changes_since`, else five."""
    rows = Loaded(exercises)
    if not all(hasattr(row, "published_digest") for row in rows):
        rows = Loaded(with_changes_since(Exercise.objects.filter(pk__in=[row.pk for row in rows])))
    words = editions.figure_words()
    return {row.pk: _state(row, words) for row in editions.with_rows(rows)}


class Loaded(list):
    """Rows that are there already, where a query is asked for more of what belongs to its rows."""

    def prefetch_related(self, *lookups) -> Loaded:
        prefetch_related_objects(self, *lookups)
        return self


def _state(exercise: Exercise, words: Mapping[str, FigureWords]) -> DraftState:
    if exercise.is_archived:
        return DraftState.ARCHIVED
    if exercise.published_digest is None:
        return DraftState.DRAFT
    draft = editions.freeze_rows(exercise, exercise.published_content, words)
    return DraftState.PUBLISHED if exercise.published_digest == editions.digest(draft) else DraftState.CHANGED


def with_changes_since(exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
    """
    Each with `published_at`, `published_digest` and `published_content` of its newest edition, None if there
    is none, and `changed_since`: whether anything of it was written after that. It costs no query of its
    own, but does not notice what was changed back.
    """
    drawn = Variation.objects.filter(exercise=OuterRef(OuterRef("pk")))
    trained = VariationMuscle.objects.filter(variation__exercise=OuterRef(OuterRef("pk")))
    newest = Edition.objects.filter(exercise=OuterRef("pk")).order_by("-number")
    names = {"published_at": "created_at", "published_digest": "digest", "published_content": "content"}
    rows = exercises.annotate(**{name: Subquery(newest.values(value)[:1]) for name, value in names.items()})
    later = {"history_date__gt": OuterRef("published_at")}
    return rows.annotate(
        changed_since=Exists(Exercise.history.filter(id=OuterRef("pk"), **later))
        | Exists(Variation.history.filter(exercise=OuterRef("pk"), **later))
        | Exists(VariationMuscle.history.filter(variation__exercise=OuterRef("pk"), **later))
        | Exists(Rung.history.filter(exercise=OuterRef("pk"), **later))
        | Exists(FigureWords.history.filter(figure__in=drawn.values("figure"), **later))
        | Exists(Muscle.history.filter(id__in=trained.values("muscle"), **later))
        | Exists(Equipment.history.filter(id__in=drawn.values("prop"), **later))
        | Exists(Equipment.history.filter(id__in=drawn.values("needs"), **later))
    )


def state_at_a_glance(exercise: Exercise) -> DraftState:
    """Of an exercise that was loaded `with_changes_since`."""
    if exercise.is_archived:
        return DraftState.ARCHIVED
    if exercise.published_at is None:
        return DraftState.DRAFT
    return DraftState.CHANGED if exercise.changed_since else DraftState.PUBLISHED
