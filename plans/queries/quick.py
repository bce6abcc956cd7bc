"""A quick set: one set of a standing exercise at any time, with a plan or without. It is no evidence for any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises import editions
from exercises.editions import Library, PublishedExercise
from exercises.models import Exercise, Level, Variation
from plans.engine.ladder import Dose, Ladder
from plans.engine.progression import State
from plans.engine.timing import SET_UP_SECONDS, quick_dose
from plans.queries.earlier import last_times
from plans.queries.following import Following, Log, following, quick_logs
from plans.queries.lines import minutes_in_words, names_of
from plans.queries.sheet import Sheet, block_of
from plans.records import dose_of, prescription_of
from plans.revisions import on_ladders, thaw

NO_PLAN = {"weeks": 0, "workouts": [], "easy_after": 0, "warm_up_seconds": 0}


def standing(library: Library) -> list[PublishedExercise]:
    """The exercises that a quick set can be of: they need no floor, and have a ladder."""
    is_standing = Exercise.Position.STANDING
    return [row for row in library.offered if row.exercise.position == is_standing and row.rungs]


def quick_doses(library: Library, following: Following | None) -> list[Dose]:
    """
    One set of each standing exercise: where the person stands in their plan, if it has the exercise. Else
    where the Standard level begins; Starter, for people who train there or follow no plan.
    """
    ladders = thaw(on_ladders(NO_PLAN, library)).ladders
    own = _own_places(following) if following else {}
    doses = []
    for published in standing(library):
        name = published.exercise.slug
        if name not in own:
            doses.append(_entry(ladders[name], following))
        elif not own[name][1].stopped:
            ladder, state = own[name]
            doses.append(quick_dose(ladder, state.point, following.choices.kit if following else ()))
    return doses


def _own_places(following: Following) -> dict[str, tuple[Ladder, State]]:
    """Where the person stands with each exercise of the plan: now, else when it begins, else when it ended."""
    schedule = following.schedule
    if not schedule.windows:
        return {}
    window = schedule.current or schedule.windows[-1 if schedule.has_started else 0]
    ladders = following.revision_in(window).ladders
    return {name: (ladders[name], state) for name, state in window.states.items()}


def _entry(ladder: Ladder, following: Following | None) -> Dose:
    starts_here = following is None or following.choices.level == Level.STARTER
    level = Level.STARTER if starts_here else Level.STANDARD
    return quick_dose(ladder, ladder.entry(level), following.choices.kit if following else ())


# Pages -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class QuickPage(Sheet):
    """A quick set to do. choices: the standing exercises by slug; minutes: how long it takes."""

    chosen: str
    choices: list[tuple[str, str]]
    minutes: str


@dataclass(frozen=True, kw_only=True)
class QuickDone(Sheet):
    """A quick set as it was done. words: a few for each exercise."""

    words: list[str]


def quick_page(
    user: AbstractBaseUser,
    today: date,
    *,
    uid: UUID,
    chosen: str = "",
    prescription: list[dict[str, Any]] | None = None,
) -> QuickPage | None:
    """
    The set of the exercise `chosen`, the first one without a word; None for one that is not offered.

    uid: of the workout that it will be. prescription: what a page of it asked for before. Six queries.
    """
    plan = following(user, today)
    library = plan.library if plan else editions.library()
    texts = library.variations
    doses = {dose.exercise: dose for dose in quick_doses(library, plan)}
    chosen = chosen or next(iter(doses), "")
    if chosen not in doses:
        return None
    asked = prescription or prescription_of([doses[chosen]], names_of(texts))
    last = last_times([*plan.logs.values(), *plan.quick] if plan else quick_logs(user), asked)
    names = {row.exercise.slug: row.exercise.name for row in standing(library)}
    return QuickPage(
        uid=uid,
        date=today,
        blocks=[block_of(row, None, texts, last=last.get(row["exercise"])) for row in asked],
        prescription=asked,
        chosen=chosen,
        choices=[(name, names[name]) for name in doses],
        minutes=minutes_in_words(quick_seconds(dose_of(asked[0]))),
    )


def quick_done(user: AbstractBaseUser, uid: UUID) -> QuickDone | None:
    """A quick set that is logged, in three queries; None where the person has none of that name."""
    log = next((log for log in quick_logs(user, uid) if log.workout.uid == uid), None)
    if log is None:
        return None
    texts = editions.library().variations
    return QuickDone(
        uid=uid,
        date=log.workout.local_date,
        blocks=[block_of(row, log, texts) for row in log.workout.prescription],
        prescription=log.workout.prescription,
        is_logged="local_date" in log.workout.stamps,
        is_finished=log.workout.finished_at is not None,
        greatest_ms=log.greatest_ms,
        words=[
            _("%(name)s: %(reps)s") % {"name": total.name, "reps": total.reps_in_words}
            for total in totals_of([log], texts)
        ],
    )


def quick_seconds(dose: Dose) -> int:
    """A quick set with getting into place."""
    return dose.seconds + SET_UP_SECONDS


# Progress ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuickTotal:
    """All quick sets of one exercise: reps of both sides and all parts."""

    exercise: str
    name: str
    sets: int
    reps: int

    @property
    def reps_in_words(self) -> str:
        return ngettext("%(reps)d rep", "%(reps)d reps", self.reps) % {"reps": self.reps}


def totals_of(logs: Iterable[Log], texts: Mapping[str, Variation]) -> list[QuickTotal]:
    """Exercise by exercise, the one with most sets first."""
    names = {row.exercise.slug: row.exercise.name for row in texts.values()}
    sets, reps = Counter[str](), Counter[str]()
    for log in logs:
        sets.update(name for name, _part, _number in {(s.exercise, s.part, s.number) for s in log.sets})
        reps.update(log.reps)
    return [QuickTotal(name, names.get(name, name), count, reps[name]) for name, count in sets.most_common()]
