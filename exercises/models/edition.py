"""What was published: frozen words that every page of the site shows."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from exercises.models.movements import Exercise


class Immutable(ValidationError):
    """Raised on every attempt to change what was published."""


class PublishedQuerySet(models.QuerySet):
    """Rows that are written once. `SUBJECT` names the foreign key to what they are a publication of."""

    def newest(self):
        """The newest one of each subject."""
        subject = self.model.SUBJECT
        same = self.model._default_manager.filter(**{subject: OuterRef(subject)}).order_by("-number")
        return self.filter(number=Subquery(same.values("number")[:1]))

    def update(self, **values):
        raise Immutable(_("What was published cannot be changed."))

    def delete(self):
        raise Immutable(_("What was published cannot be deleted."))

    def bulk_update(self, objs, fields, batch_size=None):
        raise Immutable(_("What was published cannot be changed."))


class Published(models.Model):
    """Numbered from 1 for each subject; `digest` tells whether something differs without reading it."""

    number = models.PositiveIntegerField(_("number"))
    digest = models.CharField(_("digest"), max_length=64)
    created_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = PublishedQuerySet.as_manager()
    SUBJECT = ""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Immutable(_("What was published cannot be changed."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Immutable(_("What was published cannot be deleted."))


class Edition(Published):
    """An exercise as it was published, frozen in `content` (see exercises/editions.py)."""

    exercise = models.ForeignKey(
        Exercise, models.PROTECT, related_name="editions", verbose_name=_("exercise")
    )
    content = models.JSONField(_("content"))

    SUBJECT = "exercise"

    class Meta:
        ordering = ["exercise", "number"]
        verbose_name = _("edition of an exercise")
        verbose_name_plural = _("editions of exercises")
        constraints = [
            models.UniqueConstraint(fields=["exercise", "number"], name="edition_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
        ]

    def __str__(self):
        return f"{self.exercise} {self.number}"
