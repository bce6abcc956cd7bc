"""The plan changed: the difference, and what the person makes of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans import queries, services
from plans.forms import AnswerForm
from plans.forms.answer import TAKE
from plans.models import EnrolmentEvent, PlanRevision
from plans.queries.catalogue import muscles_by_exercise
from plans.queries.offer import OfferPage
from plans.views.common import found, today_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    following = found(queries.following(request.user, today_of(request.user)))
    page = queries.offer_page(following)
    if page is None:
        messages.info(request, _("There is nothing to decide: newer numbers would change nothing for you."))
        return redirect("plans:week")
    form = _form(request, page)
    try:
        if form.is_bound and form.is_valid() and _answer(request, page, form):
            return redirect("plans:offer")
    except services.NotFollowing:
        return redirect("plans:week")
    context = {"page": page, "form": form, "following": following}
    return render(request, "plans/offer.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, page: OfferPage) -> AnswerForm:
    names = {name for workout in page.numbers["workouts"] for name in workout["exercises"]}
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        numbers=page.numbers,
        muscles=muscles_by_exercise(names) if page.needs_days else {},
        needs_days=page.needs_days,
        initial={"revision": page.revision, "weekdays": page.numbers["weekdays"]},
    )


def _answer(request: HttpRequest, page: OfferPage, form: AnswerForm) -> bool:
    """Whether it was done; else the form says why not."""
    enrolment = page.following.enrolment
    chosen = PlanRevision.objects.filter(pk=form.cleaned_data["revision"]).first()
    moment = {"today": today_of(request.user), "now": timezone.now()}
    try:
        if chosen is None:
            raise services.NotOffered
        if form.cleaned_data["answer"] == TAKE:
            event = services.take(enrolment, chosen, weekdays=form.weekdays, **moment)
        else:
            event = services.keep(enrolment, chosen, **moment)
    except services.NotOffered:
        form.add_error(None, _("The plan has changed again since you opened this page. This is the newest."))
        return False
    except services.AlreadyAnswered as error:
        messages.warning(request, _decided_before(error.event))
        return True
    messages.success(request, _in_words(event, page))
    return True


def _decided_before(event: EnrolmentEvent) -> str:
    if event.kind == EnrolmentEvent.Kind.TOOK:
        return _("You took the new numbers already, perhaps in another window. You can take that back here.")
    return _("You kept your numbers already, perhaps in another window. You can change your mind here.")


def _in_words(event: EnrolmentEvent, page: OfferPage) -> str:
    if event.kind == EnrolmentEvent.Kind.TOOK:
        day = page.following.choices.first_day_of(event.window)
        return _("From %(day)s your plan has its new numbers.") % {"day": date_format(day, "l, j F")}
    return _("You keep the numbers you have. Nothing changes.")


@login_required
@require_POST
def undo_answer(request: HttpRequest, event: UUID) -> HttpResponse:
    """Somebody else's decision, and one that is none, are undone alike: not at all."""
    following = found(queries.following(request.user, today_of(request.user)))
    try:
        services.undo(following.enrolment, event, today=today_of(request.user), now=timezone.now())
    except services.TooLate:
        messages.error(request, _("The week that you took the new numbers for is over, so they stay."))
    except services.Superseded:
        messages.error(request, _("You have taken other numbers since. Take those back first."))
    except services.NotFollowing:  # the plan was left in another window
        return redirect("plans:week")
    else:
        messages.success(request, _("Taken back."))
    return redirect("plans:offer")
