"""The library as it ships: its numbers are the vectors', its words complete, specific and in our voice."""

import json
import re
from collections import Counter
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import models

from exercises.models import (
    Edition,
    Equipment,
    Exercise,
    FigureWords,
    Hint,
    Muscle,
    Rung,
    SafetyNote,
    Variation,
    VariationMuscle,
)
from plans.models import (
    LoadedContent,
    Plan,
    PlanEdition,
    PlanExercise,
    PlanRevision,
    PlanWorkout,
    RevisionVariation,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database

VECTORS = json.loads((settings.BASE_DIR / "tests/data/training-vectors.json").read_text())
SLUGS = {
    "kickback": "standing-kickback",
    "clam": "clam",
    "squat": "squat",
    "bridge": "glute-bridge",
    "toe_tap": "toe-taps",
}
FIXTURES = [
    *sorted((settings.BASE_DIR / "exercises/fixtures").glob("*.yaml")),
    *sorted((settings.BASE_DIR / "plans/fixtures").glob("*.yaml")),
]
LIBRARY = [Muscle, Equipment, FigureWords, Exercise, Variation, VariationMuscle, Rung, Hint, SafetyNote]
CONTENT = [*LIBRARY, Plan, PlanWorkout, PlanExercise]
COUNTS = dict(zip(CONTENT, [11, 5, 18, 5, 17, 71, 28, 8, 6, 6, 19, 65], strict=True))
COUNTED_MUSCLES = {"gluteus-maximus", "gluteus-medius", "core"}
UNWANTED = re.compile(
    r"\b("
    r"burn\w*|boot(y|ies)|sculpt\w*|ton(e|ed|ing)|cheat\w*|slim\w*|skinny|guilt\w*|lazy|excuses?|fail\w*|flab\w*|"
    r"calories?|weight[- ]loss|beach|summer|sexy|perfect|deload\w*|progressions?|regressions?|sessions?|"
    r"routines?|programs?|programmes?|cycles?|tempo)\b",
    re.IGNORECASE,
)


def by_slug(model):
    return {row.slug: row for row in model.objects.all()}


def texts_of(row):
    """Every text a person may read, by field."""
    return {
        field.name: str(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and field.name not in {"figure", "second_part_figure", "surfaces", "sources"}
    }


def every_text():
    for model in CONTENT:
        for row in model.objects.all():
            for field, text in texts_of(row).items():
                yield f"{model.__name__} {row} {field}", text


def empty_the_library():
    """As on a new machine; raw, because published revisions refuse to go any other way."""
    for model in [RevisionVariation, PlanRevision, PlanEdition, Edition, LoadedContent, *reversed(CONTENT)]:
        rows = model.objects.all()
        rows._raw_delete(rows.db)


def counts():
    return {model: model.objects.count() for model in CONTENT}


# Loading -----------------------------------------------------------------------------------------


def test_plain_loaddata_fills_an_empty_database():
    empty_the_library()
    assert set(counts().values()) == {0}
    call_command("loaddata", *FIXTURES, verbosity=0)
    assert counts() == COUNTS


def test_plain_loaddata_twice_finds_the_same_rows_again():
    call_command("loaddata", *FIXTURES, verbosity=0)
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in CONTENT}
    call_command("loaddata", *FIXTURES, verbosity=0)
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in CONTENT} == before


def test_no_fixture_names_a_row_by_number():
    assert [path.name for path in FIXTURES if re.search(r"^\s*pk:", path.read_text(), re.MULTILINE)] == []


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_every_row_passes_its_own_validation(model):
    for row in model.objects.all():
        row.full_clean()


# Numbers -----------------------------------------------------------------------------------------


def test_the_exercises_stand_in_their_order():
    assert list(Exercise.objects.values_list("slug", flat=True)) == list(SLUGS.values())


@pytest.mark.parametrize("key", SLUGS)
def test_the_ladder_is_the_vectors_number_by_number(key):
    rungs = Rung.objects.filter(exercise__slug=SLUGS[key]).select_related("variation")
    ours = [
        {
            "id": rung.code,
            "var": rung.variation.slug.replace("-", "_"),
            "sets": rung.sets,
            "lo": rung.rep_low,
            "hi": rung.rep_high,
            "step": rung.rep_step,
            "hold": rung.hold_seconds,
            "level": rung.level,
        }
        for rung in rungs
    ]
    assert ours == VECTORS["ladders"][key]
    assert {rung.rest_seconds for rung in rungs} == {VECTORS["constants"]["REST_S"]}


@pytest.mark.parametrize("level", ["starter", "standard", "strong"])
def test_a_level_starts_at_its_first_rung(level):
    for key, index in VECTORS["entry"][level].items():
        ladder = list(Rung.objects.filter(exercise__slug=SLUGS[key]))
        assert next(number for number, rung in enumerate(ladder) if rung.level == level) == index


def test_the_variations_are_the_vectors():
    ours = [
        {
            "key": variation.slug.replace("-", "_"),
            "name": variation.name,
            "laterality": variation.laterality,
            "side_order": variation.side_order,
            "rep_s": variation.rep_seconds,
            "parts": variation.parts,
            "needs": variation.needs.slug if variation.needs else "",
        }
        for variation in Variation.objects.select_related("needs")
    ]
    assert ours == VECTORS["variations"]


def test_variations_get_harder_in_the_order_in_which_the_ladder_climbs():
    for exercise in Exercise.objects.all():
        climbed = dict.fromkeys(exercise.rungs.values_list("variation__slug", flat=True))
        assert list(climbed) == list(exercise.variations.values_list("slug", flat=True))


def test_the_right_leg_works_first_wherever_sides_take_turns():
    for variation in Variation.objects.all():
        assert variation.first_side == ("" if variation.laterality == "bilateral" else "right"), variation


def test_only_three_muscles_are_counted_and_each_variation_counts_for_one_of_them():
    counted = VariationMuscle.objects.filter(set_percent__gt=0)
    assert set(counted.values_list("muscle__slug", flat=True)) == COUNTED_MUSCLES
    assert set(counted.values_list("variation__slug", flat=True)) == set(by_slug(Variation))
    assert not counted.filter(role="helps").exists()


@pytest.mark.parametrize(
    "variation, muscle, percent",
    [
        ("kickback", "gluteus-maximus", 100),
        ("kickback", "gluteus-medius", 0),
        ("kickback-side", "gluteus-maximus", 100),
        ("kickback-side", "gluteus-medius", 100),
        ("clam", "gluteus-medius", 100),
        ("clam", "gluteus-maximus", 0),
        ("clam-lift", "gluteus-medius", 100),
        ("squat", "gluteus-maximus", 50),
        ("squat-pulse", "gluteus-maximus", 50),
        ("bridge", "gluteus-maximus", 100),
        ("bridge-far", "gluteus-maximus", 100),
        ("toe", "core", 100),
    ],
)
def test_a_set_counts_for_its_muscle(variation, muscle, percent):
    row = VariationMuscle.objects.get(variation__slug=variation, muscle__slug=muscle)
    assert row.set_percent == percent


def test_kit_is_a_band_or_weights_and_the_rest_is_in_every_home():
    assert set(Equipment.objects.kit().values_list("slug", flat=True)) == {"band", "weights"}
    assert not Variation.objects.filter(prop__is_kit=True).exists()


# Words -------------------------------------------------------------------------------------------


def test_every_variation_says_all_it_should():
    for variation in Variation.objects.all():
        for field in ["start", "steps", "breathing", "cue", "good_signs", "watch_outs", "easier"]:
            assert getattr(variation, field).strip(), (variation, field)
        assert 3 <= len(variation.step_lines) <= 6, variation
        assert 2 <= len(variation.good_sign_lines) <= 4, variation
        assert 2 <= len(variation.watch_out_lines) <= 4, variation


def test_no_sentence_about_a_variation_serves_for_another():
    lines = Counter()
    for variation in Variation.objects.all():
        lines.update(
            [variation.cue, variation.start, variation.breathing, variation.easier]
            + variation.step_lines
            + variation.good_sign_lines
            + variation.watch_out_lines
        )
    assert [line for line, times in lines.items() if times > 1] == []


def test_the_steps_never_lean_on_a_picture():
    for variation in Variation.objects.all():
        said = f"{variation.start} {variation.steps}"
        assert not re.search(r"\b(picture|figure|shown|see|image|drawing|like this|here)\b", said), said


def test_every_sided_variation_says_which_leg_and_when_to_change():
    for variation in Variation.objects.exclude(laterality="bilateral"):
        said = variation.start + variation.steps
        assert "right" in said, variation
        assert "left" in said, variation


def test_no_text_uses_a_word_we_do_not_use():
    found = [(where, word.group()) for where, text in every_text() for word in UNWANTED.finditer(text)]
    assert found == []


def test_fat_is_named_once_and_only_to_say_that_no_exercise_picks_its_place():
    assert [where for where, text in every_text() if re.search(r"\bfat\b", text, re.IGNORECASE)] == [
        "Hint Stronger where you train text"
    ]
    assert "No exercise can choose a place" in Hint.objects.get(slug="stronger-where-you-train").text


def test_texts_are_typeset_with_care():
    for where, text in every_text():
        assert "'" not in text, where
        assert "  " not in text, where
        assert text == text.strip() or text.endswith("\n"), where


@pytest.mark.parametrize(
    "slug, field, words",
    [
        ("kickback", "steps", "until the foot is level with your standing foot"),
        ("kickback", "steps", "without touching down"),
        ("kickback", "steps", "as high as it goes while your trunk stays still"),
        ("kickback", "steps", "That pair is one set"),
        ("kickback-wall", "start", "palms flat on it at chest height"),
        ("kickback-side", "steps", "The side-kick sets are added after that"),
        ("kickback-side", "steps", "Rest 30 seconds"),
        ("clam", "start", "hips bent about 45 degrees, knees about 90"),
        ("clam", "start", "in line with your buttocks"),
        ("clam", "start", "Lie on your left side"),
        ("clam", "watch_outs", "from 30 to 60 degrees are fine; a still pelvis matters more"),
        ("clam", "steps", "Hold the knee open for one second"),
        ("clam", "steps", "Finish all your sets with the right leg on top"),
        ("squat", "steps", "thighs are about level with the floor, or as low as your heels stay down"),
        ("squat", "steps", "A little forward lean is part of it"),
        ("squat", "cue", "Sit back, chest lifted, knees follow the toes"),
        ("squat-pulse", "steps", "You begin with 8 of them; 20 is a goal for later"),
        ("bridge", "steps", "one, three or five seconds"),
        ("bridge", "easier", "nearer to your buttocks"),
        ("bridge-far", "good_signs", "back of the thighs"),
        ("toe", "steps", "The number is for each leg, so 10 means 20 taps; count taps and forget the clock"),
        ("toe-double", "steps", "you begin with 5"),
        ("toe-double", "watch_outs", "first months after a birth"),
    ],
)
def test_the_adopted_reading_is_in_the_words(slug, field, words):
    assert words.lower() in getattr(Variation.objects.get(slug=slug), field).lower()


@pytest.mark.parametrize(
    "slug, field, words",
    [
        ("standing-kickback", "about", "10 to 20 degrees"),
        ("standing-kickback", "step_up", "ten on one and ten on the other count as one set"),
        ("squat", "step_up", "Two sets of 20 of those are the far goal; you start at 8"),
        ("glute-bridge", "step_up", "Moving the feet further away comes only after that"),
        ("glute-bridge", "step_up", "back of the thighs rather than to the buttocks"),
        ("toe-taps", "about", "does not build your glutes"),
        ("toe-taps", "step_up", "two sets, starting at 5"),
    ],
)
def test_the_exercise_is_honest_about(slug, field, words):
    assert words in getattr(Exercise.objects.get(slug=slug), field)


def test_the_two_large_glute_muscles_each_have_their_job():
    assert "Drives the hip back" in Muscle.objects.get(slug="gluteus-maximus").role
    assert "keeps your pelvis level" in Muscle.objects.get(slug="gluteus-medius").role


# Hints and safety --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug, surfaces",
    [
        ("slow-and-small", {"player", "exercise"}),
        ("standing-fits-anywhere", {"plan", "library"}),
        ("reps-first", {"progress", "week"}),
        ("band-or-weights", {"sign-up"}),
        ("keep-breathing", {"player"}),
        ("stronger-where-you-train", {"faq", "plan"}),
        ("more-than-glutes", {"exercise", "progress"}),
        ("wall-for-balance", {"player", "exercise"}),
    ],
)
def test_a_hint_surfaces_where_it_helps(slug, surfaces):
    assert surfaces <= set(Hint.objects.get(slug=slug).surfaces.split())


def test_every_place_for_hints_has_one():
    used = chain.from_iterable(hint.surfaces.split() for hint in Hint.objects.all())
    assert set(used) == set(Hint.Surface.values)


def test_the_wall_is_advice_for_kickbacks_only():
    assert Hint.objects.get(slug="wall-for-balance").exercise.slug == "standing-kickback"


def test_every_safety_topic_has_its_note_and_its_source():
    notes = list(SafetyNote.objects.all())
    assert Counter(note.topic for note in notes) == Counter(SafetyNote.Topic.values)
    assert [note for note in notes if not note.source_lines] == []


@pytest.mark.parametrize(
    "topic, words",
    [
        ("before", ["not medical advice", "heart", "dizzy", "blood pressure", "operation", "back problem"]),
        ("stop", ["chest", "faint", "Sharp", "spreads", "Numbness", "4 or more"]),
        ("pregnancy", ["midwife", "flat on your back", "week 16", "glute bridge and toe taps", "bleeding"]),
        ("pregnancy", ["fluid", "dizziness", "chest pain", "calf", "contractions", "moves less"]),
        ("after-birth", ["six to eight weeks", "caesarean", "three months", "leaking", "No double toe taps"]),
        ("back", ["Starter", "leave out whatever hurts"]),
        ("soreness", ["two to five days", "second or third", "longer than five days"]),
    ],
)
def test_a_safety_note_names_the_facts(topic, words):
    note = SafetyNote.objects.get(topic=topic)
    said = f"{note.text} {note.points}"
    assert [word for word in words if word.lower() not in said.lower()] == []
