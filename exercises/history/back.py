"""One step back: what a save did to rows is undone, on the rows as they are now."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.history.places import in_the_way, keys_to
from exercises.history.reading import BACK
from exercises.history.text import Names, name_of

DraftFields = Callable[[type[models.Model]], Collection[str]]  # what a draft of a model may leave empty
Uses = Callable[[models.Model], Iterable[str]]  # what uses a row, though no foreign key tells


class CannotChangeBack(Exception):  # noqa: N818 - a name that reads as a sentence
    """Says in a sentence why nothing was changed."""


@dataclass
class _Row:
    """A row on its way back: `was` are its values as they are now, `record` is the oldest that is undone."""

    row: models.Model
    was: Mapping[str, object]
    record: models.Model
    is_restored: bool = False
    is_going: bool = False

    @property
    def touched(self) -> set[str]:
        """The names of the fields that the way back sets."""
        fields = [each for each in type(self.row)._meta.fields if not each.primary_key]
        if self.is_restored:
            return {each.name for each in fields}
        return {each.name for each in fields if getattr(self.row, each.attname) != self.was[each.attname]}


_Rows = dict[tuple[type[models.Model], object], _Row]


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
def change_back(
    records: Iterable, *, by, may_be_empty: DraftFields = lambda model: (), uses: Uses = lambda row: ()
) -> list[str]:
    """
    Undo what these records say was done: fields go back to what they were before, whatever they are now,
    deleted rows come back as they were, with their primary key, and those that came back by a change back
    go again, unless something uses them. What was created stays.

    All or nothing. The names of the rows are returned. Raises CannotChangeBack.
    """
    newest_first = sorted(records, key=lambda record: (record.history_date, record.history_id), reverse=True)
    if not newest_first:
        raise CannotChangeBack(_("There is nothing to change back."))
    rows: _Rows = {}
    for record in newest_first:
        _step_back(record, rows)
    going = {key: each for key, each in rows.items() if each.is_going or each.touched}
    if not going:
        if all(_is_created(record) for record in newest_first):
            raise CannotChangeBack(
                _("There is nothing to change back: what was created can be archived or deleted.")
            )
        raise CannotChangeBack(_("It is so already."))
    reason = f"{BACK}{newest_first[-1].history_date.isoformat(timespec='seconds')}"
    kinds = _referred_first({model for model, _pk in going})
    for each in going.values():
        if each.is_going:
            _check_unused(each, rows, uses)
    names = [name_of(each.row) for each in going.values()]
    for model in reversed(kinds):
        _remove([each for (kind, _pk), each in going.items() if kind is model and each.is_going], by, reason)
    for model in kinds:
        staying = [each for (kind, _pk), each in going.items() if kind is model and not each.is_going]
        _write(staying, by, reason, may_be_empty(model))
    return names


def _is_created(record) -> bool:
    return record.history_type == "+" and not (record.history_change_reason or "").startswith(BACK)


def _step_back(record, rows: _Rows) -> None:
    """Take one record back on the row that is being prepared, or on the one in the database."""
    model = record.instance_type
    key = model, getattr(record, model._meta.pk.attname)
    if key not in rows:
        now = model._base_manager.select_for_update().filter(pk=key[1]).first()
        if now is not None:
            rows[key] = _Row(
                now, {each.attname: getattr(now, each.attname) for each in model._meta.fields}, record
            )
    prepared = rows.get(key)
    if prepared is not None:
        prepared.record = record
    if record.history_type == "-":
        if prepared is None:
            rows[key] = _Row(record.instance, {}, record, is_restored=True)
        else:
            prepared.is_going = False
    elif record.history_type == "+":
        if prepared is not None and prepared.is_restored:
            del rows[key]  # it came and went within what is being undone
        elif prepared is not None and not _is_created(record):
            prepared.is_going = True
    elif prepared is None:
        raise CannotChangeBack(
            _("“%(name)s” was deleted since. Bring it back first.") % {"name": name_of(record.instance)}
        )
    else:
        _set_fields(record, prepared.row)


def _set_fields(record, row: models.Model) -> None:
    """Give a row what a record says was changed, as the record before has it."""
    earlier = type(row).history.filter(**{row._meta.pk.attname: row.pk}, history_id__lt=record.history_id)
    before = earlier.order_by("-history_id").first()
    if before is None:
        raise CannotChangeBack(_("It is not known what was there before."))
    for each in row._meta.fields:
        if each.editable and getattr(before, each.attname) != getattr(record, each.attname):
            setattr(row, each.attname, getattr(before, each.attname))


def _referred_first(kinds: set[type[models.Model]]) -> list[type[models.Model]]:
    """Models in the order in which their rows can be written."""

    def depth(model) -> int:
        above = {key.related_model for key in model._meta.fields if key.many_to_one} & kinds - {model}
        return 1 + max(map(depth, above), default=0)

    return sorted(kinds, key=lambda model: (depth(model), model._meta.label_lower))


def _check_unused(going: _Row, rows: _Rows, uses: Uses) -> None:
    """Raises CannotChangeBack if something holds on to a row that is to go, and does not go or let go too."""
    row = going.row
    found = list(uses(row))
    for key in keys_to(type(row)):
        for user in key.model._base_manager.filter(**{key.attname: row.pk}).order_by("pk"):
            prepared = rows.get((key.model, user.pk))
            if prepared is None or not (prepared.is_going or getattr(prepared.row, key.attname) != row.pk):
                found.append(f"{key.model._meta.verbose_name} “{name_of(user)}”")
                break
    if found:
        raise CannotChangeBack(
            _("“%(name)s” is in use: %(uses)s.") % {"name": name_of(row), "uses": ", ".join(found)}
        )


def _remove(going: list[_Row], by, reason: str) -> None:
    """Rows that nothing uses go; those that let go of them are written later, before keys are checked."""
    if not going:
        return
    model = type(going[0].row)
    chosen = model._base_manager.filter(pk__in=[each.row.pk for each in going])
    rows = list(chosen)
    chosen._raw_delete(chosen.db)
    # Written down in bulk like every other change here, which knows of no deletions.
    written = model.history.bulk_history_create(
        rows, update=True, default_user=by, default_change_reason=reason
    )
    model.history.filter(pk__in=[record.pk for record in written]).update(history_type="-")


def _write(going: list[_Row], by, reason: str, may_be_empty: Collection[str]) -> None:
    # Two rows may swap their order, which no sequence of single updates can do under a unique constraint.
    # So where there are several, those that are there leave their places first, without what deletion does
    # to rows that refer to them, and return with the same primary key; foreign keys are checked when the
    # transaction ends.
    if not going:
        return
    model = type(going[0].row)
    leave = len(going) > 1
    if leave:
        chosen = model._base_manager.filter(pk__in=[each.row.pk for each in going])
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
    if obstacles := list(in_the_way(row, going.touched, going.record)):
        raise CannotChangeBack(" ".join(obstacles))
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
