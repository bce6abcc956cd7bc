"""Edits merge into the same rows, whatever the order, the batches and the repeats they arrive in."""

import datetime
from uuid import UUID, uuid4, uuid5

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from plans.models import WorkoutLog
from plans.queries import following
from plans.records import CLOCK_TOLERANCE_MS, WorkoutRef, is_hidden, milliseconds
from plans.services import save_records
from tests.plans.workouts import DAY, MONDAY, Notebook, logged, rows_of, sign_up

pytestmark = pytest.mark.django_db

SECOND = 1000
LOW, HIGH = UUID(int=1), UUID(int=2)


@pytest.fixture
def ada(person):
    return person()


@pytest.fixture
def book(ada, now):
    return Notebook(sign_up(ada), now=now)


@pytest.fixture
def save(ada, now):
    """Saves edits one after the other, a batch each, and says what became of them."""
    return lambda *edits: [save_records(ada, [edit], now=now)[0].status for edit in edits]


def the_set(person):
    return person.setlogs.get()


def the_workout(person):
    return person.workoutlogs.get()


# The greatest edit wins --------------------------------------------------------------------------


def test_a_field_keeps_the_value_of_the_latest_edit_and_an_older_one_is_superseded(ada, book, save):
    assert save(book.set(at=5, reps=18), book.set(at=3, reps=20)) == ["applied", "superseded"]
    assert the_set(ada).reps == 18


def test_of_two_edits_of_the_same_moment_the_greater_op_wins(ada, book, save):
    high, low = book.set(op=HIGH, reps=18), book.set(op=LOW, reps=20)
    assert save(high, low) == ["applied", "superseded"]
    assert the_set(ada).reps == 18


def test_each_field_is_decided_alone(ada, book, save):
    save(book.set(at=5, reps=18), book.set(at=3, reps=20, rest_seconds=40), book.set(at=9, removed=True))
    row = the_set(ada)
    assert (row.reps, row.rest_seconds, row.removed) == (18, 40, True)


def test_the_same_op_again_changes_nothing_however_late_and_whatever_it_says(ada, book, save, now):
    first = book.set(at=1, reps=20)
    assert save(first, book.set(at=5, reps=18), book.set(at=9, op=first.op, reps=1)) == [
        "applied",
        "applied",
        "duplicate",
    ]
    before = rows_of(ada)
    assert save_records(ada, [first], now=now + 400 * DAY)[0].status == "duplicate"
    assert rows_of(ada) == before
    assert the_set(ada).reps == 18


def test_a_superseded_op_is_remembered_too(book, save):
    old = book.set(at=1, reps=20)
    assert save(book.set(at=5, reps=18), old, old) == ["applied", "superseded", "duplicate"]


def test_the_same_op_twice_in_one_batch_is_applied_once(ada, book, now):
    edit = book.set(reps=20)
    assert [o.status for o in save_records(ada, [edit, edit], now=now)] == ["applied", "duplicate"]
    assert ada.operations.count() == 1


def test_of_two_prescriptions_the_earliest_wins(ada, book, save):
    first, later = [{"exercise": "squat", "reps": 20}], [{"exercise": "squat", "reps": 22}]
    save(book.workout(at=5, prescription=later), book.workout(at=2, prescription=first))
    assert the_workout(ada).prescription == first
    save(book.workout(at=9, prescription=later))
    assert the_workout(ada).prescription == first


# Removing ----------------------------------------------------------------------------------------


def test_a_late_older_edit_cannot_bring_a_removed_set_back(ada, book, save):
    save(book.set(at=1, reps=20, removed=False), book.set(at=5, removed=True))
    assert logged(ada) == {}
    save(book.set(at=3, reps=19, removed=False))
    assert logged(ada) == {}
    save(book.set(at=6, reps=17, removed=False))
    assert logged(ada) == {"squat.1.1.both": 17}


def test_a_deletion_may_arrive_before_what_it_deletes(ada, book, save):
    assert save(book.set(at=5, removed=True), book.set(at=1, reps=20, removed=False))[0] == "applied"
    assert logged(ada) == {}


def sees(person, day=MONDAY):
    return (1, 1) in following(person, day).logs


def test_a_removed_workout_is_hidden_until_a_later_set_and_a_later_removal_hides_it_again(ada, book, save):
    save(book.workout(at=1, local_date=MONDAY, time_zone="UTC"), book.set(at=2, reps=20))
    assert sees(ada)
    save(book.workout(at=5, removed=True))
    assert not sees(ada)
    save(book.set(2, at=4, reps=20))
    assert not sees(ada)
    save(book.set(2, at=6, reps=19))
    assert sees(ada)
    save(book.workout(at=8, removed=True))
    assert not sees(ada)


def test_a_later_set_that_is_itself_removed_does_not_bring_its_workout_back(ada, book, save):
    save(book.workout(at=5, removed=True), book.set(at=9, reps=20, removed=True))
    assert not sees(ada)
    assert is_hidden(the_workout(ada), ada.setlogs.all())


def test_feedback_alone_does_not_bring_a_removed_workout_back(ada, book, save):
    save(book.workout(at=5, removed=True), book.feedback(at=9, rating="easy"))
    assert not sees(ada)


# Clocks ------------------------------------------------------------------------------------------


def stamp(row, field="reps"):
    return row.stamps[field][0]


def test_a_clock_that_runs_ahead_is_stored_at_five_minutes_from_now(ada, book, save, now):
    save(book.set(at=CLOCK_TOLERANCE_MS, reps=20))
    assert stamp(the_set(ada)) == milliseconds(now) + 5 * 60 * SECOND
    save(book.set(2, at=24 * 3600 * SECOND, reps=20))
    second = ada.setlogs.get(number=2)
    assert milliseconds(now) + 5 * 60 * SECOND <= stamp(second) <= milliseconds(now) + 5 * 60 * SECOND + 1


def test_an_edit_that_was_above_its_workouts_rows_stays_above_them_after_clamping(ada, book, save, now):
    hours = 3600 * SECOND
    save(book.set(at=20 * hours, reps=20), book.set(at=21 * hours, reps=15))
    assert the_set(ada).reps == 15
    save(*(book.set(at=(22 + n) * hours, reps=10 + n) for n in range(5)))
    assert the_set(ada).reps == 14
    assert stamp(the_set(ada)) < milliseconds(now) + CLOCK_TOLERANCE_MS + 10


def test_it_stays_above_the_feedback_and_the_other_sets_too(ada, book, save):
    save(book.set(2, at=20 * 3600 * SECOND, reps=20), book.feedback(at=21 * 3600 * SECOND, rating="easy"))
    save(book.set(1, at=22 * 3600 * SECOND, reps=20))
    stamps = [stamp(ada.setlogs.get(number=2)), stamp(ada.feedbacks.get(), "rating")]
    assert stamp(ada.setlogs.get(number=1)) > max(stamps)
    assert stamps == sorted(set(stamps))


def test_clamping_is_stored_with_the_op(ada, book, save, now):
    save(book.set(at=24 * 3600 * SECOND, reps=20))
    assert ada.operations.get().edited_ms == stamp(the_set(ada)) <= milliseconds(now) + CLOCK_TOLERANCE_MS + 1


def test_an_old_clock_is_taken_at_its_word(ada, book, save, now):
    save(book.set(at=-24 * 3600 * SECOND, reps=20))
    assert stamp(the_set(ada)) == milliseconds(now) - 24 * 3600 * SECOND


# Dates -------------------------------------------------------------------------------------------


def on(book, day, zone="UTC"):
    return WorkoutRef(book.uid, day, zone, book.ref.enrolment, book.ref.window, book.ref.slot)


def test_before_its_workout_comes_the_date_is_that_of_the_greatest_set(ada, book, save):
    tuesday, wednesday = on(book, MONDAY + DAY, "Asia/Tokyo"), on(book, MONDAY + 2 * DAY)
    save(book.set(1, at=5, ref=tuesday, reps=20), book.set(2, at=3, ref=wednesday, reps=20))
    assert (the_workout(ada).local_date, the_workout(ada).time_zone) == (MONDAY + DAY, "Asia/Tokyo")
    save(book.set(2, at=7, ref=wednesday, reps=19))
    assert (the_workout(ada).local_date, the_workout(ada).time_zone) == (MONDAY + 2 * DAY, "UTC")


def test_the_workouts_own_date_wins_over_every_set_before_and_after_it(ada, book, save):
    save(
        book.set(1, at=9, ref=on(book, MONDAY + DAY), reps=20),
        book.workout(at=1, local_date=MONDAY, time_zone="Europe/Berlin"),
        book.set(2, at=99, ref=on(book, MONDAY + DAY), reps=20),
    )
    assert (the_workout(ada).local_date, the_workout(ada).time_zone) == (MONDAY, "Europe/Berlin")


# Any order, any batches, any repeats -------------------------------------------------------------

EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.just("set"),
            st.integers(1, 2),
            st.integers(0, 6),
            st.fixed_dictionaries(
                {},
                optional={
                    "reps": st.integers(0, 30),
                    "removed": st.booleans(),
                    "target": st.fixed_dictionaries({"reps": st.integers(1, 30)}),
                    "rest_seconds": st.integers(0, 90),
                },
            ),
        ),
        st.tuples(
            st.just("workout"),
            st.just(0),
            st.integers(0, 6),
            st.fixed_dictionaries(
                {},
                optional={
                    "removed": st.booleans(),
                    "local_date": st.sampled_from([MONDAY, MONDAY + DAY]),
                    "time_zone": st.sampled_from(["UTC", "Asia/Tokyo"]),
                    "prescription": st.lists(
                        st.fixed_dictionaries(
                            {"exercise": st.just("squat"), "rung": st.just("Q2"), "sets": st.integers(1, 3)}
                            | {"reps": st.integers(1, 30)}
                        ),
                        max_size=1,
                    ),
                },
            ),
        ),
        st.tuples(
            st.just("feedback"),
            st.just(0),
            st.integers(0, 6),
            st.fixed_dictionaries({}, optional={"rating": st.sampled_from(["", "easy", "hard"])}),
        ),
    ),
    min_size=1,
    max_size=8,
)


def history(person):
    """What a page sees: the logged workouts that are not hidden, with their live sets and feedback."""
    return {
        place: (
            log.workout.local_date,
            log.workout.time_zone,
            sorted((row.exercise, row.number, row.reps) for row in log.sets),
            log.ratings,
        )
        for place, log in following(person, MONDAY).logs.items()
    }


@given(data=st.data(), said=EDITS)
def test_any_order_any_batches_and_any_repeats_of_the_same_edits_give_the_same_history(data, said, now):
    days = st.sampled_from([MONDAY, MONDAY + DAY])
    with transaction.atomic():
        ada = get_user_model().objects.create_user(f"{uuid4()}@rise.example")
        book = Notebook(sign_up(ada), now=now)
        edits = [
            {"set": book.set, "workout": book.workout, "feedback": book.feedback}[kind](
                *([number] if kind == "set" else []),
                at=at,
                op=uuid5(LOW, str(place)),
                ref=on(book, data.draw(days), data.draw(st.sampled_from(["UTC", "Asia/Tokyo"]))),
                **fields,
            )
            for place, (kind, number, at, fields) in enumerate(said)
        ]
        found = []
        for arrival in [edits, _arrival(data, edits), _arrival(data, edits)]:
            with transaction.atomic():
                for batch in _batches(data, arrival):
                    save_records(ada, batch, now=now)
                found.append((rows_of(ada), history(ada)))
                transaction.set_rollback(True)
        assert found[1] == found[0]
        assert found[2] == found[0]
        transaction.set_rollback(True)


def _arrival(data, edits):
    again = data.draw(st.lists(st.sampled_from(edits), max_size=4))
    return data.draw(st.permutations(edits + again))


def _batches(data, edits):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(edits)))))
    return [edits[a:b] for a, b in zip([0, *cuts], [*cuts, len(edits)], strict=True)]


@given(said=EDITS)
def test_every_field_holds_the_value_of_the_greatest_edit_that_named_it(said, now):
    with transaction.atomic():
        ada = get_user_model().objects.create_user(f"{uuid4()}@rise.example")
        book = Notebook(sign_up(ada), now=now)
        sets = [
            book.set(number, at=at, op=uuid5(HIGH, str(place)), **fields)
            for place, (kind, number, at, fields) in enumerate(said)
            if kind == "set"
        ]
        save_records(ada, sets, now=now)
        for row in ada.setlogs.all():
            for name in ("reps", "removed", "target", "rest_seconds"):
                named = [edit for edit in sets if edit.uid == row.uid and name in edit.data]
                greatest = max(named, key=lambda edit: (edit.edited_ms, str(edit.op)), default=None)
                if greatest:
                    assert getattr(row, name) == greatest.data[name]
        assert ada.setlogs.count() == len({edit.uid for edit in sets})
        transaction.set_rollback(True)


def test_a_workout_that_only_a_set_has_named_exists_without_a_stamp_of_its_own(ada, book, save):
    save(book.set(reps=20))
    workout = WorkoutLog.objects.get(user=ada)
    assert (workout.uid, workout.window, workout.slot) == (book.uid, 1, 1)
    assert not {"local_date", "prescription", "finished_at", "removed"} & workout.stamps.keys()
    assert workout.local_date == datetime.date(2027, 1, 4)
