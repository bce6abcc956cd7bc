"""Today's workout: shown, typed, saved."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from exercises.models import Hint
from plans import queries, services
from plans.forms import CutForm, WorkoutForm
from plans.forms.workout import Shown
from plans.views.common import first_hints, found, of_another_plan, today_of
from plans.views.typed import sign_in_first, typed_before

TYPED = "workout_typed"  # in the session


@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return sign_in_first(request, TYPED)
    if request.method == "POST":
        return save_workout(request, request.POST)
    if typed := typed_before(request, TYPED):
        try:
            return save_workout(request, typed)
        except Http404:  # it was somebody else's
            return redirect("plans:today")
    following = queries.following(request.user, today_of(request.user))
    if elsewhere := of_another_plan(request, following):
        return elsewhere
    if following is None:
        return render(request, "plans/no_plan.html", {"section": "today"})
    workout = workout_asked_for(request, following)
    if workout is None:
        return render(request, "plans/rest_day.html", {"following": following})
    cut_form = CutForm(request.GET, offer=queries.cuts_on_offer(following, workout))
    page = queries.workout_page(following, workout, cut_form.cut)
    shown = Shown.on(page, request.user.time_zone)
    return _show_workout(request, following, page, WorkoutForm(shown=shown), cut_form)


def workout_asked_for(request: HttpRequest, following):
    """
    The workout of `?slot=`, any of this window, or of an earlier one with `?window=`, so that a workout begun
    before midnight stays at hand; without a slot, today's as long as it is not done.
    """
    schedule, slot = following.schedule, request.GET.get("slot", "")
    if slot:
        current = schedule.current
        number = request.GET.get("window", str(current.number) if current else "")
        begun = (
            workout
            for window in schedule.windows
            if window is current or window.first_day <= schedule.today
            for workout in window.workouts
            if window is current or following.log_of(workout)
        )
        return found(next((w for w in begun if (str(w.window), str(w.slot)) == (number, slot)), None))
    workout = schedule.on(schedule.today)
    return workout if workout and workout.status in ("today", "started") else None


def _show_workout(
    request: HttpRequest, following, page, form: WorkoutForm, cut_form: CutForm
) -> HttpResponse:
    context = {
        "following": following,
        "page": page,
        "form": form,
        "blocks": form.blocks(page),
        "token": form.shown.token,
        "cut_form": cut_form,
        "hints": first_hints(following, Hint.Surface.PLAYER),
    }
    is_wrong = form.errors or cut_form.errors
    return render(request, "plans/today.html", context, status=422 if is_wrong else 200)


def save_workout(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """Log what the form says; without a fault nothing but the changed rows is loaded."""
    shown = Shown.from_token(typed.get("token", ""))
    if shown and not shown.enrolment:  # of a quick set's page
        shown = None
    if shown:
        form = WorkoutForm(typed, shown=shown)
        if form.is_valid():
            return _log(request, form)
    following = found(queries.following(request.user, today_of(request.user)))
    workout = following.schedule.workout(shown.ref.uid) if shown else None
    planned = workout or found(workout_asked_for(request, following))
    cut_form = CutForm(request.GET, offer=queries.cuts_on_offer(following, planned))
    if shown and workout:
        page = queries.workout_page(following, planned, shown.cut)
    else:
        page = queries.workout_page(following, planned, cut_form.cut)
        form = WorkoutForm(typed, shown=Shown.on(page, request.user.time_zone).with_nothing_logged())
        form.add_error(None, _("This page had become too old to be saved. Look it over and save it again."))
    return _show_workout(request, following, page, form, cut_form)


def _log(request: HttpRequest, form: WorkoutForm) -> HttpResponse:
    now = timezone.now()
    edits = form.edits(now)
    outcomes = services.save_records(request.user, edits, now=now)
    if any(outcome.status == "rejected" for outcome in outcomes):
        raise Http404
    place = {"window": form.shown.window, "slot": form.shown.slot}
    if form.finishes:
        return redirect(f"{reverse('plans:done', kwargs=place)}?plan={form.shown.enrolment}")
    messages.success(request, _saved_in_words(form.sets_done) if edits else _("Nothing had changed."))
    return redirect(f"{reverse('plans:today')}?{urlencode(place | {'plan': form.shown.enrolment})}")


def _saved_in_words(sets: int) -> str:
    if not sets:
        return _("Saved in your account.")
    return ngettext("Saved: %(sets)d set in your account.", "Saved: %(sets)d sets in your account.", sets) % {
        "sets": sets
    }
