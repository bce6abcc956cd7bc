"""Editors at work in the library, and what keeps them from breaking it."""

import pytest
from django.contrib.auth.models import Permission

from exercises.models import (
    Equipment,
    Exercise,
    FigureWords,
    Hint,
    Muscle,
    Rung,
    SafetyNote,
    Variation,
    VariationMuscle,
)
from tests.admin_pages import form_of, text

pytestmark = pytest.mark.django_db
ROOT = "/admin/exercises/"
MODELS = [Exercise, Variation, VariationMuscle, Rung, Muscle, Equipment, Hint, SafetyNote, FigureWords]
MOST_QUERIES = 10


def address(model, pk=None, page="change"):
    start = f"{ROOT}{model._meta.model_name}/"
    return start if pk is None else f"{start}{pk}/{page}/"


@pytest.fixture
def editor(person, client_of):
    return client_of(person("editor@rise.example", is_staff=True, is_superuser=True))


@pytest.fixture
def rung():
    return Rung.objects.get(code="Q1")


def test_the_index_wears_our_name(editor):
    page = text(editor.get("/admin/"))
    assert "Rise" in page
    assert "css/admin.css" in page
    assert "Django administration" not in page


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_is_shown_and_searched_in_few_queries(editor, model, django_assert_max_num_queries):
    most = MOST_QUERIES
    with django_assert_max_num_queries(most):
        editor.get(address(model))
    assert editor.get(address(model), {"q": "squat"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_page_of_a_row_is_shown_in_few_queries(editor, model, django_assert_max_num_queries):
    where = address(model, model.objects.first().pk)
    editor.get(where)
    most = MOST_QUERIES
    with django_assert_max_num_queries(most):
        assert editor.get(where).status_code == 200
    with django_assert_max_num_queries(MOST_QUERIES):
        assert editor.get(f"{address(model)}add/").status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_page_opens_and_saves_as_it_is(editor, model):
    assert editor.get(f"{address(model)}add/").status_code == 200
    for row in model.objects.all()[:6]:
        where = address(model, row.pk)
        before = model.objects.filter(pk=row.pk).values().get()
        response = editor.post(where, form_of(editor, where))
        assert response.status_code == 302, response.context["errors"]
        assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("staff", [False, True], ids=["anybody", "staff without rights"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_who_has_no_rights_is_kept_out(person, client_of, client, model, staff):
    somebody = client_of(person(is_staff=staff))
    for where in (address(model), f"{address(model)}add/", address(model, model.objects.first().pk)):
        assert somebody.get(where).status_code == (403 if staff else 302)
        assert client.get(where).status_code == 302


def test_an_editor_with_the_right_to_look_cannot_save(person, client_of, rung):
    looker = person(is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_rung"))
    client = client_of(looker)
    assert client.get(address(Rung, rung.pk)).status_code == 200
    assert client.post(address(Rung, rung.pk), {"sets": 9}).status_code == 403


ADDED = {
    Muscle: {"plain_name": "calf", "name": "soleus", "slug": "soleus", "order": 90},
    Equipment: {"name": "Step", "slug": "step", "is_kit": "on", "order": 90},
    SafetyNote: {"title": "Rest", "slug": "rest", "topic": "stop", "text": "Rest well.", "order": 90},
    Hint: {"title": "Try", "slug": "try", "text": "Try it.", "surfaces": ["faq", "week"], "order": 90},
    Exercise: {
        "name": "Side step",
        "slug": "side-step",
        "position": "standing",
        "order": 90,
        "summary": "Step to the side.",
        "about": "Hips.",
        "feel_it": "Side of the hip.",
        "step_up": "A band.",
    },
}


@pytest.mark.parametrize("model", ADDED, ids=lambda model: model._meta.model_name)
def test_content_is_added(editor, model):
    assert editor.post(f"{address(model)}add/", ADDED[model]).status_code == 302
    assert model.objects.get(order=90).slug == ADDED[model]["slug"]


@pytest.mark.parametrize("model", ADDED, ids=lambda model: model._meta.model_name)
def test_a_new_row_is_suggested_the_place_after_the_last(editor, model):
    def suggested():
        return editor.get(f"{address(model)}add/").context["adminform"].form["order"].value()

    last = model.objects.order_by("order").last()
    assert suggested() == last.order + 1
    model.objects.filter(pk=last.pk).update(order=9999)
    assert suggested() is None


@pytest.mark.parametrize("model", ADDED, ids=lambda model: model._meta.model_name)
def test_a_place_that_is_taken_is_answered_with_the_next_free_one(editor, model):
    taken, last = model.objects.order_by("order").first().order, model.objects.order_by("order").last().order
    free = next(n for n in range(taken, last + 2) if not model.objects.filter(order=n).exists())
    errors = errors_of(editor.post(f"{address(model)}add/", ADDED[model] | {"order": taken}))
    assert list(errors) == ["order"]
    assert f"The next free number is {free};" in errors["order"][0]


def test_a_variation_is_added_with_its_muscles(editor):
    squat = Exercise.objects.get(slug="squat")
    words = dict.fromkeys(
        ("cue", "start", "steps", "breathing", "good_signs", "watch_outs", "easier"), "Slowly."
    )
    numbers = {"exercise": squat.pk, "order": 90, "rep_seconds": 3, "laterality": "bilateral"}
    response = editor.post(
        f"{address(Variation)}add/",
        {
            "name": "Wide squat",
            "slug": "wide-squat",
            "side_order": "none",
            "figure": "squat",
            "variation_muscles-TOTAL_FORMS": 1,
            "variation_muscles-INITIAL_FORMS": 0,
            "variation_muscles-0-muscle": Muscle.objects.first().pk,
            "variation_muscles-0-role": "main",
            "variation_muscles-0-set_percent": 100,
            "rungs-TOTAL_FORMS": 0,
            "rungs-INITIAL_FORMS": 0,
        }
        | words
        | numbers,
    )
    assert response.status_code == 302, response.context["errors"]
    assert Variation.objects.get(slug="wide-squat").variation_muscles.count() == 1


def test_the_places_of_a_hint_are_ticked(editor):
    hint = Hint.objects.first()
    where = address(Hint, hint.pk)
    editor.post(where, form_of(editor, where) | {"surfaces": ["plan", "faq"]})
    hint.refresh_from_db()
    assert hint.surfaces == "plan faq"
    assert hint.title in text(editor.get(address(Hint), {"surface": "faq"}))


@pytest.mark.parametrize(
    "model, name", [(Exercise, "slug"), (Variation, "slug"), (Rung, "code"), (Equipment, "slug")]
)
def test_what_names_a_row_is_typed_once(editor, model, name):
    row = model.objects.first()
    where = address(model, row.pk)
    editor.post(where, form_of(editor, where) | {name: "other"})
    before = getattr(row, name)
    row.refresh_from_db()
    assert getattr(row, name) == before


def test_the_figure_is_drawn_beside_the_variation(editor):
    variation = Variation.objects.first()
    page = text(editor.get(address(Variation, variation.pk)))
    assert '<svg class="mq' in page
    assert f'value="{variation.figure}" id="id_figure_' in page


def test_the_page_of_an_exercise_leads_to_its_variations_rungs_and_to_the_site(editor):
    squat = Exercise.objects.get(slug="squat")
    page = text(editor.get(address(Exercise, squat.pk)))
    for row in [*squat.variations.all(), *squat.rungs.all()]:
        assert address(type(row), row.pk) in page
    assert squat.get_absolute_url() in page


@pytest.mark.parametrize("model", [Exercise, Variation, Rung], ids=lambda model: model._meta.model_name)
def test_what_the_site_does_not_show_has_no_page_to_look_at(editor, model):
    squat = Exercise.objects.get(slug="squat")
    where = address(model, squat.pk if model is Exercise else model.objects.filter(exercise=squat).first().pk)
    link = f'href="{squat.get_absolute_url()}'
    assert link in text(editor.get(where))
    Exercise.objects.filter(pk=squat.pk).update(is_archived=True)
    assert link not in text(editor.get(where))


# What the database would refuse is said beside the field -----------------------------------------


def errors_of(response):
    assert response.status_code == 200
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize(
    "typed, field, said",
    [
        ({"rep_low": 12, "rep_high": 10}, "rep_high", "The last number of reps is below the first."),
        ({"rep_low": 8, "rep_high": 11, "rep_step": 2}, "rep_high", "Counting up from 8"),
        ({"sets": 0}, "sets", "There is at least one set."),
        ({"rep_step": 0}, "rep_step", "At least one rep is added at a time."),
        ({"rep_low": 0, "rep_high": 10, "rep_step": 1}, "rep_low", "There is at least one rep."),
        ({"rest_seconds": 0}, "rest_seconds", "Rest for at least one second."),
        ({"order": 2}, "order", "Another rung of this exercise has this place."),
        ({"rep_low": -1}, "rep_low", "greater than or equal to 0"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_impossible_rung_is_explained_beside_the_field(editor, rung, typed, field, said):
    where = address(Rung, rung.pk)
    errors = errors_of(editor.post(where, form_of(editor, where) | typed))
    assert list(errors) == [field]
    assert said in errors[field][0]
    assert len(errors[field]) == 1


def test_a_rung_of_another_exercises_variation_is_refused(editor, rung):
    clam = Variation.objects.filter(exercise__slug="clam").first()
    values = form_of(editor, address(Rung, rung.pk)) | {
        "code": "Q99",
        "exercise": rung.exercise_id,
        "order": 90,
    }
    errors = errors_of(editor.post(f"{address(Rung)}add/", values | {"variation": clam.pk}))
    assert errors == {"variation": ["This variation belongs to another exercise."]}


def test_an_impossible_rung_is_explained_on_the_page_of_its_exercise_too(editor, rung):
    where = address(Exercise, rung.exercise_id)
    values = form_of(editor, where)
    response = editor.post(where, values | {"rungs-0-rep_high": 1})
    assert "The last number of reps is below the first." in text(response)
    assert response.context["inline_admin_formsets"][1].formset.forms[0].errors.keys() == {"rep_high"}


@pytest.mark.parametrize(
    "typed, field",
    [
        ({"laterality": "bilateral", "side_order": "finish_side"}, "side_order"),
        ({"part_name": "Kick", "second_part_name": "", "second_part_figure": ""}, "second_part_name"),
        ({"rep_seconds": 0}, "rep_seconds"),
        ({"figure": "handstand"}, "figure"),
        ({"order": 2}, "order"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_impossible_variation_is_explained_beside_the_field(editor, typed, field):
    variation = Variation.objects.filter(exercise__slug="squat", order=1).get()
    where = address(Variation, variation.pk)
    errors = errors_of(editor.post(where, form_of(editor, where) | typed))
    assert list(errors) == [field]
    assert "violated" not in errors[field][0]


# What is in use stays ----------------------------------------------------------------------------


def used():
    squat = Exercise.objects.get(slug="squat")
    return {
        "exercise": (
            squat,
            ["Variations", "Rungs", "Editions of exercises", "Published numbers", "The Full Five 1"],
        ),
        "variation": (squat.variations.first(), ["Rungs", "Published numbers"]),
        "rung": (squat.rungs.first(), ["Published numbers", "The Full Five 1"]),
        "equipment": (Equipment.objects.kit().filter(gated_variations__isnull=False).first(), ["Variations"]),
        "muscle": (Muscle.objects.first(), ["Muscles of a variation"]),
    }


@pytest.mark.parametrize("name", ["exercise", "variation", "rung", "equipment", "muscle"])
def test_what_is_in_use_is_not_deleted_and_the_reason_is_said(editor, name):
    row, reasons = used()[name]
    model = type(row)
    pages = [
        editor.get(address(model, row.pk, "delete")),
        editor.post(address(model, row.pk, "delete"), {"post": "yes"}),
        editor.post(address(model), {"action": "delete_selected", "_selected_action": [row.pk]}),
        editor.post(
            address(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        ),
    ]
    for page in map(text, pages):
        assert "in use" in page
        assert all(reason in page for reason in reasons)
    assert model.objects.filter(pk=row.pk).exists()


def test_one_row_in_use_keeps_the_whole_selection(editor):
    free = Muscle.objects.create(slug="soleus", name="soleus", plain_name="calf", order=90)
    chosen = [Muscle.objects.first().pk, free.pk]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    assert "Nothing was deleted" in text(editor.post(address(Muscle), data))
    assert Muscle.objects.filter(pk__in=chosen).count() == 2


def test_what_nothing_uses_can_be_deleted(editor, rung):
    new = Rung.objects.create(
        exercise=rung.exercise,
        variation=rung.variation,
        code="Q99",
        order=90,
        level="plus",
        sets=1,
        rep_low=1,
        rep_high=1,
        rep_step=1,
    )
    free = Muscle.objects.create(slug="soleus", name="soleus", plain_name="calf", order=90)
    for row in (new, free, Hint.objects.first(), SafetyNote.objects.first()):
        where = address(type(row), row.pk, "delete")
        assert "Are you sure" in text(editor.get(where))
        assert editor.post(where, {"post": "yes"}).status_code == 302
        assert not type(row).objects.filter(pk=row.pk).exists()
