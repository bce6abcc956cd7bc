"""Leaving a plan, starting it again, changing over; and taking the leaving back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plans import queries, services
from plans.queries.following import Following
from plans.views.choices import about_ones_plan, show
from plans.views.common import today_of


@about_ones_plan
@require_safe
def ending(request: HttpRequest, following: Following) -> HttpResponse:
    """What each way means, and what comes next."""
    return show(request, "plans/ending.html", following, page=queries.ending_page(following))


@about_ones_plan
@require_POST
def leave(request: HttpRequest, following: Following) -> HttpResponse:
    """The plan that the page named, as long as it is the one that is followed."""
    if request.POST.get("plan") == str(following.enrolment.uid):
        services.leave(following.enrolment, today=following.life.today, now=timezone.now())
        left = _("You left %(plan)s. Everything you logged stays in your progress.")
        messages.success(request, left % {"plan": following.plan.name})
    return redirect("plans:week")


@login_required
@require_POST
def rejoin(request: HttpRequest) -> HttpResponse:
    """The plan that was left last."""
    today = today_of(request.user)
    enrolment = queries.left_lately(request.user, today)
    try:
        if enrolment is None:
            raise services.TooLate
        services.rejoin(enrolment, today=today, now=timezone.now())
    except services.TooLate:
        messages.error(request, _("The week in which you left it is over. You can start it again."))
    except services.AlreadyFollowing:
        messages.error(request, _("You follow another plan by now."))
    else:
        messages.success(request, _("You are back. Nothing has changed."))
    return redirect("plans:week")
