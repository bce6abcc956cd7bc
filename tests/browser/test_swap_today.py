"""Something else today chosen without JavaScript, and played as it was chosen."""

import pytest

from plans.models import SetLog, WorkoutLog
from plans.queries import following
from tests.browser.phones import wait_in_account
from tests.browser.playing import Player
from tests.plans.pages import MONDAY, follow
from tests.plans.workouts import logged, sign_up

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def says(page, *sentences):
    words = page.locator("main, .notice").all_inner_texts()
    for sentence in sentences:
        assert sentence in " ".join(words), f"“{sentence}” is not in {words}"


def open_choices(page, exercise, word="Swap"):
    page.get_by_text("Something does not suit today?").click()
    page.get_by_role("link", name=f"{word} {exercise}").click()


def test_an_exercise_is_swapped_for_today_and_comes_back(page_of, person, clock, screens):
    user = person()
    follow(user, "mat-trio", kit=["weights", "band"], level="strong")
    page = page_of(user, java_script_enabled=False)
    page.goto("/today/")
    page.get_by_text("Something does not suit today?").click()
    screens(page, "today-swap")
    page.get_by_role("link", name="Swap Bent-leg lift").click()
    screens(page, "swap")
    page.get_by_role("link", name="Without the floor").click()
    page.get_by_role("button", name="Do this today Kickback + side kick").click()
    says(page, "instead of Bent-leg lift, in this workout only.")
    screens(page, "today-swapped")
    open_choices(page, "Bent-leg lift", "Change")
    screens(page, "swap-swapped")
    page.get_by_role("button", name="Do it after all Bent-leg lift").click()
    says(page, "Bent-leg lift is back in this workout.")


def test_the_player_plays_what_was_swapped_and_nothing_counts_for_the_original(page_of, person, clock):
    user = person()
    sign_up(user, "kettle-breaks", weekdays=(0, 1, 2, 3, 4, 5))
    player = Player(page_of(user, service_workers="block"), clock).open()
    open_choices(player.page, "Squat")
    player.page.get_by_role("button", name="Do this today Standing kickback").click()
    player.wait_offer()
    says(player.page, "Standing kickback instead of Squat")
    player.begin()
    assert player.see().phase == "Standing kickback"
    wait_in_account(player.do_sets(), user, sets=6)
    assert {key.split(".")[0] for key in logged(user)} == {"standing-kickback"}
    assert {row.target["rung"] for row in SetLog.objects.all()} == {"⇄K2"}
    assert [row["exercise"] for row in WorkoutLog.objects.get().prescription] == ["squat"]
    (log,) = following(user, MONDAY).life.logs
    assert not log.exercises["squat"].sets
