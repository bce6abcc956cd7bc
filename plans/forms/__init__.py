"""What people type about plans: signing up, and what they did."""

from plans.forms.start import StartForm
from plans.forms.workout import WorkoutForm

__all__ = ["StartForm", "WorkoutForm"]
