"""Signing up for a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans import services
from plans.models import Enrolment, PlanRevision, Weekday

FURTHEST_START = timedelta(days=365)
MINUTES = (3, 5, 10, 15, 20, 25, 30)
LEVELS_BY_SQUATS = [
    ("starter", _("Fewer than 12: Starter")),
    ("standard", _("12 to 24: Standard")),
    ("strong", _("25 or more: Strong")),
]


class StartForm(forms.Form):
    """
    The first choices of an enrolment.

    Two fields are questions that come up only when they matter: `close_days` once the training days are less
    than 48 hours apart, `replace_current` while another plan is followed.
    """

    start = forms.DateField(
        label=_("Start"),
        help_text=_("Your first workout is on your first training day from then on."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day to start."),
            "invalid": _("Write a date, like 2026-01-31."),
        },
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Training days"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose your training days.")},
    )
    close_days = forms.BooleanField(label=_("Keep these days all the same"), required=False)
    level = forms.ChoiceField(
        label=_("How many times can you stand up from a chair and sit down again without stopping?"),
        help_text=_(
            "It decides where each exercise begins. Not sure? Take the easier one: "
            "what feels easy moves up twice as fast."
        ),
        choices=LEVELS_BY_SQUATS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the number that is true for you.")},
    )
    standing_minutes = forms.TypedChoiceField(
        label=_("Minutes I have for a workout"),
        help_text=_("With less time you do fewer sets, never fewer reps."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    kit = forms.MultipleChoiceField(
        label=_("Kit I own"),
        help_text=_("None is needed. Kit only opens harder steps at the top of a ladder."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    replace_current = forms.BooleanField(
        required=False, help_text=_("Everything you logged stays in your progress.")
    )

    def __init__(
        self,
        *args: Any,
        revision: PlanRevision,
        today: date,
        kit: list[tuple[str, str]],
        muscles: Mapping[str, set[str]],
        current: Enrolment | None = None,
        level: str = "",
        **kwargs: Any,
    ) -> None:
        self.revision, self.today, self.muscles, self.current = revision, today, muscles, current
        self.numbers = revision.numbers
        preset = {"weekdays": self.numbers["weekdays"], "level": level or self.numbers["level"]}
        super().__init__(*args, initial={"start": today, **preset}, **kwargs)
        self.fields["standing_minutes"].choices = [("", _("As long as it takes")), *self._minutes()]
        self.fields["kit"].choices = kit
        if current:
            label = _("Leave “%(plan)s” and follow this plan") % {"plan": current.revision.plan.name}
            self.fields["replace_current"].label = label
        else:
            del self.fields["replace_current"]

    def _minutes(self) -> list[tuple[int, str]]:
        least = self.numbers["least_minutes"]
        return [
            (count, ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count})
            for count in MINUTES
            if count >= least
        ]

    def clean_start(self) -> date:
        start = self.cleaned_data["start"]
        if start < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        if start > self.today + FURTHEST_START:
            raise ValidationError(_("Choose a day within the next year."))
        return start

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
        if self.current and not cleaned.get("replace_current") and not self._is_sent_again(cleaned):
            self.add_error("replace_current", _("You follow a plan already. Tick this to change over."))
        return cleaned

    @property
    def asks_about_days(self) -> bool:
        """Whether the page shows the question about days that are close together."""
        return bool(self.is_bound and ("close_days" in self.errors or self.data.get("close_days")))

    def _is_sent_again(self, cleaned: Mapping[str, Any]) -> bool:
        """Whether the plan that is followed was made by this very form: a second click, a reload."""
        asked = ("start", "weekdays", "level", "kit", "standing_minutes")
        if self.current is None or not all(name in cleaned for name in asked):
            return False
        chosen = {name: cleaned[name] for name in asked}
        return services.is_made_of(self.current, services.first_choices(self.revision, **chosen))

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
