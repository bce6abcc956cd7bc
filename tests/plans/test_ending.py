"""The end of a plan: seen through, left, started again, or changed for another one."""

import pytest
from django.test import Client

from plans.models import Enrolment, EnrolmentEvent, SetLog
from plans.queries import following
from tests.plans.buttons import press
from tests.plans.pages import MONDAY, day, fields_of, follow, read, train
from tests.plans.workouts import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def live_through(user, slug="first-steps", weeks=6):
    follow(user, slug)
    for week in range(weeks):
        for offset in (0, 2, 4):
            train(user, day(7 * week + offset))


def leave(client, user):
    uid = Enrolment.objects.get(user=user, ended_at=None).uid
    return client.post("/week/ending/leave/", {"plan": uid})


def begin(client, slug, **changed):
    """The answer to sending the start form as its page proposes it, but for what is named."""
    page = client.get(f"/plans/{slug}/start/")
    sent = fields_of(page)[0] | changed
    return client.post(f"/plans/{slug}/start/", sent)


def first_week(user, today):
    return first_week_of(user, 1, today)


def first_week_of(user, number, today):
    """What a window asks for, by exercise."""
    window = following(user, today).schedule.window(number)
    return {
        dose.exercise: f"{dose.rung.code} {dose.sets}×{dose.reps}"
        for workout in window.workouts
        for dose in workout.doses
    }


# What comes next ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug, suggested, why",
    [
        ("first-steps", "The Full Five", "It is the next level."),
        ("the-full-five", "Step It Up", "It is the next level."),
        ("kettle-breaks", "The Full Five", "It has the moves that this plan leaves out."),
        ("mat-trio", "The Full Five", "It has the moves that this plan leaves out."),
        ("twice-a-week", "Step It Up", "It is the next level."),
    ],
)
def test_what_comes_next_is_suggested_with_a_reason(client, user, slug, suggested, why):
    follow(user, slug)
    page = read(client.get("/week/ending/"))
    assert why in page
    assert f"Start {suggested}" in page


def test_after_the_hardest_plan_it_is_started_again(client, user):
    follow(user, "step-it-up", level="strong")
    page = read(client.get("/week/ending/"))
    assert "This is the hardest level there is." in page
    assert "Start Step It Up again" in page


def test_a_plan_that_was_seen_through_says_so_everywhere(client, user, on):
    live_through(user)
    on(day(7 * 6))
    assert "First Steps is over: well done." in read(client.get("/week/"))
    page = read(client.get("/week/ending/"))
    assert "Well done: you have seen it through." in page
    assert "Leave this plan" not in page


# Where the next one begins ------------------------------------------------------------------------


def test_the_next_plan_begins_where_the_last_one_led_to(client, user, on):
    live_through(user)
    on(day(42))
    page = client.get("/plans/the-full-five/start/")
    assert "Squat 2 × 22" in read(page)
    answer = begin(client, "the-full-five")
    assert answer.status_code == 302
    asked = first_week(user, day(42))
    assert asked["squat"] == "Q2 2×22"
    assert asked["standing-kickback"] == "K2 3×11"


def test_it_may_begin_where_the_level_does_all_the_same(client, user, on):
    live_through(user)
    on(day(42))
    begin(client, "the-full-five", begin="level", level="starter")
    assert first_week(user, day(42))["squat"] == "Q1 2×10"


def test_after_weeks_away_it_begins_lower(client, user, on):
    live_through(user)
    on(day(42 + 2 * 7))
    begin(client, "the-full-five", level="starter")
    assert first_week(user, day(56))["squat"] == "Q1 2×18"


def test_a_plan_is_started_again_from_where_it_stands_and_the_old_one_ends(client, user, on):
    live_through(user, "the-full-five", weeks=3)
    on(day(21))
    assert begin(client, "the-full-five").status_code == 422
    answer = begin(client, "the-full-five", replace_current="on")
    assert answer.status_code == 302
    assert first_week(user, day(21))["squat"] == "Q2 2×26"
    assert Enrolment.objects.filter(user=user, ended_at=None).count() == 1


def test_after_leaving_in_the_middle_it_begins_where_it_was_left(client, user, on):
    live_through(user, "the-full-five", weeks=2)
    on(day(14))
    due = first_week_of(user, 3, day(14))
    leave(client, user)
    assert begin(client, "the-full-five").status_code == 302
    assert first_week(user, day(14)) == due


def test_in_a_paused_week_it_begins_where_it_stands(client, user, on):
    live_through(user, "the-full-five", weeks=2)
    on(day(14))
    due = first_week_of(user, 3, day(14))
    press(client, client.get("/week/change/pause/?day=2027-01-18&last=2027-01-24"), "Pause my plan")
    begin(client, "the-full-five", replace_current="on")
    assert first_week(user, day(14)) == due


def test_what_was_left_out_begins_gently(client, user, on):
    live_through(user, "the-full-five", weeks=2)
    on(day(14))
    press(client, client.get("/week/change/exercises/squat/"), "Leave it out")
    begin(client, "the-full-five", replace_current="on")
    assert first_week(user, day(14))["squat"] == "Q1 2×10"


def test_what_was_replaced_begins_where_it_waits(client, user, on):
    live_through(user, "the-full-five", weeks=2)
    on(day(14))
    due = first_week_of(user, 3, day(14))
    press(client, client.get("/week/change/exercises/standing-kickback/"), "Do this instead")
    begin(client, "the-full-five", replace_current="on")
    assert first_week(user, day(14))["standing-kickback"] == due["standing-kickback"]


def test_a_second_click_starts_nothing_twice(client, user, on):
    live_through(user)
    on(day(42))
    sent = fields_of(client.get("/plans/the-full-five/start/"))[0]
    for _click in range(2):
        assert client.post("/plans/the-full-five/start/", sent).status_code == 302
    assert Enrolment.objects.filter(user=user).count() == 2


def test_somebody_who_never_trained_is_not_asked_where_to_begin(client, user):
    follow(user)
    assert "Where to begin" not in read(client.get("/plans/first-steps/start/"))


# Leaving ------------------------------------------------------------------------------------------


def test_leaving_keeps_what_was_done_and_can_be_taken_back_in_that_week(client, user):
    follow(user)
    train(user, MONDAY)
    sets = SetLog.objects.count()
    leave(client, user)
    page = client.get("/week/")
    assert "You left The Full Five on 4 January." in read(page)
    assert SetLog.objects.count() == sets
    assert "1 of 12" in read(client.get("/progress/"))
    client.post("/week/ending/rejoin/")
    assert "week 1 of 12" in read(client.get("/week/"))
    assert following(user, MONDAY).schedule.windows[-1].number == 12


def test_leaving_twice_is_leaving_once(client, user):
    follow(user)
    uid = Enrolment.objects.get().uid
    for _click in range(2):
        client.post("/week/ending/leave/", {"plan": uid})
    assert EnrolmentEvent.objects.filter(kind="left").count() == 1


def test_a_stale_page_does_not_leave_another_plan(client, user):
    follow(user)
    uid = Enrolment.objects.get().uid
    leave(client, user)
    follow(user, "mat-trio")
    client.post("/week/ending/leave/", {"plan": uid})
    assert Enrolment.objects.get(ended_at=None).revision.plan.slug == "mat-trio"


def test_the_leaving_stays_once_the_week_is_over_or_another_plan_is_followed(client, user, on):
    follow(user)
    leave(client, user)
    follow(user, "mat-trio")
    client.post("/week/ending/rejoin/")
    assert Enrolment.objects.get(ended_at=None).revision.plan.slug == "mat-trio"
    leave(client, user)
    on(day(7))
    assert "Take it back" not in read(client.get("/week/"))
    answer = client.post("/week/ending/rejoin/", follow=True)
    assert "The week in which you left it is over." in read(answer)
    assert not Enrolment.objects.filter(ended_at=None).exists()


def test_nobody_leaves_or_rejoins_for_somebody_else(client, user, client_of, person):
    follow(user)
    uid = Enrolment.objects.get().uid
    stranger = client_of(person())
    before = snapshot()
    stranger.post("/week/ending/leave/", {"plan": uid})
    stranger.post("/week/ending/rejoin/")
    assert snapshot() == before
    for url in ("/week/ending/leave/", "/week/ending/rejoin/"):
        assert Client().post(url).headers["Location"].startswith("/accounts/login/")
