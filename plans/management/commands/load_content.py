from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.loading import FOLDERS, ContentError, load_content


class Command(BaseCommand):
    help = (
        "Loads the exercises and plans and publishes the plans. Rows that an editor changed or deleted are "
        "left alone. A broken fixture is named, and nothing changes."
    )

    def add_arguments(self, parser):
        parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS, help="Where the fixtures are.")

    def handle(self, *, folders, verbosity, **options):
        try:
            report = load_content(folders or FOLDERS, now=timezone.now())
        except ContentError as error:
            raise CommandError(str(error)) from error
        if verbosity == 0:
            return
        for line in describe(report):
            self.stdout.write(line)


def describe(report):
    if report.written:
        yield (
            f"Content: {report.created} new, {report.updated} updated, {report.deleted} deleted, "
            f"{report.unchanged} as they were."
        )
    elif not report.revisions:
        yield f"Content: nothing to do, all {report.unchanged} rows are as the fixtures have them."
    for line in report.left_alone:
        yield f"Left alone: {line}."
    for revision in report.revisions:
        yield f"Published: {revision.plan}, revision {revision.number}."
