"""What editors write: plans, each with its workouts and all its weeks on one page."""

from copy import copy
from functools import cached_property

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ContentAdmin, link_to
from exercises.admin.figures import draw
from exercises.admin.library import RungAdmin
from exercises.admin.ordering import MOVE
from exercises.admin.rows import KnownChoices
from exercises.models import Edition, Rung, Variation
from plans.admin.forms import FigureChoice, PlanForm
from plans.admin.published import use_in
from plans.admin.states import ListsStates
from plans.admin.workouts import WorkoutsOfPlan
from plans.models import Plan, PlanExercise, PlanRevision, PlanWorkout
from plans.queries.drafts import draft_of, states_of, with_drafts


def published_rung(rung: Rung):
    """The published numbers that speak of a rung: only its code tells, so no foreign key protects it."""
    for revision in PlanRevision.objects.select_related("plan"):
        ladder = revision.numbers["ladders"].get(rung.exercise.slug, ())
        if any(row["code"] == rung.code for row in ladder):
            yield use_in(revision)


RungAdmin.uses_beside_keys += (published_rung,)


class Desk:
    """What one request reads once, though its page may be made twice, to see what changed meanwhile."""

    def __init__(self, request):
        self.is_saving = request.method == "POST"

    @cached_property
    def variations(self) -> list[Variation]:
        published = Exists(Edition.objects.filter(exercise=OuterRef("exercise")))
        rows = Variation.objects.select_related("exercise").annotate(is_published=published)
        return list(rows.order_by("exercise__order", "order"))


def desk_of(request) -> Desk:
    if not hasattr(request, "desk"):
        request.desk = Desk(request)
    return request.desk


@admin.register(Plan)
class PlanAdmin(ListsStates, KnownChoices, ContentAdmin):
    form = PlanForm
    change_form_template = "admin/plans/plan/change_form.html"
    draft_fields = ("goal", "summary", "who_for")
    history_of = ((PlanWorkout, "plan"), (PlanExercise, "workout__plan"))
    list_display = ["name", "state", "weeks", "workout_count", "follower_count", "order"]
    list_filter = ["is_archived", "level", "is_light"]
    search_fields = ["name", "goal", "slug"]
    ordering = ["order"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["drawing"]
    inlines = [WorkoutsOfPlan]
    fieldsets = [
        (None, {"fields": ["name", "slug", "order"]}),
        (_("Words"), {"fields": ["goal", "summary", "who_for", "good_to_know", "figure", "drawing"]}),
        (_("Numbers"), {"fields": ["level", "weeks", "least_minutes", "has_warm_up", "is_light"]}),
    ]

    def get_queryset(self, request):
        active = Q(revisions__enrolments__ended_at__isnull=True)
        followers = Count("revisions__enrolments", filter=active, distinct=True)
        return with_drafts(super().get_queryset(request).annotate(followers=followers))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "figure":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        field = super().formfield_for_foreignkey(db_field, request, form_class=FigureChoice, **kwargs)
        desk = desk_of(request)
        field.rows = lambda: [row for row in desk.variations if not row.is_archived]
        return field

    def get_formset_kwargs(self, request, obj, inline, prefix):
        desk = desk_of(request)
        return super().get_formset_kwargs(request, obj, inline, prefix) | {
            "variations": lambda: desk.variations
        }

    def view_on_site(self, obj):
        return obj.get_absolute_url() if not obj.is_archived and obj.numbers_digest else None

    # The list ------------------------------------------------------------------------------------

    states_of = staticmethod(states_of)

    @admin.display(description=_("workouts a week"))
    def workout_count(self, obj):
        return len(obj.workouts.all())

    @admin.display(description=_("followers now"), ordering="followers")
    def follower_count(self, obj):
        return obj.followers

    # The page of a plan --------------------------------------------------------------------------

    def get_object(self, request, object_id, from_field=None):
        """A form writes what is typed into the plan; its weeks are those of the plan `as_saved`."""
        found = getattr(request, "plans_found", {})
        if str(object_id) in found:
            return found[str(object_id)]
        obj = super().get_object(request, object_id, from_field)
        if obj:
            obj.as_saved = copy(obj)
        if request.method == "GET":  # several parts of a page ask for it
            request.plans_found = found | {str(object_id): obj}
        return obj

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The buttons that move a row save the page first, and come back to it."""
        desk_of(request)
        if MOVE in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        is_only_compared = desk_of(request).is_saving and request.method == "GET"
        if obj and not is_only_compared:
            context["draft"] = draft_of(obj.as_saved, request.GET.get("level", ""))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        request.came_to = getattr(formset, "came_to", None)

    def response_change(self, request, obj):
        came_to = getattr(request, "came_to", None)
        if came_to is None:
            return super().response_change(request, obj)
        self.message_user(request, came_to.text, messages.SUCCESS)
        return HttpResponseRedirect(f"{request.get_full_path()}#{came_to.anchor}")

    @admin.display(description=_("drawing"))
    def drawing(self, obj):
        return draw(obj.figure.figure) if obj.figure_id else "–"


class PartOfPlan(ContentAdmin):
    """
    Has no page of its own and no place in the index: it is edited on the page of its plan.

    Links to it lead there (`plan_of(obj)` is for the model to say), and whoever may do something to a plan may
    do it to its parts.
    """

    fixed_fields = ()

    def describe_use(self, obj):
        return self.opts.verbose_name_plural, link_to(self.plan_of(obj), obj)

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("plans.view_plan") or self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("plans.change_plan")

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("plans.delete_plan")

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:plans_plan_changelist")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        obj = self.get_object(request, unquote(object_id or ""))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            return redirect("admin:plans_plan_changelist")
        return redirect("admin:plans_plan_change", self.plan_of(obj).pk)

    def delete_view(self, request, object_id, extra_context=None):
        return self.changeform_view(request, object_id)


@admin.register(PlanWorkout)
class PlanWorkoutAdmin(PartOfPlan):
    list_select_related = ["plan"]

    def plan_of(self, obj):
        return obj.plan


@admin.register(PlanExercise)
class PlanExerciseAdmin(PartOfPlan):
    list_select_related = ["workout__plan", "exercise"]

    def plan_of(self, obj):
        return obj.workout.plan
