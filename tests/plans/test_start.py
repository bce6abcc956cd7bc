"""Signing up for a plan."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connection
from django.test import Client

from exercises.models import VariationMuscle
from plans import queries, services
from plans.models import Enrolment, EnrolmentQuerySet, Plan, SetLog, WorkoutLog
from plans.services import publish_plan
from tests.conftest import PASSWORD
from tests.plans.pages import MONDAY, day, error_beside, fields_of, follow, read, train
from tests.publishing import publish

pytestmark = pytest.mark.django_db
FULL_FIVE = "/plans/the-full-five/start/"
CHOICES = {"start": "2027-01-04", "weekdays": ["0", "2", "4"], "level": "standard", "standing_minutes": ""}


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def start(client, slug="the-full-five", **choices):
    return client.post(f"/plans/{slug}/start/", CHOICES | choices)


def refused(response):
    assert response.status_code == 422
    assert not Enrolment.objects.exists()
    return response


# The form as it comes ----------------------------------------------------------------------------


def test_the_form_comes_filled_in_with_today_and_the_plans_own_days_and_level(client):
    values, _options = fields_of(client.get(FULL_FIVE))
    assert values["start"] == ["2027-01-04"]
    assert values["weekdays"] == ["0", "2", "4"]
    assert values["level"] == ["standard"]
    assert values.get("standing_minutes", [""]) == [""]
    assert not {"kit", "close_days", "replace_current"} & values.keys()


@pytest.mark.parametrize(
    "slug, days, level",
    [
        ("first-steps", [0, 2, 4], "starter"),
        ("twice-a-week", [1, 4], "standard"),
        ("kettle-breaks", [0, 1, 2, 3, 4, 5], "standard"),
        ("step-it-up", [0, 3], "strong"),
    ],
)
def test_the_form_sent_as_it_comes_starts_the_plan(client, slug, days, level):
    values, _options = fields_of(client.get(f"/plans/{slug}/start/"))
    del values["csrfmiddlewaretoken"]
    response = client.post(f"/plans/{slug}/start/", values)
    assert response.headers["Location"] == "/week/"
    enrolment = Enrolment.objects.get()
    assert (enrolment.revision.plan.slug, enrolment.weekdays, enrolment.level) == (slug, days, level)
    assert (enrolment.kit, enrolment.standing_minutes, enrolment.ended_at) == ([], None, None)


def test_every_field_has_a_label_and_the_level_comes_with_a_question_that_places_people(client):
    text = read(client.get(FULL_FIVE))
    assert "How many times can you stand up from a chair and sit down again without stopping?" in text
    assert [answer in text for answer in ("Fewer than 12", "12 to 24", "25 or more")] == [True] * 3
    for label in ("Start", "Training days", "Minutes I have for a workout", "Kit I own"):
        assert label in text


def test_what_to_know_before_starting_stands_beside_the_form(client):
    assert "not medical advice" in read(client.get(FULL_FIVE))


@pytest.mark.parametrize("slug, least", [("the-full-five", "10"), ("mat-trio", "10"), ("kettle-breaks", "3")])
def test_no_fewer_minutes_are_offered_than_the_plan_can_use(client, slug, least):
    _values, options = fields_of(client.get(f"/plans/{slug}/start/"))
    assert options["standing_minutes"][:2] == ["", least]


# What was chosen ---------------------------------------------------------------------------------


def test_the_choices_are_kept_with_the_time_zone_and_the_moment(client_of, person, now):
    client = client_of(person(time_zone="Europe/Lisbon"))
    start(
        client,
        start="2027-02-01",
        weekdays=["5", "1", "3"],
        level="starter",
        standing_minutes="15",
        kit=["band"],
    )
    kept = Enrolment.objects.get()
    assert kept.start_date == datetime.date(2027, 2, 2)
    assert (kept.weekdays, kept.level, kept.standing_minutes, kept.kit) == (
        [1, 3, 5],
        "starter",
        15,
        ["band"],
    )
    assert (kept.time_zone, kept.revision.plan.slug) == ("Europe/Lisbon", "the-full-five")
    assert abs(kept.created_at - now) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    "asked, days, first, said",
    [
        ("2027-01-04", "024", "2027-01-04", "Monday, 4 January"),
        ("2027-01-05", "024", "2027-01-06", "Wednesday, 6 January"),
        ("2027-01-09", "024", "2027-01-11", "Monday, 11 January"),
        ("2027-01-31", "135", "2027-02-02", "Tuesday, 2 February"),
    ],
)
def test_the_plan_begins_on_the_first_training_day_and_says_which(client, asked, days, first, said):
    response = start(client, start=asked, weekdays=list(days))
    assert Enrolment.objects.get().start_date.isoformat() == first
    page = read(client.get(response.headers["Location"]))
    assert f"You follow The Full Five now. Your first workout is on {said}." in page


def test_few_minutes_shape_every_week(client):
    start(client, standing_minutes="10")
    assert "10 min" in read(client.get("/week/"))
    assert "23 min" not in read(client.get("/week/"))
    assert "4 moves" in read(client.get("/week/"))  # five do not fit into the first workout


def test_kit_opens_harder_steps(client):
    start(client, slug="step-it-up", weekdays=["0", "3"], level="strong", kit=["band"])
    assert "Add resistance: Banded kickback" in read(client.get("/week/8/"))


def test_without_kit_no_harder_step_asks_for_any(client):
    start(client, slug="step-it-up", weekdays=["0", "3"], level="strong")
    assert "Top of the ladder: keep 3 × 12 per side going." in read(client.get("/week/8/"))


def test_the_level_decides_where_the_exercises_begin(client):
    start(client, level="starter")
    assert "2 × 10" in read(client.get("/week/"))
    assert Enrolment.objects.get().level == "starter"


def test_whoever_signs_up_follows_the_newest_numbers(client, now):
    plan = Plan.objects.get(slug="the-full-five")
    plan.weeks = 9
    plan.save()
    newest = publish("the-full-five")
    start(client)
    assert Enrolment.objects.get().revision == newest
    assert newest.number == 2
    assert "week 1 of 9" in read(client.get("/week/"))


# What cannot be ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, value, message",
    [
        ("start", "2027-01-03", "This day has passed. Choose today or a later day."),
        ("start", "0001-01-01", "This day has passed. Choose today or a later day."),
        ("start", "2028-01-05", "Choose a day within the next year."),
        ("start", "9999-12-31", "Choose a day within the next year."),
        ("start", "2027-02-30", "Write a date, like 2026-01-31."),
        ("start", "soon", "Write a date, like 2026-01-31."),
        ("start", "", "Choose the day to start."),
        ("weekdays", [], "Choose your training days."),
        ("weekdays", ["0", "2"], "This plan has 3 workouts a week: choose 3 days, not 2."),
        ("weekdays", ["0", "2", "4", "5"], "This plan has 3 workouts a week: choose 3 days, not 4."),
        ("weekdays", ["0", "0", "2", "2"], "This plan has 3 workouts a week: choose 3 days, not 2."),
        ("weekdays", ["0", "2", "7"], "Select a valid choice. 7 is not one of the available choices."),
        ("weekdays", ["0", "2", "-1"], "Select a valid choice. -1 is not one of the available choices."),
        (
            "weekdays",
            ["0", "2", "Friday"],
            "Select a valid choice. Friday is not one of the available choices.",
        ),
        ("level", "", "Choose the number that is true for you."),
        ("level", "heroic", "Select a valid choice. heroic is not one of the available choices."),
        ("level", "plus", "Select a valid choice. plus is not one of the available choices."),
        ("standing_minutes", "7", "Select a valid choice. 7 is not one of the available choices."),
        ("standing_minutes", "3", "Select a valid choice. 3 is not one of the available choices."),
        ("standing_minutes", "ten", "Select a valid choice. ten is not one of the available choices."),
        ("kit", ["trampoline"], "Select a valid choice. trampoline is not one of the available choices."),
        ("kit", ["mat"], "Select a valid choice. mat is not one of the available choices."),
    ],
)
def test_what_cannot_be_is_explained_beside_its_field(client, name, value, message):
    response = refused(start(client, **{name: value}))
    assert error_beside(response, name) == message
    assert "One thing to put right" in read(response)


def test_a_day_named_twice_is_one_day(client):
    start(client, weekdays=["0", "2", "2", "4"])
    assert Enrolment.objects.get().weekdays == [0, 2, 4]


def test_today_and_the_same_day_next_year_are_allowed(client, client_of, person):
    start(client)
    start(client_of(person()), start="2028-01-04")
    assert [row.start_date.year for row in Enrolment.objects.order_by("start_date")] == [2027, 2028]


def test_nothing_that_was_chosen_is_lost_with_an_error(client):
    chosen = {
        "start": "2026-12-31",
        "weekdays": ["1", "3", "6"],
        "level": "strong",
        "standing_minutes": "25",
        "kit": ["band", "weights"],
    }
    response = refused(start(client, **chosen))
    values, _options = fields_of(response)
    assert {name: values[name] for name in chosen} == {
        name: value if isinstance(value, list) else [value] for name, value in chosen.items()
    }
    assert "<details open>" in response.content.decode()


def test_a_date_that_cannot_be_read_comes_back_as_it_was_typed(client):
    values, _options = fields_of(start(client, start="32 January"))
    assert values["start"] == ["32 January"]


def test_minutes_and_kit_are_folded_away_until_they_matter(client):
    assert "<details open>" not in client.get(FULL_FIVE).content.decode()
    wrong = client.post(FULL_FIVE, CHOICES | {"standing_minutes": "7"}).content.decode()
    assert "<details open>" in wrong


def test_an_empty_form_is_answered_like_a_wrong_one(client):
    response = refused(client.post(FULL_FIVE, {}))
    assert {error_beside(response, name) for name in ("start", "weekdays", "level")} == {
        "Choose the day to start.",
        "Choose the number that is true for you.",
        "Choose your training days.",
    }


# Days close together -----------------------------------------------------------------------------

CLOSE = "less than 48 hours apart"


@pytest.mark.parametrize("days", ["013", "025", "056", "036", "012"])
def test_training_days_less_than_48_hours_apart_are_questioned(client, days):
    response = start(client, weekdays=list(days))
    is_close = any((int(b) - int(a)) % 7 == 1 for a, b in zip(days, days[1:] + days[0], strict=True))
    assert (response.status_code == 422) is is_close
    assert (CLOSE in error_beside(response, "close_days")) is is_close


def test_the_question_is_asked_across_the_weekend_too(client):
    assert CLOSE in error_beside(refused(start(client, weekdays=["0", "3", "6"])), "close_days")


def test_it_is_a_question_and_whoever_means_it_may_keep_the_days(client):
    asked = start(client, weekdays=["0", "1", "2"], level="starter")
    values, _options = fields_of(asked)
    assert (values["weekdays"], values["level"]) == (["0", "1", "2"], ["starter"])
    assert "close_days" not in values
    start(client, weekdays=["0", "1", "2"], close_days="on")
    assert Enrolment.objects.get().weekdays == [0, 1, 2]


def test_the_question_is_not_asked_before_it_matters(client):
    assert "Keep these days all the same" not in read(client.get(FULL_FIVE))
    assert "Keep these days all the same" not in read(start(client, start="2020-01-01"))


def test_an_answered_question_keeps_its_tick_while_something_else_is_put_right(client):
    values, _options = fields_of(start(client, start="soon", weekdays=["0", "1", "2"], close_days="on"))
    assert values["close_days"] == ["on"]


def test_kettle_breaks_may_fill_the_week(client):
    response = start(client, slug="kettle-breaks", weekdays=list("123456"))
    assert response.status_code == 302


def test_following_days_that_share_no_muscle_are_no_question(client, now):
    plan = Plan.objects.get(slug="kettle-breaks")
    plan.is_light = False
    plan.save()
    publish_plan(plan, now=now)
    shared = VariationMuscle.objects.filter(variation__exercise__slug="standing-kickback", role="main")
    assert CLOSE in error_beside(start(client, slug="kettle-breaks", weekdays=list("012345")), "close_days")
    shared.update(role="helps")
    publish("standing-kickback")
    assert start(client, slug="kettle-breaks", weekdays=list("012345")).status_code == 302


def test_only_the_workouts_that_are_close_are_compared(client, now):
    """Squat, kickback, squat: the close pair must be the one that shares a muscle."""
    plan = Plan.objects.get(slug="kettle-breaks")
    plan.is_light = False
    plan.save()
    plan.workouts.filter(order__gt=3).delete()
    VariationMuscle.objects.filter(variation__exercise__slug="standing-kickback").update(role="helps")
    publish("standing-kickback", "kettle-breaks")
    assert start(client, slug="kettle-breaks", weekdays=list("013")).status_code == 302
    Enrolment.objects.all().delete()
    assert CLOSE in error_beside(start(client, slug="kettle-breaks", weekdays=list("036")), "close_days")


# One plan at a time ------------------------------------------------------------------------------


def test_whoever_follows_a_plan_is_asked_before_another_takes_its_place(client, user):
    follow(user, "mat-trio")
    assert "Leave “Mat Trio” and follow this plan" in read(client.get(FULL_FIVE))
    response = start(client)
    assert response.status_code == 422
    assert "You follow a plan already." in error_beside(response, "replace_current")
    assert Enrolment.objects.get().revision.plan.slug == "mat-trio"


def test_changing_over_leaves_the_old_plan_and_keeps_all_that_was_logged(client, user, clock):
    old = follow(user, "mat-trio")
    train(user, day(0))
    logged = [WorkoutLog.objects.count(), SetLog.objects.count()]
    clock.shift(datetime.timedelta(days=9))
    start(client, start="2027-01-13", replace_current="on", begin="level")
    old.refresh_from_db()
    assert old.ended_at is not None
    assert [(event.kind, event.window) for event in old.events.all()] == [("left", 2)]
    assert Enrolment.objects.get(ended_at=None).revision.plan.slug == "the-full-five"
    assert [WorkoutLog.objects.count(), SetLog.objects.count()] == logged == [1, 8]
    assert WorkoutLog.objects.get().enrolment == old


def test_somebody_elses_plan_is_nobodys_business(client, person):
    follow(person(), "mat-trio")
    assert "Leave" not in read(client.get(FULL_FIVE))
    assert start(client).status_code == 302


def test_an_ended_plan_asks_for_nothing(client, user, now):
    services.leave(follow(user, "mat-trio"), today=MONDAY, now=now)
    assert "replace_current" not in fields_of(client.get(FULL_FIVE))[1]
    assert start(client).status_code == 302


def test_the_same_plan_can_be_started_anew(client, user, clock):
    follow(user)
    clock.shift(datetime.timedelta(days=30))
    assert start(client, start="2027-02-03").status_code == 422
    start(client, start="2027-02-03", replace_current="on")
    assert [row.ended_at is None for row in Enrolment.objects.order_by("pk")] == [False, True]


def test_a_form_sent_twice_makes_one_enrolment_and_both_answers_lead_to_it(client):
    answers = [start(client).headers.get("Location") for _ in range(2)]
    assert answers == ["/week/", "/week/"]
    assert Enrolment.objects.count() == 1


def test_changing_over_twice_with_one_form_makes_one_enrolment(client, user):
    follow(user, "mat-trio")
    answers = [start(client, replace_current="on").headers.get("Location") for _ in range(2)]
    assert answers == ["/week/", "/week/"]
    assert [row.ended_at is None for row in Enrolment.objects.order_by("pk")] == [False, True]


def test_other_choices_are_not_taken_for_a_second_click(client):
    start(client)
    assert start(client, level="starter").status_code == 422
    assert Enrolment.objects.get().level == "standard"


def test_another_tab_that_was_faster_is_told_of_and_nothing_changes(client, user, monkeypatch):
    """The page and the service look before the other tab has saved; the database still says no."""
    follow(user, "mat-trio")
    blind(monkeypatch)
    response = start(client)
    assert response.status_code == 422
    assert "You follow a plan already. Reload this page to change over to this one." in read(response)
    assert fields_of(response)[0]["weekdays"] == ["0", "2", "4"]
    assert Enrolment.objects.get().revision.plan.slug == "mat-trio"


def test_a_second_click_that_overtakes_the_first_one_ends_on_the_same_plan(client, monkeypatch):
    start(client)
    blind(monkeypatch)
    assert start(client).headers["Location"] == "/week/"
    assert Enrolment.objects.count() == 1


def blind(monkeypatch):
    """The next looks for an active plan, the page's and the service's first one, find none."""
    calls, real = count(1), EnrolmentQuerySet.first
    monkeypatch.setattr(queries, "plan_followed", lambda user, today: (None, False))
    monkeypatch.setattr(EnrolmentQuerySet, "first", lambda self: None if next(calls) == 1 else real(self))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_enrolment(client_of, person):
    user = person()

    def click(client):
        try:
            return start(client).headers.get("Location")
        finally:
            connection.close()

    clients = [client_of(user) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(click, clients)) == {"/week/"}
    assert Enrolment.objects.count() == 1


# Who and when ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_somebody_who_has_an_account_signs_in_and_comes_back_to_the_form(person):
    """Without one it works as well: see tests/accounts/test_guests.py."""
    someone, client = person(), Client()
    way = re.search(r'href="(/accounts/login/\?next=[^"]+)"', client.get(FULL_FIVE).content.decode()).group(1)
    values, _options = fields_of(client.get(way))
    login = {"login": someone.email, "password": PASSWORD, "next": values["next"][0]}
    assert client.post("/accounts/login/", login).headers["Location"] == FULL_FIVE
    assert not Enrolment.objects.exists()


MIDNIGHTS = [
    ("Pacific/Auckland", "2027-01-03T11:30:00+00:00", "2027-01-04"),
    ("Pacific/Honolulu", "2027-01-04T10:30:00+00:00", "2027-01-04"),
    ("Pacific/Honolulu", "2027-01-04T09:30:00+00:00", "2027-01-03"),
    ("Pacific/Kiritimati", "2027-01-03T10:00:00+00:00", "2027-01-04"),
]


@pytest.mark.parametrize("zone, moment, today", MIDNIGHTS)
def test_the_time_zone_decides_which_day_is_today(client_of, person, clock, zone, moment, today):
    clock.move_to(datetime.datetime.fromisoformat(moment))
    client = client_of(person(time_zone=zone, day_starts=0))
    yesterday = datetime.date.fromisoformat(today) - datetime.timedelta(days=1)
    assert fields_of(client.get(FULL_FIVE))[0]["start"] == [today]
    assert "This day has passed." in error_beside(start(client, start=yesterday.isoformat()), "start")
    weekday = datetime.date.fromisoformat(today).weekday()
    days = sorted({weekday, (weekday + 2) % 7, (weekday + 4) % 7})
    start(client, start=today, weekdays=list(map(str, days)))
    assert Enrolment.objects.get().start_date.isoformat() == today
    assert "Today’s workout" in read(client.get("/week/"))


def test_signing_up_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(FULL_FIVE)
    with django_assert_max_num_queries(12):
        start(client)


# What comes along from before --------------------------------------------------------------------


def test_a_plan_that_is_over_needs_no_leaving(client, user, clock):
    follow(user, "kettle-breaks")
    clock.move_to(datetime.datetime.combine(day(28), datetime.time(9), datetime.UTC))
    values, _options = fields_of(client.get(FULL_FIVE))
    assert "replace_current" not in values
    assert "Leave “Kettle Breaks”" not in client.get(FULL_FIVE).content.decode()
    assert start(client, start=day(28).isoformat()).status_code == 302
    assert Enrolment.objects.for_user(user).active().get().revision.plan.slug == "the-full-five"


def test_on_its_last_day_a_plan_is_not_over(client, user, clock):
    follow(user, "kettle-breaks")
    clock.move_to(datetime.datetime.combine(day(27), datetime.time(9), datetime.UTC))
    assert "Leave “Kettle Breaks”" in client.get(FULL_FIVE).content.decode()


def test_the_level_that_was_looked_at_on_the_plans_page_is_the_one_that_is_ticked(client):
    page = client.get("/plans/the-full-five/?level=starter").content.decode()
    assert page.count('href="/plans/the-full-five/start/?level=starter"') == 2
    values, _options = fields_of(client.get(FULL_FIVE + "?level=starter"))
    assert values["level"] == ["starter"]


def test_a_level_that_does_not_exist_is_no_level(client):
    assert client.get(FULL_FIVE + "?level=olympic").status_code == 200
