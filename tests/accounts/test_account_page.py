import re

import pytest
from django.core import mail

from tests.accounts.conftest import EMAIL, wrong
from tests.conftest import PASSWORD
from tests.plans.pages import error_beside

pytestmark = pytest.mark.django_db
HOME = "/accounts/"
CHANGE = "/accounts/email/"
CONFIRM = "/accounts/confirm-email/"


@pytest.fixture
def robin(person):
    return person(EMAIL, time_zone="Europe/Lisbon")


@pytest.fixture
def client(client_of, robin):
    return client_of(robin)


@pytest.fixture
def change_email(client):
    """Asks for another address; the password is asked for on the way."""

    def post(email, client=client):
        client.post(CHANGE, {"email": email, "action_add": "1"})
        return client.post(f"/accounts/reauthenticate/?next={CHANGE}", {"password": PASSWORD, "next": CHANGE})

    return post


def test_it_shows_the_address_the_zone_and_the_ways_to_change_them(client):
    page = client.get(HOME).content.decode()
    assert EMAIL in page
    assert 'value="Europe/Lisbon"' in page
    for address in (CHANGE, "/accounts/password/change/", "/accounts/logout/"):
        assert address in page
    assert '<option value="Pacific/Auckland"></option>' in page


def test_the_one_way_out_is_the_page_that_asks_what_becomes_of_unsent_sets(client):
    page = client.get(HOME).content.decode()
    assert '<a class="btn second" href="/accounts/logout/">Sign out</a>' in page
    assert not re.search(r'<form[^>]*action="/accounts/logout/"', page)


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Tokyo", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_the_zone_may_be_typed_as_people_write_it(client, robin, typed, stored):
    assert client.post(HOME, {"time_zone": typed}).headers["Location"] == HOME
    robin.refresh_from_db()
    assert robin.time_zone == stored
    assert f"Your time zone is {stored} now." in client.get(HOME).content.decode()


def test_the_hour_at_which_the_day_begins_can_be_chosen(client, robin):
    assert "My day begins at" in client.get(HOME).content.decode()
    assert '<option value="3" selected>3:00</option>' in client.get(HOME).content.decode()
    for hour, words in (("0", "Midnight"), ("6", "6:00")):
        client.post(HOME, {"time_zone": "Europe/Lisbon", "day_starts": hour})
        robin.refresh_from_db()
        assert robin.day_starts == int(hour)
        assert f"Your day begins at {words} now." in client.get(HOME).content.decode()


@pytest.mark.parametrize("typed", ["7", "-1", "noon", ""])
def test_an_hour_that_is_none_is_explained_beside_the_field_and_nothing_changes(client, robin, typed):
    page = client.post(HOME, {"time_zone": "Asia/Tokyo", "day_starts": typed})
    assert "Choose an hour from the list." in error_beside(page, "day_starts")
    robin.refresh_from_db()
    assert (robin.time_zone, robin.day_starts) == ("Europe/Lisbon", 3)


@pytest.mark.parametrize("typed", ["Mars/Olympus", "", "localtime", "x" * 100, "Europe/Lisbon\x00", "<b>"])
def test_an_unknown_zone_is_explained_beside_the_field_and_nothing_changes(client, robin, typed):
    page = client.post(HOME, {"time_zone": typed}).content.decode()
    assert re.search(r'<div class="wrong" id="id_time_zone_error">', page)
    assert re.search(
        r'name="time_zone"[^>]*aria-describedby="id_time_zone_helptext id_time_zone_error"', page
    )
    assert 'href="#id_time_zone"' in page
    assert "<b>" not in page
    robin.refresh_from_db()
    assert robin.time_zone == "Europe/Lisbon"


def test_what_was_typed_is_not_lost(client):
    assert 'value="Mars/Olympus"' in client.post(HOME, {"time_zone": "Mars/Olympus"}).content.decode()


def test_a_stranger_sees_the_sign_in_page_instead(client):
    client.logout()
    assert client.get(HOME).headers["Location"] == f"/accounts/login/?next={HOME}"
    assert (
        client.post(HOME, {"time_zone": "Asia/Tokyo"}).headers["Location"] == f"/accounts/login/?next={HOME}"
    )


def test_it_costs_the_session_and_the_person(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(HOME)


def test_another_address_counts_once_the_password_and_its_code_were_typed(client, robin, change_email, code):
    assert change_email("new@rise.example").headers["Location"] == CONFIRM
    robin.refresh_from_db()
    assert robin.email == EMAIL
    assert client.post(CONFIRM, {"code": code("new@rise.example")}).headers["Location"] == HOME
    robin.refresh_from_db()
    assert robin.email == "new@rise.example"
    assert list(robin.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("new@rise.example", True, True)
    ]
    assert mail.outbox[-1].to == [EMAIL]
    assert "It is new@rise.example now" in mail.outbox[-1].body


def test_another_address_needs_the_password(client, robin):
    response = client.post(CHANGE, {"email": "new@rise.example", "action_add": "1"})
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    page = client.post(response.headers["Location"], {"password": "not it", "next": CHANGE}).content.decode()
    assert "That is not your password." in page
    assert mail.outbox == []


def test_a_wrong_code_leaves_the_address_as_it_was(client, robin, change_email, code):
    change_email("new@rise.example")
    client.post(CONFIRM, {"code": wrong(code("new@rise.example"))})
    robin.refresh_from_db()
    assert robin.email == EMAIL


def test_an_address_of_somebody_else_is_answered_like_a_free_one(client_of, person, change_email, robin):
    known = person("known@rise.example").email
    answers = []
    for email in (known, "free@rise.example"):
        client = client_of(robin)
        response = change_email(email, client)
        page = client.get(CONFIRM).content.decode()
        answers.append((response.headers["Location"], mask(page, email)))
    assert answers[0] == answers[1]


def mask(page, email):
    main = page[page.index("<main") :].replace(email, "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)
