"""Publishing from the admin: the one thing that it does besides editing rows."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.models import Exercise, Level
from plans.models import Plan, PlanExercise
from plans.services import publish_plan

ENTRY_LEVELS = (Level.STARTER, Level.STANDARD, Level.STRONG)


def obstacles(plan: Plan) -> Iterator[str]:
    """Why nobody could train by the plan as it is now: sentences, none if all is well."""
    rows = PlanExercise.objects.select_related("exercise")
    workouts = list(plan.workouts.prefetch_related(Prefetch("plan_exercises", rows)).order_by("order"))
    if not workouts:
        yield _("It has no workouts.")
    if [workout.order for workout in workouts] != list(range(1, len(workouts) + 1)):
        yield _("Its workouts are not numbered 1, 2, 3 and so on.")
    used = {}
    for workout in workouts:
        exercises = [row.exercise for row in workout.plan_exercises.all()]
        used |= {exercise.pk: exercise for exercise in exercises}
        if not exercises:
            yield _("Workout %(number)d has no exercises.") % {"number": workout.order}
    for exercise in used.values():
        if not exercise.is_published:
            yield _("%(exercise)s is not published.") % {"exercise": exercise}
    yield from _gaps_in_ladders(used)


def _gaps_in_ladders(used) -> Iterator[str]:
    """People may swap to any published exercise, so each of them can be entered at every level."""
    for exercise in Exercise.objects.published().prefetch_related("rungs"):
        levels = {rung.level for rung in exercise.rungs.all()}
        if not levels and exercise.pk not in used:
            continue
        for level in ENTRY_LEVELS:
            if level.value not in levels:
                yield _("%(exercise)s has no rung of the level “%(level)s”.") % {
                    "exercise": exercise,
                    "level": level.label,
                }


@admin.action(permissions=["change"], description=gettext_lazy("Publish the numbers"))
def publish_numbers(model_admin, request, queryset):
    """Freeze the saved numbers of each plan as its newest revision, and say what became of each."""
    now = timezone.now()
    for plan in queryset.order_by("order"):
        found = list(obstacles(plan))
        if found:
            level, text = messages.ERROR, _("%(plan)s was not published. %(why)s")
            values = {"why": " ".join(found)}
        else:
            revision, is_new = publish_plan(plan, now=now)
            level = messages.SUCCESS if is_new else messages.INFO
            text = (
                _("%(plan)s: its numbers are published as revision %(number)d.")
                if is_new
                else _("%(plan)s: nothing new to publish. Revision %(number)d has these numbers already.")
            )
            values = {"number": revision.number}
        model_admin.message_user(request, text % {"plan": plan, **values}, level)
