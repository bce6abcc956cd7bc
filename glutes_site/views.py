"""The home page, the pages of words behind the footer, and the choice of colours."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from exercises import queries as exercises
from exercises.models import Hint, SafetyNote
from glutes_site.context import THEME_COOKIE, THEMES
from plans import queries as plans

YEAR_SECONDS = 365 * 24 * 60 * 60
ROBOTS = "User-agent: *\nDisallow: /accounts/\nDisallow: /admin/\n"


@require_safe
def home(request):
    context = {
        "cards": exercises.library(),
        "plans": plans.catalogue(),
        "figures": exercises.figure_words(),
        "moving": "still" not in request.GET,
    }
    return render(request, "pages/home.html", context)


@require_safe
def safety(request):
    return render(request, "pages/safety.html", {"notes": exercises.safety_notes()})


@require_safe
def questions(request):
    context = {
        "hints": exercises.hints_on(Hint.Surface.FAQ),
        "notes": exercises.safety_notes(SafetyNote.Topic.SORENESS),
    }
    return render(request, "pages/questions.html", context)


@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


@require_safe
def privacy(request):
    days = settings.SESSION_COOKIE_AGE // (24 * 60 * 60)
    return render(request, "pages/privacy.html", {"session_days": days})


@require_safe
def about(request):
    return render(request, "pages/about.html")


@require_safe
def robots(request):
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_POST
def choose_theme(request):
    """Anything but light or dark means: as the device has it."""
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        address = resolve_url("home")
    response = redirect(address)
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=YEAR_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
