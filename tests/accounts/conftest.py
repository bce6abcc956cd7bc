"""People at the door: what they type, and the codes that they read in their mail."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

EMAIL = "robin@rise.example"
PASSWORD = "kettle under the stairs"
START = "/plans/the-full-five/start/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Every test begins with all its tries; the limits count in the cache."""
    cache.clear()


@pytest.fixture
def code():
    """The code in the newest mail, which went to this address."""

    def read(to=EMAIL):
        message = mail.outbox[-1]
        assert message.to == [to]
        return re.search(r"\b\d{4}-\d{4}\b", message.body).group()

    return read


@pytest.fixture
def sign_up(client):
    def post(email=EMAIL, password=PASSWORD, **more):
        return client.post("/accounts/signup/", {"email": email, "password1": password, **more})

    return post


def wrong(code):
    """Another code of the same shape."""
    return "".join(str(9 - int(digit)) if digit.isdigit() else digit for digit in code)


def is_signed_in(client):
    return client.get("/accounts/").status_code == 200
