"""Weeks in a row: at least one workout done, at most one missed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.engine.schedule import DONE, LET_GO, MISSED, PLANNED, STARTED
from plans.engine.streak import Streak, streak
from tests.plans.engine import strategies as some
from tests.plans.engine.build import DAY, MONDAY, WEEK, choices, live, log, revision, see

SHORT = {"d": DONE, "m": MISSED, "s": STARTED, "p": PLANNED, "g": LET_GO}
PLAN = see(revision(1), choices()).windows[0]


def window(number, statuses):
    """ "ddm": two workouts done and one missed."""
    planned = tuple(replace(PLAN.workouts[0], window=number, status=SHORT[status]) for status in statuses)
    return replace(PLAN, number=number, first_day=MONDAY + WEEK * (number - 1), workouts=planned)


def life(*weeks):
    return [window(number, statuses) for number, statuses in enumerate(weeks, start=1)]


def after(*weeks):
    """On the day after the last week."""
    return streak(life(*weeks), MONDAY + WEEK * len(weeks))


def within(*weeks):
    """On the last day of the last week."""
    return streak(life(*weeks), MONDAY + WEEK * len(weeks) - DAY)


@pytest.mark.parametrize(
    "weeks, current, longest",
    [
        ([], 0, 0),
        (["ddd", "ddd"], 2, 2),
        (["ddm", "mdd"], 2, 2),
        (["ddd", "dmm"], 0, 1),
        (["ddd", "ddd", "mmm", "ddd"], 1, 2),
        (["d", "m", "d"], 1, 1),
        (["m"], 0, 0),
        (["dddddm", "ddddmm"], 0, 1),
        (["ddg", "dgg"], 0, 1),
    ],
)
def test_a_week_counts_with_one_workout_done_and_at_most_one_missed(weeks, current, longest):
    assert after(*weeks) == Streak(current, longest)


def test_weeks_without_workouts_neither_count_nor_break_it():
    assert after("ddd", "", "", "ddd", "") == Streak(2, 2)


def test_the_week_that_is_running_breaks_nothing():
    assert within("ddd", "mmm") == Streak(1, 1)
    assert after("ddd", "mmm") == Streak(0, 1)


@pytest.mark.parametrize(
    "week, counts", [("ddp", True), ("ddm", True), ("dpp", False), ("dsp", False), ("p", False)]
)
def test_the_week_that_is_running_counts_as_soon_as_it_can_only_hold(week, counts):
    assert within("ddd", week).current == 1 + counts


def test_weeks_to_come_are_not_looked_at():
    assert streak(life("ddd", "ppp", "ddd"), MONDAY + WEEK) == Streak(1, 1)


def test_a_workout_made_up_for_after_the_plans_end_counts_as_a_week():
    assert after("ddd", "d") == Streak(2, 2)


# On random lives ------------------------------------------------------------------------------------

weeks = st.lists(st.text(alphabet="dmg", max_size=6), max_size=20)


def held(statuses):
    return "d" in statuses and len(statuses) - statuses.count("d") <= 1


@given(weeks)
def test_it_is_the_last_run_of_weeks_that_held(lived):
    kept = "".join("x" if held(statuses) else " " for statuses in lived if statuses)
    runs = [len(run) for run in kept.split(" ")]
    assert after(*lived) == Streak(runs[-1], max(runs))


@given(weeks, st.data())
def test_a_pause_anywhere_changes_nothing(lived, data):
    place = data.draw(st.integers(0, len(lived)))
    assert after(*lived[:place], "", *lived[place:]) == after(*lived)


@given(some.lives(), st.data())
def test_it_never_falls_while_a_window_runs(lived, data):
    plan, chosen, logs = lived
    first = chosen.first_day_of(data.draw(st.integers(1, plan.weeks)))
    counts = []
    for today in (first + DAY * number for number in range(7)):
        known = [log for log in logs if log.date <= today]
        counts.append(streak(see(plan, chosen, known, today=today).windows, today).current)
    assert counts == sorted(counts)


def test_somebody_who_does_all_of_a_plan_has_all_its_weeks_in_a_row():
    chosen = choices()
    end = chosen.first_day_of(13)
    windows = see(revision(12), chosen, live(revision(12), chosen, log), today=end).windows
    assert streak(windows, end) == Streak(12, 12)
