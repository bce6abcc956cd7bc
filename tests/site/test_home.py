import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from exercises.models import Exercise
from plans.models import Plan
from plans.queries import catalogue
from tests.site.pages import words

pytestmark = pytest.mark.django_db


def buttons(response):
    return re.findall(r'<a class="btn[^"]*" href="([^"]+)">([^<]+)</a>', response.content.decode())


def test_a_visitor_is_led_to_the_plans_and_to_the_moves(client):
    assert buttons(client.get("/")) == [
        (reverse("plans:catalogue"), "Choose a plan"),
        (reverse("exercises:library"), "See the five moves"),
    ]


def test_a_signed_in_person_is_led_to_the_week(client_of, person):
    response = client_of(person()).get("/")
    assert buttons(response)[0] == (reverse("plans:week"), "Go to my week")


def test_every_exercise_and_every_plan_on_offer_is_linked(client):
    page = client.get("/").content.decode()
    exercises = Exercise.objects.published()
    assert exercises.count() == 5
    assert all(f'href="{exercise.get_absolute_url()}"' in page for exercise in exercises)
    plans = catalogue()
    assert len(plans) == 6
    assert all(f'href="{reverse("plans:plan", args=[plan.slug])}"' in page for plan in plans)


def test_an_exercise_taken_off_the_shelf_is_gone_from_the_home_page(client):
    Exercise.objects.filter(slug="clam").update(is_archived=True)
    page = client.get("/").content.decode()
    assert "/exercises/clam/" not in page
    assert "/exercises/squat/" in page


def test_only_the_figure_with_a_pause_button_moves_and_a_link_holds_it_still(client):
    page = client.get("/").content.decode()
    assert page.count('<g class="an">') == 1
    assert 'href="?still=1"' in page
    still = client.get("/?still=1").content.decode()
    assert "<animate" not in still
    assert "Play the animation" in still


def test_it_offers_a_workout_without_an_account_to_whoever_has_none(client, client_of, person):
    assert "Try one without an account" in words(client.get("/"))
    assert '<form method="post" action="/try/">' in client.get("/").content.decode()
    signed_in = client_of(person()).get("/")
    assert "account:" not in words(signed_in)
    assert "/try/" not in signed_in.content.decode()


def test_without_a_plan_on_offer_there_is_nothing_to_try(client):
    Plan.objects.update(is_archived=True)
    assert "/try/" not in client.get("/").content.decode()
    assert client.post("/try/").status_code == 404
    assert not get_user_model().objects.exists()


def test_it_takes_few_queries_signed_in(client_of, person, django_assert_max_num_queries):
    client = client_of(person())
    with django_assert_max_num_queries(8):
        client.get("/")
