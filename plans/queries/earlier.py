"""What somebody did the last time, exercise by exercise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.queries.following import Log


@dataclass(frozen=True)
class LastTime:
    """The sets of one exercise in one logged workout: reps by "part.number.side"."""

    date: date
    sets: Mapping[str, int]

    @property
    def words(self) -> str:
        """ "18, 18": set by set; of two sides the weaker one, which is the one that counts."""
        weaker: dict[tuple[int, int], int] = {}
        for key, reps in self.sets.items():
            part, number, _side = key.split(".")
            place = int(part), int(number)
            weaker[place] = min(reps, weaker.get(place, reps))
        return ", ".join(str(weaker[place]) for place in sorted(weaker))


def last_times(
    logs: Iterable[Log], asked: Iterable[Mapping[str, Any]], now: Log | None = None
) -> dict[str, LastTime]:
    """
    For each exercise of a prescription the latest workout with sets of the same variation and hold: reps of
    others cannot be compared. Of those before `now`, where that is one of them.
    """
    wanted = {row["exercise"]: _kind_of(row) for row in asked}
    found: dict[str, LastTime] = {}
    for log in sorted(logs, key=_moment, reverse=True):
        if now and _moment(log) >= _moment(now):
            continue
        sets: dict[str, dict[str, int]] = {}
        for row in log.sets:
            name = row.exercise
            if name in wanted and name not in found and _kind_of(row.target) == wanted[name]:
                sets.setdefault(name, {})[f"{row.part}.{row.number}.{row.side}"] = row.reps or 0
        found |= {name: LastTime(log.workout.local_date, done) for name, done in sets.items()}
    return found


def _kind_of(asked: Mapping[str, Any]) -> tuple[Any, Any]:
    """What makes reps alike, of a row of a prescription or of a set's target."""
    return asked.get("variation"), asked.get("hold_seconds")


def _moment(log: Log) -> tuple[date, int]:
    return log.workout.local_date, log.workout.pk
