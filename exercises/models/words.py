"""Hints and safety notes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.models.base import NaturalKeyManager, split_lines
from exercises.models.movements import Exercise


def validate_surfaces(text: str) -> None:
    unknown = sorted(set(text.split()) - set(Hint.Surface.values))
    if unknown or not text.split():
        raise ValidationError(
            _("Name at least one of these places: %(known)s."),
            params={"known": ", ".join(Hint.Surface.values)},
        )


class Hint(models.Model):
    """A piece of advice, and the places of the site where it helps."""

    class Surface(models.TextChoices):
        PLAYER = "player", _("During a workout")
        EXERCISE = "exercise", _("Page of an exercise")
        LIBRARY = "library", _("Exercise library")
        PLAN = "plan", _("Page of a plan")
        WEEK = "week", _("My week")
        PROGRESS = "progress", _("Progress")
        SIGN_UP = "sign-up", _("Sign-up form")
        FAQ = "faq", _("Questions and answers")

    slug = models.SlugField(_("key"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"))
    surfaces = models.CharField(
        _("shown"),
        max_length=120,
        validators=[validate_surfaces],
        help_text=_(
            "Places, separated by spaces: player, exercise, library, plan, week, progress, sign-up, faq."
        ),
    )
    exercise = models.ForeignKey(
        Exercise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hints",
        verbose_name=_("only for"),
    )
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    objects = NaturalKeyManager()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("hint")
        verbose_name_plural = _("hints")

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["exercises.exercise"]


class SafetyNote(models.Model):
    """What to know before, during and after training; facts with their source."""

    class Topic(models.TextChoices):
        BEFORE = "before", _("Before you start")
        STOP = "stop", _("When to stop")
        PREGNANCY = "pregnancy", _("Pregnancy")
        AFTER_BIRTH = "after-birth", _("After a birth")
        BACK = "back", _("Back pain")
        SORENESS = "soreness", _("Soreness")

    slug = models.SlugField(_("key"), unique=True)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"))
    points = models.TextField(_("points"), blank=True, help_text=_("One per line."))
    sources = models.TextField(_("sources"), blank=True, help_text=_("One per line."))
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    objects = NaturalKeyManager()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("safety note")
        verbose_name_plural = _("safety notes")

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    @property
    def point_lines(self) -> list[str]:
        return split_lines(self.points)

    @property
    def source_lines(self) -> list[str]:
        return split_lines(self.sources)
