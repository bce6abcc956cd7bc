"""Correcting the past: without JavaScript from progress to a corrected workout, and how its pages look."""

import pytest

from plans.engine.identity import workout_uid
from tests.browser.test_every_page import LOW_TARGETS
from tests.plans.pages import day, follow, train
from tests.plans.past import sets_of

pytestmark = pytest.mark.sqlite
PHONE, SMALLEST = {"width": 390, "height": 844}, {"width": 320, "height": 640}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def lived(person, on):
    """Two of three workouts of the first week are done; now it is Tuesday of the second."""
    user = person()
    plan = follow(user)
    for number in (0, 2):
        on(day(number))
        short = {"share": {"squat": 0.6}, "ratings": {"squat": "hard"}} if number == 0 else {}
        train(user, day(number), **short)
    on(day(8))
    return user, plan


def squats(user):
    return [sets_of(user)[key] for key in ("squat.1.1.both", "squat.1.2.both")]


def test_a_workout_is_corrected_once_its_consequences_were_seen_and_one_on_paper_is_added(lived, page_of):
    user, _plan = lived
    page = page_of(user, java_script_enabled=False)
    page.goto("/progress/")
    page.get_by_role("link", name="All your workouts").click()
    page.get_by_role("link", name="Open Monday, 4 January").click()
    squat = page.get_by_role("region", name="Squat", exact=True)
    for field in squat.get_by_role("spinbutton").all():
        assert field.input_value() == "12"
        field.fill("20")
    squat.get_by_label("Easy").check()
    page.get_by_label("Done on").fill("2027-01-05")
    page.get_by_role("button", name="See what changes").click()
    card = page.get_by_role("region", name="Save this?")
    assert "Squat, set 1: 20 reps instead of 12 reps." in card.inner_text()
    assert "What you have done keeps the numbers that it shows." in card.inner_text()
    assert "Week 2" in card.inner_text()
    assert squats(user) == [12, 12]
    card.get_by_role("button", name="Save").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Tuesday, 5\N{NO-BREAK SPACE}January 2027"
    assert squats(user) == [20, 20]

    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="History").click()
    page.get_by_role("link", name="Add what you did Friday, 8 January").click()
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Save", exact=True).click()
    assert "11 of 11 sets done" in page.locator("main").inner_text()

    page.get_by_role("button", name="Remove this workout").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("Removed: 1 workout").click()
    page.get_by_role("link", name="Put it back Friday, 8 January").click()
    page.get_by_role("button", name="Put it back").click()
    page.get_by_role("button", name="Put it back").click()
    assert "11 of 11 sets done" in page.locator("main").inner_text()


def test_its_pages_look_well_on_the_smallest_phone_and_by_night(lived, page_of, screens, axe):
    user, plan = lived
    page = page_of(user, reduced_motion="reduce")

    def look(name):
        screens(page, name)
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="light")
        axe(page)
        page.set_viewport_size(SMALLEST)
        page.emulate_media(color_scheme="dark")
        axe(page)
        assert page.evaluate(OVERFLOW) <= 0, name
        assert page.evaluate(LOW_TARGETS) == [], name

    page.goto("/history/")
    look("history")
    page.get_by_role("link", name="Open Monday, 4 January").click()
    look("history-workout")
    page.get_by_label("Easy").first.check()
    page.locator("#sets [type=checkbox]").nth(5).uncheck()
    page.locator("#sets [type=number]").nth(0).fill("20")
    page.locator("#sets [type=number]").nth(1).fill("20")
    page.get_by_label("Done on").fill("2027-01-06")
    page.get_by_role("button", name="See what changes").click()
    look("history-effect")
    page.goto(f"/history/{workout_uid(plan.uid, 1, 3)}/")
    look("history-paper")
