"""A quick set: chosen, done, saved, with a plan or without."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans import queries, services
from plans.forms import WorkoutForm
from plans.forms.workout import Shown
from plans.views.common import found, today_of
from plans.views.typed import sign_in_first, typed_before

TYPED = "quick_typed"  # in the session


@require_http_methods(["GET", "HEAD", "POST"])
def quick(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return sign_in_first(request, TYPED)
    if request.method == "POST":
        return _save(request, request.POST)
    if typed := typed_before(request, TYPED):
        try:
            return _save(request, typed)
        except Http404:  # it was somebody else's
            return redirect("plans:quick")
    if done := request.GET.get("done", ""):
        return _show_done(request, _uid(done))
    page = found(queries.quick_page(**_whose(request), uid=uuid4(), chosen=request.GET.get("exercise", "")))
    return _show(request, page, WorkoutForm(shown=_shown(request, page)))


def _whose(request: HttpRequest) -> dict:
    return {"user": request.user, "today": today_of(request.user)}


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _shown(request: HttpRequest, page) -> Shown:
    """How it felt is not asked: it would say nothing about a plan."""
    return Shown.on(page, request.user.time_zone, str(request.user.pk)).without_ratings()


def _show(request: HttpRequest, page, form: WorkoutForm) -> HttpResponse:
    context = {"page": page, "form": form, "blocks": form.blocks(page), "token": form.shown.token}
    return render(request, "plans/quick.html", context, status=422 if form.errors else 200)


def _show_done(request: HttpRequest, uid: UUID, form: WorkoutForm | None = None) -> HttpResponse:
    page = found(queries.quick_done(request.user, uid))
    form = form or WorkoutForm(shown=_shown(request, page))
    context = {"page": page, "form": form, "blocks": form.blocks(page), "token": form.shown.token}
    return render(request, "plans/quick_done.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    shown = Shown.from_token(typed.get("token", ""))
    if shown is None or shown.enrolment:
        return _ask_again(request, typed)
    if shown.person != str(request.user.pk):
        raise Http404
    form = WorkoutForm(typed, shown=shown)
    if form.is_valid():
        now = timezone.now()
        services.save_records(request.user, form.edits(now), now=now)
        return redirect(f"{reverse('plans:quick')}?{urlencode({'done': shown.workout})}")
    if shown.is_logged:
        return _show_done(request, shown.ref.uid, form)
    page = queries.quick_page(
        **_whose(request),
        uid=shown.ref.uid,
        chosen=shown.prescription[0]["exercise"],
        prescription=shown.prescription,
    )
    return _show(request, found(page), form)


def _ask_again(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """A page that cannot be trusted any more: what was typed stays, on a new one."""
    page = found(queries.quick_page(**_whose(request), uid=uuid4(), chosen=request.GET.get("exercise", "")))
    form = WorkoutForm(typed, shown=_shown(request, page))
    form.add_error(None, _("This page had become too old to be saved. Look it over and save it again."))
    return _show(request, page, form)
