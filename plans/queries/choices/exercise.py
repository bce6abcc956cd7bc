"""One exercise of the plan, and what may be chosen about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plans.engine import schedule as s
from plans.engine.schedule import Event, Window
from plans.queries.choices.option import Option, line_of, option
from plans.queries.choices.words import exercise_names
from plans.queries.following import Following
from plans.queries.lines import DoseLine, dose_line


@dataclass(frozen=True)
class ExerciseRow:
    """An exercise of the plan; `line` is None for one that is left out or stopped."""

    slug: str
    name: str
    line: DoseLine | None
    is_stopped: bool
    is_away: bool
    is_announced: bool


def exercise_rows(following: Following) -> Iterator[ExerciseRow]:
    window = following.life.seen.window(following.life.now)
    if window is None:
        return
    names = exercise_names(following)
    for slug in dict.fromkeys([*following.revision_in(window).exercises, *window.states]):
        event = Event("", window.number, exercise=slug)
        yield ExerciseRow(
            slug=slug,
            name=names.get(slug, slug),
            line=None if slug in window.stopped else line_of(following, following.life, event),
            is_stopped=slug in window.stopped,
            is_away=slug in window.away,
            is_announced=slug in window.announced,
        )


@dataclass(frozen=True)
class ExercisePage:
    """
    One exercise of the plan, and what may be chosen about it.

    row: how it stands. coming: the new step that the next week would bring. variations, others: what it could
    be replaced by until further notice, each with its name.
    """

    following: Following
    row: ExerciseRow
    coming: DoseLine | None
    decline: Option
    back: Option
    easier: Option
    out: Option
    variations: list[tuple[str, Option]]
    others: list[tuple[str, Option]]
    take_up: Option
    back_again: Option


def exercise_page(following: Following, slug: str) -> ExercisePage | None:
    row = next((row for row in exercise_rows(following) if row.slug == slug), None)
    window = following.schedule.window(following.life.now)
    if row is None or window is None:
        return None

    def of(kind: str, **fields: Any) -> Option:
        return option(following, kind, exercise=slug, **fields)

    names = exercise_names(following)
    return ExercisePage(
        following=following,
        row=row,
        coming=_coming(following, slug),
        decline=of(s.DECLINED),
        back=of(s.BACKED),
        easier=of(s.EASIER),
        out=of(s.SWAPPED),
        variations=[
            (following.texts[variation].name, of(s.SWAPPED, variation=variation))
            for variation in _easier_variations(following, window, slug)
        ],
        others=[
            (names.get(other, other), of(s.SWAPPED, instead=other))
            for other in following.revision_in(window).ladders
            if other not in following.revision_in(window).exercises and other not in window.states
        ],
        take_up=of(s.TAKEN_UP),
        back_again=of(s.RETURNED),
    )


def _coming(following: Following, slug: str) -> DoseLine | None:
    """What the next week steps up to, as long as all goes right."""
    window = following.schedule.window(following.life.next)
    reason = window.reasons.get(slug) if window else None
    line = dose_line(reason.after, reason, following.texts) if reason else None
    return line if line and line.is_new_rung else None


def _easier_variations(following: Following, window: Window, slug: str) -> list[str]:
    """Those of the rungs below the person's own, the hardest first."""
    if slug not in window.states:
        return []
    rungs = following.revision_in(window).ladders[slug].rungs
    state = window.states[slug]
    here = rungs[state.rung].variation.slug if state.rung < len(rungs) else ""
    below = dict.fromkeys(rung.variation.slug for rung in reversed(rungs[: state.rung]))
    return [variation for variation in below if variation != here]
