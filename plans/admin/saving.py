"""Writes the workouts of a plan: numbers close up to 1, 2, 3 …, and rows may change places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exercises.admin.ordering import leave_places
from plans.models import Plan, PlanExercise, PlanWorkout, Weekday

ORDERS = range(1, len(Weekday) + 1)


@dataclass(frozen=True)
class Asked:
    """An exercise of a workout as it was typed; the importance counts from 1."""

    exercise: int
    priority: int


@dataclass
class Workout:
    """What one day of the week is to ask for, in order; `row` is None for a new workout."""

    weekday: int
    asked: list[Asked]
    row: PlanWorkout | None = None


@dataclass
class Changes:
    """What was written, in the words of Django's log."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    deleted: list = field(default_factory=list)


def save_week(plan: Plan, week: list[Workout], gone: Iterable[PlanWorkout]) -> Changes:
    """
    Make `week`, sorted by weekday, the workouts of a plan, and delete the rows that are `gone`.

    Rows stay what they are as long as days are added, dropped or put off. Where workouts change places, it
    is their exercises that move: in a full week no day is free for a row to wait on.
    """
    changes = Changes()
    for row in gone:
        _delete(row, changes)
    kept = sorted((workout.row for workout in week if workout.row), key=lambda row: row.order)
    days = [row.weekday for row in kept]
    if len(kept) == len(Weekday) and days != sorted(days):
        for row in kept:  # no row can make room for another, so all are written anew
            _delete(row, changes)
        kept = []
    places = [number for number, workout in enumerate(week, start=1) if workout.row]
    rows = dict(zip(places, kept, strict=False))
    _settle({row: (number, week[number - 1].weekday) for number, row in rows.items()}, changes)
    for number, workout in enumerate(week, start=1):
        if number not in rows:
            rows[number] = PlanWorkout.objects.create(plan=plan, order=number, weekday=workout.weekday)
            changes.new.append(rows[number])
    _save_exercises([(rows[number], workout.asked) for number, workout in enumerate(week, start=1)], changes)
    return changes


def _delete(row, changes: Changes) -> None:
    changes.deleted.append(row)
    row.delete()


def _settle(wanted: dict[PlanWorkout, tuple[int, int]], changes: Changes) -> None:
    """Give each row its order and weekday, and write down once what became of it."""
    before = {row: (row.order, row.weekday) for row in wanted}
    _take_places("order", {row: order for row, (order, _day) in wanted.items()}, ORDERS)
    _take_places("weekday", {row: day for row, (_order, day) in wanted.items()}, Weekday.values)
    for row, (order, day) in before.items():
        names = [name for name, old in (("order", order), ("weekday", day)) if getattr(row, name) != old]
        if names:
            row.save(update_fields=names)
            changes.changed.append((row, names))


def _take_places(name: str, wanted: dict[PlanWorkout, int], values: Iterable[int]) -> None:
    """Step by step, so that no two rows ever share a value: the database looks after each step."""
    waiting = [row for row, value in wanted.items() if getattr(row, name) != value]
    while waiting:
        taken = {getattr(row, name) for row in wanted}
        row = next((row for row in waiting if wanted[row] not in taken), waiting[0])
        free = (
            wanted[row] if wanted[row] not in taken else next(value for value in values if value not in taken)
        )
        PlanWorkout.objects.filter(pk=row.pk).update(**{name: free})
        setattr(row, name, free)
        waiting = [row for row in waiting if getattr(row, name) != wanted[row]]


def _save_exercises(workouts: list[tuple[PlanWorkout, list[Asked]]], changes: Changes) -> None:
    """An exercise keeps its row as long as its workout has it; the rows of the others go first."""
    moved: list[tuple[PlanExercise, list[str]]] = []
    new: list[PlanExercise] = []
    gone: list[PlanExercise] = []
    taken = set(range(1, max((len(asked) for _workout, asked in workouts), default=0) + 1))
    for workout, asked in workouts:
        rows = {row.exercise_id: row for row in workout.plan_exercises.all()}
        taken.update(number for row in rows.values() for number in (row.order, row.priority))
        for place, row in enumerate(asked, start=1):
            values = {"order": place, "priority": row.priority}
            if found := rows.pop(row.exercise, None):
                moved += _moves(found, values)
            else:
                new.append(PlanExercise(workout=workout, exercise_id=row.exercise, **values))
        gone += rows.values()
    for row in gone:
        _delete(row, changes)
    leave_places(PlanExercise, [row.pk for row, _names in moved], taken, ("order", "priority"))
    for row in [*(row for row, _names in moved), *new]:
        row.save()
    changes.changed += moved
    changes.new += new


def _moves(row: PlanExercise, values: dict[str, int]) -> Iterator[tuple[PlanExercise, list[str]]]:
    names = [name for name, value in values.items() if getattr(row, name) != value]
    if names:
        for name in names:
            setattr(row, name, values[name])
        yield row, names
