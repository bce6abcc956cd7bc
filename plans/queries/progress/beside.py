"""Last time's numbers beside what is asked for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from plans.engine.schedule import STARTED, TODAY, PlannedWorkout
from plans.queries.earlier import LastTime
from plans.queries.following import Following, Log
from plans.queries.lines import DoseLine, dose_line


@dataclass(frozen=True)
class BesideRow:
    """
    An exercise of the workout. last: its sets the last time, None where it was never done. other: what was done
    then, where that was another variation.
    """

    line: DoseLine
    last: LastTime | None
    other: str

    @property
    def day(self) -> str:
        """ "22 Jan", of the last time."""
        return date_format(self.last.date, "j\xa0M") if self.last else ""


@dataclass(frozen=True)
class Beside:
    """The workout of today if it is not done, else the next one, exercise by exercise."""

    date: date
    is_today: bool
    is_forecast: bool
    rows: list[BesideRow]


def beside_of(following: Following) -> Beside | None:
    """None where no workout is to come."""
    schedule = following.schedule
    today = schedule.on(schedule.today)
    workout = today if today and today.status in (TODAY, STARTED) else following.next_workout
    if workout is None or following.enrolment.ended_at is not None:
        return None
    window = schedule.window(workout.window)
    return Beside(
        date=workout.date,
        is_today=workout is today,
        is_forecast=window is not None and window.is_forecast,
        rows=_rows(following, workout),
    )


def _rows(following: Following, workout: PlannedWorkout) -> list[BesideRow]:
    now = following.log_of(workout)
    earlier = [log for log in following.logs.values() if log is not now]
    earlier.sort(key=lambda log: (log.workout.local_date, log.workout.pk), reverse=True)
    return [
        _row(
            dose_line(dose, workout.reasons.get(dose.exercise), following.texts),
            next((log for log in earlier if any(row.exercise == dose.exercise for row in log.sets)), None),
            dose.exercise,
        )
        for dose in workout.doses
    ]


def _row(line: DoseLine, log: Log | None, exercise: str) -> BesideRow:
    if log is None:
        return BesideRow(line, None, "")
    sets = [row for row in log.sets if row.exercise == exercise]
    name = sets[0].target.get("name", "")
    last = LastTime(
        log.workout.local_date, {f"{row.part}.{row.number}.{row.side}": row.reps or 0 for row in sets}
    )
    return BesideRow(line, last, name if name != line.name else "")
