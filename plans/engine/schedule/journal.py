"""Which events count, and what they say about a window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from plans.engine.schedule.values import LEFT, TOOK, UNDONE, Event, Revision


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What is in force: a revision (`number` is its id), the training days, and the length of the plan.

    `weeks`: the revision's, or those lived already where they are more.
    """

    number: int
    revision: Revision
    weekdays: tuple[int, ...]
    weeks: int


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


def left_in(events: Iterable[Event]) -> int | None:
    """The first window without the plan."""
    return min((event.window for event in events if event.kind == LEFT), default=None)


def terms_from(
    window: int, terms: Terms, events: Iterable[Event], revisions: Mapping[int, Revision]
) -> Terms:
    """
    What is in force from this window on: `terms` themselves where nothing was taken from it, else new ones.

    Of several revisions taken from one window the last counts. Its days are the last chosen ones that are as
    many as it has workouts; where there are none (another change of mind took them away), the choice lapses.
    ValueError where the choice itself names too few or too many.
    """
    taken = [
        (event.revision, event.weekdays)
        for event in events
        if event.kind == TOOK and event.window == window and event.revision is not None
    ]
    if not taken:
        return terms
    number, weekdays = taken[-1]
    revision = revisions[number]
    count = len(revision.workouts)
    if weekdays and len(weekdays) != count:
        raise ValueError(f"{len(weekdays)} weekdays for {count} workouts a week")
    chosen = [*(days for _number, days in reversed(taken)), terms.weekdays]
    fitting = next((days for days in chosen if len(days) == count), None)
    if fitting is None:
        return terms
    return Terms(number, revision, fitting, max(revision.weeks, window - 1))
