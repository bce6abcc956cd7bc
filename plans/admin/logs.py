"""What people did: logged workouts, sets and feedback, and the edits they came from. Only looked at."""

import datetime

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ReadOnlyAdmin, ReadOnlyInline
from exercises.models import Exercise
from plans.admin.privacy import AboutPeople
from plans.models import Feedback, Operation, SetLog, WorkoutLog


class ExerciseFilter(admin.SimpleListFilter):
    """By exercise of the library; asking the logs themselves for what occurs in them would read them all."""

    title = _("exercise")
    parameter_name = "exercise"

    def lookups(self, request, model_admin):
        return Exercise.objects.values_list("slug", "name")

    def queryset(self, request, queryset):
        return queryset.filter(exercise=self.value()) if self.value() else queryset


def dose_in_words(row: dict) -> str:
    """One line of what a workout asked for, as the person saw it."""
    words = _g("%(name)s, %(sets)s × %(reps)s") % row
    hold = row.get("hold_seconds")
    return words + (_g(", hold %(seconds)d s") % {"seconds": hold} if hold else "")


class ShowsState:
    """Rows that a person took back stay, marked as such."""

    @admin.display(description=_("state"), ordering="removed")
    def state(self, obj):
        return _g("removed") if obj.removed else _g("counts")


class SetsOfWorkout(ShowsState, ReadOnlyInline):
    model = SetLog
    show_change_link = False
    fields = ["exercise", "part", "number", "side", "reps", "done_at", "state"]
    readonly_fields = ["state"]


class FeedbackOfWorkout(ShowsState, ReadOnlyInline):
    model = Feedback
    show_change_link = False
    fields = ["exercise", "rating", "state"]
    readonly_fields = ["state"]


@admin.register(WorkoutLog)
class WorkoutLogAdmin(AboutPeople, ShowsState, ReadOnlyAdmin):
    plain_fields = frozenset(
        {
            "user",
            "uid",
            "removed",
            "enrolment",
            "window",
            "slot",
            "local_date",
            "time_zone",
            "finished_at",
        }
    )
    hidden_fields = frozenset({"stamps", "prescription", "trim", "swaps"})
    list_display = ["local_date", "user", "plan", "window", "slot", "finished_at", "state"]
    list_filter = [("finished_at", admin.EmptyFieldListFilter), "removed"]
    list_select_related = ["user", "enrolment__revision__plan"]
    search_fields = ["user__email", "uid"]
    ordering = ["-local_date", "-pk"]
    date_hierarchy = "local_date"
    fields = [
        "user",
        "enrolment",
        "window",
        "slot",
        "local_date",
        "time_zone",
        "asked",
        "finished_at",
        "state",
        "uid",
    ]
    inlines = [SetsOfWorkout, FeedbackOfWorkout]

    @admin.display(description=_("plan"))
    def plan(self, obj):
        return obj.enrolment.revision if obj.enrolment else _g("quick set")

    @admin.display(description=_("what was asked"))
    def asked(self, obj):
        lines = [(dose_in_words(row),) for row in obj.prescription]
        return format_html_join("", '<div class="line">{}</div>', lines) or "–"


class PartOfWorkoutAdmin(AboutPeople, ShowsState, ReadOnlyAdmin):
    list_select_related = ["user", "workout"]
    search_fields = ["user__email", "uid", "workout__uid"]
    ordering = ["-pk"]

    @admin.display(description=_("date"), ordering="workout__local_date")
    def date(self, obj):
        return obj.workout.local_date


@admin.register(SetLog)
class SetLogAdmin(PartOfWorkoutAdmin):
    plain_fields = frozenset(
        {
            "user",
            "uid",
            "removed",
            "workout",
            "exercise",
            "part",
            "number",
            "side",
            "reps",
            "rest_seconds",
            "done_at",
        }
    )
    hidden_fields = frozenset({"stamps", "target"})
    list_display = ["exercise", "date", "user", "part", "number", "side", "reps", "asked", "state"]
    list_filter = [ExerciseFilter, "removed"]
    fields = [
        "user",
        "workout",
        "exercise",
        "part",
        "number",
        "side",
        "reps",
        "asked",
        "rest_seconds",
        "done_at",
        "state",
        "uid",
    ]

    @admin.display(description=_("reps asked"))
    def asked(self, obj):
        return obj.target.get("reps", "–")


@admin.register(Feedback)
class FeedbackAdmin(PartOfWorkoutAdmin):
    """For those alone who may see what people say about their bodies."""

    hidden_fields = frozenset({"user", "uid", "removed", "stamps", "workout", "exercise", "rating", "pain"})
    list_display = ["exercise", "date", "user", "rating", "state"]
    list_filter = [ExerciseFilter, "rating", "removed"]
    fields = ["user", "workout", "exercise", "rating", "state", "uid"]


@admin.register(Operation)
class OperationAdmin(AboutPeople, ReadOnlyAdmin):
    hidden_fields = frozenset({"user", "op", "kind", "uid", "edited_ms", "received_at", "change"})
    list_display = ["op", "user", "kind", "edited_at", "received_at"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["user__email", "op", "uid"]
    ordering = ["-pk"]
    date_hierarchy = "received_at"
    fields = ["user", "op", "kind", "uid", "edited_at", "received_at", "change"]

    @admin.display(description=_("edited at"), ordering="edited_ms")
    def edited_at(self, obj):
        return datetime.datetime.fromtimestamp(obj.edited_ms / 1000, datetime.UTC)
