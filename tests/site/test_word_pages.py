"""Safety, questions, accessibility, privacy, licences."""

import pytest
from django.conf import settings
from django.test import Client

from exercises.models import Hint, SafetyNote
from tests.site.pages import words

pytestmark = pytest.mark.django_db


def test_safety_shows_every_note_with_its_points_and_sources_in_order(client):
    text = words(client.get("/safety/"))
    notes = list(SafetyNote.objects.all())
    assert len(notes) >= 6
    for note in notes:
        assert " ".join(note.text.split()) in text
        assert all(line in text for line in note.point_lines + note.source_lines)
    places = [text.rindex(" ".join(note.text.split())) for note in notes]
    assert places == sorted(places)


def test_safety_follows_what_an_editor_writes_and_escapes_it(client):
    SafetyNote.objects.filter(slug="when-to-stop").update(title="Stop <when> it hurts")
    assert "Stop &lt;when&gt; it hurts" in client.get("/safety/").content.decode()


def test_questions_answer_from_the_hints_and_from_the_note_on_soreness(client):
    text = words(client.get("/questions/"))
    asked = [hint for hint in Hint.objects.all() if "faq" in hint.surfaces.split()]
    assert asked
    assert all(hint.title in text for hint in asked)
    assert SafetyNote.objects.get(topic="soreness").title in text
    assert Hint.objects.get(slug="band-or-weights").title not in text


def test_privacy_names_every_cookie_that_the_site_sets(client, person, client_of):
    text = words(client.get("/privacy/"))
    visitor = Client()
    visitor.post("/theme/", {"theme": "dark"})
    visitor.get("/")
    signed_in = client_of(person())
    signed_in.get("/")
    names = {*visitor.cookies, *signed_in.cookies}
    assert {"theme", "csrftoken", "sessionid"} <= names
    assert [name for name in names if name not in text] == []


def test_privacy_says_how_long_a_sign_in_is_remembered(client):
    days = settings.SESSION_COOKIE_AGE // (24 * 60 * 60)
    assert f"for {days} days at most" in words(client.get("/privacy/"))


@pytest.mark.parametrize("promise", ["analytics", "adverts", "time zone", "delete your account"])
def test_privacy_says_what_is_kept_and_what_is_not_done(client, promise):
    assert promise in words(client.get("/privacy/"))


def test_accessibility_says_what_is_missing_too(client):
    text = words(client.get("/accessibility/"))
    assert "2.2, level AA" in text
    assert "What we know is missing" in text
    assert "Tell us" in text


def test_the_licences_are_named(client):
    text = words(client.get("/about/"))
    assert all(name in text for name in ("MIT", "Creative Commons Attribution 4.0", "SIL Open Font License"))
    fonts = settings.BASE_DIR / "glutes_site" / "static" / "fonts"
    assert len(list(fonts.glob("OFL-*.txt"))) == len(list(fonts.glob("*.woff2")))
