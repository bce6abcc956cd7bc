"""The warm-up as steps to follow: what to do and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class WarmUpStep:
    """One step of the warm-up. figure: the key of a drawing, where there is one; cue: how to do it."""

    name: str
    seconds: int
    figure: str | None
    cue: str


def warm_up_steps(*, has_floor: bool) -> list[WarmUpStep]:
    """
    Two minutes of easy movement; the last step lies down, and is there only for plans that lie down anyway.
    """
    if not has_floor:
        return [_march(60), _hip_circles(35), _slow_squats(25)]
    return [_march(45), _hip_circles(25), _slow_squats(25), _slow_bridges(25)]


def _march(seconds: int) -> WarmUpStep:
    return WarmUpStep(
        _("March on the spot"), seconds, None, _("Swing your arms and lift your knees a little.")
    )


def _hip_circles(seconds: int) -> WarmUpStep:
    return WarmUpStep(_("Circle your hips"), seconds, None, _("Hands on your hips, five times each way."))


def _slow_squats(seconds: int) -> WarmUpStep:
    return WarmUpStep(_("Five slow squats"), seconds, "squat", _("Only as deep as feels good today."))


def _slow_bridges(seconds: int) -> WarmUpStep:
    return WarmUpStep(
        _("Five slow bridges"), seconds, "bridge", _("Lie down, feet flat, and lift your hips.")
    )
