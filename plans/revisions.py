"""A plan's numbers, frozen as JSON when it is published, and thawed into engine values."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from exercises.editions import Library
from exercises.models import Rung
from plans.engine import ladder, progression, schedule, timing
from plans.models import Plan, PlanExercise, PlanWorkout

RULES = 1  # raised when the meaning of these numbers changes

Numbers = dict[str, Any]


def freeze(plan: Plan, library: Library) -> Numbers:
    """
    Everything numeric that a schedule of this plan can ever need: its draft, on the ladders of a library.

    `workouts` lists exercises in order with their priority, `ladders` the rungs of each exercise from the
    gentlest, `variations` the numbers of each variation on them; times in seconds.
    """
    workouts = workouts_of(plan)
    shape = {
        "rules": RULES,
        "weeks": plan.weeks,
        "easy_after": progression.easy_after(plan.weeks),
        "warm_up_seconds": timing.WARM_UP_SECONDS if plan.has_warm_up else 0,
        "least_minutes": plan.least_minutes,
        "is_light": plan.is_light,
        "level": plan.level,
        "weekdays": [workout.weekday for workout in workouts],
        "workouts": [_freeze_workout(list(workout.plan_exercises.all())) for workout in workouts],
    }
    return on_ladders(shape, library)


def workouts_of(plan: Plan) -> list[PlanWorkout]:
    """The workouts of a draft in order, with their exercises. What was prefetched is not read again."""
    rows = plan.workouts.all()
    if "workouts" not in getattr(plan, "_prefetched_objects_cache", {}):
        exercises = PlanExercise.objects.select_related("exercise").order_by("order")
        rows = rows.prefetch_related(Prefetch("plan_exercises", exercises))
    return sorted(rows, key=lambda row: row.order)


def on_ladders(numbers: Numbers, library: Library) -> Numbers:
    """
    The same plan on the ladders of a library: for a swap those of every exercise on offer.

    The ladders that its workouts use are there even if somebody archived the exercise.
    """
    used = {name for workout in numbers["workouts"] for name in workout["exercises"]}
    rungs = [
        rung
        for published in library.exercises
        if not published.is_archived or published.exercise.slug in used
        for rung in published.rungs
    ]
    return numbers | {
        "variations": {rung.variation.slug: _freeze_variation(rung.variation) for rung in rungs},
        "ladders": _freeze_ladders(rungs),
    }


def _freeze_workout(plan_exercises: list) -> Numbers:
    in_order = sorted(plan_exercises, key=lambda row: row.order)
    return {
        "exercises": [row.exercise.slug for row in in_order],
        "priority": [row.exercise.slug for row in sorted(in_order, key=lambda row: row.priority)],
    }


def _freeze_variation(variation) -> Numbers:
    return {
        "laterality": variation.laterality,
        "side_order": variation.side_order,
        "first_side": variation.first_side,
        "rep_seconds": variation.rep_seconds,
        "parts": variation.parts,
        "needs": variation.needs.slug if variation.needs else "",
    }


def _freeze_ladders(rungs: list[Rung]) -> Numbers:
    ladders: Numbers = {}
    for rung in rungs:
        ladders.setdefault(rung.exercise.slug, []).append(
            {
                "code": rung.code,
                "variation": rung.variation.slug,
                "level": rung.level,
                "sets": rung.sets,
                "low": rung.rep_low,
                "high": rung.rep_high,
                "step": rung.rep_step,
                "hold_seconds": rung.hold_seconds,
                "rest_seconds": rung.rest_seconds,
            }
        )
    return ladders


def thaw(numbers: Numbers) -> schedule.Revision:
    """The engine's value of frozen numbers."""
    variations = {slug: ladder.Variation(slug=slug, **row) for slug, row in numbers["variations"].items()}
    return schedule.Revision(
        weeks=numbers["weeks"],
        workouts=tuple(
            schedule.WorkoutPlan(tuple(row["exercises"]), tuple(row["priority"]))
            for row in numbers["workouts"]
        ),
        ladders={
            exercise: ladder.Ladder(
                exercise,
                tuple(ladder.Rung(**{**row, "variation": variations[row["variation"]]}) for row in rows),
            )
            for exercise, rows in numbers["ladders"].items()
        },
        easy_after=numbers["easy_after"],
        warm_up_seconds=numbers["warm_up_seconds"],
    )
