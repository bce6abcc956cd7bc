"""What a new revision changes: whether anybody would notice, and week by week what it asks for instead."""

from dataclasses import replace

import pytest
from hypothesis import given

from plans.engine.changes import ChangedDose, compare, differs
from plans.engine.ladder import Ladder
from plans.engine.schedule import WorkoutPlan
from tests.plans.engine import strategies as some
from tests.plans.engine.build import LADDERS, MONDAY, ORDER, WEEK, choices, dose, live, log, revision, shown
from tests.plans.engine.test_new_revision import follow, took, undone, with_rungs

PLAN = revision(8)
TRIO = ("squat", "bridge", "clam")


# Whether anybody would notice -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        revision(9, easy=4),
        replace(PLAN, easy_after=3),
        replace(PLAN, warm_up_seconds=60),
        revision(8, (ORDER,) * 2),
        revision(8, (ORDER, ORDER, ORDER[:4])),
        revision(8, (ORDER, ORDER, ORDER[::-1])),
        replace(PLAN, workouts=(*PLAN.workouts[:2], WorkoutPlan(ORDER, ORDER))),
        revision(8, ladders=with_rungs(Q5=None)),
        revision(8, ladders=with_rungs(Q2={"high": 24})),
        revision(8, ladders=with_rungs(Q2={"rest_seconds": 45})),
        revision(8, ladders=LADDERS | {"clam": Ladder("clam", LADDERS["clam"].rungs[::-1])}),
        revision(8, ladders=with_rungs(Q2={"variation": replace(dose("Q2", 20).variation, rep_seconds=5)})),
    ],
    ids=range(12),
)
def test_length_easy_weeks_warm_up_workouts_and_ladders_can_be_noticed(other):
    assert differs(PLAN, other)
    assert differs(other, PLAN)


@pytest.mark.parametrize(
    "other",
    [
        revision(8),
        revision(8, ladders=with_rungs(Q2={"code": "S2"})),
        revision(8, ladders=with_rungs(Q2={"level": "strong"})),
        revision(8, ladders=LADDERS | {"lunge": LADDERS["squat"]}),
    ],
    ids=["the same", "a code", "a level", "a ladder of no exercise in it"],
)
def test_what_nobody_who_follows_can_notice_is_no_difference(other):
    assert not differs(PLAN, other)
    assert not differs(other, PLAN)


def test_the_ladder_of_an_exercise_that_is_not_in_the_plan_is_no_difference():
    three = revision(8, (TRIO,) * 3)
    assert not differs(three, revision(8, (TRIO,) * 3, ladders=with_rungs("kickback", K2=None)))


# Week by week ---------------------------------------------------------------------------------------


def in_short(weeks):
    """`{week: {exercise: "before > after"}}`."""
    return {
        week.number: {
            changed.exercise: " > ".join(shown(d) if d else "–" for d in (changed.before, changed.after))
            for changed in week.doses
        }
        for week in weeks
    }


def test_only_weeks_and_exercises_that_differ_are_named():
    new = revision(4, (TRIO,) * 3, ladders=with_rungs(Q2={"high": 22}))
    weeks = compare(follow(revision(4, (TRIO,) * 3)), follow(new))
    assert in_short(weeks) == {3: {"squat": "Q2 2×24 > Q3 3×16"}, 4: {"squat": "Q2 2×26 > Q3 3×18"}}
    assert weeks[0].doses[0] == ChangedDose(
        "squat", dose("Q2", 24), weeks[0].after.workouts[0].doses[0], 3, 3
    )
    assert [(week.before.number, week.after.number) for week in weeks] == [(3, 3), (4, 4)]


def test_both_sides_say_how_long_their_longest_workout_takes():
    mine, theirs = follow(PLAN), follow(replace(PLAN, warm_up_seconds=180))
    weeks = compare(mine, theirs)
    assert [week.number for week in weeks] == list(range(1, 9))
    assert {week.doses for week in weeks} == {()}
    assert [week.seconds_before for week in weeks] == [window.seconds for window in mine.windows]
    assert {week.seconds_after - week.seconds_before for week in weeks} == {60}


def test_exercises_that_come_and_go_have_one_side_new_ones_first():
    mine = follow(revision(1, (("squat", "bridge"),) * 3))
    theirs = follow(revision(1, (("clam", "squat"),) * 3))
    assert list(in_short(compare(mine, theirs))[1].items()) == [
        ("clam", "– > C2 2×20"),
        ("bridge", "B2 2×20 > –"),
    ]
    changed = compare(mine, theirs)[0].doses
    assert [(c.times_before, c.times_after) for c in changed] == [(0, 3), (3, 0)]


def test_weeks_that_only_one_side_has_are_named_whole():
    short, long = follow(revision(2, (("squat",),) * 3)), follow(revision(3, (("squat",),) * 3))
    (longer,), (shorter,) = compare(short, long), compare(long, short)
    assert (longer.number, longer.before, longer.after) == (3, None, long.window(3))
    assert (longer.seconds_before, longer.seconds_after) == (None, long.window(3).seconds)
    assert (shorter.before, shorter.after, shorter.seconds_after) == (long.window(3), None, None)
    assert in_short([longer, shorter]) == {3: {"squat": "Q2 2×24 > –"}}
    assert in_short([longer]) == {3: {"squat": "– > Q2 2×24"}}


def test_another_number_of_workouts_changes_how_often_an_exercise_is_done():
    two = follow(revision(1, (("squat",),) * 2), chosen=choices((0, 3)))
    (week,) = compare(follow(revision(1, (("squat",),) * 3)), two)
    (changed,) = week.doses
    assert (changed.before, changed.after) == (dose("Q2", 20), dose("Q2", 20))
    assert (changed.times_before, changed.times_after) == (3, 2)


def test_another_order_is_a_change_without_doses():
    (week,) = compare(follow(revision(1)), follow(revision(1, (ORDER[::-1],) * 3)))
    assert week.doses == ()


def test_an_easy_week_that_no_set_tells_is_a_change_too():
    rungs = with_rungs(Q2={"sets": 1}, Q3={"sets": 1})
    plans = [revision(3, (("squat",),) * 3, ladders=rungs, easy=easy) for easy in (1, 0)]
    weeks = compare(*map(follow, plans))
    assert [(week.number, week.before.is_easy, week.after.is_easy) for week in weeks] == [
        (2, True, False),
        (3, False, False),
    ]


def test_weeks_before_the_window_are_left_out():
    new = replace(PLAN, warm_up_seconds=180)
    assert [week.number for week in compare(follow(PLAN), follow(new), 6)] == [6, 7, 8]


def test_with_standing_minutes_the_dose_with_most_sets_speaks_for_the_week():
    plan = revision(1, (("squat",), ("squat", "kickback", "bridge", "clam")))
    chosen = choices((0, 3), minutes=10)
    mine, theirs = (follow(new, chosen=chosen) for new in (plan, revision(1, (("bridge",),) * 2)))
    assert [planned.doses[0].sets for planned in mine.windows[0].workouts] == [2, 1]
    squat = next(changed for changed in compare(mine, theirs)[0].doses if changed.exercise == "squat")
    assert (squat.before.sets, squat.times_before, squat.after) == (2, 2, None)


def test_a_person_sees_her_own_next_weeks_with_and_without_the_new_numbers():
    new = revision(8, ladders=with_rungs(Q2={"high": 22}))
    lived = {"logs": live(PLAN, choices(), log, windows=2), "today": MONDAY + 2 * WEEK}
    mine, theirs = follow(PLAN, new, **lived), follow(PLAN, new, events=[took(4)], **lived)
    weeks = compare(mine, theirs, 4)
    assert in_short(weeks)[4] == {"squat": "Q2 2×26 > Q2 2×22"}
    assert compare(mine, theirs, 1) == weeks


def test_a_window_trained_in_after_the_end_is_no_week_to_compare():
    short, long = revision(1, (("squat",),) * 3), revision(2, (("squat",),) * 3)
    done = log(follow(short, long, events=[took(2)]).window(2).workouts[0])
    events = [took(2), undone(2, took(2).uid)]
    ended = follow(short, long, events=events, logs=[done], today=MONDAY + WEEK)
    assert [window.week for window in ended.windows] == [1, None]
    assert [week.before for week in compare(ended, follow(short, long, events=[took(2)]), 2)] == [None]


@given(some.revised_lives())
def test_nothing_differs_from_itself_and_revisions_that_train_alike_never_do(life):
    plan, chosen, new, event, logs = life
    seen = follow(plan, new, events=[event], logs=logs, chosen=chosen)
    assert compare(seen, seen) == ()
    without = follow(plan, plan, logs=logs, chosen=chosen)
    assert compare(without, follow(plan, plan, events=[took(event.window)], logs=logs, chosen=chosen)) == ()
    assert not differs(plan, plan)
