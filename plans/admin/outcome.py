"""What importing a file would do, and what a file may hold, in words for the page."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.results import Result, RowResult

from exercises.history import Difference
from plans.loading.fixtures import key_text
from plans.loading.resources import columns_of, key_columns
from plans.loading.tables import LEFT_OUT, Table, shortened

KINDS = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "same",
    RowResult.IMPORT_TYPE_INVALID: "wrong",
}


@dataclass(frozen=True)
class Line:
    """What a row of the file would do. `complaints` are columns, if one is to blame, and sentences."""

    number: int
    name: str
    kind: str
    differences: tuple[Difference, ...] = ()
    complaints: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Lines by what they would do; of those that would do nothing, how many there are."""

    new: list[Line]
    changed: list[Line]
    wrong: list[Line]
    same: int

    @classmethod
    def of(cls, result: Result, table: Table, model: type[models.Model]) -> "Outcome":
        lines = [_line(row, number, model) for row, number in zip(result.rows, table.lines, strict=True)]
        kinds = {kind: [line for line in lines if line.kind == kind] for kind in KINDS.values()}
        return cls(kinds["new"], kinds["changed"], kinds["wrong"], len(kinds["same"]))

    @property
    def is_ready(self) -> bool:
        return bool(self.new or self.changed) and not self.wrong

    def __str__(self) -> str:
        words = {"new": len(self.new), "changed": len(self.changed), "same": self.same}
        return _("%(new)d new, %(changed)d changed, %(same)d as they were.") % words


def _line(row: RowResult, number: int, model: type[models.Model]) -> Line:
    kind = KINDS[row.import_type]
    if kind != "wrong":
        return Line(number, str(row.instance), kind, tuple(row.differences))
    keys = (row.row_values.get(name) for name in key_columns(model))
    name = shortened(key_text(key for key in keys if key is not LEFT_OUT))
    complaints = tuple(
        ("" if name == NON_FIELD_ERRORS else name, message)
        for name, said in row.validation_error.message_dict.items()
        for message in said
    )
    return Line(number, name, kind, complaints=complaints)


@dataclass(frozen=True)
class ColumnHelp:
    """What a column of a file holds."""

    name: str
    label: str
    text: str
    is_key: bool


def describe_columns(model: type[models.Model]) -> list[ColumnHelp]:
    keys = key_columns(model)
    return [
        ColumnHelp(field.name, capfirst(str(field.verbose_name)), _takes(field), field.name in keys)
        for field in columns_of(model)
    ]


def _takes(field: models.Field) -> str:
    if field.is_relation:
        parts = "/".join(path.rpartition("__")[2] for path in field.related_model.NATURAL_KEY)
        words = {"kind": field.related_model._meta.verbose_name, "parts": parts}
        text = _("The key of one %(kind)s: %(parts)s") % words
        return _("%(text)s; or empty") % {"text": text} if field.null else text
    if field.choices:
        named = [f"{value} ({label})" if value != "" else _("empty") for value, label in field.flatchoices]
        return _("One of: %(values)s") % {"values": ", ".join(named)}
    if isinstance(field, models.BooleanField):
        return _("true or false")
    if isinstance(field, models.IntegerField):
        return _("A whole number")
    most = field.max_length
    return _("Text of up to %(number)d letters") % {"number": most} if most else _("Text, with its own lines")
