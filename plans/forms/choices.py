"""A choice about the plan that is followed, as its page sends it; and the two that are written out first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.days import TrainingDays
from plans.forms.start import minutes_on_offer
from plans.models import EnrolmentEvent, Weekday
from plans.revisions import Numbers

Kind = EnrolmentEvent.Kind
FIELDS = {  # what each kind needs to know
    Kind.MOVED: ("window", "slot", "day"),
    Kind.LET_GO: ("window", "slot"),
    Kind.WEEKDAYS: ("weekdays",),
    Kind.MINUTES: ("minutes",),
    Kind.KIT: ("kit",),
    Kind.PAUSED: ("day", "last"),
    Kind.RESUMED: ("day",),
    Kind.REPEATED: (),
    Kind.EASED: (),
    Kind.CARRIED_ON: (),
    Kind.SHIFTED: (),
    Kind.CAME_BACK: (),
    Kind.DECLINED: ("exercise",),
    Kind.BACKED: ("exercise",),
    Kind.EASIER: ("exercise",),
    Kind.TAKEN_UP: ("exercise",),
    Kind.SWAPPED: ("exercise", "instead", "variation"),
    Kind.RETURNED: ("exercise",),
}
MAY_BE_EMPTY = {"instead", "variation", "minutes", "kit"}


def _day_field(label: Any, missing: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": _("Write a date, like 2027-01-31.")},
        **kwargs,
    )


class ChoiceForm(forms.Form):
    """`plan`, `uid`, `last_event` and `acts_from` come with the page: see plans/services/choosing.py."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in FIELDS])
    uid = forms.UUIDField()
    last_event = forms.IntegerField(min_value=0)
    plan = forms.UUIDField()
    acts_from = forms.IntegerField(min_value=1, required=False)
    window = forms.IntegerField(min_value=1, max_value=9999, required=False)
    slot = forms.IntegerField(min_value=1, max_value=7, required=False)
    day = forms.DateField(required=False)
    last = forms.DateField(required=False)
    weekdays = forms.TypedMultipleChoiceField(choices=Weekday.choices, coerce=int, required=False)
    minutes = forms.IntegerField(min_value=1, max_value=180, required=False)
    kit = forms.TypedMultipleChoiceField(required=False)
    exercise = forms.SlugField(required=False)
    instead = forms.SlugField(required=False)
    variation = forms.SlugField(required=False)

    def __init__(self, *args: Any, kit: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kit"].choices = kit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in FIELDS.get(cleaned.get("kind"), ()):
            if name not in MAY_BE_EMPTY and not cleaned.get(name):
                self.add_error(name, _("This is missing."))
        return cleaned

    @property
    def fields_of_kind(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data[name] for name in FIELDS[self.cleaned_data["kind"]]}
        if "weekdays" in chosen:
            chosen["weekdays"] = tuple(sorted(chosen["weekdays"]))
        if "kit" in chosen:
            chosen["kit"] = frozenset(chosen["kit"])
        return chosen


class DaysForm(TrainingDays):
    """Other training days, from the next window on."""


class MinutesForm(forms.Form):
    """How long a workout may take from the next window on."""

    minutes = forms.TypedChoiceField(
        label=_("Minutes I have for a workout"),
        help_text=_("With less time you do fewer sets, never fewer reps."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, numbers: Numbers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = minutes_on_offer(numbers)


class KitForm(forms.Form):
    """What is at hand. What is lost is lost at once; what is new opens harder steps from the next window on."""

    kit = forms.MultipleChoiceField(
        label=_("Kit I own"),
        help_text=_("None is needed. Kit only opens harder steps at the top of a ladder."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, kit: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kit"].choices = kit


class PauseForm(forms.Form):
    """From the first day to the last one, both without training."""

    day = _day_field(_("First day"), _("Choose the first day of the pause."))
    last = _day_field(
        _("Last day"),
        _("Choose the last day of the pause."),
        help_text=_("You can end it earlier at any time."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"day": today, "last": today + timedelta(days=6)}, **kwargs)
