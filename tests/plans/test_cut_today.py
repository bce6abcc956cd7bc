"""Little time today, without JavaScript: fewer minutes, an exercise left out, and what comes of it."""

import re

import pytest

from plans.models import WorkoutLog
from plans.queries import following
from plans.queries.lines import names_of
from plans.records import prescription_of
from plans.services import save_records
from tests.plans.pages import error_beside, read
from tests.plans.workouts import (
    DAY,
    MONDAY,
    WEEK,
    Notebook,
    WorkoutSheet,
    doses,
    logged,
    sign_up,
    snapshot,
)

pytestmark = pytest.mark.django_db
SQUAT, SQUAT_2 = "squat.1.1.both", "squat.1.2.both"
ALL = ["squat", "standing-kickback", "glute-bridge", "toe-taps", "clam"]


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def enrolment(ada):
    return sign_up(ada)


@pytest.fixture
def site(ada, enrolment, client_of):
    return client_of(ada)


def open_cut(site, **asked):
    """The page as the small form of it asks for it."""
    return site.get("/today/", {"window": 1, "slot": 1} | asked)


def sets_of(sheet):
    """How many sets of each exercise the page asks for."""
    sets = {}
    for key in sheet.sets:
        exercise, _part, number, _side = key.split(".")
        sets[exercise] = max(sets.get(exercise, 0), int(number))
    return sets


def trim():
    return WorkoutLog.objects.get().trim


# The choice --------------------------------------------------------------------------------------


def test_only_minutes_that_take_something_away_can_be_chosen(site, person, client_of):
    assert re.findall(r'<option value="(\d*)"', site.get("/today/").content.decode()) == [
        "",
        "5",
        "10",
        "15",
        "20",
    ]
    beginner = person()
    sign_up(beginner, "kettle-breaks", weekdays=(0, 1, 2, 3, 4, 5), level="starter")
    page = client_of(beginner).get("/today/")
    assert "<option" not in page.content.decode()


@pytest.mark.parametrize(
    "minutes, sets, told",
    [
        ("20", {"squat": 2, "standing-kickback": 2, "glute-bridge": 2, "toe-taps": 1, "clam": 1}, "8 sets"),
        ("15", {"squat": 2, "standing-kickback": 1, "glute-bridge": 2, "toe-taps": 1, "clam": 1}, "7 sets"),
        ("10", {"squat": 1, "standing-kickback": 1, "glute-bridge": 1, "clam": 1}, "4 sets"),
        ("5", {"squat": 1}, "1 set"),
    ],
)
def test_fewer_minutes_are_fewer_rows_and_a_sentence(site, minutes, sets, told):
    page = open_cut(site, minutes=minutes)
    assert page.status_code == 200
    assert sets_of(WorkoutSheet(site, page)) == sets
    assert f"{told} instead of 11 today." in read(page)


def test_what_is_left_out_is_named_and_its_rows_are_gone(site):
    page = open_cut(site, without=["clam", "toe-taps"])
    assert list(sets_of(WorkoutSheet(site, page))) == ALL[:3]
    assert "7 sets instead of 11 today. Left out: Toe taps, Clam." in read(page)
    assert "waits where it is" in read(page)


def test_the_time_is_for_what_is_not_left_out(site):
    """Without the clams, 20 minutes are enough for all the rest."""
    sheet = WorkoutSheet(site, open_cut(site, minutes="20", without="clam"))
    assert sets_of(sheet) == {"squat": 2, "standing-kickback": 3, "glute-bridge": 2, "toe-taps": 2}


def test_the_minutes_shown_are_those_of_what_is_left(site):
    assert "10 min" in read(open_cut(site, minutes="10"))


def test_the_choice_can_be_changed_back_before_anything_is_saved(site):
    page = open_cut(site, minutes="", without=[])
    assert list(sets_of(WorkoutSheet(site, page)).values()) == [2, 3, 2, 2, 2]
    assert "instead of 11 today" not in read(page)
    assert not WorkoutLog.objects.exists()


# Saved with the first save -----------------------------------------------------------------------


def test_looking_saves_nothing(site):
    before = snapshot()
    open_cut(site, minutes="5", without="clam")
    assert snapshot() == before


def test_the_choice_is_saved_in_the_workouts_own_record_with_the_first_save(ada, site):
    WorkoutSheet(site, open_cut(site, minutes="10")).tick(SQUAT).save()
    assert logged(ada) == {SQUAT: 20}
    assert trim() == {
        "minutes": 10,
        "sets": {"squat": 1, "standing-kickback": 1, "glute-bridge": 1, "toe-taps": 0, "clam": 1},
    }
    assert [row["sets"] for row in WorkoutLog.objects.get().prescription] == [2, 3, 2, 2, 2]


def test_leaving_out_names_no_minutes(site):
    WorkoutSheet(site, open_cut(site, without="clam")).tick(SQUAT).save()
    assert trim() == {"minutes": None, "sets": {"clam": 0}}


def test_a_choice_alone_is_saved_too(site):
    page = site.get(WorkoutSheet(site, open_cut(site, without="clam")).save().url)
    assert trim() == {"minutes": None, "sets": {"clam": 0}}
    assert "Saved in your account." in read(page)


def test_a_workout_that_was_not_cut_says_so(site):
    WorkoutSheet.open(site).tick(SQUAT).save()
    assert trim() is None


def test_a_saved_choice_holds_on_every_visit_and_is_chosen_in_the_form(site):
    WorkoutSheet(site, open_cut(site, minutes="10", without="clam")).tick(SQUAT).save()
    page = site.get("/today/")
    assert sets_of(WorkoutSheet(site, page)) == {
        "squat": 2,
        "standing-kickback": 1,
        "glute-bridge": 1,
        "toe-taps": 1,
    }
    html = page.content.decode()
    assert '<option value="10" selected>' in html
    assert re.findall(r'name="without" value="([\w-]+)"[^>]* checked', html) == ["clam"]


def test_saving_again_changes_nothing(site):
    WorkoutSheet(site, open_cut(site, minutes="10")).tick(SQUAT).save()
    before = snapshot()
    assert "Nothing had changed." in read(site.get(WorkoutSheet.open(site).save().url))
    assert snapshot() == before


def test_a_double_click_saves_once(site):
    sheet = WorkoutSheet(site, open_cut(site, minutes="10")).tick(SQUAT)
    sheet.save()
    before = snapshot()
    sheet.save()
    assert snapshot() == before


def test_a_saved_choice_can_be_changed_back_and_what_it_brings_back_can_be_done(ada, site):
    WorkoutSheet(site, open_cut(site, minutes="5")).tick(SQUAT).save()
    sheet = WorkoutSheet(site, open_cut(site, minutes=""))
    assert list(sets_of(sheet).values()) == [2, 3, 2, 2, 2]
    sheet.tick("clam.1.1.left").save()
    assert trim() is None
    assert logged(ada) == {SQUAT: 20, "clam.1.1.left": 20}


def test_a_later_cut_takes_away_nothing_that_is_done(ada, site):
    WorkoutSheet.open(site).tick(SQUAT, SQUAT_2, "clam.1.1.left").save()
    sheet = WorkoutSheet(site, open_cut(site, minutes="5"))
    assert sets_of(sheet) == {"squat": 2, "clam": 1}
    assert sheet.fields[f"done-{SQUAT_2}"] == "on"
    sheet.save()
    assert len(logged(ada)) == 3
    assert trim() == {
        "minutes": 5,
        "sets": {"standing-kickback": 0, "glute-bridge": 0, "toe-taps": 0, "clam": 1},
    }


def test_a_page_that_knew_of_no_cut_takes_none_back(site):
    stale = WorkoutSheet.open(site)
    WorkoutSheet(site, open_cut(site, without="clam")).tick(SQUAT).save()
    stale.tick(SQUAT_2).save()
    assert trim() == {"minutes": None, "sets": {"clam": 0}}


# Mistakes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", ["7", "0", "-5", "ten", "5.0", "\x00", "😀", "9" * 5000])
def test_minutes_that_cannot_be_chosen_are_explained_beside_the_field_and_nothing_is_cut(site, minutes):
    page = open_cut(site, minutes=minutes)
    assert page.status_code == 422
    assert error_beside(page, "minutes") == "Choose one of the minutes in the list."
    assert list(sets_of(WorkoutSheet(site, page)).values()) == [2, 3, 2, 2, 2]


@pytest.mark.parametrize("name", ["press-up", "", "clam ", "\x00", "<b>", "x" * 5000])
def test_an_exercise_that_is_not_in_the_workout_cannot_be_left_out(site, name):
    page = open_cut(site, without=name)
    assert page.status_code == 422
    assert "Choose from the exercises of this workout." in read(page)
    assert len(sets_of(WorkoutSheet(site, page))) == 5


def test_not_everything_can_be_left_out(site):
    page = open_cut(site, without=ALL)
    assert page.status_code == 422
    assert "Keep at least one exercise." in read(page)


def test_a_wrong_choice_leaves_the_saved_one_as_it_is(site):
    WorkoutSheet(site, open_cut(site, without="clam")).tick(SQUAT).save()
    page = open_cut(site, minutes="7")
    assert "clam" not in sets_of(WorkoutSheet(site, page))
    WorkoutSheet(site, page).tick(SQUAT_2).save()
    assert trim() == {"minutes": None, "sets": {"clam": 0}}


def test_a_mistake_in_a_number_keeps_the_cut_and_what_was_typed(ada, site):
    answer = WorkoutSheet(site, open_cut(site, minutes="10")).write(SQUAT, "many").save()
    assert answer.status_code == 422
    again = WorkoutSheet(site, answer)
    assert sets_of(again)["squat"] == 1
    again.write(SQUAT, "19").save()
    assert logged(ada) == {SQUAT: 19}
    assert trim()["minutes"] == 10


def test_a_page_of_unknown_age_keeps_the_cut_and_what_was_typed(ada, site):
    sheet = WorkoutSheet(site, open_cut(site, minutes="10", without="clam")).write(SQUAT, "19")
    sheet.fields["token"] = "of another key"
    answer = sheet.save()
    assert answer.status_code == 422
    again = WorkoutSheet(site, answer)
    assert "clam" not in sets_of(again)
    again.save()
    assert logged(ada) == {SQUAT: 19}
    assert trim()["sets"]["clam"] == 0


# What comes of it --------------------------------------------------------------------------------


def week(site, clock, now, number=1, **asked):
    start = now + (number - 1) * WEEK
    for slot, days in {1: 0, 2: 2, 3: 4}.items():
        clock.move_to(start + days * DAY)
        WorkoutSheet(site, open_cut(site, window=number, slot=slot, **asked)).tick_all().finish()
    clock.move_to(start + WEEK)


def test_a_week_without_the_clams_leaves_them_and_moves_the_rest(ada, site, clock, now):
    week(site, clock, now, without="clam")
    assert doses(ada, (now + WEEK).date(), 2) == {
        "squat": "Q2 2×22",
        "standing-kickback": "K2 3×11",
        "glute-bridge": "B2 2×22",
        "toe-taps": "T2 2×11",
        "clam": "C2 2×20",
    }


def test_a_week_of_ten_minutes_moves_nothing_that_lost_sets(ada, site, clock, now):
    week(site, clock, now, minutes="10")
    asked = doses(ada, (now + WEEK).date(), 2)
    assert asked["squat"] == "Q2 2×20"
    assert asked["standing-kickback"] == "K2 3×10"


def test_weeks_of_ten_minutes_never_cost_a_step(ada, site, clock, now):
    """Sets that a cut took are not sets cut short: three strikes of those would lead back."""
    for number in (1, 2, 3):
        week(site, clock, now, number, minutes="10")
    asked = doses(ada, (now + 3 * WEEK).date(), 4)
    assert (asked["squat"], asked["standing-kickback"]) == ("Q2 2×20", "K2 3×10")


def test_the_workout_is_done_once_all_that_was_left_is_ticked(site):
    WorkoutSheet(site, open_cut(site, minutes="5")).tick(SQUAT).save()
    assert "Today’s workout is done" in read(site.get("/today/"))
    assert "Today’s workout is done" in read(site.get("/week/"))


def test_what_was_done_in_full_all_the_same_counts(ada, site, clock, now):
    """Cut after the squats were done: they lost nothing by it."""
    for slot, days in {1: 0, 2: 2, 3: 4}.items():
        clock.move_to(now + days * DAY)
        WorkoutSheet(site, open_cut(site, slot=slot)).tick(SQUAT, SQUAT_2).save()
        WorkoutSheet(site, open_cut(site, slot=slot, minutes="5")).finish()
    assert doses(ada, (now + WEEK).date(), 2)["squat"] == "Q2 2×22"


def test_what_a_phone_cut_and_did_in_full_all_the_same_counts(ada, enrolment, now):
    trim = {"minutes": 10, "sets": {"squat": 1, "clam": 0}}
    for slot, days in {1: 0, 2: 2, 3: 4}.items():
        book = Notebook(enrolment, 1, slot, now=now, local_date=MONDAY + days * DAY)
        asked = prescription_of_week_1(ada, slot)
        edits = [book.workout(prescription=asked, trim=trim, finished_at=now)]
        edits += [book.set(number, reps=20) for number in (1, 2)]
        edits += [book.set(1, exercise="clam", side=side, reps=20) for side in ("left", "right")]
        save_records(ada, edits, now=now)
    found = doses(ada, MONDAY + WEEK, 2)
    assert (found["squat"], found["clam"]) == ("Q2 2×22", "C2 2×20")


def prescription_of_week_1(person, slot):
    plan = following(person, MONDAY)
    return prescription_of(plan.schedule.window(1).workouts[slot - 1].doses, names_of(plan.texts))


def test_the_page_of_what_was_done_lists_what_was_left_out(site):
    answer = WorkoutSheet(site, open_cut(site, without="clam")).tick_all().finish()
    assert "Clam left out" in read(site.get(answer.url))


def test_somebody_without_a_plan_sees_no_cut(person, client_of, clock):
    assert "You follow no plan yet" in read(client_of(person()).get("/today/?minutes=5"))


def test_a_stranger_is_sent_to_the_door_and_comes_back_to_the_cut(client, db):
    assert client.get("/today/?minutes=5").url == "/accounts/login/?next=/today/%3Fminutes%3D5"


def test_a_cut_page_costs_8_queries_at_most(site, django_assert_max_num_queries):
    WorkoutSheet(site, open_cut(site, minutes="10")).tick(SQUAT).save()
    site.get("/today/")
    with django_assert_max_num_queries(8):
        open_cut(site, minutes="5", without="clam")
