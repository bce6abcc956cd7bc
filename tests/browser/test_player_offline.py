"""A workout where the network is gone, lies, breaks off or changes under one's hands: nothing is lost or doubled."""

import datetime
import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from glutes_site import service_worker
from plans.models import Operation, WorkoutLog
from tests.browser.conftest import FLAGS, PHONE, find_chromium
from tests.browser.phones import (
    CACHED,
    assert_all_in_account,
    assert_cache_is_nobodys,
    assert_nothing_in_account,
    held,
    kill,
    wait_in_account,
    wait_installed,
)
from tests.browser.playing import Player, until
from tests.plans.workouts import logged, ratings, sign_up

ROWS = 16  # of the Full Five's first workout: both sides of a kickback and of a clam
WAITING = ROWS + 2 + 5  # the workout as it was begun, that it is finished, and how five exercises felt
EXERCISES = ["Squat", "Standing kickback", "Glute bridge", "Toe taps", "Clam"]
NO_NETWORK = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture(autouse=True)
def _fresh_worker():
    """Of the files as they are now."""
    service_worker._collect.cache_clear()
    yield
    service_worker._collect.cache_clear()


@pytest.fixture
def ana(person, clock):
    user = person("ana@rise.example")
    sign_up(user)
    return user


@pytest.fixture
def phone(page_of, ana, clock, complaints):
    """Ana's phone, online, with today's workout open; with the service worker where the network is to go."""
    complaints.ignore(NO_NETWORK)

    def make(address="/today/", *, installs=False, scripts=(), **choices):
        page = page_of(ana, service_workers="allow" if installs else "block")
        for script in scripts:
            page.add_init_script(script)
        player = Player(page, clock, **choices)
        player.open(address, ready=not scripts)
        if installs:
            wait_installed(page)
        return player

    return make


def go_offline(player, address="/today/"):
    """In airplane mode, with the player opened anew: from what the phone has kept."""
    player.page.context.set_offline(True)
    player.open(address)
    assert player.page.get_by_role("heading", name="You are offline").is_visible()


def leave(player):
    """Ends the workout early."""
    player.press("leave").page.get_by_role("button", name="Leave", exact=True).click()
    return player


def go_online(player):
    player.page.context.set_offline(False)


def sync_line(player):
    return player.page.locator(".sync:visible").inner_text()


# In airplane mode --------------------------------------------------------------------------------


def test_a_whole_workout_in_airplane_mode_reaches_the_account_by_itself(phone, ana):
    player = phone(installs=True)
    page = player.page
    go_offline(player)
    player.begin().do_sets().wait_stored(ROWS)
    for exercise in EXERCISES:
        player.feel(exercise, "Easy")
    until(page, f"document.querySelector('.deck .sync').innerText.includes('{WAITING} waiting')")
    assert sync_line(player) == f"Offline · on this phone, {WAITING} waiting"
    player.press("main")
    until(page, "document.querySelector('[data-el=later]').innerText !== ''")
    assert player.see().later == (
        "It is all safe on this phone. What changes next will show once you are online."
    )
    assert_nothing_in_account(ana)
    before = held(page, ana)
    assert (len(before.sets), len(before.queue)) == (ROWS, len(set(before.queue)))
    assert_cache_is_nobodys(page)

    go_online(player)
    wait_in_account(player, ana, sets=ROWS)
    assert ratings(ana) == dict.fromkeys(
        ("squat", "standing-kickback", "glute-bridge", "toe-taps", "clam"), "easy"
    )
    assert WorkoutLog.objects.get().finished_at
    assert {str(op) for op in Operation.objects.values_list("op", flat=True)} == set(before.queue)
    player.press("main")
    page.wait_for_url("**/workout/1/1/")
    text = page.locator("main").inner_text()
    assert "11 sets done and in your account. 2 more workouts this week." in text
    assert "What changes next week, and why" in text
    assert page.locator(".reasons li .why").count() == len(EXERCISES)
    page.goto("/week/")
    text = page.locator("main").inner_text()
    assert "today, workout done" in text
    assert "See what you did and what changes" in text


def notice(page):
    return page.locator("[data-uploading]:visible")


def test_the_week_brings_in_what_the_phone_still_holds_and_shows_it(phone, ana, complaints, examine):
    complaints.ignore("ERR_FAILED")
    player = phone()
    page = player.page
    page.goto("/week/")
    assert notice(page).count() == 0  # nor does it ask where nothing waits
    page.route("**/api/sync", lambda route: route.abort())
    player.open()
    player.begin().do_sets().wait_stored(ROWS)
    waiting = len(held(page, ana).queue)
    page.goto("/week/")
    until(page, "document.querySelector('[data-when=offline]').checkVisibility()")
    assert notice(page).inner_text() == f"You are offline. Entries on this phone only: {waiting}"
    page.emulate_media(reduced_motion="reduce")  # colours are measured, and do not fade into each other
    with player.real_timers():
        examine(page, "week-uploading")
    assert_nothing_in_account(ana)
    page.unroute("**/api/sync")

    page.goto("/progress/")
    page.locator(".totals dd").nth(1).filter(has_text="1").wait_for()  # by itself
    assert_all_in_account(page, ana, sets=ROWS)
    assert notice(page).count() == 0


def test_whoever_is_busy_on_the_page_is_not_interrupted_by_it(phone, ana, complaints):
    complaints.ignore("ERR_FAILED")
    player = phone()
    page = player.page
    page.route("**/api/sync", lambda route: route.abort())
    player.begin().do_sets(1)
    until(page, "document.querySelectorAll('.sets .saving').length === 0")
    page.goto("/week/")
    until(page, "document.querySelector('[data-when=offline]').checkVisibility()")
    page.keyboard.press("Tab")
    page.unroute("**/api/sync")
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, "document.querySelector('[data-when=saved]').checkVisibility()")
    assert_all_in_account(page, ana, sets=1)
    assert "0 of 3 workouts done" in page.locator("main").inner_text()
    page.get_by_role("link", name="Show it").click()
    page.wait_for_url("**/week/?")
    page.get_by_text("A workout is under way on this phone.").wait_for()  # two more sets to do
    page.get_by_role("link", name="Carry on", exact=True).first.click()
    player.wait_offer()
    assert page.locator("[data-launch=where]").inner_text().startswith("You stopped at Squat")


def test_what_the_account_does_not_accept_is_said_on_my_week_too(phone, ana, complaints):
    player = phone()
    page = player.page
    page.route("**/api/sync", lambda route: route.abort())
    complaints.ignore("ERR_FAILED")
    player.begin().do_sets(1)
    until(page, "document.querySelectorAll('.sets .saving').length === 0")

    def refuse(route):
        records = route.request.post_data_json["records"]
        results = [{"op": r["op"], "status": "rejected", "code": "data", "edited_at": None} for r in records]
        route.fulfill(json={"now": 1, "cursor": 0, "more": False, "rows": [], "results": results})

    page.unroute("**/api/sync")
    page.route("**/api/sync", refuse)
    page.goto("/week/")
    for _visit in range(2):
        page.get_by_text("Entries on this phone that your account did not accept: 2").wait_for()
        with page.expect_download() as saved:
            notice(page).get_by_role("button", name="Keep a file").click()
        assert len(json.loads(Path(saved.value.path()).read_text())["refused"]) == 2
        page.reload()


def test_a_workout_that_was_begun_is_one_tap_away_on_the_next_day_too(phone, ana):
    player = phone()
    page = player.page
    player.advance(13 * 3600, asleep=True).reload().begin()  # 22:00
    player.do_sets(1).wait_stored(1).wait_saved()
    player.advance(4 * 3600, asleep=True)
    page.goto("/week/")
    page.get_by_role("link", name="Carry on", exact=True).first.click()
    player.wait_offer()
    assert page.locator("[data-launch=where]").inner_text().startswith("You stopped at Squat")


def test_the_account_of_my_week_is_the_one_whose_workouts_the_phone_offers(phone, ana, person, page_of):
    page = phone().page
    page.evaluate("localStorage.setItem('rise-account', '\"somebody else\"')")
    page.goto("/week/")
    until(page, f"localStorage.getItem('rise-account') === '\"{ana.uid}\"'")


def test_after_a_day_the_phone_says_since_when_it_has_waited(phone, ana, complaints):
    complaints.ignore("ERR_FAILED")
    player = phone()
    page = player.page
    page.route("**/api/sync", lambda route: route.abort())
    player.begin().do_sets(1)
    until(page, "document.querySelectorAll('.sets .saving').length === 0")
    player.press("pause")
    assert "more than a day" not in player.see().sync
    player.advance(25 * 3600, asleep=True)
    player.hide().show()
    until(page, "document.querySelector('.deck .sync').innerText.includes('waiting for more than a day')")
    assert page.locator(".deck [data-export]").is_visible()


def test_todays_minutes_and_a_left_out_exercise_count_without_a_network(phone, ana):
    player = phone(installs=True)
    page = player.page
    go_offline(player)
    page.get_by_label("10 min").check(force=True)
    page.get_by_role("button", name="Leave out Clam").click()
    player.begin().do_sets()
    until(page, "document.querySelectorAll('.sets .saving').length === 0")
    rows = len(held(page, ana).sets)
    assert 0 < rows < ROWS
    go_online(player)
    wait_in_account(player, ana, sets=rows)
    trim = WorkoutLog.objects.get().trim
    assert (trim["minutes"], trim["sets"]["clam"]) == (10, 0)
    assert not any(key.startswith("clam") for key in logged(ana))


def test_a_quick_set_without_a_network(phone, ana):
    player = phone(installs=True)
    page = player.page
    go_offline(player, "/quick/")
    page.get_by_role("listitem").filter(has_text="Squat").get_by_role("button").click()
    player.start().do_sets().wait_stored(1).press("main")
    until(page, "document.querySelector('[data-el=later]').innerText !== ''")
    assert_nothing_in_account(ana)
    assert_cache_is_nobodys(page)
    go_online(player)
    wait_in_account(player, ana, sets=1)
    workout = WorkoutLog.objects.get()
    assert (workout.enrolment, workout.uid.version) == (None, 4)


def test_a_schedule_of_last_week_still_plays_without_a_network(phone, ana):
    player = phone(installs=True)
    player.advance(7 * 24 * 3600, asleep=True)
    go_offline(player)
    player.begin().do_sets(1).wait_stored(1)
    go_online(player)
    wait_in_account(player, ana, sets=1)
    workout = WorkoutLog.objects.get()
    assert (workout.window, workout.slot, workout.local_date) == (2, 1, datetime.date(2027, 1, 11))


def test_whoever_never_was_here_online_is_told_what_to_do(phone, ana):
    """The files are kept, but no workout yet."""
    player = phone(installs=True)
    page = player.page
    page.goto("/accessibility/")
    page.evaluate("account => { indexedDB.deleteDatabase(`rise-${account}`); }", str(ana.uid))
    go_offline(player)
    offer = page.locator("[data-when]:visible").inner_text()
    assert "Open today’s workout once while online and it will be here next time." in offer


# What breaks off, and what lies ------------------------------------------------------------------


def wait_for(page, condition, seconds=10):
    """Until something that happens in the network, and therefore here, is true."""
    for _ in range(seconds * 50):
        if condition():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not happen")


def test_an_answer_that_is_cut_off_is_asked_for_again_and_counts_once(phone, ana, complaints):
    complaints.ignore("ERR_FAILED")
    player = phone()
    page, answers = player.page, []

    def cut(route):
        answers.append(route.fetch().json())
        route.abort()

    player.begin()
    page.route("**/api/sync", cut)
    player.press("main").wait_stored(1)
    until(page, "document.querySelector('.deck .sync').dataset.kind === 'offline'")
    assert [result["status"] for result in answers[0]["results"]] == ["applied", "applied"]
    assert logged(ana) == {"squat.1.1.both": 20}
    assert len(held(page, ana).queue) == 2  # nobody told the phone

    page.unroute("**/api/sync")
    with page.expect_response("**/api/sync") as again:
        player.advance(1.2)
    assert [result["status"] for result in again.value.json()["results"]] == ["duplicate", "duplicate"]
    wait_in_account(player, ana, sets=1)
    assert Operation.objects.count() == 2


HTML = {"content_type": "text/html", "body": "<h1>Welcome to the hotel</h1>"}
LIES = {
    "a portal's page": {"status": 200, **HTML},
    "a portal's JSON": {"status": 200, "json": {"ok": True}},
    "an empty answer": {"status": 200, "content_type": "application/json", "body": ""},
    "no content": {"status": 204},
    "a redirect": {"status": 302, "headers": {"Location": "/accounts/login/"}},
    "another 401": {"status": 401, **HTML},
    "forbidden": {"status": 403, **HTML},
    "not found": {"status": 404, **HTML},
    "another 409": {"status": 409, **HTML},
    "too large": {"status": 413, **HTML},
    "too often": {"status": 429, "headers": {"Retry-After": "1"}, **HTML},
    "broken": {"status": 500, **HTML},
    "away": {"status": 503, **HTML},
}


def test_nothing_leaves_the_phone_because_of_an_answer_that_is_not_ours(phone, ana, complaints):
    complaints.ignore("the server responded with a status of")
    player = phone()
    page, asked, lie = player.page, [], {}

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(**lie)

    player.begin()
    page.route("**/api/sync", answer)
    lie |= LIES["a portal's page"]
    player.press("main").wait_stored(1)
    until(page, "document.querySelector('.deck .sync').innerText.includes('2 waiting')")
    first = held(page, ana).queue
    for address in ("**/api/sync", "**/api/session"):
        page.route(address, answer)
        for name, each in LIES.items():
            lie.clear()
            lie |= each
            asked.clear()
            player.hide().show()  # the network is tried at once when one comes back to the page
            wait_for(page, lambda: asked)
            until(
                page, "navigator.locks.query().then(({held}) => !held.some(({name}) => /flush/.test(name)))"
            )
            assert (held(page, ana).queue, held(page, ana).refused) == (first, []), (address, name)
            assert "2 waiting" in player.see().sync, (address, name)
    assert_nothing_in_account(ana)

    page.unroute_all()
    wait_in_account(player.hide().show(), ana, sets=1)


def test_a_stale_csrf_token_is_replaced_and_the_set_goes_up(phone, ana, complaints):
    complaints.ignore("403 (Forbidden)")
    player = phone()
    statuses = []
    player.page.on("response", lambda each: each.url.endswith("/api/sync") and statuses.append(each.status))

    def spoil(route):
        headers = route.request.headers | ({} if statuses else {"x-csrftoken": "x" * 64})
        route.continue_(headers=headers)

    player.begin()
    statuses.clear()
    player.page.route("**/api/sync", spoil)
    wait_in_account(player.press("main"), ana, sets=1)
    assert statuses[:2] == [403, 200]


def test_a_set_that_the_server_refuses_waits_apart_and_holds_up_nobody(phone, ana):
    player = phone()
    page = player.page

    def spoil(route):
        body = json.loads(route.request.post_data)
        for record in body["records"]:
            if record["data"].get("number") == 1:
                record["data"]["reps"] = 100_000
        route.continue_(post_data=json.dumps(body))

    player.begin()
    page.route("**/api/sync", spoil)
    player.do_sets(2)
    until(
        page,
        "document.querySelector('.deck .sync').innerText.includes('All in your account · 1 not accepted')",
    )
    kept = held(page, ana)
    assert [(each["code"], each["record"]["data"]["reps"]) for each in kept.refused] == [("reps", 20)]
    assert (kept.queue, logged(ana)) == ([], {"squat.1.2.both": 20})
    with page.expect_download() as download:
        page.locator(".deck [data-export]").click()
    saved = json.loads(Path(download.value.path()).read_text())
    assert [each["record"]["data"]["number"] for each in saved["refused"]] == [1]
    page.unroute("**/api/sync")
    player.do_sets(1)
    wait_for(page, lambda: len(logged(ana)) == 2)


# What breaks on the phone ------------------------------------------------------------------------


def test_a_set_that_was_ticked_survives_the_death_of_the_browser(
    playwright, tmp_path, live_server, client_of, ana, clock, complaints
):
    complaints.ignore(NO_NETWORK)
    folder = str(tmp_path / "browser")
    session = client_of(ana).cookies[django_settings.SESSION_COOKIE_NAME]

    def start():
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=find_chromium(),
            args=FLAGS,
            base_url=live_server.url,
            viewport=PHONE,
            timezone_id="Europe/London",
            service_workers="block",
        )
        complaints.watch(context)
        context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        return Player(context.pages[0], clock).open()

    player = start().begin()
    context = player.page.context
    context.set_offline(True)
    player.press("main").wait_stored(1)
    kill(context, folder)
    assert_nothing_in_account(ana)

    player = start()
    page = player.page
    assert page.locator("[data-launch=where]").inner_text() == ("You stopped at Squat. It is all still here.")
    assert not page.evaluate("document.body.classList.contains('play')")
    assert player.said() == []
    seen = player.start().see()
    assert (seen.mood, seen.solid, seen.sub) == ("rest", 1, "That was 20.")
    wait_in_account(player, ana, sets=1)
    page.context.close()


FULL = """(() => {
  for (const name of ["add", "put"]) {
    const work = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...all) {
      if (window.isFull) throw new DOMException("full", "QuotaExceededError");
      return work.apply(this, all);
    };
  }
})();"""
TROUBLE = "This phone could not store your last set. Free some space; we keep trying."


@pytest.fixture
def full(phone, complaints):
    """A phone whose storage is full as soon as `isFull` says so."""
    complaints.ignore("QuotaExceededError")
    return phone(scripts=[FULL]).wait_offer()


def fill(player, is_full=True):
    player.page.evaluate("isFull => { window.isFull = isFull; }", is_full)


def test_a_set_that_cannot_be_stored_is_not_ticked_and_the_person_is_told(full, ana):
    player = full.begin()
    fill(player)
    player.press("main")
    until(player.page, "document.querySelector('[data-el=trouble]').checkVisibility()")
    player.press("pause").press("main").advance(6)  # nothing that happens meanwhile changes that
    seen = player.see()
    assert (seen.trouble, seen.solid, seen.progress) == (TROUBLE, 0, "0 of 11 sets done")
    assert not player.page.locator(".deck .sync").is_visible()
    assert held(player.page, ana).sets == {}

    fill(player, is_full=False)
    player.press("pause").wait_stored(1)
    assert player.see().trouble == ""
    fill(player)
    player.press("main").press("main").press("main").advance(1)
    assert (player.see().trouble, player.see().solid) == (TROUBLE, 1)
    fill(player, is_full=False)
    player.advance(6).wait_stored(2)  # it is tried again by itself
    wait_in_account(player, ana, sets=2)


def test_a_workout_whose_end_cannot_be_stored_is_not_left(full, ana):
    player = wait_in_account(full.begin().do_sets(1), ana, sets=1)
    fill(player)
    player.do_sets()
    player.press("main")
    player.page.wait_for_timeout(200)
    seen = player.see()
    assert (seen.phase, seen.trouble, seen.later) == ("That’s it!", TROUBLE, "")
    assert logged(ana) == {"squat.1.1.both": 20}
    fill(player, is_full=False)
    player.press("main")
    player.page.wait_for_url("**/workout/1/1/")
    assert len(logged(ana)) == ROWS
    assert "11 sets done and in your account." in player.page.locator("main").inner_text()


def test_a_feeling_that_could_not_be_stored_is_stored_later(full, ana):
    player = leave(wait_in_account(full.begin().do_sets(1), ana, sets=1))
    fill(player)
    player.feel("Squat", "Hard")
    until(player.page, "document.querySelector('[data-el=trouble]').checkVisibility()")
    fill(player, is_full=False)
    player.press("main")
    player.page.wait_for_url("**/workout/1/1/")
    assert ratings(ana) == {"squat": "hard"}


BROKEN = [
    "Object.defineProperty(window, 'indexedDB', {value: undefined})",
    "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }",
]


def test_without_storage_there_is_the_form_and_no_player(phone, ana, complaints):
    complaints.ignore("SecurityError")
    for number, broken in enumerate(BROKEN, start=1):
        page = phone(scripts=[broken]).page
        until(page, "document.querySelector('[data-player]').hidden")
        page.get_by_role("checkbox").nth(number - 1).check()
        page.get_by_role("button", name="Save so far").click()
        page.get_by_text("Saved: ").wait_for()
        assert len(logged(ana)) == number


# A deploy in the middle --------------------------------------------------------------------------

UPDATE = "navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => null)"
WAITS = "navigator.serviceWorker.getRegistration().then((one) => Boolean(one.waiting))"


def deploy(monkeypatch, tmp_path):
    """The same site with another worker: what a release looks like to a phone."""
    script = tmp_path / "service_worker.js"
    script.write_text(service_worker.SCRIPT.read_text() + "// another\n")
    monkeypatch.setattr(service_worker, "SCRIPT", script)
    service_worker._collect.cache_clear()


def test_a_new_version_waits_until_the_workout_is_over(phone, ana, monkeypatch, tmp_path):
    player = phone(installs=True).reload()  # so that the worker is in charge of the page
    page = player.page
    (old,) = page.evaluate(CACHED)["names"]
    wait_in_account(player.begin().do_sets(1), ana, sets=1)
    deploy(monkeypatch, tmp_path)
    page.evaluate(UPDATE)
    until(page, WAITS)
    player.hide().show()  # whoever comes back to a page asks whether the new one may
    page.wait_for_timeout(200)
    assert page.evaluate(WAITS)
    assert old in page.evaluate(CACHED)["names"]

    page.context.set_offline(True)
    kept = "fetch('/static/js/player/machine.mjs').then((answer) => answer.ok)"
    assert page.evaluate(kept)
    player.do_sets(2).wait_stored(3)
    go_online(player)
    wait_in_account(player, ana, sets=3)
    assert page.evaluate(WAITS)
    leave(player).press("main")
    page.wait_for_url("**/workout/1/1/")
    page.goto("/week/")
    until(page, f"caches.keys().then((names) => names.length === 1 && names[0] !== '{old}')")
    assert not page.evaluate(WAITS)
    page.context.set_offline(True)
    page.goto("/today/?window=1&slot=2")
    assert page.get_by_role("heading", name="You are offline").is_visible()


def test_the_kill_switch_in_the_middle_of_a_workout_leaves_every_set(phone, ana, settings, complaints):
    complaints.ignore("ERR_FAILED")
    player = phone(installs=True)
    page = player.page
    player.begin()
    page.context.set_offline(True)
    player.do_sets(3).wait_stored(3)
    before = held(page, ana)
    settings.SERVICE_WORKER = False
    page.route("**/api/**", lambda route: route.abort())
    go_online(player)
    page.evaluate(UPDATE)
    until(page, "caches.keys().then((names) => names.length === 0)")
    until(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    assert held(page, ana) == before
    page.unroute("**/api/**")
    wait_in_account(player.hide().show().do_sets(1), ana, sets=4)


# On the home screen ------------------------------------------------------------------------------


def test_the_site_can_be_installed(phone, live_server):
    page = phone(installs=True).page
    session = page.context.new_cdp_session(page)
    errors = {
        each["errorId"] for each in session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    }
    assert errors <= {"in-incognito"}  # what every browser of a test is
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    pictures = page.evaluate(
        """(icons) => Promise.all(icons.map(async ({src, sizes}) => {
             const picture = new Image();
             picture.src = src;
             await picture.decode();
             return sizes === "any" || sizes === `${picture.naturalWidth}x${picture.naturalHeight}`;
           }))""",
        manifest["icons"],
    )
    assert pictures == [True] * len(pictures) != []
    for address in (manifest["start_url"], *(each["url"] for each in manifest["shortcuts"])):
        answer = page.request.get(address)
        assert (answer.status, answer.url) == (200, live_server.url + address)
