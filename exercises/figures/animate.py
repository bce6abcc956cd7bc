"""Movement in time: a repetition as beats, and shapes that follow it (SMIL).

Angles are blended, not points, so limbs keep their length between the start and the end of a stretch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, sin

from exercises.figures.body import lerp
from exercises.figures.draw import GLUTE, Shape, number
from exercises.figures.motion import Motion, Pose


@dataclass(frozen=True, slots=True)
class Beat:
    """A pose at a moment, in seconds; `effort` runs from 0 at rest to 1 at the top, `pulses` are done."""

    at: float
    pose: Pose
    effort: float
    pulses: int = 0


@dataclass(frozen=True, slots=True)
class Timing:
    """What every animated attribute of one figure shares."""

    seconds: float
    key_times: str
    repeat: str

    def attributes(self) -> str:
        return f'dur="{number(self.seconds)}s" repeatCount="{self.repeat}" keyTimes="{self.key_times}"'


def unease(progress: float) -> float:
    """When a movement that eases in and out (3t² - 2t³) has come this far; both from 0 to 1."""
    return 0.5 - sin(asin(1 - 2 * progress) / 3)


def beats_of(motion: Motion) -> list[Beat]:
    """One repetition, from the start pose back to it."""
    here, now, pulses = "start", 0.0, 0
    beats = [Beat(0.0, motion.poses["start"], 0.0)]
    for stretch in motion.path:
        pulses += here != "start" and stretch.pose == "end"  # up a little and down again is one pulse
        before, after = float(here != "start"), float(stretch.pose != "start")
        for step in range(1, stretch.in_betweens + 1):
            part = step / stretch.in_betweens
            pose = lerp(motion.poses[here], motion.poses[stretch.pose], part)
            effort = before + (after - before) * part
            beats.append(Beat(now + stretch.seconds * unease(part), pose, effort, pulses))
        now += stretch.seconds + stretch.hold
        if stretch.hold:
            beats.append(Beat(now, motion.poses[stretch.pose], after, pulses))
        here = stretch.pose
    return beats


def timing_of(beats: Sequence[Beat], repeat: str) -> Timing:
    """The last key time is exactly 1: with anything else a browser runs nothing."""
    total = beats[-1].at
    times = [f"{beat.at / total:.3f}".rstrip("0").rstrip(".") or "0" for beat in beats]
    return Timing(total, ";".join(times), repeat)


def follow(frames: Sequence[Shape], beats: Sequence[Beat], timing: Timing) -> str:
    """One shape through all beats: as it is where nothing about it changes."""
    first = frames[0]
    tracks = {name: [frame.moving[name] for frame in frames] for name in first.moving}
    if first.css == GLUTE and first.tag == "path":  # the working muscle swells a little
        width = float(first.fixed["stroke-width"])
        tracks["stroke-width"] = [number(width * (0.55 + 0.45 * beat.effort)) for beat in beats]
    animations = "".join(
        f'<animate attributeName="{name}" values="{";".join(values)}" {timing.attributes()}/>'
        for name, values in tracks.items()
        if len(set(values)) > 1
    )
    return first.markup(animations)
