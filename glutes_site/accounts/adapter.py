"""Where allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .time_zones import FALLBACK


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
        return super().save_user(request, user, form, commit=commit)

    def get_email_verification_redirect_url(self, email_address):
        if self.request.user.is_authenticated:
            return reverse("account_home")
        return super().get_email_verification_redirect_url(email_address)

    def get_password_change_redirect_url(self, request):
        return reverse("account_home")
