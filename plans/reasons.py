"""
Reason codes and numbers, turned into sentences.

The engine never writes prose. Every sentence here is whole, so that it can be translated as a whole; only
doses ("2 × 20 per side") and the words for what happened are put in.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.engine.ladder import Dose, Variation
from plans.engine.progression import SHORT_RATIO, SUCCESS_RATIO, Reason


def sides_in_words(variation: Variation) -> str:
    """What the reps count for: "per side", "per leg", or nothing."""
    if variation.laterality == "per_side":
        return _("per side")
    if variation.laterality == "alternating":
        return _("per leg")
    return ""


def dose_in_words(dose: Dose, *, with_sides: bool = True) -> str:
    """ "3 × 10 per side"."""
    numbers = _("%(sets)d × %(reps)d") % {"sets": dose.sets, "reps": dose.reps}
    sides = sides_in_words(dose.variation) if with_sides else ""
    return _("%(numbers)s %(sides)s") % {"numbers": numbers, "sides": sides} if sides else numbers


def fits_time(dose: Dose) -> bool:
    """Whether sets were taken off so that the workout fits into the time there is (or the week is easy)."""
    return dose.sets < dose.rung.sets


def explain(reason: Reason, names: Mapping[str, str]) -> str:
    """The sentence of a reason; `names` maps variation slugs to their names."""
    return SENTENCES[reason.code](reason, names)


def _name(dose: Dose, names: Mapping[str, str]) -> str:
    return names[dose.variation.slug]


def _finished(reason: Reason) -> str:
    if reason.rating == "easy":
        return _("all sets were finished and rated easy")
    return _("all sets were finished and rated right")


def _fell_short(reason: Reason) -> str:
    if reason.ratio < SHORT_RATIO:
        return _("some sets were cut well short")
    if reason.ratio < SUCCESS_RATIO:
        return _("some sets were cut short")
    return _("all sets were finished but felt hard")


def _values(reason: Reason, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "dose": dose_in_words(reason.after),
        "old": dose_in_words(reason.before, with_sides=False),
        "name": _name(reason.after, names),
        "old_name": _name(reason.before, names),
        "hold": reason.after.hold_seconds,
        "finished": _finished(reason),
        "short": _fell_short(reason),
        "weeks": reason.weeks,
    }


def _up_reps(reason: Reason, names: Mapping[str, str]) -> str:
    more = reason.after.reps - reason.before.reps
    sides = sides_in_words(reason.after.variation)
    values = {"more": more, "sides": sides, "finished": _finished(reason)}
    if sides:
        return (
            ngettext(
                "+%(more)d rep %(sides)s because %(finished)s.",
                "+%(more)d reps %(sides)s because %(finished)s.",
                more,
            )
            % values
        )
    return (
        ngettext("+%(more)d rep because %(finished)s.", "+%(more)d reps because %(finished)s.", more) % values
    )


def _up_sets(reason: Reason, names: Mapping[str, str]) -> str:
    before, after = reason.before, reason.after
    if fits_time(after) and after.sets <= before.sets and after.reps > before.reps:
        return _up_reps(reason, names)  # the further set is one that there is no time for
    return _("One more set: %(dose)s, because %(finished)s at %(old)s.") % _values(reason, names)


def _up_hold(reason: Reason, names: Mapping[str, str]) -> str:
    return _("Hold each lift %(hold)d s, %(dose)s, because %(finished)s at %(old)s.") % _values(reason, names)


def _up_variation(reason: Reason, names: Mapping[str, str]) -> str:
    return _("Step up to %(name)s, %(dose)s, because %(finished)s at %(old)s.") % _values(reason, names)


def _up_resistance(reason: Reason, names: Mapping[str, str]) -> str:
    return _("Add resistance: %(name)s, %(dose)s, because %(finished)s at %(old)s.") % _values(reason, names)


def _strikes_back(reason: Reason, names: Mapping[str, str]) -> str:
    before, after = reason.before, reason.after
    if before.rung == after.rung and before.reps - after.reps == after.rung.step:
        return _("One step easier (%(name)s, %(dose)s): %(short)s and it has not eased off.") % _values(
            reason, names
        )
    return _("Two steps easier (%(name)s, %(dose)s): %(short)s and it has not eased off.") % _values(
        reason, names
    )


def _floor(reason: Reason, names: Mapping[str, str]) -> str:
    return _("Same again: %(short)s, and this is already the gentlest step.") % _values(reason, names)


def _missed_2plus(reason: Reason, names: Mapping[str, str]) -> str:
    return ngettext(
        "%(weeks)d week away, so two steps easier: %(dose)s.",
        "%(weeks)d weeks away, so two steps easier: %(dose)s.",
        reason.weeks,
    ) % _values(reason, names)


def _missed_floor(reason: Reason, names: Mapping[str, str]) -> str:
    if reason.is_below_start:
        return ngettext(
            "%(weeks)d week away: the same gentle numbers have waited for you.",
            "%(weeks)d weeks away: the same gentle numbers have waited for you.",
            reason.weeks,
        ) % _values(reason, names)
    return ngettext(
        "%(weeks)d week away: back to the starting numbers of your plan.",
        "%(weeks)d weeks away: back to the starting numbers of your plan.",
        reason.weeks,
    ) % _values(reason, names)


def _pain_back(reason: Reason, names: Mapping[str, str]) -> str:
    if reason.after.variation == reason.before.variation:
        return _("You flagged pain, so next week is easier: %(name)s, %(dose)s.") % _values(reason, names)
    return _("You flagged pain, so next week is the easier %(name)s, %(dose)s.") % _values(reason, names)


def _pain_stop(reason: Reason, names: Mapping[str, str]) -> str:
    if reason.weeks > 1:
        return _(
            "%(old_name)s hurt again, so it is stopped. Please ask a physio or doctor before going on."
        ) % _values(reason, names)
    return _(
        "%(old_name)s hurt at its gentlest, so it is stopped. Please ask a physio or doctor before going on."
    ) % _values(reason, names)


def _easy(reason: Reason, names: Mapping[str, str]) -> str:
    if reason.after.sets == reason.before.sets:
        return ngettext(
            "Easy week after %(weeks)d building week: nothing new to prove.",
            "Easy week after %(weeks)d building weeks: nothing new to prove.",
            reason.weeks,
        ) % _values(reason, names)
    return ngettext(
        "Easy week after %(weeks)d building week: one set fewer, nothing new to prove.",
        "Easy week after %(weeks)d building weeks: one set fewer, nothing new to prove.",
        reason.weeks,
    ) % _values(reason, names)


def _eased(reason: Reason, names: Mapping[str, str]) -> str:
    if reason.after.sets == reason.before.sets:
        return _("An easy week, because you asked for one: nothing new to prove.")
    return _("An easy week, because you asked for one: one set fewer, nothing new to prove.")


def _made_easier(reason: Reason, names: Mapping[str, str]) -> str:
    if reason.before == reason.after:
        return _("You made it easier, so %(dose)s comes once more before it grows.") % _values(reason, names)
    return _("You made it easier: %(name)s, %(dose)s.") % _values(reason, names)


def _came_back(reason: Reason, names: Mapping[str, str]) -> str:
    if reason.before == reason.after:
        return _("You chose to come back gently, and this is the gentlest step: %(dose)s.") % _values(
            reason, names
        )
    return _("You chose to come back gently, further down: %(name)s, %(dose)s.") % _values(reason, names)


def _revised(reason: Reason, names: Mapping[str, str]) -> str:
    before, after, values = reason.before, reason.after, _values(reason, names)
    is_same_rung = before.variation.slug == after.variation.slug and before.hold_seconds == after.hold_seconds
    if is_same_rung and (before.sets, before.reps) != (after.sets, after.reps):
        return _("The plan changed and you took its new numbers: %(dose)s instead of %(old)s.") % values
    if after.hold_seconds:
        return (
            _("The plan changed and you took its new numbers: %(name)s, %(dose)s, hold %(hold)d s.") % values
        )
    return _("The plan changed and you took its new numbers: %(name)s, %(dose)s.") % values


def _with_values(template_of):
    """A sentence that needs nothing but the values; the call keeps its translation lazy."""
    return lambda reason, names: template_of() % _values(reason, names)


SENTENCES = {
    "START": _with_values(lambda: _("Starting point for this level.")),
    "UP_REPS": _up_reps,
    "UP_SETS": _up_sets,
    "UP_HOLD": _up_hold,
    "UP_VARIATION": _up_variation,
    "UP_RESISTANCE": _up_resistance,
    "REPEAT": _with_values(lambda: _("Same again because %(short)s.")),
    "STRIKES_BACK": _strikes_back,
    "FLOOR": _floor,
    "TOP": _with_values(lambda: _("Top of the ladder: keep %(dose)s going.")),
    "EASY": _easy,
    "AFTER_EASY": _with_values(lambda: _("Easy week done: back to the full number of sets.")),
    "MISSED_1": _with_values(
        lambda: _("Nothing logged this week, so you pick up exactly where you left off.")
    ),
    "MISSED_2PLUS": _missed_2plus,
    "MISSED_FLOOR": _missed_floor,
    "SKIPPED": _with_values(lambda: _("You skipped %(name)s this week, so its numbers wait for you.")),
    "PARTIAL": _with_values(
        lambda: _("Same again: fewer than half of the workouts were done in full, so nothing changes.")
    ),
    "WAITS": _with_values(lambda: _("%(name)s did not fit into last week, so its numbers wait for you.")),
    "HELD": _with_values(
        lambda: _("Same again: last week was done with gentler numbers, so these come first.")
    ),
    "PAIN_BACK": _pain_back,
    "PAIN_STOP": _pain_stop,
    "REVISED": _revised,
    "PAUSED": _with_values(lambda: _("You paused, so you pick up exactly where you left off.")),
    "REPEATED": _with_values(lambda: _("You chose to repeat last week: %(name)s, %(dose)s.")),
    "EASED": _eased,
    "CAME_BACK": _came_back,
    "DECLINED": _with_values(
        lambda: _("You chose to wait with the next step and stay here: %(name)s, %(dose)s.")
    ),
    "BACKED": _with_values(lambda: _("You chose to step back: %(name)s, %(dose)s.")),
    "MADE_EASIER": _made_easier,
    "PAIN_NOW": _with_values(lambda: _("It hurt, so the rest of this week is easier: %(name)s, %(dose)s.")),
    "TAKEN_UP": _with_values(lambda: _("You took it up again, at an easier step: %(name)s, %(dose)s.")),
    "KIT_LOST": _with_values(lambda: _("The nearest step without the kit: %(name)s, %(dose)s.")),
    "SWAPPED": _with_values(lambda: _("You chose %(name)s instead of %(old_name)s.")),
    "RETURNED": _with_values(lambda: _("%(name)s is back where it stood: %(dose)s.")),
    "STOPPED": _with_values(lambda: _("%(name)s is stopped until you take it up again.")),
}
