"""Progress over time: minutes, muscles, sides, steps, days, weeks in a row, and last time beside today."""

import re
import xml.etree.ElementTree as ET
from uuid import uuid4

import pytest

from exercises.models import Exercise
from plans import services
from plans.models import EnrolmentEvent, Plan, PlanExercise
from plans.queries import following
from plans.queries.progress.tally import time_in_words
from tests.plans.pages import MONDAY, body_rows, cells, day, follow, read, train, words
from tests.publishing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database
FULL_WEEK = (0, 2, 4)


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def live(user, *weeks, **how):
    """Do the workouts of these weekdays, week after week: `live(user, (0, 2, 4), (0,))`."""
    for number, weekdays in enumerate(weeks):
        for weekday in weekdays:
            train(user, day(7 * number + weekday), **how)


def change(enrolment, kind, window, **data):
    """A change of mind, as the journal keeps it."""
    return EnrolmentEvent.objects.create(
        enrolment=enrolment, uid=uuid4(), kind=kind, window=window, data=data, created_at=enrolment.created_at
    )


def card(response, title):
    """The section with this heading."""
    html = response.content.decode()
    sections = re.findall(r"<section class=\"card.*?</section>", html, flags=re.DOTALL)
    return next((each for each in sections if re.search(rf"<h[234]>{title}</h", each)), None)


def rows(response, title):
    return body_rows(card(response, title))


def totals(response):
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", response.content.decode(), flags=re.DOTALL)
    return {words(name): words(value) for name, value in found}


def days(response):
    """What each day of the calendar is said to be, by "January 2027 4"."""
    found = {}
    for month in re.findall(r'<table class="month">.*?</table>', response.content.decode(), flags=re.DOTALL):
        name = words(re.search(r"<caption>(.*?)</caption>", month).group(1))
        for cell in cells(month.partition("<tbody>")[2]):
            number, _comma, what = cell.partition(" , ")
            if what:
                found[f"{name} {number}"] = what
    return found


# Weeks -------------------------------------------------------------------------------------------


def test_minutes_are_those_of_the_sets_that_were_done(client, user, on):
    follow(user)
    live(user, FULL_WEEK, (0,))
    on(day(8))
    assert rows(client.get("/progress/"), "Minutes a week") == [
        ["4 Jan", "3", "33", "70"],
        ["11 Jan so far", "1", "11", "25"],
    ]


def test_half_of_the_sets_take_about_half_of_the_time(client, user):
    follow(user)
    train(user, day(0))
    user.setlogs.filter(number__gt=1).update(removed=True)
    ((_week, workouts, sets, minutes),) = rows(client.get("/progress/"), "Minutes a week")
    assert (workouts, sets) == ("1", "5")
    assert 9 <= int(minutes) <= 13


def test_a_quick_set_takes_its_own_time_without_a_warm_up(client, user):
    follow(user)
    page = client.get("/quick/?exercise=squat")
    form = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page.content.decode()))
    action = re.search(r'<form[^>]*action="(/quick/[^"]*)"', page.content.decode()).group(1)
    client.post(action.replace("&amp;", "&"), form | {"done-squat.1.1.both": "on", "finish": "1"})
    assert rows(client.get("/progress/"), "Minutes a week") == [["4 Jan so far", "1", "1", "2"]]


@pytest.mark.parametrize(
    "seconds, said",
    [
        (0, "0 min"),
        (2900, "48 min"),
        (3600, "1 h"),
        (12_000, "3 h 20 min"),
        (35_990, "10 h"),
        (50_100, "14 h"),
    ],
)
def test_time_is_told_in_hours_and_minutes(seconds, said):
    assert time_in_words(seconds) == said


def test_a_pair_of_sides_is_one_set_for_a_muscle_and_a_squat_half_of_one(client, user, on):
    follow(user)
    live(user, FULL_WEEK)
    on(day(5))
    page = client.get("/progress/")
    assert cells(card(page, "Sets for each muscle"))[:4] == [
        "Week from",
        "Buttock",
        "Side of the hip",
        "Core",
    ]
    assert rows(page, "Sets for each muscle") == [["4 Jan so far", "18", "6", "6"]]


def test_the_parts_of_a_set_in_two_parts_count_for_their_own_muscles(client, user, on):
    follow(user, "step-it-up")
    train(user, day(0))
    page = client.get("/progress/")
    # 2 kickbacks with 2 side kicks, 2 squats, 2 bridges, 2 clams
    assert rows(page, "Sets for each muscle") == [["4 Jan so far", "5", "4", "2"]]
    user.setlogs.filter(exercise="standing-kickback", part=2).update(removed=True)
    assert rows(client.get("/progress/"), "Sets for each muscle") == [["4 Jan so far", "4", "3", "2"]]


def test_the_charts_of_muscles_share_one_scale(client, user):
    follow(user)
    live(user, FULL_WEEK)
    tops = re.findall(r'text-anchor="end">(\d+)<', card(client.get("/progress/"), "Sets for each muscle"))
    assert tops == ["0", "20"] * 3


def test_an_easy_week_and_a_pause_are_named_and_a_pause_is_no_nought(client, user, on):
    enrolment = follow(user)
    live(user, *[FULL_WEEK] * 5)
    change(enrolment, "paused", 6, day=day(35).isoformat(), last=day(41).isoformat())
    on(day(43))
    page = client.get("/progress/")
    table = rows(page, "Minutes a week")
    assert [row[0] for row in table[3:]] == ["25 Jan", "1 Feb easy week", "8 Feb pause", "15 Feb so far"]
    assert "Hollow: an easy week. Shaded: a pause. Pale: this week, so far." in read(page)
    drawing = ET.fromstring(re.search(r"<svg.*?</svg>", card(page, "Squat"), flags=re.DOTALL).group())  # noqa: S314
    assert len([path for path in drawing.iter("path") if path.get("class") == "gap"]) == 1


# In a row ----------------------------------------------------------------------------------------


def test_weeks_in_a_row_are_shown_with_how_they_are_counted(client, user, on):
    follow(user)
    live(user, FULL_WEEK, (0, 2), FULL_WEEK)
    on(day(21))
    page = client.get("/progress/")
    assert totals(page)["weeks in a row"] == "3"
    assert "at least one workout done and at most one not done" in read(page)


def test_after_a_break_the_best_run_stays_and_nought_is_not_shown(client, user, on):
    follow(user)
    live(user, FULL_WEEK, FULL_WEEK)
    on(day(28))
    found = totals(client.get("/progress/"))
    assert found["weeks in a row, at best"] == "2"
    assert "weeks in a row" not in found


@pytest.mark.parametrize("lived", [(), ((0,),), (FULL_WEEK, ()), (FULL_WEEK, (0,), FULL_WEEK)])
def test_nobody_is_blamed(client, user, on, lived):
    follow(user)
    live(user, *lived)
    on(day(28))
    said = read(client.get("/progress/")).lower()
    blame = ("missed", "fail", "should", "calor", "lost", "days in a row")
    assert [word for word in blame if word in said] == []


# Sides -------------------------------------------------------------------------------------------


def test_left_and_right_stand_beside_each_other_where_they_differ(client, user, on):
    follow(user)
    live(user, FULL_WEEK, (0,))
    on(day(8))
    user.setlogs.filter(exercise="clam", side="left", number=2).update(reps=15)
    page = client.get("/progress/")
    clam = card(page, "Clam")
    left, right = 3 * (20 + 15) + 22 + 15, 3 * 40 + 44
    assert f"{right - left} reps fewer on the left so far." in words(clam)
    assert f'aria-label="Clam: left {left} reps, right {right}"' in clam
    assert body_rows(clam)[-2:] == [["4 Jan", "105", "120"], ["11 Jan so far", "37", "44"]]
    assert "Left and right" not in words(card(page, "Standing kickback"))
    assert "Left and right" not in words(card(page, "Squat"))


def test_a_side_that_is_not_done_yet_is_no_weaker_side(client, user):
    follow(user)
    train(user, day(0), finish=False)
    user.setlogs.filter(exercise="clam", side="right").update(removed=True)
    assert "Left and right" not in words(card(client.get("/progress/"), "Clam"))


# Steps -------------------------------------------------------------------------------------------


def test_steps_up_and_further_holds_stand_on_a_line_of_time_with_their_table(client, user, on):
    follow(user)
    live(user, *[FULL_WEEK] * 3)
    on(day(22))
    page = client.get("/progress/")
    assert rows(page, "Your steps") == [
        ["25 Jan", "Toe taps", "More of the same: Toe taps, 3 sets"],
        ["25 Jan", "Clam", "Step up: Bent-leg lift, 2 sets, hold 1 s"],
        ["18 Jan", "Glute bridge", "More of the same: Glute bridge, 2 sets, hold 3 s"],
    ]
    assert "Newest step up: Clam, 25 Jan." in read(page)
    drawing = ET.fromstring(re.search(r"<svg.*?</svg>", card(page, "Your steps"), flags=re.DOTALL).group())  # noqa: S314
    marks = {path.get("class", "more"): path.get("d").count("M") for path in drawing.iter("path")}
    assert {kind: marks[kind] for kind in ("up", "more", "back")} == {"up": 1, "more": 2, "back": 0}
    assert drawing.get("aria-label") == "3 steps; the table below tells each"


def test_a_step_back_is_told_plainly_and_kindly(client, user, on):
    follow(user)
    live(user, FULL_WEEK, FULL_WEEK, share={"squat": 0.5})
    on(day(14))
    page = client.get("/progress/")
    assert rows(page, "Your steps")[0] == [
        "18 Jan",
        "Squat",
        "A step back, to build up again: Arms-forward squat, 2 sets",
    ]


def test_a_step_back_that_was_chosen_is_told_as_a_choice(client, user, on):
    enrolment = follow(user)
    live(user, FULL_WEEK)
    change(enrolment, "backed", 2, exercise="squat")
    on(day(8))
    assert rows(client.get("/progress/"), "Your steps") == [
        ["11 Jan", "Squat", "A step back, as you chose: Arms-forward squat, 2 sets"]
    ]


def test_before_the_first_step_it_says_what_leads_to_one(client, user, on):
    follow(user)
    live(user, FULL_WEEK)
    assert card(client.get("/progress/"), "Your steps") is None
    on(day(7))
    assert "Reps grow first." in words(card(client.get("/progress/"), "Your steps"))


def test_new_numbers_of_the_plan_are_no_step(client, user, on, now):
    follow(user)
    live(user, FULL_WEEK)
    plan = Plan.objects.get(slug="the-full-five")
    plan.weeks = 10
    plan.save()
    publish("the-full-five")
    on(day(7))
    revision = plan.revisions.order_by("-number").first()
    services.take(user.enrolments.get(), revision, today=day(7), now=now)
    on(day(14))
    assert rows(client.get("/progress/"), "Your steps") == []


# Other lives -------------------------------------------------------------------------------------


def test_what_was_swapped_and_what_is_done_instead_are_both_there(client, user, on):
    enrolment = follow(user, "mat-trio")
    live(user, FULL_WEEK)
    change(enrolment, "swapped", 2, exercise="clam", instead="squat")
    on(day(7))
    train(user, day(7))
    page = client.get("/progress/")
    assert "Now: Squat" in words(card(page, "Squat"))
    assert rows(page, "Squat") == [["4 Jan", "0"], ["11 Jan so far", "40"]]
    assert "Not in your plan now. Last: Clam, 2 × 20 per side" in words(card(page, "Clam"))
    assert rows(page, "Clam") == [["4 Jan", "240"], ["11 Jan so far", "0"]]


def test_what_was_done_beside_the_plan_has_a_card_of_its_own(client, user):
    follow(user, "mat-trio")
    train(user, day(0))
    user.setlogs.filter(exercise="clam").update(exercise="squat")
    page = client.get("/progress/")
    assert "Done beside your plan." in words(card(page, "Squat"))
    assert rows(page, "Squat") == [["4 Jan so far", "80"]]


def test_an_archived_exercise_keeps_its_name_and_numbers(client, user, on):
    follow(user)
    live(user, FULL_WEEK)
    PlanExercise.objects.filter(exercise__slug="clam").delete()
    publish("the-full-five")
    Exercise.objects.filter(slug="clam").update(is_archived=True)
    on(day(7))
    page = client.get("/progress/")
    assert rows(page, "Clam")[0] == ["4 Jan", "240"]
    assert rows(page, "Sets for each muscle")[0] == ["4 Jan", "18", "6", "6"]


# Days --------------------------------------------------------------------------------------------


def test_every_day_of_the_plan_says_what_it_is(client, user, on):
    follow(user)
    live(user, (0, 2))
    on(day(8))
    found = days(client.get("/progress/"))
    first = {number: found[f"January 2027 {number}"] for number in range(4, 14)}
    assert first == {
        4: "workout done",
        5: "rest day",
        6: "workout done",
        7: "rest day",
        8: "workout not done",
        9: "rest day",
        10: "rest day",
        11: "workout not done",
        12: "today, rest day",
        13: "workout planned",
    }
    assert "January 2027 3" not in found
    assert found["March 2027 26"] == "workout planned"
    assert found["March 2027 28"] == "rest day"
    assert "March 2027 29" not in found


def test_a_day_of_a_pause_and_a_day_of_a_quick_set_say_so(client, user, on):
    enrolment = follow(user)
    live(user, FULL_WEEK)
    change(enrolment, "paused", 2, day=day(9).isoformat(), last=day(12).isoformat())
    on(day(8))
    found = days(client.get("/progress/"))
    assert [found[f"January 2027 {number}"] for number in range(11, 18)] == [
        "workout not done",
        "today, rest day",
        "pause",
        "pause",
        "pause",
        "pause",
        "rest day",
    ]


def test_the_months_around_today_are_open_and_the_others_folded(client, user, on):
    follow(user)
    on(day(40))  # 13 February
    html = client.get("/progress/").content.decode()
    calendar = card(client.get("/progress/"), "Days done and days to come")
    open_part = re.sub(r"<details>.*?</details>", "", calendar, flags=re.DOTALL)
    assert re.findall(r"<caption>(.*?)</caption>", open_part) == ["January 2027", "February 2027"]
    assert "Months to come" in words(calendar)
    assert html.count('aria-current="date"') == 1


# Last time ---------------------------------------------------------------------------------------


def test_last_time_stands_beside_what_is_asked_today(client, user, on):
    follow(user)
    live(user, FULL_WEEK, share={"clam": 0.9}, ratings={"squat": "easy"})
    on(day(7))
    page = client.get("/progress/")
    assert rows(page, "Last time beside today") == [
        ["Squat", "20, 20 8 Jan", "2 × 24"],
        ["Standing kickback", "10, 10, 10 8 Jan", "3 × 11"],
        ["Glute bridge", "20, 20 8 Jan", "2 × 22 hold 1 s"],
        ["Toe taps", "10, 10 8 Jan", "2 × 11"],
        ["Clam", "18, 18 8 Jan", "2 × 20 hold 1 s"],
    ]


def test_on_a_rest_day_it_is_the_next_workout_and_another_variation_is_named(client, user, on):
    follow(user)
    live(user, FULL_WEEK, FULL_WEEK, FULL_WEEK)
    on(day(20))
    page = client.get("/progress/")
    assert "Next: Monday, 25 January." in words(card(page, "Last time beside next time"))
    assert "A forecast: it follows what you log until then" in read(page)
    assert rows(page, "Last time beside next time")[-1] == [
        "Bent-leg lift",
        "24, 24 Clam, 22 Jan",
        "2 × 12 hold 1 s",
    ]


def test_what_was_never_done_is_new(client, user):
    follow(user)
    assert rows(client.get("/progress/"), "Last time beside today")[0] == ["Squat", "new to you", "2 × 20"]


def test_an_ended_plan_has_nothing_to_come(client, user, now):
    enrolment = follow(user)
    train(user, day(0))
    services.leave(enrolment, today=MONDAY, now=now)
    page = client.get("/progress/")
    assert "Last time beside" not in read(page)
    assert "workout planned" not in days(page).values()
    assert days(page)["January 2027 4"] == "today, workout done"
    assert following(user, MONDAY) is None


def test_sore_muscles_have_their_answer_one_tap_away(client, user):
    follow(user)
    assert 'href="/questions/#soreness"' in client.get("/progress/").content.decode()
    said = read(client.get("/questions/"))
    for fact in (
        "two to five days",
        "Being sore is not the same as being in pain",
        "being sore does not count",
    ):
        assert fact in said
