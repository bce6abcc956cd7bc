from django.core.management.base import BaseCommand
from django.utils import timezone

from glutes_site.accounts import guests


class Command(BaseCommand):
    help = (
        f"Deletes people without an account who have not been here for {guests.DAYS} days, with all they did. "
        "Run it once a day; it may be stopped at any time and started again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=10_000, help="How many at once; %(default)s.")

    def handle(self, *, most, verbosity, **options):
        cleared = guests.clear(timezone.now(), most)
        if verbosity:
            self.stdout.write(f"Guests cleared: {cleared}.")
