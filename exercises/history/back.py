"""One step back: what a save did to rows is undone, on the rows as they are now."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.history.reading import BACK
from exercises.history.text import Names, name_of

DraftFields = Callable[[type[models.Model]], Collection[str]]  # what a draft of a model may leave empty


class CannotChangeBack(Exception):  # noqa: N818 - a name that reads as a sentence
    """Says in a sentence why nothing was changed."""


@dataclass
class _Row:
    """A row on its way back. `touched` are the names of the fields that the way back sets."""

    row: models.Model
    is_restored: bool = False
    touched: set[str] = field(default_factory=set)


@contextmanager
def held(rows: Mapping[type[models.Model], Collection]) -> Iterator[None]:
    """One transaction, in which nobody else writes these rows. Everybody takes them in the same order."""
    with transaction.atomic():
        for model in sorted(rows, key=lambda model: model._meta.label_lower):
            chosen = model._base_manager.select_for_update().filter(pk__in=sorted(rows[model]))
            list(chosen.order_by("pk").values_list("pk"))
        yield


def find_records(references: Iterable[str]) -> list[models.Model]:
    """Records by what `Change.reference` calls them. Raises CannotChangeBack where there is none."""
    found = []
    for reference in references:
        label, _colon, history_id = reference.partition(":")
        try:
            found.append(apps.get_model(label).history.get(history_id=int(history_id)))
        except (LookupError, ValueError, AttributeError, models.ObjectDoesNotExist) as error:
            raise CannotChangeBack(_("This change is not known here.")) from error
    return found


@transaction.atomic
def change_back(records: Iterable, *, by, may_be_empty: DraftFields = lambda model: ()) -> list[str]:
    """
    Undo what these records say was done: fields go back to what they were before, whatever they are now,
    and deleted rows come back as they were, with their primary key. What was created stays.

    All or nothing. The names of the rows are returned. Raises CannotChangeBack.
    """
    newest_first = sorted(records, key=lambda record: (record.history_date, record.history_id), reverse=True)
    if not newest_first:
        raise CannotChangeBack(_("There is nothing to change back."))
    rows: dict = {}
    for record in newest_first:
        _step_back(record, rows)
    going = {key: each for key, each in rows.items() if each.is_restored or each.touched}
    if not going:
        raise CannotChangeBack(
            _("There is nothing to change back: what was created can be archived or deleted.")
        )
    reason = f"{BACK}{newest_first[-1].history_date.isoformat(timespec='seconds')}"
    for model in _referred_first({model for model, _pk in going}):
        _write(
            [each for (kind, _pk), each in going.items() if kind is model], by, reason, may_be_empty(model)
        )
    return [name_of(each.row) for each in going.values()]


def _step_back(record, rows: dict) -> None:
    """Take one record back on the row that is being prepared, or on the one in the database."""
    model = record.instance_type
    key = model, getattr(record, model._meta.pk.attname)
    prepared = rows.get(key)
    if record.history_type == "-":
        if prepared is not None or model._base_manager.filter(pk=key[1]).exists():
            raise CannotChangeBack(_("“%(name)s” is back already.") % {"name": name_of(record.instance)})
        names = {each.name for each in model._meta.fields if not each.primary_key}
        rows[key] = _Row(record.instance, is_restored=True, touched=names)
        return
    if record.history_type == "+":
        if prepared is not None and prepared.is_restored:
            del rows[key]  # it came and went within what is being undone
        return
    if prepared is None:
        now = model._base_manager.select_for_update().filter(pk=key[1]).first()
        if now is None:
            raise CannotChangeBack(
                _("“%(name)s” was deleted since. Bring it back first.") % {"name": name_of(record.instance)}
            )
        prepared = rows[key] = _Row(now)
    earlier = model.history.filter(**{model._meta.pk.attname: key[1]}, history_id__lt=record.history_id)
    before = earlier.order_by("-history_id").first()
    if before is None:
        raise CannotChangeBack(_("It is not known what was there before."))
    for each in model._meta.fields:
        if each.editable and getattr(before, each.attname) != getattr(record, each.attname):
            setattr(prepared.row, each.attname, getattr(before, each.attname))
            prepared.touched.add(each.name)


def _referred_first(kinds: set[type[models.Model]]) -> list[type[models.Model]]:
    """Models in the order in which their rows can be written."""

    def depth(model) -> int:
        above = {key.related_model for key in model._meta.fields if key.many_to_one} & kinds - {model}
        return 1 + max(map(depth, above), default=0)

    return sorted(kinds, key=lambda model: (depth(model), model._meta.label_lower))


def _write(going: list[_Row], by, reason: str, may_be_empty: Collection[str]) -> None:
    # Two rows may swap their order, which no sequence of single updates can do under a unique constraint.
    # So several rows leave their places first, without what deletion does to rows that refer to them, and
    # return with the same primary key; foreign keys are checked when the transaction ends.
    model = type(going[0].row)
    present = [each.row.pk for each in going if not each.is_restored]
    leave = len(present) > 1
    if leave:
        chosen = model._base_manager.filter(pk__in=present)
        chosen._raw_delete(chosen.db)
    for each in going:
        _check(each, may_be_empty)
        each.row.skip_history_when_saving = True
        try:
            with transaction.atomic():
                each.row.save(force_insert=leave or each.is_restored)
        except IntegrityError as error:  # somebody was quicker than the check
            raise CannotChangeBack(
                _("“%(name)s” does not fit to the other rows any more.") % {"name": name_of(each.row)}
            ) from error
        model.history.bulk_history_create(
            [each.row], update=not each.is_restored, default_user=by, default_change_reason=reason
        )


def _check(going: _Row, may_be_empty: Collection[str]) -> None:
    """What is set has to be allowed today; fields that stay as they are were judged when they were set."""
    row = going.row
    _check_references(going)
    empty = {name for name in may_be_empty if getattr(row, row._meta.get_field(name).attname) in ("", None)}
    untouched = {each.name for each in row._meta.fields} - going.touched
    try:
        row.clean_fields(exclude=untouched | empty)
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise CannotChangeBack(" ".join(_said(row, error))) from error


def _check_references(going: _Row) -> None:
    for key in going.row._meta.fields:
        pk = getattr(going.row, key.attname)
        if not key.many_to_one or key.name not in going.touched or pk is None:
            continue
        if not key.related_model._base_manager.filter(pk=pk).exists():
            names = Names()
            names.load([(key.related_model, pk)])
            raise CannotChangeBack(
                _("“%(row)s” needs %(kind)s “%(name)s”, which was deleted. Bring that back first.")
                % {
                    "row": name_of(going.row),
                    "kind": key.related_model._meta.verbose_name,
                    "name": names.of(key.related_model, pk),
                }
            )


def _said(row: models.Model, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else capfirst(str(row._meta.get_field(name).verbose_name))
        for message in messages:
            yield f"{name_of(row)}, {label}: {message}" if label else f"{name_of(row)}: {message}"
