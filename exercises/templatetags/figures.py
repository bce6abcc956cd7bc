"""`{% figure key words=words uid=… %}`: a drawn figure inside a page."""

from collections.abc import Mapping
from itertools import count

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

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


@register.simple_tag(takes_context=True)
def figure(
    context: Context, key: str, *, words: Mapping[str, figures.Words] | None = None, **options
) -> SafeString:
    """
    The SVG of a movement; `options` are those of `exercises.figures.figure`.

    `words` are those of all figures, by key. Without any for this one the drawing is decoration. A draft may
    have no figure yet: nothing is drawn.

    Safe to mark as such: the drawing is our own, and everything put into it is escaped.
    """
    if key not in figures.figure_keys():
        return mark_safe("")
    if words and key in words:
        options["words"] = words[key]
        options["uid"] = options.get("uid") or next_uid(context)
    return mark_safe(figures.figure(key, **options))  # noqa: S308
