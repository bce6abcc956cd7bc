"""Pose to SVG."""


def figure_keys() -> frozenset[str]:
    return frozenset()
