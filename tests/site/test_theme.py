"""Light, dark, or as the device has it: chosen in the foot of every page, kept in a cookie."""

import pytest
from django.conf import settings
from django.test import Client

LANGUAGE = f'lang="{settings.LANGUAGE_CODE}"'
pytestmark = pytest.mark.django_db


def html_tag(client, address="/safety/"):
    return client.get(address).content.decode().partition("<html ")[2].partition(">")[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_choice_is_in_the_page_itself_so_that_nothing_flashes(client, theme):
    response = client.post("/theme/", {"theme": theme, "next": "/safety/"})
    assert response.status_code == 302
    assert response["Location"] == "/safety/"
    assert html_tag(client) == f'{LANGUAGE} data-theme="{theme}"'
    page = client.get("/safety/").content.decode()
    assert page.count('name="theme-color"') == 1
    assert f'value="{theme}" aria-pressed="true"' in page


def test_without_a_choice_the_device_decides(client):
    assert html_tag(client) == LANGUAGE
    page = client.get("/safety/").content.decode()
    assert page.count('name="theme-color"') == 2
    assert 'value="system" aria-pressed="true"' in page


@pytest.mark.parametrize("theme", ["system", "purple", "", None])
def test_anything_else_gives_the_choice_back_to_the_device(client, theme):
    client.post("/theme/", {"theme": "dark"})
    client.post("/theme/", {"theme": theme} if theme is not None else {})
    assert html_tag(client) == LANGUAGE


@pytest.mark.parametrize("cookie", ["purple", '"><script>', "DARK"])
def test_a_cookie_that_we_did_not_set_is_ignored(client, cookie):
    client.cookies["theme"] = cookie
    assert html_tag(client) == LANGUAGE


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "\x00/safety/",
        "",
        None,
    ],
)
def test_it_never_leads_to_another_site(client, address):
    response = client.post("/theme/", {"theme": "dark"} | ({} if address is None else {"next": address}))
    assert response["Location"] == "/"


def test_a_secure_page_is_not_left_for_an_insecure_one(client):
    response = client.post("/theme/", {"theme": "dark", "next": "http://testserver/safety/"}, secure=True)
    assert response["Location"] == "/"


def test_the_form_brings_a_person_back_to_the_filters_they_had(client):
    page = client.get("/exercises/?position=mat&kit=none").content.decode()
    assert '<input type="hidden" name="next" value="/exercises/?position=mat&amp;kit=none">' in page


def test_the_cookie_is_for_this_site_and_no_script(client):
    cookie = client.post("/theme/", {"theme": "dark"}, secure=True).cookies["theme"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_it_only_answers_a_form_of_ours(client):
    assert client.get("/theme/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"}).status_code == 403
