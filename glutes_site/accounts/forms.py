"""What is asked of a person about their account. allauth decides what happens; here are words and fields."""

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from .models import LATEST_DAY_START
from .time_zones import FALLBACK, find_zone, suggested_zones

EMAIL = _("E-mail address")
EMAIL_ERRORS = {
    "required": _("Type your e-mail address."),
    "invalid": _("That is no e-mail address yet: it looks like robin@example.org."),
}
PASSWORD_HELP = _(
    "Ten characters or more. A few words that only you would put together are easy to remember "
    "and hard to guess."
)


class Plain:
    """Our words on a form of allauth's: labels instead of placeholders, and no help that repeats them."""

    labels = {}
    help_texts = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"email", "login"}:
                field.label = EMAIL
                field.error_messages |= EMAIL_ERRORS
            elif isinstance(field.widget, forms.PasswordInput):
                field.error_messages["required"] = _("Type a password.")
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)


HOURS = [(0, _("Midnight")), *((hour, f"{hour}:00") for hour in range(1, LATEST_DAY_START + 1))]


class BrowserTimeZoneField(forms.CharField):
    """What a script filled in. Nobody sees it, so nobody is blamed: whatever it is, a zone comes out."""

    widget = forms.HiddenInput(attrs={"data-time-zone": "", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        return find_zone(str(value or "")) or FALLBACK


class SignupForm(Plain, allauth_forms.SignupForm):
    labels = {"password1": _("Password")}
    help_texts = {"password1": PASSWORD_HELP}

    time_zone = BrowserTimeZoneField()


class LoginForm(Plain, allauth_forms.LoginForm):
    labels = {"remember": _("Keep me signed in on this device")}
    help_texts = {"password": ""}


class RequestLoginCodeForm(Plain, allauth_forms.RequestLoginCodeForm):
    pass


class CodeForm(Plain):
    """Eight digits from a mail; dashes and spaces are forgiven."""

    labels = {"code": _("Code")}
    help_texts = {"code": _("Eight digits. With or without the dash.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = _("Type the code from our e-mail.")
        self.fields["code"].widget.attrs.update(
            autocomplete="one-time-code", inputmode="numeric", autocapitalize="off", spellcheck="false"
        )


class ConfirmLoginCodeForm(CodeForm, allauth_forms.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(CodeForm, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(CodeForm, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class ResetPasswordForm(Plain, allauth_forms.ResetPasswordForm):
    pass


class NewPassword(Plain):
    """Asked once: a password that can be looked at while it is pasted or typed needs no second field."""

    labels = {"oldpassword": _("Current password"), "password1": _("New password")}
    help_texts = {"oldpassword": "", "password1": PASSWORD_HELP}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ResetPasswordKeyForm(NewPassword, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPassword, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, allauth_forms.SetPasswordForm):
    pass


class ReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    help_texts = {"password": ""}


class AddEmailForm(Plain, allauth_forms.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class DayForm(forms.ModelForm):
    """
    When the person's days begin. Of zones any name that we know, or a city; the list to search in is a datalist
    beside the field.
    """

    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Type a city and choose from the list."),
        error_messages={"required": _("Choose a time zone, such as Europe/Lisbon.")},
        widget=forms.TextInput(
            attrs={
                "list": "time-zones",
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )
    day_starts = forms.TypedChoiceField(
        label=_("My day begins at"),
        help_text=_("A workout after midnight counts for the day before, until this hour."),
        choices=HOURS,
        coerce=int,
        empty_value=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose an hour from the list.")),
    )
    suggestions = staticmethod(suggested_zones)

    class Meta:
        model = get_user_model()
        fields = ["time_zone", "day_starts"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A page from before this was asked does not send it: then it stays.
        self.fields["day_starts"].required = not self.is_bound or "day_starts" in self.data

    @property
    def hour_in_words(self):
        return dict(HOURS)[self.instance.day_starts]

    def clean_day_starts(self):
        hour = self.cleaned_data["day_starts"]
        return self.initial["day_starts"] if hour is None else hour

    def clean_time_zone(self):
        typed = self.cleaned_data["time_zone"]
        zone = find_zone(typed)
        if zone is None:
            raise forms.ValidationError(
                _("We do not know the time zone “%(name)s”. Choose one from the list: Europe/Lisbon, say."),
                params={"name": typed},
                code="unknown_time_zone",
            )
        return zone
