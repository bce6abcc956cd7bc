"""All workouts of somebody in one list, and each of them on a page of its own."""

import datetime
import re
from uuid import uuid4

import pytest
from django.conf import settings

from plans.engine.identity import workout_uid
from plans.models import WorkoutLog
from plans.services import leave
from tests.plans.pages import day, follow, read, train
from tests.plans.past import PastSheet, address, press, workout_of
from tests.plans.workouts import DAY, Notebook, WorkoutSheet, save_records, snapshot

pytestmark = pytest.mark.django_db
SQUAT = "squat.1.1.both"


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def site(client_of, user):
    return client_of(user)


@pytest.fixture
def plan(user):
    return follow(user)


@pytest.fixture
def lived(user, plan, on):
    """The first week done in full; now it is Tuesday of the second."""
    for number in (0, 2, 4):
        on(day(number))
        train(user, day(number))
    on(day(8))
    return plan


class QuickSheet(WorkoutSheet):
    ADDRESS = "/quick/"


def rows(answer, heading):
    """The rows below a heading: the words of each, and its address."""
    html = answer.content.decode()
    found = re.search(rf"(?:<h2[^>]*>|<summary>){heading}(?:</h2>|</summary>).*?</ul>", html, flags=re.DOTALL)
    if not found:
        return []
    items = re.findall(
        r"<b>(.*?)</b><span class=\"small quiet\">(.*?)</span>.*?href=\"(.*?)\"", found.group(), re.DOTALL
    )
    return [(date, what, where) for date, what, where in items]


# The list ----------------------------------------------------------------------------------------


def test_every_workout_is_listed_the_last_one_first_month_by_month(site, user, lived):
    found = rows(site.get("/history/"), "January 2027")
    assert [date for date, _what, _where in found] == [
        "Friday, 8 January",
        "Wednesday, 6 January",
        "Monday, 4 January",
    ]
    assert {what for _date, what, _where in found} == {"The Full Five · 11 sets, 260 reps"}
    assert found[2][2] == address(workout_of(user).uid)


def test_workouts_of_other_plans_and_quick_sets_are_in_it(site, user, lived, on):
    leave(lived, today=day(8), now=datetime.datetime(2027, 1, 12, 12, tzinfo=datetime.UTC))
    follow(user, "mat-trio", start=day(9))
    on(day(9))
    train(user, day(9))
    QuickSheet.open(site, "/quick/?exercise=squat").tick_all().save()
    found = rows(site.get("/history/"), "January 2027")
    plans = [what.partition(" · ")[0] for _date, what, _where in found]
    assert plans == ["Quick set", "Mat Trio", *["The Full Five"] * 3]


def test_a_quick_set_is_named_after_its_exercise(site):
    QuickSheet.open(site, "/quick/?exercise=squat").tick_all().save()
    found = rows(site.get("/history/"), "January 2027")
    assert [what for _date, what, _where in found] == ["Quick set · Arms-forward squat, 1 set, 10 reps"]


def test_planned_workouts_whose_day_has_passed_can_be_added(site, user, lived, on):
    on(day(10))
    found = rows(site.get("/history/"), "Not logged")
    assert [date for date, _what, _where in found] == ["Wednesday, 13 January", "Monday, 11 January"]
    assert found[1][2] == address(workout_uid(lived.uid, 2, 1))


def test_what_is_still_to_come_is_not_in_it(site, user, plan):
    page = read(site.get("/history/"))
    assert "Your workouts will be listed here" in page
    assert "Not logged" not in page


def test_without_a_plan_the_list_is_empty(site):
    assert "Your workouts will be listed here" in read(site.get("/history/"))


def test_thirty_are_on_a_page(site, user, plan, now):
    for number in range(31):
        book = Notebook(plan, number // 3 + 1, number % 3 + 1, now=now, local_date=day(-number))
        save_records(user, [book.set(1, reps=10), book.workout(local_date=day(-number))], now=now)
    first = site.get("/history/")
    assert first.content.decode().count("Open<span") == 30
    assert "Older" in read(first)
    assert "Newer" not in read(first)
    last = site.get("/history/?page=2")
    assert last.content.decode().count("Open<span") == 1
    for wild in ("99", "x", "-1", ""):
        assert site.get(f"/history/?page={wild}").status_code == 200


def test_it_takes_8_queries_at_most_however_many_plans_there_were(
    site, user, lived, on, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        site.get("/history/")
    leave(lived, today=day(8), now=datetime.datetime(2027, 1, 12, 12, tzinfo=datetime.UTC))
    follow(user, "mat-trio", start=day(9))
    on(day(9))
    train(user, day(9))
    on(day(12))
    press(site, site.get(address(workout_of(user, 1, 2).uid)), "remove", address(workout_of(user, 1, 2).uid))
    with django_assert_max_num_queries(8):
        site.get("/history/")


# One workout -------------------------------------------------------------------------------------


def test_the_page_shows_what_was_asked_and_what_was_done(site, user, plan, on):
    train(user, day(0), share={"squat": 0.5}, ratings={"squat": "hard"})
    on(day(1))
    sheet = PastSheet.open(site, workout_of(user).uid)
    page = read(sheet.answer)
    assert "The Full Five · week 1 of 12 Monday, 4 January 2027 11 of 11 sets done" in page
    assert "Squat asked: 2 × 20" in page
    assert (sheet.fields["reps-squat.1.1.both"], sheet.fields["rating-squat"]) == ("10", "hard")
    assert sheet.fields["date"] == "2027-01-04"


def test_it_shows_the_numbers_of_that_day_whatever_they_became(site, user, lived, on):
    """The first week was asked for before anything was known; later numbers leave it alone."""
    on(day(7))
    train(user, day(7))
    assert "Squat asked: 2 × 20" in read(site.get(address(workout_of(user, 1, 1).uid)))
    assert "Squat asked: 2 × 22" in read(site.get(address(workout_of(user, 2, 1).uid)))


def test_a_set_that_was_asked_for_otherwise_says_so(site, user, plan, now, on):
    train(user, day(0))
    target = {"reps": 8, "hold_seconds": 0, "variation": "squat-arms", "name": "Chair squat", "rung": "Q1"}
    eased = Notebook(plan, now=now + DAY).set(2, reps=7, target=target)
    save_records(user, [eased], now=now + DAY)
    page = read(site.get(address(workout_of(user).uid)))
    assert "done as Chair squat" in page


def test_a_workout_that_is_known_by_its_sets_alone_is_shown_with_their_targets(site, user, now):
    target = {"reps": 8, "hold_seconds": 0, "variation": "squat", "name": "Squat", "rung": "Q2"}
    plan = follow(user)
    save_records(user, [Notebook(plan, now=now).set(1, reps=7, target=target)], now=now)
    sheet = PastSheet.open(site, workout_of(user).uid)
    assert sheet.fields["reps-squat.1.1.both"] == "7"
    sheet.write(SQUAT, 8).save()
    assert WorkoutLog.objects.get().sets.get().reps == 8


def test_what_was_done_beside_the_plan_is_shown_as_its_sets_say(site, user, now):
    plan = follow(user, "mat-trio")
    target = {"reps": 8, "hold_seconds": 0, "variation": "squat", "name": "Squat", "rung": "Q2"}
    save_records(user, [Notebook(plan, now=now).set(1, reps=7, target=target)], now=now)
    sheet = PastSheet.open(site, workout_of(user).uid)
    assert "Squat asked: 1 × 8" in read(sheet.answer)
    sheet.write(SQUAT, 8).save()
    assert WorkoutLog.objects.get().sets.get().reps == 8


def test_what_was_done_instead_that_day_is_shown_with_what_it_replaced(site, user, plan, now):
    train(user, day(0))
    workout = workout_of(user)
    instead = {**workout.prescription[0], "exercise": "hip-hinge", "name": "Hip hinge"}
    save_records(user, [Notebook(plan, now=now).workout(swaps={"squat": instead})], now=now)
    sheet = PastSheet.open(site, workout.uid)
    assert "Hip hinge asked: 2 × 20" in read(sheet.answer)
    sheet.tick("hip-hinge.1.1.both").save()
    assert workout.sets.get(exercise="hip-hinge").target["name"] == "Hip hinge"


def test_what_the_day_was_cut_to_is_said(site, user, plan):
    WorkoutSheet.open(site, "/today/?minutes=10&without=clam").tick_all().finish()
    page = read(site.get(address(workout_of(user).uid)))
    assert "cut to 10 min that day" in page
    assert "Left out that day: Clam" in page


# Access ------------------------------------------------------------------------------------------


def test_the_workout_of_somebody_else_and_one_that_never_was_are_missing_alike(
    site, user, lived, person, client_of
):
    stranger = client_of(person())
    for uid in (workout_of(user).uid, workout_uid(lived.uid, 2, 1), uuid4()):
        before = snapshot()
        answers = [stranger.get(address(uid)), stranger.post(address(uid), {"save": "1"})]
        token = PastSheet.open(site, workout_of(user).uid).fields
        answers.append(stranger.post(address(uid), token | {"save": "1", "date": "2027-01-05"}))
        assert [answer.status_code for answer in answers] == [404] * 3
        assert snapshot() == before


def test_a_workout_of_a_week_that_has_not_begun_is_missing(site, lived):
    assert site.get(address(workout_uid(lived.uid, 3, 1))).status_code == 404
    assert site.get(address(workout_uid(lived.uid, 2, 3))).status_code == 200  # done two days early, on paper
    assert site.get(address(workout_uid(lived.uid, 2, 4))).status_code == 404


def test_without_a_sign_in_one_comes_back_to_it(client, user, lived):
    uid = workout_of(user).uid
    for url in ("/history/", address(uid)):
        answer = client.get(url)
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={url}")


def test_what_was_typed_before_the_sign_in_had_ended_is_looked_at_before_it_is_saved(
    site, client, user, lived
):
    uid = workout_of(user).uid
    sheet = PastSheet.open(site, uid).write(SQUAT, 17)
    answer = client.post(address(uid), sheet.fields | {"look": "1"})
    assert answer.url.startswith("/accounts/login/")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(address(uid))
    assert "Squat, set 1: 17 reps instead of 20 reps." in read(page)
    assert workout_of(user).sets.get(exercise="squat", number=1).reps == 20


def test_a_page_takes_10_queries_at_most_and_saving_14(site, user, lived, on, django_assert_max_num_queries):
    uid = workout_of(user).uid
    with django_assert_max_num_queries(10):
        sheet = PastSheet.open(site, uid)
    sheet.write(SQUAT, 12).rate("squat", "hard").on(day(1))
    with django_assert_max_num_queries(10):
        preview = PastSheet(site, sheet.url, sheet.look())
    with django_assert_max_num_queries(14):
        assert preview.save_now().status_code == 302
    with django_assert_max_num_queries(14):
        assert preview.save_now().status_code == 302
    paper = PastSheet.open(site, workout_uid(lived.uid, 2, 1)).tick_all().rate("squat", "easy")
    with django_assert_max_num_queries(10):
        preview = PastSheet(site, paper.url, paper.look())
    with django_assert_max_num_queries(14):
        assert preview.save_now().status_code == 302


# The ways there ----------------------------------------------------------------------------------


def test_progress_and_the_page_of_what_was_done_lead_to_it(site, user, lived):
    assert 'href="/history/"' in site.get("/progress/").content.decode()
    assert f'href="{address(workout_of(user).uid)}"' in site.get("/workout/1/1/").content.decode()
