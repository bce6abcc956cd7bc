"""What a person chose."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.models import Level
from plans.models.revision import PlanRevision


class EnrolmentQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def active(self):
        return self.filter(ended_at__isnull=True)


class Enrolment(models.Model):
    """A person following a revision: their first choices. Later changes of mind are events."""

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments", verbose_name=_("person")
    )
    revision = models.ForeignKey(
        PlanRevision, models.PROTECT, related_name="enrolments", verbose_name=_("revision")
    )
    start_date = models.DateField(
        _("start date"), help_text=_("The first training day: window 1 begins here.")
    )
    weekdays = models.JSONField(_("training days"), help_text=_("Sorted; Monday is 0."))
    level = models.CharField(_("level"), max_length=8, choices=Level)
    kit = models.JSONField(_("kit"), default=list, blank=True)
    standing_minutes = models.PositiveSmallIntegerField(_("minutes a workout"), null=True, blank=True)
    reached = models.JSONField(
        _("begins where"),
        null=True,
        blank=True,
        help_text=_("The steps that were reached in an earlier plan, by exercise, where this one begins."),
    )
    time_zone = models.CharField(_("time zone"), max_length=64)
    created_at = models.DateTimeField(_("signed up at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="enrolment_one_active_per_person"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["starter", "standard", "strong"]), name="enrolment_level_known"
            ),
            models.CheckConstraint(
                condition=Q(standing_minutes__isnull=True) | Q(standing_minutes__gt=0),
                name="enrolment_standing_minutes_positive",
            ),
        ]

    def __str__(self):
        return f"{self.revision.plan} ({self.start_date})"


class Kind(models.TextChoices):
    """What a change of mind is about; plans/engine/schedule/values.py says what each does."""

    LEFT = "left", _("Left the plan")
    TOOK = "took", _("Took the new numbers of the plan")
    KEPT = "kept", _("Kept the numbers they had")
    UNDONE = "undone", _("Took a change back")
    WEEKDAYS = "weekdays", _("Changed the training days")
    MINUTES = "minutes", _("Changed the minutes a workout")
    KIT = "kit", _("Changed the kit")
    MOVED = "moved", _("Moved a workout")
    LET_GO = "let-go", _("Let a workout go")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Went on after a pause")
    REPEATED = "repeated", _("Repeats a week")
    EASED = "eased", _("Asked for an easy week")
    CARRIED_ON = "carried-on", _("Carries on after missed weeks")
    SHIFTED = "shifted", _("Moves the plan by the missed weeks")
    CAME_BACK = "came-back", _("Comes back two steps easier")
    DECLINED = "declined", _("Declined a step up")
    BACKED = "backed", _("Took a step back")
    EASIER = "easier", _("Made an exercise easier")
    TAKEN_UP = "taken-up", _("Took an exercise up again")
    SWAPPED = "swapped", _("Replaced an exercise, or left it out")
    RETURNED = "returned", _("Has an exercise back")


class EnrolmentEvent(models.Model):
    """One change of mind, never edited: what, with which numbers, acting from which window on."""

    Kind = Kind

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="events", verbose_name=_("enrolment")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    window = models.PositiveSmallIntegerField(_("first window it acts on"))
    revision = models.ForeignKey(
        PlanRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revision"),
        help_text=_("The numbers that were taken, or that were offered and not taken."),
    )
    undoes = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="undoings",
        verbose_name=_("takes back"),
    )
    data = models.JSONField(_("numbers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("made at"))

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("change of mind")
        verbose_name_plural = _("changes of mind")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "uid"], name="enrolment_event_uid_unique"),
            models.CheckConstraint(condition=Q(window__gte=1), name="enrolment_event_window_from_one"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="enrolment_event_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["took", "kept"], revision__isnull=False)
                | (~Q(kind__in=["took", "kept"]) & Q(revision__isnull=True)),
                name="enrolment_event_names_its_revision",
            ),
            models.CheckConstraint(
                condition=Q(kind="undone", undoes__isnull=False)
                | (~Q(kind="undone") & Q(undoes__isnull=True)),
                name="enrolment_event_names_what_it_undoes",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment}: {self.get_kind_display()}"
