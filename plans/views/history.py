"""What was done: all of it, one workout of it, and correcting that once its consequences have been seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plans import queries, services
from plans.forms.history import PastForm, PastShown
from plans.queries.history import PastWorkout
from plans.records import Edit, milliseconds
from plans.views.common import found, today_of
from plans.views.typed import typed_before

TYPED = "history_typed"  # in the session


@login_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    page = queries.history_page(request.user, today_of(request.user), request.GET.get("page", ""))
    return render(request, "plans/history.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def history_workout(request: HttpRequest, uid: UUID) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    typed = request.POST if request.method == "POST" else typed_before(request, TYPED)
    shown = _shown(request, uid, typed.get("token", "")) if typed is not None else None
    if typed is not None and shown is not None:
        return _look_or_save(Correction.of(typed, shown, today_of(request.user)), request)
    page = _found(request, uid)
    if request.method == "POST":
        return _show_anew(request, page, request.POST)
    return _show(request, page, PastForm(shown=_shown_on(request, page), today=page.today))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Back to this page after signing in; what was typed waits in the session and is looked at before it is saved."""
    if request.method == "POST" and PastShown.from_token(request.POST.get("token", "")):
        request.session[TYPED] = request.POST.urlencode()
    return redirect_to_login(request.get_full_path())


def _found(request: HttpRequest, uid: UUID) -> PastWorkout:
    return found(queries.past_workout(request.user, uid, today_of(request.user)))


def _shown_on(request: HttpRequest, page: PastWorkout) -> PastShown:
    return PastShown.of(page, request.user.time_zone, str(request.user.pk))


def _shown(request: HttpRequest, uid: UUID, token: str) -> PastShown | None:
    """What the page showed that a form comes from; None where it was another workout's, or another person's."""
    shown = PastShown.from_token(token)
    is_it = shown and (shown.workout, shown.person) == (str(uid), str(request.user.pk))
    return shown if is_it else None


@dataclass(frozen=True)
class Correction:
    """What somebody asks for: what she typed, or (`removed`) to take the whole workout away or put it back."""

    typed: QueryDict
    shown: PastShown
    form: PastForm
    removed: bool | None
    today: date

    @classmethod
    def of(cls, typed: QueryDict, shown: PastShown, today: date) -> Correction:
        removed = True if "remove" in typed else False if "restore" in typed else None
        form = PastForm(typed if removed is None else None, shown=shown, today=today)
        return cls(typed, shown, form, removed, today)

    @property
    def is_valid(self) -> bool:
        return self.removed is not None or self.form.is_valid()

    def edits(self, now: datetime) -> list[Edit]:
        return self.form.edits(now) if self.removed is None else self.shown.removal(self.removed, now)

    def is_confirmed(self, edits: list[Edit]) -> bool:
        """What later weeks follow from is saved once that was seen."""
        if "save" not in self.typed:
            return False
        return not self.shown.decides or self.typed.get("seen") == self.shown.seal(edits)


def _look_or_save(asked: Correction, request: HttpRequest) -> HttpResponse:
    if not asked.is_valid:
        return _show(request, _found(request, asked.shown.ref.uid), asked.form)
    now = timezone.now()
    edits = asked.edits(now)
    is_confirmed = asked.is_confirmed(edits)
    if asked.shown.is_known or not is_confirmed:  # of what nobody knew there is hardly anything newer
        ops = {edit.op for edit in edits}
        since = queries.changed_since(request.user, asked.shown.row_uids, asked.shown.change)
        if ops and ops <= since:  # sent twice
            return _saved(request, asked)
        if since:
            return _show_newer(request, asked)
    if not edits:
        messages.success(request, _("Nothing had changed."))
        return redirect("plans:history_workout", asked.shown.ref.uid)
    if is_confirmed:
        return _save(request, asked, edits, now)
    return _show_effect(request, asked, edits, now)


def _save(request: HttpRequest, asked: Correction, edits: list[Edit], now: datetime) -> HttpResponse:
    outcomes = services.save_records(request.user, edits, now=now)
    if any(outcome.status == "rejected" for outcome in outcomes):
        raise Http404
    return _saved(request, asked)


def _saved(request: HttpRequest, asked: Correction) -> HttpResponse:
    if asked.removed:
        messages.success(request, _("Removed. You find it under “Removed”, if you want it back."))
        return redirect("plans:history")
    messages.success(request, _("It is back.") if asked.removed is False else _("Saved in your account."))
    return redirect("plans:history_workout", asked.shown.ref.uid)


# Showing -----------------------------------------------------------------------------------------


def _show(
    request: HttpRequest, page: PastWorkout, form: PastForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "blocks": form.blocks(page),
        "token": form.shown.token,
        "effect": None,
        "removed": None,
        "is_newer": False,
        **more,
    }
    return render(request, "plans/history_workout.html", context, status=422 if form.errors else status)


def _show_effect(request: HttpRequest, asked: Correction, edits: list[Edit], now: datetime) -> HttpResponse:
    page = _found(request, asked.shown.ref.uid)
    return _show(
        request,
        page,
        asked.form,
        effect=queries.effect_of(page, edits, milliseconds(now)),
        seal=asked.shown.seal(edits),
        removed=asked.removed,
        changes=asked.form.in_words(page) if asked.removed is None else [],
    )


def _show_newer(request: HttpRequest, asked: Correction) -> HttpResponse:
    """The workout was changed elsewhere: as it is now, with what was typed where that was touched."""
    page = _found(request, asked.shown.ref.uid)
    newer = _shown_on(request, page)
    form = PastForm(
        asked.shown.carried_over(asked.typed, newer) if asked.removed is None else None,
        shown=newer,
        today=asked.today,
        news=asked.shown.news_in(newer),
    )
    return _show(request, page, form, status=422, is_newer=True)


def _show_anew(request: HttpRequest, page: PastWorkout, typed: QueryDict) -> HttpResponse:
    """A page that cannot be trusted any more: what was typed stays, on a new one."""
    form = PastForm(typed, shown=_shown_on(request, page).with_nothing_logged(), today=page.today)
    form.add_error(None, _("This page had become too old to be saved. Look it over and save it again."))
    return _show(request, page, form)
