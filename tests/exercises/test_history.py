"""What happened to content: told field by field, and one click back."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from exercises.admin.library import ExerciseAdmin
from exercises.history import LOADED, CannotChangeBack, change_back, changes_of, find_records
from exercises.models import Equipment, Exercise, Hint, Muscle, Rung, Variation, VariationMuscle
from plans.admin.content import PlanAdmin
from plans.models import Plan, PlanExercise, PlanWorkout
from tests.admin_pages import form_of, text

pytestmark = pytest.mark.django_db
TREE = ((Variation, "exercise"), (VariationMuscle, "variation__exercise"), (Rung, "exercise"))
PLAN_TREE = ((PlanWorkout, "plan"), (PlanExercise, "workout__plan"))
MOST_QUERIES = 10


@pytest.fixture(autouse=True)
def _trees(monkeypatch):
    monkeypatch.setattr(ExerciseAdmin, "history_of", TREE)
    monkeypatch.setattr(PlanAdmin, "history_of", PLAN_TREE)


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example", is_staff=True, is_superuser=True)


@pytest.fixture
def editor(ada, client_of):
    return client_of(ada)


@pytest.fixture
def hint():
    return Hint.objects.first()


@pytest.fixture
def squat():
    return Exercise.objects.get(slug="squat")


@pytest.fixture
def bare():
    """A plan of one workout, which nothing was published of."""
    figure = Variation.objects.first()
    plan = Plan.objects.create(
        slug="bare",
        name="Bare",
        goal="g",
        summary="s",
        who_for="w",
        level="starter",
        weeks=2,
        figure=figure,
        order=90,
    )
    workout = PlanWorkout.objects.create(plan=plan, order=1, weekday=0)
    for place, exercise in enumerate(Exercise.objects.all()[:2], start=1):
        PlanExercise.objects.create(workout=workout, exercise=exercise, order=place, priority=place)
    return plan


def page_of(row, kind="history"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{kind}", args=[row.pk])


def save(row, *, by=None, **values):
    """As somebody saves it."""
    for name, value in values.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()
    return reference(row)


def delete(row, by=None):
    row._history_user, pk = by, row.pk
    row.delete()
    newest = type(row).history.filter(id=pk).latest("history_id")
    return f"{row._meta.label_lower}:{newest.history_id}"


def reference(row):
    newest = type(row).history.filter(id=row.pk).latest("history_id")
    return f"{row._meta.label_lower}:{newest.history_id}"


def plain(response):
    """What the page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text(response).partition('id="content-main"')[2]))


def back(client, row, *references):
    return client.post(page_of(row), {"change": references}, follow=True)


# What is told -------------------------------------------------------------------------------------


def test_a_change_is_told_with_person_moment_field_and_both_values(editor, ada, hint, clock):
    clock.move_to(datetime.datetime(2027, 1, 4, 9, 30, tzinfo=datetime.UTC))
    save(hint, by=ada, order=77)
    page = plain(editor.get(page_of(hint)))
    assert "ada@rise.example" in page
    assert "4 January 2027, 09:30" in page
    assert f"Hint {hint.title}" in page
    assert re.search(r"Order before: \d+ → after: 77", page)


def test_words_are_compared_word_by_word(editor, hint):
    save(hint, text="Breathe out slowly on the way up.")
    save(hint, text="Breathe out calmly on the way up.")
    page = text(editor.get(page_of(hint)))
    change = page[page.index('class="history-words"') :]
    assert change.index("Breathe out") < change.index("<del>") < change.index("slowly")
    assert change.index("slowly") < change.index("<ins>") < change.index("calmly")
    assert "[taken out: slowly] [put in: calmly]" in plain(editor.get(page_of(hint))).replace("][", "] [")


def test_choices_keys_and_ticks_are_told_as_people_read_them(editor, squat):
    variation = squat.variations.get(order=1)
    kit = Equipment.objects.kit().first()
    save(
        variation,
        laterality="per_side",
        side_order="finish_side",
        first_side="left",
        needs=kit,
        is_archived=True,
    )
    page = plain(editor.get(page_of(squat)))
    assert "Sides before: Both legs together → after: One side, then the other" in page
    assert f"Needs before: – → after: {kit.name}" in page
    assert "Archived before: no → after: yes" in page


def test_the_page_of_an_exercise_tells_of_everything_below_it(editor, squat):
    variation = squat.variations.first()
    save(variation, cue="Knees follow the toes.")
    save(variation.variation_muscles.first(), set_percent=50)
    save(squat.rungs.first(), sets=5)
    other = Exercise.objects.exclude(pk=squat.pk).first()
    save(other.rungs.first(), sets=4)
    page = plain(editor.get(page_of(squat)))
    assert f"Variation {variation} " in page
    assert f"Muscle of a variation {variation.variation_muscles.first()}" in page
    assert "Sets before: 2 → after: 5" in page or "→ after: 5" in page
    assert "→ after: 4" not in page


def test_a_plan_tells_of_its_workouts_and_their_exercises(editor, bare):
    save(bare.workouts.get(), weekday=2)
    save(PlanExercise.objects.filter(workout__plan=bare).last(), priority=9)
    page = plain(editor.get(page_of(bare)))
    assert "Usual weekday before: Monday → after: Wednesday" in page
    assert "Importance before: 2 → after: 9" in page


def test_rows_deleted_since_are_told_too(editor, squat):
    variation = squat.variations.first()
    row = variation.variation_muscles.first()
    name = str(row)
    delete(row)
    assert f"Muscle of a variation {name} deleted" in plain(editor.get(page_of(squat)))


def test_muscles_of_a_deleted_variation_are_told_too(editor, squat):
    new = Variation.objects.create(
        exercise=squat,
        slug="wide",
        name="Wide squat",
        order=90,
        laterality="bilateral",
        side_order="none",
        rep_seconds=3,
        figure="squat",
    )
    VariationMuscle.objects.create(variation=new, muscle=Muscle.objects.first(), role="main", set_percent=100)
    new.delete()
    page = plain(editor.get(page_of(squat)))
    assert "Variation Wide squat deleted" in page
    assert f"Muscle of a variation Wide squat: {Muscle.objects.first()} deleted" in page


def test_loaded_content_is_named_as_such(editor, hint):
    page = plain(editor.get(page_of(hint)))
    assert "Loaded with the site’s own content" in page
    assert Hint.history.filter(history_change_reason=LOADED).exists()


def test_whose_account_is_gone_is_still_somebody(editor, person, hint):
    grace = person("grace@rise.example")
    save(hint, by=grace, order=77)
    grace.delete()
    page = plain(editor.get(page_of(hint)))
    assert "Somebody whose account is gone" in page
    assert "grace" not in page


def test_one_save_is_one_group_and_two_are_two(editor, ada, squat, clock):
    first, second = squat.rungs.all()[:2]
    save(first, by=ada, sets=5)
    save(second, by=ada, sets=5)
    assert text(editor.get(page_of(squat))).count('class="history-save"') == 2  # the other is the loading
    clock.shift(datetime.timedelta(minutes=1))
    save(first, by=ada, sets=6)
    assert text(editor.get(page_of(squat))).count('class="history-save"') == 3


def test_a_page_saved_as_it_was_leaves_no_trace(editor, squat):
    before = Exercise.history.count(), Rung.history.count(), Variation.history.count()
    where = page_of(squat, "change")
    assert editor.post(where, form_of(editor, where)).status_code == 302
    assert (Exercise.history.count(), Rung.history.count(), Variation.history.count()) == before


def test_the_newest_comes_first_and_pages_hold_fifty(editor, hint, clock):
    for number in range(60):
        clock.shift(datetime.timedelta(minutes=1))
        save(hint, title=f"Title {number:02}")
    first = text(editor.get(page_of(hint))).partition('class="history-save"')[2]
    assert first.index(">59<") < first.index(">57<") < first.index(">56<")
    assert first.count('class="history-change"') == 50
    assert "?page=2" in first
    second = text(editor.get(page_of(hint), {"page": 2}))
    assert second.count('class="history-change"') == 11
    assert "?page=1" in second
    assert "?page=3" not in second


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "²"])
def test_a_strange_page_number_shows_the_first(editor, hint, number):
    assert "Loaded with" in plain(editor.get(page_of(hint), {"page": number}))


def test_publishing_stands_between_the_changes(editor, squat, clock):
    edition = squat.editions.order_by("-number").first()
    clock.move_to(edition.created_at + datetime.timedelta(days=1))
    save(squat, summary="Sit down, stand up.")
    page = text(editor.get(page_of(squat)))
    assert f"Edition {edition.number} was published" in page
    assert page.index("stand up") < page.index(f"Edition {edition.number} was published")


@pytest.mark.parametrize("kind", ["exercise", "plan", "hint"])
def test_the_page_needs_few_queries(editor, squat, hint, django_assert_max_num_queries, kind):
    plan = (
        Plan.objects.get(slug="full-five")
        if Plan.objects.filter(slug="full-five").exists()
        else Plan.objects.first()
    )
    row = {"exercise": squat, "plan": plan, "hint": hint}[kind]
    editor.get(page_of(row))  # what a process looks up once
    with django_assert_max_num_queries(MOST_QUERIES):
        editor.get(page_of(row))


def test_markup_in_a_text_is_shown_and_does_nothing(editor, hint):
    save(hint, title="<script>alert(1)</script>", text="<b>old</b>")
    save(hint, title="<img src=x onerror=alert(2)>", text="<i>new</i>")
    page = text(editor.get(page_of(hint)))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>old" not in page


def test_a_very_long_text_is_shown_whole_and_at_once(editor, hint):
    save(hint, text="one two " * 20_000)
    save(hint, text="two one " * 20_000)
    assert editor.get(page_of(hint)).status_code == 200


# One click back -----------------------------------------------------------------------------------


def test_changing_back_restores_the_fields_of_that_change_alone(editor, hint):
    was = hint.text
    change = save(hint, text="Other words.")
    save(hint, title="Other title")
    page = back(editor, hint, change)
    hint.refresh_from_db()
    assert (hint.text, hint.title) == (was, "Other title")
    assert "was changed back" in text(page)


def test_changing_back_is_a_change_that_can_be_changed_back(editor, ada, hint, clock):
    clock.move_to(datetime.datetime(2027, 1, 4, 9, 30, tzinfo=datetime.UTC))
    change = save(hint, text="Other words.")
    clock.shift(datetime.timedelta(hours=1))
    page = plain(back(editor, hint, change))
    assert "Changed back to before 4 January 2027, 09:30" in page
    newest = Hint.history.filter(id=hint.pk).first()
    assert newest.history_user == ada
    assert newest.history_change_reason.startswith("Changed back")
    back(editor, hint, reference(hint))
    hint.refresh_from_db()
    assert hint.text == "Other words."


def test_what_was_changed_again_since_is_marked_and_goes_back_all_the_same(editor, hint):
    was = hint.text
    change = save(hint, text="Second words.")
    save(hint, text="Third words.")
    page = text(editor.get(page_of(hint)))
    assert page.count("changed again since") == 1
    back(editor, hint, change)
    hint.refresh_from_db()
    assert hint.text == was


def test_what_is_as_before_already_has_no_way_back(editor, hint):
    was = hint.text
    change = save(hint, text="Second words.")
    save(hint, text=was)
    assert f'value="{change}"' not in text(editor.get(page_of(hint)))


def test_a_deleted_row_comes_back_with_its_key(editor, squat):
    row = squat.variations.first().variation_muscles.first()
    pk, before = row.pk, VariationMuscle.objects.filter(pk=row.pk).values().get()
    change = delete(row)
    back(editor, squat, change)
    assert VariationMuscle.objects.filter(pk=pk).values().get() == before


def test_a_deleted_row_comes_back_from_the_page_of_its_own_history(editor, hint):
    pk, title = hint.pk, hint.title
    change = delete(hint)
    hint.pk = pk
    assert "This was deleted." in plain(editor.get(page_of(hint)))
    back(editor, hint, change)
    assert Hint.objects.get(pk=pk).title == title


def test_what_never_was_has_no_history(editor, hint):
    for pk in ("999999", "x"):
        assert editor.get(f"/admin/exercises/hint/{pk}/history/").status_code == 302


def test_a_created_row_has_no_button_and_the_page_says_what_to_do(editor, bare):
    page = text(editor.get(page_of(bare)))
    assert "To undo this, archive or delete it on its own page." in page
    assert f'value="{reference(bare)}"' not in page
    back(editor, bare, reference(bare))
    assert Plan.objects.filter(pk=bare.pk).exists()


def test_a_place_that_another_row_took_is_said_and_nothing_changes(editor, squat):
    first, second = squat.rungs.order_by("order")[:2]
    orders = first.order, second.order
    change = save(first, order=90)
    save(second, order=orders[0])
    assert "Nothing was changed." in text(back(editor, squat, change))
    first.refresh_from_db()
    assert first.order == 90


def test_the_reason_why_nothing_changed_is_a_sentence(squat, ada):
    first, second = squat.rungs.order_by("order")[:2]
    order = first.order
    change = save(first, order=90)
    save(second, order=order)
    with pytest.raises(CannotChangeBack, match="has this place now. Give it another place first."):
        change_back(find_records([change]), by=ada)


def test_rows_that_swapped_places_in_one_save_swap_back_together(editor, ada, squat, clock):
    clock.shift(datetime.timedelta(days=1))
    first, second = squat.rungs.order_by("order")[:2]
    pks = first.pk, second.pk
    Rung.objects.filter(pk=second.pk).update(order=9000)
    changes = [save(first, by=ada, order=2)]
    second.refresh_from_db()
    changes.append(save(second, by=ada, order=1))
    page = text(editor.get(page_of(squat)))
    assert "Change all 2 back" in page
    back(editor, squat, *changes)
    assert list(squat.rungs.order_by("order").values_list("pk", flat=True)[:2]) == list(pks)


def test_a_deleted_workout_comes_back_with_its_exercises(editor, bare):
    workout = bare.workouts.get()
    rows = list(PlanExercise.objects.filter(workout=workout).order_by("pk").values())
    kept = [(PlanExercise, row["id"]) for row in rows] + [(PlanWorkout, workout.pk)]
    delete(workout)
    changes = [
        f"{model._meta.label_lower}:{model.history.filter(id=pk).latest('history_id').history_id}"
        for model, pk in kept
    ]
    page = text(editor.get(page_of(bare)))
    assert "Change all 3 back" in page
    back(editor, bare, *changes)
    assert list(PlanExercise.objects.filter(workout_id=kept[-1][1]).order_by("pk").values()) == rows


def test_what_a_deleted_row_needs_has_to_be_there(editor, ada, bare):
    workout = bare.workouts.get()
    row = workout.plan_exercises.first()
    change = delete(row)
    delete(workout)
    with pytest.raises(CannotChangeBack, match="which was deleted. Bring that back first."):
        change_back(find_records([change]), by=ada)


def test_a_value_that_is_not_allowed_any_more_does_not_come_back(ada, hint):
    Hint.objects.filter(pk=hint.pk).update(surfaces="attic")
    hint.refresh_from_db()
    save(hint)
    change = save(hint, surfaces="faq")
    with pytest.raises(CannotChangeBack, match="Name at least one of these places"):
        change_back(find_records([change]), by=ada)
    hint.refresh_from_db()
    assert hint.surfaces == "faq"


def test_empty_words_of_a_draft_come_back_empty(ada, squat):
    save(squat, about="")
    change = save(squat, about="It trains the hips.")
    with pytest.raises(CannotChangeBack, match="About: This field cannot be blank"):
        change_back(find_records([change]), by=ada)
    change_back(find_records([change]), by=ada, may_be_empty=lambda model: ("about",))
    squat.refresh_from_db()
    assert squat.about == ""


def test_a_change_of_a_row_deleted_since_waits_for_the_row(ada, hint):
    change = save(hint, text="Other words.")
    delete(hint)
    with pytest.raises(CannotChangeBack, match="was deleted since. Bring it back first."):
        change_back(find_records([change]), by=ada)


def test_archiving_is_not_taken_back_here(editor, squat):
    change = save(squat, is_archived=True)
    page = text(editor.get(page_of(squat)))
    assert "This has a button of its own on its page." in page
    back(editor, squat, change)
    squat.refresh_from_db()
    assert squat.is_archived


def test_all_or_nothing(ada, squat):
    first, second, third = squat.rungs.order_by("order")[:3]
    free, taken = save(first, sets=9), save(second, order=90)
    save(third, order=2)
    with pytest.raises(CannotChangeBack):
        change_back(find_records([free, taken]), by=ada)
    first.refresh_from_db()
    assert first.sets == 9
    assert Rung.objects.filter(exercise=squat).count() == squat.rungs.count()


# Who may ------------------------------------------------------------------------------------------


@pytest.fixture
def looker(person, client_of):
    user = person(is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_hint", "view_exercise", "view_rung"])
    )
    return client_of(user)


def test_who_may_only_look_sees_no_button_and_has_none(looker, hint):
    change = save(hint, text="Other words.")
    page = text(looker.get(page_of(hint)))
    assert "changed again since" not in page
    assert "<ins>" in page
    assert "Change back</button>" not in page
    assert looker.post(page_of(hint), {"change": change}).status_code == 403
    hint.refresh_from_db()
    assert hint.text == "Other words."


def test_models_that_one_may_not_see_are_left_out(looker, squat):
    save(squat.variations.first(), cue="Secret cue.")
    save(squat.rungs.first(), sets=5)
    page = plain(looker.get(page_of(squat)))
    assert "Secret cue." not in page
    assert "→ after: 5" in page


def test_strangers_and_people_without_rights_are_kept_out(client, person, client_of, hint):
    assert client.get(page_of(hint)).status_code == 302
    assert client_of(person()).get(page_of(hint)).status_code == 302
    assert client_of(person(is_staff=True)).get(page_of(hint)).status_code == 403
    assert (
        client_of(person(is_staff=True)).post(page_of(hint), {"change": reference(hint)}).status_code == 403
    )


@pytest.mark.parametrize(
    "sent",
    ["", "x", "exercises.hint:0", "exercises.hint:x", "plans.workoutlog:1", "no.model:1", "exercises.hint"],
)
def test_what_is_no_change_changes_nothing(editor, hint, sent):
    before = Hint.history.count()
    assert "Nothing was changed." in text(back(editor, hint, sent))
    assert Hint.history.count() == before


def test_a_change_of_another_page_is_not_changed_back_here(editor, hint):
    other = Hint.objects.exclude(pk=hint.pk).first()
    change = save(other, text="Other words.")
    assert "This change is not known here." in text(back(editor, hint, change))
    other.refresh_from_db()
    assert other.text == "Other words."


def test_the_form_is_guarded_against_other_sites(ada, client_of, hint):
    change = save(hint, text="Other words.")
    assert client_of(ada, enforce_csrf_checks=True).post(page_of(hint), {"change": change}).status_code == 403


def test_the_first_change_of_a_row_without_history_shows_nothing_false(ada, hint):
    Hint.history.filter(id=hint.pk).delete()
    change = save(hint, text="Other words.")
    assert [each.differences for each in changes_of(hint)] == [()]
    with pytest.raises(CannotChangeBack, match="not known what was there before"):
        change_back(find_records([change]), by=ada)
