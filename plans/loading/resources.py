"""Content in and out as tables: what a file would change, and the change, all of it or nothing."""

import copy
import hashlib
import json
from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource, modelresource_factory
from import_export.results import RowResult

from exercises.history import IMPORTED
from exercises.history.text import Difference, Names, difference, in_words
from plans.loading.cells import read_cell, same_text
from plans.loading.fixtures import content_fields, key_text
from plans.loading.rows import keys_of, rows_of
from plans.loading.tables import LEFT_OUT

MOST_COMPARED, LONGEST_COMPARED = 200, 4_000  # texts shown word by word: how many, and of how many letters


class MeanwhileChanged(Exception):  # noqa: N818 - it says what happened
    """What an import would do now is not what was looked at."""


class Column(Field):
    """A field of the content; references are natural keys in one word: `the-full-five/2`."""

    def export(self, instance, **kwargs):
        value = getattr(instance, self.attribute)
        return key_text(value.natural_key()) if isinstance(value, models.Model) else value


class ContentResource(ModelResource):
    """
    The rows of one model in a file, found by their natural key.

    Imports write drafts, never delete, and never change what names a row. The rows of the file leave the
    table first and come back one by one, with the same ids, so that they may exchange what only one row can
    have: their order, their names, their weekdays. Foreign keys are checked when the transaction ends.
    """

    class Meta:
        use_transactions = True
        skip_diff = True
        report_skipped = True
        store_instance = True
        store_row_values = True

    def __init__(self, fixed=(), may_be_empty=(), **kwargs):
        """fixed: fields of a row that never change; may_be_empty: those that a draft need not have yet."""
        super().__init__(**kwargs)
        self.model = self._meta.model
        self.columns = {field.name: field for field in columns_of(self.model)}
        self.fixed = set(fixed) | set(key_columns(self.model))
        self.may_be_empty = set(may_be_empty)
        self.original: models.Model | None = None
        self.holders: dict[tuple, int] = {}  # what only one row can have, and the line that has it
        self.compared = 0

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        return Column(attribute=field_name, column_name=field_name)

    def filter_export(self, queryset, **kwargs):
        """The rows of a list in their usual order, with everything that keys are made of."""
        names = keys_of(self.model)
        rows = queryset.prefetch_related(None).order_by(*self.model._meta.ordering)
        return rows.select_related(*names) if names else rows

    # Reading -------------------------------------------------------------------------------------

    def before_import(self, dataset, **kwargs):
        self.lines = dataset.lines
        rows = self.model._base_manager.select_for_update(of=("self",))
        list(rows.values_list("pk"))  # nobody else changes them until this transaction ends
        self.stored = {key_text(row.natural_key()): row for row in rows_of(self.model)}
        self.references = {
            name: {key_text(row.natural_key()): row for row in rows_of(field.related_model)}
            for name, field in self.columns.items()
            if field.is_relation
        }
        self.allowed = {
            name: set(field.related_model.objects.complex_filter(limit).values_list("pk", flat=True))
            for name, field in self.columns.items()
            if field.is_relation and (limit := field.get_limit_choices_to())
        }
        self.names = Names(row for rows in self.references.values() for row in rows.values())
        keys = {self._key(dict(zip(dataset.headers, row, strict=True))) for row in dataset}
        named = [row.pk for key, row in self.stored.items() if key in keys]
        leaving = self.model._base_manager.filter(pk__in=named)
        leaving._raw_delete(leaving.db)

    def _key(self, row: dict) -> str:
        parts = []
        for name in key_columns(self.model):
            given = row.get(name, LEFT_OUT)
            try:
                value = self._read(name, "" if given is LEFT_OUT else given)
            except ValidationError:
                return ""  # which is no key; what is wrong is said when the row is imported
            parts.append(key_text(value.natural_key()) if isinstance(value, models.Model) else str(value))
        return key_text(parts)

    def get_instance(self, instance_loader, row):
        self.original = self.stored.get(self._key(row))
        return copy.copy(self.original)

    def import_instance(self, instance, row, **kwargs):
        errors = {}
        for name, column in self.columns.items():
            given = row.get(name, LEFT_OUT)
            if given is LEFT_OUT:
                if not self.original and self._is_needed(column):
                    errors[name] = ValidationError(_("A new row needs this."))
                continue
            try:
                value = self._read(name, given)
            except ValidationError as error:
                errors[name] = error
                continue
            if self.original and same_text(value, getattr(self.original, name)):
                continue
            setattr(instance, name, value)
            if self.original and name in self.fixed and changed(column, self.original, instance):
                errors[name] = ValidationError(_("This stays as it was when the row was new."))
        if errors:
            raise ValidationError(errors)

    def _is_needed(self, column: models.Field) -> bool:
        has_value = column.blank or column.null or column.has_default()
        return not has_value and column.name not in self.may_be_empty

    def _read(self, name: str, given: object) -> object:
        return read_cell(self.columns[name], given, self.references.get(name, {}))

    # Judging -------------------------------------------------------------------------------------

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """A row that says nothing new goes back as it was, if its place is still free."""
        if import_validation_errors or self.original is None or any(self._changes(instance)):
            return False
        if clashes := self._clashes(instance, ()):
            raise ValidationError(clashes)
        self.do_instance_save(instance, False)
        return True

    def _changes(self, instance) -> Iterator[models.Field]:
        return (
            field
            for field in self.columns.values()
            if not self.original or changed(field, self.original, instance)
        )

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """As the page of the row would have it: a draft may lack what is only needed for publishing."""
        errors = self._barred(instance) | (import_validation_errors or {})
        errors |= self._clashes(instance, errors)
        waiting = {name for name in self.may_be_empty if getattr(instance, name) == ""}
        try:
            instance.full_clean(exclude=errors.keys() | waiting)
        except ValidationError as error:
            for name, messages in placed(error, self.columns).items():
                errors.setdefault(name, messages)
        if errors:
            raise ValidationError(errors)

    def _barred(self, instance) -> dict[str, ValidationError]:
        """References to rows that the field does not offer."""
        barred = {}
        for name, allowed in self.allowed.items():
            field = self.columns[name]
            if getattr(instance, field.attname) not in {None, *allowed}:
                words = {"kind": field.related_model._meta.verbose_name, "row": getattr(instance, name)}
                barred[name] = ValidationError(_("The %(kind)s “%(row)s” cannot be chosen here.") % words)
        return barred

    def _clashes(self, instance, errors) -> dict[str, ValidationError]:
        """What an earlier line of the file has already."""
        clashes = {}
        line = self.lines[self.row_number - 1]
        for names in unique_sets(self.model):
            values = tuple(getattr(instance, self.columns[name].attname) for name in names)
            if None in values or not errors_free(names, errors):
                continue
            holder = self.holders.setdefault((names, values), line)
            if holder != line:
                is_key = names == key_columns(self.model)
                message = (
                    _("Line %(line)d is about the same row.")
                    if is_key
                    else _("Line %(line)d has this already.")
                )
                clashes.setdefault(names[-1], ValidationError(message % {"line": holder}))
        return clashes

    # Writing -------------------------------------------------------------------------------------

    def before_import_row(self, row, row_number=None, **kwargs):
        self.row_number = row_number

    def do_instance_save(self, instance, is_create):
        instance.skip_history_when_saving = True
        instance.save(force_insert=True)

    def after_import_row(self, row, row_result, **kwargs):
        row_result.original = self.original
        row_result.differences = [
            self._difference(field, row_result.instance) for field in self._changes(row_result.instance)
        ]

    def _difference(self, field: models.Field, instance: models.Model) -> Difference:
        old = getattr(self.original, field.attname) if self.original else ""
        new = getattr(instance, field.attname)
        self.compared += 1
        if self.compared <= MOST_COMPARED and len(f"{old}{new}") <= LONGEST_COMPARED:
            return difference(field, old, new, self.names)
        texts = in_words(field, old, self.names), in_words(field, new, self.names)
        return Difference(field.name, capfirst(str(field.verbose_name)), old, new, *texts)

    def after_import(self, dataset, result, *, user=None, expected="", **kwargs):
        """Raises MeanwhileChanged unless this is what was `expected`, by the digest of its dry run."""
        result.digest = digest(result)
        if self._is_dry_run(kwargs) or result.has_validation_errors() or result.has_errors():
            return
        if result.digest != expected:
            raise MeanwhileChanged
        for kind, is_update in ((RowResult.IMPORT_TYPE_NEW, False), (RowResult.IMPORT_TYPE_UPDATE, True)):
            rows = [row.instance for row in result.rows if row.import_type == kind]
            self.model.history.bulk_history_create(
                rows, update=is_update, default_user=user, default_change_reason=IMPORTED
            )


def resource_for(model: type[models.Model]) -> type[ContentResource]:
    names = [field.name for field in columns_of(model)]
    options = {"fields": names, "import_id_fields": list(key_columns(model))}
    return modelresource_factory(model, ContentResource, options)


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """What a table of the model has; archiving is for its own button, where it has one."""
    return [field for field in content_fields(model) if field.editable]


def key_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that name a row together."""
    return tuple(dict.fromkeys(path.partition("__")[0] for path in model.NATURAL_KEY))


def unique_sets(model: type[models.Model]) -> list[tuple[str, ...]]:
    """Fields that no two rows may have the same values of; the last of each is where it is said."""
    sets = [key_columns(model)]
    sets += [(field.name,) for field in columns_of(model) if field.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            place = constraint.violation_error_code or constraint.fields[-1]
            sets.append((*(name for name in constraint.fields if name != place), place))
    return list(dict.fromkeys(sets))


def errors_free(names, errors) -> bool:
    return not set(names) & set(errors)


def changed(field: models.Field, old: models.Model, new: models.Model) -> bool:
    return getattr(old, field.attname) != getattr(new, field.attname)


def placed(error: ValidationError, columns) -> dict[str, list[ValidationError]]:
    """By field; what a constraint has to say is at the field that its code names."""
    found = {name: list(errors) for name, errors in error.error_dict.items()}
    for item in found.pop(NON_FIELD_ERRORS, []):
        found.setdefault(item.code if item.code in columns else NON_FIELD_ERRORS, []).append(item)
    return found


def digest(result) -> str:
    """Of everything that an import would change, and of what it would change it from."""
    changes = []
    for row in result.rows:
        if row.is_valid():
            pk = row.original.pk if row.original else None  # a new row gets another id each time
            changes.append((row.import_type, pk, [(x.name, x.old, x.new) for x in row.differences]))
    return hashlib.sha256(json.dumps(changes, default=str).encode()).hexdigest()
