"""A plan before anybody follows it: the whole of it, if everything goes right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from plans.engine.schedule import Choices, Revision, Schedule, schedule

NOBODY = UUID(int=0)  # no date and no dose depends on who it is
A_MONDAY = date(2024, 1, 1)  # a preview has no dates; any Monday does


def preview(revision: Revision, weekdays: Iterable[int], level: str) -> Schedule:
    """Every week at one level, without kit, on the plan's usual weekdays."""
    choices = Choices(NOBODY, 0, A_MONDAY, tuple(sorted(weekdays)), level)
    return schedule({0: revision}, choices, (), (), choices.first_day)
