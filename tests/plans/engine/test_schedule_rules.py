"""How weeks follow from one another: easy weeks, standing minutes, and what was asked on the day."""

import pytest

from plans.engine.evidence import Asked, LoggedExercise
from plans.engine.ladder import Ladder, Rung
from plans.engine.progression import easy_after, next_kind
from tests.plans.engine.build import (
    LADDERS,
    MONDAY,
    ORDER,
    VARIATIONS,
    WEEK,
    choices,
    done_sets,
    dose,
    full,
    live,
    log,
    revision,
    see,
    shown,
)

SQUATS = (("squat",),) * 3


def kinds(schedule):
    return "".join(window.kind[0] for window in schedule.windows)


def lived(plan, chosen, act, *, windows=None):
    windows = windows or plan.weeks
    logs = live(plan, chosen, act, windows=windows)
    return see(plan, chosen, logs, today=chosen.first_day_of(windows + 1))


def only_in(*windows):
    return lambda planned: log(planned) if planned.window in windows else None


def codes(schedule, exercise="squat"):
    return [window.reasons[exercise].code for window in schedule.windows]


def squats(schedule):
    return [shown(next(d for d in w.workouts[0].doses if d.exercise == "squat")) for w in schedule.windows]


def sets(window, slot=1):
    return {d.exercise: d.sets for d in window.workouts[slot - 1].doses}


def trained(window):
    return {name for planned in window.workouts for name in planned.workout.exercises}


# Easy weeks ---------------------------------------------------------------------------------------


def test_after_four_building_weeks_the_next_is_easy():
    assert kinds(see(revision(12), choices())) == "bbbbebbbbebb"


def test_the_last_week_is_never_easy():
    assert kinds(see(revision(10), choices())) == "bbbbebbbbb"


@pytest.mark.parametrize("weeks, after", [(1, 0), (6, 0), (7, 4), (52, 4)])
def test_plans_of_six_weeks_or_less_have_no_easy_week(weeks, after):
    assert easy_after(weeks) == after
    assert kinds(see(revision(6), choices())) == "bbbbbb"
    assert kinds(see(revision(7), choices())) == "bbbbebb"


@pytest.mark.parametrize(
    "built, after, last, kind",
    [
        (3, 4, False, "build"),
        (4, 4, False, "easy"),
        (5, 4, False, "easy"),
        (4, 4, True, "build"),
        (9, 0, False, "build"),
    ],
)
def test_the_next_week_is_easy_after_enough_building_ones(built, after, last, kind):
    assert next_kind(built, after, last) == kind


def test_a_revision_says_itself_after_how_many_weeks_an_easy_one_comes():
    schedule = see(revision(8, easy=2), choices())
    assert kinds(schedule) == "bbebbebb"
    assert schedule.window(3).reasons["squat"].weeks == 2


def test_a_missed_week_resets_the_count_of_building_weeks():
    assert (
        kinds(lived(revision(12), choices(), lambda p: None if p.window == 3 else log(p))) == "bbbbbbbebbbb"
    )


def test_a_missed_easy_week_starts_the_count_afresh_and_is_not_made_up_for():
    assert (
        kinds(lived(revision(12), choices(), lambda p: None if p.window == 5 else log(p))) == "bbbbebbbbebb"
    )


def test_a_single_workout_makes_a_building_week():
    schedule = lived(revision(12), choices(), lambda p: log(p) if p.slot == 2 else None)
    assert kinds(schedule) == "bbbbebbbbebb"


def test_an_easy_week_has_one_set_fewer_never_none_and_the_same_reps():
    easy = see(revision(12), choices()).window(10)
    assert {shown(d) for d in easy.workouts[0].doses} == {
        "Q4 1×10",
        "K3 1×12",
        "B4 1×18",
        "T4 1×8",
        "C4 1×12",
    }
    one_set = Ladder("squat", (Rung("S1", VARIATIONS["squat"], 1, 8, 30, 1, level="standard"),))
    window = see(revision(12, SQUATS, ladders={"squat": one_set}), choices()).window(5)
    assert (window.kind, shown(window.workouts[0].doses[0])) == ("easy", "S1 1×12")
    assert shown(window.reasons["squat"].after) == "S1 1×12"


def test_a_change_earned_before_an_easy_week_is_told_in_the_first_full_week_after_it():
    schedule = see(revision(12), choices())
    assert codes(schedule)[3:7] == ["UP_REPS", "EASY", "UP_SETS", "UP_REPS"]
    assert (shown(schedule.window(5).reasons["squat"].after), squats(schedule)[4:6]) == (
        "Q3 2×16",
        ["Q3 2×16", "Q3 3×16"],
    )


def test_nothing_is_earned_in_an_easy_week():
    def act(planned):
        return log(planned, "easy" if planned.window == 5 else "right")

    schedule = lived(revision(12), choices(), act)
    assert squats(schedule)[3:7] == ["Q2 2×26", "Q3 2×16", "Q3 3×16", "Q3 3×18"]


def test_a_hard_easy_week_brings_no_strike_and_clears_them():
    schedule = lived(revision(12), choices(), lambda p: log(p, "hard" if p.window in (3, 4, 5) else "right"))
    assert [schedule.window(n).states["squat"].strikes for n in (4, 5, 6)] == [1, 2, 0]


def test_pain_in_an_easy_week_is_told_rather_than_the_change_before_it():
    def act(planned):
        if planned.window != 5:
            return log(planned)
        return log(planned, squat=full(planned.doses[0], pain=True))

    schedule = lived(revision(12), choices(), act, windows=6)
    assert codes(schedule)[5] == "PAIN_BACK"
    assert squats(schedule)[5] == "Q2 2×20"


def test_a_stopped_exercise_is_in_no_workout_and_says_so_in_easy_weeks_too():
    def act(planned):
        squat = next((d for d in planned.doses if d.exercise == "squat"), None)
        hurts = squat is not None and planned.window in (1, 2)
        return log(planned, **({"squat": full(squat, pain=True)} if hurts else {}))

    schedule = lived(revision(12), choices(), act, windows=6)
    assert codes(schedule)[:6] == ["START", "PAIN_BACK", "PAIN_STOP", "STOPPED", "STOPPED", "STOPPED"]
    assert kinds(schedule)[4] == "e"
    assert all("squat" not in trained(schedule.window(n)) for n in (3, 4, 5, 6))
    assert trained(schedule.window(3)) == set(ORDER) - {"squat"}


# Gaps ---------------------------------------------------------------------------------------------


def test_a_week_away_changes_nothing_and_each_further_one_goes_two_steps_back_to_the_start():
    schedule = lived(revision(12), choices(), only_in(1, 2, 3), windows=8)
    assert squats(schedule)[3:8] == ["Q2 2×26", "Q2 2×26", "Q2 2×22", "Q2 2×20", "Q2 2×20"]
    assert codes(schedule)[4:8] == ["MISSED_1", "MISSED_2PLUS", "MISSED_FLOOR", "MISSED_FLOOR"]


def test_an_exercise_left_out_of_every_workout_waits_while_others_go_on():
    schedule = lived(revision(4), choices(), lambda p: log(p, squat=None))
    assert codes(schedule)[1] == "SKIPPED"
    assert squats(schedule) == ["Q2 2×20"] * 4
    assert codes(schedule, "clam")[1] == "UP_REPS"


def test_another_workout_of_the_week_does_not_speak_for_an_exercise_it_does_not_contain():
    """Kickbacks were trained, squats were not: squats were missed."""
    kettle = revision(4, (("squat",), ("kickback",)) * 3, warm_up=0)
    chosen = choices((0, 1, 2, 3, 4, 5))
    schedule = lived(
        kettle, chosen, lambda p: log(p) if "kickback" in p.workout.exercises else None, windows=2
    )
    assert [w.reasons["squat"].code for w in schedule.windows][:3] == ["START", "MISSED_1", "MISSED_FLOOR"]
    assert schedule.window(3).reasons["kickback"].code == "UP_REPS"


# Standing minutes ---------------------------------------------------------------------------------


def test_standing_minutes_shape_every_workout():
    schedule = see(revision(12), choices(minutes=20))
    assert sets(schedule.window(1)) == {"squat": 2, "kickback": 2, "bridge": 2, "toe_tap": 1, "clam": 1}
    assert all(planned.seconds <= 20 * 60 for planned in schedule.workouts())


def test_what_standing_minutes_leave_is_evidence():
    schedule = lived(revision(4), choices(minutes=20), log, windows=1)
    assert codes(schedule)[1] == codes(schedule, "clam")[1] == "UP_REPS"


def test_an_exercise_dropped_for_one_that_had_its_turn_comes_later_in_the_week():
    window = see(revision(12), choices(minutes=10)).window(1)
    assert "toe_tap" not in sets(window, 1)
    assert "toe_tap" in sets(window, 2)
    assert trained(window) == set(ORDER)


@pytest.mark.parametrize("minutes", [10, 12, 15])
@pytest.mark.parametrize("count", [2, 3])
def test_no_exercise_stays_out_two_weeks_running(minutes, count):
    for level in ("starter", "standard", "strong"):
        plan = revision(52, (ORDER,) * count)
        windows = see(plan, choices((0, 2, 4)[:count], level=level, minutes=minutes)).windows
        for earlier, later in zip(windows, windows[1:], strict=False):
            assert trained(earlier) | trained(later) == set(ORDER), (level, later.number)


def test_an_exercise_that_no_workout_of_the_week_asked_for_waits():
    plan = revision(8, (ORDER,))
    schedule = lived(plan, choices((0,), minutes=10), log)
    out = next(w for w in schedule.windows if "toe_tap" not in trained(w))
    after = schedule.window(out.number + 1)
    assert after.reasons["toe_tap"].code == "WAITS"
    assert after.states["toe_tap"] == out.states["toe_tap"]
    assert "toe_tap" in trained(after)


def test_waiting_is_not_missing():
    plan = revision(4, (ORDER,))
    schedule = lived(plan, choices((0,), minutes=10), lambda p: None)
    assert schedule.window(2).states["toe_tap"].missed == 0
    assert schedule.window(2).states["squat"].missed == 1


def test_an_exercise_done_though_nobody_asked_is_evidence():
    plan, chosen = revision(4, (ORDER,)), choices((0,), minutes=10)

    def act(planned):
        return log(planned, toe_tap=full(dose("T2", 10)))

    schedule = lived(plan, chosen, act, windows=1)
    assert "toe_tap" not in trained(schedule.window(1))
    assert schedule.window(2).reasons["toe_tap"].code == "UP_REPS"


def test_in_an_easy_week_the_budget_is_fitted_to_the_full_sets_first():
    easy = see(revision(12), choices(minutes=20)).window(5)
    assert easy.kind == "easy"
    full_week = {
        d.exercise: d for d in see(revision(12, easy=0), choices(minutes=20)).window(5).workouts[0].doses
    }
    assert {d.exercise: d.sets for d in easy.workouts[0].doses} == {
        name: max(1, asked.sets - 1) for name, asked in full_week.items()
    }
    assert easy.seconds < 16 * 60


def test_a_set_that_the_standing_minutes_would_take_away_is_no_step_up():
    free = lived(revision(12, easy=0), choices(), log, windows=5)
    tight = lived(revision(12, easy=0), choices(minutes=15), log, windows=5)
    assert squats(free)[4] == "Q3 3×16"
    assert squats(tight)[4].startswith("Q4")
    assert codes(tight)[4] == "UP_VARIATION"


def test_a_set_that_the_standing_minutes_leave_is_a_step_up():
    roomy = lived(revision(12, SQUATS, easy=0), choices(minutes=10), log, windows=5)
    assert squats(roomy)[4] == "Q3 3×16"


def test_a_reason_speaks_of_the_sets_that_the_standing_minutes_leave():
    schedule = lived(revision(12, easy=0), choices(minutes=15), log, windows=4)
    reason = schedule.window(4).workouts[0].reasons["clam"]
    assert (reason.code, shown(reason.before), shown(reason.after)) == ("UP_VARIATION", "C2 1×24", "C3 1×12")
    for planned in schedule.workouts():
        assert {name: reason.after for name, reason in planned.reasons.items()} == {
            dose.exercise: dose for dose in planned.doses
        }


def test_a_week_in_which_everything_is_stopped_is_no_building_week():
    def act(planned):
        return log(planned, **{d.exercise: full(d, pain=True) for d in planned.doses})

    plan, chosen = revision(8, SQUATS), choices()
    schedule = see(plan, chosen, live(plan, chosen, act, windows=2), today=chosen.first_day_of(3))
    assert [planned.doses for planned in schedule.window(3).workouts] == [()] * 3
    assert kinds(schedule) == "bbbbbbbb"


# What was asked on the day ------------------------------------------------------------------------


def week_of(window, schedule, **exercises):
    return [log(planned, **exercises) for planned in schedule.window(window).workouts]


def test_success_below_the_recomputed_point_holds_it():
    """Two weeks were done; the first arrives late, so the second should have asked for more than it did."""
    plan, chosen = revision(4, SQUATS), choices()
    first = week_of(1, see(plan, chosen))
    second = week_of(2, see(plan, chosen, today=MONDAY + WEEK))
    assert shown(dose("Q2", second[0].exercises["squat"].asked.reps)) == "Q2 2×20"
    schedule = see(plan, chosen, first + second, today=MONDAY + 2 * WEEK)
    assert squats(schedule)[:3] == ["Q2 2×20", "Q2 2×22", "Q2 2×22"]
    assert codes(schedule)[:3] == ["START", "UP_REPS", "HELD"]
    assert schedule.window(3).reasons["squat"].before == schedule.window(3).reasons["squat"].after


def test_one_workout_below_the_recomputed_point_holds_it_whichever_it_was():
    plan, chosen = revision(4, SQUATS), choices()
    first = week_of(1, see(plan, chosen))
    planned = see(plan, chosen, first, today=MONDAY + WEEK).window(2).workouts
    for below in (0, 1, 2):
        second = [log(p, squat=full(dose("Q2", 20 if n == below else 22))) for n, p in enumerate(planned)]
        assert codes(see(plan, chosen, first + second, today=MONDAY + 2 * WEEK))[2] == "HELD"


def test_failure_below_the_recomputed_point_is_failure():
    plan, chosen = revision(4, SQUATS), choices()
    first = week_of(1, see(plan, chosen))
    second = week_of(2, see(plan, chosen, today=MONDAY + WEEK), squat=full(dose("Q2", 20), "hard"))
    schedule = see(plan, chosen, first + second, today=MONDAY + 2 * WEEK)
    assert codes(schedule)[2] == "REPEAT"
    assert schedule.window(3).states["squat"].strikes == 1


def test_success_above_the_recomputed_point_goes_on_from_the_recomputed_one():
    """The first week was corrected to nothing, but the second asked for, and saw, what it had earned."""
    plan, chosen = revision(4, SQUATS), choices()
    first = week_of(1, see(plan, chosen))
    second = week_of(2, see(plan, chosen, first, today=MONDAY + WEEK))
    schedule = see(plan, chosen, second, today=MONDAY + 2 * WEEK)
    assert squats(schedule)[:3] == ["Q2 2×20", "Q2 2×20", "Q2 2×22"]
    assert codes(schedule)[2] == "UP_REPS"


def test_falling_short_of_what_was_asked_is_success_where_less_should_have_been_asked():
    plan, chosen = revision(4, SQUATS), choices()
    first = week_of(1, see(plan, chosen))
    second = week_of(
        2, see(plan, chosen, first, today=MONDAY + WEEK), squat=full(dose("Q2", 22), share=20 / 22)
    )
    assert codes(see(plan, chosen, first + second, today=MONDAY + 2 * WEEK))[2] == "REPEAT"
    assert codes(see(plan, chosen, second, today=MONDAY + 2 * WEEK))[2] == "UP_REPS"


def test_a_held_point_is_also_held_at_the_top_of_a_rung():
    plan, chosen = revision(6, SQUATS), choices()
    logs = live(plan, chosen, log, windows=3)
    fourth = [
        log(p, squat=full(dose("Q2", 22)))
        for p in see(plan, chosen, logs, today=MONDAY + 3 * WEEK).window(4).workouts
    ]
    schedule = see(plan, chosen, logs + fourth, today=MONDAY + 4 * WEEK)
    assert squats(schedule)[3:5] == ["Q2 2×26", "Q2 2×26"]
    assert codes(schedule)[4] == "HELD"


def test_a_workout_below_that_is_no_evidence_holds_nothing():
    plan, chosen = revision(4, SQUATS), choices()
    first = week_of(1, see(plan, chosen))
    asked = see(plan, chosen, first, today=MONDAY + WEEK)
    trimmed = log(asked.window(2).workouts[0], squat=full(dose("Q2", 20), trimmed=True))
    others = [log(planned) for planned in asked.window(2).workouts[1:]]
    schedule = see(plan, chosen, [*first, trimmed, *others], today=MONDAY + 2 * WEEK)
    assert codes(schedule)[2] == "UP_REPS"


def test_a_rung_of_another_ladder_is_training_but_no_evidence():
    plan, chosen = revision(4, SQUATS), choices()
    alien = LoggedExercise(done_sets(dose("Q2", 20)), Asked("ZZ", 2, 20), "right")
    schedule = see(plan, chosen, week_of(1, see(plan, chosen), squat=alien), today=MONDAY + WEEK)
    assert codes(schedule)[1] == "SKIPPED"


def test_an_edit_of_the_past_recomputes_every_later_window():
    plan, chosen = revision(6), choices()
    right = live(plan, chosen, log, windows=4)
    hard = [log(p, "hard") for p in see(plan, chosen).window(1).workouts] + right[3:]
    before = see(plan, chosen, right, today=MONDAY + 4 * WEEK)
    after = see(plan, chosen, hard, today=MONDAY + 4 * WEEK)
    assert after.window(1).states == before.window(1).states
    assert squats(before)[1:5] == ["Q2 2×22", "Q2 2×24", "Q2 2×26", "Q3 3×16"]
    assert [squats(after)[n] for n in range(5)] == ["Q2 2×20", "Q2 2×20", "Q2 2×22", "Q2 2×24", "Q2 2×26"]


def test_choices_reach_the_ladder():
    plan = revision(52)
    hardest = {
        kit: see(plan, choices(kit=kit, level="strong")).windows[-1].workouts[0].doses
        for kit in [(), ("band",), ("band", "weights")]
    }
    assert [d.rung.code for d in hardest[()]] == ["Q4", "K4", "B6", "T5", "C4"]
    assert [d.rung.code for d in hardest[("band",)]] == ["Q4", "K6", "B6", "T5", "C5"]
    assert [d.rung.code for d in hardest[("band", "weights")]] == ["Q5", "K6", "B7", "T5", "C5"]
    assert set(LADDERS) == set(plan.exercises)
