"""What the first visit of the player weighs, compressed as production compresses it."""

import re

import brotli
import pytest
from django.contrib.staticfiles.finders import FileSystemFinder

from tests.plans.pages import MONDAY, follow
from tests.site.test_static_storage import collect

MOST, MOST_SCRIPT = 70_000, 16 * 1024
FONTS = ("fonts/bricolage-800.woff2", "fonts/figtree-400-700.woff2")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    paths = {path: (storage, path) for path, storage in FileSystemFinder().list([])}
    return collect(tmp_path_factory.mktemp("static"), paths)


@pytest.fixture
def weigh(collected):
    def in_bytes(name):
        with collected.open(collected.stored_name(name)) as file:
            content = file.read()
        return len(content) if name.endswith(".woff2") else len(brotli.compress(content))

    return in_bytes


@pytest.fixture
def somebody(person, client_of, on):
    on(MONDAY)
    user = person()
    follow(user)
    return client_of(user)


def named(html):
    """The static files that a page asks for by itself."""
    tags = re.findall(r"<(?:script|link)\b[^>]*>", html)
    wanted = [tag for tag in tags if not re.search(r'rel="(?:manifest|apple-touch-icon|preload)"', tag)]
    return {name for tag in wanted for name in re.findall(r'(?:src|href)="/static/([^"]+)"', tag)}


def test_its_script_weighs_no_more_than_16_kilobytes(weigh, somebody):
    scripts = [
        name for name in named(somebody.get("/today/").content.decode()) if name.endswith(("js", "mjs"))
    ]
    weights = {name: weigh(name) for name in scripts}
    assert "js/player/player.mjs" in weights
    assert sum(weights.values()) <= MOST_SCRIPT, weights


def test_its_first_visit_weighs_no_more_than_70_kilobytes(weigh, somebody):
    html = somebody.get("/today/").content
    files = {name: weigh(name) for name in (*named(html.decode()), *FONTS)}
    answers = {
        "the page": len(brotli.compress(html)),
        "the schedule": len(brotli.compress(somebody.get("/api/schedule").content)),
    }
    assert sum(files.values()) + sum(answers.values()) <= MOST, files | answers
