"""Trying before joining: at the press of a button, and not before, a visitor becomes a guest."""

from datetime import date, datetime
from importlib import import_module

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plans import queries, services
from plans.views.common import found, today_of

guests = import_module(settings.GUESTS)  # of another app, which is known by name only


def person_of(request: HttpRequest) -> AbstractBaseUser:
    """Whoever is signed in; else a visitor, stored nowhere, in the time zone that their form was sent from."""
    if request.user.is_authenticated:
        return request.user
    return guests.visitor(request.POST.get("time_zone", ""))


def settle(request: HttpRequest, person: AbstractBaseUser) -> None:
    """A visitor is a guest from here on, and signed in."""
    if not request.user.is_authenticated:
        guests.begin(request, person)


@require_POST
def try_workout(request: HttpRequest) -> HttpResponse:
    """The gentlest plan from today, with its first workout on the table. Who is here already just goes there."""
    if not request.user.is_authenticated:
        _begin_gently(request, person_of(request), timezone.now())
    return redirect("plans:today")


def _begin_gently(request: HttpRequest, person: AbstractBaseUser, now: datetime) -> None:
    revision, today = found(queries.gentlest_revision()), today_of(person)
    settle(request, person)
    services.enrol(
        person,
        revision,
        start=today,
        weekdays=days_from(today, revision.numbers["weekdays"]),
        level=revision.numbers["level"],
        time_zone=person.time_zone,
        now=now,
        today=today,
    )
    messages.success(
        request,
        _("Here is the first workout of %(plan)s. Do as much as you like: every set counts.")
        % {"plan": revision.plan},
    )


def days_from(today: date, weekdays: list[int]) -> list[int]:
    """The same days apart, beginning today."""
    return sorted((today.weekday() + day - weekdays[0]) % 7 for day in weekdays)
