"""What logs say: a week in one result, and a workout measured by what was asked."""

import pytest

from plans.engine import evidence
from plans.engine.evidence import Asked, LoggedExercise
from plans.engine.progression import Evidence, Result, summarise
from tests.plans.engine.build import done_sets, dose, full, ladder_of


def ev(done, target=10, rating="right", **marks):
    return Evidence((target,) * len(done), tuple(done), rating, **marks)


def rated(*ratings):
    return summarise(len(ratings), [ev([10, 10], rating=rating) for rating in ratings]).rating


# Summary ------------------------------------------------------------------------------------------


def test_a_week_without_a_workout_is_no_training():
    assert summarise(3, []) == Result(planned=3, trained=0)


def test_the_ratio_is_done_of_asked_over_all_full_workouts():
    assert summarise(2, [ev([10, 10]), ev([10, 5])]).ratio == 35 / 40


def test_19_of_20_is_exactly_the_border_of_95_percent():
    assert summarise(1, [ev([19], target=20)]).ratio >= 0.95
    assert summarise(3, [ev([20, 20], 20), ev([20, 20], 20), ev([20, 14], 20)]).ratio >= 0.95


def test_extra_reps_never_make_up_for_a_short_set():
    assert summarise(1, [ev([15, 5])]).ratio == 0.75
    assert summarise(2, [ev([20, 20]), ev([5, 5])]).ratio == 0.75


def test_sets_left_out_count_as_nothing():
    assert summarise(1, [Evidence((10, 10, 10), (10,))]).ratio == pytest.approx(1 / 3)


def test_a_workout_without_a_set_of_the_exercise_is_skipped():
    result = summarise(3, [ev([10, 10]), Evidence(), Evidence()])
    assert (result.planned, result.trained, result.skipped, result.ratio) == (3, 3, 2, 1.0)


def test_a_workout_trimmed_today_is_attendance_but_not_evidence():
    result = summarise(3, [ev([10], rating="hard", trimmed=True), ev([5], trimmed=True)])
    assert result == Result(planned=3, trained=2, skipped=2, ratio=1.0, rating="right")


def test_a_skipped_workout_has_no_say_in_the_rating():
    week = [ev([10]), Evidence(rating="hard"), ev([10], rating="hard", trimmed=True)]
    assert summarise(3, week).rating == "right"


@pytest.mark.parametrize(
    "ratings, wanted",
    [
        (["easy", "right", "hard"], "right"),
        (["easy", "easy", "hard"], "easy"),
        (["hard", "easy", "hard"], "hard"),
        (["easy", "right"], "right"),
        (["right", "hard"], "hard"),
        (["easy", "hard"], "hard"),
        (["easy", "easy", "hard", "hard"], "hard"),
        (["easy", "right", "right", "hard"], "right"),
        (["easy"], "easy"),
    ],
)
def test_the_rating_is_the_median_and_ties_go_to_the_harder(ratings, wanted):
    assert rated(*ratings) == wanted


def test_no_rating_counts_as_right():
    assert rated("", "", "") == "right"
    assert rated("", "easy") == "right"
    assert rated("", "hard", "easy") == "right"


def test_pain_in_one_workout_is_pain_in_the_week():
    assert summarise(3, [ev([10]), Evidence(pain=True)]).pain
    assert summarise(3, [ev([10], pain=True, trimmed=True), ev([10])]).pain
    assert not summarise(3, [ev([10]), ev([10])]).pain


# Two for two --------------------------------------------------------------------------------------


def test_two_extra_reps_in_the_last_set_two_workouts_running_turn_right_into_easy():
    assert summarise(3, [ev([10, 12]), ev([10, 12]), ev([10, 10])]).rating == "easy"
    assert summarise(3, [ev([10, 10]), ev([10, 12]), ev([10, 14])]).rating == "easy"


@pytest.mark.parametrize(
    "week",
    [
        [ev([10, 12]), ev([10, 10]), ev([10, 12])],
        [ev([10, 12]), ev([10, 11])],
        [ev([12, 10]), ev([12, 10])],
        [ev([10, 12])],
        [ev([10, 12]), ev([10, 12], trimmed=True)],
    ],
    ids=["not running", "one extra", "not the last set", "once", "trimmed"],
)
def test_less_than_that_leaves_right_as_it_is(week):
    assert summarise(3, week).rating == "right"


def test_two_for_two_never_turns_hard_into_easy():
    assert summarise(2, [ev([10, 12], rating="hard"), ev([10, 12], rating="hard")]).rating == "hard"


def test_extra_reps_in_a_set_before_one_left_out_are_no_extra_reps():
    week = [Evidence((10, 10), (12,)), Evidence((10, 10), (12,))]
    assert summarise(2, week).rating == "right"


# From a log ---------------------------------------------------------------------------------------


def of(logged, planned):
    return evidence.of(logged, planned, ladder_of(planned.rung.code))


def test_a_workout_without_the_exercise_says_only_whether_it_hurt():
    assert of(None, dose("Q2", 20)) == (Evidence(), False)
    assert of(LoggedExercise(pain=True), dose("Q2", 20)) == (Evidence(pain=True), False)
    assert of(LoggedExercise(rating="hard"), dose("Q2", 20)) == (Evidence(), False)


def test_what_was_asked_and_done_is_measured_set_by_set():
    logged = LoggedExercise({(1, 1, "both"): 20, (1, 2, "both"): 18}, rating="hard", trimmed=True)
    assert of(logged, dose("Q2", 20)) == (Evidence((20, 20), (20, 18), "hard", trimmed=True), False)


def test_with_one_set_logged_the_missing_ones_count_as_nothing():
    logged = LoggedExercise({(1, 2, "both"): 20})
    assert of(logged, dose("Q2", 20))[0].done == (0, 20)


def test_a_set_of_no_reps_is_a_set():
    found, _below = of(LoggedExercise({(1, 1, "both"): 0}), dose("Q2", 20))
    assert found.counts
    assert summarise(1, [found]).ratio == 0


def test_per_side_work_counts_the_weaker_side():
    sides = {(1, n, side): 10 if side == "right" else 10 - n for n in (1, 2, 3) for side in ("left", "right")}
    assert of(LoggedExercise(sides), dose("K2", 10))[0].done == (9, 8, 7)


def test_a_side_left_out_counts_as_nothing():
    logged = LoggedExercise({(1, n, "right"): 10 for n in (1, 2, 3)})
    assert of(logged, dose("K2", 10))[0].done == (0, 0, 0)


def test_each_part_of_a_set_is_a_set_of_its_own():
    sets = done_sets(dose("K3", 10)) | {(2, 2, "left"): 4}
    found, _below = of(LoggedExercise(sets), dose("K3", 10))
    assert (found.targets, found.done) == ((10,) * 4, (10, 10, 10, 4))


def test_sets_beyond_those_asked_for_are_no_evidence():
    logged = LoggedExercise({(1, n, "both"): 20 for n in (1, 2, 3)})
    assert of(logged, dose("Q2", 20))[0].done == (20, 20)


# Frozen and recomputed ------------------------------------------------------------------------------


def test_what_was_asked_below_the_recomputed_dose_is_measured_as_asked():
    found, below = of(full(dose("Q2", 20)), dose("Q2", 24))
    assert (found.targets, found.done, below) == ((20, 20), (20, 20), True)


def test_what_was_asked_on_a_lower_rung_is_below_whatever_its_reps():
    found, below = of(full(dose("Q2", 26)), dose("Q3", 16))
    assert (found.targets, below) == ((26, 26), True)


def test_what_was_asked_above_the_recomputed_dose_is_measured_at_the_recomputed_one():
    found, below = of(full(dose("Q2", 24), share=20 / 24), dose("Q2", 20))
    assert (found.targets, found.done, below) == ((20, 20), (20, 20), False)


def test_reps_that_were_asked_for_that_day_are_not_extra_ones():
    found, _below = of(full(dose("Q2", 24)), dose("Q2", 20))
    assert not found.has_extra_reps
    found, _below = of(full(dose("Q2", 24), extra=2), dose("Q2", 20))
    assert (found.done, found.has_extra_reps) == ((20, 22), True)


def test_of_the_same_rung_the_fewer_sets_count():
    found, below = of(full(dose("Q3", 18, sets=2)), dose("Q3", 18))
    assert (found.targets, below) == ((18, 18), False)
    found, below = of(full(dose("Q3", 18)), dose("Q3", 18, sets=2))
    assert (found.targets, below) == ((18, 18), False)


def test_what_was_asked_on_a_higher_rung_never_counts_as_below():
    found, below = of(full(dose("Q3", 16)), dose("Q2", 22))
    assert (summarise(1, [found]).ratio, below) == (1.0, False)
    assert found.targets == (16, 16, 16)


def test_on_a_higher_rung_every_set_that_was_asked_counts_with_the_fewer_reps():
    found, below = of(full(dose("Q3", 16)), dose("Q1", 12))
    assert (found.targets, found.done, below) == ((12,) * 3, (12,) * 3, False)


def test_another_ladders_rung_is_training_but_no_evidence():
    logged = LoggedExercise({(1, 1, "both"): 20}, Asked("ZZ", 2, 20), "hard", pain=True)
    assert of(logged, dose("Q2", 20)) == (Evidence(pain=True), False)


@pytest.mark.parametrize("marks", [("squat_pulse", 0), ("squat", 3)])
def test_a_code_that_meant_another_rung_that_day_is_no_evidence_for_this_one(marks):
    sets = done_sets(dose("Q2", 20))
    assert of(LoggedExercise(sets, Asked("Q2", 2, 20, *marks), "hard"), dose("Q2", 20)) == (Evidence(), False)
    assert of(LoggedExercise(sets, Asked("Q2", 2, 20, *marks), "hard"), dose("Q3", 16)) == (Evidence(), False)


def test_a_code_that_means_what_it_meant_that_day_is_evidence():
    sets = done_sets(dose("Q2", 20))
    for planned in (dose("Q2", 20), dose("Q2", 24)):
        logged = LoggedExercise(sets, Asked("Q2", 2, 20, "squat", 0), "right")
        assert of(logged, planned) == of(LoggedExercise(sets, Asked("Q2", 2, 20), "right"), planned)
