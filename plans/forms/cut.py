"""What today is cut to: fewer minutes, an exercise left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.queries.cuts import Cut
from plans.queries.workout import CutsOnOffer

FIELDS = ("minutes", "without")


class CutForm(forms.Form):
    """Asked in the address of the page; without a word there it shows what is saved."""

    minutes = forms.TypedChoiceField(
        label=_("Minutes I have today"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the minutes in the list.")},
    )
    without = forms.MultipleChoiceField(
        label=_("Leave out today"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from the exercises of this workout.")},
    )

    def __init__(self, asked: Any, *, offer: CutsOnOffer) -> None:
        self.offer = offer
        is_asked = not set(FIELDS).isdisjoint(asked)
        initial = {"minutes": offer.saved.minutes, "without": offer.without}
        super().__init__(asked if is_asked else None, initial=initial)
        self.fields["minutes"].choices = [("", _("All it takes")), *self._minutes()]
        self.fields["without"].choices = offer.exercises

    def _minutes(self) -> list[tuple[int, str]]:
        """Those that take something away; also one that was chosen when it did."""
        offered = sorted({*self.offer.minutes, *filter(None, [self.offer.saved.minutes])})
        return [
            (count, ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count})
            for count in offered
        ]

    def clean_without(self) -> list[str]:
        without = self.cleaned_data["without"]
        if len(without) == len(self.offer.exercises):
            raise ValidationError(_("Keep at least one exercise."))
        return without

    @property
    def cut(self) -> Cut | None:
        """What was asked for; None where nothing was, or where it cannot be done."""
        if not self.is_bound or not self.is_valid():
            return None
        return self.offer.cut(self.cleaned_data["minutes"], self.cleaned_data["without"])
