"""A calendar of what was done and what is planned."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from plans.engine.schedule import DAYS, DONE, LET_GO, MISSED, PLANNED, STARTED, TODAY
from plans.engine.schedule.days import is_within
from plans.queries.following import Following, Log

REST, PAUSE, QUICK = "rest", "pause", "quick"
# Which of a day's workouts it shows: what is still to do comes first.
IN_TURN = (STARTED, TODAY, PLANNED, DONE, LET_GO, MISSED)
A_MONDAY = date(2024, 1, 1)
# How a day is drawn, where another status looks the same.
LOOKS = {STARTED: PLANNED, TODAY: PLANNED, LET_GO: MISSED}


@dataclass(frozen=True)
class Day:
    """One date of a month. kind: how it is drawn, "" outside the plan; words: the same for readers."""

    number: int
    kind: str
    words: str
    is_today: bool


@dataclass(frozen=True)
class Month:
    """Weeks of seven days, None where a day belongs to another month."""

    name: str
    first_day: date
    weeks: list[list[Day | None]]


@dataclass(frozen=True)
class Months:
    """
    The months around today, those before and those to come. weekdays: the heads of their columns. kinds: how
    days are drawn that there are.
    """

    weekdays: list[str]
    earlier: list[Month]
    shown: list[Month]
    later: list[Month]
    kinds: set[str]


def months_of(following: Following, quick: Iterable[Log]) -> Months | None:
    """From the plan's first day to its last; None where nothing of it is left."""
    kinds = _kinds(following, quick)
    if not kinds:
        return None
    today = following.schedule.today
    calendar = Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % DAYS)
    months = [_month(first, kinds, today, calendar) for first in _firsts(min(kinds), max(kinds))]
    start = _first_shown(months, today)
    return Months(
        weekdays=[date_format(A_MONDAY + timedelta(days=day), "D") for day in calendar.iterweekdays()],
        earlier=months[:start],
        shown=months[start : start + 2],
        later=months[start + 2 :],
        kinds={LOOKS.get(kind, kind) for kind in kinds.values()},
    )


def _kinds(following: Following, quick: Iterable[Log]) -> dict[date, str]:
    """What each day of the plan is."""
    kinds: dict[date, str] = {}
    pauses = following.life.pauses
    for window in following.schedule.windows:
        if window.is_of_the_plan:
            days = [window.first_day + timedelta(days=number) for number in range(DAYS)]
            kinds |= {day: PAUSE if is_within(day, pauses) else REST for day in days}
    kinds |= {log.workout.local_date: QUICK for log in quick}
    for workout in following.schedule.workouts():
        before = kinds.get(workout.date)
        if before not in IN_TURN or IN_TURN.index(workout.status) < IN_TURN.index(before):
            kinds[workout.date] = workout.status
    return kinds


def _firsts(first: date, last: date) -> list[date]:
    """The first days of all months from one date to another."""
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _first_shown(months: list[Month], today: date) -> int:
    """Of two months that are shown: this one, and the one that is nearer; at the ends, the two that there are."""
    this = sum(month.first_day <= today for month in months) - 1
    return max(0, min(this - (today.day <= 15), len(months) - 2))


def _month(first: date, kinds: dict[date, str], today: date, calendar: Calendar) -> Month:
    return Month(
        name=date_format(first, "F Y"),
        first_day=first,
        weeks=[
            [_day(day, kinds.get(day, ""), today) if day.month == first.month else None for day in week]
            for week in calendar.monthdatescalendar(first.year, first.month)
        ],
    )


def _day(day: date, kind: str, today: date) -> Day:
    words = {
        DONE: _("workout done"),
        STARTED: _("workout begun"),
        TODAY: _("workout planned"),
        PLANNED: _("workout planned"),
        MISSED: _("workout not done"),
        LET_GO: _("workout let go"),
        QUICK: _("quick set done"),
        REST: _("rest day"),
        PAUSE: _("pause"),
    }.get(kind, "")
    if day == today:
        words = _("today, %(what)s") % {"what": words} if words else _("today")
    return Day(day.day, LOOKS.get(kind, kind), words, day == today)
