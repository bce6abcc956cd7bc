"""Somebody with a plan, the forms that a browser would send for them, and rows to compare."""

import datetime
from html.parser import HTMLParser
from uuid import uuid4

from django.apps import apps

from plans.engine.identity import feedback_uid, set_uid, workout_uid
from plans.models import Feedback, Operation, Plan, SetLog, WorkoutLog
from plans.queries import following
from plans.queries.lines import names_of
from plans.records import Edit, WorkoutRef, milliseconds, prescription_of, target_of
from plans.services import enrol, save_records

MONDAY = datetime.date(2027, 1, 4)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)


def sign_up(person, slug="the-full-five", *, start=MONDAY, weekdays=(0, 2, 4), level="standard", **choices):
    """An enrolment as of its first day, at nine in the morning."""
    return enrol(
        person,
        Plan.objects.get(slug=slug).revisions.order_by("-number").first(),
        start=start,
        weekdays=weekdays,
        level=level,
        time_zone=person.time_zone,
        now=datetime.datetime.combine(start, datetime.time(9), datetime.UTC),
        today=start,
        **choices,
    )


class _Form(HTMLParser):
    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.fields, self.names, self.url = action, False, {}, {}, ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs["method"] == "post" and attrs.get("action", "").startswith(self.action):
            self.inside, self.url = True, attrs["action"]
        if tag == "input" and self.inside and attrs.get("name"):
            self.names[attrs["name"]] = True  # in the order of the page
            if attrs.get("type") not in ("checkbox", "radio"):
                self.fields[attrs["name"]] = attrs.get("value", "")
            elif "checked" in attrs:
                self.fields[attrs["name"]] = attrs.get("value", "on")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"


class WorkoutSheet:
    """The form of a page of today, as a browser holds it: change it, send it, as often as wanted."""

    ADDRESS = "/today/"

    def __init__(self, client, answer):
        parser = _Form(self.ADDRESS)
        parser.feed(answer.content.decode())
        assert parser.url, f"no workout form in {answer.status_code} {answer.content[:300]}"
        self.client, self.url, self.fields, self.names = client, parser.url, parser.fields, parser.names

    @classmethod
    def open(cls, client, url="/today/"):
        answer = client.get(url)
        assert answer.status_code == 200
        return cls(client, answer)

    @property
    def sets(self):
        """The keys of all sets in the order of the page."""
        return [name.removeprefix("done-") for name in self.names if name.startswith("done-")]

    def tick(self, *keys, **reps):
        for key in keys:
            self.fields[f"done-{key}"] = "on"
        return self

    def tick_all(self, prefix=""):
        return self.tick(*(key for key in self.sets if key.startswith(prefix)))

    def untick(self, key):
        self.fields.pop(f"done-{key}", None)
        return self

    def write(self, key, reps):
        self.fields[f"reps-{key}"] = reps
        return self

    def rate(self, exercise, rating):
        self.fields[f"rating-{exercise}"] = rating
        return self

    def rate_all(self, rating):
        for name in self.names:
            if name.startswith("rating-"):
                self.fields[name] = rating
        return self

    def save(self, **extra):
        return self.client.post(self.url, self.fields | {"save": "1"} | extra)

    def finish(self):
        return self.client.post(self.url, self.fields | {"finish": "1"})


def logged(person):
    """The live sets of a person: what was done, by the key of the set."""
    rows = SetLog.objects.for_user(person).live()
    return {f"{row.exercise}.{row.part}.{row.number}.{row.side}": row.reps for row in rows}


def ratings(person):
    return dict(Feedback.objects.for_user(person).live().values_list("exercise", "rating"))


def doses(person, today, window):
    """What a window asks for, by exercise: "Q2 2×20"."""
    found = following(person, today).schedule.window(window)
    return {
        dose.exercise: f"{dose.rung.code} {dose.sets}×{dose.reps}"
        for workout in found.workouts
        for dose in workout.doses
    }


def snapshot():
    """Every row of every table of ours, sessions and the like left out."""
    models = [
        m
        for app in ("accounts", "account", "exercises", "plans")
        for m in apps.get_app_config(app).get_models()
    ]
    return {model: sorted(map(repr, model._base_manager.values_list())) for model in models}


def rows_of(person):
    """What edits made of a person's rows, without keys and times that differ from run to run."""
    hidden = {"id", "user_id", "workout_id", "enrolment_id", "received_at", "change"}
    return {
        model.__name__: sorted(
            (
                {name: value for name, value in row.items() if name not in hidden}
                for row in model.objects.filter(user=person).values()
            ),
            key=lambda row: str(row.get("op", row["uid"])),
        )
        for model in (WorkoutLog, SetLog, Feedback, Operation)
    }


class Notebook:
    """Edits of one planned workout, as a phone would make them."""

    def __init__(self, enrolment, window=1, slot=1, *, now, local_date=MONDAY, time_zone="UTC"):
        self.now = now
        self.uid = workout_uid(enrolment.uid, window, slot)
        self.ref = WorkoutRef(self.uid, local_date, time_zone, enrolment.uid, window, slot)

    def edit(self, kind, uid, data, at=0, op=None, ref=None):
        """`at`: milliseconds after `now` at which the edit was made."""
        return Edit(op or uuid4(), kind, uid, milliseconds(self.now) + at, ref or self.ref, data)

    def workout(self, at=0, op=None, ref=None, **data):
        return self.edit("workout", self.uid, data, at, op, ref)

    def set(self, number=1, at=0, op=None, ref=None, *, exercise="squat", part=1, side="both", **data):
        uid = set_uid(self.uid, exercise, part, number, side)
        which = {"exercise": exercise, "part": part, "number": number, "side": side}
        return self.edit("set", uid, which | data, at, op, ref)

    def feedback(self, at=0, op=None, ref=None, *, exercise="squat", **data):
        return self.edit(
            "feedback", feedback_uid(self.uid, exercise), {"exercise": exercise} | data, at, op, ref
        )


def train(person, enrolment, day, *, now, rating="right", window):
    """Do all that a window asks for on the days it asks for it, as the page would log it."""
    plan = following(person, day)
    edits = []
    for workout in plan.schedule.window(window).workouts:
        book = Notebook(enrolment, window, workout.slot, now=now, local_date=workout.date)
        asked = prescription_of(workout.doses, names_of(plan.texts))
        edits.append(
            book.workout(local_date=workout.date, time_zone="UTC", prescription=asked, finished_at=now)
        )
        for dose, row in zip(workout.doses, asked, strict=True):
            for part, number, side in dose.planned_sets():
                done = {"reps": dose.reps, "target": target_of(row), "done_at": now}
                edits.append(book.set(number, exercise=dose.exercise, part=part, side=side, **done))
            edits.append(book.feedback(exercise=dose.exercise, rating=rating))
    save_records(person, edits, now=now)
