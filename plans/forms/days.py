"""The choice of training days, wherever a person makes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.models import Weekday
from plans.revisions import Numbers


class TrainingDays(forms.Form):
    """
    As many weekdays as the plan has workouts.

    `close_days` is a question that comes up only when it matters: once two workouts of the same muscles are
    less than 48 hours apart. `numbers` are those of the plan, `muscles` those that do the work by exercise.
    """

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Training days"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose your training days.")},
    )
    close_days = forms.BooleanField(label=_("Keep these days all the same"), required=False)

    def __init__(self, *args: Any, numbers: Numbers, muscles: Mapping[str, set[str]], **kwargs: Any) -> None:
        self.numbers, self.muscles = numbers, muscles
        super().__init__(*args, **kwargs)

    def clean_weekdays(self) -> list[int]:
        days = sorted(set(self.cleaned_data["weekdays"]))
        needed = len(self.numbers["workouts"])
        if len(days) != needed:
            raise ValidationError(
                ngettext(
                    "This plan has %(needed)d workout a week: choose %(needed)d day, not %(chosen)d.",
                    "This plan has %(needed)d workouts a week: choose %(needed)d days, not %(chosen)d.",
                    needed,
                )
                % {"needed": needed, "chosen": len(days)}
            )
        return days

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("close_days") and self._are_close(cleaned.get("weekdays", [])):
            self.add_error(
                "close_days",
                _(
                    "Some of these days come less than 48 hours apart, and the same muscles work on both. "
                    "They grow stronger while they rest. A free day in between is better; it is your choice."
                ),
            )
        return cleaned

    @property
    def asks_about_days(self) -> bool:
        """Whether the page shows the question about days that are close together."""
        return bool(self.is_bound and ("close_days" in self.errors or self.data.get("close_days")))

    def _are_close(self, days: list[int]) -> bool:
        """Whether two workouts a day apart, this week or across the weekend, share a working muscle."""
        if self.numbers["is_light"] or not days:
            return False
        trained = [
            set().union(*(self.muscles.get(name, set()) for name in workout["exercises"]))
            for workout in self.numbers["workouts"]
        ]
        next_days, next_trained = [*days[1:], days[0] + 7], [*trained[1:], trained[0]]
        return any(
            later - earlier < 2 and one & other
            for earlier, later, one, other in zip(days, next_days, trained, next_trained, strict=True)
        )
