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
from plans.forms.days import TrainingDays
from plans.models import Enrolment, PlanRevision
from plans.revisions import Numbers

FURTHEST_START = timedelta(days=365)
MINUTES = (3, 5, 10, 15, 20, 25, 30)
REACHED, BY_LEVEL = "reached", "level"
LEVELS_BY_SQUATS = [
    ("starter", _("Fewer than 12: Starter")),
    ("standard", _("12 to 24: Standard")),
    ("strong", _("25 or more: Strong")),
]


def minutes_on_offer(numbers: Numbers) -> list[tuple[Any, Any]]:
    """As long as it takes, or one of the times that are long enough for the plan."""
    return [
        ("", _("As long as it takes")),
        *(
            (count, ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count})
            for count in MINUTES
            if count >= numbers["least_minutes"]
        ),
    ]


class StartForm(TrainingDays):
    """The first choices of an enrolment; `replace_current` is asked only while another plan is followed."""

    field_order = (
        "start",
        "weekdays",
        "close_days",
        "begin",
        "level",
        "standing_minutes",
        "kit",
        "replace_current",
    )

    start = forms.DateField(
        label=_("Start"),
        help_text=_("Your first workout is on your first training day from then on."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day to start."),
            "invalid": _("Write a date, like 2026-01-31."),
        },
    )
    begin = forms.ChoiceField(
        label=_("Where to begin"),
        choices=[
            (REACHED, _("Where I stand: the steps that I have reached")),
            (BY_LEVEL, _("Where my level begins, as if for the first time")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where to begin.")},
    )
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
        current: Enrolment | None = None,
        level: str = "",
        has_trained: bool = False,
        **kwargs: Any,
    ) -> None:
        self.revision, self.today, self.current = revision, today, current
        numbers = revision.numbers
        preset = {"weekdays": numbers["weekdays"], "level": level or numbers["level"]}
        initial = {"start": today, "begin": REACHED, **preset}
        super().__init__(*args, numbers=numbers, initial=initial, **kwargs)
        if not has_trained:
            del self.fields["begin"]
        self.fields["standing_minutes"].choices = minutes_on_offer(numbers)
        self.fields["kit"].choices = kit
        if current:
            label = _("Leave “%(plan)s” and follow this plan") % {"plan": current.revision.plan.name}
            self.fields["replace_current"].label = label
        else:
            del self.fields["replace_current"]

    def clean_start(self) -> date:
        start = self.cleaned_data["start"]
        if start < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        if start > self.today + FURTHEST_START:
            raise ValidationError(_("Choose a day within the next year."))
        return start

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.current and not cleaned.get("replace_current") and not self._is_sent_again(cleaned):
            self.add_error("replace_current", _("You follow a plan already. Tick this to change over."))
        return cleaned

    def _is_sent_again(self, cleaned: Mapping[str, Any]) -> bool:
        """Whether the plan that is followed was made by this very form: a second click, a reload."""
        asked = ("start", "weekdays", "level", "kit", "standing_minutes")
        if self.current is None or not all(name in cleaned for name in asked):
            return False
        chosen = {name: cleaned[name] for name in asked}
        wanted = services.first_choices(self.revision, **chosen)
        return services.is_made_of(self.current, wanted, cleaned.get("begin") == REACHED)
