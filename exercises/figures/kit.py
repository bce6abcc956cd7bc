"""What a figure trains with and stands on: bands, dumbbells, furniture, and thin lines that aid the eye."""

from exercises.figures.body import Vec, add, direction, solve
from exercises.figures.draw import GLUTE, Shape, Sketch, between, beyond, draw_arm, number, project
from exercises.figures.motion import Motion

BAND, WEIGHT, AID, HALO = "b", "w", "aid", "aid halo"

PROPS = {
    "chair": '<path class="p" d="M90-47V3M58 3V-47h34"/><path class="p q" d="M57-47 51-98"/>',
    "wall": '<path class="f" d="M165 5V-170"/>',
    "mat": '<path class="m" d="M22-6h196q4 0 6 3l9 13H7l9-13q2-3 6-3z"/>'
    '<path class="m2" d="M7 10h226v1q0 4-4 4H11q-4 0-4-4z"/>',
}
BANDS = {  # how far from which joint towards which, and how far round the outside of the far and the near leg
    "ankles": (0.16, "ankle", "knee", 4, 4),
    "thighs": (0.3, "knee", "hip", 0, 10),
}
PULSES, PULSE_DOTS = 5, ((150, -160), 13)  # how many, where the first dot is, how far to the next


def draw_band(sketch: Sketch) -> None:
    """The loop band, where the movement has one, from leg to leg."""
    if not sketch.motion.band:
        return
    part, lower, upper, round_far, round_near = BANDS[sketch.motion.band]
    far, near = (between(sketch.at(lower + side), sketch.at(upper + side), part) for side in "FN")
    sketch.line("band", BAND, 5, beyond(far, near, -round_far), beyond(near, far, -round_near))


def draw_dumbbell(sketch: Sketch, side: str) -> None:
    """A dumbbell in one hand, pointing where the body looks."""
    hand = sketch.joints["hand" + side]
    front = direction(sketch.motion.frame, 0)
    ends = [project(sketch.motion, add(hand, front, reach)) for reach in (-9, 9)]
    css = sketch.shade(WEIGHT, side)
    sketch.line("bar" + side, css, 4, *ends)
    for index, end in enumerate(ends):
        sketch.line(f"plate{index}{side}", css, 6.5, add(end, (0, -4.5)), add(end, (0, 4.5)))


def draw_hip_dumbbell(sketch: Sketch) -> None:
    """A dumbbell across the hips, seen almost from its end, with the near hand between its plates."""
    motion, joints = sketch.motion, sketch.joints
    lap = between(joints["handF"], joints["handN"], 0.5)
    far, near = (project(motion, add(lap, (0, 0, z))) for z in (-13, 13))
    sketch.disc("plate-far", WEIGHT + "2", 7.5, far)
    sketch.line("bar", WEIGHT + "2", 4, far, near)
    draw_arm(sketch, "N")
    sketch.disc("plate-near", WEIGHT, 7.5, near)
    sketch.disc("plate-hub", WEIGHT + "2", 2.6, near)


def draw_aid(sketch: Sketch, name: str, *points: Vec) -> None:
    """A dotted line on a pale halo, which shows on skin, leggings and paper alike."""
    sketch.line(name + "-halo", HALO, 4.5, *points)
    sketch.line(name, AID, 2, *points)


def draw_back_aids(sketch: Sketch) -> None:
    """What lies behind the body: a plumb line for the trunk, the floor under the lower back."""
    motion = sketch.motion
    if "trunk" in motion.aids:
        still = solve(motion, motion.poses["start"])
        pelvis, head, back = (project(motion, still[joint]) for joint in ("pelvis", "head", "back"))
        draw_aid(sketch, "aid", add(pelvis, back, 20), add(head, back, 20))
    if "contact" in motion.aids:
        waist = between(sketch.at("pelvis"), sketch.at("chest"), 0.3)
        sketch.line("aid", "aid bar", 4, (waist[0] - 16, 6), (waist[0] + 16, 6))


def draw_front_aids(sketch: Sketch) -> None:
    """What lies over the body: hips that stay level, and the line from shoulder to knee."""
    aids, at = sketch.motion.aids, sketch.at
    if "pelvis" in aids:
        far, near = at("hipF"), at("hipN")
        below, above = (36, 36) if sketch.motion.is_front else (8, 26)
        draw_aid(sketch, "aid", beyond(far, near, -below), beyond(near, far, -above))
    if "line" in aids:
        draw_aid(sketch, "aid", at("shoulderN"), at("kneeN"))


def draw_count(sketch: Sketch, done: int) -> None:
    """A dot for each pulse of a repetition, lit once it is done."""
    if "count" not in sketch.motion.aids:
        return
    (x, y), gap = PULSE_DOTS
    for index in range(PULSES):
        place = {"cx": number(x + index * gap), "cy": number(y), "r": "4"}
        lit = {"opacity": "1" if index < done else "0.25"}
        sketch.shapes[f"aid{index}"] = Shape("circle", GLUTE, place, lit)


def furnish(motion: Motion) -> str:
    """The floor or mat, and what stands on it."""
    x, _y, width, _height = motion.view_box
    floor = "" if "mat" in motion.props else f'<path class="f" d="M{x + 14} 5H{x + width - 14}"/>'
    return floor + "".join(PROPS[prop] for prop in motion.props)
