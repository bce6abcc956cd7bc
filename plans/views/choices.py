"""Changing a plan that is followed: pages that show what a choice would do, and one address that makes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plans import queries, refusals, services
from plans.forms import ChoiceForm, DaysForm, KitForm, MinutesForm, PauseForm
from plans.models import EnrolmentEvent
from plans.queries.catalogue import muscles_by_exercise
from plans.queries.choices import option
from plans.queries.following import Following
from plans.views.common import found, today_of

Kind = EnrolmentEvent.Kind
PAGES = {  # where a choice is made; those that are not named are made about an exercise
    Kind.MOVED: "plans:move",
    Kind.LET_GO: "plans:move",
    Kind.WEEKDAYS: "plans:days",
    Kind.MINUTES: "plans:minutes",
    Kind.KIT: "plans:kit",
    Kind.PAUSED: "plans:pause",
    Kind.RESUMED: "plans:pause",
    Kind.REPEATED: "plans:change",
    Kind.EASED: "plans:change",
    Kind.CARRIED_ON: "plans:comeback",
    Kind.SHIFTED: "plans:comeback",
    Kind.CAME_BACK: "plans:comeback",
}


def about_ones_plan(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the plan that is followed to a view; who follows none is led to where they can choose one."""

    @login_required
    @wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        following = queries.following(request.user, today_of(request.user))
        if following is None:
            return redirect("plans:week")
        return view(request, following, *args, **kwargs)

    return led


def show(
    request: HttpRequest, template: str, following: Following, status: int = 200, **context: Any
) -> HttpResponse:
    """Every page of a choice names itself and the journal that it shows."""
    ours = {"following": following, "uid": uuid4(), "last_event": following.last_event}
    return render(request, template, ours | context, status=status)


@about_ones_plan
@require_safe
def change(request: HttpRequest, following: Following) -> HttpResponse:
    return show(request, "plans/change.html", following, page=queries.change_page(following))


@about_ones_plan
@require_safe
def move(request: HttpRequest, following: Following, window: int, slot: int) -> HttpResponse:
    page = found(queries.move_page(following, window, slot))
    return show(request, "plans/move.html", following, page=page)


@about_ones_plan
@require_safe
def comeback(request: HttpRequest, following: Following) -> HttpResponse:
    page = queries.comeback_page(following)
    if page is None:
        messages.info(request, refusals.in_words(Kind.SHIFTED, "no-gap"))
        return redirect("plans:week")
    return show(request, "plans/comeback.html", following, page=page)


@about_ones_plan
@require_safe
def adjust(request: HttpRequest, following: Following, slug: str) -> HttpResponse:
    page = found(queries.exercise_page(following, slug))
    return show(request, "plans/adjust.html", following, page=page)


@about_ones_plan
@require_safe
def days(request: HttpRequest, following: Following) -> HttpResponse:
    """With days in the address: what they would lead to."""
    numbers = queries.numbers_ahead(following)
    names = {name for workout in numbers["workouts"] for name in workout["exercises"]}
    form = DaysForm(
        request.GET or None,
        numbers=numbers,
        muscles=muscles_by_exercise(names) if request.GET else {},
        initial={"weekdays": queries.weekdays_now(following)},
    )
    chosen = None
    if form.is_bound and form.is_valid():
        chosen = option(following, Kind.WEEKDAYS, weekdays=tuple(form.cleaned_data["weekdays"]))
    first_day = following.choices.first_day_of(following.life.next)
    return _show_typed(request, "plans/days.html", following, form, chosen, "weekdays", first_day=first_day)


@about_ones_plan
@require_safe
def minutes(request: HttpRequest, following: Following) -> HttpResponse:
    """With minutes in the address: what they would lead to."""
    form = MinutesForm(
        request.GET if "minutes" in request.GET else None,
        numbers=queries.numbers_ahead(following),
        initial={"minutes": queries.minutes_now(following)},
    )
    chosen = None
    if form.is_bound and form.is_valid():
        chosen = option(following, Kind.MINUTES, minutes=form.cleaned_data["minutes"])
    return _show_typed(request, "plans/minutes.html", following, form, chosen, "minutes")


@about_ones_plan
@require_safe
def kit(request: HttpRequest, following: Following) -> HttpResponse:
    """With `look` in the address: what the kit in it would lead to."""
    form = KitForm(
        request.GET if "look" in request.GET else None,
        kit=queries.kit_choices(),
        initial={"kit": queries.kit_now(following)},
    )
    chosen = None
    if form.is_bound and form.is_valid():
        chosen = option(following, Kind.KIT, kit=frozenset(form.cleaned_data["kit"]))
    return _show_typed(request, "plans/kit.html", following, form, chosen, "kit")


@about_ones_plan
@require_safe
def pause(request: HttpRequest, following: Following) -> HttpResponse:
    """With a first and a last day in the address: what a pause would lead to."""
    today = following.life.today
    form = PauseForm(request.GET or None, today=today)
    chosen = None
    if form.is_bound and form.is_valid():
        chosen = option(following, Kind.PAUSED, **form.cleaned_data)
    pauses = queries.pauses_ahead(following)
    ends = [(first, last, option(following, Kind.RESUMED, day=max(today, first))) for first, last in pauses]
    return _show_typed(request, "plans/pause.html", following, form, chosen, "last", pauses=ends)


def _show_typed(
    request: HttpRequest, template: str, following, form, chosen, field: str, **context: Any
) -> HttpResponse:
    """A form of the address, and what it leads to; a fault of the whole stands beside one field."""
    if chosen and chosen.fault:
        form.add_error(_field_of(chosen.fault, field), refusals.in_words(chosen.kind, chosen.fault))
    status = 422 if form.errors else 200
    option_shown = None if form.errors else chosen
    return show(request, template, following, status, form=form, option=option_shown, **context)


def _field_of(code: str, field: str) -> str:
    return "day" if code in ("past", "after-end") else field


@about_ones_plan
@require_POST
def choose(request: HttpRequest, following: Following) -> HttpResponse:
    """A choice of any kind. What is refused is said on the page that it was made on."""
    form = ChoiceForm(request.POST, kit=queries.kit_choices() if "kit" in request.POST else [])
    if not form.is_valid():
        messages.error(request, _("That could not be read, so nothing was saved. Please choose again."))
        return redirect("plans:change")
    chosen = form.cleaned_data
    try:
        if chosen["plan"] != following.enrolment.uid:
            raise services.Stale
        row = services.choose(
            following.enrolment,
            chosen["kind"],
            uid=chosen["uid"],
            last_event=chosen["last_event"],
            acts_from=chosen["acts_from"],
            today=following.life.today,
            now=timezone.now(),
            **form.fields_of_kind,
        )
    except services.NotFollowing:
        return redirect("plans:week")
    except services.Stale:
        messages.error(request, refusals.STALE)
        return redirect(
            _page_of(form, following) if chosen["plan"] == following.enrolment.uid else "plans:change"
        )
    except services.Refused as refused:
        if refused.code == "unknown":
            raise Http404 from None
        messages.error(request, refusals.in_words(refused.kind, refused.code))
        return redirect(_page_of(form, following))
    return redirect(f"{reverse('plans:week')}?{urlencode({'chosen': row.uid})}")


def _page_of(form: ChoiceForm, following: Following) -> str:
    kind, fields = form.cleaned_data["kind"], form.fields_of_kind
    page = PAGES.get(kind, "plans:adjust")
    if page == "plans:adjust":
        return reverse(page, args=[fields["exercise"]])
    if page == "plans:move":  # which a pause may have taken away
        is_there = queries.move_page(following, fields["window"], fields["slot"]) is not None
        return reverse(page, args=[fields["window"], fields["slot"]]) if is_there else reverse("plans:change")
    typed = {name: value or "" for name, value in fields.items()}
    if kind == Kind.WEEKDAYS:
        typed["close_days"] = "on"
    if kind == Kind.KIT:
        typed = {"kit": sorted(fields["kit"]), "look": "1"}
    is_typed = kind in (Kind.WEEKDAYS, Kind.MINUTES, Kind.KIT, Kind.PAUSED)
    return reverse(page) + (f"?{urlencode(typed, doseq=True)}" if is_typed else "")


@about_ones_plan
@require_POST
def undo(request: HttpRequest, following: Following, event: UUID) -> HttpResponse:
    """Somebody else's choice, and one that is none, are undone alike: not at all."""
    if queries.chosen(following, str(event)) is None:
        messages.info(request, _("That choice does not stand any more."))
        return redirect("plans:change")
    try:
        services.undo(following.enrolment, event, today=following.life.today, now=timezone.now())
    except services.TooLate:
        messages.error(request, _("The week that this choice was made for is over, so it stays."))
    except services.Superseded:
        messages.error(request, _("You have taken other numbers since. Take those back first."))
    except services.NotFollowing:
        return redirect("plans:week")
    else:
        messages.success(request, _("Taken back."))
    return redirect("plans:change")
