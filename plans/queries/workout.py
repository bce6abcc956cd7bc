"""One workout as it is done and as it was done: every set with its target, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from exercises.models import Variation
from plans.engine.ladder import Dose, PlannedSet
from plans.engine.schedule import PlannedWorkout, Window
from plans.queries.following import Following, Log
from plans.queries.lines import (
    DoseLine,
    dose_line,
    hold_in_words,
    minutes_in_words,
    names_of,
    reason_in_words,
)
from plans.reasons import dose_in_words, sides_in_words
from plans.records import dose_of, prescription_of


@dataclass(frozen=True)
class SetRow:
    """One set to tick. `key` names it in the form; `reps` is what is logged so far, None for nothing."""

    key: str
    label: str
    target: int
    reps: int | None


@dataclass(frozen=True)
class ExerciseBlock:
    exercise: str
    variation: Variation
    name: str
    dose: str
    sides: str
    hold: str
    rest_seconds: int
    reason: str
    rows: list[SetRow]
    rating: str


@dataclass(frozen=True)
class WorkoutPage:
    """Everything the page of a workout shows, and all that saving it needs to know."""

    uid: UUID
    enrolment: UUID
    window: int
    slot: int
    week: int
    weeks: int
    date: date
    status: str
    minutes: str
    has_warm_up: bool
    blocks: list[ExerciseBlock]
    prescription: list[dict[str, Any]]
    is_logged: bool
    is_finished: bool
    greatest_ms: int

    @property
    def rows(self) -> list[SetRow]:
        return [row for block in self.blocks for row in block.rows]

    @property
    def sets(self) -> int:
        """Sets asked for: left and right are one."""
        return count_sets(row.key for row in self.rows)

    @property
    def done(self) -> int:
        return count_sets(row.key for row in self.rows if row.reps is not None)


def count_sets(keys: Iterable[str]) -> int:
    """How many sets some rows are, by their keys; the sides of a set count once."""
    return len({key.rpartition(".")[0] for key in keys})


def workout_page(following: Following, workout: PlannedWorkout) -> WorkoutPage:
    """
    The workout as it was asked for when it was begun, else as the schedule asks for it now.
    """
    log = following.log_of(workout)
    frozen = log.workout.prescription if log else []
    prescription = frozen or prescription_of(workout.doses, names_of(following.texts))
    window = following.schedule.window(workout.window)
    return WorkoutPage(
        uid=workout.uid,
        enrolment=following.enrolment.uid,
        window=workout.window,
        slot=workout.slot,
        week=window.week if window and window.week else workout.window,
        weeks=following.schedule.weeks,
        date=log.workout.local_date if log else following.schedule.today,
        status=workout.status,
        minutes=minutes_in_words(workout.seconds),
        has_warm_up=bool(following.revision_in(window).warm_up_seconds) if window else False,
        blocks=[_block(row, workout, log, following) for row in prescription],
        prescription=prescription,
        is_logged=bool(log and log.workout.stamps.get("local_date")),
        is_finished=bool(log and log.workout.finished_at),
        greatest_ms=log.greatest_ms if log else 0,
    )


def _block(
    asked: dict[str, Any], workout: PlannedWorkout, log: Log | None, following: Following
) -> ExerciseBlock:
    dose, exercise = dose_of(asked), asked["exercise"]
    reason = workout.reasons.get(exercise)
    done = {
        PlannedSet(row.part, row.number, row.side): row.reps
        for row in (log.sets if log else ())
        if row.exercise == exercise
    }
    planned = list(dose.planned_sets())
    extra = [key for key in done if key not in planned]
    return ExerciseBlock(
        exercise=exercise,
        variation=following.texts[dose.variation.slug],
        name=asked["name"],
        dose=dose_in_words(dose, with_sides=False),
        sides=sides_in_words(dose.variation),
        hold=hold_in_words(dose),
        rest_seconds=dose.rest_seconds,
        reason=reason_in_words(reason.after, reason, following.texts) if reason else "",
        rows=[_row(key, dose, done, following.texts) for key in planned + extra],
        rating=log.ratings.get(exercise, "") if log else "",
    )


def _row(
    planned: PlannedSet,
    dose: Dose,
    done: Mapping[PlannedSet, int | None],
    texts: Mapping[str, Variation],
) -> SetRow:
    return SetRow(
        key=f"{dose.exercise}.{planned.part}.{planned.number}.{planned.side}",
        label=_label(planned, dose, texts[dose.variation.slug]),
        target=dose.reps,
        reps=done.get(planned),
    )


def _label(planned: PlannedSet, dose: Dose, variation: Variation) -> str:
    words = [_("Set %(number)d") % {"number": planned.number}]
    if dose.variation.parts > 1:
        name = variation.part_name if planned.part == 1 else variation.second_part_name
        words.append(name or _("part %(number)d") % {"number": planned.part})
    if planned.side != "both":
        words.append(_("left side") if planned.side == "left" else _("right side"))
    return ", ".join(words)


@dataclass(frozen=True)
class DoneExercise:
    name: str
    sets: list[str]
    rating: str


@dataclass(frozen=True)
class DonePage:
    """What was done in one workout, and what the next window asks for because of it."""

    window: Window
    workout: PlannedWorkout
    exercises: list[DoneExercise]
    sets: int
    left_in_window: int
    open_in_window: int
    next_window: Window | None
    can_change: bool
    changes: list[DoseLine] = field(default_factory=list)


def done_page(following: Following, workout: PlannedWorkout) -> DonePage | None:
    """None while nothing of the workout is logged."""
    log = following.log_of(workout)
    window = following.schedule.window(workout.window)
    if log is None or window is None or not log.sets:
        return None
    next_window = following.schedule.window(workout.window + 1)
    return DonePage(
        window=window,
        workout=workout,
        exercises=_done_exercises(workout_page(following, workout)),
        sets=log.set_count,
        left_in_window=sum(w.status in ("today", "planned", "started") for w in window.workouts),
        open_in_window=sum(w.status == "missed" for w in window.workouts),
        next_window=next_window,
        can_change=window is following.schedule.current,
        changes=_changes(next_window, following) if next_window else [],
    )


def _done_exercises(page: WorkoutPage) -> list[DoneExercise]:
    ratings = {"easy": _("easy"), "right": _("right"), "hard": _("hard")}
    return [
        DoneExercise(
            name=block.name,
            sets=[
                _("%(label)s: %(reps)d of %(target)d")
                % {"label": row.label, "reps": row.reps, "target": row.target}
                for row in block.rows
                if row.reps is not None
            ],
            rating=ratings.get(block.rating, ""),
        )
        for block in page.blocks
    ]


def _changes(window: Window, following: Following) -> list[DoseLine]:
    """Each exercise of the window once, with its reason."""
    lines = {}
    for workout in window.workouts:
        for dose in workout.doses:
            if dose.exercise not in lines:
                lines[dose.exercise] = dose_line(dose, workout.reasons[dose.exercise], following.texts)
    return list(lines.values())
