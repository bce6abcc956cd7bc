"""What happened to content: who changed what, when, field by field, and one step back."""

from exercises.history.back import CannotChangeBack, change_back, find_records, held
from exercises.history.places import bound_together
from exercises.history.reading import (
    IMPORTED,
    LOADED,
    Change,
    Tree,
    changes_of,
    changes_since,
    ever,
    newest_ids,
)
from exercises.history.saves import Save, group_into_saves, whole_save
from exercises.history.text import Difference

__all__ = [
    "IMPORTED",
    "LOADED",
    "CannotChangeBack",
    "Change",
    "Difference",
    "Save",
    "Tree",
    "bound_together",
    "change_back",
    "changes_of",
    "changes_since",
    "ever",
    "find_records",
    "group_into_saves",
    "held",
    "newest_ids",
    "whole_save",
]
