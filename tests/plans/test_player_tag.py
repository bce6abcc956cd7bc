"""The player as part of a page: whose it is, and sentences for everything that it says."""

import re

import pytest
from django.conf import settings
from django.template import engines

from plans.phrases import phrases

SCRIPTS = settings.BASE_DIR / "glutes_site" / "static" / "js" / "player"
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
SOURCES = {
    path.name: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in sorted(SCRIPTS.glob("*.mjs"))
}
ASKED = re.compile(r"\bt\(\s*(?:\w+(?:\.\w+)? \? )?[\"`]([\w-]+)(\$\{)?")
QUOTED = re.compile(r"[\"`]((?:[a-z]+-)*[a-z]+)(\$\{|[\"`])")
SENTENCE = re.compile(r"[\"'`][A-Z][a-z’]+[ ,.!?][^\"'`\n]*[\"'`]")


def asked_for():
    """The keys that the scripts name in full, and the beginnings of those that they put together."""
    found = [match for source in SOURCES.values() for match in ASKED.findall(source)]
    return {key for key, more in found if not more}, {key for key, more in found if more}


def mentioned():
    found = [match for source in SOURCES.values() for match in QUOTED.findall(source)]
    return {key for key, end in found if end != "${"}, {key for key, end in found if end == "${"}


def render(**values):
    template = engines["django"].from_string("{% load player %}{% player account=account workout=workout %}")
    return template.render({"account": "", "workout": ""} | values)


def test_everything_that_the_scripts_ask_for_has_a_sentence():
    whole, begun = asked_for()
    assert len(whole) > 30
    assert begun
    assert whole - set(phrases()) == set()
    assert {start for start in begun if not any(key.startswith(start) for key in phrases())} == set()


def test_no_sentence_is_left_that_nobody_asks_for():
    whole, begun = mentioned()
    beginnings = {start.rstrip("-") + "-" for start in begun} | {
        f"{match}-" for source in SOURCES.values() for match in re.findall(r"`([a-z]+)-\$\{", source)
    }
    unused = [key for key in phrases() if key not in whole and not key.startswith(tuple(beginnings))]
    assert unused == []


def test_the_scripts_have_no_sentence_of_their_own():
    found = [(name, match) for name, source in SOURCES.items() for match in SENTENCE.findall(source)]
    assert found == []


@pytest.mark.parametrize("key", sorted(key for key, form in phrases().items() if isinstance(form, dict)))
def test_what_counts_says_so_in_every_form(key):
    assert all("{n}" in form for form in phrases()[key].values())


def test_it_says_whose_it_is_and_which_workout():
    page = render(
        account="a0000000-0000-4000-8000-000000000001", workout="c0000000-0000-4000-8000-000000000003"
    )
    assert 'data-account="a0000000-0000-4000-8000-000000000001"' in page
    assert 'data-workout="c0000000-0000-4000-8000-000000000003"' in page


def test_a_page_of_nobody_names_nobody():
    assert 'data-account=""' in render()
    assert 'data-workout=""' in render(workout=None)
