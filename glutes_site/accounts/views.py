from allauth.account.views import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .forms import TimeZoneForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request):
    form = TimeZoneForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        messages.success(request, _("Your time zone is %(zone)s now.") % {"zone": person.time_zone})
        return redirect("account_home")
    return render(request, "account/home.html", {"form": form})


def sign_out(request):
    """
    Takes the pages of this person from the browser's cache, never what it stores: sets that are not in the
    account yet are theirs (see js/signing-out.mjs).
    """
    response = logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache"'
    return response
