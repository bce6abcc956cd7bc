"""Devices that hold edits and send them, as the player does."""

import datetime
import json
from uuid import uuid4

from plans.queries import following
from plans.queries.lines import names_of
from plans.records import Edit, WorkoutRef, milliseconds, prescription_of, target_of
from tests.plans.workouts import MONDAY, Notebook

SYNC, SESSION = "/api/sync", "/api/session"
ASKED = {
    "exercise": "squat",
    "rung": "Q2",
    "name": "Squat",
    "sets": 2,
    "reps": 20,
    "hold_seconds": 0,
    "rest_seconds": 30,
    "variation": "squat",
    "laterality": "bilateral",
    "side_order": "none",
    "first_side": "",
    "parts": 1,
    "rep_seconds": 4,
    "needs": "",
}
TARGET = target_of(ASKED)


def record_of(edit, **other):
    """The JSON of an edit."""
    ref = edit.workout
    workout = {
        "uid": str(ref.uid),
        "enrolment": str(ref.enrolment) if ref.enrolment else None,
        "window": ref.window,
        "slot": ref.slot,
        "local_date": ref.local_date.isoformat(),
        "time_zone": ref.time_zone,
    }
    return {
        "op": str(edit.op),
        "kind": edit.kind,
        "uid": str(edit.uid),
        "edited_at": edit.edited_ms,
        "workout": workout,
        "data": {name: _json(value) for name, value in edit.data.items()},
        "v": 1,
    } | other


def _json(value):
    if isinstance(value, datetime.datetime):
        return milliseconds(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def quick_edits(now, *, reps=15, local_date=MONDAY):
    """A quick set: a workout that belongs to no plan, and its one set."""
    ref = WorkoutRef(uuid4(), local_date, "UTC")
    place = {"exercise": "squat", "part": 1, "number": 1, "side": "both"}
    begun = {"local_date": local_date, "time_zone": "UTC", "prescription": [ASKED | {"sets": 1}]}
    done = {**place, "reps": reps, "target": TARGET, "done_at": now, "removed": False}
    return [
        Edit(uuid4(), "workout", ref.uid, milliseconds(now), ref, begun),
        Edit(uuid4(), "set", ref.set_uid(**place), milliseconds(now), ref, done),
    ]


def edits_of_plan(person, enrolment, now, most):
    """The edits of workout after workout of a plan, each begun, done, rated and finished."""
    plan = following(person, MONDAY)
    edits = []
    for workout in plan.schedule.workouts():
        book = Notebook(enrolment, workout.window, workout.slot, now=now)
        asked = prescription_of(workout.doses, names_of(plan.texts))
        edits.append(
            book.workout(local_date=MONDAY, time_zone="UTC", prescription=asked, trim=None, finished_at=now)
        )
        for dose, row in zip(workout.doses, asked, strict=True):
            for part, number, side in dose.planned_sets():
                done = {"reps": dose.reps, "target": target_of(row), "done_at": now, "removed": False}
                edits.append(book.set(number, exercise=dose.exercise, part=part, side=side, **done))
            edits.append(book.feedback(exercise=dose.exercise, rating="right", removed=False))
        if len(edits) >= most:
            return edits[:most]
    raise AssertionError("the plan has fewer")


class Device:
    """Keeps its cursor, and the rows it was told by kind and uid."""

    def __init__(self, client, person, cursor=None):
        self.client, self.account, self.cursor, self.rows = client, str(person.uid), cursor, {}

    def post(self, *edits, **body):
        """The answer as it comes; edits may be records that are JSON already."""
        records = [record_of(edit) if isinstance(edit, Edit) else edit for edit in edits]
        body = {"account": self.account, "cursor": self.cursor, "records": records} | body
        return self.client.post(SYNC, json.dumps(body), content_type="application/json")

    def send(self, *edits, **body):
        answer = self.post(*edits, **body)
        assert answer.status_code == 200, answer.content
        told = answer.json()
        self.cursor = told["cursor"]
        self.rows |= {(row["kind"], row["uid"]): row for row in told["rows"]}
        return told

    def pull(self):
        """Until there is no more; each time it comes further."""
        before = self.cursor
        while self.send()["more"]:
            assert self.cursor > before
            before = self.cursor
        return self.rows

    def results(self, *edits):
        return [(each["status"], each["code"]) for each in self.send(*edits)["results"]]
