"""Where a person stands on the ladder of a new revision: the highest point that is not harder."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plans.engine.ladder import Ladder, Point, Rung, Variation, position_at_most
from plans.engine.progression import State
from plans.engine.schedule.places import Place, carried_over, counterpart
from tests.plans.engine import strategies as some


def rung(name, low, high, step=2, *, sets=2, hold=0, needs="", code=None):
    return Rung(code or name, Variation(name, needs=needs), sets, low, high, step, hold)


def ladder(*rungs):
    return Ladder("squat", rungs)


WALL, SQUAT, PULSE = rung("wall", 8, 12), rung("squat", 10, 20), rung("pulse", 6, 10)
OLD = ladder(WALL, SQUAT, PULSE)
NEW_ONE = rung("chair", 30, 40)


def moved(point, new, *, old=OLD, kit=()):
    """ "squat 12" for the point of the new ladder; `point` is written alike, a rung with its reps."""
    name, reps = point.split()
    start = Point([other.code for other in old.rungs].index(name), int(reps))
    found = counterpart(old, new, start, frozenset(kit))
    return f"{new.rungs[found.rung].code} {found.reps}"


# what changes, the new ladder, where she stood, where she stands
CASES = [
    ("nothing", OLD, "squat 14", "squat 14"),
    ("a narrower range", ladder(WALL, rung("squat", 8, 12), PULSE), "squat 14", "squat 12"),
    ("another step", ladder(WALL, rung("squat", 10, 20, 5), PULSE), "squat 14", "squat 10"),
    ("a wider range", ladder(WALL, rung("squat", 4, 40), PULSE), "squat 14", "squat 14"),
    ("odd numbers", ladder(WALL, rung("squat", 9, 21), PULSE), "squat 14", "squat 13"),
    ("a range that begins higher", ladder(WALL, rung("squat", 16, 20), PULSE), "squat 14", "wall 12"),
    ("the rung is gone", ladder(WALL, PULSE), "squat 14", "wall 12"),
    ("the rung is gone, the one below goes on", ladder(rung("wall", 8, 30), PULSE), "squat 14", "wall 12"),
    ("the rung is gone, the one below ends early", ladder(rung("wall", 6, 8), PULSE), "squat 14", "wall 8"),
    ("the rung below begins too high as well", ladder(rung("wall", 14, 20), PULSE), "squat 14", "wall 14"),
    ("two rungs are gone", ladder(WALL), "pulse 6", "wall 12"),
    ("nothing easier is shared", ladder(NEW_ONE, PULSE), "squat 14", "chair 30"),
    ("nothing at all is shared", ladder(NEW_ONE), "pulse 8", "chair 30"),
    ("a rung comes in below", ladder(WALL, NEW_ONE, SQUAT, PULSE), "squat 14", "squat 14"),
    ("a rung comes in at the bottom", ladder(NEW_ONE, WALL, SQUAT, PULSE), "wall 8", "wall 8"),
    ("a rung comes in above", ladder(WALL, SQUAT, NEW_ONE, PULSE), "squat 20", "squat 20"),
    ("one comes in for one that goes", ladder(WALL, NEW_ONE, PULSE), "squat 20", "wall 12"),
    ("rungs change places, hers moves up", ladder(WALL, PULSE, SQUAT), "squat 14", "squat 14"),
    ("rungs change places, hers moves down", ladder(WALL, PULSE, SQUAT), "pulse 8", "pulse 8"),
    ("the order is turned round", ladder(PULSE, SQUAT, WALL), "squat 14", "squat 14"),
    ("one more set", ladder(WALL, rung("squat", 10, 20, sets=3), PULSE), "squat 14", "wall 12"),
    ("a longer hold", ladder(WALL, rung("squat", 10, 20, hold=3), PULSE), "squat 14", "wall 12"),
    ("another code", ladder(WALL, rung("squat", 10, 20, code="S9"), PULSE), "squat 14", "S9 14"),
    (
        "the same code for something else",
        ladder(WALL, rung("lunge", 10, 20, code="squat"), rung("squat", 10, 20, code="S2"), PULSE),
        "squat 14",
        "S2 14",
    ),
    (
        "hers is cut in two",
        ladder(WALL, rung("squat", 10, 14, code="S1"), rung("squat", 16, 20, code="S2"), PULSE),
        "squat 18",
        "S2 18",
    ),
]


@pytest.mark.parametrize("what, new, stood, stands", CASES, ids=[row[0] for row in CASES])
def test_the_highest_new_point_that_is_not_harder(what, new, stood, stands):
    assert moved(stood, new) == stands


def test_laterality_and_kit_do_not_make_another_rung():
    other = Rung("S", Variation("squat", "per_side", "switch_each_set", needs="band"), 2, 10, 20, 2)
    assert moved("squat 14", ladder(WALL, other, PULSE), kit=["band"]) == "S 14"


def test_a_rung_whose_new_kit_is_not_owned_gives_way_to_the_one_below():
    new = ladder(WALL, rung("squat", 10, 20, needs="band"), PULSE)
    assert moved("squat 14", new) == "wall 12"
    assert moved("squat 14", ladder(WALL, NEW_ONE, *new.rungs[1:])) == "chair 40"


def test_a_harder_rung_that_moved_below_is_no_refuge_where_kit_is_missing():
    new = ladder(WALL, PULSE, rung("squat", 10, 20, needs="band"))
    assert moved("squat 14", new) == "wall 12"


def test_where_kit_leaves_only_what_was_harder_the_ladder_begins():
    assert moved("squat 14", ladder(PULSE, rung("squat", 10, 20, needs="band"))) == "pulse 6"


# The same rung twice, with other reps: hers is the one that holds her reps, or bears her code
TWICE = ladder(rung("squat", 10, 18, code="A"), rung("squat", 14, 26, code="B"))


@pytest.mark.parametrize("point", ["A 10", "A 14", "A 18", "B 14", "B 18", "B 26"])
def test_a_rung_that_stands_twice_on_a_ladder_stays_the_one_it_is(point):
    assert moved(point, TWICE, old=TWICE) == point


# Floor and counters ---------------------------------------------------------------------------------


def place(point, floor, **counters):
    return Place(OLD, State(*point, **counters), Point(*floor))


def test_strikes_missed_weeks_pain_and_a_stop_carry_over():
    before = place((1, 14), (1, 10), strikes=2, missed=1, pain_weeks=1, stopped=True)
    after = carried_over(before, ladder(WALL, NEW_ONE, rung("squat", 8, 12)), frozenset())
    assert after.state == State(2, 12, strikes=2, missed=1, pain_weeks=1, stopped=True)


def test_the_floor_moves_like_the_state():
    after = carried_over(place((2, 8), (1, 14)), ladder(NEW_ONE, rung("squat", 8, 12), PULSE), frozenset())
    assert (after.state.point, after.floor) == ((2, 8), (1, 12))


def test_the_floor_never_comes_to_lie_above_the_state():
    after = carried_over(place((1, 14), (0, 8)), ladder(SQUAT, WALL), frozenset())
    assert after.state.point == (0, 14)
    assert after.floor == (0, 14)


def test_who_stood_below_the_start_of_the_plan_still_does():
    after = carried_over(place((0, 10), (1, 12)), OLD, frozenset())
    assert (after.state.point, after.floor) == ((0, 10), (1, 12))


# Any ladder -----------------------------------------------------------------------------------------


def keys(of):
    return [(r.variation.slug, r.sets, r.hold_seconds) for r in of.rungs]


@st.composite
def places(draw, kit):
    old = draw(some.any_ladder)
    return old, draw(st.sampled_from(old.points(owned=kit)))


ALL_KIT = frozenset(some.KIT)


@given(some.kits, st.data())
def test_the_same_ladder_moves_nobody(kit, data):
    old, point = data.draw(places(kit))
    assert counterpart(old, old, point, kit) == point


@given(some.kits, st.data())
def test_the_new_point_is_one_that_can_be_prescribed_and_is_not_known_to_be_harder(kit, data):
    old, point = data.draw(places(kit))
    new = data.draw(some.changed(old))
    found = counterpart(old, new, point, kit)
    assert found in new.points(owned=kit)
    if found != new.points(owned=kit)[0]:
        same = [n for n, key in enumerate(keys(old)) if key == keys(new)[found.rung]]
        assert not same or min(same) <= point.rung
        assert same != [point.rung] or found.reps <= point.reps


@given(places(ALL_KIT), st.data())
def test_rungs_that_come_in_move_nobody(stood, data):
    old, point = stood
    assume(len(set(keys(old))) == len(old.rungs))
    news = data.draw(st.lists(st.integers(0, len(old.rungs)), max_size=3))
    rungs = list(old.rungs)
    for number, at in enumerate(sorted(news, reverse=True)):
        rungs.insert(at, rung(f"new-{number}", 5, 9))
    found = counterpart(old, Ladder(old.exercise, tuple(rungs)), point, ALL_KIT)
    assert (rungs[found.rung], found.reps) == (old.rungs[point.rung], point.reps)


@given(places(ALL_KIT), st.data())
def test_rungs_that_go_leave_the_nearest_point_that_is_not_harder(stood, data):
    old, point = stood
    assume(len(set(keys(old))) == len(old.rungs))
    kept = sorted(data.draw(st.sets(st.integers(0, len(old.rungs) - 1), min_size=1)))
    new = Ladder(old.exercise, tuple(old.rungs[index] for index in kept))
    left = [Point(index, reps) for index in kept for reps in old.rungs[index].reps]
    wanted = left[position_at_most(left, point)]
    assert counterpart(old, new, point, ALL_KIT) == (kept.index(wanted.rung), wanted.reps)
