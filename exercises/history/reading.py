"""
The tables of history, read as changes.

A record says what a row was after a change; what the change was is the difference to the record before.
Both, and the newest record of the row, come with one query for all the tables of a page.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.history.text import Difference, Key, Names, difference, keys_of, name_of, value_of

LOADED = "load_content"  # the reason that is given for a change by a fixture
IMPORTED = "import"  # the reason that is given for a change by an imported table
BACK = "Changed back to before "  # the start of the reason for a change back; a moment follows
AROUND = datetime.timedelta(minutes=1)  # longer than any save

Tree = Iterable[tuple[type[models.Model], str]]  # models below a row, each with its lookup to that row


@dataclass(frozen=True)
class Record:
    """A row of a history table, with the values of the record before it and of the newest one."""

    model: type[models.Model]
    history_id: int
    pk: object
    kind: str
    when: datetime.datetime
    user_id: object
    user_name: str | None
    reason: str
    values: dict
    before: dict | None
    newest: dict

    @property
    def is_deleted_now(self) -> bool:
        return self.newest["history_type"] == "-"

    @property
    def brought_back(self) -> bool:
        """Whether this is a row that was deleted and came back by a change back."""
        return self.kind == "+" and self.reason.startswith(BACK)


@dataclass(frozen=True)
class Change:
    """What one save did to one row. `obstacle` says why it cannot be changed back, if it cannot."""

    record: Record
    row_name: str
    differences: tuple[Difference, ...]
    obstacle: str = ""

    @property
    def reference(self) -> str:
        return f"{self.record.model._meta.label_lower}:{self.record.history_id}"

    @property
    def anchor(self) -> str:
        return self.reference.replace(".", "-").replace(":", "-")

    @property
    def type_name(self) -> str:
        return capfirst(str(self.record.model._meta.verbose_name))

    @property
    def kind(self) -> str:
        return {"+": "created", "-": "deleted"}.get(self.record.kind, "changed")


# Which records ------------------------------------------------------------------------------------


def ever(model: type[models.Model], path: str, pk) -> QuerySet:
    """The records of rows below a row, by a lookup to it; those of deleted rows are among them."""
    head, _dots, rest = path.partition("__")
    key = model._meta.get_field(head)
    if not rest:
        return model.history.filter(**{key.attname: pk})
    above = ever(key.related_model, rest, pk).order_by().values(key.target_field.attname)
    return model.history.filter(**{f"{key.attname}__in": above})


def newest_ids(rows: Mapping[type[models.Model], Collection]) -> dict[Key, int]:
    """The newest record of each of these rows, in one query."""
    parts = [
        model.history.filter(**{f"{model._meta.pk.attname}__in": list(pks)})
        .order_by()
        .values(h_row=F(model._meta.pk.attname))
        .annotate(h_newest=Max("history_id"), h_label=Value(model._meta.label_lower))
        .values_list("h_label", "h_row", "h_newest")
        for model, pks in rows.items()
        if pks and hasattr(model, "history")
    ]
    models_by_label = {model._meta.label_lower: model for model in rows}
    return {(models_by_label[label], pk): newest for label, pk, newest in _together(parts)}


def _together(parts: list[QuerySet]) -> QuerySet | tuple:
    return parts[0].union(*parts[1:], all=True).order_by() if len(parts) > 1 else parts[0] if parts else ()


def _with_neighbours(queryset: QuerySet) -> QuerySet:
    """Each record with the values of the one before it and of the newest one of its row."""
    history = queryset.model
    model, pk = history.instance_type, history.instance_type._meta.pk.attname
    names = [field.attname for field in history.tracked_fields]
    values = JSONObject(history_type=F("history_type"), **{name: F(name) for name in names})
    same = history.objects.filter(**{pk: OuterRef(pk)}).order_by("-history_id").annotate(h_values=values)
    return (
        queryset.order_by()
        .annotate(
            h_label=Value(model._meta.label_lower),
            h_row=F(pk),
            h_user=F(f"history_user__{get_user_model().USERNAME_FIELD}"),
            h_values=values,
            h_before=Subquery(same.filter(history_id__lt=OuterRef("history_id")).values("h_values")[:1]),
            h_newest=Subquery(same.values("h_values")[:1]),
        )
        .values_list(
            "h_label",
            "history_id",
            "h_row",
            "history_type",
            "history_date",
            "history_user_id",
            "h_user",
            "history_change_reason",
            "h_values",
            "h_before",
            "h_newest",
        )
    )


def read(querysets: Iterable[QuerySet], start: int = 0, stop: int | None = None) -> list[Record]:
    """Records of several tables, newest first, in one query."""
    parts = [_with_neighbours(queryset) for queryset in querysets]
    if not parts:
        return []
    models_by_label = {each.model.instance_type._meta.label_lower: each.model.instance_type for each in parts}
    rows = _together(parts).order_by("-history_date", "h_label", "-history_id")[start:stop]
    return [
        Record(models_by_label[label], history_id, pk, kind, when, user_id, name, reason or "", *values)
        for label, history_id, pk, kind, when, user_id, name, reason, *values in rows
    ]


# From records to changes --------------------------------------------------------------------------


def changes_of(
    row: models.Model, tree: Tree = (), *, start: int = 0, stop: int | None = None, around=None
) -> list[Change]:
    """What happened to a row and to everything below it, newest first; `around` a moment, if one is given.
    Records without a difference count for `start` and `stop`, and are among the answers, without
    differences."""
    own = type(row).history.filter(**{row._meta.pk.attname: row.pk})
    tables = [own, *(ever(model, path, row.pk) for model, path in tree)]
    if around:
        tables = [table.filter(history_date__range=(around - AROUND, around + AROUND)) for table in tables]
    return _as_changes(read(tables, start, stop), Names([row]))


def changes_since(known: Mapping[Key, int]) -> list[Change]:
    """What happened to rows after the record of each that is known; 0 where none is. Newest first."""
    wanted: dict[type[models.Model], Q] = {}
    for (model, pk), history_id in known.items():
        later = Q(**{model._meta.pk.attname: pk}, history_id__gt=history_id)
        wanted[model] = wanted.get(model, Q()) | later
    records = read(
        model.history.filter(which) for model, which in wanted.items() if hasattr(model, "history")
    )
    return [change for change in _as_changes(records, Names()) if change.differences]


def _as_changes(records: list[Record], names: Names) -> list[Change]:
    rows = [record.model(**_python(record.model, record.values)) for record in records]
    wanted = {(key.related_model, getattr(row, key.attname)) for row in rows for key in keys_of(row)}
    for record in records:
        before = record.before or {}
        wanted |= {
            (field.related_model, before[field.attname])
            for field in record.model._meta.fields
            if field.many_to_one and before.get(field.attname)
        }
    names.load(wanted)
    changes = []
    for record, row in zip(records, rows, strict=True):
        differences = _differences(record, names)
        changes.append(
            Change(record, name_of(names.attach(row)), differences, _obstacle(record, differences))
        )
    return changes


def _python(model: type[models.Model], raw: dict) -> dict:
    return {field.attname: value_of(field, raw[field.attname]) for field in model._meta.fields}


def _differences(record: Record, names: Names) -> tuple[Difference, ...]:
    after, now = _python(record.model, record.values), _python(record.model, record.newest)
    before = _python(record.model, record.before) if record.before and record.kind == "~" else {}
    if record.kind == "~" and not before:
        return ()  # it is not known what it was
    empty = dict.fromkeys(after, "")
    old, new = {"+": (empty, after), "-": (after, empty)}.get(record.kind, (before, after))
    return tuple(
        difference(
            field,
            old[field.attname],
            new[field.attname],
            names,
            is_changed_since=not record.is_deleted_now and now[field.attname] != new[field.attname],
        )
        for field in record.model._meta.fields
        if not field.primary_key and (old[field.attname] or "") != (new[field.attname] or "")
    )


def _obstacle(record: Record, differences: tuple[Difference, ...]) -> str:
    if record.brought_back:
        return _("It is gone again already.") if record.is_deleted_now else ""
    if record.kind == "+":
        return _("To undo this, archive or delete it on its own page.")
    if record.kind == "-":
        return "" if record.is_deleted_now else _("It is back already.")
    if record.is_deleted_now:
        return _("It was deleted since. Bring it back first.")
    going = [each for each in differences if each.can_go_back]
    if not going:
        return _("This has a button of its own on its page.")
    now = _python(record.model, record.newest)
    fields = {field.name: field.attname for field in record.model._meta.fields}
    if all(now[fields[each.name]] == each.old for each in going):
        return _("It is as it was before again.")
    return ""
