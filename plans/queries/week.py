"""My week: seven days, what is asked on them, and why it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from plans.engine.ladder import Dose
from plans.engine.schedule import PlannedWorkout, Window
from plans.instead import INSTEAD
from plans.queries.asked import rows_today
from plans.queries.cuts import Cut, last_sets, workout_of
from plans.queries.following import Following, Log
from plans.queries.lines import DoseLine, dose_line, kit_of, minutes_in_words


@dataclass(frozen=True)
class Day:
    """status: done, started, today, planned, missed, let-go, paused or rest."""

    date: date
    status: str
    is_today: bool
    slot: int | None

    @property
    def look(self) -> str:
        """What it looks like: a pause like a rest day, what was let go like what was missed."""
        return {"paused": "rest", "let-go": "missed"}.get(self.status, self.status)


@dataclass(frozen=True)
class WorkoutCard:
    """A workout on its day, with its doses."""

    uid: UUID
    window: int
    slot: int
    date: date
    status: str
    minutes: str
    kit: list[str]
    lines: list[DoseLine]

    @property
    def figure(self) -> str:
        return self.lines[0].figure if self.lines else ""


@dataclass(frozen=True)
class WeekPage:
    following: Following
    window: Window
    days: list[Day]
    workouts: list[WorkoutCard]
    today: WorkoutCard | None
    reasons: list[DoseLine]
    minutes: str
    previous: int | None
    next: int | None
    is_current: bool
    is_repeated: bool
    can_change: bool
    paused_until: date | None


def workout_card(following: Following, workout: PlannedWorkout) -> WorkoutCard:
    """
    What was begun is shown as it was asked for then, whatever the numbers became since; with what is done instead
    that day and without what the day cut off it, done sets excepted.
    """
    log = following.log_of(workout)
    is_its_own = log is not None and bool(log.workout.prescription or log.workout.swaps)
    asked, seconds = _own(following, log, workout) if log and is_its_own else ([], workout.seconds)
    doses = asked or list(workout.doses)
    return WorkoutCard(
        uid=workout.uid,
        window=workout.window,
        slot=workout.slot,
        date=workout.date,
        status=workout.status,
        minutes=minutes_in_words(seconds),
        kit=kit_of(doses, following.texts),
        lines=[_line(dose, workout, following) for dose in doses],
    )


def _own(following: Following, log: Log, workout: PlannedWorkout) -> tuple[list[Dose], int]:
    """What the workout's record makes of it."""
    rows = rows_today(following, workout)
    cut = Cut.of(log.workout.trim).but_never_below(last_sets(log), rows)
    left = workout_of(cut.applied_to(rows), workout)
    planned = {} if log.workout.prescription else {dose.rung.code: dose for dose in workout.doses}
    doses = [replace(planned.get(dose.rung.code, dose), sets=dose.sets) for dose in left.doses]
    return doses, left.seconds


def _line(dose: Dose, workout: PlannedWorkout, following: Following) -> DoseLine:
    """No reason for what is done instead: the plan did not ask for it."""
    reason = None if dose.rung.code.startswith(INSTEAD) else workout.reasons.get(dose.exercise)
    return dose_line(dose, reason, following.texts)


def week_page(following: Following, number: int | None = None) -> WeekPage | None:
    """The window `number`; without one the current window, or the first or last if none is. None beyond."""
    schedule = following.schedule
    if number is None:
        window = schedule.current or schedule.windows[-1 if schedule.has_started else 0]
    else:
        found = schedule.window(number)
        if found is None:
            return None
        window = found
    # Of a workout that is left empty nothing is expected, and nothing is shown.
    workouts = [workout for workout in window.workouts if workout.doses or following.log_of(workout)]
    cards = [workout_card(following, workout) for workout in workouts]
    numbers = [w.number for w in schedule.windows]
    place = numbers.index(window.number)
    return WeekPage(
        following=following,
        window=window,
        days=_days(window, workouts, schedule.today, following.life.pauses),
        workouts=cards,
        today=_of_today(cards, schedule.today),
        reasons=_reasons(cards),
        minutes=minutes_in_words(
            min(workout.seconds for workout in workouts), max(workout.seconds for workout in workouts)
        )
        if cards
        else "",
        previous=numbers[place - 1] if place else None,
        next=numbers[place + 1] if place + 1 < len(numbers) else None,
        is_current=window is schedule.current,
        is_repeated=_is_repeated(following, window),
        can_change=following.is_changeable and window.last_day >= schedule.today,
        paused_until=next(
            (last for first, last in following.life.pauses if first <= schedule.today <= last), None
        ),
    )


def _is_repeated(following: Following, window: Window) -> bool:
    """Whether the window has the week of the one before once more."""
    before = following.schedule.window(window.number - 1)
    return window.week is not None and before is not None and before.week == window.week and before.counts


def _of_today(cards: list[WorkoutCard], today: date) -> WorkoutCard | None:
    """Today's workout; where one was made up for today as well, what is still to be done."""
    cards = [card for card in cards if card.date == today and card.status != "let-go"]
    return next((card for card in cards if card.status != "done"), cards[-1] if cards else None)


def _days(
    window: Window,
    workouts: Sequence[PlannedWorkout],
    today: date,
    pauses: Sequence[tuple[date, date]],
) -> list[Day]:
    by_date: dict[date, PlannedWorkout] = {}
    for workout in workouts:
        # A day on which one was done and another is due shows what is due.
        if workout.date not in by_date or by_date[workout.date].status == "done":
            by_date[workout.date] = workout
    return [
        Day(
            date=day,
            status=by_date[day].status if day in by_date else _without_workout(day, pauses),
            is_today=day == today,
            slot=by_date[day].slot if day in by_date else None,
        )
        for day in (window.first_day + timedelta(days=offset) for offset in range(7))
    ]


def _without_workout(day: date, pauses: Sequence[tuple[date, date]]) -> str:
    return "paused" if any(first <= day <= last for first, last in pauses) else "rest"


def _reasons(cards: list[WorkoutCard]) -> list[DoseLine]:
    """Each exercise of the window once, as asked for first."""
    lines: dict[int, DoseLine] = {}
    for card in cards:
        for line in (line for line in card.lines if not line.rung.startswith(INSTEAD)):
            lines.setdefault(line.variation.exercise_id, line)
    return list(lines.values())
