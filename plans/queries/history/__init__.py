"""What was done, workout by workout, and what would follow from correcting it."""

from plans.queries.history.effect import Effect, effect_of
from plans.queries.history.listing import history_page
from plans.queries.history.past import PastWorkout, changed_since, past_workout

__all__ = ["Effect", "PastWorkout", "changed_since", "effect_of", "history_page", "past_workout"]
