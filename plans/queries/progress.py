"""Progress: reps per exercise and week, steps reached, weeks done. Counted from rows, never counted up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser

from exercises import editions
from plans.charts import Chart, line_chart
from plans.editions import with_words
from plans.engine.ladder import Rung
from plans.engine.schedule import Window
from plans.models import Enrolment
from plans.queries.following import Following, Log, of_enrolment, quick_logs
from plans.queries.lines import DoseLine, dose_line, names_of, rung_in_words
from plans.queries.quick import QuickTotal, totals_of


@dataclass(frozen=True)
class ExerciseProgress:
    """
    Reps a window (both sides, all parts), the step stood on now, and how many steps up led to it.

    has_quick: whether quick sets are among the reps.
    """

    name: str
    line: DoseLine
    chart: Chart
    total: int
    rungs: list[str]
    current_rung: str
    steps_up: int
    has_quick: bool


@dataclass(frozen=True)
class ProgressPage:
    """
    `workouts`, `sets` and `reps` count quick sets that were done while the plan was followed, `quick_within`
    of them; `quick` lists all that there are, whenever they were done.
    """

    following: Following
    others: list[Enrolment]
    exercises: list[ExerciseProgress]
    workouts: int
    sets: int
    reps: int
    weeks_done: int
    weeks: int
    quick: list[QuickTotal]
    quick_within: int

    @property
    def is_active(self) -> bool:
        return self.following.enrolment.ended_at is None


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
    windows = _windows_to_show(following)
    within = _quick_within(following, windows)
    reps = _reps(following, within)
    quick = [log for _window, log in within]
    logs = [log for log in [*following.logs.values(), *quick] if log.sets]
    return ProgressPage(
        following=following,
        others=[row for row in enrolments if row != enrolment],
        exercises=[
            _of_exercise(name, following, windows, reps, has_quick=any(name in log.reps for log in quick))
            for name in _exercises(following, windows)
        ],
        workouts=len(logs),
        sets=sum(log.set_count for log in logs),
        reps=sum(reps.values()),
        weeks_done=sum(
            1 for window in following.schedule.windows if any(w.status == "done" for w in window.workouts)
        ),
        weeks=following.schedule.weeks,
        quick=totals_of(following.quick, following.texts),
        quick_within=len(quick),
    )


def quick_progress(user: AbstractBaseUser) -> list[QuickTotal]:
    """All quick sets of somebody who follows no plan: three queries."""
    return totals_of(quick_logs(user), editions.library().variations)


def _quick_within(following: Following, windows: list[int]) -> list[tuple[int, Log]]:
    """The quick sets done while the plan was followed, each with the window of its date."""
    ended = following.enrolment.ended_at
    zone = ZoneInfo(following.enrolment.time_zone)
    last_day = ended.astimezone(zone).date() if ended else date.max
    dated = [(following.choices.window_of(log.workout.local_date), log) for log in following.quick]
    return [
        (window, log)
        for window, log in dated
        if window in windows and log.sets and log.workout.local_date <= last_day
    ]


def _enrolment_to_show(enrolments: list[Enrolment], chosen: str) -> Enrolment | None:
    if chosen:
        return next((row for row in enrolments if str(row.uid) == chosen), None)
    newest = enrolments[0] if enrolments else None
    return next((row for row in enrolments if row.ended_at is None), newest)


def _windows_to_show(following: Following) -> list[int]:
    """The windows begun so far, at least one."""
    schedule = following.schedule
    begun = [window.number for window in schedule.windows if window.first_day <= schedule.today]
    return begun or [1]


def _shown(following: Following, windows: list[int]) -> list[Window]:
    """None are left of a plan that was given up before its first workout."""
    schedule = following.schedule
    return [window for window in schedule.windows if window.number in windows] or list(schedule.windows[:1])


def _exercises(following: Following, windows: list[int]) -> list[str]:
    """Those of the plan now; then those that only earlier numbers of it had."""
    shown = _shown(following, windows)
    return list(dict.fromkeys(name for window in reversed(shown) for name in window.reasons))


def _reps(following: Following, quick: list[tuple[int, Log]]) -> Counter:
    """By exercise and window."""
    counts: Counter = Counter()
    planned = [(window, log) for (window, _slot), log in following.logs.items()]
    for window, log in [*planned, *quick]:
        counts.update({(name, window): reps for name, reps in log.reps.items()})
    return counts


def _of_exercise(
    name: str, following: Following, windows: list[int], reps: Counter, *, has_quick: bool
) -> ExerciseProgress:
    schedule = following.schedule
    shown = [window for window in _shown(following, windows) if name in window.reasons]
    rungs = [_rung_in(window, name, following) for window in shown]
    reason = shown[-1].reasons[name]
    values = [reps[name, number] for number in windows]
    line = dose_line(reason.after, reason, following.texts)
    return ExerciseProgress(
        name=line.variation.exercise.name,
        line=line,
        chart=line_chart(
            [str(number) for number in windows], values, is_last_unfinished=schedule.current is not None
        ),
        total=sum(values),
        rungs=list(dict.fromkeys(rung_in_words(rung, names_of(following.texts)) for rung in rungs)),
        current_rung=rung_in_words(reason.after.rung, names_of(following.texts)),
        has_quick=has_quick,
        steps_up=sum(_is_step_up(name, following, *pair) for pair in pairwise(shown)),
    )


def _rung_in(window: Window, name: str, following: Following) -> Rung:
    return following.revision_in(window).ladders[name].rungs[window.states[name].rung]


def _is_step_up(name: str, following: Following, earlier: Window, later: Window) -> bool:
    """Whether the later rung asks for a harder variation, not only for more of the same."""
    if earlier.revision != later.revision:  # a change of the plan is no step of the person's
        return False
    climbs = later.states[name].rung > earlier.states[name].rung
    return (
        climbs and _rung_in(later, name, following).variation != _rung_in(earlier, name, following).variation
    )
