"""Edits put into the rows that they speak of: what each of them becomes, and saving it all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from plans.engine.identity import workout_uid
from plans.models import Feedback, Operation, Record, SetLog, WorkoutLog
from plans.records import DATED_BY, Edit, Outcome, Stamp, WorkoutRef, merge, stored_stamp
from plans.services.logging.ledger import MOST_EDITS
from plans.services.logging.shelf import Shelf

MOST_WINDOWS, DAYS = 520, 7  # ten years of whatever somebody makes of a plan; workouts of a week

IDENTITY = {"set": ("exercise", "part", "number", "side"), "feedback": ("exercise",), "workout": ()}
DATED = ("local_date", "time_zone")


@dataclass
class Desk:
    """
    The person's rows while they are worked on.

    known_ops: the stored stamps of edits that arrived before. moves: the variations, each with its exercise,
    that a prescription may name; None where it comes from a page of ours.
    """

    shelf: Shelf
    known_ops: dict[UUID, int]
    moves: set[tuple[str, str]] | None = None
    touched: dict[tuple[type[Record], UUID], Record] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)

    def apply(self, edit: Edit, now_ms: int) -> Outcome:
        if edit.op in self.known_ops:
            return Outcome(edit.op, "duplicate", edited_ms=self.known_ops[edit.op])
        if code := self._fault(edit):
            return Outcome(edit.op, "rejected", code)
        workout = self._workout(edit.workout)
        stamp = stored_stamp(edit, self._rows_of(workout), now_ms)
        row = workout if edit.kind == "workout" else self._row(edit, workout)
        changed = merge(row, edit.data, stamp)
        self._touch(row)
        self._remember(edit, stamp[0])
        self._date(workout, edit, stamp)
        return Outcome(edit.op, "applied" if changed else "superseded", edited_ms=stamp[0])

    def _touch(self, row: Record) -> None:
        self.touched[type(row), row.uid] = row

    def _date(self, workout: WorkoutLog, edit: Edit, stamp: Stamp) -> None:
        """Until the workout's own date comes, that of its greatest set counts; without a set, of any edit."""
        missing = [name for name in DATED if name not in workout.stamps]
        by_set, by_other = DATED_BY
        held = by_set if edit.kind == "set" else by_other
        if not missing:
            for name in DATED_BY:
                workout.stamps.pop(name, None)
        elif list(stamp) > workout.stamps.get(held, [0, ""]):
            workout.stamps[held] = list(stamp)
            if edit.kind == "set" or by_set not in workout.stamps:
                for name in missing:
                    setattr(workout, name, getattr(edit.workout, name))
            self._touch(workout)

    # What cannot be saved --------------------------------------------------------------------------

    def _fault(self, edit: Edit) -> str:
        if not edit.data.keys() >= set(IDENTITY[edit.kind]):
            return "incomplete"
        ref = edit.workout
        if edit.kind == "workout":
            known = edit.uid
        else:
            rows: Mapping[UUID, SetLog | Feedback] = (
                self.shelf.sets if edit.kind == "set" else self.shelf.feedback
            )
            row = rows.get(edit.uid)
            known = row.workout.uid if row else ref.uid
        if known != ref.uid:
            return "other-workout"
        return self._fault_of_workout(ref) or self._fault_of_prescription(edit)

    def _fault_of_workout(self, ref: WorkoutRef) -> str:
        """A planned workout has the uid of its place; what is done without a plan names no place."""
        if row := self.shelf.workouts.get(ref.uid):
            held = row.enrolment.uid if row.enrolment else None
            is_it = (held, row.window, row.slot) == (ref.enrolment, ref.window, ref.slot)
            return "" if is_it else "other-workout"
        if ref.enrolment is None:
            return "" if ref.window is None and ref.slot is None else "unknown-workout"
        enrolment = self.shelf.enrolments.get(ref.enrolment)
        if enrolment is None:
            return "unknown-enrolment"
        window, slot = ref.window or 0, ref.slot or 0
        weeks, slots = enrolment.revision.numbers["weeks"], len(enrolment.weekdays)
        if enrolment.uid in self.shelf.bent:  # as long as any, so that what was done is kept in every case
            weeks, slots = MOST_WINDOWS, DAYS
        if not (1 <= window <= weeks and 1 <= slot <= slots):
            return "unknown-workout"
        return "" if ref.uid == workout_uid(enrolment.uid, window, slot) else "other-workout"

    def _fault_of_prescription(self, edit: Edit) -> str:
        if self.moves is None or moves_in(edit) <= self.moves:
            return ""
        return "unknown-variation"

    # The rows --------------------------------------------------------------------------------------

    def _workout(self, ref: WorkoutRef) -> WorkoutLog:
        if ref.uid not in self.shelf.workouts:
            self.shelf.workouts[ref.uid] = WorkoutLog(
                user_id=self.shelf.user.pk,
                uid=ref.uid,
                enrolment=self.shelf.enrolments[ref.enrolment] if ref.enrolment else None,
                window=ref.window,
                slot=ref.slot,
                local_date=ref.local_date,
                time_zone=ref.time_zone,
            )
            self._touch(self.shelf.workouts[ref.uid])
        return self.shelf.workouts[ref.uid]

    def _row(self, edit: Edit, workout: WorkoutLog) -> SetLog | Feedback:
        rows: dict[UUID, Any] = self.shelf.sets if edit.kind == "set" else self.shelf.feedback
        if edit.uid not in rows:
            identity = {name: edit.data[name] for name in IDENTITY[edit.kind]}
            model = SetLog if edit.kind == "set" else Feedback
            rows[edit.uid] = model(user_id=self.shelf.user.pk, uid=edit.uid, workout=workout, **identity)
        row: SetLog | Feedback = rows[edit.uid]
        return row

    def _rows_of(self, workout: WorkoutLog) -> Iterator[Record]:
        yield workout
        for rows in (self.shelf.sets, self.shelf.feedback):
            yield from (row for row in rows.values() if row.workout.uid == workout.uid)

    def _remember(self, edit: Edit, edited_ms: int) -> None:
        self.known_ops[edit.op] = edited_ms
        self.operations.append(
            Operation(
                user_id=self.shelf.user.pk, op=edit.op, kind=edit.kind, uid=edit.uid, edited_ms=edited_ms
            )
        )

    def save(self, now: datetime, first_change: int) -> None:
        """The edits get the changes from `first_change` on."""
        for place, operation in enumerate(self.operations):
            operation.received_at = now
            operation.change = first_change + place // MOST_EDITS
        Operation.objects.bulk_create(self.operations)
        for model in (WorkoutLog, SetLog, Feedback):  # a workout first: its sets need its key
            rows = [row for row in self.touched.values() if isinstance(row, model)]
            if rows:
                _upsert(model, rows)


def moves_in(edit: Edit) -> set[tuple[str, str]]:
    """The variations of its prescription, each with its exercise."""
    rows: Sequence[Mapping[str, Any]] = edit.data.get("prescription", ())
    return {(row["exercise"], row["variation"]) for row in rows if "variation" in row}


def _upsert(model: type[Record], rows: list[Any]) -> None:
    """Insert or update by (user, uid) in one query; the keys of new rows are filled in."""
    for row in rows:
        row.pk = None  # else SQLite trips over the primary key before it looks at (user, uid)
    fixed = {"id", "user", "uid", "workout"}
    names = [column.name for column in model._meta.concrete_fields if column.name not in fixed]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "uid"], update_fields=names
    )
