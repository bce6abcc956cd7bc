"""On which day each workout of a window falls, and which of them a pause takes away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from plans.engine.schedule.values import DAYS, MOVED, PAUSED, RESUMED, TOOK, WEEKDAYS, Choices, Event

ONE_DAY = timedelta(days=1)


def days_of(
    choices: Choices,
    weekdays: tuple[int, ...],
    window: int,
    events: Sequence[Event],
    done: Collection[int],
) -> dict[int, date]:
    """
    The day of each workout that is not done, by slot.

    done: slots of the workouts that are, which keep no day. A move counts where its day lies in the window
    and no other workout to do is on it by then; other training days drop the moves made before them.
    """
    days = dict(enumerate(choices.dates_of(window, weekdays), start=1))
    for move in _moves(window, events):
        if move.slot not in days or move.day is None or choices.window_of(move.day) != window:
            continue
        gone = {move.slot, *(set(move.slots) & set(done))}
        if all(day != move.day for slot, day in days.items() if slot not in gone):
            days[move.slot] = move.day
    return {slot: day for slot, day in days.items() if slot not in done}


def _moves(window: int, events: Sequence[Event]) -> list[Event]:
    moves: list[Event] = []
    for event in events:
        if event.kind == MOVED and event.window == window:
            moves.append(event)
        elif event.kind in (WEEKDAYS, TOOK) and event.weekdays and event.window <= window:
            moves.clear()
    return moves


def pauses_of(events: Sequence[Event]) -> list[tuple[date, date]]:
    """
    First and last day of each time without training, in order; pauses that touch are one.

    Going on ends early what holds that day.
    """
    pauses: list[Event] = []
    for event in events:
        if event.kind == PAUSED and event.day and event.last:
            pauses.append(event)
        elif event.kind == RESUMED and event.day:
            pauses = [replace(each, last=_until(each, event.day)) for each in pauses]
    days = sorted(
        (each.day, each.last) for each in pauses if each.day and each.last and each.day <= each.last
    )
    merged: list[tuple[date, date]] = []
    for first, last in days:
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def _until(pause: Event, resumed: date) -> date | None:
    if pause.day is None or pause.last is None or not pause.day <= resumed <= pause.last:
        return pause.last
    return resumed - ONE_DAY


def is_within(day: date, pauses: Sequence[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in pauses)


def free_days(window_first: date, taken: Mapping[int, date]) -> list[date]:
    """The days of a window on which no workout is to be done."""
    days = (window_first + timedelta(days=n) for n in range(DAYS))
    return [day for day in days if day not in taken.values()]
