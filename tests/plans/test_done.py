"""After a workout: what was done, and what changes next week and why."""

import re

import pytest

from exercises.models import Variation
from plans.models import SetLog, WorkoutLog
from plans.services import leave
from tests.plans.workouts import DAY, MONDAY, WEEK, WorkoutSheet, doses, sign_up, snapshot, train

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database

SQUAT, SQUAT_2 = "squat.1.1.both", "squat.1.2.both"
DAYS = {1: 0, 2: 2, 3: 4}
EXERCISES = ["squat", "standing-kickback", "glute-bridge", "toe-taps", "clam"]


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
def do_week(site, clock, now):
    """Do the three workouts of a week through the page, each on its day; `change` alters a sheet first."""

    def do(change, window=1):
        for slot, day in DAYS.items():
            clock.move_to(now + (window - 1) * WEEK + day * DAY)
            sheet = WorkoutSheet.open(site).tick_all()
            change(sheet, slot)
            answer = sheet.finish()
            assert answer.url.startswith(f"/workout/{window}/{slot}/?plan=")
        return site.get(answer.url)

    return do


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def changes(answer):
    """What the page says of next week: dose and sentence, line by line."""
    lines = re.search(r'<ul class="list reasons">(.*?)</ul>', answer.content.decode(), re.DOTALL)[1]
    return [
        (
            re.search(r'class="n">([^<]*)<', line)[1],
            re.search(r'class="why">([^<]*)<', line)[1],
        )
        for line in re.findall(r"<li>(.*?)</li>", lines, re.DOTALL)
    ]


# What changes next week --------------------------------------------------------------------------

RIGHT = "because all sets were finished and rated right."
EASY = "because all sets were finished and rated easy."
HARD = "Same again because all sets were finished but felt hard."
NEXT = {
    "right": [
        ("2 × 22", f"+2 reps {RIGHT}"),
        ("3 × 11", f"+1 rep per side {RIGHT}"),
        ("2 × 22", f"+2 reps {RIGHT}"),
        ("2 × 11", f"+1 rep per leg {RIGHT}"),
        ("2 × 22", f"+2 reps per side {RIGHT}"),
    ],
    "easy": [
        ("2 × 24", f"+4 reps {EASY}"),
        ("3 × 12", f"+2 reps per side {EASY}"),
        ("2 × 22", f"+2 reps {EASY}"),
        ("2 × 12", f"+2 reps per leg {EASY}"),
        ("2 × 24", f"+4 reps per side {EASY}"),
    ],
    "hard": [(dose, HARD) for dose in ("2 × 20", "3 × 10", "2 × 20", "2 × 10", "2 × 20")],
}


@pytest.mark.parametrize("rating", NEXT)
def test_a_weeks_feedback_moves_next_weeks_doses_and_the_page_says_why(do_week, site, clock, rating):
    answer = do_week(lambda sheet, slot: sheet.rate_all(rating))
    assert changes(answer) == NEXT[rating]
    assert "The week is done." in text_of(answer)
    clock.shift(3 * DAY)
    page = text_of(site.get("/today/"))
    for dose, why in NEXT[rating]:
        assert dose in page
        assert why in page


def test_each_exercise_moves_by_its_own_feedback(do_week):
    felt = dict(zip(EXERCISES, ["easy", "hard", "right", "hard", "easy"], strict=True))

    def rate(sheet, slot):
        for exercise, rating in felt.items():
            sheet.rate(exercise, rating)

    assert changes(do_week(rate)) == [NEXT[rating][n] for n, rating in enumerate(felt.values())]


def test_without_a_word_about_how_it_felt_it_felt_right(do_week):
    assert changes(do_week(lambda sheet, slot: None)) == NEXT["right"]


@pytest.mark.parametrize(
    "ratings, felt", [("easy easy right", "easy"), ("easy right hard", "right"), ("hard hard easy", "hard")]
)
def test_of_three_ratings_the_middle_one_counts(do_week, ratings, felt):
    answer = do_week(lambda sheet, slot: sheet.rate("squat", ratings.split()[slot - 1]))
    assert changes(answer)[0] == NEXT[felt][0]


def test_sets_cut_short_bring_the_same_again(do_week):
    answer = do_week(lambda sheet, slot: sheet.write(SQUAT, "16").rate("squat", "easy"))
    assert changes(answer)[0] == ("2 × 20", "Same again because some sets were cut short.")


def test_the_weaker_side_counts(do_week):
    answer = do_week(lambda sheet, slot: sheet.write("clam.1.1.left", "5").write("clam.1.2.left", "10"))
    assert changes(answer)[4] == ("2 × 20", "Same again because some sets were cut well short.")


def test_extra_reps_in_one_set_do_not_make_up_for_a_short_one(do_week):
    answer = do_week(lambda sheet, slot: sheet.write(SQUAT, "30").write(SQUAT_2, "10"))
    assert changes(answer)[0][0] == "2 × 20"


def test_an_exercise_that_was_left_out_waits(do_week):
    answer = do_week(lambda sheet, slot: [sheet.untick(key) for key in (SQUAT, SQUAT_2)])
    assert changes(answer)[0][0] == "2 × 20"
    assert "left out" in text_of(answer)


def test_correcting_a_workout_of_this_week_changes_what_comes_of_it(do_week, site):
    answer = do_week(lambda sheet, slot: sheet.rate_all("right"))
    assert 'href="/today/?window=1&amp;slot=3"' in answer.content.decode()
    for slot in (1, 2):
        again = WorkoutSheet.open(site, f"/today/?slot={slot}").rate_all("hard").finish()
    assert changes(site.get(again.url)) == NEXT["hard"]


def test_correcting_a_past_week_recomputes_the_present_one_but_not_what_was_asked_then(
    do_week, site, ada, clock
):
    do_week(lambda sheet, slot: sheet.rate_all("easy"))
    clock.shift(3 * DAY)
    WorkoutSheet.open(site).tick(SQUAT).save()
    asked = WorkoutLog.objects.get(window=2).prescription
    for slot in (1, 2):
        WorkoutSheet.open(site, f"/today/?window=1&slot={slot}").rate("squat", "hard").save()
    assert doses(ada, MONDAY + WEEK, 2)["squat"] == "Q2 2×20"
    assert WorkoutLog.objects.get(window=2).prescription == asked
    assert SetLog.objects.get(workout__window=2).target["reps"] == 24
    assert WorkoutSheet.open(site).fields[f"reps-{SQUAT_2}"] == "24"


def test_before_the_week_is_over_the_page_says_what_it_takes_for_granted(site):
    answer = site.get(WorkoutSheet.open(site).tick_all().rate_all("right").finish().url)
    page = text_of(answer)
    assert "If the rest of this week is done and feels right:" in page
    assert "2 more workouts this week." in page
    assert changes(answer) == NEXT["right"]


def test_before_an_easy_week_the_page_says_that_it_is_one(ada, enrolment, site, clock, now):
    for week in range(4):
        day = now + week * WEEK
        train(ada, enrolment, day.date(), now=day, window=week + 1)
    clock.move_to(now + 3 * WEEK + 4 * DAY)
    answer = site.get("/workout/4/3/")
    assert "an easy one" in text_of(answer)
    assert {why for _dose, why in changes(answer)} == {
        "Easy week after 4 building weeks: one set fewer, nothing new to prove."
    }


def test_after_the_last_week_the_page_says_what_can_come_next(ada, enrolment, client_of, clock, now):
    day = now + 11 * WEEK
    clock.move_to(day + 4 * DAY)
    train(ada, enrolment, day.date(), now=day, window=12)
    page = text_of(client_of(ada).get("/workout/12/3/"))
    assert "The last week of your plan" in page


# What was done -----------------------------------------------------------------------------------


def test_every_set_is_listed_with_what_was_done_and_what_was_asked(site):
    sheet = WorkoutSheet.open(site).tick(SQUAT).write("clam.1.1.left", "15").rate("squat", "easy")
    page = text_of(site.get(sheet.finish().url))
    assert "2 sets done and in your account." in page
    assert "Set 1: 20 of 20" in page
    assert "Set 1, left side: 15 of 20" in page
    assert "Squat easy" in page
    assert page.count("left out") == 3


def test_it_keeps_the_words_and_targets_of_the_day(site):
    answer = WorkoutSheet.open(site).tick(SQUAT).finish()
    Variation.objects.filter(slug="squat").update(name="Sit and stand")
    page = site.get(answer.url).content.decode()
    assert re.search(r"<h3>Squat</h3>", page)
    assert "Set 1: 20 of 20" in page


def test_of_a_past_week_it_offers_no_change(site, clock):
    answer = WorkoutSheet.open(site).tick(SQUAT).finish()
    clock.shift(WEEK)
    page = site.get(answer.url).content.decode()
    assert "Set 1: 20 of 20" in page
    assert "Change it" not in page


# Who and which -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["1/2", "1/4", "0/1", "13/1", "2/1", "99999999999999999999/1", "1/0", f"1/{'9' * 300}"]
)
def test_a_workout_without_a_set_or_without_a_place_in_the_plan_is_not_found(site, place):
    WorkoutSheet.open(site).tick(SQUAT).save()
    assert site.get(f"/workout/{place}/").status_code == 404


def test_feedback_alone_is_no_workout(site):
    WorkoutSheet.open(site).rate("squat", "easy").save()
    assert site.get("/workout/1/1/").status_code == 404


def test_a_workout_whose_sets_were_all_taken_away_is_not_found(site):
    WorkoutSheet.open(site).tick(SQUAT).save()
    WorkoutSheet.open(site).untick(SQUAT).save()
    assert site.get("/workout/1/1/").status_code == 404


def test_somebody_who_is_not_signed_in_is_asked_to(client, site):
    WorkoutSheet.open(site).tick(SQUAT).save()
    answer = client.get("/workout/1/1/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/workout/1/1/")


@pytest.mark.parametrize("follows", [True, False])
def test_somebody_else_sees_nothing_of_it(site, person, client_of, follows):
    WorkoutSheet.open(site).tick(SQUAT).finish()
    eve = person("eve@rise.example")
    if follows:
        sign_up(eve)
    stranger = client_of(eve)
    before = snapshot()
    answer = stranger.get("/workout/1/1/")
    missing = stranger.get("/workout/1/2/")
    assert answer.status_code == missing.status_code == 404
    assert re.sub(r"\S*csrf\S*|nonce-\S+", "", text_of(answer)) == re.sub(
        r"\S*csrf\S*|nonce-\S+", "", text_of(missing)
    )
    assert snapshot() == before


def test_the_workouts_of_a_plan_that_was_left_are_not_those_of_the_new_one(ada, enrolment, site, now):
    WorkoutSheet.open(site).tick(SQUAT).finish()
    leave(enrolment, today=MONDAY, now=now)
    assert site.get("/workout/1/1/").status_code == 404
    sign_up(ada, "first-steps")
    assert site.get("/workout/1/1/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_can_only_be_read(site, method):
    WorkoutSheet.open(site).tick(SQUAT).save()
    before = snapshot()
    assert getattr(site, method)("/workout/1/1/").status_code == 405
    assert snapshot() == before


def test_it_costs_8_queries_at_most(site, django_assert_max_num_queries):
    url = WorkoutSheet.open(site).tick_all().finish().url
    with django_assert_max_num_queries(8):
        assert site.get(url).status_code == 200
