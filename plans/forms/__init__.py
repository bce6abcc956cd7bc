"""What people type about plans: signing up, changes of mind, and what they did."""

from plans.forms.answer import AnswerForm
from plans.forms.choices import ChoiceForm, DaysForm, KitForm, MinutesForm, PauseForm
from plans.forms.cut import CutForm
from plans.forms.start import StartForm
from plans.forms.swap import SwapForm
from plans.forms.workout import WorkoutForm

__all__ = [
    "AnswerForm",
    "ChoiceForm",
    "CutForm",
    "DaysForm",
    "KitForm",
    "MinutesForm",
    "PauseForm",
    "StartForm",
    "SwapForm",
    "WorkoutForm",
]
