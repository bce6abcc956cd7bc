"""Following a plan, page by page. `today` and `now` begin here."""

from plans.views.catalogue import catalogue, plan, start
from plans.views.changes import offer, undo_answer
from plans.views.choices import adjust, change, choose, comeback, days, kit, minutes, move, pause, undo
from plans.views.ending import ending, leave, rejoin
from plans.views.following import done, progress, week
from plans.views.health import health, hurt
from plans.views.history import history, history_workout
from plans.views.quick import quick
from plans.views.swaps import swap_today
from plans.views.visitors import try_workout
from plans.views.workout import today

__all__ = [
    "adjust",
    "catalogue",
    "change",
    "choose",
    "comeback",
    "days",
    "done",
    "history",
    "history_workout",
    "ending",
    "health",
    "hurt",
    "kit",
    "minutes",
    "leave",
    "move",
    "offer",
    "pause",
    "plan",
    "progress",
    "quick",
    "rejoin",
    "start",
    "swap_today",
    "today",
    "try_workout",
    "undo",
    "undo_answer",
    "week",
]
