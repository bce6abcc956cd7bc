"""What only one of the two databases can get wrong."""

import pytest
from django.core.management import call_command
from django.db import connection

from exercises.models import Exercise, Rung


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_is_new_enough():
    assert connection.pg_version >= 150_000


@pytest.mark.postgresql
@pytest.mark.parametrize("path", ["/exercises/%00/", "/plans/%00/", "/exercises/squat/?variation=%00"])
def test_a_nul_byte_is_no_server_error(client, db, path):
    assert client.get(path).status_code in {200, 400, 404}


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "pragma, value", [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)], ids=str
)
def test_sqlite_keeps_what_it_acknowledged(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


@pytest.mark.django_db(transaction=True)
def test_content_that_was_replaced_still_holds_together_when_the_transaction_ends():
    """Rows are replaced while others refer to them, which the database checks at the very end."""
    Rung.objects.filter(code="K1").update(rest_seconds=55)
    Exercise.objects.filter(slug="squat").update(summary="Old words.")
    call_command("load_content", verbosity=0)
    connection.check_constraints()
    assert Rung.objects.get(code="K1").rest_seconds == 55
