"""My week: seven days, what they ask for, and why."""

import re

import pytest
from django.test import Client

from plans.models import Plan
from plans.services import leave, publish_plan
from tests.plans.pages import MONDAY, day, follow, parts, read, train, words

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def strip(response):
    """The seven days as a reader hears them."""
    days = parts(response, r'<ol class="week">(.*?)</ol>')
    assert len(days) == 1
    return parts(response, r'<li class="(?:done|started|today|planned|missed|rest)[^>]*>(.*?)</li>')


def reasons(response):
    """Name, dose and reason of every exercise of the window."""
    html = response.content.decode()
    listed = re.search(r'<ul class="list reasons">(.*?)</ul>', html, flags=re.DOTALL).group(1)
    pattern = (
        r'<b>(.*?)</b><span class="why">(.*?)(?: <a .*?</a>)?</span></span>\s*<span class="n">(.*?)</li>'
    )
    rows = re.findall(pattern, listed, flags=re.DOTALL)
    return [(words(name), words(dose).replace(" ,", ","), words(why)) for name, why, dose in rows]


def chips(response):
    return parts(response, r'<span class="chip">(.*?)</span>')


# The seven days ----------------------------------------------------------------------------------


def test_each_of_the_seven_days_says_what_it_is(client, user, on):
    follow(user)
    train(user, day(0))
    on(day(4))
    assert strip(client.get("/week/")) == [
        "Mon 4 workout done",
        "Tue 5 rest day",
        "Wed 6 workout not done",
        "Thu 7 rest day",
        "Fri 8 today, workout planned",
        "Sat 9 rest day",
        "Sun 10 rest day",
    ]


def test_days_to_come_are_planned_and_a_rest_day_can_be_today(client, user, on):
    follow(user)
    on(day(1))
    assert strip(client.get("/week/"))[1:3] == ["Tue 5 today, rest day", "Wed 6 workout planned"]


def test_a_workout_that_was_begun_says_so_today_and_counts_as_done_tomorrow(client, user, on):
    follow(user)
    train(user, day(0), share={"clam": 0}, finish=False)
    drop_last_set(user)
    assert strip(client.get("/week/"))[0] == "Mon 4 today, workout begun"
    assert "Carry on today’s workout" in read(client.get("/week/"))
    on(day(1))
    assert strip(client.get("/week/"))[0] == "Mon 4 workout done"


def drop_last_set(user):
    last = user.setlogs.order_by("-pk").first()
    last.removed = True
    last.save()


def test_the_days_run_from_the_first_training_day_whatever_weekday_it_is(client, user):
    follow(user, start=day(2), weekdays=[0, 2, 4])
    assert [spoken.split()[0] for spoken in strip(client.get("/week/"))] == [
        "Wed",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
        "Mon",
        "Tue",
    ]


def test_what_was_done_late_is_shown_on_the_day_it_was_done(client, user, on):
    follow(user)
    train(user, day(1), slot=1)
    on(day(1))
    assert strip(client.get("/week/"))[:3] == [
        "Mon 4 rest day",
        "Tue 5 today, workout done",
        "Wed 6 workout planned",
    ]


def test_what_was_made_up_for_this_morning_does_not_hide_what_is_due_today(client, user, on):
    follow(user)
    train(user, day(2), slot=1)
    on(day(2))
    page = client.get("/week/")
    assert strip(page)[2] == "Wed 6 today, workout planned"
    assert "Today’s workout is done" not in read(page)
    assert "Start today’s workout" in read(page)
    assert "1 of 3 workouts done" in read(page)


def test_a_workout_that_is_done_leads_to_what_came_of_it_and_others_to_being_done(client, user):
    follow(user)
    train(user, day(0))
    html = client.get("/week/").content.decode()
    assert 'href="/workout/1/1/"' in html
    assert 'href="/today/?window=1&amp;slot=2"' in html
    assert 'href="/today/?window=1&amp;slot=1"' not in html


def test_the_meter_counts_the_workouts_done(client, user, on):
    follow(user)
    train(user, day(0))
    train(user, day(2))
    on(day(3))
    assert "2 of 3 workouts done" in read(client.get("/week/"))


# Doses and reasons -------------------------------------------------------------------------------


def test_the_first_week_begins_with_the_numbers_of_the_standard_workout(client, user):
    follow(user)
    start = "Starting point for this level."
    page = client.get("/week/")
    assert reasons(page) == [
        ("Squat", "2 × 20", start),
        ("Standing kickback", "3 × 10 per side", start),
        ("Glute bridge", "2 × 20 hold 1 s", start),
        ("Toe taps", "2 × 10 per leg", start),
        ("Clam", "2 × 20 per side, hold 1 s", start),
    ]
    assert "23 min" in chips(page)
    assert "week 1 of 12" in read(page)


def test_the_next_week_follows_what_was_done_and_says_why(client, user, on):
    follow(user)
    felt = {"squat": "easy", "glute-bridge": "hard"}
    for number in (0, 2, 4):
        train(user, day(number), ratings=felt, share={"clam": 0.75, "toe-taps": 0.9})
    on(day(7))
    page = client.get("/week/")
    assert reasons(page) == [
        ("Squat", "2 × 24", "+4 reps because all sets were finished and rated easy."),
        (
            "Standing kickback",
            "3 × 11 per side",
            "+1 rep per side because all sets were finished and rated right.",
        ),
        ("Glute bridge", "2 × 20 hold 1 s", "Same again because all sets were finished but felt hard."),
        ("Toe taps", "2 × 10 per leg", "Same again because some sets were cut short."),
        ("Clam", "2 × 20 per side, hold 1 s", "Same again because some sets were cut well short."),
    ]
    assert "week 2 of 12" in read(page)


def test_a_week_without_a_workout_is_no_reproach(client, user, on):
    follow(user)
    on(day(7))
    assert {why for _name, _dose, why in reasons(client.get("/week/"))} == {
        "Nothing logged this week, so you pick up exactly where you left off."
    }
    on(day(14))
    assert reasons(client.get("/week/"))[0][2] == "2 weeks away: back to the starting numbers of your plan."


def test_an_easy_week_is_named_and_has_one_set_fewer(client, user, on):
    follow(user)
    for number in (0, 2, 4, 7, 9, 11, 14, 16, 18, 21, 23, 25):
        train(user, day(number))
    on(day(28))
    page = client.get("/week/")
    assert "easy week" in chips(page)
    assert "16 min" in chips(page)
    assert reasons(page)[1] == (
        "Standing kickback",
        "2 × 14 per side",
        "Easy week after 4 building weeks: one set fewer, nothing new to prove.",
    )


# Other weeks -------------------------------------------------------------------------------------


def test_later_weeks_are_one_tap_away_and_say_that_they_are_a_forecast(client, user):
    follow(user)
    page = client.get("/week/")
    assert 'href="/week/2/"' in page.content.decode()
    assert "forecast" not in chips(page)
    later = client.get("/week/2/")
    assert "forecast" in chips(later)
    assert "These numbers hold if everything until then is done and feels right." in read(later)
    assert reasons(later)[0][:2] == ("Squat", "2 × 22")
    assert "11 January to 17 January" in read(later)
    assert "Start" not in parts(later, r"<main[^>]*>(.*?)</main>")[0]


def test_the_forecast_follows_what_was_logged(client, user):
    follow(user)
    assert reasons(client.get("/week/3/"))[0][1] == "2 × 24"
    train(user, day(0), ratings={"squat": "easy"})
    train(user, day(2), ratings={"squat": "easy"})
    assert reasons(client.get("/week/3/"))[0][1] == "2 × 26"


def test_earlier_weeks_stay_as_they_were_lived(client, user, on):
    follow(user)
    train(user, day(0))
    on(day(8))
    page = client.get("/week/1/")
    assert strip(page) == [
        "Mon 4 workout done",
        "Tue 5 rest day",
        "Wed 6 workout not done",
        "Thu 7 rest day",
        "Fri 8 workout not done",
        "Sat 9 rest day",
        "Sun 10 rest day",
    ]
    assert "forecast" not in chips(page)
    assert "1 of 3 workouts done" in read(page)
    assert "slot=" not in page.content.decode()
    assert 'href="/week/"' in page.content.decode()


def test_the_first_and_the_last_week_have_no_neighbour_beyond(client, user):
    follow(user)
    first, last = (client.get(f"/week/{number}/").content.decode() for number in (1, 12))
    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)


@pytest.mark.parametrize("number", ["0", "13", "999999999999999999999"])
def test_there_is_no_week_beyond_the_plan(client, user, number):
    follow(user)
    assert client.get(f"/week/{number}/").status_code == 404


@pytest.mark.parametrize("number", ["-1", "one"])
def test_a_week_is_a_number(client, user, number):
    follow(user)
    assert client.get(f"/week/{number}/").status_code == 404


# Before, after, without --------------------------------------------------------------------------


def test_before_the_start_the_first_week_is_shown_with_the_day_on_which_it_begins(client, user):
    follow(user, start=day(14))
    page = client.get("/week/")
    assert "It begins on Monday, 18 January." in read(page)
    assert strip(page)[0] == "Mon 18 workout planned"
    assert "Back to this week" not in read(page)


def test_after_the_end_the_last_week_is_shown_and_what_comes_next(client, user, on):
    follow(user, "kettle-breaks")
    on(day(28))
    assert "Kettle Breaks is over." in read(client.get("/week/"))
    train(user, day(0))
    page = client.get("/week/")
    assert "Kettle Breaks is over: well done." in read(page)
    assert "week 4 of 4" in read(page)
    assert 'href="/plans/"' in page.content.decode()
    assert "Back to this week" not in read(page)


def test_the_last_day_still_belongs_to_the_plan(client, user, on):
    follow(user, "kettle-breaks")
    on(day(27))
    assert "is over" not in read(client.get("/week/"))


def test_without_a_plan_the_page_leads_to_the_plans(client):
    page = client.get("/week/")
    assert page.status_code == 200
    assert "You follow no plan yet" in read(page)
    assert 'href="/plans/"' in page.content.decode()


def test_a_plan_that_was_left_is_followed_no_longer(client, user, now):
    leave(follow(user), today=MONDAY, now=now)
    assert "You follow no plan yet" in read(client.get("/week/"))


@pytest.mark.parametrize("address", ["/week/", "/week/1/"])
def test_everybody_sees_their_own_week_and_nobody_else_s(client, client_of, person, address):
    other = person()
    follow(other, "mat-trio")
    assert "Mat Trio" not in read(client.get(address))
    assert "Mat Trio" in read(client_of(other).get(address))


@pytest.mark.parametrize("address", ["/week/", "/week/1/"])
def test_a_stranger_logs_in_first(address):
    response = Client().get(address)
    assert response.headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", ["/week/", "/week/1/"])
def test_the_week_is_only_to_be_read(client, user, address):
    follow(user)
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "zone, today", [("Pacific/Honolulu", "Sun 3"), ("UTC", "Mon 4"), ("Pacific/Kiritimati", "Mon 4")]
)
def test_the_time_zone_decides_which_day_is_marked(client_of, person, zone, today):
    user = person(time_zone=zone)
    follow(user, start=day(-2), weekdays=[2, 5, 0])
    marked = [spoken for spoken in strip(client_of(user).get("/week/")) if "today" in spoken]
    assert [" ".join(spoken.split()[:2]) for spoken in marked] == [today]


# Cost --------------------------------------------------------------------------------------------


@pytest.fixture
def long_plan(now):
    plan = Plan.objects.get(slug="the-full-five")
    plan.weeks = 52
    plan.save()
    publish_plan(plan, now=now)


@pytest.mark.usefixtures("long_plan")
def test_the_week_takes_eight_queries_in_week_1_as_in_week_52(
    client_of, user, on, django_assert_max_num_queries
):
    follow(user)
    train(user, day(0))
    early_client = client_of(user)
    with django_assert_max_num_queries(8) as early:
        early_client.get("/week/")
    for number in range(7, 7 * 51, 28):
        train(user, day(number))
    on(day(7 * 51))
    late_client = client_of(user)  # the old session is long over
    with django_assert_max_num_queries(8) as late:
        page = late_client.get("/week/")
    assert "week 52 of 52" in read(page)
    assert len(late) == len(early)


@pytest.mark.usefixtures("long_plan")
def test_the_first_week_before_anything_is_logged_takes_eight_queries_too(
    client, user, django_assert_max_num_queries
):
    follow(user)
    with django_assert_max_num_queries(8):
        client.get("/week/")
    with django_assert_max_num_queries(8):
        client.get("/week/52/")


def test_where_time_takes_a_set_the_reason_says_so(client, user):
    follow(user, standing_minutes=15)
    page = read(client.get("/week/"))
    assert "Starting point for this level. 1 set fewer than usual, to fit your time." in page
    assert page.count("1 set fewer than usual") == 2
    assert page.count("2 sets fewer than usual") == 1  # three sets of kickbacks came down to one
