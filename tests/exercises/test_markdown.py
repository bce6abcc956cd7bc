"""What editors write becomes a little HTML, and nothing that runs, loads or leads astray."""

import datetime
import re
from html import unescape
from html.parser import HTMLParser

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import editions
from exercises.markdown import (
    CLEANER,
    PARSER,
    render,
    render_line,
    to_plain,
    validate_markdown,
    validate_plain,
)
from exercises.models import Edition, Exercise, Hint, SafetyNote
from exercises.templatetags.words import markdown, markdown_line, plain
from plans import editions as plan_editions
from plans.models import Plan, PlanEdition
from tests.plans.workouts import sign_up

NOW = datetime.datetime(2027, 1, 4, 9, 0, tzinfo=datetime.UTC)
REL = 'rel="nofollow noopener noreferrer"'
INLINE = rf'</?(?:strong|em)>|<a(?: href="https?://[^"<>\s]+")? {REL}>|</a>'
LINE = re.compile(INLINE)
BLOCK = re.compile(
    rf'{INLINE}|</?(?:p|li)>|<br>|<ul class="dots">|</ul>|<ol(?: start="\d+")? class="numbers">|</ol>',
)
BY_THE_PARSER = re.compile(
    r'</?(?:strong|em|p|li|ul|ol)>|<br>|<ol start="\d+">|<a href="(?:https?://[^"<>\s]+)?"( title="[^"<>]*")?>|</a>'
)

# A text, and what the validator calls it.
ATTACKS = [
    ("<script>alert(1)</script>", "html"),
    ("<ScRiPt src=//evil.example/x.js>", "html"),
    ("<script", "html"),
    ("<scr<script>ipt>alert(1)</script>", "html"),
    ("**<script>alert(1)</script>**", "html"),
    ("- <script>alert(1)</script>", "html"),
    ("    <script>alert(1)</script>", "html"),
    ("`<script>alert(1)</script>`", "html"),
    ("```\n<script>alert(1)</script>\n```", "html"),
    ("\\<script>alert(1)</script>", "html"),
    ("<svg onload=alert(1)>", "html"),
    ("<svg/onload=alert(1)//", "html"),
    ("<math><mtext></table><img src=x onerror=alert(1)>", "html"),
    ("<img src=x onerror=alert(1)>", "html"),
    ('<img src="https://evil.example/pixel.gif" width=1 height=1>', "html"),
    ('<p style="position:fixed;inset:0">over everything</p>', "html"),
    ("<style>body{display:none}</style>", "html"),
    ("<iframe src=https://evil.example></iframe>", "html"),
    ("<form action=https://evil.example><input name=password></form>", "html"),
    ("<base href=https://evil.example/>", "html"),
    ('<meta http-equiv="refresh" content="0;url=https://evil.example">', "html"),
    ("<link rel=stylesheet href=https://evil.example/x.css>", "html"),
    ("<object data=https://evil.example></object>", "html"),
    ("<a href=javascript:alert(1)>x</a>", "html"),
    ('<b onmouseover="alert(1)">x</b>', "html"),
    ("</p></section><h1>Mine</h1>", "html"),
    ("<!-- --><script>alert(1)</script>", "html"),
    ("<!--", "html"),
    ("<?php echo 1 ?>", "html"),
    ("<![CDATA[<script>alert(1)</script>]]>", "html"),
    ('[x](https://ok.example "<script>alert(1)</script>")', "html"),
    ("[x](javascript:alert(1))", "link"),
    ("[x](JaVaScRiPt:alert(1))", "link"),
    ("[x]( javascript:alert(1) )", "link"),
    ("[x](\njavascript:alert(1))", "link"),
    ("[x](java\tscript:alert(1))", "link"),
    ("[x](java\nscript:alert(1))", "link"),
    ("[x](javascript&colon;alert(1))", "link"),
    ("[x](javascript&#58;alert(1))", "link"),
    ("[x](&#x6A;avascript:alert(1))", "link"),
    ("[x](&#0000106avascript:alert(1))", "link"),
    ("[x](%6Aavascript:alert(1))", "link"),
    ("[x](java\\script:alert(1))", "link"),
    ("[x](<javascript:alert(1)>)", "link"),
    ("[x](javascript://ok.example/%0Aalert(1))", "link"),
    ("[x](vbscript:msgbox(1))", "link"),
    ("[x](data:text/html;base64,PHNjcmlwdD4=)", "link"),
    ("[x](data:image/svg+xml;base64,PHN2Zz4=)", "link"),
    ("[x](file:///etc/passwd)", "link"),
    ("[x](blob:https://evil.example/1)", "link"),
    ("[x](feed:javascript:alert(1))", "link"),
    ("[x](mailto:ada@rise.example)", "link"),
    ("[x](tel:112)", "link"),
    ("[x](ftp://evil.example)", "link"),
    ("[x](/admin/logout/)", "link"),
    ("[x](?delete=1)", "link"),
    ("[x](#top)", "link"),
    ("[x](www.nhs.uk)", "link"),
    ("[x]()", "link"),
    ("[x](<>)", "link"),
    ("[x](//evil.example)", "link"),
    ("[x](/\\evil.example)", "link"),
    ("[x](https:evil.example)", "link"),
    ("[x](https:///evil.example)", "link"),
    ("[x](https://)", "link"),
    ("[x](https://localhost/)", "link"),
    ("[x](http://127.0.0.1/)", "link"),
    ("[x](http://0.0)", "link"),
    ("[x](https://ok.example:99999/)", "link"),
    ("[x](https://www.nhs.uk@evil.example/)", "link"),
    ("[x](https://www.nhs.uk\\@evil.example/)", "link"),
    ("[a [b](https://ok.example) c](javascript:alert(1))", "link"),
    ("[[x](javascript:alert(1))](https://ok.example)", "link"),
    ("[*x](javascript:alert(1))*", "link"),
    ("[*x*](javascript:alert(1))", "link"),
    ("[x\\](javascript:alert(1))", "link"),
    ("# [x](javascript:alert(1))", "link"),
    ("<javascript:alert(1)>", "link"),
    ("<JAVASCRIPT:alert(1)>", "link"),
    ("<data:text/html,x>", "link"),
    ("<ada@rise.example>", "link"),
    ("![x](https://evil.example/pixel.gif)", "image"),
    ("![](https://evil.example/pixel.gif?who=me)", "image"),
    ("![x](javascript:alert(1))", "image"),
    ("![x](data:image/gif;base64,R0lGODlh)", "image"),
    ("![x](/media/x.svg)", "image"),
    ("[![x](https://evil.example/pixel.gif)](https://ok.example)", "image"),
    ("![x][pixel]\n\n[pixel]: https://evil.example/pixel.gif", "image"),
    ("[x][1]\n\n[1]: javascript:alert(1)", "reference"),
    ("[x]\n\n[x]: <javascript:alert(1)>", "reference"),
    ("[x]\n\n[x]:\n  javascript:alert(1)", "reference"),
    ("[x]\n\n[x]: //evil.example", "reference"),
    ("[x][]\n\n[x]: data:text/html,x", "reference"),
    ("[x][]\n\n[x]: https://ok.example", "reference"),
    ("nul\0byte", "control"),
    ("bell\x07", "control"),
    ("half a character \ud83d", "control"),
    ("[x](java\0script:alert(1))", "control"),
    ("[x](\x01javascript:alert(1))", "control"),
    ("gpj.\u202eexe.stretch", "control"),
    ("\u2066hidden\u2069", "control"),
]

ORDINARY = [
    "a < b",
    "3 <4 and 5> 2",
    "<3",
    "I <3 squats",
    "a <- b -> c <= d >= e",
    "2 × 10–15",
    "5 * 3",
    "5 * 3 * 2",
    "not a list, * nor strong *",
    "Write to ada@rise.example.",
    "See https://www.nhs.uk/live-well/ or www.nhs.uk",
    "Knees & toes, “quoted”, 'single', \"double\", it’s",
    "&lt;b&gt; &amp; &copy; &nbsp;",
    "snake_case_words and __init",
    "100 % ~ 50 | half ^ up $5 {{ name }} {% if %}",
    "A note [see below] (or above), an array[0] and f(x)",
    "[Note]: keep the heel low",
    "Stop! [Really] (now)",
    "`code` and ``more``",
    "> not a quotation",
    "javascript: a language; data: what you log",
    "Time: 10:30, ratio 1:2, and/or",
    "Hüfte, Gesäß, 臀, مؤخرة, 🍑, 👩‍🦰, e\u0301",
    "tab\tand non-breaking\u00a0space",
    "a | b\n--|--\n1 | 2",
    "Title\n=====\ntext\n---\nmore",
    "| x |",
    "~~~\nwaves\n~~~",
    "#hashtag and #1",
]

GOOD = [
    "**strong** and *emphasis*, __strong__ and _emphasis_",
    "- one\n- two\n\n1. first\n2. second",
    "[words](https://www.nhs.uk/a_b?c=d&e=f#g)",
    "[words](http://nhs.uk:8080/)",
    '[words](<https://www.nhs.uk/> "title")',
    "[wörter](https://bücher.example/ä)",
    "<https://www.nhs.uk>",
    "[**strong** words](https://www.nhs.uk/a(b))",
    "\\*not emphasis\\*",
    "# A heading",
]


def left_over(html, known):
    """What is not one of the tags known: text, in which nothing begins or ends a tag."""
    return known.sub(" ", html)


def is_harmless(html, known=BLOCK):
    return not re.search("[<>\0\u202a-\u202e\u2066-\u2069]", left_over(html, known))


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def codes(validate, text):
    try:
        validate(text)
    except ValidationError as refused:
        return [error.code for error in refused.error_list]
    return []


# Markdown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, html",
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One\ntwo\r\nthree", "<p>One<br>\ntwo<br>\nthree</p>"),
        ("**strong** *emphasis*", "<p><strong>strong</strong> <em>emphasis</em></p>"),
        ("- a\n- b", '<ul class="dots">\n<li>a</li>\n<li>b</li>\n</ul>'),
        ("1. a\n2. b", '<ol class="numbers">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("3. a", '<ol start="3" class="numbers">\n<li>a</li>\n</ol>'),
        ("[NHS](https://www.nhs.uk)", f'<p><a href="https://www.nhs.uk" {REL}>NHS</a></p>'),
        ("<https://www.nhs.uk>", f'<p><a href="https://www.nhs.uk" {REL}>https://www.nhs.uk</a></p>'),
        ('[x](https://a.example "title")', f'<p><a href="https://a.example" {REL}>x</a></p>'),
        ("[x](https://a.example/?b=1&c=2)", f'<p><a href="https://a.example/?b=1&amp;c=2" {REL}>x</a></p>'),
        ("[x](https://bücher.example)", f'<p><a href="https://xn--bcher-kva.example" {REL}>x</a></p>'),
        ("![A *knee*](https://a.example/x.png)", "<p>A knee</p>"),
        ("\\*plain\\*", "<p>*plain*</p>"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_a_text_has_paragraphs_lists_emphasis_and_links(text, html):
    assert render(text) == html


@pytest.mark.parametrize("mark", ["#", "##", "######"])
def test_a_heading_of_any_size_is_a_strong_line(mark):
    assert render(f"{mark} Knees\nSoft.") == "<p><strong>Knees</strong></p>\n<p>Soft.</p>"


@pytest.mark.parametrize(
    "text, html",
    [
        ("Heel **up**, *slowly*", "Heel <strong>up</strong>, <em>slowly</em>"),
        ("[NHS](https://www.nhs.uk)", f'<a href="https://www.nhs.uk" {REL}>NHS</a>'),
        ("one\ntwo\r\n\r\nthree", "one two  three"),
        ("- one", "- one"),
        ("1. one", "1. one"),
        ("# one", "# one"),
        ("", ""),
    ],
)
def test_a_line_stays_a_line(text, html):
    assert render_line(text) == html


@pytest.mark.parametrize(
    "text, words",
    [
        ("Heel **up**,\nslowly", "Heel up, slowly"),
        ("# Knees\n\n- soft\n- warm", "Knees soft warm"),
        ("[NHS](https://www.nhs.uk) & ![a knee](https://a.example/x.png)", "NHS & a knee"),
        ("<b>", "<b>"),
    ],
)
def test_plain_words_have_no_marks(text, words):
    assert to_plain(text) == words


def test_plain_words_are_yet_to_be_escaped():
    assert not isinstance(plain("<b>"), SafeString)


def test_the_filters_take_what_a_template_has():
    assert markdown(12) == "<p>12</p>"
    assert markdown_line(escape("a & b")) == "a &amp;amp; b"
    assert isinstance(markdown("a"), SafeString)
    assert isinstance(markdown_line("a"), SafeString)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_look_as_they_did(text):
    assert unescape(render(text)).replace("<br>\n", "<br>") == unescape(linebreaks(text, autoescape=True))
    assert unescape(render_line(text)) == " ".join(text.splitlines())
    assert to_plain(text) == " ".join(text.split())


def test_a_very_long_text_is_not_a_way_to_keep_the_site_busy():
    for part in ("[", "*", "*a_b ", "![", "- ", "<", "[a](", "](", "- a\n", "[a](<b", "<a@"):
        html = render(part * 3_000)
        assert is_harmless(html)


# Attacks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("attack, code", ATTACKS)
def test_an_attack_comes_out_as_words(attack, code):
    assert is_harmless(render(attack))
    assert is_harmless(render_line(attack), LINE)


@pytest.mark.parametrize("attack, code", [row for row in ATTACKS if row[1] != "control"])
def test_the_parser_alone_stops_it(attack, code):
    assert is_harmless(PARSER.render(attack), BY_THE_PARSER)


@pytest.mark.parametrize("attack, code", [row for row in ATTACKS if row[1] != "control"])
def test_the_sanitiser_alone_stops_it(attack, code):
    assert is_harmless(CLEANER.clean(attack))
    address = re.search(r"\]\(<?\s*([^)>]*)", attack)
    if address and code == "link" and "http" not in attack:
        html = CLEANER.clean(f'<a href="{address[1]}" onclick="alert(1)" target="_blank">x</a>')
        assert html == f"<a {REL}>x</a>"


@pytest.mark.parametrize("attack, code", ATTACKS)
def test_plain_words_of_an_attack_load_nothing_once_escaped(attack, code):
    assert "<" not in escape(to_plain(attack))


FRAGMENTS = st.lists(
    st.sampled_from(
        ["[", "]", "(", ")", "](", "<", ">", "!", "![", "*", "**", "_", "`", "\\", "# ", "- ", "1. ", ":"]
        + ["&", ";", '"', "'", "=", "/", "//", "x", " ", "\n", "\n\n", "\t", "\0", "\u202e", "\ud83d", "\x85"]
        + ["javascript:", "data:", "https://", "https://ok.example", "]: ", "@", "<script>", "</script>"]
        + ["<img src=", "<svg onload=", "&#58;", "&colon;", "&lt;", "<!--", "-->", "[x](https://ok.example)"]
    ),
    max_size=30,
).map("".join)
ANYTHING = st.text(st.characters()) | FRAGMENTS


@given(ANYTHING)
@example("- " * 30 + "[x](javascript:alert(1))")
@example("[x](https://ok.example/\ud83d)")
def test_whatever_is_written_only_known_tags_come_out(text):
    assert is_harmless(render(text))
    assert is_harmless(render_line(text), LINE)
    assert isinstance(to_plain(text), str)


@given(ANYTHING)
def test_every_tag_is_closed_where_it_was_opened(text):
    assert CLEANER.clean(render(text)).strip() == render(text)
    assert CLEANER.clean(render_line(text)) == render_line(text)


@given(ANYTHING)
def test_what_an_editor_may_write_leaves_no_dead_link_and_no_tag(text):
    if not codes(validate_markdown, text):
        html = left_over(render(text), BLOCK)
        assert "](" not in html
        assert not re.search(r"&lt;[a-z/!?]", html, re.IGNORECASE)
        assert f"<a {REL}>" not in render(text)
    if not codes(validate_plain, text):
        assert not re.search("<[a-z/!?]|[\0\u202e]", text, re.IGNORECASE)


# What an editor is told --------------------------------------------------------------------------


@pytest.mark.parametrize("attack, code", ATTACKS)
def test_an_attack_is_named(attack, code):
    assert code in codes(validate_markdown, attack)


@pytest.mark.parametrize("text", ORDINARY + GOOD)
def test_ordinary_words_and_good_markdown_pass(text):
    validate_markdown(text)


@pytest.mark.parametrize("attack, code", [row for row in ATTACKS if row[1] in {"html", "control"}])
def test_a_name_takes_no_tags_and_no_control_characters(attack, code):
    assert code in codes(validate_plain, attack)


@pytest.mark.parametrize("text", [*ORDINARY, "**a**", "[x](y)", "Kickback (2 × 10) <3"])
def test_a_name_may_look_like_anything_else(text):
    validate_plain(text)


@pytest.mark.parametrize(
    "text, said",
    [
        ("Stand <b>tall</b>.", ["HTML is not allowed", "“<b>”", "put a space after “<”"]),
        ("[here](javascript:alert(1)) ok", ["whole web address", "“[…](javascript:alert(1))”", "https://"]),
        ("[here](www.nhs.uk)", ["“[…](www.nhs.uk)”", "[words](https://…)"]),
        ("<ada@rise.example>", ["“<ada@rise.example>”", "[words](https://…)"]),
        ("![a knee](https://x.example/a.png)", ["Pictures are not allowed", "drawn figure"]),
        ("[a]: https://ok.example", ["right behind its words", "“[a]: https://ok.example”"]),
        ("soft\x07 knees", ["invisible control character", "“soft□ knees”", "Delete it"]),
        ("<b>" + "x" * 99, ["“<b>”"]),
        ("<b" + "x" * 99, ["…”"]),
    ],
)
def test_the_message_names_the_place_and_the_way_out(text, said):
    with pytest.raises(ValidationError) as refused:
        validate_markdown(text)
    [message] = refused.value.messages
    assert [words for words in said if words not in message] == []


def test_everything_is_named_at_once():
    text = "<b>x</b> ![x](https://x.example/a.png) [x](/y)\0\n\n[x]: /y"
    assert codes(validate_markdown, text) == ["control", "html", "image", "reference", "link"]


# Our own words -----------------------------------------------------------------------------------


def fixture_texts():
    for app in ("exercises", "plans"):
        for path in sorted((settings.BASE_DIR / app / "fixtures").glob("*.yaml")):
            for row in yaml.safe_load(path.read_text(encoding="utf-8")):
                for field, text in row["fields"].items():
                    if isinstance(text, str):
                        yield f"{path.name} {row['fields'].get('slug')} {field}", text


def test_the_words_that_ship_are_shown_letter_by_letter():
    texts = list(fixture_texts())
    assert len(texts) > 500
    for name, text in texts:
        words = " ".join(text.split())
        assert (name, words_of(render(text))) == (name, words)
        assert (name, to_plain(text)) == (name, words)
        for line in text.splitlines():
            assert (name, unescape(render_line(line))) == (name, line.rstrip())


def test_the_words_that_ship_pass():
    assert [(name, codes(validate_markdown, text)) for name, text in fixture_texts()] == [
        (name, []) for name, text in fixture_texts()
    ]


# On the pages ------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """Every element of a page with its attributes, and what stands inside a paragraph that may not."""

    def __init__(self, response):
        super().__init__()
        self.found, self.misplaced, self.open = [], [], []
        assert response.status_code == 200
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if "p" in self.open and tag in {"p", "ul", "ol", "div", "section"}:
            self.misplaced.append((tag, self.getpos()))
        if tag in {"p", "section", "div"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in {"p", "section", "div"}:
            assert self.open.pop() == tag, self.getpos()


def dangers(elements):
    for tag, attributes in elements.found:
        if tag in {"iframe", "object", "embed", "base", "style"}:
            yield tag, attributes
        for name, value in attributes.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                yield tag, name, value
            if name in {"href", "src", "action", "xlink:href"} and re.match(
                r"\s*(javascript|data|vbscript):|.*evil\.example", value or "", re.IGNORECASE
            ):
                yield tag, name, value
        is_data = attributes.get("type") == "application/json"  # read by ours, run by nobody
        if tag == "script" and not is_data and not attributes.get("src", "").startswith("/static/"):
            yield tag, attributes


ROGUE = "\n\n".join(attack for attack, code in ATTACKS if code != "control")
RICH = "A **strong** *word*\non [a page](https://www.nhs.uk/x)\n\n- soft\n- warm\n\nand on."
NAMES = {"name", "aliases", "part_name", "second_part_name", "plain_name", "title"}
WORDS = {"summary", "about", "feel_it", "step_up", "start", "steps", "breathing", "cue"}
WORDS |= {"good_signs", "watch_outs", "easier", "role", "goal", "who_for", "good_to_know"}


def rewritten(content, words, name):
    """Frozen content with other words in every field that an editor writes; `role` is one of a muscle's too."""
    if isinstance(content, list):
        return [rewritten(row, words, name) for row in content]
    if not isinstance(content, dict):
        return content
    return {key: _rewritten(key, value, words, name) for key, value in content.items()}


def _rewritten(key, value, words, name):
    if key == "figures":  # what is drawn, for people who cannot see it: words without marks
        return {figure: dict.fromkeys(texts, name) for figure, texts in value.items()}
    if key in NAMES and value:
        return name
    if key in WORDS and value not in {"main", "helps"}:
        return words
    return rewritten(value, words, name)


def publish(model, subject, content):
    """A next edition, past every form and check that an editor meets."""
    of = {model.SUBJECT: subject} | ({"figure": subject.figure} if model is PlanEdition else {})
    number = model.objects.filter(**{model.SUBJECT: subject}).count() + 1
    model.objects.create(
        **of, number=number, content=content, digest=editions.digest(content), created_at=NOW
    )


@pytest.fixture
def written(db):
    """Puts words into every text, and a name into every title, of an exercise, a plan, a hint, a note."""

    def write(words, name):
        exercise = Exercise.objects.get(slug="squat")
        publish(Edition, exercise, rewritten(editions.freeze(exercise), words, name))
        plan = Plan.objects.get(slug="the-full-five")
        publish(PlanEdition, plan, rewritten(plan_editions.freeze(plan), words, name))
        surfaces = " ".join(Hint.Surface.values)
        Hint.objects.filter(slug="slow-and-small").update(text=words, title=name, surfaces=surfaces)
        SafetyNote.objects.update(text=words, points=words, sources=words, title=name)

    return write


PAGES = [
    "/",
    "/exercises/",
    "/exercises/squat/?variation=squat-pulse",
    "/plans/",
    "/plans/the-full-five/",
    "/plans/the-full-five/start/",
    "/safety/",
    "/questions/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_rogue_editors_words_do_nothing(address, written, client_of, person):
    written(ROGUE, "<script>alert(1)</script>")
    client = client_of(person())
    elements = Elements(client.get(address))
    assert list(dangers(elements)) == []
    assert elements.misplaced == []


@pytest.mark.parametrize("address", PAGES)
def test_markdown_stands_where_it_may(address, written, client_of, person):
    written(RICH, "Soft knees")
    response = client_of(person()).get(address)
    assert Elements(response).misplaced == []
    page = response.content.decode()
    assert "**" not in page
    assert "&lt;" not in page
    assert "<strong>strong</strong>" in page or address == "/"


@pytest.mark.parametrize("words, name", [(ROGUE, "<script>alert(1)</script>"), (RICH, "Soft knees")])
def test_a_workout_shows_them_like_every_page(words, name, written, client_of, person, clock):
    written(words, name)
    somebody = person()
    sign_up(somebody)
    response = client_of(somebody).get("/today/")
    elements = Elements(response)
    assert list(dangers(elements)) == elements.misplaced == []
    if words == RICH:
        assert "<li><span>A <strong>strong</strong> <em>word</em></span></li>" in response.content.decode()


def test_a_text_is_markdown_and_a_step_is_a_line_of_it(written, client):
    written(RICH, "Soft knees")
    page = client.get("/exercises/squat/").content.decode()
    assert f'<p>A <strong>strong</strong> <em>word</em><br>\non <a href="https://www.nhs.uk/x" {REL}>' in page
    assert "<li><span>A <strong>strong</strong> <em>word</em></span></li>" in page
    assert '<meta name="description" content="A strong word on a page soft warm and on.">' in page


def test_a_name_is_words_as_they_stand(written, client):
    written("Soft knees.", "**Squat** & co")
    page = client.get("/exercises/squat/").content.decode()
    assert "<h1>**Squat** &amp; co</h1>" in page
