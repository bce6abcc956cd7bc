"""What the processes of a server are asked besides serving."""

import json
from collections import Counter
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from plans.models import Operation, SetLog
from plans.records import milliseconds

CAREFULNESS = {
    "sqlite": ["PRAGMA synchronous", "PRAGMA journal_mode"],
    "postgresql": ["SHOW synchronous_commit"],
}


def migrate():
    call_command("migrate", verbosity=0)
    return {}


def create_people(count):
    """People with a session each."""
    return [_sign_up(f"person{number}@rise.example")[0] for number in range(int(count))]


def _sign_up(email):
    user = get_user_model().objects.create_user(email, "calm and steady")
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"account": str(user.uid), "session": f"{cookie.key}={cookie.value}"}, client


def count():
    """How often each edit and each set is stored."""
    ops, sets = Operation.objects.values_list("op", flat=True), SetLog.objects.values_list("uid", flat=True)
    return {"ops": Counter(map(str, ops)), "sets": Counter(map(str, sets))}


def set_record(workout, number):
    """A set as a phone sends it, of a workout without a plan."""
    now = milliseconds(timezone.now())
    place = {"exercise": "squat", "part": 1, "number": number, "side": "both"}
    ref = {"uid": workout, "enrolment": None, "window": None, "slot": None}
    return {
        "op": str(uuid4()),
        "kind": "set",
        "uid": str(uuid4()),
        "edited_at": now,
        "workout": ref | {"local_date": timezone.now().date().isoformat(), "time_zone": "UTC"},
        "data": place | {"reps": number, "done_at": now, "removed": False},
        "v": 1,
    }


def look_at_a_write():
    """What the database is told while a set is saved, and how careful it is at that moment."""
    person, client = _sign_up("careful@rise.example")
    said, found = [], {}

    def watch(execute, sql, params, many, context):
        said.append(" ".join(sql.split()[:3]))
        answer = execute(sql, params, many, context)
        if sql.startswith('INSERT INTO "plans_setlog"'):
            found.update({question: _ask(question) for question in CAREFULNESS[connection.vendor]})
        return answer

    records = [set_record(str(uuid4()), 1)]
    with connection.execute_wrapper(watch):
        answer = client.post(
            "/api/sync",
            json.dumps({"account": person["account"], "cursor": 0, "records": records}),
            content_type="application/json",
        )
    return {"status": answer.status_code, "said": said, "careful": found}


def _ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
