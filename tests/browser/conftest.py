"""
A real browser. Everything in this folder is marked `browser`, opens on a phone in London, and fails
on a console error, a broken content policy, a script error or a request to another host.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

MISSING = "Chromium is not installed"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
LOOKS = [(size, scheme) for size in (PHONE, DESKTOP) for scheme in ("light", "dark")]


def find_chromium():
    names = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


def pytest_collection_modifyitems(items):
    """Browser tests come last: while Playwright runs, its event loop owns the main thread."""
    here = Path(__file__).parent
    browser = [item for item in items if here in item.path.parents]
    for item in browser:
        item.add_marker(pytest.mark.browser)
        if find_chromium() is None:
            item.add_marker(pytest.mark.skip(reason=MISSING))
    items[:] = [item for item in items if item not in browser] + browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": FLAGS}


@pytest.fixture(scope="session")
def playwright():
    """Django sees Playwright's event loop and would refuse the database, which these tests need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as running:
            yield running


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": PHONE,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


class Complaints(list):
    """What the browser complained about; `ignore("404")` allows complaints that contain a text."""

    def __init__(self, host):
        super().__init__()
        self.host = host
        # A fade between two pages is decoration: a browser drops it when the next page comes too soon.
        self.ignored = ["ViewTransition opt-in disabled"]

    def ignore(self, text):
        self.ignored.append(text)

    def watch(self, context):
        context.on("console", lambda message: message.type == "error" and self.add("console", message.text))
        context.on("weberror", lambda error: self.add("script", error.error))
        context.on("request", self._check_host)

    def add(self, kind, text):
        self.append(f"{kind}: {text}")

    def _check_host(self, request):
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self.add("another host", request.url)

    def left(self):
        return [said for said in self if not any(text in said for text in self.ignored)]


@pytest.fixture
def complaints(live_server):
    heard = Complaints(urlsplit(live_server.url).netloc)
    yield heard
    assert heard.left() == []


@pytest.fixture
def new_context(new_context, complaints):
    def make(**options):
        context = new_context(**options)
        complaints.watch(context)
        return context

    return make


@pytest.fixture
def page_of(new_context, client_of, live_server):
    """
    A page of a browser of its own, signed in as somebody or, without a person, as nobody:
    `page_of(user)`, `page_of(java_script_enabled=False)`, `page_of(user, viewport=DESKTOP)`.
    """

    def make(person=None, *, viewport=PHONE, **options):
        context = new_context(**options)
        if person is not None:
            session = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size(viewport)
        return page

    return make


@pytest.fixture(scope="session")
def axe():
    """
    Asserts that axe finds nothing on the page as it is shown now.

    Without preloading: that reads style sheets anew, against the policy of the page.
    """
    script = Axe()

    def faults(page, but=()):
        options = {"resultTypes": ["violations"], "preload": False}
        options["rules"] = {rule: {"enabled": False} for rule in but}
        found = script.run(page, options=options).response["violations"]
        return [
            f"{each['id']}: {each['help']} {[node['target'] for node in each['nodes'][:4]]}" for each in found
        ]

    def check(page):
        assert faults(page) == []

    check.faults = faults
    return check


@pytest.fixture(scope="session")
def screens():
    """Saves the page at both sizes and in both themes to the folder RISE_SCREENS, if it is set."""
    folder = os.environ.get("RISE_SCREENS")

    def save(page, name):
        if not folder:
            return
        for size, scheme in _each_look(page):
            path = Path(folder) / f"{name}-{size['width']}x{size['height']}-{scheme}.png"
            page.screenshot(path=path, full_page=True, animations="disabled")

    return save


@pytest.fixture(scope="session")
def examine(axe, screens):
    """Looks at a page in both sizes and themes: axe finds nothing, nothing sticks out sideways."""

    def check(page, name):
        for _size, _scheme in _each_look(page):
            axe(page)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{name} is {wide} px wider than the screen"
        screens(page, name)

    return check


def _each_look(page):
    before = page.viewport_size
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        yield size, scheme
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="null")
