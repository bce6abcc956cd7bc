"""The library: what a movement is. It knows nothing of plans."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.figures import figure_keys


def split_lines(text: str) -> list[str]:
    """The non-empty lines of a text that an editor writes one point per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def validate_figure(key: str) -> None:
    if key not in figure_keys():
        raise ValidationError(_("There is no drawn figure named “%(key)s”."), params={"key": key})


class NaturalKeyManager(models.Manager):
    """Finds a row by the fields that name it in a fixture."""

    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.NATURAL_KEY, values, strict=True)))


class Level(models.TextChoices):
    STARTER = "starter", _("Starter")
    STANDARD = "standard", _("Standard")
    STRONG = "strong", _("Strong")
    PLUS = "plus", _("With kit")


class Muscle(models.Model):
    slug = models.SlugField(_("key"), unique=True)
    name = models.CharField(
        _("name"), max_length=60, help_text=_("The anatomical name, for example gluteus medius.")
    )
    plain_name = models.CharField(
        _("plain name"), max_length=60, help_text=_("What people call it: “side of the hip”.")
    )
    role = models.CharField(_("what it does"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    objects = NaturalKeyManager()
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
    name = models.CharField(_("name"), max_length=60)
    is_kit = models.BooleanField(
        _("kit that people own"),
        default=False,
        db_default=False,
        help_text=_("Rungs that need it are offered only to people who said they own it."),
    )
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    objects = NaturalKeyManager.from_queryset(EquipmentQuerySet)()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("piece of equipment")
        verbose_name_plural = _("equipment")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class ExerciseQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def standing(self):
        return self.filter(position=Exercise.Position.STANDING)


class Exercise(models.Model):
    class Position(models.TextChoices):
        STANDING = "standing", _("Standing")
        SIDE_LYING = "side-lying", _("Lying on the side")
        SUPINE = "supine", _("Lying on the back")

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    aliases = models.CharField(_("also called"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=12, choices=Position)
    summary = models.CharField(_("in one sentence"), max_length=200)
    about = models.TextField(
        _("about"), help_text=_("What it is good for, honestly, in two or three sentences.")
    )
    feel_it = models.TextField(
        _("feel it"), help_text=_("Where it should be felt, and what to change if it is not.")
    )
    step_up = models.TextField(_("stepping up"), help_text=_("What comes next, and when."))
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    is_published = models.BooleanField(_("published"), default=True, db_default=True)

    objects = NaturalKeyManager.from_queryset(ExerciseQuerySet)()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
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
    name = models.CharField(_("name"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("From easiest to hardest."))
    laterality = models.CharField(_("sides"), max_length=12, choices=Laterality)
    side_order = models.CharField(_("order of sides"), max_length=16, choices=SideOrder)
    first_side = models.CharField(_("works first"), max_length=5, choices=Side, blank=True)
    rep_seconds = models.PositiveSmallIntegerField(
        _("seconds per rep"), help_text=_("Without the hold at the top, which belongs to the rung.")
    )
    figure = models.CharField(_("figure"), max_length=40, validators=[validate_figure])
    part_name = models.CharField(_("first part"), max_length=40, blank=True)
    second_part_name = models.CharField(_("second part"), max_length=40, blank=True)
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
    start = models.TextField(_("start position"))
    steps = models.TextField(_("steps"), help_text=_("One step per line."))
    breathing = models.CharField(_("breathing"), max_length=200)
    cue = models.CharField(_("cue"), max_length=90, help_text=_("The one thing to think of during a set."))
    good_signs = models.TextField(_("good signs"), help_text=_("One per line."))
    watch_outs = models.TextField(_("watch out for"), help_text=_("One per line."))
    easier = models.TextField(_("easier option"))

    objects = NaturalKeyManager()
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
                violation_error_message=_("A set counts for 100 % at most."),
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


class Rung(models.Model):
    """A variation with its sets, rep range and hold: one rung of its exercise's ladder."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="rungs", verbose_name=_("exercise"))
    variation = models.ForeignKey(
        Variation, models.PROTECT, related_name="rungs", verbose_name=_("variation")
    )
    code = models.CharField(_("code"), max_length=8, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("From easiest to hardest."))
    level = models.CharField(
        _("level"),
        max_length=8,
        choices=Level,
        help_text=_("The first rung of a level is where that level starts."),
    )
    sets = models.PositiveSmallIntegerField(_("sets"))
    rep_low = models.PositiveSmallIntegerField(_("reps, from"))
    rep_high = models.PositiveSmallIntegerField(_("reps, to"))
    rep_step = models.PositiveSmallIntegerField(_("reps added at a time"))
    hold_seconds = models.PositiveSmallIntegerField(_("hold, in seconds"), default=0, db_default=0)
    rest_seconds = models.PositiveSmallIntegerField(
        _("rest between sets, in seconds"), default=30, db_default=30
    )

    objects = NaturalKeyManager()
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


def validate_surfaces(text: str) -> None:
    unknown = sorted(set(text.split()) - set(Hint.Surface.values))
    if unknown or not text.split():
        raise ValidationError(
            _("Name at least one of these places: %(known)s."),
            params={"known": ", ".join(Hint.Surface.values)},
        )


class Hint(models.Model):
    """A piece of advice, and the places of the site where it helps."""

    class Surface(models.TextChoices):
        PLAYER = "player", _("During a workout")
        EXERCISE = "exercise", _("Page of an exercise")
        LIBRARY = "library", _("Exercise library")
        PLAN = "plan", _("Page of a plan")
        WEEK = "week", _("My week")
        PROGRESS = "progress", _("Progress")
        SIGN_UP = "sign-up", _("Sign-up form")
        FAQ = "faq", _("Questions and answers")

    slug = models.SlugField(_("key"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"))
    surfaces = models.CharField(
        _("shown"),
        max_length=120,
        validators=[validate_surfaces],
        help_text=_(
            "Places, separated by spaces: player, exercise, library, plan, week, progress, sign-up, faq."
        ),
    )
    exercise = models.ForeignKey(
        Exercise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hints",
        verbose_name=_("only for"),
    )
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    objects = NaturalKeyManager()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("hint")
        verbose_name_plural = _("hints")

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["exercises.exercise"]


class SafetyNote(models.Model):
    """What to know before, during and after training; facts with their source."""

    class Topic(models.TextChoices):
        BEFORE = "before", _("Before you start")
        STOP = "stop", _("When to stop")
        PREGNANCY = "pregnancy", _("Pregnancy")
        AFTER_BIRTH = "after-birth", _("After a birth")
        BACK = "back", _("Back pain")
        SORENESS = "soreness", _("Soreness")

    slug = models.SlugField(_("key"), unique=True)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"))
    points = models.TextField(_("points"), blank=True, help_text=_("One per line."))
    sources = models.TextField(_("sources"), blank=True, help_text=_("One per line."))
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    objects = NaturalKeyManager()
    NATURAL_KEY = ("slug",)

    class Meta:
        ordering = ["order"]
        verbose_name = _("safety note")
        verbose_name_plural = _("safety notes")

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    @property
    def point_lines(self) -> list[str]:
        return split_lines(self.points)

    @property
    def source_lines(self) -> list[str]:
        return split_lines(self.sources)
