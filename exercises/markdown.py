"""
Editors' words as HTML: a little Markdown in, a few harmless tags out.

Two walls, each enough by itself: the parser knows no HTML and escapes it, and nh3 then keeps only the tags
below. Everything else that Markdown can do stays the plain text that it looks like.
"""

import re
from functools import lru_cache

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

RULES = ["heading", "list", "emphasis", "link", "image", "autolink", "escape", "newline"]

# A whole address: scheme, and a name with a dot (in ASCII, as the parser writes it), without user and password.
WEB_LINK = re.compile(r"https?://([a-z0-9-]+\.)+[a-z][a-z0-9-]+(:\d{1,5})?([/?#].*)?", re.IGNORECASE)

# All but tab and line breaks; marks that turn the direction of a text round; halves of a character.
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# What a browser would take for a tag, closed or not. “a < b” and “<3” are none.
TAG = re.compile(r"<[a-z/!?][^<>\s]{0,40}>?", re.IGNORECASE)
AUTOLINK = re.compile(r"<([a-z][a-z0-9+.-]{1,31}:|[^<>\s@:]{1,64}@)[^<>\s]{0,200}>", re.IGNORECASE)
IMAGE = re.compile(r"!\[[^\]\n]{0,200}\](\([^)\n]{0,200}\)?|\[)")
REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:\s{0,20}(<|[^\s:/]{0,40}[:/])\S{0,200}", re.MULTILINE)
DEAD_LINK = re.compile(r"\]\((([^()\n]|\([^()\n]{0,200}\)){0,200})")


CLEANER = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "ul", "ol", "li", "a"},
    attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="nofollow noopener noreferrer",
    set_tag_attribute_values={"ul": {"class": "dots"}, "ol": {"class": "numbers"}},
)


def is_web_link(url: str) -> bool:
    """Whether both walls let a link to this address pass."""
    return bool(WEB_LINK.fullmatch(url)) and "href=" in CLEANER.clean(f'<a href="{escapeHtml(url)}">x</a>')


def _words_of_image(renderer, tokens, index, options, env) -> str:
    return escapeHtml(renderer.renderInlineAsText(tokens[index].children, options, env))


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(RULES)
    parser.validateLink = is_web_link
    parser.add_render_rule("image", _words_of_image)
    # The page owns its outline: an editor's heading, of any size, is a strong line in it.
    parser.add_render_rule("heading_open", lambda *args: "<p><strong>")
    parser.add_render_rule("heading_close", lambda *args: "</strong></p>\n")
    # The first use sorts the rules; two threads that both came first would find them half sorted.
    parser.render("*ready*")
    return parser


PARSER = _make_parser()


@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """Paragraphs and lists, as HTML that belongs where a paragraph may stand; a line break stays one."""
    return mark_safe(CLEANER.clean(PARSER.render(CONTROL.sub("", text))).strip())  # noqa: S308


@lru_cache(maxsize=1024)
def render_line(text: str) -> SafeString:
    """Emphasis and links only, as HTML that belongs inside a paragraph or a list item, all on one line."""
    line = " ".join(CONTROL.sub("", text).splitlines())
    return mark_safe(CLEANER.clean(PARSER.renderInline(line)).strip())  # noqa: S308


def to_plain(text: str) -> str:
    """The words without their marks, on one line: plain text that is yet to be escaped."""
    blocks = PARSER.parse(CONTROL.sub("", text))
    return " ".join(" ".join(_plain(block.children or ()) for block in blocks).split())


def _plain(tokens) -> str:
    return "".join(" " if token.type.endswith("break") else token.content for token in tokens)


# What an editor is told -------------------------------------------------------------------------


def validate_plain(value: str) -> None:
    """For names and other words that take no markup at all."""
    _refuse(_control_characters(value), _html(value))


def validate_markdown(value: str) -> None:
    """For texts that `render` and `render_line` show: refuses what they would take the life out of."""
    _refuse(
        _control_characters(value),
        _html(AUTOLINK.sub("", value)),
        _images(value),
        _references(value),
        _links(IMAGE.sub("", value)),
    )


def _refuse(*errors: ValidationError | None) -> None:
    if found := [error for error in errors if error]:
        raise ValidationError(found)


def _error(code: str, message: str, found: str) -> ValidationError:
    shown = CONTROL.sub("□", " ".join(found.split()))
    return ValidationError(
        message, code=code, params={"found": f"{shown[:40]}…" if len(shown) > 40 else shown}
    )


def _control_characters(value: str) -> ValidationError | None:
    if not (match := CONTROL.search(value)):
        return None
    message = _(
        "There is an invisible control character in this text, where the box is: “%(found)s”. Delete it, or "
        "type these words again."
    )
    return _error("control", message, value[max(0, match.start() - 16) : match.end() + 16])


def _html(value: str) -> ValidationError | None:
    if not (match := TAG.search(value)):
        return None
    message = _(
        "HTML is not allowed here: “%(found)s”. Use plain words; if you mean “less than”, put a space after “<”."
    )
    return _error("html", message, match[0])


def _images(value: str) -> ValidationError | None:
    if not (match := IMAGE.search(value)):
        return None
    message = _("Pictures are not allowed in a text: “%(found)s”. Say it in words, or choose a drawn figure.")
    return _error("image", message, match[0])


def _references(value: str) -> ValidationError | None:
    if not (match := REFERENCE.search(value)):
        return None
    message = _(
        "The address of a link stands right behind its words, not on a line of its own: “%(found)s”. Write "
        "[words](https://…)."
    )
    return _error("reference", message, match[0])


def _links(value: str) -> ValidationError | None:
    """The parser makes links of good addresses only: what still looks like one is not."""
    bad = (match[0] for match in AUTOLINK.finditer(value) if not _is_link(match[0]))
    if (found := next(bad, None)) is None and (found := _dead_link(value)) is None:
        return None
    message = _(
        "Links lead to a whole web address, and this one does not: “%(found)s”. Write [words](https://…), with "
        "an address that begins with https:// or http://."
    )
    return _error("link", message, found)


def _is_link(text: str) -> bool:
    return any(token.type == "link_open" for token in PARSER.parseInline(text)[0].children or ())


def _dead_link(value: str) -> str | None:
    """The first thing that is written like a link and leads nowhere."""
    for block in PARSER.parse(CONTROL.sub("", value)):
        for token in block.children or ():
            if token.type == "link_open" and not token.attrs["href"]:
                return "[…]()"
            if token.type == "text" and (match := DEAD_LINK.search(token.content)):
                return f"[…]({match[1]})"
    return None
