"""Plans are edited; what was published and what people did is only looked at."""

import datetime

import pytest

from exercises.models import Variation
from plans.models import (
    Enrolment,
    EnrolmentEvent,
    Feedback,
    LoadedContent,
    Operation,
    Plan,
    PlanRevision,
    RevisionVariation,
    SetLog,
    WorkoutLog,
)
from plans.quickstart import follow_for_three_weeks
from plans.services import leave
from tests.admin_pages import text

pytestmark = pytest.mark.django_db
ROOT = "/admin/plans/"
CONTENT = [Plan]
RECORDS = [
    PlanRevision,
    RevisionVariation,
    Enrolment,
    EnrolmentEvent,
    WorkoutLog,
    SetLog,
    Feedback,
    Operation,
    LoadedContent,
]
MOST_QUERIES = 10


def name_of(model):
    return model._meta.model_name


def address(model, pk=None, page="change"):
    start = f"{ROOT}{name_of(model)}/"
    return start if pk is None else f"{start}{pk}/{page}/"


@pytest.fixture
def editor(person, client_of):
    return client_of(person("editor@rise.example", is_staff=True, is_superuser=True))


@pytest.fixture
def plan():
    return Plan.objects.get(slug="the-full-five")


@pytest.fixture
def _lived(person, plan, now):
    """Two people three weeks into a plan, one of whom left it."""
    for number in range(2):
        somebody = person()
        follow_for_three_weeks(somebody, plan, today=now.date(), zone=datetime.UTC)
        if number:
            leave(somebody.enrolments.get(), today=now.date(), now=now)


@pytest.fixture
def rows(_lived):
    return {model: model.objects.first() for model in [*CONTENT, *RECORDS]}


# Looking -----------------------------------------------------------------------------------------


def test_every_list_is_shown_in_few_queries(editor, rows, django_assert_max_num_queries):
    for model in rows:
        with django_assert_max_num_queries(MOST_QUERIES, info=name_of(model)):
            text(editor.get(address(model)))


def test_every_list_is_searched_and_every_row_opens(editor, rows):
    for model, row in rows.items():
        assert row is not None, name_of(model)
        assert editor.get(address(model), {"q": "full"}).status_code == 200
        assert editor.get(address(model, row.pk)).status_code == 200


def test_people_are_found_by_their_address(editor, rows):
    email = rows[WorkoutLog].user.email
    for model in (Enrolment, WorkoutLog, SetLog, Feedback, Operation):
        assert email in text(editor.get(address(model), {"q": email}))
        assert (
            email not in text(editor.get(address(model), {"q": "somebody-else"})).split("changelist-form")[-1]
        )


def test_a_logged_workout_shows_what_was_asked_and_done(editor, rows):
    workout = rows[WorkoutLog]
    page = text(editor.get(address(WorkoutLog, workout.pk)))
    asked = workout.prescription[0]
    assert f"{asked['name']}, {asked['sets']} × {asked['reps']}" in page
    assert all(row.exercise in page for row in workout.sets.all())


def test_strangers_are_kept_out(person, client_of, client, rows):
    staff, anybody = client_of(person(is_staff=True)), client_of(person())
    for model, row in rows.items():
        for where in (address(model), address(model, row.pk)):
            answers = [visitor.get(where).status_code for visitor in (staff, anybody, client)]
            assert answers == [403, 302, 302], where


def test_records_cannot_be_added_changed_or_deleted_even_by_a_superuser(editor, rows):
    for model in RECORDS:
        row, before = rows[model], model.objects.count()
        for where in (f"{address(model)}add/", address(model, row.pk), address(model, row.pk, "delete")):
            assert editor.post(where, {"post": "yes"}).status_code == 403, where
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        editor.post(address(model), chosen)
        assert model.objects.count() == before
        assert "Save" not in text(editor.get(address(model, row.pk)))


# Editing -----------------------------------------------------------------------------------------


def new_plan(**more):
    figure = Variation.objects.first().pk
    words = {"goal": "Move.", "summary": "A little.", "who_for": "You."}
    numbers = {"level": "starter", "weeks": 4, "least_minutes": 5, "order": 90, "figure": figure}
    workouts = {"workouts-TOTAL_FORMS": 1, "workouts-INITIAL_FORMS": 0}
    workouts |= {"workouts-0-weekday": 0}
    workouts |= {"workouts-0-exercises-TOTAL_FORMS": 0, "workouts-0-exercises-INITIAL_FORMS": 0}
    return {"name": "Tiny", "slug": "tiny"} | words | numbers | workouts | more


@pytest.mark.parametrize(
    "typed, field, said",
    [
        ({"weeks": 53}, "weeks", "A plan lasts from 1 to 52 weeks."),
        ({"weeks": 0}, "weeks", "A plan lasts from 1 to 52 weeks."),
        ({"level": "plus"}, "level", "A plan is for starters, standard or strong."),
        ({"least_minutes": 0}, "least_minutes", "A workout takes at least one minute."),
        ({"slug": "the-full-five"}, "slug", "already exists"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_impossible_plan_is_explained_beside_the_field(editor, typed, field, said):
    response = editor.post(f"{address(Plan)}add/", new_plan(**typed))
    assert said in text(response)
    assert list(response.context["adminform"].form.errors) == [field]


# What is in use stays ----------------------------------------------------------------------------


@pytest.mark.parametrize("followed", [False, True], ids=["published", "followed"])
def test_a_published_plan_is_not_deleted_and_the_reason_is_said(editor, plan, followed, request):
    if followed:
        request.getfixturevalue("_lived")
    chosen = {"action": "delete_selected", "_selected_action": [plan.pk]}
    pages = [
        editor.get(address(Plan, plan.pk, "delete")),
        editor.post(address(Plan, plan.pk, "delete"), {"post": "yes"}),
        editor.post(address(Plan), chosen),
        editor.post(address(Plan), chosen | {"post": "yes"}),
    ]
    for page in map(text, pages):
        assert "in use" in page
        assert "Published numbers" in page
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_a_plan_that_was_never_published_can_be_deleted(editor):
    editor.post(f"{address(Plan)}add/", new_plan())
    tiny = Plan.objects.get(slug="tiny")
    assert editor.post(address(Plan, tiny.pk, "delete"), {"post": "yes"}).status_code == 302
    assert not Plan.objects.filter(pk=tiny.pk).exists()
