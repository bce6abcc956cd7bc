"""Before publishing: what would differ, whom it reaches, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises import editions
from exercises.editions import Content
from exercises.history import Difference
from exercises.history.text import Names, difference, word_by_word
from exercises.models import Exercise, FigureWords, Rung, Variation, VariationMuscle
from plans import editions as plan_editions
from plans import guardrails
from plans.engine import changes
from plans.engine.schedule import DAYS
from plans.guardrails import Finding
from plans.models import Enrolment, EnrolmentEvent, Plan, PlanRevision
from plans.queries.catalogue import LEVELS, preview
from plans.queries.offer import ScheduleDifference, difference_between
from plans.queries.preview import DraftPlan, draft_plan, plans_with
from plans.revisions import thaw


@dataclass(frozen=True)
class ChangedWords:
    """What differs in one thing: `kind` is "new", "gone" or "changed"."""

    what: str
    name: str
    kind: str
    differences: list[Difference] = field(default_factory=list)
    is_words: bool = True  # else only numbers


@dataclass(frozen=True)
class ChangedPlan:
    """A plan whose numbers would differ, week by week, and how many people would be offered them."""

    plan: Plan
    numbers: ScheduleDifference
    people: int


@dataclass(frozen=True)
class Review:
    """
    Everything to know before publishing one exercise or plan.

    `digest` is that of the reviewed draft: publishing asks for the same. readers: people who follow a plan
    with it and see new words at once.
    """

    is_new: bool
    is_archived: bool
    obstacles: list[Finding]
    warnings: list[Finding]
    words: list[ChangedWords]
    plans: list[ChangedPlan]
    digest: str
    level: str
    readers: int
    has_changes: bool

    @property
    def has_new_words(self) -> bool:
        return any(changed.is_words for changed in self.words)

    @property
    def offered(self) -> int:
        return sum(changed.people for changed in self.plans)


# Who is reached ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Followers:
    """People by the numbers in force for them: all whose plan is not over, and those with weeks to come."""

    revision: PlanRevision
    people: int
    with_weeks_to_come: int


def followers(today: date) -> list[Followers]:
    took = EnrolmentEvent.objects.filter(
        enrolment=OuterRef("pk"), kind=EnrolmentEvent.Kind.TOOK, undoings__isnull=True
    ).order_by("-window", "-pk")
    rows = list(
        Enrolment.objects.active()
        .annotate(
            in_force=Coalesce(
                Subquery(took.values("revision")[:1]), F("revision_id"), output_field=BigIntegerField()
            ),
            taken_in=Subquery(took.values("window")[:1]),
        )
        .values_list("in_force", "start_date", "taken_in")
        .annotate(people=Count("pk"))
        .order_by()
    )
    revisions = PlanRevision.objects.in_bulk({row[0] for row in rows})
    everybody: Counter = Counter()
    ahead: Counter = Counter()
    for pk, start, taken_in, people in rows:
        weeks = max(revisions[pk].numbers["weeks"], (taken_in or 1) - 1)
        current = (today - start).days // DAYS + 1
        everybody[pk] += people if current <= weeks else 0
        ahead[pk] += people if current < weeks else 0
    return [Followers(revision, everybody[pk], ahead[pk]) for pk, revision in revisions.items()]


def _offered(plan: Plan, draft: DraftPlan, followed: list[Followers]) -> int:
    """
    How many would be asked: those who have weeks to come, on numbers that can be told from the new ones.

    Nobody's own weeks are computed for it, so a few may be counted for whom nothing that is left differs.
    """
    new = thaw(draft.numbers)
    return sum(
        each.people if new.weeks > each.revision.numbers["weeks"] else each.with_weeks_to_come
        for each in followed
        if each.revision.plan_id == plan.pk and changes.differs(thaw(each.revision.numbers), new)
    )


# An exercise -------------------------------------------------------------------------------------


def review_exercise(exercise: Exercise, level: str, today: date) -> Review:
    rows = editions.with_rows(Exercise.objects.all()).get(pk=exercise.pk)
    newest = exercise.editions.order_by("-number").first()
    content = editions.freeze_rows(rows, newest and newest.content, editions.figure_words())
    draft = editions.thaw(exercise, content)
    asking = plans_with(draft)
    followed = followers(today)
    level = level if level in LEVELS else "standard"
    return Review(
        is_new=newest is None,
        is_archived=exercise.is_archived,
        obstacles=list(guardrails.exercise_obstacles(rows, [revision for revision, _draft in asking])),
        warnings=[*guardrails.exercise_warnings(draft), *_plan_warnings(asking)],
        words=list(_changed_exercise(newest.content if newest else {}, content)),
        plans=[
            changed
            for revision, with_draft in asking
            if (changed := _changed_plan(revision, with_draft, level, followed))
        ],
        digest=editions.digest(content),
        level=level,
        readers=sum(each.people for each in followed if guardrails.asks_for(exercise, each.revision)),
        has_changes=newest is None or newest.digest != editions.digest(content),
    )


def _plan_warnings(asking: Iterable[tuple[PlanRevision, DraftPlan]]) -> list[Finding]:
    """What the draft's ladder makes of the plans that ask for it, where the published one did not."""
    found = []
    for revision, draft in asking:
        if not guardrails.can_be_trained(draft.numbers):
            continue
        before = {str(row) for row in _of_plan(draft, revision.numbers)}
        found += [
            Finding(f"{draft.plan}: {row}", row.row, row.field)
            for row in _of_plan(draft, draft.numbers)
            if str(row) not in before
        ]
    return found


def _of_plan(draft: DraftPlan, numbers) -> Iterator[Finding]:
    return guardrails.plan_warnings(draft.plan, numbers, draft.library)


def _changed_plan(
    revision: PlanRevision, draft: DraftPlan, level: str, followed: list[Followers]
) -> ChangedPlan | None:
    before, after = thaw(revision.numbers), thaw(draft.numbers)
    if not guardrails.can_be_trained(draft.numbers, [level]) or not changes.differs(before, after):
        return None
    numbers = difference_between(
        preview(revision.numbers, level),
        preview(draft.numbers, level),
        (before, after),
        draft.library.variations,
    )
    return ChangedPlan(draft.plan, numbers, _offered(revision.plan, draft, followed))


def _changed_exercise(before: Content, after: Content) -> Iterator[ChangedWords]:
    if own := list(_fields(Exercise, before, after)):
        kind = "changed" if before else "new"
        yield ChangedWords(_kind_of(Exercise), after["name"], kind, own if before else [])
    yield from _rows(Variation, "slug", "name", _list(before, "variations"), after["variations"])
    yield from _rows(Rung, "code", "code", _list(before, "rungs"), after["rungs"])
    words = [
        [row | {"figure": key} for key, row in content.get("figures", {}).items()]
        for content in (before, after)
    ]
    yield from _rows(FigureWords, "figure", "name", *words)


def _list(content: Content, name: str) -> list[Content]:
    return list(content.get(name, ()))


def _kind_of(model: type[models.Model]) -> str:
    return capfirst(str(model._meta.verbose_name))


def _rows(
    model: type[models.Model], key: str, name: str, before: list[Content], after: list[Content]
) -> Iterator[ChangedWords]:
    old, new = {row[key]: row for row in before}, {row[key]: row for row in after}
    for value, row in new.items():
        if value not in old:
            yield ChangedWords(_kind_of(model), row[name], "new", is_words=model is not Rung)
        elif differences := list(_fields(model, old[value], row)):
            is_words = any(not isinstance(each.new, int) for each in differences)
            yield ChangedWords(_kind_of(model), row[name], "changed", differences, is_words)
    for value, row in old.items():
        if value not in new:
            yield ChangedWords(_kind_of(model), row[name], "gone", is_words=model is not Rung)


def _fields(model: type[models.Model], before: Content, after: Content) -> Iterator[Difference]:
    """Field by field; references are compared by what they are called."""
    for column in model._meta.concrete_fields:
        if column.name not in after or before.get(column.name) == after[column.name]:
            continue
        if column.is_relation:
            yield _by_name(str(column.verbose_name), before.get(column.name), after[column.name])
        else:
            yield difference(column, before.get(column.name), after[column.name], Names())
    if before.get("muscles") != after.get("muscles"):
        yield _by_name(_("muscles"), _muscles(before), _muscles(after))


def _by_name(label: str, before: Any, after: Any) -> Difference:
    old, new = (value["name"] if isinstance(value, dict) else value or "" for value in (before, after))
    parts = word_by_word(old, new) if old and new else ()
    return Difference(label, capfirst(label), old, new, old, new, parts, can_go_back=False)


def _muscles(row: Content) -> str:
    shares = row.get("muscles", ())
    return ", ".join(
        _("%(muscle)s (%(role)s, %(percent)d %%)")
        % {
            "muscle": share["muscle"]["plain_name"],
            "role": str(VariationMuscle.Role(share["role"]).label).lower(),
            "percent": share["set_percent"],
        }
        for share in shares
    )


# A plan ------------------------------------------------------------------------------------------


def review_plan(plan: Plan, level: str, today: date) -> Review:
    edition = plan.editions.order_by("-number").first()
    revision = plan.revisions.order_by("-number").first()
    library = editions.library()
    obstacles = list(guardrails.plan_obstacles(plan, library))
    followed = followers(today)
    words = plan_editions.freeze(plan)
    draft = None if obstacles else draft_plan(plan, library)
    level = level if level in LEVELS else plan.level
    changed = _changed_plan(revision, draft, level, followed) if draft and revision else None
    return Review(
        is_new=revision is None,
        is_archived=plan.is_archived,
        obstacles=obstacles,
        warnings=list(_of_plan(draft, draft.numbers)) if draft else [],
        words=list(_changed_plan_words(edition.content if edition else {}, words)),
        plans=[changed] if changed else [],
        digest=plan_editions.digest_of_plan(plan, draft.numbers if draft else None),
        level=level,
        readers=sum(each.people for each in followed if each.revision.plan_id == plan.pk),
        has_changes=edition is None
        or revision is None
        or draft is None
        or edition.digest != editions.digest(words)
        or revision.digest != editions.digest(draft.numbers),
    )


def _changed_plan_words(before: Content, after: Content) -> Iterator[ChangedWords]:
    differences = list(_fields(Plan, before, after))
    if differences:
        kind = "changed" if before else "new"
        yield ChangedWords(_kind_of(Plan), after["name"], kind, differences if before else [])
