"""Something else today: one exercise of one workout replaced, for that workout alone."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans import queries, services
from plans.forms import SwapForm
from plans.forms.cut import FIELDS
from plans.queries.following import Following
from plans.queries.swaps import Alternative, SwapPage, record_with
from plans.records import WorkoutRef
from plans.views.choices import about_ones_plan
from plans.views.common import found
from plans.views.workout import workout_asked_for


@about_ones_plan
@require_http_methods(["GET", "HEAD", "POST"])
def swap_today(request: HttpRequest, following: Following) -> HttpResponse:
    """The workout is named as on its page; `?exercise=` is one that it asks for."""
    workout = found(workout_asked_for(request, following))
    exercise, position = request.GET.get("exercise", ""), request.GET.get("position", "")
    if request.method == "POST":
        return _choose(request, following, found(queries.swap_page(following, workout, exercise)))
    page = found(queries.swap_page(following, workout, exercise, position))
    context = {"following": following, "page": page, "position": position, "token": uuid4()}
    return render(request, "plans/swap_today.html", context | {"back": _address_of_today(request, page)})


def _choose(request: HttpRequest, following: Following, page: SwapPage) -> HttpResponse:
    """Once a set is done, or where another window chose meanwhile, nothing changes but a sentence."""
    form = SwapForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That could not be read, so nothing was saved. Please choose again."))
        return redirect(request.get_full_path())
    variation, now = form.cleaned_data["variation"], page.now.variation.slug
    if form.cleaned_data["workout"] != page.workout.uid:
        messages.error(request, _("You follow another plan by now. Please choose again."))
        return redirect(request.get_full_path())
    if variation == now:  # pressed twice
        return _done(request, page, page.now.name, is_itself=page.original is None)
    chosen = found(page.choice(variation))
    if page.fault:
        messages.error(request, page.fault)
        return redirect(_address_of_today(request, page))
    if form.cleaned_data["shown"] != now:
        messages.error(
            request, _("This was changed in another window since you opened the page. Please choose again.")
        )
        return redirect(request.get_full_path())
    _save(request, form, following, page, chosen)
    return _done(request, page, chosen.name, is_itself=chosen.row is None)


def _save(
    request: HttpRequest, form: SwapForm, following: Following, page: SwapPage, chosen: Alternative
) -> None:
    workout, now = page.workout, timezone.now()
    log = following.log_of(workout)
    ref = WorkoutRef(
        uid=workout.uid,
        local_date=log.workout.local_date if log else following.schedule.today,
        time_zone=log.workout.time_zone if log else request.user.time_zone,
        enrolment=following.enrolment.uid,
        window=workout.window,
        slot=workout.slot,
    )
    data = record_with(following, workout, page.exercise, chosen.row)
    edit = form.edit(ref, data, log.greatest_ms if log else 0, now)
    services.save_records(request.user, [edit], now=now)


def _done(request: HttpRequest, page: SwapPage, name: str, *, is_itself: bool) -> HttpResponse:
    if is_itself:
        words = _("%(name)s is back in this workout.") % {"name": page.name}
    else:
        words = _("%(instead)s instead of %(name)s, in this workout only.") % {
            "instead": name,
            "name": page.name,
        }
    messages.success(request, words)
    return redirect(_address_of_today(request, page, but=(page.exercise, page.now_exercise)))


def _address_of_today(request: HttpRequest, page: SwapPage, but: Collection[str] = ()) -> str:
    """With the cut that is not saved yet."""
    asked = {name: request.GET.getlist(name) for name in FIELDS if name in request.GET}
    if "without" in asked:
        asked["without"] = [name for name in asked["without"] if name not in but]
    place = {"window": page.workout.window, "slot": page.workout.slot}
    return f"{reverse('plans:today')}?{urlencode(place | asked, doseq=True)}"
