"""All workouts of somebody, the last one first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.editions import with_words
from plans.engine.schedule import MISSED, PlannedWorkout
from plans.models import Enrolment, SetLog, WorkoutLog
from plans.queries.following import Log
from plans.queries.history.rows import Rows, life_of

PER_PAGE = 30


@dataclass(frozen=True)
class HistoryRow:
    """plan: its name, or "Quick set"; done: in a few words, "" for nothing."""

    uid: UUID
    date: date
    plan: str
    done: str


@dataclass(frozen=True)
class Month:
    first_day: date
    rows: list[HistoryRow]


@dataclass(frozen=True)
class HistoryPage:
    """open: planned workouts of the plan that is followed whose day has passed, the last one first."""

    months: list[Month]
    open: list[HistoryRow]
    removed: list[HistoryRow]
    page: Page


def history_page(user: AbstractBaseUser, today: date, number: str) -> HistoryPage:
    """Six queries, however long somebody has trained. number: of the page, whatever was asked for."""
    enrolments = with_words(Enrolment.objects.for_user(user))
    plans = {row.pk: row.revision.plan.name for row in enrolments}
    active = next((row for row in enrolments if row.ended_at is None), None)
    workouts = _workouts(user)
    paginator = Paginator([row for row in workouts if row.has_live_sets], PER_PAGE)
    rows = _load(workouts, active, paginator.get_page(number))
    live, removed = _sorted_out(workouts, rows)
    page = Paginator(live, PER_PAGE).get_page(number)
    planned = _open(active, rows, today)
    removed = [row for row in removed if row.uid not in {each.uid for each in planned}]
    return HistoryPage(
        months=_months(_row(row, rows, plans) for row in page.object_list),
        open=[HistoryRow(row.uid, row.date, "", "") for row in planned],
        removed=[_row(row, rows, plans) for row in removed],
        page=page,
    )


def _workouts(user: AbstractBaseUser) -> list[WorkoutLog]:
    """Those with sets, live ones or not."""
    sets = SetLog.objects.filter(workout=OuterRef("pk"))
    rows = WorkoutLog.objects.for_user(user).annotate(
        has_live_sets=Exists(sets.live().exclude(reps=None)), has_sets=Exists(sets)
    )
    return list(rows.order_by("-local_date", "-pk"))


def _load(workouts: list[WorkoutLog], active: Enrolment | None, page: Page) -> Rows:
    """
    The sets of what is to be shown, and all that the schedule is made of.

    Which of the removed workouts are live again is known from their sets: they move the pages by as many at
    most, so as many more are loaded.
    """
    removed = {row.pk for row in workouts if row.removed}
    followed = {row.pk for row in workouts if active and row.enrolment_id == active.pk}
    start = max(0, page.start_index() - 1)
    near = page.paginator.object_list[start : start + PER_PAGE + len(removed)]
    return Rows.load(workouts, removed | followed | {row.pk for row in near}, followed)


def _sorted_out(workouts: list[WorkoutLog], rows: Rows) -> tuple[list[WorkoutLog], list[WorkoutLog]]:
    """What counts, and what was removed, as a whole or set by set."""
    live, removed = [], []
    for row in workouts:
        if row.has_live_sets and not rows.is_hidden(row):
            live.append(row)
        elif row.has_sets:
            removed.append(row)
    return live, removed


def _open(active: Enrolment | None, rows: Rows, today: date) -> list[PlannedWorkout]:
    if active is None:
        return []
    own = [row for row in rows.workouts if row.enrolment_id == active.pk]
    seen = life_of(active, Rows(own, rows.sets, rows.feedback), today).seen
    hidden = {row.uid for row in own if rows.is_hidden(row)}  # they are put back, not added
    missed = (each for each in seen.workouts() if each.status == MISSED and each.uid not in hidden)
    return sorted(missed, key=lambda workout: workout.date, reverse=True)


def _row(workout: WorkoutLog, rows: Rows, plans: dict[int, str]) -> HistoryRow:
    plan = plans.get(workout.enrolment_id) if workout.enrolment_id else None
    return HistoryRow(
        uid=workout.uid,
        date=workout.local_date,
        plan=plan or _("Quick set"),
        done=done_in_words(rows.log(workout)),
    )


def done_in_words(log: Log) -> str:
    """ "11 sets, 262 reps"; of one exercise its name, too."""
    if not log.sets:
        return ""
    reps = log.reps.total()
    sets = ngettext("%(sets)d set", "%(sets)d sets", log.set_count) % {"sets": log.set_count}
    counted = ngettext("%(reps)d rep", "%(reps)d reps", reps) % {"reps": reps}
    names = {row["name"] for row in log.workout.prescription}
    alone = [next(iter(names))] if len(names) == 1 else []
    return ", ".join([*alone, sets, counted])


def _months(rows: Iterable[HistoryRow]) -> list[Month]:
    return [
        Month(first_day, list(found))
        for first_day, found in groupby(rows, lambda row: row.date.replace(day=1))
    ]
