"""
Which workout on which date, with which doses, and the reason of each.

`schedule` folds over windows: seven local days each, counted from the first training day. At the start of a
window every exercise has a state; the state prescribes; what was logged advances it. Where nothing can have
been logged yet, the forecast assumes that all goes right.
"""

from plans.engine.schedule.fold import schedule
from plans.engine.schedule.values import (
    DAYS,
    DONE,
    KEPT,
    LEFT,
    MISSED,
    PLANNED,
    STARTED,
    TODAY,
    TOOK,
    UNDONE,
    Choices,
    Event,
    PlannedWorkout,
    Revision,
    Schedule,
    Window,
    WorkoutPlan,
)

__all__ = [
    "DAYS",
    "DONE",
    "KEPT",
    "LEFT",
    "MISSED",
    "PLANNED",
    "STARTED",
    "TODAY",
    "TOOK",
    "UNDONE",
    "Choices",
    "Event",
    "PlannedWorkout",
    "Revision",
    "Schedule",
    "Window",
    "WorkoutPlan",
    "schedule",
]
