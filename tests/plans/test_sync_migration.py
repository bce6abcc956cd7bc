"""People who logged before changes were numbered: each account gets a name, and what they did is the first change."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plans.models import Ledger, Operation
from plans.services import save_records, sync
from tests.plans.workouts import MONDAY, Notebook, sign_up

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("accounts", "0001_initial"), ("plans", "0005_bounds")]


def migrate(targets=None):
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


def test_who_was_here_before_is_named_and_counted(person, now):
    people = [person(f"{name}@rise.example") for name in ("ada", "eve", "kim")]
    books = [Notebook(sign_up(each), now=now) for each in people[:2]]
    for each, book in zip(people, books, strict=False):
        save_records(each, [book.workout(local_date=MONDAY), book.set(reps=20)], now=now)
        save_records(each, [book.set(2, reps=19)], now=now)
    try:
        migrate(BEFORE)
    finally:
        migrate()
    for each in people:
        each.refresh_from_db()
    assert len({each.uid for each in people}) == 3
    assert dict(Ledger.objects.values_list("user__email", "change")) == {
        "ada@rise.example": 1,
        "eve@rise.example": 1,
    }
    assert set(Operation.objects.values_list("change", flat=True)) == {1}
    told = sync(people[0], [books[0].set(3, reps=18)], cursor=None, now=now)
    assert (told.cursor, len(told.rows)) == (2, 4)
