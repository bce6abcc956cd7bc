"""Saving what was done. Page, phone and import all come through this one door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from plans.engine.identity import workout_uid
from plans.models import Enrolment, EnrolmentEvent, Feedback, Operation, Record, SetLog, WorkoutLog
from plans.records import (
    Edit,
    Outcome,
    Stamp,
    WorkoutRef,
    merge,
    milliseconds,
    stored_stamp,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

LONGEST_PLAN, DAYS = 52, 7  # weeks; workouts of a week

IDENTITY = {"set": ("exercise", "part", "number", "side"), "feedback": ("exercise",), "workout": ()}
DATED = ("local_date", "time_zone")


def save_records(user: AbstractBaseUser, edits: Sequence[Edit], *, now: datetime) -> list[Outcome]:
    """
    Merge edits into the person's rows, in one transaction; an outcome for each, in order.

    The same `op` again changes nothing. An edit of somebody else's enrolment, or of an unknown one, is
    rejected alone.
    """
    with transaction.atomic():
        # One writer a person: two requests with the same op must not both find it new.
        get_user_model()._default_manager.select_for_update().only("pk").get(pk=user.pk)
        desk = _Desk.load(user, edits)
        outcomes = [desk.apply(edit, milliseconds(now)) for edit in edits]
        desk.save(now)
    return outcomes


@dataclass
class _Desk:
    """The person's rows that some edits speak of, while they are worked on."""

    user: AbstractBaseUser
    known_ops: set[UUID]
    enrolments: dict[UUID, Enrolment]
    bent: set[UUID]  # those of them that took other numbers since
    workouts: dict[UUID, WorkoutLog]
    sets: dict[UUID, SetLog]
    feedback: dict[UUID, Feedback]
    touched: dict[tuple[type[Record], UUID], Record] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)

    @classmethod
    def load(cls, user: AbstractBaseUser, edits: Sequence[Edit]) -> _Desk:
        refs = {edit.workout.uid for edit in edits}
        uids = {edit.uid for edit in edits}
        of_edits = Q(uid__in=uids) | Q(workout__uid__in=refs)
        ops = Operation.objects.filter(user_id=user.pk, op__in=[edit.op for edit in edits])
        enrolments = Enrolment.objects.for_user(user).filter(
            uid__in={edit.workout.enrolment for edit in edits if edit.workout.enrolment}
        )
        took = EnrolmentEvent.objects.filter(enrolment=OuterRef("pk"), kind=EnrolmentEvent.Kind.TOOK)
        enrolments = enrolments.select_related("revision").annotate(took_numbers=Exists(took))
        return cls(
            user=user,
            known_ops=set(ops.values_list("op", flat=True)),
            enrolments=_by_uid(enrolments),
            bent={row.uid for row in enrolments if row.took_numbers},
            workouts=_by_uid(WorkoutLog.objects.for_user(user).filter(uid__in=refs | uids)),
            sets=_by_uid(SetLog.objects.for_user(user).filter(of_edits).select_related("workout")),
            feedback=_by_uid(Feedback.objects.for_user(user).filter(of_edits).select_related("workout")),
        )

    def apply(self, edit: Edit, now_ms: int) -> Outcome:
        if edit.op in self.known_ops:
            return Outcome(edit.op, "duplicate")
        if code := self._fault(edit):
            return Outcome(edit.op, "rejected", code)
        workout = self._workout(edit.workout)
        stamp = stored_stamp(edit, self._rows_of(workout), now_ms)
        row = workout if edit.kind == "workout" else self._row(edit, workout)
        changed = merge(row, edit.data, stamp)
        self._touch(row)
        self._remember(edit, stamp[0])
        self._date(workout, edit, stamp)
        return Outcome(edit.op, "applied" if changed else "superseded")

    def _touch(self, row: Record) -> None:
        self.touched[type(row), row.uid] = row

    def _date(self, workout: WorkoutLog, edit: Edit, stamp: Stamp) -> None:
        """Until the workout's own date comes, that of its greatest set counts; without a set, of any edit."""
        missing = [name for name in DATED if name not in workout.stamps]
        held = "date_by_set" if edit.kind == "set" else "date_by_other"
        if not missing:
            workout.stamps.pop("date_by_set", None)
            workout.stamps.pop("date_by_other", None)
        elif list(stamp) > workout.stamps.get(held, [0, ""]):
            workout.stamps[held] = list(stamp)
            if edit.kind == "set" or "date_by_set" not in workout.stamps:
                for name in missing:
                    setattr(workout, name, getattr(edit.workout, name))
            self._touch(workout)

    def _fault(self, edit: Edit) -> str:
        if not edit.data.keys() >= set(IDENTITY[edit.kind]):
            return "incomplete"
        ref = edit.workout
        if edit.kind == "workout":
            known = edit.uid
        else:
            row = self.sets.get(edit.uid) if edit.kind == "set" else self.feedback.get(edit.uid)
            known = row.workout.uid if row else ref.uid
        return "other-workout" if known != ref.uid else self._fault_of_workout(ref)

    def _fault_of_workout(self, ref: WorkoutRef) -> str:
        """A planned workout has the uid of its place; what is done without a plan names no place."""
        row = self.workouts.get(ref.uid)
        if row and (row.window, row.slot) != (ref.window, ref.slot):
            return "other-workout"
        if ref.enrolment is None:
            return "" if ref.window is None and ref.slot is None else "unknown-workout"
        enrolment = self.enrolments.get(ref.enrolment)
        if enrolment is None:
            return "unknown-enrolment"
        window, slot = ref.window or 0, ref.slot or 0
        weeks, slots = enrolment.revision.numbers["weeks"], len(enrolment.weekdays)
        if enrolment.uid in self.bent:  # a plan as long as any, so that what was done is kept in every case
            weeks, slots = LONGEST_PLAN, DAYS
        if not (1 <= window <= weeks and 1 <= slot <= slots):
            return "unknown-workout"
        return "" if ref.uid == workout_uid(enrolment.uid, window, slot) else "other-workout"

    def _workout(self, ref: WorkoutRef) -> WorkoutLog:
        if ref.uid not in self.workouts:
            self.workouts[ref.uid] = WorkoutLog(
                user_id=self.user.pk,
                uid=ref.uid,
                enrolment=self.enrolments[ref.enrolment] if ref.enrolment else None,
                window=ref.window,
                slot=ref.slot,
                local_date=ref.local_date,
                time_zone=ref.time_zone,
            )
            self._touch(self.workouts[ref.uid])
        return self.workouts[ref.uid]

    def _row(self, edit: Edit, workout: WorkoutLog) -> SetLog | Feedback:
        rows: dict[UUID, Any] = self.sets if edit.kind == "set" else self.feedback
        if edit.uid not in rows:
            identity = {name: edit.data[name] for name in IDENTITY[edit.kind]}
            model = SetLog if edit.kind == "set" else Feedback
            rows[edit.uid] = model(user_id=self.user.pk, uid=edit.uid, workout=workout, **identity)
        row: SetLog | Feedback = rows[edit.uid]
        return row

    def _rows_of(self, workout: WorkoutLog) -> list[Record]:
        children: list[SetLog | Feedback] = [*self.sets.values(), *self.feedback.values()]
        return [workout, *(row for row in children if row.workout.uid == workout.uid)]

    def _remember(self, edit: Edit, edited_ms: int) -> None:
        self.known_ops.add(edit.op)
        self.operations.append(
            Operation(user_id=self.user.pk, op=edit.op, kind=edit.kind, uid=edit.uid, edited_ms=edited_ms)
        )

    def save(self, now: datetime) -> None:
        for operation in self.operations:
            operation.received_at = now
        Operation.objects.bulk_create(self.operations)
        for model in (WorkoutLog, SetLog, Feedback):  # a workout first: its sets need its key
            rows = [row for row in self.touched.values() if isinstance(row, model)]
            if rows:
                _upsert(model, rows)


def _by_uid[Row: (Enrolment, WorkoutLog, SetLog, Feedback)](rows: Iterable[Row]) -> dict[UUID, Row]:
    return {row.uid: row for row in rows}


def _upsert(model: type[Record], rows: list[Any]) -> None:
    """Insert or update by (user, uid) in one query; the keys of new rows are filled in."""
    for row in rows:
        row.pk = None  # else SQLite trips over the primary key before it looks at (user, uid)
    fixed = {"id", "user", "uid", "workout"}
    names = [column.name for column in model._meta.concrete_fields if column.name not in fixed]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "uid"], update_fields=names
    )
