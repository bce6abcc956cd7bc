"""Editions: what was published of an exercise, frozen for good, and only looked at."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ReadOnlyAdmin, link_to
from exercises.admin.library import VariationAdmin
from exercises.models import Edition


def as_text(value) -> str:
    """JSON to read: indented, and every letter as it is."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return format_html('<pre class="numbers">{}</pre>', text)


class PublishedAdmin(ReadOnlyAdmin):
    """Of one edition after the other; `subject` names the foreign key to what it is an edition of."""

    subject = ""
    ordering = ["-created_at", "-pk"]
    date_hierarchy = "created_at"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related(self.subject, "published_by")
        return rows if "object_id" in request.resolver_match.kwargs else rows.defer("content")

    def get_list_display(self, request):
        return ["name", "number", "created_at", "published_by"]

    def get_list_filter(self, request):
        return [self.subject]

    def get_search_fields(self, request):
        return [f"{self.subject}__name", "digest"]

    def get_fields(self, request, obj=None):
        return [self.subject, "number", "created_at", "published_by", "digest", "frozen"]

    @admin.display(description=_("edition"), ordering="created_at")
    def name(self, obj):
        return str(obj)

    @admin.display(description=_("words"))
    def frozen(self, obj):
        return as_text(obj.content)


def editions_with(variation):
    """The editions that speak of a variation: no foreign key tells."""
    for edition in Edition.objects.filter(exercise=variation.exercise_id).select_related("exercise"):
        rows = [*edition.content["variations"], *edition.content["archived"]]
        if any(row["slug"] == variation.slug for row in rows):
            yield _("published words"), link_to(edition)


VariationAdmin.uses_beside_keys += (editions_with,)


@admin.register(Edition)
class EditionAdmin(PublishedAdmin):
    subject = "exercise"
