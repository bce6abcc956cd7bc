"""The doors of the player: who gets in, what a request must look like, and what refuses it as a whole."""

import gzip
import json

import pytest
from django.test import Client

from plans.api.body import MOST_BYTES
from plans.models import Operation
from plans.records import milliseconds
from tests.plans.syncing import SESSION, SYNC, Device, edits_of_plan, record_of
from tests.plans.workouts import Notebook, logged, sign_up

pytestmark = pytest.mark.django_db

JSON = "application/json"


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def enrolment(ada):
    return sign_up(ada)


@pytest.fixture
def book(enrolment, now):
    return Notebook(enrolment, now=now)


@pytest.fixture
def site(ada, client_of):
    return client_of(ada)


@pytest.fixture
def phone(site, ada):
    return Device(site, ada)


def refusal(answer):
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.status_code, answer.json().get("error")


# The session -------------------------------------------------------------------------------------


def test_the_session_says_whose_it_is_and_what_time_it_is(site, ada, now):
    answer = site.get(SESSION)
    told = answer.json()
    assert told.keys() == {"account", "csrf", "now"}
    assert told["account"] == str(ada.uid)
    assert 0 <= told["now"] - milliseconds(now) < 60_000
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_every_account_has_a_name_of_its_own(person):
    assert len({person().uid for _each in range(3)}) == 3


def test_without_a_session_there_is_an_answer_and_no_way_to_a_form(client, ada):
    for answer in (client.get(SESSION), Device(client, ada).post()):
        assert refusal(answer) == (401, "signed-out")
        assert "Location" not in answer.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head"])
def test_the_session_is_only_asked_for(site, method):
    answer = getattr(site, method)(SESSION)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (405, "private, no-store")


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head"])
def test_records_are_only_sent(site, method):
    answer = getattr(site, method)(SYNC)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (405, "private, no-store")


def test_an_answer_is_kept_by_nobody(phone, book):
    answer = phone.post(book.set(reps=20))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"] == JSON


def test_somebody_whose_account_was_closed_is_signed_out(phone, ada, book):
    ada.is_active = False
    ada.save()
    assert refusal(phone.post(book.set(reps=20))) == (401, "signed-out")


# Forged requests ---------------------------------------------------------------------------------


def test_a_record_is_taken_with_the_token_of_the_session_alone(ada, book, client_of):
    strict = client_of(ada, enforce_csrf_checks=True)
    phone = Device(strict, ada)
    assert phone.post(book.set(reps=20)).status_code == 403
    token = strict.get(SESSION).json()["csrf"]
    body = json.dumps({"account": phone.account, "cursor": None, "records": [record_of(book.set(reps=20))]})
    assert strict.post(SYNC, body, JSON, headers={"X-CSRFToken": "x" * 64}).status_code == 403
    assert Operation.objects.count() == 0
    assert strict.post(SYNC, body, JSON, headers={"X-CSRFToken": token}).status_code == 200
    assert logged(ada) == {"squat.1.1.both": 20}


# Bodies ------------------------------------------------------------------------------------------


def envelope(ada):
    return json.dumps({"account": str(ada.uid), "cursor": None, "records": []})


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "7",
        '"text"',
        "[]",
        "[[]]",
        "{}",
        "{'account': 1}",
        "records=1",
        "<html>",
        '{"account": null, "cursor": null, "records": []}',
        '{"account": 7, "cursor": null, "records": []}',
        '{"account": "ACCOUNT", "cursor": null}',
        '{"account": "ACCOUNT", "cursor": null, "records": null}',
        '{"account": "ACCOUNT", "cursor": null, "records": {}}',
        '{"account": "ACCOUNT", "cursor": "1", "records": []}',
        '{"account": "ACCOUNT", "cursor": -1, "records": []}',
        '{"account": "ACCOUNT", "cursor": 1.5, "records": []}',
        '{"account": "ACCOUNT", "cursor": true, "records": []}',
        '{"account": "ACCOUNT", "cursor": NaN, "records": []}',
        '{"account": "ACCOUNT", "cursor": 1e400, "records": []}',
        '{"account": "ACCOUNT", "cursor": ' + "9" * 5000 + ', "records": []}',
        '{"account": "ACCOUNT", "cursor": null, "records": [], "records": []}',
        '{"account": "ACCOUNT", "cursor": null, "records": [{"op": 1, "op": 2}]}',
        '{"account": "ACCOUNT", "cursor": null, "records": ["\\u0000"]}',
        '{"account": "ACCOUNT", "cursor": null, "records": ["\\ud800"]}',
        '{"account": "ACCOUNT", "cursor": null, "records": [{"\\udfff": 1}]}',
        '{"account": "ACCOUNT", "cursor": null, "records": [{"a\\u0000": 1}]}',
        '{"account": "ACCOUNT", "cursor": null, "records": [[[[[[[[[[]]]]]]]]]]}',
        '{"account": "ACCOUNT", "cursor": null, "records": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"account": "ACCOUNT", "cursor": null, "records": ' + '{"a":' * 30_000 + "1" + "}" * 30_000 + "}",
        '{"account": "ACCOUNT", "cursor": null, "records": [',
        '{"account": "ACCOUNT", "cursor": null, "records": []} and more',
        '\ufeff{"account": "ACCOUNT", "cursor": null, "records": []}',
    ],
    ids=range(34),
)
def test_a_body_of_another_shape_is_malformed(site, ada, body):
    answer = site.post(SYNC, body.replace("ACCOUNT", str(ada.uid)), JSON)
    assert refusal(answer) == (400, "malformed")


def test_bytes_that_are_no_text_are_malformed(site, ada):
    good = envelope(ada).encode()
    for body in (b"\xff\xfe\x00", gzip.compress(good), envelope(ada).encode("utf-16"), good[:-1] + b"\xc3}"):
        assert refusal(site.generic("POST", SYNC, body, JSON)) == (400, "malformed")


def test_a_body_that_was_cut_off_is_malformed(site, ada):
    good = envelope(ada).encode()
    for length in (0, 1, len(good) // 2, len(good) - 1):
        assert refusal(site.generic("POST", SYNC, good[:length], JSON)) == (400, "malformed")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""],
)
def test_another_kind_of_body_is_malformed(site, ada, content_type):
    answer = site.generic("POST", SYNC, envelope(ada).encode(), content_type)
    assert refusal(answer) == (400, "malformed")


def test_a_form_with_files_is_malformed(site):
    assert refusal(site.post(SYNC, {"records": "1"})) == (400, "malformed")


def test_a_body_may_say_that_it_is_utf_8(site, ada):
    assert site.generic("POST", SYNC, envelope(ada).encode(), f"{JSON}; charset=UTF-8").status_code == 200


def test_what_a_later_player_may_add_to_a_body_is_passed_over(phone, ada, book):
    assert phone.send(book.set(reps=20), later={"and": "more"})["results"][0]["status"] == "applied"


# Sizes -------------------------------------------------------------------------------------------


def test_a_hundred_records_are_taken_and_one_more_is_too_much(phone, ada, enrolment, now):
    edits = edits_of_plan(ada, enrolment, now, 101)
    assert refusal(phone.post(*edits)) == (413, "too-large")
    assert Operation.objects.count() == 0
    assert {result["status"] for result in phone.send(*edits[:100])["results"]} == {"applied"}


def test_a_quarter_of_a_megabyte_is_taken_and_a_byte_more_is_too_much(site, ada):
    body = envelope(ada)
    assert site.post(SYNC, body + " " * (MOST_BYTES - len(body)), JSON).status_code == 200
    assert refusal(site.post(SYNC, body + " " * (MOST_BYTES - len(body) + 1), JSON)) == (413, "too-large")


class Endless:
    """A body that says how long it is, and remembers how much of it was read."""

    def __init__(self):
        self.taken = 0

    def read(self, size=-1):
        assert size >= 0, "read whole"
        self.taken += size
        return b" " * size

    readline = read

    def headed(self, length):
        return {"wsgi.input": self, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": JSON}


def test_of_a_body_that_is_too_large_nothing_is_read(site):
    body = Endless()
    answer = site.generic("POST", SYNC, **body.headed(10**9))
    assert (refusal(answer), body.taken) == ((413, "too-large"), 0)


def test_of_a_stranger_and_of_another_account_no_record_is_read(client, site, ada, person, book):
    body = Endless()
    client.generic("POST", SYNC, **body.headed(1000))
    assert body.taken == 0
    eve = person("eve@rise.example")
    answer = Device(site, eve).post(*[{"no": "record"}] * 500)
    assert refusal(answer) == (409, "other-account")
    assert Client().get(SESSION).status_code == 401
