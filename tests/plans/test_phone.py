"""What the phone keeps: the days around today, and all it takes to train without a network."""

import datetime
import re
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse

from exercises import editions
from exercises.models import Exercise, Variation
from plans.models import Plan, WorkoutLog
from plans.services import leave, publish_plan
from plans.warm_up import warm_up_steps
from tests.plans.pages import MONDAY, day, follow, train
from tests.plans.workouts import WorkoutSheet
from tests.publishing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database
ADDRESS = "/api/schedule"
FIVE = ["squat", "standing-kickback", "glute-bridge", "toe-taps", "clam"]


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def ask(client_of, user):
    client = client_of(user)
    return lambda: client.get(ADDRESS).json()


def on_days(document, *statuses):
    return [
        (row["date"], row["status"])
        for row in document["workouts"]
        if not statuses or row["status"] in statuses
    ]


# Who may ask -------------------------------------------------------------------------------------


def test_a_stranger_is_told_so_in_json_and_nothing_is_kept(db):
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer.json()) == (401, {"error": "signed-out"})
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_answer_is_kept_by_no_cache(client_of, user):
    answer = client_of(user).get(reverse("plans:api_schedule"))
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(client_of, user, method):
    assert getattr(client_of(user), method)(ADDRESS).status_code == 405


def test_everybody_gets_their_own_days(client_of, user, person, ask):
    follow(user)
    other = person()
    follow(other, "mat-trio")
    mine, theirs = ask(), client_of(other).get(ADDRESS).json()
    assert (mine["account"], theirs["account"]) == (str(user.uid), str(other.uid))
    assert (mine["plan"]["name"], theirs["plan"]["name"]) == ("The Full Five", "Mat Trio")
    assert not {row["uid"] for row in mine["workouts"]} & {row["uid"] for row in theirs["workouts"]}


# Which workouts ----------------------------------------------------------------------------------


def test_all_of_this_window_and_of_the_next_14_days_is_there(user, ask):
    enrolment = follow(user)
    document = ask()
    assert document["plan"] == {"uid": str(enrolment.uid), "name": "The Full Five", "weeks": 12}
    assert document["today"] == "2027-01-04"
    assert document["now"] == pytest.approx(
        datetime.datetime(2027, 1, 4, 9, tzinfo=datetime.UTC).timestamp() * 1000, abs=60_000
    )
    assert on_days(document) == [
        ("2027-01-04", "today"),
        *((f"2027-01-{n:02}", "planned") for n in (6, 8, 11, 13, 15, 18)),
    ]


def test_what_was_missed_in_this_window_is_there_and_of_the_last_7_days_what_was_done(user, ask, on):
    follow(user)
    for number in (0, 2, 7):
        train(user, day(number))
    on(day(11))
    assert on_days(ask(), "done", "missed") == [("2027-01-11", "done"), ("2027-01-13", "missed")]
    on(day(9))
    assert on_days(ask(), "done", "missed") == [("2027-01-06", "done"), ("2027-01-11", "done")]


def test_a_workout_that_was_begun_is_as_it_was_asked_for_then(user, ask):
    follow(user)
    train(user, day(0), finish=False)
    asked = WorkoutLog.objects.get().prescription
    Variation.objects.filter(slug="squat").update(name="Sit and stand")
    publish("squat")
    found = ask()["workouts"][0]
    assert found["prescription"] == asked
    assert found["prescription"][0]["name"] == "Squat"


def test_a_workout_names_itself_as_every_device_does(user, ask):
    enrolment = follow(user)
    first = ask()["workouts"][0]
    assert (first["enrolment"], first["window"], first["slot"]) == (str(enrolment.uid), 1, 1)
    assert (first["week"], first["minutes"], first["seconds"]) == (1, "23 min", 1400)
    assert first["warm_up"] is True
    assert first["kit"] == ["Mat or folded blanket"]
    assert [row["exercise"] for row in first["prescription"]] == FIVE


def test_before_the_start_the_first_workouts_are_there_and_after_the_end_none(user, ask, on, client_of):
    follow(user, "kettle-breaks", start=day(3))
    assert on_days(ask())[0] == ("2027-01-07", "planned")
    on(day(60))
    document = client_of(user).get(ADDRESS).json()
    assert document["plan"]["name"] == "Kettle Breaks"
    assert document["workouts"] == []


def test_the_day_is_that_of_the_person(person, client_of, clock):
    clock.move_to(datetime.datetime(2027, 1, 3, 20, tzinfo=datetime.UTC))
    kei = person(time_zone="Asia/Tokyo")
    document = client_of(kei).get(ADDRESS).json()
    assert (document["today"], document["time_zone"]) == ("2027-01-04", "Asia/Tokyo")


# Last time ---------------------------------------------------------------------------------------


def test_last_time_is_the_latest_earlier_workout_set_by_set_and_the_weaker_side_in_words(user, ask, on):
    follow(user)
    train(user, day(0), share={"squat": 0.9})
    user.setlogs.filter(exercise="standing-kickback", number=2, side="left").update(reps=7)
    on(day(2))
    done, today = ask()["workouts"][:2]
    assert done["last"] == {}
    assert today["last"]["squat"] == {
        "date": "2027-01-04",
        "words": "18, 18",
        "sets": {"1.1.both": 18, "1.2.both": 18},
    }
    assert today["last"]["standing-kickback"]["words"] == "10, 7, 10"
    assert today["last"]["standing-kickback"]["sets"]["1.2.left"] == 7


def test_a_removed_set_is_no_last_time(user, ask, on):
    follow(user)
    train(user, day(0))
    user.setlogs.filter(exercise="clam").update(removed=True)
    on(day(2))
    assert "clam" not in ask()["workouts"][1]["last"]


@pytest.mark.parametrize("other", [{"variation": "squat-pulse"}, {"hold_seconds": 3}])
def test_last_time_is_the_last_time_of_the_same_thing(user, ask, on, client_of, other):
    """Of another variation, or with another hold, the reps say nothing about today."""
    follow(user)
    for number, reps in ((0, 19), (2, 7)):
        on(day(number))
        train(user, day(number))
        user.setlogs.filter(exercise="squat", workout__local_date=day(number)).update(reps=reps)
    for row in user.setlogs.filter(exercise="squat", workout__local_date=day(2)):
        row.target |= other
        row.save()
    on(day(4))
    document = ask()
    last = next(row for row in document["workouts"] if row["status"] == "today")["last"]["squat"]
    assert (last["date"], last["words"]) == ("2027-01-04", "19, 19")
    assert last == document["quick"][1]["last"]["squat"]
    for address in ("/today/", "/quick/?exercise=squat"):
        page = client_of(user).get(address).content.decode()
        assert "last time 19" in page
        assert "last time 7" not in page


def test_what_was_never_done_before_has_no_last_time(user, ask, on):
    follow(user)
    train(user, day(0))
    for row in user.setlogs.filter(exercise="glute-bridge"):
        row.target |= {"hold_seconds": row.target["hold_seconds"] + 2}
        row.save()
    on(day(2))
    today = next(row for row in ask()["workouts"] if row["status"] == "today")
    assert today["last"].keys() == set(FIVE) - {"glute-bridge"}


# Today's minutes ---------------------------------------------------------------------------------


def of_all(fits):
    """What is cut where nothing is left out."""
    return {key: sets for key, sets in fits.items() if "," not in key}


def left_of(workout, minutes, *without):
    """The sets that a phone asks for, as it reads the document."""
    fits = workout["fits"]
    sets = fits.get(",".join([minutes, *sorted(without)]), fits.get(minutes, {}))
    asked = {row["exercise"]: row["sets"] for row in workout["prescription"]} | sets
    return {name: left for name, left in asked.items() if left and name not in without}


def test_the_minutes_are_for_what_is_not_left_out(user, ask):
    """Without the clams, 20 minutes are enough for all the rest."""
    follow(user)
    workout = ask()["workouts"][0]
    assert workout["fits"]["20,clam"] == {}
    assert left_of(workout, "20") == {
        "squat": 2, "standing-kickback": 2, "glute-bridge": 2, "toe-taps": 1, "clam": 1,
    }  # fmt: skip
    assert left_of(workout, "20", "clam") == {
        "squat": 2, "standing-kickback": 3, "glute-bridge": 2, "toe-taps": 2,
    }  # fmt: skip


@pytest.mark.parametrize("number", [0, 2])
def test_the_phone_cuts_a_workout_as_the_form_does(user, ask, on, client_of, number):
    """With each exercise left out, and with any two of them."""
    follow(user)
    if number:
        train(user, day(0), share={"toe-taps": 0})
    on(day(number))
    workout = next(row for row in ask()["workouts"] if row["status"] == "today")
    site, without = client_of(user), [*combinations(FIVE, 1), ("squat", "clam"), ("toe-taps", "glute-bridge")]
    for out in without:
        for minutes in ("20", "15", "10", "5"):
            sheet = WorkoutSheet(site, site.get("/today/", {"minutes": minutes, "without": out}))
            shown = {}
            for key in sheet.sets:
                exercise, _part, place, _side = key.split(".")
                shown[exercise] = max(shown.get(exercise, 0), int(place))
            assert left_of(workout, minutes, *out) == shown, (minutes, out)


def test_a_phone_is_told_no_cut_that_it_knows_already_and_none_that_leaves_nothing(user, ask):
    follow(user, "first-steps")
    for workout in ask()["workouts"]:
        fits, exercises = workout["fits"], {row["exercise"] for row in workout["prescription"]}
        for key, sets in fits.items():
            minutes, *out = key.split(",")
            assert out == sorted(out)
            assert set(out) < exercises
            if out:
                known = {name: left for name, left in fits[minutes].items() if name not in out}
                assert sets != known
                assert not set(out) & sets.keys()


def test_the_budgets_of_the_standard_workout_name_what_loses_sets_with_what_is_left(user, ask):
    follow(user)
    assert of_all(ask()["workouts"][0]["fits"]) == {
        "20": {"standing-kickback": 2, "toe-taps": 1, "clam": 1},
        "15": {"standing-kickback": 1, "toe-taps": 1, "clam": 1},
        "10": {"squat": 1, "standing-kickback": 1, "glute-bridge": 1, "toe-taps": 0, "clam": 1},
        "5": {"squat": 1, "standing-kickback": 0, "glute-bridge": 0, "toe-taps": 0, "clam": 0},
    }


def test_only_budgets_that_take_something_away_are_offered(user, ask):
    follow(user, "first-steps")
    assert list(of_all(ask()["workouts"][0]["fits"])) == ["5", "10", "15"]
    follow(user, "kettle-breaks", replace_current=True)
    assert ask()["workouts"][0]["fits"] == {}


def test_what_had_its_turn_in_an_earlier_workout_of_the_week_gives_way_first(user, ask, on):
    follow(user)
    workout = train(user, day(0))
    user.setlogs.exclude(exercise__in=["squat", "glute-bridge"]).update(removed=True)
    on(day(2))
    second = next(row for row in ask()["workouts"] if row["slot"] == 2)
    assert workout.slot == 1
    assert second["fits"]["10"]["glute-bridge"] == 0
    assert second["fits"]["10"]["toe-taps"] == 1


# Quick sets --------------------------------------------------------------------------------------


def quick_sets(document):
    return {
        row["prescription"][0]["exercise"]: (
            row["prescription"][0]["rung"],
            row["prescription"][0]["sets"],
            row["prescription"][0]["reps"],
        )
        for row in document["quick"]
    }


def test_without_a_plan_there_are_the_quick_sets_of_a_beginner(user, ask):
    document = ask()
    assert (document["plan"], document["workouts"]) == (None, [])
    assert quick_sets(document) == {"standing-kickback": ("K1", 1, 8), "squat": ("Q1", 1, 10)}


def test_a_quick_set_is_one_set_of_the_persons_own_numbers_in_no_place_of_a_plan(user, ask, on):
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number))
    on(day(7))
    document = ask()
    assert quick_sets(document) == {"standing-kickback": ("K2", 1, 11), "squat": ("Q2", 1, 22)}
    for row in document["quick"]:
        assert [row[name] for name in ("uid", "enrolment", "window", "slot", "warm_up", "fits")] == [
            *(None,) * 4,
            False,
            {},
        ]
        assert row["seconds"] <= 180
    assert document["quick"][1]["last"]["squat"]["words"] == "20, 20"


@pytest.mark.parametrize("level, rung", [("starter", "Q1"), ("standard", "Q2"), ("strong", "Q2")])
def test_an_exercise_that_the_plan_lacks_begins_no_higher_than_standard(user, ask, level, rung):
    follow(user, "mat-trio", level=level)
    assert quick_sets(ask())["squat"][0] == rung


def test_no_quick_set_takes_longer_than_three_minutes(person, client_of, clock, on):
    strong = person()
    follow(strong, "step-it-up", kit=["band", "weights"])
    client = client_of(strong)
    for week in range(8):
        on(day(7 * week))
        assert all(row["seconds"] <= 180 for row in client.get(ADDRESS).json()["quick"])
        for weekday in (0, 3):
            train(strong, day(7 * week + weekday), ratings=dict.fromkeys(FIVE, "easy"))


def test_what_was_archived_is_offered_to_nobody_new(user, ask):
    Exercise.objects.filter(slug="squat").update(is_archived=True)
    assert list(quick_sets(ask())) == ["standing-kickback"]


# Moves -------------------------------------------------------------------------------------------


def test_every_move_that_is_asked_for_is_described_and_every_figure_drawn_once(user, ask):
    follow(user, level="strong")
    document = ask()
    rows = [row for each in document["workouts"] + document["quick"] for row in each["prescription"]]
    assert set(document["moves"]) == {row["variation"] for row in rows}
    keys = {key for move in document["moves"].values() for key in move["figures"]}
    keys |= {move["support"]["figure"] for move in document["moves"].values() if move["support"]}
    keys |= {step["figure"] for step in document["warm_up"] if step["figure"]}
    assert set(document["figures"]) == keys
    for svg in document["figures"].values():
        assert svg.startswith("<svg")
        assert 'aria-hidden="true"' in svg
        assert "<animate" in svg
    for row in rows:
        move = document["moves"][row["variation"]]
        assert move["lift"] + move["pulses"] + move["lower"] == row["rep_seconds"]
        assert len(move["parts"]) == len(move["figures"]) == row["parts"]


def test_up_pulses_and_down_are_the_seconds_of_the_rep_for_every_variation_that_is_published(user, ask):
    levels = ("starter", "standard", "strong")
    moves = {}
    for level in levels:
        follow(user, level=level, replace_current=True)
        moves |= ask()["moves"]
    assert {slug: (move["lift"], move["pulses"], move["lower"]) for slug, move in moves.items()} == {
        **dict.fromkeys(["kickback-wall", "kickback", "kickback-side", "clam", "clam-lift"], (1, 0, 2)),
        **dict.fromkeys(["bridge", "toe-down", "toe"], (1, 0, 2)),
        **dict.fromkeys(["squat-arms", "squat", "toe-double"], (2, 0, 2)),
        "squat-pulse": (2, 5, 2),
    }
    assert {slug for slug, move in moves.items() if move["way"]["out"] == "down"} == {
        "squat-arms",
        "squat",
        "squat-pulse",
        "toe-down",
        "toe",
        "toe-double",
    }


def test_one_breathes_out_where_the_words_of_the_move_say_so(user, ask):
    follow(user, level="strong")
    ways = {slug: move["way"]["exhale"] for slug, move in ask()["moves"].items()}
    assert ways == {
        "squat-pulse": "back",
        **dict.fromkeys(["kickback-side", "bridge", "clam-lift"], "out"),
    } | {"toe-double": "out"}


def test_the_words_are_plain(user, ask):
    squat = Variation.objects.get(slug="squat")
    squat.cue, squat.start = "Sit **back**, [slowly](https://rise.example/).", "Stand *tall*."
    squat.save()
    publish("squat")
    follow(user)
    move = ask()["moves"]["squat"]
    assert (move["cue"], move["start"]) == ("Sit back, slowly.", "Stand tall.")


@pytest.mark.parametrize("level, default", [("starter", True), ("standard", False), ("strong", False)])
def test_the_wall_is_offered_where_there_is_a_version_with_one_and_at_starter_from_the_outset(
    user, ask, level, default
):
    follow(user, level=level)
    document = ask()
    supports = {slug: move["support"] for slug, move in document["moves"].items() if move["support"]}
    assert len(supports) == 1
    assert next(iter(supports)).startswith("kickback")
    support = next(iter(supports.values()))
    assert (support["name"], support["figure"], support["default"]) == (
        "Wall-supported kickback",
        "kickback_wall",
        default,
    )


def test_a_version_with_a_wall_that_was_archived_supports_nobody(user, ask):
    Variation.objects.filter(slug="kickback-wall").update(is_archived=True)
    Variation.objects.get(slug="kickback").rungs.filter(code="K2").update(level="standard")
    exercise = Exercise.objects.get(slug="standing-kickback")
    edition = editions.Edition.objects.filter(exercise=exercise).order_by("-number").first()
    content = dict(edition.content)
    content["archived"] = [row for row in content["variations"] if row["slug"] == "kickback-wall"]
    content["variations"] = [row for row in content["variations"] if row["slug"] != "kickback-wall"]
    content["rungs"] = [row for row in content["rungs"] if row["variation"] != "kickback-wall"]
    content["rungs"][0] |= {"level": "starter"}
    editions.Edition.objects.create(
        exercise=exercise,
        number=edition.number + 1,
        content=content,
        digest=editions.digest(content),
        created_at=edition.created_at,
    )
    follow(user)
    assert ask()["moves"]["kickback"]["support"] is None


# Warm-up -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("has_floor", [True, False])
def test_the_warm_up_takes_two_minutes_with_and_without_the_floor(has_floor):
    steps = warm_up_steps(has_floor=has_floor)
    assert sum(step.seconds for step in steps) == 120
    assert any(step.figure == "bridge" for step in steps) is has_floor


@pytest.mark.parametrize("plan, lies_down", [("the-full-five", True), ("kettle-breaks", False)])
def test_only_plans_that_lie_down_warm_up_on_the_floor(user, ask, plan, lies_down):
    follow(user, plan)
    document = ask()
    assert sum(step["seconds"] for step in document["warm_up"]) == document["times"]["warm_up"] == 120
    assert any(step["figure"] == "bridge" for step in document["warm_up"]) is lies_down


def test_the_page_of_today_reads_the_same_steps(client_of, user, ask):
    follow(user)
    page = client_of(user).get("/today/").content.decode()
    steps = re.findall(r"<b>(.*?)</b>, about (\d+) seconds?\.", page)
    assert [(name, int(seconds)) for name, seconds in steps] == [
        (step["name"], step["seconds"]) for step in ask()["warm_up"]
    ]


def test_times_are_those_of_the_training_rules(ask):
    assert ask()["times"] == {"switch": 5, "turn": 15, "set_up": 20, "warm_up": 120}


# Queries -----------------------------------------------------------------------------------------


def test_it_takes_eight_queries_at_most_in_week_1_as_in_week_52(
    client_of, user, on, now, django_assert_max_num_queries
):
    plan = Plan.objects.get(slug="the-full-five")
    plan.weeks = 52
    plan.save()
    publish_plan(plan, now=now)
    stranger = client_of(user)
    with django_assert_max_num_queries(8):
        stranger.get(ADDRESS)
    enrolment = follow(user)
    train(user, day(0))
    early = client_of(user)
    with django_assert_max_num_queries(8):
        early.get(ADDRESS)
    for number in range(7, 7 * 51, 28):
        train(user, day(number))
    on(day(7 * 51))
    late = client_of(user)
    with django_assert_max_num_queries(8):
        assert late.get(ADDRESS).json()["workouts"]
    leave(enrolment, today=MONDAY, now=now)
    with django_assert_max_num_queries(8):
        assert late.get(ADDRESS).json()["plan"] is None
