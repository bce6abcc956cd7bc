"""An editor's day, from signing in to a change that is taken back, beside somebody who trains."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command

from exercises.models import Edition, Exercise
from plans import queries
from plans.models import EnrolmentEvent, SetLog, WorkoutLog
from tests.browser.conftest import DESKTOP
from tests.conftest import PASSWORD
from tests.plans.pages import MONDAY, follow, train
from tests.publishing import newest_of

pytestmark = pytest.mark.sqlite  # what a person sees does not depend on the database

OLD_STEP = "Keep your chest lifted and let your knees follow your toes. A little forward lean is part of it."
NEW_STEP = "Keep your chest lifted, and let both knees follow your toes."


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def publisher(person):
    call_command("loaddata", "roles", verbosity=0)
    user = person("edna@rise.example", is_staff=True)
    user.groups.add(Group.objects.get(name="Publisher"))
    return user


@pytest.fixture
def ada(person, clock):
    """She is in her first week of The Full Five."""
    user = person("ada@rise.example")
    follow(user, start=MONDAY)
    train(user, MONDAY)
    return user


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_editors_day(clock, publisher, ada, page_of, screens, complaints, script):
    complaints.ignore("ViewTransition")  # from a page of the site to one of the admin, which has none
    clock.shift(datetime.timedelta(hours=6))
    page = page_of(java_script_enabled=script, viewport=DESKTOP)
    page.set_default_timeout(10_000)
    logged = list(WorkoutLog.objects.values()), list(SetLog.objects.values())
    asked = queries.following(ada, MONDAY).schedule

    sign_in(page)
    open_the_squat(page)
    edit_a_step(page)
    preview_it(page)
    publish_it(page, "Published. Everybody reads edition 2 now.")
    see_it_live(page)

    change_a_rung(page)
    read_the_impact(page)
    publish_it(page, "6 plans have new numbers")
    keep_hers(page_of(ada, java_script_enabled=script))
    assert queries.following(ada, MONDAY).schedule == asked
    assert (list(WorkoutLog.objects.values()), list(SetLog.objects.values())) == logged

    change_the_rung_back(page)
    publish_it(page, "6 plans have new numbers")
    assert (
        newest_of("the-full-five").numbers == newest_of("the-full-five").plan.revisions.get(number=1).numbers
    )
    read_the_history(page)
    screens(page, f"history-{'script' if script else 'plain'}")


def sign_in(page):
    """Through the door that everybody uses; the admin has none of its own."""
    page.goto("/admin/")
    assert "/accounts/login/" in page.url
    page.get_by_label("E-mail").fill("edna@rise.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")


def open_the_squat(page):
    page.get_by_role("link", name="Exercises", exact=True).first.click()
    page.get_by_role("link", name="Squat", exact=True).click()
    assert "The site shows exactly this." in page.inner_text("#content")


def the_variation(page):
    """The fold with the words of the squat."""
    fold = page.locator(".fold", has=page.locator("summary", has_text="2. Squat"))
    if not fold.locator("details").first.get_attribute("open"):
        fold.locator("summary").first.click()
    return fold


def edit_a_step(page):
    steps = the_variation(page).locator("textarea[name$=-steps]")
    text = steps.input_value()
    assert OLD_STEP in text
    steps.fill(text.replace(OLD_STEP, NEW_STEP))
    save(page)
    assert "Published, with changes" in page.inner_text("#content")


def save(page):
    page.get_by_role("button", name="Save and continue editing", exact=True).last.click()
    page.wait_for_load_state()
    assert "was changed successfully" in page.inner_text(".messagelist")


def preview_it(page):
    page.get_by_role("link", name="Preview", exact=True).first.click()
    assert NEW_STEP in page.inner_text("main")
    assert "Preview of the draft of “Squat”" in page.inner_text(".preview-bar")
    page.locator(".preview-bar [name=plan]").select_option(label="The Full Five")
    page.locator(".preview-bar").get_by_role("button", name="Workout", exact=True).click()
    assert "Today’s workout" in page.inner_text("h1")
    page.locator(".preview-bar [name=week]").select_option("2")
    page.locator(".preview-bar").get_by_role("button", name="Week", exact=True).click()
    assert "week 2 of 12" in page.inner_text("main")
    page.get_by_role("link", name="Back to the review").click()


def publish_it(page, said):
    if not page.url.endswith("/publish/"):
        page.get_by_role("link", name="Review and publish").click()
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_load_state()
    assert said in page.inner_text(".messagelist")
    page.get_by_role("link", name="Back to the draft").click()


def see_it_live(page):
    page.goto("/exercises/squat/?variation=squat")
    assert NEW_STEP in page.inner_text("main")
    assert OLD_STEP not in page.inner_text("main")


def change_a_rung(page):
    exercise = Exercise.objects.get(slug="squat")
    page.goto(f"/admin/exercises/exercise/{exercise.pk}/change/")
    row = page.locator(".ladder tr", has=page.get_by_role("link", name="Q2, on its own page"))
    row.locator("[name$=-rep_step]").fill("4")
    row.locator("[name$=-rep_high]").fill("29")
    page.get_by_role("button", name="Save and continue editing", exact=True).last.click()
    page.wait_for_load_state()
    assert "never lands on 29" in row.locator(".field-rep_high").inner_text()
    row.locator("[name$=-rep_high]").fill("28")
    save(page)


def read_the_impact(page):
    page.get_by_role("link", name="Review and publish").click()
    impact = page.inner_text(".review-impact")
    assert "1 person, to take or to leave" in impact
    assert "nobody: no words change" in impact
    numbers = page.inner_text("#content")
    assert "The Full Five" in numbers
    assert "Squat 2 × 24" in numbers


def keep_hers(page):
    page.goto("/week/")
    page.get_by_role("link", name="See the difference").click()
    assert "Squat 2 × 22" in page.inner_text("main")
    page.get_by_role("button", name="Keep mine").click()
    assert "You keep the numbers you have" in page.inner_text("main")
    assert EnrolmentEvent.objects.get().kind == "kept"


def change_the_rung_back(page):
    page.get_by_role("link", name="History").first.click()
    change = page.locator(".history-change", has_text="Reps added at a time").first
    assert "Q2" in change.inner_text()
    change.get_by_role("button", name="Change back").click()
    page.wait_for_load_state()
    page.goto(page.url.partition("history")[0] + "publish/")


def read_the_history(page):
    page.get_by_role("link", name="History").first.click()
    history = page.inner_text(".history")
    for words in (
        "Edition 3 was published",
        "by edna@rise.example",
        "Steps",
        "Reps added at a time",
        "Changed back",
    ):
        assert words in history, words
    assert Edition.objects.filter(exercise__slug="squat").count() == 4
