from allauth.account.views import logout
from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import guests
from .forms import DayForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request):
    form = DayForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        messages.success(request, _("Your time zone is %(zone)s now.") % {"zone": person.time_zone})
        if "day_starts" in form.changed_data:
            messages.success(request, _("Your day begins at %(hour)s now.") % {"hour": form.hour_in_words})
        return redirect("account_home")
    return render(request, "account/home.html", {"form": form})


def sign_out(request):
    """
    Takes the pages of this person from the browser's cache, never what it stores: sets that are not in the
    account yet are theirs (see js/signing-out.mjs).
    """
    is_guest = getattr(request.user, "is_guest", False)
    if is_guest and request.method == "POST":
        if request.POST.get("forget") == "yes":
            return _forget(request)
        # It only ends a sign-up or sign-in that was begun: nobody loses what they did by going back.
        request.user = AnonymousUser()
        return logout(request)
    response = logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _forget(request):
    """Without an account there is no way back in, so what was done goes too."""
    guests.forget(request.user)
    end_session(request)
    messages.success(request, _("Everything you did here is deleted."))
    response = redirect("home")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
