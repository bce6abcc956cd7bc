"""Hints, safety notes, and what figures show."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exercises.markdown import validate_markdown, validate_plain
from exercises.models.base import MOST_PLACES, NaturalKeyManager, at_most, split_lines, validate_figure
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
    title = models.CharField(_("title"), max_length=80, validators=[validate_plain])
    text = models.TextField(_("text"), validators=[validate_markdown])
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
    order = models.PositiveSmallIntegerField(_("order"), unique=True, validators=[at_most(MOST_PLACES)])

    objects = NaturalKeyManager()
    history = HistoricalRecords()
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
    title = models.CharField(_("title"), max_length=80, validators=[validate_plain])
    text = models.TextField(_("text"), validators=[validate_markdown])
    points = models.TextField(
        _("points"), blank=True, help_text=_("One per line."), validators=[validate_markdown]
    )
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("One per line."), validators=[validate_markdown]
    )
    order = models.PositiveSmallIntegerField(_("order"), unique=True, validators=[at_most(MOST_PLACES)])

    objects = NaturalKeyManager()
    history = HistoricalRecords()
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


class FigureWords(models.Model):
    """What a drawn figure shows, for people who cannot see it."""

    figure = models.CharField(_("figure"), max_length=40, unique=True, validators=[validate_figure])
    name = models.CharField(_("name"), max_length=60, validators=[validate_plain])
    start = models.CharField(
        _("at the start"),
        max_length=200,
        help_text=_("The pose before anything moves."),
        validators=[validate_plain],
    )
    movement = models.CharField(
        _("the movement"),
        max_length=200,
        help_text=_("What moves, and which way."),
        validators=[validate_plain],
    )
    end = models.CharField(
        _("at the end"),
        max_length=200,
        help_text=_("The pose at the turning point."),
        validators=[validate_plain],
    )

    objects = NaturalKeyManager()
    history = HistoricalRecords()
    NATURAL_KEY = ("figure",)

    class Meta:
        ordering = ["figure"]
        verbose_name = _("words of a figure")
        verbose_name_plural = _("words of figures")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.figure,)
