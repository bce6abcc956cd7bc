"""Following a plan, page by page. `today` and `now` begin here."""

from plans.views.catalogue import catalogue, plan, start
from plans.views.changes import offer, undo_answer
from plans.views.following import done, progress, week
from plans.views.quick import quick
from plans.views.workout import today

__all__ = ["catalogue", "done", "offer", "plan", "progress", "quick", "start", "today", "undo_answer", "week"]
