"""What was done, as rows made of last-writer-wins fields (see plans/records.py)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.enrolment import Enrolment


class Operation(models.Model):
    """
    Every edit that ever arrived, with its stored stamp: the same `op` again is a duplicate.

    change: its place in the person's ledger (see plans/models/ledger.py).
    """

    class Kind(models.TextChoices):
        WORKOUT = "workout", _("Workout")
        SET = "set", _("Set")
        FEEDBACK = "feedback", _("Feedback")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="operations")
    op = models.UUIDField(_("op"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    uid = models.UUIDField(_("row"))
    edited_ms = models.BigIntegerField(_("edited at, ms since 1970"))
    received_at = models.DateTimeField(_("received at"))
    change = models.BigIntegerField(_("change"))

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        indexes = [models.Index(fields=["user", "change"], name="operation_by_change")]
        constraints = [models.UniqueConstraint(fields=["user", "op"], name="operation_once_per_person")]

    def __str__(self):
        return str(self.op)


class RecordQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def live(self):
        return self.filter(removed=False)


class Record(models.Model):
    """
    A row made of last-writer-wins fields.

    `stamps` maps a field to `[edited_ms, op]` of the edit that its value came from; the greater pair wins.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(class)ss", verbose_name=_("person")
    )
    uid = models.UUIDField(_("uid"))
    removed = models.BooleanField(_("removed"), default=False, db_default=False)
    stamps = models.JSONField(_("stamps"), default=dict)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["user", "uid"], name="%(class)s_uid_unique_per_person")
        ]


class WorkoutLog(Record):
    """
    One workout as lived. `prescription` is what was asked that day, as the person saw it:
    a list of doses in order (see plans/records.py); the earliest record of it wins. `trim` is what that day
    cut it to: `{"minutes": 10, "sets": {exercise: sets left}}`; `swaps` what it did instead: a dose like those
    of the prescription, by the exercise that it replaces.
    """

    enrolment = models.ForeignKey(
        Enrolment,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="workout_logs",
        verbose_name=_("enrolment"),
    )
    window = models.PositiveSmallIntegerField(_("window"), null=True, blank=True)
    slot = models.PositiveSmallIntegerField(_("place in the window"), null=True, blank=True)
    local_date = models.DateField(_("date"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    prescription = models.JSONField(_("what was asked"), default=list, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    trim = models.JSONField(_("cut to"), null=True, blank=True)
    swaps = models.JSONField(_("done instead"), null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["local_date", "pk"]
        verbose_name = _("logged workout")
        verbose_name_plural = _("logged workouts")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(enrolment__isnull=True, window__isnull=True, slot__isnull=True)
                | Q(enrolment__isnull=False, window__gte=1, slot__gte=1),
                name="workout_log_place_complete",
            ),
        ]

    def __str__(self):
        return f"{self.local_date}"


class SetLog(Record):
    """One set, a row per side where the sides take turns; its target is frozen as it was shown."""

    workout = models.ForeignKey(WorkoutLog, models.CASCADE, related_name="sets", verbose_name=_("workout"))
    exercise = models.SlugField(_("exercise"))
    part = models.PositiveSmallIntegerField(_("part"))
    number = models.PositiveSmallIntegerField(_("set"))
    side = models.CharField(_("side"), max_length=5)
    reps = models.PositiveSmallIntegerField(_("reps"), null=True, blank=True)
    rest_seconds = models.PositiveIntegerField(_("rest taken, in seconds"), null=True, blank=True)
    target = models.JSONField(_("target"), default=dict, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["workout", "pk"]
        verbose_name = _("logged set")
        verbose_name_plural = _("logged sets")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(side__in=["left", "right", "both"]), name="set_log_side_known"
            ),
            models.CheckConstraint(
                condition=Q(part__gte=1) & Q(number__gte=1), name="set_log_counts_from_one"
            ),
        ]

    def __str__(self):
        return f"{self.exercise} {self.number} {self.side}"


class Feedback(Record):
    """How one exercise of one workout felt. `pain` is stored only after the person has agreed to it."""

    class Rating(models.TextChoices):
        EASY = "easy", _("Easy")
        RIGHT = "right", _("Right")
        HARD = "hard", _("Hard")

    workout = models.ForeignKey(
        WorkoutLog, models.CASCADE, related_name="feedback", verbose_name=_("workout")
    )
    exercise = models.SlugField(_("exercise"))
    rating = models.CharField(_("felt"), max_length=5, choices=Rating, blank=True)
    pain = models.BooleanField(_("hurt"), default=False, db_default=False)

    class Meta(Record.Meta):
        ordering = ["workout", "pk"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rating__in=["", "easy", "right", "hard"]), name="feedback_rating_known"
            ),
        ]

    def __str__(self):
        return f"{self.exercise}: {self.rating}"
