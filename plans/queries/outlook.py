"""What the next weeks look like, as they are and as they would be with one choice more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exercises.models import Variation
from plans.engine.schedule import DONE, LET_GO, MISSED, STARTED, Life, Window, rules
from plans.queries.lines import DoseLine, dose_line, minutes_in_words

WEEKS_SHOWN = 2


@dataclass(frozen=True)
class WeekAhead:
    """A window: its days to train on, and what it asks for. `week` is the plan's, None in a pause."""

    number: int
    week: int | None
    first_day: date
    last_day: date
    days: list[date]
    is_easy: bool
    is_paused: bool
    minutes: str
    lines: list[DoseLine]


@dataclass(frozen=True)
class Outlook:
    """The weeks ahead, how many the plan has in all, and its last day."""

    weeks: list[WeekAhead]
    total: int
    last_day: date


def outlook(life: Life, texts: Mapping[str, Variation], start: int | None = None) -> Outlook:
    """From the window `start` on; today's without one. Windows without a workout are shown where a pause took them."""
    first = life.now if start is None else start
    ahead = [window for window in life.seen.windows if window.number >= first and window.is_of_the_plan]
    shown: list[Window] = []
    for window in ahead:
        shown.append(window)
        if sum(not each.is_paused for each in shown) == WEEKS_SHOWN:
            break
    return Outlook(
        weeks=[_week(window, texts) for window in shown],
        total=life.seen.weeks,
        last_day=rules.last_day(life.seen),
    )


def _week(window: Window, texts: Mapping[str, Variation]) -> WeekAhead:
    open_days = [w.date for w in window.workouts if w.status not in (DONE, STARTED, LET_GO, MISSED)]
    return WeekAhead(
        number=window.number,
        week=window.week,
        first_day=window.first_day,
        last_day=window.last_day,
        days=sorted(open_days),
        is_easy=window.is_easy,
        is_paused=window.is_paused,
        minutes=minutes_in_words(window.seconds) if window.seconds else "",
        lines=lines_of(window, texts),
    )


def lines_of(window: Window, texts: Mapping[str, Variation]) -> list[DoseLine]:
    """Each exercise of the window once, as asked for last: what was done already says less about the choice."""
    lines: dict[str, DoseLine] = {}
    for workout in window.workouts:
        if workout.status in (DONE, STARTED) and any(
            w.status not in (DONE, STARTED) for w in window.workouts
        ):
            continue
        for dose in workout.doses:
            lines.setdefault(dose.exercise, dose_line(dose, workout.reasons[dose.exercise], texts))
    return list(lines.values())
