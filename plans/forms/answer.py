"""The answer to a plan that changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.days import TrainingDays

TAKE, KEEP = "take", "keep"


class AnswerForm(TrainingDays):
    """
    Take the new numbers of a plan, or keep one's own. `revision` names the numbers that the page showed.

    Training days are asked for only where the new numbers need another number of them, and only to take them.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=[(TAKE, _("Take the new numbers")), (KEEP, _("Keep mine"))],
        error_messages={"required": _("Choose one of the two.")},
    )

    def __init__(self, *args: Any, needs_days: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_days = needs_days
        if not needs_days or self.data.get("answer") == KEEP:
            del self.fields["weekdays"], self.fields["close_days"]

    @property
    def weekdays(self) -> list[int]:
        return self.cleaned_data.get("weekdays", [])
