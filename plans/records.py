"""
Edits of logged work, and how they merge.

Every field of a row is a last-writer-wins register: it keeps the value of the edit with the greatest
`(edited_ms, op)`. So any edit may arrive any number of times, in any order, from any device.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from plans.engine import identity
from plans.engine.evidence import Asked, LoggedExercise, LoggedWorkout
from plans.engine.ladder import Dose, PlannedSet, Rung, Variation
from plans.instead import INSTEAD, is_instead, swaps_of
from plans.models import Feedback, Record, SetLog, WorkoutLog

CLOCK_TOLERANCE_MS = 5 * 60 * 1000  # a device's clock may be this far ahead
MOST_REPS = 500

EPOCH, MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)

# Not fields: what gave a workout its date until its own record comes.
DATED_BY = ("date_by_set", "date_by_other")

Stamp = tuple[int, str]
Places = dict[PlannedSet | tuple[int, int, str], int]  # the reps of each set


@dataclass(frozen=True, slots=True)
class WorkoutRef:
    """Which workout an edit belongs to, so that a set may arrive before its workout."""

    uid: UUID
    local_date: date
    time_zone: str
    enrolment: UUID | None = None
    window: int | None = None
    slot: int | None = None

    def set_uid(self, exercise: str, part: int, number: int, side: str) -> UUID:
        return identity.set_uid(self.uid, exercise, part, number, side)

    def feedback_uid(self, exercise: str) -> UUID:
        return identity.feedback_uid(self.uid, exercise)


@dataclass(frozen=True, slots=True)
class Edit:
    """
    One edit of one row: `data` holds only the fields that changed.

    kind: "workout", "set" or "feedback". edited_ms: milliseconds since 1970, fixed when the edit was made.
    A set's `data` names exercise, part, number and side; a feedback's its exercise.
    """

    op: UUID
    kind: str
    uid: UUID
    edited_ms: int
    workout: WorkoutRef
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What became of an edit: "applied", "duplicate", "superseded" or "rejected" with a code.

    edited_ms: the stamp that it is stored with, None where it is not.
    """

    op: UUID
    status: str
    code: str = ""
    edited_ms: int | None = None


def milliseconds(moment: datetime) -> int:
    """Since 1970; what is smaller is left out."""
    return (moment - EPOCH) // MILLISECOND


def moment_of(ms: int) -> datetime:
    return EPOCH + ms * MILLISECOND


def stamps_of(row: Record) -> list[Stamp]:
    return [(stamp[0], stamp[1]) for stamp in row.stamps.values()]


def merge(row: Record, data: Mapping[str, Any], stamp: Stamp) -> bool:
    """Put the newer values into the row; True where at least one was newer."""
    changed = False
    for name, value in data.items():
        held = row.stamps.get(name)
        held_stamp = (held[0], held[1]) if held else None
        # Of what was asked for, the earliest word counts: it is what the person saw when she began.
        wins = held_stamp is None or (stamp < held_stamp if name == "prescription" else stamp > held_stamp)
        if wins:
            setattr(row, name, value)
            row.stamps[name] = list(stamp)
            changed = True
    return changed


def is_ahead(edit: Edit, now_ms: int) -> bool:
    """Whether it comes from a clock that runs too far ahead to be taken at its word."""
    return edit.edited_ms > now_ms + CLOCK_TOLERANCE_MS


def stored_stamp(edit: Edit, rows: Iterable[Record], now_ms: int) -> Stamp:
    """
    The stamp under which an edit is stored: no further ahead than the tolerance, but an edit that was above
    all of its workout's rows stays above them. The rows are looked at only then.
    """
    limit = now_ms + CLOCK_TOLERANCE_MS
    if not is_ahead(edit, now_ms):
        return edit.edited_ms, str(edit.op)
    greatest = max((stamp for row in rows for stamp in stamps_of(row)), default=(0, ""))
    was_above = (edit.edited_ms, str(edit.op)) > greatest
    return (max(limit, greatest[0] + 1) if was_above else limit), str(edit.op)


def has_record(row: Record) -> bool:
    """Whether an edit was made of the row itself: a workout may be known by its sets alone."""
    return any(name not in DATED_BY for name in row.stamps)


def is_swapped_only(row: Record) -> bool:
    """
    Whether a workout is known by its swaps alone. They are told with the schedule, and not as a field: a device that
    saw such a row would take the workout for begun, on the day of the swap.
    """
    return {name for name in row.stamps if name not in DATED_BY} == {"swaps"}


def is_hidden(workout: WorkoutLog, sets: Iterable[SetLog]) -> bool:
    """Removed, with no live set that was edited later."""
    if not workout.removed:
        return False
    removed = tuple(workout.stamps["removed"])
    return not any(max(stamps_of(row)) > removed for row in sets if not row.removed)


def prescription_of(doses: Iterable[Dose], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """
    What a workout asks for, as stored with it: a row per exercise in order.

    Each row can be read without any plan or ladder, so that history shows what the person saw.
    """
    return [
        {
            "exercise": dose.exercise,
            "rung": dose.rung.code,
            "name": names[dose.variation.slug],
            "sets": dose.sets,
            "reps": dose.reps,
            "hold_seconds": dose.hold_seconds,
            "rest_seconds": dose.rest_seconds,
            "variation": dose.variation.slug,
            "laterality": dose.variation.laterality,
            "side_order": dose.variation.side_order,
            "first_side": dose.variation.first_side,
            "parts": dose.variation.parts,
            "rep_seconds": dose.variation.rep_seconds,
            "needs": dose.variation.needs,
        }
        for dose in doses
    ]


def dose_of(row: Mapping[str, Any]) -> Dose:
    """The dose of a stored row of a prescription."""
    variation = Variation(
        slug=row["variation"],
        laterality=row["laterality"],
        side_order=row["side_order"],
        rep_seconds=row["rep_seconds"],
        parts=row["parts"],
        first_side=row["first_side"],
        needs=row.get("needs", ""),
    )
    rung = Rung(
        code=row["rung"],
        variation=variation,
        sets=row["sets"],
        low=row["reps"],
        high=row["reps"],
        step=1,
        hold_seconds=row["hold_seconds"],
        rest_seconds=row["rest_seconds"],
    )
    return Dose(row["exercise"], rung, row["sets"], row["reps"])


def target_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What one set was asked for, as frozen on the set."""
    return {key: row[key] for key in ("reps", "hold_seconds", "variation", "name", "rung")}


def logged_workouts(
    workouts: Sequence[WorkoutLog],
    sets: Mapping[int, Sequence[SetLog]],
    feedback: Mapping[int, Sequence[Feedback]],
) -> list[LoggedWorkout]:
    """Rows of one enrolment as engine values; sets and feedback by the primary key of their workout."""
    return [
        LoggedWorkout(
            window=workout.window,
            slot=workout.slot,
            date=workout.local_date,
            exercises=_logged_exercises(workout, sets.get(workout.pk, ()), feedback.get(workout.pk, ())),
            is_finished=workout.finished_at is not None,
        )
        for workout in workouts
        if not is_hidden(workout, sets.get(workout.pk, ()))
    ]


def _logged_exercises(
    workout: WorkoutLog, sets: Sequence[SetLog], feedback: Sequence[Feedback]
) -> dict[str, LoggedExercise]:
    asked = {
        row["exercise"]: Asked(
            row["rung"], row["sets"], row["reps"], row.get("variation", ""), row.get("hold_seconds")
        )
        for row in workout.prescription
    }
    left: dict[str, int] = workout.trim["sets"] if workout.trim else {}
    live = [row for row in sets if not row.removed and row.reps is not None]
    done = _done(row for row in live if not is_instead(row.target))
    instead = _done(row for row in live if is_instead(row.target))
    ratings = {row.exercise: row.rating for row in feedback if not row.removed}
    ratings = {name: rating for name, rating in ratings.items() if name in asked or name not in instead}
    hurt = {row.exercise for row in feedback if row.pain and not row.removed}
    swaps = swaps_of(workout.prescription, workout.swaps)
    swapped = {name for name, row in swaps.items() if row["exercise"] in instead} | instead.keys()
    lost = _lost_sets(workout.prescription, left, swapped, done)
    left = left | {name: 0 for name, row in swaps.items() if _is_done(row, left, instead)}
    found = {
        exercise: LoggedExercise(
            done.get(exercise, {}),
            asked.get(exercise),
            ratings.get(exercise, ""),
            pain=exercise in hurt,
            trimmed=exercise in lost,
            sets_left=left.get(exercise),
        )
        for exercise in {*done, *ratings, *asked, *left}
    }
    # Under a name that no exercise has: the workout was done, and nothing follows from it for anything.
    return found | {f"{name}/{INSTEAD}": LoggedExercise(places) for name, places in instead.items()}


def _done(sets: Iterable[SetLog]) -> dict[str, Places]:
    done: dict[str, Places] = {}
    for row in sets:
        done.setdefault(row.exercise, {})[PlannedSet(row.part, row.number, row.side)] = row.reps or 0
    return done


def _is_done(row: Mapping[str, Any], left: Mapping[str, int], done: Mapping[str, Places]) -> bool:
    """Whether all that the day left of a row is done."""
    most = left.get(row["exercise"], row["sets"])
    planned = {place for place in dose_of(row).planned_sets() if place.number <= most}
    return planned <= done.get(row["exercise"], {}).keys()


def _lost_sets(
    prescription: Iterable[Mapping[str, Any]],
    left: Mapping[str, int],
    swapped: Collection[str],
    done: Mapping[str, Places],
) -> set[str]:
    """
    The exercises that the day took sets from, by its cut or because something was done instead; what was done in
    full all the same lost none.
    """
    whole = {
        row["exercise"]
        for row in prescription
        if (row["exercise"] not in swapped and left.get(row["exercise"], row["sets"]) >= row["sets"])
        or _is_done(row, {}, done)
    }
    return {*left, *swapped} - whole
