"""What editors write: plans, their workouts and the exercises of each."""

from django.contrib import admin
from django.db.models import Count, Max, Prefetch, Q
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ContentAdmin, ContentInline, ReadOnlyInline
from exercises.admin.library import RungAdmin, draw
from exercises.models import Rung
from plans.admin.published import use_in
from plans.admin.views import publish_numbers
from plans.models import Plan, PlanExercise, PlanRevision, PlanWorkout
from plans.revisions import digest, freeze

IN_ORDER = Prefetch(
    "plan_exercises", PlanExercise.objects.select_related("exercise").order_by("order"), to_attr="in_order"
)


def published_rung(rung: Rung):
    """The published numbers that speak of a rung: only its code tells, so no foreign key protects it."""
    for revision in PlanRevision.objects.select_related("plan"):
        ladder = revision.numbers["ladders"].get(rung.exercise.slug, ())
        if any(row["code"] == rung.code for row in ladder):
            yield use_in(revision)


RungAdmin.uses_beside_keys += (published_rung,)


class WorkoutsOfPlan(ContentInline):
    model = PlanWorkout
    show_change_link = True
    fields = ["order", "weekday", "exercises"]
    readonly_fields = ["exercises"]
    verbose_name_plural = _("workouts of a week; the exercises of each are on its own page")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan").prefetch_related(IN_ORDER)

    @admin.display(description=_("exercises"))
    def exercises(self, obj):
        return ", ".join(row.exercise.name for row in getattr(obj, "in_order", ())) or "–"


class RevisionsOfPlan(ReadOnlyInline):
    model = PlanRevision
    fields = ["number", "created_at", "enrolment_count"]
    readonly_fields = ["enrolment_count"]
    ordering = ["-number"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).defer("numbers").select_related("plan")
        return rows.annotate(followers=Count("enrolments"))

    @admin.display(description=_("enrolments"))
    def enrolment_count(self, obj):
        return obj.followers


@admin.register(Plan)
class PlanAdmin(ContentAdmin):
    list_display = [
        "name",
        "level",
        "weeks",
        "workout_count",
        "newest_revision",
        "follower_count",
        "order",
        "is_published",
    ]
    list_filter = ["level", "is_published", "is_light"]
    search_fields = ["name", "goal", "slug"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["drawing", "state_of_numbers"]
    actions = [publish_numbers]
    fieldsets = [
        (None, {"fields": ["name", "slug", "order", "is_published", "state_of_numbers"]}),
        (_("Words"), {"fields": ["goal", "summary", "who_for", "good_to_know", "figure", "drawing"]}),
        (_("Numbers"), {"fields": ["level", "weeks", "least_minutes", "has_warm_up", "is_light"]}),
    ]

    def get_inlines(self, request, obj):
        return [WorkoutsOfPlan, RevisionsOfPlan] if obj else [WorkoutsOfPlan]

    def get_queryset(self, request):
        following = Q(revisions__enrolments__ended_at__isnull=True)
        numbers = {
            "workout_number": Count("workouts", distinct=True),
            "newest": Max("revisions__number"),
            "followers": Count("revisions__enrolments", filter=following, distinct=True),
        }
        return super().get_queryset(request).select_related("figure").annotate(**numbers)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_published and obj.newest else None

    def response_change(self, request, obj):
        """The second button, from admin/plans/plan/submit_line.html: what was saved is published at once."""
        if "_publish" not in request.POST:
            return super().response_change(request, obj)
        publish_numbers(self, request, Plan.objects.filter(pk=obj.pk))
        return HttpResponseRedirect(request.get_full_path())

    @admin.display(description=_("workouts a week"), ordering="workout_number")
    def workout_count(self, obj):
        return obj.workout_number

    @admin.display(description=_("newest revision"), ordering="newest", empty_value=_("not published yet"))
    def newest_revision(self, obj):
        return obj.newest

    @admin.display(description=_("followers now"), ordering="followers")
    def follower_count(self, obj):
        return obj.followers

    @admin.display(description=_("drawing"))
    def drawing(self, obj):
        return draw(obj.figure.figure) if obj.figure_id else "–"

    @admin.display(description=_("published numbers"))
    def state_of_numbers(self, obj):
        newest = obj.revisions.order_by("-number").only("number", "digest").first() if obj.pk else None
        if newest is None:
            return _g("None yet. Nobody can sign up before you publish the numbers.")
        if newest.digest == digest(freeze(obj)):
            return _g("Revision %(number)d has the numbers as they are now.") % {"number": newest.number}
        return _g("Numbers have changed since revision %(number)d. Publish them when they are ready.") % {
            "number": newest.number
        }


class ExercisesOfWorkout(ContentInline):
    model = PlanExercise
    fields = ["order", "exercise", "priority"]


@admin.register(PlanWorkout)
class PlanWorkoutAdmin(ContentAdmin):
    fixed_fields = ("plan",)
    list_display = ["name", "plan", "order", "weekday", "exercises"]
    list_filter = ["plan", "weekday"]
    list_select_related = ["plan"]
    search_fields = ["plan__name", "plan_exercises__exercise__name"]
    ordering = ["plan__order", "order"]
    fields = ["plan", "order", "weekday"]
    inlines = [ExercisesOfWorkout]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan").prefetch_related(IN_ORDER)

    @admin.display(description=_("workout"), ordering="plan__order")
    def name(self, obj):
        return str(obj)

    @admin.display(description=_("exercises"))
    def exercises(self, obj):
        return ", ".join(row.exercise.name for row in obj.in_order)


@admin.register(PlanExercise)
class PlanExerciseAdmin(ContentAdmin):
    fixed_fields = ("workout",)
    list_display = ["exercise", "plan", "workout_number", "order", "priority"]
    list_filter = ["workout__plan", "exercise"]
    list_select_related = ["workout__plan", "exercise"]
    search_fields = ["exercise__name", "workout__plan__name"]
    ordering = ["workout__plan__order", "workout__order", "order"]

    @admin.display(description=_("plan"), ordering="workout__plan__order")
    def plan(self, obj):
        return obj.workout.plan

    @admin.display(description=_("workout"), ordering="workout__order")
    def workout_number(self, obj):
        return obj.workout.order
