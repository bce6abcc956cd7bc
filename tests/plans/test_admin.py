"""Editors publish plans; what was published and what people did is only looked at."""

import datetime

import pytest

from exercises.models import Exercise, Rung, Variation
from plans.models import (
    Enrolment,
    EnrolmentEvent,
    Feedback,
    LoadedContent,
    Operation,
    Plan,
    PlanExercise,
    PlanRevision,
    PlanWorkout,
    RevisionVariation,
    SetLog,
    WorkoutLog,
)
from plans.quickstart import follow_for_three_weeks
from plans.services import leave
from tests.admin_pages import form_of, text

pytestmark = pytest.mark.django_db
ROOT = "/admin/plans/"
CONTENT = [Plan, PlanWorkout, PlanExercise]
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
MOST_QUERIES = 12


def name_of(model):
    return model._meta.model_name


def address(model, pk=None, page="change"):
    start = f"{ROOT}{name_of(model)}/"
    return start if pk is None else f"{start}{pk}/{page}/"


def said_by(response):
    return [str(message) for message in response.context["messages"]]


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


@pytest.mark.parametrize("model", CONTENT, ids=name_of)
def test_content_opens_and_saves_as_it_is(editor, model):
    assert editor.get(f"{address(model)}add/").status_code == 200
    for row in model.objects.all()[:6]:
        where = address(model, row.pk)
        before = model.objects.filter(pk=row.pk).values().get()
        response = editor.post(where, form_of(editor, where))
        assert response.status_code == 302, response.context["errors"]
        assert model.objects.filter(pk=row.pk).values().get() == before


def new_plan(**more):
    figure = Variation.objects.first().pk
    words = {"goal": "Move.", "summary": "A little.", "who_for": "You."}
    numbers = {"level": "starter", "weeks": 4, "least_minutes": 5, "order": 90, "figure": figure}
    workouts = {"workouts-TOTAL_FORMS": 1, "workouts-INITIAL_FORMS": 0}
    workouts |= {"workouts-0-order": 1, "workouts-0-weekday": 0}
    return {"name": "Tiny", "slug": "tiny", "is_published": "on"} | words | numbers | workouts | more


def test_a_plan_is_made_workout_by_workout_and_published(editor, now, clock):
    assert editor.post(f"{address(Plan)}add/", new_plan()).status_code == 302
    tiny = Plan.objects.get(slug="tiny")
    assert "Nobody can sign up" in text(editor.get(address(Plan, tiny.pk)))

    workout = tiny.workouts.get()
    where = address(PlanWorkout, workout.pk)
    rows = {"plan_exercises-TOTAL_FORMS": 1, "plan_exercises-0-order": 1, "plan_exercises-0-priority": 1}
    chosen = {"plan_exercises-0-exercise": Exercise.objects.get(slug="squat").pk}
    assert editor.post(where, form_of(editor, where) | rows | chosen).status_code == 302

    where = address(Plan, tiny.pk)
    page = editor.post(where, form_of(editor, where) | {"_publish": "yes"}, follow=True)
    assert said_by(page) == ["Tiny: its numbers are published as revision 1."]
    revision = tiny.revisions.get()
    assert revision.numbers["workouts"] == [{"exercises": ["squat"], "priority": ["squat"]}]
    assert revision.created_at - now < datetime.timedelta(minutes=1)


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


@pytest.mark.parametrize(
    "typed, field, said",
    [
        ({"order": 8}, "order", "Workouts of a week are numbered from 1 to 7."),
        ({"order": 2}, "order", "Another workout of this plan has this place."),
        ({"weekday": 2}, "weekday", "Another workout of this plan is on this weekday."),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_impossible_workout_is_explained_beside_the_field(editor, plan, typed, field, said):
    where = address(PlanWorkout, plan.workouts.get(order=1).pk)
    response = editor.post(where, form_of(editor, where) | typed)
    assert said in text(response)
    assert list(response.context["adminform"].form.errors) == [field]


# Publishing --------------------------------------------------------------------------------------


def publish(client, plan):
    data = {"action": "publish_numbers", "_selected_action": [plan.pk]}
    return said_by(client.post(address(Plan), data, follow=True))


def test_publishing_twice_makes_one_revision(editor, plan):
    Plan.objects.filter(pk=plan.pk).update(weeks=plan.weeks + 1)
    assert "changed since revision 1" in text(editor.get(address(Plan, plan.pk)))
    assert publish(editor, plan) == ["The Full Five: its numbers are published as revision 2."]
    assert publish(editor, plan) == [
        "The Full Five: nothing new to publish. Revision 2 has these numbers already."
    ]
    assert plan.revisions.count() == 2
    assert "Revision 2 has the numbers as they are now." in text(editor.get(address(Plan, plan.pk)))


def test_what_is_typed_is_saved_and_published_in_one_go(editor, plan):
    where = address(Plan, plan.pk)
    editor.post(where, form_of(editor, where) | {"weeks": 9, "_publish": "yes"})
    assert plan.revisions.last().numbers["weeks"] == 9


def without_workouts(plan):
    plan.workouts.all().delete()


def with_an_empty_workout(plan):
    plan.workouts.get(order=1).plan_exercises.all().delete()


def with_a_gap_between_workouts(plan):
    plan.workouts.filter(order=3).update(order=5)


def with_an_unpublished_exercise(plan):
    Exercise.objects.filter(slug="clam").update(is_published=False)


def without_a_place_to_start(plan):
    Rung.objects.filter(exercise__slug="clam", level="starter").delete()


@pytest.mark.parametrize(
    "broken, why",
    [
        (without_workouts, "It has no workouts."),
        (with_an_empty_workout, "Workout 1 has no exercises."),
        (with_a_gap_between_workouts, "not numbered 1, 2, 3"),
        (with_an_unpublished_exercise, "Clam is not published."),
        (without_a_place_to_start, "Clam has no rung of the level “Starter”."),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_plan_that_nobody_could_follow_is_not_published(editor, plan, broken, why):
    broken(plan)
    (said,) = publish(editor, plan)
    assert said.startswith("The Full Five was not published.")
    assert why in said
    assert plan.revisions.count() == 1


def test_who_may_only_look_cannot_publish(person, client_of, plan):
    client = client_of(person(is_staff=True))
    assert (
        client.post(address(Plan), {"action": "publish_numbers", "_selected_action": [plan.pk]}).status_code
        == 403
    )


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


def test_taking_a_workout_out_leaves_published_numbers_alone(editor, plan):
    before = plan.revisions.get().numbers
    where = address(Plan, plan.pk)
    editor.post(where, form_of(editor, where) | {"workouts-2-DELETE": "on"})
    assert plan.workouts.count() == 2
    assert plan.revisions.get().numbers == before
