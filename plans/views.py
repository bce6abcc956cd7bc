"""Following a plan, page by page. `today` and `now` begin here."""

from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from exercises.models import Hint
from exercises.queries import hints_on, safety_notes
from plans import queries, services
from plans.forms import StartForm, WorkoutForm
from plans.forms.workout import Shown
from plans.models import Enrolment
from plans.queries.catalogue import muscles_by_exercise, newest_revision

TYPED = "workout_typed"  # in the session: a form that was sent after the sign-in had ended


def today_of(user) -> date:
    """The date that it is where the person is."""
    return timezone.now().astimezone(ZoneInfo(user.time_zone)).date()


def found[Value](value: Value | None) -> Value:
    if value is None:
        raise Http404
    return value


def first_hints(following, surface: str) -> list[Hint]:
    """Hints while nothing is logged yet: later they would be in the way, and cost a query."""
    return [] if following.logs else hints_on(surface)


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
    current = Enrolment.objects.for_user(request.user).active().select_related("revision__plan").first()
    is_over = bool(current and current.is_over(today_of(request.user)))
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


@login_required
@require_safe
def week(request: HttpRequest, number: int | None = None) -> HttpResponse:
    following = queries.following(request.user, today_of(request.user))
    if following is None:
        return render(request, "plans/no_plan.html", {"section": "week"})
    page = found(queries.week_page(following, number))
    context = {"page": page, "following": following, "hints": first_hints(following, Hint.Surface.WEEK)}
    return render(request, "plans/week.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    if request.method == "POST":
        return save_workout(request, request.POST)
    if TYPED in request.session:
        return _save_typed(request)
    following = queries.following(request.user, today_of(request.user))
    if elsewhere := _of_another_plan(request, following):
        return elsewhere
    if following is None:
        return render(request, "plans/no_plan.html", {"section": "today"})
    workout = _workout_asked_for(request, following)
    if workout is None:
        return render(request, "plans/rest_day.html", {"following": following})
    page = queries.workout_page(following, workout)
    shown = Shown.on(page, request.user.time_zone)
    return _show_workout(request, following, page, WorkoutForm(shown=shown))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """What was typed waits in the browser's session until its person has signed in again."""
    if request.method == "POST" and Shown.from_token(request.POST.get("token", "")):
        request.session[TYPED] = request.POST.urlencode()
    return redirect_to_login(request.get_full_path())


def _save_typed(request: HttpRequest) -> HttpResponse:
    typed = QueryDict(request.session.pop(TYPED))
    try:
        return save_workout(request, typed)
    except Http404:  # it was somebody else's
        return redirect("plans:today")


def _workout_asked_for(request: HttpRequest, following):
    """
    The workout of `?slot=`, any of this window, or of an earlier one with `?window=`, so that a workout begun
    before midnight stays at hand; without a slot, today's as long as it is not done.
    """
    schedule, slot = following.schedule, request.GET.get("slot", "")
    if slot:
        current = schedule.current
        number = request.GET.get("window", str(current.number) if current else "")
        begun = (
            workout
            for window in schedule.windows
            if window is current or window.first_day <= schedule.today
            for workout in window.workouts
            if window is current or following.log_of(workout)
        )
        return found(next((w for w in begun if (str(w.window), str(w.slot)) == (number, slot)), None))
    workout = schedule.on(schedule.today)
    return workout if workout and workout.status in ("today", "started") else None


def _show_workout(request: HttpRequest, following, page, form: WorkoutForm) -> HttpResponse:
    context = {
        "following": following,
        "page": page,
        "form": form,
        "blocks": form.blocks(page),
        "token": form.shown.token,
        "hints": first_hints(following, Hint.Surface.PLAYER),
    }
    return render(request, "plans/today.html", context, status=422 if form.errors else 200)


def save_workout(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """Log what the form says; without a fault nothing but the changed rows is loaded."""
    shown = Shown.from_token(typed.get("token", ""))
    if shown:
        form = WorkoutForm(typed, shown=shown)
        if form.is_valid():
            return _log(request, form)
    following = found(queries.following(request.user, today_of(request.user)))
    workout = following.schedule.workout(shown.ref.uid) if shown else None
    page = queries.workout_page(following, workout or found(_workout_asked_for(request, following)))
    if workout is None:
        form = WorkoutForm(typed, shown=Shown.on(page, request.user.time_zone).with_nothing_logged())
        form.add_error(None, _("This page had become too old to be saved. Look it over and save it again."))
    return _show_workout(request, following, page, form)


def _log(request: HttpRequest, form: WorkoutForm) -> HttpResponse:
    now = timezone.now()
    edits = form.edits(now)
    outcomes = services.save_records(request.user, edits, now=now)
    if any(outcome.status == "rejected" for outcome in outcomes):
        raise Http404
    place = {"window": form.shown.window, "slot": form.shown.slot}
    if form.finishes:
        return redirect(f"{reverse('plans:done', kwargs=place)}?plan={form.shown.enrolment}")
    messages.success(request, _saved_in_words(form.sets_done) if edits else _("Nothing had changed."))
    return redirect(f"{reverse('plans:today')}?{urlencode(place | {'plan': form.shown.enrolment})}")


def _saved_in_words(sets: int) -> str:
    if not sets:
        return _("Saved in your account.")
    return ngettext("Saved: %(sets)d set in your account.", "Saved: %(sets)d sets in your account.", sets) % {
        "sets": sets
    }


def _of_another_plan(request: HttpRequest, following) -> HttpResponse | None:
    """To the progress of the plan that the address names, where another one has taken its place."""
    named = request.GET.get("plan", "")
    if not named or (following and named == str(following.enrolment.uid)):
        return None
    return redirect(f"{reverse('plans:progress')}?{urlencode({'plan': named})}")


@login_required
@require_safe
def done(request: HttpRequest, window: int, slot: int) -> HttpResponse:
    following = queries.following(request.user, today_of(request.user))
    if elsewhere := _of_another_plan(request, following):
        return elsewhere
    following = found(following)
    planned = found(following.schedule.window(window))
    workout = found(next((workout for workout in planned.workouts if workout.slot == slot), None))
    page = found(queries.done_page(following, workout))
    return render(request, "plans/done.html", {"following": following, "page": page})


@login_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("plan", "")
    page = queries.progress(request.user, today_of(request.user), chosen)
    if page is None:
        if chosen:
            raise Http404
        return render(request, "plans/no_plan.html", {"section": "progress"})
    context = {"page": page, "hints": hints_on(Hint.Surface.PROGRESS)}
    return render(request, "plans/progress.html", context)
