"""Exercises and the ways to do them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exercises.markdown import validate_markdown, validate_plain
from exercises.models.base import MOST_PLACES, NaturalKeyManager, at_most, split_lines, validate_figure
from exercises.models.things import Equipment, Muscle


class ExerciseQuerySet(models.QuerySet):
    def published(self):
        """What the site shows: there is an edition, and nobody archived it."""
        return self.filter(is_archived=False, editions__number=1)

    def standing(self):
        return self.filter(position=Exercise.Position.STANDING)


class Exercise(models.Model):
    class Position(models.TextChoices):
        STANDING = "standing", _("Standing")
        SIDE_LYING = "side-lying", _("Lying on the side")
        SUPINE = "supine", _("Lying on the back")

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True, validators=[validate_plain])
    aliases = models.CharField(_("also called"), max_length=200, blank=True, validators=[validate_plain])
    position = models.CharField(_("position"), max_length=12, choices=Position)
    summary = models.CharField(_("in one sentence"), max_length=200, validators=[validate_markdown])
    about = models.TextField(
        _("about"),
        help_text=_("What it is good for, honestly, in two or three sentences."),
        validators=[validate_markdown],
    )
    feel_it = models.TextField(
        _("feel it"),
        help_text=_("Where it should be felt, and what to change if it is not."),
        validators=[validate_markdown],
    )
    step_up = models.TextField(
        _("stepping up"), help_text=_("What comes next, and when."), validators=[validate_markdown]
    )
    order = models.PositiveSmallIntegerField(_("order"), unique=True, validators=[at_most(MOST_PLACES)])
    is_archived = models.BooleanField(
        _("archived"),
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Not on the site any more. People who train with it keep it."),
    )

    objects = NaturalKeyManager.from_queryset(ExerciseQuerySet)()
    history = HistoricalRecords()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        permissions = [("publish_exercise", "Can publish and archive exercises")]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__in=["standing", "side-lying", "supine"]),
                name="exercise_position_known",
                violation_error_code="position",
                violation_error_message=_("Choose one of the positions."),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("exercises:exercise", args=[self.slug])


class Variation(models.Model):
    """An easier or harder way to do an exercise; `rep_seconds` is the time of one rep without its hold."""

    class Laterality(models.TextChoices):
        BILATERAL = "bilateral", _("Both legs together")
        PER_SIDE = "per_side", _("One side, then the other")
        ALTERNATING = "alternating", _("Left and right in turn")

    class SideOrder(models.TextChoices):
        NONE = "none", _("No sides")
        SWITCH_EACH_SET = "switch_each_set", _("Change legs within each set")
        FINISH_SIDE = "finish_side", _("All sets on one side, then turn over")
        ALTERNATE_REPS = "alternate_reps", _("Change legs with every rep")

    class Side(models.TextChoices):
        NONE = "", _("No sides")
        LEFT = "left", _("Left")
        RIGHT = "right", _("Right")

    exercise = models.ForeignKey(
        Exercise, models.PROTECT, related_name="variations", verbose_name=_("exercise")
    )
    slug = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=60, validators=[validate_plain])
    order = models.PositiveSmallIntegerField(
        _("order"), help_text=_("From easiest to hardest."), validators=[at_most(MOST_PLACES)]
    )
    laterality = models.CharField(_("sides"), max_length=12, choices=Laterality)
    side_order = models.CharField(_("order of sides"), max_length=16, choices=SideOrder)
    first_side = models.CharField(_("works first"), max_length=5, choices=Side, blank=True)
    rep_seconds = models.PositiveSmallIntegerField(
        _("seconds per rep"),
        help_text=_("Without the hold at the top, which belongs to the rung."),
        validators=[at_most(120)],
    )
    figure = models.CharField(_("figure"), max_length=40, validators=[validate_figure])
    part_name = models.CharField(_("first part"), max_length=40, blank=True, validators=[validate_plain])
    second_part_name = models.CharField(
        _("second part"), max_length=40, blank=True, validators=[validate_plain]
    )
    second_part_figure = models.CharField(
        _("figure of the second part"), max_length=40, blank=True, validators=[validate_figure]
    )
    prop = models.ForeignKey(
        Equipment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supported_variations",
        verbose_name=_("uses"),
        help_text=_("Something every home has: a mat, a wall, a chair."),
    )
    needs = models.ForeignKey(
        Equipment,
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"is_kit": True},
        related_name="gated_variations",
        verbose_name=_("needs"),
        help_text=_("Kit without which it cannot be done."),
    )
    start = models.TextField(_("start position"), validators=[validate_markdown])
    steps = models.TextField(_("steps"), help_text=_("One step per line."), validators=[validate_markdown])
    breathing = models.CharField(_("breathing"), max_length=200, validators=[validate_markdown])
    cue = models.CharField(
        _("cue"),
        max_length=90,
        help_text=_("The one thing to think of during a set."),
        validators=[validate_markdown],
    )
    good_signs = models.TextField(
        _("good signs"), help_text=_("One per line."), validators=[validate_markdown]
    )
    watch_outs = models.TextField(
        _("watch out for"), help_text=_("One per line."), validators=[validate_markdown]
    )
    easier = models.TextField(_("easier option"), blank=True, validators=[validate_markdown])
    is_archived = models.BooleanField(
        _("archived"),
        default=False,
        db_default=False,
        help_text=_(
            "Kept back, or no longer offered: the exercise is published without it. "
            "People who train with it keep it."
        ),
    )

    objects = NaturalKeyManager()
    history = HistoricalRecords()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["exercise__order", "order"]
        verbose_name = _("variation")
        verbose_name_plural = _("variations")
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "order"],
                name="variation_order_unique_in_exercise",
                violation_error_code="order",
                violation_error_message=_("Another variation of this exercise has this place."),
            ),
            models.CheckConstraint(
                condition=Q(rep_seconds__gt=0),
                name="variation_rep_seconds_positive",
                violation_error_code="rep_seconds",
                violation_error_message=_("A rep takes at least one second."),
            ),
            models.CheckConstraint(
                condition=Q(laterality="bilateral", side_order="none", first_side="")
                | Q(
                    laterality="per_side",
                    side_order__in=["switch_each_set", "finish_side"],
                    first_side__in=["left", "right"],
                )
                | Q(laterality="alternating", side_order="alternate_reps", first_side__in=["left", "right"]),
                name="variation_sides_agree",
                violation_error_code="side_order",
                violation_error_message=_(
                    "Sides, their order and the side that works first do not fit together: both legs "
                    "together has no sides; one side, then the other changes legs within each set or "
                    "turns over once; left and right in turn changes legs with every rep. With sides, one "
                    "works first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(part_name="", second_part_name="", second_part_figure="")
                | (~Q(part_name="") & ~Q(second_part_name="") & ~Q(second_part_figure="")),
                name="variation_parts_complete",
                violation_error_code="second_part_name",
                violation_error_message=_(
                    "A variation of two parts names both and has a figure for the second; one of a single "
                    "part leaves all three empty."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["exercises.exercise", "exercises.equipment"]

    def get_absolute_url(self):
        return f"{self.exercise.get_absolute_url()}?variation={self.slug}"

    @property
    def parts(self) -> int:
        """How many movements one set is made of: 2 where a second one follows the first."""
        return 2 if self.second_part_figure else 1

    @property
    def step_lines(self) -> list[str]:
        return split_lines(self.steps)

    @property
    def good_sign_lines(self) -> list[str]:
        return split_lines(self.good_signs)

    @property
    def watch_out_lines(self) -> list[str]:
        return split_lines(self.watch_outs)


class VariationMuscle(models.Model):
    """Which muscle a variation trains, and how much of a set counts for it."""

    class Role(models.TextChoices):
        MAIN = "main", _("Does the work")
        HELPS = "helps", _("Helps")

    variation = models.ForeignKey(Variation, models.CASCADE, related_name="variation_muscles")
    muscle = models.ForeignKey(
        Muscle, models.PROTECT, related_name="variation_muscles", verbose_name=_("muscle")
    )
    role = models.CharField(_("role"), max_length=5, choices=Role)
    set_percent = models.PositiveSmallIntegerField(
        _("counts as, in %"), help_text=_("How much of a set counts for this muscle's week: 100, 50 or 0.")
    )

    objects = NaturalKeyManager()
    history = HistoricalRecords()
    NATURAL_KEY = ("variation__slug", "muscle__slug")

    class Meta:
        ordering = ["variation", "role", "muscle__order"]
        verbose_name = _("muscle of a variation")
        verbose_name_plural = _("muscles of a variation")
        constraints = [
            models.UniqueConstraint(
                fields=["variation", "muscle"],
                name="variation_muscle_once",
                violation_error_code="muscle",
                violation_error_message=_("This variation names that muscle already."),
            ),
            models.CheckConstraint(
                condition=Q(set_percent__lte=100),
                name="variation_muscle_at_most_a_whole_set",
                violation_error_code="set_percent",
                violation_error_message=_("A set counts for 100 %% at most."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["main", "helps"]),
                name="variation_muscle_role_known",
                violation_error_code="role",
                violation_error_message=_("Choose one of the roles."),
            ),
        ]

    def __str__(self):
        return f"{self.variation}: {self.muscle}"

    def natural_key(self):
        return (self.variation.slug, self.muscle.slug)

    natural_key.dependencies = ["exercises.variation", "exercises.muscle"]
