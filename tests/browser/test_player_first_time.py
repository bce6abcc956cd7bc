"""Before the first workout the player looks at the phone, and asks what only its person knows."""

import pytest

from tests.browser.playing import Player, until
from tests.plans.workouts import sign_up

pytestmark = pytest.mark.sqlite  # what a person sees does not depend on the database

SOUND = "JSON.parse(localStorage.getItem('rise-prefs')).sound"


@pytest.fixture
def player(page_of, person, clock):
    ana = person("ana@rise.example")
    sign_up(ana)
    return Player(page_of(ana, service_workers="block"), clock, isChecked=False).open()


def test_it_says_what_the_phone_can_do_and_what_to_do_about_the_rest(player):
    page = player.page
    page.locator("[data-act=START]").click()
    player.advance(1)
    until(page, "document.querySelectorAll('[data-checks] li').length >= 5")
    for line in page.locator("[data-checks] li").all():
        yes, no = (line.locator(f"[data-{answer}]").is_visible() for answer in ("ok", "no"))
        assert yes != no
        assert bool(line.locator("[data-advice]").inner_text()) == no
    assert player.see().mood == ""  # nothing has begun
    page.locator("[data-go]").click()
    until(page, "document.body.dataset.phase === 'ready'")
    assert player.see().phase == "Get ready"


def test_whoever_uses_a_screen_reader_hears_one_voice(player):
    player.page.locator("[data-act=START]").click()
    player.page.get_by_label("Yes: beeps").check()
    player.page.locator("[data-go]").click()
    until(player.page, "document.body.dataset.phase === 'ready'")
    player.forget().advance(6)
    assert player.page.evaluate(SOUND) == "beeps"
    assert player.said() == []
    assert player.heard().tones


def test_it_is_asked_once_and_again_when_wanted(player):
    player.start().press("sound")
    player.page.get_by_role("button", name="What can this phone do?").click()
    assert player.page.get_by_role("heading", name="This phone").is_visible()
    player.page.locator("[data-go]").click()
    player.page.get_by_role("button", name="Close").click()
    player.reload()
    player.page.locator("[data-act=START]").click()
    assert not player.page.get_by_role("heading", name="This phone").is_visible()
