"""What every test may ask for: a moment, a clock, people, and the real content in the database."""

import datetime
import os
from itertools import count

import hypothesis
import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.template import engines
from django.test import Client

from tests.undefined import UndefinedVariable

PASSWORD = "a calm and steady start"
TRANSACTIONAL = {"transactional_db", "django_db_reset_sequences", "live_server"}
DATABASE = TRANSACTIONAL | {"db", "client", "admin_client", "admin_user", "person", "client_of"}

hypothesis.settings.register_profile("quick", deadline=None, max_examples=50, derandomize=True)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("release", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if "CI" in os.environ else "quick")
)


# Skips -------------------------------------------------------------------------------------------


def _refuse_skip(report):
    """With RISE_REQUIRE_ALL=1 a skipped test is a failed one: nothing may be missing."""
    if report.skipped and os.environ.get("RISE_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"RISE_REQUIRE_ALL=1, but this was skipped: {why}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _refuse_skip((yield))


# Database ----------------------------------------------------------------------------------------


def pytest_collection_modifyitems(config, items):
    """What touches no database says the same whichever it is: on PostgreSQL it is not asked again."""
    if os.environ.get("TEST_DATABASE") != "postgresql":
        return
    dropped = [
        item for item in items if not (_touches_database(item) or item.get_closest_marker("postgresql"))
    ]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in set(dropped)]


def _touches_database(item):
    return bool(item.get_closest_marker("django_db")) or not DATABASE.isdisjoint(item.fixturenames)


class Content:
    """
    Whether the content is in the database: a transactional test empties every table.

    It is loaded once, and kept in tables of its own beside those that tests empty.
    """

    lost = False

    @classmethod
    def load(cls):
        call_command("load_content", verbosity=0)
        with connection.cursor() as cursor:
            for table in cls._tables():
                cursor.execute(f"DROP TABLE IF EXISTS kept_{table}")
                cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
        cls.lost = False

    @classmethod
    def bring_back(cls):
        with transaction.atomic(), connection.cursor() as cursor:
            for table in cls._tables():
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
            for sql in connection.ops.sequence_reset_sql(no_style(), cls._models()):
                cursor.execute(sql)
        cls.lost = False

    @staticmethod
    def _models():
        apps_of_content = [apps.get_app_config("exercises"), apps.get_app_config("plans")]
        return [model for app in apps_of_content for model in app.get_models(include_auto_created=True)]

    @classmethod
    def _tables(cls):
        return [model._meta.db_table for model in cls._models()]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        Content.load()
    yield
    with django_db_blocker.unblock():
        _end_other_sessions()


def _end_other_sessions():
    """
    PostgreSQL drops no database that somebody is connected to: a thread of the live server may still be
    answering a page that its browser has left.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _is_transactional(item):
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or not TRANSACTIONAL.isdisjoint(
        item.fixturenames
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    if Content.lost and _touches_database(item):
        with item.session.config.stash[_blocker].unblock():
            Content.bring_back()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item):
    try:
        return (yield)
    finally:
        Content.lost = Content.lost or _is_transactional(item)


_blocker = pytest.StashKey()


@pytest.fixture(scope="session", autouse=True)
def _keep_blocker(django_db_blocker, pytestconfig):
    pytestconfig.stash[_blocker] = django_db_blocker


# Templates ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _undefined_variables_fail():
    """In the settings, for engines made later (a test that changes DEBUG makes new ones), and in today's."""
    undefined = UndefinedVariable(settings.BASE_DIR)
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = undefined
    engines["django"].engine.string_if_invalid = undefined


# Time and people ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def now():
    """A Monday morning."""
    return datetime.datetime(2027, 1, 4, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock(now):
    """
    The clock of the whole process, the live server's threads included, set to `now` and running:
    `clock.shift(datetime.timedelta(days=7))`, `clock.move_to(moment)`.
    """
    with time_machine.travel(now, tick=True) as traveller:
        yield traveller


@pytest.fixture
def on(clock):
    """Goes to noon of a day: `on(date(2027, 1, 7))`."""

    def go(date):
        clock.move_to(datetime.datetime.combine(date, datetime.time(12), datetime.UTC))

    return go


@pytest.fixture
def person(db):
    """
    Makes people with a verified address: `person()`, `person("ada@rise.example", time_zone="Asia/Tokyo")`.
    Their password is `tests.conftest.PASSWORD`.
    """
    numbers = count(1)

    def make(email=None, *, password=PASSWORD, verified=True, **fields):
        email = email or f"person{next(numbers)}@rise.example"
        user = get_user_model().objects.create_user(email, password, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
        return user

    return make


@pytest.fixture
def client_of():
    """A client with a session of its own, signed in as somebody: `client_of(user)`."""

    def make(user, **options):
        client = Client(**options)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return make
