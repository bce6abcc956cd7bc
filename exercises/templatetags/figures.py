"""`{% figure key %}`: a drawn figure inside a page, named in the reader's language."""

from itertools import count

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from exercises import figures

register = template.Library()


def next_uid(context: Context) -> str:
    """A uid that no other figure of this page has, as long as the page is rendered for a request."""
    request = context.get("request") or getattr(context, "request", None)
    if request is None:
        return "figure"
    if not hasattr(request, "figure_numbers"):
        request.figure_numbers = count(1)
    return f"figure-{next(request.figure_numbers)}"


def translated(words: figures.Words) -> figures.Words:
    return figures.Words(gettext(words.name), gettext(words.start), gettext(words.movement))


@register.simple_tag(takes_context=True)
def figure(context: Context, key: str, **options) -> SafeString:
    """The SVG of a movement; `options` are those of `exercises.figures.figure`.

    Safe to mark as such: the drawing is our own, and everything put into it is escaped.
    """
    if not options.get("decorative"):
        options["uid"] = options.get("uid") or next_uid(context)
        options["words"] = translated(figures.describe(key))
    return mark_safe(figures.figure(key, **options))  # noqa: S308


@register.simple_tag
def figure_name(key: str) -> str:
    """What the figure shows, for a caption."""
    return gettext(figures.describe(key).name)
