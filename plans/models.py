"""Following a plan: what is published, what a person chose, what was done."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Level, NaturalKeyManager, Variation


class Weekday(models.IntegerChoices):
    """Monday is 0, as in `datetime.date.weekday()`."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class PlanQuerySet(models.QuerySet):
    def offered(self):
        """Plans that a person can sign up for: published, with at least one revision."""
        return self.filter(is_published=True, revisions__isnull=False).distinct()


class Plan(models.Model):
    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    goal = models.CharField(_("goal"), max_length=120, help_text=_("One line for the card."))
    summary = models.TextField(_("summary"))
    who_for = models.TextField(_("who it is for"))
    good_to_know = models.TextField(_("good to know"), blank=True)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    weeks = models.PositiveSmallIntegerField(_("weeks"))
    has_warm_up = models.BooleanField(_("starts with a warm-up"), default=True, db_default=True)
    is_light = models.BooleanField(
        _("light"),
        default=False,
        db_default=False,
        help_text=_("So little at a time that the same muscles may train on following days."),
    )
    least_minutes = models.PositiveSmallIntegerField(
        _("fewest minutes a workout"),
        default=10,
        db_default=10,
        help_text=_("The shortest standing time a person may choose."),
    )
    figure = models.ForeignKey(Variation, models.PROTECT, related_name="+", verbose_name=_("figure"))
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    is_published = models.BooleanField(_("published"), default=True, db_default=True)

    objects = NaturalKeyManager.from_queryset(PlanQuerySet)()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gt=0) & Q(weeks__lte=52),
                name="plan_weeks_one_to_fifty_two",
                violation_error_code="weeks",
                violation_error_message=_("A plan lasts from 1 to 52 weeks."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["starter", "standard", "strong"]),
                name="plan_level_known",
                violation_error_code="level",
                violation_error_message=_("A plan is for starters, standard or strong."),
            ),
            models.CheckConstraint(
                condition=Q(least_minutes__gt=0),
                name="plan_least_minutes_positive",
                violation_error_code="least_minutes",
                violation_error_message=_("A workout takes at least one minute."),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["exercises.variation"]

    def get_absolute_url(self):
        return reverse("plans:plan", args=[self.slug])


class PlanWorkout(models.Model):
    """The k-th workout of a plan's week; `weekday` is only the preset of the sign-up form."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="workouts", verbose_name=_("plan"))
    order = models.PositiveSmallIntegerField(_("order"))
    weekday = models.PositiveSmallIntegerField(_("usual weekday"), choices=Weekday)

    objects = NaturalKeyManager()
    NATURAL_KEY = ("plan__slug", "order")

    class Meta:
        ordering = ["plan", "order"]
        verbose_name = _("workout of a plan")
        verbose_name_plural = _("workouts of a plan")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "order"],
                name="plan_workout_order_unique",
                violation_error_code="order",
                violation_error_message=_("Another workout of this plan has this place."),
            ),
            models.UniqueConstraint(
                fields=["plan", "weekday"],
                name="plan_workout_weekday_unique",
                violation_error_code="weekday",
                violation_error_message=_("Another workout of this plan is on this weekday."),
            ),
            models.CheckConstraint(
                condition=Q(order__gte=1) & Q(order__lte=7),
                name="plan_workout_order_one_to_seven",
                violation_error_code="order",
                violation_error_message=_("Workouts of a week are numbered from 1 to 7."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6),
                name="plan_workout_weekday_known",
                violation_error_code="weekday",
                violation_error_message=_("Choose a weekday."),
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.order}"

    def natural_key(self):
        return (self.plan.slug, self.order)

    natural_key.dependencies = ["plans.plan"]


class PlanExercise(models.Model):
    """An exercise of a workout; `priority` 1 is the last to give way when time is short."""

    workout = models.ForeignKey(
        PlanWorkout, models.CASCADE, related_name="plan_exercises", verbose_name=_("workout")
    )
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, related_name="plan_exercises", verbose_name=_("exercise")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    priority = models.PositiveSmallIntegerField(
        _("importance"), help_text=_("1 is kept longest when a person has little time.")
    )

    objects = NaturalKeyManager()
    NATURAL_KEY = ("workout__plan__slug", "workout__order", "order")

    class Meta:
        ordering = ["workout", "order"]
        verbose_name = _("exercise of a workout")
        verbose_name_plural = _("exercises of a workout")
        constraints = [
            models.UniqueConstraint(
                fields=["workout", "order"],
                name="plan_exercise_order_unique",
                violation_error_code="order",
                violation_error_message=_("Another exercise of this workout has this place."),
            ),
            models.UniqueConstraint(
                fields=["workout", "exercise"],
                name="plan_exercise_once_in_workout",
                violation_error_code="exercise",
                violation_error_message=_("This exercise is in the workout already."),
            ),
            models.UniqueConstraint(
                fields=["workout", "priority"],
                name="plan_exercise_priority_unique",
                violation_error_code="priority",
                violation_error_message=_("Another exercise of this workout is just as important."),
            ),
            models.CheckConstraint(
                condition=Q(order__gte=1),
                name="plan_exercise_order_from_one",
                violation_error_code="order",
                violation_error_message=_("Exercises are numbered from 1."),
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1),
                name="plan_exercise_priority_from_one",
                violation_error_code="priority",
                violation_error_message=_("Importance counts from 1."),
            ),
        ]

    def __str__(self):
        return f"{self.workout}: {self.exercise}"

    def natural_key(self):
        return (self.workout.plan.slug, self.workout.order, self.order)

    natural_key.dependencies = ["plans.planworkout", "exercises.exercise"]


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


class EnrolmentEvent(models.Model):
    """One change of mind, never edited: what, with which numbers, acting from which window on."""

    class Kind(models.TextChoices):
        LEFT = "left", _("Left the plan")

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="events", verbose_name=_("enrolment")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    window = models.PositiveSmallIntegerField(_("first window it acts on"))
    data = models.JSONField(_("numbers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("made at"))

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("change of mind")
        verbose_name_plural = _("changes of mind")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "uid"], name="enrolment_event_uid_unique"),
            models.CheckConstraint(condition=Q(window__gte=1), name="enrolment_event_window_from_one"),
        ]

    def __str__(self):
        return f"{self.enrolment}: {self.get_kind_display()}"


class Operation(models.Model):
    """Every edit that ever arrived, with its stored stamp: the same `op` again is a duplicate."""

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

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
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
    a list of doses in order (see plans/records.py); the earliest record of it wins.
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
    """How one exercise of one workout felt."""

    class Rating(models.TextChoices):
        EASY = "easy", _("Easy")
        RIGHT = "right", _("Right")
        HARD = "hard", _("Hard")

    workout = models.ForeignKey(
        WorkoutLog, models.CASCADE, related_name="feedback", verbose_name=_("workout")
    )
    exercise = models.SlugField(_("exercise"))
    rating = models.CharField(_("felt"), max_length=5, choices=Rating, blank=True)

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


class LoadedContent(models.Model):
    """What `load_content` last wrote to a row, so that it can tell an editor's change from its own."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="loaded_content_once")]

    def __str__(self):
        return f"{self.model} {self.key}"
