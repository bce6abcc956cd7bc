"""Trying before joining: who becomes a guest and when, and what a guest may do."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client

from plans.models import Enrolment, SetLog
from tests.accounts.trying import LOGIN, LOGOUT, TRY, person_behind, start, try_it
from tests.conftest import PASSWORD
from tests.plans.pages import day, error_beside, read
from tests.plans.workouts import WorkoutSheet, logged, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TRYING = "You are trying Rise without an account."


@pytest.fixture
def guest(client):
    try_it(client)
    return person_behind(client)


# Becoming a guest --------------------------------------------------------------------------------


def test_from_the_home_page_to_the_first_logged_set_are_three_screens(client):
    assert f'action="{TRY}"' in client.get("/").content.decode()
    assert client.post(TRY).headers["Location"] == "/today/"
    sheet = WorkoutSheet.open(client)
    answer = client.get(sheet.tick(sheet.sets[0]).save().headers["Location"])
    assert "Saved: 1 set in your account." in read(answer)
    assert SetLog.objects.live().count() == 1


def test_the_workout_is_the_first_of_the_gentlest_plan_whatever_the_weekday(on):
    for number in range(7):
        on(day(number))
        guest = person_behind(try_it(sets=0))
        enrolment = guest.enrolments.get()
        assert enrolment.revision.plan.slug == "first-steps"
        assert enrolment.start_date == day(number)
        days = enrolment.weekdays
        gaps = {(later - earlier) % 7 for earlier, later in zip(days, days[1:] + days[:1], strict=True)}
        assert 1 not in gaps


def test_looking_around_makes_nobody(client):
    before = snapshot()
    for address in (
        "/",
        "/plans/",
        "/plans/first-steps/",
        "/plans/first-steps/start/",
        "/today/",
        "/quick/",
        TRY,
    ):
        client.get(address)
    for address in ("/", "/today/", "/quick/", "/week/", LOGIN):
        client.post(address)
    assert snapshot() == before
    assert not Session.objects.exists()


def test_a_form_without_its_token_makes_nobody():
    assert Client(enforce_csrf_checks=True).post(TRY).status_code == 403
    assert not get_user_model().objects.exists()


def test_any_plan_can_be_started_from_its_page(client):
    page = read(client.get("/plans/the-full-five/start/"))
    assert "You need no account to begin" in page
    assert start(client).headers["Location"] == "/week/"
    enrolment = person_behind(client).enrolments.get()
    assert (enrolment.revision.plan.slug, enrolment.weekdays) == ("the-full-five", [0, 2, 4])
    assert TRYING in read(client.get("/week/"))


def test_a_mistake_in_the_start_form_makes_nobody_and_stays_to_be_mended(client):
    answer = start(client, weekdays=["0"])
    assert answer.status_code == 422
    assert "choose 3 days" in error_beside(answer, "weekdays")
    assert not get_user_model().objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "zone, moment, shown, begun",
    [
        ("Pacific/Auckland", "2027-01-03T20:00:00+00:00", "2027-01-03", "2027-01-04"),
        ("America/Los_Angeles", "2027-01-04T20:00:00+00:00", "2027-01-04", "2027-01-04"),
        ("Mars/Olympus", "2027-01-04T20:00:00+00:00", "2027-01-04", "2027-01-04"),
    ],
)
def test_the_browsers_zone_decides_which_day_is_today(client, clock, zone, moment, shown, begun):
    clock.move_to(datetime.datetime.fromisoformat(moment))
    assert f'value="{shown}"' in client.get("/plans/the-full-five/start/").content.decode()
    start(client, start=shown, time_zone=zone, weekdays=["0", "2", "4"])
    guest = person_behind(client)
    assert guest.time_zone == ("UTC" if "Mars" in zone else zone)
    assert guest.enrolments.get().start_date.isoformat() == begun


def test_pressing_again_goes_to_the_same_workout(client, guest):
    assert client.post(TRY).headers["Location"] == "/today/"
    assert get_user_model().objects.get() == guest
    assert Enrolment.objects.count() == 1


def test_somebody_with_an_account_stays_who_they_are(client_of, person):
    client = client_of(person())
    assert client.post(TRY).headers["Location"] == "/today/"
    assert not get_user_model().objects.guests().exists()
    assert not Enrolment.objects.exists()


def test_eleven_guests_a_minute_from_one_address_are_too_many():
    answers = [Client().post(TRY, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    assert start(Client()).status_code == 429
    assert get_user_model().objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_are_no_more_than_ten():
    def press(_number):
        try:
            return Client().post(TRY).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(40)))
    assert set(answers) == {302, 429}
    assert get_user_model().objects.count() == answers.count(302) <= 10


# Being one ---------------------------------------------------------------------------------------


def test_a_guest_trains_like_anybody(client, guest):
    for address in ("/", "/week/", "/today/", "/quick/", "/progress/", "/accounts/", "/api/schedule"):
        assert client.get(address).status_code == 200, address
    assert client.get("/api/session").json()["account"] == str(guest.uid)
    assert len(logged(guest)) == 2


def test_a_guest_is_told_how_long_it_is_kept_and_how_to_keep_it(client, guest):
    sheet = WorkoutSheet.open(client, "/today/?slot=1")
    sheet.tick_all().rate_all("right").finish()
    for address in ("/week/", "/week/1/", "/progress/", "/workout/1/1/", "/accounts/"):
        page = client.get(address)
        assert TRYING in read(page), address
        assert "for 60 days after your last visit" in read(page)
        assert f'href="/accounts/signup/?next={address.replace("/", "%2F")}"' in page.content.decode()
        assert f'href="/accounts/login/?next={address.replace("/", "%2F")}"' in page.content.decode()
    for address in ("/", "/today/?slot=2", "/accounts/signup/"):
        assert TRYING not in read(client.get(address))


def test_nobody_else_is_told(client_of, person):
    assert TRYING not in read(client_of(person()).get("/accounts/"))


def test_what_takes_an_account_leads_to_making_one(client, guest):
    for address in ("/accounts/email/", "/accounts/password/change/", "/accounts/reauthenticate/"):
        for answer in (
            client.get(address),
            client.post(address, {"email": "a@rise.example", "action_add": "1"}),
        ):
            assert answer.headers["Location"] == "/accounts/signup/"
    assert "once you have an account" in read(client.get("/accounts/signup/"))
    guest.refresh_from_db()
    assert guest.is_guest


def test_a_guest_can_set_when_the_day_begins(client, guest):
    assert client.post("/accounts/", {"time_zone": "Asia/Tokyo", "day_starts": "4"}).status_code == 302
    guest.refresh_from_db()
    assert (guest.time_zone, guest.day_starts, guest.is_guest) == ("Asia/Tokyo", 4, True)


def test_no_word_of_theirs_opens_it_elsewhere(client, guest):
    other = Client()
    for login, password in (
        ("", ""),
        (str(guest.uid), ""),
        (str(guest), "!"),
        (f"{guest.uid}@rise.example", ""),
    ):
        other.post(LOGIN, {"login": login, "password": password})
        other.post("/accounts/login/code/", {"email": login})
        other.post("/accounts/password/reset/", {"email": login})
    for address in (f"/week/?account={guest.uid}", f"/?session={client.session.session_key}"):
        other.get(address)
    assert person_behind(other) is None
    assert client.session.session_key not in client.get("/week/").content.decode()


def test_another_browser_sees_nothing_of_it(client, guest):
    try_it(other := Client(), sets=0)
    enrolment = guest.enrolments.get()
    assert other.get(f"/progress/?plan={enrolment.uid}").status_code == 404
    sheet = WorkoutSheet.open(client)
    sheet.client = other
    before = snapshot()
    assert sheet.tick_all().save().status_code == 404
    assert snapshot() == before


def test_a_guest_has_no_rights_and_never_an_empty_address(guest):
    people = get_user_model().objects.filter(pk=guest.pk)
    for fields in ({"is_staff": True}, {"is_superuser": True}, {"email": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            people.update(**fields)
    guest.clean()
    assert guest.email is None
    assert str(guest).startswith("Guest ")


def test_a_guest_keeps_to_the_queries_of_everybody(client, guest, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/accounts/")


# Staff -------------------------------------------------------------------------------------------


def test_staff_see_guests_when_they_ask_for_them(client_of, person, guest):
    admin = client_of(person("admin@rise.example", is_staff=True, is_superuser=True))
    people = "/admin/accounts/user/"
    assert str(guest.uid)[:8] not in admin.get(people).content.decode()
    assert "admin@rise.example" in admin.get(people).content.decode()
    assert f"{people}{guest.pk}/change/" in admin.get(people, {"account": "none"}).content.decode()
    page = admin.get(f"{people}{guest.pk}/change/")
    assert page.status_code == 200
    assert not {"groups", "is_superuser"} & page.context["adminform"].form.fields.keys()
    assert admin.get(f"/admin/plans/enrolment/{guest.enrolments.get().pk}/change/").status_code == 200


def test_a_person_with_rights_cannot_be_made_without_an_address(client_of, person):
    admin = client_of(person("admin@rise.example", is_staff=True, is_superuser=True))
    page = admin.post("/admin/accounts/user/add/", {"email": ""})
    assert "This field is required." in page.content.decode()
    assert not get_user_model().objects.guests().exists()


def test_staff_who_tried_the_site_still_find_their_door(client, guest, person):
    editor = person("editor@rise.example", is_staff=True, is_superuser=True)
    way = client.get("/admin/", follow=True)
    assert way.request["PATH_INFO"] == LOGIN
    client.post(LOGIN, {"login": editor.email, "password": PASSWORD, "next": "/admin/"})
    assert client.get("/admin/").status_code == 200


# Leaving -----------------------------------------------------------------------------------------


def test_signing_out_asks_first_and_then_leaves_nothing(client, guest):
    page = read(client.get(LOGOUT))
    assert "Delete everything and leave?" in page
    assert "Create an account" in page
    assert get_user_model().objects.guests().exists()
    answer = client.post(LOGOUT, {"forget": "yes"})
    assert answer.headers["Location"] == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not get_user_model().objects.exists()
    assert not Enrolment.objects.exists()
    assert not SetLog.objects.exists()
    assert "Everything you did here is deleted." in read(client.get("/"))
    assert client.get("/week/").status_code == 302


def test_a_press_that_means_only_to_go_back_deletes_nothing(client, guest):
    assert client.post(LOGOUT, {"next": LOGIN}).headers["Location"] == LOGIN
    assert person_behind(client) == guest
    assert len(logged(guest)) == 2


def test_nobody_with_an_account_is_deleted_by_that_form(client_of, person):
    user = person()
    client_of(user).post(LOGOUT, {"forget": "yes"})
    assert get_user_model().objects.get() == user


# How long ----------------------------------------------------------------------------------------


def test_the_cookie_outlasts_sixty_days_from_the_last_visit(client, guest, clock):
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 61 * 24 * 60 * 60
    client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] = ""
    clock.shift(datetime.timedelta(hours=2))
    client.get("/week/")
    assert cookie["max-age"] == ""  # the same day: nothing is written
    clock.shift(datetime.timedelta(days=1))
    client.get("/week/")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 61 * 24 * 60 * 60
    guest.refresh_from_db()
    assert guest.last_login.date() == day(1)
