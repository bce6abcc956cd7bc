"""People at the door: what they type, and the codes that they read in their mail."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command

from tests.plans.pages import MONDAY, follow, train

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


@pytest.fixture
def roles(db):
    call_command("loaddata", "roles", verbosity=0)


@pytest.fixture
def with_role(roles, person):
    """Makes staff: `with_role("Editor")`."""

    def make(name, email=None):
        user = person(email, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        return user

    return make


@pytest.fixture
def as_role(with_role, client_of):
    """A browser of somebody new in a role: `as_role("Editor")`."""
    return lambda name: client_of(with_role(name))


@pytest.fixture
def superuser(person):
    return person("super@rise.example", is_staff=True, is_superuser=True)


@pytest.fixture
def robin(person):
    return person(EMAIL)


@pytest.fixture
def trained(robin):
    """Robin trained once, and said how it felt."""
    follow(robin)
    train(robin, MONDAY, ratings={"squat": "hard"})
    return robin


def page_of(row, name="change"):
    """An address of a row behind /admin/."""
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{name}/"


def wrong(code):
    """Another code of the same shape."""
    return "".join(str(9 - int(digit)) if digit.isdigit() else digit for digit in code)


def is_signed_in(client):
    return client.get("/accounts/").status_code == 200
