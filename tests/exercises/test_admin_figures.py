"""Editors choose among the drawn figures, see them move, and write the words for who does not see them."""

import pytest
from django.contrib.auth.models import Permission

from exercises.figures import figure_keys
from exercises.models import FigureWords, Variation
from tests.admin_pages import form_of, text

pytestmark = pytest.mark.django_db
WORDS = "/admin/exercises/figurewords/"
NEW = {
    "figure": "squat",
    "name": "Squat",
    "start": "Standing.",
    "movement": "The hips sit back.",
    "end": "The thighs are level.",
}


@pytest.fixture
def editor(person, client_of):
    return client_of(person("editor@rise.example", is_staff=True, is_superuser=True))


@pytest.fixture
def variation():
    return Variation.objects.filter(exercise__slug="squat", figure="squat").first()


@pytest.fixture
def wordless():
    FigureWords.objects.filter(figure="squat").delete()
    return "squat"


def page_of(row):
    return f"/admin/exercises/{row._meta.model_name}/{row.pk}/change/"


def drawn(key):
    return f"{WORDS}drawn/{key}/"


# A moving figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(figure_keys()))
def test_every_figure_is_shown_moving_with_its_words(editor, key):
    page = text(editor.get(drawn(key)))
    words = FigureWords.objects.get(figure=key)
    assert "<animate" in page
    assert all(said in page for said in (words.name, words.start, words.movement, words.end))


def test_a_figure_is_shown_in_few_queries(editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        editor.get(drawn("squat"))


def test_nobody_drew_that(editor):
    assert editor.get(drawn("handstand")).status_code == 404


def test_figures_are_for_staff_with_the_right_to_look(person, client_of, client):
    looker = person(is_staff=True)
    assert client.get(drawn("squat")).status_code == 302
    assert client_of(person()).get(drawn("squat")).status_code == 302
    assert client_of(looker).get(drawn("squat")).status_code == 403
    looker.user_permissions.set(Permission.objects.filter(codename="view_figurewords"))
    assert client_of(looker).get(drawn("squat")).status_code == 200


# Choosing ----------------------------------------------------------------------------------------


def test_every_drawn_figure_can_be_chosen_and_the_chosen_one_moves(editor, variation):
    page = text(editor.get(page_of(variation)))
    for key in figure_keys():
        assert f'<symbol id="drawn-{key}">' in page
        assert f'name="figure" value="{key}"' in page
    assert page.count("<animate") > 0
    assert FigureWords.objects.get(figure="squat").movement in page


def test_each_drawing_is_on_the_page_of_an_exercise_once(editor, variation):
    page = text(editor.get(page_of(variation.exercise)))
    assert page.count('<symbol id="drawn-') == len(figure_keys())


def test_figures_stand_still_for_those_who_ask(editor, variation):
    where = page_of(variation)
    assert "Open this page with figures that do not move" in text(editor.get(where))
    page = text(editor.get(where, {"still": 1}))
    assert "<animate" not in page
    assert "Open this page with figures that do not move" not in page


def test_another_figure_is_chosen_and_shown_after_saving(editor, variation):
    where = page_of(variation)
    assert editor.post(where, form_of(editor, where) | {"figure": "bridge"}).status_code == 302
    variation.refresh_from_db()
    assert variation.figure == "bridge"
    assert FigureWords.objects.get(figure="bridge").end in text(editor.get(where))


@pytest.mark.parametrize("name", ["figure", "second_part_figure"])
def test_a_figure_without_words_is_refused_beside_the_field(editor, variation, wordless, name):
    Variation.objects.filter(pk=variation.pk).update(figure="bridge")
    where = page_of(variation)
    parts = {"part_name": "Down", "second_part_name": "Up", "second_part_figure": "bridge"}
    response = editor.post(where, form_of(editor, where) | parts | {name: wordless})
    (said,) = response.context["adminform"].form.errors[name]
    assert "no words yet" in said
    assert f'href="{WORDS}add/?figure={wordless}"' in text(response)


def test_a_figure_without_words_is_refused_on_the_page_of_the_exercise(editor, variation, wordless):
    Variation.objects.filter(pk=variation.pk).update(figure="bridge")
    where = page_of(variation.exercise)
    values = form_of(editor, where)
    (row,) = (name for name, value in values.items() if name.endswith("-id") and value == variation.pk)
    response = editor.post(where, values | {row.replace("-id", "-figure"): wordless})
    assert "no words yet" in text(response)
    variation.refresh_from_db()
    assert variation.figure == "bridge"


def test_a_figure_that_was_chosen_before_does_not_block_other_changes(editor, variation, wordless):
    where = page_of(variation)
    assert "No words yet" in text(editor.get(where))
    assert editor.post(where, form_of(editor, where) | {"cue": "Sit back."}).status_code == 302


# Words -------------------------------------------------------------------------------------------


def test_the_list_shows_each_figure_with_its_words_and_uses(editor):
    page = text(editor.get(WORDS))
    for words in FigureWords.objects.all():
        assert words.name in page
    assert page.count('<svg class="mq') >= FigureWords.objects.count()
    row = editor.get(WORDS, {"q": "clam"}).context["cl"].result_list.get(figure="clam")
    assert row.uses == Variation.objects.filter(figure="clam").count() > 0


def test_both_parts_of_a_set_count_as_uses(editor):
    two = Variation.objects.exclude(second_part_figure="").first()
    rows = editor.get(WORDS).context["cl"].result_list
    assert rows.get(figure=two.second_part_figure).uses >= 1


def test_figures_without_words_are_pointed_out(editor, wordless):
    page = text(editor.get(WORDS))
    assert "Drawn, but without words" in page
    assert f'href="{WORDS}add/?figure={wordless}"' in page


def test_nothing_is_pointed_out_when_every_figure_has_words(editor):
    assert "Drawn, but without words" not in text(editor.get(WORDS))
    assert "There is nothing to add" in text(editor.get(f"{WORDS}add/"))


def test_words_are_written_for_a_figure_that_has_none(editor, wordless):
    where = f"{WORDS}add/"
    page = text(editor.get(where, {"figure": wordless}))
    assert 'value="squat" id="id_figure_0" checked' in page
    assert 'value="bridge"' not in page
    assert editor.post(where, NEW).status_code == 302
    assert FigureWords.objects.get(figure=wordless).end == NEW["end"]


@pytest.mark.parametrize("name", NEW)
def test_all_of_the_words_are_required(editor, wordless, name):
    response = editor.post(f"{WORDS}add/", NEW | {name: ""})
    assert response.context["adminform"].form.errors.keys() == {name}


def test_a_figure_has_its_words_once(editor):
    errors = editor.post(f"{WORDS}add/", NEW).context["adminform"].form.errors
    assert errors == {"figure": ["This figure has its words already."]}


def test_words_stay_with_their_figure(editor):
    words = FigureWords.objects.get(figure="squat")
    where = page_of(words)
    page = text(editor.get(where))
    assert "<animate" in page
    assert 'type="radio"' not in page
    values = form_of(editor, where) | {"figure": "bridge", "name": "Deep squat"}
    assert editor.post(where, values).status_code == 302
    words.refresh_from_db()
    assert (words.figure, words.name) == ("squat", "Deep squat")


def test_words_that_variations_need_are_not_deleted(editor):
    words = FigureWords.objects.get(figure="squat")
    where = f"{WORDS}{words.pk}/delete/"
    assert "in use" in text(editor.get(where))
    assert "in use" in text(editor.post(where, {"post": "yes"}))
    Variation.objects.filter(figure="squat").update(figure="bridge")
    Variation.objects.filter(second_part_figure="squat").update(second_part_figure="bridge")
    assert editor.post(where, {"post": "yes"}).status_code == 302
