"""What an exercise of one workout can be replaced by, for that workout alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from exercises.models import Exercise
from plans.engine.evidence import Asked
from plans.engine.ladder import Dose, Ladder
from plans.engine.progression import snap, start
from plans.engine.schedule import DONE, PlannedWorkout, Window, rules
from plans.instead import row_instead
from plans.queries.asked import prescription_in, rows_today
from plans.queries.cuts import last_sets
from plans.queries.following import Following
from plans.queries.lines import DoseLine, dose_line, names_of
from plans.queries.workout import CutsOnOffer, cuts_on_offer, swappable_of
from plans.records import dose_of, prescription_of

STANDING, MAT = "standing", "mat"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Alternative:
    """What may be done; `row` is how a swap of the workout's record has it, None for what was asked for."""

    name: str
    line: DoseLine
    row: dict[str, Any] | None

    @property
    def variation(self) -> str:
        return self.line.variation.slug


@dataclass(frozen=True)
class SwapPage:
    """
    One exercise of a workout as it stands (`now`), and what may be done in its place this once.

    original: what was asked for, where something is done instead. easier: variations of its own. fault: why nothing
    can be chosen, in a sentence. leave_out: the query of the page of today without it, "" where nothing would be
    left. lasting: the exercise of the plan that may be replaced until further notice, "" for none.
    """

    workout: PlannedWorkout
    exercise: str
    name: str
    now: DoseLine
    now_exercise: str
    original: Alternative | None
    easier: list[Alternative]
    others: list[Alternative]
    fault: str
    leave_out: str
    lasting: str

    def choice(self, variation: str) -> Alternative | None:
        offered = [*filter(None, [self.original]), *self.easier, *self.others]
        return next((each for each in offered if each.variation == variation), None)


def swap_page(
    following: Following, workout: PlannedWorkout, exercise: str, position: str = ""
) -> SwapPage | None:
    """
    None for an exercise that the workout does not ask for. position: what the choices are narrowed down to,
    STANDING or MAT.
    """
    asked = next((row for row in prescription_in(following, workout) if row["exercise"] == exercise), None)
    window = following.schedule.window(workout.window)
    if asked is None or window is None:
        return None
    rows = [
        row for row in rows_today(following, workout) if row.get("instead_of", row)["exercise"] == exercise
    ]
    now = rows[-1]
    choices = [
        row for row in _choices(following, window, workout, asked) if row["variation"] != now["variation"]
    ]
    fitting = [_alternative(following, row) for row in choices if _fits(following, row["exercise"], position)]
    return SwapPage(
        workout=workout,
        exercise=exercise,
        name=asked["name"],
        now=_line(following, now),
        now_exercise=now["exercise"],
        original=_original(following, asked) if "instead_of" in now else None,
        easier=[each for each in fitting if each.row and each.row["exercise"] == exercise],
        others=[each for each in fitting if each.row and each.row["exercise"] != exercise],
        fault=_fault(following, workout, exercise, now["name"]),
        leave_out=_leave_out(cuts_on_offer(following, workout), workout, now["exercise"]),
        lasting=_lasting(following, window, exercise),
    )


def _line(following: Following, row: Row) -> DoseLine:
    return dose_line(dose_of(row), None, following.texts)


def _alternative(following: Following, row: dict[str, Any]) -> Alternative:
    return Alternative(row["name"], _line(following, row), row)


def _original(following: Following, asked: Row) -> Alternative:
    return Alternative(asked["name"], _line(following, asked), None)


def _fits(following: Following, exercise: str, position: str) -> bool:
    found = next((row.exercise for row in following.library.exercises if row.exercise.slug == exercise), None)
    is_standing = found is not None and found.position == Exercise.Position.STANDING
    return {STANDING: is_standing, MAT: not is_standing}.get(position, True)


def _fault(following: Following, workout: PlannedWorkout, exercise: str, name: str) -> str:
    log = following.log_of(workout)
    if workout.status == DONE or (log and log.workout.finished_at):
        return _("This workout is done, so it stays as it is.")
    found = swappable_of(rows_today(following, workout), log)
    if any(each.is_begun for each in found if each.exercise == exercise):
        return _("You have begun with %(name)s, so it stays in this workout.") % {"name": name}
    return ""


def _leave_out(offer: CutsOnOffer, workout: PlannedWorkout, exercise: str) -> str:
    without = list(dict.fromkeys([*offer.without, exercise]))
    if len(without) == len(offer.exercises):
        return ""
    minutes = offer.saved.minutes or ""
    return urlencode(
        {"window": workout.window, "slot": workout.slot, "minutes": minutes, "without": without}, doseq=True
    )


def _lasting(following: Following, window: Window, exercise: str) -> str:
    """What takes the place of another is spoken of by the name of that one."""
    if window is not following.schedule.current:
        return ""
    stands_for = next((name for name, instead in window.away.items() if instead == exercise), exercise)
    return stands_for if stands_for in following.revision_in(window).exercises else ""


# What there is -----------------------------------------------------------------------------------


def _choices(
    following: Following, window: Window, workout: PlannedWorkout, asked: Row
) -> Iterator[dict[str, Any]]:
    """Easier variations, the hardest first, then what else the library has; none needs kit that is not there."""
    ladders = following.revision_in(window).ladders
    ladder = ladders.get(asked["exercise"])
    missing = 0
    doses: list[Dose] = []
    if ladder and (index := _index_of(ladder, asked)) is not None:
        missing = max(0, ladder.rungs[index].sets - asked["sets"])
        doses += _easier(ladder, index, rules.kit_now(following.life))
    taken = {row["exercise"] for row in prescription_in(following, workout)}
    taken |= {row["exercise"] for row in rows_today(following, workout)}
    away = {*window.stopped, *window.away}
    for name, other in ladders.items():
        if name not in taken | away and (dose := _entry(following, window, other)):
            doses.append(dose)
    names = names_of(following.texts)
    for row in prescription_of(doses, names):
        # As many sets fewer as an easy week, or little time, takes from what was asked for.
        yield row_instead({**row, "sets": max(1, row["sets"] - missing)})


def _index_of(ladder: Ladder, asked: Row) -> int | None:
    """Its rung, if it is on this ladder: the numbers may be others since it was asked for."""
    found = Asked(asked["rung"], asked["sets"], asked["reps"], asked["variation"], asked["hold_seconds"])
    return next((index for index, rung in enumerate(ladder.rungs) if found.is_of(rung)), None)


def _easier(ladder: Ladder, index: int, owned: frozenset[str]) -> Iterator[Dose]:
    """Of each easier variation the hardest point below."""
    seen = {ladder.rungs[index].variation.slug}
    for rung in reversed(ladder.rungs[:index]):
        slug, needs = rung.variation.slug, rung.variation.needs
        if slug not in seen and (not needs or needs in owned):
            seen.add(slug)
            yield Dose(ladder.exercise, rung, rung.sets, rung.reps[-1])


def _entry(following: Following, window: Window, ladder: Ladder) -> Dose | None:
    """Where the person's level begins, or where she stands if that is easier; None without its kit."""
    owned = rules.kit_now(following.life)
    state = start(ladder, following.choices.level, owned)
    if (own := window.states.get(ladder.exercise)) and own.point < state.point:
        state = snap(ladder, own, owned)
    rung = ladder.rungs[state.rung]
    if rung.variation.needs and rung.variation.needs not in owned:
        return None
    return Dose(ladder.exercise, rung, rung.sets, state.reps)


# Choosing ----------------------------------------------------------------------------------------


def record_with(
    following: Following, workout: PlannedWorkout, exercise: str, row: Row | None
) -> dict[str, Any]:
    """
    What the workout's record says once `row` is done in the place of an exercise; None for itself again.

    What the day was cut to before is cut anew: the same minutes, without the same exercises.
    """
    swaps: dict[str, Any] = {
        each["instead_of"]["exercise"]: {key: value for key, value in each.items() if key != "instead_of"}
        for each in rows_today(following, workout)
        if "instead_of" in each
    }
    before = cuts_on_offer(following, workout)
    swaps.pop(exercise, None)
    swaps |= {exercise: dict(row)} if row else {}
    data: dict[str, Any] = {"swaps": swaps or None}
    if before.saved:
        after = cuts_on_offer(following, workout, swaps)
        without = [name for name in before.without if name in dict(after.exercises) and name != exercise]
        done = last_sets(following.log_of(workout))
        rows = rows_today(following, workout, swaps)
        data["trim"] = after.cut(before.saved.minutes, without).but_never_below(done, rows).trim
    return data
