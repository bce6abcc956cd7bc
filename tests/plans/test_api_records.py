"""What a phone may say: a wrong record is refused alone, and no page breaks on one that was taken."""

import copy
import datetime
import json
from uuid import uuid4, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.models import Operation
from plans.records import milliseconds
from tests.plans.syncing import ASKED, SYNC, TARGET, Device, quick_edits, record_of
from tests.plans.workouts import DAY, MONDAY, Notebook, logged, sign_up, snapshot

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2027, 1, 4, 9, tzinfo=datetime.UTC)
MS = milliseconds(NOW)
DAY_MS = 24 * 3600 * 1000
MISSING = object()
PAGES = [
    "/today/",
    "/today/?slot=1",
    "/week/",
    "/week/1/",
    "/workout/1/1/",
    "/progress/",
    "/quick/",
    "/api/schedule",
]


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def book(ada, now):
    return Notebook(sign_up(ada), now=now)


@pytest.fixture
def phone(ada, client_of):
    return Device(client_of(ada), ada)


def changed(record, path, value):
    """The record with another value at a path like "data.target.reps"."""
    record = copy.deepcopy(record)
    *parents, name = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = record
    for parent in parents:
        place = place[parent]
    if value is MISSING:
        del place[name]
    else:
        place[name] = value
    return record


def whole_record(kind, book, now):
    """One with every field."""
    if kind == "workout":
        trim = {"minutes": 10, "sets": {"squat": 1}}
        data = {"local_date": MONDAY, "time_zone": "UTC", "prescription": [dict(ASKED)], "trim": trim}
        return record_of(book.workout(**data, finished_at=now, removed=False))
    if kind == "set":
        return record_of(book.set(reps=20, rest_seconds=30, target=dict(TARGET), done_at=now, removed=False))
    return record_of(book.feedback(rating="easy", removed=False))


# Stands nowhere in a record, but for the few places below.
BROKEN = [
    None,
    True,
    -1,
    1.5,
    float("nan"),
    float("inf"),
    10**30,
    "",
    "x" * 10_000,
    "2027/13/45",
    [],
    {},
    [[1]],
]
STANDS = {
    "data.removed": [True],
    "data.finished_at": [None],
    "data.trim": [None],
    "data.trim.minutes": [None],
    "data.trim.sets": [{}],
    "data.target.name": ["2027/13/45"],
    "data.prescription.0.name": ["2027/13/45"],
    "data.prescription.0.needs": [""],
    "data.prescription.0.first_side": [""],
}
PLACE = {"data.exercise", "data.part", "data.number", "data.side"}  # without the others a record is one
EARLY = [MS // 1000, 946684799999]
MANY = [ASKED | {"exercise": f"squat-{number}"} for number in range(21)]
LONG = [ASKED | {"exercise": f"squat-{number}", "sets": 20} for number in range(11)]

# What does not stand at one place, beside what stands nowhere.
WRONG = {
    "v": [0, 2, 1.0, "1"],
    "op": ["x", str(uuid4()).upper(), uuid4().hex, f"{{{uuid4()}}}"],
    "kind": ["sets", "pain"],
    "uid": ["00000000-0000-1000-8000-000000000000", str(uuid5(uuid4(), "squat/1/1/both"))],
    "edited_at": [0, MS / 1000, 946684799999],
    "extra": [1],
    "workout.window": [0, 53_000],
    "workout.slot": [0],
    "workout.extra": [1],
    "workout.local_date": [
        "20270104", "2027-W01-1", "1999-12-31", "2027-01-04T00:00:00", " 2027-01-04", "0000-00-00",
        "９999-01-01",
    ],
    "workout.time_zone": ["Mars/Olympus", "../UTC", "utc ", "Europe"],
    "data.extra": [1],
    "data.exercise": ["a b", "é", "x" * 51, "squat\n"],
    "data.part": [0, 3],
    "data.number": [0, 100, 40_000],
    "data.side": ["up", "Left"],
    "data.reps": [501, 20.0, "20"],
    "data.rest_seconds": [86_401],
    "data.done_at": EARLY,
    "data.removed": [0, 1, "false"],
    "data.target.extra": [1],
    "data.target.reps": [0, 501],
    "data.target.hold_seconds": [1000],
    "data.target.variation": ["a b"],
    "data.local_date": ["1999-12-31", "2027-02-29"],
    "data.time_zone": ["Mars/Olympus"],
    "data.finished_at": EARLY,
    "data.prescription": [[ASKED] * 2, [{}], [None], ["squat"], MANY, LONG],
    "data.prescription.0.extra": [1],
    "data.prescription.0.needs": ["a b"],
    "data.prescription.0.first_side": ["left", "both"],
    "data.prescription.0.laterality": ["per_side", "alternating", "sideways"],
    "data.prescription.0.side_order": ["finish_side", "switch_each_set", "alternate_reps"],
    "data.prescription.0.sets": [0, 21],
    "data.prescription.0.parts": [0, 3],
    "data.prescription.0.rep_seconds": [0, 121],
    "data.prescription.0.rest_seconds": [901],
    "data.prescription.0.variation": ["handstand"],
    "data.prescription.0.exercise": ["clam", "handstand"],
    "data.trim.extra": [1],
    "data.trim.minutes": [0, 7, 60],
    "data.trim.sets": [
        {"a b": 1}, {"squat": True}, {"squat": -1}, {"squat": 21}, {"squat": None},
        {f"x{number}": 1 for number in range(21)},
    ],
    "data.rating": ["Easy", "pain"],
}  # fmt: skip


def places(value, before=""):
    """The path of everything in a record."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield f"{before}{name}"
        yield from places(inner, f"{before}{name}.")


def wrong_records(record):
    found = set(places(record))
    for path in sorted(found):
        is_a_row = path.endswith(".0") or path == "data.trim.sets.squat"
        is_optional = path.count(".") == 1 and path.startswith("data.") and path not in PLACE
        if not is_optional and not is_a_row:
            yield path, MISSING
        for value in BROKEN:
            if value not in STANDS.get(path, ()):
                yield path, value
    for path, values in WRONG.items():
        if path in found or (path.endswith("extra") and _parent(path) in found | {""}):
            yield from ((path, value) for value in values)


def _parent(path):
    return path.rpartition(".")[0]


@pytest.mark.parametrize("kind", ["workout", "set", "feedback"])
def test_a_wrong_record_is_refused_alone(phone, book, now, kind):
    right = record_of(book.set(9, reps=20))
    phone.send(right)
    wrong = list(wrong_records(whole_record(kind, book, now)))
    assert len(wrong) > 100
    before = snapshot()
    for start in range(0, len(wrong), 25):
        part = wrong[start : start + 25]
        records = [changed(whole_record(kind, book, now), path, value) for path, value in part]
        told = phone.send(*records, right)["results"]
        for (path, value), result in zip(part, told[:-1], strict=True):
            assert result["status"] == "rejected", (path, value)
            assert 0 < len(result["code"]) < 20
        assert told[-1]["status"] == "duplicate"
    assert snapshot() == before


@pytest.mark.parametrize("kind", ["workout", "set", "feedback"])
def test_a_record_with_every_field_is_taken(phone, book, now, kind):
    assert phone.results(whole_record(kind, book, now)) == [("applied", "")]


@pytest.mark.parametrize(
    "record", [None, 7, "text", [], [[]], {}, {"op": "x"}, {"op": 7}, {"op": "x" * 10_000}]
)
def test_what_is_no_record_is_refused_alone(phone, record):
    told = phone.send(record)
    assert [each["status"] for each in told["results"]] == ["rejected"]
    assert len(str(told["results"][0]["op"])) < 100


def test_a_code_names_the_field_that_is_wrong(phone, book):
    records = [
        book.set(reps=-1), book.set(rest_seconds=10**6), book.feedback(rating="meh"), book.workout(trim=7),
    ]  # fmt: skip
    assert [code for _status, code in phone.results(*records)] == ["reps", "rest_seconds", "rating", "trim"]


def test_the_year_2000_is_taken_and_so_is_the_year_9999(phone, book, now):
    record = whole_record("set", book, now)
    for day in ("9999-12-31", "2000-01-01"):
        assert (
            phone.results(changed(record, "workout.local_date", day) | {"op": str(uuid4())})[0][0]
            != "rejected"
        )
    for ms in (946684800000, 10**17):
        assert phone.results(changed(record, "data.done_at", ms) | {"op": str(uuid4())})[0][0] != "rejected"


def test_numbers_at_their_bounds_are_taken(phone, ada, book):
    edits = [book.set(1, reps=0), book.set(99, reps=500, rest_seconds=86_400)]
    assert phone.results(*edits) == [("applied", "")] * 2
    assert logged(ada) == {"squat.1.1.both": 0, "squat.1.99.both": 500}


def test_of_a_quick_set_the_words_are_known_too(phone, now):
    workout, done = quick_edits(now)
    record = changed(record_of(workout), "data.prescription.0.variation", "handstand")
    assert phone.results(record, done) == [("rejected", "unknown-variation"), ("applied", "")]


# No page breaks ----------------------------------------------------------------------------------

SIDES = [
    ("bilateral", "none", ""), ("per_side", "switch_each_set", "left"),
    ("per_side", "finish_side", "right"), ("alternating", "alternate_reps", "right"),
]  # fmt: skip
MOVES = [
    ("squat", "squat"), ("squat", "squat-pulse"), ("clam", "clam"), ("standing-kickback", "kickback-side"),
    ("glute-bridge", "bridge"), ("toe-taps", "toe-double"), ("squat", "handstand"),
]  # fmt: skip
SLUGS = st.sampled_from(
    ["squat", "clam", "glute-bridge", "toe-taps", "standing-kickback", "no-such-thing", "X_-"]
)


@st.composite
def asked(draw):
    exercise, variation = draw(st.sampled_from(MOVES))
    laterality, side_order, first_side = draw(st.sampled_from(SIDES))
    return {
        "exercise": exercise,
        "rung": draw(st.sampled_from(["Q2", "Q9", "?", "<b>%s"])),
        "name": draw(st.sampled_from(["Squat", "<b>%(x)s {}", "\u202e\u200d", "😀" * 50])),
        "sets": draw(st.sampled_from([1, 2, 3, 20])),
        "reps": draw(st.sampled_from([1, 20, 500])),
        "hold_seconds": draw(st.sampled_from([0, 120])),
        "rest_seconds": draw(st.sampled_from([0, 900])),
        "variation": variation,
        "laterality": laterality,
        "side_order": side_order,
        "first_side": first_side,
        "parts": draw(st.integers(1, 2)),
        "rep_seconds": draw(st.sampled_from([1, 4, 120])),
        "needs": draw(st.sampled_from(["", "band", "no-such-kit"])),
    }


def target_of(row):
    return {name: row[name] for name in TARGET}


TRIMS = st.none() | st.fixed_dictionaries(
    {
        "minutes": st.sampled_from([None, 5, 20]),
        "sets": st.dictionaries(SLUGS, st.sampled_from([0, 1, 20]), max_size=5),
    }
)
SETS = st.fixed_dictionaries(
    {
        "exercise": SLUGS,
        "part": st.integers(1, 2),
        "number": st.sampled_from([1, 2, 99]),
        "side": st.sampled_from(["left", "right", "both"]),
        "reps": st.sampled_from([0, 1, 20, 500]),
        "target": asked().map(target_of),
        "removed": st.just(False),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(
    prescription=st.lists(asked(), min_size=1, max_size=5, unique_by=lambda row: row["exercise"]),
    trim=TRIMS,
    sets=st.lists(
        SETS, max_size=4, unique_by=lambda row: (row["exercise"], row["part"], row["number"], row["side"])
    ),
    rated=SLUGS,
    is_finished=st.booleans(),
    is_quick=st.booleans(),
)
def test_no_page_breaks_on_what_was_taken(
    person, client_of, clock, now, prescription, trim, sets, rated, is_finished, is_quick
):
    ada = person(f"{uuid4()}@rise.example")
    book = Notebook(sign_up(ada), now=now)
    phone = Device(client_of(ada), ada)
    if is_quick:
        workout = quick_edits(now)[0].workout
        book.ref, book.uid = workout, workout.uid
    begun = {"local_date": MONDAY, "time_zone": "UTC", "prescription": prescription, "trim": trim}
    records = [record_of(book.workout(**begun, finished_at=now if is_finished else None))]
    records += [record_of(book.set(done_at=now, rest_seconds=86_400, **row)) for row in sets]
    results = phone.results(*records, record_of(book.feedback(exercise=rated, rating="hard")))
    is_known = all(row["variation"] != "handstand" for row in prescription)
    assert results[0] == (("applied", "") if is_known else ("rejected", "unknown-variation"))
    assert results[1:] == [("applied", "")] * (len(sets) + 1)
    for page in PAGES:
        answer = phone.client.get(page, follow=True)
        assert answer.status_code == 200 or page == "/workout/1/1/", (page, answer.status_code)


def test_the_pages_say_what_a_phone_said_and_run_none_of_it(phone, book, now):
    name = "<script>alert(1)</script>"
    begun = {"local_date": MONDAY, "time_zone": "UTC", "prescription": [ASKED | {"name": name}]}
    phone.send(book.workout(**begun), book.set(reps=20, target=TARGET | {"name": name}, done_at=now))
    page = phone.client.get("/today/?slot=1").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert name not in page


# Anything at all ---------------------------------------------------------------------------------

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["squat", "both", "easy", "workout", "set", "feedback", "2027-01-04", "UTC", str(uuid4())])
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_anything_at_all_gets_an_answer_and_never_an_error(phone, ada, book, now, data):
    records = []
    for _each in range(data.draw(st.integers(0, 4))):
        record = whole_record(data.draw(st.sampled_from(["workout", "set", "feedback"])), book, now)
        for _change in range(data.draw(st.integers(0, 2))):
            record = changed(record, data.draw(st.sampled_from(sorted(places(record)))), data.draw(ANYTHING))
        records.append(record)
    body = {"account": str(ada.uid), "cursor": data.draw(st.none() | st.integers(0, 9)), "records": records}
    if data.draw(st.integers(0, 9)) == 0:
        body[data.draw(st.sampled_from(list(body)))] = data.draw(ANYTHING)
    answer = phone.client.post(SYNC, json.dumps(body), content_type="application/json")
    assert answer.status_code in (200, 400, 409, 413)
    if answer.status_code == 200:
        results = answer.json()["results"]
        assert len(results) == len(body.get("records") or ())
        taken = {result["op"] for result in results if result["status"] != "rejected"}
        assert Operation.objects.filter(op__in=taken).count() == len(taken)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_get_an_answer_and_never_an_error(phone, body):
    answer = phone.client.generic("POST", SYNC, body, "application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "hour, zone, today",
    [
        (9, "UTC", MONDAY),
        (9, "Etc/GMT+12", MONDAY - DAY),
        (11, "Pacific/Kiritimati", MONDAY + DAY),
        (20, "Asia/Calcutta", MONDAY + DAY),
        (2, "America/New_York", MONDAY - DAY),
    ],
)
def test_no_workout_is_later_than_today_where_it_was_done(phone, book, clock, now, hour, zone, today):
    clock.move_to(now.replace(hour=hour))
    begun = record_of(book.workout(local_date=today, time_zone=zone, prescription=[ASKED]))
    for ahead in (0, 1, 500):
        day = (today + ahead * DAY).isoformat()
        for path, value in {
            "workout.time_zone": zone,
            "workout.local_date": day,
            "data.local_date": day,
        }.items():
            begun = changed(begun, path, value)
        begun |= {"op": str(uuid4()), "edited_at": begun["edited_at"] + 1}
        told = phone.send(begun)["rows"]
        assert told[0]["data"]["local_date"] == told[0]["workout"]["local_date"] == today.isoformat()
