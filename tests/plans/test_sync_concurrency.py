"""Devices of one person that save at once: no change is lost, none steps over another, all hear of all."""

import threading
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from plans.models import Ledger, Operation, SetLog
from plans.services import save_records, sync
from tests.plans.syncing import Device
from tests.plans.test_concurrency import at_once
from tests.plans.workouts import MONDAY, Notebook, logged, sign_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def book(ada, now):
    return Notebook(sign_up(ada), now=now)


@pytest.fixture
def devices(ada, client_of):
    return [Device(client_of(ada), ada) for _each in range(4)]


def changes():
    return sorted(set(Operation.objects.values_list("change", flat=True)))


def test_the_first_changes_of_somebody_from_many_sides_at_once_are_numbered_one_by_one(ada, book, now):
    edits = [book.set(number, reps=20) for number in range(1, 7)]
    answers = at_once(*(lambda edit=edit: sync(ada, [edit], cursor=None, now=now) for edit in edits))
    assert [getattr(answer, "outcomes", answer)[0].status for answer in answers] == ["applied"] * 6
    assert changes() == [1, 2, 3, 4, 5, 6]
    assert Ledger.objects.get().change == 6


def test_devices_that_send_and_hear_at_once_all_end_with_all_sets(ada, book, devices):
    def work(device, offset):
        for number in range(1, 9):
            device.send(book.set(10 * offset + number, reps=number))

    answers = at_once(*(lambda pair=pair: work(*pair) for pair in zip(devices, range(4), strict=True)))
    assert answers == [None] * 4
    assert len(logged(ada)) == Operation.objects.count() == 32
    assert changes() == list(range(1, 33))
    rows = [device.pull() for device in devices]
    assert len(rows[0]) == 32
    assert rows[1:] == rows[:1] * 3


def test_nobody_who_only_hears_misses_a_change_that_was_under_way(ada, book, devices, now):
    """A cursor that ran ahead of an uncommitted change would never come back to it."""
    listener, *writers = devices
    is_over = threading.Event()

    def listen():
        while not is_over.is_set():
            listener.send()

    def write(device, offset):
        for number in range(1, 9):
            device.send(book.set(10 * offset + number, reps=number))

    def write_all():
        try:
            return at_once(*(lambda pair=pair: write(*pair) for pair in zip(writers, range(3), strict=True)))
        finally:
            is_over.set()

    assert at_once(listen, write_all) == [None, [None] * 3]
    listener.pull()
    assert len([key for key in listener.rows if key[0] == "set"]) == SetLog.objects.count() == 24


def test_the_same_batch_twice_at_once_is_applied_once(ada, book, devices, now):
    devices[0].send(book.workout(local_date=MONDAY))
    devices[1].pull()
    for number in range(1, 6):
        batch = [book.set(number, reps=20), book.feedback(at=number, rating="easy")]
        one, other = at_once(*(partial(each.send, *batch) for each in devices[:2]))
        statuses = sorted([one["results"][0]["status"], other["results"][0]["status"]])
        assert statuses == ["applied", "duplicate"]
        assert [one["results"][0]["edited_at"]] * 2 == [
            told["results"][0]["edited_at"] for told in (one, other)
        ]
    assert Operation.objects.count() == 11


def test_the_page_and_a_phone_at_once_lose_nothing(ada, book, devices, now):
    page = [book.set(1, at=1, reps=20), book.set(2, at=1, reps=20)]
    phone = [book.set(1, at=2, rest_seconds=30), book.set(3, at=1, reps=18)]
    answers = at_once(
        lambda: save_records(ada, page, now=now),
        lambda: devices[0].send(*phone),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert logged(ada) == {"squat.1.1.both": 20, "squat.1.2.both": 20, "squat.1.3.both": 18}
    assert SetLog.objects.get(number=1).rest_seconds == 30


def test_a_cursor_of_a_device_never_passes_a_change_that_is_not_committed(ada, book, now):
    sync(ada, [book.set(1, reps=20)], cursor=None, now=now)
    holds, may_end = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            save_records(ada, [book.set(2, reps=20)], now=now)
            holds.set()
            assert may_end.wait(10)

    def hear():
        assert holds.wait(10)
        try:
            return sync(ada, [], cursor=1, now=now)
        finally:
            may_end.set()

    _held, heard = at_once(hold, hear)
    assert (heard.cursor, heard.rows) == (1, [])
    assert [row.number for row in sync(ada, [], cursor=1, now=now).rows] == [2]


def test_the_changes_of_two_people_are_numbered_apart(person, ada, book, now):
    eve = person("eve@rise.example")
    other = Notebook(sign_up(eve), now=now)
    answers = at_once(
        *(lambda n=n: save_records(ada, [book.set(n, reps=20)], now=now) for n in (1, 2)),
        *(lambda n=n: save_records(eve, [other.set(n, reps=20)], now=now) for n in (1, 2)),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert {ledger.user_id: ledger.change for ledger in Ledger.objects.all()} == {ada.pk: 2, eve.pk: 2}


def test_a_record_that_arrived_before_costs_one_try_more_and_changes_nothing(ada, book, devices):
    phone = devices[0]
    edits = [book.set(1, reps=20), book.set(2, reps=19)]
    phone.send(*edits)
    with CaptureQueriesContext(connection) as queries:
        told = phone.send(*edits, book.set(3, op=uuid4(), reps=18))
    assert [result["status"] for result in told["results"]] == ["duplicate", "duplicate", "applied"]
    assert len(queries) <= 18
    assert changes() == [1, 2]
