"""The same form twice at once logs once; two people never wait for each other's rows to be right."""

import threading
from functools import partial

import pytest
from django.db import connection

from plans.models import Feedback, Operation, SetLog, WorkoutLog
from plans.services import save_records
from tests.plans.workouts import Notebook, WorkoutSheet, logged, ratings, rows_of, sign_up

pytestmark = pytest.mark.django_db(transaction=True)

SQUAT = "squat.1.1.both"


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def site(ada, client_of):
    sign_up(ada)
    return client_of(ada)


def at_once(*calls):
    """Start every call at the same moment, each on a connection of its own; their answers, in order."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            gate.wait(10)
            answers[place] = call()
        except Exception as error:  # noqa: BLE001 - told to the test
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def copies(sheet, client_of, person, number):
    """The same form in several windows, each with a connection of its own."""
    for _each in range(number):
        copy = WorkoutSheet.__new__(WorkoutSheet)
        copy.client, copy.url, copy.fields, copy.names = (
            client_of(person),
            sheet.url,
            {**sheet.fields},
            sheet.names,
        )
        yield copy


def counts():
    return [model.objects.count() for model in (WorkoutLog, SetLog, Feedback, Operation)]


def test_the_same_form_sent_twice_at_once_logs_once(ada, site, client_of):
    for _round in range(3):
        sheet = WorkoutSheet.open(site, "/today/?slot=1").tick_all().rate_all("right")
        answers = at_once(*(copy.save for copy in copies(sheet, client_of, ada, 4)))
        assert [getattr(answer, "status_code", answer) for answer in answers] == [302] * 4
        assert counts() == [1, len(sheet.sets), 5, 1 + len(sheet.sets) + 5]


def test_two_tabs_that_finish_at_once_log_once_and_the_workout_is_finished(ada, site, client_of):
    tabs = [WorkoutSheet.open(client_of(ada)).tick_all() for _tab in range(2)]
    answers = at_once(*(tab.finish for tab in tabs))
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302, 302]
    assert counts()[:2] == [1, len(tabs[0].sets)]
    assert WorkoutLog.objects.get().finished_at is not None


def test_two_tabs_that_save_different_sets_at_once_lose_none(ada, site, client_of):
    keys = WorkoutSheet.open(site).sets
    tabs = [WorkoutSheet.open(client_of(ada)).tick(key) for key in keys[:6]]
    answers = at_once(*(tab.save for tab in tabs))
    assert {getattr(answer, "status_code", answer) for answer in answers} == {302}
    assert set(logged(ada)) == set(keys[:6])


def test_fields_of_one_set_changed_at_once_all_arrive(ada, now):
    book = Notebook(sign_up(ada), now=now)
    save_records(ada, [book.set(reps=20)], now=now)
    edits = [book.set(at=n, reps=n) for n in range(1, 5)] + [book.set(at=9, rest_seconds=44)]
    edits += [book.feedback(at=7, rating="easy"), book.feedback(at=8, rating="hard")]
    answers = at_once(*(lambda edit=edit: save_records(ada, [edit], now=now) for edit in edits))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    row = SetLog.objects.get()
    assert (row.reps, row.rest_seconds) == (4, 44)
    assert ratings(ada) == {"squat": "hard"}
    assert Operation.objects.count() == len(edits) + 1


def test_many_people_may_save_at_once(person, now, clock):
    people = [person() for _each in range(6)]
    books = [Notebook(sign_up(each), now=now) for each in people]

    def save(each, book):
        return save_records(each, [book.set(number, reps=20) for number in (1, 2)], now=now)

    answers = at_once(*(lambda pair=pair: save(*pair) for pair in zip(people, books, strict=True)))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert all(len(logged(each)) == 2 for each in people)


@pytest.mark.postgresql
def test_one_person_at_a_time_is_written_on_postgresql(ada, now):
    """Without the lock on the person both would find the `op` new, and one would fail."""
    book = Notebook(sign_up(ada), now=now)
    for number in range(1, 9):
        batch = [book.set(number, reps=20)]
        save = partial(save_records, ada, batch, now=now)
        answers = at_once(*[save] * 6)
        statuses = sorted(
            answer[0].status if isinstance(answer, list) else repr(answer) for answer in answers
        )
        assert statuses == ["applied"] + ["duplicate"] * 5
    assert len(rows_of(ada)["SetLog"]) == 8
