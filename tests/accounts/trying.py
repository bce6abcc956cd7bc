"""Somebody who tries the site without an account, through the doors that a browser has."""

from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY, get_user_model
from django.test import Client

from tests.conftest import PASSWORD
from tests.plans.syncing import Device
from tests.plans.workouts import WorkoutSheet

TRY, LOGIN, LOGOUT = "/try/", "/accounts/login/", "/accounts/logout/"


def person_behind(client):
    """Whoever the browser's session belongs to; None for nobody."""
    return get_user_model().objects.filter(pk=client.session.get(SESSION_KEY)).first()


def try_it(client=None, *, sets=2, **form):
    """A browser that pressed “Try a workout”, did some sets of it and saved them."""
    client = client or Client()
    assert client.post(TRY, form).headers["Location"] == "/today/"
    if sets:
        sheet = WorkoutSheet.open(client)
        assert sheet.tick(*sheet.sets[:sets]).save().status_code == 302
    return client


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def device_of(client):
    return Device(client, person_behind(client))


def start(client, slug="the-full-five", **form):
    """Sends the start form of a plan as the page would."""
    choices = {"start": "2027-01-04", "weekdays": ["0", "2", "4"], "level": "standard", "close_days": ""}
    data = urlencode(choices | form, doseq=True)
    return client.post(f"/plans/{slug}/start/", data, content_type="application/x-www-form-urlencoded")
