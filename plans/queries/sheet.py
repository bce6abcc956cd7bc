"""Sets to tick: what is asked for, what is logged so far, and all that saving it needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from exercises.models import Variation
from plans.engine.ladder import Dose, PlannedSet
from plans.engine.progression import Reason
from plans.queries.cuts import Cut
from plans.queries.earlier import LastTime
from plans.queries.following import Log
from plans.queries.lines import hold_in_words, reason_in_words
from plans.reasons import dose_in_words, sides_in_words
from plans.records import dose_of


@dataclass(frozen=True)
class SetRow:
    """
    One set to tick. `key` names it in the form; `reps` is what is logged so far, None for nothing; `last` the
    reps of the same set the time before.
    """

    key: str
    label: str
    target: int
    reps: int | None
    last: int | None = None


@dataclass(frozen=True)
class ExerciseBlock:
    """An exercise with its sets. instead_of: the name of the one in whose place it is done today, "" for none."""

    exercise: str
    variation: Variation
    name: str
    dose: str
    sides: str
    hold: str
    rest_seconds: int
    reason: str
    rows: list[SetRow]
    rating: str
    instead_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    The sets of a workout, and what its form must know to save them. What is done without a plan has no place
    in one.

    prescription: all that is asked for; `instead` are rows of what is done beside it or in its place; `cut` says
    what today leaves of it all, `saved` what the record says so far. greatest_ms: the latest stamp of what is
    logged.
    """

    uid: UUID
    date: date
    blocks: list[ExerciseBlock]
    prescription: list[dict[str, Any]]
    instead: list[dict[str, Any]] = field(default_factory=list)
    enrolment: UUID | None = None
    window: int | None = None
    slot: int | None = None
    is_logged: bool = False
    is_finished: bool = False
    greatest_ms: int = 0
    cut: Cut = field(default_factory=Cut)
    saved: Cut = field(default_factory=Cut)

    @property
    def rows(self) -> list[SetRow]:
        return [row for block in self.blocks for row in block.rows]

    @property
    def sets(self) -> int:
        """Sets to do: left and right are one."""
        return count_sets(row.key for row in self.rows)

    @property
    def done(self) -> int:
        return count_sets(row.key for row in self.rows if row.reps is not None)


def count_sets(keys: Iterable[str]) -> int:
    """How many sets some rows are, by their keys; the sides of a set count once."""
    return len({key.rpartition(".")[0] for key in keys})


def block_of(
    asked: Mapping[str, Any],
    log: Log | None,
    texts: Mapping[str, Variation],
    *,
    reason: Reason | None = None,
    last: LastTime | None = None,
) -> ExerciseBlock:
    """One exercise of a prescription; what was done beyond it is listed after it."""
    dose, exercise = dose_of(asked), asked["exercise"]
    done = {
        PlannedSet(row.part, row.number, row.side): row.reps
        for row in (log.sets if log else ())
        if row.exercise == exercise
    }
    planned = list(dose.planned_sets())
    extra = [key for key in done if key not in planned]
    before = last.sets if last else {}
    return ExerciseBlock(
        exercise=exercise,
        variation=texts[dose.variation.slug],
        name=asked["name"],
        dose=dose_in_words(dose, with_sides=False),
        sides=sides_in_words(dose.variation),
        hold=hold_in_words(dose),
        rest_seconds=dose.rest_seconds,
        reason=reason_in_words(reason.after, reason, texts) if reason else "",
        rows=[_row(key, dose, done, before, texts) for key in planned + extra],
        rating=log.ratings.get(exercise, "") if log else "",
        instead_of=asked["instead_of"]["name"] if "instead_of" in asked else "",
    )


def _row(
    planned: PlannedSet,
    dose: Dose,
    done: Mapping[PlannedSet, int | None],
    before: Mapping[str, int],
    texts: Mapping[str, Variation],
) -> SetRow:
    place = f"{planned.part}.{planned.number}.{planned.side}"
    return SetRow(
        key=f"{dose.exercise}.{place}",
        label=_label(planned, dose, texts[dose.variation.slug]),
        target=dose.reps,
        reps=done.get(planned),
        last=before.get(place),
    )


def _label(planned: PlannedSet, dose: Dose, variation: Variation) -> str:
    words = [_("Set %(number)d") % {"number": planned.number}]
    if dose.variation.parts > 1:
        name = variation.part_name if planned.part == 1 else variation.second_part_name
        words.append(name or _("part %(number)d") % {"number": planned.part})
    if planned.side != "both":
        words.append(_("left side") if planned.side == "left" else _("right side"))
    return ", ".join(words)
