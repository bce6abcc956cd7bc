"""All of the content, in one transaction."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from exercises import editions
from exercises.models import Edition, Exercise
from plans import editions as plan_editions
from plans.loading.fixtures import FOLDERS, MODELS, Entry, check_together, key_text, read_fixtures
from plans.loading.rows import ModelLoader, Report
from plans.models import Plan, PlanEdition, PlanRevision
from plans.revisions import freeze
from plans.services import CannotPublish, publish_exercise, publish_plan


@transaction.atomic
def load_content(folders: Iterable[Path] = FOLDERS, *, now: datetime.datetime) -> Report:
    """
    Load the fixtures of `folders`, and publish the exercises and plans that they change.

    A draft that an editor is at work on is not published. Raises ContentError, and changes nothing, if
    anything in the fixtures is wrong.
    """
    entries = read_fixtures(list(folders))
    report = Report(now)
    missing: set = set()
    at_work = _drafts()
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
    _publish(entries, at_work, report, now)
    return report


def _drafts() -> set[tuple[type, int]]:
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


def shape_of(numbers: dict) -> dict:
    """What a plan itself says; its ladders follow the exercises."""
    return {name: value for name, value in numbers.items() if name not in ("ladders", "variations")}


def _publish(
    entries: list[Entry], at_work: set[tuple[type, int]], report: Report, now: datetime.datetime
) -> None:
    for model, publish in ((Exercise, publish_exercise), (Plan, publish_plan)):
        drafts = {key_text(entry.key): entry.is_draft for entry in entries if entry.model is model}
        for row in model.objects.filter(slug__in=drafts, is_archived=False):
            if drafts[row.slug]:
                if report.written:
                    report.left_alone.append(f"{row} is not published: it is a draft")
                continue
            if (model, row.pk) in at_work:
                if report.written:
                    report.left_alone.append(f"{row} is not published: an editor is at work on it")
                continue
            try:
                report.revisions += publish(row, now=now).revisions
            except CannotPublish as error:
                report.left_alone.append(f"{row} is not published: {' '.join(error.reasons).rstrip('.')}")
