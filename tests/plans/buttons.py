"""The forms of a page by the words on their buttons, and pressing one as a browser would."""

import re
from urllib.parse import urljoin

from tests.plans.pages import words

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
INPUT = re.compile(r"<input\b([^>]*)>")
BUTTON = re.compile(r"<button\b[^>]*>(.*?)</button>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def buttons(response):
    """The words of every button of a form that posts to a choice, in the order of the page."""
    return [label for label, _action, _fields in _forms(response)]


def _forms(response):
    for head, body in FORM.findall(response.content.decode()):
        attributes = dict(ATTRIBUTE.findall(head))
        action = attributes.get("action") or response.request["PATH_INFO"]
        if attributes.get("method") != "post" or not action.startswith(("/week/", "/health/")):
            continue
        fields = {}
        for found in INPUT.findall(body):
            given = dict(ATTRIBUTE.findall(found))
            if "name" in given:
                fields.setdefault(given["name"], []).append(given.get("value", ""))
        fields.pop("csrfmiddlewaretoken", None)
        button = BUTTON.search(body)
        own = dict(ATTRIBUTE.findall(button.group(0).split(">")[0]))
        if "name" in own:
            fields[own["name"]] = [own.get("value", "")]
        yield words(button.group(1)), action, fields


def form_of(response, label, number=0):
    """Address and fields of a button's form; `number` among those with the same words."""
    found = [(action, fields) for words, action, fields in _forms(response) if words.startswith(label)]
    assert found, f"no button “{label}” among {buttons(response)}"
    return found[number]


def press(client, response, label, number=0, **changed):
    """The answer to pressing a button of a page, before any redirect is followed."""
    action, fields = form_of(response, label, number)
    return client.post(urljoin("/", action), fields | {name: [value] for name, value in changed.items()})
