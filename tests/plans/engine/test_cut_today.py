"""A workout that was cut today: it counts as training, and says nothing about what it left out."""

import pytest

from plans.engine.evidence import Asked, LoggedExercise
from plans.engine.schedule import DONE, STARTED
from tests.plans.engine.build import MONDAY, WEEK, choices, done_sets, dose, full, log, revision, see

PLAN, CHOSEN = revision(), choices()
SQUATS, CLAMS = dose("Q2", 20), dose("C2", 20)


def cut(asked, left, *, done=None, rating=""):
    """An exercise of which a day left so many sets; `done` of them, or all."""
    sets = done_sets(asked)
    numbers = range(1, (left if done is None else done) + 1)
    kept = {planned: reps for planned, reps in sets.items() if planned.number in numbers}
    return LoggedExercise(
        kept, Asked(asked.rung.code, asked.sets, asked.reps), rating, trimmed=True, sets_left=left
    )


def first_week():
    return see(PLAN, CHOSEN).window(1).workouts


def week_after(**exercises):
    """Window 2 after a first week whose three workouts all had these exercises in the place of the full ones."""
    logs = [log(planned, **exercises) for planned in first_week()]
    return see(PLAN, CHOSEN, logs, today=MONDAY + WEEK).window(2)


def status_today(**exercises):
    logs = [log(first_week()[0], finished=False, **exercises)]
    return see(PLAN, CHOSEN, logs).window(1).workouts[0].status


# Strikes -----------------------------------------------------------------------------------------


def test_leaving_an_exercise_out_never_costs_a_strike():
    window = week_after(clam=cut(CLAMS, 0, rating="hard"))
    assert window.states["clam"].strikes == 0
    assert window.states["clam"].reps == 20
    assert window.reasons["clam"].code == "SKIPPED"


def test_fewer_sets_never_cost_a_strike_however_they_felt():
    window = week_after(squat=cut(SQUATS, 1, rating="hard"))
    assert (window.states["squat"].strikes, window.states["squat"].reps) == (0, 20)


def test_sets_left_undone_of_those_that_the_cut_left_cost_no_strike_either():
    window = week_after(kickback=cut(dose("K2", 10), 2, done=1))
    assert window.states["kickback"].strikes == 0


def test_weeks_of_leaving_it_out_leave_it_where_it_is():
    logs, today = [], MONDAY
    for number in range(1, 5):
        planned = see(PLAN, CHOSEN, logs, today=today).window(number).workouts
        logs += [log(each, clam=cut(CLAMS, 0)) for each in planned]
        today += WEEK
    state = see(PLAN, CHOSEN, logs, today=today).window(5).states["clam"]
    assert (state.rung, state.reps, state.strikes, state.missed) == (1, 20, 0, 0)


def test_a_strike_that_was_there_before_stays_while_the_exercise_is_left_out():
    hard = [log(planned, squat=full(SQUATS, "hard")) for planned in first_week()]
    second = see(PLAN, CHOSEN, hard, today=MONDAY + WEEK).window(2).workouts
    out = [log(planned, squat=cut(SQUATS, 0)) for planned in second]
    window = see(PLAN, CHOSEN, [*hard, *out], today=MONDAY + 2 * WEEK).window(3)
    assert window.states["squat"].strikes == 1


# What still counts -------------------------------------------------------------------------------


def test_the_other_exercises_of_a_cut_workout_still_count():
    window = week_after(clam=cut(CLAMS, 0), toe_tap=cut(dose("T2", 10), 1))
    assert {name: reason.code for name, reason in window.reasons.items()} == {
        "squat": "UP_REPS",
        "kickback": "UP_REPS",
        "bridge": "UP_REPS",
        "toe_tap": "SKIPPED",
        "clam": "SKIPPED",
    }


def test_one_cut_workout_of_three_leaves_the_two_full_ones_to_decide():
    workouts = first_week()
    logs = [log(workouts[0], clam=cut(CLAMS, 0)), *(log(planned) for planned in workouts[1:])]
    assert see(PLAN, CHOSEN, logs, today=MONDAY + WEEK).window(2).reasons["clam"].code == "UP_REPS"


def test_two_cut_workouts_of_three_are_too_few_to_decide():
    workouts = first_week()
    logs = [*(log(planned, clam=cut(CLAMS, 0)) for planned in workouts[:2]), log(workouts[2])]
    window = see(PLAN, CHOSEN, logs, today=MONDAY + WEEK).window(2)
    assert (window.reasons["clam"].code, window.states["clam"].strikes) == ("PARTIAL", 0)


def test_a_cut_workout_is_attendance():
    """Nobody is told that nothing was logged, and the building week counts."""
    only_squats = {name: cut(asked, 0) for name, asked in rest_of_the_workout().items()}
    logs = [log(planned, squat=cut(SQUATS, 1), **only_squats) for planned in first_week()]
    codes = {
        reason.code for reason in see(PLAN, CHOSEN, logs, today=MONDAY + WEEK).window(2).reasons.values()
    }
    assert codes == {"SKIPPED"}


def rest_of_the_workout():
    return {d.exercise: d for d in first_week()[0].doses if d.exercise != "squat"}


# Done --------------------------------------------------------------------------------------------


def test_a_workout_is_done_once_all_that_the_cut_left_is_logged():
    assert status_today(squat=cut(SQUATS, 1)) == DONE
    assert status_today(squat=cut(SQUATS, 1), clam=cut(CLAMS, 0), kickback=cut(dose("K2", 10), 2)) == DONE


def test_it_is_not_done_while_a_set_that_the_cut_left_is_open():
    assert status_today(kickback=cut(dose("K2", 10), 2, done=1)) == STARTED
    assert status_today(clam=cut(CLAMS, 0), squat=None) == STARTED


def test_without_a_cut_every_set_is_wanted():
    one_set = LoggedExercise({("p", 1): 20}, Asked("Q2", 2, 20))
    assert status_today(squat=one_set) == STARTED


@pytest.mark.parametrize("left, status", [(1, DONE), (2, STARTED), (None, STARTED)])
def test_where_it_is_not_known_what_was_asked_the_plans_own_sets_are_measured(left, status):
    sets = {planned: reps for planned, reps in done_sets(SQUATS).items() if planned.number == 1}
    assert status_today(squat=LoggedExercise(sets, None, sets_left=left)) == status


def test_a_cut_that_leaves_more_than_was_asked_for_cuts_nothing():
    asked = Asked("Q2", 2, 20)
    assert status_today(squat=LoggedExercise(done_sets(SQUATS), asked, sets_left=9)) == DONE
