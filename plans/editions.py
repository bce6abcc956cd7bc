"""A plan's words as they are published: frozen as JSON, and put in place of the draft's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from exercises.editions import Content, digest
from exercises.models import Variation
from plans.models import Enrolment, Plan, PlanEdition

WORDS = ("slug", "name", "goal", "summary", "who_for", "good_to_know", "order")


def freeze(plan: Plan) -> Content:
    """The words of a draft; its figure by the slug of the variation."""
    return {name: getattr(plan, name) for name in WORDS} | {"figure": plan.figure.slug}


def digest_of_plan(plan: Plan, numbers: dict[str, Any] | None) -> str:
    """Of all that publishing a draft would freeze."""
    return digest({"words": freeze(plan), "numbers": numbers})


def thaw(plan: Plan, content: Content, texts: Mapping[str, Variation] | None = None) -> Plan:
    """
    The plan with its published words, in no table: to be read, never to be saved.

    Its figure is one of `texts` (published variations by slug), where they are given; the draft of a plan may
    wear one that is not published yet.
    """
    words: dict[str, Any] = {name: content[name] for name in WORDS}
    figure = (
        {"figure": texts.get(content["figure"]) or plan.figure} if texts else {"figure_id": plan.figure_id}
    )
    return Plan(pk=plan.pk, is_archived=plan.is_archived, **words, **figure)


def words_of(path: str) -> Subquery:
    """The newest published words of the plan at the end of a path."""
    editions = PlanEdition.objects.filter(plan=OuterRef(path)).order_by("-number")
    return Subquery(editions.values("content")[:1])


def with_words(enrolments: QuerySet[Enrolment]) -> list[Enrolment]:
    """Each with its revision, and with the published words of its plan in place of the draft's. One query."""
    rows = list(enrolments.select_related("revision__plan").annotate(words=words_of("revision__plan")))
    for row in rows:
        row.revision.plan = thaw(row.revision.plan, row.words)
    return rows
