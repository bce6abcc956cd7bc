"""Changes of mind: what each does to the weeks that follow, and that none touches what was done."""

from dataclasses import replace
from itertools import count
from uuid import UUID

import pytest

from plans.engine.schedule import LEFT, TOOK, Event, Life, rules
from plans.engine.schedule.values import (
    BACKED,
    CAME_BACK,
    CARRIED_ON,
    DECLINED,
    EASED,
    EASIER,
    KIT,
    MINUTES,
    MOVED,
    PAUSED,
    REPEATED,
    RESUMED,
    RETURNED,
    SHIFTED,
    SWAPPED,
    TAKEN_UP,
    UNDONE,
    WEEKDAYS,
)
from tests.plans.engine.build import (
    DAY,
    LADDERS,
    MONDAY,
    WEEK,
    choices,
    full,
    live,
    log,
    revision,
    see,
    shown,
)

PLAN, CHOSEN = revision(), choices()
_numbers = count(1)


def event(kind, window, **fields):
    return Event(kind, window, UUID(int=next(_numbers)), **fields)


def undoing(event):
    return Event(UNDONE, event.window, UUID(int=next(_numbers)), undoes=event.uid)


def lived(windows, act=log, chosen=CHOSEN, plan=PLAN):
    return live(plan, chosen, act, windows=windows)


def days(window):
    return [planned.date for planned in window.workouts]


def first_dose(window, exercise):
    doses = (dose for planned in window.workouts for dose in planned.doses if dose.exercise == exercise)
    return next(doses, None)


def weeks(schedule):
    return [window.week for window in schedule.windows]


# Days ---------------------------------------------------------------------------------------------


def test_a_workout_moves_to_a_free_day_of_its_window():
    seen = see(PLAN, CHOSEN, events=[event(MOVED, 1, slot=2, day=MONDAY + 3 * DAY)])
    assert days(seen.window(1)) == [MONDAY, MONDAY + 3 * DAY, MONDAY + 4 * DAY]
    assert days(seen.window(2)) == [MONDAY + WEEK + n * DAY for n in (0, 2, 4)]
    assert seen.window(1).workouts[1].uid == see(PLAN, CHOSEN).window(1).workouts[1].uid


@pytest.mark.parametrize(
    "day",
    [MONDAY, MONDAY + 4 * DAY, MONDAY + WEEK, MONDAY - DAY],
    ids=["taken before", "taken after", "next", "last"],
)
def test_a_move_to_a_day_that_is_taken_or_in_another_window_lapses(day):
    moved = see(PLAN, CHOSEN, events=[event(MOVED, 1, slot=2, day=day)])
    assert days(moved.window(1)) == days(see(PLAN, CHOSEN).window(1))


def test_the_last_move_counts_and_a_day_that_was_left_is_free_again():
    moves = [event(MOVED, 1, slot=2, day=MONDAY + n * DAY) for n in (3, 5)]
    onto = event(MOVED, 1, slot=3, day=MONDAY + 2 * DAY)
    seen = see(PLAN, CHOSEN, events=[*moves, onto])
    assert sorted(days(seen.window(1))) == [MONDAY, MONDAY + 2 * DAY, MONDAY + 5 * DAY]
    assert days(seen.window(1))[2] == MONDAY + 2 * DAY


def test_a_done_workout_never_moves():
    logs = lived(1)
    moved = event(MOVED, 1, slot=2, day=MONDAY + 3 * DAY)
    seen = see(PLAN, CHOSEN, logs, events=[moved], today=MONDAY + 6 * DAY)
    assert days(seen.window(1)) == [log.date for log in logs]


def test_other_training_days_count_from_their_window_on_and_drop_earlier_moves_there():
    events = [
        event(MOVED, 2, slot=1, day=MONDAY + WEEK + DAY),
        event(WEEKDAYS, 2, weekdays=(1, 3, 5)),
    ]
    seen = see(PLAN, CHOSEN, events=events)
    assert days(seen.window(1)) == [MONDAY + n * DAY for n in (0, 2, 4)]
    assert days(seen.window(2)) == [MONDAY + WEEK + n * DAY for n in (1, 3, 5)]
    assert seen.window(2).first_day == MONDAY + WEEK
    later = event(MOVED, 2, slot=1, day=MONDAY + WEEK)
    assert days(see(PLAN, CHOSEN, events=[*events, later]).window(2))[0] == MONDAY + WEEK


def test_days_that_are_not_as_many_as_the_workouts_lapse():
    seen = see(PLAN, CHOSEN, events=[event(WEEKDAYS, 2, weekdays=(1, 3))])
    assert seen == see(PLAN, CHOSEN)


# Weeks --------------------------------------------------------------------------------------------


def test_a_pause_takes_workouts_away_and_whole_windows_are_no_weeks_of_the_plan():
    pause = event(PAUSED, 1, day=MONDAY + 3 * DAY, last=MONDAY + 2 * WEEK)
    seen = see(PLAN, CHOSEN, events=[pause], today=MONDAY)
    assert days(seen.window(1)) == [MONDAY, MONDAY + 2 * DAY]
    assert (days(seen.window(2)), seen.window(2).week, seen.window(2).is_paused) == ([], None, True)
    assert days(seen.window(3)) == [MONDAY + 2 * WEEK + n * DAY for n in (2, 4)]
    assert weeks(seen) == [1, None, *range(2, 13)]
    assert seen.weeks == 12


def test_two_windows_of_a_pause_are_two_weeks_away():
    logs = lived(2)
    pause = event(PAUSED, 3, day=MONDAY + 2 * WEEK, last=MONDAY + 4 * WEEK - DAY)
    seen = see(PLAN, CHOSEN, logs, events=[pause], today=MONDAY + 2 * WEEK)
    assert seen.window(4).reasons["squat"].code == "PAUSED"
    assert seen.window(5).reasons["squat"].code in ("MISSED_2PLUS", "MISSED_FLOOR")
    assert seen.window(5).states["squat"].point < seen.window(3).states["squat"].point


def test_resuming_ends_a_pause_early():
    pause = event(PAUSED, 1, day=MONDAY + DAY, last=MONDAY + 5 * WEEK)
    resumed = event(RESUMED, 2, day=MONDAY + WEEK + 2 * DAY)
    seen = see(PLAN, CHOSEN, events=[pause, resumed])
    assert days(seen.window(1)) == [MONDAY]
    assert days(seen.window(2)) == [MONDAY + WEEK + n * DAY for n in (2, 4)]
    assert weeks(seen) == list(range(1, 13))


def test_done_workouts_stay_in_a_pause():
    logs = lived(1)
    pause = event(PAUSED, 1, day=MONDAY, last=MONDAY + 6 * DAY)
    seen = see(PLAN, CHOSEN, logs, events=[pause], today=MONDAY + WEEK)
    assert [planned.status for planned in seen.window(1).workouts] == ["done"] * 3
    assert seen.window(1).week == 1


def test_a_repeated_week_has_the_same_number_and_doses():
    logs = lived(3)
    seen = see(PLAN, CHOSEN, logs, events=[event(REPEATED, 4)], today=MONDAY + 3 * WEEK)
    assert weeks(seen)[:5] == [1, 2, 3, 3, 4]
    assert len(seen.windows) == 13
    assert [p.doses for p in seen.window(4).workouts] == [p.doses for p in seen.window(3).workouts]
    assert {reason.code for reason in seen.window(4).reasons.values()} == {"REPEATED"}
    assert first_dose(seen.window(5), "squat").reps > first_dose(seen.window(4), "squat").reps


def test_the_last_week_can_be_repeated():
    logs = lived(12)
    seen = see(PLAN, CHOSEN, logs, events=[event(REPEATED, 13)], today=MONDAY + 12 * WEEK)
    assert weeks(seen)[-2:] == [12, 12]
    assert not seen.has_ended


def test_a_repeat_waits_for_a_window_with_workouts():
    logs = lived(2)
    pause = event(PAUSED, 3, day=MONDAY + 2 * WEEK, last=MONDAY + 3 * WEEK - DAY)
    seen = see(PLAN, CHOSEN, logs, events=[pause, event(REPEATED, 3)], today=MONDAY + 2 * WEEK)
    assert weeks(seen)[:5] == [1, 2, None, 2, 3]
    assert first_dose(seen.window(4), "squat") == first_dose(seen.window(2), "squat")


def test_an_easy_week_can_be_asked_for_in_the_last_week_too():
    for number in (2, 12):
        seen = see(PLAN, CHOSEN, events=[event(EASED, number)])
        assert seen.window(number).is_easy
        assert first_dose(seen.window(number), "squat").sets == 1
        assert seen.window(number).week == number
    assert not see(PLAN, CHOSEN).window(2).is_easy


# Gaps ---------------------------------------------------------------------------------------------


def after_a_gap(*events):
    return see(PLAN, CHOSEN, lived(2), events=events, today=MONDAY + 4 * WEEK)


def test_missed_windows_count_unless_they_are_shifted():
    assert weeks(after_a_gap())[:5] == [1, 2, 3, 4, 5]
    assert weeks(after_a_gap(event(CARRIED_ON, 5, windows=(3, 4))))[:5] == [1, 2, 3, 4, 5]
    shifted = after_a_gap(event(SHIFTED, 5, windows=(3, 4)))
    assert weeks(shifted)[:5] == [1, 2, 3, 3, 3]
    assert [window.counts for window in shifted.windows][:5] == [True, True, False, False, True]
    assert len(shifted.windows) == 14


def test_doses_after_a_gap_follow_the_missed_rule_and_stepping_back_goes_two_steps_further():
    carried = first_dose(after_a_gap().window(5), "squat")
    shifted = first_dose(after_a_gap(event(SHIFTED, 5, windows=(3, 4))).window(5), "squat")
    back = after_a_gap(event(CAME_BACK, 5, windows=(3, 4)))
    assert carried == shifted
    assert first_dose(back.window(5), "squat").reps < carried.reps or shown(carried) == "Q2 2×20"
    assert back.window(5).reasons["squat"].code == "CAME_BACK"
    assert weeks(back)[:5] == [1, 2, 3, 3, 3]


def test_a_choice_holds_only_for_windows_that_are_still_without_a_workout():
    late = log(see(PLAN, CHOSEN, lived(2), today=MONDAY + 2 * WEEK).window(3).workouts[0])
    choice = event(SHIFTED, 5, windows=(3, 4))
    seen = see(PLAN, CHOSEN, [*lived(2), late], events=[choice], today=MONDAY + 4 * WEEK)
    assert weeks(seen)[:5] == [1, 2, 3, 4, 4]


def test_shifting_after_the_end_reopens_the_plan():
    logs = lived(11)
    over = see(PLAN, CHOSEN, logs, today=MONDAY + 12 * WEEK)
    assert over.has_ended
    choice = event(SHIFTED, 13, windows=(12,))
    again = see(PLAN, CHOSEN, logs, events=[choice], today=MONDAY + 12 * WEEK)
    assert (again.has_ended, weeks(again)[-2:]) == (False, [12, 12])


# One exercise -------------------------------------------------------------------------------------


def up_a_rung():
    """Window and exercise of the first step to another rung in a life in which all goes right."""
    seen = see(PLAN, CHOSEN)
    return next((w.number, name) for w in seen.windows for name in sorted(w.announced) if not w.is_easy)


def test_a_new_rung_can_be_declined_when_it_is_announced():
    number, name = up_a_rung()
    before, seen = see(PLAN, CHOSEN), see(PLAN, CHOSEN, events=[event(DECLINED, number, exercise=name)])
    assert first_dose(seen.window(number), name).rung == first_dose(before.window(number - 1), name).rung
    assert seen.window(number).reasons[name].code == "DECLINED"
    assert seen.window(number - 1) == before.window(number - 1)


def test_there_is_nothing_to_decline_where_no_rung_was_announced():
    assert see(PLAN, CHOSEN, events=[event(DECLINED, 2, exercise="squat")]) == see(PLAN, CHOSEN)


def test_stepping_back_goes_two_steps_below_the_easier_of_before_and_after():
    seen = see(PLAN, CHOSEN, events=[event(BACKED, 3, exercise="clam")])
    plain = see(PLAN, CHOSEN)
    before = plain.window(2).states["clam"].point
    assert seen.window(3).states["clam"].point < before
    assert seen.window(3).reasons["clam"].code == "BACKED"


def test_made_easier_is_where_pain_would_send_to_and_stays_there_for_the_week():
    logs = lived(2)
    seen = see(PLAN, CHOSEN, logs, events=[event(EASIER, 3, exercise="clam")], today=MONDAY + 2 * WEEK)

    def hurts(planned):
        clam = next(dose for dose in planned.doses if dose.exercise == "clam")
        return log(planned, clam=full(clam, pain=planned.window == 3 and planned.slot == 1))

    hurt = see(PLAN, CHOSEN, lived(3, hurts), today=MONDAY + 3 * WEEK)
    assert seen.window(3).states["clam"].point == hurt.window(4).states["clam"].point
    assert seen.window(4).states["clam"].point == hurt.window(4).states["clam"].point
    assert seen.window(4).states["clam"].pain_weeks == 0


def test_pain_acts_on_the_rest_of_the_week_at_once():
    def hurts(planned):
        clam = next(dose for dose in planned.doses if dose.exercise == "clam")
        return log(planned, clam=full(clam, pain=True))

    planned = see(PLAN, CHOSEN).window(1).workouts
    seen = see(PLAN, CHOSEN, [hurts(planned[0])], today=MONDAY + DAY)
    first, second, third = seen.window(1).workouts
    was, now = (next(d for d in w.doses if d.exercise == "clam") for w in (first, second))
    assert first.doses == planned[0].doses
    assert (now.rung, now.reps) < (was.rung, was.reps) if now.rung == was.rung else now.rung != was.rung
    assert third.reasons["clam"].code == "PAIN_NOW"
    nxt = next(d for d in seen.window(2).workouts[0].doses if d.exercise == "clam")
    assert (nxt.rung, nxt.reps) == (now.rung, now.reps)


def test_a_stopped_exercise_is_taken_up_one_rung_easier_with_what_hurt_behind_it():
    def hurts(planned):
        return log(planned, **{d.exercise: full(d, pain=d.exercise == "clam") for d in planned.doses})

    logs = lived(2, hurts)
    stopped = see(PLAN, CHOSEN, logs, today=MONDAY + 2 * WEEK)
    assert stopped.window(3).states["clam"].stopped
    assert first_dose(stopped.window(3), "clam") is None
    taken = event(TAKEN_UP, 3, exercise="clam")
    seen = see(PLAN, CHOSEN, logs, events=[taken], today=MONDAY + 2 * WEEK)
    assert first_dose(seen.window(3), "clam") is not None
    assert seen.window(3).states["clam"].pain_weeks == 0
    assert seen.window(3).reasons["clam"].code == "TAKEN_UP"


def test_an_exercise_can_be_left_out_until_further_notice_and_comes_back_where_it_stood():
    out = event(SWAPPED, 2, exercise="clam")
    seen = see(PLAN, CHOSEN, lived(1), events=[out], today=MONDAY + WEEK)
    assert all(first_dose(window, "clam") is None for window in seen.windows[1:])
    assert seen.window(2).away == {"clam": ""}
    back = event(RETURNED, 3, exercise="clam")
    again = see(PLAN, CHOSEN, lived(1), events=[out, back], today=MONDAY + WEEK)
    plain = see(PLAN, CHOSEN, lived(1), today=MONDAY + WEEK)
    assert again.window(3).states["clam"].point == plain.window(2).states["clam"].point
    assert again.window(3).reasons["clam"].code == "RETURNED"


def test_an_exercise_that_is_away_for_long_comes_back_easier():
    out, back = event(SWAPPED, 3, exercise="clam"), event(RETURNED, 6, exercise="clam")
    plain = see(PLAN, CHOSEN)
    again = see(PLAN, CHOSEN, events=[out, back])
    assert again.window(6).states["clam"].point < plain.window(3).states["clam"].point


def test_another_exercise_takes_its_place_and_begins_where_the_level_does():
    plan = revision(workouts=(("squat", "bridge"),) * 3)
    seen = see(plan, CHOSEN, events=[event(SWAPPED, 2, exercise="squat", instead="clam")])
    assert [d.exercise for d in seen.window(2).workouts[0].doses] == ["clam", "bridge"]
    assert seen.window(2).states["clam"].point == plan.ladders["clam"].entry("standard")
    assert seen.window(3).states["clam"].point > seen.window(2).states["clam"].point


def test_an_exercise_of_the_plan_is_no_substitute():
    swap = event(SWAPPED, 2, exercise="squat", instead="clam")
    assert see(PLAN, CHOSEN, events=[swap]) == see(PLAN, CHOSEN)


def test_an_easier_variation_stays_below_the_rung_that_it_replaces():
    chosen = choices(level="strong")
    plain = see(PLAN, chosen)
    state, ladder = plain.window(2).states["kickback"], PLAN.ladders["kickback"]
    easier = next(
        r.variation.slug
        for r in reversed(ladder.rungs[: state.rung])
        if r.variation != ladder.rungs[state.rung].variation
    )
    seen = see(PLAN, chosen, events=[event(SWAPPED, 2, exercise="kickback", variation=easier)])
    for window in seen.windows[1:]:
        assert first_dose(window, "kickback").variation.slug == easier
    assert seen.window(2).away == {"kickback": easier}


# Kit and minutes ----------------------------------------------------------------------------------


def test_lost_kit_takes_the_rungs_that_need_it_at_once():
    chosen = choices(level="strong", kit=("band",))
    seen = see(PLAN, chosen)
    needy = next(
        (w.number, d.exercise) for w in seen.windows for p in w.workouts for d in p.doses if d.variation.needs
    )
    lost = see(PLAN, chosen, events=[event(KIT, needy[0])])
    assert all(
        not d.variation.needs for w in lost.windows[needy[0] - 1 :] for p in w.workouts for d in p.doses
    )
    assert lost.window(needy[0]).reasons[needy[1]].code == "KIT_LOST"


def test_other_minutes_count_from_their_window_on():
    seen = see(PLAN, CHOSEN, events=[event(MINUTES, 3, minutes=10)])
    assert seen.window(2).seconds > 600 >= seen.window(3).seconds
    assert (
        see(PLAN, CHOSEN, events=[event(MINUTES, 3, minutes=10), event(MINUTES, 4)]).window(4).seconds > 600
    )


# Taking it back -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choice",
    [
        event(MOVED, 1, slot=2, day=MONDAY + 3 * DAY),
        event(PAUSED, 1, day=MONDAY + DAY, last=MONDAY + 20 * DAY),
        event(REPEATED, 2),
        event(EASED, 2),
        event(EASIER, 2, exercise="clam"),
        event(SWAPPED, 2, exercise="clam"),
        event(WEEKDAYS, 2, weekdays=(1, 3, 5)),
        event(MINUTES, 2, minutes=10),
    ],
    ids=lambda choice: choice.kind,
)
def test_every_choice_changes_something_and_can_be_taken_back(choice):
    plain = see(PLAN, CHOSEN)
    assert see(PLAN, CHOSEN, events=[choice]) != plain
    assert see(PLAN, CHOSEN, events=[choice, undoing(choice)]) == plain


# What random lives have found -----------------------------------------------------------------------


def as_life(logs=(), chosen=CHOSEN, today=MONDAY, events=(), **others):
    return Life({1: PLAN} | others.get("revisions", {}), chosen, tuple(events), tuple(logs), today)


def announced_in(kit=(), level="standard"):
    """A life at the start of a window that announces a new rung, and the exercise."""
    chosen = choices(level=level, kit=kit)
    for number in range(2, 13):
        life = as_life(lived(number - 1, chosen=chosen), chosen, MONDAY + (number - 1) * WEEK)
        if names := life.seen.window(number).announced:
            return life, names[0]
    raise AssertionError("nothing was announced")


@pytest.mark.parametrize("kind", [EASIER, BACKED])
def test_nothing_is_left_to_decline_once_it_was_made_easier(kind):
    life, name = announced_in()
    life = life.having(event(kind, life.now, exercise=name))
    assert rules.fault(life, event(DECLINED, life.now, exercise=name)) == "not-announced"


def test_nothing_is_left_to_decline_once_its_kit_is_gone():
    life, name = announced_in(kit=("band", "weights"), level="strong")
    lost = life.having(event(KIT, life.now))
    for dose in (dose for planned in lost.seen.window(life.now).workouts for dose in planned.doses):
        assert not dose.variation.needs
    again = lost.having(event(DECLINED, life.now, exercise=name))
    assert not first_dose(again.seen.window(life.now), name).variation.needs


def test_what_is_swapped_away_is_not_announced():
    life, name = announced_in()
    assert name not in life.having(event(SWAPPED, life.now, exercise=name)).seen.window(life.now).announced


def test_a_repeated_week_with_other_numbers_stays_on_their_grid():
    ladder = LADDERS["squat"]
    rungs = tuple(replace(rung, low=rung.low + 1, high=rung.high + 1) for rung in ladder.rungs)
    other = revision(ladders={**LADDERS, "squat": replace(ladder, rungs=rungs)})
    life = as_life(revisions={2: other}).having(event(REPEATED, 2), event(TOOK, 2, revision=2))
    dose = first_dose(life.seen.window(2), "squat")
    assert dose.reps in dose.rung.reps


def test_what_comes_back_after_its_kit_was_lost_needs_none():
    chosen = choices(level="strong", kit=("band", "weights"))
    life = as_life(lived(9, chosen=chosen), chosen, MONDAY + 9 * WEEK)
    now = life.now
    away = life.having(event(SWAPPED, now, exercise="squat"), event(KIT, now + 1))
    back = away.having(event(RETURNED, now + 1, exercise="squat"))
    assert not first_dose(back.seen.window(now + 1), "squat").variation.needs


def test_a_move_that_lapsed_does_not_come_to_life_when_its_day_is_trained_on():
    life = as_life()
    for slot, day in ((2, MONDAY + 6 * DAY), (3, MONDAY + 2 * DAY)):
        made = rules.event_for(life, MOVED, UUID(int=next(_numbers)), window=1, slot=slot, day=day)
        life = life.having(made)
    life = life.having(undoing(life.events[0]))
    assert days(life.seen.window(1)) == [MONDAY, MONDAY + 2 * DAY, MONDAY + 4 * DAY]
    done = log(life.seen.window(1).workouts[1])
    later = replace(life, today=MONDAY + 2 * DAY, logs=(done,))
    assert days(later.seen.window(1)) == [MONDAY, MONDAY + 2 * DAY, MONDAY + 4 * DAY]


def test_what_hurts_in_a_workout_that_is_only_begun_counts_for_the_next_week_too():
    planned = as_life().seen.window(1).workouts[0]
    hurting = {"squat": full(planned.doses[0], pain=True)}
    begun = replace(log(planned, finished=False), exercises=hurting)
    seen = as_life((begun,)).seen
    assert seen.window(1).workouts[0].status == "started"
    assert seen.window(2).reasons["squat"].code == "PAIN_BACK"


def test_a_workout_that_is_begun_stays_when_the_plan_is_left():
    planned = as_life().seen.window(1).workouts[0]
    begun = replace(log(planned, finished=False), exercises={"squat": full(planned.doses[0])})
    seen = as_life((begun,), events=[event(LEFT, 1)]).seen
    assert [workout.status for workout in seen.workouts()] == ["started"]
