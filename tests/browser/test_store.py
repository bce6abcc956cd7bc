"""What a phone keeps by itself: sets in IndexedDB, the player's files in a service worker, until all is sent."""

import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error

from glutes_site import service_worker
from tests.browser.conftest import FLAGS, find_chromium

pytestmark = pytest.mark.sqlite  # what a person sees does not depend on the database

ANA, BEN = "a0000000-0000-4000-8000-000000000001", "b0000000-0000-4000-8000-000000000002"
QUIET_PAGE = "/accessibility/"  # any page of ours whose scripts stay away from the store

PRELUDE = """
  const {open} = await import("/static/js/player/store.mjs");
  const {startFlushing} = await import("/static/js/player/sync.mjs");
  const workout = {uid: "c0000000-0000-4000-8000-000000000003", enrolment: null, window: null, slot: null,
    local_date: "2027-01-04", time_zone: "Europe/London"};
  const draft = (uid, reps) => ({kind: "set", uid, workout,
    data: {exercise: "squat", part: 1, number: 1, side: "both", reps}});
"""
WRITE = """
  const store = window.store ??= await open(account);
  await store.write([draft(uid, reps)], {now: Date.now(), player: {id: workout.uid, saved: {reps}, at: Date.now()}});
"""
COUNT = (
    "const store = await open(account); const {count} = await store.waiting(); store.close(); return count;"
)


def run(page, code, **values):
    """Runs the body of an async function with the store at hand; `values` are its variables."""
    names = ", ".join(values)
    return page.evaluate(f"async ({{{names}}}) => {{{PRELUDE}{code}}}", values)


def until(page, condition, seconds=10):
    """Waits until an expression, or the promise that it gives, is true. (The page's policy forbids `eval`.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def write(page, uid="s1", reps=12, account=ANA):
    return run(page, WRITE, account=account, uid=uid, reps=reps)


def count(page, account=ANA):
    return run(page, COUNT, account=account)


class Api:
    """The server's half of the contract, in the browser's network; each request is written down."""

    def __init__(self, context, account=ANA):
        self.account, self.ops, self.is_signed_in, self.is_away = account, [], True, False
        context.route("**/api/**", self.answer)

    def answer(self, route):
        if self.is_away:
            return route.abort()
        if not self.is_signed_in:
            return route.fulfill(status=401, json={"error": "signed-out"})
        if route.request.url.endswith("/api/session"):
            return route.fulfill(json={"account": self.account, "csrf": "x", "now": int(time.time() * 1000)})
        asked = json.loads(route.request.post_data)
        if asked["account"] != self.account:
            return route.fulfill(status=409, json={"error": "other-account"})
        self.ops += [record["op"] for record in asked["records"]]
        results = [
            {"op": record["op"], "status": "applied", "code": "", "edited_at": record["edited_at"]}
            for record in asked["records"]
        ]
        answer = {"now": int(time.time() * 1000), "cursor": 1, "more": False, "results": results, "rows": []}
        return route.fulfill(json=answer)


@pytest.fixture
def phone(page_of):
    def make(address=QUIET_PAGE, person=None, **options):
        page = page_of(person, **options)
        page.goto(address)
        return page

    return make


# The store ---------------------------------------------------------------------------------------


def processes_of(folder):
    """Those of the browser that was started with this folder of its own."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"--user-data-dir={folder}" in command:
            yield int(path.parent.name)


def test_a_set_that_was_ticked_survives_the_death_of_the_browser(playwright, tmp_path, live_server):
    folder = str(tmp_path / "browser")

    def start():
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=find_chromium(), args=FLAGS, base_url=live_server.url
        )
        page = context.pages[0]
        page.goto(QUIET_PAGE)
        return context, page

    context, page = start()
    write(page, reps=17)
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)
    with suppress(Error):
        context.close()

    context, page = start()
    kept = run(
        page,
        """const store = await open(account), {sets} = await store.workout(workout.uid);
           const player = await store.lastPlayer(), {count} = await store.waiting();
           return [sets.get("s1").data.reps, player.saved, count];""",
        account=ANA,
    )
    context.close()
    assert kept == [17, {"reps": 17}, 1]


def test_a_write_that_fails_says_so_and_leaves_nothing_behind(phone):
    page = phone()
    failed = run(
        page,
        """const store = await open(account);
           await store.write([draft("s1", 1), {...draft("s2", 2), data: {bad: () => 1}}], {now: 1}).catch(() => null);
           const {sets} = await store.workout(workout.uid);
           return [sets.size, (await store.waiting()).count];""",
        account=ANA,
    )
    assert failed == [0, 0]


def test_every_edit_is_stamped_above_the_last_and_the_newest_value_is_shown(phone):
    page = phone()
    stamps = run(
        page,
        """const store = await open(account), at = [];
           for (const reps of [1, 2, 3]) at.push(...await store.write([draft("s1", reps)], {now: 1000}));
           const {sets} = await store.workout(workout.uid);
           return [at.map((record) => record.edited_at), sets.get("s1").data.reps];""",
        account=ANA,
    )
    assert stamps == [[1000, 1001, 1002], 3]


def test_another_account_opens_a_database_of_its_own(phone):
    page = phone()
    write(page, account=ANA)
    page.evaluate("delete window.store")
    assert count(page, BEN) == 0
    assert count(page, ANA) == 1
    names = page.evaluate("indexedDB.databases().then((all) => all.map(({name}) => name).sort())")
    assert names == [f"rise-{ANA}", f"rise-{BEN}"]


def test_a_newer_database_still_serves_an_older_page(phone):
    page = phone()
    write(page)
    page.evaluate(
        """name => new Promise((resolve, reject) => {
             const request = indexedDB.open(name, 99);
             request.onsuccess = () => { request.result.close(); resolve(); };
             request.onerror = reject;
           })""",
        f"rise-{ANA}",
    )
    write(page, "s2")
    assert count(page) == 2


def test_the_schedule_is_kept_and_the_snapshot_of_a_workout_that_is_over_goes(phone):
    page = phone()
    left = run(
        page,
        """const store = await open(account), now = Date.now(), day = 24 * 3600e3;
           await store.write([], {now, player: {id: "old", saved: 1, at: now - day}});
           await store.write([], {now, player: {id: "new", saved: 2, at: now - day}});
           await store.write([], {now, player: {id: "old", saved: false, at: now}});
           await store.keepSchedule({now, workouts: [7]});
           return [await store.player("old"), (await store.player("new")).saved, (await store.schedule()).workouts];""",
        account=ANA,
    )
    assert left == [None, 2, [7]]


def test_an_exported_file_holds_every_unsent_set(phone):
    page = phone()
    write(page, "s1", 9)
    text = run(page, "return await (await (await open(account)).exportFile()).text();", account=ANA)
    assert [record["data"]["reps"] for record in json.loads(text)["records"]] == [9]


# Sending -----------------------------------------------------------------------------------------

FLUSH = """
  const store = window.store ??= await open(account);
  window.flushing ??= startFlushing(store, {account, onState: (state) => (window.states ??= []).push(state)});
  return await flushing.flush();
"""


def test_two_tabs_send_each_set_once_and_know_of_each_others_rows(phone):
    one = phone()
    api = Api(one.context)
    two = one.context.new_page()
    two.goto(QUIET_PAGE)
    run(
        two,
        "window.heard = []; window.store = await open(account); store.listen((news) => heard.push(...news.workouts));",
        account=ANA,
    )
    for number in range(8):
        write(one, f"s{number}")
    write(two, "s8")
    for page in (one, two):
        page.evaluate("window.sent = null")
    start = FLUSH.replace("return await", "window.sent =")
    for page in (one, two):
        run(page, start, account=ANA)
    assert [page.evaluate("sent")["kind"] for page in (one, two)] == ["saved", "saved"]
    assert len(api.ops) == len(set(api.ops)) == 9
    assert two.evaluate("heard.length") >= 9


def test_an_ended_session_keeps_every_set_until_the_next_sign_in(phone, complaints):
    complaints.ignore("401")
    page = phone()
    api = Api(page.context)
    api.is_signed_in = False
    write(page)
    state = run(page, FLUSH, account=ANA)
    assert (state["kind"], state["waiting"]) == ("sign-in", 1)
    assert count(page) == 1
    api.is_signed_in = True
    assert run(page, FLUSH, account=ANA)["kind"] == "saved"
    assert len(api.ops) == 1


def test_another_persons_session_takes_nothing(phone, complaints):
    complaints.ignore("409")
    page = phone()
    api = Api(page.context, account=BEN)
    write(page)
    assert run(page, FLUSH, account=ANA)["kind"] == "other-account"
    assert (api.ops, count(page)) == ([], 1)


def test_what_was_done_without_a_network_is_sent_when_it_returns(phone, complaints):
    complaints.ignore("ERR_INTERNET_DISCONNECTED")
    page = phone()
    api = Api(page.context)
    run(page, FLUSH, account=ANA)
    page.context.set_offline(True)
    write(page)
    api.is_away = True
    complaints.ignore("ERR_FAILED")
    assert run(page, FLUSH, account=ANA)["kind"] == "offline"
    api.is_away = False
    page.context.set_offline(False)
    until(page, "states.at(-1).kind === 'saved' && states.at(-1).waiting === 0")
    assert len(api.ops) == 1


# The service worker ------------------------------------------------------------------------------

REGISTERED = "navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))"
CACHES = "caches.keys()"


@pytest.fixture
def installed(phone, person):
    """A page of somebody whose service worker is there."""
    service_worker._collect.cache_clear()
    page = phone("/week/", person())
    until(page, REGISTERED)
    yield page
    service_worker._collect.cache_clear()


def test_the_worker_shows_the_shell_where_there_is_no_network(installed, complaints, live_server):
    complaints.ignore("ERR_INTERNET_DISCONNECTED")
    page = installed
    page.context.set_offline(True)
    for address in ("/today/", "/week/", "/plans/"):
        page.goto(address)
        assert urlsplit(page.url).path == address
        assert page.get_by_role("heading", name="You are offline").is_visible()
    background = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")
    assert background.strip()
    assert page.evaluate("document.fonts.load('800 20px Bricolage').then((all) => all.length)") == 1
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    page.wait_for_url("**/plans/")
    assert not page.get_by_role("heading", name="You are offline").is_visible()


@pytest.mark.parametrize("address", ["/accounts/", "/admin/"])
def test_no_shell_stands_in_for_accounts_and_the_admin(installed, complaints, address):
    complaints.ignore("ERR_INTERNET_DISCONNECTED")
    page = installed
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(address)


def test_the_shell_has_no_fault(phone, examine):
    examine(phone("/shell/", reduced_motion="reduce"), "shell")


def test_nothing_of_a_person_is_in_the_cache(installed):
    page = installed
    for address in ("/accounts/", "/week/", "/plans/"):
        page.goto(address)
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys()))))"
        ".then((all) => all.flat().map(({url}) => new URL(url).pathname))"
    )
    assert "/shell/" in kept
    assert [path for path in kept if not path.startswith("/static/") and path != "/shell/"] == []


def test_an_installation_with_one_wrong_file_is_none(phone, monkeypatch, complaints):
    complaints.ignore("integrity")
    complaints.ignore("Integrity")
    collect = service_worker._collect.__wrapped__

    def spoiled(language):
        kept = collect(language)
        wrong = service_worker.File(kept.assets[0].url, service_worker._integrity(b"x"), "text/css")
        return service_worker.Offline(kept.version, kept.shell, kept.shell_file, (wrong, *kept.assets[1:]))

    spoiled.cache_clear = lambda: None
    monkeypatch.setattr(service_worker, "_collect", spoiled)
    page = phone()
    state = page.evaluate(
        """async () => {
          const worker = (await navigator.serviceWorker.register("/sw.js")).installing, end = Date.now() + 10e3;
          while (worker.state === "installing" && Date.now() < end) await new Promise((on) => setTimeout(on, 20));
          return worker.state;
        }"""
    )
    assert state == "redundant"
    until(page, "caches.keys().then((names) => names.length === 0)")
    assert page.evaluate(REGISTERED) is False


@pytest.mark.parametrize("lock", ["rise-player-ana", "rise-flush-ana"])
def test_a_newer_worker_waits_while_somebody_trains_or_sends(installed, monkeypatch, tmp_path, lock):
    page = installed
    page.reload()  # so that the worker is in charge of the page
    before = page.evaluate(CACHES)
    page.evaluate(
        "name => void navigator.locks.request(name, () => new Promise((resolve) => (window.release = resolve)))",
        lock,
    )
    script = tmp_path / "service_worker.js"
    script.write_text(service_worker.SCRIPT.read_text() + "// another\n")
    monkeypatch.setattr(service_worker, "SCRIPT", script)
    service_worker._collect.cache_clear()
    page.evaluate(
        """async () => {
          const one = await navigator.serviceWorker.getRegistration();
          await one.update();
          while (!one.waiting) await new Promise((resolve) => setTimeout(resolve, 20));
          window.changed = new Promise((resolve) => (navigator.serviceWorker.oncontrollerchange = resolve));
          window.shown = () => document.dispatchEvent(new Event("visibilitychange"));
          shown();
          await new Promise((resolve) => setTimeout(resolve, 300));
        }"""
    )
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((one) => Boolean(one.waiting))")
    page.evaluate("async () => { release(); await null; shown(); await changed; }")
    until(page, "caches.keys().then((names) => names.length === 1)")
    assert page.evaluate(CACHES) != before


def test_the_kill_switch_takes_the_worker_and_leaves_the_sets(installed, settings):
    page = installed
    write(page)
    settings.SERVICE_WORKER = False
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => null)")
    until(
        page,
        "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
        ".then(([names, all]) => names.length + all.length === 0)",
    )
    page.goto("/week/")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.evaluate("delete window.store")
    assert count(page) == 1


# Signing out -------------------------------------------------------------------------------------


@pytest.fixture
def leaving(phone, person, complaints):
    """Somebody with a set that cannot be sent, before the sign-out page."""
    complaints.ignore("ERR_FAILED")
    user = person()
    page = phone(
        person=user, reduced_motion="reduce"
    )  # colours are measured, and do not fade into each other
    api = Api(page.context, account=str(user.uid))
    api.is_away = True
    write(page, account=str(user.uid))
    page.evaluate("account => localStorage.setItem('rise-account', account)", str(user.uid))
    page.goto("/accounts/logout/")
    return page, api, str(user.uid)


def sign_out(page):
    page.get_by_role("main").get_by_role("button", name="Sign out", exact=True).click()


def is_signed_in(page):
    page.goto(QUIET_PAGE)
    return page.get_by_role("link", name="Account").count() > 0


def test_signing_out_sends_first(leaving):
    page, api, account = leaving
    api.is_away = False
    sign_out(page)
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert len(api.ops) == 1
    assert count(page, account) == 0
    assert page.evaluate("localStorage.getItem('rise-account')") is None
    assert not is_signed_in(page)


def test_unsent_sets_may_be_kept(leaving, examine):
    page, _api, account = leaving
    sign_out(page)
    dialog = page.get_by_role("dialog", name="Some of your sets are on this phone only")
    dialog.wait_for()
    examine(page, "signing-out-unsent")
    dialog.get_by_role("button", name="Keep them here").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert count(page, account) == 1
    assert not is_signed_in(page)


def test_unsent_sets_may_be_saved_to_a_file_and_then_deleted(leaving):
    page, _api, account = leaving
    sign_out(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save them to a file").click()
    saved = json.loads(Path(download.value.path()).read_text())
    assert [record["data"]["reps"] for record in saved["records"]] == [12]
    page.get_by_role("button", name="Delete them and sign out").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    names = page.evaluate("indexedDB.databases().then((all) => all.map(({name}) => name))")
    assert f"rise-{account}" not in names


def test_whoever_thinks_better_of_it_stays(leaving):
    page, _api, account = leaving
    sign_out(page)
    page.get_by_role("dialog").get_by_role("button", name="Stay signed in").click()
    assert is_signed_in(page)
    assert count(page, account) == 1
    assert page.evaluate("localStorage.getItem('rise-account')") == account


def test_with_nothing_unsent_nobody_is_asked(phone, person):
    page = phone("/accounts/logout/", person())
    sign_out(page)
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert not is_signed_in(page)
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
