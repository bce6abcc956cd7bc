"""An exercise on one page: its words, its variations and its ladder, in an order that editors change."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.admin.ordering import Move
from exercises.models import Exercise, Rung, Variation
from tests.admin_pages import form_of as form_of_saved
from tests.admin_pages import text

pytestmark = pytest.mark.django_db
ROOT = "/admin/exercises/"
MOST_QUERIES = 10
MOST_QUERIES_OF_A_SAVE = 16  # the page is read as others left it, too, and its rows are held


@pytest.fixture
def editor(person, client_of):
    return client_of(person("editor@rise.example", is_staff=True, is_superuser=True))


@pytest.fixture
def kickback():
    return Exercise.objects.get(slug="standing-kickback")


def form_of(client, where):
    """What a browser sends, the untouched new rows at the end included."""
    new = {}
    for group in client.get(where).context["inline_admin_formsets"]:
        for form in group.formset.extra_forms:
            values = {field.html_name: field.value() for field in form}
            new |= {
                name: "" if value is None else value for name, value in values.items() if value is not False
            }
    return new | form_of_saved(client, where)


def page_of(exercise):
    return f"{ROOT}exercise/{exercise.pk}/change/"


def ladder(exercise):
    return list(exercise.rungs.order_by("order").values_list("code", "order"))


def codes(exercise):
    rungs = ladder(exercise)
    assert [order for _code, order in rungs] == list(range(1, len(rungs) + 1))
    return " ".join(code for code, _order in rungs)


def save(client, exercise, **typed):
    """Sends the page as a browser would, with names like `rungs__0__order` for what was typed."""
    where = page_of(exercise)
    changed = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(where, form_of(client, where) | {"_save": "Save"} | changed)


def move(client, exercise, row, direction, **typed):
    where = page_of(exercise)
    pressed = Move(row._meta.model_name, str(row.pk), direction == "up").value
    changed = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(where, form_of(client, where) | {"_move": pressed} | changed)


def errors_of(response, group):
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][group].formset
    return {
        form.prefix: {name: list(said) for name, said in form.errors.items()}
        for form in formset
        if form.errors
    }


VARIATIONS, RUNGS = 0, 1


# The page ----------------------------------------------------------------------------------------


def test_everything_about_an_exercise_is_on_its_page(editor, kickback):
    page = text(editor.get(page_of(kickback)))
    for row in kickback.variations.all():
        assert row.name in page
        assert row.steps.splitlines()[0] in page
        assert f'href="#drawn-{row.figure}"' in page
        assert f'href="{row.get_absolute_url()}"' in page
    for rung in kickback.rungs.all():
        assert f'aria-label="{rung.code}, on its own page"' in page
    assert f'href="{kickback.get_absolute_url()}"' in page


def test_the_site_is_only_linked_where_it_shows_something(editor, kickback):
    wall, *_others = kickback.variations.all()
    new = Variation.objects.get(pk=wall.pk)
    new.pk, new.slug, new.order, new.name = None, "kickback-new", 90, "New way"
    new.save()
    assert f'href="{new.get_absolute_url()}"' not in text(editor.get(page_of(kickback)))
    Exercise.objects.filter(pk=kickback.pk).update(is_archived=True)
    page = text(editor.get(page_of(kickback)))
    assert f'href="{kickback.get_absolute_url()}"' not in page
    assert f'href="{wall.get_absolute_url()}"' not in page


def test_an_archived_variation_says_so(editor, kickback):
    assert "archived</span>" not in text(editor.get(page_of(kickback)))
    kickback.variations.filter(order=1).update(is_archived=True)
    assert text(editor.get(page_of(kickback))).count("archived</span>") == 1


def test_the_page_saves_as_it_is_and_leaves_no_trace(editor, kickback):
    before = [list(rows.values()) for rows in (kickback.variations, kickback.rungs)]
    assert save(editor, kickback).status_code == 302
    assert [list(rows.values()) for rows in (kickback.variations, kickback.rungs)] == before
    assert Rung.history.filter(exercise=kickback, history_type="~").count() == 0


def test_a_step_is_edited_on_the_page_and_leaves_one_line_of_history(editor, kickback):
    assert save(editor, kickback, variations__0__steps="Stand.\r\nKick.").status_code == 302
    wall = kickback.variations.get(order=1)
    assert wall.step_lines == ["Stand.", "Kick."]
    assert Variation.history.filter(exercise=kickback, history_type="~").count() == 1


@pytest.mark.parametrize("name", ["name", "steps", "good_signs", "order", "rep_low", "rest_seconds", "about"])
def test_every_field_says_what_it_is_for(editor, kickback, name):
    context = editor.get(page_of(kickback)).context
    forms = [
        context["adminform"].form,
        *(group.formset.forms[0] for group in context["inline_admin_formsets"]),
    ]
    said = [form.fields[name].help_text for form in forms if name in form.fields]
    assert said
    assert all(said)


def test_no_field_of_the_page_is_without_help(editor, kickback):
    context = editor.get(page_of(kickback)).context
    for form in [context["adminform"].form, *(g.formset.forms[0] for g in context["inline_admin_formsets"])]:
        silent = [field.name for field in form.visible_fields() if not field.help_text]
        assert silent == []


def test_a_sentence_stays_on_one_line_however_it_was_typed(editor, kickback):
    save(
        editor, kickback, summary=" Stand on one leg\r\nand  kick. ", variations__0__breathing="Out\nand in."
    )
    kickback.refresh_from_db()
    assert kickback.summary == "Stand on one leg and kick."
    assert kickback.variations.get(order=1).breathing == "Out and in."


def test_a_draft_may_be_incomplete(editor, kickback):
    empty = {f"variations__0__{name}": "" for name in ("start", "steps", "breathing", "cue", "good_signs")}
    empty |= {"variations__0__watch_outs": "", "variations__0__easier": "", "summary": "", "about": ""}
    assert save(editor, kickback, **empty, feel_it="", step_up="").status_code == 302
    kickback.refresh_from_db()
    assert kickback.summary == kickback.variations.get(order=1).steps == ""


# Order -------------------------------------------------------------------------------------------


def test_two_rungs_swap_their_numbers_in_one_save(editor, kickback):
    assert save(editor, kickback, rungs__0__order=2, rungs__1__order=1).status_code == 302
    assert codes(kickback) == "K2 K1 K3 K4 K5 K6"


def test_a_swap_is_two_lines_of_history_and_no_more(editor, kickback):
    save(editor, kickback, rungs__0__order=2, rungs__1__order=1)
    lines = Rung.history.filter(exercise=kickback, history_type="~").values_list("code", "order")
    assert sorted(lines) == [("K1", 2), ("K2", 1)]


def test_a_whole_ladder_is_turned_round_in_one_save(editor, kickback):
    typed = {f"rungs__{n}__order": 6 - n for n in range(6)}
    assert save(editor, kickback, **typed).status_code == 302
    assert codes(kickback) == "K6 K5 K4 K3 K2 K1"


@pytest.mark.parametrize(
    "typed, expected",
    [
        ({"rungs__0__order": 9}, "K2 K3 K4 K5 K6 K1"),
        ({"rungs__5__order": 0}, "K6 K1 K2 K3 K4 K5"),
        ({"rungs__2__order": ""}, "K1 K2 K4 K5 K6 K3"),
        ({"rungs__0__order": 40, "rungs__1__order": 30}, "K3 K4 K5 K6 K2 K1"),
    ],
    ids=["to the end", "to the front", "left empty", "with gaps"],
)
def test_gaps_close_up(editor, kickback, typed, expected):
    assert save(editor, kickback, **typed).status_code == 302
    assert codes(kickback) == expected


def test_gaps_from_before_close_up_without_anything_typed(editor, kickback):
    Rung.objects.filter(code="K6").update(order=60)
    save(editor, kickback)
    assert codes(kickback) == "K1 K2 K3 K4 K5 K6"


def test_the_same_number_twice_is_named_beside_the_field(editor, kickback):
    before = ladder(kickback)
    response = save(editor, kickback, rungs__3__order=1)
    assert errors_of(response, RUNGS) == {"rungs-3": {"order": ["Number 1 is taken by “K1”."]}}
    assert ladder(kickback) == before


def test_a_number_that_is_none_is_named_beside_the_field(editor, kickback):
    assert errors_of(save(editor, kickback, rungs__3__order="two"), RUNGS).keys() == {"rungs-3"}


def test_variations_are_put_in_order_too(editor, kickback):
    names = [row.slug for row in kickback.variations.order_by("order")]
    assert save(editor, kickback, variations__0__order=2, variations__1__order=1).status_code == 302
    assert [row.slug for row in kickback.variations.order_by("order")] == [names[1], names[0], *names[2:]]


# Buttons -----------------------------------------------------------------------------------------


def test_a_rung_moves_up_and_the_page_comes_back_to_its_button(editor, kickback):
    k3 = Rung.objects.get(code="K3")
    response = move(editor, kickback, k3, "up")
    assert response.status_code == 302
    assert response["Location"] == f"{page_of(kickback)}#move-up-rung-{k3.pk}"
    assert codes(kickback) == "K1 K3 K2 K4 K5 K6"
    page = text(editor.get(page_of(kickback)))
    assert f'id="move-up-rung-{k3.pk}"' in page
    assert 'aria-label="Move K3 up"' in page
    assert "number 2 of 6 now" in page


def test_at_the_top_the_page_comes_back_to_the_button_that_is_there(editor, kickback):
    k2 = Rung.objects.get(code="K2")
    assert move(editor, kickback, k2, "up")["Location"].endswith(f"#move-down-rung-{k2.pk}")
    page = text(editor.get(page_of(kickback)))
    assert f'id="move-down-rung-{k2.pk}"' in page
    assert f'id="move-up-rung-{k2.pk}"' not in page


@pytest.mark.parametrize("code, direction", [("K1", "up"), ("K6", "down")])
def test_there_is_no_way_beyond_the_ends(editor, kickback, code, direction):
    before = ladder(kickback)
    move(editor, kickback, Rung.objects.get(code=code), direction)
    assert ladder(kickback) == before


def test_a_move_saves_everything_that_was_typed(editor, kickback):
    move(editor, kickback, Rung.objects.get(code="K1"), "down", rungs__0__sets=4, summary="Kick.")
    kickback.refresh_from_db()
    assert kickback.summary == "Kick."
    assert Rung.objects.get(code="K1").sets == 4
    assert codes(kickback) == "K2 K1 K3 K4 K5 K6"


def test_a_move_of_a_page_with_an_error_shows_the_new_order_and_loses_nothing(editor, kickback):
    before = ladder(kickback)
    k1 = Rung.objects.get(code="K1")
    typed = {"rungs__0__sets": 0, "rungs__1__rest_seconds": 45, "summary": "Typed."}
    response = move(editor, kickback, k1, "down", **typed)
    assert errors_of(response, RUNGS) == {"rungs-0": {"sets": ["There is at least one set."]}}
    rows = [row.form for row in response.context["inline_admin_formsets"][RUNGS] if row.original]
    assert [row.instance.code for row in rows] == ["K2", "K1", "K3", "K4", "K5", "K6"]
    assert [row["order"].value() for row in rows[:2]] == ["1", "2"]
    page = text(response)
    assert 'value="45"' in page
    assert "Typed.</textarea>" in page
    assert ladder(kickback) == before


def test_a_variation_moves_too(editor, kickback):
    first, second, *_others = kickback.variations.order_by("order")
    response = move(editor, kickback, second, "up")
    assert response["Location"].endswith(f"#move-down-variation-{second.pk}")
    assert list(kickback.variations.order_by("order"))[:2] == [second, first]


@pytest.mark.parametrize("pressed", ["", "rung", "rung:x:up", "rung:0:down", "plan:1:up", "rung:1:sideways"])
def test_a_button_that_nobody_made_moves_nothing(editor, kickback, pressed):
    before = ladder(kickback)
    values = form_of(editor, page_of(kickback))
    assert editor.post(page_of(kickback), values | {"_move": pressed}).status_code == 302
    assert ladder(kickback) == before


def test_the_enter_key_saves_and_moves_nothing(editor, kickback):
    page = text(editor.get(page_of(kickback)))
    assert page.index('name="_save"') < page.index('name="_move"')


def test_rows_from_before_numbers_had_an_end_move_and_close_up(editor, kickback):
    """Whatever numbers a ladder has, no row can get in the way of another one while they change places."""
    first, second, *others = kickback.variations.order_by("order")
    Variation.objects.filter(pk=others[-1].pk).update(order=10_001)
    assert move(editor, kickback, first, "down").status_code == 302
    assert list(kickback.variations.order_by("order")) == [second, first, *others]
    Variation.objects.filter(pk=second.pk).update(order=32_767)
    assert save(editor, kickback).status_code == 302
    rows = list(kickback.variations.order_by("order"))
    assert rows == [first, *others, second]
    assert [row.order for row in rows] == list(range(1, len(rows) + 1))


def test_a_number_beyond_the_last_one_is_refused(editor, kickback):
    errors = errors_of(save(editor, kickback, rungs__0__order=10_000), RUNGS)
    assert errors == {"rungs-0": {"order": ["At most 9999."]}}


def test_rows_wait_where_every_database_has_room_for_them(editor, kickback):
    Rung.objects.filter(code="K6").update(order=30_000)
    with CaptureQueriesContext(connection) as queries:
        save(editor, kickback, rungs__0__order=2, rungs__1__order=1)
    parked = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "exercises_rung"')]
    numbers = [int(number) for sql in parked for number in re.findall(r"THEN (\d+)", sql)]
    assert len(numbers) == 3
    assert all(6 < number <= 9_999 for number in numbers)
    assert codes(kickback) == "K2 K1 K3 K4 K5 K6"


def test_a_row_moves_past_another_one_when_neither_has_a_number(editor, kickback):
    k6 = Rung.objects.get(code="K6")
    response = move(editor, kickback, k6, "up", rungs__4__order="", rungs__5__order="")
    assert response["Location"].endswith(f"#move-up-rung-{k6.pk}")
    assert codes(kickback) == "K1 K2 K3 K4 K6 K5"


def test_a_move_does_not_decide_between_two_equal_numbers(editor, kickback):
    before = ladder(kickback)
    response = move(editor, kickback, Rung.objects.get(code="K6"), "up", rungs__1__order=1)
    assert errors_of(response, RUNGS).keys() == {"rungs-1"}
    assert ladder(kickback) == before


@pytest.mark.parametrize("more", [{}, {"_move": "variation:0:up"}], ids=["saved", "moved"])
@pytest.mark.parametrize("group, prefix", [(0, "variations"), (1, "rungs")])
def test_a_form_that_names_a_row_twice_saves_nothing_and_says_so(editor, kickback, group, prefix, more):
    before = [list(rows.values()) for rows in (kickback.variations, kickback.rungs)]
    values = form_of(editor, page_of(kickback))
    twice = {f"{prefix}-1-id": values[f"{prefix}-0-id"], "summary": "Typed."}
    response = editor.post(page_of(kickback), values | twice | more)
    said = "The form named a row twice, so nothing was saved. Open this page anew before you go on."
    assert said in text(response)
    assert response.context["inline_admin_formsets"][group].formset.non_form_errors() == [said]
    assert "Typed.</textarea>" in text(response)
    assert [list(rows.values()) for rows in (kickback.variations, kickback.rungs)] == before


# New rows ----------------------------------------------------------------------------------------

NEW_RUNG = {
    "rungs-6-code": "K7",
    "rungs-6-level": "plus",
    "rungs-6-sets": 2,
    "rungs-6-rep_low": 8,
    "rungs-6-rep_high": 12,
    "rungs-6-rep_step": 1,
    "rungs-6-hold_seconds": 0,
    "rungs-6-rest_seconds": 30,
}


def with_new_rung(client, exercise, **typed):
    where = page_of(exercise)
    values = form_of(client, where) | NEW_RUNG | {"rungs-6-variation": exercise.variations.first().pk}
    return client.post(where, values | {f"rungs-6-{name}": value for name, value in typed.items()})


def test_a_rung_is_added_on_top_without_a_script(editor, kickback):
    assert with_new_rung(editor, kickback).status_code == 302
    assert codes(kickback) == "K1 K2 K3 K4 K5 K6 K7"


def test_a_rung_is_added_in_the_middle(editor, kickback):
    assert with_new_rung(editor, kickback, order=3).status_code == 200  # K3 has it
    values = {f"rungs-{n}-order": n + 1 + (n >= 2) for n in range(6)}
    where = page_of(kickback)
    new = NEW_RUNG | {"rungs-6-variation": kickback.variations.first().pk, "rungs-6-order": 3}
    assert editor.post(where, form_of(editor, where) | values | new).status_code == 302
    assert codes(kickback) == "K1 K2 K7 K3 K4 K5 K6"


def test_a_code_that_is_taken_is_named(editor, kickback):
    errors = errors_of(with_new_rung(editor, kickback, code="Q1"), RUNGS)
    assert errors["rungs-6"].keys() == {"code"}


def test_a_rung_takes_a_variation_of_its_own_exercise(editor, kickback):
    clam = Variation.objects.filter(exercise__slug="clam").first()
    errors = errors_of(with_new_rung(editor, kickback, variation=clam.pk), RUNGS)
    assert errors["rungs-6"].keys() == {"variation"}


def test_a_variation_is_added_with_no_more_than_its_name_and_sides(editor, kickback):
    where = page_of(kickback)
    number = kickback.variations.count()
    new = {"name": "Kickback on a step", "laterality": "bilateral", "side_order": "none", "rep_seconds": 3}
    values = {f"variations-{number}-{name}": value for name, value in new.items()}
    response = editor.post(where, form_of(editor, where) | values)
    assert response.status_code == 302, errors_of(response, VARIATIONS)
    row = kickback.variations.get(name="Kickback on a step")
    assert (row.slug, row.order, row.figure) == ("kickback-on-a-step", number + 1, "")


def test_a_new_variation_without_a_name_is_asked_for_its_name_alone(editor, kickback):
    where = page_of(kickback)
    number = kickback.variations.count()
    new = {"steps": "Stand.", "laterality": "bilateral", "side_order": "none", "rep_seconds": 3}
    values = {f"variations-{number}-{name}": value for name, value in new.items()}
    errors = errors_of(editor.post(where, form_of(editor, where) | values), VARIATIONS)
    assert errors[f"variations-{number}"].keys() == {"name"}
    values[f"variations-{number}-name"] = "♥"
    errors = errors_of(editor.post(where, form_of(editor, where) | values), VARIATIONS)
    assert errors[f"variations-{number}"].keys() == {"slug"}


def test_two_new_variations_with_one_key_are_named(editor, kickback):
    where = page_of(kickback)
    number = kickback.variations.count()
    values = {"variations-TOTAL_FORMS": number + 2}
    for n in (number, number + 1):
        new = {"name": "Step", "laterality": "bilateral", "side_order": "none", "rep_seconds": 3}
        values |= {f"variations-{n}-{name}": value for name, value in new.items()}
    errors = errors_of(editor.post(where, form_of(editor, where) | values), VARIATIONS)
    assert {"slug"} in [found.keys() for found in errors.values()]
    assert not kickback.variations.filter(name="Step").exists()


def test_a_new_row_with_an_error_is_open_and_keeps_what_was_typed(editor, kickback):
    number = kickback.variations.count()
    where = page_of(kickback)
    response = editor.post(where, form_of(editor, where) | {f"variations-{number}-cue": "Think of it."})
    assert "name" in errors_of(response, VARIATIONS)[f"variations-{number}"]
    rows = list(response.context["inline_admin_formsets"][VARIATIONS])
    assert [row.is_open for row in rows] == [False] * number + [True, True]
    assert "Think of it." in text(response)


def test_a_new_exercise_begins_with_its_words_and_goes_on_with_the_rest(editor):
    where = f"{ROOT}exercise/add/"
    assert "inline-group" not in text(editor.get(where))
    response = editor.post(where, {"name": "Step", "slug": "step", "position": "standing", "order": 90})
    new = Exercise.objects.get(slug="step")
    assert response["Location"].startswith(page_of(new))
    page = text(editor.get(page_of(new)))
    assert 'id="variations-0"' in page
    assert f'href="{new.get_absolute_url()}"' not in page


def test_a_number_in_the_library_that_is_taken_is_explained(editor, kickback):
    response = save(editor, kickback, order=2)
    said = response.context["adminform"].form.errors["order"]
    free = Exercise.objects.count() + 1
    assert said == [
        f"Another one has this place already. The next free number is {free}; gaps between numbers are fine."
    ]


def test_the_next_free_number_is_never_beyond_the_last_one(editor, kickback):
    Exercise.objects.filter(slug="squat").update(order=9999)
    said = save(editor, kickback, order=9999).context["adminform"].form.errors["order"]
    free = next(n for n in range(9998, 0, -1) if not Exercise.objects.filter(order=n).exists())
    assert f"The next free number is {free};" in said[0]


# Who may do what ---------------------------------------------------------------------------------


def staff_with(person, client_of, *codenames):
    somebody = person(is_staff=True)
    somebody.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return client_of(somebody)


LOOK = ("view_exercise", "view_variation", "view_rung")


def test_who_may_only_look_sees_everything_and_changes_nothing(person, client_of, kickback):
    looker = staff_with(person, client_of, *LOOK)
    page = text(looker.get(page_of(kickback)))
    assert kickback.variations.first().name in page
    assert "_move" not in page.replace("move-", "")
    before = ladder(kickback)
    assert (
        looker.post(page_of(kickback), {"_move": f"rung:{Rung.objects.first().pk}:down"}).status_code == 403
    )
    assert ladder(kickback) == before


def test_who_may_not_change_rungs_does_not_move_them(person, client_of, kickback):
    writer = staff_with(person, client_of, *LOOK, "change_exercise", "change_variation")
    before = ladder(kickback)
    values = form_of(writer, page_of(kickback))
    k1 = Rung.objects.get(code="K1")
    pressed = values | {"_move": f"rung:{k1.pk}:down", "rungs-0-order": 2, "rungs-1-order": 1}
    assert writer.post(page_of(kickback), pressed | {"summary": "Kick."}).status_code == 302
    kickback.refresh_from_db()
    assert kickback.summary == "Kick."
    assert ladder(kickback) == before


# Few queries -------------------------------------------------------------------------------------


@contextmanager
def at_most(number):
    """Questions to the database, without the marks around a transaction."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= number, "\n".join(asked)


def make_longer(exercise, by=12):
    variation = exercise.variations.first()
    for n in range(by):
        variation.pk, variation.slug, variation.order = None, f"way-{n}", 50 + n
        variation.save(force_insert=True)
        numbers = {"sets": 1, "rep_low": 1, "rep_high": 1, "rep_step": 1, "level": "plus"}
        Rung.objects.create(exercise=exercise, variation=variation, code=f"X{n}", order=50 + n, **numbers)


@pytest.mark.parametrize("is_long", [False, True], ids=["as it is", "with many rows"])
def test_the_page_asks_few_questions_however_long_it_is(editor, kickback, is_long):
    if is_long:
        make_longer(kickback)
    where = page_of(kickback)
    values = form_of(editor, where)
    with at_most(MOST_QUERIES):
        editor.get(where)
    wrong = {name: 0 for name in values if name.endswith(("-sets", "-rep_seconds"))}
    wrong |= {name: "Other" for name in values if name.endswith("-name")}
    with at_most(MOST_QUERIES_OF_A_SAVE):
        response = editor.post(where, values | wrong)
    assert len(errors_of(response, RUNGS)) == kickback.rungs.count() + 1
    assert len(errors_of(response, VARIATIONS)) == kickback.variations.count() + 1


def test_it_asks_as_few_for_an_editor_whose_rights_are_looked_up(person, client_of, kickback):
    names = ("exercise", "variation", "rung")
    client = staff_with(
        person, client_of, *(f"{verb}_{name}" for verb in ("view", "add", "change") for name in names)
    )
    values = form_of(client, page_of(kickback))
    with at_most(MOST_QUERIES):
        client.get(page_of(kickback))
    with at_most(MOST_QUERIES_OF_A_SAVE):
        assert errors_of(client.post(page_of(kickback), values | {"rungs-0-sets": 0}), RUNGS)
