"""Progress: what was done, week by week. Counted from rows, never counted up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser

from exercises import editions
from plans.editions import with_words
from plans.engine.schedule import DONE
from plans.engine.streak import Streak, streak
from plans.models import Enrolment
from plans.queries.following import Following, of_enrolment, quick_logs
from plans.queries.progress.beside import Beside, beside_of
from plans.queries.progress.exercises import ExerciseProgress, exercises_of
from plans.queries.progress.months import Months, months_of
from plans.queries.progress.spans import Span, spans_of, windows_of
from plans.queries.progress.steps import Timeline, timeline_of
from plans.queries.progress.tally import Dated
from plans.queries.progress.weeks import MuscleWeeks, TimeWeeks, muscle_weeks, time_weeks
from plans.queries.quick import QuickTotal, totals_of


@dataclass(frozen=True)
class ProgressPage:
    """
    `workouts`, `sets`, `reps` and `time` count quick sets that were done while the plan was followed,
    `quick_within` of them; `quick` lists all that there are, whenever they were done.
    """

    following: Following
    others: list[Enrolment]
    exercises: list[ExerciseProgress]
    workouts: int
    sets: int
    reps: int
    weeks_done: int
    weeks: int
    streak: Streak
    time: TimeWeeks
    muscles: MuscleWeeks
    timeline: Timeline | None
    months: Months | None
    beside: Beside | None
    quick: list[QuickTotal]
    quick_within: int

    spans: list[Span]

    @property
    def is_active(self) -> bool:
        return self.following.enrolment.ended_at is None

    @property
    def has_easy(self) -> bool:
        return any(span.is_easy for span in self.spans)

    @property
    def has_pause(self) -> bool:
        return any(span.is_paused for span in self.spans)

    @property
    def is_running(self) -> bool:
        return self.spans[-1].is_running


def progress(user: AbstractBaseUser, today: date, chosen: str = "") -> ProgressPage | None:
    """
    The enrolment with the uid `chosen`; without one the person's plan, or the one followed last.

    None where there is no such enrolment.
    """
    enrolments = with_words(Enrolment.objects.for_user(user))
    enrolment = _enrolment_to_show(enrolments, chosen)
    if enrolment is None:
        return None
    following = of_enrolment(enrolment, today)
    schedule = following.schedule
    spans = spans_of(following)
    windows = windows_of(following, spans)
    planned = [(window, log) for (window, _slot), log in following.logs.items() if log.sets]
    quick = _quick_within(following, spans)
    logs = [*planned, *quick]
    return ProgressPage(
        following=following,
        others=[row for row in enrolments if row != enrolment],
        exercises=exercises_of(following, spans, windows, planned, quick),
        workouts=len(logs),
        sets=sum(log.set_count for _window, log in logs),
        reps=sum(log.reps.total() for _window, log in logs),
        weeks_done=sum(any(w.status == DONE for w in window.workouts) for window in schedule.windows),
        weeks=schedule.weeks,
        streak=streak(schedule.windows, today),
        time=time_weeks(following, spans, planned, quick),
        muscles=muscle_weeks(following, spans, logs),
        timeline=timeline_of(following, spans, windows),
        months=months_of(following, [log for _window, log in quick]),
        beside=beside_of(following),
        quick=totals_of(following.quick, following.texts),
        quick_within=len(quick),
        spans=spans,
    )


def quick_progress(user: AbstractBaseUser) -> list[QuickTotal]:
    """All quick sets of somebody who follows no plan: three queries."""
    return totals_of(quick_logs(user), editions.library().variations)


def _quick_within(following: Following, spans: list[Span]) -> list[Dated]:
    """The quick sets done while the plan was followed, each with the window of its date."""
    ended = following.enrolment.ended_at
    zone = ZoneInfo(following.enrolment.time_zone)
    last_day = ended.astimezone(zone).date() if ended else date.max
    numbers = {span.number for span in spans}
    dated = [(following.choices.window_of(log.workout.local_date), log) for log in following.quick]
    return [
        (window, log)
        for window, log in dated
        if window in numbers and log.sets and log.workout.local_date <= last_day
    ]


def _enrolment_to_show(enrolments: list[Enrolment], chosen: str) -> Enrolment | None:
    if chosen:
        return next((row for row in enrolments if str(row.uid) == chosen), None)
    newest = enrolments[0] if enrolments else None
    return next((row for row in enrolments if row.ended_at is None), newest)
