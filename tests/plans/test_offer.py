"""The plan changed: the person sees the difference, and takes the new numbers or keeps hers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from exercises.models import Rung
from plans import services
from plans.models import EnrolmentEvent, Plan, PlanExercise, PlanWorkout, SetLog, WorkoutLog
from plans.queries import following
from tests.plans.pages import MONDAY, day, error_beside, fields_of, follow, read, train
from tests.publishing import newest_of, publish

pytestmark = pytest.mark.django_db
OFFER = "/week/new-numbers/"


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


@pytest.fixture
def enrolment(user):
    return follow(user)


def publish_more_squats():
    """Squats go 20, 24, 28 instead of 20, 22, 24, 26: in week 2 that is 20 instead of 22."""
    Rung.objects.filter(code="Q2").update(rep_step=4, rep_high=28)
    publish("squat")
    return newest_of("the-full-five")


def answer(client, choice, **data):
    values, _options = fields_of(client.get(OFFER))
    return client.post(OFFER, {"revision": values["revision"], "answer": choice} | data)


def asked_for(user, exercise, window):
    found = following(user, MONDAY).schedule.window(window)
    return next(dose.reps for dose in found.workouts[0].doses if dose.exercise == exercise)


# The offer ---------------------------------------------------------------------------------------


def test_nothing_is_offered_while_the_plan_is_what_it_was(client, enrolment):
    assert "The plan changed" not in read(client.get("/week/"))
    page = client.get(OFFER, follow=True)
    assert page.redirect_chain == [("/week/", 302)]
    assert "There is nothing to decide" in read(page)


def test_new_numbers_are_offered_on_my_week_and_nothing_changes_by_itself(client, user, enrolment):
    before = following(user, MONDAY).schedule
    publish_more_squats()
    assert following(user, MONDAY).schedule == before
    assert "The plan changed" in read(client.get("/week/"))


def test_numbers_of_an_exercise_that_the_plan_does_not_have_are_no_offer(client, user):
    follow(user, "mat-trio")
    publish_more_squats()
    assert newest_of("mat-trio").number == 2
    assert "The plan changed" not in read(client.get("/week/"))


def test_numbers_that_change_nothing_for_her_are_no_offer(client, enrolment):
    """Another step on the starter's rung, which is behind her."""
    Rung.objects.filter(code="Q1").update(rep_step=4)
    publish("squat")
    assert "It has new numbers." not in read(client.get("/week/"))
    assert "There is nothing to decide" in read(client.get(OFFER, follow=True))


def test_new_words_are_no_offer(client, enrolment):
    Plan.objects.filter(slug="the-full-five").update(summary="Other words.")
    publish("the-full-five")
    assert "The plan changed" not in read(client.get("/week/"))


def test_the_page_shows_week_by_week_what_would_be_different_from_the_next_window_on(client, enrolment):
    publish_more_squats()
    page = read(client.get(OFFER))
    assert "Take the new numbers from 11 January" in page
    assert "Week 2" in page
    assert "Squat 2 × 22 Squat 2 × 20" in page
    assert "Week 1 " not in page


def test_a_longer_plan_with_fewer_workouts_is_told_in_sentences(client, enrolment):
    Plan.objects.filter(slug="the-full-five").update(weeks=14)
    Plan.objects.get(slug="the-full-five").workouts.get(order=3).delete()
    publish("the-full-five")
    page = read(client.get(OFFER))
    assert "It lasts 14 weeks instead of 12." in page
    assert "It has 2 workouts a week instead of 3." in page
    assert "Week 14 new" in page


def test_my_week_costs_no_query_more_for_an_offer(client, user, enrolment, django_assert_max_num_queries):
    train(user, day(0))
    publish_more_squats()
    for choice in ("take", None):
        with django_assert_max_num_queries(8):
            assert client.get("/week/").status_code == 200
        with django_assert_max_num_queries(8):
            assert client.get("/today/?slot=2").status_code == 200
        if choice:
            answer(client, choice)


# Taking ------------------------------------------------------------------------------------------


def test_taking_them_acts_from_the_next_window_on(client, user, enrolment):
    revision = publish_more_squats()
    assert answer(client, "take").headers["Location"] == OFFER
    event = EnrolmentEvent.objects.get()
    assert (event.kind, event.window, event.revision, event.data) == ("took", 2, revision, {})
    assert [asked_for(user, "squat", window) for window in (1, 2)] == [20, 20]
    assert "The plan changed and you took its new numbers" in read(client.get("/week/2/"))
    page = read(client.get(OFFER))
    assert "You take the new numbers from Monday, 11 January" in page
    assert "Squat 2 × 22 Squat 2 × 20" in page


def test_taking_them_before_the_plan_begins_acts_from_its_first_day(client, user):
    follow(user, start=day(7))
    publish_more_squats()
    answer(client, "take")
    assert EnrolmentEvent.objects.get().window == 1
    assert [asked_for(user, "squat", window) for window in (1, 2)] == [20, 24]


def test_what_was_logged_stays_byte_for_byte(client, user, enrolment):
    train(user, day(0))
    logs = list(WorkoutLog.objects.values()), list(SetLog.objects.values())
    first = following(user, MONDAY).schedule.windows[0]
    publish_more_squats()
    answer(client, "take")
    assert (list(WorkoutLog.objects.values()), list(SetLog.objects.values())) == logs
    assert following(user, MONDAY).schedule.windows[0].workouts == first.workouts


def test_taking_twice_is_taking_once(client, enrolment):
    publish_more_squats()
    for _time in range(2):
        client.post(OFFER, {"revision": newest_of("the-full-five").pk, "answer": "take"})
    assert EnrolmentEvent.objects.count() == 1


def test_a_taken_back_choice_is_open_again(client, user, enrolment):
    before = following(user, MONDAY).schedule
    publish_more_squats()
    answer(client, "take")
    event = EnrolmentEvent.objects.get()
    assert "You can take this back until that week is over." in read(client.get(OFFER))
    client.post(f"{OFFER}{event.uid}/undo/")
    assert following(user, MONDAY).schedule == before
    assert "The plan changed" in read(client.get("/week/"))
    answer(client, "take")
    assert asked_for(user, "squat", 2) == 20


def test_once_its_first_window_is_over_it_stays(client, user, enrolment, on):
    publish_more_squats()
    answer(client, "take")
    event = EnrolmentEvent.objects.get()
    on(day(14))
    assert "That week is over, so they stay." in read(client.get(OFFER))
    page = client.post(f"{OFFER}{event.uid}/undo/", follow=True)
    assert "The week that you took the new numbers for is over, so they stay." in read(page)
    assert EnrolmentEvent.objects.count() == 1


def test_logging_goes_on_in_weeks_and_places_that_only_the_new_numbers_have(client, user, on):
    follow(user, "kettle-breaks")
    plan = Plan.objects.get(slug="kettle-breaks")
    Plan.objects.filter(pk=plan.pk).update(weeks=6)
    workout = PlanWorkout.objects.create(plan=plan, order=7, weekday=6)
    PlanExercise.objects.create(workout=workout, exercise=plan.figure.exercise, order=1, priority=1)
    publish("kettle-breaks")
    assert answer(client, "take", weekdays=list("0123456"), close_days="on").status_code == 302
    on(day(41))
    train(user, day(41))
    assert WorkoutLog.objects.filter(window=6, slot=7).exists()


# Keeping -----------------------------------------------------------------------------------------


def test_keeping_hers_changes_nothing_and_asks_no_more(client, user, enrolment):
    before = following(user, MONDAY).schedule
    publish_more_squats()
    page = client.post(OFFER, {"revision": newest_of("the-full-five").pk, "answer": "keep"}, follow=True)
    assert "You keep the numbers you have. Nothing changes." in read(page)
    assert following(user, MONDAY).schedule == before
    week = read(client.get("/week/"))
    assert "It has new numbers." not in week
    assert "You kept your numbers when the plan changed." in week


def test_she_can_change_her_mind_later(client, user, enrolment, on):
    publish_more_squats()
    answer(client, "keep")
    on(day(21))
    client.post(f"{OFFER}{EnrolmentEvent.objects.get().uid}/undo/")
    answer(client, "take")
    assert EnrolmentEvent.objects.get(kind="took").window == 5


def test_another_change_of_the_plan_is_another_question(client, enrolment):
    publish_more_squats()
    answer(client, "keep")
    Rung.objects.filter(code="Q2").update(rep_step=8)
    publish("squat")
    assert "It has new numbers." in read(client.get("/week/"))
    assert "Squat 2 × 24 Squat 2 × 28" in read(client.get(OFFER))


# Days --------------------------------------------------------------------------------------------


@pytest.fixture
def two_workouts(enrolment):
    """The plan has two workouts a week now."""
    Plan.objects.get(slug="the-full-five").workouts.get(order=3).delete()
    publish("the-full-five")


def test_another_number_of_workouts_asks_for_training_days(client, user, two_workouts):
    response = answer(client, "take", weekdays=["0", "2", "4"])
    assert response.status_code == 422
    assert "This plan has 2 workouts a week: choose 2 days, not 3." in error_beside(response, "weekdays")
    assert not EnrolmentEvent.objects.exists()
    answer(client, "take", weekdays=["1", "4"])
    days = [workout.date.weekday() for workout in following(user, MONDAY).schedule.window(2).workouts]
    assert days == [1, 4]


def test_days_close_together_are_asked_about(client, two_workouts):
    response = answer(client, "take", weekdays=["1", "2"])
    assert "less than 48 hours apart" in error_beside(response, "close_days")
    assert answer(client, "take", weekdays=["1", "2"], close_days="on").status_code == 302


def test_keeping_hers_needs_no_days(client, two_workouts):
    assert answer(client, "keep").status_code == 302


# What cannot be ----------------------------------------------------------------------------------


def test_a_stale_page_is_told_that_the_plan_has_changed_again(client, enrolment):
    stale = publish_more_squats()
    Rung.objects.filter(code="Q2").update(rep_low=24, rep_high=28)
    publish("squat")
    response = client.post(OFFER, {"revision": stale.pk, "answer": "take"})
    assert response.status_code == 422
    assert "The plan has changed again since you opened this page." in read(response)
    assert not EnrolmentEvent.objects.exists()


def test_two_tabs_that_decide_differently_are_told(client, enrolment):
    revision = publish_more_squats()
    answer(client, "take")
    page = client.post(OFFER, {"revision": revision.pk, "answer": "keep"}, follow=True)
    assert "You took the new numbers already" in read(page)
    assert EnrolmentEvent.objects.get().kind == "took"


@pytest.mark.parametrize(
    "data", [{}, {"answer": "take"}, {"answer": "burn"}, {"revision": "x", "answer": "take"}]
)
def test_a_broken_answer_changes_nothing(client, enrolment, data):
    publish_more_squats()
    assert client.post(OFFER, data).status_code == 422
    assert not EnrolmentEvent.objects.exists()


def test_the_revision_of_another_plan_cannot_be_taken(client, enrolment):
    publish_more_squats()
    response = client.post(OFFER, {"revision": newest_of("mat-trio").pk, "answer": "take"})
    assert response.status_code == 422
    assert not EnrolmentEvent.objects.exists()


def test_somebody_elses_decision_cannot_be_undone(client, client_of, person, enrolment):
    other = person()
    follow(other)
    publish_more_squats()
    answer(client, "take")
    event = EnrolmentEvent.objects.get()
    client_of(other).post(f"{OFFER}{event.uid}/undo/")
    assert EnrolmentEvent.objects.count() == 1


@pytest.mark.parametrize("address", [OFFER, f"{OFFER}7f9c24e5-1f9a-4a5e-9c3d-0a1b2c3d4e5f/undo/"])
def test_without_a_plan_or_an_account_there_is_nothing_to_decide(client, address):
    assert client.post(address).status_code == 404
    assert Client().post(address).status_code == 302


def test_leaving_can_not_be_undone_through_this_door(client, user, enrolment, now):
    services.leave(enrolment, today=MONDAY, now=now)
    event = EnrolmentEvent.objects.get()
    follow(user)
    client.post(f"{OFFER}{event.uid}/undo/")
    assert [row.kind for row in EnrolmentEvent.objects.all()] == ["left"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one_decision(client_of, user):
    follow(user)
    revision = publish_more_squats()

    def click(client):
        try:
            return client.post(OFFER, {"revision": revision.pk, "answer": "take"}).status_code
        finally:
            connection.close()

    clients = [client_of(user) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(click, clients)) == {302}
    assert EnrolmentEvent.objects.count() == 1


def test_a_plan_that_is_over_offers_nothing(client, enrolment, on):
    on(day(12 * 7))
    publish_more_squats()
    assert "The plan changed" not in read(client.get("/week/"))


def test_in_the_last_window_nothing_is_left_to_change(client, user, enrolment, on):
    on(day(11 * 7))
    publish_more_squats()
    assert "The plan changed" not in read(client.get("/week/"))


def test_progress_shows_the_steps_of_both(client, user, enrolment, on):
    train(user, day(0))
    publish_more_squats()
    answer(client, "take")
    on(day(8))
    assert client.get("/progress/").status_code == 200
