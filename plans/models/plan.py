"""A plan as an editor sees it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exercises.markdown import validate_markdown, validate_plain
from exercises.models import MOST_PLACES, Exercise, Level, NaturalKeyManager, Variation, at_most


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
        """Plans that a person can sign up for: published, and not archived."""
        return self.filter(is_archived=False, revisions__number=1)


class Plan(models.Model):
    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True, validators=[validate_plain])
    goal = models.CharField(
        _("goal"), max_length=120, help_text=_("One line for the card."), validators=[validate_markdown]
    )
    summary = models.TextField(_("summary"), validators=[validate_markdown])
    who_for = models.TextField(_("who it is for"), validators=[validate_markdown])
    good_to_know = models.TextField(_("good to know"), blank=True, validators=[validate_markdown])
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
        validators=[at_most(180)],
    )
    figure = models.ForeignKey(Variation, models.PROTECT, related_name="+", verbose_name=_("figure"))
    order = models.PositiveSmallIntegerField(_("order"), unique=True, validators=[at_most(MOST_PLACES)])
    is_archived = models.BooleanField(
        _("archived"),
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Nobody can sign up any more. People who follow it keep it."),
    )

    objects = NaturalKeyManager.from_queryset(PlanQuerySet)()
    history = HistoricalRecords()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        permissions = [("publish_plan", "Can publish and archive plans")]
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
    history = HistoricalRecords()
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
    order = models.PositiveSmallIntegerField(_("order"), validators=[at_most(MOST_PLACES)])
    priority = models.PositiveSmallIntegerField(
        _("importance"),
        help_text=_("1 is kept longest when a person has little time."),
        validators=[at_most(MOST_PLACES)],
    )

    objects = NaturalKeyManager()
    history = HistoricalRecords()
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
