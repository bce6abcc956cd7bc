"""Choosing a plan and signing up for it."""

from django.contrib import messages
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
from plans.forms.start import REACHED
from plans.queries.catalogue import muscles_by_exercise, newest_revision
from plans.views.common import found, today_of
from plans.views.visitors import person_of, settle


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """`?pregnant`: plans in which nobody lies on their back. It is in the address, and nowhere else."""
    is_pregnant = "pregnant" in request.GET
    context = {
        "cards": queries.catalogue(never_supine=is_pregnant),
        "pregnant": is_pregnant,
        "notes": safety_notes("pregnancy") if is_pregnant else [],
    }
    return render(request, "plans/catalogue.html", context)


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    page = found(queries.plan_page(slug, request.GET.get("level", "")))
    return render(request, "plans/plan.html", {"page": page, "hints": hints_on(Hint.Surface.PLAN)})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Without an account too: whoever sends the form is a guest from then on."""
    revision = found(newest_revision(slug))
    person = person_of(request)
    # Before the form is sent a visitor's date is not known: it shows that of UTC, which is none too early.
    today = today_of(person) if person.pk else min(today_of(person), timezone.now().date())
    current, is_over = queries.plan_followed(person, today) if person.pk else (None, False)
    reached = queries.reached_lines(person, revision, today) if person.pk else []
    names = {name for workout in revision.numbers["workouts"] for name in workout["exercises"]}
    form = StartForm(
        request.POST if request.method == "POST" else None,
        revision=revision,
        today=today,
        kit=queries.kit_choices(),
        muscles=muscles_by_exercise(names),
        current=None if is_over else current,
        level=request.GET.get("level", ""),
        has_trained=bool(reached),
    )
    if form.is_valid() and _enrol(request, person, revision, form, replace_current=is_over):
        return redirect("plans:week")
    context = {
        "form": form,
        "plan": revision.plan,
        "notes": safety_notes("before", "stop"),
        "hints": hints_on(Hint.Surface.SIGN_UP),
        "person": person,
        "reached": reached,
    }
    return render(request, "plans/start.html", context, status=422 if form.errors else 200)


def _enrol(request: HttpRequest, person, revision, form: StartForm, *, replace_current: bool) -> bool:
    chosen, today = form.cleaned_data, today_of(person)
    settle(request, person)
    try:
        enrolment = services.enrol(
            person,
            revision,
            start=max(chosen["start"], today),
            weekdays=chosen["weekdays"],
            level=chosen["level"],
            kit=chosen["kit"],
            standing_minutes=chosen["standing_minutes"],
            time_zone=person.time_zone,
            now=timezone.now(),
            today=today,
            replace_current=replace_current or chosen.get("replace_current", False),
            begin_where_reached=chosen.get("begin") == REACHED,
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
