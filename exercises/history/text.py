"""Values as people read them, and what differs between two of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST_TOKENS = 2_000  # comparing takes the square of it

Key = tuple[type[models.Model], object]  # a row that may be gone
Part = tuple[str, str]  # "=", "-" or "+", and a piece of text


@dataclass(frozen=True)
class Difference:
    """One field: what it was, what it became, and whether it says something else by now."""

    name: str
    label: str
    old: object
    new: object
    old_text: str
    new_text: str
    parts: tuple[Part, ...] = ()
    is_changed_since: bool = False
    can_go_back: bool = True


def value_of(field: models.Field, raw):
    """A value as the database tells it in JSON, as the field would have it."""
    return getattr(field, "target_field", field).to_python(raw)


class Names:
    """Names of rows that others point at, those of deleted ones too; two queries a model at most."""

    def __init__(self, known: Iterable[models.Model] = ()):
        self.rows: dict[Key, models.Model] = {(type(row), row.pk): row for row in known}

    def load(self, wanted: Iterable[Key]) -> None:
        missing: dict[type[models.Model], set] = {}
        for model, pk in set(wanted) - self.rows.keys():
            missing.setdefault(model, set()).add(pk)
        for model, pks in missing.items():
            keys = [field.name for field in model._meta.fields if field.many_to_one]
            found = model._base_manager.select_related(*keys) if keys else model._base_manager
            self.rows |= {(model, row.pk): row for row in found.filter(pk__in=pks)}
            gone = {pk for pk in pks if (model, pk) not in self.rows}
            if gone and hasattr(model, "history"):
                last = model.history.filter(**{f"{model._meta.pk.attname}__in": gone}).order_by("history_id")
                self.rows |= {(model, row.pk): row for row in (record.instance for record in last)}

    def of(self, model: type[models.Model], pk) -> str:
        row = self.rows.get((model, pk))
        return name_of(row) if row else _("a deleted %(kind)s") % {"kind": model._meta.verbose_name}

    def attach(self, row: models.Model) -> models.Model:
        """Give a row the rows that it points at, so that its name asks the database nothing."""
        for key in keys_of(row):
            if (key.related_model, getattr(row, key.attname)) in self.rows:
                setattr(row, key.name, self.rows[key.related_model, getattr(row, key.attname)])
        return row


def keys_of(row: models.Model) -> list[models.ForeignKey]:
    """Foreign keys of a row that point at something."""
    return [field for field in row._meta.fields if field.many_to_one and getattr(row, field.attname)]


def name_of(row: models.Model) -> str:
    try:
        return str(row)
    except ObjectDoesNotExist:  # its name is made of a row that is gone
        return f"{capfirst(row._meta.verbose_name)} {row.pk}"


def in_words(field: models.Field, value, names: Names) -> str:
    if value is None or value == "":
        return ""
    if field.many_to_one:
        return names.of(field.related_model, value)
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    return str(dict(field.flatchoices).get(value, value))


def difference(field: models.Field, old, new, names: Names, **since) -> Difference:
    texts = in_words(field, old, names), in_words(field, new, names)
    is_prose = isinstance(field, models.CharField | models.TextField) and not field.choices
    return Difference(
        name=field.name,
        label=capfirst(str(field.verbose_name)),
        old=old,
        new=new,
        old_text=texts[0],
        new_text=texts[1],
        parts=word_by_word(*texts) if is_prose and all(texts) else (),
        can_go_back=field.editable,
        **since,
    )


def word_by_word(old: str, new: str) -> tuple[Part, ...]:
    """What stays, what went and what came, in reading order; whole texts where they are very long."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return (("-", old), ("+", new))
    parts: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(("=", "".join(before[a:b])))
            continue
        parts += [("-", "".join(before[a:b]))] if b > a else []
        parts += [("+", "".join(after[c:d]))] if d > c else []
    return tuple(parts)
