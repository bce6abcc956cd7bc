"""One workout of the past: what was asked that day, what was done, and all that correcting it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef

from exercises import editions
from exercises.models import Variation
from plans.editions import with_words
from plans.engine.identity import workout_uid
from plans.engine.schedule import DAYS, DONE, STARTED, Life, PlannedWorkout, Window
from plans.instead import rows_with
from plans.models import Enrolment, Ledger, Operation, SetLog, WorkoutLog
from plans.queries.asked import done_beside
from plans.queries.cuts import Cut
from plans.queries.following import Log, choices_of
from plans.queries.history.rows import Rows, life_of
from plans.queries.lines import names_of
from plans.queries.sheet import ExerciseBlock, SetRow, Sheet, block_of
from plans.records import Edit, prescription_of

OPEN, REMOVED = "open", "removed"


@dataclass(frozen=True)
class Lived:
    """The plan that a workout belongs to, with all that was logged for it; of a quick set there is no plan."""

    rows: Rows
    enrolment: Enrolment | None
    life: Life | None

    def planned(self, uid: UUID) -> PlannedWorkout | None:
        return self.life.seen.workout(uid) if self.life else None

    def window(self, number: int | None) -> Window | None:
        return self.life.seen.window(number) if self.life and number else None

    @property
    def goes_on(self) -> bool:
        """Whether the plan still has something to ask for."""
        if self.life is None or self.enrolment is None or self.enrolment.ended_at:
            return False
        return not self.life.seen.has_ended

    def having(self, edits: Sequence[Edit], now_ms: int) -> Lived:
        """As it would be once the edits are saved."""
        rows = self.rows.having(edits, self.enrolment, now_ms)
        return replace(self, rows=rows, life=replace(self.life, logs=rows.logged()) if self.life else None)


@dataclass(frozen=True, kw_only=True)
class PastRow(SetRow):
    """
    A set as it stands. `was`: the reps of a removed one. `uid`: of its row, None where there is none yet.
    instead: what was done, where it was another variation than the workout's.
    """

    was: int | None = None
    uid: UUID | None = None
    is_removed: bool = False
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class PastWorkout(Sheet):
    """
    status: done or started, open where nothing is logged, removed for the whole of it.

    plan: its name, "" for a quick set. decides: whether what is still to come follows from it. first_day: of the
    plan. change: the person's last change that this shows. is_known: whether any record of it has come.
    """

    today: date
    plan: str
    week: int | None
    weeks: int
    status: str
    decides: bool
    first_day: date | None
    change: int
    is_known: bool
    lived: Lived
    texts: Mapping[str, Variation] = field(default_factory=dict)

    @property
    def left_out(self) -> list[str]:
        """The exercises that the day was cut by as a whole."""
        return [block.name for block in self.blocks if block.exercise in self.saved.left_out]


def past_workout(user: AbstractBaseUser, uid: UUID, today: date) -> PastWorkout | None:
    """
    A workout that was logged, or one that was planned for a day of a week begun. None for any other.

    Seven queries, however many plans there were.
    """
    change = Ledger.objects.filter(user=user).values_list("change", flat=True).first() or 0
    enrolment = _enrolment_of(user, uid, today)
    found = WorkoutLog.objects.for_user(user).filter(enrolment=enrolment)
    workouts = list(found if enrolment else found.filter(uid=uid))
    keys = [row.pk for row in workouts]
    rows = Rows.load(workouts, keys, keys)
    lived = Lived(rows, enrolment, life_of(enrolment, rows, today) if enrolment else None)
    workout = rows.workout(uid)
    if workout is None and not _can_have_been_done(lived, uid):
        return None
    return _page(lived, uid, workout, change, today)


def changed_since(user: AbstractBaseUser, uids: Iterable[UUID], change: int) -> set[UUID]:
    """The ops that came to some rows after a change. One query."""
    later = Operation.objects.filter(user=user, change__gt=change, uid__in=list(uids))
    return set(later.values_list("op", flat=True))


def _enrolment_of(user: AbstractBaseUser, uid: UUID, today: date) -> Enrolment | None:
    """The person's plan that a workout was logged for, or else planned in."""
    logged = WorkoutLog.objects.filter(user=user, uid=uid, enrolment=OuterRef("pk"))
    enrolments = with_words(Enrolment.objects.for_user(user).annotate(holds=Exists(logged)))
    holder = next((row for row in enrolments if row.holds), None)
    return holder or next((row for row in enrolments if _is_planned_in(row, uid, today)), None)


def _is_planned_in(enrolment: Enrolment, uid: UUID, today: date) -> bool:
    begun = choices_of(enrolment).window_of(today)
    return any(
        workout_uid(enrolment.uid, window, slot) == uid
        for window in range(1, begun + 1)
        for slot in range(1, DAYS + 1)
    )


def _can_have_been_done(lived: Lived, uid: UUID) -> bool:
    planned = lived.planned(uid)
    window = lived.window(planned.window) if planned else None
    return bool(window and lived.life and window.first_day <= lived.life.today)


def _page(lived: Lived, uid: UUID, workout: WorkoutLog | None, change: int, today: date) -> PastWorkout:
    texts = editions.library().variations
    rows, life, enrolment, planned = lived.rows, lived.life, lived.enrolment, lived.planned(uid)
    log = rows.log(workout) if workout else None
    asked = _asked(workout, planned, texts)
    shown = _rows(asked, workout, rows, texts) if workout else asked
    place: Any = workout or planned
    window = lived.window(place.window)
    saved = Cut.of(workout.trim if workout else None)
    return PastWorkout(
        uid=uid,
        today=today,
        date=workout.local_date if workout else min(place.date, today),
        blocks=[_block(row, log, rows, texts) for row in shown],
        prescription=asked or shown,
        instead=[row for row in shown if row not in asked],
        enrolment=enrolment.uid if enrolment else None,
        window=place.window,
        slot=place.slot,
        is_logged=bool(workout and workout.stamps.get("local_date")),
        is_finished=bool(workout and workout.finished_at),
        greatest_ms=rows.greatest_ms(workout) if workout else 0,
        cut=saved,
        saved=saved,
        plan=enrolment.revision.plan.name if enrolment else "",
        week=window.week if window else None,
        weeks=life.seen.weeks if life else 0,
        status=_status(rows, workout, planned),
        decides=lived.goes_on,
        first_day=life.choices.first_day if life else None,
        change=change,
        is_known=workout is not None,
        lived=lived,
        texts=texts,
    )


def _status(rows: Rows, workout: WorkoutLog | None, planned: PlannedWorkout | None) -> str:
    if workout and rows.is_hidden(workout):
        return REMOVED
    if workout is None or not rows.log(workout).sets:
        return OPEN
    return STARTED if planned and planned.status == STARTED else DONE


def _asked(
    workout: WorkoutLog | None, planned: PlannedWorkout | None, texts: Mapping[str, Variation]
) -> list[dict[str, Any]]:
    """As it was asked for when it was begun, else as the schedule asks for it now."""
    if workout and workout.prescription:
        return list(workout.prescription)
    return prescription_of(planned.doses, names_of(texts)) if planned else []


def _rows(
    asked: list[dict[str, Any]], workout: WorkoutLog, rows: Rows, texts: Mapping[str, Variation]
) -> list[dict[str, Any]]:
    """What was asked for, with what was done instead that day and beside it, removed sets included."""
    log = Log(workout, list(rows.sets.get(workout.pk, ())), [])
    found = rows_with(asked, workout.swaps, log.sets, is_past=True)
    return [*found, *done_beside(log, found, texts)]


def _block(
    asked: Mapping[str, Any], log: Log | None, rows: Rows, texts: Mapping[str, Variation]
) -> ExerciseBlock:
    """With the sets that were removed, where they stood."""
    held: dict[str, SetLog] = {}
    every: list[SetLog] = []
    if log:
        # A live set comes last: it speaks for its place.
        every = sorted(rows.sets.get(log.workout.pk, ()), key=lambda row: not row.removed)
        held = {f"{row.exercise}.{row.part}.{row.number}.{row.side}": row for row in every}
    block = block_of(asked, replace(log, sets=every) if log else None, texts)
    return replace(block, rows=[_row(row, held.get(row.key), block.name) for row in block.rows])


def _row(row: SetRow, held: SetLog | None, name: str) -> PastRow:
    if held is None:
        return PastRow(key=row.key, label=row.label, target=row.target, reps=None)
    done = held.target.get("name", name)
    return PastRow(
        key=row.key,
        label=row.label,
        target=held.target.get("reps", row.target),
        reps=None if held.removed else held.reps,
        was=held.reps if held.removed else None,
        uid=held.uid,
        is_removed=held.removed,
        instead=done if done != name else "",
    )
