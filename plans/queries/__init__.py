"""What the pages about plans show: load, call the engine, hand over finished values. Nothing is written."""

from plans.queries.catalogue import catalogue, kit_choices, minutes_in_words, plan_page
from plans.queries.following import following, plan_followed
from plans.queries.offer import offer_page
from plans.queries.progress import progress
from plans.queries.week import week_page
from plans.queries.workout import done_page, workout_page

__all__ = [
    "catalogue",
    "done_page",
    "following",
    "kit_choices",
    "minutes_in_words",
    "plan_page",
    "offer_page",
    "plan_followed",
    "progress",
    "week_page",
    "workout_page",
]
