"""Small drawn signs and colours: `{% icon "play" %}`, `{% notch 2 %}`, `{{ exercise.order|stage }}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()

SHAPES = {
    "home": "M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
    "week": "M5 6h14v14H5zM5 11h14M9 3v5M15 3v5",
    "plans": "M6 4h12v16H6zM9.5 9h5M9.5 13h5",
    "moves": "M4 18h4v-4h4v-4h4V6h4",
    "progress": "M5 20V11M12 20V4M19 20v-6",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
    "check": "M5 12.5 10 17.5 19 7",
    "cross": "M6 6l12 12M18 6 6 18",
    "pause": "M8 5v14M16 5v14",
    "play": "M8 5.5v13l11-6.5z",
    "skip": "M6 5v14l9-7zM18.5 5v14",
    "sound": "M4 9.5h4L13 5v14l-5-4.5H4zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.5v.01",
    "warning": "M12 4 21 20H3zM12 10v4M12 17v.01",
    "right": "M5 12h14M13 6l6 6-6 6",
    "left": "M19 12H5M11 6l-6 6 6 6",
    "plus": "M12 5v14M5 12h14",
    "minus": "M5 12h14",
    "undo": "M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4",
    "sun": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M4 12H2M22 12h-2"
    "M5 5l1.5 1.5M17.5 17.5 19 19M19 5l-1.5 1.5M6.5 17.5 5 19",
    "moon": "M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z",
    "device": "M7 3h10v18H7zM11 18h2",
}
FILLED = {"play"}
STEPS = 4
STAGES = ("peach", "mint", "lilac", "honey")


@register.simple_tag
def icon(name):
    """An icon as decoration: the words beside it, or a `.vh` text, say what it means."""
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        "i fill" if name in FILLED else "i",
        SHAPES[name],
    )


@register.simple_tag
def notch(level, words=""):
    """Four steps, lit up to `level` (1 to 4), with words for those who do not see them."""
    steps = format_html_join(
        "",
        "<i{}></i>",
        ((mark_safe(' class="on"') if step < level else "",) for step in range(STEPS)),  # noqa: S308
    )
    words = (words or _("Level %(level)s of %(steps)s")) % {"level": level, "steps": STEPS}
    return format_html('<span class="notch" role="img" aria-label="{}">{}</span>', words, steps)


@register.filter
def stage(order):
    """The colour of the room that the n-th figure of a row stands in."""
    return STAGES[(order - 1) % len(STAGES)]
