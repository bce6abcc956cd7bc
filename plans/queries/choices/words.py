"""Choices that were made, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import journal
from plans.engine.schedule import Event
from plans.models import EnrolmentEvent, Weekday
from plans.queries.following import Following


@dataclass(frozen=True)
class Choice:
    """A row of the journal in its own words; `can_undo` as long as it may be taken back."""

    row: EnrolmentEvent
    words: str
    can_undo: bool


def choice_of(following: Following, row: EnrolmentEvent) -> Choice:
    can_undo = journal.can_undo(following.enrolment, row, following.life.today)
    return Choice(row, event_in_words(following, row), can_undo)


def chosen(following: Following, uid: str) -> Choice | None:
    """The choice of the journal that an address names, as long as it stands."""
    rows = (row for row in journal.standing(following.events) if str(row.uid) == uid)
    return next((choice_of(following, row) for row in rows), None)


def exercise_names(following: Following) -> dict[str, str]:
    return {row.exercise.slug: row.exercise.name for row in following.texts.values()}


def event_in_words(following: Following, row: EnrolmentEvent) -> str:
    """ "You train on Monday and Thursday from 11 January." """
    event = journal.event_of(row)
    words = WORDS[row.kind]
    return str(words) % _values(following, event)


def _values(following: Following, event: Event) -> dict[str, object]:
    names = exercise_names(following)
    variation = following.texts.get(event.variation)
    instead = variation.name if variation else names.get(event.instead, event.instead)
    workout = next(
        (w for w in following.schedule.workouts() if (w.window, w.slot) == (event.window, event.slot)), None
    )
    return {
        "from": _date(following.choices.first_day_of(event.window)),
        "day": _date(event.day) if event.day else "",
        "last": _date(event.last) if event.last else "",
        "planned": _date(workout.date) if workout else "",
        "weekdays": get_text_list([str(Weekday(day).label) for day in event.weekdays], str(_("and"))),
        "exercise": names.get(event.exercise, event.exercise),
        "instead": instead or _("nothing"),
        "weeks": len(event.windows),
    }


def _date(day: date) -> str:
    return date_format(day, "j F")


Kind = EnrolmentEvent.Kind
WORDS = {
    Kind.LEFT: gettext_lazy("You left the plan."),
    Kind.TOOK: gettext_lazy("You take the new numbers of the plan from %(from)s."),
    Kind.KEPT: gettext_lazy("You keep your numbers although the plan changed."),
    Kind.WEEKDAYS: gettext_lazy("You train on %(weekdays)s from %(from)s."),
    Kind.MINUTES: gettext_lazy("You changed the minutes for a workout from %(from)s."),
    Kind.KIT: gettext_lazy("You changed your kit from %(from)s."),
    Kind.MOVED: gettext_lazy("You moved a workout to %(day)s."),
    Kind.LET_GO: gettext_lazy("You let the workout of %(planned)s go."),
    Kind.PAUSED: gettext_lazy("Your plan is paused from %(day)s to %(last)s."),
    Kind.RESUMED: gettext_lazy("You go on from %(day)s."),
    Kind.REPEATED: gettext_lazy("You repeat a week from %(from)s."),
    Kind.EASED: gettext_lazy("You have an easy week from %(from)s."),
    Kind.CARRIED_ON: gettext_lazy("You carry on after the missed time."),
    Kind.SHIFTED: gettext_lazy("The missed time does not count: your plan ends later."),
    Kind.CAME_BACK: gettext_lazy("You come back gently: the plan ends later, and every exercise is easier."),
    Kind.DECLINED: gettext_lazy("%(exercise)s: you wait with the next step."),
    Kind.BACKED: gettext_lazy("%(exercise)s: you took a step back."),
    Kind.EASIER: gettext_lazy("%(exercise)s: you made it easier."),
    Kind.TAKEN_UP: gettext_lazy("%(exercise)s: you took it up again."),
    Kind.SWAPPED: gettext_lazy("%(exercise)s: replaced by %(instead)s until you want it back."),
    Kind.RETURNED: gettext_lazy("%(exercise)s: back in your plan."),
}
