"""What every admin page of ours has in common, for content and for records."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, quote
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_REASONS = 12


def link_to(obj: models.Model, text: object = None) -> SafeString:
    """A link to the admin page of a row."""
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[quote(obj.pk)]), text or obj)


class ContentForm(forms.ModelForm):
    """Shows what a constraint has to say beside the field that its `violation_error_code` names."""

    def add_error(self, field, error):
        if field is not None or not hasattr(error, "error_dict"):
            return super().add_error(field, error)
        placed = {name: list(errors) for name, errors in error.error_dict.items()}
        for item in placed.pop(NON_FIELD_ERRORS, []):
            place = item.code if item.code in self.fields else NON_FIELD_ERRORS
            placed.setdefault(place, []).append(item)
        for name, errors in placed.items():
            if name not in self.errors:  # one complaint about a field is enough
                super().add_error(None if name == NON_FIELD_ERRORS else name, ValidationError(errors))
        return None


class BaseAdmin(admin.ModelAdmin):
    """Can say of a row, in one line, that it needs another one."""

    show_full_result_count = False

    def describe_use(self, obj: models.Model) -> SafeString:
        return format_html("{}: {}", capfirst(obj._meta.verbose_name), link_to(obj))


class ContentAdmin(BaseAdmin):
    """
    A page to edit content.

    `fixed_fields` name a row for good: other rows and frozen numbers hold on to them, so they are typed
    once. Nothing in use can be deleted, and the page says what uses it; an app that knows of a use which
    no foreign key tells adds a function from the row to sentences to `reasons_to_keep`.
    """

    form = ContentForm
    fixed_fields: ClassVar[tuple[str, ...]] = ("slug",)
    reasons_to_keep: ClassVar[tuple[Callable[[models.Model], Iterable[str]], ...]] = ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for name in self.fixed_fields if obj else ():
            if name in form.base_fields:
                # Disabled and not read-only: unique constraints with this field are still checked.
                form.base_fields[name].disabled = True
        return form

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_deleted_objects(self, objs, request):
        """As Django does it, but what is in use is refused for that reason alone, in plain words."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        reasons = {reason for obj in objs for find in self.reasons_to_keep for reason in find(obj)}
        if protected:
            reasons |= self._uses_of(objs)
        if not reasons:
            return deleted, counts, lacking, protected
        return deleted, counts, set(), shorten(sorted(reasons))

    def _uses_of(self, objs) -> set[str]:
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        rows = sorted(collector.protected, key=lambda row: row._meta.label)
        uses = set()
        for model, same in groupby(rows, key=type):
            users = list(same)
            if not self.admin_site.is_registered(model):
                uses |= {f"{capfirst(model._meta.verbose_name)}: {row}" for row in users}
                continue
            model_admin = self.admin_site.get_model_admin(model)
            prefetch_related_objects(users, *(model_admin.list_select_related or ()))
            uses |= {model_admin.describe_use(row) for row in users}
        return uses


def shorten(reasons: list[str]) -> list[str]:
    more = len(reasons) - MOST_REASONS
    if more <= 1:
        return reasons
    rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return [*reasons[:MOST_REASONS], rest]


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
