"""The picture: one movement as SVG text, for inlining in a page."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape

from exercises.figures.animate import beats_of, follow, timing_of
from exercises.figures.body import Vec, solve
from exercises.figures.draw import Shape, Sketch, draw_arm, draw_leg, draw_muscles, draw_trunk
from exercises.figures.kit import (
    PULSES,
    draw_back_aids,
    draw_band,
    draw_count,
    draw_dumbbell,
    draw_front_aids,
    draw_hip_dumbbell,
    furnish,
)
from exercises.figures.motion import Motion, Pose, motions
from exercises.figures.words import Words

Frame = Mapping[str, Shape]
ViewBox = tuple[int, int, int, int]
UNGHOSTED = ("glute", "core", "band", "aid", "plate", "bar")  # what the ghost of a start pose leaves out
MARGIN = 13  # round a tight crop


def draw(motion: Motion, pose: Pose, pulses: int = PULSES) -> Frame:
    """Everything that moves, back to front."""
    sketch = Sketch(motion, solve(motion, pose))
    draw_back_aids(sketch)
    if motion.is_front:
        draw_from_front(sketch)
    else:
        draw_from_side(sketch)
    draw_count(sketch, pulses)
    return sketch.shapes


def draw_from_front(sketch: Sketch) -> None:
    draw_trunk(sketch)
    draw_leg(sketch, "F")
    draw_leg(sketch, "N")
    draw_band(sketch)
    for side in sketch.motion.working_sides:
        draw_muscles(sketch, side)
    draw_front_aids(sketch)
    draw_arm(sketch, "F")
    draw_arm(sketch, "N")


def draw_from_side(sketch: Sketch) -> None:
    motion = sketch.motion
    if motion.weight == "shoulders":
        draw_dumbbell(sketch, "F")
    draw_arm(sketch, "F")
    draw_leg(sketch, "F")
    draw_trunk(sketch)
    draw_leg(sketch, "N")
    draw_muscles(sketch, "N")
    draw_band(sketch)
    draw_front_aids(sketch)
    if motion.weight == "hips":
        draw_hip_dumbbell(sketch)
    if motion.weight == "shoulders":
        draw_dumbbell(sketch, "N")
    if motion.weight != "hips":
        draw_arm(sketch, "N")


def draw_still(motion: Motion) -> str:
    """The end pose over a ghost of the start pose."""
    start, end = draw(motion, motion.poses["start"]), draw(motion, motion.poses["end"])
    ghost = "".join(
        start[part].markup() for part in end if start[part] != end[part] and not part.startswith(UNGHOSTED)
    )
    return f'<g class="gh">{ghost}</g>' + "".join(shape.markup() for shape in end.values())


def draw_moving(motion: Motion, repeat: str) -> str:
    """One repetition as a loop."""
    beats = beats_of(motion)
    frames = [draw(motion, beat.pose, beat.pulses) for beat in beats]
    timing = timing_of(beats, repeat)
    return "".join(follow([frame[part] for frame in frames], beats, timing) for part in frames[0])


def points_of(shape: Shape) -> list[Vec]:
    """The corners of a line, or the centre of a disc."""
    if shape.tag == "circle":
        return [(float(shape.moving["cx"]), float(shape.moving["cy"]))]
    return [tuple(map(float, corner.split())) for corner in shape.moving["d"].strip("MZ").split("L")]


def crop(frames: Iterable[Frame]) -> ViewBox:
    """A square round all the poses that will be seen, without floor or furniture."""
    points = [point for frame in frames for shape in frame.values() for point in points_of(shape)]
    xs, ys = zip(*points, strict=True)
    side = max(max(xs) - min(xs), max(ys) - min(ys)) + 2 * MARGIN
    return (
        round((max(xs) + min(xs) - side) / 2),
        round((max(ys) + min(ys) - side) / 2),
        round(side),
        round(side),
    )


@lru_cache(maxsize=512)
def picture(key: str, animate: bool, pose: str | None, repeat: str, tight: bool) -> tuple[ViewBox, str]:
    """The view box and the shapes; the part of a figure that costs time, so it is drawn once."""
    motion = replace(motions()[key], aids=()) if tight else motions()[key]
    if pose:
        body = "".join(shape.markup() for shape in draw(motion, motion.poses[pose]).values())
    elif animate:
        body = f'<g class="an">{draw_moving(motion, repeat)}</g><g class="st">{draw_still(motion)}</g>'
    else:
        body = draw_still(motion)
    if tight:
        seen = [pose] if pose else motion.poses
        return crop(draw(motion, motion.poses[name]) for name in seen), body
    return motion.view_box, furnish(motion) + body


def figure(
    key: str,
    *,
    animate: bool = True,
    pose: str | None = None,
    repeat: int | None = None,
    tight: bool = False,
    mirrored: bool = False,
    uid: str | None = None,
    words: Words | None = None,
    tone: str | None = None,
    align: str = "xMidYMax",
) -> str:
    """The SVG of one movement; KeyError for an unknown key.

    `pose` ("start" or "end") draws that pose alone; `repeat` counts the loops (endless without it);
    `tight` crops to the body, for thumbnails; `mirrored` shows the other side. A figure with `words` names
    itself with ids made of `uid`, which must be its own on the page; one without, beside a text that says
    the same, is decoration and hidden from screen readers.
    """
    loops = "indefinite" if repeat is None else str(repeat)
    (x, y, width, height), body = picture(key, animate and pose is None, pose, loops, tight)
    if mirrored:
        body = f'<g transform="matrix(-1 0 0 1 {2 * x + width} 0)">{body}</g>'
    label, naming = label_with(words, uid or key) if words else ("", 'aria-hidden="true"')
    return (
        f'<svg class="mq {tone or motions()[key].tone}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{x} {y} {width} {height}" preserveAspectRatio="{align}" {naming}>{label}{body}</svg>'
    )


def label_with(words: Words, uid: str) -> tuple[str, str]:
    """The title and description of a figure, and the attributes that point to them."""
    label = (
        f'<title id="{escape(uid)}-t">{escape(words.name)}</title>'
        f'<desc id="{escape(uid)}-d">{escape(words.description)}</desc>'
    )
    return label, f'role="img" aria-labelledby="{escape(uid)}-t" aria-describedby="{escape(uid)}-d"'
