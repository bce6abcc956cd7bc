"""The plans on offer."""

import re

import pytest

from plans.models import Plan
from plans.services import publish_plan
from tests.plans.pages import parts, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database

CARDS = [
    ("First Steps", "Starter", "6 weeks", "3 days a week", "15–23 min"),
    ("The Full Five", "Standard", "12 weeks", "3 days a week", "23–31 min"),
    ("Twice a Week", "Standard", "10 weeks", "2 days a week", "23–27 min"),
    ("Kettle Breaks", "Standard", "4 weeks", "6 days a week", "3½–5½ min"),
    ("Mat Trio", "Standard", "8 weeks", "3 days a week", "15–17 min"),
    ("Step It Up", "Strong", "8 weeks", "2 days a week", "22–33 min"),
]
EASY_WEEKS = {
    "first-steps": "",
    "the-full-five": "easy weeks 14–16 min",
    "twice-a-week": "easy weeks 16 min",
    "kettle-breaks": "",
    "mat-trio": "easy weeks 9 min",
    "step-it-up": "easy weeks 18 min",
}
CHIP = r'<span class="chip">(.*?)</span>'


def cards_of(response):
    html = response.content.decode()
    cards = re.findall(r'<article class="card plan">(.*?)</article>', html, flags=re.DOTALL)
    return [
        (words(re.search(r"<h\d><a [^>]*>(.*?)</a>", card).group(1)), *map(words, re.findall(CHIP, card)))
        for card in cards
    ]


def test_the_six_plans_stand_in_order_with_level_weeks_days_and_minutes(client):
    assert [card[:5] for card in cards_of(client.get("/plans/"))] == CARDS


def test_every_card_leads_to_its_plan(client):
    for slug in Plan.objects.values_list("slug", flat=True):
        assert f'<a href="/plans/{slug}/">' in client.get("/plans/").content.decode()
        assert client.get(f"/plans/{slug}/").status_code == 200


def test_a_card_says_what_kit_the_first_week_uses(client):
    kit = {card[0]: card[5] for card in cards_of(client.get("/plans/"))}
    assert kit["Kettle Breaks"] == "no kit"
    assert kit["Mat Trio"] == "mat or folded blanket"
    assert kit["First Steps"] == "mat or folded blanket, wall or worktop, sturdy chair"


@pytest.mark.parametrize("slug, easy", EASY_WEEKS.items())
def test_the_page_of_a_plan_names_the_minutes_of_its_card_and_of_its_easy_weeks(client, slug, easy):
    minutes = next(card[4] for card in CARDS if card[0] == Plan.objects.get(slug=slug).name)
    chips = parts(client.get(f"/plans/{slug}/"), CHIP)
    assert (f"{minutes} · {easy}" if easy else minutes) in chips


@pytest.mark.parametrize("address", ["/plans/{}/", "/plans/{}/start/"])
def test_an_unknown_plan_is_not_found(client_of, person, address):
    assert client_of(person()).get(address.format("the-sixth-sense")).status_code == 404


@pytest.mark.parametrize("address", ["/plans/mat-trio/", "/plans/mat-trio/start/"])
def test_an_archived_plan_is_neither_shown_nor_found(client_of, person, address):
    Plan.objects.filter(slug="mat-trio").update(is_archived=True)
    client = client_of(person())
    assert "Mat Trio" not in read(client.get("/plans/"))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("address", ["/plans/brand-new/", "/plans/brand-new/start/"])
def test_a_plan_without_a_revision_is_neither_shown_nor_found(client_of, person, address, now):
    plan = copy_of("mat-trio", slug="brand-new", name="Brand New")
    client = client_of(person())
    assert "Brand New" not in read(client.get("/plans/"))
    assert client.get(address).status_code == 404
    publish_plan(plan, now=now)
    assert "Brand New" in read(client.get("/plans/"))
    assert client.get(address).status_code == 200


def test_without_any_plan_the_page_says_so(client):
    Plan.objects.update(is_archived=True)
    assert "No plan is on offer at the moment." in read(client.get("/plans/"))


def test_an_old_revision_of_a_plan_is_not_a_second_card(client, now):
    plan = Plan.objects.get(slug="mat-trio")
    plan.weeks = 7
    plan.save()
    publish_plan(plan, now=now)
    mat_trio = [card for card in cards_of(client.get("/plans/")) if card[0] == "Mat Trio"]
    assert [card[2] for card in mat_trio] == ["7 weeks"]


def test_numbers_that_are_not_published_yet_are_not_shown(client):
    Plan.objects.filter(slug="mat-trio").update(weeks=7)
    assert "8 weeks" in parts(client.get("/plans/mat-trio/"), CHIP)
    assert ("Mat Trio", "Standard", "8 weeks") in [card[:3] for card in cards_of(client.get("/plans/"))]


def test_the_level_on_a_card_is_the_published_one(client):
    Plan.objects.filter(slug="mat-trio").update(level="strong")
    assert next(card for card in cards_of(client.get("/plans/")) if card[0] == "Mat Trio")[1] == "Standard"


def test_the_catalogue_takes_few_queries(client, client_of, person, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/plans/")
    signed_in = client_of(person())
    with django_assert_max_num_queries(6):
        signed_in.get("/plans/")


@pytest.mark.parametrize("address", ["/plans/", "/plans/mat-trio/"])
def test_these_pages_are_only_to_be_read(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def copy_of(original, **changes):
    """An unpublished copy of a plan with its workouts."""
    plan = Plan.objects.get(slug=original)
    workouts = list(plan.workouts.all())
    plan.pk, plan.order = None, 99
    for name, value in changes.items():
        setattr(plan, name, value)
    plan._state.adding = True
    plan.save()
    for workout in workouts:
        exercises = list(workout.plan_exercises.all())
        workout.pk, workout.plan = None, plan
        workout.save()
        for row in exercises:
            row.pk, row.workout = None, workout
            row.save()
    return plan


def test_whoever_is_pregnant_sees_plans_without_lying_on_the_back_and_nothing_is_stored(client, db):
    page = client.get("/plans/?pregnant")
    shown = [slug for slug in SLUGS if f'href="/plans/{slug}/"' in page.content.decode()]
    assert shown == ["kettle-breaks"]
    assert "If you are pregnant" in page.content.decode()
    assert set(client.cookies) <= {"csrftoken"}
    assert "If you are pregnant" not in client.get("/plans/").content.decode()


def test_the_choice_says_so_when_no_plan_fits_it(client, db):
    Plan.objects.filter(slug="kettle-breaks").update(is_archived=True)
    assert (
        "Every plan on offer has something that is done on the back."
        in client.get("/plans/?pregnant").content.decode()
    )


SLUGS = ["first-steps", "the-full-five", "twice-a-week", "kettle-breaks", "mat-trio", "step-it-up"]
