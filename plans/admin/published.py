"""What was published: frozen for good, and only looked at."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ReadOnlyAdmin, Use, link_to
from exercises.admin.published import PublishedAdmin, as_text
from plans.models import LoadedContent, PlanEdition, PlanRevision, RevisionVariation


def use_in(revision: PlanRevision) -> Use:
    return _("published numbers"), link_to(revision)


@admin.register(PlanRevision)
class PlanRevisionAdmin(ReadOnlyAdmin):
    list_display = ["name", "plan", "number", "created_at", "enrolment_count"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["plan__name", "digest"]
    ordering = ["plan__order", "-number"]
    date_hierarchy = "created_at"
    fields = ["plan", "number", "created_at", "published_by", "enrolment_count", "digest", "frozen_numbers"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("plan", "published_by").defer("numbers")
        return rows.annotate(followers=Count("enrolments"))

    def view_on_site(self, obj):
        return obj.plan.get_absolute_url() if not obj.plan.is_archived else None

    def describe_use(self, obj):
        return use_in(obj)

    @admin.display(description=_("revision"), ordering="plan__order")
    def name(self, obj):
        return str(obj)

    @admin.display(description=_("enrolments"), ordering="followers")
    def enrolment_count(self, obj):
        return obj.followers

    @admin.display(description=_("numbers"))
    def frozen_numbers(self, obj):
        return as_text(obj.numbers)


@admin.register(PlanEdition)
class PlanEditionAdmin(PublishedAdmin):
    subject = "plan"


@admin.register(RevisionVariation)
class RevisionVariationAdmin(ReadOnlyAdmin):
    list_display = ["variation", "exercise", "revision"]
    list_filter = ["exercise", "revision__plan"]
    list_select_related = ["revision__plan", "exercise", "variation"]
    search_fields = ["variation__name", "exercise__name", "revision__plan__name"]
    ordering = ["revision", "exercise__order", "variation__order"]

    def describe_use(self, obj):
        return use_in(obj.revision)


@admin.register(LoadedContent)
class LoadedContentAdmin(ReadOnlyAdmin):
    list_display = ["key", "model"]
    list_filter = ["model"]
    search_fields = ["key", "model"]
    ordering = ["model", "key"]
