"""One week's result, one exercise: each rule of the table is a test that bears its sentence."""

import pytest

from plans.engine.ladder import Ladder, Point, Rung, Variation
from plans.engine.progression import Result, State, advance, resume, snap, start, step_up_code
from tests.plans.engine.build import BRIDGE, CLAM, KICKBACK, SQUAT, at, ladder_of

GOOD = Result(planned=3, trained=3)
HARD = Result(planned=3, trained=3, rating="hard")
EASY = Result(planned=3, trained=3, rating="easy")
PAIN = Result(planned=3, trained=3, pain=True)
AWAY = Result(planned=3, trained=0)
SKIPPED = Result(planned=3, trained=3, skipped=3)


def short(ratio, rating="right"):
    return Result(planned=3, trained=3, ratio=ratio, rating=rating)


def after(code, reps, result, *, week="build", owned=(), floor=("Q1", 10), passed_over=(), **counters):
    """`(state, code)` after a week that began at a rung of the real ladders."""
    ladder = ladder_of(code)
    floor = at(*floor).point if ladder.index_of(floor[0]) is not None else Point(0, ladder.rungs[0].low)
    state, reason = advance(
        ladder,
        at(code, reps, **counters),
        result,
        week_kind=week,
        owned=owned,
        floor=floor,
        passed_over=passed_over,
    )
    return state, reason.code


# 1 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", [GOOD, HARD, EASY, PAIN, AWAY, SKIPPED, short(0.1)])
@pytest.mark.parametrize("week", ["build", "easy"])
def test_a_stopped_exercise_stays_as_it_is_whatever_the_week_brings(result, week):
    counters = {"strikes": 2, "pain_weeks": 2, "missed": 0, "stopped": True}
    assert after("K2", 12, result, week=week, **counters) == (at("K2", 12, **counters), "STOPPED")


# 2 and 3 ------------------------------------------------------------------------------------------


def test_the_first_missed_week_changes_no_number_and_clears_strikes():
    assert after("Q2", 24, AWAY, strikes=2) == (at("Q2", 24, missed=1), "MISSED_1")


def test_a_missed_easy_week_is_a_missed_week():
    assert after("Q2", 24, AWAY, week="easy") == (at("Q2", 24, missed=1), "MISSED_1")


@pytest.mark.parametrize("missed", [1, 2, 5])
def test_every_further_missed_week_goes_back_two_steps(missed):
    assert after("Q2", 26, AWAY, missed=missed, strikes=1) == (
        at("Q2", 22, missed=missed + 1),
        "MISSED_2PLUS",
    )


def test_two_steps_back_for_missed_weeks_cross_a_rung():
    assert after("Q3", 16, AWAY, missed=1) == (at("Q2", 24, missed=2), "MISSED_2PLUS")


def test_missed_weeks_never_lead_below_the_start_of_the_plan():
    assert after("Q2", 22, AWAY, missed=1, floor=("Q2", 20)) == (at("Q2", 20, missed=2), "MISSED_FLOOR")


def test_landing_exactly_on_the_start_is_told_as_the_start():
    assert after("Q2", 24, AWAY, missed=1, floor=("Q2", 20)) == (at("Q2", 20, missed=2), "MISSED_FLOOR")


def test_missed_weeks_leave_alone_who_already_stands_below_the_start():
    state, code = after("Q1", 16, AWAY, missed=1, floor=("Q2", 20))
    assert (state, code) == (at("Q1", 16, missed=2), "MISSED_FLOOR")


def test_a_reason_says_whether_one_stands_below_the_start():
    for code, reps, below in [("Q1", 16, True), ("Q2", 20, False), ("Q2", 22, False)]:
        _state, reason = advance(
            SQUAT, at(code, reps, missed=1), AWAY, week_kind="build", owned=(), floor=at("Q2", 20).point
        )
        assert (reason.is_below_start, reason.weeks) == (below, 2)


def test_a_missed_week_does_not_end_the_count_of_painful_ones():
    assert after("K2", 12, AWAY, pain_weeks=1)[0].pain_weeks == 1


@pytest.mark.parametrize("result", [GOOD, HARD, SKIPPED, PAIN, short(0.5), Result(3, 1)])
@pytest.mark.parametrize("week", ["build", "easy"])
def test_any_week_with_a_workout_ends_the_count_of_missed_ones(result, week):
    assert after("K2", 12, result, week=week, missed=3)[0].missed == 0


# 4 and 5 ------------------------------------------------------------------------------------------


def test_pain_goes_back_to_the_previous_rung_at_its_lowest_reps_and_clears_strikes():
    assert after("K3", 12, PAIN, strikes=2) == (at("K2", 10, pain_weeks=1), "PAIN_BACK")


def test_pain_in_the_first_rung_goes_to_its_lowest_reps():
    assert after("Q1", 16, PAIN) == (at("Q1", 10, pain_weeks=1), "PAIN_BACK")


def test_pain_acts_in_an_easy_week_too():
    assert after("K3", 11, PAIN, week="easy") == (at("K2", 10, pain_weeks=1), "PAIN_BACK")


def test_pain_counts_without_a_single_set():
    result = Result(planned=3, trained=1, skipped=1, pain=True)
    assert after("K3", 11, result) == (at("K2", 10, pain_weeks=1), "PAIN_BACK")


def test_pain_may_go_below_the_start_of_the_plan():
    assert after("Q2", 20, PAIN, floor=("Q2", 20)) == (at("Q1", 10, pain_weeks=1), "PAIN_BACK")


def test_pain_in_the_second_week_running_stops_the_exercise():
    assert after("K2", 13, PAIN, pain_weeks=1) == (at("K2", 13, pain_weeks=2, stopped=True), "PAIN_STOP")


def test_pain_at_the_gentlest_point_stops_the_exercise_at_once():
    assert after("Q1", 10, PAIN) == (at("Q1", 10, pain_weeks=1, stopped=True), "PAIN_STOP")


def test_the_gentlest_point_is_the_gentlest_that_can_be_done():
    """Without the kit of the first rung, the second one is where pain stops."""
    band, free = Variation("banded", needs="band"), Variation("free")
    ladder = Ladder("odd", (Rung("O1", band, 2, 8, 10, 1), Rung("O2", free, 2, 8, 10, 1)))
    state, reason = advance(ladder, State(1, 8), PAIN, week_kind="build", owned=(), floor=(1, 8))
    assert (state.stopped, reason.code) == (True, "PAIN_STOP")
    assert advance(ladder, State(1, 8), PAIN, week_kind="build", owned={"band"}, floor=(1, 8))[0].rung == 0


def test_weeks_without_the_exercise_do_not_interrupt_the_count_of_painful_weeks():
    state, _code = after("K3", 11, PAIN)
    for away in (AWAY, AWAY, SKIPPED):
        state, _reason = advance(KICKBACK, state, away, week_kind="build", owned=(), floor=(0, 8))
    assert state.pain_weeks == 1
    state, reason = advance(KICKBACK, state, PAIN, week_kind="build", owned=(), floor=(0, 8))
    assert (state.stopped, reason.code, reason.weeks) == (True, "PAIN_STOP", 2)


@pytest.mark.parametrize("result", [GOOD, HARD, EASY, short(0.5), Result(planned=3, trained=1)])
@pytest.mark.parametrize("week", ["build", "easy"])
def test_a_week_with_the_exercise_and_without_pain_ends_the_count_of_painful_weeks(result, week):
    assert after("K2", 12, result, week=week, pain_weeks=1)[0].pain_weeks == 0


def test_an_easy_week_without_the_exercise_keeps_the_count_of_painful_weeks():
    assert after("K2", 12, SKIPPED, week="easy", pain_weeks=1) == (at("K2", 12, pain_weeks=1), "AFTER_EASY")


# 6 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", [GOOD, HARD, EASY, SKIPPED, short(0.5), Result(planned=3, trained=1)])
def test_an_easy_week_changes_nothing_and_clears_strikes(result):
    assert after("Q2", 22, result, week="easy", strikes=2) == (at("Q2", 22), "AFTER_EASY")


# 7 and 8 ------------------------------------------------------------------------------------------


def test_an_exercise_skipped_in_every_workout_waits_and_keeps_its_counts():
    assert after("Q2", 22, SKIPPED, strikes=2, pain_weeks=1) == (
        at("Q2", 22, strikes=2, pain_weeks=1),
        "SKIPPED",
    )


@pytest.mark.parametrize(
    "planned, trained, skipped, code",
    [
        (1, 1, 0, "UP_REPS"),
        (2, 1, 0, "UP_REPS"),
        (3, 1, 0, "PARTIAL"),
        (3, 3, 2, "PARTIAL"),
        (3, 2, 0, "UP_REPS"),
        (3, 3, 1, "UP_REPS"),
        (4, 1, 0, "PARTIAL"),
        (4, 2, 0, "UP_REPS"),
        (5, 2, 0, "PARTIAL"),
        (5, 3, 0, "UP_REPS"),
    ],
)
def test_fewer_full_workouts_than_half_of_the_planned_ones_rounded_up_change_nothing(
    planned, trained, skipped, code
):
    assert after("Q2", 22, Result(planned, trained, skipped))[1] == code


@pytest.mark.parametrize("result", [Result(3, 1, rating="hard"), Result(3, 1, ratio=0.2), Result(3, 1)])
def test_a_partial_week_brings_no_strike_and_clears_none(result):
    assert after("Q2", 22, result, strikes=2) == (at("Q2", 22, strikes=2), "PARTIAL")


# 9 and 10 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ratio, rating, strikes",
    [
        (0.7999, "right", 2),
        (0.0, "easy", 2),
        (0.79, "hard", 2),
        (0.80, "right", 1),
        (0.80, "hard", 1),
        (0.9499, "easy", 1),
        (0.95, "hard", 1),
        (1.0, "hard", 1),
    ],
)
def test_under_80_percent_is_two_strikes_and_under_95_or_hard_is_one(ratio, rating, strikes):
    assert after("Q2", 22, short(ratio, rating)) == (at("Q2", 22, strikes=strikes), "REPEAT")


def test_95_percent_counts_as_finished():
    assert after("Q2", 22, short(0.95)) == (at("Q2", 24), "UP_REPS")


def test_strikes_add_up_over_weeks():
    assert after("Q2", 22, HARD, strikes=1) == (at("Q2", 22, strikes=2), "REPEAT")


@pytest.mark.parametrize("strikes, result", [(2, HARD), (1, short(0.5)), (2, short(0.5)), (2, short(0.9))])
def test_three_strikes_go_back_two_steps_and_start_the_count_afresh(strikes, result):
    assert after("Q2", 24, result, strikes=strikes) == (at("Q2", 20), "STRIKES_BACK")


def test_two_steps_from_K3_at_10_is_K2_at_14():
    assert after("K3", 10, HARD, strikes=2) == (at("K2", 14), "STRIKES_BACK")


def test_two_steps_from_the_second_rep_of_a_rung_cross_it():
    assert after("K3", 11, HARD, strikes=2) == (at("K2", 15), "STRIKES_BACK")


def test_strikes_may_lead_below_the_start_of_the_plan():
    assert after("Q2", 20, HARD, strikes=2, floor=("Q2", 20)) == (at("Q1", 16), "STRIKES_BACK")


def test_strikes_never_lead_below_the_first_rung():
    assert after("Q1", 12, HARD, strikes=2) == (at("Q1", 10), "STRIKES_BACK")
    assert after("Q1", 10, HARD, strikes=2) == (at("Q1", 10), "FLOOR")


# 11 to 13 -----------------------------------------------------------------------------------------


def test_success_adds_a_step_and_clears_strikes():
    assert after("Q2", 20, GOOD, strikes=2) == (at("Q2", 22), "UP_REPS")
    assert after("K2", 10, GOOD, strikes=1) == (at("K2", 11), "UP_REPS")


def test_success_rated_easy_adds_two_steps():
    assert after("Q2", 20, EASY) == (at("Q2", 24), "UP_REPS")
    assert after("K2", 10, EASY) == (at("K2", 12), "UP_REPS")


def test_easy_never_leads_past_the_top_of_a_rung():
    assert after("Q2", 24, EASY) == (at("Q2", 26), "UP_REPS")


@pytest.mark.parametrize("result", [GOOD, EASY])
def test_the_top_of_a_rung_leads_to_the_lowest_reps_of_the_next(result):
    assert after("Q2", 26, result, strikes=1) == (at("Q3", 16), "UP_SETS")


@pytest.mark.parametrize(
    "code, reps, above, code_of_reason",
    [
        ("Q2", 26, ("Q3", 16), "UP_SETS"),
        ("K3", 12, ("K4", 10), "UP_SETS"),
        ("B2", 22, ("B3", 14), "UP_HOLD"),
        ("C3", 20, ("C4", 12), "UP_HOLD"),
        ("K1", 12, ("K2", 10), "UP_VARIATION"),
        ("B4", 20, ("B5", 12), "UP_VARIATION"),
        ("K4", 12, ("K5", 10), "UP_RESISTANCE"),
        ("B6", 16, ("B7", 12), "UP_RESISTANCE"),
        ("K5", 12, ("K6", 10), "UP_SETS"),
    ],
)
def test_the_reason_of_a_new_rung_names_what_is_new(code, reps, above, code_of_reason):
    assert after(code, reps, GOOD, owned=("band", "weights")) == (at(*above), code_of_reason)


def test_rungs_whose_kit_is_not_owned_are_passed_by():
    ladder = Ladder(
        "odd",
        (
            Rung("O1", Variation("plain"), 2, 8, 10, 1),
            Rung("O2", Variation("banded", needs="band"), 2, 8, 10, 1),
            Rung("O3", Variation("other"), 2, 8, 10, 1),
        ),
    )

    def to(state, result, owned=()):
        state, reason = advance(ladder, state, result, week_kind="build", owned=owned, floor=(0, 8))
        return state.point, reason.code

    assert to(State(0, 10), GOOD) == ((2, 8), "UP_VARIATION")
    assert to(State(0, 10), GOOD, {"band"}) == ((1, 8), "UP_RESISTANCE")
    assert to(State(2, 8, strikes=2), HARD) == ((0, 9), "STRIKES_BACK")
    assert to(State(2, 9), PAIN) == ((0, 8), "PAIN_BACK")


def test_the_current_rung_counts_even_when_its_kit_is_gone():
    assert after("K5", 10, GOOD) == (at("K5", 11), "UP_REPS")
    assert after("K5", 12, GOOD) == (at("K5", 12), "TOP")
    assert after("K5", 11, HARD, strikes=2) == (at("K4", 12), "STRIKES_BACK")


def test_without_a_usable_rung_left_the_top_stays():
    assert after("C4", 16, GOOD) == (at("C4", 16), "TOP")
    assert after("C4", 16, EASY) == (at("C4", 16), "TOP")
    assert after("C4", 16, GOOD, owned=("band",)) == (at("C5", 10), "UP_RESISTANCE")


def test_a_rung_that_brings_nothing_is_passed_over():
    assert after("Q2", 26, GOOD, passed_over=(2,)) == (at("Q4", 8), "UP_VARIATION")


def test_a_rung_passed_over_counts_for_who_stands_on_it():
    assert after("Q3", 18, GOOD, passed_over=(2,)) == (at("Q3", 20), "UP_REPS")


# Off the grid, and taking up again ------------------------------------------------------------------


@pytest.mark.parametrize(
    "reps, result, wanted",
    [(23, GOOD, at("Q2", 24)), (21, GOOD, at("Q2", 22)), (99, GOOD, at("Q3", 16)), (15, GOOD, at("Q2", 20))],
)
def test_a_point_off_the_grid_snaps_to_the_nearest_that_is_not_harder_before_any_rule(reps, result, wanted):
    assert after("Q2", reps, result)[0] == wanted


def test_a_point_off_the_grid_snaps_in_a_missed_week_too():
    assert after("Q2", 23, AWAY)[0] == at("Q2", 22, missed=1)


def test_the_reason_speaks_of_the_point_on_the_grid():
    _state, reason = advance(SQUAT, State(1, 23), GOOD, week_kind="build", owned=(), floor=(0, 10))
    assert (reason.before.reps, reason.after.reps) == (22, 24)


def test_without_its_kit_a_state_snaps_to_the_hardest_point_that_is_not_harder():
    assert snap(KICKBACK, at("K6", 11, strikes=1), ()) == at("K4", 12, strikes=1)
    assert snap(KICKBACK, at("K6", 11), {"band"}) == at("K6", 11)
    assert snap(SQUAT, at("Q2", 23), ()) == at("Q2", 22)


def test_a_state_below_every_point_snaps_to_the_first():
    assert snap(SQUAT, State(0, 3), ()) == at("Q1", 10)


def test_a_level_that_needs_kit_starts_at_the_hardest_point_below_without_it():
    ladder = Ladder(
        "odd",
        (
            Rung("O1", Variation("plain"), 2, 8, 10, 1, level="starter"),
            Rung("O2", Variation("banded", needs="band"), 2, 8, 10, 1, level="standard"),
        ),
    )
    assert start(ladder, "standard", ()).point == (0, 10)
    assert start(ladder, "standard", {"band"}).point == (1, 8)


def test_resuming_starts_at_the_previous_rung_and_its_lowest_reps_with_nothing_counted():
    stopped = at("K3", 12, strikes=1, pain_weeks=2, missed=1, stopped=True)
    assert resume(KICKBACK, stopped, ()) == at("K2", 10)
    assert resume(KICKBACK, at("K1", 11, stopped=True), ()) == at("K1", 8)


def test_resuming_goes_back_from_a_rung_whose_kit_is_gone():
    assert resume(KICKBACK, at("K6", 10, stopped=True), ()) == at("K4", 10)


def test_a_lower_hold_with_more_sets_is_one_more_set():
    assert step_up_code(BRIDGE, BRIDGE.index_of("B4"), BRIDGE.index_of("B2")) == "UP_SETS"


def test_a_reason_carries_the_numbers_of_its_sentence():
    _state, reason = advance(
        CLAM, at("C2", 22), short(0.9, "hard"), week_kind="build", owned=(), floor=(0, 10)
    )
    assert (reason.rating, reason.ratio) == ("hard", 0.9)
    assert (reason.before.rung.code, reason.before.sets, reason.before.reps) == ("C2", 2, 22)
    assert reason.after == reason.before
