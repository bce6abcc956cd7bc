"""What a person may choose about the plan that they follow, each choice with what would come of it."""

from plans.queries.choices.change import (
    change_page,
    kit_now,
    minutes_now,
    numbers_ahead,
    pauses_ahead,
    weekdays_now,
)
from plans.queries.choices.exercise import ExerciseRow, exercise_page, exercise_rows
from plans.queries.choices.missed import comeback_page, missed_weeks
from plans.queries.choices.moving import move_page
from plans.queries.choices.option import Option, line_of, option
from plans.queries.choices.words import chosen

__all__ = [
    "ExerciseRow",
    "Option",
    "change_page",
    "chosen",
    "comeback_page",
    "exercise_page",
    "exercise_rows",
    "kit_now",
    "line_of",
    "minutes_now",
    "missed_weeks",
    "move_page",
    "numbers_ahead",
    "option",
    "pauses_ahead",
    "weekdays_now",
]
