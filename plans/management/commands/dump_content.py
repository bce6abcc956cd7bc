from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from plans.loading import ContentError, dump_content


class Command(BaseCommand):
    help = (
        "Writes the exercises and plans of the database as fixtures, which load_content makes the same rows of "
        "again. Files that are there already are replaced only with --overwrite, and only all together."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the fixtures go.")
        parser.add_argument("--overwrite", action="store_true", help="Replace fixtures of an earlier dump.")

    def handle(self, *, folder, overwrite, verbosity, **options):
        try:
            rows = dump_content(folder, overwrite=overwrite)
        except (ContentError, OSError) as error:
            raise CommandError(str(error)) from error
        if verbosity == 0:
            return
        self.stdout.write(f"Content: {sum(rows.values())} rows in {folder}.")
        for file, number in rows.items():
            self.stdout.write(f"  {file}: {number}")
