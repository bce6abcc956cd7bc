"""A quick set: one set on one's feet, with a plan or without, that counts and never shifts a plan."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from exercises.models import Exercise
from plans.models import Feedback, SetLog, WorkoutLog
from tests.conftest import PASSWORD
from tests.plans.pages import body_rows, day, follow, read, train, words
from tests.plans.workouts import WorkoutSheet, doses, logged, snapshot

pytestmark = pytest.mark.django_db
SQUAT = "squat.1.1.both"
KICKBACK = ["standing-kickback.1.1.right", "standing-kickback.1.1.left"]


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def site(client_of, user):
    return client_of(user)


class QuickSheet(WorkoutSheet):
    ADDRESS = "/quick/"


def open_quick(site, exercise="squat", url=None):
    answer = site.get(url or f"/quick/?exercise={exercise}")
    assert answer.status_code == 200
    return QuickSheet(site, answer)


def totals(page):
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.content.decode(), flags=re.DOTALL)
    return {words(name): words(value) for name, value in found}


# Doing one ---------------------------------------------------------------------------------------


def test_without_a_plan_it_asks_for_what_a_beginner_can_do(site):
    page = site.get("/quick/")
    assert 'href="/quick/?exercise=standing-kickback" aria-current="true"' in page.content.decode()
    assert "Wall-supported kickback 1 × 8 per side" in read(page)
    assert "Arms-forward squat 1 × 10" in read(site.get("/quick/?exercise=squat"))


def test_with_a_plan_it_asks_for_ones_own_numbers(site, user, on):
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number))
    on(day(7))
    page = site.get("/quick/?exercise=squat")
    assert "Squat 1 × 22" in read(page)
    assert "last time 20" in read(page)


def test_only_exercises_that_are_done_standing_can_be_chosen(site):
    html = site.get("/quick/").content.decode()
    assert re.findall(r"/quick/\?exercise=([\w-]+)\"", html)[:2] == ["standing-kickback", "squat"]
    for name in ("clam", "press-up", "%00", "x" * 3000):
        assert site.get(f"/quick/?exercise={name}").status_code == 404


def test_a_ticked_set_is_a_workout_without_a_place_in_a_plan(site, user):
    follow(user)
    answer = open_quick(site).tick(SQUAT).finish()
    workout = WorkoutLog.objects.get()
    assert (workout.enrolment, workout.window, workout.slot) == (None, None, None)
    assert workout.finished_at is not None
    assert str(workout.local_date) == "2027-01-04"
    assert logged(user) == {SQUAT: 20}
    assert answer.url == f"/quick/?done={workout.uid}"
    page = read(site.get(answer.url))
    assert "1 set in your account. Squat: 20 reps." in page
    assert "What your plan asks of you stays the same." in page


def test_left_and_right_are_one_set(site, user):
    answer = open_quick(site, "standing-kickback").tick(*KICKBACK).finish()
    assert "1 set in your account. Standing kickback: 16 reps." in read(site.get(answer.url))


def test_how_it_felt_is_not_asked(site):
    sheet = open_quick(site)
    assert not [name for name in sheet.names if name.startswith("rating-")]
    sheet.rate("squat", "hard").tick(SQUAT).finish()
    assert not Feedback.objects.exists()


def test_every_visit_is_a_set_of_its_own_and_a_double_click_is_not(site, user):
    sheet = open_quick(site).tick(SQUAT)
    sheet.finish()
    before = snapshot()
    sheet.finish()
    assert snapshot() == before
    open_quick(site).tick(SQUAT).finish()
    assert WorkoutLog.objects.count() == SetLog.objects.count() == 2


# Evidence ----------------------------------------------------------------------------------------


def test_quick_sets_are_never_evidence(site, user, on):
    follow(user)
    before = doses(user, day(0), 2)
    for _time in range(8):
        open_quick(site).tick(SQUAT).write(SQUAT, "3").finish()
    assert doses(user, day(0), 2) == before
    on(day(8))
    assert "Nothing logged this week, so you pick up exactly where you left off." in read(site.get("/week/"))


def test_a_quick_set_of_today_leaves_todays_workout_to_be_done(site, user):
    follow(user)
    open_quick(site).tick(SQUAT).finish()
    assert "0 of 11 sets saved" in read(site.get("/today/"))
    assert "Before your first workout" in read(site.get("/today/"))


# Mistakes ----------------------------------------------------------------------------------------


def test_with_nothing_ticked_it_says_so(site):
    before = snapshot()
    answer = open_quick(site).finish()
    assert answer.status_code == 422
    assert "Nothing is ticked yet" in read(answer)
    assert snapshot() == before


@pytest.mark.parametrize(
    "typed, told",
    [
        ("many", "Write the reps as a whole number."),
        ("-1", "Fewer than none is not possible."),
        ("501", "at most 500"),
        ("", "How many reps did you do?"),
        ("\x00", "Write the reps as a whole number."),
    ],
)
def test_a_mistake_is_explained_and_put_right_it_is_saved(site, user, typed, told):
    answer = open_quick(site).tick(SQUAT).write(SQUAT, typed).finish()
    assert answer.status_code == 422
    assert told in read(answer)
    again = QuickSheet(site, answer)
    assert again.fields[f"done-{SQUAT}"] == "on"
    again.write(SQUAT, "9").finish()
    assert logged(user) == {SQUAT: 9}


@pytest.mark.parametrize("token", ["", "nonsense", "\x00", "x" * 100_000])
def test_a_broken_token_keeps_what_was_typed_and_the_next_try_is_saved(site, user, token):
    sheet = open_quick(site).tick(SQUAT).write(SQUAT, "9")
    sheet.fields["token"] = token
    answer = sheet.finish()
    assert answer.status_code == 422
    assert "too old to be saved" in read(answer)
    QuickSheet(site, answer).finish()
    assert logged(user) == {SQUAT: 9}


def test_the_token_of_a_planned_workout_saves_no_quick_set_and_the_other_way_round(site, user):
    follow(user)
    today, quick = WorkoutSheet.open(site), open_quick(site).tick(SQUAT)
    stolen = quick.fields["token"]
    quick.fields["token"] = today.fields["token"]
    assert quick.finish().status_code == 422
    today.tick(SQUAT).fields["token"] = stolen
    assert today.finish().status_code == 422
    assert not WorkoutLog.objects.exists()


def test_an_exercise_that_was_archived_meanwhile_is_saved_all_the_same(site, user):
    sheet = open_quick(site).tick(SQUAT)
    Exercise.objects.filter(slug="squat").update(is_archived=True)
    assert sheet.finish().status_code == 302
    assert logged(user) == {SQUAT: 10}


# Changing it -------------------------------------------------------------------------------------


def test_a_number_is_corrected_afterwards(site, user):
    answer = open_quick(site).tick(SQUAT).finish()
    open_quick(site, url=answer.url).write(SQUAT, "8").save()
    assert logged(user) == {SQUAT: 8}
    assert "Squat: 8 reps." in read(site.get(answer.url))


def test_a_set_that_was_ticked_by_mistake_is_taken_back_and_counts_no_longer(site, user):
    answer = open_quick(site).tick(SQUAT).finish()
    after = open_quick(site, url=answer.url).untick(SQUAT).save()
    assert logged(user) == {}
    page = site.get(after.url)
    assert "This set counts no longer." in read(page)
    assert "Nothing to show yet" in read(site.get("/progress/"))
    QuickSheet(site, page).tick(SQUAT).save()
    assert logged(user) == {SQUAT: 10}


def test_a_mistake_in_a_correction_is_explained(site, user):
    answer = open_quick(site).tick(SQUAT).finish()
    wrong = open_quick(site, url=answer.url).write(SQUAT, "many").save()
    assert wrong.status_code == 422
    assert "Write the reps as a whole number." in read(wrong)
    assert logged(user) == {SQUAT: 10}


@pytest.mark.parametrize("uid", ["x", "%00", "00000000-0000-0000-0000-000000000000"])
def test_a_set_that_does_not_exist_is_not_found(site, uid):
    assert site.get(f"/quick/?done={uid}").status_code == 404


def test_a_planned_workout_is_no_quick_set(site, user):
    follow(user)
    workout = train(user, day(0))
    assert site.get(f"/quick/?done={workout.uid}").status_code == 404


# Who may -----------------------------------------------------------------------------------------


def test_somebody_elses_set_and_a_missing_one_answer_alike(site, person, client_of):
    answer = open_quick(site).tick(SQUAT).finish()
    eve = client_of(person())
    assert eve.get(answer.url).status_code == eve.get(f"/quick/?done={uuid4()}").status_code == 404


def test_the_form_of_somebody_else_is_not_found_and_changes_nothing(site, person, client_of):
    sheet = open_quick(site).tick(SQUAT)
    sheet.client = client_of(person())
    before = snapshot()
    assert sheet.finish().status_code == 404
    assert snapshot() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(method, db):
    answer = getattr(Client(), method)("/quick/?exercise=squat")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/quick/%3Fexercise%3Dsquat")


def test_what_was_typed_before_the_sign_in_ended_is_saved_after_the_next(site, user):
    cache.clear()
    sheet = open_quick(site).write(SQUAT, "9")
    site.cookies.pop("sessionid")
    assert sheet.finish().url.startswith("/accounts/login/?next=/quick/")
    back = site.post("/accounts/login/?next=/quick/", {"login": user.email, "password": PASSWORD})
    assert "1 set in your account." in read(site.get(back.url, follow=True))
    assert logged(user) == {SQUAT: 9}


def test_somebody_else_who_signs_in_there_gets_none_of_it(site, person):
    cache.clear()
    sheet = open_quick(site).tick(SQUAT)
    site.cookies.pop("sessionid")
    sheet.finish()
    other = person()
    site.post("/accounts/login/?next=/quick/", {"login": other.email, "password": PASSWORD})
    assert site.get("/quick/", follow=True).status_code == 200
    assert not SetLog.objects.exists()


# Progress ----------------------------------------------------------------------------------------


def test_progress_counts_it_for_somebody_without_a_plan(site):
    open_quick(site).tick(SQUAT).finish()
    open_quick(site, "standing-kickback").tick(*KICKBACK).finish()
    open_quick(site).tick(SQUAT).finish()
    page = site.get("/progress/")
    assert body_rows(page.content.decode()) == [["Squat", "2", "20"], ["Standing kickback", "1", "16"]]
    assert "Nothing to show yet" not in read(page)


def test_progress_counts_it_with_the_plan_that_was_followed_then_and_says_so(site, user, on):
    follow(user)
    train(user, day(0))
    without = totals(site.get("/progress/"))
    open_quick(site).tick(SQUAT).finish()
    page = site.get("/progress/")
    counted = totals(page)
    assert (without["workout"], counted["workouts"]) == ("1", "2")
    assert {name: int(counted[name]) - int(without[name]) for name in ("sets", "reps")} == {
        "sets": 1,
        "reps": 20,
    }
    assert counted["weeks trained"] == without["weeks trained"]
    assert "1 quick set is among them." in read(page)
    assert "Squat: reps a week, left and right together, quick sets included" in read(page)
    assert "Clam: reps a week, left and right together Week" in read(page)
    assert ["4 Jan so far", "60"] in body_rows(page.content.decode())


def test_a_quick_set_from_before_the_plan_is_listed_and_not_among_its_totals(site, user, on):
    open_quick(site).tick(SQUAT).finish()
    on(day(7))
    follow(user, start=day(7))
    page = site.get("/progress/")
    assert totals(page)["sets"] == "0"
    assert ["Squat", "1", "10"] in body_rows(page.content.decode())
    assert "among them" not in read(page)


# Around it ---------------------------------------------------------------------------------------


def test_it_is_one_tap_away_from_where_one_begins(site, user, on):
    assert all('href="/quick/"' in site.get(at).content.decode() for at in ("/", "/week/", "/today/"))
    follow(user)
    assert 'href="/quick/"' in site.get("/week/").content.decode()
    WorkoutSheet.open(site).tick_all().finish()
    assert 'href="/quick/"' in site.get("/today/").content.decode()
    on(day(1))
    assert 'href="/quick/"' in site.get("/today/").content.decode()
    assert 'href="/quick/"' not in Client().get("/").content.decode()


def test_it_costs_8_queries_at_most(site, user, client_of, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        site.get("/quick/")
    follow(user)
    train(user, day(0))
    answer = open_quick(site).tick(SQUAT).finish()
    again = client_of(user)
    for address in ("/quick/", "/quick/?exercise=squat", answer.url):
        with django_assert_max_num_queries(8):
            assert again.get(address).status_code == 200
