"""A plan as it was published: its words, and its numbers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Published, Variation
from plans.models.plan import Plan


class PlanEdition(Published):
    """A plan's words as they were published, frozen in `content` (see plans/editions.py)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions", verbose_name=_("plan"))
    content = models.JSONField(_("content"))
    figure = models.ForeignKey(
        Variation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("figure"),
        help_text=_("Named in the content; held on to here, so that it cannot be deleted."),
    )

    SUBJECT = "plan"

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("edition of a plan")
        verbose_name_plural = _("editions of plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_edition_number_from_one"),
        ]

    def __str__(self):
        return f"{self.plan} {self.number}"


class PlanRevision(Published):
    """A plan's numbers as they were published, frozen in `numbers` (see plans/revisions.py)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="revisions", verbose_name=_("plan"))
    numbers = models.JSONField(_("numbers"))

    SUBJECT = "plan"

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
