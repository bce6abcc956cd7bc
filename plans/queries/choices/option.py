"""One choice, and what it would lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans import refusals
from plans.engine import schedule as s
from plans.engine.schedule import Event, Life, rules
from plans.queries.following import Following
from plans.queries.lines import DoseLine, dose_line
from plans.queries.outlook import Outlook, outlook


@dataclass(frozen=True)
class Option:
    """
    One choice: what it would lead to, or the code of why it is not possible.

    hidden: the fields of its form.
    """

    kind: str
    hidden: dict[str, Any]
    fault: str
    outlook: Outlook | None = None
    line: DoseLine | None = None

    @property
    def why_not(self) -> str:
        return refusals.in_words(self.kind, self.fault)

    @property
    def inputs(self) -> Iterator[tuple[str, str]]:
        """The hidden fields with their values as a form sends them."""
        for name, value in self.hidden.items():
            for each in sorted(value) if isinstance(value, tuple | frozenset) else (value,):
                yield name, each.isoformat() if isinstance(each, date) else str("" if each is None else each)


def option(following: Following, kind: str, *, window: int | None = None, **fields: Any) -> Option:
    event = rules.event_for(following.life, kind, window=window, **fields)
    hidden = {"kind": kind, "acts_from": event.window, **fields}
    hidden |= {"window": window} if window is not None else {}
    after = following.life.having(event)
    code = rules.fault(following.life, event, after)
    ahead = None if code else outlook(after, following.texts)
    line = None if code or not event.exercise else line_of(following, after, event)
    return Option(kind, hidden, code, ahead, line)


def line_of(following: Following, life: Life, event: Event) -> DoseLine | None:
    """What an exercise, or what takes its place, would be asked for from the event's window on."""
    window = life.seen.window(event.window)
    if window is None:
        return None
    instead = window.away.get(event.exercise)
    name = instead if instead in window.states else event.exercise
    if instead == "" or name not in window.states:
        return None
    to_do = [w for w in window.workouts if w.status not in (s.DONE, s.STARTED)] or list(window.workouts)
    for workout in to_do:
        for dose in workout.doses:
            if dose.exercise == name:
                return dose_line(dose, workout.reasons[name], following.texts)
    reason = window.reasons.get(name)
    return dose_line(reason.after, reason, following.texts) if reason else None
