"""What exercises share: muscles and equipment, hints and safety notes."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ContentAdmin, ContentForm
from exercises.models import Equipment, Hint, Muscle, SafetyNote


@admin.register(Muscle)
class MuscleAdmin(ContentAdmin):
    list_display = ["plain_name", "name", "role", "order", "variation_count"]
    search_fields = ["plain_name", "name", "slug"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["plain_name", "name", "slug", "role", "order"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(variation_number=Count("variation_muscles"))

    @admin.display(description=_("variations"), ordering="variation_number")
    def variation_count(self, obj):
        return obj.variation_number


@admin.register(Equipment)
class EquipmentAdmin(ContentAdmin):
    list_display = ["name", "is_kit", "order", "use_count"]
    list_filter = ["is_kit"]
    search_fields = ["name", "slug"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "is_kit", "order"]

    def get_queryset(self, request):
        counts = {
            "needed": Count("gated_variations", distinct=True),
            "useful": Count("supported_variations", distinct=True),
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=_("variations"))
    def use_count(self, obj):
        return obj.needed + obj.useful


class SurfacesField(forms.MultipleChoiceField):
    """Ticks for places that the database keeps as words in a line."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value):
        return " ".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed((initial or "").split(), data)


class HintForm(ContentForm):
    surfaces = SurfacesField(label=_("Shown"), choices=Hint.Surface)


class SurfaceFilter(admin.SimpleListFilter):
    title = _("where it is shown")
    parameter_name = "surface"

    def lookups(self, request, model_admin):
        return Hint.Surface.choices

    def queryset(self, request, queryset):
        # No place's name is part of another's.
        return queryset.filter(surfaces__contains=self.value()) if self.value() else queryset


@admin.register(Hint)
class HintAdmin(ContentAdmin):
    form = HintForm
    list_display = ["title", "places", "exercise", "order"]
    list_filter = [SurfaceFilter, "exercise"]
    list_select_related = ["exercise"]
    search_fields = ["title", "text", "slug"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "text", "surfaces", "exercise", "order"]

    @admin.display(description=_("shown"))
    def places(self, obj):
        return ", ".join(str(Hint.Surface(place).label) for place in obj.surfaces.split())


@admin.register(SafetyNote)
class SafetyNoteAdmin(ContentAdmin):
    list_display = ["title", "topic", "order"]
    list_filter = ["topic"]
    search_fields = ["title", "text", "points", "slug"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "topic", "text", "points", "sources", "order"]
