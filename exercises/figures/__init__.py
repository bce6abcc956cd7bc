"""Drawn figures: joint angles in, animated SVG out. Standard library only.

    figure("squat")                   animated; a still form for people who prefer less motion
    figure("squat", animate=False)    the end pose over a ghost of the start pose
    figure("squat", pose="end")       one pose alone

A pose (`poses.json`, read by `motion`) is a set of joint angles. `body` turns it into joints in space,
`draw` and `kit` into flat shapes, `animate` bakes a few poses of a repetition into keyframes, so that
limbs keep their length and feet stay planted, and `svg` puts the picture together. Colours are CSS
custom properties; `figure.css` explains the classes.
"""

from exercises.figures.motion import Way, figure_keys, way_of
from exercises.figures.svg import figure
from exercises.figures.words import Words

__all__ = ["Way", "Words", "figure", "figure_keys", "way_of"]
