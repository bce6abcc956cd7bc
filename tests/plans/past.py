"""The page of a past workout as a browser holds it, and what it says."""

import re
from html.parser import HTMLParser

from plans.models import WorkoutLog
from tests.plans.pages import words


class _Fields(HTMLParser):
    """The fields of one form as they would be sent, and all that there are."""

    def __init__(self, html):
        super().__init__()
        self.sent, self.names, self.buttons = {}, {}, {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "button" and "name" in attrs:
            self.buttons[attrs["name"]] = attrs["value"]
        if tag != "input" or not attrs.get("name"):
            return
        self.names[attrs["name"]] = True
        if attrs.get("type") not in ("checkbox", "radio"):
            self.sent[attrs["name"]] = attrs.get("value", "")
        elif "checked" in attrs:
            self.sent[attrs["name"]] = attrs.get("value", "on")


def address(uid):
    return f"/history/{uid}/"


class PastSheet:
    """The form with the sets, to be changed and sent as often as wanted."""

    def __init__(self, client, url, answer):
        html = answer.content.decode()
        found = re.search(r'<form[^>]*id="sets".*?</form>', html, flags=re.DOTALL)
        assert found, f"no sets in {answer.status_code} {words(html)[:600]}"
        fields = _Fields(found.group())
        self.client, self.url, self.answer = client, url, answer
        self.fields, self.names, self.buttons = fields.sent, fields.names, fields.buttons

    @classmethod
    def open(cls, client, uid):
        answer = client.get(address(uid))
        assert answer.status_code == 200
        return cls(client, address(uid), answer)

    @property
    def sets(self):
        return [name.removeprefix("done-") for name in self.names if name.startswith("done-")]

    def tick(self, *keys):
        self.fields |= {f"done-{key}": "on" for key in keys}
        return self

    def tick_all(self):
        return self.tick(*self.sets)

    def untick(self, *keys):
        for key in keys:
            self.fields.pop(f"done-{key}", None)
        return self

    def write(self, key, reps):
        self.fields[f"reps-{key}"] = str(reps)
        return self

    def rate(self, exercise, rating):
        self.fields[f"rating-{exercise}"] = rating
        return self

    def on(self, date):
        self.fields["date"] = date if isinstance(date, str) else date.isoformat()
        return self

    def look(self):
        """The answer to “See what changes”."""
        return self.client.post(self.url, self.fields | {"look": "1"})

    def save(self):
        """Look first, then save just that."""
        return PastSheet(self.client, self.url, self.look()).save_now()

    def save_now(self):
        return self.client.post(self.url, self.fields | {"save": "1"})


def press(client, answer, name, url):
    """Sends the small form that has the button `name`."""
    forms = re.findall(r"<form.*?</form>", answer.content.decode(), flags=re.DOTALL)
    fields = next(found for found in map(_Fields, forms) if name in found.buttons)
    return client.post(url, fields.sent | {name: fields.buttons[name]})


def effect(answer):
    """What the page says before anything is saved."""
    found = re.search(
        r'<section[^>]*aria-labelledby="effect".*?</section>', answer.content.decode(), re.DOTALL
    )
    return words(found.group()) if found else ""


def later(answer):
    """Week by week what changes: exercise, now, then."""
    html = answer.content.decode()
    weeks = {}
    for details in re.findall(r'<details class="card preview differs.*?</details>', html, flags=re.DOTALL):
        number = int(re.search(r"Week (\d+)", details)[1])
        rows = re.findall(r"<tr role=\"row\"><th scope=\"row\".*?</tr>", details, flags=re.DOTALL)
        weeks[number] = [
            tuple(words(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL))
            for row in rows
        ]
    return weeks


def workout_of(person, window=1, slot=1):
    return WorkoutLog.objects.get(user=person, window=window, slot=slot)


def sets_of(person, window=1, slot=1):
    """The live sets of one workout: the reps by the key of the set."""
    rows = workout_of(person, window, slot).sets.live()
    return {f"{row.exercise}.{row.part}.{row.number}.{row.side}": row.reps for row in rows}
