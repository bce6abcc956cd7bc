"""All of the content, in one transaction."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from django.db import models, transaction

from exercises import editions
from exercises.models import Edition, Exercise, Rung, Variation, VariationMuscle
from plans import editions as plan_editions
from plans.loading.fixtures import FOLDERS, MODELS, Entry, check_together, key_text, read_fixtures
from plans.loading.rows import ModelLoader, Report, digest, rows_of
from plans.models import Plan, PlanEdition, PlanExercise, PlanRevision, PlanWorkout
from plans.revisions import freeze
from plans.services import CannotPublish, publish_exercise, publish_plan

Draft = tuple[type[models.Model], int]  # an exercise or a plan: model and id

# What belongs to an exercise or a plan, and the way there.
TREES: dict[type[models.Model], dict[type[models.Model], tuple[str, ...]]] = {
    Exercise: {
        Exercise: (),
        Variation: ("exercise",),
        VariationMuscle: ("variation", "exercise"),
        Rung: ("exercise",),
    },
    Plan: {Plan: (), PlanWorkout: ("plan",), PlanExercise: ("workout", "plan")},
}


@transaction.atomic
def load_content(folders: Iterable[Path] = FOLDERS, *, now: datetime.datetime) -> Report:
    """
    Load the fixtures of `folders`, and publish the exercises and plans that they change.

    A draft that an editor is at work on is not published, whether or not it ever was. Raises ContentError, and
    changes nothing, if anything in the fixtures is wrong.
    """
    entries = read_fixtures(list(folders))
    report = Report(now)
    missing: set = set()
    at_work, unpublished = _drafts(), _unpublished()
    loaders = [
        ModelLoader(model, [entry for entry in entries if entry.model is model], report, missing)
        for model in MODELS
    ]
    for loader in reversed(loaders):
        loader.delete_dropped()
    for loader in loaders:
        loader.write()
    for loader in reversed(loaders):
        loader.delete_dropped(last=True)
    check_together(entries)
    if unpublished:
        at_work |= unpublished & _unlike_files(loaders)
    _publish(entries, at_work, unpublished, report, now)
    return report


def _drafts() -> set[Draft]:
    """Exercises and plans that an editor changed since they were published last: model and id."""
    published = dict(Edition.objects.newest().values_list("exercise", "digest"))
    exercises = {
        (Exercise, pk)
        for pk, content in editions.freeze_all(Exercise.objects.all()).items()
        if pk in published and published[pk] != editions.digest(content)
    }
    words = dict(PlanEdition.objects.newest().values_list("plan", "digest"))
    numbers = dict(PlanRevision.objects.newest().values_list("plan", "numbers"))
    library = editions.library()
    plans = {
        (Plan, plan.pk)
        for plan in Plan.objects.select_related("figure")
        if plan.pk in words
        and (
            words[plan.pk] != editions.digest(plan_editions.freeze(plan))
            or shape_of(numbers[plan.pk]) != shape_of(freeze(plan, library))
        )
    }
    return exercises | plans


def _unpublished() -> set[Draft]:
    """Exercises and plans that are there and were never on the site."""
    if not Edition.objects.exists() and PlanRevision.objects.exists():
        return set()  # from before there were editions, when everything that was not archived was on the site
    exercises = Exercise.objects.exclude(pk__in=Edition.objects.values("exercise"))
    plans = Plan.objects.exclude(pk__in=PlanRevision.objects.values("plan"))
    return {
        (model, pk)
        for model, rows in ((Exercise, exercises), (Plan, plans))
        for pk in rows.values_list("pk", flat=True)
    }


def _unlike_files(loaders: Iterable[ModelLoader]) -> set[Draft]:
    """Exercises and plans that, with all that belongs to them, are not as the files that were loaded have them."""
    described = {loader.model: loader.described for loader in loaders}
    ids = {root: dict(root.objects.values_list("slug", "pk")) for root in TREES}
    unlike = set()
    for root, models_of_tree in TREES.items():
        for model, way in models_of_tree.items():
            rows = {key_text(row.natural_key()): row for row in rows_of(model)}
            for key in rows.keys() | described[model].keys():
                row, wanted = rows.get(key), described[model].get(key)
                if row is None or wanted is None or digest(row) != digest(wanted):
                    unlike |= {(root, ids[root].get(_slug(each, way))) for each in (row, wanted) if each}
    return unlike


def _slug(row: models.Model, way: Iterable[str]) -> str:
    for name in way:
        row = getattr(row, name)
    return row.slug


def shape_of(numbers: dict) -> dict:
    """What a plan itself says; its ladders follow the exercises."""
    return {name: value for name, value in numbers.items() if name not in ("ladders", "variations")}


def _publish(
    entries: list[Entry],
    at_work: set[Draft],
    unpublished: set[Draft],
    report: Report,
    now: datetime.datetime,
) -> None:
    for model, publish in ((Exercise, publish_exercise), (Plan, publish_plan)):
        drafts = {key_text(entry.key): entry.is_draft for entry in entries if entry.model is model}
        for row in model.objects.filter(slug__in=drafts, is_archived=False):
            if drafts[row.slug]:
                if report.written:
                    report.left_alone.append(f"{row} is not published: it is a draft")
                continue
            if (model, row.pk) in at_work:
                if report.written or (model, row.pk) in unpublished:
                    report.left_alone.append(f"{row} is not published: an editor is at work on it")
                continue
            try:
                report.revisions += publish(row, now=now).revisions
            except CannotPublish as error:
                report.left_alone.append(f"{row} is not published: {' '.join(error.reasons).rstrip('.')}")
