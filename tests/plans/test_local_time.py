"""What day it is for somebody: their zone and the hour that their day begins at, through the pages."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from plans.models import WorkoutLog
from plans.queries import following
from tests.plans.pages import MONDAY, day, follow, read, train
from tests.plans.workouts import WorkoutSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(clock):
    """Goes to a moment on a wall: `at("2027-01-05 00:30", "Europe/London")`."""

    def go(text, zone):
        clock.move_to(datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))

    return go


@pytest.mark.parametrize(
    "day_starts, wall, day_number",
    [
        (3, "2027-01-05 00:30", 0),
        (3, "2027-01-05 03:00", 1),
        (0, "2027-01-05 00:30", 1),
        (6, "2027-01-05 05:59", 0),
    ],
)
def test_half_past_midnight_belongs_to_the_day_that_the_person_says(
    person, client_of, at, day_starts, wall, day_number
):
    user = person(time_zone="America/New_York", day_starts=day_starts)
    follow(user)
    at(wall, "America/New_York")
    page = read(client_of(user).get("/week/"))
    assert ("Today’s workout" in page) == (day_number == 0)
    assert client_of(user).get("/api/schedule").json()["today"] == day(day_number).isoformat()


def test_a_workout_after_midnight_is_done_on_the_day_before(person, client_of, at):
    user = person(time_zone="Europe/London")
    follow(user)
    at("2027-01-05 00:30", "Europe/London")
    WorkoutSheet.open(client_of(user)).tick_all().finish()
    assert WorkoutLog.objects.get().local_date == MONDAY
    at("2027-01-05 12:00", "Europe/London")
    assert "1 of 3 workouts done" in read(client_of(user).get("/week/"))


def test_somebody_who_travels_keeps_what_is_done_on_its_day_and_no_day_has_two_workouts(
    person, client_of, at
):
    user = person(time_zone="Europe/London")
    follow(user)
    at("2027-01-04 20:00", "Europe/London")
    train(user, MONDAY)
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"):
        user.time_zone = zone
        user.save()
        client = client_of(user)
        assert client.get("/week/").status_code == 200
        seen = following(user, MONDAY).schedule
        assert seen.window(1).workouts[0].date == MONDAY
        undone = [w.date for w in seen.workouts() if w.status != "done"]
        assert len(undone) == len(set(undone))
    user.time_zone = "Pacific/Auckland"
    user.save()
    assert client_of(user).get("/api/schedule").json()["today"] == "2027-01-05"


@pytest.mark.parametrize(
    "wall", ["2027-03-28 00:59", "2027-03-28 02:00", "2027-10-31 01:30", "2027-10-31 23:59"], ids=str
)
def test_the_days_of_a_clock_change_are_days_like_any_other(person, client_of, at, wall):
    user = person(time_zone="Europe/London")
    follow(user, start=datetime.date(2027, 3, 22), weekdays=[1, 3, 6])
    at(wall, "Europe/London")
    answer = client_of(user).get("/week/")
    assert answer.status_code == 200
    today = client_of(user).get("/api/schedule").json()["today"]
    assert today == (
        "2027-03-27"
        if wall < "2027-03-28 03" and wall.endswith(("00:59", "02:00"))
        else "2027-10-30"
        if wall.endswith("01:30")
        else "2027-10-31"
    )


def test_nothing_is_lost_when_the_hour_changes_in_the_middle_of_a_workout(person, client_of, at):
    user = person(time_zone="Europe/London", day_starts=3)
    follow(user)
    at("2027-01-05 02:50", "Europe/London")
    sheet = WorkoutSheet.open(client_of(user))
    sheet.tick(*sheet.sets[:2]).save()
    at("2027-01-05 03:10", "Europe/London")
    assert sheet.tick_all().finish().status_code == 302
    assert WorkoutLog.objects.get().local_date == MONDAY
    assert following(user, day(1)).schedule.window(1).workouts[0].status == "done"
