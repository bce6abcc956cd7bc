"""Correcting what is logged: reps, sets, how it felt, the date, all of it. Only what differs is written."""

import datetime

import pytest

from plans.engine.identity import workout_uid
from plans.models import Operation, SetLog, WorkoutLog
from plans.queries import following
from plans.services import leave, save_records
from tests.plans.pages import day, error_beside, follow, read, train
from tests.plans.past import PastSheet, address, effect, press, workout_of
from tests.plans.workouts import DAY, Notebook, WorkoutSheet, logged, ratings, snapshot

pytestmark = pytest.mark.django_db
SQUAT, SQUAT_2 = "squat.1.1.both", "squat.1.2.both"


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def site(client_of, user):
    return client_of(user)


@pytest.fixture
def plan(user, on):
    """Monday's workout is done, in full and right; now it is Tuesday of the second week."""
    enrolment = follow(user)
    train(user, day(0))
    on(day(8))
    return enrolment


@pytest.fixture
def sheet(site, user, plan):
    return PastSheet.open(site, workout_of(user).uid)


def status_of(user, slot=1, window=1):
    found = following(user, day(8)).schedule.window(window)
    return next(workout.status for workout in found.workouts if workout.slot == slot)


# Sets --------------------------------------------------------------------------------------------


def test_reps_are_corrected(user, sheet):
    answer = sheet.write(SQUAT, 17).save()
    assert (answer.status_code, answer.url) == (302, sheet.url)
    assert logged(user)[SQUAT] == 17
    assert "Saved in your account." in read(sheet.client.get(sheet.url))


def test_a_set_is_taken_back_and_put_back_as_it_was(site, user, plan, now):
    eased = {"reps": 8, "hold_seconds": 0, "variation": "squat-arms", "name": "Chair squat", "rung": "Q1"}
    save_records(user, [Notebook(plan, now=now + DAY).set(1, target=eased)], now=now + DAY)
    sheet = PastSheet.open(site, workout_of(user).uid)
    row = SetLog.objects.get(exercise="squat", number=1)
    sheet.untick(SQUAT).save()
    assert SQUAT not in logged(user)
    again = PastSheet.open(site, workout_of(user).uid)
    assert "20 reps taken back; tick it to put it back" in read(again.answer)
    assert again.fields[f"reps-{SQUAT}"] == "20"
    again.tick(SQUAT).save()
    assert logged(user)[SQUAT] == 20
    back = SetLog.objects.get(exercise="squat", number=1)
    assert (back.uid, back.target, back.done_at) == (row.uid, row.target, row.done_at)


def test_a_set_is_put_back_even_where_a_clock_that_is_ahead_took_it_away(site, user, plan, now):
    now = now + 8 * DAY + datetime.timedelta(hours=3)  # noon, as on the clock
    book = Notebook(plan, now=now)
    ahead = book.set(1, at=4 * 60 * 60 * 1000, removed=True)
    save_records(user, [book.workout(time_zone="Europe/London"), ahead], now=now)
    PastSheet.open(site, workout_of(user).uid).tick(SQUAT).save()
    assert logged(user)[SQUAT] == 20


def test_a_set_beyond_what_was_asked_for_is_corrected_whatever_its_row_is_called(site, user, plan, now):
    uid = "8a3e9a04-6c2c-4f0e-9a55-0f7a3b1f9e11"
    book = Notebook(plan, now=now)
    place = {"exercise": "squat", "part": 1, "number": 3, "side": "both"}
    save_records(user, [book.edit("set", uid, place | {"reps": 9})], now=now)
    PastSheet.open(site, workout_of(user).uid).write("squat.1.3.both", 11).save()
    extra = SetLog.objects.get(exercise="squat", number=3)
    assert (str(extra.uid), extra.reps) == (uid, 11)


def test_a_number_that_is_typed_is_a_set_that_was_done(site, user, sheet):
    sheet.untick(SQUAT).save()
    PastSheet.open(site, workout_of(user).uid).write(SQUAT, 13).save()
    assert logged(user)[SQUAT] == 13


# How it felt -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rating", ["easy", "hard", ""])
def test_how_it_felt_is_changed_and_may_be_left_unsaid(site, user, sheet, rating):
    sheet.rate("squat", rating).save()
    assert ratings(user)["squat"] == rating
    assert PastSheet.open(site, workout_of(user).uid).fields["rating-squat"] == rating


# The date ----------------------------------------------------------------------------------------


def test_the_date_is_changed_and_the_workout_stays_that_of_its_week(user, sheet):
    sheet.on(day(7)).save()
    workout = workout_of(user)
    assert (workout.local_date, workout.window, workout.slot) == (day(7), 1, 1)
    assert status_of(user) == "done"


def test_a_day_that_has_a_workout_already_is_pointed_out_and_is_possible(site, user, sheet, on):
    on(day(2))
    train(user, day(2))
    on(day(8))
    answer = sheet.on(day(2)).look()
    assert "Another workout is logged on Wednesday, 6 January as well." in effect(answer)
    PastSheet(site, sheet.url, answer).save_now()
    assert {row.local_date for row in WorkoutLog.objects.all()} == {day(2)}


@pytest.mark.parametrize(
    "typed, error",
    [
        ("2027-01-13", "That day is still to come. Choose today or an earlier day."),
        ("2027-01-03", "Your plan began on 4 January 2027. Choose that day or a later one."),
        ("", "On which day was it?"),
        ("yesterday", "Write a date, like 2026-01-31."),
        ("0000-00-00", "Write a date, like 2026-01-31."),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_the_field(user, sheet, typed, error):
    before = snapshot()
    answer = sheet.write(SQUAT, 17).on(typed).look()
    assert answer.status_code == 422
    assert error_beside(answer, "date") == error
    typed_again = PastSheet(sheet.client, sheet.url, answer).fields
    assert (typed_again["date"], typed_again[f"reps-{SQUAT}"]) == (typed, "17")
    assert snapshot() == before


def test_a_quick_set_goes_back_a_year_at_most(site, user):
    class QuickSheet(WorkoutSheet):
        ADDRESS = "/quick/"

    QuickSheet.open(site, "/quick/?exercise=squat").tick_all().save()
    sheet = PastSheet.open(site, WorkoutLog.objects.get().uid)
    answer = sheet.on("2026-01-03").save_now()
    assert error_beside(answer, "date") == "Choose a day within the last twelve months."
    sheet.on("2026-12-24").write(SQUAT, 9).save_now()
    assert str(WorkoutLog.objects.get().local_date) == "2026-12-24"
    assert logged(user) == {SQUAT: 9}


# All of it ---------------------------------------------------------------------------------------


def test_a_workout_is_removed_once_that_was_confirmed_and_put_back_whole(site, user, plan, sheet):
    before = logged(user)
    asked = press(site, sheet.answer, "remove", sheet.url)
    assert asked.status_code == 200
    assert "Remove this workout?" in effect(asked)
    assert "counts as not done" in effect(asked)
    assert status_of(user) == "done"
    answer = press(site, asked, "remove", sheet.url)
    assert answer.url == "/history/"
    assert status_of(user) == "missed"
    page = site.get("/history/")
    assert "Removed. You find it under “Removed”" in read(page)
    assert "Removed: 1 workout" in read(page)
    assert page.content.decode().count(sheet.url) == 1  # not as one to be added, too

    removed = site.get(sheet.url)
    assert "You removed this workout" in read(removed)
    assert "done-" not in removed.content.decode()
    asked = press(site, removed, "restore", sheet.url)
    assert asked.status_code == 200
    assert "counts as done" in effect(asked)
    press(site, asked, "restore", sheet.url)
    assert status_of(user) == "done"
    assert logged(user) == before


def test_a_removed_workout_is_listed_as_removed_and_can_be_put_back_after_the_plan_has_ended(
    site, user, plan, sheet
):
    press(site, press(site, sheet.answer, "remove", sheet.url), "remove", sheet.url)
    leave(plan, today=day(8), now=datetime.datetime(2027, 1, 12, 12, tzinfo=datetime.UTC))
    assert "Removed: 1 workout" in read(site.get("/history/"))
    press(site, press(site, site.get(sheet.url), "restore", sheet.url), "restore", sheet.url)
    assert not workout_of(user).removed


def test_a_set_that_came_later_brings_a_removed_workout_back_into_the_list(site, user, plan, sheet, now):
    press(site, press(site, sheet.answer, "remove", sheet.url), "remove", sheet.url)
    later = now + 9 * DAY
    save_records(user, [Notebook(plan, now=later).set(1, reps=12)], now=later)
    assert "Removed: 1" not in read(site.get("/history/"))
    assert PastSheet.open(site, workout_of(user).uid).fields[f"reps-{SQUAT}"] == "12"


# On paper ----------------------------------------------------------------------------------------


def test_a_workout_done_on_paper_is_added_on_its_planned_day(site, user, plan):
    sheet = PastSheet.open(site, workout_uid(plan.uid, 1, 3))
    assert sheet.fields["date"] == "2027-01-08"
    assert not [name for name in sheet.fields if name.startswith("done-")]
    answer = sheet.tick_all().write(SQUAT, 22).rate("squat", "easy").look()
    assert "11 sets, done on Friday, 8 January." in effect(answer)
    assert "This workout counts as done." in effect(answer)
    PastSheet(site, sheet.url, answer).save_now()
    workout = workout_of(user, 1, 3)
    assert (workout.local_date, bool(workout.finished_at)) == (
        day(4),
        True,
    )
    assert [row["exercise"] for row in workout.prescription][0] == "squat"
    row = workout.sets.get(exercise="squat", number=1)
    assert (row.reps, row.target["reps"], row.done_at) == (22, 20, None)
    assert status_of(user, slot=3) == "done"


def test_it_may_have_been_another_day_and_a_part_of_it(site, user, plan):
    sheet = PastSheet.open(site, workout_uid(plan.uid, 1, 3)).tick(SQUAT).on(day(6))
    sheet.save()
    assert (workout_of(user, 1, 3).local_date, workout_of(user, 1, 3).sets.count()) == (day(6), 1)
    assert status_of(user, slot=3) == "done"


def test_nothing_ticked_is_nothing_done(site, plan):
    before = snapshot()
    answer = PastSheet.open(site, workout_uid(plan.uid, 1, 3)).look()
    assert answer.status_code == 422
    assert "Nothing is ticked yet. Tick what you did." in read(answer)
    assert snapshot() == before


def test_the_week_and_progress_know_of_it(site, user, plan):
    PastSheet.open(site, workout_uid(plan.uid, 1, 3)).tick_all().save()
    assert "2 of 3 workouts done" in read(site.get("/week/1/"))
    assert "Not logged" in read(site.get("/history/"))
    assert address(workout_uid(plan.uid, 1, 3)) in site.get("/history/").content.decode()


# What is written ---------------------------------------------------------------------------------


def test_only_what_differs_is_written(sheet):
    before = Operation.objects.count()
    sheet.write(SQUAT, 17).save()
    assert Operation.objects.count() == before + 1
    sheet.fields["date"] = day(1).isoformat()
    PastSheet.open(sheet.client, sheet.url.split("/")[2]).on(day(1)).rate("clam", "easy").save()
    assert Operation.objects.count() == before + 3


def test_nothing_changed_is_nothing_written(sheet):
    before = snapshot()
    answer = sheet.look()
    assert answer.status_code == 302
    assert "Nothing had changed." in read(sheet.client.get(answer.url))
    assert snapshot() == before


@pytest.mark.parametrize(
    "typed, error",
    [
        ("-1", "Fewer than none is not possible."),
        ("501", "That is more than anybody does: at most 500."),
        ("many", "Write the reps as a whole number."),
        ("", "How many reps did you do?"),
    ],
)
def test_reps_that_cannot_be_are_refused_beside_the_field(sheet, typed, error):
    before = snapshot()
    answer = sheet.write(SQUAT, typed).look()
    assert answer.status_code == 422
    assert error in read(answer)
    assert PastSheet(sheet.client, sheet.url, answer).fields[f"reps-{SQUAT}"] == typed
    assert snapshot() == before


def test_an_ended_plan_is_corrected_at_once_and_changes_progress(site, user, plan):
    leave(plan, today=day(8), now=datetime.datetime(2027, 1, 12, 12, tzinfo=datetime.UTC))
    sheet = PastSheet.open(site, workout_of(user).uid)
    assert "look" not in sheet.buttons
    assert "This plan has ended: only your progress changes." in read(sheet.answer)
    assert sheet.write(SQUAT, 30).save_now().status_code == 302
    assert logged(user)[SQUAT] == 30
    assert "11 sets, 270 reps" in read(site.get("/history/"))
