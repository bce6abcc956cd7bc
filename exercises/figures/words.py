"""What each figure shows, in words: the text alternative of the drawing.

Drawings are made without Django, so the sentences are only marked here; whoever shows them translates them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The name of a movement, where it starts, and what moves up to its end."""

    name: str
    start: str
    movement: str


def gettext_noop(text: str) -> str:
    """Marks a text for makemessages and leaves it as it is."""
    return text


_ = gettext_noop

BRIDGE_UP = _("The hips lift until shoulders, hips and knees make one straight line.")
HEEL_BACK = _("The heel presses back and up while the trunk stays still; the foot never lands.")
LEG_OUT = _("The leg lifts out to the side while the hips stay level.")
LEG_UP = _("The whole bent leg rises in one piece and the hips do not roll.")
PULSES = _("Down into the squat, five small pulses at the bottom, then up to standing.")
TABLETOP = _("Lying on the back, knees above the hips, shins level.")

WORDS = {
    "kickback": Words(
        _("Standing kickback"),
        _("Standing tall, arms by the sides, one foot hovering just behind the other."),
        HEEL_BACK,
    ),
    "kickback_wall": Words(
        _("Standing kickback at a wall"),
        _("Standing tall, palms flat on a wall at chest height, one foot hovering behind the other."),
        HEEL_BACK,
    ),
    "kickback_band": Words(
        _("Standing kickback with a band"),
        _("Standing tall, a band round the ankles, one foot hovering just behind the other."),
        HEEL_BACK,
    ),
    "side_kick": Words(
        _("Side kick"),
        _("Standing tall, hands on the hips, one foot hovering beside the other."),
        LEG_OUT,
    ),
    "side_kick_band": Words(
        _("Side kick with a band"),
        _("Standing tall, hands on the hips, a band round the ankles, one foot hovering."),
        LEG_OUT,
    ),
    "clam": Words(
        _("Clam"),
        _("Lying on one side, knees bent, heels together, head on the lower arm."),
        _("The top knee opens like a shell; the heels stay together and the hips do not roll."),
    ),
    "clam_lift": Words(
        _("Bent-leg lift"),
        _("Lying on one side, knees bent and stacked, head on the lower arm."),
        LEG_UP,
    ),
    "clam_lift_band": Words(
        _("Bent-leg lift with a band"),
        _("Lying on one side, knees bent and stacked, a band just above the knees."),
        LEG_UP,
    ),
    "squat_arms": Words(
        _("Squat, arms forward"),
        _("Standing in front of a chair, feet shoulder-width apart, arms straight out in front."),
        _("The hips sit back and down, stop just above the seat, and the heels stay down."),
    ),
    "squat": Words(
        _("Squat"),
        _("Standing, feet shoulder-width apart, hands on the hips."),
        _("The hips sit back and down until the thighs are nearly level; the heels stay down."),
    ),
    "squat_pulse": Words(
        _("Pulse squat"),
        _("Standing, feet shoulder-width apart, hands together in front."),
        PULSES,
    ),
    "squat_pulse_weight": Words(
        _("Pulse squat with weights"),
        _("Standing, feet shoulder-width apart, a dumbbell at each shoulder."),
        PULSES,
    ),
    "bridge": Words(
        _("Glute bridge"),
        _("Lying on the back, knees bent, feet flat near the hips, arms by the sides."),
        BRIDGE_UP,
    ),
    "bridge_far": Words(
        _("Glute bridge, feet further away"),
        _("Lying on the back, feet flat a step further from the hips, arms by the sides."),
        BRIDGE_UP,
    ),
    "bridge_weight": Words(
        _("Glute bridge with a weight"),
        _("Lying on the back, knees bent, both hands steadying a dumbbell across the hips."),
        BRIDGE_UP,
    ),
    "toe_down": Words(
        _("Toe taps, one foot down"),
        _("Lying on the back, one foot flat on the floor, the other knee above the hip."),
        _("The raised foot lowers to tap the floor and comes back; the lower back stays down."),
    ),
    "toe": Words(
        _("Toe taps"),
        TABLETOP,
        _("One foot lowers to tap the floor and comes back, then the other; the lower back stays down."),
    ),
    "toe_double": Words(
        _("Double toe taps"),
        TABLETOP,
        _("Both feet lower together to tap the floor and come back; the lower back stays down."),
    ),
}
