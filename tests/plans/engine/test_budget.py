"""A workout fitted to fewer minutes."""

import pytest

from plans.engine.timing import Workout, fit_to_budget
from tests.plans.engine.build import PRIORITY, dose, workout

ARTICLE = workout(dose("Q2", 20), dose("K2", 10), dose("B2", 20), dose("T2", 10), dose("C2", 20))


def fitted(minutes, full=ARTICLE, **turns):
    return {d.exercise: d.sets for d in fit_to_budget(full, minutes, **turns).doses}


def test_a_workout_that_fits_is_left_alone():
    assert fit_to_budget(ARTICLE, ARTICLE.seconds / 60) is ARTICLE


def test_one_second_too_much_takes_a_set():
    assert fitted((ARTICLE.seconds - 1) / 60) == {
        "squat": 2,
        "kickback": 2,
        "bridge": 2,
        "toe_tap": 2,
        "clam": 2,
    }


def test_sets_go_from_the_exercise_with_most_and_ties_from_the_lowest_priority():
    order, minutes = [], ARTICLE.seconds / 60
    for _cut in range(6):
        before, minutes = fitted(minutes), fit_to_budget(ARTICLE, minutes).seconds / 60 - 0.01
        gone = [name for name, sets in before.items() if sets != fitted(minutes).get(name, 0)]
        order += gone
    assert order == ["kickback", "toe_tap", "clam", "kickback", "bridge", "squat"]


def test_reps_and_rungs_are_never_touched():
    asked = {d.exercise: (d.rung, d.reps) for d in ARTICLE.doses}
    for minutes in range(1, 25):
        assert all(asked[d.exercise] == (d.rung, d.reps) for d in fit_to_budget(ARTICLE, minutes).doses)


def test_exercises_go_whole_from_the_lowest_priority_only_at_one_set_each():
    assert list(fitted(11)) == ["squat", "kickback", "bridge", "clam"]
    assert list(fitted(9)) == ["squat", "kickback", "bridge"]
    assert list(fitted(6)) == ["squat", "bridge"]


def test_one_set_of_the_most_important_exercise_always_remains():
    assert fitted(0) == {"squat": 1}
    assert fitted(-5) == {"squat": 1}


def test_nothing_to_do_fits_into_anything():
    assert fit_to_budget(Workout((), PRIORITY), 1).doses == ()


def test_an_exercise_that_had_its_turn_this_week_is_dropped_instead():
    assert list(fitted(11, had_turn=["bridge"])) == ["squat", "kickback", "toe_tap", "clam"]


def test_of_those_that_had_their_turn_the_least_important_is_dropped():
    assert list(fitted(11, had_turn=["squat", "kickback", "bridge", "clam"])) == [
        "squat",
        "kickback",
        "bridge",
        "toe_tap",
    ]


def test_an_exercise_owed_from_last_week_is_dropped_last():
    assert list(fitted(11, owed=["toe_tap"])) == ["squat", "kickback", "bridge", "toe_tap"]
    assert list(fitted(4, owed=["toe_tap"])) == ["toe_tap"]


def test_an_exercise_owed_that_had_its_turn_is_owed_no_more():
    assert "toe_tap" not in fitted(11, owed=["toe_tap"], had_turn=["toe_tap"])


def test_a_turn_taken_saves_no_set():
    """Sets are cut alike; a turn decides only who is dropped whole."""
    assert fitted(20, had_turn=["squat"]) == fitted(20, owed=["clam"]) == fitted(20)


def test_what_no_priority_names_gives_way_first():
    full = Workout(ARTICLE.doses, ("squat", "clam", "toe_tap", "kickback"))
    assert list(fitted(11, full)) == ["squat", "kickback", "toe_tap", "clam"]


def test_the_warm_up_and_the_set_up_of_each_exercise_count():
    squats = workout(dose("Q2", 20))
    assert squats.seconds == 120 + 20 + 190
    assert workout(dose("Q2", 20), warm_up=0).seconds == 210
    assert workout().seconds == 120


@pytest.mark.parametrize("minutes", [3.5, 4])
def test_minutes_may_be_fractions(minutes):
    assert fit_to_budget(workout(dose("Q2", 20), warm_up=0), minutes).doses[0].sets == 2
    assert fit_to_budget(workout(dose("Q2", 20), warm_up=0), 3.49).doses[0].sets == 1
