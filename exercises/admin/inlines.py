"""What belongs to an exercise or a variation, as rows on its page."""

from functools import cache

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ContentAdmin, ContentInline, ReadOnlyInline
from exercises.admin.figures import drawn_on
from exercises.admin.forms import RowOfRung, RowOfVariation, with_figures
from exercises.admin.ordering import OrderedRows
from exercises.admin.rows import CheckedForm, KnownChoices, NamedRows
from exercises.models import Edition, Exercise, Rung, Variation, VariationMuscle


def with_published(rows, request, exercise: str):
    """On the page of one row: what is published of its exercise, to know what the site shows of it."""
    if "object_id" not in request.resolver_match.kwargs:
        return rows
    newest = Edition.objects.filter(exercise=OuterRef(exercise)).order_by("-number")
    return rows.annotate(published=Subquery(newest.values("content")[:1]))


def is_offered(variation: Variation, published: dict | None) -> bool:
    """Whether the site shows a variation, by what is published of its exercise."""
    slugs = {row["slug"] for row in published["variations"]} if published else set()
    return variation.slug in slugs and not variation.exercise.is_archived


class OrderedInline(KnownChoices, ContentInline):
    """Rows in an order that is changed here. To delete one, its own page says what uses it."""

    formset = OrderedRows
    can_delete = False
    show_change_link = True
    extra = 1
    formfield_overrides = ContentAdmin.formfield_overrides

    def has_add_permission(self, request, obj):
        """A new row may change the places of others."""
        return super().has_add_permission(request, obj) and self.has_change_permission(request, obj)

    def get_extra(self, request, obj=None, **kwargs):
        return self.extra if self.has_add_permission(request, obj) else 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.can_order_rows = self.has_change_permission(request, obj)
        return formset


SIDES = {"fields": [("laterality", "side_order", "first_side")]}
WORDS = {"fields": ["start", "steps", "breathing", "cue", "good_signs", "watch_outs", "easier"]}
SECOND_PART = {
    "description": _("Leave all three empty if a set is one movement."),
    "fields": ["part_name", "second_part_name", "second_part_figure"],
}


class VariationsOfExercise(OrderedInline):
    model = Variation
    form = RowOfVariation
    template = "admin/exercises/variations.html"
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", ("order", "rep_seconds"), "is_archived"]}),
        (_("Figure"), {"fields": ["figure"]}),
        (_("Words"), WORDS),
        (_("Sides"), SIDES),
        (_("A second movement in the same set"), SECOND_PART),
        (_("Kit"), {"fields": [("prop", "needs")]}),
    ]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        with_figures(formset.form, drawn_on(request))
        return formset

    def view_on_site(self, obj):
        return obj.get_absolute_url() if is_offered(obj, obj.exercise.published) else None


class RungsOfExercise(OrderedInline):
    model = Rung
    form = RowOfRung
    template = "admin/exercises/rungs.html"
    fields = [
        "order",
        "code",
        "level",
        "variation",
        "sets",
        "rep_low",
        "rep_high",
        "rep_step",
        "hold_seconds",
        "rest_seconds",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("variation")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.called = "code"
        if "variation" in formset.form.base_fields:
            formset.form.base_fields["variation"].rows = cache(lambda: variations_of(obj))
        return formset


def variations_of(exercise: Exercise) -> list[Variation]:
    """Those on the page already, if it shows them."""
    on_page = getattr(exercise, "rows_on_page", {})
    return on_page.get(Variation) or list(exercise.variations.order_by("order"))


class MuscleForm(CheckedForm):
    is_row = True


class MusclesOfVariation(KnownChoices, ContentInline):
    model = VariationMuscle
    form = MuscleForm
    formset = NamedRows

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("muscle")


class RungsOfVariation(ReadOnlyInline):
    model = Rung
    fields = ["code", "level", "sets", "rep_low", "rep_high", "rep_step", "hold_seconds", "rest_seconds"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("variation")
