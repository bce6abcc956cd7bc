"""
What a page showed, in a token that its form brings back.

The token names each row of the page with the newest record of its history, and a digest of each field as a
browser would send it. So it can be told later, without knowing what kind of form it was, which fields she
typed into, and which of them say something else in the database by now.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.apps import apps
from django.core import signing
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.http import QueryDict

from exercises.history import newest_ids

TOKEN = "page_as_shown"  # noqa: S105 - the name of a form field
NOT_CONTENT = {TOKEN, "DELETE"}

Key = tuple[type[models.Model], object]


def plain(value) -> str:
    """A value of a form as one text, equal whether it comes from the database or from a browser."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, (list, tuple, set)):
        return "\n".join(sorted(map(plain, value)))
    return str(value).replace("\r\n", "\n").strip()


def digest(value) -> str:
    whole = hashlib.blake2b(plain(value).encode(), digest_size=6).digest()
    return base64.urlsafe_b64encode(whole).decode()


@dataclass(frozen=True)
class ShownRow:
    """A row as a page showed it. A digest is None where it is not known what was shown."""

    prefix: str
    model: type[models.Model]
    pk: object
    history_id: int
    digests: Mapping[str, str | None]

    @property
    def key(self) -> Key:
        return self.model, self.pk

    def html_name(self, name: str) -> str:
        return f"{self.prefix}-{name}" if self.prefix else name


@dataclass(frozen=True)
class Shown:
    """All that a page showed: its rows, the main one first, and the prefixes of its formsets."""

    rows: tuple[ShownRow, ...]
    formsets: tuple[str, ...]
    is_known: bool = True

    def sign(self) -> str:
        main = self.rows[0]
        rows = [
            [row.prefix, row.model._meta.label_lower, row.pk, row.history_id, row.digests]
            for row in self.rows
        ]
        return signing.dumps([rows, self.formsets], salt=_salt(main.model, main.pk), compress=True)

    @classmethod
    def read(cls, token: str, model: type[models.Model], pk) -> "Shown | None":
        """None if the token is missing, was tampered with, or belongs to another page."""
        try:
            rows, formsets = signing.loads(token, salt=_salt(model, pk))
        except signing.BadSignature:
            return None
        known = (
            ShownRow(prefix, apps.get_model(label), key, history_id, digests)
            for prefix, label, key, history_id, digests in rows
        )
        return cls(tuple(known), tuple(formsets))


def _salt(model: type[models.Model], pk) -> str:
    return f"{TOKEN}:{model._meta.label_lower}:{pk}"


@dataclass
class Page:
    """
    The forms of a page which nobody has typed into: the main one and, by their prefix, the formsets whose
    rows can be edited here. `looked_at` are formsets that are only shown.
    """

    form: forms.ModelForm
    formsets: dict[str, forms.BaseModelFormSet]
    looked_at: list[forms.BaseModelFormSet] = field(default_factory=list)

    def __post_init__(self):
        self.forms: dict[Key, forms.ModelForm] = {key_of(self.form): self.form}
        for formset in self.formsets.values():
            self.forms |= {key_of(form): form for form in formset.initial_forms}

    def shown(self) -> Shown:
        pks: dict[type[models.Model], list] = {}
        for model, pk in self.forms:
            pks.setdefault(model, []).append(pk)
        newest = newest_ids(pks)
        rows = (
            ShownRow(
                form.prefix or "",
                *key,
                newest.get(key, 0),
                {name: digest(form[name].value()) for name in editable(form)},
            )
            for key, form in self.forms.items()
        )
        return Shown(tuple(rows), tuple(self.formsets))

    def taken_from(self, posted: QueryDict) -> Shown:
        """The rows that somebody sends, where it is not known what she was shown."""
        rows = [ShownRow("", *key_of(self.form), 0, dict.fromkeys(editable(self.form)))]
        for prefix, formset in self.formsets.items():
            name = formset.model._meta.pk.name
            for index in range(formset.initial_form_count()):
                pk = posted.get(f"{prefix}-{index}-{name}", "")
                form = next((form for form in formset.initial_forms if str(form.instance.pk) == pk), None)
                if form:
                    rows.append(
                        ShownRow(f"{prefix}-{index}", *key_of(form), 0, dict.fromkeys(editable(form)))
                    )
        return Shown(tuple(rows), tuple(self.formsets), is_known=False)

    def data(self) -> dict[str, list[str]]:
        """What a browser would send if nobody typed anything, the token included, but no forms for new rows."""
        parts: list[tuple[forms.BaseForm, Iterable[str]]] = [(self.form, self.form.fields)]
        for formset in self.formsets.values():
            parts.append((formset.management_form, formset.management_form.fields))
            parts += [(form, form.fields) for form in formset.initial_forms]
        for formset in self.looked_at:
            parts.append((formset.management_form, formset.management_form.fields))
            parts += [(form, hidden(form)) for form in formset.initial_forms]
        data: dict[str, list[str]] = {}
        for form, names in parts:
            data |= {form.add_prefix(name): sent for name in names if (sent := _sent(form, name))}
        for prefix, formset in self.formsets.items():
            data[f"{prefix}-TOTAL_FORMS"] = [str(formset.initial_form_count())]
        return data


def key_of(form: forms.ModelForm) -> Key:
    return type(form.instance), form.instance.pk


def hidden(form: forms.ModelForm) -> list[str]:
    return [
        name
        for name, each in form.fields.items()
        if each.widget.is_hidden or name == form._meta.model._meta.pk.name
    ]


def editable(form: forms.ModelForm) -> list[str]:
    """Names of the fields that say something of the row and can be typed into."""
    return [
        name
        for name, each in form.fields.items()
        if not each.disabled
        and name not in NOT_CONTENT
        and name != form._meta.model._meta.pk.name
        and not isinstance(each, InlineForeignKeyField)
    ]


def _sent(form: forms.BaseForm, name: str) -> list[str]:
    if form.fields[name].disabled:
        return []
    value = form[name].value()
    if isinstance(value, (list, tuple, set)):
        return [str(each) for each in value]
    if value is None or value is False:
        return []
    return ["on" if value is True else str(value)]
