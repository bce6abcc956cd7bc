"""A sign-in that ended in the middle of a workout: nothing that was typed is lost, nothing goes astray."""

import pytest
from django.core.cache import cache
from django.test import Client

from plans.models import SetLog
from tests.conftest import PASSWORD
from tests.plans.workouts import WorkoutSheet, logged, sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def sign_in(client, user, next_url):
    return client.post(f"/accounts/login/?next={next_url}", {"login": user.email, "password": PASSWORD})


@pytest.fixture
def sheet(person, clock):
    """A page with two sets ticked, whose sign-in ends before it is sent."""
    user = person()
    sign_up(user)
    client = Client()
    client.force_login(user, backend="glutes_site.accounts.backends.Backend")
    sheet = WorkoutSheet.open(client)
    sheet.tick(*sheet.sets[:2]).write(sheet.sets[1], "17")
    client.cookies.pop("sessionid")
    sheet.person = user
    return sheet


def test_what_was_typed_is_saved_after_signing_in_again(sheet):
    answer = sheet.save()
    assert (answer.status_code, SetLog.objects.count()) == (302, 0)
    assert answer.url.startswith("/accounts/login/?next=/today/")
    back = sign_in(sheet.client, sheet.person, "/today/")
    sheet.client.get(back.url, follow=True)
    assert logged(sheet.person) == {sheet.sets[0]: 20, sheet.sets[1]: 17}


def test_it_is_saved_once(sheet):
    sheet.save()
    back = sign_in(sheet.client, sheet.person, "/today/")
    sheet.client.get(back.url)
    sheet.client.get(back.url)
    assert "workout_typed" not in sheet.client.session
    assert SetLog.objects.count() == 2


def test_a_mistake_in_it_is_shown_beside_its_field(sheet):
    sheet.write(sheet.sets[1], "many").save()
    sign_in(sheet.client, sheet.person, "/today/")
    answer = sheet.client.get("/today/")
    assert answer.status_code == 422
    assert "Write the reps as a whole number." in answer.content.decode()
    assert 'value="many"' in answer.content.decode()


def test_somebody_else_who_signs_in_there_gets_none_of_it(sheet, person):
    sheet.save()
    other = person()
    sign_up(other)
    sign_in(sheet.client, other, "/today/")
    answer = sheet.client.get("/today/", follow=True)
    assert answer.status_code == 200
    assert SetLog.objects.count() == 0
    assert "workout_typed" not in sheet.client.session


def test_an_anonymous_visit_is_sent_to_the_door(client):
    assert client.get("/today/").url == "/accounts/login/?next=/today/"
