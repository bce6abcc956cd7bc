"""All of the content, in one transaction."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from plans.loading.fixtures import FOLDERS, MODELS, check_together, read_fixtures
from plans.loading.rows import ModelLoader, Report
from plans.models import Plan
from plans.services import CannotPublish, publish_plan


@transaction.atomic
def load_content(folders: Iterable[Path] = FOLDERS, *, now: datetime.datetime) -> Report:
    """
    Load the fixtures of `folders` and publish the plans whose numbers are new.

    Raises ContentError, and changes nothing, if anything in them is wrong.
    """
    entries = read_fixtures(list(folders))
    report = Report()
    missing: set = set()
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
    _publish(report, now)
    return report


def _publish(report: Report, now: datetime.datetime) -> None:
    """An editor's unfinished changes are not published just because somebody loads what is there already."""
    plans = Plan.objects.filter(is_published=True)
    if not report.written:
        plans = plans.filter(revisions__isnull=True)
    for plan in plans:
        try:
            revision, created = publish_plan(plan, now=now)
        except CannotPublish as error:  # an editor is at work on it
            report.left_alone.append(f"{plan} is not published: {' '.join(error.reasons).rstrip('.')}")
            continue
        if created:
            report.revisions.append(revision)
