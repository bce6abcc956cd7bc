"""A plan that bends, without JavaScript: the main way through each choice, and how its page looks."""

import datetime

import pytest

from tests.plans.pages import MONDAY, day, follow, train

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def page(page_of, user, clock):
    return page_of(user, java_script_enabled=False)


def go(page, *labels):
    """Follows links and presses buttons by their words, one after the other."""
    for label in labels:
        page.get_by_role("link", name=label).or_(page.get_by_role("button", name=label)).first.click()


def says(page, *sentences):
    words = page.locator("body").inner_text()
    for sentence in sentences:
        assert sentence in words, f"“{sentence}” is not in {words[:600]}"


def test_a_workout_is_moved_and_another_one_let_go(page, user, screens):
    follow(user)
    page.goto("/week/")
    screens(page, "week")
    go(page, "Move the workout of Wednesday")
    screens(page, "move")
    go(page, "Move it here to Thursday, 7 January")
    says(page, "You moved a workout to 7 January.")
    screens(page, "week-chosen")
    go(page, "Move the workout of Friday", "Let it go")
    says(page, "You let the workout of 8 January go.")
    go(page, "Take it back")
    says(page, "Taken back.")


def test_after_a_missed_week_one_of_three_ways_is_chosen(page, user, clock, screens):
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number))
    clock.move_to(datetime.datetime.combine(day(14), datetime.time(12), datetime.UTC))
    page.goto("/week/")
    screens(page, "week-missed")
    go(page, "See the three ways on")
    screens(page, "comeback")
    says(page, "Carry on", "Move the plan", "Come back gently", "The plan ends on Sunday, 4 April 2027.")
    go(page, "Move the plan")
    says(page, "The missed time does not count: your plan ends later.", "week 2 of 12")


def test_days_pause_repeat_and_an_easy_week(page, user, screens):
    follow(user)
    page.goto("/week/")
    go(page, "Change my plan: days, a pause, an exercise")
    screens(page, "change")
    go(page, "Change the training days")
    for name in ("Monday", "Wednesday", "Friday"):
        page.get_by_label(name).uncheck()
    for name in ("Tuesday", "Thursday", "Saturday"):
        page.get_by_label(name).check()
    go(page, "See what changes")
    screens(page, "days")
    go(page, "Train on these days")
    says(page, "You train on Tuesday, Thursday and Saturday from 11 January.")
    go(page, "Change my plan: days, a pause, an exercise", "Pause my plan")
    page.get_by_label("First day").fill("2027-01-11")
    page.get_by_label("Last day").fill("2027-01-24")
    go(page, "See what changes")
    screens(page, "pause")
    go(page, "Pause my plan")
    says(page, "Your plan is paused from 11 January to 24 January.")
    go(page, "Take it back", "Repeat this week")
    says(page, "You repeat a week from 11 January.")
    go(page, "Change my plan: days, a pause, an exercise", "Make next week easy")
    says(page, "You have an easy week from 11 January.")
    page.goto("/week/change/")
    screens(page, "change-journal")


def test_a_step_waits_one_goes_back_and_an_exercise_is_replaced(page, user, clock, screens):
    follow(user)
    for week in (0, 1):
        for offset in (0, 2, 4):
            train(user, MONDAY + datetime.timedelta(days=7 * week + offset))
    clock.move_to(datetime.datetime.combine(day(14), datetime.time(12), datetime.UTC))
    page.goto("/week/change/")
    go(page, "Adjust Glute bridge")
    screens(page, "adjust")
    go(page, "Wait with it")
    says(page, "Glute bridge: you wait with the next step.")
    page.goto("/week/change/exercises/squat/")
    go(page, "Step back")
    says(page, "Squat: you took a step back.", "You chose to step back")
    page.goto("/week/change/exercises/standing-kickback/")
    go(page, "Do this instead")
    says(page, "Standing kickback: replaced by Wall-supported kickback until you want it back.")
    page.goto("/week/change/exercises/standing-kickback/")
    screens(page, "adjust-away")
    go(page, "Have it back")
    says(page, "Standing kickback: back in your plan.")


def test_what_hurts_is_asked_for_acts_at_once_and_is_erased(page, user):
    follow(user)
    train(user, MONDAY)
    page.goto("/workout/1/1/")
    go(page, "Did it hurt? Squat")
    says(page, "May we note it?")
    go(page, "I agree", "It hurt on Monday, 4 January")
    says(page, "Noted.", "It hurt, so the rest of this week is easier: Arms-forward squat, 2 × 10.")
    page.goto("/accounts/")
    go(page, "See it, or have it erased")
    says(page, "1 mark is stored.")
    go(page, "Take it back and erase the marks")
    says(page, "Erased. Nothing about what hurts is stored any more.")
    page.goto("/week/change/exercises/squat/")
    says(page, "You made it easier: Arms-forward squat, 2 × 10.")


def test_a_plan_is_left_that_is_taken_back_and_the_next_one_begins_where_one_stands(page, user, clock):
    follow(user)
    for week in (0, 1):
        for offset in (0, 2, 4):
            train(user, day(7 * week + offset))
    clock.move_to(datetime.datetime.combine(day(14), datetime.time(12), datetime.UTC))
    page.goto("/week/ending/")
    go(page, "Leave this plan")
    says(page, "You left The Full Five on 18 January.")
    go(page, "Take it back")
    says(page, "You are back. Nothing has changed.", "week 3 of 12")
    page.goto("/week/ending/")
    says(page, "What we suggest", "It is the next level.")
    go(page, "Start The Full Five again")
    page.get_by_label("Leave “The Full Five” and follow this plan").check()
    go(page, "Start this plan")
    says(page, "You follow The Full Five now.", "week 1 of 12", "2 × 24")


def test_half_past_midnight_is_still_the_day_before_until_the_person_says_otherwise(page, user, clock):
    follow(user)
    clock.move_to(datetime.datetime(2027, 1, 5, 0, 30, tzinfo=datetime.UTC))
    page.goto("/today/")
    says(page, "Monday, 4 January", "Tick the sets yourself")
    page.goto("/accounts/")
    page.get_by_label("My day begins at").select_option(label="Midnight")
    go(page, "Save")
    page.goto("/today/")
    says(page, "Tuesday, 5 January", "Today is a rest day", "The workout of Monday is still open.")


@pytest.mark.parametrize(
    "url",
    [
        "/week/change/",
        "/week/change/days/?weekdays=1&weekdays=3&weekdays=5",
        "/week/change/pause/?day=2027-01-20&last=2027-02-05",
        "/week/change/missed/",
        "/week/change/exercises/glute-bridge/",
        "/week/change/3/2/",
        "/week/ending/",
    ],
)
def test_every_page_of_a_choice_fits_and_axe_finds_nothing(page_of, user, clock, examine, url):
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number))
    clock.move_to(datetime.datetime.combine(day(14), datetime.time(12), datetime.UTC))
    page = page_of(user, reduced_motion="reduce")  # else colours are judged while they fade
    page.goto(url)
    examine(page, "choice-" + "-".join(filter(None, url.split("?")[0].split("/"))))
