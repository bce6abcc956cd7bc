"""Ladders, points and the order of sets."""

from dataclasses import replace
from uuid import uuid5

import pytest

from plans.engine.identity import feedback_uid, set_uid, workout_uid
from plans.engine.ladder import Dose, Ladder, Point, Rung, Variation, position_at_most
from tests.plans.engine.build import CLAM, ENROLMENT, KICKBACK, SQUAT, dose


def codes(ladder, points):
    return list(dict.fromkeys(ladder.rungs[point.rung].code for point in points))


def sets_of(asked):
    return [f"{part}{number}{side[0]}" for part, number, side in asked.planned_sets()]


def test_points_run_through_every_rung_and_its_reps_from_easy_to_hard():
    points = SQUAT.points(owned={"weights"})
    assert points[:6] == [(0, 10), (0, 12), (0, 14), (0, 16), (0, 18), (1, 20)]
    assert points == sorted(points)
    assert len(points) == sum(len(rung.reps) for rung in SQUAT.rungs)


def test_points_leave_out_what_needs_kit_that_is_not_owned():
    assert codes(KICKBACK, KICKBACK.points(owned=())) == ["K1", "K2", "K3", "K4"]
    assert codes(KICKBACK, KICKBACK.points(owned={"weights"})) == ["K1", "K2", "K3", "K4"]
    assert codes(KICKBACK, KICKBACK.points(owned={"band"})) == ["K1", "K2", "K3", "K4", "K5", "K6"]


def test_the_current_rung_always_counts():
    assert codes(KICKBACK, KICKBACK.points(owned=(), current=5)) == ["K1", "K2", "K3", "K4", "K6"]
    assert codes(KICKBACK, KICKBACK.points(owned=(), current=3, passed_over=(2, 3))) == ["K1", "K2", "K4"]


def test_where_nothing_is_usable_the_gentlest_rung_is():
    ladder = Ladder("odd", tuple(Rung(f"O{n}", Variation("b", needs="band"), 2, 8, 9, 1) for n in (1, 2)))
    assert ladder.points(owned=()) == [(0, 8), (0, 9)]


def test_points_compare_by_how_hard_they_are():
    assert Point(0, 99) < Point(1, 1) < Point(1, 2)


def test_a_rung_has_every_step_from_its_lowest_to_its_highest_reps():
    assert list(SQUAT.rungs[1].reps) == [20, 22, 24, 26]
    assert list(Rung("X", Variation("x"), 1, 5, 5, 2).reps) == [5]


@pytest.mark.parametrize(
    "point, position", [((0, 10), 0), ((0, 11), 0), ((0, 12), 1), ((0, 99), 4), ((9, 9), 8), ((0, 1), 0)]
)
def test_the_nearest_point_that_is_not_harder(point, position):
    points = [Point(0, reps) for reps in (10, 12, 14, 16, 18)] + [Point(1, reps) for reps in (20, 22, 24, 26)]
    assert position_at_most(points, Point(*point)) == position


@pytest.mark.parametrize(
    "below, above, only_sets",
    [("Q2", "Q3", True), ("K3", "K4", True), ("K2", "K3", False), ("B2", "B3", False), ("Q3", "Q2", False)],
)
def test_a_rung_adds_only_sets_where_variation_and_hold_agree(below, above, only_sets):
    assert dose(above, 1).rung.adds_only_sets_to(dose(below, 1).rung) is only_sets


def test_a_rung_with_another_hold_adds_more_than_sets():
    lifted = dose("B3", 14).rung
    assert replace(lifted, sets=3).adds_only_sets_to(lifted)
    assert not replace(lifted, sets=3, hold_seconds=1).adds_only_sets_to(lifted)


def test_an_unknown_code_has_no_place():
    assert SQUAT.index_of("Q3") == 2
    assert SQUAT.index_of("K3") is None


# The order of sets ----------------------------------------------------------------------------------


def test_bilateral_sets_follow_one_another():
    assert sets_of(dose("Q3", 16)) == ["11b", "12b", "13b"]


def test_alternating_legs_are_one_row_a_set():
    assert sets_of(dose("T2", 10)) == ["11b", "12b"]


def test_sides_that_switch_each_set_take_turns_right_first():
    assert sets_of(dose("K2", 10, 2)) == ["11r", "11l", "12r", "12l"]


def test_a_side_that_is_finished_first_does_all_its_sets_left_first():
    assert sets_of(dose("C2", 20)) == ["11l", "12l", "11r", "12r"]


def test_parts_are_rounds_of_sets_one_after_the_other():
    assert sets_of(dose("K3", 10)) == ["11r", "11l", "12r", "12l", "21r", "21l", "22r", "22l"]


def test_a_side_that_is_finished_first_does_all_its_parts_before_the_other():
    both = Variation("x", "per_side", "finish_side", parts=2)
    asked = Dose("x", Rung("X", both, 2, 8, 8, 1), 2, 8)
    assert sets_of(asked) == ["11r", "12r", "21r", "22r", "11l", "12l", "21l", "22l"]


def test_rest_is_the_rungs_own():
    rung = Rung("X", Variation("x", rep_seconds=3), 3, 10, 10, 1, rest_seconds=45)
    assert Dose("x", rung, 3, 10).seconds == 3 * 30 + 2 * 45


def test_a_hold_counts_in_every_rep():
    assert dose("C4", 12).seconds == 2 * (2 * 12 * 6 + 30) + 15
    assert CLAM.rungs[3].hold_seconds == 3


# Identity -------------------------------------------------------------------------------------------


def test_identities_are_the_same_everywhere_and_bear_no_date():
    workout = workout_uid(ENROLMENT, 3, 2)
    assert workout == uuid5(ENROLMENT, "workout/3/2")
    assert set_uid(workout, "squat", 1, 2, "both") == uuid5(workout, "squat/1/2/both")
    assert feedback_uid(workout, "squat") == uuid5(workout, "squat/feedback")
    assert str(workout) == "868a8c68-a499-5d7c-9789-313917b01020"
