"""What the pages about plans show: load, call the engine, hand over finished values. Nothing is written."""

from plans.queries.catalogue import catalogue, gentlest_revision, kit_choices, minutes_in_words, plan_page
from plans.queries.choices import (
    change_page,
    chosen,
    comeback_page,
    exercise_page,
    kit_now,
    minutes_now,
    missed_weeks,
    move_page,
    numbers_ahead,
    pauses_ahead,
    weekdays_now,
)
from plans.queries.ending import ending_page, left_lately, reached_lines
from plans.queries.following import following, plan_followed
from plans.queries.health import count_flags, hurt_page, workout_to_flag
from plans.queries.history import changed_since, effect_of, history_page, past_workout
from plans.queries.offer import offer_page
from plans.queries.phone import schedule_of
from plans.queries.progress import progress, quick_progress
from plans.queries.quick import quick_done, quick_page
from plans.queries.swaps import swap_page
from plans.queries.week import week_page
from plans.queries.workout import cuts_on_offer, done_page, workout_page

__all__ = [
    "kit_now",
    "minutes_now",
    "reached_lines",
    "left_lately",
    "ending_page",
    "workout_to_flag",
    "hurt_page",
    "count_flags",
    "weekdays_now",
    "pauses_ahead",
    "numbers_ahead",
    "move_page",
    "missed_weeks",
    "exercise_page",
    "comeback_page",
    "chosen",
    "change_page",
    "catalogue",
    "changed_since",
    "cuts_on_offer",
    "done_page",
    "effect_of",
    "following",
    "gentlest_revision",
    "history_page",
    "kit_choices",
    "minutes_in_words",
    "plan_page",
    "offer_page",
    "past_workout",
    "plan_followed",
    "progress",
    "quick_done",
    "quick_page",
    "quick_progress",
    "schedule_of",
    "swap_page",
    "week_page",
    "workout_page",
]
