"""
What may be chosen today, and why something else may not.

A choice that is refused names a code; the sentence is made in plans/refusals.py. Whatever would change nothing
is refused, too: a person who chose something and sees no difference would look for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from plans.engine.schedule import values as v
from plans.engine.schedule.days import is_within
from plans.engine.schedule.journal import gap_choices, of
from plans.engine.schedule.life import Life
from plans.engine.schedule.values import Event, PlannedWorkout, Schedule, Window

LONGEST_PAUSE = 366  # days
FROM_THE_NEXT_WINDOW = {v.WEEKDAYS, v.MINUTES, v.KIT, v.REPEATED, v.EASED}
GAP_CHOICES = (v.CARRIED_ON, v.SHIFTED, v.CAME_BACK)
# An answer to a question; the end of what was waited for; what may matter only if not all goes right.
MAY_CHANGE_NOTHING = {v.CARRIED_ON, v.RESUMED, v.MINUTES, v.KIT}


def event_for(
    life: Life, kind: str, uid: UUID | None = None, *, window: int | None = None, **fields: Any
) -> Event:
    """
    A choice as of today. `window` is the one of a workout that it is about; else it follows from the kind.

    `fields` are those of the event that the person decides about; what follows from the day is filled in.
    """
    event = Event(kind, life.next if kind in FROM_THE_NEXT_WINDOW else life.now, uid, **fields)
    if window is not None:
        done = tuple(sorted(log.slot for log in life.logs if log.window == window and log.is_attended))
        return replace(event, window=window, slots=done if kind == v.MOVED else ())
    if kind == v.EASED:
        return replace(event, window=_next_with_workouts(life))
    if kind == v.KIT and kit_now(life) - event.kit:
        return replace(event, window=life.now)  # what is lost is lost at once
    if kind == v.PAUSED and event.day:
        return replace(event, window=max(1, life.choices.window_of(event.day)))
    if kind in GAP_CHOICES:
        return replace(event, windows=open_gap(life))
    if kind == v.TAKEN_UP:
        return replace(event, slots=_flagged(life, event.exercise))
    return event


def _next_with_workouts(life: Life) -> int:
    ahead = (window.number for window in life.seen.windows if window.number >= life.next and window.week)
    return next(ahead, life.next)


def fault(life: Life, event: Event, after: Life | None = None) -> str:
    """
    Why this cannot be chosen today, in a code; "" where it can.

    after: the life with the event, where somebody has it at hand.
    """
    if life.seen.has_ended and event.kind not in GAP_CHOICES:
        return "over"
    if code := CHECKS[event.kind](life, event):
        return code
    after = after or life.having(event)
    if event.kind == v.SWAPPED and (code := _swapped_to(event, after)):
        return code
    if event.kind in MAY_CHANGE_NOTHING or not looks_alike(life.seen, after.seen):
        return ""
    return "nothing-changes"


def looks_alike(one: Schedule, other: Schedule) -> bool:
    """Whether two schedules ask for the same things on the same days; reasons may differ."""
    return (one.weeks, _outline(one)) == (other.weeks, _outline(other))


def _outline(schedule: Schedule) -> list[tuple[object, ...]]:
    return [
        (window.number, window.week, window.kind, window.is_paused, window.away, _asked(window))
        for window in schedule.windows
    ]


def _asked(window: Window) -> list[tuple[object, ...]]:
    return [(workout.slot, workout.date, workout.status, workout.doses) for workout in window.workouts]


def minutes_now(life: Life) -> int | None:
    """The standing minutes as chosen last; None for as many as it takes."""
    chosen = [event.minutes for event in of(life.standing, v.MINUTES)]
    return chosen[-1] if chosen else life.choices.standing_minutes


def kit_now(life: Life) -> frozenset[str]:
    chosen = [event.kit for event in of(life.standing, v.KIT)]
    return chosen[-1] if chosen else life.choices.kit


# Gaps ---------------------------------------------------------------------------------------------


def open_gap(life: Life) -> tuple[int, ...]:
    """
    The missed windows that lie right before today's, in order, as far as nothing was chosen for them yet.

    After the plan's end those that have passed since are among them: where a choice brings weeks back, they
    are to come after today.
    """
    named = gap_choices(life.standing)
    gap: list[int] = []
    has_missed = False
    for number in range(life.choices.window_of(life.today) - 1, 0, -1):
        window = life.seen.window(number)
        if window and window.is_paused:
            continue
        if number in named or (window and not is_missed(window)):
            break
        gap.append(number)
        has_missed = has_missed or window is not None
    return tuple(reversed(gap)) if has_missed else ()


def is_missed(window: Window) -> bool:
    """Of a window that is over: whether nothing was done of what it asked for."""
    asked = any(workout.doses for workout in window.workouts)
    lived = any(workout.status in (v.DONE, v.STARTED) for workout in window.workouts)
    return window.week is not None and asked and not lived


# Exercises ----------------------------------------------------------------------------------------


def _flagged(life: Life, exercise: str) -> tuple[int, ...]:
    """The workouts of this window in which the exercise hurt."""
    return tuple(
        sorted(
            log.slot
            for log in life.logs
            if log.window == life.now and exercise in log.exercises and log.exercises[exercise].pain
        )
    )


# Each kind of choice ------------------------------------------------------------------------------


def _workout(life: Life, event: Event) -> PlannedWorkout | None:
    window = life.seen.window(event.window)
    return next((each for each in window.workouts if each.slot == event.slot), None) if window else None


def _about_a_workout(life: Life, event: Event) -> str:
    workout = _workout(life, event)
    if workout is None:
        return "unknown"
    if not workout.doses:
        return "empty"
    if workout.status == v.DONE:
        return "done"
    if workout.status == v.STARTED:
        return "begun"
    if workout.window < life.now:
        return "week-over"
    return "let-go" if workout.status == v.LET_GO else ""


def _moved(life: Life, event: Event) -> str:
    if code := _about_a_workout(life, event):
        return code
    day, workout = event.day, _workout(life, event)
    if day is None or workout is None or day == workout.date:
        return "same-day"
    if day < life.choices.first_day:
        return "before-start"
    if day < life.today:
        return "past"
    if life.choices.window_of(day) != event.window:
        return "outside"
    others = [each for each in life.seen.workouts() if each.date == day]
    if any(each.status in (v.DONE, v.STARTED) for each in others):
        return "done-day"
    if others:
        return "taken"
    return "paused-day" if is_within(day, life.pauses) else ""


def _weekdays(life: Life, event: Event) -> str:
    window = life.seen.window(event.window)
    if window is None:
        return "last-week"
    days, needed = event.weekdays, len(life.revisions[window.revision].workouts)
    is_possible = len(days) == len(set(days)) == needed and set(days) <= set(range(v.DAYS))
    return "" if is_possible else "weekdays"


def _minutes(life: Life, event: Event) -> str:
    if life.seen.window(event.window) is None:
        return "last-week"
    return "nothing-changes" if event.minutes == minutes_now(life) else ""


def _kit(life: Life, event: Event) -> str:
    if life.seen.window(event.window) is None:
        return "last-week"
    return "nothing-changes" if event.kit == kit_now(life) else ""


def _paused(life: Life, event: Event) -> str:
    day, last = event.day, event.last
    if day is None or last is None:
        return "no-days"
    if day < life.today:
        return "past"
    if last < day:
        return "backwards"
    if last < life.choices.first_day:
        return "before-start"
    if (last - day).days >= LONGEST_PAUSE:
        return "too-long"
    return "after-end" if day > last_day(life.seen) else ""


def _resumed(life: Life, event: Event) -> str:
    day = event.day
    if day is None or day < life.today:
        return "past"
    return "" if is_within(day, life.pauses) else "not-paused"


def _repeated(life: Life, event: Event) -> str:
    window = life.seen.current
    if window is None:
        return "not-begun"
    if window.week is None or not window.counts:
        return "not-counting"
    return _once(life, event)


def _eased(life: Life, event: Event) -> str:
    window = life.seen.window(event.window)
    if window is None or not window.is_of_the_plan:
        return "last-week"
    return _once(life, event)


def _once(life: Life, event: Event) -> str:
    return "already" if any(of(life.standing, event.kind, window=event.window)) else ""


def _gap(life: Life, event: Event) -> str:
    return "" if event.windows and event.windows == open_gap(life) else "no-gap"


def _declined(life: Life, event: Event) -> str:
    window = life.seen.window(event.window)
    return "" if window and event.exercise in window.announced else "not-announced"


def _easier(life: Life, event: Event) -> str:
    window = life.seen.window(event.window)
    if window is None or event.exercise not in window.states:
        return "unknown"
    return "stopped" if event.exercise in window.stopped else ""


def _taken_up(life: Life, event: Event) -> str:
    window = life.seen.window(event.window)
    return "" if window and event.exercise in window.stopped else "not-stopped"


def _swapped(life: Life, event: Event) -> str:
    window = life.seen.window(event.window)
    if window is None:
        return "unknown"
    revision = life.revisions[window.revision]
    if event.exercise not in revision.exercises:
        return "unknown"
    if event.instead and (event.instead in window.states or event.instead in revision.exercises):
        return "in-the-plan"
    return ""


def _swapped_to(event: Event, after: Life) -> str:
    window = after.seen.window(event.window)
    if window is None or event.exercise not in window.away:
        return "no-swap"
    return "" if len(window.states) > len(window.stopped) else "last-exercise"


def _returned(life: Life, event: Event) -> str:
    window = life.seen.window(event.window)
    return "" if window and event.exercise in window.away else "not-away"


def last_day(seen: Schedule) -> date:
    """The last day of the plan."""
    return max((window.last_day for window in seen.windows if window.week is not None), default=seen.today)


CHECKS: Mapping[str, Callable[[Life, Event], str]] = {
    v.MOVED: _moved,
    v.LET_GO: _about_a_workout,
    v.WEEKDAYS: _weekdays,
    v.MINUTES: _minutes,
    v.KIT: _kit,
    v.PAUSED: _paused,
    v.RESUMED: _resumed,
    v.REPEATED: _repeated,
    v.EASED: _eased,
    **dict.fromkeys(GAP_CHOICES, _gap),
    v.DECLINED: _declined,
    v.BACKED: _easier,
    v.EASIER: _easier,
    v.TAKEN_UP: _taken_up,
    v.SWAPPED: _swapped,
    v.RETURNED: _returned,
}
