"""Two editors on one page: the second to save is told what changed, and loses nothing that she typed."""

import re
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.admin.meanwhile import TOKEN, Meanwhile
from exercises.models import Exercise, Hint, Muscle, Variation, VariationMuscle
from plans.models import Plan, PlanExercise, PlanWorkout
from tests.admin_pages import text

pytestmark = pytest.mark.django_db
NOTICE = "Not saved yet: this changed while you were writing"


@pytest.fixture
def ada(person):
    return person("ada@rise.example", is_staff=True, is_superuser=True)


@pytest.fixture
def grace(person):
    return person("grace@rise.example", is_staff=True, is_superuser=True)


@pytest.fixture
def editor(ada, client_of):
    return client_of(ada)


@pytest.fixture
def other(grace, client_of):
    return client_of(grace)


@pytest.fixture
def hint():
    return Hint.objects.first()


@pytest.fixture
def squat():
    return Exercise.objects.get(slug="squat")


@pytest.fixture
def plan():
    """A plan of two workouts, which nothing was published of."""
    values = {"slug": "bare", "name": "Bare", "goal": "g", "summary": "s", "who_for": "w", "level": "starter"}
    plan = Plan.objects.create(**values, weeks=2, figure=Variation.objects.first(), order=90)
    for order, weekday in ((1, 0), (2, 3)):
        workout = PlanWorkout.objects.create(plan=plan, order=order, weekday=weekday)
        for place, exercise in enumerate(Exercise.objects.all()[:2], start=1):
            PlanExercise.objects.create(workout=workout, exercise=exercise, order=place, priority=place)
    return plan


def page_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


class Sheet:
    """A page as a browser holds it: `type` into it, then `save`."""

    def __init__(self, client, row, response=None):
        self.client, self.where = client, page_of(row)
        self.read(response or client.get(self.where))

    def read(self, response):
        context = response.context
        self.forms = list(forms_of(context["adminform"].form, context["inline_admin_formsets"]))
        self.data = {}
        for form in self.forms:
            for field in form:
                value = field.value()
                if not field.field.disabled and value is not None and value is not False:
                    self.data[field.html_name] = "on" if value is True else value

    def name(self, row, field):
        """Of the field of a row, wherever it is on the page."""
        form = next(form for form in self.forms if getattr(form, "instance", None) == row)
        return form.add_prefix(field)

    def type(self, row=None, **values):
        for field, value in values.items():
            self.data[self.name(row, field) if row else field] = value
        return self

    def said(self, row, field):
        return self.data.get(self.name(row, field))

    def save(self):
        response = self.client.post(self.where, self.data)
        if response.status_code == 200:
            self.read(response)
        return response


def forms_of(main, inlines):
    yield main
    waiting = [inline.formset for inline in inlines]
    while waiting:
        formset = waiting.pop()
        yield formset.management_form
        yield from formset.forms
        waiting += getattr(formset, "nested_formsets", list)()


def plain(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text(response)))


def notice(response):
    return plain(response).partition(NOTICE)[2]


# Fields -------------------------------------------------------------------------------------------


def test_nobody_else_nothing_said(editor, hint):
    assert Sheet(editor, hint).type(hint, title="Mine").save().status_code == 302
    hint.refresh_from_db()
    assert hint.title == "Mine"


def test_the_second_to_save_is_told_who_changed_what(editor, other, hint):
    order = hint.order
    sheet = Sheet(editor, hint).type(hint, title="Mine")
    Sheet(other, hint).type(hint, order=77).save()
    said = notice(sheet.save())
    assert "grace@rise.example" in said
    assert f"Order before: {order} → after: 77" in said
    hint.refresh_from_db()
    assert hint.title != "Mine"


def test_she_loses_nothing_that_she_typed_and_saving_again_saves(editor, other, hint):
    sheet = Sheet(editor, hint).type(hint, title="Mine", surfaces=["faq", "plan"])
    Sheet(other, hint).type(hint, order=77).save()
    sheet.save()
    assert sheet.said(hint, "title") == "Mine"
    assert sheet.said(hint, "surfaces") == ["faq", "plan"]
    assert sheet.said(hint, "order") == "77"
    assert sheet.save().status_code == 302
    hint.refresh_from_db()
    assert (hint.title, hint.surfaces, hint.order) == ("Mine", "faq plan", 77)


def test_a_field_that_both_wrote_shows_hers_and_beside_it_the_others(editor, other, hint):
    Hint.objects.filter(pk=hint.pk).update(title="Breathe out")
    Hint.objects.get(pk=hint.pk).save()
    sheet = Sheet(editor, hint).type(hint, title="Breathe out calmly")
    Sheet(other, hint).type(hint, title="Breathe in").save()
    response = sheet.save()
    assert sheet.said(hint, "title") == "Breathe out calmly"
    (beside,) = response.context["adminform"].form.errors["title"]
    beside = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", beside))
    assert "grace@rise.example changed this:" in beside
    assert "[taken out: out][put in: in]" in beside
    assert "Yours is in the box." in beside
    sheet.save()
    hint.refresh_from_db()
    assert hint.title == "Breathe out calmly"


def test_several_changes_by_others_are_told_as_one_beside_the_field(editor, other, hint):
    order = hint.order
    sheet = Sheet(editor, hint).type(hint, order=99)
    Sheet(other, hint).type(hint, order=77).save()
    Sheet(other, hint).type(hint, order=78).save()
    (beside,) = sheet.save().context["adminform"].form.errors["order"]
    assert f"before: {order} → after: 78" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", beside))


def test_herself_in_another_window_is_you(editor, hint):
    sheet = Sheet(editor, hint).type(hint, title="Mine")
    Sheet(editor, hint).type(hint, title="Mine too").save()
    said = notice(sheet.save())
    assert "You, in another window" in said
    assert "You changed this in another window:" in said


def test_the_same_form_sent_twice_is_saved_twice(editor, hint):
    sheet = Sheet(editor, hint).type(hint, title="Mine")
    assert [sheet.save().status_code, sheet.save().status_code] == [302, 302]


def test_who_wrote_the_same_is_not_news(editor, other, hint):
    sheet = Sheet(editor, hint).type(hint, title="Same")
    Sheet(other, hint).type(hint, title="Same").save()
    assert sheet.save().status_code == 302


def test_what_was_changed_and_changed_back_is_not_news(editor, other, hint):
    title = hint.title
    sheet = Sheet(editor, hint).type(hint, order=77)
    Sheet(other, hint).type(hint, title="Other").save()
    Sheet(other, hint).type(hint, title=title).save()
    assert sheet.save().status_code == 302


def test_a_third_change_is_told_as_well(editor, other, hint):
    sheet = Sheet(editor, hint).type(hint, title="Mine")
    Sheet(other, hint).type(hint, order=77).save()
    sheet.save()
    Sheet(other, hint).type(hint, order=78).save()
    assert "before: 77 → after: 78" in notice(sheet.save())
    assert sheet.save().status_code == 302


def test_her_own_mistake_keeps_the_memory_of_what_she_was_shown(editor, other, hint):
    sheet = Sheet(editor, hint).type(hint, title="")
    assert NOTICE not in text(sheet.save())
    Sheet(other, hint).type(hint, order=77).save()
    assert NOTICE in text(sheet.type(hint, title="Mine").save())


def test_her_mistakes_are_said_together_with_the_news(editor, other, hint):
    sheet = Sheet(editor, hint).type(hint, title="")
    Sheet(other, hint).type(hint, order=77).save()
    response = sheet.save()
    assert NOTICE in text(response)
    assert "title" in response.context["adminform"].form.errors


def test_ticks_and_choices_are_kept_and_taken_over(editor, other):
    variation = Variation.objects.filter(is_archived=False, exercise__slug="squat").first()
    sheet = Sheet(editor, variation).type(variation, is_archived="on")
    Sheet(other, variation).type(variation, prop="").save()
    sheet.save()
    assert sheet.said(variation, "is_archived") == "on"
    assert sheet.said(variation, "prop") in ("", None)
    assert sheet.save().status_code == 302
    variation.refresh_from_db()
    assert variation.is_archived
    assert variation.prop is None


def test_markup_of_the_other_does_nothing(editor, hint):
    sheet = Sheet(editor, hint).type(hint, title="Mine")
    Hint(**Hint.objects.filter(pk=hint.pk).values().get() | {"title": "<script>alert(1)</script>"}).save()
    page = text(sheet.save())
    assert NOTICE in page
    assert "<script>alert" not in page


# Rows below ---------------------------------------------------------------------------------------


@pytest.fixture
def variation():
    found = Variation.objects.filter(exercise__slug="squat").first()
    assert found.variation_muscles.count() > 1
    return found


def test_rows_of_the_page_count_too(editor, other, squat):
    first, second = squat.rungs.order_by("order")[:2]
    sheet = Sheet(editor, squat).type(first, sets=9)
    Sheet(other, second).type(second, rest_seconds=77).save()
    assert "→ after: 77" in notice(sheet.save())
    assert (sheet.said(first, "sets"), sheet.said(second, "rest_seconds")) == ("9", "77")
    assert sheet.save().status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sets, second.rest_seconds) == (9, 77)


def test_a_cell_that_both_wrote_says_so_beside_it(editor, other, squat):
    rung = squat.rungs.order_by("order").first()
    sheet = Sheet(editor, squat).type(rung, sets=9)
    Sheet(other, rung).type(rung, sets=7).save()
    response = sheet.save()
    form = next(form for form in sheet.forms if getattr(form, "instance", None) == rung)
    assert "→ after: 7" in plain(response)
    assert "Yours is in the box." in str(form.errors["sets"])
    assert sheet.said(rung, "sets") == "9"


def test_a_row_that_appeared_is_shown_and_hers_stay(editor, other, variation):
    new, mine = Muscle.objects.exclude(variation_muscles__variation=variation)[:2]
    prefix = "variation_muscles"
    sheet = Sheet(editor, variation)
    place = int(sheet.data[f"{prefix}-INITIAL_FORMS"])
    sheet.data |= {
        f"{prefix}-TOTAL_FORMS": place + 1,
        f"{prefix}-{place}-muscle": mine.pk,
        f"{prefix}-{place}-role": "helps",
        f"{prefix}-{place}-set_percent": 50,
    }
    row = VariationMuscle.objects.create(variation=variation, muscle=new, role="main", set_percent=100)
    assert f"{row} created" in notice(sheet.save())
    assert sheet.said(row, "set_percent") == "100"
    assert sheet.data[f"{prefix}-{place + 1}-muscle"] == str(mine.pk)
    assert sheet.save().status_code == 302
    assert variation.variation_muscles.filter(muscle__in=[new, mine]).count() == 2


def test_a_row_deleted_meanwhile_is_named_with_what_she_typed_and_the_rest_is_saved(editor, other, variation):
    first, second = variation.variation_muscles.all()[:2]
    name = str(first)
    sheet = Sheet(editor, variation).type(first, set_percent=33).type(second, set_percent=44)
    first.delete()
    said = notice(sheet.save())
    assert f"{name} deleted" in said
    assert re.search(r"This is what you had typed: Counts as, in % ?33", said)
    assert sheet.said(second, "set_percent") == "44"
    assert sheet.save().status_code == 302
    second.refresh_from_db()
    assert second.set_percent == 44


def test_a_row_that_she_wanted_to_delete_waits_for_a_second_look(editor, other, variation):
    row = variation.variation_muscles.last()
    sheet = Sheet(editor, variation).type(row, DELETE="on")
    Sheet(other, row).type(row, set_percent=44).save()
    assert NOTICE in text(sheet.save())
    assert VariationMuscle.objects.filter(pk=row.pk).exists()
    assert sheet.said(row, "DELETE") == "on"
    assert sheet.save().status_code == 302
    assert not VariationMuscle.objects.filter(pk=row.pk).exists()


def test_rows_inside_of_rows_count_too(editor, other, plan):
    first, second = plan.workouts.order_by("order")
    mine, theirs = first.plan_exercises.first(), second.plan_exercises.last()
    sheet = Sheet(editor, plan).type(mine, priority=5)
    theirs.exercise = Exercise.objects.exclude(plan_exercises__workout=second).first()
    theirs.save()
    assert f"→ after: {theirs.exercise}" in notice(sheet.save())
    assert sheet.said(mine, "priority") == "5"
    assert str(sheet.said(theirs, "exercise")) == str(theirs.exercise_id)


def test_a_workout_deleted_meanwhile_takes_no_others_with_it(editor, other, plan):
    first, second = plan.workouts.order_by("order")
    gone, kept = first.plan_exercises.first(), second.plan_exercises.first()
    sheet = Sheet(editor, plan).type(gone, priority=8).type(kept, priority=9)
    first.delete()
    said = notice(sheet.save())
    assert "Bare 1 deleted" in said
    assert "Importance8" in said.replace(" ", "")
    assert sheet.said(kept, "priority") == "9"
    assert sheet.save().status_code == 302
    assert list(plan.workouts.all()) == [second]


def test_rows_added_to_a_workout_deleted_meanwhile_are_shown_in_the_notice(editor, plan):
    first = plan.workouts.order_by("order").first()
    sheet = Sheet(editor, plan)
    blank = sheet.name(first, "exercises-2-priority")
    sheet.data[blank] = "17"
    first.delete()
    assert "17" in notice(sheet.save())


# The row itself -----------------------------------------------------------------------------------


def test_a_page_deleted_meanwhile_shows_what_she_typed_and_the_way_back(editor, other, hint):
    pk = hint.pk
    sheet = Sheet(editor, hint).type(hint, title="Mine")
    other.post(f"/admin/exercises/hint/{pk}/delete/", {"post": "yes"})
    response = editor.post(sheet.where, sheet.data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "This was deleted meanwhile" in page
    assert "Mine" in page
    assert "grace@rise.example" in page
    assert f"/admin/exercises/hint/{pk}/history/" in page
    assert not Hint.objects.filter(pk=pk).exists()


# The token ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [None, "", "x", "a:b:c", "of another page"])
def test_without_knowing_what_was_shown_nothing_is_written_over(editor, hint, token):
    sheet = Sheet(editor, hint).type(hint, title="Mine")
    if token == "of another page":  # noqa: S105
        token = Sheet(editor, Hint.objects.exclude(pk=hint.pk).first()).data[TOKEN]
    sheet.data.pop(TOKEN)
    sheet.data |= {} if token is None else {TOKEN: token}
    response = sheet.save()
    assert "This page could not say what it had shown you" in notice(response)
    assert f"Saved is: {hint.title}" in plain(response)
    assert sheet.said(hint, "title") == "Mine"
    assert sheet.save().status_code == 302
    hint.refresh_from_db()
    assert hint.title == "Mine"


def test_without_a_token_what_is_as_saved_is_saved(editor, hint):
    sheet = Sheet(editor, hint)
    sheet.data.pop(TOKEN)
    assert sheet.save().status_code == 302


def test_without_a_token_rows_below_are_looked_at_too(editor, squat):
    rung = squat.rungs.order_by("order").first()
    sheet = Sheet(editor, squat).type(rung, sets=9)
    sheet.data.pop(TOKEN)
    assert f"Saved is: {rung.sets}" in plain(sheet.save())
    assert sheet.said(rung, "sets") == "9"


def test_a_new_row_needs_no_token(editor):
    values = {"plain_name": "calf", "name": "soleus", "slug": "soleus", "order": 90}
    assert editor.post("/admin/exercises/muscle/add/", values).status_code == 302


def test_who_may_not_change_is_refused_before_anything_is_compared(person, client_of, hint):
    client = client_of(person(is_staff=True))
    assert client.post(page_of(hint), {"title": "Mine"}).status_code == 403


def test_the_page_costs_two_queries_more_at_most(editor, squat, monkeypatch):
    where = page_of(squat)
    editor.get(where)
    with CaptureQueriesContext(connection) as with_it:
        editor.get(where)
    monkeypatch.delattr(Meanwhile, "render_change_form")
    with CaptureQueriesContext(connection) as without:
        editor.get(where)
    assert len(with_it) - len(without) <= 2


# At the same moment -------------------------------------------------------------------------------


@pytest.mark.parametrize("pk", [2**63, "9" * 30, -(2**63) - 1])
@pytest.mark.parametrize("kind", ["exercises/exercise", "exercises/variation", "plans/plan"])
def test_a_number_that_no_row_can_have_is_answered_as_on_opening(editor, kind, pk):
    where = f"/admin/{kind}/{pk}/change/"
    assert editor.post(where, {"name": "Mine"}).status_code == editor.get(where).status_code == 302


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_that_save_at_once_one_is_told(editor, other):
    hint = Hint.objects.first()
    for number in range(5):
        sheets = [
            Sheet(client, hint).type(hint, title=f"{name} {number}")
            for name, client in (("Ada", editor), ("Grace", other))
        ]
        gate, answers = threading.Barrier(2), {}

        def send(place, sheet, gate=gate, answers=answers):
            try:
                gate.wait(10)
                answers[place] = sheet.client.post(sheet.where, sheet.data).status_code
            finally:
                connection.close()

        threads = [threading.Thread(target=send, args=pair) for pair in enumerate(sheets)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(answers.values()) == [200, 302]
        winner = next(place for place, status in answers.items() if status == 302)
        hint.refresh_from_db()
        assert hint.title == f"{('Ada', 'Grace')[winner]} {number}"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_that_save_a_row_at_once_on_different_pages_one_is_told(editor, other):
    squat = Exercise.objects.get(slug="squat")
    rung = squat.rungs.order_by("order").first()
    for number in range(5):
        sheets = [Sheet(editor, squat).type(rung, rest_seconds=50 + number)]
        sheets.append(Sheet(other, rung).type(rung, rest_seconds=70 + number))
        gate, answers = threading.Barrier(2), []

        def send(sheet, gate=gate, answers=answers):
            try:
                gate.wait(10)
                answers.append(sheet.client.post(sheet.where, sheet.data).status_code)
            finally:
                connection.close()

        threads = [threading.Thread(target=send, args=[sheet]) for sheet in sheets]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(answers) == [200, 302]
