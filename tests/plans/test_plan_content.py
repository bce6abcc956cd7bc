"""The six plans as they ship: their shape, their weekly sets and what they say of themselves."""

from itertools import pairwise
from math import floor
from typing import NamedTuple

import pytest

from exercises.editions import library
from exercises.models import VariationMuscle
from plans.engine.progression import Result, advance, next_kind, prescribe, start
from plans.engine.timing import Workout
from plans.models import Plan, PlanExercise
from plans.revisions import freeze, thaw

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database

ALL_FIVE = ["squat", "standing-kickback", "glute-bridge", "toe-taps", "clam"]
KETTLE = [["squat"], ["standing-kickback"]]
FLOOR = ["glute-bridge", "toe-taps", "clam"]
IN_WORDS = {3.5: "three and a half", 5.5: "five and a half"}
PRIORITY = ["squat", "glute-bridge", "standing-kickback", "clam", "toe-taps"]
MUSCLES = ["gluteus-maximus", "gluteus-medius", "core"]


class Shape(NamedTuple):
    slug: str
    level: str
    weeks: int
    weekdays: list
    workouts: list
    first: list  # weekly sets for buttock, side of the hip, core
    last: list
    minutes: tuple  # of the shortest and the longest workout, easy weeks left out
    easy_weeks: dict  # week and its minutes


MWF = [0, 2, 4]
SHAPES = [
    Shape("first-steps", "starter", 6, MWF, [ALL_FIVE] * 3, [15, 6, 6], [18, 6, 6], (15, 23), {}),
    Shape(
        "the-full-five",
        "standard",
        12,
        MWF,
        [ALL_FIVE] * 3,
        [18, 6, 6],
        [18, 15, 6],
        (23, 31),
        {5: 16, 10: 14},
    ),
    Shape("twice-a-week", "standard", 10, [1, 4], [ALL_FIVE] * 2, [12, 4, 4], [10, 8, 4], (23, 27), {5: 16}),
    Shape("kettle-breaks", "standard", 4, [*range(6)], KETTLE * 3, [12, 0, 0], [12, 0, 0], (3.5, 5.5), {}),
    Shape("mat-trio", "standard", 8, MWF, [FLOOR] * 3, [6, 6, 6], [6, 6, 6], (15, 17), {5: 9}),
    Shape("step-it-up", "strong", 8, [0, 3], [ALL_FIVE] * 2, [10, 8, 4], [12, 10, 6], (22, 33), {5: 18}),
]
each_plan = pytest.mark.parametrize("shape", SHAPES, ids=[shape.slug for shape in SHAPES])


def weeks_if_all_goes_right(slug):
    """Each week's kind and workouts for somebody without kit who finishes every set and calls it right."""
    plan = Plan.objects.get(slug=slug)
    revision = thaw(freeze(plan, library()))
    done = Result(planned=len(revision.workouts), trained=len(revision.workouts))
    ladders = {exercise: revision.ladders[exercise] for exercise in revision.exercises}
    states = {exercise: start(ladder, plan.level, ()) for exercise, ladder in ladders.items()}
    weeks, building = [], 0
    for week in range(1, plan.weeks + 1):
        kind = next_kind(building, revision.easy_after, week == plan.weeks)
        building = 0 if kind == "easy" else building + 1
        weeks.append((kind, workouts_at(revision, states, kind)))
        for exercise, ladder in ladders.items():
            floor_point = ladder.entry(plan.level)
            states[exercise], _ = advance(
                ladder, states[exercise], done, week_kind=kind, owned=(), floor=floor_point
            )
    return weeks


def workouts_at(revision, states, kind):
    doses = {exercise: prescribe(revision.ladders[exercise], states[exercise], kind) for exercise in states}
    return [
        Workout(
            tuple(doses[exercise] for exercise in workout.exercises),
            workout.priority,
            revision.warm_up_seconds,
        )
        for workout in revision.workouts
    ]


def nearest(minutes):
    return floor(minutes + 0.5)


def weekly_sets(workouts):
    """Sets a week for each counted muscle."""
    shares = {
        (row.variation.slug, row.muscle.slug): row.set_percent / 100
        for row in VariationMuscle.objects.select_related("variation", "muscle")
    }
    doses = [dose for workout in workouts for dose in workout.doses]
    return [
        sum(dose.sets * shares.get((dose.variation.slug, muscle), 0) for dose in doses) for muscle in MUSCLES
    ]


def test_the_catalogue_shows_the_plans_in_their_order():
    assert list(Plan.objects.values_list("slug", flat=True)) == [shape.slug for shape in SHAPES]


@each_plan
def test_a_plan_has_its_level_weeks_and_days(shape):
    plan = Plan.objects.get(slug=shape.slug)
    assert (plan.level, plan.weeks) == (shape.level, shape.weeks)
    assert list(plan.workouts.values_list("weekday", flat=True)) == shape.weekdays
    assert list(plan.workouts.values_list("order", flat=True)) == list(range(1, len(shape.weekdays) + 1))


@each_plan
def test_a_workout_keeps_the_order_of_exercises(shape):
    workouts = Plan.objects.get(slug=shape.slug).workouts.all()
    ours = [list(workout.plan_exercises.values_list("exercise__slug", flat=True)) for workout in workouts]
    assert ours == shape.workouts


@each_plan
def test_the_squat_gives_way_last_and_toe_taps_first(shape):
    for workout in Plan.objects.get(slug=shape.slug).workouts.all():
        ranked = list(workout.plan_exercises.order_by("priority").values_list("exercise__slug", flat=True))
        assert ranked == sorted(ranked, key=PRIORITY.index)
        assert workout.plan_exercises.filter(priority=1).exists()


@each_plan
def test_the_first_and_the_last_week_have_their_sets_for_each_muscle(shape):
    weeks = weeks_if_all_goes_right(shape.slug)
    assert weekly_sets(weeks[0][1]) == shape.first
    assert weekly_sets(weeks[-1][1]) == shape.last


def test_the_full_five_never_exceeds_twenty_light_sets_for_the_buttock():
    assert max(weekly_sets(workouts)[0] for _, workouts in weeks_if_all_goes_right("the-full-five")) == 19.5


@each_plan
def test_workouts_take_the_minutes_that_the_plan_names(shape):
    weeks = weeks_if_all_goes_right(shape.slug)
    minutes = [workout.seconds / 60 for kind, workouts in weeks if kind != "easy" for workout in workouts]
    half = 2 if shape.slug == "kettle-breaks" else 1  # so short that half minutes count
    assert (nearest(minutes[0] * half) / half, nearest(max(minutes) * half) / half) == shape.minutes
    said = " to ".join(IN_WORDS.get(number, str(number)) for number in shape.minutes)
    assert f"{said} minutes" in Plan.objects.get(slug=shape.slug).good_to_know


@each_plan
def test_easy_weeks_come_where_the_plan_says(shape):
    weeks = enumerate(weeks_if_all_goes_right(shape.slug), start=1)
    easy = {week: nearest(workouts[0].seconds / 60) for week, (kind, workouts) in weeks if kind == "easy"}
    assert easy == shape.easy_weeks
    text = Plan.objects.get(slug=shape.slug).good_to_know
    assert all(str(week) in text for week in easy)
    assert not easy or f" {round(sum(easy.values()) / len(easy))}" in text


@each_plan
def test_the_same_muscles_rest_48_hours_unless_the_plan_is_light(shape):
    plan = Plan.objects.get(slug=shape.slug)
    around = [*shape.weekdays, shape.weekdays[0] + 7]
    gaps = [after - before for before, after in pairwise(around)]
    assert plan.is_light == (min(gaps) < 2)


def test_kettle_breaks_is_light_stands_up_and_says_what_it_lacks():
    plan = Plan.objects.get(slug="kettle-breaks")
    assert (plan.is_light, plan.has_warm_up, plan.least_minutes) == (True, False, 3)
    assert not PlanExercise.objects.filter(workout__plan=plan).exclude(exercise__position="standing").exists()
    assert "lacks is hip abduction" in plan.good_to_know
    assert "48 hours" in plan.good_to_know
    assert "midwife" in plan.who_for


def test_all_other_plans_warm_up_and_take_ten_minutes_at_least():
    others = Plan.objects.exclude(slug="kettle-breaks")
    assert set(others.values_list("has_warm_up", "is_light", "least_minutes")) == {(True, False, 10)}


@each_plan
def test_a_plan_says_what_it_leaves_to_others(shape):
    plan = Plan.objects.get(slug=shape.slug)
    assert "upper" in plan.good_to_know
    assert "150 minutes" in plan.good_to_know
    assert "pregnan" in plan.who_for


def test_the_full_five_opens_with_the_numbers_it_names():
    doses = weeks_if_all_goes_right("the-full-five")[0][1][0].doses
    assert {dose.exercise: (dose.sets, dose.reps) for dose in doses} == {
        "squat": (2, 20),
        "standing-kickback": (3, 10),
        "glute-bridge": (2, 20),
        "toe-taps": (2, 10),
        "clam": (2, 20),
    }
    summary = Plan.objects.get(slug="the-full-five").summary
    assert "two sets of 20 squats, three of 10 kickbacks a side, two of 20 bridges" in summary
    assert "two of 10 toe taps a leg, two of 20 clams a side" in summary


def test_each_plan_wears_a_figure_of_its_own():
    figures = list(Plan.objects.values_list("figure__figure", flat=True))
    assert len(set(figures)) == len(figures)
    for plan in Plan.objects.all():
        assert PlanExercise.objects.filter(workout__plan=plan, exercise=plan.figure.exercise).exists()
