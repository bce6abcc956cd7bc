"""What was done, added up from logged sets: reps, time, sets for each muscle, and one side against the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from exercises.models import Variation
from plans.engine.ladder import REST_SECONDS, Dose
from plans.engine.timing import Workout
from plans.instead import asked_of
from plans.models import SetLog
from plans.queries.following import Log
from plans.records import dose_of

WHOLE_HOURS = 10  # from here on minutes say nothing

# Done in a window: its number and the log.
Dated = tuple[int, Log]


def reps_of(logs: Iterable[Dated]) -> Counter[tuple[str, int]]:
    """By exercise and window: both sides, all parts."""
    counts: Counter[tuple[str, int]] = Counter()
    for window, log in logs:
        counts.update({(name, window): reps for name, reps in log.reps.items()})
    return counts


# Time --------------------------------------------------------------------------------------------


def seconds_of(log: Log, warm_up_seconds: int, texts: Mapping[str, Variation]) -> int:
    """
    How long the sets that were done take at the tempo of their exercises: holds, rests, getting into place and
    the warm-up with them, as in every time that a plan names.

    The moments at which sets were logged would not say it: a workout may be written down in one go, or days
    later, and a phone may lie about in between.
    """
    if not log.sets:
        return 0
    doses = [_done(name, sets, log, texts) for name, sets in _by_exercise(log).items()]
    return Workout(tuple(dose for dose in doses if dose), (), warm_up_seconds).seconds


def _done(name: str, sets: list[SetLog], log: Log, texts: Mapping[str, Variation]) -> Dose | None:
    """A dose of as many sets as were done, each of the usual reps; None where nobody knows how it is done."""
    asked = _asked(name, sets[0], log, texts)
    if asked is None:
        return None
    count = len({row.number for row in sets})
    reps = round(sum(row.reps or 0 for row in sets) / len(sets))
    return dose_of({**asked, "sets": count, "reps": reps})


def _asked(name: str, row: SetLog, log: Log, texts: Mapping[str, Variation]) -> Mapping[str, Any] | None:
    """What the workout's record says; of what it did not ask for, what the set itself and the library say."""
    asked = asked_of(log.workout, row)
    text = texts.get(row.target.get("variation", ""))
    if asked or text is None:
        return asked
    numbers = ("laterality", "side_order", "first_side", "parts", "rep_seconds")
    frozen = {"rung": row.target.get("rung", ""), "hold_seconds": row.target.get("hold_seconds", 0)}
    return (
        {"exercise": name, "variation": text.slug, "rest_seconds": REST_SECONDS}
        | frozen
        | {column: getattr(text, column) for column in numbers}
    )


def _by_exercise(log: Log) -> dict[str, list[SetLog]]:
    found: dict[str, list[SetLog]] = {}
    for row in log.sets:
        found.setdefault(row.exercise, []).append(row)
    return found


def time_in_words(seconds: float) -> str:
    """ "48 min", "3 h 20 min" or "14 h"."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    if hours >= WHOLE_HOURS:
        hours, minutes = round(seconds / 3600), 0
    if not minutes:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


# Muscles -----------------------------------------------------------------------------------------


def variation_sets(log: Log, texts: Mapping[str, Variation]) -> dict[str, float]:
    """
    Sets by variation as they count for muscles: left and right are one.

    Where a set has two parts, each is a set of its own for the muscles that it trains: two parts done are one
    set for each of these muscles, as the plans count them, and one part alone is half of that.
    """
    done: defaultdict[tuple[str, int], set[tuple[str, int, int]]] = defaultdict(set)
    for row in log.sets:
        asked = _asked(row.exercise, row, log, texts) or {}
        variation = row.target.get("variation") or asked.get("variation", "")
        done[variation, asked.get("parts", 1)].add((row.exercise, row.part, row.number))
    sets: Counter[str] = Counter()
    for (variation, parts), places in done.items():
        sets[variation] += len(places) / parts  # type: ignore[assignment]
    return dict(sets)


# Sides -------------------------------------------------------------------------------------------


def sides_of(name: str, logs: Iterable[Dated]) -> dict[int, tuple[int, int]]:
    """
    Left and right reps of an exercise by window, of the sets that both sides did.

    A side that is not done yet, or was left out, is no weaker side.
    """
    sums: dict[int, tuple[int, int]] = {}
    for window, log in logs:
        pairs: defaultdict[tuple[int, int], dict[str, int]] = defaultdict(dict)
        for row in log.sets:
            if row.exercise == name and row.side != "both":
                pairs[row.part, row.number][row.side] = row.reps or 0
        for pair in pairs.values():
            if len(pair) == 2:
                left, right = sums.get(window, (0, 0))
                sums[window] = left + pair["left"], right + pair["right"]
    return sums
