"""What one workout asks for: as it was when it was begun, and with what is done instead that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exercises.models import Variation
from plans.engine.schedule import PlannedWorkout
from plans.instead import rows_with
from plans.queries.following import Following, Log
from plans.queries.lines import names_of
from plans.records import prescription_of


def prescription_in(following: Following, workout: PlannedWorkout) -> list[dict[str, Any]]:
    """As it was asked for when it was begun, else as the schedule asks for it now."""
    log = following.log_of(workout)
    frozen = log.workout.prescription if log else []
    return frozen or prescription_of(workout.doses, names_of(following.texts))


def rows_today(
    following: Following, workout: PlannedWorkout, swaps: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The same with the swaps of its record, or with others."""
    log = following.log_of(workout)
    if swaps is None and log:
        swaps = log.workout.swaps
    return rows_with(prescription_in(following, workout), swaps, log.sets if log else ())


def done_beside(
    log: Log, rows: Iterable[Mapping[str, Any]], texts: Mapping[str, Variation]
) -> list[dict[str, Any]]:
    """Rows for what was done and none of these asks for, each as its sets say."""
    shown = {row["exercise"] for row in rows}
    sets = {row.exercise: row for row in log.sets if row.exercise not in shown}
    found = (_row_of(name, row.target, log, texts) for name, row in sets.items())
    return [row for row in found if row]


def _row_of(
    name: str, target: Mapping[str, Any], log: Log, texts: Mapping[str, Variation]
) -> dict[str, Any] | None:
    """None where nobody knows how it is done."""
    variation = texts.get(target.get("variation", ""))
    if variation is None:
        return None
    return {
        "exercise": name,
        **target,
        "sets": max(row.number for row in log.sets if row.exercise == name),
        "rest_seconds": 0,
        "laterality": variation.laterality,
        "side_order": variation.side_order,
        "first_side": variation.first_side,
        "parts": variation.parts,
        "rep_seconds": variation.rep_seconds,
        "needs": variation.needs.slug if variation.needs else "",
    }
