"""Today's workout without JavaScript: tick, type, save, finish; and every way to get it wrong."""

import datetime
import re

import pytest
from django.core import signing
from django.utils.html import escape

from exercises.models import Variation
from plans.engine.identity import feedback_uid, set_uid, workout_uid
from plans.forms.workout import SALT
from plans.models import Operation, Plan, SetLog, WorkoutLog
from plans.services import save_records
from tests.plans.workouts import (
    DAY,
    WEEK,
    Notebook,
    WorkoutSheet,
    logged,
    ratings,
    rows_of,
    sign_up,
    snapshot,
    train,
)
from tests.publishing import newest_of, publish

pytestmark = pytest.mark.django_db

SQUAT, SQUAT_2 = "squat.1.1.both", "squat.1.2.both"


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def enrolment(ada):
    return sign_up(ada)


@pytest.fixture
def site(ada, enrolment, client_of):
    return client_of(ada)


@pytest.fixture
def sheet(site):
    return WorkoutSheet.open(site)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# What the form asks ------------------------------------------------------------------------------


def test_the_form_lists_every_set_with_its_target_and_nothing_is_ticked(sheet):
    assert sheet.fields[f"reps-{SQUAT}"] == "20"
    assert sheet.fields["reps-standing-kickback.1.3.right"] == "10"
    assert sheet.fields["reps-toe-taps.1.2.both"] == "10"
    assert not [name for name in sheet.fields if name.startswith(("done-", "rating-"))]


def test_sets_come_in_the_order_in_which_they_are_done_per_side_where_the_exercise_is_per_side(sheet):
    """A kickback changes leg within each set, a clam finishes one side first; toe taps alternate within."""
    kickback = [(number, side) for number in (1, 2, 3) for side in ("right", "left")]
    clam = [(number, side) for side in ("right", "left") for number in (1, 2)]
    assert sheet.sets == [
        "squat.1.1.both",
        "squat.1.2.both",
        *(f"standing-kickback.1.{number}.{side}" for number, side in kickback),
        "glute-bridge.1.1.both",
        "glute-bridge.1.2.both",
        "toe-taps.1.1.both",
        "toe-taps.1.2.both",
        *(f"clam.1.{number}.{side}" for number, side in clam),
    ]


def test_reps_are_said_to_be_per_side_or_per_leg(site):
    page = text_of(site.get("/today/"))
    assert [page.count(words) for words in ("3 × 10 per side", "2 × 20 per side", "2 × 10 per leg")] == [
        1
    ] * 3


def test_an_exercise_of_two_parts_has_a_row_for_each_part_and_says_which(ada, client_of):
    sign_up(ada, level="strong")
    sheet = WorkoutSheet.open(client_of(ada))
    keys = [key for key in sheet.sets if key.startswith("standing-kickback")]
    assert keys == [
        f"standing-kickback.{p}.{n}.{s}" for p in (1, 2) for n in (1, 2) for s in ("right", "left")
    ]
    variation = Variation.objects.get(slug="kickback-side")
    page = text_of(sheet.client.get("/today/"))
    assert f"Set 1, {variation.part_name}, right side" in page
    assert f"Set 2, {variation.second_part_name}, left side" in page
    sheet.tick(*keys).save()
    assert len(logged(ada)) == 8
    assert set(SetLog.objects.values_list("part", flat=True)) == {1, 2}


# Nothing counts until ticked or typed ------------------------------------------------------------


def test_saving_an_untouched_form_logs_nothing_at_all(ada, sheet):
    before = snapshot()
    assert sheet.save().status_code == 302
    assert snapshot() == before


def test_a_tick_logs_the_target(ada, sheet):
    sheet.tick(SQUAT).save()
    assert logged(ada) == {SQUAT: 20}


def test_a_changed_number_is_logged_without_a_tick(ada, sheet):
    sheet.write(SQUAT, "17").save()
    assert logged(ada) == {SQUAT: 17}


def test_a_tick_with_another_number_logs_that_number(ada, sheet):
    sheet.tick(SQUAT).write(SQUAT, "23").save()
    assert logged(ada) == {SQUAT: 23}


def test_none_is_a_number(ada, sheet):
    sheet.write(SQUAT, "0").save()
    assert logged(ada) == {SQUAT: 0}


def test_an_emptied_number_without_a_tick_logs_nothing(ada, sheet):
    sheet.write(SQUAT, "").save()
    assert logged(ada) == {}


def test_rows_carry_the_names_that_every_device_gives_them(ada, enrolment, sheet):
    sheet.tick(SQUAT, "clam.1.2.right").rate("clam", "hard").save()
    workout = workout_uid(enrolment.uid, 1, 1)
    assert WorkoutLog.objects.get().uid == workout
    assert set(SetLog.objects.values_list("uid", flat=True)) == {
        set_uid(workout, "squat", 1, 1, "both"),
        set_uid(workout, "clam", 1, 2, "right"),
    }
    assert ada.feedbacks.get().uid == feedback_uid(workout, "clam")


def test_unticking_takes_a_set_away_and_ticking_again_brings_it_back(ada, site, sheet):
    sheet.tick(SQUAT, SQUAT_2).save()
    WorkoutSheet.open(site).untick(SQUAT).save()
    assert logged(ada) == {SQUAT_2: 20}
    again = WorkoutSheet.open(site)
    assert f"done-{SQUAT}" not in again.fields
    again.tick(SQUAT).write(SQUAT, "18").save()
    assert logged(ada) == {SQUAT: 18, SQUAT_2: 20}
    assert SetLog.objects.count() == 2


def test_a_saved_form_shows_what_was_saved_and_saving_it_again_changes_nothing(ada, site, sheet):
    sheet.tick(SQUAT).write(SQUAT_2, "15").rate("squat", "hard").save()
    again = WorkoutSheet.open(site)
    assert again.fields[f"done-{SQUAT}"] == again.fields[f"done-{SQUAT_2}"] == "on"
    assert again.fields[f"reps-{SQUAT_2}"] == "15"
    assert again.fields["rating-squat"] == "hard"
    before = snapshot()
    again.save()
    assert snapshot() == before


def test_a_logged_number_is_corrected_by_writing_another(ada, site, sheet):
    sheet.tick(SQUAT).save()
    WorkoutSheet.open(site).write(SQUAT, "12").save()
    assert logged(ada) == {SQUAT: 12}


def test_a_rating_is_kept_and_may_be_changed(ada, site, sheet):
    sheet.tick(SQUAT).rate("squat", "easy").save()
    WorkoutSheet.open(site).rate("squat", "hard").rate("clam", "right").save()
    assert ratings(ada) == {"squat": "hard", "clam": "right"}


def test_a_rating_alone_is_kept_too(ada, sheet):
    sheet.rate("squat", "easy").save()
    assert (ratings(ada), logged(ada)) == ({"squat": "easy"}, {})


def test_a_workout_is_saved_bit_by_bit_and_then_finished(ada, site, sheet, clock):
    sheet.tick(SQUAT).save()
    for key in ("glute-bridge.1.1.both", "clam.1.1.left"):
        clock.shift(datetime.timedelta(minutes=3))
        WorkoutSheet.open(site).tick(key).save()
    assert WorkoutLog.objects.get().finished_at is None
    answer = WorkoutSheet.open(site).tick(SQUAT_2).finish()
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/workout/1/1/")
    assert set(logged(ada)) == {SQUAT, SQUAT_2, "glute-bridge.1.1.both", "clam.1.1.left"}
    assert WorkoutLog.objects.get().finished_at is not None


def test_a_finished_workout_keeps_its_moment_when_it_is_changed_later(site, sheet, clock):
    sheet.tick(SQUAT).finish()
    finished = WorkoutLog.objects.get().finished_at
    clock.shift(datetime.timedelta(hours=2))
    WorkoutSheet.open(site, "/today/?slot=1").tick(SQUAT_2).finish()
    assert WorkoutLog.objects.get().finished_at == finished
    assert SetLog.objects.count() == 2


def test_finishing_with_nothing_ticked_says_so_and_saves_nothing(sheet):
    before = snapshot()
    answer = sheet.rate("squat", "easy").finish()
    assert answer.status_code == 422
    assert "Nothing is ticked yet" in text_of(answer)
    assert WorkoutSheet(sheet.client, answer).fields["rating-squat"] == "easy"
    assert snapshot() == before


def test_saving_says_how_many_sets_are_in_the_account(site, sheet):
    sheet.tick(SQUAT, SQUAT_2)
    assert "Saved: 2 sets in your account." in text_of(site.get(sheet.save().url))


# Mistakes ----------------------------------------------------------------------------------------

NOT_A_NUMBER = "Write the reps as a whole number."
MISTAKES = [
    ("", "How many reps did you do?"),
    ("   ", NOT_A_NUMBER),
    ("-1", "Fewer than none is not possible."),
    ("501", "at most 500"),
    ("9" * 30, "at most 500"),
    ("9" * 5000, NOT_A_NUMBER),
    ("many", NOT_A_NUMBER),
    ("7½", NOT_A_NUMBER),
    ("²", NOT_A_NUMBER),
    ("1e3", NOT_A_NUMBER),
    ("NaN", NOT_A_NUMBER),
    ("\x00", NOT_A_NUMBER),
    ("2\x000", NOT_A_NUMBER),
    ("<b>20</b>", NOT_A_NUMBER),
    ("😀" * 500, NOT_A_NUMBER),
]


@pytest.mark.parametrize("typed, message", MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_explained_beside_its_field_all_that_was_typed_stays_and_nothing_is_saved(
    sheet, typed, message
):
    before = snapshot()
    sheet.tick(SQUAT, "clam.1.1.left").write(SQUAT, typed).write(SQUAT_2, "13").rate("clam", "easy")
    answer = sheet.save()
    assert answer.status_code == 422
    assert snapshot() == before
    page = answer.content.decode()
    beside = page[page.index(f'id="id_reps-{SQUAT}_error"') :]
    assert message in beside[: beside.index("</div>")]
    assert f'aria-describedby="id_reps-{SQUAT}_error"' in page
    assert f'href="#id_reps-{SQUAT}"' in page
    kept = WorkoutSheet(sheet.client, answer)
    assert kept.fields[f"done-{SQUAT}"] == kept.fields["done-clam.1.1.left"] == "on"
    assert kept.fields[f"reps-{SQUAT_2}"] == "13"
    assert kept.fields["rating-clam"] == "easy"
    assert f'value="{escape(typed)}"' in page or not typed.strip()


def test_a_mistake_put_right_is_saved_with_all_the_rest(ada, sheet):
    answer = sheet.tick(SQUAT, "clam.1.1.left").write(SQUAT, "many").save()
    WorkoutSheet(sheet.client, answer).write(SQUAT, "19").save()
    assert logged(ada) == {SQUAT: 19, "clam.1.1.left": 20}


def test_a_mistake_in_a_number_that_is_not_ticked_is_no_less_a_mistake(ada, sheet):
    assert sheet.write(SQUAT, "many").save().status_code == 422


def test_the_most_and_the_least_are_taken(ada, sheet):
    sheet.write(SQUAT, "500").write(SQUAT_2, "0").save()
    assert logged(ada) == {SQUAT: 500, SQUAT_2: 0}


@pytest.mark.parametrize("rating", ["great", "\x00", "easy' OR 1=1", "x" * 9000])
def test_a_rating_that_does_not_exist_is_refused(sheet, rating):
    before = snapshot()
    assert sheet.tick(SQUAT).rate("squat", rating).save().status_code == 422
    assert snapshot() == before


def test_sets_that_the_page_did_not_show_are_not_logged(ada, sheet):
    sheet.tick(SQUAT)
    sheet.fields |= {"done-squat.1.9.both": "on", "reps-squat.1.9.both": "20", "rating-press-up": "easy"}
    sheet.save()
    assert logged(ada) == {SQUAT: 20}


# Double clicks, tabs, stale forms ----------------------------------------------------------------


def test_a_double_click_logs_once(ada, sheet):
    sheet.tick_all().rate_all("right")
    assert sheet.save().status_code == 302
    before = rows_of(ada)
    assert sheet.save().status_code == 302
    assert rows_of(ada) == before


def test_finishing_twice_is_finishing_once(ada, sheet, clock):
    sheet.tick_all()
    assert sheet.finish().url.startswith("/workout/1/1/?plan=")
    before = rows_of(ada)
    clock.shift(datetime.timedelta(minutes=10))
    assert sheet.finish().url.startswith("/workout/1/1/?plan=")
    assert rows_of(ada) == before


def test_the_same_form_from_two_tabs_logs_once(ada, site):
    first, second = WorkoutSheet.open(site), WorkoutSheet.open(site)
    assert first.fields["token"] != second.fields["token"]
    for tab in (first, second):
        tab.tick_all().save()
    assert SetLog.objects.count() == len(first.sets) == len(logged(ada))
    assert WorkoutLog.objects.count() == 1


def test_of_two_tabs_with_different_numbers_the_later_one_counts(ada, site, clock):
    first, second = WorkoutSheet.open(site), WorkoutSheet.open(site)
    second.write(SQUAT, "11").save()
    clock.shift(datetime.timedelta(seconds=5))
    first.write(SQUAT, "22").save()
    assert logged(ada) == {SQUAT: 22}


def test_a_stale_form_erases_nothing_of_what_another_tab_saved(ada, site, clock):
    stale, fresh = WorkoutSheet.open(site), WorkoutSheet.open(site)
    fresh.tick(SQUAT, "clam.1.1.left").write(SQUAT, "25").rate("squat", "easy").save()
    clock.shift(datetime.timedelta(minutes=1))
    stale.tick(SQUAT_2).save()
    assert logged(ada) == {SQUAT: 25, "clam.1.1.left": 20, SQUAT_2: 20}
    assert ratings(ada) == {"squat": "easy"}


def test_a_stale_form_does_not_bring_back_what_another_tab_took_away(ada, site, sheet, clock):
    sheet.tick(SQUAT, SQUAT_2).save()
    stale = WorkoutSheet.open(site)
    WorkoutSheet.open(site).untick(SQUAT).save()
    clock.shift(datetime.timedelta(minutes=1))
    stale.tick("clam.1.1.left").save()
    assert logged(ada) == {SQUAT_2: 20, "clam.1.1.left": 20}


def test_a_change_counts_even_where_the_clock_went_backwards_since_the_page_was_shown(
    ada, site, sheet, now, clock
):
    sheet.tick(SQUAT).save()
    page = WorkoutSheet.open(site)
    clock.move_to(now - datetime.timedelta(hours=1))
    page.write(SQUAT, "12").save()
    assert logged(ada) == {SQUAT: 12}


# Tokens ------------------------------------------------------------------------------------------

BROKEN = {
    "none": "",
    "noise": "nonsense",
    "NUL": "\x00",
    "not ours": signing.dumps({"nonce": "x"}, key="another key", salt=SALT),
    "another purpose": signing.dumps({"nonce": "x"}, salt="something else"),
    "too little in it": signing.dumps({"nonce": "x"}, salt=SALT),
    "a list": signing.dumps(["x"], salt=SALT),
    "colons": ":::::",
    "emoji": "😀:😀:😀",
    "long": "x" * 100_000,
}


@pytest.mark.parametrize("token", BROKEN.values(), ids=BROKEN)
def test_a_broken_token_saves_nothing_keeps_what_was_typed_and_the_next_try_is_saved(ada, sheet, token):
    before = snapshot()
    sheet.tick("clam.1.1.left").write(SQUAT, "17").rate("clam", "hard")
    sheet.fields["token"] = token
    answer = sheet.save()
    assert answer.status_code == 422
    assert "too old to be saved" in text_of(answer)
    assert snapshot() == before
    again = WorkoutSheet(sheet.client, answer)
    assert again.fields["done-clam.1.1.left"] == "on"
    assert again.fields[f"reps-{SQUAT}"] == "17"
    assert again.save().status_code == 302
    assert logged(ada) == {SQUAT: 17, "clam.1.1.left": 20}
    assert ratings(ada) == {"clam": "hard"}


@pytest.mark.parametrize(
    "cut", [slice(None, -1), slice(1, None), slice(None, 40)], ids=["end", "start", "most"]
)
def test_a_token_that_was_tampered_with_is_broken(sheet, cut):
    sheet.tick(SQUAT).fields["token"] = sheet.fields["token"][cut]
    assert sheet.save().status_code == 422


def test_a_page_of_unknown_age_erases_nothing_either(ada, site, sheet, clock):
    """Its token is of no use any more; what another device logged meanwhile is not unticked by it."""
    WorkoutSheet.open(site).tick(SQUAT, "clam.1.1.left").rate("squat", "easy").save()
    clock.shift(datetime.timedelta(minutes=1))
    sheet.tick(SQUAT_2).fields["token"] = "of another key"
    WorkoutSheet(site, sheet.save()).save()
    assert logged(ada) == {SQUAT: 20, SQUAT_2: 20, "clam.1.1.left": 20}
    assert ratings(ada) == {"squat": "easy"}


def test_a_token_works_days_later(ada, sheet, clock):
    clock.shift(3 * DAY)
    assert sheet.tick(SQUAT).save().status_code == 302
    assert logged(ada) == {SQUAT: 20}


@pytest.fixture
def eve(person, client_of):
    eve = person("eve@rise.example")
    return client_of(eve)


@pytest.mark.parametrize("follows", [True, False])
def test_the_form_of_somebody_else_is_not_found_and_changes_nothing(
    ada, sheet, eve, follows, django_user_model
):
    if follows:
        sign_up(django_user_model.objects.get(email="eve@rise.example"))
    sheet.tick_all().rate_all("hard").save()
    stolen = WorkoutSheet.open(sheet.client, "/today/?slot=1").untick(SQUAT).write("clam.1.1.left", "1")
    before = snapshot()
    stolen.client = eve
    for send in (stolen.save, stolen.finish):
        assert send().status_code == 404
    assert snapshot() == before


def test_the_form_of_somebody_else_with_a_mistake_in_it_shows_nothing_of_theirs(
    ada, sheet, eve, django_user_model
):
    sign_up(django_user_model.objects.get(email="eve@rise.example"), level="starter")
    sheet.tick(SQUAT).save()
    stolen = WorkoutSheet.open(sheet.client).write(SQUAT_2, "many")
    stolen.client = eve
    before = snapshot()
    answer = stolen.save()
    assert answer.status_code == 422
    assert snapshot() == before
    own = WorkoutSheet(eve, answer)
    assert own.fields["token"] != stolen.fields["token"]
    assert "Wall kickback" in text_of(answer) or Variation.objects.get(slug="squat-arms").name in text_of(
        answer
    )


# Midnight ----------------------------------------------------------------------------------------


def test_a_page_begun_before_midnight_keeps_its_date(ada, site, clock, now):
    clock.move_to(now.replace(hour=23, minute=50))
    page = WorkoutSheet.open(site).tick(SQUAT)
    clock.shift(datetime.timedelta(minutes=20))
    page.save()
    assert str(WorkoutLog.objects.get().local_date) == "2027-01-04"
    WorkoutSheet.open(site, "/today/?slot=1").tick(SQUAT_2).save()
    assert str(WorkoutLog.objects.get().local_date) == "2027-01-04"


def test_a_workout_that_only_a_set_has_named_keeps_that_sets_date_when_the_page_goes_on_with_it(
    ada, enrolment, site, clock, now
):
    save_records(ada, [Notebook(enrolment, now=now).set(reps=20)], now=now)
    clock.shift(DAY)
    page = site.get("/today/?slot=1")
    assert "Monday, 4 January" in text_of(page)
    WorkoutSheet(site, page).tick(SQUAT_2).save()
    assert str(WorkoutLog.objects.get().local_date) == "2027-01-04"


def test_a_workout_that_outlasts_its_week_can_be_gone_on_with_after_saving(ada, client_of, clock, now):
    sign_up(ada, weekdays=(0, 2, 6))
    site = client_of(ada)
    clock.move_to(now.replace(hour=23, minute=50) + 6 * DAY)
    page = WorkoutSheet.open(site).tick(SQUAT)
    clock.shift(datetime.timedelta(minutes=20))
    after = WorkoutSheet.open(site, page.save().url)
    assert after.fields[f"done-{SQUAT}"] == "on"
    after.tick(SQUAT_2).save()
    assert list(WorkoutLog.objects.values_list("window", "slot")) == [(1, 3)]
    assert len(logged(ada)) == 2


def test_a_workout_that_outlasts_its_plan_is_still_shown_after_saving(ada, client_of, clock, now):
    sign_up(ada, weekdays=(0, 2, 6))
    clock.move_to(now.replace(hour=23, minute=50) + 11 * WEEK + 6 * DAY)
    site = client_of(ada)
    page = WorkoutSheet.open(site).tick(SQUAT)
    clock.shift(datetime.timedelta(minutes=20))
    assert site.get(page.save().url).status_code == 200


def test_the_day_is_that_of_the_person_not_of_the_server(person, client_of, clock, now):
    clock.move_to(now.replace(hour=20) - DAY)  # Sunday evening in London, Monday morning in Tokyo
    kei = person("kei@rise.example", time_zone="Asia/Tokyo")
    sign_up(kei)
    WorkoutSheet.open(client_of(kei)).tick(SQUAT).save()
    workout = WorkoutLog.objects.get()
    assert (str(workout.local_date), workout.time_zone) == ("2027-01-04", "Asia/Tokyo")


# What was asked stays what was asked -------------------------------------------------------------


def test_the_target_is_frozen_on_the_set_and_the_prescription_on_the_workout(sheet):
    sheet.tick(SQUAT).save()
    assert SetLog.objects.get().target == {
        "reps": 20,
        "hold_seconds": 0,
        "variation": "squat",
        "name": "Squat",
        "rung": "Q2",
    }
    asked = WorkoutLog.objects.get().prescription
    assert [(row["exercise"], row["rung"], row["sets"], row["reps"]) for row in asked] == [
        ("squat", "Q2", 2, 20),
        ("standing-kickback", "K2", 3, 10),
        ("glute-bridge", "B2", 2, 20),
        ("toe-taps", "T2", 2, 10),
        ("clam", "C2", 2, 20),
    ]


def test_new_words_and_a_new_revision_change_no_record_and_not_what_the_page_said_was_asked(
    site, sheet, ada, now
):
    sheet.tick(SQUAT).save()
    before, asked = rows_of(ada), WorkoutLog.objects.get().prescription
    Variation.objects.filter(slug="squat").update(name="Sit and stand", cue="Entirely new words.")
    rung = Variation.objects.get(slug="squat").rungs.order_by("order").first()
    rung.rep_low, rung.rep_high = 26, 40
    rung.rep_step = 2
    rung.save()
    publish("squat")
    assert newest_of("the-full-five").number == 2
    page = site.get("/today/")
    assert re.search(r"<h2[^>]*>Squat</h2>", page.content.decode())
    again = WorkoutSheet(site, page)
    assert again.fields[f"reps-{SQUAT_2}"] == "20"
    assert rows_of(ada) == before
    again.tick(SQUAT_2).save()
    assert WorkoutLog.objects.get().prescription == asked
    assert SetLog.objects.get(number=2).target["name"] == "Squat"


# The pages around it -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_is_not_signed_in_is_asked_to_and_comes_back(client, db, method):
    answer = getattr(client, method)("/today/?slot=1")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/today/%3Fslot%3D1")
    assert not Operation.objects.exists()


def test_without_a_plan_the_page_offers_one_and_a_form_has_nowhere_to_go(ada, client_of):
    site = client_of(ada)
    assert "You follow no plan yet" in text_of(site.get("/today/"))
    assert site.post("/today/", {"token": "x"}).status_code == 404


SLOTS = ["0", "4", "-1", "x", "1 ", "01", "1.0", "%00", "%F0%9F%98%80", "9" * 5000, "1;DROP", "%D9%A1"]


@pytest.mark.parametrize("slot", SLOTS, ids=range(len(SLOTS)))
def test_a_slot_that_does_not_exist_is_not_found(site, slot):
    assert site.get(f"/today/?slot={slot}").status_code == 404


@pytest.mark.parametrize("window", ["", "0", "2", "12", "-1", "x", "%00", "9" * 5000])
def test_a_window_that_has_not_begun_or_does_not_exist_is_not_found(site, window):
    assert site.get(f"/today/?window={window}&slot=1").status_code == 404


def test_what_was_begun_in_an_earlier_window_stays_at_hand(ada, site, clock):
    WorkoutSheet.open(site, "/today/?slot=2").tick(SQUAT).save()
    clock.shift(2 * WEEK)
    WorkoutSheet.open(site, "/today/?window=1&slot=2").tick(SQUAT_2).save()
    assert list(WorkoutLog.objects.values_list("window", "slot")) == [(1, 2)]
    assert set(logged(ada)) == {SQUAT, SQUAT_2}


def test_what_was_left_out_in_an_earlier_window_cannot_be_begun_today(site, clock):
    clock.shift(2 * WEEK)
    assert site.get("/today/?window=1&slot=2").status_code == 404


def test_left_and_right_are_one_set(site):
    assert "0 of 11 sets saved" in text_of(site.get("/today/"))
    sheet = WorkoutSheet.open(site)
    answer = sheet.tick(*(key for key in sheet.sets if key.startswith("standing-kickback.1.1."))).save()
    assert "Saved: 1 set in your account." in text_of(site.get(answer.url))


def test_saving_a_rating_or_nothing_says_so(site):
    assert "Saved in your account." in text_of(
        site.get(WorkoutSheet.open(site).rate("squat", "easy").save().url)
    )
    assert "Nothing had changed." in text_of(site.get(WorkoutSheet.open(site).save().url))


def test_a_workout_of_a_plan_that_was_left_meanwhile_is_saved_and_found_in_its_progress(ada, site, sheet):
    sheet.tick_all()
    sign_up(ada, "mat-trio", replace_current=True)
    answer = site.get(sheet.finish().url)
    assert answer.url.startswith("/progress/?plan=")
    page = text_of(site.get(answer.url))
    assert "The Full Five" in page
    assert len(logged(ada)) == 16
    assert site.get(sheet.save().url).url == answer.url


def test_a_workout_of_later_this_week_can_be_done_today(ada, site):
    WorkoutSheet.open(site, "/today/?slot=3").tick(SQUAT).save()
    workout = WorkoutLog.objects.get()
    assert (workout.slot, str(workout.local_date)) == (3, "2027-01-04")


def test_a_rest_day_says_when_the_next_workout_is(site, clock, sheet):
    sheet.tick_all().finish()
    clock.shift(DAY)
    page = text_of(site.get("/today/"))
    assert "Today is a rest day" in page
    assert "Wednesday, 6 January" in page
    assert "still open" not in page


def test_a_rest_day_offers_an_earlier_workout_that_was_missed_and_it_counts_for_this_week(ada, site, clock):
    clock.shift(DAY)
    answer = site.get("/today/")
    assert "The workout of Monday is still open" in text_of(answer)
    url = re.search(r'href="(/today/\?window=1&amp;slot=1)"', answer.content.decode())[1].replace(
        "&amp;", "&"
    )
    WorkoutSheet.open(site, url).tick_all().finish()
    workout = WorkoutLog.objects.get()
    assert (workout.window, workout.slot, str(workout.local_date)) == (1, 1, "2027-01-05")
    answer = site.get("/today/")
    assert "still open" not in text_of(answer)
    assert "workout is done" in text_of(answer)
    assert 'href="/today/?window=1&amp;slot=1"' in answer.content.decode()


def test_before_the_start_the_page_says_when_it_begins(ada, client_of, clock, now):
    sign_up(ada)
    clock.move_to(now - 3 * DAY)
    page = text_of(client_of(ada).get("/today/"))
    assert "It begins on Monday, 4 January" in page
    assert "<form" not in page


def test_after_the_end_the_page_says_so(ada, enrolment, client_of, clock):
    clock.shift(12 * WEEK)
    assert "The Full Five is over" in text_of(client_of(ada).get("/today/"))


def test_after_todays_workout_the_page_says_what_is_next_and_lets_it_be_changed(site, sheet):
    sheet.tick_all().finish()
    answer = site.get("/today/")
    assert "workout is done" in text_of(answer)
    assert "Your next workout is on Wednesday, 6 January." in text_of(answer)
    assert "/workout/1/1/" in answer.content.decode()
    again = WorkoutSheet.open(site, "/today/?slot=1")
    assert f"done-{SQUAT}" in again.fields


def test_a_workout_that_was_begun_is_still_todays(site, sheet):
    sheet.tick(SQUAT).save()
    assert f"done-{SQUAT}" in WorkoutSheet.open(site).fields


def test_the_notice_before_the_first_workout_goes_once_a_set_is_logged(site, sheet):
    notice = "Before your first workout"
    assert notice in text_of(site.get("/today/"))
    sheet.rate("squat", "easy").save()
    assert notice in text_of(site.get("/today/"))
    WorkoutSheet.open(site).tick(SQUAT).save()
    assert notice not in text_of(site.get("/today/"))


def test_every_tick_and_number_has_a_name_of_its_own_to_be_read_out(site):
    page = site.get("/today/").content.decode()
    labels = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", label)).strip()
        for label in re.findall(r"<label class=\"set-reps\">.*?</label>", page, re.DOTALL)
    ]
    assert len(labels) == len(set(labels)) > 10
    sheet = page[page.index('id="list"') :]
    legends = re.findall(r"<legend>(.*?)</legend>", sheet, re.DOTALL)
    assert len(legends) == len(set(legends)) == 5


# Queries -----------------------------------------------------------------------------------------


@pytest.fixture
def long_plan(ada, clock, now):
    """A plan of 52 weeks, followed from the start."""
    plan = Plan.objects.get(slug="the-full-five")
    plan.weeks = 52
    plan.save()
    publish("the-full-five")
    return sign_up(ada)


@pytest.fixture
def year_lived(ada, long_plan, client_of, clock, now):
    """Every workout but those of the last week, done in full."""
    for week in range(51):
        day = now + week * WEEK
        train(ada, long_plan, day.date(), now=day, window=week + 1)
    clock.move_to(now + 51 * WEEK)
    return client_of(ada)


def _all_costs(site, queries):
    with queries(8):
        assert site.get("/today/").status_code == 200
    sheet = WorkoutSheet.open(site).tick_all("squat").rate("squat", "right")
    with queries(14):
        assert sheet.save().status_code == 302
    with queries(8):
        sheet = WorkoutSheet.open(site)
    sheet.tick_all("clam").write(SQUAT, "12").untick(SQUAT_2).rate("squat", "hard").rate("clam", "easy")
    with queries(14):
        assert sheet.save().status_code == 302
    sheet = WorkoutSheet.open(site).tick_all().rate_all("right")
    with queries(14):
        assert sheet.finish().status_code == 302
    with queries(14):
        assert sheet.finish().status_code == 302
    with queries(8):
        assert site.get("/today/").status_code == 200


def test_today_costs_8_queries_at_most_and_saving_14_in_the_first_week(site, django_assert_max_num_queries):
    _all_costs(site, django_assert_max_num_queries)


def test_it_costs_no_more_in_week_52(year_lived, django_assert_max_num_queries):
    assert WorkoutLog.objects.count() == 153
    _all_costs(year_lived, django_assert_max_num_queries)
