"""Flags erased: whatever was chosen because of pain becomes a choice without a reason, and nothing gets harder."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from plans.engine.schedule import Event, Life
from plans.engine.schedule.neutral import neutral_choices, with_pain, without_pain
from plans.engine.schedule.values import EASIER, RETURNED, SWAPPED, TAKEN_UP
from tests.plans.engine import strategies as some
from tests.plans.engine.build import DAY, MONDAY, WEEK, choices, live, log, revision


def life_of(plan, chosen, logs, today, events=()):
    return Life({chosen.revision: plan}, chosen, tuple(events), tuple(logs), today)


def erased(life):
    return without_pain(life).having(*neutral_choices(life))


def asked(life):
    """Exercise and place of all that is still to be done, window by window from today's on."""
    return {
        (window.number, name): state.point
        for window in life.seen.windows
        if window.number >= life.now
        for name, state in window.states.items()
        if name not in window.stopped
    }


def hurting(windows, exercise="squat"):
    """A life of full weeks in which one exercise hurts in the first workout of some windows."""
    plan, chosen = revision(), choices()
    life = life_of(plan, chosen, live(plan, chosen, log, windows=max(windows)), MONDAY + max(windows) * WEEK)
    for window in windows:
        life = with_pain(life, window, 1, exercise)
    return life


def kinds(life):
    return [(event.kind, event.window, event.exercise) for event in neutral_choices(life)]


def test_a_flag_becomes_made_easier_in_its_own_week():
    life = hurting([2])
    assert kinds(life) == [(EASIER, 2, "squat")]
    assert erased(life).seen.window(3).states["squat"].point == life.seen.window(3).states["squat"].point


def test_a_stop_becomes_left_out():
    life = hurting([2, 3])
    assert "squat" in life.seen.window(4).stopped
    assert kinds(life) == [(EASIER, 2, "squat"), (SWAPPED, 3, "squat")]
    assert "squat" in erased(life).seen.window(4).away


def test_what_was_taken_up_again_comes_back_no_harder():
    life = hurting([2, 3])
    life = replace(life, today=life.today + WEEK)
    life = life.having(Event(TAKEN_UP, 5, exercise="squat"))
    assert (RETURNED, 5, "squat") in kinds(life)
    assert erased(life).seen.window(5).states["squat"].point <= life.seen.window(5).states["squat"].point
    assert "squat" not in erased(life).seen.window(5).away


def test_nothing_is_left_of_the_flags():
    life = erased(hurting([2, 3]).having(Event(TAKEN_UP, 5, exercise="squat")))
    assert not any(logged.pain for log in life.logs for logged in log.exercises.values())
    assert not any(event.kind == TAKEN_UP for event in life.events)
    codes = {reason.code for window in life.seen.windows for reason in window.reasons.values()}
    assert not {code for code in codes if code.startswith(("PAIN", "STOPPED", "TAKEN"))}


@given(some.lives(), st.integers(0, 90), st.data())
def test_no_dose_to_come_is_harder_once_the_flags_are_erased(life, offset, data):
    plan, chosen, logs = life
    before = life_of(plan, chosen, logs, MONDAY + offset * DAY)
    stopped = [(w.number, name) for w in before.seen.windows for name in w.stopped if w.number <= before.now]
    if stopped:
        window, name = data.draw(st.sampled_from(stopped))
        before = before.having(Event(TAKEN_UP, window, exercise=name))
    after = erased(before)
    was = asked(before)
    for key, point in asked(after).items():
        assert key in was, f"{key} was not asked for"
        assert point <= was[key], key
