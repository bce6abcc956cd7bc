"""One value of a file: text in CSV; text, numbers, true, false and null in JSON."""

import json
import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plans.loading.tables import shortened

LARGEST = 32_767  # of a small number in every database
DIGITS = re.compile(r"-?[0-9]{1,9}")


def read_cell(field: models.Field, given: object, references: Mapping[str, models.Model]) -> object:
    """The value for a field; rows that it may refer to go by their keys. ValidationError says what is wrong."""
    if field.is_relation:
        return _read_reference(field, given, references)
    if isinstance(field, models.BooleanField):
        return _read_truth(given)
    if isinstance(field, models.IntegerField):
        return _read_number(given)
    return _read_text(given)


def _read_reference(field: models.Field, given: object, references: Mapping[str, models.Model]):
    if given in (None, ""):
        if field.null:
            return None
        raise ValidationError(_("This is empty."))
    kind = field.related_model._meta.verbose_name
    if not isinstance(given, str):
        raise _unlike(_("the key of one %(kind)s is expected") % {"kind": kind}, given)
    if given.strip() not in references:
        words = {"kind": kind, "key": shortened(given)}
        raise ValidationError(_("There is no %(kind)s “%(key)s”.") % words)
    return references[given.strip()]


def _read_truth(given: object) -> bool:
    if isinstance(given, bool):
        return given
    if isinstance(given, str) and given.strip().lower() in ("true", "false"):
        return given.strip().lower() == "true"
    raise _unlike(_("true or false is expected"), given)


def _read_number(given: object) -> int:
    number = int(given) if isinstance(given, str) and DIGITS.fullmatch(given.strip()) else given
    if isinstance(number, int) and not isinstance(number, bool) and number <= LARGEST:
        return number
    raise _unlike(_("a whole number up to %(largest)d is expected") % {"largest": LARGEST}, given)


def _read_text(given: object) -> str:
    if not isinstance(given, str):
        raise _unlike(_("text is expected"), given)
    if "\0" in given:
        raise ValidationError(_("A text has no NUL characters."))
    try:
        given.encode()
    except UnicodeEncodeError:
        raise ValidationError(_("Half of a character is missing in this text.")) from None
    return _ends_alike(given)


def same_text(one: object, other: object) -> bool:
    """Whether two values differ by nothing but what ends their lines, which programs change by themselves."""
    return isinstance(one, str) and isinstance(other, str) and _ends_alike(one) == _ends_alike(other)


def _ends_alike(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unlike(wanted: str, given: object) -> ValidationError:
    """`wanted` is the sentence to begin with, without its end."""
    words = {
        "wanted": capfirst(wanted),
        "given": shortened(given if isinstance(given, str) else json.dumps(given)),
    }
    if given is None or given == "":
        return ValidationError(_("%(wanted)s. This is empty.") % words)
    if isinstance(given, list | dict):
        return ValidationError(_("%(wanted)s, not several values.") % words)
    return ValidationError(_("%(wanted)s, not “%(given)s”.") % words)
