"""What the pages of the library show, each in as few queries as it takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from exercises import editions
from exercises.editions import Library, PublishedExercise
from exercises.figures import Words
from exercises.models import Exercise, Hint, Level, Rung, SafetyNote, Variation, VariationMuscle

LEVEL_NUMBERS = {level: number for number, level in enumerate(Level.values, start=1)}


@dataclass(frozen=True)
class Way:
    """A variation and the level at which a ladder first asks for it (1 to 4; 0 if no ladder does)."""

    variation: Variation
    level_number: int


@dataclass(frozen=True)
class Card:
    """An exercise as the library shows it, with the figure of the variation that its page opens with."""

    exercise: Exercise
    figure: str
    ways: int
    level_number: int


@dataclass(frozen=True)
class ExercisePage:
    """`figures` are the words of its figures, by key; `previous` and `next` its neighbours in the library."""

    exercise: Exercise
    ways: list[Way]
    current: Way
    ladder: list[Rung]
    muscles: list[VariationMuscle]
    figures: Mapping[str, Words]
    hints: list[Hint]
    previous: Exercise | None
    next: Exercise | None
    is_archived: bool

    @property
    def rungs(self) -> list[Rung]:
        """The rungs of the variation shown."""
        return [rung for rung in self.ladder if rung.variation is self.current.variation]

    @property
    def harder(self) -> Way | None:
        if self.current not in self.ways:
            return None
        later = self.ways[self.ways.index(self.current) + 1 :]
        return later[0] if later else None


def hints_on(surface: str, exercise: Exercise | None = None) -> list[Hint]:
    """The hints for one place of the site: those for everybody, and those of the exercise named."""
    hints = Hint.objects.filter(surfaces__contains=surface)
    return [
        hint
        for hint in hints
        if surface in hint.surfaces.split() and hint.exercise_id in (None, exercise and exercise.pk)
    ]


def safety_notes(*topics: str) -> list[SafetyNote]:
    """The notes on these topics; all of them if none is named."""
    notes = SafetyNote.objects.all()
    return list(notes.filter(topic__in=topics) if topics else notes)


def figure_words() -> Mapping[str, Words]:
    """What the figures of the published exercises show, by key."""
    return editions.library().figures


def _ways(published: PublishedExercise) -> list[Way]:
    levels: dict[str, int] = {}
    for (
        rung
    ) in published.rungs:  # from easiest to hardest: the first one of a variation says where it belongs
        levels.setdefault(rung.variation.slug, LEVEL_NUMBERS[rung.level])
    return [Way(variation, levels.get(variation.slug, 0)) for variation in published.variations]


def _usual(ways: list[Way], rungs: list[Rung]) -> Way:
    """Where the Standard level starts; without one, the easiest."""
    usual = next((rung.variation.slug for rung in rungs if rung.level == Level.STANDARD), None)
    return next((way for way in ways if way.variation.slug == usual), ways[0])


def library(position: str = "", kit: str = "") -> list[Card]:
    """The published exercises; `position` is standing or mat, `kit` none asks for nothing but the floor."""
    cards = []
    for published in editions.library().offered:
        exercise, ways = published.exercise, _ways(published)
        is_standing = exercise.position == Exercise.Position.STANDING
        if position and is_standing != (position == "standing"):
            continue
        if kit == "none" and all(way.variation.prop or way.variation.needs for way in ways):
            continue
        highest = max(way.level_number for way in ways)
        cards.append(Card(exercise, _usual(ways, published.rungs).variation.figure, len(ways), highest))
    return cards


def exercise_page(slug: str, variation_slug: str = "") -> ExercisePage | None:
    """
    None if there never was such a published exercise, or such a variation of it.

    What is archived keeps its page, for people who train with it; no list leads there.
    """
    return page_in(editions.library(), slug, variation_slug)


def page_in(library: Library, slug: str, variation_slug: str = "") -> ExercisePage | None:
    """The page of an exercise in a library, which may hold a draft that is not published yet."""
    published = next((each for each in library.exercises if each.exercise.slug == slug), None)
    if published is None:
        return None
    ways = _ways(published)
    current = _way_asked_for(published, ways, variation_slug)
    if current is None:
        return None
    muscles = published.muscles[current.variation.slug]
    before, after = _neighbours(library, published)
    return ExercisePage(
        exercise=published.exercise,
        ways=ways,
        current=current,
        ladder=published.rungs,
        muscles=sorted(muscles, key=lambda row: row.role != VariationMuscle.Role.MAIN),
        figures=published.figures,
        hints=hints_on(Hint.Surface.EXERCISE, published.exercise),
        previous=before,
        next=after,
        is_archived=published.is_archived or current not in ways,
    )


def _way_asked_for(published: PublishedExercise, ways: list[Way], slug: str) -> Way | None:
    if not slug:
        return _usual(ways, published.rungs) if ways else None
    archived = [Way(variation, 0) for variation in published.archived]
    return next((way for way in [*ways, *archived] if way.variation.slug == slug), None)


def _neighbours(library: Library, published: PublishedExercise) -> tuple[Exercise | None, Exercise | None]:
    exercises = [each.exercise for each in library.offered]
    if published.is_archived:
        return None, None
    place = exercises.index(published.exercise)
    before = exercises[place - 1] if place else None
    return before, exercises[place + 1] if place + 1 < len(exercises) else None
