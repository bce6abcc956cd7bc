"""Choosing a plan and signing up for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exercises.models import Hint
from exercises.queries import hints_on, safety_notes
from plans import queries, services
from plans.forms import StartForm
from plans.queries.catalogue import muscles_by_exercise, newest_revision
from plans.views.common import found, today_of


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "plans/catalogue.html", {"cards": queries.catalogue()})


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    page = found(queries.plan_page(slug, request.GET.get("level", "")))
    return render(request, "plans/plan.html", {"page": page, "hints": hints_on(Hint.Surface.PLAN)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    revision = found(newest_revision(slug))
    current, is_over = queries.plan_followed(request.user, today_of(request.user))
    names = {name for workout in revision.numbers["workouts"] for name in workout["exercises"]}
    form = StartForm(
        request.POST if request.method == "POST" else None,
        revision=revision,
        today=today_of(request.user),
        kit=queries.kit_choices(),
        muscles=muscles_by_exercise(names),
        current=None if is_over else current,
        level=request.GET.get("level", ""),
    )
    if form.is_valid() and _enrol(request, revision, form, replace_current=is_over):
        return redirect("plans:week")
    context = {
        "form": form,
        "plan": revision.plan,
        "notes": safety_notes("before", "stop"),
        "hints": hints_on(Hint.Surface.SIGN_UP),
    }
    return render(request, "plans/start.html", context, status=422 if form.errors else 200)


def _enrol(request: HttpRequest, revision, form: StartForm, *, replace_current: bool) -> bool:
    chosen = form.cleaned_data
    try:
        enrolment = services.enrol(
            request.user,
            revision,
            start=chosen["start"],
            weekdays=chosen["weekdays"],
            level=chosen["level"],
            kit=chosen["kit"],
            standing_minutes=chosen["standing_minutes"],
            time_zone=request.user.time_zone,
            now=timezone.now(),
            today=today_of(request.user),
            replace_current=replace_current or chosen.get("replace_current", False),
        )
    except services.AlreadyFollowing:
        # Another tab was faster. Its plan is on My week; nothing is changed here.
        form.add_error(None, _("You follow a plan already. Reload this page to change over to this one."))
        return False
    messages.success(
        request,
        _("You follow %(plan)s now. Your first workout is on %(day)s.")
        % {"plan": revision.plan, "day": date_format(enrolment.start_date, "l, j F")},
    )
    return True
