"""How long a rep goes up and down, and how long a quick set takes."""

from itertools import product

import pytest

from plans.engine.ladder import Point
from plans.engine.timing import PULSES, QUICK_SECONDS, SET_UP_SECONDS, quick_dose, tempo_of
from tests.plans.engine.build import KICKBACK, LADDERS, SQUAT, VARIATIONS, shown

WITH_PULSES = {"squat_pulse", "squat_pulse_weight"}


def tempo(rep_seconds, has_pulses=False):
    found = tempo_of(rep_seconds, has_pulses=has_pulses)
    return found.lift, found.lower, found.pulses


@pytest.mark.parametrize("variation", VARIATIONS.values(), ids=VARIATIONS)
def test_up_pulses_and_down_are_together_the_seconds_of_the_rep(variation):
    found = tempo_of(variation.rep_seconds, has_pulses=variation.slug in WITH_PULSES)
    assert found.lift + found.pulses + found.lower == found.seconds == variation.rep_seconds


def test_a_lift_takes_one_second_and_coming_back_two():
    assert tempo(3) == (1, 2, 0)
    assert not tempo_of(3).goes_down_first


def test_a_squat_takes_two_seconds_down_and_two_up_and_begins_at_the_top():
    assert tempo(4) == (2, 2, 0)
    assert tempo_of(4).goes_down_first


def test_a_pulse_squat_is_a_squat_with_five_pulses_of_a_second_at_the_bottom():
    assert tempo(9, has_pulses=True) == (2, 2, PULSES) == (2, 2, 5)
    assert tempo_of(9, has_pulses=True).goes_down_first


def test_whatever_an_editor_writes_is_shared_out_in_full_and_down_is_never_quicker_than_up():
    for seconds, has_pulses in product(range(1, 121), [True, False]):
        found = tempo_of(seconds, has_pulses=has_pulses)
        assert found.seconds == seconds
        assert 0 < found.lift <= found.lower


def test_a_rep_too_short_for_five_pulses_has_none():
    assert tempo(6, has_pulses=True) == (3, 3, 0)


# Quick sets --------------------------------------------------------------------------------------


def quick(ladder, code, reps, owned=()):
    return shown(quick_dose(ladder, Point(ladder.index_of(code), reps), owned))


def test_a_quick_set_is_one_set_of_what_the_person_does_now():
    assert quick(SQUAT, "Q2", 22) == "Q2 1×22"
    assert quick(KICKBACK, "K2", 13) == "K2 1×13"


def test_where_one_set_would_take_too_long_the_hardest_below_that_fits_is_done():
    assert quick(SQUAT, "Q4", 20) == "Q4 1×16"
    assert quick(KICKBACK, "K4", 12) == "K4 1×10"


def test_a_harder_step_that_needs_kit_is_not_on_the_way_down():
    assert quick(KICKBACK, "K6", 12, owned=()) == "K6 1×10"
    assert quick(SQUAT, "Q5", 14, owned=("weights",)) == "Q5 1×14"


@pytest.mark.parametrize("name", ["squat", "kickback"])
def test_no_quick_set_takes_longer_than_three_minutes_wherever_a_person_stands(name):
    ladder = LADDERS[name]
    for point in ladder.points(owned={"band", "weights"}):
        dose = quick_dose(ladder, point, {"band", "weights"})
        assert dose.sets == 1
        assert dose.seconds + SET_UP_SECONDS <= QUICK_SECONDS
        assert (ladder.index_of(dose.rung.code), dose.reps) <= point
