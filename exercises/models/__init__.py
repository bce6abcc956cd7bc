"""The library: what a movement is. It knows nothing of plans."""

from exercises.models.base import MOST_PLACES, Level, NaturalKeyManager, at_most, split_lines, validate_figure
from exercises.models.edition import Edition, Immutable, Published, PublishedQuerySet
from exercises.models.ladder import Rung
from exercises.models.movements import Exercise, ExerciseQuerySet, Variation, VariationMuscle
from exercises.models.things import Equipment, EquipmentQuerySet, Muscle
from exercises.models.words import FigureWords, Hint, SafetyNote, validate_surfaces

__all__ = [
    "MOST_PLACES",
    "Edition",
    "Equipment",
    "EquipmentQuerySet",
    "Exercise",
    "ExerciseQuerySet",
    "FigureWords",
    "Hint",
    "Immutable",
    "Level",
    "Muscle",
    "NaturalKeyManager",
    "Published",
    "PublishedQuerySet",
    "Rung",
    "SafetyNote",
    "Variation",
    "VariationMuscle",
    "at_most",
    "split_lines",
    "validate_figure",
    "validate_surfaces",
]
