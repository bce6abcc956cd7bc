"""One workout as it is done and as it was done: every set with its target, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Exercise
from plans.engine.schedule import DONE, PlannedWorkout, Window
from plans.engine.timing import Workout
from plans.queries.asked import done_beside, prescription_in, rows_today
from plans.queries.cuts import Cut, cut_to, had_turn, last_sets, todays_cuts, workout_of
from plans.queries.earlier import last_times
from plans.queries.following import Following, Log
from plans.queries.lines import DoseLine, dose_line, minutes_in_words
from plans.queries.sheet import ExerciseBlock, Sheet, block_of
from plans.warm_up import WarmUpStep, warm_up_steps


@dataclass(frozen=True)
class Swappable:
    """
    An exercise that was asked for. instead: the name of what is done today in its place, "" for itself. is_begun:
    whether a set is done, so that it stays.
    """

    exercise: str
    name: str
    instead: str
    is_begun: bool


@dataclass(frozen=True, kw_only=True)
class WorkoutPage(Sheet):
    """
    Everything the page of a planned workout shows. shorter: what today's cut means, in a sentence. swappable: what
    may be replaced today; nothing once the workout is done.
    """

    week: int | None
    weeks: int
    status: str
    minutes: str
    warm_up: list[WarmUpStep]
    shorter: str
    swappable: list[Swappable]

    @property
    def place(self) -> dict[str, int | None]:
        return {"window": self.window, "slot": self.slot}

    @property
    def address(self) -> str:
        """Which workout, and which cut that is not saved yet, for the address that its form is sent to."""
        if self.cut == self.saved:
            return urlencode(self.place)
        minutes = self.cut.minutes or ""
        return urlencode({**self.place, "minutes": minutes, "without": self.cut.left_out}, doseq=True)


@dataclass(frozen=True)
class CutsOnOffer:
    """
    What today's workout can be cut to. minutes: those that would take something away. saved: the cut in the
    workout's record, and `without` the exercises that it leaves out for other reasons than time.
    """

    whole: Workout
    exercises: list[tuple[str, str]]
    minutes: list[int]
    saved: Cut
    without: list[str]
    turns: set[str]

    def cut(self, minutes: int | None, without: list[str]) -> Cut:
        return cut_to(self.whole, minutes, without, self.turns)


def cuts_on_offer(
    following: Following, workout: PlannedWorkout, swaps: Mapping[str, Any] | None = None
) -> CutsOnOffer:
    """swaps: those that it would have instead of its record's."""
    rows, log = rows_today(following, workout, swaps), following.log_of(workout)
    whole, turns = workout_of(rows, workout), had_turn(following, workout)
    saved = Cut.of(log.workout.trim if log else None)
    for_time = cut_to(whole, saved.minutes, (), turns)
    return CutsOnOffer(
        whole=whole,
        exercises=[(row["exercise"], row["name"]) for row in rows],
        minutes=list(todays_cuts(whole, turns)),
        saved=saved,
        without=[name for name in saved.left_out if name not in for_time.left_out],
        turns=turns,
    )


def workout_page(following: Following, workout: PlannedWorkout, cut: Cut | None = None) -> WorkoutPage:
    """The workout as `cut` leaves it, or as its record says that it was cut; what is done already stays."""
    log, window = following.log_of(workout), following.schedule.window(workout.window)
    rows, is_done = rows_today(following, workout), workout.status == DONE
    saved = Cut.of(log.workout.trim if log else None)
    cut = saved if cut is None else cut.but_never_below(last_sets(log), rows)
    shown = cut.but_never_below(last_sets(log), rows).applied_to(rows)
    beside = done_beside(log, rows, following.texts) if log else []
    whole, left = workout_of(rows, workout), workout_of(shown, workout)
    is_logged, is_finished = _is_known(log), bool(log and log.workout.finished_at)
    return WorkoutPage(
        uid=workout.uid,
        enrolment=following.enrolment.uid,
        window=workout.window,
        slot=workout.slot,
        week=window.week if window else None,
        weeks=following.schedule.weeks,
        date=log.workout.local_date if log and (is_logged or log.sets) else following.schedule.today,
        status=workout.status,
        minutes=minutes_in_words(left.seconds),
        warm_up=warm_up_steps(has_floor=has_floor_work(following)) if whole.warm_up_seconds else [],
        shorter=_shorter(whole, left, {row["exercise"]: row["name"] for row in rows}),
        swappable=[] if is_done or is_finished else swappable_of(rows, log),
        blocks=_blocks(following, workout, [*shown, *beside]),
        prescription=prescription_in(following, workout),
        instead=[*(row for row in rows if "instead_of" in row), *beside],
        is_logged=is_logged,
        is_finished=is_finished,
        greatest_ms=log.greatest_ms if log else 0,
        cut=cut,
        saved=saved,
    )


def _is_known(log: Log | None) -> bool:
    """Whether the workout's own record says when it was begun; one with nothing but swaps does not."""
    return bool(log and log.workout.stamps.get("local_date"))


def _blocks(
    following: Following, workout: PlannedWorkout, rows: Sequence[Mapping[str, Any]]
) -> list[ExerciseBlock]:
    log = following.log_of(workout)
    last = last_times([*following.logs.values(), *following.quick], rows, log)
    return [
        block_of(
            row,
            log,
            following.texts,
            reason=None if "instead_of" in row else workout.reasons.get(row["exercise"]),
            last=last.get(row["exercise"]),
        )
        for row in rows
    ]


def swappable_of(rows: Sequence[Mapping[str, Any]], log: Log | None) -> list[Swappable]:
    """Each exercise that was asked for once, as it stands in the workout."""
    begun = {row.exercise for row in log.sets} if log else set()
    found: dict[str, Swappable] = {}
    for row in rows:
        asked = row.get("instead_of", row)
        name, instead = asked["exercise"], row["name"] if "instead_of" in row else ""
        is_begun = row["exercise"] in begun or (name in found and found[name].is_begun)
        found[name] = Swappable(name, asked["name"], instead, is_begun)
    return list(found.values())


def has_floor_work(following: Following) -> bool:
    """Whether any workout of the plan lies down."""
    positions = {row.exercise.slug: row.exercise.position for row in following.library.exercises}
    revision = following.revisions[following.schedule.revision]
    return any(positions.get(name) != Exercise.Position.STANDING for name in revision.exercises)


def _shorter(whole: Workout, left: Workout, names: dict[str, str]) -> str:
    """What a day's cut takes away, in words."""
    asked, kept = (
        sum(dose.sets * dose.variation.parts for dose in workout.doses) for workout in (whole, left)
    )
    if kept == asked:
        return ""
    words = [
        ngettext(
            "%(kept)d set instead of %(asked)d today.", "%(kept)d sets instead of %(asked)d today.", kept
        )
        % {"kept": kept, "asked": asked}
    ]
    out = [names[name] for name in whole.exercises if name not in left.exercises]
    if out:
        words.append(_("Left out: %(names)s.") % {"names": ", ".join(out)})
    words.append(_("It counts as a workout, and what you leave out waits where it is."))
    return " ".join(words)


@dataclass(frozen=True)
class DoneExercise:
    """slug: "" for what that workout did not ask for."""

    slug: str
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
        exercises=_done_exercises(workout_page(following, workout, Cut())),
        sets=log.set_count,
        left_in_window=sum(w.status in ("today", "planned", "started") for w in window.workouts),
        open_in_window=sum(w.status == "missed" for w in window.workouts),
        next_window=next_window,
        can_change=window is following.schedule.current and following.is_changeable,
        changes=_changes(next_window, following) if next_window else [],
    )


def _done_exercises(page: WorkoutPage) -> list[DoneExercise]:
    ratings = {"easy": _("easy"), "right": _("right"), "hard": _("hard")}
    elsewhere = {row["exercise"] for row in page.instead} - {row["exercise"] for row in page.prescription}
    return [
        DoneExercise(
            slug="" if block.exercise in elsewhere else block.exercise,
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
