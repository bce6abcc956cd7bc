"""How the drafts of exercises stand to what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet, Subquery

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
    """The state of each exercise by its id, in six queries."""
    rows = Exercise.objects.filter(pk__in=[exercise.pk for exercise in exercises])
    newest, words = editions.newest_editions(rows), editions.figure_words()
    return {row.pk: _state(row, newest.get(row.pk), words) for row in editions.with_rows(rows)}


def _state(exercise: Exercise, newest: Edition | None, words: Mapping[str, FigureWords]) -> DraftState:
    if exercise.is_archived:
        return DraftState.ARCHIVED
    if newest is None:
        return DraftState.DRAFT
    draft = editions.freeze_rows(exercise, newest.content, words)
    return DraftState.PUBLISHED if newest.digest == editions.digest(draft) else DraftState.CHANGED


def with_changes_since(exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
    """
    Each with `published_at`, None if it never was, and `changed_since`: whether anything of it was written
    after that. It costs no query of its own, but does not notice what was changed back.
    """
    drawn = Variation.objects.filter(exercise=OuterRef(OuterRef("pk")))
    trained = VariationMuscle.objects.filter(variation__exercise=OuterRef(OuterRef("pk")))
    newest = Edition.objects.filter(exercise=OuterRef("pk")).order_by("-number")
    rows = exercises.annotate(published_at=Subquery(newest.values("created_at")[:1]))
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
