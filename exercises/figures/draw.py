"""The body on paper: joints in space become flat shapes, back to front.

Limbs are tapered outlines with a round stroke. The CSS classes are short because every shape of every
figure carries one; `figure.css` gives them their colours.
"""

from dataclasses import dataclass, field
from math import hypot

from exercises.figures.body import Joints, Vec, add
from exercises.figures.motion import Motion

SKIN, HAIR, TOP, LEGGINGS, SHOE, GLUTE = "s", "h", "t", "l", "k", "g"
FAR = "2"  # added to the class of what is on the far side, for a darker shade

# How each view lays the world on paper: the share of x and z in each screen axis; up is always up.
VIEWS = {
    "side": ((1, 0.34), (0, 0.30)),
    "lying": ((1, 0.10), (0, 0.50)),
    "front": ((0, 1), (0.16, 0)),
}


def number(value: float) -> str:
    """One decimal at most, and no "-0": figures travel inside pages."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def project(motion: Motion, point: Vec) -> Vec:
    """Where a point in space lies on paper; y runs downwards there, as SVG has it."""
    (right_x, right_z), (down_x, down_z) = VIEWS[motion.view]
    x, y, z = point
    return (right_x * x + right_z * z, down_x * x + down_z * z - y)


def between(a: Vec, b: Vec, part: float) -> Vec:
    return add(a, add(b, a, -1), part)


def beyond(a: Vec, b: Vec, distance: float) -> Vec:
    """The point so far from `a` in the direction of `b`."""
    size = hypot(b[0] - a[0], b[1] - a[1]) or 1
    return add(a, add(b, a, -1), distance / size)


def taper(a: Vec, b: Vec, extra: float) -> tuple[Vec, Vec, Vec]:
    """The outline of a limb that is `extra` wider on each side at `a`; the stroke adds the rest."""
    size = hypot(b[0] - a[0], b[1] - a[1]) or 1
    aside = ((a[1] - b[1]) / size, (b[0] - a[0]) / size)
    return add(a, aside, extra), add(a, aside, -extra), b


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element: attributes that stay, and attributes that follow the body."""

    tag: str
    css: str
    fixed: dict[str, str]
    moving: dict[str, str]

    def markup(self, inner: str = "") -> str:
        attributes = "".join(f' {name}="{value}"' for name, value in (self.fixed | self.moving).items())
        end = f">{inner}</{self.tag}>" if inner else "/>"
        return f'<{self.tag} class="{self.css}"{attributes}{end}'


@dataclass(slots=True)
class Sketch:
    """A sheet that shapes are drawn on, in order; `at` knows where each joint lies on it."""

    motion: Motion
    joints: Joints
    shapes: dict[str, Shape] = field(default_factory=dict)

    def at(self, joint: str) -> Vec:
        return project(self.motion, self.joints[joint])

    def toward(self, name: str) -> Vec:
        """A direction in space (`back`, `crown`) as it looks on paper."""
        return project(self.motion, self.joints[name])

    def line(self, part: str, css: str, width: float, *points: Vec, closed: bool = False) -> None:
        path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")
        self.shapes[part] = Shape("path", css, {"stroke-width": number(width)}, {"d": path})

    def disc(self, part: str, css: str, radius: float, centre: Vec) -> None:
        x, y = map(number, centre)
        self.shapes[part] = Shape("circle", css, {"r": number(radius)}, {"cx": x, "cy": y})

    def shade(self, css: str, side: str) -> str:
        return css + FAR if side == "F" and not self.motion.is_front else css


def draw_leg(sketch: Sketch, side: str) -> None:
    build = sketch.motion.build
    hip, knee, ankle = (sketch.at(joint + side) for joint in ("hip", "knee", "ankle"))
    leggings = sketch.shade(LEGGINGS, side)
    sole = (sketch.at("heel" + side), sketch.at("toe" + side))
    sketch.line("foot" + side, sketch.shade(SHOE, side), 9.5, *sole)
    sketch.line("shin" + side, leggings, 10.5 * build, *taper(knee, ankle, 2.7 * build), closed=True)
    sketch.line("thigh" + side, leggings, 16 * build, *taper(hip, knee, 4.8 * build), closed=True)


def draw_arm(sketch: Sketch, side: str) -> None:
    joints = (sketch.at(joint + side) for joint in ("shoulder", "elbow", "hand"))
    sketch.line("arm" + side, sketch.shade(SKIN, side), 9.4 * sketch.motion.build, *joints)


def draw_trunk(sketch: Sketch) -> None:
    """Hips and top, neck and head; the ribs narrow to a waist."""
    build, at = sketch.motion.build, sketch.at
    chest, head = at("chest"), at("head")
    ribs = [between(at("hip" + side), at("shoulder" + side), 0.42) for side in "NF"]
    middle = between(at("pelvis"), chest, 0.16)
    waist = [between(middle, rib, 0.6) for rib in ribs]
    sketch.line("neck", SKIN, 8.5, chest, between(chest, head, 0.6))
    if sketch.motion.is_front:
        sketch.line("hips", LEGGINGS, 19 * build, at("hipF"), at("hipN"), *waist, closed=True)
        sketch.line("trunk", TOP, 18 * build, at("shoulderF"), at("shoulderN"), *ribs, closed=True)
        sketch.disc("hair", HAIR, 11, add(head, (0, -2.2)))
        sketch.disc("head", SKIN, 10.2, add(head, (0, 1.2)))
        return
    shoulders = [between(at("shoulder" + side), chest, 0.3) for side in "FN"]
    sketch.line("hips", LEGGINGS, 21 * build, at("hipF"), at("hipN"), *waist, closed=True)
    sketch.line("trunk", TOP, 21 * build, *shoulders, *ribs, closed=True)
    sketch.disc("hair", HAIR, 11, add(head, sketch.toward("crown"), 3))
    sketch.disc("head", SKIN, 10.2, head)


def draw_muscles(sketch: Sketch, side: str) -> None:
    """The patches that show where the work is felt."""
    motion, back = sketch.motion, sketch.toward("back")
    pelvis, chest = sketch.at("pelvis"), sketch.at("chest")
    if "core" in motion.muscles:
        belly = [add(between(pelvis, chest, part), back, -3.5) for part in (0.3, 0.55)]
        sketch.line("core", GLUTE, 9, *belly)
    if "glute" not in motion.muscles:
        return
    build, hip, knee = motion.build, sketch.at("hip" + side), sketch.at("knee" + side)
    name, width = "glute", 12.5
    if motion.is_front:
        name, width = "glute" + side, 9
        out = 4.5 if side == "N" else -4.5
        upper, lower = add(hip, (out, -4)), add(beyond(hip, knee, 10), (out * 0.6, 0))
    elif motion.view == "lying":
        upper, lower = add(hip, (-3, 1)), add(beyond(hip, knee, 15), (0, -1))
    else:
        upper, lower = add(beyond(hip, chest, 4), back, 3.5 * build), add(beyond(hip, knee, 13), back)
    sketch.line(name, GLUTE, width * build, *taper(upper, lower, 2 * build), closed=True)
