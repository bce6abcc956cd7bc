"""Which events count, and what they say about a window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from plans.engine.schedule.values import (
    CAME_BACK,
    CARRIED_ON,
    KIT,
    LEFT,
    MINUTES,
    SHIFTED,
    TOOK,
    UNDONE,
    WEEKDAYS,
    Event,
    Revision,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What is in force: a revision (`number` is its id), its length, and the person's days, minutes and kit.

    `weeks`: the revision's, or those that have counted already where they are more.
    """

    number: int
    revision: Revision
    weekdays: tuple[int, ...]
    weeks: int
    minutes: int | None = None
    kit: frozenset[str] = frozenset()


def standing(events: Sequence[Event]) -> list[Event]:
    """The events that count, in the order of the journal: none that was undone, and no undoing."""
    undone: set[UUID | None] = set()
    counting = []
    for event in reversed(events):  # an undoing may itself be undone, by a later one only
        if event.uid is not None and event.uid in undone:
            continue
        if event.kind == UNDONE:
            undone.add(event.undoes)
        else:
            counting.append(event)
    return counting[::-1]


def of(events: Iterable[Event], *kinds: str, window: int | None = None) -> Iterator[Event]:
    """The events of these kinds, of one window where it is named."""
    return (event for event in events if event.kind in kinds and window in (None, event.window))


def left_in(events: Iterable[Event]) -> int | None:
    """The first window without the plan."""
    return min((event.window for event in of(events, LEFT)), default=None)


def gap_choices(events: Iterable[Event]) -> Mapping[int, str]:
    """What was chosen for each missed window: the last choice that names it counts."""
    choices = of(events, CARRIED_ON, SHIFTED, CAME_BACK)
    return {window: event.kind for event in choices for window in event.windows}


def terms_from(
    window: int, terms: Terms, events: Sequence[Event], revisions: Mapping[int, Revision], counted: int
) -> Terms:
    """
    What is in force from this window on: `terms` themselves where nothing changes with it, else new ones.

    counted: weeks of the plan before this window. Of several choices for one window the last counts. The days
    are the last chosen ones that are as many as the revision has workouts; where a taken revision finds none
    (another change of mind took them away), it lapses, and so do days that do not fit. ValueError where the
    taking itself names too few or too many.
    """
    now = _on_days(window, terms, events, revisions, counted)
    for event in of(events, MINUTES, window=window):
        now = replace(now, minutes=event.minutes)
    for event in _kit_in(window, events):
        now = replace(now, kit=event.kit)
    return terms if now == terms else now


def _kit_in(window: int, events: Sequence[Event]) -> Iterator[Event]:
    """What was to be gained later is not, once something was lost before: the last word counts."""
    words = list(of(events, KIT))
    for place, event in enumerate(words):
        if event.window == window and all(later.window >= window for later in words[place + 1 :]):
            yield event


def _on_days(
    window: int, terms: Terms, events: Sequence[Event], revisions: Mapping[int, Revision], counted: int
) -> Terms:
    acting = list(of(events, TOOK, WEEKDAYS, window=window))
    taken = [event for event in acting if event.kind == TOOK and event.revision is not None]
    number, revision = terms.number, terms.revision
    if taken:
        number = taken[-1].revision or number
        revision = revisions[number]
        named = taken[-1].weekdays
        if named and len(named) != len(revision.workouts):
            raise ValueError(f"{len(named)} weekdays for {len(revision.workouts)} workouts a week")
    chosen = [*(event.weekdays for event in reversed(acting)), terms.weekdays]
    fitting = next((days for days in chosen if len(days) == len(revision.workouts)), None)
    if fitting is None:
        return terms
    weeks = max(revision.weeks, counted) if taken else terms.weeks
    return replace(terms, number=number, revision=revision, weekdays=fitting, weeks=weeks)
