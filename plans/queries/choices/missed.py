"""The ways on after missed weeks."""

from __future__ import annotations

from dataclasses import dataclass

from plans.engine.schedule import Window, rules
from plans.queries.choices.option import Option, option
from plans.queries.following import Following


@dataclass(frozen=True)
class ComebackPage:
    """The three ways on after missed weeks, the default one first. `missed`: first and last day of each week."""

    following: Following
    missed: list[Window]
    options: list[Option]


def missed_weeks(following: Following) -> list[Window]:
    """The missed weeks that the person may still decide about."""
    windows = (following.schedule.window(number) for number in rules.open_gap(following.life))
    return [window for window in windows if window]


def comeback_page(following: Following) -> ComebackPage | None:
    missed = missed_weeks(following)
    if not missed:
        return None
    return ComebackPage(following, missed, [option(following, kind) for kind in rules.GAP_CHOICES])
