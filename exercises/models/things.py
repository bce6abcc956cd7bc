"""Muscles and equipment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exercises.markdown import validate_markdown, validate_plain
from exercises.models.base import MOST_PLACES, NaturalKeyManager, at_most


class Muscle(models.Model):
    slug = models.SlugField(_("key"), unique=True)
    name = models.CharField(
        _("name"),
        max_length=60,
        help_text=_("The anatomical name, for example gluteus medius."),
        validators=[validate_plain],
    )
    plain_name = models.CharField(
        _("plain name"),
        max_length=60,
        help_text=_("What people call it: “side of the hip”."),
        validators=[validate_plain],
    )
    role = models.CharField(_("what it does"), max_length=200, blank=True, validators=[validate_markdown])
    order = models.PositiveSmallIntegerField(_("order"), unique=True, validators=[at_most(MOST_PLACES)])

    objects = NaturalKeyManager()
    history = HistoricalRecords()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("muscle")
        verbose_name_plural = _("muscles")

    def __str__(self):
        return self.plain_name

    def natural_key(self):
        return (self.slug,)


class EquipmentQuerySet(models.QuerySet):
    def kit(self):
        """What a person may own and a rung may need."""
        return self.filter(is_kit=True)


class Equipment(models.Model):
    slug = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=60, validators=[validate_plain])
    is_kit = models.BooleanField(
        _("kit that people own"),
        default=False,
        db_default=False,
        help_text=_("Rungs that need it are offered only to people who said they own it."),
    )
    order = models.PositiveSmallIntegerField(_("order"), unique=True, validators=[at_most(MOST_PLACES)])

    objects = NaturalKeyManager.from_queryset(EquipmentQuerySet)()
    history = HistoricalRecords()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("piece of equipment")
        verbose_name_plural = _("equipment")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)
