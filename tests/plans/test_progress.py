"""Progress: what was done, exercise by exercise, counted from the logs."""

import re
import xml.etree.ElementTree as ET

import brotli
import pytest
from django.test import Client

from plans import services
from plans.models import Plan
from plans.services import publish_plan
from tests.plans.pages import MONDAY, body_rows, day, follow, read, train, words

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database
NAMES = ["Squat", "Standing kickback", "Glute bridge", "Toe taps", "Clam"]


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


@pytest.fixture
def trained(user):
    """A full first week, and one workout of the second with half of the clams."""
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number))
    train(user, day(7), share={"clam": 0.5})


def totals(response):
    html = response.content.decode()
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, flags=re.DOTALL)
    return {words(name): words(value) for name, value in found}


def sections(response):
    """The card of each exercise by its name."""
    html = response.content.decode()
    html = html[html.index("Exercise by exercise") :]
    cards = re.findall(r'<section class="card stack loose fill">(.*?)</section>', html, flags=re.DOTALL)
    return {words(found.group(1)): card for card in cards if (found := re.search(r"<h3>(.*?)</h3>", card))}


def drawing(card):
    return ET.fromstring(re.search(r"<svg.*?</svg>", card, flags=re.DOTALL).group())  # noqa: S314


def table(card):
    """Of the reps: what stands in a card before its sides."""
    return [(week, reps) for week, reps in body_rows(card.partition("<h4>")[0])]


def heights(card):
    """Of all marks of the drawing, from left to right."""
    data = "".join(path.get("d") for group in drawing(card).iter("g") for path in list(group))
    return [
        y for _x, y in sorted({(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", data)})
    ]


# Numbers -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("trained")
def test_weeks_workouts_sets_and_reps_are_counted_from_the_logs(client, on):
    on(day(8))
    first = 3 * (2 * 20 + 6 * 10 + 2 * 20 + 4 * 10 + 4 * 20)
    second = 2 * 22 + 6 * 11 + 2 * 22 + 4 * 11 + 4 * 11
    assert totals(client.get("/progress/")) == {
        "weeks trained": "2 of 12",
        "week in a row": "1",
        "workouts": "4",
        "of training": "1 h 32 min",
        "sets": "44",
        "reps": str(first + second),
    }


@pytest.mark.usefixtures("trained")
def test_each_exercise_has_a_chart_and_a_table_with_the_same_numbers(client, on):
    on(day(8))
    cards = sections(client.get("/progress/"))
    assert list(cards) == NAMES
    assert {name: table(card) for name, card in cards.items()} == {
        "Squat": [("4 Jan", "120"), ("11 Jan so far", "44")],
        "Standing kickback": [("4 Jan", "180"), ("11 Jan so far", "66")],
        "Glute bridge": [("4 Jan", "120"), ("11 Jan so far", "44")],
        "Toe taps": [("4 Jan", "120"), ("11 Jan so far", "44")],
        "Clam": [("4 Jan", "240"), ("11 Jan so far", "44")],
    }
    for card in cards.values():
        svg = drawing(card)
        lines = [path.get("d") for path in svg.iter("path") if path.get("class") == "grid-line"]
        grid = sorted(float(re.search(r" ([\d.]+)H", line).group(1)) for line in lines)
        top = max(int(text.text) for text in list(svg.iter("text"))[:3])
        per_rep = (grid[-1] - grid[0]) / top
        drawn = [round((grid[-1] - height) / per_rep) for height in heights(card)]
        told = [int(reps) for _week, reps in table(card)]
        assert drawn == pytest.approx(told, abs=1 + top // 100)


@pytest.mark.usefixtures("trained")
def test_a_drawing_has_a_name_and_points_to_its_table(client):
    for name, card in sections(client.get("/progress/")).items():
        svg = drawing(card)
        assert svg.get("role") == "img"
        assert svg.get("aria-label").startswith(f"{name}: ")
        assert "the table below has each week" in svg.get("aria-label")
        assert f"{name}: reps a week, left and right together" in words(card)
        assert 'style="' not in card


@pytest.mark.usefixtures("trained")
def test_the_total_in_the_name_of_a_drawing_is_the_sum_of_its_table(client, on):
    on(day(8))
    for card in sections(client.get("/progress/")).values():
        told = sum(int(reps) for _week, reps in table(card))
        assert f": {told} reps in all" in drawing(card).get("aria-label")


@pytest.mark.usefixtures("trained")
def test_a_removed_set_counts_no_longer(client, user, on):
    on(day(8))
    user.setlogs.filter(exercise="squat", workout__window=1).update(removed=True)
    page = client.get("/progress/")
    assert table(sections(page)["Squat"]) == [("4 Jan", "0"), ("11 Jan so far", "44")]
    assert totals(page)["sets"] == "38"


@pytest.mark.usefixtures("trained")
def test_a_week_that_is_over_is_not_so_far(client, on):
    on(day(14))
    assert table(sections(client.get("/progress/"))["Squat"]) == [
        ("4 Jan", "120"),
        ("11 Jan", "44"),
        ("18 Jan so far", "0"),
    ]


# Steps -------------------------------------------------------------------------------------------


def test_the_steps_reached_are_named_and_the_present_one_is_marked(client, user, on):
    follow(user)
    for number in (0, 2, 4, 7, 9, 11, 14):
        train(user, day(number))
    on(day(15))
    card = sections(client.get("/progress/"))["Glute bridge"]
    assert re.findall(r'<span class="chip(.*?)">(.*?)</span>', card) == [
        ("", "Glute bridge, 2 sets, hold 1 s"),
        (" on", "Glute bridge, 2 sets, hold 3 s"),
    ]
    assert "step up" not in words(card)  # a longer hold is a rung, no harder variation
    assert "Now: Glute bridge, 2 × 14, hold 3 s" in words(card)


def test_whoever_went_back_a_step_sees_the_step_they_are_on(client, user, on):
    follow(user)
    for number in (0, 2, 4, 7, 9, 11):
        train(user, day(number), share={"squat": 0.5})
    on(day(14))
    card = sections(client.get("/progress/"))["Squat"]
    assert re.findall(r'<span class="chip(.*?)">(.*?)</span>', card) == [
        ("", "Squat, 2 sets"),
        (" on", "Arms-forward squat, 2 sets"),
    ]
    assert "step up" not in words(card)


def test_a_step_that_returns_is_marked_where_it_stands(client, user, on):
    follow(user, "first-steps")
    for week in range(5):
        for weekday in (0, 2, 4):
            train(
                user,
                day(7 * week + weekday),
                ratings={"squat": "easy"},
                share={"squat": 1 if week < 3 else 0.5},
            )
    on(day(35))
    card = sections(client.get("/progress/"))["Squat"]
    now = re.search(r"Now: .*?, (\d × \d+)", words(card)).group(1)
    marked = re.findall(r'<span class="chip on">(.*?)</span>', card)
    assert (marked, now) == (["Arms-forward squat, 2 sets"], "2 × 16")
    assert "1 step up" in words(card)


def test_in_an_easy_week_the_new_step_counts_already(client, user, on):
    follow(user)
    for number in range(0, 28, 7):
        for weekday in (0, 2, 4):
            train(user, day(number + weekday))
    on(day(28))
    card = sections(client.get("/progress/"))["Clam"]
    assert re.findall(r'<span class="chip.*?">(.*?)</span>', card) == [
        "Clam, 2 sets, hold 1 s",
        "Bent-leg lift, 2 sets, hold 1 s",
    ]
    assert "1 step up" in words(card)


# Plans -------------------------------------------------------------------------------------------


def test_before_the_first_plan_there_is_nothing_to_show_yet(client):
    assert "Nothing to show yet" in read(client.get("/progress/"))


def test_before_the_first_workout_everything_stands_at_nought(client, user):
    follow(user)
    page = client.get("/progress/")
    assert totals(page) == {
        "weeks trained": "0 of 12",
        "workouts": "0",
        "of training": "0 min",
        "sets": "0",
        "reps": "0",
    }
    assert "After your first workout the lines begin to rise." in read(page)


def test_before_the_start_the_page_can_be_opened(client, user):
    follow(user, start=day(14))
    assert [table(card) for card in sections(client.get("/progress/")).values()] == [[("18 Jan", "0")]] * 5


def test_a_plan_that_ran_out_is_still_shown(client, user, on):
    follow(user, "kettle-breaks")
    train(user, day(0))
    on(day(30))
    page = client.get("/progress/")
    assert table(sections(page)["Squat"]) == [
        ("4 Jan", "40"),
        ("11 Jan", "0"),
        ("18 Jan", "0"),
        ("25 Jan", "0"),
    ]


def test_a_plan_that_was_left_is_still_shown_and_said_to_have_ended(client, user, now):
    enrolment = follow(user)
    train(user, day(0))
    services.leave(enrolment, today=MONDAY, now=now)
    page = client.get("/progress/")
    assert "The Full Five · ended" in read(page)
    assert totals(page)["workout"] == "1"
    assert table(sections(page)["Squat"])[0][1].startswith("40")


def test_a_plan_that_was_left_before_its_first_workout_is_no_error(client, user, now):
    services.leave(follow(user), today=MONDAY, now=now)
    page = client.get("/progress/")
    assert page.status_code == 200
    assert "The Full Five · ended" in read(page)
    assert totals(page)["reps"] == "0"


def test_what_was_logged_in_an_earlier_plan_is_one_tap_away(client, user, now):
    old = follow(user, "mat-trio")
    train(user, day(0))
    services.leave(old, today=MONDAY, now=now)
    follow(user)
    page = client.get("/progress/")
    assert "Your other plans Mat Trio from 4 January 2027" in read(page)
    assert f'href="/progress/?plan={old.uid}"' in page.content.decode()
    earlier = client.get(f"/progress/?plan={old.uid}")
    assert list(sections(earlier)) == ["Glute bridge", "Toe taps", "Clam"]
    assert totals(earlier)["workout"] == "1"


@pytest.mark.parametrize("uid", ["{stranger}", "00000000-0000-0000-0000-000000000000", "mine", "%00"])
def test_another_persons_plan_and_a_missing_one_answer_alike(client, user, person, uid):
    follow(user)
    stranger = follow(person(), "mat-trio")
    response = client.get("/progress/", {"plan": uid.format(stranger=stranger.uid)})
    assert response.status_code == 404


def test_everybody_sees_their_own_logs_only(client, person):
    other = person()
    follow(other)
    train(other, day(0))
    assert "Nothing to show yet" in read(client.get("/progress/"))


def test_a_stranger_logs_in_first():
    assert Client().get("/progress/").headers["Location"] == "/accounts/login/?next=/progress/"


def test_progress_takes_the_same_few_queries_early_and_late(
    client_of, user, on, now, django_assert_max_num_queries
):
    plan = Plan.objects.get(slug="the-full-five")
    plan.weeks = 52
    plan.save()
    publish_plan(plan, now=now)
    follow(user)
    train(user, day(0))
    early_client = client_of(user)
    with django_assert_max_num_queries(9) as early:
        early_client.get("/progress/")
    for number in range(7, 7 * 51, 28):
        train(user, day(number))
    on(day(7 * 51))
    late_client = client_of(user)
    with django_assert_max_num_queries(9) as late:
        page = late_client.get("/progress/")
    assert len(heights(sections(page)["Squat"])) == 52
    assert len(brotli.compress(page.content)) < 10_000
    assert len(early) == len(late)
