"""Weeks in a row: a kind count, which a pause, a missed workout or the week that is still running do not end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plans.engine.schedule import DONE, Window

MOST_MISSED = 1


@dataclass(frozen=True, slots=True)
class Streak:
    """Windows in a row, up to now and at best."""

    current: int
    longest: int


def streak(windows: Iterable[Window], today: date) -> Streak:
    """
    Consecutive windows with at least one workout done and at most one missed; `windows` in their order.

    Windows without workouts neither count nor break it. The one that holds `today` breaks nothing, and counts as
    soon as no more than one of its workouts is left: from then on it can only hold, so a count that was shown
    never falls by itself while the window runs.
    """
    current = longest = 0
    for window in windows:
        if window.first_day > today:
            break
        asked = sum(bool(workout.doses) or workout.status == DONE for workout in window.workouts)
        if not asked:
            continue
        if window.done and asked - window.done <= MOST_MISSED:
            current += 1
        elif window.last_day < today:
            current = 0
        longest = max(longest, current)
    return Streak(current, longest)
