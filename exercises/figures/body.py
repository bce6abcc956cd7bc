"""The body: from joint angles to joints in space.

The world has x to the right, y up and z towards the viewer; a standing person is about 170 units high.
"""

from collections.abc import Mapping
from math import cos, radians, sin, sqrt
from typing import Any

from exercises.figures.motion import Motion, Pose

Vec = tuple[float, ...]
Joints = dict[str, Vec]

TORSO, NECK, FOOT = 48, 21, 14
THIGH, SHIN, UPPER_ARM, FOREARM = 42, 41, 27, 29
HIP_HALF, SHOULDER_HALF = 8, 13  # from the middle line to the joint
LIMBS = {
    "leg": ("hip", "knee", "ankle", THIGH, SHIN),
    "arm": ("shoulder", "elbow", "hand", UPPER_ARM, FOREARM),
}
SIDES = {"N": 1, "F": -1}  # near and far
FRAMES = {  # where the body's front, top and near side point in the world
    "upright": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "side-lying": ((0, 0, 1), (-1, 0, 0), (0, 1, 0)),
}


def add(a: Vec, b: Vec, factor: float = 1.0) -> Vec:
    """a + factor × b."""
    return tuple(p + factor * q for p, q in zip(a, b, strict=True))


def dot(a: Vec, b: Vec) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True))


def length(a: Vec) -> float:
    return sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """`a` at length 1; a vector of no length stays as it is."""
    size = length(a) or 1.0
    return tuple(p / size for p in a)


def lerp(a: Any, b: Any, t: float) -> Any:
    """The blend of two values of the same shape: numbers, lists or dicts of them."""
    if isinstance(a, Mapping):
        return {key: lerp(a[key], b[key], t) for key in a}
    if isinstance(a, (list, tuple)):
        return [lerp(p, q, t) for p, q in zip(a, b, strict=True)]
    return a + (b - a) * t


def direction(frame: str, angle: float, outwards: float = 0.0, side: int = 1) -> Vec:
    """The unit vector at `angle` degrees in the sagittal plane, tilted `outwards` to that side."""
    front, top, near = FRAMES[frame]
    tilt = cos(radians(outwards))
    forth, up, out = cos(radians(angle)) * tilt, sin(radians(angle)) * tilt, sin(radians(outwards)) * side
    return tuple(forth * f + up * u + out * n for f, u, n in zip(front, top, near, strict=True))


def reach(start: Vec, target: Vec, first: float, second: float, pole: Vec) -> tuple[Vec, Vec]:
    """Middle and end joint of a two-bone limb from `start` towards `target`, bending towards `pole`."""
    way = add(target, start, -1)
    distance = min(max(length(way), abs(first - second) + 0.01), first + second - 0.01)
    along = unit(way)
    aside = unit(add(pole, along, -dot(pole, along)))
    foot_of_height = (first**2 - second**2 + distance**2) / (2 * distance)
    height = sqrt(max(first**2 - foot_of_height**2, 0))
    return add(add(start, along, foot_of_height), aside, height), add(start, along, distance)


def place_pelvis(motion: Motion, pose: Pose) -> Vec:
    """The pelvis, found from the joint that the movement hangs on."""
    frame, joint = motion.frame, motion.root["joint"]
    at = tuple(pose.get("at") or motion.root["at"])
    if joint == "pelvis":
        return at
    if joint == "chest":
        return add(at, direction(frame, pose["torso"]), -TORSO)
    side = joint[-1]
    thigh, shin, _foot = pose[f"leg{side}"]
    knee = add(at, direction(frame, shin), -SHIN)
    hip = add(knee, direction(frame, thigh), -THIGH)
    return add(hip, FRAMES[frame][2], -SIDES[side] * HIP_HALF)


def bend(motion: Motion, pose: Pose, limb: str, side: str, joints: Joints) -> None:
    """Adds the joints of one limb below its hip or shoulder."""
    frame, sign, how = motion.frame, SIDES[side], pose[limb + side]
    top, middle, end, first, second = LIMBS[limb]
    if isinstance(how, Mapping):
        pole = direction(frame, how.get("pole", 0), how.get("swivel", 0), sign)
        target = how["to"] if "to" in how else on_pelvis(motion, pose, joints["pelvis"], how["on"], sign)
        joints[middle + side], joints[end + side] = reach(joints[top + side], target, first, second, pole)
        foot = direction(frame, how.get("foot", 0), how.get("out", 0), sign)
    else:
        joints[middle + side] = add(joints[top + side], direction(frame, how[0]), first)
        joints[end + side] = add(joints[middle + side], direction(frame, how[1]), second)
        foot = direction(frame, how[2] if len(how) > 2 else 0)
    if limb == "leg":
        joints["toe" + side] = add(joints["ankle" + side], foot, FOOT)
        joints["heel" + side] = add(joints["ankle" + side], foot, -2.5)


def on_pelvis(motion: Motion, pose: Pose, pelvis: Vec, offset: Vec, sign: int) -> Vec:
    """A point that moves with the pelvis: so far along the trunk, to the front, and out to the side."""
    along, front, out = offset
    point = add(pelvis, direction(motion.frame, pose["torso"]), along)
    point = add(point, direction(motion.frame, pose["torso"] - 90), front)
    return add(point, FRAMES[motion.frame][2], sign * out)


def solve(motion: Motion, pose: Pose) -> Joints:
    """All joints of a pose, in space, and two directions: `back` of the trunk, `crown` of the head."""
    frame = motion.frame
    near = FRAMES[frame][2]
    pelvis = place_pelvis(motion, pose)
    chest = add(pelvis, direction(frame, pose["torso"]), TORSO)
    joints: Joints = {
        "pelvis": pelvis,
        "chest": chest,
        "head": add(chest, direction(frame, pose["head"]), NECK),
        "back": direction(frame, pose["torso"] + 90),
        "crown": direction(frame, pose["head"] + 90),
    }
    for side, sign in SIDES.items():
        joints["hip" + side] = add(pelvis, near, sign * HIP_HALF)
        joints["shoulder" + side] = add(chest, near, sign * SHOULDER_HALF)
        for limb in LIMBS:
            bend(motion, pose, limb, side, joints)
    return joints
