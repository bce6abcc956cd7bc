"""Many rows on one page in few queries: choices are fetched once, and rows are compared with each other."""

from functools import cache, cached_property

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, UniqueConstraint
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _g

from exercises.admin.base import ContentForm, NamedFields
from exercises.admin.checks import NotUnderstood, holds


class Sentence(forms.CharField):
    """One line in the database, with room to read all of it while it is edited."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


def sentences(*names: str) -> dict[str, AdminTextareaWidget]:
    """For the `widgets` of a form's Meta, beside its `field_classes`."""
    return {name: AdminTextareaWidget({"rows": 2}) for name in names}


class KnownRows(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.field.rows())


class KnownChoice(forms.ModelChoiceField):
    """A choice among rows that are fetched once, however many forms of a page ask for them."""

    iterator = KnownRows

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Copies of this field share the function, and with it the rows.
        self.rows = cache(lambda: list(self.queryset.complex_filter(self.get_limit_choices_to() or {})))

    def to_python(self, value):
        if value in self.empty_values:
            return None
        key = str(getattr(value, "pk", value))
        for row in self.rows():
            if str(row.pk) == key:
                return row
        raise ValidationError(
            self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
        )


class KnownChoices:
    """For an admin or an inline: every choice among rows is a `KnownChoice`."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **({"form_class": KnownChoice} | kwargs))


class CheckedForm(ContentForm):
    """
    Asks the database nothing that can be known without it.

    What is chosen among known rows exists, what did not change is as unique as before, and a check
    constraint is arithmetic. Of the rows of a formset (`is_row`) the formset says which are unique.
    """

    is_row = False

    @cached_property
    def changed_data(self):
        """A new row is untouched where nothing was sent for it, whatever its fields begin with."""
        changed = super().changed_data
        if not self.is_row or not self.instance._state.adding:
            return changed
        return [name for name in changed if not self._is_omitted(name)]

    def _is_omitted(self, name: str) -> bool:
        widget = self.fields[name].widget
        return widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def _get_validation_exclusions(self):
        known = {name for name, field in self.fields.items() if isinstance(field, KnownChoice)}
        if self.is_row and "order" not in self.changed_data:
            known.add("order")  # however high it was allowed to be once: rows close up when they are saved
        return super()._get_validation_exclusions() | known

    def validate_unique(self):
        if self.is_row:
            return
        exclude = super()._get_validation_exclusions()
        if not self.instance._state.adding:
            exclude |= self.fields.keys() - set(self.changed_data)
        try:
            self.instance.validate_unique(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)

    def validate_constraints(self):
        exclude = super()._get_validation_exclusions()
        errors = {}
        for constraint in self.instance._meta.constraints:
            try:
                self._check(constraint, exclude)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            self._update_errors(ValidationError(errors))

    def _check(self, constraint, exclude: set[str]) -> None:
        if isinstance(constraint, UniqueConstraint) and not self._may_clash(constraint):
            return
        if isinstance(constraint, CheckConstraint):
            values = {
                field.name: getattr(self.instance, field.attname)
                for field in self.instance._meta.concrete_fields
                if field.name not in exclude
            }
            try:
                if holds(constraint.condition, values) is False:
                    raise ValidationError(
                        constraint.get_violation_error_message(), code=constraint.violation_error_code
                    )
                return
            except KeyError:  # it speaks of a field that is left out: nobody can tell yet
                return
            except NotUnderstood:
                pass
        constraint.validate(type(self.instance), self.instance, exclude=exclude)

    def _may_clash(self, constraint: UniqueConstraint) -> bool:
        is_changed = self.instance._state.adding or not set(constraint.fields).isdisjoint(self.changed_data)
        return is_changed and not self.is_row


class Rows(forms.BaseInlineFormSet):
    """Knows all rows of its parent, so that they are compared here and not in the database one by one."""

    saved_values = ()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name = self._pk_field.name
        field = KnownChoice(
            self.model._default_manager.none(),
            required=False,
            initial=form.fields[name].initial,
            widget=forms.HiddenInput,
        )
        field.rows = self.get_queryset
        form.fields[name] = field

    def full_clean(self):
        super().full_clean()
        pks = [form.instance.pk for form in self.initial_forms if form.instance.pk] if self.is_bound else []
        if len(set(pks)) < len(pks):
            words = _g(
                "The form named a row twice, so nothing was saved. Open this page anew before you go on."
            )
            self._non_form_errors.append(ValidationError(words, code="twice"))

    def get_queryset(self):
        """Remembers what is saved: forms write into these rows. Others find them in `rows_on_page`."""
        if "saved_values" not in self.__dict__:
            names = [field.attname for field in self.model._meta.concrete_fields]
            self.saved_values = [
                {name: getattr(row, name) for name in names} | {"pk": row.pk}
                for row in super().get_queryset()
            ]
            on_page = self.instance.__dict__.setdefault("rows_on_page", {})
            on_page[self.model] = list(super().get_queryset())
        return super().get_queryset()

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        setattr(form.instance, self.fk.name, self.instance)  # nobody has to fetch it again
        return form

    def live_forms(self):
        """The rows that there will be: neither to be deleted nor new and left untouched."""
        return [
            form
            for form in self.forms
            if not self._goes(form) and (not form.instance._state.adding or form.has_changed())
        ]

    def _goes(self, form) -> bool:
        return self.can_delete and self._should_delete_form(form)

    def validate_unique(self):
        for names, place, error in self._unique_sets():
            for form in self.live_forms():
                key = self._typed(form, names)
                is_new = form.instance._state.adding or set(names).intersection(form.changed_data)
                if None in key or not is_new:
                    continue
                if key in self._others(form, names) or self._is_taken_elsewhere(form, names, key):
                    form.add_error(place, error)

    def _unique_sets(self):
        """What must be unique: the names of fields, the field beside which it is said, and the words."""
        fields = self.form.base_fields
        for field in self.model._meta.concrete_fields:
            if field.unique and field.name in fields:
                yield (field.name,), field.name, self.model().unique_error_message(self.model, (field.name,))
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self.fk.name in constraint.fields:
                names = tuple(name for name in constraint.fields if name != self.fk.name)
                if set(names) <= fields.keys():
                    yield names, constraint.violation_error_code, constraint.get_violation_error_message()

    def _typed(self, form, names):
        values = (form.cleaned_data.get(name) for name in names)
        return tuple(getattr(value, "pk", value) or None for value in values)

    def _others(self, form, names):
        """What the other rows say now and said when they were saved last: they are saved one by one."""
        for other in self.live_forms():
            if other is not form:
                yield self._typed(other, names)
        # Rows that go are deleted before new ones are added, but not before others are changed.
        is_new = form.instance._state.adding
        gone = {gone.instance.pk for gone in self.forms if self._goes(gone)} if is_new else set()
        for row in self.saved_values:
            if row["pk"] not in gone | {form.instance.pk}:
                yield tuple(row[self.model._meta.get_field(name).attname] for name in names)

    def _is_taken_elsewhere(self, form, names, key):
        """Only a name that is unique everywhere can be, and only new rows have a new one."""
        if len(names) > 1 or not self.model._meta.get_field(names[0]).unique:
            return False
        rows = self.model._default_manager.filter(**dict(zip(names, key, strict=True)))
        return rows.exclude(pk=form.instance.pk).exists()


class NamedRows(Rows, NamedFields):
    """Rows of a table whose fields have no labels of their own."""
