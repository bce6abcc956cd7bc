import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def forbidden(client):
    return Client(enforce_csrf_checks=True).post("/accounts/login/")


RESPONSES = {
    "a page": (lambda client: client.get("/accounts/login/"), 200),
    "a missing page": (lambda client: client.get("/nothing/here/"), 404),
    "a form without its token": (forbidden, 403),
    "a method that is not allowed": (lambda client: client.put("/accounts/"), 302),
    "a redirect": (lambda client: client.get("/accounts/"), 302),
    "the stylesheet": (lambda client: client.get("/static/css/site.css"), 200),
    "the admin": (lambda client: client.get("/admin/login/"), 302),
}


@pytest.mark.parametrize("name", RESPONSES)
def test_every_kind_of_response_carries_the_safety_headers(client, name):
    ask, status = RESPONSES[name]
    response = ask(client)
    response.close()
    assert response.status_code == status
    assert {header: response.headers.get(header) for header in HEADERS} == HEADERS
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert set(response.headers["Content-Security-Policy"].split("; ")) == CSP


def test_https_answers_with_a_promise_to_stay_there(client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD = 60, True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    response = Client().get("/accounts/login/", secure=True)
    assert response.headers["Strict-Transport-Security"] == "max-age=60; includeSubDomains; preload"


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/email/", "/nothing/here/", "/admin/"])
def test_what_a_signed_in_person_sees_is_kept_by_no_cache(person, client_of, address):
    response = client_of(person(is_staff=True, is_superuser=True)).get(address)
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))


def test_a_code_that_is_waited_for_is_kept_by_no_cache(client):
    client.post("/accounts/login/code/", {"email": "nobody@rise.example"})
    response = client.get("/accounts/login/code/confirm/")
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))


def test_static_files_may_be_kept_whoever_asks(person, client_of):
    response = client_of(person()).get("/static/css/site.css")
    response.close()
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_being_private_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/accounts/signup/")
