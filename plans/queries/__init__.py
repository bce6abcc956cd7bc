"""What the pages about plans show: load, call the engine, hand over finished values. Nothing is written."""

from plans.queries.catalogue import catalogue, kit_choices, minutes_in_words, plan_page
from plans.queries.following import following, plan_followed
from plans.queries.offer import offer_page
from plans.queries.phone import schedule_of
from plans.queries.progress import progress, quick_progress
from plans.queries.quick import quick_done, quick_page
from plans.queries.week import week_page
from plans.queries.workout import cuts_on_offer, done_page, workout_page

__all__ = [
    "catalogue",
    "cuts_on_offer",
    "done_page",
    "following",
    "kit_choices",
    "minutes_in_words",
    "plan_page",
    "offer_page",
    "plan_followed",
    "progress",
    "quick_done",
    "quick_page",
    "quick_progress",
    "schedule_of",
    "week_page",
    "workout_page",
]
