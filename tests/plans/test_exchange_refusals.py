"""Files that cannot be imported: what is wrong is named by line and column, and nothing is half done."""

import json
import time

import pytest

from exercises.models import Exercise, Hint, Muscle, Rung, Variation
from plans.models import Plan, PlanExercise
from tests.admin_pages import text
from tests.plans.exchanging import RUNG, address, complaints, editor_of, look, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(person, client_of):
    return client_of(editor_of(person))


# Wrong files -------------------------------------------------------------------------------------

FILES = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\n ", "The file is empty."),
    "header only": (b"code,sets\n", "There are no rows in the file."),
    "empty list": (b"[]", "There are no rows in the file."),
    "list of nothing": (b"[{}]", "The column “code” is missing."),
    "not UTF-8": ("code,sets\nK1,“2”\n".encode("cp1252"), "UTF-8"),
    "UTF-16": ("code,sets\nK1,2\n".encode("utf-16"), "UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "UTF-8"),
    "NUL": (b"code,sets\nK1,2\nK2,\x00\n", "Line 3 has a NUL character"),
    "HTML": (b"<html><body>No</body></html>", "there is no column “<html>"),
    "missing column": (b"sets,rest_seconds\n2,3\n", "The column “code” is missing."),
    "unknown column": (b"code,repetitions\nK1,3\n", "Line 1: there is no column “repetitions”"),
    "column twice": (b"code,sets,sets\nK1,2,2\n", "The column “sets” is there twice."),
    "too many cells": (b"code,sets\nK1,2\nK2,2,3\n", "Line 3 has 3 cells, but there are 2 columns."),
    "too few cells": (b"code,sets\nK1\n", "Line 2 has 1 cells, but there are 2 columns."),
    "quote left open": (b'code,sets\nK1,2\nK2,"2\n', "Line 3 is not CSV"),
    "quote too many": (b'code,sets\nK1,"2"2\n', "Line 2 is not CSV"),
    "separators only": (b",,\n,,\n", "There are no rows in the file."),
    "a separator only": (b";\n", "There are no rows in the file."),
    "quotation marks only": (b'""\n', "There are no rows in the file."),
    "half a character in a name": (b'[{"co\\ud800": "x"}]', "there is no column “co\ufffd”"),
    "half a character in a name, twice": (b'[{"\\ud800": 1, "\\ud800": 2}]', "“\ufffd” is there twice."),
    "broken JSON": (b'[\n{"code": "K1"},\n{"code": }\n]', "Line 3 is not JSON"),
    "cut JSON": (b'[\n{"code": "K1"},', "Line 2 is not JSON"),
    "comma too many": (b'[{"code": "K1", "sets": 2},]', "Line 1 is not JSON"),
    "more after the list": (b'[{"code": "K1", "sets": 2}]\n[]', "is not JSON"),
    "an object": (b'{"code": "K1"}', "A list of objects is expected"),
    "a list of words": (b'[\n"K1"]', "Line 2: an object is expected"),
    "a list of lists": (b'[["K1"]]', "Line 1: an object is expected"),
    "deep": (b"[" * 100_000, "Line 1: lists within lists"),
    "unknown name": (b'[{"code": "K1"},\n{"code": "K2", "reps": 2}]', "Line 2: there is no column “reps”"),
    "name twice": (b'[{"code": "K1", "sets": 2, "sets": 3}]', "Line 1: “sets” is there twice."),
    "too many rows": (b"code,sets\n" + b"K1,2\n" * 1_001, "There are more than 1000 rows."),
    "too many objects": (b"[" + b"{}," * 1_001 + b"{}]", "There are more than 1000 rows."),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(editor, case):
    data, sentence = FILES[case]
    before = state()
    page = look(editor, Rung, data)
    assert sentence in text(page).replace("&lt;", "<").replace("&gt;", ">")
    assert len(complaints(page)) == 1
    assert page.context["waiting"] == ""
    assert state() == before


def test_no_file_is_a_sentence_too(editor):
    page = editor.post(address(Rung, "import/"), {})
    assert "This field is required." in text(page)


def test_a_large_file_is_refused_before_anybody_reads_it(editor, monkeypatch):
    def must_not_be_read(*_args):
        raise AssertionError("The file was read.")

    monkeypatch.setattr("plans.admin.exchange.read_table", must_not_be_read)
    page = look(editor, Rung, b"code,sets\n" + b"K1,2\n" * 10_000_000)
    assert "Up to 2 MB can be imported at a time." in complaints(page)[0]
    assert "47.7" in complaints(page)[0]


MANY = 20_000
CROWDED = {
    "one column many times": b",".join([b"code"] * MANY) + b"\nK1\n",
    "the last of many names twice": json.dumps([dict.fromkeys(map(str, range(MANY)))]).encode()[:-2]
    + b', "%d": 1}]' % (MANY - 1),
}


@pytest.mark.parametrize("case", CROWDED)
def test_a_file_of_many_columns_is_refused_without_long_thought(editor, case):
    start = time.process_time()
    page = look(editor, Rung, CROWDED[case])
    assert time.process_time() - start < 1
    assert "is there twice." in complaints(page)[0]


# Wrong rows --------------------------------------------------------------------------------------

ROWS = {
    "text for a number": (
        Rung,
        {"code": "K1", "sets": "two"},
        "sets",
        "A whole number up to 32767 is expected, not “two”.",
    ),
    "true for a number": (Rung, {"code": "K1", "sets": True}, "sets", "not “true”"),
    "a part of a number": (Rung, {"code": "K1", "sets": 2.5}, "sets", "not “2.5”"),
    "no number": (Rung, {"code": "K1", "sets": float("nan")}, "sets", "not “NaN”"),
    "endless": (Rung, {"code": "K1", "sets": float("inf")}, "sets", "whole number"),
    "huge": (Rung, {"code": "K1", "sets": 10**40}, "sets", "whole number"),
    "too large": (Rung, {"code": "K1", "sets": 40_000}, "sets", "whole number up to 32767"),
    "negative": (Rung, {"code": "K1", "sets": -1}, "sets", "greater than or equal to"),
    "zero": (Rung, {"code": "K1", "sets": 0}, "sets", "There is at least one set."),
    "nothing": (Rung, {"code": "K1", "sets": None}, "sets", "This is empty."),
    "a list": (Rung, {"code": "K1", "sets": [2]}, "sets", "not several values"),
    "an object": (Muscle, {"slug": "core", "name": {"a": 1}}, "name", "not several values"),
    "a number for a text": (Muscle, {"slug": "core", "name": 5}, "name", "Text is expected, not “5”."),
    "a text for a truth": (Plan, {"slug": "kettle-breaks", "is_light": "maybe"}, "is_light", "True or false"),
    "NUL": (Muscle, {"slug": "core", "name": "a\0b"}, "name", "NUL"),
    "half a character": (Muscle, {"slug": "core", "name": "\ud800"}, "name", "Half of a character"),
    "half a character in a key": (Muscle, {"slug": "\ud800", "name": "x"}, "slug", "Half of a character"),
    "half a character for a number": (Muscle, {"slug": "core", "order": "\udfff"}, "order", "not “\ufffd”"),
    "half a character in a reference": (
        Variation,
        {"slug": "kickback", "needs": "\ud800"},
        "needs",
        "There is no piece of equipment “\ufffd”.",
    ),
    "too long": (Muscle, {"slug": "core", "name": "x" * 61}, "name", "60 characters"),
    "HTML": (Muscle, {"slug": "core", "role": "<script>alert(1)</script>"}, "role", ""),
    "unknown reference": (
        Rung,
        {**RUNG, "variation": "handstand"},
        "variation",
        "There is no variation “handstand”.",
    ),
    "a reference that is none": (
        Rung,
        {**RUNG, "variation": 5},
        "variation",
        "The key of one variation is expected",
    ),
    "an empty reference": (Rung, {**RUNG, "variation": None}, "variation", "This is empty."),
    "a workout that is none": (
        PlanExercise,
        {"workout": "kettle-breaks/9", "order": 1, "exercise": "clam", "priority": 1},
        "workout",
        "There is no workout of a plan “kettle-breaks/9”.",
    ),
    "another exercise's variation": (
        Rung,
        {**RUNG, "variation": "clam"},
        "variation",
        "belongs to another exercise",
    ),
    "off the grid": (
        Rung,
        {"code": "K1", "rep_low": 8, "rep_high": 11, "rep_step": 2},
        "rep_high",
        "never lands on",
    ),
    "unknown level": (Rung, {"code": "K1", "level": "hero"}, "level", "hero"),
    "a taken order": (Rung, {**RUNG, "order": 1}, "order", "has this place"),
    "a taken name": (Exercise, {"slug": "squat", "name": "Clam"}, "name", "already exists"),
    "sides that disagree": (Variation, {"slug": "kickback", "first_side": ""}, "side_order", "fit together"),
    "unknown figure": (Variation, {"slug": "kickback", "figure": "dragon"}, "figure", "dragon"),
    "kit that is none": (
        Variation,
        {"slug": "kickback", "needs": "wall"},
        "needs",
        "The piece of equipment “Wall or worktop” cannot be chosen here.",
    ),
    "a huge cell": (Muscle, {"slug": "core", "name": "x" * 200_000}, "name", "60 characters"),
    "a fixed exercise": (Rung, {"code": "K1", "exercise": "squat"}, "exercise", "This stays as it was"),
    "a variation's exercise": (
        Variation,
        {"slug": "kickback", "exercise": "squat"},
        "exercise",
        "This stays as it was",
    ),
    "a new row without all": (Rung, {"code": "Q91", "sets": 2}, "level", "A new row needs this."),
    "no key": (Rung, {"code": "", "sets": 2}, "code", ""),
    "a key that is none": (
        Muscle,
        {"slug": "two words", "name": "a", "plain_name": "b", "order": 90},
        "slug",
        "slug",
    ),
    "unknown place": (
        Hint,
        {"slug": "new", "title": "a", "text": "b", "surfaces": "moon", "order": 900},
        "surfaces",
        "Name at least one",
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_wrong_row_is_named_by_its_line_and_column(editor, case):
    model, row, column, sentence = ROWS[case]
    right = {Rung: {"code": "K2", "rest_seconds": 33}, PlanExercise: None}.get(
        model, {"slug": getattr(model.objects.last(), "slug", "")}
    )
    before = state()
    data = "[\n" + ",\n".join(json.dumps(item) for item in (right, row) if item) + "\n]"
    page = look(editor, model, data)
    said = [(line, name) for line, name, message in complaints(page) if sentence in message]
    assert (3 if right else 2, column) in said, complaints(page)
    assert page.context["waiting"] == ""
    assert "nothing of this file can be imported" in text(page)
    assert "<script>" not in text(page).partition("<body")[2].replace("<script src", "")
    assert state() == before


def test_a_csv_row_is_named_by_the_line_that_it_starts_on(editor):
    file = 'slug,text\nslow-and-small,"one\ntwo\nthree"\nnobody,"x"\n'
    lines = {line for line, _column, _message in complaints(look(editor, Hint, file))}
    assert lines == {5}


@pytest.mark.parametrize(
    "rows, line, column, sentence",
    [
        (
            [{"code": "K1", "sets": 2}, {"code": "K2"}, {"code": "K1", "sets": 3}],
            4,
            "code",
            "Line 2 is about the same row.",
        ),
        ([{"code": "K1", "order": 7}, {"code": "K2", "order": 7}], 3, "order", "Line 2 has this already."),
        ([{"code": "K2", "order": 1}, {"code": "K1"}], 3, "order", "Line 2 has this already."),
        ([RUNG, RUNG], 3, "code", "Line 2 is about the same row."),
    ],
    ids=["key", "order", "order of a row that stays", "new"],
)
def test_duplicates_in_a_file_are_named_by_their_lines(editor, rows, line, column, sentence):
    page = look(editor, Rung, "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]")
    assert (line, column, sentence) in complaints(page)


def test_nothing_of_a_file_is_imported_when_one_row_is_wrong(editor):
    page = look(editor, Rung, [{"code": "K1", "rest_seconds": 99}, {"code": "K2", "sets": 0}])
    assert page.context["waiting"] == ""
    assert Rung.objects.get(code="K1").rest_seconds != 99
    assert "Import this" not in text(page)
