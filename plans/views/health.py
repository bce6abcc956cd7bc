"""What hurts, and the consent to store it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans import queries, services
from plans.queries.following import Following
from plans.views.choices import about_ones_plan, show
from plans.views.common import found, today_of


@about_ones_plan
@require_http_methods(["GET", "HEAD", "POST"])
def hurt(request: HttpRequest, following: Following, slug: str) -> HttpResponse:
    """Asked for consent first; whoever does not give it finds the ways that need none on the same page."""
    page = found(queries.hurt_page(following, slug))
    if request.method == "POST" and "agree" in request.POST:
        services.agree(request.user, now=timezone.now())
        return redirect("plans:hurt", slug=slug)
    if request.method == "POST":
        return _flag(request, following, slug)
    return show(request, "plans/hurt.html", following, page=page)


def _flag(request: HttpRequest, following: Following, slug: str) -> HttpResponse:
    workout = found(queries.workout_to_flag(following, slug, request.POST.get("workout", "")))
    hurts = "mistake" not in request.POST
    try:
        services.flag(request.user, workout, slug, hurts=hurts, now=timezone.now())
    except services.NoConsent:  # revoked in another window
        messages.error(request, _("You have not agreed that this is stored, so it was not."))
        return redirect("plans:hurt", slug=slug)
    messages.success(request, _("Noted.") if hurts else _("Taken back."))
    return redirect("plans:adjust", slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def health(request: HttpRequest) -> HttpResponse:
    """What is stored about health, and the way to have it erased."""
    if request.method == "POST":
        services.revoke(request.user, today=today_of(request.user), now=timezone.now())
        messages.success(request, _("Erased. Nothing about what hurts is stored any more."))
        return redirect("plans:health")
    context = {"flags": queries.count_flags(request.user), "since": request.user.health_consent_at}
    return render(request, "plans/health.html", context)
