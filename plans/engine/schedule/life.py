"""Somebody's plan as lived so far: all that a schedule is a function of, and what it would be with one choice more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from plans.engine.evidence import LoggedWorkout
from plans.engine.schedule.days import pauses_of
from plans.engine.schedule.fold import schedule
from plans.engine.schedule.journal import standing
from plans.engine.schedule.values import Choices, Event, Revision, Schedule


@dataclass(frozen=True)
class Life:
    """`events` are the journal in its order."""

    revisions: Mapping[int, Revision]
    choices: Choices
    events: tuple[Event, ...]
    logs: tuple[LoggedWorkout, ...]
    today: date

    @cached_property
    def seen(self) -> Schedule:
        return schedule(self.revisions, self.choices, self.events, self.logs, self.today)

    @cached_property
    def standing(self) -> list[Event]:
        """The choices that were not taken back."""
        return standing(self.events)

    @cached_property
    def pauses(self) -> list[tuple[date, date]]:
        return pauses_of(self.standing)

    def having(self, *events: Event) -> Life:
        """The same life with more choices at the end of its journal."""
        return replace(self, events=(*self.events, *events))

    def without(self, event: Event) -> Life:
        """As if a choice had never been made."""
        return replace(self, events=tuple(each for each in self.events if each != event))

    @property
    def now(self) -> int:
        """The window of today; the first one before the plan begins."""
        return max(1, self.choices.window_of(self.today))

    @property
    def next(self) -> int:
        """The first window of which no day has come yet."""
        return max(1, self.choices.window_of(self.today) + 1)
