"""What people type about plans: signing up, changes of mind, and what they did."""

from plans.forms.answer import AnswerForm
from plans.forms.cut import CutForm
from plans.forms.start import StartForm
from plans.forms.workout import WorkoutForm

__all__ = ["AnswerForm", "CutForm", "StartForm", "WorkoutForm"]
