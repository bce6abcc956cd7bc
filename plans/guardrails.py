"""
What stands in the way of publishing, and what looks wrong about the training: sentences for editors.

Obstacles block: nobody could train by it, or words are missing. Warnings are for the editor to weigh; their
figures are those of the training rules (48 hours of rest for a muscle, 20 light sets of it a week, workouts
of 40 minutes, steps of 25 % more time under tension).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from exercises.editions import Library, PublishedExercise
from exercises.models import Exercise, Level, Rung, VariationMuscle
from plans.engine.preview import preview
from plans.engine.schedule import Schedule
from plans.models import Plan, PlanRevision, Weekday
from plans.revisions import Numbers, thaw, workouts_of

ENTRY_LEVELS = (Level.STARTER, Level.STANDARD, Level.STRONG)
MOST_TENSION = 1.25  # of the top of the rung below
LONGEST_WORKOUT_SECONDS = 40 * 60
MOST_SETS_A_WEEK = 20
HOURS_OF_REST = 48


@dataclass(frozen=True)
class Finding:
    """One sentence; `row` and `field` say where to change it, where one place says it all."""

    text: str
    row: models.Model | None = None
    field: str = ""

    def __str__(self) -> str:
        return self.text


# Obstacles ---------------------------------------------------------------------------------------


def on_offer() -> QuerySet[PlanRevision]:
    """The newest numbers of each plan that people can sign up for."""
    newest = PlanRevision.objects.newest().filter(plan__is_archived=False)
    return newest.select_related("plan").order_by("plan__order")


def asks_for(exercise: Exercise, revision: PlanRevision) -> bool:
    return any(exercise.slug in workout["exercises"] for workout in revision.numbers["workouts"])


def exercise_obstacles(exercise: Exercise, plans: Iterable[PlanRevision]) -> Iterator[Finding]:
    """
    Why the saved draft cannot be published; `exercise` was loaded by `editions.with_rows`.

    plans: what is `on_offer`; no plan of these may lose the ladder that it asks for.
    """
    variations = [row for row in exercise.variations.all() if not row.is_archived]
    rungs = [rung for rung in exercise.rungs.all() if not rung.variation.is_archived]
    yield from _incomplete(exercise)
    if not variations:
        yield Finding(_("%(exercise)s has no variation to show.") % {"exercise": exercise}, exercise)
    for variation in variations:
        yield from _incomplete(variation)
        if not variation.variation_muscles.all():
            yield Finding(_("%(variation)s names no muscle.") % {"variation": variation}, variation)
    for rung in rungs:
        yield from _incomplete(rung)
    levels = {rung.level for rung in rungs}
    if rungs or any(asks_for(exercise, revision) for revision in plans):
        yield from (gap(exercise, level) for level in ENTRY_LEVELS if level.value not in levels)


def gap(exercise: Exercise, level: Level) -> Finding:
    """People may swap to any exercise that has a ladder, so each of those can be entered at every level."""
    words = {"exercise": exercise, "level": level.label}
    return Finding(_("%(exercise)s has no rung of the level “%(level)s”.") % words, exercise)


def _incomplete(row: models.Model) -> Iterator[Finding]:
    """
    What the model itself has to say about a row, field by field.

    What several rows could get wrong together, the database has refused already.
    """
    references = [column.name for column in row._meta.concrete_fields if column.is_relation]
    for check in (lambda: row.clean_fields(exclude=references), row.clean):
        try:
            check()
        except ValidationError as error:
            for name, errors in error.update_error_dict({}).items():
                yield from (_complaint(row, name, each) for each in errors)


def _complaint(row: models.Model, name: str, error: ValidationError) -> Finding:
    words = {"row": row, "message": " ".join(error.messages)}
    if name == NON_FIELD_ERRORS:
        return Finding(_("%(row)s: %(message)s") % words, row)
    words["field"] = row._meta.get_field(name).verbose_name
    if error.code in ("blank", "null"):
        return Finding(_("%(row)s: “%(field)s” is still empty.") % words, row, name)
    return Finding(_("%(row)s, “%(field)s”: %(message)s") % words, row, name)


def plan_obstacles(plan: Plan, library: Library) -> Iterator[Finding]:
    """Why nobody could train by the plan as it is saved now."""
    yield from _incomplete(plan)
    workouts = workouts_of(plan)
    if not workouts:
        yield Finding(_("It has no workouts."), plan)
    if [workout.order for workout in workouts] != list(range(1, len(workouts) + 1)):
        yield Finding(_("Its workouts are not numbered 1, 2, 3 and so on."), plan)
    ladders = {published.exercise.slug: published.rungs for published in library.offered}
    used: dict[int, Exercise] = {}
    for workout in workouts:
        exercises = [row.exercise for row in workout.plan_exercises.all()]
        used |= {exercise.pk: exercise for exercise in exercises}
        if not exercises:
            yield Finding(_("Workout %(number)d has no exercises.") % {"number": workout.order}, workout)
    for exercise in used.values():
        if exercise.slug not in ladders:
            yield Finding(_("%(exercise)s is not published.") % {"exercise": exercise}, exercise)
        elif not ladders[exercise.slug]:
            yield Finding(_("%(exercise)s has no ladder.") % {"exercise": exercise}, exercise)
    if plan.figure.slug not in library.variations:
        yield Finding(_("The variation of its figure is not published."), plan, "figure")


def archiving_obstacles(exercise: Exercise) -> Iterator[Finding]:
    """People could sign up for a plan that asks for an exercise which nobody can look up."""
    for plan in (revision.plan for revision in on_offer() if asks_for(exercise, revision)):
        words = {"plan": plan, "exercise": exercise}
        yield Finding(
            _("%(plan)s asks for %(exercise)s. Publish it without, or archive it first.") % words, plan
        )


def restoring_obstacles(plan: Plan, library: Library) -> Iterator[Finding]:
    """A plan comes back on the ladders of today, so each exercise that it asks for needs one."""
    newest = plan.revisions.order_by("-number").first()
    if newest is None:
        yield Finding(_("%(plan)s was never published.") % {"plan": plan}, plan)
        return
    names = {name for workout in newest.numbers["workouts"] for name in workout["exercises"]}
    for published in library.exercises:
        exercise = published.exercise
        if exercise.slug not in names:
            continue
        if published.is_archived:
            words = {"plan": plan, "exercise": exercise}
            yield Finding(_("%(plan)s asks for %(exercise)s, which is archived.") % words, exercise)
        levels = {rung.level for rung in published.rungs}
        yield from (gap(exercise, level) for level in ENTRY_LEVELS if level.value not in levels)


def untrainable(numbers: Numbers, levels: Iterable[str] = ENTRY_LEVELS) -> Iterator[Finding]:
    """Exercises that numbers ask for without a ladder that each of these levels can enter."""
    for name in dict.fromkeys(name for workout in numbers["workouts"] for name in workout["exercises"]):
        entries = {rung["level"] for rung in numbers["ladders"].get(name, ())}
        if not entries.issuperset(levels):
            yield Finding(_("%(exercise)s has no ladder for every level.") % {"exercise": name})


def can_be_trained(numbers: Numbers, levels: Iterable[str] = ENTRY_LEVELS) -> bool:
    """Whether these levels have a schedule at all: workouts, each of exercises that the level can enter."""
    workouts = numbers["workouts"]
    is_filled = bool(workouts) and all(workout["exercises"] for workout in workouts)
    return is_filled and not any(untrainable(numbers, levels))


# Warnings ----------------------------------------------------------------------------------------


def exercise_warnings(draft: PublishedExercise) -> Iterator[Finding]:
    """What looks wrong about an exercise as it would be published."""
    for variation in draft.variations:
        words = {"variation": variation}
        if not variation.easier.strip():
            yield Finding(_("%(variation)s names no easier option.") % words, variation, "easier")
        for key in filter(None, (variation.figure, variation.second_part_figure)):
            if key not in draft.figures:
                yield Finding(
                    _("%(variation)s: its figure “%(key)s” has no words for people who cannot see it.")
                    % (words | {"key": key}),
                    variation,
                    "figure",
                )
    for below, above in pairwise(draft.rungs):
        yield from _steep(below, above)


def tension(rung: Rung, reps: int) -> int:
    """Seconds under tension of one leg, in all sets."""
    variation = rung.variation
    return rung.sets * variation.parts * reps * (variation.rep_seconds + rung.hold_seconds)


def _steep(below: Rung, above: Rung) -> Iterator[Finding]:
    before, after = tension(below, below.rep_high), tension(above, above.rep_low)
    if after > before * MOST_TENSION:
        words = {
            "below": below.code,
            "above": above.code,
            "percent": round(100 * (after / before - 1)),
            "before": before,
            "after": after,
        }
        yield Finding(
            _(
                "From %(below)s to %(above)s the time under tension grows by %(percent)d%% "
                "(%(before)d to %(after)d s). More than 25%% is a big step."
            )
            % words,
            above,
            "rep_low",
        )


def plan_warnings(plan: Plan, numbers: Numbers, library: Library) -> Iterator[Finding]:
    """What looks wrong about training by these numbers, at any level."""
    muscles = muscles_of(library)
    if not numbers["is_light"]:
        yield from _close_days(plan, numbers, muscles)
    for level in ENTRY_LEVELS:
        whole = preview(thaw(numbers), numbers["weekdays"], level.value)
        yield from _long_workouts(plan, whole, level)
        yield from _many_sets(plan, whole, level, muscles)


def muscles_of(library: Library) -> Mapping[str, list[VariationMuscle]]:
    return {slug: rows for published in library.exercises for slug, rows in published.muscles.items()}


def _close_days(
    plan: Plan, numbers: Numbers, muscles: Mapping[str, list[VariationMuscle]]
) -> Iterator[Finding]:
    """Whether a muscle that does the work on one day does so on the next, this week or across the weekend."""
    days = numbers["weekdays"]
    trained = [_working(workout["exercises"], numbers, muscles) for workout in numbers["workouts"]]
    for (one, first), (other, second) in pairwise(
        [*zip(days, trained, strict=True), (days[0] + 7, trained[0])]
    ):
        shared = sorted(first & second)
        if other - one < HOURS_OF_REST // 24 and shared:
            words = {
                "one": Weekday(one % 7).label,
                "other": Weekday(other % 7).label,
                "muscles": ", ".join(shared),
            }
            yield Finding(
                _(
                    "%(one)s and %(other)s are less than 48 hours apart, and both train: %(muscles)s. "
                    "Mark the plan as light if that is meant."
                )
                % words,
                plan,
                "is_light",
            )


def _working(exercises: Iterable[str], numbers: Numbers, muscles: Mapping[str, Any]) -> set[str]:
    rungs = [rung for exercise in exercises for rung in numbers["ladders"].get(exercise, ())]
    return {
        row.muscle.plain_name
        for rung in rungs
        for row in muscles.get(rung["variation"], ())
        if row.role == VariationMuscle.Role.MAIN
    }


def _long_workouts(plan: Plan, whole: Schedule, level: Level) -> Iterator[Finding]:
    longest = max(whole.windows, key=lambda window: window.seconds)
    if longest.seconds > LONGEST_WORKOUT_SECONDS:
        words = {"level": level.label, "week": longest.number, "minutes": round(longest.seconds / 60)}
        yield Finding(
            _("%(level)s, week %(week)d: a workout takes %(minutes)d minutes. More than 40 is long.") % words,
            plan,
        )


def _many_sets(
    plan: Plan, whole: Schedule, level: Level, muscles: Mapping[str, list[VariationMuscle]]
) -> Iterator[Finding]:
    most: dict[str, tuple[float, int]] = {}
    for window in whole.windows:
        for name, sets in sets_of(window, muscles).items():
            most[name] = max(most.get(name, (0.0, 0)), (sets, -window.number))
    for name, (sets, week) in most.items():
        if sets > MOST_SETS_A_WEEK:
            words = {"level": level.label, "week": -week, "sets": f"{sets:g}", "muscle": name}
            yield Finding(
                _(
                    "%(level)s, week %(week)d: %(sets)s sets in a week for one muscle (%(muscle)s). "
                    "More than 20 are many."
                )
                % words,
                plan,
            )


def sets_of(window, muscles: Mapping[str, list[VariationMuscle]]) -> dict[str, float]:
    """Sets of each muscle in a week, as far as a set counts for it."""
    asked = [(dose.variation.slug, dose.sets) for workout in window.workouts for dose in workout.doses]
    return muscle_sets(asked, muscles)


def muscle_sets(
    sets: Iterable[tuple[str, float]], muscles: Mapping[str, list[VariationMuscle]]
) -> dict[str, float]:
    """Sets of each muscle, from those of each variation."""
    counted: dict[str, float] = {}
    for variation, number in sets:
        for row in muscles.get(variation, ()):
            share = number * row.set_percent / 100
            counted[row.muscle.plain_name] = counted.get(row.muscle.plain_name, 0) + share
    return {name: number for name, number in counted.items() if number}
