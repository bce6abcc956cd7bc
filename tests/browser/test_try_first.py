"""Trying before joining: from the home page to a logged set, and on to an account that has everything."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache

from plans.models import SetLog
from tests.browser.playing import Player, until
from tests.conftest import PASSWORD as THEIRS

pytestmark = pytest.mark.sqlite  # what is stored is looked at on both in tests/accounts/

EMAIL, PASSWORD = "robin@rise.example", "kettle under the stairs"
FAULTS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def try_a_workout(page):
    page.goto("/")
    page.get_by_role("button", name="Try a workout").click()
    assert page.url.endswith("/today/")


def finish_joining(page):
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    code = re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body).group()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()


def test_three_screens_to_a_logged_set_and_an_account_that_has_it(clock, page_of, screens):
    """All without JavaScript."""
    page = page_of(java_script_enabled=False)
    page.goto("/")
    look(page, screens, "try-home")
    try_a_workout(page)
    block = page.locator("section.block").first
    block.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save so far").click()
    assert "Saved: 1 set in your account." in page.locator("body").inner_text()
    guest = get_user_model().objects.get()
    assert SetLog.objects.live().get().user == guest

    page.goto("/week/")
    banner = page.get_by_role("complementary", name="You have no account yet")
    assert "for 60 days after your last visit" in banner.inner_text()
    look(page, screens, "try-week")
    banner.get_by_role("link", name="Create an account to keep it").click()
    assert "All that you have done so far stays" in page.locator("main").inner_text()
    look(page, screens, "try-sign-up")
    finish_joining(page)
    assert page.url.endswith("/week/")
    assert "What you did so far is in your account." in page.locator("body").inner_text()
    assert not page.get_by_role("complementary", name="You have no account yet").count()
    guest.refresh_from_db()
    assert guest.email == EMAIL
    page.goto("/today/")
    assert page.locator("section.block").first.get_by_role("checkbox").first.is_checked()


def look(page, screens, name):
    screens(page, name)
    assert page.evaluate(FAULTS) <= 0


def test_sets_that_were_still_on_the_phone_arrive_after_signing_in(clock, page_of, person, complaints):
    """They could not be sent until the guest was signed in to the account that robin has."""
    complaints.ignore("ERR_FAILED")
    robin = person(EMAIL)
    player = Player(page_of(), clock)
    page = player.page
    try_a_workout(page)
    assert get_user_model().objects.guests().get().time_zone == "Europe/London"
    page.route("**/api/sync", lambda route: route.abort())
    player.wait_offer().begin().do_sets(1)
    until(page, "document.querySelectorAll('.sets .saving').length === 0")
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(THEIRS)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/week/")
    assert not SetLog.objects.exists()
    page.unroute("**/api/sync")
    with page.expect_response("**/api/sync"):
        page.reload()
    assert SetLog.objects.live().get().user == robin
