"""The history of a row and of everything below it, as a page with a way back beside each change."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from operator import attrgetter
from typing import ClassVar, NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.history import (
    CannotChangeBack,
    Change,
    Save,
    Tree,
    bound_together,
    change_back,
    changes_of,
    ever,
    find_records,
    group_into_saves,
    whole_save,
)

ON_A_PAGE = 50
PAGE = "page"


class Milestone(NamedTuple):
    """Something that was published between changes."""

    when: datetime.datetime
    what: str
    who: str


@dataclass(frozen=True)
class Line:
    """A change, and whether the person who looks may change it back here, alone or with its whole save."""

    change: Change
    has_way_back: bool
    is_bound: bool = False


@dataclass(frozen=True)
class Entry:
    """What happened at one moment: a save, as far as it is on this page, or a publication. `ways_back` are
    of the whole save."""

    when: datetime.datetime
    save: Save | None = None
    lines: tuple[Line, ...] = ()
    ways_back: tuple[str, ...] = ()
    publication: Milestone | None = None


class HistoryPage:
    """
    For an admin of a model with history.

    `history_of` names what is below a row, each model with its lookup to the row:
    `((Variation, "exercise"), (VariationMuscle, "variation__exercise"))`. `publications` is to be
    overridden where something is published under more names than `editions` and `revisions`.
    """

    history_of: ClassVar[Tree] = ()

    def publications(self, obj) -> Iterable[Milestone]:
        kinds = {
            "editions": _("Edition %(number)d was published"),
            "revisions": _("Revision %(number)d was published"),
        }
        for name, words in kinds.items():
            if hasattr(obj, name):
                rows = getattr(obj, name).select_related("published_by")
                for row in rows.only("number", "created_at", "published_by"):
                    yield Milestone(
                        row.created_at, words % {"number": row.number}, str(row.published_by or "")
                    )

    def history_view(self, request, object_id, extra_context=None):
        obj, last = self._find(unquote(object_id))
        row = obj or last
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST":
            return self._change_back(request, row)
        page = _page_number(request.GET.get(PAGE, ""))
        entries, is_last = self._entries(request, row, obj, page)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%(name)s”") % {"name": row},
            "subtitle": None,
            "object": row,
            "is_deleted": obj is None,
            "entries": entries,
            "newer": page - 1,
            "older": 0 if is_last else page + 1,
            "opts": self.opts,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/history/history.html", context)

    def _find(self, pk: str) -> tuple[models.Model | None, models.Model | None]:
        """The row or, if it is gone, the row as it was last."""
        try:
            key = {self.opts.pk.attname: self.opts.pk.to_python(pk)}
        except ValidationError:
            return None, None
        row = self.model._base_manager.filter(**key).first()
        record = None if row else self.model.history.filter(**key).first()
        return row, record.instance if record else None

    def _tree(self, request) -> list[tuple[type[models.Model], str]]:
        """What is below a row, as far as this person may look."""
        return [
            (model, path) for model, path in self.history_of if self._admin_allows("view", model, request)
        ]

    def _admin_allows(self, what: str, model, request) -> bool:
        if not self.admin_site.is_registered(model):
            return False
        return getattr(self.admin_site.get_model_admin(model), f"has_{what}_permission")(request)

    def _has_way_back(self, request, change: Change) -> bool:
        """Who may change a row may change it back, and may bring it back; to make it go is to delete it."""
        what = "delete" if change.record.kind == "+" else "change"
        return not change.obstacle and self._admin_allows(what, change.record.model, request)

    def _ways_back(self, request, save: Save) -> list[Change]:
        return [change for change in save.changes if self._has_way_back(request, change)]

    def _entry(self, request, save: Save, whole: Save) -> Entry:
        ways = self._ways_back(request, whole)
        references, bound = tuple(change.reference for change in ways), bound_together(ways)
        lines = (
            Line(change, change.reference in references, change.reference in bound) for change in save.changes
        )
        return Entry(save.when, save, tuple(lines), references)

    def _entries(self, request, row, obj, page: int) -> tuple[list[Entry], bool]:
        start = (page - 1) * ON_A_PAGE
        # One more at both ends: they tell where this page stops.
        changes = changes_of(row, self._tree(request), start=max(start - 1, 0), stop=start + ON_A_PAGE + 1)
        above, changes = (changes[:1], changes[1:]) if start else ([], changes)
        is_last = len(changes) <= ON_A_PAGE
        changes = changes[:ON_A_PAGE]
        saves = group_into_saves(change for change in changes if change.differences)
        entries = []
        for number, save in enumerate(saves, start=1):
            is_cut = (number == 1 and start) or (number == len(saves) and not is_last)
            change = save.changes[0]
            whole = whole_save(row, self._tree(request), change.reference, save.when) if is_cut else None
            entries.append(self._entry(request, save, whole or save))
        for publication in self.publications(obj) if obj else ():
            is_newer = above and publication.when >= above[0].record.when
            is_older = not is_last and changes and publication.when < changes[-1].record.when
            if not is_newer and not is_older:
                entries.append(Entry(publication.when, publication=publication))
        return sorted(entries, key=attrgetter("when"), reverse=True), is_last

    def _change_back(self, request, row):
        try:
            records = find_records(request.POST.getlist("change"))
            self._check_is_here(request, row, records)
            self._check_is_whole(request, row, records)
            names = change_back(
                records,
                by=request.user,
                may_be_empty=self._draft_fields,
                uses=self._uses_beside_keys,
            )
        except CannotChangeBack as error:
            messages.error(request, _("Nothing was changed. %(why)s") % {"why": error})
        else:
            text = ngettext(
                "“%(names)s” was changed back.", "These were changed back: %(names)s.", len(names)
            )
            messages.success(request, text % {"names": ", ".join(names)})
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[quote(row.pk)]))

    def _check_is_here(self, request, row, records) -> None:
        """Only what this page shows can be changed back from it, by those who may."""
        paths = dict(self._tree(request)) | {self.model: ""}
        for record in records:
            model = record.instance_type
            if model not in paths:
                raise CannotChangeBack(_("This change is not known here."))
            if not self._admin_allows("delete" if record.history_type == "+" else "change", model, request):
                raise PermissionDenied
            path = paths[model]
            here = (
                ever(model, path, row.pk) if path else model.history.filter(**{self.opts.pk.attname: row.pk})
            )
            if not here.filter(history_id=record.history_id).exists():
                raise CannotChangeBack(_("This change is not known here."))

    def _check_is_whole(self, request, row, records) -> None:
        """Rows that changed places together go back together."""
        asked = {
            f"{record.instance_type._meta.label_lower}:{record.history_id}": record for record in records
        }
        bound: dict = {}
        seen: set[str] = set()
        for reference, record in asked.items():
            if reference not in seen:
                save = whole_save(row, self._tree(request), reference, record.history_date)
                bound |= bound_together(self._ways_back(request, save)) if save else {}
                seen |= {change.reference for change in save.changes} if save else set()
            if not bound.get(reference, frozenset()) <= asked.keys():
                raise CannotChangeBack(
                    _("“%(name)s” changed places together with other rows. Change that whole save back.")
                    % {"name": record.instance}
                )

    def _uses_beside_keys(self, row) -> list[str]:
        finders = getattr(self.admin_site.get_model_admin(type(row)), "uses_beside_keys", ())
        return [f"{kind} “{unescape(strip_tags(link))}”" for find in finders for kind, link in find(row)]

    def _draft_fields(self, model) -> tuple[str, ...]:
        return getattr(self.admin_site.get_model_admin(model), "draft_fields", ())


def _page_number(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < int(text) < 100_000 else 1
