"""What the pages of the library show, each in as few queries as it takes."""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery

from exercises.models import Exercise, Hint, Level, Rung, SafetyNote, Variation, VariationMuscle

LEVEL_NUMBERS = {level: number for number, level in enumerate(Level.values, start=1)}


@dataclass(frozen=True)
class Neighbour:
    slug: str
    name: str


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
    exercise: Exercise
    ways: list[Way]
    current: Way
    ladder: list[Rung]
    muscles: list[VariationMuscle]
    hints: list[Hint]
    previous: Neighbour | None
    next: Neighbour | None

    @property
    def rungs(self) -> list[Rung]:
        """The rungs of the variation shown."""
        return [rung for rung in self.ladder if rung.variation_id == self.current.variation.pk]

    @property
    def harder(self) -> Way | None:
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


def _ways(variations, rungs) -> list[Way]:
    """`rungs` from easiest to hardest: the first one of a variation says where it belongs."""
    levels: dict[int, int] = {}
    for rung in rungs:
        levels.setdefault(rung.variation_id, LEVEL_NUMBERS[rung.level])
    return [Way(variation, levels.get(variation.pk, 0)) for variation in variations]


def _usual(ways: list[Way], rungs) -> Way:
    """Where the Standard level starts; without one, the easiest."""
    usual = next((rung.variation_id for rung in rungs if rung.level == Level.STANDARD), None)
    return next((way for way in ways if way.variation.pk == usual), ways[0])


def library(position: str = "", kit: str = "") -> list[Card]:
    """The published exercises; `position` is standing or mat, `kit` none asks for nothing but the floor."""
    exercises = Exercise.objects.published().prefetch_related(
        Prefetch("variations", Variation.objects.order_by("order")),
        Prefetch("rungs", Rung.objects.order_by("order")),
    )
    if position == "standing":
        exercises = exercises.standing()
    elif position == "mat":
        exercises = exercises.exclude(position=Exercise.Position.STANDING)
    if kit == "none":
        bare = Variation.objects.filter(prop__isnull=True, needs__isnull=True)
        exercises = exercises.filter(pk__in=bare.values("exercise"))
    cards = []
    for exercise in exercises:
        rungs = list(exercise.rungs.all())
        if ways := _ways(exercise.variations.all(), rungs):
            highest = max(way.level_number for way in ways)
            cards.append(Card(exercise, _usual(ways, rungs).variation.figure, len(ways), highest))
    return cards


def _variations_with_neighbours(slug: str):
    """The exercise's variations; its neighbours in the library ride along to save a query."""
    published = Exercise.objects.published()
    before = published.filter(order__lt=OuterRef("exercise__order")).order_by("-order")
    after = published.filter(order__gt=OuterRef("exercise__order")).order_by("order")
    return (
        Variation.objects.filter(exercise__slug=slug, exercise__is_published=True)
        .select_related("exercise", "prop", "needs")
        .annotate(
            previous_slug=Subquery(before.values("slug")[:1]),
            previous_name=Subquery(before.values("name")[:1]),
            next_slug=Subquery(after.values("slug")[:1]),
            next_name=Subquery(after.values("name")[:1]),
        )
        .order_by("order")
    )


def exercise_page(slug: str, variation_slug: str = "") -> ExercisePage | None:
    """None if there is no such published exercise, or no such variation of it."""
    variations = list(_variations_with_neighbours(slug))
    if not variations:
        return None
    exercise, first = variations[0].exercise, variations[0]
    ladder = list(Rung.objects.filter(exercise=exercise).select_related("variation").order_by("order"))
    ways = _ways(variations, ladder)
    current = _usual(ways, ladder)
    if variation_slug:
        current = next((way for way in ways if way.variation.slug == variation_slug), None)
        if current is None:
            return None
    return ExercisePage(
        exercise=exercise,
        ways=ways,
        current=current,
        ladder=ladder,
        muscles=list(_muscles_of(current.variation)),
        hints=hints_on(Hint.Surface.EXERCISE, exercise),
        previous=Neighbour(first.previous_slug, first.previous_name) if first.previous_slug else None,
        next=Neighbour(first.next_slug, first.next_name) if first.next_slug else None,
    )


def _muscles_of(variation: Variation):
    """Those that do the work first."""
    muscles = (
        VariationMuscle.objects.filter(variation=variation).select_related("muscle").order_by("muscle__order")
    )
    return sorted(muscles, key=lambda row: row.role != VariationMuscle.Role.MAIN)
