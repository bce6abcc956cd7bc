"""Rows of content as a file that people send: CSV or JSON, and what can be wrong with one."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, JSON

MOST_ROWS = 1_000
LARGEST_FILE = 2 * 1024 * 1024
csv.field_size_limit(LARGEST_FILE)  # for the whole process: one text may be all that a file has
HALVES = re.compile("[\ud800-\udfff]")  # of characters, which JSON can spell and no page can be written with
LEFT_OUT = object()  # the value of a column that a JSON object does not have
SPACE = re.compile(r"[ \t\r\n]*")
# A spreadsheet takes text that starts like this for a formula, so an apostrophe goes before it. Reading
# takes one away again: that is exact for every text, those that start with apostrophes included.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
QUOTED_FORMULA = re.compile("'" + FORMULA.pattern)


class Csv(CSV):
    """With a mark at its start that tells spreadsheets that it is UTF-8."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def get_title(self):
        return _("CSV, for a spreadsheet")

    def export_data(self, dataset, **kwargs):
        file = io.StringIO()
        csv.writer(file).writerows([dataset.headers, *([_cell(value) for value in row] for row in dataset)])
        return f"\ufeff{file.getvalue()}"


class Json(JSON):
    CONTENT_TYPE = "application/json; charset=utf-8"

    def get_title(self):
        return _("JSON")

    def export_data(self, dataset, **kwargs):
        rows = [dict(zip(dataset.headers, row, strict=True)) for row in dataset]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


@dataclass
class Table:
    """Rows of a file, and the line on which each starts; as much of a tablib dataset as importing needs."""

    headers: list[str]
    rows: list[list] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[list]:
        return iter(self.rows)

    def add(self, line: int, row: list) -> None:
        self.rows.append(row)
        self.lines.append(line)


def read_table(data: bytes, columns: Collection[str], key: Collection[str]) -> Table:
    """
    The rows of a CSV or JSON file. ValidationError says what is wrong with the file, with the line.

    columns: what there may be; key: those of them that there must be.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("This is not text in UTF-8. Save it as “CSV UTF-8”, or as JSON.")) from None
    if "\0" in text:
        words = {"line": line_of(text, text.index("\0"))}
        raise ValidationError(_("Line %(line)d has a NUL character, which no text has.") % words)
    if not text.strip():
        raise ValidationError(_("The file is empty."))
    start = SPACE.match(text).end()
    read = _read_json if text[start] in "[{" else _read_csv
    table = Table([])
    for line, row in read(text, columns, table):
        if len(table) == MOST_ROWS:
            words = {"number": MOST_ROWS}
            raise ValidationError(_("There are more than %(number)d rows. Import them in parts.") % words)
        table.add(line, row)
    if not table.rows:
        raise ValidationError(_("There are no rows in the file."))
    if missing := [name for name in key if name not in table.headers]:
        raise ValidationError(_("The column “%(name)s” is missing.") % {"name": missing[0]})
    return table


def line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _check_known(names: Collection[str], columns: Collection[str], line: int) -> None:
    for name in names:
        if name not in columns:
            words = {"line": line, "name": shortened(name), "columns": ", ".join(columns)}
            message = _("Line %(line)d: there is no column “%(name)s”. The columns are: %(columns)s.")
            raise ValidationError(message % words)


def _first_twice(names: list[str]) -> str | None:
    return next((name for name, times in Counter(names).items() if times > 1), None)


def shortened(value: object) -> str:
    """For a sentence about it: of bearable length, and without halves of characters."""
    text = HALVES.sub("\ufffd", str(value))
    return text if len(text) <= 60 else f"{text[:59]}…"


# CSV ---------------------------------------------------------------------------------------------


def _read_csv(text: str, columns: Collection[str], table: Table) -> Iterator[tuple[int, list]]:
    rows = _csv_rows(text)
    line, headers = next(rows, (1, []))
    headers = [name.strip() for name in headers]
    _check_known(headers, columns, line)
    if (twice := _first_twice(headers)) is not None:
        raise ValidationError(_("The column “%(name)s” is there twice.") % {"name": twice})
    table.headers = headers
    for line, cells in rows:
        if len(cells) != len(headers):
            words = {"line": line, "cells": len(cells), "columns": len(headers)}
            message = _("Line %(line)d has %(cells)d cells, but there are %(columns)d columns.")
            raise ValidationError(message % words)
        yield line, [cell[1:] if QUOTED_FORMULA.match(cell) else cell for cell in cells]


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it starts."""
    # No name of a column has any of these, so the first one there is what this spreadsheet puts between cells.
    head = text.strip().splitlines()[0]
    delimiter = next((mark for mark in ",;\t" if mark in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        message = _("Line %(line)d is not CSV: there is a quotation mark too many or too few.")
        raise ValidationError(message % {"line": line}) from None


# JSON --------------------------------------------------------------------------------------------


class _Twice(Exception):  # noqa: N818 - it says what it found
    """A name that is twice in the same object."""


def _object(pairs: list[tuple[str, object]]) -> dict:
    names = [name for name, _value in pairs]
    if (twice := _first_twice(names)) is not None:
        raise _Twice(twice)
    return dict(pairs)


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) < 20 else float("inf")


DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_number, parse_constant=float)


def _read_json(text: str, columns: Collection[str], table: Table) -> Iterator[tuple[int, list]]:
    """Columns that no object has are known at the end, so until then there are all of them."""
    table.headers = list(columns)
    for line, item in _json_objects(text):
        _check_known(item, columns, line)
        yield line, [item.get(name, LEFT_OUT) for name in columns]
    unused = [n for n in range(len(columns)) if all(row[n] is LEFT_OUT for row in table.rows)]
    table.headers = [name for n, name in enumerate(columns) if n not in unused]
    table.rows = [[value for n, value in enumerate(row) if n not in unused] for row in table.rows]


def _json_objects(text: str) -> Iterator[tuple[int, dict]]:
    """The objects of a list one by one, each with the line on which it starts."""
    skip: Callable[[int], int] = lambda place: SPACE.match(text, place).end()  # noqa: E731
    place = skip(0)
    line = line_of(text, place)
    if text[place] != "[":
        raise ValidationError(_("A list of objects is expected: [{…}, {…}]"))
    seen, place = place, skip(place + 1)
    is_more = text[place : place + 1] != "]"
    while is_more:
        line += text.count("\n", seen, place)
        seen = place
        item, end = _decode(text, place, line)
        if not isinstance(item, dict):
            raise ValidationError(_("Line %(line)d: an object is expected, like {…}.") % {"line": line})
        yield line, item
        place = skip(end)
        is_more = text[place : place + 1] == ","
        if is_more:
            place = skip(place + 1)
    if text[place : place + 1] != "]" or skip(place + 1) < len(text):
        raise _not_json(line_of(text, place))


def _decode(text: str, place: int, line: int) -> tuple[object, int]:
    try:
        return DECODER.raw_decode(text, place)
    except json.JSONDecodeError as error:
        raise _not_json(error.lineno) from None
    except _Twice as error:
        words = {"line": line, "name": shortened(error)}
        raise ValidationError(_("Line %(line)d: “%(name)s” is there twice.") % words) from None
    except RecursionError:
        message = _("Line %(line)d: lists within lists are not expected here.")
        raise ValidationError(message % {"line": line}) from None


def _not_json(line: int) -> ValidationError:
    return ValidationError(_("Line %(line)d is not JSON as it should be.") % {"line": line})
