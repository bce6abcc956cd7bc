"""Content goes out as CSV and JSON, and comes in again after a look at what would change."""

import csv
import io
import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from exercises.models import Edition, Exercise, Hint, Muscle, Rung, Variation
from plans.loading import MODELS
from plans.loading.tables import Csv, Json, Table, read_table
from plans.models import Plan, PlanExercise, PlanRevision, PlanWorkout
from tests.admin_pages import text
from tests.plans.exchanging import (
    RUNG,
    address,
    as_csv,
    bring_in,
    complaints,
    confirm,
    content,
    editor_of,
    export,
    look,
    state,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


@pytest.fixture
def member(person, client_of):
    """A client of somebody on the staff who may do these things: `member("view_rung")`."""

    def make(*codenames):
        somebody = person(is_staff=True)
        somebody.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return client_of(somebody)

    return make


@pytest.fixture
def editor(person, client_of):
    return client_of(editor_of(person))


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


# Out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_was_exported_can_be_imported_and_changes_nothing(editor, model, kind):
    before = state()
    page = look(editor, model, export(editor, model, kind))
    assert complaints(page) == []
    outcome = page.context["outcome"]
    assert (outcome.new, outcome.changed, outcome.same) == ([], [], model.objects.count())
    assert page.context["waiting"] == ""
    assert "This file would change nothing." in text(page)
    assert state() == before


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_exported_rows_can_be_brought_back_after_they_were_changed(editor, kind):
    models = [Muscle, Exercise, Variation, Rung, Plan, PlanExercise]
    before = content()
    files = {model: export(editor, model, kind) for model in models}
    Muscle.objects.update(plain_name="muscle")
    Exercise.objects.update(summary="x")
    Variation.objects.update(steps="=1+1", easier="", is_archived=True)
    Rung.objects.update(sets=9)
    Plan.objects.update(weeks=1, is_light=True, who_for="@you")
    PlanExercise.objects.filter(workout__order=1).delete()
    for model in models:
        assert bring_in(editor, model, files[model]).status_code == 200
    assert content() == before


ODD = [
    "=1+1",
    "-5",
    "+x",
    "@SUM(A1)",
    "'quoted",
    "'=1",
    "''-",
    "\tx",
    "  x  ",
    "a\r\nb",
    "a\nb",
    'a,b;"c"',
    "＝1",
    "🍑\u2028",
]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_odd_texts_come_back_exactly(editor, kind):
    for number, odd in enumerate(ODD):
        Hint.objects.create(slug=f"odd-{number}", title="x", text=odd, surfaces="faq", order=500 + number)
    file = export(editor, Hint, kind)
    page = look(editor, Hint, file)
    assert page.context["outcome"].same == Hint.objects.count()
    Hint.objects.filter(slug__startswith="odd").update(text="another")
    bring_in(editor, Hint, file)
    texts = dict(Hint.objects.filter(order__gte=500).values_list("order", "text"))
    assert [texts[500 + number].replace("\r\n", "\n") for number in range(len(ODD))] == [
        odd.replace("\r\n", "\n") for odd in ODD
    ]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_text_of_any_length_comes_back(editor, kind):
    long = "Slow and small. " * 20_000
    Hint.objects.create(slug="long", title="x", text=long, surfaces="faq", order=500)
    file = export(editor, Hint, kind)
    Hint.objects.filter(slug="long").update(text="another")
    bring_in(editor, Hint, file)
    assert Hint.objects.get(slug="long").text == long


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.lists(
    st.sampled_from([*ODD, "'", "=", '"', ",", "\r", "\n", "\ufeff", " "])
).map("".join)


@given(texts=st.lists(TEXT, min_size=1))
@pytest.mark.parametrize("kind", [Csv, Json])
def test_any_text_is_read_as_it_was_written(kind, texts):
    columns = ["slug", "text"]
    rows = [[f"n{number}", value] for number, value in enumerate(texts)]
    written = kind().export_data(Table(columns, rows)).encode()
    assert read_table(written, columns, ["slug"]).rows == rows


def test_a_spreadsheet_takes_no_text_for_a_formula(editor):
    Hint.objects.filter(order=1).update(text="=HYPERLINK(A1)")
    rows = list(csv.reader(io.StringIO(export(editor, Hint, "csv").decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(A1)" in [cell for row in rows for cell in row]


def test_json_has_numbers_truths_and_keys(editor):
    rows = json.loads(export(editor, Rung, "json"))
    assert rows[0]["exercise"] == Rung.objects.select_related("exercise").first().exercise.slug
    assert isinstance(rows[0]["sets"], int)
    plans = json.loads(export(editor, PlanExercise, "json"))
    assert plans[0]["workout"] == "first-steps/1"
    assert json.loads(export(editor, Plan, "json"))[0]["has_warm_up"] is True


def test_an_export_has_the_rows_that_the_list_shows(editor):
    rows = json.loads(export(editor, Rung, "json", level="plus"))
    assert len(rows) == Rung.objects.filter(level="plus").count() < Rung.objects.count()
    assert len(json.loads(export(editor, Rung, "json", q="K1"))) < 20


def test_an_export_with_a_filter_that_does_not_exist_starts_again(editor):
    assert editor.get(address(Rung, "export/?level__nothing=1")).status_code in (302, 400)
    assert editor.get(address(Rung, "export/?zzz=1")).status_code in (302, 400)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_pages_take_few_queries(editor, model, django_assert_max_num_queries):
    for page in ("import/", "export/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            text(editor.get(address(model, page)))
    with django_assert_max_num_queries(MOST_QUERIES):
        export(editor, model, "csv")


def test_only_csv_and_json_are_offered(editor):
    form = editor.get(address(Rung, "export/")).context["form"]
    assert [label for _value, label in form.fields["format"].choices] == ["CSV, for a spreadsheet", "JSON"]
    page = editor.post(address(Rung, "export/"), {"format": 7})
    assert page.context["form"].errors["format"]


# In ----------------------------------------------------------------------------------------------


def test_a_look_says_what_would_change_and_changes_nothing(editor):
    before = state()
    rows = json.loads(export(editor, Rung, "json"))
    old = rows[0]["rest_seconds"]
    rows[0]["rest_seconds"] = old + 15
    page = look(editor, Rung, [*rows, RUNG])
    outcome = page.context["outcome"]
    assert [line.name for line in outcome.new] == ["Q90 Squat"]
    assert len(outcome.changed) == 1
    assert outcome.same == len(rows) - 1
    (difference,) = outcome.changed[0].differences
    assert (difference.name, difference.old, difference.new) == ("rest_seconds", old, old + 15)
    assert "Rest between sets, in seconds" in text(page)
    assert state() == before
    assert not Rung.history.filter(history_change_reason="import").exists()


def test_a_confirmed_import_does_it_and_the_history_knows_who(editor):
    rest = Rung.objects.get(code="K1").rest_seconds
    page = bring_in(editor, Rung, [{"code": "K1", "rest_seconds": rest + 15}, RUNG])
    assert "Imported: 1 new, 1 changed, 0 as they were." in text(page)
    assert Rung.objects.get(code="K1").rest_seconds == rest + 15
    assert Rung.objects.get(code="Q90").variation.slug == "squat"
    for code, kind in (("K1", "~"), ("Q90", "+")):
        (record,) = Rung.history.filter(code=code, history_change_reason="import")
        assert (record.history_type, record.history_user.email) == (kind, "editor@rise.example")


def test_an_import_publishes_nothing_and_deletes_nothing(editor):
    before = Edition.objects.count(), PlanRevision.objects.count(), Rung.objects.count()
    bring_in(editor, Rung, [{"code": "K1", "rest_seconds": 99}])
    bring_in(editor, Exercise, [{"slug": "squat", "summary": "Sit down, stand up."}])
    bring_in(editor, Plan, [{"slug": "kettle-breaks", "goal": "Tea."}])
    assert (Edition.objects.count(), PlanRevision.objects.count(), Rung.objects.count()) == before


def test_rows_keep_their_ids_and_what_belongs_to_them(editor):
    squat = Exercise.objects.get(slug="squat")
    rungs = list(squat.rungs.values_list("pk", flat=True))
    bring_in(editor, Exercise, [{"slug": "squat", "summary": "Sit down, stand up."}])
    squat.refresh_from_db()
    assert squat.summary == "Sit down, stand up."
    assert list(squat.rungs.values_list("pk", flat=True)) == rungs
    connection.check_constraints()


def test_two_rows_exchange_their_order(editor):
    first, second = Exercise.objects.order_by("order")[:2]
    rows = [{"slug": first.slug, "order": second.order}, {"slug": second.slug, "order": first.order}]
    bring_in(editor, Exercise, rows)
    assert list(Exercise.objects.order_by("order")[:2]) == [second, first]


def test_two_rows_exchange_their_names(editor):
    first, second = Plan.objects.order_by("order")[:2]
    rows = [{"slug": first.slug, "name": second.name}, {"slug": second.slug, "name": first.name}]
    bring_in(editor, Plan, rows)
    assert Plan.objects.get(pk=first.pk).name == second.name


def test_workouts_rotate_their_weekdays_and_exercises_their_importance(editor):
    workouts = list(PlanWorkout.objects.filter(plan__slug="kettle-breaks").order_by("order"))
    days = [row.weekday for row in workouts]
    rows = [
        {"plan": "kettle-breaks", "order": row.order, "weekday": day}
        for row, day in zip(workouts, days[1:] + days[:1], strict=True)
    ]
    bring_in(editor, PlanWorkout, as_csv(rows))
    assert (
        list(workouts[0].plan.workouts.order_by("order").values_list("weekday", flat=True))
        == days[1:] + days[:1]
    )
    asked = list(
        PlanExercise.objects.filter(workout__plan__slug="the-full-five", workout__order=1).order_by("order")
    )
    rows = [
        {
            "workout": "the-full-five/1",
            "order": row.order,
            "priority": other.priority,
            "exercise": other.exercise.slug,
        }
        for row, other in zip(asked, asked[::-1], strict=True)
    ]
    bring_in(editor, PlanExercise, as_csv(rows))
    now = PlanExercise.objects.filter(workout__plan__slug="the-full-five", workout__order=1).order_by("order")
    assert [row.exercise_id for row in now] == [row.exercise_id for row in asked[::-1]]


def test_columns_that_a_file_leaves_out_stay(editor):
    rung = Rung.objects.get(code="K1")
    bring_in(editor, Rung, "code,rest_seconds\nK1,99\n")
    assert Rung.objects.filter(code="K1", rest_seconds=99, sets=rung.sets, order=rung.order).exists()


def test_a_draft_may_lack_words(editor):
    new = {"slug": "side-step", "name": "Side step", "position": "standing", "order": 90}
    bring_in(editor, Exercise, [new])
    assert Exercise.objects.get(slug="side-step").about == ""
    bring_in(editor, Exercise, [{"slug": "squat", "summary": ""}])
    assert Exercise.objects.get(slug="squat").summary == ""


def test_what_is_live_when_it_is_saved_lacks_nothing(editor):
    page = look(editor, Hint, [{"slug": Hint.objects.first().slug, "text": ""}])
    assert [(line, column) for line, column, _message in complaints(page)] == [(1, "text")]


def test_a_variation_is_archived_in_its_draft_but_exercises_and_plans_are_not(editor):
    bring_in(editor, Variation, [{"slug": "kickback-wall", "is_archived": True}])
    assert Variation.objects.get(slug="kickback-wall").is_archived
    for model in (Exercise, Plan):
        page = look(editor, model, [{"slug": model.objects.first().slug, "is_archived": True}])
        assert "there is no column “is_archived”" in complaints(page)[0]


def test_line_ends_alone_change_nothing(editor):
    file = export(editor, Variation, "json").replace(b"\\n", b"\\r\\n")
    assert look(editor, Variation, file).context["outcome"].same == Variation.objects.count()


@pytest.mark.parametrize("mark", [";", "\t"])
def test_what_other_spreadsheets_write_is_read_too(editor, mark):
    bring_in(editor, Rung, f"\ufeffcode{mark}rest_seconds\r\n\r\nK1{mark}99\r\n{mark}\r\n")
    assert Rung.objects.get(code="K1").rest_seconds == 99


def test_the_page_says_what_columns_hold(editor):
    page = text(editor.get(address(PlanExercise, "import/")))
    assert "The key of one workout of a plan: slug/order" in page
    assert "One of: 0 (Monday)" in text(editor.get(address(PlanWorkout, "import/")))


# Between the look and the confirmation -----------------------------------------------------------


def test_what_changed_meanwhile_is_shown_before_anything_is_written(editor):
    page = look(editor, Rung, [{"code": "K1", "rest_seconds": 99}, {"code": "K2", "rest_seconds": 98}])
    Rung.objects.filter(code="K1").update(rest_seconds=77)
    before = state()
    again = confirm(editor, Rung, page)
    assert "Something changed since you looked" in text(again)
    assert again.context["outcome"].changed[0].differences[0].old == 77
    assert state() == before
    confirm(editor, Rung, again)
    assert Rung.objects.get(code="K1").rest_seconds == 99


def test_what_became_wrong_meanwhile_is_said(editor):
    page = look(editor, Rung, [RUNG])
    Rung.objects.filter(code="Q1").update(order=90)
    again = confirm(editor, Rung, page)
    assert complaints(again)[0][:2] == (1, "order")
    assert not Rung.objects.filter(code="Q90").exists()


def test_a_file_is_imported_once(editor):
    page = look(editor, Rung, [{"code": "K1", "rest_seconds": 99}])
    confirm(editor, Rung, page)
    Rung.objects.filter(code="K1").update(rest_seconds=10)
    assert "no longer waiting" in text(confirm(editor, Rung, page))
    assert Rung.objects.get(code="K1").rest_seconds == 10


@pytest.mark.parametrize(
    "token",
    ["", "x", "/etc/passwd", "../../etc/passwd", "WyJ4Il0:1abc:def"],
    ids=["none", "word", "file", "up", "signed"],
)
def test_a_made_up_name_of_a_file_leads_nowhere(editor, token):
    page = editor.post(address(Rung, "process_import/"), {"waiting": token}, follow=True)
    assert "no longer waiting" in text(page)


def test_a_file_waits_for_one_person_and_one_list_only(editor, member):
    page = look(editor, Rung, [{"code": "K1", "rest_seconds": 99}])
    other = member("add_rung", "change_rung", "view_rung")
    assert "no longer waiting" in text(confirm(other, Rung, page))
    assert "no longer waiting" in text(confirm(editor, Muscle, page))
    assert Rung.objects.get(code="K1").rest_seconds != 99


def test_a_file_does_not_wait_for_ever(editor, clock):
    page = look(editor, Rung, [{"code": "K1", "rest_seconds": 99}])
    clock.shift(2 * 60 * 60)
    assert "no longer waiting" in text(confirm(editor, Rung, page))


def test_to_ask_for_the_confirmation_by_its_address_leads_back(editor):
    assert editor.get(address(Rung, "process_import/")).status_code == 302


# Who may -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["import/", "process_import/", "export/"])
def test_strangers_and_staff_without_rights_are_kept_out(client, person, client_of, member, page):
    for method in ("get", "post"):
        assert getattr(client, method)(address(Rung, page)).status_code == 302
        assert getattr(client_of(person()), method)(address(Rung, page)).status_code == 302
        assert getattr(member(), method)(address(Rung, page)).status_code == 403


@pytest.mark.parametrize(
    "rights, may_export, may_import",
    [
        (["view_rung"], True, False),
        (["change_rung"], True, False),
        (["add_rung"], False, False),
        (["view_rung", "add_rung"], True, False),
        (["change_rung", "add_rung"], True, True),
        (["change_muscle", "add_muscle"], False, False),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else None,
)
def test_export_needs_to_look_and_import_to_add_and_change(member, rights, may_export, may_import):
    somebody = member(*rights)
    assert somebody.get(address(Rung, "export/")).status_code == (200 if may_export else 403)
    assert somebody.post(address(Rung, "export/"), {"format": 0}).status_code == (200 if may_export else 403)
    assert look(somebody, Rung, [RUNG]).status_code == (200 if may_import else 403)
    if may_export:
        page = text(somebody.get(address(Rung)))
        assert (address(Rung, "import/") in page) == may_import
        assert address(Rung, "export/") in page


def test_the_right_to_import_is_asked_for_again_at_the_confirmation(editor, member):
    page = look(editor, Rung, [RUNG])
    editor_user = page.wsgi_request.user
    editor_user.user_permissions.clear()
    response = editor.post(address(Rung, "process_import/"), {"waiting": page.context["waiting"]})
    assert response.status_code == 403
    assert not Rung.objects.filter(code="Q90").exists()


@pytest.mark.parametrize("page", ["import/", "export/"])
def test_pages_keep_the_strict_policy_and_work_without_scripts(editor, page):
    response = editor.get(address(Rung, page))
    body = text(response).partition("<main")[2]
    assert "<script" not in body
    assert not re.search(r"\son\w+=|\sstyle=", body)
    assert "unsafe" not in response["Content-Security-Policy"]
