"""A plan that bends: each choice with its consequences shown first, made once, and taken back."""

import pytest
from django.test import Client

from plans.models import Enrolment, EnrolmentEvent
from plans.queries import following
from plans.services import leave
from tests.plans.buttons import buttons, form_of, press
from tests.plans.pages import MONDAY, day, follow, read, train
from tests.plans.workouts import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def dates(user, window, today=MONDAY):
    return [workout.date for workout in following(user, today).schedule.window(window).workouts]


def asked(user, exercise, window, today=MONDAY):
    doses = following(user, today).schedule.window(window).workouts[-1].doses
    return next((f"{d.rung.code} {d.sets}×{d.reps}" for d in doses if d.exercise == exercise), None)


def kinds(user):
    rows = EnrolmentEvent.objects.filter(enrolment__user=user)
    return [row.kind for row in rows]


def chosen(answer, client):
    """The words of what was chosen, on the page that the choice leads to."""
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    return read(page)


# One workout --------------------------------------------------------------------------------------


def test_a_workout_moves_to_a_free_day_of_its_week_and_back(client, user):
    follow(user)
    page = client.get("/week/change/1/2/")
    assert "The workout of Wednesday, 6 January" in read(page)
    answer = press(client, page, "Move it here to Thursday, 7 January")
    assert "You moved a workout to 7 January." in chosen(answer, client)
    assert dates(user, 1) == [MONDAY, day(3), day(4)]
    press(client, client.get(answer.headers["Location"]), "Take it back")
    assert dates(user, 1) == [MONDAY, day(2), day(4)]


def test_days_that_are_not_free_say_why(client, user, on):
    follow(user)
    train(user, day(0))
    on(day(1))
    page = read(client.get("/week/change/1/2/"))
    assert "Monday, 4 January That day has passed." in page
    assert "Wednesday, 6 January it is on this day now" in page
    assert "Friday, 8 January Another workout is on that day already." in page


@pytest.mark.parametrize(
    "target, sentence",
    [
        (day(4), "Another workout is on that day already."),
        (day(7), "A workout stays in its week."),
        (day(-7), "Your plan has not begun by then."),
        (day(2), "It is on that day already."),
    ],
    ids=["taken", "next week", "before the start", "the same"],
)
def test_a_move_that_is_not_possible_is_refused_in_a_sentence(client, user, target, sentence):
    follow(user)
    page = client.get("/week/change/1/2/")
    answer = press(client, page, "Move it here", day=target.isoformat())
    assert sentence in read(client.get(answer.headers["Location"]))
    assert kinds(user) == []


def test_what_is_done_stays_on_its_day_and_nothing_moves_onto_it(client, user, on):
    follow(user)
    train(user, day(0))
    page = client.get("/week/change/1/2/")
    answer = press(client, page, "Move it here", day=day(0).isoformat())
    assert "You have trained on that day already." in read(client.get(answer.headers["Location"]))
    answer = press(client, page, "Move it here", slot=1)
    assert "what is done stays on its day" in read(client.get(answer.headers["Location"]))
    assert buttons(client.get("/week/change/1/1/")) == []
    assert kinds(user) == []


def test_a_missed_workout_moves_to_a_later_day(client, user, on):
    follow(user)
    on(day(1))
    press(client, client.get("/week/change/1/1/"), "Move it here to Saturday")
    assert dates(user, 1, day(1)) == [day(5), day(2), day(4)]
    on(day(5))
    assert "Today’s workout" in read(client.get("/today/"))


def test_a_workout_that_was_let_go_is_asked_for_no_longer_until_that_is_taken_back(client, user):
    follow(user)
    press(client, client.get("/week/change/1/1/"), "Let it go")
    assert "You let today’s workout go" in read(client.get("/today/"))
    assert "let go" in read(client.get("/week/"))
    page = client.get("/week/change/1/1/")
    assert "You let it go" in read(page)
    press(client, page, "Take it back")
    assert "Tick the sets yourself" in read(client.get("/today/"))


# Days, pauses, weeks ------------------------------------------------------------------------------


def test_other_training_days_are_shown_before_they_are_chosen(client, user):
    follow(user)
    train(user, day(0))
    page = client.get("/week/change/days/?weekdays=1&weekdays=3&weekdays=5")
    assert "11 Jan to 17 Jan week 2 of 12 Tue 12, Thu 14, Sat 16" in read(page)
    answer = press(client, page, "Train on these days")
    assert "You train on Tuesday, Thursday and Saturday from 11 January." in chosen(answer, client)
    assert dates(user, 1) == [MONDAY, day(2), day(4)]
    assert dates(user, 2) == [day(8), day(10), day(12)]


@pytest.mark.parametrize(
    "days, sentence",
    [
        ("weekdays=1&weekdays=3", "choose 3 days, not 2"),
        ("weekdays=1&weekdays=9&weekdays=5", "Select a valid choice. 9 is not one of the available choices."),
        ("weekdays=0&weekdays=2&weekdays=4", "These are your training days already."),
        ("weekdays=0&weekdays=1&weekdays=4", "less than 48 hours apart"),
    ],
    ids=["too few", "no weekday", "the same", "close together"],
)
def test_days_that_do_not_fit_are_explained_beside_them(client, user, days, sentence):
    follow(user)
    page = client.get(f"/week/change/days/?{days}")
    assert page.status_code == 422
    assert sentence in read(page)
    assert "Train on these days" not in read(page)


def test_a_pause_takes_its_days_away_and_ends_in_one_tap(client, user, on):
    follow(user)
    train(user, day(0))
    page = client.get("/week/change/pause/?day=2027-01-05&last=2027-01-17")
    assert "11 Jan to 17 Jan paused" in read(page)
    assert "The plan ends on Sunday, 4 April 2027." in read(page)
    answer = press(client, page, "Pause my plan")
    assert "Your plan is paused from 5 January to 17 January." in chosen(answer, client)
    on(day(9))
    assert "Your plan is paused" in read(client.get("/week/"))
    assert "Your plan is paused" in read(client.get("/today/"))
    answer = press(client, client.get("/week/change/pause/"), "Go on today")
    assert "You go on from 13 January." in chosen(answer, client)
    assert dates(user, 2, day(9)) == [day(9), day(11)]
    assert "Start today’s workout" in read(client.get("/week/"))


@pytest.mark.parametrize(
    "first, last, sentence",
    [
        ("2027-01-12", "2027-01-05", "The last day comes before the first."),
        ("2027-01-01", "2027-01-09", "That day has passed."),
        ("2027-01-05", "2028-02-09", "A pause can last a year at most."),
        ("2027-01-05", "2027-01-05", "No workout falls on these days"),
        ("2028-01-05", "2028-01-07", "Your plan is over by then."),
        ("2027-02-30", "2027-03-02", "Write a date"),
        ("", "2027-03-02", "Choose the first day of the pause."),
    ],
    ids=["backwards", "in the past", "too long", "empty", "after the end", "no date", "missing"],
)
def test_a_pause_that_is_not_possible_is_explained_beside_its_days(client, user, first, last, sentence):
    follow(user)
    page = client.get(f"/week/change/pause/?day={first}&last={last}")
    assert page.status_code == 422
    assert sentence in read(page)
    assert f'value="{last}"' in page.content.decode()


def test_a_week_is_repeated_and_the_plan_ends_a_week_later(client, user):
    follow(user)
    page = client.get("/week/change/")
    answer = press(client, page, "Repeat this week")
    assert "You repeat a week from 11 January." in chosen(answer, client)
    assert asked(user, "squat", 2) == asked(user, "squat", 1)
    assert following(user, MONDAY).schedule.windows[-1].number == 13
    assert "You have asked for that already." in read(client.get("/week/change/"))
    assert "You chose to repeat last week: Squat, 2 × 20." in read(client.get("/week/2/"))


def test_an_easy_week_comes_when_it_is_asked_for(client, user):
    follow(user)
    press(client, client.get("/week/change/"), "Make next week easy")
    page = read(client.get("/week/2/"))
    assert "easy week" in page
    assert "An easy week, because you asked for one: one set fewer, nothing new to prove." in page


def test_other_minutes_are_shown_before_they_are_chosen(client, user):
    follow(user)
    page = client.get("/week/change/minutes/?minutes=15")
    assert "Squat 2 × 22" in read(page)
    answer = press(client, page, "Train with these minutes")
    assert "You changed the minutes for a workout from 11 January." in chosen(answer, client)
    assert following(user, MONDAY).schedule.window(2).workouts[0].seconds <= 15 * 60
    assert following(user, MONDAY).schedule.window(1).workouts[0].seconds > 15 * 60
    again = client.get("/week/change/minutes/?minutes=15")
    assert (again.status_code, "That is what you have chosen already." in read(again)) == (422, True)
    press(client, client.get("/week/change/minutes/?minutes="), "Train with these minutes")
    assert following(user, MONDAY).schedule.window(2).workouts[0].seconds > 15 * 60


def test_kit_that_is_gone_is_gone_at_once_and_new_kit_comes_next_week(client, user):
    follow(user)
    press(client, client.get("/week/change/kit/?kit=band&look=1"), "Train with this kit")
    row = EnrolmentEvent.objects.get()
    assert (row.kind, row.window, row.data) == ("kit", 2, {"kit": ["band"]})
    press(client, client.get("/week/change/kit/?look=1"), "Train with this kit")
    assert EnrolmentEvent.objects.order_by("pk").last().window == 1
    assert client.get("/week/change/kit/?kit=trampoline&look=1").status_code == 422


# After missed weeks -------------------------------------------------------------------------------


def miss_a_week(user, on):
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number))
    on(day(14))


def test_the_comeback_page_shows_three_ways_side_by_side(client, user, on):
    miss_a_week(user, on)
    week = read(client.get("/week/"))
    assert (
        "The week from 11 January went by without a workout. For now the plan carries on and counts it."
        in week
    )
    page = read(client.get("/week/change/missed/"))
    for heading, ahead, end in [
        ("Carry on", "18 Jan to 24 Jan week 3 of 12", "28 March"),
        ("Move the plan", "18 Jan to 24 Jan week 2 of 12", "4 April"),
        ("Come back gently", "18 Jan to 24 Jan week 2 of 12", "4 April"),
    ]:
        part = page[
            page.index(heading + " The missed") if heading != "Come back gently" else page.index(heading) :
        ]
        assert ahead in part
        assert f"The plan ends on Sunday, {end} 2027." in part


@pytest.mark.parametrize(
    "label, week, squat",
    [("Carry on", 3, "Q2 2×22"), ("Move the plan", 2, "Q2 2×22"), ("Come back gently", 2, "Q1 2×18")],
)
def test_each_way_on_does_what_it_showed_and_is_asked_once(client, user, on, label, week, squat):
    miss_a_week(user, on)
    answer = press(client, client.get("/week/change/missed/"), label)
    page = chosen(answer, client)
    assert following(user, day(14)).schedule.current.week == week
    assert asked(user, "squat", 3, day(14)) == squat
    assert "See the three ways on" not in page
    assert client.get("/week/change/missed/").status_code == 302
    press(client, client.get(answer.headers["Location"]), "Take it back")
    assert "See the three ways on" in read(client.get("/week/"))


def test_a_missed_last_week_can_still_be_moved_after_the_end(client, user, on):
    follow(user, "first-steps")
    for week in range(5):
        for offset in (0, 2, 4):
            train(user, day(7 * week + offset))
    on(day(7 * 8 + 1))  # the plan ended two weeks ago
    assert following(user, day(57)).schedule.has_ended
    press(client, client.get("/week/change/missed/"), "Move the plan")
    found = following(user, day(57)).schedule
    assert (found.has_ended, found.current.week) == (False, 6)


# Up and down by hand ------------------------------------------------------------------------------


def reach_a_new_rung(user, on):
    """Four good weeks of The Full Five: kickbacks and squats are still on their rung, bridges are on B3."""
    follow(user)
    for week in (0, 1):
        for offset in (0, 2, 4):
            train(user, day(7 * week + offset))
    on(day(14))


def test_a_new_step_is_shown_with_its_figure_and_can_wait(client, user, on):
    reach_a_new_rung(user, on)
    page = client.get("/week/change/exercises/glute-bridge/")
    assert "A new step" in read(page)
    assert "<svg" in page.content.decode()
    assert asked(user, "glute-bridge", 3, day(14)) == "B3 2×14"
    answer = press(client, page, "Wait with it")
    assert "Glute bridge: you wait with the next step." in chosen(answer, client)
    assert asked(user, "glute-bridge", 3, day(14)) == "B2 2×22"
    assert "You chose to wait with the next step and stay here: Glute bridge, 2 × 22." in read(
        client.get("/week/")
    )


def test_a_step_back_is_one_tap_and_says_whose_choice_it_was(client, user, on):
    reach_a_new_rung(user, on)
    press(client, client.get("/week/change/exercises/squat/"), "Step back")
    assert asked(user, "squat", 3, day(14)) == "Q1 2×18"
    assert "You chose to step back: Arms-forward squat, 2 × 18." in read(client.get("/week/"))


def test_easier_goes_a_whole_step_down_and_says_so(client, user, on):
    reach_a_new_rung(user, on)
    press(client, client.get("/week/change/exercises/clam/"), "Make it easier")
    assert asked(user, "clam", 3, day(14)) == "C1 2×10"
    assert "You made it easier" in read(client.get("/week/"))


def test_what_is_done_in_a_week_keeps_what_it_was_asked_for(client, user, on):
    reach_a_new_rung(user, on)
    train(user, day(14))
    before = following(user, day(15)).logs[3, 1].workout.prescription
    press(client, client.get("/week/change/exercises/squat/"), "Make it easier")
    assert following(user, day(15)).logs[3, 1].workout.prescription == before


# Swaps --------------------------------------------------------------------------------------------


def test_an_exercise_is_replaced_by_an_easier_variation_until_it_is_wanted_back(client, user):
    follow(user)
    page = client.get("/week/change/exercises/standing-kickback/")
    answer = press(client, page, "Do this instead")
    assert "Standing kickback: replaced by" in chosen(answer, client)
    assert asked(user, "standing-kickback", 1).startswith("K1")
    page = client.get("/week/change/exercises/standing-kickback/")
    press(client, page, "Have it back")
    assert asked(user, "standing-kickback", 1) == "K2 3×10"


def test_an_exercise_is_replaced_by_one_that_the_plan_does_not_have(client, user):
    follow(user, "mat-trio")
    page = client.get("/week/change/exercises/glute-bridge/")
    assert "Squat instead" in read(page)
    answer = press(client, page, "Do this instead", instead="squat")
    assert "Glute bridge: replaced by Squat until you want it back." in chosen(answer, client)
    assert asked(user, "squat", 1) == "Q2 2×20"
    assert asked(user, "glute-bridge", 1) is None


def test_an_exercise_is_left_out_but_never_the_last_one(client, user):
    follow(user, "kettle-breaks")
    answer = press(client, client.get("/week/change/exercises/squat/"), "Leave it out")
    assert "Squat: replaced by nothing until you want it back." in chosen(answer, client)
    page = client.get("/week/change/exercises/standing-kickback/")
    assert "Leave it out" not in buttons(page)


# Bad input ----------------------------------------------------------------------------------------


def test_a_second_click_makes_no_second_choice(client, user):
    follow(user)
    page = client.get("/week/change/1/2/")
    first, second = (press(client, page, "Move it here") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert kinds(user) == ["moved"]


def test_a_page_that_is_stale_changes_nothing_and_says_so(client, user):
    follow(user)
    stale = client.get("/week/change/exercises/squat/")
    press(client, client.get("/week/change/exercises/clam/"), "Make it easier")
    answer = press(client, stale, "Step back")
    assert answer.headers["Location"] == "/week/change/exercises/squat/"
    assert "Your plan was changed in another window since you opened this page." in read(
        client.get(answer.headers["Location"])
    )
    assert kinds(user) == ["easier"]


def test_two_tabs_that_choose_differently_after_a_miss_end_with_the_first_choice(client, user, on):
    miss_a_week(user, on)
    one, other = client.get("/week/change/missed/"), client.get("/week/change/missed/")
    press(client, one, "Move the plan")
    answer = press(client, other, "Come back gently")
    assert "changed in another window" in read(client.get(answer.headers["Location"], follow=True))
    assert kinds(user) == ["shifted"]


def test_a_typed_pause_from_a_stale_page_is_still_there(client, user):
    follow(user)
    page = client.get("/week/change/pause/?day=2027-01-05&last=2027-01-17")
    press(client, client.get("/week/change/exercises/clam/"), "Make it easier")
    answer = press(client, page, "Pause my plan")
    assert answer.headers["Location"] == "/week/change/pause/?day=2027-01-05&last=2027-01-17"


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "left"},
        {"kind": "took"},
        {"kind": "nonsense"},
        {"uid": "1"},
        {"last_event": "-1"},
        {"slot": "x"},
        {"day": "2027-02-31"},
        {"window": "0"},
        {"day": ""},
    ],
    ids=str,
)
def test_what_cannot_be_read_changes_nothing(client, user, changed):
    follow(user)
    page = client.get("/week/change/1/2/")
    answer = press(client, page, "Move it here", **changed)
    assert answer.status_code == 302
    assert "could not be read" in read(client.get(answer.headers["Location"]))
    assert kinds(user) == []


@pytest.mark.parametrize(
    "url", ["/week/change/9/9/", "/week/change/99/1/", "/week/change/exercises/press-up/"]
)
def test_what_is_not_in_the_plan_is_not_found(client, user, url):
    follow(user)
    assert client.get(url).status_code == 404


def test_a_choice_cannot_be_taken_back_once_its_week_is_over(client, user, on):
    follow(user)
    answer = press(client, client.get("/week/change/exercises/squat/"), "Step back")
    page = client.get(answer.headers["Location"])
    on(day(8))
    answer = press(client, page, "Take it back")
    assert "The week that this choice was made for is over, so it stays." in read(
        client.get(answer.headers["Location"])
    )
    assert kinds(user) == ["backed"]


def test_a_page_of_another_plan_changes_nothing(client, user, now):
    follow(user)
    page = client.get("/week/change/exercises/squat/")
    leave(Enrolment.objects.get(), today=MONDAY, now=now)
    follow(user, "kettle-breaks")
    answer = press(client, page, "Leave it out")
    assert "changed in another window" in read(client.get(answer.headers["Location"]))
    assert kinds(user) == ["left"]


def test_a_page_from_before_the_week_changed_changes_nothing(client, user, on):
    follow(user)
    on(day(6))
    page = client.get("/week/change/")
    on(day(7))
    answer = press(client, page, "Make next week easy")
    assert "changed in another window" in read(client.get(answer.headers["Location"]))
    assert kinds(user) == []


# What a second look has found ---------------------------------------------------------------------


def pause(client, first, last):
    press(client, client.get(f"/week/change/pause/?day={first}&last={last}"), "Pause my plan")


def test_going_on_ends_the_pause_that_it_is_in_and_no_later_one(client, user, on):
    follow(user)
    pause(client, "2027-01-05", "2027-01-10")
    pause(client, "2027-02-01", "2027-02-07")
    on(day(2))
    page = client.get("/week/change/pause/")
    assert "Paused from Monday, 1 February to Sunday, 7 February" in read(page)
    press(client, page, "Go on today")
    assert dates(user, 5, day(2)) == []
    press(client, client.get("/week/change/pause/"), "Cancel the pause")
    assert dates(user, 5, day(2)) == [day(28), day(30), day(32)]


def test_pauses_that_touch_are_one(client, user, on):
    follow(user)
    pause(client, "2027-01-04", "2027-01-10")
    pause(client, "2027-01-08", "2027-01-24")
    assert "Until Sunday, 24 January." in read(client.get("/week/"))
    assert "Paused until Sunday, 24 January" in read(client.get("/week/change/pause/"))


def test_kit_that_was_gained_and_lost_again_does_not_come_back_next_week(client, user):
    follow(user)
    press(client, client.get("/week/change/kit/?kit=band&look=1"), "Train with this kit")
    press(client, client.get("/week/change/kit/?look=1"), "Train with this kit")
    needs = {d.variation.needs for w in following(user, MONDAY).schedule.workouts() for d in w.doses}
    assert needs == {""}


def test_what_stands_in_for_an_exercise_can_be_adjusted_too(client, user):
    follow(user, "kettle-breaks")
    page = client.get("/week/change/exercises/squat/")
    press(client, page, "Do this instead", instead="clam", variation="")
    assert "Adjust Clam" in read(client.get("/week/change/"))
    answer = press(client, client.get("/week/change/exercises/clam/"), "Make it easier")
    assert "Clam: you made it easier." in chosen(answer, client)
    assert client.get("/week/change/exercises/clam/hurt/").status_code == 200


def test_nothing_is_expected_of_a_workout_that_is_left_empty(client, user, on):
    follow(user, "kettle-breaks")
    press(client, client.get("/week/change/exercises/squat/"), "Leave it out")
    page = read(client.get("/week/"))
    assert "0 of 3 workouts done" in page
    assert "You let today’s workout go" not in page + read(client.get("/today/"))
    assert "Monday, 4 January" not in page + read(client.get("/week/change/"))
    assert "Start today’s workout" not in page
    on(day(1))
    assert "is still open" not in read(client.get("/week/"))


def test_an_easy_week_comes_after_a_pause_and_says_when(client, user):
    follow(user)
    train(user, MONDAY)
    pause(client, "2027-01-11", "2027-01-17")
    answer = press(client, client.get("/week/change/"), "Make next week easy")
    assert "You have an easy week from 18 January." in chosen(answer, client)
    assert following(user, MONDAY).schedule.window(3).is_easy


def test_in_the_last_week_it_is_said_that_there_is_no_next_one(client, user, on):
    follow(user, "first-steps")
    on(day(35))
    assert "This is the last week of your plan" in read(client.get("/week/change/"))
    for url in ("days/?weekdays=1&weekdays=3&weekdays=5", "minutes/?minutes=15"):
        page = client.get(f"/week/change/{url}")
        assert (page.status_code, "This is the last week of your plan" in read(page)) == (422, True)


def test_a_stale_move_of_a_workout_that_a_pause_took_leads_to_a_page(client, user):
    follow(user)
    page = client.get("/week/change/1/2/")
    pause(client, "2027-01-05", "2027-01-07")
    answer = press(client, page, "Move it here to Saturday")
    assert "changed in another window" in read(client.get(answer.headers["Location"]))


def test_what_does_not_stand_is_not_said_to_be_taken_back(client, user):
    follow(user)
    answer = client.post("/week/choices/00000000-0000-4000-8000-000000000000/undo/", follow=True)
    assert "That choice does not stand any more." in read(answer)


# Access -------------------------------------------------------------------------------------------

PAGES = [
    "/week/change/",
    "/week/change/days/",
    "/week/change/pause/",
    "/week/change/minutes/",
    "/week/change/kit/",
    "/week/change/missed/",
    "/week/change/exercises/squat/",
    "/week/change/1/2/",
    "/week/ending/",
]


@pytest.mark.parametrize("url", PAGES)
def test_somebody_who_is_not_signed_in_is_sent_to_sign_in(url):
    assert Client().get(url).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("url", PAGES)
def test_somebody_without_a_plan_is_led_to_where_one_can_be_chosen(client, url):
    assert client.get(url).headers["Location"] == "/week/"


def test_nobody_changes_the_plan_of_somebody_else(client, user, client_of, person):
    follow(user)
    press(client, client.get("/week/change/exercises/squat/"), "Step back")
    event = EnrolmentEvent.objects.get()
    other = person()
    follow(other)
    stranger = client_of(other)
    before = snapshot()
    answer = stranger.post(f"/week/choices/{event.uid}/undo/")
    missing = stranger.post("/week/choices/00000000-0000-4000-8000-000000000000/undo/")
    assert (answer.status_code, answer.headers["Location"]) == (302, missing.headers["Location"])
    assert snapshot() == before
    assert (
        Client().post(f"/week/choices/{event.uid}/undo/").headers["Location"].startswith("/accounts/login/")
    )


# What it costs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [*PAGES, "/week/change/pause/?day=2027-01-20&last=2027-02-05"])
def test_a_page_of_a_choice_costs_no_more_than_my_week(client, user, on, django_assert_max_num_queries, url):
    miss_a_week(user, on)
    url = url.replace("/1/2/", "/3/2/")
    most = {"/week/ending/": 11, "/week/change/kit/": 9}.get(url, 8)  # plans to come next; kit to choose from
    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


def test_making_a_choice_costs_at_most_fourteen_queries_and_the_page_before_it(
    client, user, django_assert_max_num_queries
):
    follow(user)
    page = client.get("/week/change/exercises/squat/")
    action, fields = form_of(page, "Step back")
    with django_assert_max_num_queries(22):
        client.post(action, fields)
