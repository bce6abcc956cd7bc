"""What a movement is: exercises, their variations and the rungs of their ladders."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from exercises import figures
from exercises.admin.base import ContentAdmin, ContentForm, ContentInline, ReadOnlyInline, with_unit
from exercises.models import Exercise, Rung, Variation, VariationMuscle


def draw(key: str):
    """The end of a movement over a ghost of its start; a dash where nothing is drawn."""
    if key not in figures.figure_keys():
        return "–"
    drawing = figures.figure(key, animate=False, decorative=True, tight=True)
    # Our own drawing, made of numbers and fixed names alone.
    return format_html('<span class="drawing">{}</span>', mark_safe(drawing))  # noqa: S308


def reps(rung: Rung) -> str:
    """“8–12”, with the step where it is not one."""
    span = f"{rung.rep_low}–{rung.rep_high}" if rung.rep_high > rung.rep_low else f"{rung.rep_low}"
    return f"{span} (+{rung.rep_step})" if rung.rep_step != 1 else span


class VariationsOfExercise(ReadOnlyInline):
    model = Variation
    fields = ["drawing", "name", "order", "laterality", "rep_seconds", "needs"]
    readonly_fields = ["drawing"]
    verbose_name_plural = _("variations, from easiest to hardest; each has a page of its own")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("exercise", "needs")

    @admin.display(description=_("figure"))
    def drawing(self, obj):
        return draw(obj.figure)


class RungForm(ContentForm):
    fixed_fields = ("code",)


class RungsOfExercise(ContentInline):
    model = Rung
    form = RungForm
    can_delete = False  # on its own page, where it is said who uses it
    show_change_link = True
    fields = [
        "code",
        "order",
        "level",
        "variation",
        "sets",
        "rep_low",
        "rep_high",
        "rep_step",
        "hold_seconds",
        "rest_seconds",
    ]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if "variation" in formset.form.base_fields:
            formset.form.base_fields["variation"].queryset = Variation.objects.filter(exercise=obj)
        return formset


@admin.register(Exercise)
class ExerciseAdmin(ContentAdmin):
    list_display = ["name", "position", "order", "variation_count", "rung_count", "is_published"]
    list_filter = ["position", "is_published"]
    search_fields = ["name", "aliases", "slug"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "aliases", "position", "order", "is_published"]}),
        (_("Words"), {"fields": ["summary", "about", "feel_it", "step_up"]}),
    ]

    def get_inlines(self, request, obj):
        """A new exercise is saved first: rungs choose among its variations."""
        return [VariationsOfExercise, RungsOfExercise] if obj else []

    def get_queryset(self, request):
        counts = {
            "variation_number": Count("variations", distinct=True),
            "rung_number": Count("rungs", distinct=True),
        }
        return super().get_queryset(request).annotate(**counts)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_published else None

    @admin.display(description=_("variations"), ordering="variation_number")
    def variation_count(self, obj):
        return obj.variation_number

    @admin.display(description=_("rungs"), ordering="rung_number")
    def rung_count(self, obj):
        return obj.rung_number


class VariationForm(ContentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"figure", "second_part_figure"} & self.fields.keys():
            keys = [(key, key) for key in figures.figure_keys()]
            self.fields[name].widget = forms.Select(choices=[("", "–"), *keys])


class MusclesOfVariation(ContentInline):
    model = VariationMuscle


class RungsOfVariation(ReadOnlyInline):
    model = Rung
    fields = ["code", "level", "sets", "rep_low", "rep_high", "rep_step", "hold_seconds", "rest_seconds"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("variation")


@admin.register(Variation)
class VariationAdmin(ContentAdmin):
    form = VariationForm
    fixed_fields = ("slug", "exercise")
    list_display = ["drawing", "name", "exercise", "order", "laterality", "rep_seconds", "needs"]
    list_display_links = ["name"]
    list_filter = ["exercise", "laterality", "needs"]
    list_select_related = ["exercise", "needs"]
    search_fields = ["name", "slug", "exercise__name"]
    ordering = ["exercise__order", "order"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["drawing"]
    fieldsets = [
        (None, {"fields": ["exercise", "name", "slug", "order", "rep_seconds"]}),
        (_("Figure"), {"fields": ["drawing", "figure"]}),
        (_("Sides"), {"fields": ["laterality", "side_order", "first_side"]}),
        (
            _("A second movement in the same set"),
            {
                "description": _("Leave all three empty if a set is one movement."),
                "fields": ["part_name", "second_part_name", "second_part_figure"],
            },
        ),
        (_("Kit"), {"fields": ["prop", "needs"]}),
        (
            _("Words"),
            {"fields": ["cue", "start", "steps", "breathing", "good_signs", "watch_outs", "easier"]},
        ),
    ]
    inlines = [MusclesOfVariation, RungsOfVariation]

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.exercise.is_published else None

    @admin.display(description=_("drawing"))
    def drawing(self, obj):
        return format_html("{}{}", draw(obj.figure), draw(obj.second_part_figure) if obj.parts > 1 else "")


@admin.register(VariationMuscle)
class VariationMuscleAdmin(ContentAdmin):
    fixed_fields = ("variation",)
    list_display = ["variation", "muscle", "role", "set_percent"]
    list_filter = ["role", "muscle", "variation__exercise"]
    list_select_related = ["variation", "muscle"]
    search_fields = ["variation__name", "muscle__name", "muscle__plain_name"]
    ordering = ["variation__exercise__order", "variation__order", "muscle__order"]


@admin.register(Rung)
class RungAdmin(ContentAdmin):
    fixed_fields = ("code", "exercise")
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
                "description": _("Changes reach people who train once a plan’s numbers are published again."),
                "fields": [
                    "sets",
                    ("rep_low", "rep_high", "rep_step"),
                    "hold_seconds",
                    "rest_seconds",
                ],
            },
        ),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and "variation" in form.base_fields:
            form.base_fields["variation"].queryset = Variation.objects.filter(exercise=obj.exercise_id)
        return form

    def view_on_site(self, obj):
        return obj.variation.get_absolute_url() if obj.exercise.is_published else None

    @admin.display(description=_("reps"), ordering="rep_low")
    def rep_range(self, obj):
        return reps(obj)

    @admin.display(description=_("hold"), ordering="hold_seconds")
    def hold(self, obj):
        return with_unit(obj.hold_seconds, "s")

    @admin.display(description=_("rest"), ordering="rest_seconds")
    def rest(self, obj):
        return with_unit(obj.rest_seconds, "s")
