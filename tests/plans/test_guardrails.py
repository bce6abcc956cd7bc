"""What looks wrong about training is named before it is published; what ships looks right."""

import pytest

from exercises import editions
from exercises.models import Exercise, FigureWords, Rung, Variation, VariationMuscle
from plans.guardrails import exercise_obstacles, exercise_warnings, on_offer, plan_obstacles, plan_warnings
from plans.models import Plan, PlanExercise, PlanWorkout
from plans.queries.preview import draft_exercise, draft_plan
from tests.publishing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database


def of_exercise(slug):
    return [str(found) for found in exercise_warnings(draft_exercise(Exercise.objects.get(slug=slug)))]


def of_plan(slug):
    draft = draft_plan(Plan.objects.get(slug=slug))
    return [str(found) for found in plan_warnings(draft.plan, draft.numbers, draft.library)]


def obstacles(slug):
    exercise = editions.with_rows(Exercise.objects.all()).get(slug=slug)
    return [str(found) for found in exercise_obstacles(exercise, on_offer())]


# What ships --------------------------------------------------------------------------------------


def test_no_exercise_that_ships_gives_a_warning():
    assert [text for exercise in Exercise.objects.all() for text in of_exercise(exercise.slug)] == []


def test_no_plan_that_ships_gives_a_warning():
    assert [text for plan in Plan.objects.all() for text in of_plan(plan.slug)] == []


def test_nothing_stands_in_the_way_of_what_ships():
    assert [text for exercise in Exercise.objects.all() for text in obstacles(exercise.slug)] == []
    library = editions.library()
    assert [text for plan in Plan.objects.all() for text in plan_obstacles(plan, library)] == []


# Warnings about an exercise ----------------------------------------------------------------------


def test_a_step_of_a_quarter_more_time_under_tension_is_fine_and_one_rep_more_is_not():
    """From K1 (2 × 12) to K2 (3 × 10) it is exactly 25 %."""
    assert of_exercise("standing-kickback") == []
    Rung.objects.filter(code="K2").update(rep_low=11)
    assert of_exercise("standing-kickback") == [
        "From K1 to K2 the time under tension grows by 38% (72 to 99 s). More than 25% is a big step."
    ]


def test_a_hold_is_time_under_tension():
    Rung.objects.filter(code="B2").update(hold_seconds=3)
    assert of_exercise("glute-bridge")[0].startswith("From B1 to B2 the time under tension grows by")


def test_the_rungs_of_an_archived_variation_are_no_step():
    Rung.objects.filter(code="K2").update(rep_low=11)
    Variation.objects.filter(slug="kickback-wall").update(is_archived=True)
    assert of_exercise("standing-kickback") == []


def test_a_variation_without_an_easier_option_is_named():
    Variation.objects.filter(slug="clam").update(easier=" \n ")
    assert of_exercise("clam") == ["Clam names no easier option."]


@pytest.mark.parametrize("figure", ["figure", "second_part_figure"])
def test_a_figure_without_words_is_named(figure):
    variation = Variation.objects.exclude(second_part_figure="").select_related("exercise").first()
    key = getattr(variation, figure)
    FigureWords.objects.filter(figure=key).delete()
    named = [text for text in of_exercise(variation.exercise.slug) if key in text]
    assert f"{variation}: its figure “{key}” has no words for people who cannot see it." in named


# Warnings about a plan ---------------------------------------------------------------------------


def test_days_that_follow_each_other_are_named_unless_the_plan_is_light():
    PlanWorkout.objects.filter(plan__slug="mat-trio", order=2).update(weekday=1)
    [text] = of_plan("mat-trio")
    assert text.startswith("Monday and Tuesday are less than 48 hours apart, and both train: ")
    Plan.objects.filter(slug="mat-trio").update(is_light=True)
    assert of_plan("mat-trio") == []


def test_the_end_of_a_week_and_the_start_of_the_next_count_as_well():
    PlanWorkout.objects.filter(plan__slug="mat-trio", order=3).update(weekday=6)
    [text] = of_plan("mat-trio")
    assert text.startswith("Sunday and Monday are less than 48 hours apart")


def test_days_that_follow_each_other_without_a_shared_muscle_are_fine():
    """Kettle Breaks as if it were not light: squats and kickbacks share the buttock until it only helps."""
    Plan.objects.filter(slug="kettle-breaks").update(is_light=False)
    assert of_plan("kettle-breaks")
    VariationMuscle.objects.filter(variation__exercise__slug="standing-kickback").update(role="helps")
    publish("standing-kickback")
    assert of_plan("kettle-breaks") == []


def test_a_workout_of_more_than_forty_minutes_is_named_with_its_week_and_level():
    Rung.objects.filter(exercise__slug="clam", level="standard").update(sets=9)
    publish("clam")
    texts = of_plan("the-full-five")
    assert any(text.startswith("Standard, week ") and "More than 40 is long." in text for text in texts)


def test_more_than_twenty_sets_of_a_muscle_in_a_week_are_named():
    """The Full Five reaches 19.5 for the buttock."""
    Rung.objects.filter(exercise__slug="glute-bridge", level="standard").update(sets=3)
    publish("glute-bridge")
    texts = of_plan("the-full-five")
    assert any("sets in a week for one muscle (buttock). More than 20 are many." in text for text in texts)


# Obstacles ---------------------------------------------------------------------------------------


def test_every_missing_word_is_named_with_its_row_and_field():
    Exercise.objects.filter(slug="clam").update(summary="")
    Variation.objects.filter(slug="clam").update(steps="", watch_outs="")
    assert obstacles("clam") == [
        "Clam: “in one sentence” is still empty.",
        "Clam: “steps” is still empty.",
        "Clam: “watch out for” is still empty.",
    ]


def test_what_is_kept_back_may_be_incomplete():
    Variation.objects.filter(slug="clam-lift-band").update(steps="", is_archived=True)
    assert obstacles("clam") == []


def test_words_that_are_not_allowed_stand_in_the_way_however_they_came_in():
    Variation.objects.filter(slug="clam").update(cue="<script>alert(1)</script>")
    assert any(text.startswith("Clam, “cue”: ") for text in obstacles("clam"))


def test_a_variation_without_muscles_and_an_exercise_without_variations_are_named():
    VariationMuscle.objects.filter(variation__slug="clam").delete()
    assert obstacles("clam") == ["Clam names no muscle."]
    Variation.objects.filter(exercise__slug="clam").update(is_archived=True)
    assert "Clam has no variation to show." in obstacles("clam")


def test_an_exercise_that_no_plan_asks_for_needs_no_ladder():
    new = Exercise.objects.create(
        slug="step",
        name="Step",
        position="standing",
        order=9,
        summary="a",
        about="b",
        feel_it="c",
        step_up="d",
    )
    donor = Variation.objects.get(slug="squat")
    donor.pk, donor.slug, donor.exercise = None, "step", new
    donor.save()
    VariationMuscle.objects.create(
        variation=donor, muscle=VariationMuscle.objects.first().muscle, role="main", set_percent=100
    )
    assert obstacles("step") == []
    plan = Plan.objects.get(slug="mat-trio")
    publish("step")
    PlanExercise.objects.create(workout=plan.workouts.first(), exercise=new, order=9, priority=9)
    assert [str(found) for found in plan_obstacles(plan, editions.library())] == ["Step has no ladder."]


def test_workouts_out_of_count_and_empty_ones_are_named():
    plan = Plan.objects.get(slug="mat-trio")
    plan.workouts.filter(order=2).update(order=5)
    plan.workouts.get(order=3).plan_exercises.all().delete()
    texts = [str(found) for found in plan_obstacles(plan, editions.library())]
    assert texts == ["Its workouts are not numbered 1, 2, 3 and so on.", "Workout 3 has no exercises."]
