"""Reading pages as a person does, and living a plan day by day."""

import datetime
import re
from html import unescape
from html.parser import HTMLParser
from uuid import uuid4
from zoneinfo import ZoneInfo

from plans.engine.identity import feedback_uid, set_uid
from plans.models import Plan
from plans.queries import following
from plans.records import Edit, WorkoutRef, milliseconds, prescription_of, target_of
from plans.services import enrol, save_records

MONDAY = datetime.date(2027, 1, 4)  # the day of the `clock` fixture


def day(number):
    """Days from the first Monday: `day(0)` is that Monday."""
    return MONDAY + datetime.timedelta(days=number)


# Reading -----------------------------------------------------------------------------------------


def words(html):
    """What is to be read in a piece of HTML, with single spaces."""
    html = re.sub(r"<(svg|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def read(response):
    return words(response.content.decode())


def parts(response, pattern):
    """The readable words of every match's first group."""
    return [words(found) for found in re.findall(pattern, response.content.decode(), flags=re.DOTALL)]


def cells(html):
    return [words(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", html, flags=re.DOTALL)]


def body_rows(html):
    """The rows of all table bodies."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", html, flags=re.DOTALL)
    return [cells(row) for body in bodies for row in re.findall(r"<tr\b.*?</tr>", body, flags=re.DOTALL)]


def error_beside(response, name):
    """The words of the error that belongs to a field, and that the field points to."""
    html = response.content.decode()
    found = re.search(rf'<div class="wrong" id="id_{name}_error">(.*?)</div>', html, flags=re.DOTALL)
    if found is None:
        return ""
    assert re.search(rf'aria-describedby="[^"]*\bid_{name}_error\b', html), (
        f"{name} does not point to its error"
    )
    return words(found.group(1)).removeprefix("Error: ")


class _Fields(HTMLParser):
    """What the form of a page would send, were it sent as it stands."""

    def __init__(self):
        super().__init__()
        self.sent, self.options, self.select = [], {}, ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option":
            self.options.setdefault(self.select, []).append(attrs["value"])
            if "selected" in attrs:
                self.sent.append((self.select, attrs["value"]))
        elif tag == "input" and name:
            if kind in ("checkbox", "radio"):
                self.options.setdefault(name, []).append(attrs.get("value", "on"))
            if kind not in ("checkbox", "radio") or "checked" in attrs:
                self.sent.append((name, attrs.get("value", "on")))


def fields_of(response):
    """The values of the page's form by name, each a list; and what could be chosen."""
    reader = _Fields()
    reader.feed(response.content.decode())
    values = {}
    for name, value in reader.sent:
        values.setdefault(name, []).append(value)
    return values, reader.options


# Living ------------------------------------------------------------------------------------------


def follow(person, slug="the-full-five", *, start=MONDAY, weekdays=None, level=None, **choices):
    """An enrolment made on its first day; what is left out is the plan's own."""
    plan = Plan.objects.get(slug=slug)
    return enrol(
        person,
        plan.revisions.order_by("-number").first(),
        start=start,
        weekdays=list(plan.workouts.values_list("weekday", flat=True)) if weekdays is None else weekdays,
        level=level or plan.level,
        time_zone=person.time_zone,
        now=datetime.datetime.combine(start, datetime.time(8), datetime.UTC),
        today=start,
        **choices,
    )


def train(person, date, *, slot=None, share=None, ratings=None, finish=True):
    """
    Do the workout of a day, or the one in a slot of that day's window.

    share: how many reps of the target were done, by exercise (else all). ratings: by exercise (else right).
    """
    plan = following(person, date)
    window = plan.schedule.current
    workout = plan.schedule.on(date) if slot is None else window.workouts[slot - 1]
    now = datetime.datetime.combine(date, datetime.time(12), ZoneInfo(person.time_zone))
    ref = WorkoutRef(workout.uid, date, person.time_zone, plan.enrolment.uid, workout.window, workout.slot)

    def edit(kind, uid, data):
        return Edit(uuid4(), kind, uid, milliseconds(now), ref, data)

    asked = prescription_of(workout.doses, {slug: row.name for slug, row in plan.texts.items()})
    record = {"prescription": asked, "local_date": date} | ({"finished_at": now} if finish else {})
    edits = [edit("workout", workout.uid, record)]
    for dose, row in zip(workout.doses, asked, strict=True):
        name = dose.exercise
        reps = int(dose.reps * (share or {}).get(name, 1))
        for part, number, side in dose.planned_sets():
            data = {"exercise": name, "part": part, "number": number, "side": side, "reps": reps}
            uid = set_uid(workout.uid, name, part, number, side)
            edits.append(edit("set", uid, data | {"target": target_of(row), "done_at": now}))
        rating = {"exercise": name, "rating": (ratings or {}).get(name, "right")}
        edits.append(edit("feedback", feedback_uid(workout.uid, name), rating))
    save_records(person, edits, now=now)
    return workout
