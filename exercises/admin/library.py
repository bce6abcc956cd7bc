"""What a movement is: exercises, their variations and the rungs of their ladders."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import models
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ContentAdmin, with_unit
from exercises.admin.figures import ShowsFigures, draw, drawn_on
from exercises.admin.forms import ExerciseForm, RungForm, VariationForm, with_figures
from exercises.admin.inlines import (
    SECOND_PART,
    SIDES,
    WORDS,
    MusclesOfVariation,
    RungsOfExercise,
    RungsOfVariation,
    VariationsOfExercise,
    is_offered,
    with_published,
)
from exercises.admin.ordering import asked, in_order
from exercises.admin.rows import CheckedForm, KnownChoices
from exercises.models import Exercise, Rung, Variation, VariationMuscle


def reps(rung: Rung) -> str:
    """“8–12”, with the step where it is not one."""
    span = f"{rung.rep_low}–{rung.rep_high}" if rung.rep_high > rung.rep_low else f"{rung.rep_low}"
    return f"{span} (+{rung.rep_step})" if rung.rep_step != 1 else span


@admin.register(Exercise)
class ExerciseAdmin(ShowsFigures, ContentAdmin):
    form = ExerciseForm
    draft_fields = ExerciseForm.draft_fields
    history_of = ((Variation, "exercise"), (VariationMuscle, "variation__exercise"), (Rung, "exercise"))
    change_form_template = "admin/exercises/exercise/change_form.html"
    list_display = ["name", "position", "order", "variation_count", "rung_count", "is_archived"]
    list_filter = ["position", "is_archived"]
    search_fields = ["name", "aliases", "slug", "summary"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "aliases", ("position", "order")]}),
        (_("Words"), {"fields": ["summary", "about", "feel_it", "step_up"]}),
    ]

    def get_inlines(self, request, obj):
        """A new exercise is saved first: rungs choose among its variations."""
        return [VariationsOfExercise, RungsOfExercise] if obj else []

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        return in_order(super().get_inline_formsets(request, formsets, inline_instances, obj))

    def get_queryset(self, request):
        counts = {
            "variation_number": Count("variations", distinct=True),
            "rung_number": Count("rungs", distinct=True),
        }
        return with_published(super().get_queryset(request).annotate(**counts), request, "pk")

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.published and not obj.is_archived else None

    def response_add(self, request, obj, post_url_continue=None):
        """The words come first; what follows is on the page of the new exercise."""
        if "_addanother" not in request.POST and IS_POPUP_VAR not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """After a move: back to the row that was moved, where the next press is at hand."""
        move = asked(request.POST)
        if move is None:
            return super().response_change(request, obj)
        rows = {"variation": obj.variations, "rung": obj.rungs}.get(move.model)
        return HttpResponseRedirect(request.get_full_path() + self._place_of(request, move, rows))

    def _place_of(self, request, move, rows: models.Manager | None) -> str:
        """Says where a moved row stands now, and gives the anchor of the button that moves it on."""
        rows = list(rows.order_by("order")) if rows else []
        row = next((row for row in rows if str(row.pk) == move.pk), None)
        if row is None:
            return ""
        said = _g("Saved. “%(name)s” is number %(order)d of %(count)d now.")
        self.message_user(
            request, said % {"name": row, "order": row.order, "count": len(rows)}, messages.SUCCESS
        )
        is_at_the_end = row is (rows[0] if move.is_up else rows[-1])
        return f"#{(move.turned if is_at_the_end else move).anchor}"

    @admin.display(description=_("variations"), ordering="variation_number")
    def variation_count(self, obj):
        return obj.variation_number

    @admin.display(description=_("rungs"), ordering="rung_number")
    def rung_count(self, obj):
        return obj.rung_number


@admin.register(Variation)
class VariationAdmin(ShowsFigures, KnownChoices, ContentAdmin):
    form = VariationForm
    fixed_fields = VariationForm.fixed_fields
    draft_fields = VariationForm.draft_fields
    history_of = ((VariationMuscle, "variation"), (Rung, "variation"))
    change_form_template = "admin/exercises/figures_form.html"
    list_display = [
        "drawing",
        "name",
        "exercise",
        "order",
        "laterality",
        "rep_seconds",
        "needs",
        "is_archived",
    ]
    list_display_links = ["name"]
    list_filter = ["exercise", "laterality", "needs", "is_archived"]
    search_fields = ["name", "slug", "cue", "exercise__name"]
    ordering = ["exercise__order", "order"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["exercise", "name", "slug", ("order", "rep_seconds"), "is_archived"]}),
        (_("Figure"), {"fields": ["figure"]}),
        (_("Words"), WORDS),
        (_("Sides"), SIDES),
        (_("A second movement in the same set"), SECOND_PART),
        (_("Kit"), {"fields": [("prop", "needs")]}),
    ]
    inlines = [MusclesOfVariation, RungsOfVariation]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("exercise", "needs")
        return with_published(rows, request, "exercise")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        with_figures(form, drawn_on(request))
        keep(form, "exercise", obj)
        return form

    def view_on_site(self, obj):
        return obj.get_absolute_url() if is_offered(obj, obj.published) else None

    @admin.display(description=_("drawing"))
    def drawing(self, obj):
        return format_html("{}{}", draw(obj.figure), draw(obj.second_part_figure) if obj.parts > 1 else "")


def keep(form, name: str, obj: models.Model | None) -> None:
    """A choice that was made for good needs no others."""
    if obj and name in form.base_fields:
        form.base_fields[name].rows = lambda: [getattr(obj, name)]


@admin.register(VariationMuscle)
class VariationMuscleAdmin(KnownChoices, ContentAdmin):
    form = CheckedForm
    fixed_fields = ("variation",)
    list_display = ["variation", "muscle", "role", "set_percent"]
    list_filter = ["role", "muscle", "variation__exercise"]
    list_select_related = ["variation", "muscle"]
    search_fields = ["variation__name", "muscle__name", "muscle__plain_name"]
    ordering = ["variation__exercise__order", "variation__order", "muscle__order"]


@admin.register(Rung)
class RungAdmin(KnownChoices, ContentAdmin):
    form = RungForm
    fixed_fields = RungForm.fixed_fields
    list_display = ["code", "exercise", "variation", "order", "level", "sets", "rep_range", "hold", "rest"]
    list_filter = ["exercise", "level"]
    list_select_related = ["exercise", "variation"]
    search_fields = ["code", "variation__name", "exercise__name"]
    ordering = ["exercise__order", "order"]
    fieldsets = [
        (None, {"fields": ["exercise", "variation", "code", "order", "level"]}),
        (
            _("Dose"),
            {
                "description": _("Changes reach people who train once the exercise is published again."),
                "fields": [
                    "sets",
                    ("rep_low", "rep_high", "rep_step"),
                    "hold_seconds",
                    "rest_seconds",
                ],
            },
        ),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("exercise", "variation__exercise")
        return with_published(rows, request, "exercise")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        keep(form, "exercise", obj)
        if obj and "variation" in form.base_fields:
            of_exercise = Variation.objects.filter(exercise=obj.exercise_id).order_by("order")
            form.base_fields["variation"].queryset = of_exercise
        return form

    def view_on_site(self, obj):
        return obj.variation.get_absolute_url() if is_offered(obj.variation, obj.published) else None

    @admin.display(description=_("reps"), ordering="rep_low")
    def rep_range(self, obj):
        return reps(obj)

    @admin.display(description=_("hold"), ordering="hold_seconds")
    def hold(self, obj):
        return with_unit(obj.hold_seconds, "s")

    @admin.display(description=_("rest"), ordering="rest_seconds")
    def rest(self, obj):
        return with_unit(obj.rest_seconds, "s")
