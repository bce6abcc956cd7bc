"""What several models of the library share."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.figures import figure_keys


def split_lines(text: str) -> list[str]:
    """The non-empty lines of a text that an editor writes one point per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


MOST_PLACES = 9_999


def at_most(number: int) -> MaxValueValidator:
    """What nobody trains or waits longer than; it also keeps a slip of the finger from reaching the engine."""
    return MaxValueValidator(number, _("At most %(limit_value)s."))


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
