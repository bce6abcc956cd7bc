"""What holds in every life: whatever is done, left out, logged late or corrected."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plans.engine.evidence import LoggedExercise
from plans.engine.progression import State, ease
from tests.plans.engine import strategies as some
from tests.plans.engine.build import DAY, LADDERS, MONDAY, ORDER, choices, live, log, revision, see

# A whole life ---------------------------------------------------------------------------------------


def shape(schedule):
    return [
        (window.number, window.first_day, [p.uid for p in window.workouts]) for window in schedule.windows
    ]


def asked_for(schedule, but=()):
    """What each window asks for; `but` names exercises whose doses may change in the middle of one."""
    return [
        (
            w.kind,
            w.states,
            w.reasons,
            [[dose for dose in p.doses if dose.exercise not in but] for p in w.workouts],
        )
        for w in schedule.windows
    ]


def hurt_in(logs):
    return {name for done in logs for name, logged in done.exercises.items() if logged.pain}


@given(some.lives(), st.integers(-10, 120))
def test_windows_never_change_their_identity_whatever_is_logged(life, offset):
    plan, chosen, logs = life
    today = MONDAY + offset * DAY
    assert shape(see(plan, chosen, logs, today=today)) == shape(see(plan, chosen))


@given(some.lives(), st.integers(-10, 120))
def test_no_day_has_two_workouts_still_to_do(life, offset):
    plan, chosen, logs = life
    schedule = see(plan, chosen, logs, today=MONDAY + offset * DAY)
    undone = [
        planned.date for planned in schedule.workouts() if planned.status in ("planned", "today", "missed")
    ]
    assert len(undone) == len(set(undone))
    assert undone == sorted(undone)
    for window in schedule.windows:
        assert all(
            window.first_day <= planned.date <= window.last_day and planned.date.weekday() in chosen.weekdays
            for planned in window.workouts
            if planned.status in ("planned", "today", "missed")
        )


@given(some.lives(), st.integers(-10, 120))
def test_the_same_life_looks_the_same(life, offset):
    plan, chosen, logs = life
    today = MONDAY + offset * DAY
    assert see(plan, chosen, logs, today=today) == see(plan, chosen, logs, today=today)


@given(some.lives(), st.randoms(use_true_random=False))
def test_the_order_of_logs_exercises_and_sets_is_irrelevant(life, random):
    plan, chosen, logs = life
    today = chosen.first_day_of(plan.weeks + 1)

    def shuffled(pairs):
        pairs = list(pairs)
        random.shuffle(pairs)
        return dict(pairs)

    others = [
        replace(
            done,
            exercises=shuffled(
                (name, replace(exercise, sets=shuffled(exercise.sets.items())))
                for name, exercise in done.exercises.items()
            ),
        )
        for done in logs
    ]
    random.shuffle(others)
    assert see(plan, chosen, others, today=today) == see(plan, chosen, logs, today=today)


@given(some.lives())
def test_every_dose_of_a_life_is_on_the_ladder(life):
    plan, chosen, logs = life
    schedule = see(plan, chosen, logs, today=chosen.first_day_of(len(logs) // len(plan.workouts) + 1))
    for window in schedule.windows:
        for planned in window.workouts:
            assert set(planned.reasons) == set(planned.workout.exercises)
            for dose in planned.doses:
                state = window.states[dose.exercise]
                if planned.reasons[dose.exercise].code == "PAIN_NOW":
                    state = state.at(
                        ease(plan.ladders[dose.exercise].points(owned=chosen.kit, current=state.rung), state)
                    )
                assert dose.rung == plan.ladders[dose.exercise].rungs[state.rung]
                assert dose.reps == state.reps
                assert dose.reps in dose.rung.reps
                assert 1 <= dose.sets <= dose.rung.sets
                assert not state.stopped
                assert not dose.variation.needs or dose.variation.needs in chosen.kit


@given(some.lives())
def test_no_exercise_climbs_more_than_a_rung_a_week_nor_in_an_easy_or_missed_one(life):
    plan, chosen, logs = life
    schedule = see(plan, chosen, logs, today=chosen.first_day_of(plan.weeks + 1))
    trained = {done.window for done in logs if done.is_attended}
    for window, after in pairwise(schedule.windows):
        for name, state in window.states.items():
            ladder, then = plan.ladders[name], after.states[name]
            if then.rung > state.rung:
                assert then.reps == ladder.rungs[then.rung].low
            if window.is_easy or window.number not in trained:
                assert then.point <= state.point


@given(some.lives())
def test_logging_never_changes_an_earlier_window(life):
    plan, chosen, logs = life
    assume(logs)
    today = chosen.first_day_of(plan.weeks + 1)
    latest = max(done.window for done in logs)
    with_it = see(plan, chosen, logs, today=today)
    without = see(plan, chosen, [done for done in logs if done.window < latest], today=today)
    hurt = hurt_in(logs)
    assert asked_for(with_it, hurt)[:latest] == asked_for(without, hurt)[:latest]


@given(some.lives())
def test_what_a_window_asks_for_is_known_when_it_begins(life):
    """The numbers of the current window do not move while it is lived."""
    plan, chosen, logs = life
    for number in range(1, plan.weeks + 1):
        lived = [done for done in logs if done.window <= number]
        begun = see(plan, chosen, [d for d in lived if d.window < number], today=chosen.first_day_of(number))
        ended = see(plan, chosen, lived, today=chosen.first_day_of(number + 1))
        hurt = hurt_in(lived)
        assert asked_for(begun, hurt)[number - 1] == asked_for(ended, hurt)[number - 1]


@given(some.plans_and_choices(), st.integers(0, 14))
def test_logging_exactly_the_forecast_as_right_brings_the_forecast(person, windows):
    plan, chosen = person
    forecast = see(plan, chosen, today=chosen.first_day)
    logs = live(plan, chosen, log, windows=min(windows, plan.weeks))
    lived = see(plan, chosen, logs, today=chosen.first_day_of(min(windows, plan.weeks) + 1))
    assert asked_for(lived) == asked_for(forecast)


@given(some.lives(), st.integers(-10, 120))
def test_logging_the_rest_of_the_forecast_as_right_brings_it(life, offset):
    """From any day on: what was foreseen is what comes when all that is still to do is done and right."""
    plan, chosen, logs = life
    today = MONDAY + offset * DAY
    logs = [replace(done, is_finished=True) for done in logs if done.date <= today]
    seen = see(plan, chosen, logs, today=today)
    rest = [log(planned) for planned in seen.workouts() if planned.status in ("planned", "today")]
    assert asked_for(see(plan, chosen, logs + rest, today=chosen.first_day_of(plan.weeks + 2))) == asked_for(
        seen
    )


@given(some.lives(), st.data())
def test_taking_back_a_log_is_the_same_as_never_having_made_it(life, data):
    plan, chosen, logs = life
    assume(logs)
    today = chosen.first_day_of(plan.weeks + 1)
    gone = data.draw(st.sampled_from(logs))
    rest = [done for done in logs if done is not gone]
    emptied = replace(gone, exercises={name: LoggedExercise() for name in gone.exercises})
    assert see(plan, chosen, [*rest, emptied], today=today) == see(plan, chosen, rest, today=today)


@given(some.lives(), st.data())
def test_an_edit_of_the_past_leaves_what_came_before_it_and_never_breaks_what_came_after(life, data):
    plan, chosen, logs = life
    assume(logs)
    today = chosen.first_day_of(plan.weeks + 1)
    edited = data.draw(st.sampled_from(logs))
    harder = replace(
        edited,
        exercises={name: replace(exercise, rating="hard") for name, exercise in edited.exercises.items()},
    )
    before = see(plan, chosen, logs, today=today)
    after = see(plan, chosen, [harder if done is edited else done for done in logs], today=today)
    assert asked_for(after)[: edited.window] == asked_for(before)[: edited.window]
    for window, following in pairwise(after.windows):
        for name, reason in following.reasons.items():
            if reason.code == "HELD":
                assert following.states[name].point == window.states[name].point


@given(some.lives())
def test_a_life_with_nothing_but_hard_never_rises_above_its_start(life):
    plan, chosen, _logs = life
    hard = live(plan, chosen, lambda planned: log(planned, "hard"))
    schedule = see(plan, chosen, hard, today=chosen.first_day_of(plan.weeks + 1))
    for window in schedule.windows:
        for name, state in window.states.items():
            assert state.point <= schedule.windows[0].states[name].point


@given(st.sampled_from(("starter", "standard", "strong")), st.integers(10, 30), st.integers(2, 3), some.kits)
def test_with_ten_minutes_or_more_no_exercise_stays_out_two_weeks_running(level, minutes, count, kit):
    windows = see(
        revision(30, (ORDER,) * count), choices((0, 2, 4)[:count], level=level, minutes=minutes, kit=kit)
    ).windows
    for earlier, later in pairwise(windows):
        trained = {n for window in (earlier, later) for p in window.workouts for n in p.workout.exercises}
        assert trained == set(ORDER)


@given(some.plans_and_choices())
def test_every_workout_fits_the_standing_minutes_or_is_a_single_set(person):
    plan, chosen = person
    assume(chosen.standing_minutes)
    for planned in see(plan, chosen).workouts():
        assert planned.seconds <= chosen.standing_minutes * 60 or [d.sets for d in planned.doses] == [1]


@given(some.lives())
def test_after_four_building_weeks_comes_an_easy_one_and_never_in_the_last(life):
    plan, chosen, logs = life
    schedule = see(plan, chosen, logs, today=chosen.first_day_of(plan.weeks + 1))
    attended, built = {done.window for done in logs if done.is_attended}, 0
    for window in schedule.windows:
        easy = plan.weeks > 6 and built == 4 and window.number < plan.weeks
        assert window.is_easy == easy
        built = built + 1 if window.number in attended and not easy else 0
        if plan.weeks > 6 and window.number == plan.weeks - 1 and built > 4:
            pytest.fail("more than four building weeks before the last")


# A fresh process ------------------------------------------------------------------------------------


def digest_of_a_life():
    """A life with a bit of everything, as one number."""
    plan = revision(12)
    chosen = choices(level="strong", kit=("band", "weights"), minutes=15)
    ratings = ("easy", "right", "hard", "")

    def act(planned):
        if planned.window in (6, 7):
            return None
        return log(planned, ratings[(planned.window + planned.slot) % 4])

    return hashlib.sha256(repr(see(plan, chosen, live(plan, chosen, act))).encode()).hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "42"])
def test_a_fresh_process_finds_the_same_value(seed):
    program = "from tests.plans.engine.test_lives import digest_of_a_life as d; print(d())"
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digest_of_a_life()


def test_the_engine_runs_on_the_standard_library_alone():
    program = "import sys, plans.engine.schedule; print([m for m in sys.modules if 'django' in m])"
    found = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_values_are_frozen():
    plan, chosen = revision(1), choices()
    planned = see(plan, chosen).window(1).workouts[0]
    for value, name in [
        (planned, "date"),
        (planned.doses[0], "reps"),
        (planned.workout, "doses"),
        (LADDERS["squat"], "rungs"),
        (LADDERS["squat"].rungs[0], "low"),
        (State(0, 10), "reps"),
        (chosen, "start"),
        (plan, "weeks"),
    ]:
        with pytest.raises((AttributeError, TypeError)):
            setattr(value, name, None)
