"""The one door through which all that was done is saved: whose, which, all or nothing."""

from uuid import UUID, uuid4, uuid5

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from plans.engine.identity import feedback_uid, set_uid, workout_uid
from plans.models import Operation, SetLog, WorkoutLog
from plans.queries import following
from plans.records import WorkoutRef
from plans.services import leave, save_records
from tests.plans.workouts import MONDAY, Notebook, logged, rows_of, sign_up, snapshot

pytestmark = pytest.mark.django_db

ENROLMENT = UUID("6f2c1f5e-0d5b-4a3e-9a55-0b1f7f0c7d11")


@pytest.fixture
def ada(person):
    return person("ada@rise.example")


@pytest.fixture
def eve(person):
    return person("eve@rise.example")


@pytest.fixture
def enrolment(ada):
    return sign_up(ada)


@pytest.fixture
def book(enrolment, now):
    return Notebook(enrolment, now=now)


def outcomes(person, edits, now):
    return [(outcome.status, outcome.code) for outcome in save_records(person, edits, now=now)]


# Names -------------------------------------------------------------------------------------------


def test_rows_are_named_as_every_device_names_them():
    workout = uuid5(ENROLMENT, "workout/3/2")
    assert workout_uid(ENROLMENT, 3, 2) == workout
    assert set_uid(workout, "standing-kickback", 2, 1, "left") == uuid5(workout, "standing-kickback/2/1/left")
    assert set_uid(workout, "squat", 1, 2, "both") == uuid5(workout, "squat/1/2/both")
    assert feedback_uid(workout, "clam") == uuid5(workout, "clam/feedback")


# Whose -------------------------------------------------------------------------------------------


def test_somebody_elses_enrolment_is_refused_and_nothing_of_anybodys_changes(ada, eve, book, now):
    save_records(
        ada, [book.workout(local_date=MONDAY), book.set(reps=20), book.feedback(rating="easy")], now=now
    )
    sign_up(eve)
    before = snapshot()
    forged = [book.set(at=9, reps=1), book.set(2, at=9, removed=True), book.workout(at=9, removed=True)]
    refused = ("rejected", "unknown-enrolment")
    assert outcomes(eve, [*forged, book.feedback(at=9, rating="hard")], now) == [refused] * 4
    assert snapshot() == before


def test_an_enrolment_of_somebody_else_and_one_that_does_not_exist_are_refused_alike(eve, book, now):
    nobodys = Notebook(type("Nothing", (), {"uid": uuid4()}), now=now)
    assert outcomes(eve, [book.set(reps=1)], now) == outcomes(eve, [nobodys.set(reps=1)], now)


def test_a_refused_edit_stands_alone_and_may_be_sent_again_when_it_is_right(ada, eve, book, now):
    own = Notebook(sign_up(eve), now=now)
    wrong = book.set(reps=1)
    assert outcomes(eve, [own.set(1, reps=20), wrong, own.set(2, reps=19)], now) == [
        ("applied", ""),
        ("rejected", "unknown-enrolment"),
        ("applied", ""),
    ]
    assert logged(eve) == {"squat.1.1.both": 20, "squat.1.2.both": 19}
    assert outcomes(ada, [wrong], now) == [("applied", "")]


def test_nobody_can_squat_the_uids_and_ops_of_somebody_else(ada, eve, book, now):
    """Eve knows all of Ada's names; both end up with rows of their own."""
    quick = WorkoutRef(book.uid, MONDAY, "UTC")
    edit = book.set(reps=20)
    squatted = [
        book.workout(op=edit.op, ref=quick, local_date=MONDAY, time_zone="UTC"),
        book.set(ref=quick, reps=1),
        book.feedback(ref=quick, rating="hard"),
    ]
    assert {status for status, _code in outcomes(eve, squatted, now)} == {"applied"}
    assert outcomes(ada, [edit, book.feedback(rating="easy")], now) == [("applied", "")] * 2
    assert (logged(eve), logged(ada)) == ({"squat.1.1.both": 1}, {"squat.1.1.both": 20})
    assert WorkoutLog.objects.get(user=ada).enrolment_id
    assert WorkoutLog.objects.get(user=eve).enrolment_id is None
    before = rows_of(ada)
    save_records(eve, [book.set(at=99, ref=quick, removed=True)], now=now)
    assert rows_of(ada) == before


def test_work_of_a_plan_that_was_left_still_arrives(ada, enrolment, book, now):
    leave(enrolment, today=MONDAY, now=now)
    sign_up(ada, "kettle-breaks", weekdays=range(7), level="starter")
    assert outcomes(ada, [book.set(reps=20)], now) == [("applied", "")]


# Which -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "window, slot",
    [
        (0, 1),
        (-1, 1),
        (13, 1),
        (10**6, 1),
        (10**12, 1),
        (1, 0),
        (1, 4),
        (1, -1),
        (1, 10**9),
        (None, 1),
        (1, None),
    ],
)
def test_a_place_that_the_plan_does_not_have_is_refused_alone(ada, enrolment, book, now, window, slot):
    nowhere = Notebook(enrolment, window, slot, now=now)
    assert outcomes(ada, [nowhere.set(reps=20), book.set(reps=20)], now) == [
        ("rejected", "unknown-workout"),
        ("applied", ""),
    ]
    assert WorkoutLog.objects.get().uid == book.uid


@pytest.mark.parametrize("uid", [uuid4(), uuid5(ENROLMENT, "workout/1/1")], ids=["random", "of another plan"])
def test_a_planned_workout_under_another_name_is_refused_so_that_it_cannot_stand_in_for_the_planned_one(
    ada, enrolment, book, now, uid
):
    save_records(ada, [book.set(reps=20)], now=now)
    ref = WorkoutRef(uid, MONDAY, "UTC", enrolment.uid, 1, 1)
    twin = book.edit("workout", uid, {"local_date": MONDAY}, ref=ref)
    assert (
        outcomes(ada, [twin, book.set(2, at=5, ref=ref, reps=1)], now) == [("rejected", "other-workout")] * 2
    )
    assert following(ada, MONDAY).logs[1, 1].sets[0].reps == 20


def test_the_second_slots_name_does_not_fit_the_first_slot(ada, enrolment, book, now):
    second = Notebook(enrolment, 1, 2, now=now)
    ref = WorkoutRef(second.uid, MONDAY, "UTC", enrolment.uid, 1, 1)
    assert outcomes(ada, [second.set(ref=ref, reps=20)], now) == [("rejected", "other-workout")]


def test_a_workout_without_a_plan_is_kept_under_its_own_name_and_is_no_part_of_the_plan(
    ada, enrolment, now, book
):
    uid = uuid4()
    ref = WorkoutRef(uid, MONDAY, "UTC")
    which = {"exercise": "squat", "part": 1, "number": 1, "side": "both"}
    quick = [
        book.edit("workout", uid, {"local_date": MONDAY, "time_zone": "UTC"}, ref=ref),
        book.edit("set", uuid4(), which | {"reps": 15}, ref=ref),
    ]
    assert outcomes(ada, quick, now) == [("applied", "")] * 2
    assert SetLog.objects.get().workout.enrolment is None
    assert following(ada, MONDAY).logs == {}


def test_a_workout_without_a_plan_names_no_place_in_one(ada, book, now):
    ref = WorkoutRef(uuid4(), MONDAY, "UTC", None, 1, 1)
    assert outcomes(ada, [book.set(ref=ref, reps=20)], now) == [("rejected", "unknown-workout")]


def test_the_name_of_a_planned_workout_cannot_be_used_without_its_plan(ada, book, now):
    save_records(ada, [book.set(reps=20)], now=now)
    loose = WorkoutRef(book.uid, MONDAY, "UTC")
    assert outcomes(ada, [book.set(2, ref=loose, reps=20)], now) == [("rejected", "other-workout")]


def test_a_set_or_feedback_cannot_be_moved_to_another_workout(ada, enrolment, book, now):
    other = Notebook(enrolment, 1, 2, now=now)
    save_records(ada, [book.set(reps=20), book.feedback(rating="easy")], now=now)
    before = rows_of(ada)
    moved = [book.set(at=9, ref=other.ref, reps=1), book.feedback(at=9, ref=other.ref, rating="hard")]
    assert outcomes(ada, moved, now) == [("rejected", "other-workout")] * 2
    assert rows_of(ada) == before


def test_a_workouts_edit_names_that_workout(ada, enrolment, book, now):
    edit = book.edit("workout", uuid4(), {"removed": True})
    assert outcomes(ada, [edit], now) == [("rejected", "other-workout")]
    assert not WorkoutLog.objects.exists()


def test_a_set_or_feedback_that_does_not_say_what_it_is_of_is_refused_alone(ada, book, now):
    bare = [
        book.edit("set", uuid4(), {"removed": True}),
        book.edit("set", uuid4(), {"exercise": "squat", "part": 1, "number": 1, "reps": 20}),
        book.edit("feedback", uuid4(), {"rating": "easy"}),
    ]
    assert outcomes(ada, [*bare, book.set(reps=20)], now) == [("rejected", "incomplete")] * 3 + [
        ("applied", "")
    ]


def test_rows_of_different_kinds_under_one_uid_do_not_swallow_each_other(ada, book, now):
    uid = uuid4()
    which = {"exercise": "squat", "part": 1, "number": 9, "side": "both"}
    edits = [
        book.edit("set", uid, which | {"reps": 20}),
        book.edit("feedback", uid, {"exercise": "squat", "rating": "easy"}),
    ]
    assert outcomes(ada, edits, now) == [("applied", "")] * 2
    assert (ada.setlogs.get(uid=uid).reps, ada.feedbacks.get(uid=uid).rating) == (20, "easy")


# All or nothing ----------------------------------------------------------------------------------


def test_a_fault_of_the_database_in_the_last_row_leaves_nothing_of_the_batch_behind(ada, book, now):
    before = snapshot()
    edits = [book.workout(local_date=MONDAY), book.set(reps=20), book.feedback(rating="so-so")]
    with pytest.raises(DatabaseError):
        save_records(ada, edits, now=now)
    assert snapshot() == before
    assert outcomes(ada, edits[:2], now) == [("applied", "")] * 2  # not taken for duplicates


def test_nothing_to_save_saves_nothing(ada, now):
    before = snapshot()
    assert save_records(ada, [], now=now) == []
    assert snapshot() == before


def test_a_batch_of_edits_costs_the_same_few_queries_whatever_its_size(ada, enrolment, book, now):
    def cost(edits):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            save_records(ada, edits, now=now)
        return len(queries)

    few = cost([book.workout(local_date=MONDAY), book.set(reps=20), book.feedback(rating="right")])
    later = Notebook(enrolment, 2, 1, now=now)
    many = [later.workout(local_date=MONDAY), later.feedback(rating="right")]
    many += [later.set(number, reps=20) for number in range(1, 41)]
    assert cost(many) == few <= 12
    assert Operation.objects.count() == 45


def test_when_an_edit_was_received_is_written_down(ada, book, now):
    save_records(ada, [book.set(at=-1000, reps=20)], now=now)
    assert ada.operations.get().received_at == now
