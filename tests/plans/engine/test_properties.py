"""What holds on every ladder, week after week, and for every workout that is cut short."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from plans.engine.progression import State, advance, prescribe, resume, snap
from plans.engine.timing import fit_to_budget
from tests.plans.engine import strategies as some

UP = {"UP_REPS", "UP_SETS", "UP_HOLD", "UP_VARIATION", "UP_RESISTANCE"}
NEW_RUNG = UP - {"UP_REPS"}


def histories(ladder, owned, level, weeks):
    """`(before, result, kind, after, reason, floor)` of every week in a row."""
    points = ladder.points(owned=owned)
    state = State(*points[level % len(points)])
    floor = state.point
    for result, kind in weeks:
        after, reason = advance(ladder, state, result, week_kind=kind, owned=owned, floor=floor)
        yield state, result, kind, after, reason, floor
        state = after


history = given(some.any_ladder, some.kits, st.integers(0, 30), some.weeks)


# One exercise ---------------------------------------------------------------------------------------


@history
def test_the_same_week_brings_the_same_result(ladder, owned, level, weeks):
    assert list(histories(ladder, owned, level, weeks)) == list(
        histories(ladder, set(owned), level, list(weeks))
    )


@history
def test_reps_are_always_on_the_grid_of_a_usable_rung(ladder, owned, level, weeks):
    points = ladder.points(owned=owned)
    for _before, _result, _kind, after, reason, _floor in histories(ladder, owned, level, weeks):
        assert after.point in points
        assert (reason.after.rung, reason.after.reps) == (ladder.rungs[after.rung], after.reps)


@history
def test_a_week_never_leads_more_than_one_rung_up_and_a_new_rung_starts_at_its_lowest_reps(
    ladder, owned, level, weeks
):
    usable = sorted({point.rung for point in ladder.points(owned=owned)})
    for before, _result, _kind, after, reason, _floor in histories(ladder, owned, level, weeks):
        climbed = usable.index(after.rung) - usable.index(before.rung)
        assert climbed <= 1
        if climbed == 1:
            assert after.reps == ladder.rungs[after.rung].low
            assert before.reps == ladder.rungs[before.rung].high
            assert reason.code in NEW_RUNG
        assert (after.point > before.point) == (reason.code in UP)


@history
def test_nothing_goes_up_after_a_hard_short_painful_missed_partial_or_easy_week(ladder, owned, level, weeks):
    for before, result, kind, after, _reason, _floor in histories(ladder, owned, level, weeks):
        full = result.trained - result.skipped
        bad = result.rating == "hard" or result.ratio < 0.95 or result.pain or full * 2 < result.planned
        if bad or kind == "easy" or before.stopped:
            assert after.point <= before.point


@history
def test_reps_rise_by_one_step_or_two_after_an_easy_one(ladder, owned, level, weeks):
    for before, result, _kind, after, reason, _floor in histories(ladder, owned, level, weeks):
        if reason.code == "UP_REPS":
            rung = ladder.rungs[before.rung]
            steps = 2 if result.rating == "easy" else 1
            assert after.reps == min(rung.high, before.reps + steps * rung.step)


@history
def test_weeks_away_never_lead_below_the_start_of_the_plan_nor_up(ladder, owned, level, weeks):
    for before, result, _kind, after, _reason, floor in histories(ladder, owned, level, weeks):
        if result.trained == 0:
            assert min(before.point, floor) <= after.point <= before.point


@history
def test_counters_stay_within_their_bounds(ladder, owned, level, weeks):
    for before, result, kind, after, _reason, _floor in histories(ladder, owned, level, weeks):
        assert 0 <= after.strikes < 3
        assert 0 <= after.pain_weeks <= 2
        assert after.stopped >= before.stopped
        if not before.stopped:
            assert after.missed == (before.missed + 1 if result.trained == 0 else 0)
        if after.point != before.point or kind == "easy":
            assert after.strikes == 0 or after.stopped


@history
def test_a_step_back_is_two_points_or_a_rung(ladder, owned, level, weeks):
    points = ladder.points(owned=owned)
    for before, _result, _kind, after, reason, floor in histories(ladder, owned, level, weeks):
        if reason.code in ("STRIKES_BACK", "MISSED_2PLUS", "MISSED_FLOOR"):
            back = points[max(0, points.index(before.point) - 2)]
            lowest = points[0] if reason.code == "STRIKES_BACK" else min(before.point, floor)
            assert after.point == max(back, lowest)


@given(some.any_ladder, some.kits, st.integers(0, 6), st.integers(0, 60))
def test_snapping_finds_the_hardest_usable_point_that_is_not_harder(ladder, owned, rung, reps):
    assume(rung < len(ladder.rungs))
    points = ladder.points(owned=owned)
    snapped = snap(ladder, State(rung, reps, strikes=1), owned)
    not_harder = [point for point in points if point <= (rung, reps)]
    assert snapped == State(*max(not_harder, default=points[0]), strikes=1)
    assert snap(ladder, snapped, owned) == snapped


@given(some.any_ladder, some.kits, st.integers(0, 6), st.integers(0, 60))
def test_resuming_is_never_harder_than_stopping(ladder, owned, rung, index):
    assume(rung < len(ladder.rungs))
    reps = ladder.rungs[rung].reps
    stopped = State(rung, reps[index % len(reps)], pain_weeks=2, stopped=True)
    again = resume(ladder, stopped, owned)
    assert again.point <= stopped.point
    assert again == State(again.rung, ladder.rungs[again.rung].low)


@given(some.any_ladder, st.integers(0, 30))
def test_an_easy_week_asks_for_the_same_but_one_set(ladder, index):
    points = ladder.points(owned=some.KIT)
    state = State(*points[index % len(points)])
    full, easy = prescribe(ladder, state), prescribe(ladder, state, "easy")
    assert replace(easy, sets=full.sets) == full
    assert easy.sets == max(1, full.sets - 1)
    assert easy.seconds <= full.seconds


@given(some.any_ladder, st.integers(0, 30))
def test_the_sets_of_a_dose_are_as_many_as_it_says_and_none_twice(ladder, index):
    points = ladder.points(owned=some.KIT)
    dose = prescribe(ladder, State(*points[index % len(points)]))
    sets = list(dose.planned_sets())
    assert len(sets) == len(set(sets)) == dose.sets * dose.variation.parts * len(dose.variation.sides)


# The budget -----------------------------------------------------------------------------------------


@given(
    some.workouts(),
    st.integers(0, 40),
    st.sets(st.sampled_from("abcdefg")),
    st.sets(st.sampled_from("abcdefg")),
)
def test_a_fitted_workout_fits_or_is_one_set_and_never_asks_for_more(workout, minutes, had_turn, owed):
    fitted = fit_to_budget(workout, minutes, had_turn=had_turn, owed=owed)
    before = {dose.exercise: dose for dose in workout.doses}
    assert fitted.seconds <= minutes * 60 or [dose.sets for dose in fitted.doses] in ([], [1])
    assert list(fitted.exercises) == [name for name in workout.exercises if name in fitted.exercises]
    for dose in fitted.doses:
        assert 1 <= dose.sets <= before[dose.exercise].sets
        assert replace(dose, sets=before[dose.exercise].sets) == before[dose.exercise]
    if workout.doses:
        assert fitted.doses


@given(some.workouts(), st.integers(0, 40))
def test_fitting_is_final_and_takes_no_set_too_many(workout, minutes):
    fitted = fit_to_budget(workout, minutes)
    assert fit_to_budget(fitted, minutes) == fitted
    if fitted != workout:
        assert fit_to_budget(workout, Fraction(fitted.seconds, 60)) == fitted


@given(some.workouts(), st.integers(0, 40))
def test_sets_stay_level_while_any_exercise_has_more_than_one(workout, minutes):
    fitted = fit_to_budget(workout, minutes)
    full = {dose.exercise: dose.sets for dose in workout.doses}
    most = max((dose.sets for dose in fitted.doses), default=0)
    cut = [dose.sets for dose in fitted.doses if dose.sets < full[dose.exercise]]
    assert all(sets >= most - 1 for sets in cut)
    if len(fitted.doses) < len(workout.doses):
        assert most == 1
