"""Pages of the site made of drafts, for editors: what somebody at a level would see in a week."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from plans import guardrails, queries
from plans.forms import WorkoutForm
from plans.forms.workout import Shown
from plans.queries.catalogue import LEVELS, page_of
from plans.queries.preview import DraftPlan, as_person


def show_preview(request, template: str, context: dict, bar: dict):
    """A page of the site, with a bar above that says that nobody else sees it."""
    return render(request, template, context | {"preview": bar})


def preview_plan(request, draft: DraftPlan, bar: dict):
    """The plan's page, a week, or a workout of it, as somebody at a level has it in a week."""
    level = request.GET.get("level", "")
    level = level if level in LEVELS else draft.numbers["level"]
    if not guardrails.can_be_trained(draft.numbers, [level]):
        messages.warning(request, _("It cannot be shown yet: see what stands in the way."))
        return HttpResponseRedirect(bar["back"])
    following = as_person(draft, level, _number(request.GET.get("week", "")), timezone.localdate())
    window = following.schedule.current
    bar |= {
        "plan": draft.plan.name,
        "level": level,
        "levels": [(choice.value, choice.label) for choice in LEVELS],
        "week": window.number,
        "weeks": range(1, following.schedule.weeks + 1),
        "slots": [str(workout.slot) for workout in window.workouts],
        "slot": request.GET.get("slot", "1"),
        "show": request.GET.get("show", "plan"),
        "chosen_plan": request.GET.get("plan", ""),
    }
    context = {"following": following, "hints": []}
    if bar["show"] == "week":
        return show_preview(request, "plans/week.html", context | {"page": queries.week_page(following)}, bar)
    if bar["show"] == "workout":
        return show_preview(
            request, "plans/today.html", context | _sheet(following, window, bar["slot"]), bar
        )
    page = page_of(draft.plan, draft.numbers, draft.library, level)
    return show_preview(request, "plans/plan.html", context | {"page": page}, bar)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _sheet(following, window, slot: str) -> dict:
    """A workout with nothing logged, and without the token that would allow to log anything."""
    workout = next((one for one in window.workouts if str(one.slot) == slot), window.workouts[0])
    page = queries.workout_page(following, workout)
    form = WorkoutForm(shown=Shown.on(page, "UTC"))
    return {"page": page, "form": form, "blocks": form.blocks(page), "token": ""}
