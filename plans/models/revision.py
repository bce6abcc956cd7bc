"""A plan as it was published."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Variation
from plans.models.plan import Plan


class Immutable(ValidationError):
    """Raised on every attempt to change what was published."""


class RevisionQuerySet(models.QuerySet):
    def newest(self):
        """The newest revision of each plan."""
        same_plan = PlanRevision.objects.filter(plan=OuterRef("plan")).order_by("-number")
        return self.filter(number=Subquery(same_plan.values("number")[:1]))

    def update(self, **values):
        raise Immutable(_("A published revision cannot be changed."))

    def delete(self):
        raise Immutable(_("A published revision cannot be deleted."))

    def bulk_update(self, objs, fields, batch_size=None):
        raise Immutable(_("A published revision cannot be changed."))


class PlanRevision(models.Model):
    """A plan's numbers as they were published, frozen in `numbers` (see plans/revisions.py)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="revisions", verbose_name=_("plan"))
    number = models.PositiveIntegerField(_("number"))
    numbers = models.JSONField(_("numbers"))
    digest = models.CharField(_("digest"), max_length=64)
    created_at = models.DateTimeField(_("published at"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("revision of a plan")
        verbose_name_plural = _("revisions of plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_revision_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_revision_number_from_one"),
        ]

    def __str__(self):
        return f"{self.plan} {self.number}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Immutable(_("A published revision cannot be changed."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Immutable(_("A published revision cannot be deleted."))


class RevisionVariation(models.Model):
    """Holds on to every exercise and variation that a revision speaks of, so that none can be deleted."""

    revision = models.ForeignKey(PlanRevision, models.PROTECT, related_name="revision_variations")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("variation of a revision")
        verbose_name_plural = _("variations of revisions")
        constraints = [
            models.UniqueConstraint(fields=["revision", "variation"], name="revision_variation_once"),
        ]

    def __str__(self):
        return f"{self.revision}: {self.variation}"
