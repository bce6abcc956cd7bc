"""Everything about a plan that can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans import journal
from plans.engine import schedule as s
from plans.engine.schedule import Life, PlannedWorkout, Window, rules
from plans.models import Weekday
from plans.queries.choices.exercise import ExerciseRow, exercise_rows
from plans.queries.choices.missed import missed_weeks
from plans.queries.choices.option import Option, option
from plans.queries.choices.words import Choice, choice_of
from plans.queries.following import Following
from plans.queries.outlook import WeekAhead, outlook
from plans.queries.week import WorkoutCard, workout_card
from plans.revisions import Numbers


@dataclass(frozen=True)
class ChangePage:
    """
    Everything that can be changed.

    open: workouts that can be moved. pauses: those that are not over. journal: the choices made so far, the
    last one first.
    """

    following: Following
    open: list[WorkoutCard]
    weekdays: list[str]
    minutes: int | None
    has_kit: bool
    pauses: list[tuple[date, date]]
    repeat: Option
    ease: Option
    next_week: WeekAhead | None
    exercises: list[ExerciseRow]
    journal: list[Choice]
    missed: list[Window]


def change_page(following: Following) -> ChangePage:
    life = following.life
    window = life.seen.window(life.next)
    return ChangePage(
        following=following,
        open=[workout_card(following, workout) for workout in _movable(life)],
        weekdays=weekdays_in_words(following),
        minutes=minutes_now(following),
        has_kit=bool(kit_now(following)),
        pauses=pauses_ahead(following),
        repeat=option(following, s.REPEATED),
        ease=option(following, s.EASED),
        next_week=outlook(life, following.texts, life.next).weeks[0] if window else None,
        exercises=list(exercise_rows(following)),
        journal=[choice_of(following, row) for row in reversed(journal.standing(following.events))],
        missed=missed_weeks(following),
    )


def _movable(life: Life) -> Iterator[PlannedWorkout]:
    """What is open in this window and in the next one."""
    for number in (life.now, life.now + 1):
        window = life.seen.window(number)
        yield from (
            w for w in (window.workouts if window else ()) if w.doses and w.status not in (s.DONE, s.STARTED)
        )


def weekdays_now(following: Following) -> list[int]:
    return journal.weekdays_of(following.enrolment.weekdays, following.events)


def minutes_now(following: Following) -> int | None:
    return rules.minutes_now(following.life)


def kit_now(following: Following) -> list[str]:
    return sorted(rules.kit_now(following.life))


def weekdays_in_words(following: Following) -> list[str]:
    return [str(Weekday(day).label) for day in weekdays_now(following)]


def pauses_ahead(following: Following) -> list[tuple[date, date]]:
    """The pauses that are not over, by their first and last day."""
    today = following.life.today
    return sorted((first, last) for first, last in following.life.pauses if last >= today)


def numbers_ahead(following: Following) -> Numbers:
    """The numbers that are in force from the next window on."""
    window = following.schedule.window(following.life.next)
    return following.numbers[window.revision if window else following.schedule.revision]
