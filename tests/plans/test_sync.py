"""Devices send what was done and hear what others did: nothing is lost, nothing is doubled, all agree."""

import datetime
from uuid import uuid4, uuid5

import pytest
from django.utils import timezone

from plans.engine.identity import workout_uid
from plans.models import Ledger, Operation, SetLog, WorkoutLog
from plans.queries import following
from plans.records import CLOCK_TOLERANCE_MS, WorkoutRef, milliseconds
from plans.services import save_records, sync
from plans.services.logging.ledger import MOST_LATER
from tests.plans.syncing import ASKED, TARGET, Device, edits_of_plan, quick_edits
from tests.plans.workouts import DAY, MONDAY, Notebook, logged, rows_of, sign_up, snapshot

pytestmark = pytest.mark.django_db

HOUR = 3600 * 1000
TRIM = {"minutes": 10, "sets": {"squat": 1, "clam": 0}}


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def enrolment(ada):
    return sign_up(ada)


@pytest.fixture
def book(enrolment, now):
    return Notebook(enrolment, now=now)


@pytest.fixture
def phone(ada, client_of):
    return Device(client_of(ada), ada)


@pytest.fixture
def tablet(ada, client_of):
    return Device(client_of(ada), ada)


def the_set(person):
    return person.setlogs.get()


def row_of(told, kind, edit):
    return next(row for row in told["rows"] if (row["kind"], row["uid"]) == (kind, str(edit.uid)))


def server_rows(person, client):
    """Every row as a device that knows nothing would be told, however old."""
    everything = Device(client, person, cursor=0)
    return everything.pull()


# What becomes of a record ------------------------------------------------------------------------


def test_a_record_is_applied_once_and_told_again_as_a_duplicate_with_its_stamp(ada, phone, book, now):
    edit = book.set(at=7, reps=20)
    first, second = phone.send(edit), phone.send(edit)
    assert first["results"] == [
        {"op": str(edit.op), "status": "applied", "code": "", "edited_at": milliseconds(now) + 7}
    ]
    assert second["results"] == [
        {"op": str(edit.op), "status": "duplicate", "code": "", "edited_at": milliseconds(now) + 7}
    ]
    assert (logged(ada), Operation.objects.count()) == ({"squat.1.1.both": 20}, 1)


def test_an_older_record_is_superseded_and_the_newer_row_comes_back(phone, book):
    phone.send(book.set(at=9, reps=18))
    older = book.set(at=3, reps=20)
    told = phone.send(older)
    assert told["results"][0]["status"] == "superseded"
    assert row_of(told, "set", older)["data"]["reps"] == 18


def test_each_field_is_decided_alone_across_two_devices(phone, tablet, book):
    phone.send(book.set(at=1, reps=20, rest_seconds=30, target=TARGET, removed=False))
    tablet.send(book.set(at=9, reps=17))
    edit = book.set(at=5, reps=19, rest_seconds=45)
    row = row_of(phone.send(edit), "set", edit)
    assert (row["data"]["reps"], row["data"]["rest_seconds"], row["data"]["target"]) == (17, 45, TARGET)
    assert row["stamps"]["rest_seconds"] == [edit.edited_ms, str(edit.op)]


def test_results_come_in_the_order_of_the_records_and_a_wrong_one_spoils_no_other(ada, phone, book):
    records = [book.set(1, reps=20), {"op": "nonsense"}, book.set(2, reps=-1), book.set(2, reps=19), 7]
    told = phone.send(*records)
    assert [result["status"] for result in told["results"]] == [
        "applied", "rejected", "rejected", "applied", "rejected",
    ]  # fmt: skip
    assert [result["op"] for result in told["results"]] == [
        str(records[0].op), "nonsense", str(records[2].op), str(records[3].op), None,
    ]  # fmt: skip
    assert logged(ada) == {"squat.1.1.both": 20, "squat.1.2.both": 19}


def test_of_an_op_twice_in_a_batch_the_second_is_rejected(ada, phone, book):
    edit = book.set(reps=20)
    assert phone.results(edit, book.set(2, op=edit.op, reps=1)) == [("applied", ""), ("rejected", "op")]
    assert logged(ada) == {"squat.1.1.both": 20}


def test_a_batch_of_which_nothing_can_be_taken_leaves_no_trace(phone, book, enrolment, now):
    phone.send(book.set(reps=20))
    before = snapshot()
    nowhere = Notebook(enrolment, 99, 1, now=now)
    assert phone.results(nowhere.set(reps=20), {"v": 1}) == [
        ("rejected", "unknown-workout"), ("rejected", "record"),
    ]  # fmt: skip
    assert snapshot() == before
    assert phone.send()["cursor"] == phone.cursor == 1


def test_a_set_may_come_before_its_workout_and_in_any_order(ada, phone, book, now):
    begun = book.workout(at=0, local_date=MONDAY, time_zone="Asia/Tokyo", prescription=[ASKED])
    edits = [book.set(2, at=2, reps=19), book.set(1, at=1, reps=20), begun]
    for edit in edits:
        assert phone.results(edit) == [("applied", "")]
    workout = WorkoutLog.objects.get()
    assert (workout.local_date, workout.time_zone, len(workout.prescription)) == (MONDAY, "Asia/Tokyo", 1)
    assert logged(ada) == {"squat.1.1.both": 20, "squat.1.2.both": 19}


# Whose -------------------------------------------------------------------------------------------


def test_nobody_else_sees_or_changes_anything(person, client_of, phone, book):
    phone.send(book.workout(local_date=MONDAY), book.set(reps=20))
    eve = person("eve@rise.example")
    other = Device(client_of(eve), eve)
    sign_up(eve)
    before = snapshot()
    told = other.send(book.set(at=9, reps=1), book.workout(at=9, removed=True))
    assert [result["code"] for result in told["results"]] == ["unknown-enrolment"] * 2
    assert told["rows"] == []
    assert snapshot() == before
    assert other.pull() == {}


def test_another_account_is_told_so_and_nothing_is_read(person, client_of, ada, book):
    eve = person("eve@rise.example")
    device, before = Device(client_of(eve), ada), snapshot()
    answer = device.post(book.set(reps=20))
    assert (answer.status_code, answer.json()) == (409, {"error": "other-account"})
    assert snapshot() == before


def test_whoever_is_not_signed_in_is_told_so(client, ada, book):
    before = snapshot()
    answer = Device(client, ada).post(book.set(reps=20))
    assert (answer.status_code, answer.json()) == (401, {"error": "signed-out"})
    assert snapshot() == before


# Clocks ------------------------------------------------------------------------------------------


def test_a_stamp_of_the_future_is_stored_as_of_now_and_the_device_is_told(phone, book, now):
    edit = book.set(at=24 * HOUR, reps=20)
    told = phone.send(edit)
    stored = told["results"][0]["edited_at"]
    assert abs(stored - milliseconds(now) - CLOCK_TOLERANCE_MS) < 60_000
    assert row_of(told, "set", edit)["stamps"]["reps"] == [stored, str(edit.op)]
    assert phone.send(edit)["results"][0] == told["results"][0] | {"status": "duplicate"}


def test_a_clock_that_runs_years_ahead_loses_nothing(ada, phone, book):
    assert phone.results(book.set(at=4_000 * 24 * HOUR, reps=20)) == [("applied", "")]
    assert logged(ada) == {"squat.1.1.both": 20}


@pytest.mark.parametrize("days", [1, 3, 3 * 365])
def test_what_a_phone_did_whose_clock_is_days_ahead_was_done_today(ada, phone, enrolment, now, days):
    later = now + datetime.timedelta(days=days)
    book = Notebook(enrolment, now=later, local_date=later.date())
    begun = {"local_date": later.date(), "time_zone": "UTC", "prescription": [ASKED]}
    done = {"reps": 20, "target": TARGET, "done_at": later, "removed": False}
    edits = [book.workout(at=1, **begun), book.set(at=2, **done), book.workout(at=3, finished_at=later)]
    told = phone.send(*edits)
    assert [each["status"] for each in told["results"]] == ["applied"] * 3
    workout, logged_set = WorkoutLog.objects.get(), ada.setlogs.get()
    assert (workout.local_date, workout.prescription) == (MONDAY, [ASKED])
    assert now <= logged_set.done_at <= timezone.now()
    assert now <= workout.finished_at <= timezone.now()
    row = row_of(told, "workout", edits[0])
    assert row["data"]["local_date"] == row["workout"]["local_date"] == "2027-01-04"
    assert row["data"]["finished_at"] == milliseconds(workout.finished_at)
    row = row_of(told, "set", edits[1])
    assert row["workout"]["local_date"] == "2027-01-04"
    assert row["data"]["done_at"] == milliseconds(logged_set.done_at)


def test_what_came_from_a_clock_that_is_ahead_is_the_same_when_it_comes_again(phone, enrolment, clock, now):
    later = now + datetime.timedelta(days=3)
    book = Notebook(enrolment, now=later, local_date=later.date())
    edits = [
        book.workout(at=1, local_date=later.date(), time_zone="UTC", prescription=[ASKED]),
        book.set(at=2, reps=20, target=TARGET, done_at=later),
    ]
    phone.send(*edits)
    before, rows = snapshot(), dict(phone.rows)
    clock.shift(datetime.timedelta(days=1))
    assert phone.results(*edits) == [("duplicate", "")] * 2
    assert (snapshot(), phone.rows) == (before, rows)


def test_a_set_of_a_clock_that_is_ahead_dates_its_workout_until_the_workouts_own_record_comes(
    phone, enrolment, now
):
    later = now + datetime.timedelta(days=9)
    book = Notebook(enrolment, now=later, local_date=later.date())
    phone.send(book.set(reps=20))
    assert WorkoutLog.objects.get().local_date == MONDAY


def test_what_was_above_its_workouts_rows_stays_above_them(ada, book, now):
    """Not only above those that are sent with it."""
    begun = book.workout(local_date=MONDAY, time_zone="UTC")
    earlier = [book.set(2, at=20 * HOUR, reps=20), book.feedback(at=21 * HOUR, rating="easy")]
    sync(ada, [begun, *earlier], cursor=None, now=now)
    told = sync(ada, [book.set(1, at=22 * HOUR, reps=20)], cursor=1, now=now)
    first, second = ada.setlogs.get(number=1), ada.setlogs.get(number=2)
    stamps = [second.stamps["reps"][0], ada.feedbacks.get().stamps["rating"][0], first.stamps["reps"][0]]
    assert stamps == sorted(set(stamps))
    assert told.outcomes[0].edited_ms == stamps[-1]


def test_a_moment_comes_back_to_the_millisecond(phone, book, now):
    for at in range(40):
        edit = book.set(at=at, done_at=now - datetime.timedelta(milliseconds=at))
        assert row_of(phone.send(edit), "set", edit)["data"]["done_at"] == milliseconds(now) - at


# Undoing -----------------------------------------------------------------------------------------


def test_an_undone_set_stays_undone_when_an_older_edit_comes_late(ada, phone, tablet, book):
    phone.send(book.set(at=1, reps=20, removed=False), book.set(at=8, removed=True))
    assert tablet.results(book.set(at=5, removed=False)) == [("superseded", "")]
    tablet.send(book.set(at=6, reps=19, removed=False))
    assert logged(ada) == {}
    tablet.send(book.set(at=12, removed=False))
    assert logged(ada) == {"squat.1.1.both": 19}


def test_finishing_can_be_undone(ada, phone, book, now):
    phone.send(book.workout(at=1, local_date=MONDAY, finished_at=now), book.set(reps=20))
    assert WorkoutLog.objects.get().finished_at
    edit = book.workout(at=2, finished_at=None)
    assert row_of(phone.send(edit), "workout", edit)["data"]["finished_at"] is None
    assert WorkoutLog.objects.get().finished_at is None


def test_a_removed_workout_is_told_as_hidden_until_a_later_set_comes(phone, tablet, book):
    begun, removal = book.workout(at=1, local_date=MONDAY), book.workout(at=5, removed=True)
    assert row_of(phone.send(begun, book.set(at=2, reps=20)), "workout", begun)["hidden"] is False
    assert row_of(phone.send(removal), "workout", begun)["hidden"] is True
    assert tablet.pull()["workout", str(book.uid)]["hidden"] is True
    phone.send(book.set(2, at=8, reps=20))
    again = book.workout(at=1, trim=None)
    assert row_of(phone.send(again), "workout", again)["hidden"] is False


def test_a_workout_that_was_removed_before_is_told_as_hidden_to_who_changes_it(phone, book):
    phone.send(book.workout(at=5, removed=True), book.set(at=2, reps=20))
    late = book.workout(at=3, local_date=MONDAY)
    assert row_of(phone.send(late), "workout", late)["hidden"] is True


# Fields ------------------------------------------------------------------------------------------


def test_a_row_has_every_field_and_where_it_came_from(phone, enrolment, book, now):
    begun = book.workout(
        local_date=MONDAY, time_zone="Europe/Berlin", prescription=[ASKED], trim=TRIM, finished_at=now
    )
    done = book.set(
        2, reps=18, rest_seconds=41, target=TARGET, done_at=now - datetime.timedelta(milliseconds=7)
    )
    felt = book.feedback(rating="hard", removed=False)
    told = phone.send(begun, done, felt)
    ref = {
        "uid": str(book.uid), "enrolment": str(enrolment.uid), "window": 1, "slot": 1,
        "local_date": "2027-01-04", "time_zone": "Europe/Berlin",
    }  # fmt: skip
    ms = milliseconds(now)
    assert row_of(told, "workout", begun) == {
        "kind": "workout",
        "uid": str(book.uid),
        "workout": ref,
        "data": {
            "local_date": "2027-01-04", "time_zone": "Europe/Berlin", "prescription": [ASKED],
            "finished_at": ms, "trim": TRIM, "removed": False,
        },
        "stamps": {name: [ms, str(begun.op)] for name in begun.data},
        "hidden": False,
    }  # fmt: skip
    assert row_of(told, "set", done)["data"] == {
        "exercise": "squat", "part": 1, "number": 2, "side": "both",
        "reps": 18, "rest_seconds": 41, "target": TARGET, "done_at": ms - 7, "removed": False,
    }  # fmt: skip
    assert row_of(told, "feedback", felt) == {
        "kind": "feedback",
        "uid": str(felt.uid),
        "workout": ref,
        "data": {"exercise": "squat", "rating": "hard", "removed": False},
        "stamps": {name: [ms, str(felt.op)] for name in felt.data},
    }


def test_what_today_was_cut_to_can_be_changed_back(phone, book):
    phone.send(book.workout(at=1, local_date=MONDAY, trim=TRIM))
    assert WorkoutLog.objects.get().trim == TRIM
    phone.send(book.workout(at=2, trim=None))
    assert WorkoutLog.objects.get().trim is None


def test_the_first_word_about_what_was_asked_stays(phone, tablet, book):
    phone.send(book.workout(at=5, prescription=[ASKED]))
    tablet.send(book.workout(at=9, prescription=[ASKED | {"reps": 22}]))
    assert WorkoutLog.objects.get().prescription == [ASKED]
    tablet.send(book.workout(at=2, prescription=[ASKED | {"reps": 18}]))
    assert WorkoutLog.objects.get().prescription == [ASKED | {"reps": 18}]


# Without a plan ----------------------------------------------------------------------------------


def test_a_quick_set_is_kept_by_somebody_without_a_plan(ada, phone, now):
    assert phone.results(*quick_edits(now)) == [("applied", "")] * 2
    workout = WorkoutLog.objects.get(user=ada)
    assert (workout.enrolment, workout.window, workout.slot) == (None, None, None)
    assert logged(ada) == {"squat.1.1.both": 15}


def test_a_quick_set_beside_a_plan_is_no_part_of_it(ada, phone, enrolment, now):
    phone.send(*quick_edits(now))
    assert following(ada, MONDAY).logs == {}
    assert [log.sets[0].reps for log in following(ada, MONDAY).quick] == [15]


def test_a_workout_without_a_plan_cannot_take_the_name_of_a_planned_one(ada, phone, enrolment, now):
    ref = WorkoutRef(workout_uid(enrolment.uid, 1, 1), MONDAY, "UTC")
    edit = Notebook(enrolment, now=now).set(ref=ref, reps=1)
    assert phone.results(edit) == [("rejected", "workout")]


def test_an_extra_set_has_a_name_of_its_own(ada, phone, book):
    place = {"exercise": "squat", "part": 1, "number": 1, "side": "both"}
    extra = book.edit("set", uuid4(), place | {"reps": 5})
    assert phone.results(book.set(reps=20), extra) == [("applied", "")] * 2
    assert sorted(SetLog.objects.values_list("reps", flat=True)) == [5, 20]
    wrong = book.edit("set", uuid5(book.uid, "squat/1/2/both"), place | {"reps": 5})
    assert phone.results(wrong) == [("rejected", "uid")]


def test_an_extra_set_cannot_be_moved_to_another_workout(ada, phone, book, enrolment, now):
    place = {"exercise": "squat", "part": 1, "number": 1, "side": "both"}
    extra = book.edit("set", uuid4(), place | {"reps": 5})
    phone.send(extra)
    before = rows_of(ada)
    other = Notebook(enrolment, 1, 2, now=now)
    moved = other.edit("set", extra.uid, place | {"reps": 1}, at=9)
    assert phone.results(moved) == [("rejected", "other-workout")]
    assert rows_of(ada) == before


# What others did ---------------------------------------------------------------------------------


def test_two_devices_that_send_the_same_workout_end_with_the_same_rows(
    ada, phone, tablet, book, now, client_of
):
    phone.send(book.workout(at=1, local_date=MONDAY, prescription=[ASKED]), book.set(1, at=2, reps=20))
    tablet.send(book.workout(at=3, local_date=MONDAY - DAY), book.set(1, at=4, reps=18))
    phone.send(book.set(2, at=6, reps=17), book.feedback(at=7, rating="hard"))
    tablet.send(book.set(2, at=5, reps=16), book.set(1, at=9, removed=True))
    assert phone.pull() == tablet.pull() == server_rows(ada, client_of(ada))
    assert len(phone.rows) == 4
    assert logged(ada) == {"squat.1.2.both": 17}


def test_a_device_hears_only_what_changed_since(phone, tablet, book):
    phone.send(book.workout(local_date=MONDAY), book.set(1, reps=20))
    tablet.pull()
    phone.send(book.set(2, reps=19))
    told = tablet.send()
    assert [(row["kind"], row["data"]["number"]) for row in told["rows"]] == [("set", 2)]
    assert tablet.send()["rows"] == []


def test_a_device_that_is_behind_hears_it_when_it_sends(phone, tablet, book):
    tablet.send(book.set(1, reps=20))
    phone.pull()
    tablet.send(book.set(2, reps=19), book.feedback(rating="easy"))
    told = phone.send(book.set(3, reps=18))
    assert sorted((row["kind"], row["data"].get("number")) for row in told["rows"][:2]) == [
        ("set", 2), ("set", 3),
    ]  # fmt: skip
    assert {row["kind"] for row in told["rows"]} == {"set", "feedback"}
    assert phone.send()["rows"] == []


def test_a_device_hears_what_the_page_saved(ada, phone, book, now):
    phone.send(book.set(1, reps=20))
    save_records(ada, [book.set(2, reps=19)], now=now)
    assert [row["data"]["number"] for row in phone.send()["rows"]] == [2]


def test_a_device_that_knows_nothing_hears_the_last_fortnight(phone, tablet, enrolment, now):
    for days in (40, 15, 14, 3, 0):
        edits = quick_edits(now, reps=days, local_date=MONDAY - days * DAY)
        phone.send(*edits)
    rows = tablet.pull()
    assert sorted(row["data"]["reps"] for key, row in rows.items() if key[0] == "set") == [0, 3, 14]
    assert len(rows) == 6
    assert tablet.cursor == phone.cursor == 5


def test_a_device_that_knows_nothing_hears_of_what_it_sends_however_old_it_is(phone, now):
    edits = quick_edits(now, local_date=MONDAY - 100 * DAY)
    told = phone.send(*edits)
    assert {row["uid"] for row in told["rows"]} == {str(edit.uid) for edit in edits}


def test_a_workout_that_only_sets_have_named_is_told_with_them_alone(phone, tablet, book):
    phone.send(book.set(reps=20))
    assert [key[0] for key in tablet.pull()] == ["set"]
    assert tablet.rows == phone.rows


def test_somebody_who_logged_nothing_has_nothing_to_hear(phone):
    assert phone.send() | {"now": 0} == {"now": 0, "cursor": 0, "more": False, "results": [], "rows": []}
    assert not Ledger.objects.exists()


def test_a_device_that_was_away_for_long_hears_it_all_in_parts(ada, phone, tablet, enrolment, now, client_of):
    tablet.send(*quick_edits(now))
    edits = edits_of_plan(ada, enrolment, now, 700)
    for start in range(0, 700, 100):
        phone.send(*edits[start : start + 100])
    told = tablet.send()
    assert told["more"] is True
    assert 300 <= len(told["rows"]) <= 500
    tablet.pull()
    assert len(tablet.rows) == 702
    assert tablet.rows == server_rows(ada, client_of(ada))


def test_while_it_hears_it_in_parts_it_may_send(ada, phone, tablet, enrolment, now):
    tablet.send(*quick_edits(now))
    edits = edits_of_plan(ada, enrolment, now, 600)
    for start in range(0, 600, 100):
        phone.send(*edits[start : start + 100])
    told = tablet.send(*quick_edits(now))
    assert told["more"] is True
    assert len(told["rows"]) <= 500
    tablet.pull()
    assert len(tablet.rows) == 604


def test_one_big_save_is_heard_in_parts_too(ada, phone, enrolment, now):
    phone.send(*quick_edits(now))
    edits = edits_of_plan(ada, enrolment, now, 700)
    save_records(ada, edits, now=now)
    assert len(phone.send()["rows"]) <= MOST_LATER
    phone.pull()
    assert len(phone.rows) == 702


def test_a_cursor_that_was_never_given_out_says_nothing(phone, tablet, book):
    """As after a database was put back."""
    phone.send(book.set(reps=20))
    tablet.cursor = 77
    assert len(tablet.send()["rows"]) == 1
    assert tablet.cursor == 1
    tablet.cursor = 77
    assert tablet.results(book.set(2, reps=20)) == [("applied", "")]
    assert tablet.cursor == 2


def test_an_answer_that_was_lost_is_made_up_for(ada, phone, book):
    """The device sends again, having heard meanwhile of its own change."""
    edits = [book.workout(local_date=MONDAY), book.set(1, reps=20), book.set(2, reps=19)]
    phone.send(book.set(3, reps=1))
    phone.post(*edits)
    phone.pull()
    told = phone.send(*edits, book.set(4, reps=18))
    assert [result["status"] for result in told["results"]] == ["duplicate"] * 3 + ["applied"]
    assert len(told["rows"]) == 4
    assert Operation.objects.count() == 5
    assert [phone.send()["rows"], phone.cursor] == [[], 3]


def test_changes_are_numbered_without_a_gap(ada, phone, tablet, book, enrolment, now):
    phone.send(book.set(1, reps=20))
    tablet.send(book.set(2, reps=20))
    tablet.send(book.set(2, reps=20))
    save_records(ada, edits_of_plan(ada, enrolment, now, 250), now=now)
    tablet.send(*quick_edits(now))
    changes = Operation.objects.order_by("pk").values_list("change", flat=True)
    assert sorted(set(changes)) == [1, 2, 3, 4, 5, 6, 7][: len(set(changes))]
    assert Ledger.objects.get(user=ada).change == max(changes)
