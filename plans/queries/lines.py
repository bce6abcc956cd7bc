"""Doses as a page shows them: names, figures and sentences beside the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Variation
from plans.engine.ladder import Dose, Rung
from plans.engine.progression import Reason
from plans.reasons import dose_in_words, explain, fits_time, sides_in_words

STAGES = ("peach", "mint", "lilac", "honey")  # the background colours of figures, in turn


def names_of(texts: Mapping[str, Variation]) -> dict[str, str]:
    return {slug: row.name for slug, row in texts.items()}


@dataclass(frozen=True)
class DoseLine:
    """One dose and why. A new rung asks for more than reps: a set, a hold, a variation."""

    variation: Variation
    name: str
    dose: str
    sides: str
    hold: str
    reason: str
    is_new_rung: bool
    rung: str

    @property
    def figure(self) -> str:
        return self.variation.figure

    @property
    def in_short(self) -> str:
        """ "Glute bridge 2 × 14, hold 3 s"."""
        return f"{self.name} {self.dose}" + (f", {self.hold}" if self.hold else "")


def reason_in_words(dose: Dose, reason: Reason, texts: Mapping[str, Variation]) -> str:
    """The sentence of a dose; where time took sets off it, that is said too."""
    sentence = explain(reason, names_of(texts))
    if reason.code in ("EASY", "EASED") or not fits_time(dose):
        return sentence
    missing = dose.rung.sets - dose.sets
    shorter = ngettext(
        "%(missing)d set fewer than usual, to fit your time.",
        "%(missing)d sets fewer than usual, to fit your time.",
        missing,
    )
    return f"{sentence} {shorter % {'missing': missing}}"


def dose_line(dose: Dose, reason: Reason | None, texts: Mapping[str, Variation]) -> DoseLine:
    """Without a reason where numbers that are no longer in force asked for it."""
    variation = texts[dose.variation.slug]
    return DoseLine(
        variation=variation,
        name=variation.name,
        dose=dose_in_words(dose, with_sides=False),
        sides=sides_in_words(dose.variation),
        hold=hold_in_words(dose),
        reason=reason_in_words(dose, reason, texts) if reason else "",
        is_new_rung=reason is not None and reason.code.startswith("UP_") and reason.code != "UP_REPS",
        rung=dose.rung.code,
    )


def hold_in_words(dose: Dose) -> str:
    if not dose.hold_seconds:
        return ""
    return _("hold %(seconds)d s") % {"seconds": dose.hold_seconds}


def rung_in_words(rung: Rung, names: Mapping[str, str]) -> str:
    """ "Squat, 3 sets" or "Glute bridge, 2 sets, hold 3 s": what a rung asks for whatever its reps."""
    sets = ngettext("%(sets)d set", "%(sets)d sets", rung.sets) % {"sets": rung.sets}
    hold = hold_in_words(Dose("", rung, rung.sets, rung.low))
    return ", ".join(filter(None, [names[rung.variation.slug], sets, hold]))


def kit_of(doses: list[Dose], texts: Mapping[str, Variation]) -> list[str]:
    """
    What is needed or used, each once, in the order of the equipment list.

    What a dose needs is frozen with its numbers; what supports it (a mat, a wall) is part of the words.
    """
    kit = {row.needs.slug: row.needs for row in texts.values() if row.needs}
    things = {}
    for dose in doses:
        for thing in (texts[dose.variation.slug].prop, kit.get(dose.variation.needs)):
            if thing:
                things[thing.order] = thing.name
    return [things[order] for order in sorted(things)]


def stage_of(number: int) -> str:
    return STAGES[number % len(STAGES)]


def minutes_in_words(low: int, high: int | None = None) -> str:
    """ "23 min", "3½–5½ min" or "15–23 min" from seconds; halves only below six minutes."""
    words = [_minutes(seconds) for seconds in (low, high) if seconds is not None]
    return _("%(minutes)s min") % {"minutes": "–".join(dict.fromkeys(words))}


def _minutes(seconds: int) -> str:
    if seconds >= 360:
        return str(round(seconds / 60))
    halves = max(1, round(seconds / 30))
    whole = str(halves // 2) if halves >= 2 else ""
    return whole + ("½" if halves % 2 else "")
