"""The whole main job: from the home page to a week of workouts, and to numbers that moved for a reason."""

import datetime
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

EMAIL, PASSWORD = "robin@rise.example", "kettle under the stairs"
ORDER = ["Squat", "Standing kickback", "Glute bridge", "Toe taps", "Clam"]
# How the week went: a squat that is easy, a bridge that is hard, clams of 15 reps where 20 were asked for.
FELT = {
    "Squat": "Easy",
    "Standing kickback": "Right",
    "Glute bridge": "Hard",
    "Toe taps": "Right",
    "Clam": "Right",
}
SHORT = {"Clam": "15"}
SETS = {"Squat": 2, "Standing kickback": 6, "Glute bridge": 2, "Toe taps": 2, "Clam": 4}

START = "Starting point for this level."
FIRST_WEEK = [
    ("Squat", "2 × 20", START),
    ("Standing kickback", "3 × 10 per side", START),
    ("Glute bridge", "2 × 20 hold 1 s", START),
    ("Toe taps", "2 × 10 per leg", START),
    ("Clam", "2 × 20 per side, hold 1 s", START),
]
SECOND_WEEK = [
    ("Squat", "2 × 24", "+4 reps because all sets were finished and rated easy."),
    (
        "Standing kickback",
        "3 × 11 per side",
        "+1 rep per side because all sets were finished and rated right.",
    ),
    ("Glute bridge", "2 × 20 hold 1 s", "Same again because all sets were finished but felt hard."),
    ("Toe taps", "2 × 11 per leg", "+1 rep per leg because all sets were finished and rated right."),
    ("Clam", "2 × 20 per side, hold 1 s", "Same again because some sets were cut well short."),
]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_home_page_to_numbers_that_moved_for_a_reason(clock, page_of, screens, script):
    page = page_of(java_script_enabled=script)
    page.set_default_timeout(10_000)
    choose_the_full_five(page)
    create_an_account(page)
    start_the_plan(page)
    for shift, left in ((0, "2 more workouts"), (2, "One more workout"), (2, "The week is done.")):
        clock.shift(datetime.timedelta(days=shift))
        do_the_workout(page)
        assert left in page.locator("main").inner_text()
    assert what_changes(page) == SECOND_WEEK
    if script:
        screens(page, "main-job-done")

    clock.move_to(datetime.datetime(2027, 1, 11, 7, 0, tzinfo=datetime.UTC))
    page.goto("/week/")
    assert "week 2 of 12" in page.locator("main").inner_text().lower()
    assert what_changes(page) == SECOND_WEEK
    assert page.locator(".week li").first.inner_text().split() == [
        "Mon",
        "11",
        "today,",
        "workout",
        "planned",
    ]
    page.get_by_role("link", name="Start today’s workout").click()
    assert targets(page) == {
        "Squat": "24",
        "Standing kickback": "11",
        "Glute bridge": "20",
        "Toe taps": "11",
        "Clam": "20",
    }
    if script:
        screens(page, "main-job-second-week")


def choose_the_full_five(page):
    page.goto("/")
    page.get_by_role("link", name="Choose a plan").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Plans"
    page.get_by_role("link", name="The Full Five").click()
    first = page.locator("section.preview").first
    assert [first.locator("td .n").nth(index).inner_text() for index in range(5)] == [
        dose.split(" per")[0].split(" hold")[0] for _name, dose, _why in FIRST_WEEK
    ]
    page.get_by_role("link", name="Sign up for The Full Five").first.click()
    assert page.url.endswith("/plans/the-full-five/start/")
    page.locator("main").get_by_role("link", name="Sign in").click()


def create_an_account(page):
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    assert mail.outbox[-1].to == [EMAIL]
    code = re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body).group()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    assert page.url.endswith("/plans/the-full-five/start/")


def start_the_plan(page):
    days = page.get_by_role("group", name="Training days").get_by_role("checkbox")
    assert [day.is_checked() for day in days.all()] == [True, False, True, False, True, False, False]
    page.get_by_label("12 to 24").check()
    page.get_by_role("button", name="Start this plan").click()
    assert page.url.endswith("/week/")
    assert "Your first workout is on Monday, 4 January." in page.locator("body").inner_text()
    assert what_changes(page) == FIRST_WEEK


def do_the_workout(page):
    """Today's workout, as the week went; nothing is ticked before she ticks it."""
    page.goto("/week/")
    page.get_by_role("link", name="Start today’s workout").click()
    blocks = page.locator("section.block")
    assert [name.inner_text() for name in blocks.get_by_role("heading", level=2).all()] == ORDER
    for name, block in zip(ORDER, blocks.all(), strict=True):
        ticks = block.get_by_role("checkbox").all()
        assert len(ticks) == SETS[name]
        assert not any(tick.is_checked() for tick in ticks)
        for tick in ticks:
            tick.check()
        if name in SHORT:
            for reps in block.get_by_role("spinbutton").all():
                reps.fill(SHORT[name])
        block.get_by_label(FELT[name], exact=True).check()
    page.get_by_role("button", name="Finish workout").click()
    assert "/workout/1/" in page.url
    assert "11 sets done and in your account." in page.locator("main").inner_text()
    today = timezone.now().date()
    assert f"{today.day} January" in page.locator("main").inner_text()


def what_changes(page):
    """Name, dose and reason, row by row."""
    return [
        (
            row.locator("b").inner_text(),
            " ".join(row.locator(".n").first.inner_text().split()),
            re.split(" (?:Adjust|Take it or wait)\\b", row.locator(".why").inner_text())[0],
        )
        for row in page.locator("ul.reasons > li").all()
    ]


def targets(page):
    """The reps that stand in the fields of today's workout, each exercise once."""
    return {
        block.get_by_role("heading", level=2).inner_text(): block.get_by_role(
            "spinbutton"
        ).first.input_value()
        for block in page.locator("section.block").all()
    }
