"""Reads a page the way a person would: its entries, its forms, its words."""

import re
from html import unescape
from html.parser import HTMLParser


class Links(HTMLParser):
    """The links of each labelled navigation: label -> [(words, attributes)]."""

    def __init__(self):
        super().__init__()
        self.found = {}
        self.label = self.link = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "nav":
            self.label = attributes.get("aria-label")
            self.found.setdefault(self.label, [])
        elif tag == "a" and self.label:
            self.link = ["", attributes]

    def handle_data(self, data):
        if self.link:
            self.link[0] += data

    def handle_endtag(self, tag):
        if tag == "a" and self.link:
            self.found[self.label].append((" ".join(self.link[0].split()), self.link[1]))
            self.link = None
        elif tag == "nav":
            self.label = None


def links(response):
    parser = Links()
    parser.feed(response.content.decode())
    return parser.found


def labels(response, navigation):
    return [words for words, _ in links(response)[navigation]]


def current(response, navigation):
    return [words for words, attributes in links(response)[navigation] if "aria-current" in attributes]


def words(response):
    """The text of the page without its tags, each run of blanks one space."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
