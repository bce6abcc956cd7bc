"""Which workout on which date: windows, statuses, forecast, and the end."""

import datetime
from dataclasses import replace

import pytest

from plans.engine.evidence import LoggedExercise, LoggedWorkout
from plans.engine.identity import workout_uid
from plans.engine.schedule import Event
from tests.plans.engine.build import DAY, ENROLMENT, MONDAY, WEEK, choices, full, log, revision, see, shown

SHORT = revision(4)


def dates(schedule, window=1):
    return [planned.date for planned in schedule.window(window).workouts]


def days(*offsets, start=MONDAY):
    return [start + offset * DAY for offset in offsets]


def statuses(schedule, window=1):
    return [planned.status for planned in schedule.window(window).workouts]


def squats(schedule, window):
    return shown(schedule.window(window).workouts[0].doses[0])


# Windows and dates --------------------------------------------------------------------------------


def test_a_plan_has_a_window_for_every_week_each_of_seven_days_from_the_first():
    windows = see(SHORT, choices()).windows
    assert [window.number for window in windows] == [window.week for window in windows] == [1, 2, 3, 4]
    assert [window.first_day for window in windows] == days(0, 7, 14, 21)
    assert [window.last_day for window in windows] == days(6, 13, 20, 27)


@pytest.mark.parametrize("offset, first", [(0, 0), (1, 2), (2, 2), (3, 4), (4, 4), (5, 7), (6, 7)])
def test_the_start_moves_to_the_first_chosen_weekday_on_or_after_it(offset, first):
    chosen = choices((0, 2, 4), start=MONDAY + offset * DAY)
    assert see(SHORT, chosen).windows[0].first_day == MONDAY + first * DAY


def test_the_kth_workout_falls_on_the_kth_chosen_weekday_in_window_order():
    schedule = see(SHORT, choices((0, 2, 4), start=MONDAY + 2 * DAY))
    assert dates(schedule) == days(2, 4, 7)
    assert dates(schedule, 2) == days(9, 11, 14)
    assert [planned.slot for planned in schedule.window(2).workouts] == [1, 2, 3]


def test_a_week_may_begin_on_a_sunday():
    schedule = see(SHORT, choices((1, 3, 6), start=MONDAY + 6 * DAY))
    assert dates(schedule) == days(6, 8, 10)


def test_the_order_in_which_weekdays_were_chosen_is_irrelevant():
    assert see(SHORT, choices((4, 0, 2))).windows == see(SHORT, choices((0, 2, 4))).windows


def test_windows_run_over_the_turn_of_the_year_and_a_leap_day():
    schedule = see(SHORT, choices((0, 3, 5), start=datetime.date(2026, 12, 26)))
    assert dates(schedule) == [
        datetime.date(2026, 12, 26),
        datetime.date(2026, 12, 28),
        datetime.date(2026, 12, 31),
    ]
    assert dates(schedule, 2)[0] == datetime.date(2027, 1, 2)
    leap = see(SHORT, choices((0, 1, 2), start=datetime.date(2028, 2, 28)))
    assert dates(leap) == [datetime.date(2028, 2, 28), datetime.date(2028, 2, 29), datetime.date(2028, 3, 1)]


def test_every_window_has_seven_days_over_the_change_of_clocks():
    windows = see(revision(12), choices(start=datetime.date(2027, 3, 1))).windows
    assert {(b.first_day - a.first_day).days for a, b in zip(windows, windows[1:], strict=False)} == {7}


def test_workouts_are_known_by_enrolment_window_and_slot_alone():
    schedule = see(SHORT, choices())
    assert [p.uid for p in schedule.workouts()] == [
        workout_uid(ENROLMENT, w, s) for w in (1, 2, 3, 4) for s in (1, 2, 3)
    ]
    assert [p.window for p in schedule.workouts()] == [w for w in (1, 2, 3, 4) for _slot in range(3)]
    later = see(SHORT, choices((1, 3, 5), start=MONDAY + 30 * DAY))
    assert [p.uid for p in later.workouts()] == [p.uid for p in schedule.workouts()]


def test_another_number_of_weekdays_than_workouts_is_refused():
    with pytest.raises(ValueError, match="2 weekdays for 3 workouts"):
        see(SHORT, choices((0, 2)))


def test_kettle_breaks_is_six_workouts_of_one_exercise_without_a_warm_up():
    kettle = revision(4, (("squat",), ("kickback",)) * 3, warm_up=0)
    schedule = see(kettle, choices((0, 1, 2, 3, 4, 5)))
    first = schedule.window(1)
    assert [p.workout.exercises for p in first.workouts] == [("squat",), ("kickback",)] * 3
    assert dates(schedule) == days(0, 1, 2, 3, 4, 5)
    assert [p.seconds for p in first.workouts[:2]] == [20 + 190, 20 + 255]
    assert first.seconds == 275
    assert [shown(p.doses[0]) for p in schedule.window(4).workouts[:2]] == ["Q2 2×26", "K2 3×13"]
    assert {window.kind for window in schedule.windows} == {"build"}


def test_at_three_minutes_kettle_breaks_loses_a_set_of_each():
    kettle = revision(4, (("squat",), ("kickback",)) * 3, warm_up=0)
    schedule = see(kettle, choices((0, 1, 2, 3, 4, 5), minutes=3))
    assert [shown(p.doses[0]) for p in schedule.window(1).workouts[:2]] == ["Q2 1×20", "K2 2×10"]


# Statuses -----------------------------------------------------------------------------------------


def test_what_lies_behind_is_missed_and_what_comes_is_planned():
    assert statuses(see(SHORT, choices(), today=MONDAY - DAY)) == ["planned", "planned", "planned"]
    assert statuses(see(SHORT, choices(), today=MONDAY)) == ["today", "planned", "planned"]
    assert statuses(see(SHORT, choices(), today=MONDAY + 2 * DAY)) == ["missed", "today", "planned"]
    assert statuses(see(SHORT, choices(), today=MONDAY + WEEK)) == ["missed", "missed", "missed"]


def first_workout(**changes):
    planned = see(SHORT, choices()).window(1).workouts[0]
    return log(planned, **changes)


def partly(**changes):
    return LoggedWorkout(1, 1, MONDAY, {"squat": LoggedExercise({(1, 1, "both"): 20})}, **changes)


def test_a_workout_with_sets_is_started_until_all_are_there():
    schedule = see(SHORT, choices(), [partly()])
    assert statuses(schedule)[0] == "started"
    assert schedule.window(1).done == 0
    assert schedule.on(MONDAY).status == "started"


def test_a_workout_is_done_when_all_sets_are_there_or_it_was_finished_or_its_day_is_over():
    assert statuses(see(SHORT, choices(), [first_workout(finished=False)]))[0] == "done"
    assert statuses(see(SHORT, choices(), [partly(is_finished=True)]))[0] == "done"
    assert statuses(see(SHORT, choices(), [partly()], today=MONDAY + DAY))[0] == "done"


def test_a_workout_with_one_side_left_is_not_done():
    planned = see(SHORT, choices()).window(1).workouts[0]
    whole = full(planned.doses[1])
    right = replace(whole, sets={key: reps for key, reps in whole.sets.items() if key.side == "right"})
    assert statuses(see(SHORT, choices(), [log(planned, kickback=right, finished=False)]))[0] == "started"


def test_a_workout_opened_without_a_set_is_no_workout():
    opened = LoggedWorkout(1, 1, MONDAY, {"squat": LoggedExercise(rating="hard")}, is_finished=True)
    assert statuses(see(SHORT, choices(), [opened]))[0] == "today"
    assert statuses(see(SHORT, choices(), [opened], today=MONDAY + DAY))[0] == "missed"


def test_a_workout_with_pain_and_no_set_is_attended():
    hurt = LoggedWorkout(1, 1, MONDAY, {"squat": LoggedExercise(pain=True)}, is_finished=True)
    schedule = see(SHORT, choices(), [hurt], today=MONDAY + WEEK)
    assert statuses(schedule)[0] == "done"
    assert squats(schedule, 2) == "Q1 2×10"
    assert schedule.window(2).reasons["squat"].code == "PAIN_BACK"


def test_a_workout_is_done_when_all_that_was_asked_that_day_is_there():
    """Fewer sets were asked for that day than would be now."""
    exercises = {d.exercise: full(d) for d in see(SHORT, choices(minutes=15)).window(1).workouts[0].doses}
    assert statuses(see(SHORT, choices(), [LoggedWorkout(1, 1, MONDAY, exercises)]))[0] == "done"


def test_a_done_workout_belongs_to_its_window_and_is_shown_on_its_date():
    late = first_workout(date=MONDAY + 9 * DAY)
    schedule = see(SHORT, choices(), [late], today=MONDAY + 10 * DAY)
    assert dates(schedule)[0] == MONDAY + 9 * DAY
    assert statuses(schedule) == ["done", "missed", "missed"]
    assert schedule.on(MONDAY + 9 * DAY).status == "missed"  # the planned one of that day comes first
    assert schedule.window(1).done == 1


def test_today_says_what_is_to_do_before_what_is_done():
    early = LoggedWorkout(1, 2, MONDAY, {"squat": LoggedExercise({(1, 1, "both"): 20})}, is_finished=True)
    schedule = see(SHORT, choices(), [early])
    assert (schedule.on(MONDAY).slot, schedule.on(MONDAY).status) == (1, "today")
    both = see(SHORT, choices(), [early, first_workout()])
    assert both.on(MONDAY).status == "done"
    assert see(SHORT, choices()).on(MONDAY + DAY) is None


# Looking around -----------------------------------------------------------------------------------


def test_the_current_window_holds_today():
    for offset, number in [(-1, None), (0, 1), (6, 1), (7, 2), (27, 4), (28, None)]:
        current = see(SHORT, choices(), today=MONDAY + offset * DAY).current
        assert (current.number if current else None) == number, offset


def test_a_plan_has_started_on_its_first_and_ended_after_its_last_day():
    seen = {offset: see(SHORT, choices(), today=MONDAY + offset * DAY) for offset in (-1, 0, 27, 28)}
    assert [schedule.has_started for schedule in seen.values()] == [False, True, True, True]
    assert [schedule.has_ended for schedule in seen.values()] == [False, False, False, True]


def test_the_next_workout_is_the_first_still_to_come_after_a_day():
    schedule = see(SHORT, choices(), today=MONDAY + DAY)
    assert schedule.next_after(MONDAY + DAY).date == MONDAY + 2 * DAY
    assert schedule.next_after(MONDAY + 2 * DAY).date == MONDAY + 4 * DAY
    assert schedule.next_after(MONDAY + 4 * DAY).date == MONDAY + 7 * DAY
    assert schedule.next_after(MONDAY + 25 * DAY) is None


def test_the_next_workout_is_none_that_was_missed_or_is_todays():
    schedule = see(SHORT, choices(), today=MONDAY + 4 * DAY)
    assert schedule.next_after(MONDAY).date == MONDAY + 7 * DAY


def test_the_next_workout_is_none_that_was_done_ahead_of_its_day():
    ahead = log(see(SHORT, choices()).window(1).workouts[1], date=MONDAY)
    schedule = see(SHORT, choices(), [first_workout(), ahead])
    assert schedule.next_after(MONDAY).slot == 3


def test_a_workout_is_found_by_its_uid_and_a_window_by_its_number():
    schedule = see(SHORT, choices())
    assert schedule.workout(workout_uid(ENROLMENT, 3, 2)) is schedule.window(3).workouts[1]
    assert schedule.workout(ENROLMENT) is None
    assert schedule.window(5) is None


# Forecast -----------------------------------------------------------------------------------------


def flags(today):
    return [window.is_forecast for window in see(SHORT, choices(), today=today).windows]


def test_numbers_of_windows_to_come_are_forecast_and_those_of_now_are_not():
    assert flags(MONDAY - 30 * DAY) == [False, True, True, True]
    assert flags(MONDAY) == [False, True, True, True]
    assert flags(MONDAY + 6 * DAY) == [False, True, True, True]
    assert flags(MONDAY + 7 * DAY) == [False, False, True, True]
    assert flags(MONDAY + 40 * DAY) == [False] * 4


def test_workouts_to_come_count_as_done_and_right_in_the_forecast():
    assert [squats(see(SHORT, choices()), n) for n in (1, 2, 3, 4)] == [
        "Q2 2×20",
        "Q2 2×22",
        "Q2 2×24",
        "Q2 2×26",
    ]


def test_past_workouts_not_done_count_as_not_done_even_in_the_current_window():
    on_wednesday = see(SHORT, choices(), today=MONDAY + 2 * DAY)
    assert squats(on_wednesday, 2) == "Q2 2×22"  # two of three may still be done
    on_friday = see(SHORT, choices(), today=MONDAY + 4 * DAY)
    assert squats(on_friday, 2) == "Q2 2×20"
    assert on_friday.window(2).reasons["squat"].code == "PARTIAL"
    on_saturday = see(SHORT, choices(), today=MONDAY + 5 * DAY)
    assert on_saturday.window(2).reasons["squat"].code == "MISSED_1"


def test_todays_unfinished_workout_counts_as_done_and_right_in_the_forecast():
    hard = LoggedWorkout(
        1, 3, MONDAY + 4 * DAY, {"squat": LoggedExercise({(1, 1, "both"): 3}, rating="hard")}
    )
    before = [log(planned) for planned in see(SHORT, choices()).window(1).workouts[:2]]
    assert squats(see(SHORT, choices(), [*before, hard], today=MONDAY + 4 * DAY), 2) == "Q2 2×22"
    tomorrow = see(SHORT, choices(), [*before, hard], today=MONDAY + 5 * DAY)
    assert squats(tomorrow, 2) == "Q2 2×20"
    assert tomorrow.window(2).reasons["squat"].code == "REPEAT"


def test_a_workout_to_come_weighs_as_much_as_one_that_was_done():
    """9 of 10 reps twice and all of them once is 93 %: short, whether the third is still to come or done."""
    planned = see(SHORT, choices()).window(1).workouts
    done = [log(p, squat=full(p.doses[0], share=0.9)) for p in planned[:2]]
    foreseen = see(SHORT, choices(), done, today=MONDAY + 4 * DAY)
    lived = see(SHORT, choices(), [*done, log(planned[2])], today=MONDAY + WEEK)
    assert foreseen.window(2).states == lived.window(2).states
    assert foreseen.window(2).reasons["squat"] == lived.window(2).reasons["squat"]
    assert foreseen.window(2).reasons["squat"].ratio == pytest.approx(28 / 30)


def test_a_workout_to_come_weighs_all_parts_of_its_sets():
    strong = choices(level="strong")
    planned = see(SHORT, strong).window(1).workouts
    done = [log(p, kickback=full(p.doses[1], share=0.9)) for p in planned[:2]]
    foreseen = see(SHORT, strong, done, today=MONDAY + 4 * DAY).window(2).reasons["kickback"]
    assert (foreseen.before.rung.code, foreseen.ratio) == ("K3", pytest.approx(28 / 30))


def test_in_a_past_window_nothing_is_assumed_of_a_workout_only_begun():
    """A workout of last week that is done today, and so far has one bad set."""
    begun = LoggedWorkout(1, 1, MONDAY + WEEK, {"squat": LoggedExercise({(1, 1, "both"): 3})})
    others = [log(planned) for planned in see(SHORT, choices()).window(1).workouts[1:]]
    schedule = see(SHORT, choices(), [begun, *others], today=MONDAY + WEEK)
    assert statuses(schedule)[0] == "started"
    assert schedule.window(2).reasons["squat"].code == "REPEAT"
    assert squats(schedule, 2) == "Q2 2×20"


def test_a_window_nobody_trained_in_is_missed_once_it_is_over():
    schedule = see(SHORT, choices(), today=MONDAY + 2 * WEEK)
    assert [schedule.window(n).reasons["squat"].code for n in (1, 2, 3)] == [
        "START",
        "MISSED_1",
        "MISSED_FLOOR",
    ]
    assert schedule.window(3).states["squat"].missed == 2
    assert schedule.window(4).reasons["squat"].code == "UP_REPS"


# Leaving ------------------------------------------------------------------------------------------


def test_leaving_takes_away_what_was_not_done_from_its_window_on():
    done = [log(planned) for planned in see(SHORT, choices()).window(1).workouts]
    second = log(see(SHORT, choices()).window(2).workouts[0])
    schedule = see(SHORT, choices(), [*done, second], today=MONDAY + 8 * DAY, events=[Event("left", 2)])
    assert [window.number for window in schedule.windows] == [1, 2]
    assert [planned.slot for planned in schedule.window(2).workouts] == [1]
    assert schedule.next_after(MONDAY + 8 * DAY) is None


def test_leaving_keeps_earlier_windows_whole():
    schedule = see(SHORT, choices(), today=MONDAY + 2 * WEEK, events=[Event("left", 3)])
    assert [len(window.workouts) for window in schedule.windows] == [3, 3]
    assert schedule.has_ended
    assert schedule.current is None


def test_leaving_before_the_first_workout_leaves_nothing():
    schedule = see(SHORT, choices(), events=[Event("left", 1)])
    assert schedule.windows == ()
    assert (schedule.has_started, schedule.has_ended) == (False, True)
    assert schedule.next_after(MONDAY) is schedule.on(MONDAY) is None


def test_leaving_twice_counts_from_the_first_time():
    schedule = see(SHORT, choices(), events=[Event("left", 3), Event("left", 2)])
    assert len(schedule.windows) == 1
