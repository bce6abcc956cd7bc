"""What would follow from a correction of the past: the weeks to come, and the workout's own place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.engine.schedule import DONE, STARTED, Schedule, rules
from plans.queries.history.past import Lived, PastWorkout
from plans.queries.offer import ScheduleDifference, difference_between
from plans.records import Edit

WEEKS_AT_ONCE = 3


@dataclass(frozen=True)
class Effect:
    """
    facts: in sentences. warnings: what looks like a slip. schedule: as it will be once it is saved, None for
    what belongs to no plan.
    """

    facts: list[str]
    warnings: list[str]
    difference: ScheduleDifference
    schedule: Schedule | None

    @property
    def soon(self) -> ScheduleDifference:
        """The first weeks that change; `later` the others."""
        return ScheduleDifference([], self.difference.weeks[:WEEKS_AT_ONCE])

    @property
    def later(self) -> ScheduleDifference:
        return ScheduleDifference([], self.difference.weeks[WEEKS_AT_ONCE:])


def effect_of(page: PastWorkout, edits: Sequence[Edit], now_ms: int) -> Effect:
    """The plan as it is beside the plan as it would be; nothing is written."""
    after = page.lived.having(edits, now_ms)
    if page.lived.life is None or after.life is None:
        return Effect([], [], ScheduleDifference([], []), None)
    mine, theirs = page.lived.life.seen, after.life.seen
    numbers = page.lived.life.revisions[mine.revision]
    return Effect(
        facts=list(_facts(page, after)) if page.decides else [],
        warnings=list(_warnings(page, after)),
        difference=difference_between(
            _to_come(mine, page.uid), _to_come(theirs, page.uid), (numbers, numbers), page.texts
        )
        if page.decides
        else ScheduleDifference([], []),
        schedule=theirs,
    )


def _to_come(schedule: Schedule, but: UUID) -> Schedule:
    """What can still be done from this window on: what was begun keeps the numbers that it shows."""
    windows = (
        replace(
            window,
            workouts=tuple(w for w in window.workouts if w.status not in (DONE, STARTED) and w.uid != but),
        )
        for window in schedule.windows
        if window.last_day >= schedule.today
    )
    return replace(schedule, windows=tuple(windows))


def _facts(page: PastWorkout, after: Lived) -> Iterator[str]:
    was, will_be = _is_done(page.lived, page.uid), _is_done(after, page.uid)
    if will_be and not was:
        yield _("This workout counts as done.")
    if was and not will_be:
        planned = after.planned(page.uid)
        window = after.window(planned.window) if planned else None
        if window and window.last_day >= page.today:
            yield _("This workout counts as not done. You can do it until %(day)s.") % {
                "day": _in_words(window.last_day)
            }
        else:
            yield _("This workout counts as not done.")
    ends = [rules.last_day(lived.life.seen) for lived in (page.lived, after) if lived.life]
    if len(set(ends)) > 1:
        before, last = map(_in_words, ends)
        yield _("Your plan ends on %(after)s instead of %(before)s.") % {"after": last, "before": before}


def _is_done(lived: Lived, uid: UUID) -> bool:
    planned = lived.planned(uid)
    return planned is not None and planned.status in (DONE, STARTED)


def _warnings(page: PastWorkout, after: Lived) -> Iterator[str]:
    workout = after.rows.workout(page.uid)
    if workout is None or not _is_done(after, page.uid):
        return
    if page.is_known and workout.local_date == page.date:
        return
    same_day = [
        row
        for row in after.rows.workouts
        if row.local_date == workout.local_date and row.uid != page.uid and _is_done(after, row.uid)
    ]
    if same_day:
        yield _(
            "Another workout is logged on %(day)s as well. Two on one day are fine, if that is how it was."
        ) % {"day": _in_words(workout.local_date)}


def _in_words(day: date) -> str:
    return date_format(day, "l, j F")
