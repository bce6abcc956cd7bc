"""What hurts: asked for first, acting at once, and erased when the person wants it."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from plans.models import EnrolmentEvent, Feedback, Operation
from plans.queries import following
from tests.plans.buttons import buttons, press
from tests.plans.pages import MONDAY, day, follow, read, train
from tests.plans.workouts import snapshot

pytestmark = pytest.mark.django_db

HURT = "/week/change/exercises/squat/hurt/"


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def asked(user, exercise, window, today=MONDAY):
    doses = following(user, today).schedule.window(window).workouts[-1].doses
    return next((f"{d.rung.code} {d.sets}×{d.reps}" for d in doses if d.exercise == exercise), None)


def agree(client):
    press(client, client.get(HURT), "I agree")


def flag(client, number=0):
    return press(client, client.get(HURT), "It hurt", number)


def test_nothing_is_stored_before_the_person_agrees(client, user):
    follow(user)
    train(user, MONDAY)
    page = client.get(HURT)
    assert "May we note it?" in read(page)
    assert [label for label in buttons(page) if label.startswith("It hurt")] == []
    workout = following(user, MONDAY).schedule.window(1).workouts[0].uid
    before = snapshot()
    answer = client.post(HURT, {"workout": workout})
    assert "so it was not" in read(client.get(answer.headers["Location"]))
    assert snapshot() == before


def test_without_consent_easier_and_left_out_do_the_same_work_without_a_reason(client, user):
    follow(user)
    press(client, client.get(HURT), "Make it easier")
    assert asked(user, "squat", 1) == "Q1 2×10"
    assert not Feedback.objects.filter(pain=True).exists()
    press(client, client.get(HURT), "Leave it out")
    assert asked(user, "squat", 1) is None


def test_what_hurt_is_easier_at_once_and_in_the_week_after(client, user):
    follow(user)
    train(user, MONDAY)
    agree(client)
    page = client.get(HURT)
    assert "Then it becomes easier at once:" in read(page)
    answer = press(client, page, "It hurt on Monday, 4 January")
    assert answer.headers["Location"] == "/week/change/exercises/squat/"
    assert asked(user, "squat", 1) == "Q1 2×10"
    assert "It hurt, so the rest of this week is easier: Arms-forward squat, 2 × 10." in read(
        client.get("/week/change/exercises/squat/")
    )
    assert asked(user, "squat", 2) == "Q1 2×10"


def test_a_mistake_is_taken_back(client, user):
    follow(user)
    train(user, MONDAY)
    agree(client)
    flag(client)
    press(client, client.get(HURT), "That was a mistake")
    assert asked(user, "squat", 1) == "Q2 2×20"
    assert not Feedback.objects.filter(pain=True).exists()


def hurt_twice(client, user, on):
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number))
    agree(client)
    on(day(4))
    flag(client)
    train(user, day(7))
    on(day(7))
    flag(client)


def test_the_second_week_stops_it_with_advice_and_taking_it_up_is_one_tap(client, user, on):
    hurt_twice(client, user, on)
    assert asked(user, "squat", 2, day(7)) is None
    page = client.get("/week/change/exercises/squat/")
    assert "ask a physio or doctor first" in read(page)
    answer = press(client, page, "Take it up again")
    assert "Squat: you took it up again." in read(client.get(answer.headers["Location"]))
    assert asked(user, "squat", 2, day(7)) == "Q1 2×10"


def test_revoking_erases_every_mark_and_nothing_gets_harder(client, user, on):
    hurt_twice(client, user, on)
    page = client.get("/health/")
    assert "2 marks are stored." in read(page)
    operations = Operation.objects.count()
    client.post("/health/")
    assert not Feedback.objects.filter(pain=True).exists()
    assert not any("pain" in row.stamps for row in Feedback.objects.all())
    assert not EnrolmentEvent.objects.filter(kind="taken-up").exists()
    assert get_user_model().objects.get(pk=user.pk).health_consent_at is None
    assert asked(user, "squat", 2, day(7)) is None
    assert Operation.objects.count() == operations
    shown = read(client.get("/week/change/")) + read(client.get("/week/change/exercises/squat/"))
    assert "Squat: replaced by nothing until you want it back." in shown
    assert "stopped" not in shown
    assert "Nothing about what hurts is stored." in read(client.get("/health/"))


def test_revoking_after_it_was_taken_up_again_brings_no_harder_dose(client, user, on):
    hurt_twice(client, user, on)
    press(client, client.get("/week/change/exercises/squat/"), "Take it up again")
    before = [asked(user, "squat", window, day(7)) for window in (2, 3, 4)]
    client.post("/health/")
    after = [asked(user, "squat", window, day(7)) for window in (2, 3, 4)]
    assert before[0] == after[0] == "Q1 2×10"
    assert all(
        int(now.split("×")[1]) <= int(was.split("×")[1]) for was, now in zip(before, after, strict=True)
    )


def test_revoking_makes_no_later_plan_begin_harder(client, user, on):
    hurt_twice(client, user, on)
    client.post("/health/")
    page = read(client.get("/plans/the-full-five/start/"))
    assert "Arms-forward squat 2 × 10" in page


def test_the_rating_of_the_same_workout_stays_when_the_marks_go(client, user):
    follow(user)
    train(user, MONDAY, ratings={"squat": "hard"})
    agree(client)
    flag(client)
    client.post("/health/")
    assert Feedback.objects.get(exercise="squat").rating == "hard"


def test_a_device_is_never_told_what_hurts(client, user):
    follow(user)
    train(user, MONDAY)
    agree(client)
    flag(client)
    body = {"account": str(user.uid), "cursor": None, "records": []}
    answer = client.post("/api/sync", body, content_type="application/json")
    assert answer.status_code == 200
    assert "pain" not in answer.content.decode()
    assert "hurt" not in answer.content.decode()


def test_revoking_twice_and_with_nothing_stored_is_the_same(client, user):
    follow(user)
    agree(client)
    client.post("/health/")
    client.post("/health/")
    assert EnrolmentEvent.objects.count() == 0


def test_nobody_flags_a_workout_of_somebody_else(client, user, client_of, person):
    follow(user)
    train(user, MONDAY)
    workout = following(user, MONDAY).schedule.window(1).workouts[0].uid
    other = person()
    follow(other)
    stranger = client_of(other)
    stranger.post(HURT, {"agree": "1"})
    before = snapshot()
    theirs = stranger.post(HURT, {"workout": workout})
    missing = stranger.post(HURT, {"workout": "00000000-0000-4000-8000-000000000000"})
    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert snapshot() == before
    for url in (HURT, "/health/"):
        assert Client().get(url).headers["Location"].startswith("/accounts/login/")


def test_it_costs_no_more_than_my_week(client, user, django_assert_max_num_queries):
    follow(user)
    train(user, MONDAY)
    agree(client)
    with django_assert_max_num_queries(8):
        client.get(HURT)
