"""What stands in the way of a row that goes back to what it was, and rows that share places."""

from collections.abc import Collection, Iterable, Iterator

from django.db import models
from django.utils.translation import gettext as _

from exercises.history.reading import BACK, Change
from exercises.history.saves import is_one_save
from exercises.history.text import name_of

PLACE = "order"  # the field that says where a row stands among those of its parent


def unique_sets(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The fields of which no two rows have the same values."""
    alone = [(field.name,) for field in model._meta.fields if field.unique and not field.primary_key]
    together = [
        each.fields
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint) and each.condition is None
    ]
    return alone + [names for names in together if names]


# Rows that go back together -----------------------------------------------------------------------


def bound_together(changes: Iterable[Change]) -> dict[str, frozenset[str]]:
    """
    Changes of one save that leave gaps or double places unless they are undone together: those of several
    rows of one parent that came, went or changed places. Each, by its reference, with its whole group.
    """
    groups: dict[tuple, list[Change]] = {}
    for change in changes:
        if parent := _moved_in(change):
            groups.setdefault(parent, []).append(change)
    bound = {}
    for group in groups.values():
        if len({change.record.pk for change in group}) > 1:
            references = frozenset(change.reference for change in group)
            bound |= dict.fromkeys(references, references)
    return bound


def _moved_in(change: Change) -> tuple | None:
    """The parent in which a change moved a row."""
    record = change.record
    model = record.model
    placed = next((names for names in unique_sets(model) if len(names) > 1 and PLACE in names), ())
    parents = [name for name in placed if name != PLACE]
    places = {name for names in unique_sets(model) for name in names} - set(parents)
    if not placed or (record.kind == "~" and places.isdisjoint(each.name for each in change.differences)):
        return None
    return model, *(record.values[model._meta.get_field(name).attname] for name in parents)


# Rows in the way ----------------------------------------------------------------------------------


def in_the_way(row: models.Model, touched: Collection[str], record) -> Iterator[str]:
    """Which other rows have what a row is to get back by undoing a record, and what to do about each."""
    model = type(row)
    for names in unique_sets(model):
        columns = [model._meta.get_field(name).attname for name in names]
        values = {column: getattr(row, column) for column in columns}
        if None in values.values() or set(names).isdisjoint(touched):
            continue
        other = model._base_manager.filter(**values).exclude(pk=row.pk).first()
        if other is None:
            continue
        words = {"name": name_of(other), "what": _what(model, names)}
        if _took_later(other, columns, record):
            yield _("“%(name)s” has this %(what)s now. Change that back first.") % words
        else:
            yield _("“%(name)s” has this %(what)s now. Give it another %(what)s first.") % words


def _what(model: type[models.Model], names: Collection[str]) -> str:
    """What it is that only one row can have."""
    fields = [model._meta.get_field(name) for name in names]
    field = next((field for field in fields if not field.many_to_one), fields[-1])
    return _("place") if field.name == PLACE else str(field.verbose_name)


def _took_later(other: models.Model, columns: Collection[str], record) -> bool:
    """Whether a later save gave a row what it has, so that it can be changed back before this record."""
    took, is_known = None, False
    for each in type(other).history.filter(**{other._meta.pk.attname: other.pk}).order_by("-history_id"):
        is_known = any(getattr(each, column) != getattr(other, column) for column in columns)
        if is_known or each.history_type == "-":
            break
        took = each
    if took is None or took.history_id < record.history_id or _are_one_save(took, record):
        return False
    if took.history_type == "+":
        return (took.history_change_reason or "").startswith(BACK)
    return is_known


def _are_one_save(newer, older) -> bool:
    return is_one_save(
        *(
            (each.history_user_id, each.history_change_reason or "", each.history_date)
            for each in (newer, older)
        )
    )


# Rows that are in use -----------------------------------------------------------------------------


def keys_to(model: type[models.Model]) -> list[models.ForeignKey]:
    """The foreign keys of other rows that hold on to rows of a model; those of its history do not."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and not relation.concrete
        and relation.on_delete is not models.DO_NOTHING
    ]
