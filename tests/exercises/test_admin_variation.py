"""The page of one variation, with the muscles that it trains."""

import pytest

from exercises.models import Equipment, Muscle, Variation
from tests.exercises.test_admin_exercise import (
    MOST_QUERIES,
    MOST_QUERIES_OF_A_SAVE,
    ROOT,
    at_most,
    errors_of,
    form_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(person, client_of):
    return client_of(person("editor@rise.example", is_staff=True, is_superuser=True))


@pytest.fixture
def squat():
    return Variation.objects.filter(exercise__slug="squat", order=1).get()


def variation_page(variation):
    return f"{ROOT}variation/{variation.pk}/change/"


def test_the_page_of_a_variation_asks_few_questions_whatever_its_muscles(editor, squat):
    for muscle in Muscle.objects.exclude(pk__in=squat.variation_muscles.values("muscle")):
        squat.variation_muscles.create(muscle=muscle, role="helps", set_percent=50)
    values = form_of(editor, variation_page(squat))
    with at_most(MOST_QUERIES):
        editor.get(variation_page(squat))
    wrong = {name: 200 for name in values if name.endswith("set_percent")}
    with at_most(MOST_QUERIES_OF_A_SAVE):
        response = editor.post(variation_page(squat), values | wrong | {"rep_seconds": 0})
    assert len(errors_of(response, 0)) == Muscle.objects.count()


def test_a_muscle_is_named_once(editor, squat):
    first, second, *_others = (
        row.muscle_id for row in squat.variation_muscles.order_by("role", "muscle__order")
    )
    values = form_of(editor, variation_page(squat)) | {"variation_muscles-1-muscle": first}
    errors = errors_of(editor.post(variation_page(squat), values), 0)
    assert errors == {"variation_muscles-1": {"muscle": ["This variation names that muscle already."]}}
    swapped = values | {"variation_muscles-0-muscle": second}
    assert editor.post(variation_page(squat), swapped).status_code == 200


def test_a_muscle_is_taken_away_and_named_anew_in_one_save(editor, squat):
    values = form_of(editor, variation_page(squat))
    number = int(values["variation_muscles-TOTAL_FORMS"])
    first = values["variation_muscles-0-muscle"]
    new = {"muscle": first, "role": "helps", "set_percent": 25}
    values |= {"variation_muscles-0-DELETE": "on", "variation_muscles-TOTAL_FORMS": number + 1}
    values |= {f"variation_muscles-{number}-{name}": value for name, value in new.items()}
    assert editor.post(variation_page(squat), values).status_code == 302
    assert squat.variation_muscles.get(muscle=first).set_percent == 25


def test_a_variation_needs_only_kit(editor, squat):
    mat = Equipment.objects.filter(is_kit=False).first()
    values = form_of(editor, variation_page(squat))
    response = editor.post(variation_page(squat), values | {"needs": mat.pk})
    assert response.context["adminform"].form.errors.keys() == {"needs"}
    assert editor.post(variation_page(squat), values | {"prop": mat.pk}).status_code == 302
