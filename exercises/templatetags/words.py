"""`|markdown`, `|markdown_line`, `|plain`: what editors write, on a page, in a line and where no markup goes."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString

from exercises.markdown import render, render_line, to_plain

register = template.Library()


@register.filter
@stringfilter
def markdown(text: str) -> SafeString:
    """Paragraphs and lists: stands beside paragraphs, never inside one."""
    return render(text)


@register.filter
@stringfilter
def markdown_line(text: str) -> SafeString:
    """Emphasis and links: stands inside a paragraph or a list item."""
    return render_line(text)


@register.filter
@stringfilter
def plain(text: str) -> str:
    """Words only, for a description or a label."""
    return to_plain(text)
