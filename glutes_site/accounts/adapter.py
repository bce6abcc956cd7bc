"""Where allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import guests
from .time_zones import FALLBACK

SIGNED_UP = "signed_up"  # in the session: the account that this browser made, until it is first signed in to


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("That e-mail address and password do not go together."),
        "duplicate_email": _("That is your e-mail address already."),
        # Shown only to somebody who typed the code from that very mailbox.
        "email_taken": _("Another account uses this e-mail address."),
        "enter_current_password": _("That is not your current password."),
        "incorrect_code": _("That is not the code we sent. Check the newest e-mail from us."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("We have just sent you a code. Wait a moment before you ask for another."),
        "same_as_current": _("That is what it is already."),
    }

    def save_user(self, request, user, form, commit=True):
        user.time_zone = form.cleaned_data.get("time_zone") or FALLBACK
        user = super().save_user(request, user, form, commit=commit)
        request.session[SIGNED_UP] = user.pk
        return user

    def login(self, request, user):
        """
        Whoever was a guest until now brings what they did. All of it, or else nobody is signed in: nothing is
        done for a password alone or an address, this comes after the last code.
        """
        guest, is_new_here = request.guest, request.session.pop(SIGNED_UP, None) == user.pk
        words = []
        with transaction.atomic():
            if not is_new_here:
                _drop_password_of_a_stranger(request, user)
            if guest:
                guests.leave_session(request)
            is_the_same = bool(guest) and is_new_here and guests.become(guest, user)
            super().login(request, user)
            moved = guests.move(guest, user, user.last_login) if guest and not is_the_same else None
        if is_the_same:
            words = [str(_("What you did so far is in your account."))]
        elif moved:
            guests.remember_name(request, guest)
            words = brought_in_words(moved)
        if words:
            messages.success(request, " ".join(words))

    def get_email_verification_redirect_url(self, email_address):
        if self.request.user.is_authenticated:
            return reverse("account_home")
        return super().get_email_verification_redirect_url(email_address)

    def get_password_change_redirect_url(self, request):
        return reverse("account_home")


def _drop_password_of_a_stranger(request, user):
    """
    Somebody may have signed up with an address that is not theirs. Whoever then reads the mail is the first to come
    in, and the password of the other must not open it any more.
    """
    used = {record["method"] for record in get_authentication_records(request, user)}
    if "code" in used and user.has_usable_password() and guests.is_untouched(user):
        user.set_unusable_password()
        user.save(update_fields=["password"])
        messages.info(
            request,
            _(
                "A password was chosen for this address before it was confirmed. It does not count; choose your own."
            ),
        )


def brought_in_words(moved) -> list[str]:
    """What came along when a guest signed in to an account: a sentence each."""
    words = []
    if moved.workouts:
        words.append(
            ngettext(
                "%(count)d workout that you did before signing in is in your account now.",
                "%(count)d workouts that you did before signing in are in your account now.",
                moved.workouts,
            )
            % {"count": moved.workouts}
        )
    if moved.follows:
        words.append(_("You go on with %(plan)s.") % {"plan": moved.follows.revision.plan})
    elif moved.ended:
        words.append(
            _("You go on with the plan of your account; %(plan)s is among your earlier plans.")
            % {"plan": moved.ended.revision.plan}
        )
    return words
