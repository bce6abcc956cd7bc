"""A life without a word about pain, in which nothing that is still to be done is harder for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from plans.engine.evidence import LoggedExercise, LoggedWorkout
from plans.engine.ladder import Point
from plans.engine.schedule import journal
from plans.engine.schedule import values as v
from plans.engine.schedule.life import Life
from plans.engine.schedule.values import Event, Window


def with_pain(life: Life, window: int, slot: int, exercise: str, *, hurts: bool = True) -> Life:
    """The same life with an exercise of one workout flagged, or no longer. A workout that is not logged begins."""
    logs = {(log.window, log.slot): log for log in life.logs}
    log = logs.get((window, slot)) or LoggedWorkout(window, slot, life.today, {})
    flagged = replace(log.exercises.get(exercise, LoggedExercise()), pain=hurts)
    logs[window, slot] = replace(log, exercises={**log.exercises, exercise: flagged})
    return replace(life, logs=tuple(logs.values()))


def neutral_choices(life: Life) -> list[Event]:
    """
    The choices that take the place of all flags, and of what was chosen because of them.

    A flag becomes "made easier" in its own window; where it stopped the exercise, that is left out from there;
    taking it up again becomes having it back, made easier. Whatever would then still be harder than it is now
    is made easier, or left out, in today's window.
    """
    bare = without_pain(life)
    events: list[Event] = []
    for window in life.seen.windows:
        for exercise in _flagged_in(life, window.number):
            if exercise in window.stopped:
                events.append(Event(v.SWAPPED, window.number, exercise=exercise))
            else:
                events.append(Event(v.EASIER, window.number, exercise=exercise))
        for event in journal.of(life.standing, v.TAKEN_UP, window=window.number):
            events.append(Event(v.RETURNED, window.number, exercise=event.exercise))
            events.append(Event(v.EASIER, window.number, exercise=event.exercise))
    return [*events, *_no_harder(life, bare.having(*events))]


def without_pain(life: Life) -> Life:
    """No flag, and no choice that speaks of one."""
    logs = tuple(
        replace(log, exercises={name: replace(each, pain=False) for name, each in log.exercises.items()})
        for log in life.logs
    )
    return replace(life, logs=logs, events=tuple(event for event in life.events if event.kind != v.TAKEN_UP))


def _flagged_in(life: Life, window: int) -> list[str]:
    names = (
        name
        for log in life.logs
        if log.window == window
        for name, logged in log.exercises.items()
        if logged.pain
    )
    return list(dict.fromkeys(names))


def _no_harder(before: Life, after: Life) -> Iterator[Event]:
    """What today's window needs, so that nothing to come is harder after than before."""
    now = before.now
    for kind in (v.EASIER, v.EASIER, v.SWAPPED):
        harder = _harder(before, after)
        events = [Event(kind, now, exercise=name) for name in harder]
        yield from events
        after = after.having(*events)


def _harder(before: Life, after: Life) -> list[str]:
    """Exercises that some window from today's on asks more of than before."""
    found: dict[str, None] = {}
    for window in after.seen.windows:
        if window.number < before.now:
            continue
        old = _points(before.seen.window(window.number))
        for (name, instead), point in _points(window).items():
            if old.get((name, instead), NOTHING) < point:
                found[name] = None
    return list(found)


NOTHING = Point(-1, 0)


def _points(window: Window | None) -> Mapping[tuple[str, str], Point]:
    """Where each exercise stands that the window asks for, by its name and what replaces it."""
    if window is None:
        return {}
    return {
        (name, window.away.get(name, "")): state.point
        for name, state in window.states.items()
        if name not in window.stopped
    }
