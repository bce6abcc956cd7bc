"""
What one workout does instead of what it asks for: an easier variation, or another exercise.

The plan stays as it is. A swap is kept in the workout's own record, by the exercise that it replaces, as a row like
those of the prescription (see plans/records.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from plans.models import SetLog, WorkoutLog

# Stands before the code of a rung where something is done instead of what was asked. A code like that is of no
# ladder: whatever becomes of the swap, no set done for it is ever evidence.
INSTEAD, LONGEST_CODE = "⇄", 8


def row_instead(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a prescription as one that is done instead of another."""
    return {**row, "rung": (INSTEAD + row["rung"])[:LONGEST_CODE]}


def is_instead(asked: Mapping[str, Any]) -> bool:
    """Whether a row, or the target of a set, takes the place of another."""
    return str(asked.get("rung", "")).startswith(INSTEAD)


def swaps_of(
    prescription: Iterable[Mapping[str, Any]], swaps: Mapping[str, Any] | None
) -> dict[str, Mapping[str, Any]]:
    """Those of a workout's swaps that mean something to what it asks for: each exercise has its turn once."""
    asked = {row["exercise"] for row in prescription}
    return {
        name: row
        for name, row in (swaps or {}).items()
        if name in asked and (row["exercise"] == name or row["exercise"] not in asked)
    }


def rows_with(
    prescription: Sequence[Mapping[str, Any]],
    swaps: Mapping[str, Any] | None,
    sets: Iterable[SetLog] = (),
    *,
    is_past: bool = False,
) -> list[dict[str, Any]]:
    """
    What a workout asks for with its swaps: what is done instead names the row in whose place it stands.

    Where a device did not know of a swap, what was done decides: with `sets` of the original alone the swap has
    lapsed; with sets of both, both are there. is_past: what could have been done instead is there all the same.
    """
    sets = list(sets)
    own = {row.exercise for row in sets if not is_instead(row.target)}
    other = {row.exercise for row in sets if is_instead(row.target)}
    standing, rows = swaps_of(prescription, swaps), list[dict[str, Any]]()
    for row in prescription:
        name, instead = row["exercise"], standing.get(row["exercise"])
        is_another = instead is not None and instead["exercise"] != name
        if instead is None or (name in own and is_another):
            rows.append(dict(row))
        if instead and (name not in own or instead["exercise"] in other or (is_past and is_another)):
            rows.append({**instead, "instead_of": dict(row)})
        elif instead and not is_another:
            rows.append(dict(row))
    return rows


def asked_of(workout: WorkoutLog, row: SetLog) -> Mapping[str, Any] | None:
    """What a set was done for: a row of the swaps or of the prescription; None where neither asked for it."""
    rows = (workout.swaps or {}).values() if is_instead(row.target) else workout.prescription
    return next((each for each in rows if each["exercise"] == row.exercise), None)
