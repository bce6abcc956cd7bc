"""Two tabs, two phones, two people on one phone, a sign-in that ended: each set is there once, in one account."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache

from plans.models import Operation
from tests.browser.phones import assert_nothing_in_account, held, wait_in_account
from tests.browser.playing import Player, until
from tests.conftest import PASSWORD
from tests.plans.workouts import logged, sign_up


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def ana(person, clock):
    user = person("ana@rise.example")
    sign_up(user)
    return user


@pytest.fixture
def phone(page_of, ana, clock, complaints):
    """A phone of Ana's with today's workout open; each has a clock of its own."""
    complaints.ignore("ERR_INTERNET_DISCONNECTED")
    return lambda: Player(page_of(ana, service_workers="block"), clock).open()


@pytest.fixture
def beside(clock):
    """Another tab of the same browser, with the same clock."""
    return lambda player: Player(player.page.context.new_page(), clock, is_real=True).open()


def sync_says(player, kind):
    """Until the line about the account is of this kind; what it says."""
    until(player.page, f"document.querySelector('.sync').dataset.kind === '{kind}'")
    return player.page.locator(".sync:visible").inner_text().strip()


def is_playing(player):
    return player.page.evaluate("document.body.classList.contains('play')")


def sign_in(page, user):
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


# Tabs --------------------------------------------------------------------------------------------


def take_over(player):
    player.page.bring_to_front()
    player.page.get_by_text("Playing in another tab").wait_for()
    player.page.locator("[data-act=TAKE]").click()
    until(player.page, "document.body.dataset.phase === 'rest'")


def wait_stopped(player):
    until(player.page, "!document.body.classList.contains('play')")


def test_one_tab_plays_and_whoever_takes_over_stops_the_other(phone, ana, beside):
    first = wait_in_account(phone().begin().do_sets(1), ana, sets=1)
    second = beside(first)
    second.page.bring_to_front()
    second.page.locator("[data-act=START]").click()
    take_over(second)
    assert second.see().solid == 1
    wait_stopped(first)
    assert first.page.get_by_text("Playing in another tab").is_visible()

    first.forget()
    wait_in_account(second.do_sets(1).advance(8), ana, sets=2)
    assert (first.heard().said, first.heard().tones, first.heard().awake) == ([], [], 0)
    assert second.said()

    take_over(first)
    wait_stopped(second)
    assert (is_playing(first), first.see().solid) == (True, 2)
    wait_in_account(first.do_sets(2), ana, sets=4)
    assert (
        Operation.objects.count() == 4 + 1
    )  # the sets, and the workout that was begun: nothing was written twice


# Devices -----------------------------------------------------------------------------------------


def test_two_phones_without_a_network_in_one_workout_come_to_the_same(phone, ana):
    one, two = phone(), phone()
    for player in (one, two):
        player.page.context.set_offline(True)
        player.begin()
    one.do_sets(4).wait_stored(4)
    two.advance(1).tap("main").correct(17)
    for _ in range(14):  # rests and sets in turns: past the second squat and all kickbacks
        two.tap("skip" if two.see().mood == "work" else "main")
    two.do_sets(2).wait_stored(3)
    two.page.context.set_offline(False)
    wait_in_account(two, ana, sets=3)
    one.page.context.set_offline(False)
    union = {
        "squat.1.1.both": 17,  # the later word
        "squat.1.2.both": 20,
        "standing-kickback.1.1.left": 10,
        "standing-kickback.1.1.right": 10,
        "glute-bridge.1.1.both": 20,
        "glute-bridge.1.2.both": 20,
    }
    for player in (one, two):
        wait_in_account(player.hide().show(), ana, sets=len(union))
        assert held(player.page, ana).sets == union
    seen = one.reload().start().see()
    assert (seen.solid, seen.progress) == (len(union), "5 of 11 sets done")
    two.press("leave").page.get_by_role("button", name="Leave", exact=True).click()
    two.press("main").page.wait_for_url("**/workout/1/1/")
    assert two.open().page.locator("[data-launch=where]").inner_text() == "5 sets are done already."
    seen = two.start().see()
    assert (seen.solid, seen.progress) == (len(union), "5 of 11 sets done")
    wait_in_account(two.do_sets(1), ana, sets=len(union) + 1)
    assert logged(ana) == union | {"standing-kickback.1.2.right": 10}  # nothing is asked for again


def test_what_another_device_did_meanwhile_is_not_asked_for_when_this_one_goes_on(phone, ana):
    one = phone()
    wait_in_account(one.begin().do_sets(1), ana, sets=1)
    two = phone()
    wait_in_account(two.begin().tap("main").correct(17), ana, sets=2)
    one.reload()
    until(one.page, "document.querySelector('.sync').dataset.kind === 'saved'")
    one.start()
    seen = one.see()
    assert (seen.phase, seen.solid) == ("Get ready", 2)
    assert "Standing kickback, right leg" in seen.sub
    one.advance(4)
    wait_in_account(one.do_sets(1), ana, sets=3)
    assert logged(ana)["squat.1.2.both"] == 17


# Sign-ins ----------------------------------------------------------------------------------------


def test_a_sign_in_that_ends_in_the_middle_keeps_every_set_until_the_next_one(phone, ana, complaints):
    complaints.ignore("401 (Unauthorized)")
    player = wait_in_account(phone().begin().do_sets(1), ana, sets=1)
    page = player.page
    Session.objects.all().delete()
    player.do_sets(2).wait_stored(3)
    assert sync_says(player, "sign-in") == "On this phone · 2 waiting Sign in"
    player.do_sets(1).wait_stored(4)
    assert len(held(page, ana).queue) == 3
    assert len(logged(ana)) == 1
    page.locator(".deck [data-sign-in]").click()
    sign_in(page, ana)
    page.wait_for_url("**/today/")
    wait_in_account(player.wait_offer().start(), ana, sets=4)
    assert player.see().solid == 4


@pytest.fixture
def become(client_of, live_server):
    """Somebody signs in on this phone, in whatever way."""

    def sign(page, user):
        session = client_of(user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])

    return sign


def test_another_account_on_the_same_phone_neither_sees_nor_sends_the_first_ones_sets(
    phone, ana, person, beside, become, complaints
):
    complaints.ignore("409 (Conflict)")
    ben = person("ben@rise.example")
    sign_up(ben)
    anas = phone().begin()
    anas.page.context.set_offline(True)
    anas.do_sets(2).wait_stored(2)
    become(anas.page, ben)
    anas.page.context.set_offline(False)
    assert sync_says(anas, "other-account") == "On this phone · 3 waiting; somebody else is signed in"
    assert len(held(anas.page, ana).queue) == 3

    bens = beside(anas)
    page = bens.page
    assert page.locator("[data-act=START]").inner_text() == "Start"
    assert page.locator("[data-launch=where]").inner_text() == ""
    assert "waiting" not in page.locator("[data-player]").inner_text()
    assert held(page, ben).sets == {}
    wait_in_account(bens.begin().do_sets(1), ben, sets=1)
    assert logged(ben) == {"squat.1.1.both": 20}
    assert_nothing_in_account(ana)
    page.close()

    become(anas.page, ana)
    wait_in_account(anas.reload(), ana, sets=2)
    assert logged(ben) == {"squat.1.1.both": 20}


# Signing out -------------------------------------------------------------------------------------


@pytest.fixture
def leaving(phone, complaints):
    """Two sets that cannot be sent, and the page to sign out at."""
    complaints.ignore("ERR_FAILED")
    complaints.ignore("ViewTransition")  # of a page that is left while it comes up
    player = phone().begin()
    player.page.route("**/api/**", lambda route: route.abort())
    player.do_sets(2).wait_stored(2)
    player.page.goto("/accounts/logout/")
    return player


def sign_out(page):
    page.get_by_role("main").get_by_role("button", name="Sign out", exact=True).click()
    return page.get_by_role("dialog", name="Some of your sets are on this phone only")


def test_sets_that_are_kept_at_signing_out_go_up_at_the_next_sign_in(leaving, ana):
    page = leaving.page
    dialog = sign_out(page)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save them to a file").click()
    saved = json.loads(Path(download.value.path()).read_text())
    kinds = [(record["kind"], record["data"].get("number")) for record in saved["records"]]
    assert kinds == [("workout", None), ("set", 1), ("set", 2)]
    with page.expect_response(lambda each: each.request.method == "POST" and "logout" in each.url) as answer:
        dialog.get_by_role("button", name="Keep them here").click()
    assert answer.value.all_headers()["clear-site-data"] == '"cache"'
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert page.evaluate("localStorage.getItem('rise-account')") is None
    assert len(held(page, ana).queue) == 3
    assert_nothing_in_account(ana)

    page.unroute_all()
    page.goto("/accounts/login/?next=/today/")
    sign_in(page, ana)
    page.wait_for_url("**/today/")
    wait_in_account(leaving.wait_offer(), ana, sets=2)


def test_sets_that_are_deleted_at_signing_out_are_gone_and_nowhere_else(leaving, ana):
    page = leaving.page
    sign_out(page).get_by_role("button", name="Delete them and sign out").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert held(page, ana) is None
    assert_nothing_in_account(ana)
