"""Rows as they are stored, removed ones too, and as they would be after some edits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plans import journal
from plans.engine.evidence import LoggedWorkout
from plans.engine.schedule import Life
from plans.models import Enrolment, Feedback, Record, SetLog, WorkoutLog
from plans.queries.following import Log, choices_of
from plans.records import Edit, is_hidden, logged_workouts, merge, stored_stamp
from plans.revisions import thaw


@dataclass(frozen=True)
class Rows:
    """Logged workouts; sets and feedback by the key of their workout."""

    workouts: Sequence[WorkoutLog]
    sets: Mapping[int, Sequence[SetLog]]
    feedback: Mapping[int, Sequence[Feedback]]

    @classmethod
    def load(
        cls, workouts: Iterable[WorkoutLog], sets_of: Collection[int], feedback_of: Collection[int]
    ) -> Rows:
        """With the sets and the feedback of some of the workouts, by key: a query each."""
        return cls(
            list(workouts),
            _by_workout(SetLog.objects.filter(workout__in=sets_of)) if sets_of else {},
            _by_workout(Feedback.objects.filter(workout__in=feedback_of)) if feedback_of else {},
        )

    def workout(self, uid: UUID) -> WorkoutLog | None:
        return next((row for row in self.workouts if row.uid == uid), None)

    def of(self, workout: WorkoutLog) -> list[Record]:
        return [workout, *self.sets.get(workout.pk, ()), *self.feedback.get(workout.pk, ())]

    def is_hidden(self, workout: WorkoutLog) -> bool:
        return is_hidden(workout, self.sets.get(workout.pk, ()))

    def log(self, workout: WorkoutLog) -> Log:
        """What is live of it, even where the workout as a whole is removed."""
        return Log(
            workout,
            [row for row in self.sets.get(workout.pk, ()) if not row.removed and row.reps is not None],
            [row for row in self.feedback.get(workout.pk, ()) if not row.removed],
        )

    def greatest_ms(self, workout: WorkoutLog) -> int:
        stamps = (stamp[0] for row in self.of(workout) for stamp in row.stamps.values())
        return max(stamps, default=0)

    def logged(self) -> tuple[LoggedWorkout, ...]:
        return tuple(logged_workouts(self.workouts, self.sets, self.feedback))

    def having(self, edits: Sequence[Edit], enrolment: Enrolment | None, now_ms: int) -> Rows:
        """As they would be once the edits, all of one workout, are saved. These rows stay as they are."""
        if not edits:
            return self
        held = self.workout(edits[0].workout.uid)
        workout = _twin(held) if held else _new_workout(edits[0], enrolment)
        sets = {row.uid: _twin(row) for row in self.sets.get(workout.pk, ())}
        feedback = {row.uid: _twin(row) for row in self.feedback.get(workout.pk, ())}
        for edit in edits:
            rows = [workout, *sets.values(), *feedback.values()]
            row: Record = workout
            if edit.kind == "set":
                row = sets.setdefault(edit.uid, SetLog(uid=edit.uid, stamps={}))
            elif edit.kind == "feedback":
                row = feedback.setdefault(edit.uid, Feedback(uid=edit.uid, stamps={}))
            merge(row, edit.data, stored_stamp(edit, rows, now_ms))
        others = [row for row in self.workouts if row.uid != workout.uid]
        return Rows(
            [*others, workout],
            {**self.sets, workout.pk: list(sets.values())},
            {**self.feedback, workout.pk: list(feedback.values())},
        )


def _twin[Row: Record](row: Row) -> Row:
    twin = copy(row)
    twin.stamps = dict(row.stamps)
    return twin


def _new_workout(edit: Edit, enrolment: Enrolment | None) -> WorkoutLog:
    ref = edit.workout
    return WorkoutLog(
        pk=0,
        uid=ref.uid,
        enrolment=enrolment,
        window=ref.window,
        slot=ref.slot,
        local_date=ref.local_date,
        time_zone=ref.time_zone,
        stamps={},
    )


def life_of(enrolment: Enrolment, rows: Rows, today: date) -> Life:
    """A plan as lived, ended or not, from all its rows; one query for the journal."""
    events = list(enrolment.events.select_related("revision", "undoes"))
    numbers = {enrolment.revision_id: enrolment.revision.numbers}
    numbers |= {row.revision_id: row.revision.numbers for row in events if row.revision}
    return Life(
        revisions={pk: thaw(frozen) for pk, frozen in numbers.items()},
        choices=choices_of(enrolment),
        events=tuple(journal.event_of(row) for row in events),
        logs=rows.logged(),
        today=today,
    )


def _by_workout[Row: (SetLog, Feedback)](rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.workout_id, []).append(row)
    return grouped
