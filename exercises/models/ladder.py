"""The rungs of an exercise: its ways to do it, with numbers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exercises.models.base import MOST_PLACES, Level, NaturalKeyManager, at_most
from exercises.models.movements import Exercise, Variation


class Rung(models.Model):
    """A variation with its sets, rep range and hold: one rung of its exercise's ladder."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="rungs", verbose_name=_("exercise"))
    variation = models.ForeignKey(
        Variation, models.PROTECT, related_name="rungs", verbose_name=_("variation")
    )
    code = models.CharField(_("code"), max_length=8, unique=True)
    order = models.PositiveSmallIntegerField(
        _("order"), help_text=_("From easiest to hardest."), validators=[at_most(MOST_PLACES)]
    )
    level = models.CharField(
        _("level"),
        max_length=8,
        choices=Level,
        help_text=_("The first rung of a level is where that level starts."),
    )
    sets = models.PositiveSmallIntegerField(_("sets"), validators=[at_most(20)])
    rep_low = models.PositiveSmallIntegerField(_("reps, from"), validators=[at_most(200)])
    rep_high = models.PositiveSmallIntegerField(_("reps, to"), validators=[at_most(200)])
    rep_step = models.PositiveSmallIntegerField(_("reps added at a time"), validators=[at_most(50)])
    hold_seconds = models.PositiveSmallIntegerField(
        _("hold, in seconds"), default=0, db_default=0, validators=[at_most(120)]
    )
    rest_seconds = models.PositiveSmallIntegerField(
        _("rest between sets, in seconds"), default=30, db_default=30, validators=[at_most(900)]
    )

    objects = NaturalKeyManager()
    history = HistoricalRecords()
    NATURAL_KEY = ("code",)

    class Meta:
        ordering = ["exercise__order", "order"]
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "order"],
                name="rung_order_unique_in_exercise",
                violation_error_code="order",
                violation_error_message=_("Another rung of this exercise has this place."),
            ),
            models.CheckConstraint(
                condition=Q(sets__gt=0),
                name="rung_sets_positive",
                violation_error_code="sets",
                violation_error_message=_("There is at least one set."),
            ),
            models.CheckConstraint(
                condition=Q(rep_low__gt=0),
                name="rung_reps_positive",
                violation_error_code="rep_low",
                violation_error_message=_("There is at least one rep."),
            ),
            models.CheckConstraint(
                condition=Q(rep_step__gt=0),
                name="rung_step_positive",
                violation_error_code="rep_step",
                violation_error_message=_("At least one rep is added at a time."),
            ),
            models.CheckConstraint(
                condition=Q(rep_high__gte=F("rep_low")),
                name="rung_range_upwards",
                violation_error_code="rep_high",
                violation_error_message=_("The last number of reps is below the first."),
            ),
            models.CheckConstraint(
                condition=Exact((F("rep_high") - F("rep_low")) % F("rep_step"), 0),
                name="rung_range_on_its_grid",
                violation_error_code="rep_high",
                violation_error_message=_(
                    "Counting up from the first number of reps never lands on the last."
                ),
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="rung_level_known",
                violation_error_code="level",
                violation_error_message=_("Choose one of the levels."),
            ),
            models.CheckConstraint(
                condition=Q(rest_seconds__gt=0),
                name="rung_rest_positive",
                violation_error_code="rest_seconds",
                violation_error_message=_("Rest for at least one second."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.variation}"

    def natural_key(self):
        return (self.code,)

    natural_key.dependencies = ["exercises.exercise", "exercises.variation"]

    def clean(self):
        if self.variation_id and self.exercise_id and self.variation.exercise_id != self.exercise_id:
            raise ValidationError({"variation": _("This variation belongs to another exercise.")})
        if None not in (self.rep_low, self.rep_high, self.rep_step) and self.rep_step > 0:
            if self.rep_high < self.rep_low:
                raise ValidationError({"rep_high": _("The last number of reps is below the first.")})
            if (self.rep_high - self.rep_low) % self.rep_step:
                raise ValidationError(
                    {
                        "rep_high": _(
                            "Counting up from %(low)s in steps of %(step)s never lands on %(high)s."
                        )
                        % {"low": self.rep_low, "step": self.rep_step, "high": self.rep_high}
                    }
                )
