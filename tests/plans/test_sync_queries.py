"""What a request of the player costs: few queries, transactions included, however much it brings."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Operation, SetLog
from plans.services import save_records
from tests.plans.syncing import ASKED, Device, edits_of_plan, quick_edits
from tests.plans.workouts import MONDAY, Notebook, sign_up

ONE, MANY = 8, 14


@pytest.fixture(params=["in a test's transaction", "on its own"])
def ada(request, person, clock):
    """Counted with savepoints, and with BEGIN and COMMIT, which only a test without a transaction sees."""
    request.getfixturevalue("db" if request.param.startswith("in") else "transactional_db")
    return person("ada@rise.example")


@pytest.fixture
def enrolment(ada):
    return sign_up(ada)


@pytest.fixture
def phone(ada, client_of):
    return Device(client_of(ada), ada)


@pytest.fixture
def book(enrolment, now):
    return Notebook(enrolment, now=now)


def cost(phone, *edits):
    """How many queries; all of the edits were new."""
    before = Operation.objects.count()
    with CaptureQueriesContext(connection) as queries:
        results = phone.results(*edits)
    assert results == [("applied", "")] * len(edits)
    assert Operation.objects.count() == before + len(edits)
    found = [query["sql"] for query in queries]
    assert re.match(r"BEGIN|SAVEPOINT", found[2]), found
    return len(found), found


def begun(book):
    return book.workout(local_date=MONDAY, time_zone="UTC", prescription=[ASKED])


def test_one_set_of_a_workout_that_is_under_way(phone, book):
    phone.send(begun(book), book.set(1, reps=20))
    spent, queries = cost(phone, book.set(2, reps=20))
    assert spent <= ONE, queries


def test_one_set_that_is_corrected(phone, book):
    phone.send(begun(book), book.set(1, reps=20))
    spent, queries = cost(phone, book.set(1, at=5, reps=18))
    assert spent <= ONE, queries
    assert SetLog.objects.get().reps == 18


def test_a_few_sets_of_two_workouts(phone, book, enrolment, now):
    other = Notebook(enrolment, 1, 2, now=now)
    phone.send(begun(book), begun(other), book.set(1, reps=20), other.set(1, reps=20))
    spent, queries = cost(phone, book.set(1, at=5, reps=18), *(other.set(n, reps=9) for n in range(2, 20)))
    assert spent <= ONE, queries


def test_a_hundred_new_records_of_a_device_that_knows_everything(phone, ada, enrolment, now):
    phone.send(*quick_edits(now))
    edits = [*edits_of_plan(ada, enrolment, now, 98), *quick_edits(now)]
    assert {edit.kind for edit in edits} == {"workout", "set", "feedback"}
    spent, queries = cost(phone, *edits)
    assert spent <= MANY, queries


@pytest.mark.parametrize("knows", ["nothing", "something"])
def test_a_hundred_new_records_of_a_device_that_has_missed_something(phone, ada, enrolment, now, knows):
    if knows == "something":
        phone.send(*quick_edits(now))
    save_records(ada, quick_edits(now), now=now)  # on another device
    edits = [*edits_of_plan(ada, enrolment, now, 98), *quick_edits(now)]
    spent, queries = cost(phone, *edits)
    assert spent <= MANY, queries
    assert len([key for key in phone.rows if key[0] == "workout"]) > 3


def test_the_first_hundred_records_of_somebody(phone, ada, enrolment, now):
    spent, queries = cost(phone, *edits_of_plan(ada, enrolment, now, 100))
    assert spent <= MANY, queries


def test_the_same_hundred_again(phone, ada, enrolment, now, django_assert_max_num_queries):
    edits = edits_of_plan(ada, enrolment, now, 100)
    phone.send(*edits)
    phone.cursor -= 1  # the answer was lost
    with django_assert_max_num_queries(MANY):
        assert phone.results(*edits) == [("duplicate", "")] * 100


def test_asking_whether_there_is_anything_new(phone, book, django_assert_num_queries):
    phone.send(book.set(1, reps=20))
    with django_assert_num_queries(3):
        assert phone.send()["rows"] == []


def test_asking_who_is_signed_in(phone, ada, django_assert_num_queries):
    with django_assert_num_queries(2):
        phone.client.get("/api/session")
