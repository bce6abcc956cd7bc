import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from glutes_site.settings import environment

GOOD = {
    "DJANGO_SETTINGS_MODULE": "glutes_site.settings.prod",
    "SECRET_KEY": "k9Jw2-xQv7_Zt4mB8nR3sL6yH1dF5gC0pA-eUoViXzWqTrEyKj",
    "ALLOWED_HOSTS": "rise.example www.rise.example",
    "DATABASE_URL": "sqlite:////tmp/rise-never-opened.sqlite3",
    "MAIL_URL": "smtp+tls://rise:a%40b@mail.rise.example:587",
    "MAIL_FROM": "Rise <hello@rise.example>",
}
NEEDED = ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "MAIL_URL", "MAIL_FROM"]


def run(*arguments, **variables):
    """Python in the project's folder, with these variables and no others that settings read."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def value_of(name, **variables):
    result = run(
        "-c", f"from django.conf import settings; print(repr(settings.{name}))", **(GOOD | variables)
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    "database", ["sqlite:////tmp/rise-never-opened.sqlite3", "postgresql://rise:secret@db.example:5432/rise"]
)
def test_check_deploy_has_nothing_to_say(database):
    result = run(
        "manage.py", "check", "--deploy", "--fail-level", "DEBUG", **(GOOD | {"DATABASE_URL": database})
    )
    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_variable_is_named(name):
    result = run("-m", "django", "diffsettings", **{key: text for key, text in GOOD.items() if key != name})
    assert result.returncode != 0
    assert result.stderr.strip().splitlines()[-1].endswith(f"Missing environment variable: {name}.")


def test_all_missing_variables_are_named_at_once():
    result = run(
        "-m",
        "django",
        "diffsettings",
        DJANGO_SETTINGS_MODULE=GOOD["DJANGO_SETTINGS_MODULE"],
        ALLOWED_HOSTS=" ",
    )
    assert f"Missing environment variables: {', '.join(NEEDED)}." in result.stderr


def test_no_proxy_is_trusted_unless_the_operator_says_so():
    assert value_of("ALLAUTH_TRUSTED_PROXY_COUNT") == "0"
    assert value_of("SECURE_PROXY_SSL_HEADER") == "None"
    assert value_of("SECURE_PROXY_SSL_HEADER", TRUSTED_PROXIES="1") == "('HTTP_X_FORWARDED_PROTO', 'https')"
    assert value_of("ALLAUTH_TRUSTED_PROXY_COUNT", TRUSTED_PROXIES="2") == "2"


def test_sign_in_limits_count_in_a_cache_that_every_process_shares():
    assert "DatabaseCache" in value_of("CACHES")


def test_a_traceback_reaches_stderr_without_debug():
    result = run(
        "-c",
        "import django, logging; django.setup(); logging.getLogger('django.request').error('told')",
        **GOOD,
    )
    assert "ERROR django.request: told" in result.stderr


@pytest.mark.parametrize(
    "url, name",
    [
        ("sqlite:////srv/rise/rise.sqlite3", "/srv/rise/rise.sqlite3"),
        ("sqlite:///rise.sqlite3", "rise.sqlite3"),
        ("sqlite:////srv/my%20data/rise.sqlite3", "/srv/my data/rise.sqlite3"),
    ],
)
def test_sqlite_is_a_file_with_safe_options(url, name):
    database = environment.database(url)
    assert (database["NAME"], database["CONN_MAX_AGE"]) == (name, None)
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_is_read_from_its_address_and_pooled():
    database = environment.database("postgresql://rise:p%40ss@db.example:6432/rise?sslmode=require")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert [database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "rise", "p@ss", "db.example", "6432", "rise",
    ]  # fmt: skip
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]
    assert database["CONN_MAX_AGE"] == 0


def test_postgresql_may_be_reached_through_a_socket():
    assert environment.database("postgresql://rise@/rise?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "url",
    ["mysql://rise@db/rise", "sqlite://", "sqlite://rise.sqlite3", "postgresql://db.example", "rise.sqlite3"],
)
def test_another_database_is_refused_with_an_example(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(url)


def test_an_unreadable_address_is_refused_without_showing_the_password():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as caught:
        environment.database("postgresql://rise:secret@db.example:port/rise")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url, port, tls, ssl",
    [
        ("smtp+tls://rise:a%40b@mail.example", 587, True, False),
        ("smtps://rise:a%40b@mail.example", 465, False, True),
        ("smtp://rise:a%40b@mail.example:2525", 2525, False, False),
    ],
)
def test_mail_goes_where_its_address_says(url, port, tls, ssl):
    options = environment.mailer(url)["OPTIONS"]
    assert [options[key] for key in ("host", "port", "username", "password", "use_tls", "use_ssl")] == [
        "mail.example", port, "rise", "a@b", tls, ssl,
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_another_kind_of_mail_is_refused_with_an_example(url):
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL"):
        environment.mailer(url)


@pytest.mark.parametrize(
    "name, read", [("SSL_REDIRECT", environment.flag), ("HSTS_SECONDS", environment.number)]
)
def test_a_value_that_cannot_be_understood_is_refused(monkeypatch, name, read):
    monkeypatch.setenv(name, "perhaps")
    with pytest.raises(ImproperlyConfigured, match=f"{name} must be .* not “perhaps”"):
        read(name, 1)


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("pragma, value", [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_runs_with_the_settings_that_keep_sets(pragma, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.sqlite
def test_the_test_database_is_a_file_of_its_own():
    assert "memory" not in str(settings.DATABASES["default"]["TEST"]["NAME"])
