"""What several pages begin with: the day it is, and access."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from exercises.models import Hint
from exercises.queries import hints_on
from plans.local_time import today_for


def today_of(user) -> date:
    """The day that it is where the person is."""
    return today_for(user, timezone.now())


def found[Value](value: Value | None) -> Value:
    if value is None:
        raise Http404
    return value


def first_hints(following, surface: str) -> list[Hint]:
    """Hints while nothing is logged yet: later they would be in the way, and cost a query."""
    return [] if following.logs else hints_on(surface)


def of_another_plan(request: HttpRequest, following) -> HttpResponse | None:
    """To the progress of the plan that the address names, where another one has taken its place."""
    named = request.GET.get("plan", "")
    if not named or (following and named == str(following.enrolment.uid)):
        return None
    return redirect(f"{reverse('plans:progress')}?{urlencode({'plan': named})}")
