"""
Two editors at once: the second to save is told what changed meanwhile, and loses nothing that she typed.

Every page of a `ContentAdmin` carries a token of what it showed (see shown.py). When its form comes back,
the rows are taken, so that nobody else writes them until it is saved, and the page is made as it would be
shown now. If that differs from what she was shown in anything that she did not write herself, nothing is
saved: she sees the page with what she typed laid over what is saved by now (see merge.py), who changed
what, and, beside a field that both wrote, the other's words. The page carries a new token then, so saving
again saves.

What differs is judged by content: somebody who saved without changing anything, or who changed something
and changed it back, is no news. A form without a token, or with one that does not fit, is no different,
except that everything in it which differs from what is saved counts as news: it is shown once, never
written over what nobody saw.

A page with more formsets than Django's inlines names them: a formset with others inside its rows gives them
with `nested_formsets()`, or the admin overrides `formsets_on_page`.
"""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django import forms
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string, select_template
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from exercises.admin.meanwhile.merge import Merge, typed
from exercises.admin.meanwhile.shown import TOKEN, Key, Page, Shown
from exercises.history import Change, Difference, changes_since, group_into_saves, held
from exercises.history.text import Names, difference, word_by_word

__all__ = ["TOKEN", "HeldForm", "Meanwhile"]


class HeldForm:
    """A form that is shown again and not saved, however well it is filled in, while `is_held`."""

    is_held = False

    def is_valid(self):
        return super().is_valid() and not self.is_held


class Meanwhile:
    """For a ModelAdmin whose form is a `HeldForm`."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.is_held = hasattr(request, "meanwhile")
        return form

    def save_form(self, request, form, change):
        if hasattr(request, "meanwhile"):
            raise TypeError(f"{type(form)} is no HeldForm, and would save what nobody has seen.")
        return super().save_form(request, form, change)

    def formsets_on_page(self, context) -> Iterator[forms.BaseModelFormSet]:
        """Every formset whose rows can be edited on this page, those inside of others too."""
        for inline in context["inline_admin_formsets"]:
            if inline.has_change_permission:
                yield from with_nested(inline.formset)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        rest = (object_id, form_url, extra_context)
        try:
            pk = self.opts.pk.clean(unquote(object_id), None) if object_id else None
        except ValidationError:
            pk = None
        if request.method != "POST" or pk is None or "_saveasnew" in request.POST or is_action(request):
            return super().changeform_view(request, *rest)
        shown = Shown.read(request.POST.get(TOKEN, ""), self.model, pk)
        with held(_rows(shown, self.model, pk)):
            now = super().changeform_view(_as_if_opened(request), *rest)
            page = getattr(now, "page", None)
            if page is None:
                is_gone = shown and not self.model._base_manager.filter(pk=pk).exists()
                return self._gone(request, shown) if is_gone else super().changeform_view(request, *rest)
            merge = Merge(shown or page.taken_from(request.POST), page, request.POST)
            if not merge.news:
                return super().changeform_view(request, *rest)
            request.POST = merge.as_post()
            request.meanwhile = merge
            response = super().changeform_view(request, *rest)
        self._tell(request, response, merge)
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if not change or not self.has_change_permission(request, obj):
            return response
        form = context["adminform"].form
        form.fields[TOKEN] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not form.is_bound:
            response.page = self._page(context)
            form.initial[TOKEN] = response.page.shown().sign()
        names = response.template_name
        response.context_data |= {
            "change_form": select_template([names] if isinstance(names, str) else names),
            "page_as_shown": form[TOKEN],
            "meanwhile": None,
        }
        response.template_name = "admin/meanwhile/change_form.html"
        return response

    def _page(self, context) -> Page:
        formsets = {formset.prefix: formset for formset in self.formsets_on_page(context)}
        looked_at = [
            inline.formset
            for inline in context["inline_admin_formsets"]
            if inline.formset.prefix not in formsets
        ]
        return Page(context["adminform"].form, formsets, looked_at)

    def _gone(self, request, shown: Shown):
        """The row itself was deleted while she edited it: there is nothing to save, but hers is shown."""
        main = shown.rows[0]
        context = {
            **self.admin_site.each_context(request),
            "title": _("This was deleted meanwhile"),
            "subtitle": None,
            "opts": self.opts,
            "object_id": main.pk,
            "saves": group_into_saves(changes_since({main.key: main.history_id})),
            "you": request.user.pk,
            "typed": [pair for row in shown.rows for pair in typed(row, request.POST)],
        }
        return TemplateResponse(request, "admin/meanwhile/gone.html", context, status=409)

    def _tell(self, request, response, merge: Merge) -> None:
        """Put the notice on the page, and a note beside each field that both wrote."""
        known = {row.key: row.history_id for row in merge.shown.rows}
        known |= {key: 0 for key, _name in merge.news if key not in known}
        changes = changes_since(known) if merge.shown.is_known else []
        context = response.context_data
        page = self._page(context)
        for key, name in merge.clashes:
            note = {
                "each": _between(changes, key, name),
                "now": None if changes else _now(merge.page.forms[key], name),
                "saves": group_into_saves(_touching(changes, key, name)[:1]),
                "you": request.user.pk,
            }
            form = page.forms[key]
            form.add_error(name, render_to_string("admin/meanwhile/_field.html", note))
        context["meanwhile"] = {
            "saves": group_into_saves(changes),
            "you": request.user.pk,
            "is_known": merge.shown.is_known,
            "lost": [lost for lost in merge.lost if lost.typed],
            "has_clashes": bool(merge.clashes),
        }


def with_nested(formset) -> Iterator[forms.BaseModelFormSet]:
    """A formset, and those inside its saved rows."""
    yield formset
    for inner in getattr(formset, "nested_formsets", list)():
        if inner.instance.pk is not None:
            yield from with_nested(inner)


def is_action(request) -> bool:
    """Django's own actions on a change page save nothing of its form."""
    has_button = {"_save", "_continue", "_addanother"} & request.POST.keys()
    return f"{ActionLocation.CHANGE_FORM.value}-action" in request.POST and not has_button


def _rows(shown: Shown | None, model, pk) -> dict:
    rows: dict = {model: {pk}}
    for row in shown.rows if shown else ():
        rows.setdefault(row.model, set()).add(row.pk)
    return rows


def _as_if_opened(request):
    opened = copy.copy(request)
    opened.method = "GET"
    opened.POST = QueryDict()
    return opened


def _touching(changes: Iterable[Change], key: Key, name: str) -> list[Change]:
    return [
        change
        for change in changes
        if (change.record.model, change.record.pk) == key
        and any(each.name == name for each in change.differences)
    ]


def _between(changes: Iterable[Change], key: Key, name: str) -> Difference | None:
    """What several changes did to a field, as one."""
    found = [
        each for change in _touching(changes, key, name) for each in change.differences if each.name == name
    ]
    if len(found) < 2:
        return found[0] if found else None
    newest, oldest = found[0], found[-1]
    texts = oldest.old_text, newest.new_text
    parts = word_by_word(*texts) if newest.parts and all(texts) else ()
    return replace(newest, old=oldest.old, old_text=oldest.old_text, parts=parts)


def _now(form: forms.ModelForm, name: str) -> str:
    """What is saved, where no history tells how it came."""
    column = form.instance._meta.get_field(name)
    names, value = Names(), getattr(form.instance, column.attname)
    if column.many_to_one and value:
        names.load([(column.related_model, value)])
    return difference(column, "", value, names).new_text
