"""What is around every page: the way around, the messages, the foot."""

import pytest
from django.conf import settings
from django.contrib.messages import add_message, constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.urls import reverse

from tests.site.pages import current, labels, links

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/exercises/", "/exercises/squat/", "/plans/", "/safety/", "/questions/", "/accessibility/"]
PUBLIC += ["/privacy/", "/about/"]
FOOT = ["safety", "questions", "accessibility", "privacy", "about"]


def test_a_visitor_finds_home_plans_moves_and_the_way_in(client):
    response = client.get("/")
    assert labels(response, "Main") == ["Home", "Plans", "Moves", "Sign in"]
    assert labels(response, "Sections") == labels(response, "Main")


def test_a_signed_in_person_finds_the_week_progress_and_the_account(client_of, person):
    response = client_of(person()).get("/")
    assert labels(response, "Main") == ["My week", "Plans", "Moves", "Progress", "Account"]
    assert labels(response, "Sections") == labels(response, "Main")


@pytest.mark.parametrize(
    "address, entry",
    [
        ("/", "Home"),
        ("/plans/", "Plans"),
        ("/plans/the-full-five/", "Plans"),
        ("/exercises/", "Moves"),
        ("/exercises/clam/", "Moves"),
        ("/accounts/login/", "Sign in"),
    ],
)
def test_the_entry_of_the_page_is_marked_in_both_bars(client, address, entry):
    response = client.get(address)
    assert current(response, "Main") == current(response, "Sections") == [entry]


@pytest.mark.parametrize("address", ["/safety/", "/privacy/", "/accounts/signup/", "/nowhere/"])
def test_a_page_outside_the_entries_marks_none(client, address):
    assert current(client.get(address), "Main") == []


def test_the_account_pages_belong_to_the_account(client_of, person):
    assert current(client_of(person()).get(reverse("account_email")), "Main") == ["Account"]


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_has_help_in_the_same_place_and_the_basics_of_a_page(client, address):
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert [there["href"] for _, there in links(response)["Help and legal"]] == [
        reverse(name) for name in FOOT
    ]
    assert page.count("<h1") == 1
    assert page.count('<main id="main"') == 1
    assert '<a class="skip" href="#main">' in page
    assert f'<html lang="{settings.LANGUAGE_CODE}"' in page
    assert page.count("<title>") == 1
    assert 'name="description" content=""' not in page


def test_every_page_has_a_title_of_its_own(client):
    titles = [
        client.get(address).content.decode().partition("<title>")[2].partition("<")[0] for address in PUBLIC
    ]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith(" · Rise") for title in titles)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_asks_no_other_host_for_anything(client, address):
    page = client.get(address).content.decode()
    assert 'src="http' not in page
    assert '<link rel="stylesheet" href="/static/css/site.css">' in page
    assert page.count('rel="stylesheet"') == 1


def test_a_message_is_shown_with_its_kind_and_escaped(rf):
    request = rf.get("/")
    request.session, request.user = {}, None
    request._messages = FallbackStorage(request)
    add_message(request, constants.SUCCESS, "Saved <now>")
    page = render_to_string("404.html", request=request)
    assert '<li class="notice success">' in page
    assert "Saved &lt;now&gt;" in page


def test_robots_stay_out_of_accounts_and_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == ["User-agent: *", "Disallow: /accounts/", "Disallow: /admin/"]


@pytest.mark.parametrize("address", [*PUBLIC, "/robots.txt"])
def test_public_pages_only_answer_reading(client, address):
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
