"""What every admin page of ours has in common, for content and for records."""

from collections.abc import Callable, Iterable
from itertools import chain, groupby
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, quote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router
from django.db.models import Max, prefetch_related_objects
from django.db.models.constants import LOOKUP_SEP
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.admin.help import PLACE_TAKEN
from exercises.admin.history import HistoryPage
from exercises.admin.meanwhile import HeldForm, Meanwhile
from exercises.models import MOST_PLACES

MOST_NAMED = 8
PATTERNS = frozenset({"regex", "iregex"})

Use = tuple[object, SafeString]  # a kind of thing, and a link to one of them


def link_to(obj: models.Model, text: object = None) -> SafeString:
    """A link to the admin page of a row."""
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[quote(obj.pk)]), text or obj)


def has_places(model: type[models.Model]) -> bool:
    """Whether its rows stand in one list by an `order` that no other row has."""
    return any(field.name == "order" and field.unique for field in model._meta.concrete_fields)


def place_after_the_last(model: type[models.Model]) -> int | None:
    last = model._default_manager.aggregate(last=Max("order"))["last"] or 0
    return last + 1 if last < MOST_PLACES else None


def free_place(model: type[models.Model], number: int) -> int | None:
    """The first free one from a number on; if there is none up to the last, the nearest one before it."""
    taken = set(model._default_manager.values_list("order", flat=True))
    places = chain(range(number, MOST_PLACES + 1), range(number - 1, 0, -1))
    return next((place for place in places if place not in taken), None)


class TextField(forms.CharField):
    """Lines end as they do in fixtures, whatever a browser sends: text that nobody changed is unchanged."""

    widget = AdminTextareaWidget

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def has_changed(self, initial, data):
        return super().has_changed((initial or "").strip(), data)


class ContentForm(HeldForm, forms.ModelForm):
    """
    Shows what a constraint has to say beside the field that its `violation_error_code` names.

    `fixed_fields` can be filled in once. They are disabled then, and not left out: unique constraints
    are only checked where all of their fields are part of the form.

    `draft_fields` may wait until something is published: a form takes them empty, and leaves them out of
    the model's own checks then.
    """

    fixed_fields: ClassVar[tuple[str, ...]] = ()
    draft_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.draft_fields:
            if name in self.fields:
                self.fields[name].required = False
        for name in self.fixed_fields:
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True

    def clean(self):
        """Text that differs by white space around it alone stays as it was."""
        values = super().clean() or self.cleaned_data
        kept = {name for name in values if isinstance(self.fields[name], TextField)}
        return values | {name: self.initial.get(name, "") for name in kept.difference(self.changed_data)}

    def add_error(self, field, error):
        if field is not None or not hasattr(error, "error_dict"):
            return super().add_error(field, error)
        placed = {name: list(errors) for name, errors in error.error_dict.items()}
        for item in placed.pop(NON_FIELD_ERRORS, []):
            place = item.code if item.code in self.fields else NON_FIELD_ERRORS
            placed.setdefault(place, []).append(item)
        for name, errors in placed.items():
            if name not in self.errors:  # one complaint about a field is enough
                said = ValidationError(self._with_free_place(errors) if name == "order" else errors)
                super().add_error(None if name == NON_FIELD_ERRORS else name, said)
        return None

    def _with_free_place(self, errors):
        if not has_places(type(self.instance)) or all(error.code != "unique" for error in errors):
            return errors
        free = free_place(type(self.instance), self.instance.order)
        return [ValidationError(PLACE_TAKEN, code="unique", params={"free": free})]


class PlainChoices:
    """A choice among other rows may show the chosen one; editing and deleting those is for their pages."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = False
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
        return field


class PlainLookups:
    """What is typed into the address of a list."""

    def lookup_allowed(self, lookup, value, request):
        """What no page offers is refused where the database could choke on it: inside of JSON, and patterns."""
        name, *rest = lookup.split(LOOKUP_SEP)
        field = next((field for field in self.opts.get_fields() if field.name == name), None)
        is_hard = isinstance(field, models.JSONField) or not PATTERNS.isdisjoint(rest)
        return not is_hard and super().lookup_allowed(lookup, value, request)


class BaseAdmin(PlainLookups, PlainChoices, admin.ModelAdmin):
    """Can say of a row, in one line, that it needs another one."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each choice of a filter would be counted by itself

    def describe_use(self, obj: models.Model) -> Use:
        """What kind of thing uses another, and a link to this one."""
        return self.opts.verbose_name_plural, link_to(obj)


class ContentAdmin(HistoryPage, Meanwhile, BaseAdmin):
    """
    A page to edit content, with its history (see history.py) and with an eye on those who edit the same
    rows at the same time (see meanwhile/).

    `fixed_fields` name a row for good: other rows and frozen numbers hold on to them, so they are typed
    once. Nothing in use can be deleted, and the page says what uses it; an app that knows of a use which
    no foreign key tells adds a function from the row to its uses to `uses_beside_keys`.
    """

    form = ContentForm
    formfield_overrides = {models.TextField: {"form_class": TextField, "widget": AdminTextareaWidget}}
    fixed_fields: ClassVar[tuple[str, ...]] = ("slug",)
    draft_fields: ClassVar[tuple[str, ...]] = ()
    uses_beside_keys: ClassVar[tuple[Callable[[models.Model], Iterable[Use]], ...]] = ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.fixed_fields = self.fixed_fields
        form.draft_fields = self.draft_fields
        return form

    def save_model(self, request, obj, form, change):
        """A page that is saved as it was leaves no trace in the history."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def get_changeform_initial_data(self, request):
        suggested = {"order": place_after_the_last(self.model)} if has_places(self.model) else {}
        return suggested | super().get_changeform_initial_data(request)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_deleted_objects(self, objs, request):
        """As Django does it, but what is in use is refused for that reason alone, in plain words."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        uses = [use for obj in objs for find in self.uses_beside_keys for use in find(obj)]
        if protected:
            uses += self._uses_by_keys(objs)
        if not uses:
            return deleted, counts, lacking, protected
        return deleted, counts, set(), in_lines(uses)

    def _uses_by_keys(self, objs) -> list[Use]:
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        rows = sorted(collector.protected, key=lambda row: (row._meta.label, row.pk))
        uses: list[Use] = []
        for model, same in groupby(rows, key=type):
            users = list(same)
            model_admin = self.admin_site.get_model_admin(model)
            prefetch_related_objects(users, *(model_admin.list_select_related or ()))
            uses += [model_admin.describe_use(row) for row in users]
        return uses


def in_lines(uses: Iterable[Use]) -> list[SafeString]:
    """One line for each kind of use, in which everything is named once, up to a number."""
    kinds: dict[str, dict[str, SafeString]] = {}
    for kind, link in uses:
        kinds.setdefault(str(kind), {})[str(link)] = link
    return [_line(kind, list(links.values())) for kind, links in sorted(kinds.items())]


def _line(kind: str, links: list[SafeString]) -> SafeString:
    named = format_html_join(", ", "{}", ((link,) for link in links[:MOST_NAMED]))
    more = len(links) - MOST_NAMED
    rest = ngettext(" and %(count)d more", " and %(count)d more", more) % {"count": more} if more > 0 else ""
    return format_html("{}: {}{}", capfirst(kind), named, rest)


class NamedFields(forms.BaseInlineFormSet):
    """Fields of a table have no label of their own; the head of a column names none to a screen reader."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", field.label)


class ContentInline(PlainChoices, admin.TabularInline):
    """Rows of a table on another row's page. What is not said here is as its form says it."""

    form = ContentForm
    formset = NamedFields
    extra = 0
    fixed_fields: ClassVar[tuple[str, ...]] = ()
    draft_fields: ClassVar[tuple[str, ...]] = ()

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.fixed_fields = self.fixed_fields or formset.form.fixed_fields
        formset.form.draft_fields = self.draft_fields or formset.form.draft_fields
        return formset


class ReadOnly:
    """To look at only, whoever looks: what people did and what was published is never edited by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, BaseAdmin):
    actions = None


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
    show_change_link = True


def with_unit(number: int | None, unit: str) -> str:
    """“30 s”, and a dash where there is nothing to say."""
    return _("%(number)d %(unit)s") % {"number": number, "unit": unit} if number else "–"
