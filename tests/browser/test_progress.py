"""Progress as a person looks at it: the picture first, the numbers of each under it, on any screen."""

import datetime

import pytest

from tests.plans.pages import day, follow, train

pytestmark = pytest.mark.sqlite  # looks do not depend on the database

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text in a drawing that would be smaller than it can be read, or lies outside of it.
UNREADABLE = """() => [...document.querySelectorAll("svg.chart text")].filter(text => {
  const box = text.getBoundingClientRect(), card = text.closest(".card").getBoundingClientRect();
  const size = 13 * text.ownerSVGElement.getBoundingClientRect().width / 320;
  return size < 10 || box.left < card.left || box.right > card.right;
}).map(text => text.textContent)"""


def test_every_picture_has_its_table_and_nothing_sticks_out(clock, page_of, person, axe, screens):
    user = person()
    follow(user)
    for week in range(3):
        for number in (0, 2, 4):
            train(user, day(7 * week + number))
    first = user.setlogs.filter(exercise="clam", workout__window=1, workout__slot=1)
    first.filter(side="left", number=2).update(reps=15)
    clock.move_to(datetime.datetime(2027, 1, 26, 9, 0, tzinfo=datetime.UTC))
    page = page_of(user, reduced_motion="reduce", java_script_enabled=True)
    page.goto("/progress/")
    screens(page, "progress-week-4")
    for picture in page.get_by_role("img").all():
        assert picture.get_attribute("aria-label")
    for summary in page.get_by_text("As a table").all():
        summary.click()
    steps = page.get_by_role("table", name="Steps, the newest first")
    assert "Step up: Bent-leg lift" in steps.inner_text()
    assert page.get_by_role("row", name="4 Jan 115 120").is_visible()
    assert page.get_by_role("cell", name="25 , workout not done").is_visible()
    for size in ({"width": 320, "height": 640}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)
        assert page.evaluate(WIDE) == 0
        assert page.evaluate(UNREADABLE) == []
    page.emulate_media(color_scheme="dark", forced_colors="active")
    assert page.get_by_text("Days done and days to come").is_visible()
    screens(page, "progress-tables")
    page.emulate_media(forced_colors="none")
    axe(page)
