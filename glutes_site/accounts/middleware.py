"""How far a guest counts as signed in."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from . import guests

OWN = {"account_home", "account_logout"}
FOR_ACCOUNTS = {"account_email", "account_change_password", "account_set_password", "account_reauthenticate"}


def welcome_guests(get_response):
    """
    Everywhere a guest is a person like others, except where accounts are made or entered: there they are
    nobody yet, and `request.guest` says who is about to join.
    """

    def middleware(request):
        request.guest = None
        response = get_response(request)
        guests.renew(request, timezone.now())
        return response

    def process_view(request, view, args, kwargs):
        name = request.resolver_match.view_name
        is_a_door = name.startswith("account_") and name not in OWN
        if not (is_a_door or name == "admin:login") or not getattr(request.user, "is_guest", False):
            return None
        if name in FOR_ACCOUNTS:
            messages.info(request, _("That is there once you have an account."))
            return redirect("account_signup")
        request.guest, request.user = request.user, AnonymousUser()
        return None

    middleware.process_view = process_view
    return middleware
