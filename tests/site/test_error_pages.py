"""What goes wrong still looks like the site, and says what to do next."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.test import Client
from django.urls import path

from glutes_site.urls import urlpatterns as site_urls
from tests.site.pages import labels, words


def fail_with(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("broken/", fail_with(RuntimeError("secret detail"))),
    path("closed/", fail_with(PermissionDenied("secret detail"))),
    path("strange/", fail_with(SuspiciousOperation("secret detail"))),
    *site_urls,
]

CASES = [
    ("/nowhere/", 404, "Nothing here"),
    ("/closed/", 403, "This door is closed"),
    ("/strange/", 400, "We could not read that"),
    ("/broken/", 500, "That was our fault"),
]


@pytest.fixture
def calm_client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address, status, heading", CASES)
def test_an_error_has_its_own_page_without_the_details(calm_client, address, status, heading):
    response = calm_client.get(address)
    assert response.status_code == status
    assert heading in words(response)
    assert "secret detail" not in response.text
    assert "/static/css/site.css" in response.text
    assert 'href="/"' in response.text


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/nowhere/", "/closed/", "/strange/"])
def test_a_signed_in_person_keeps_the_way_around(client_of, person, address):
    client = client_of(person(), raise_request_exception=False)
    assert "My week" in labels(client.get(address), "Main")


@pytest.mark.urls(__name__)
def test_the_page_for_our_own_faults_needs_no_database(calm_client):
    """No database mark: a query would fail this test."""
    response = calm_client.get("/broken/")
    assert response.status_code == 500
    assert "What you had saved is safe" in words(response)
    assert connection.connection is None or not connection.in_atomic_block


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_kindly():
    response = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert response.status_code == 403
    assert "Please send that again" in words(response)
    assert "we saved nothing" in words(response)


def test_an_unknown_host_gets_a_page_too(calm_client):
    response = calm_client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "We could not read that" in words(response)
