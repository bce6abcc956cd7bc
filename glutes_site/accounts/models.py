"""
A person: their e-mail address is their sign-in, their time zone and the hour their day begins decide what
"today" is. Whoever has no address is a guest: the session of one browser is the only way to their rows.
"""

from uuid import uuid4
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("We do not know the time zone “%(name)s”."), params={"name": name})


class PersonQuerySet(models.QuerySet):
    def guests(self):
        return self.filter(email__isnull=True)

    def with_account(self):
        return self.filter(email__isnull=False)


class PersonManager(UserManager.from_queryset(PersonQuerySet)):
    def _create_user(self, email, password, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email, password=None, **extra):
        extra.setdefault("is_staff", False)
        extra.setdefault("is_superuser", False)
        return self._create_user(email, password, **extra)

    def create_superuser(self, email, password=None, **extra):
        return self._create_user(email, password, is_staff=True, is_superuser=True, **extra)


LATEST_DAY_START = 6


class User(AbstractUser):
    username = None
    first_name = None
    last_name = None
    uid = models.UUIDField(
        _("uid"), default=uuid4, unique=True, editable=False, help_text=_("Names the account on a device.")
    )
    # A guest has none; an empty one could be had by a single person only.
    email = models.EmailField(_("e-mail address"), unique=True, null=True)  # noqa: DJ001
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        db_default="UTC",
        validators=[validate_time_zone],
        help_text=_("Decides when your day begins and ends."),
    )
    day_starts = models.PositiveSmallIntegerField(
        _("my day begins at"),
        default=3,
        db_default=3,
        help_text=_("What you do after midnight counts for the day before until this hour."),
    )
    health_consent_at = models.DateTimeField(_("agreed that we store what hurts"), null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case"),
            models.CheckConstraint(condition=~Q(email=""), name="user_email_is_none_or_some"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(is_staff=False, is_superuser=False),
                name="user_guest_has_no_rights",
            ),
            models.CheckConstraint(
                condition=Q(day_starts__lte=LATEST_DAY_START), name="user_day_starts_early"
            ),
        ]

    def __str__(self):
        return self.email or _("Guest %(name)s") % {"name": str(self.uid)[:8]}

    @property
    def is_guest(self):
        return self.email is None

    def clean(self):
        super().clean()
        self.email = self.email or None  # Django makes an empty word of a missing address

    def is_called(self, name: str) -> bool:
        """Whether a device that wrote this uid on what it sends speaks of this account; one query at most."""
        if name == str(self.uid):
            return True
        return name in map(str, self.aliases.values_list("uid", flat=True))


class Alias(models.Model):
    """What a guest was called who became part of an account: a queue made before still arrives there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="aliases", verbose_name=_("person")
    )
    uid = models.UUIDField(_("uid"), unique=True, editable=False)

    class Meta:
        verbose_name = _("former guest")
        verbose_name_plural = _("former guests")

    def __str__(self):
        return str(self.uid)
