"""Following a plan: the week, what was done, and progress."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exercises.models import Hint
from exercises.queries import hints_on
from plans import queries
from plans.views.common import first_hints, found, of_another_plan, today_of


@login_required
@require_safe
def week(request: HttpRequest, number: int | None = None) -> HttpResponse:
    following = queries.following(request.user, today_of(request.user))
    if following is None:
        left = queries.left_lately(request.user, today_of(request.user))
        return render(request, "plans/no_plan.html", {"section": "week", "left": left})
    page = found(queries.week_page(following, number))
    context = {
        "page": page,
        "following": following,
        "hints": first_hints(following, Hint.Surface.WEEK),
        "missed": queries.missed_weeks(following),
        "chosen": queries.chosen(following, request.GET.get("chosen", "")),
    }
    return render(request, "plans/week.html", context)


@login_required
@require_safe
def done(request: HttpRequest, window: int, slot: int) -> HttpResponse:
    following = queries.following(request.user, today_of(request.user))
    if elsewhere := of_another_plan(request, following):
        return elsewhere
    following = found(following)
    planned = found(following.schedule.window(window))
    workout = found(next((workout for workout in planned.workouts if workout.slot == slot), None))
    page = found(queries.done_page(following, workout))
    return render(request, "plans/done.html", {"following": following, "page": page})


@login_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("plan", "")
    page = queries.progress(request.user, today_of(request.user), chosen)
    if page is None:
        if chosen:
            raise Http404
        context = {"section": "progress", "quick": queries.quick_progress(request.user)}
        return render(request, "plans/no_plan.html", context)
    context = {"page": page, "hints": hints_on(Hint.Surface.PROGRESS)}
    return render(request, "plans/progress.html", context)
