"""A person's plan as it stands today: enrolment, events and logs, put through the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser

from exercises.models import Variation
from plans.engine.schedule import DONE, MISSED, Choices, Event, PlannedWorkout, Revision, Schedule, schedule
from plans.models import Enrolment, Feedback, SetLog, WorkoutLog
from plans.queries.lines import variations
from plans.records import is_hidden, logged_workouts
from plans.revisions import thaw


@dataclass(frozen=True)
class Log:
    """A logged workout with its live sets and its feedback."""

    workout: WorkoutLog
    sets: list[SetLog]
    feedback: list[Feedback]

    @property
    def ratings(self) -> dict[str, str]:
        return {row.exercise: row.rating for row in self.feedback}

    @property
    def set_count(self) -> int:
        """Sets done: left and right are one, and so is one side alone."""
        return len({(row.exercise, row.part, row.number) for row in self.sets})

    @property
    def greatest_ms(self) -> int:
        rows = [self.workout, *self.sets, *self.feedback]
        return max((stamp[0] for row in rows for stamp in row.stamps.values()), default=0)


@dataclass(frozen=True)
class Following:
    enrolment: Enrolment
    choices: Choices
    revision: Revision
    schedule: Schedule
    logs: dict[tuple[int, int], Log]
    texts: Mapping[str, Variation]

    @property
    def plan(self):
        return self.enrolment.revision.plan

    @property
    def has_trained(self) -> bool:
        return any(log.sets for log in self.logs.values())

    def log_of(self, workout: PlannedWorkout) -> Log | None:
        return self.logs.get((workout.window, workout.slot))

    @property
    def open_before_today(self) -> PlannedWorkout | None:
        """The latest undone workout of the current window that was due before today."""
        window = self.schedule.current
        undone = [workout for workout in window.workouts if workout.status == MISSED] if window else []
        return undone[-1] if undone else None

    @property
    def next_workout(self) -> PlannedWorkout | None:
        return self.schedule.next_after(self.schedule.today)

    @property
    def done_today(self) -> PlannedWorkout | None:
        workout = self.schedule.on(self.schedule.today)
        return workout if workout and workout.status == DONE else None


def choices_of(enrolment: Enrolment) -> Choices:
    return Choices(
        uid=enrolment.uid,
        revision=enrolment.revision_id,
        start=enrolment.start_date,
        weekdays=tuple(enrolment.weekdays),
        level=enrolment.level,
        kit=frozenset(enrolment.kit),
        standing_minutes=enrolment.standing_minutes,
    )


def following(user: AbstractBaseUser, today: date) -> Following | None:
    """The person's active plan in six queries, however long it has run; None where there is none."""
    enrolment = Enrolment.objects.for_user(user).active().select_related("revision__plan").first()
    return of_enrolment(enrolment, today) if enrolment else None


def of_enrolment(enrolment: Enrolment, today: date) -> Following:
    """One enrolment, active or ended, as it stands on a day."""
    workouts = list(enrolment.workout_logs.all())
    rows = {workout.pk for workout in workouts}
    sets = _by_workout(SetLog.objects.filter(workout__in=rows)) if rows else {}
    feedback = _by_workout(Feedback.objects.filter(workout__in=rows)) if rows else {}
    choices, revision = choices_of(enrolment), thaw(enrolment.revision.numbers)
    events = [Event(event.kind, event.window) for event in enrolment.events.all()]
    logged = logged_workouts(workouts, sets, feedback)
    return Following(
        enrolment=enrolment,
        choices=choices,
        revision=revision,
        schedule=schedule({enrolment.revision_id: revision}, choices, events, logged, today),
        logs={
            (workout.window, workout.slot): Log(
                workout,
                [row for row in sets.get(workout.pk, ()) if not row.removed and row.reps is not None],
                [row for row in feedback.get(workout.pk, ()) if not row.removed],
            )
            for workout in workouts
            if not is_hidden(workout, sets.get(workout.pk, ()))
        },
        texts=variations(),
    )


def _by_workout[Row: (SetLog, Feedback)](rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.workout_id, []).append(row)
    return grouped
