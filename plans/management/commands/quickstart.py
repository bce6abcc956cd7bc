import os
import socket
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.models import Plan
from plans.quickstart import ADMINISTRATOR, DEMO, EDITOR, create_person, follow_for_three_weeks

HOST = "127.0.0.1"
PLAN = "the-full-five"


class Command(BaseCommand):
    help = (
        "Brings the site to life on this computer: database, content, roles, a demo person, an editor and an "
        "administrator, then a server. What is there already is kept. For development only."
    )
    requires_system_checks = []  # the database may not exist yet; the server checks

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="Where to serve (8000).")
        parser.add_argument("--no-server", action="store_true", help="Prepare everything, but do not serve.")

    def handle(self, *, port, no_server, **options):
        if not settings.DEBUG:
            raise CommandError(
                "quickstart makes people with known passwords, so it runs in development only."
            )
        if not no_server:
            check_port(port)
        try:
            self.prepare()
        except KeyboardInterrupt:
            raise CommandError("Stopped half-way. Run it again, and it goes on from there.") from None
        if no_server:
            return
        self.say(f"Serving on http://{HOST}:{port}/ – press Ctrl-C to stop.")
        call_command("runserver", f"{HOST}:{port}", use_reloader=False)

    def prepare(self):
        self.say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        self.say("Loading exercises and plans …")
        call_command("load_content", stdout=self.stdout)
        call_command("loaddata", "roles", verbosity=0)
        self.prepare_people()

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def prepare_people(self):
        zone = ZoneInfo(local_time_zone())
        demo, is_new = create_person(DEMO, time_zone=zone.key)
        if is_new:
            self.say("Training for three weeks …")
            today = timezone.localdate(timezone.now(), zone)
            plan = Plan.objects.get(slug=PLAN)
            workouts = follow_for_three_weeks(demo, plan, today=today, zone=zone)
            self.say(f"The demo person follows {plan} and has logged {workouts} workouts.")
        self.say("Sign in with:")
        self.say(f"  {DEMO.email:20}  {password_of(demo, DEMO)}")
        for account, what in (
            (EDITOR, "writes and publishes in /admin/"),
            (ADMINISTRATOR, "does that too, and gives people their roles"),
        ):
            person, _is_new = create_person(account, time_zone=zone.key)
            self.say(f"  {account.email:20}  {password_of(person, account)}  ({what})")


def password_of(person, account):
    return account.password if person.check_password(account.password) else "(the password you gave it)"


def check_port(port):
    """Before any work is done: is it free?"""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}). "
                f"Choose another, for example: manage.py quickstart --port {port + 1}"
            ) from error


def local_time_zone():
    """The name of this computer's zone, or UTC where it does not tell."""
    link = Path("/etc/localtime")
    name = os.environ.get("TZ") or (
        str(link.readlink()).partition("zoneinfo/")[2] if link.is_symlink() else ""
    )
    return name if name in available_timezones() else "UTC"
