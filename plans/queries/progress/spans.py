"""The weeks of a plan as places on an axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.charts import Value
from plans.engine.schedule import Window
from plans.queries.following import Following


@dataclass(frozen=True)
class Span:
    """
    Seven days that have begun. is_beyond: after the plan's end, in a gap between workouts done all the same.

    is_running: they hold today, so that their numbers still grow.
    """

    number: int
    first_day: date
    is_easy: bool = False
    is_paused: bool = False
    is_running: bool = False
    is_beyond: bool = False

    @property
    def label(self) -> str:
        """ "4 Jan": windows and weeks of the plan may differ, days do not."""
        return date_format(self.first_day, "j\xa0M")

    @property
    def note(self) -> str:
        """What is special about it, in a few words."""
        if self.is_running:
            return _("so far")
        if self.is_paused:
            return _("pause")
        if self.is_beyond:
            return _("after the plan’s end")
        return _("easy week") if self.is_easy else ""

    def value(self, amount: float, **marks: bool) -> Value:
        """A pause in which nothing was done is no nought."""
        is_empty = (self.is_paused or self.is_beyond) and not amount
        return Value(
            self.label,
            None if is_empty else amount,
            is_hollow=self.is_easy,
            is_open=self.is_running,
            **marks,
        )


@dataclass(frozen=True)
class Row:
    """A line of a table: the week, what is special about it, and its numbers."""

    span: Span
    cells: Sequence[object]


def spans_of(following: Following) -> list[Span]:
    """The windows begun so far without a hole between them, at least one."""
    schedule = following.schedule
    begun = {w.number: w for w in schedule.windows if w.first_day <= schedule.today}
    return [_span(number, begun.get(number), following) for number in range(1, max(begun, default=1) + 1)]


def _span(number: int, window: Window | None, following: Following) -> Span:
    current = following.schedule.current
    return Span(
        number=number,
        first_day=following.choices.first_day_of(number),
        is_easy=window is not None and window.week is not None and window.is_easy,
        is_paused=window is not None and window.is_paused,
        is_running=current is not None and current.number == number,
        is_beyond=following.schedule.has_started and (window is None or not window.is_of_the_plan),
    )


def windows_of(following: Following, spans: list[Span]) -> list[Window]:
    """The begun ones that the schedule still has; none of a plan left before its first workout."""
    numbers = {span.number for span in spans}
    windows = following.schedule.windows
    return [window for window in windows if window.number in numbers] or list(windows[:1])
