"""A new revision reaches people: they take it from the next window, or keep theirs."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.engine.evidence import LoggedExercise
from plans.engine.identity import workout_uid
from plans.engine.ladder import Ladder
from plans.engine.progression import ease
from plans.engine.schedule import DONE, KEPT, LEFT, STARTED, TOOK, UNDONE, Event, schedule
from tests.plans.engine import strategies as some
from tests.plans.engine.build import (
    DAY,
    ENROLMENT,
    LADDERS,
    MONDAY,
    ORDER,
    WEEK,
    at,
    choices,
    full,
    live,
    log,
    revision,
    shown,
)

SQUATS = (("squat",),) * 3
PLAN = revision(12)
SHORT = revision(4, SQUATS)
ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)


def took(window, number=2, *, days=(), uid=ONE):
    return Event(TOOK, window, uid, number, tuple(days))


def undone(window, what, *, uid=THREE):
    return Event(UNDONE, window, uid, undoes=what)


def follow(*plans, events=(), logs=(), today=MONDAY, chosen=None):
    """The schedule of somebody who began with the first of these plans; they are numbered from 1."""
    return schedule(dict(enumerate(plans, 1)), chosen or choices(), list(events), list(logs), today)


def with_rungs(exercise="squat", **changes):
    """The real ladders, where rungs of one have changed: `with_rungs(Q2={"high": 22}, Q3=None)`."""
    rungs = [
        replace(rung, **changes.get(rung.code, {}))
        for rung in LADDERS[exercise].rungs
        if changes.get(rung.code, {}) is not None
    ]
    return LADDERS | {exercise: Ladder(exercise, tuple(rungs))}


def squats(seen):
    """What each window asks for in squats: "Q2 2×20"."""
    return [shown(dose) for w in seen.windows for dose in w.workouts[0].doses if dose.exercise == "squat"]


def codes(seen, exercise="squat"):
    return [w.reasons[exercise].code for w in seen.windows if exercise in w.reasons]


def dates(seen, number):
    return [planned.date for planned in seen.window(number).workouts]


def asked_for(windows):
    return [
        (
            w.number,
            w.week,
            w.kind,
            w.states,
            w.reasons,
            [(p.uid, p.date, p.doses, p.reasons) for p in w.workouts],
        )
        for w in windows
    ]


# Doses --------------------------------------------------------------------------------------------


def test_taken_numbers_act_from_their_window_on():
    """2×24 of 20-26 step 2 is 2×23 of 20-26 step 3."""
    new = revision(4, SQUATS, ladders=with_rungs(Q2={"step": 3, "high": 26}))
    seen = follow(SHORT, new, events=[took(3)])
    assert squats(seen) == ["Q2 2×20", "Q2 2×22", "Q2 2×23", "Q2 2×26"]
    assert [window.revision for window in seen.windows] == [1, 1, 2, 2]
    assert (seen.revision, seen.weeks) == (2, 4)


def test_the_advance_of_the_window_before_is_made_on_the_old_ladder():
    """It leads to the old top, 2×26, and only then to the new numbers."""
    new = revision(4, SQUATS, ladders=with_rungs(Q2={"low": 10, "high": 16}))
    seen = follow(SHORT, new, events=[took(4)])
    assert seen.window(4).reasons["squat"].before.reps == 26
    assert squats(seen)[3] == "Q2 2×16"


def test_without_an_event_nobody_gets_new_numbers():
    new = revision(6, SQUATS, ladders=with_rungs(Q2={"low": 10, "high": 16}))
    assert follow(SHORT, new) == follow(SHORT)
    assert follow(SHORT, new).revision == 1


def test_a_rung_that_is_gone_leads_to_the_top_of_the_one_below():
    new = revision(12, ladders=with_rungs(Q3=None))
    seen = follow(PLAN, new, events=[took(7)])
    assert squats(seen)[5:9] == ["Q3 3×16", "Q2 2×26", "Q4 2×8", "Q4 2×10"]


def test_an_exercise_new_to_the_plan_begins_at_its_entry():
    seen = follow(SHORT, revision(4, (("squat", "bridge"),) * 3), events=[took(3)])
    assert "bridge" not in seen.window(2).reasons
    window = seen.window(3)
    assert shown(window.workouts[0].doses[1]) == "B2 2×20"
    assert codes(seen, "bridge") == ["START", "UP_REPS"]
    assert codes(seen) == ["START", "UP_REPS", "UP_REPS", "UP_REPS"]


def test_an_exercise_that_went_away_is_no_longer_asked_for_and_returns_where_it_stood():
    both, one = revision(8, (("squat", "bridge"),) * 3, easy=0), revision(8, SQUATS, easy=0)
    third = revision(8, (("squat", "bridge"),) * 3, easy=0, ladders=with_rungs("bridge", B3={"high": 16}))
    seen = follow(both, one, third, events=[took(5, 2), took(7, 3, uid=TWO)])
    assert ["bridge" in window.states for window in seen.windows] == [True] * 4 + [False] * 2 + [True] * 2
    stood = seen.window(4).states["bridge"]
    assert stood == at("B3", 16)
    assert shown(seen.window(7).workouts[0].doses[1]) == "B3 2×16"
    back = seen.window(7).reasons["bridge"]
    assert (back.code, back.before.reps, back.after.reps) == ("REVISED", 18, 16)


def test_an_exercise_that_returns_with_the_same_numbers_says_so_too():
    both, one = revision(8, (("squat", "bridge"),) * 3, easy=0), revision(8, SQUATS, easy=0)
    seen = follow(both, one, events=[took(2, 2), took(4, 1, uid=TWO)])
    reason = seen.window(4).reasons["bridge"]
    assert (reason.code, shown(reason.before), shown(reason.after)) == ("REVISED", "B2 2×22", "B2 2×22")


def test_a_stopped_exercise_stays_stopped_and_so_does_its_reason():
    hurt = live(PLAN, choices(), lambda p: log(p, squat=full(p.doses[0], pain=True)), windows=2)
    new = revision(12, ladders=with_rungs(Q1={"low": 6, "high": 8}))
    lived = {"logs": hurt, "today": MONDAY + 2 * WEEK}
    seen = follow(PLAN, new, events=[took(3)], **lived)
    assert seen.window(3).states["squat"].stopped
    assert seen.window(3).states["squat"].reps == 8
    assert codes(seen)[2:4] == ["PAIN_STOP", "STOPPED"]
    away = follow(PLAN, revision(12, (("bridge",),) * 3), events=[took(3), took(5, 1, uid=TWO)], **lived)
    assert away.window(5).states["squat"].stopped
    assert codes(away)[2:4] == ["STOPPED", "STOPPED"]


def test_strikes_go_on_counting_over_a_change():
    hard = live(PLAN, choices(), lambda p: log(p, "hard"), windows=2)
    new = revision(12, ladders=with_rungs(Q2={"low": 10, "high": 18}))
    seen = follow(PLAN, new, events=[took(3)], logs=hard, today=MONDAY + 2 * WEEK)
    assert seen.window(3).states["squat"] == at("Q2", 18, strikes=2)


def test_weeks_away_never_lead_below_the_start_as_it_is_in_the_new_numbers():
    done = live(PLAN, choices(), log, windows=2)
    new = revision(12, ladders=with_rungs(Q2={"low": 10, "step": 1}))
    seen = follow(PLAN, new, events=[took(3)], logs=done, today=MONDAY + 9 * WEEK)
    reps = [window.states["squat"].reps for window in seen.windows]
    assert reps[:8] == [20, 22, 24, 24, 22, 20, 20, 20]
    assert codes(seen)[3:7] == ["MISSED_1", "MISSED_2PLUS", "MISSED_FLOOR", "MISSED_FLOOR"]


def test_warm_up_and_standing_minutes_go_with_the_revision_in_force():
    new = revision(12, warm_up=600)
    assert follow(PLAN, new, events=[took(2)]).window(2).seconds == follow(PLAN).window(2).seconds + 480
    seen = follow(PLAN, new, events=[took(2)], chosen=choices(minutes=20))
    assert all(window.seconds <= 20 * 60 for window in seen.windows)


# Reasons ------------------------------------------------------------------------------------------


def test_a_dose_that_the_revision_changed_says_so_and_compares_with_the_old_numbers():
    new = revision(12, ladders=with_rungs(Q2={"high": 22}))
    reason = follow(PLAN, new, events=[took(3)]).window(3).reasons["squat"]
    assert (reason.code, shown(reason.before), shown(reason.after)) == ("REVISED", "Q2 2×24", "Q2 2×22")


def test_a_dose_that_stays_keeps_its_ordinary_reason():
    new = revision(12, ladders=with_rungs(Q2={"high": 22}))
    seen, kept = follow(PLAN, new, events=[took(3)]), follow(PLAN)
    for name in ORDER[1:]:
        assert seen.window(3).reasons[name] == kept.window(3).reasons[name]
        assert seen.window(3).reasons[name].code.startswith("UP_")


def test_the_week_after_has_ordinary_reasons_again():
    new = revision(12, ladders=with_rungs(Q2={"high": 22}))
    assert codes(follow(PLAN, new, events=[took(3)]))[3] == "UP_SETS"


@pytest.mark.parametrize("change", [{"rest_seconds": 60}, {"hold_seconds": 1}])
def test_another_rest_or_hold_is_another_dose(change):
    new = revision(12, ladders=with_rungs(Q2=change))
    assert codes(follow(PLAN, new, events=[took(2)]))[1] == "REVISED"


def test_an_easy_week_is_told_as_one_and_the_new_numbers_after_it():
    new = revision(12, ladders=with_rungs(Q3={"sets": 4}))
    seen = follow(PLAN, new, events=[took(5)])
    easy, after = seen.window(5).reasons["squat"], seen.window(6).reasons["squat"]
    assert (easy.code, easy.weeks) == ("EASY", 4)
    assert (shown(easy.before), shown(easy.after)) == ("Q2 2×26", "Q2 1×26")
    assert (after.code, shown(after.before), shown(after.after)) == ("REVISED", "Q3 3×16", "Q2 2×26")
    assert codes(seen, "bridge")[5] == codes(follow(PLAN), "bridge")[5] == "UP_REPS"


def test_taking_it_after_an_easy_week_compares_with_what_was_earned_before():
    new = revision(12, ladders=with_rungs(Q3={"sets": 4}))
    reason = follow(PLAN, new, events=[took(6)]).window(6).reasons["squat"]
    assert (reason.code, shown(reason.before), shown(reason.after)) == ("REVISED", "Q3 3×16", "Q2 2×26")


def test_easy_weeks_follow_the_rule_in_force_and_name_the_weeks_that_were_built():
    three = revision(12, easy=3)
    seen = follow(PLAN, three, events=[took(5)])
    assert [window.number for window in seen.windows if window.is_easy] == [5, 9]
    assert [seen.window(n).reasons["squat"].weeks for n in (5, 9)] == [4, 3]
    never = follow(PLAN, revision(12, easy=0), events=[took(5)])
    assert not any(window.is_easy for window in never.windows)


def test_with_little_time_the_sets_really_asked_for_are_compared():
    """A longer warm-up leaves less time: fewer sets, and the change of the plan is why."""
    chosen = choices(minutes=20)
    new = revision(12, warm_up=360)
    seen, kept = (follow(PLAN, new, events=e, chosen=chosen) for e in ([took(2)], []))
    reasons, before = seen.window(2).reasons, kept.window(2).workouts[0]
    fewer = [
        (now.exercise, old.sets, now.sets)
        for old, now in zip(before.doses, seen.window(2).workouts[0].doses, strict=True)
        if old.sets != now.sets
    ]
    assert fewer
    for exercise, old, now in fewer:
        reason = reasons[exercise]
        assert (reason.code, reason.before.sets, reason.after.sets) == ("REVISED", old, now)


def test_where_there_is_no_time_for_an_exercise_its_full_doses_are_compared():
    chosen, one = choices((0,), minutes=4), (ORDER,)
    new = revision(12, one, ladders=with_rungs("toe_tap", T2={"low": 6, "high": 9}))
    seen = follow(revision(12, one), new, events=[took(2)], chosen=chosen)
    assert seen.window(2).workouts[0].workout.exercises == ("bridge",)
    reason = seen.window(2).reasons["toe_tap"]
    assert (reason.code, shown(reason.before), shown(reason.after)) == ("REVISED", "T2 2×10", "T2 2×9")
    assert codes(seen, "clam")[1] == "WAITS"


# Dates --------------------------------------------------------------------------------------------


def test_other_weekdays_come_with_it_and_windows_begin_when_they_always_did():
    seen = follow(PLAN, PLAN, events=[took(2, days=(1, 3, 5))])
    assert dates(seen, 1) == [MONDAY + n * DAY for n in (0, 2, 4)]
    assert dates(seen, 2) == [MONDAY + n * DAY for n in (8, 10, 12)]
    assert [w.first_day for w in seen.windows] == [w.first_day for w in follow(PLAN).windows]


def test_the_days_of_a_window_are_in_its_own_order():
    chosen = choices((2, 4, 6), start=MONDAY + 2 * DAY)
    seen = follow(PLAN, PLAN, events=[took(2, days=(1, 3, 5))], chosen=chosen)
    assert dates(seen, 2) == [MONDAY + n * DAY for n in (10, 12, 15)]


def test_another_number_of_workouts_needs_new_weekdays_with_it():
    two = revision(12, (ORDER,) * 2)
    seen = follow(PLAN, two, events=[took(3, days=(1, 4))])
    assert [len(window.workouts) for window in seen.windows[:4]] == [3, 3, 2, 2]
    assert dates(seen, 3) == [MONDAY + n * DAY for n in (15, 18)]


def test_too_few_or_too_many_weekdays_are_refused():
    with pytest.raises(ValueError, match="3 weekdays for 2 workouts a week"):
        follow(PLAN, revision(12, (ORDER,) * 2), events=[took(3, days=(0, 2, 4))])


def test_without_days_for_its_workouts_the_choice_lapses():
    two = revision(12, (ORDER,) * 2)
    assert follow(PLAN, two, events=[took(3)]) == follow(PLAN)


def test_undoing_the_choice_that_brought_the_days_makes_a_later_one_lapse():
    two, also_two = revision(12, (ORDER,) * 2), revision(8, (ORDER,) * 2)
    journal = [took(3, days=(1, 4)), took(4, 3, uid=TWO)]
    assert [w.revision for w in follow(PLAN, two, also_two, events=journal).windows] == [1, 1, 2] + [3] * 5
    assert follow(PLAN, two, also_two, events=[*journal, undone(3, ONE)]) == follow(PLAN)


def test_of_two_taken_from_one_window_the_last_counts_with_the_days_of_the_first():
    two, also_two = revision(12, (ORDER,) * 2), revision(8, (ORDER,) * 2)
    seen = follow(PLAN, two, also_two, events=[took(3, days=(1, 4)), took(3, 3, uid=TWO)])
    assert [window.revision for window in seen.windows] == [1] * 2 + [3] * 6
    assert dates(seen, 3) == [MONDAY + n * DAY for n in (15, 18)]


# Length -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "weeks, window, whole", [(8, 3, 8), (3, 3, 3), (2, 3, 2), (1, 3, 2), (6, 5, 6), (4, 5, 4), (2, 5, 4)]
)
def test_a_plan_ends_with_the_new_length_or_with_this_window_where_it_is_reached(weeks, window, whole):
    seen = follow(SHORT, revision(weeks, SQUATS), events=[took(window)])
    assert [(w.number, w.week) for w in seen.windows] == [(n, n) for n in range(1, whole + 1)]
    assert seen.weeks == whole
    assert seen.revision == 2


def test_a_plan_that_is_over_is_not_reopened():
    assert follow(SHORT, revision(9, SQUATS), events=[took(6)]) == follow(SHORT)


def test_the_last_week_by_the_length_in_force_is_never_easy():
    shorter = follow(PLAN, revision(10, easy=4), events=[took(3)])
    assert [window.number for window in shorter.windows if window.is_easy] == [5]
    longer = follow(revision(10), PLAN, events=[took(10)])
    assert [window.number for window in longer.windows if window.is_easy] == [5, 10]


def test_a_workout_done_after_the_end_stays_without_a_week_and_does_not_reopen_the_plan():
    """She trains in a week of the longer plan, and then takes her choice back."""
    longer = revision(8, SQUATS)
    fifth = follow(SHORT, longer, events=[took(5)]).window(5)
    done = log(fifth.workouts[1])
    seen = follow(
        SHORT,
        longer,
        events=[took(5), undone(5, ONE)],
        logs=[done],
        today=fifth.first_day + 3 * DAY,
    )
    assert [window.week for window in seen.windows] == [1, 2, 3, 4, None]
    assert [(p.slot, p.date, p.status) for p in seen.windows[4].workouts] == [(2, done.date, DONE)]
    assert (seen.weeks, seen.has_ended, seen.next_after(MONDAY + 28 * DAY)) == (4, True, None)
    assert seen.on(done.date).uid == fifth.workouts[1].uid


# Done workouts ------------------------------------------------------------------------------------


def test_a_done_workout_that_the_plan_no_longer_has_stays_and_counts():
    """The third workout of a week, done before the word came that there are two now."""
    two = revision(12, (ORDER,) * 2)
    third = log(follow(PLAN).window(3).workouts[2], "hard")
    seen = follow(PLAN, two, events=[took(3, days=(0, 3))], logs=[third], today=MONDAY + 3 * WEEK)
    stayed = seen.window(3).workouts[2]
    assert (stayed.uid, stayed.date, stayed.status) == (workout_uid(ENROLMENT, 3, 3), third.date, DONE)
    assert stayed.workout.exercises == ORDER
    assert set(stayed.reasons) == set(ORDER)
    assert seen.window(4).reasons["squat"].code != "MISSED_2PLUS"
    assert seen.window(4).states["squat"].missed == 0


def test_of_such_a_workout_only_what_the_plan_still_has_is_asked_for():
    two = revision(12, (("squat", "kickback"),) * 2)
    third = log(follow(PLAN).window(1).workouts[2], kickback=None)
    seen = follow(PLAN, two, events=[took(1, days=(0, 3))], logs=[third], today=MONDAY + WEEK)
    assert seen.window(1).workouts[2].workout.exercises == ("squat",)


def test_of_such_a_workout_what_has_been_stopped_is_not_asked_for_either():
    hurt = live(PLAN, choices(), lambda p: log(p, squat=full(p.doses[0], pain=True)), windows=2)
    third = log(follow(PLAN).window(3).workouts[2])
    two = revision(12, (ORDER,) * 2)
    journal = [took(3, days=(0, 3))]
    seen = follow(PLAN, two, events=journal, logs=[*hurt, third], today=MONDAY + 3 * WEEK)
    assert seen.window(3).workouts[2].workout.exercises == ORDER[1:]


def test_done_workouts_do_not_move_when_the_days_change():
    window = follow(PLAN).window(2)
    done = log(window.workouts[0], date=MONDAY + 8 * DAY)
    seen = follow(PLAN, PLAN, events=[took(2, days=(1, 3, 5))], logs=[done], today=MONDAY + 13 * DAY)
    assert [(p.date, p.status) for p in seen.window(2).workouts] == [
        (MONDAY + 8 * DAY, "done"),
        (MONDAY + 10 * DAY, "missed"),
        (MONDAY + 12 * DAY, "missed"),
    ]


def test_a_log_of_another_revision_is_evidence_where_its_rung_is_the_same():
    """The phone still asked for the old 2×22; by the new numbers it is 2×20."""
    new = revision(4, SQUATS, ladders=with_rungs(Q2={"low": 14, "high": 20}))
    done = [*live(SHORT, choices(), log, windows=1), *map(log, follow(SHORT).window(2).workouts)]
    seen = follow(SHORT, new, events=[took(2)], logs=done, today=MONDAY + 2 * WEEK)
    assert squats(seen)[1:3] == ["Q2 2×20", "Q3 3×16"]
    assert seen.window(3).reasons["squat"].code == "UP_SETS"


# Keeping, undoing, leaving ------------------------------------------------------------------------

NEW = revision(6, (ORDER,) * 3, ladders=with_rungs(Q2={"high": 22}))


def test_keeping_hers_changes_nothing():
    assert follow(PLAN, NEW, events=[Event(KEPT, 3, ONE, 2)]) == follow(PLAN)


def test_undoing_is_as_if_it_had_never_been_taken():
    assert follow(PLAN, NEW, events=[took(3), undone(3, ONE)]) == follow(PLAN)


def test_undoing_one_leaves_the_others():
    journal = [took(3), took(3, 3, uid=TWO), undone(3, TWO)]
    assert follow(PLAN, NEW, revision(9), events=journal) == follow(PLAN, NEW, events=[took(3)])


def test_an_undoing_can_be_undone():
    journal = [took(3), undone(3, ONE), undone(3, THREE, uid=TWO)]
    assert follow(PLAN, NEW, events=journal) == follow(PLAN, NEW, events=[took(3)])


def test_leaving_can_be_undone():
    journal = [Event(LEFT, 2, ONE), undone(2, ONE)]
    assert follow(PLAN, events=journal) == follow(PLAN)


def test_undoing_nothing_undoes_nothing():
    journal = [Event(LEFT, 2), undone(2, None), undone(2, TWO)]
    assert follow(PLAN, events=journal) == follow(PLAN, events=[Event(LEFT, 2)])


def test_what_is_taken_later_wins_over_what_was_taken_earlier():
    third = revision(12, ladders=with_rungs(Q3={"low": 10, "high": 14}))
    seen = follow(PLAN, NEW, third, events=[took(3), took(5, 3, uid=TWO)])
    assert [window.revision for window in seen.windows] == [1] * 2 + [2] * 2 + [3] * 8


def test_events_act_by_their_window_and_not_by_the_order_in_which_they_were_made():
    third = revision(12)
    journal = [took(5, 3, uid=TWO), took(3)]
    seen = follow(PLAN, NEW, third, events=journal)
    assert [window.revision for window in seen.windows] == [1] * 2 + [2] * 2 + [3] * 8


def test_who_left_keeps_what_was_done_with_the_new_numbers():
    first = live(PLAN, choices(), log, windows=1)
    planned = follow(PLAN, NEW, events=[took(2)], logs=first).window(2).workouts[0]
    journal = [took(2), Event(LEFT, 2, TWO)]
    left = follow(PLAN, NEW, events=journal, logs=[*first, log(planned)], today=MONDAY + 9 * DAY)
    assert [len(window.workouts) for window in left.windows] == [3, 1]
    assert left.windows[1].workouts[0].doses == planned.doses


def test_a_revision_taken_before_the_first_day_acts_from_the_start():
    seen = follow(PLAN, NEW, events=[took(1)], today=MONDAY - DAY)
    assert {window.revision for window in seen.windows} == {2}
    assert squats(seen)[:3] == ["Q2 2×20", "Q2 2×22", "Q3 3×16"]
    assert codes(seen)[0] == "START"


# Any life -----------------------------------------------------------------------------------------


def seen_by(life, *events, today=None, logs=None):
    plan, chosen, new, event, lived = life
    return follow(
        plan,
        new,
        events=events or [event],
        logs=lived if logs is None else logs,
        today=today or chosen.first_day_of(16),
        chosen=chosen,
    )


@given(some.revised_lives(), st.integers(-10, 110))
def test_the_same_life_looks_the_same(life, offset):
    today = MONDAY + offset * DAY
    assert seen_by(life, today=today) == seen_by(life, today=today)


@given(some.revised_lives(), st.integers(-10, 110))
def test_no_answer_and_a_taken_back_one_are_the_same(life, offset):
    took, today = life[3], MONDAY + offset * DAY
    kept = Event(KEPT, took.window, TWO, 2)
    without = seen_by(life, Event(KEPT, 99), today=today)
    assert seen_by(life, kept, today=today) == without
    assert seen_by(life, took, kept, undone(took.window, took.uid), today=today) == without


@given(some.revised_lives(), st.integers(-10, 110))
def test_windows_before_the_change_are_what_they_were(life, offset):
    window, today = life[3].window, MONDAY + offset * DAY
    with_it, without = seen_by(life, today=today), seen_by(life, Event(KEPT, 99), today=today)
    assert asked_for(w for w in with_it.windows if w.number < window) == asked_for(
        w for w in without.windows if w.number < window
    )


@given(some.revised_lives())
def test_done_workouts_are_all_there_on_their_days_under_their_names(life):
    done = {workout_uid(ENROLMENT, row.window, row.slot): row.date for row in life[4] if row.is_attended}
    for seen in (seen_by(life), seen_by(life, Event(KEPT, 99)), seen_by(life, life[3], undone(9, ONE))):
        assert {p.uid: p.date for p in seen.workouts() if p.status == DONE} == done


@given(some.revised_lives(), st.integers(-10, 110))
def test_every_dose_is_on_the_ladder_in_force_and_has_its_reason(life, offset):
    plan, chosen, new, _took, _logs = life
    seen = seen_by(life, today=MONDAY + offset * DAY)
    for window in seen.windows:
        in_force = {1: plan, 2: new}[window.revision]
        assert set(window.states) == set(window.reasons) == set(in_force.exercises)
        for planned in window.workouts:
            assert set(planned.reasons) == set(planned.workout.exercises)
            for dose in planned.doses:
                state, ladder = window.states[dose.exercise], in_force.ladders[dose.exercise]
                if planned.reasons[dose.exercise].code == "PAIN_NOW":
                    state = state.at(ease(ladder.points(owned=chosen.kit, current=state.rung), state))
                assert (dose.rung, dose.reps) == (ladder.rungs[state.rung], state.reps)
                assert dose.reps in dose.rung.reps
                assert not dose.variation.needs or dose.variation.needs in chosen.kit


@given(some.revised_lives(), st.integers(-10, 110))
def test_windows_are_numbered_on_and_keep_their_days(life, offset):
    _plan, chosen, _new, _took, _logs = life
    seen = seen_by(life, today=MONDAY + offset * DAY)
    assert [window.week for window in seen.windows][: seen.weeks] == list(range(1, seen.weeks + 1))
    assert {window.week for window in seen.windows[seen.weeks :]} <= {None}
    for window in seen.windows:
        assert window.first_day == chosen.first_day + (window.number - 1) * WEEK
    # One that was begun is shown on the day on which somebody did, which may be the day of another.
    open_days = [p.date for p in seen.workouts() if p.status not in (DONE, STARTED)]
    assert len(open_days) == len(set(open_days))


@given(some.revised_lives(), st.integers(-10, 110))
def test_the_new_numbers_are_never_harder_on_a_rung_that_stayed(life, offset):
    plan, _chosen, new, event, _logs = life
    seen, old = (seen_by(life, *e, today=MONDAY + offset * DAY) for e in ((), (Event(KEPT, 99),)))
    window, kept = seen.window(event.window), old.window(event.window)
    for name, state in (window.states if window and kept and window.week else {}).items():
        if name in kept.states and state.rung:
            rung, before = (
                new.ladders[name].rungs[state.rung],
                plan.ladders[name].rungs[kept.states[name].rung],
            )
            assert not rung.is_same_as(before) or state.reps <= kept.states[name].reps


@given(some.lives(), st.integers(1, 15), st.integers(-10, 110))
def test_taking_the_same_numbers_changes_nothing_at_all(life, window, offset):
    plan, chosen, logs = life
    today = MONDAY + offset * DAY
    seen = follow(plan, plan, events=[took(window)], logs=logs, today=today, chosen=chosen)
    without = follow(plan, plan, logs=logs, today=today, chosen=chosen)
    assert seen.windows == tuple(
        replace(w, revision=2 if w.number >= window and window <= plan.weeks + 1 else 1)
        for w in without.windows
    )
    assert (seen.weeks, seen.today) == (without.weeks, without.today)


@given(some.revised_lives())
def test_easy_weeks_come_by_the_rule_and_the_length_in_force(life):
    plan, _chosen, new, event, logs = life
    trained, built = {done.window for done in logs if done.is_attended}, 0
    for window in seen_by(life).windows:
        easy_after, weeks = plan.easy_after, plan.weeks
        if window.revision == 2:
            easy_after, weeks = new.easy_after, max(new.weeks, event.window - 1)
        assert window.is_easy == (0 < easy_after <= built and window.number != weeks)
        built = built + 1 if window.number in trained and not window.is_easy else 0


@given(some.revised_lives(), st.data())
def test_taking_back_a_log_is_the_same_as_never_having_made_it(life, data):
    logs = life[4]
    gone = data.draw(st.sampled_from(logs or [None]))
    rest = [done for done in logs if done is not gone]
    emptied = [replace(gone, exercises={n: LoggedExercise() for n in gone.exercises})] if gone else []
    assert seen_by(life, logs=rest + emptied) == seen_by(life, logs=rest)
