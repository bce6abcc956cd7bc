"""Content follows its fixtures, until an editor makes it theirs."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection

from exercises.models import Edition, Exercise, Hint, Muscle, Rung, Variation, VariationMuscle
from plans.loading import FOLDERS, MODELS, ContentError, load_content
from plans.models import LoadedContent, Plan, PlanEdition, PlanExercise, PlanRevision, PlanWorkout

pytestmark = pytest.mark.django_db
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def dump(objects):
    return yaml.dump(objects, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)


@pytest.fixture
def folders(tmp_path):
    """A copy of the fixtures that a test may break."""
    copies = []
    for source in FOLDERS:
        copy = tmp_path / source.parent.name / "fixtures"
        shutil.copytree(source, copy)
        copies.append(copy)
    return copies


def find(folders, label, **wanted):
    """The file, its parsed objects, and the fields of the one object that says what is wanted."""
    for path in sorted(path for folder in folders for path in folder.glob("*.yaml")):
        listed = yaml.load(path.read_text(), Loader=Loader)  # noqa: S506 - a safe one
        for item in listed:
            if item["model"] == label and all(
                item["fields"].get(key) == value for key, value in wanted.items()
            ):
                return path, listed, item
    raise LookupError(f"no {label} with {wanted}")


def edit(folders, label, wanted, **changes):
    path, listed, item = find(folders, label, **wanted)
    item["fields"].update(changes)
    path.write_text(dump(listed))
    return path


def drop(folders, label, **wanted):
    path, listed, item = find(folders, label, **wanted)
    listed.remove(item)
    path.write_text(dump(listed))


def add(folders, label, **fields):
    path = folders[0] / "99_more.yaml"
    path.write_text(dump([{"model": label, "fields": fields}]))


def snapshot():
    models = [*MODELS, LoadedContent, PlanRevision]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def hint_fields():
    return {"slug": "new", "title": "New", "text": "Something new.", "surfaces": "faq", "order": 900}


# Following the fixtures


def test_everything_is_there_after_the_first_run():
    assert Exercise.objects.count() == 5
    assert Variation.objects.count() == 17
    assert Rung.objects.count() == 28
    assert Plan.objects.offered().count() == 6


def test_an_empty_database_is_filled_from_the_fixtures(now):
    PlanExercise.objects.all().delete()
    PlanWorkout.objects.all().delete()
    Hint.objects.all().delete()
    LoadedContent.objects.filter(
        model__in=["plans.planexercise", "plans.planworkout", "exercises.hint"]
    ).delete()
    report = load_content(now=now)
    assert (
        report.created
        == Hint.objects.count() + PlanWorkout.objects.count() + PlanExercise.objects.count()
        > 0
    )


def test_a_second_run_changes_nothing_and_says_so():
    before, out = snapshot(), StringIO()
    call_command("load_content", stdout=out)
    assert snapshot() == before
    assert "nothing to do" in out.getvalue()


def test_plain_loaddata_loads_the_same_rows():
    before = snapshot()
    call_command(
        "loaddata", *[path for folder in FOLDERS for path in sorted(folder.glob("*.yaml"))], verbosity=0
    )
    assert snapshot() == before


def test_an_untouched_row_follows_a_new_fixture(folders, now):
    edit(folders, "exercises.muscle", {"slug": "core"}, plain_name="middle")
    report = load_content(folders, now=now)
    assert Muscle.objects.get(slug="core").plain_name == "middle"
    assert (report.updated, report.created, report.left_alone) == (1, 0, [])
    assert load_content(folders, now=now).written == 0


def test_a_row_keeps_its_id_and_what_refers_to_it_when_it_is_updated(folders, now):
    squat = Exercise.objects.get(slug="squat")
    edit(folders, "exercises.exercise", {"slug": "squat"}, summary="Sit down and stand up.")
    load_content(folders, now=now)
    again = Exercise.objects.get(slug="squat")
    assert (again.pk, again.summary) == (squat.pk, "Sit down and stand up.")
    assert again.rungs.count() == squat.rungs.count() > 0
    connection.check_constraints()


def test_two_rows_may_swap_their_order(folders, now):
    first, second = Exercise.objects.order_by("order")[:2]
    edit(folders, "exercises.exercise", {"slug": first.slug}, order=second.order)
    edit(folders, "exercises.exercise", {"slug": second.slug}, order=first.order)
    assert load_content(folders, now=now).left_alone == []
    assert list(Exercise.objects.order_by("order")[:2]) == [second, first]


def test_all_workouts_of_a_plan_may_rotate_their_weekdays(folders, now):
    plan = Plan.objects.get(slug="kettle-breaks")
    days = list(plan.workouts.order_by("order").values_list("weekday", flat=True))
    for workout, day in zip(plan.workouts.order_by("order"), days[1:] + days[:1], strict=True):
        edit(folders, "plans.planworkout", {"plan": [plan.slug], "order": workout.order}, weekday=day)
    assert load_content(folders, now=now).left_alone == []
    assert list(plan.workouts.order_by("order").values_list("weekday", flat=True)) == days[1:] + days[:1]


def test_a_new_object_appears(folders, hint_fields, now):
    add(folders, "exercises.hint", **hint_fields)
    assert load_content(folders, now=now).created == 1
    assert Hint.objects.get(slug="new").title == "New"


def test_an_object_that_no_fixture_has_any_more_disappears(folders, now):
    hint = Hint.objects.order_by("order").first()
    drop(folders, "exercises.hint", slug=hint.slug)
    assert load_content(folders, now=now).deleted == 1
    assert not Hint.objects.filter(slug=hint.slug).exists()


def test_a_new_object_may_take_the_place_of_one_that_went(folders, hint_fields, now):
    hint = Hint.objects.order_by("order").first()
    drop(folders, "exercises.hint", slug=hint.slug)
    add(folders, "exercises.hint", **{**hint_fields, "order": hint.order})
    assert load_content(folders, now=now).left_alone == []
    assert Hint.objects.get(order=hint.order).slug == "new"


def test_an_object_in_use_stays_although_no_fixture_has_it_any_more(folders, now):
    first = find(folders, "exercises.equipment", slug="wall")[2]
    load_content(folders, now=now)
    drop(folders, "exercises.equipment", slug="wall")
    for variation in Variation.objects.filter(prop__slug="wall"):
        edit(folders, "exercises.variation", {"slug": variation.slug}, prop=None)
    Variation.objects.filter(prop__slug="wall").update(cue="A word of the editor’s.")
    report = load_content(folders, now=now)
    assert "equipment wall: no fixture has it any more, but other rows need it" in report.left_alone
    assert first["fields"]["slug"] == "wall"


# Publishing


def test_a_new_number_is_published_as_a_new_revision(folders, now):
    before = PlanRevision.objects.count()
    rest = Rung.objects.get(code="K1").rest_seconds
    edit(folders, "exercises.rung", {"code": "K1"}, rest_seconds=rest + 15)
    report = load_content(folders, now=now)
    assert len(report.revisions) == Plan.objects.count()
    assert PlanRevision.objects.count() == before + Plan.objects.count()


def test_a_new_wording_publishes_nothing(folders, now):
    edit(folders, "exercises.muscle", {"slug": "core"}, plain_name="middle")
    assert load_content(folders, now=now).revisions == []


def test_an_editors_unfinished_numbers_are_not_published_by_loading(now):
    Rung.objects.filter(code="K1").update(rest_seconds=99)
    assert load_content(now=now).revisions == []


# Drafts that were never published

KEYS = ("slug", "exercise", "variation", "plan", "workout")  # the first word of a key is that of its owner
LUNGE = [f"exercises.{name}" for name in ("exercise", "variation", "variationmuscle", "rung")]
SOFT_DAYS = [f"plans.{name}" for name in ("plan", "planworkout", "planexercise")]


def copies(folders, labels, old, name):
    """New objects for the fixtures: all that one exercise or plan has in them, by another name."""

    def renamed(value):
        if isinstance(value, list):
            return [renamed(part) for part in value]
        return value.replace(old, name) if isinstance(value, str) else value

    for path in sorted(path for folder in folders for path in folder.glob("0*.yaml")):
        for item in yaml.load(path.read_text(), Loader=Loader):  # noqa: S506 - a safe one
            fields = item["fields"]
            new = fields | {key: renamed(fields[key]) for key in KEYS if key in fields}
            if item["model"] not in labels or new == fields:
                continue
            if item["model"] == labels[0]:
                new |= {"name": f"{fields['name']} 2", "order": 90}
            if "code" in fields:
                new["code"] = f"L{fields['order']}"
            yield item | {"fields": new}


@pytest.fixture
def new(folders):
    """A new exercise and a new plan for the fixtures."""
    return [
        *copies(folders, LUNGE, "squat", "lunge"),
        *copies(folders, SOFT_DAYS, "kettle-breaks", "soft-days"),
    ]


def bring(folders, items, now, **marks):
    (folders[0] / "99_more.yaml").write_text(dump([marks | item for item in items]))
    return load_content(folders, now=now)


def forget_that_they_were_loaded():
    """As if an editor had made these rows."""
    for start in ("lunge", "soft-days", "L"):
        LoadedContent.objects.filter(key__startswith=start).delete()


def are_published():
    return [
        Edition.objects.filter(exercise__slug="lunge").exists(),
        PlanEdition.objects.filter(plan__slug="soft-days").exists(),
        PlanRevision.objects.filter(plan__slug="soft-days").exists(),
    ]


def test_a_new_exercise_and_a_new_plan_are_published(folders, new, now):
    assert len(new) > 20
    report = bring(folders, new, now)
    assert report.left_alone == []
    assert are_published() == [True, True, True]


def test_an_editors_draft_that_a_new_fixture_has_by_chance_is_not_published(folders, new, now):
    bring(folders, new, now, draft=True)
    forget_that_they_were_loaded()
    Exercise.objects.filter(slug="lunge").update(summary="Words of the editor’s.")
    Plan.objects.filter(slug="soft-days").update(goal="Words of the editor’s.")
    before = PlanRevision.objects.count()
    for _again in range(2):
        report = bring(folders, new, now)
        assert "exercise lunge: changed by an editor, so it stays as it is" in report.left_alone
        assert "Squat 2 is not published: an editor is at work on it" in report.left_alone
        assert "Kettle Breaks 2 is not published: an editor is at work on it" in report.left_alone
        assert (are_published(), report.revisions) == ([False, False, False], [])
    assert PlanRevision.objects.count() == before


def more_muscle():
    muscle = VariationMuscle.objects.filter(variation__slug="lunge").last()
    muscle.pk, muscle.muscle = None, Muscle.objects.exclude(variation_muscles__variation__slug="lunge")[0]
    muscle.save()


def more_variation():
    variation = Variation.objects.get(slug="lunge")
    variation.pk, variation.slug, variation.order = None, "hers", 90
    variation.save()


def less(model, **which):
    return lambda: model.objects.filter(**which).last().delete()


AT_WORK = {
    "a variation changed": lambda: Variation.objects.filter(slug="lunge").update(cue="Mine."),
    "a variation more": more_variation,
    "a muscle changed": lambda: VariationMuscle.objects.filter(variation__slug="lunge").update(set_percent=7),
    "a muscle more": more_muscle,
    "a muscle less": less(VariationMuscle, variation__slug="lunge"),
    "a rung changed": lambda: Rung.objects.filter(code="L1").update(rest_seconds=77),
    "a rung less": less(Rung, code="L2"),
    "a workout moved": lambda: PlanWorkout.objects.filter(plan__slug="soft-days", order=1).update(weekday=6),
    "an exercise less": less(PlanExercise, workout__plan__slug="soft-days"),
    "an exercise changed": lambda: PlanExercise.objects.filter(
        workout__plan__slug="soft-days", workout__order=1, order=1
    ).update(priority=9),
}


@pytest.mark.parametrize("case", AT_WORK)
def test_whatever_an_editor_did_to_an_unpublished_draft_keeps_it_from_being_published(
    folders, new, now, case
):
    bring(folders, new, now, draft=True)
    AT_WORK[case]()
    report = bring(folders, new, now)
    is_plan = "workout" in case or "exercise" in case
    name = "Kettle Breaks 2" if is_plan else "Squat 2"
    assert f"{name} is not published: an editor is at work on it" in report.left_alone
    assert are_published() == ([True, False, False] if is_plan else [False, True, True])


def test_a_draft_of_the_files_that_nobody_touched_is_published_once_it_is_none(folders, new, now):
    bring(folders, new, now, draft=True)
    assert are_published() == [False, False, False]
    assert bring(folders, new, now).left_alone == []
    assert are_published() == [True, True, True]


def test_what_could_not_be_published_is_once_the_files_have_all_of_it(folders, new, now):
    whole = [item for item in new if item["model"] in LUNGE]
    without = [item for item in whole if item["model"] != "exercises.variationmuscle"]
    assert any("names no muscle" in line for line in bring(folders, without, now).left_alone)
    assert are_published()[0] is False
    assert bring(folders, whole, now).left_alone == []
    assert are_published()[0] is True


def test_what_was_on_the_site_before_there_were_editions_is_no_draft(now):
    for model in (Edition, PlanEdition):
        model._base_manager.all()._raw_delete("default")
    Exercise.objects.filter(slug="squat").update(summary="Words of the editor’s.")
    Plan.objects.filter(slug="kettle-breaks").update(goal="Words of the editor’s.")
    assert not any("at work" in line for line in load_content(now=now).left_alone)


# Editors


def test_what_an_editor_changed_is_left_alone_and_named(folders, now):
    Muscle.objects.filter(slug="core").update(plain_name="centre")
    edit(folders, "exercises.muscle", {"slug": "core"}, plain_name="middle")
    out = StringIO()
    call_command("load_content", *folders, stdout=out)
    assert Muscle.objects.get(slug="core").plain_name == "centre"
    assert "Left alone: muscle core: changed by an editor" in out.getvalue()


def test_what_was_there_before_the_first_run_belongs_to_an_editor(now):
    LoadedContent.objects.all().delete()
    Muscle.objects.filter(slug="core").update(plain_name="centre")
    report = load_content(now=now)
    assert report.left_alone == ["muscle core: changed by an editor, so it stays as it is"]


def test_a_row_that_an_editor_made_equal_to_its_fixture_follows_again(folders, now):
    Muscle.objects.filter(slug="core").update(plain_name="middle")
    edit(folders, "exercises.muscle", {"slug": "core"}, plain_name="middle")
    load_content(folders, now=now)
    edit(folders, "exercises.muscle", {"slug": "core"}, plain_name="trunk")
    load_content(folders, now=now)
    assert Muscle.objects.get(slug="core").plain_name == "trunk"


def test_what_an_editor_deleted_stays_away(folders, now):
    hint = Hint.objects.order_by("order").first()
    hint.delete()
    edit(folders, "exercises.hint", {"slug": hint.slug}, title="Back again")
    report = load_content(folders, now=now)
    assert not Hint.objects.filter(slug=hint.slug).exists()
    assert report.left_alone == [f"hint {hint.slug}: deleted by an editor, so it stays away"]


def test_what_belongs_to_a_deleted_row_stays_away_with_it(now):
    workout = PlanWorkout.objects.filter(plan__slug="the-full-five").order_by("order").last()
    count = workout.plan_exercises.count()
    workout.delete()
    report = load_content(now=now)
    assert PlanWorkout.objects.filter(plan__slug="the-full-five", order=workout.order).exists() is False
    assert len(report.left_alone) == 1 + count


def test_a_new_object_gives_way_to_an_editors_row_in_its_place(folders, hint_fields, now):
    Hint.objects.create(**{**hint_fields, "slug": "hers", "order": 901})
    add(folders, "exercises.hint", **{**hint_fields, "order": 901})
    report = load_content(folders, now=now)
    assert not Hint.objects.filter(slug="new").exists()
    assert len(report.left_alone) == 1
    assert report.left_alone[0].startswith("hint new: clashes with an editor’s row")


# Broken fixtures

BROKEN = {
    "unknown field": (
        ("exercises.rung", {"code": "K2"}, {"repetitions": 3}),
        ("rung K2, field repetitions",),
    ),
    "off the grid": (("exercises.rung", {"code": "K2"}, {"rep_step": 7}), ("rung K2, field rep_high",)),
    "range downwards": (("exercises.rung", {"code": "K2"}, {"rep_high": 1}), ("rung K2, field rep_high",)),
    "wrong type": (
        ("exercises.rung", {"code": "K2"}, {"sets": "two"}),
        ("rung K2, field sets", "whole number"),
    ),
    "true for a number": (("exercises.rung", {"code": "K2"}, {"sets": True}), ("rung K2, field sets",)),
    "number for a text": (
        ("exercises.muscle", {"slug": "core"}, {"name": 5}),
        ("muscle core, field name", "text"),
    ),
    "text for a switch": (
        ("exercises.equipment", {"slug": "mat"}, {"is_kit": "no"}),
        ("equipment mat, field is_kit", "true or false"),
    ),
    "nothing": (("exercises.rung", {"code": "K2"}, {"sets": None}), ("rung K2, field sets", "empty")),
    "zero": (("exercises.rung", {"code": "K2"}, {"sets": 0}), ("rung K2, field sets", "rung_sets_positive")),
    "negative": (("exercises.rung", {"code": "K2"}, {"sets": -1}), ("rung K2, field sets",)),
    "unknown level": (("exercises.rung", {"code": "K2"}, {"level": "hero"}), ("rung K2, field level",)),
    "unknown reference": (
        ("exercises.rung", {"code": "K2"}, {"variation": ["handstand"]}),
        ("rung K2, field variation", "handstand"),
    ),
    "reference by name": (
        ("exercises.rung", {"code": "K2"}, {"variation": "clam"}),
        ("rung K2, field variation",),
    ),
    "another exercise's variation": (
        ("exercises.rung", {"code": "K2"}, {"variation": ["clam-small"]}),
        ("rung K2, field variation",),
    ),
    "taken order": (
        ("exercises.rung", {"code": "K2"}, {"order": 1}),
        ("rung K", "field order", "taken by rung K"),
    ),
    "unknown figure": (
        ("exercises.variation", {"slug": "kickback-wall"}, {"figure": "dragon"}),
        ("variation kickback-wall, field figure", "dragon"),
    ),
    "sides that disagree": (
        ("exercises.variation", {"slug": "kickback-wall"}, {"first_side": ""}),
        ("variation kickback-wall, field", "first_side", "variation_sides_agree"),
    ),
    "empty text": (
        ("exercises.exercise", {"slug": "squat"}, {"summary": ""}),
        ("exercise squat, field summary",),
    ),
    "too many weeks": (
        ("plans.plan", {"slug": "the-full-five"}, {"weeks": 60}),
        ("plan the-full-five, field weeks",),
    ),
    "unknown place of a hint": (
        ("exercises.hint", {"order": 1}, {"surfaces": "moon"}),
        ("hint ", "field surfaces"),
    ),
}


def assert_refused(folders, *texts):
    """One line names the trouble, and the database is as it was."""
    before = snapshot()
    with pytest.raises(CommandError) as caught:
        call_command("load_content", *folders, stdout=StringIO())
    assert snapshot() == before
    message = str(caught.value)
    assert "\n" not in message
    for text in texts:
        assert text in message


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_object_is_named_with_file_and_field_and_changes_nothing(folders, case):
    (label, wanted, changes), texts = BROKEN[case]
    path = edit(folders, label, wanted, **changes)
    edit(folders, "exercises.muscle", {"slug": "gluteus-maximus"}, plain_name="would change")
    assert_refused(folders, path.name, *texts)


def test_a_missing_field_is_named(folders):
    path, listed, item = find(folders, "exercises.rung", code="K2")
    del item["fields"]["rep_low"]
    path.write_text(dump(listed))
    assert_refused(folders, path.name, "rung K2, field rep_low: is missing")


def test_a_missing_key_is_named(folders):
    path, listed, item = find(folders, "exercises.rung", code="K2")
    del item["fields"]["code"]
    path.write_text(dump(listed))
    assert_refused(folders, path.name, "object 2", "rung")


def test_the_same_object_twice_is_named(folders):
    path, listed, item = find(folders, "exercises.rung", code="K2")
    path.write_text(dump([*listed, item]))
    assert_refused(folders, path.name, "rung K2, field code", "taken")


def test_an_exercise_that_a_level_cannot_enter_is_named(folders):
    for rung in Rung.objects.filter(exercise__slug="clam", level="strong"):
        edit(folders, "exercises.rung", {"code": rung.code}, level="plus")
    assert_refused(folders, "exercise clam, field rungs", "strong")


def test_a_plan_whose_workouts_skip_a_number_is_named(folders):
    plan = Plan.objects.order_by("order").first()
    last = plan.workouts.order_by("order").last().order
    edit(folders, "plans.planworkout", {"plan": [plan.slug], "order": last}, order=last + 1)
    for exercise in PlanExercise.objects.filter(workout__plan=plan, workout__order=last):
        wanted = {"workout": [plan.slug, last], "order": exercise.order}
        edit(folders, "plans.planexercise", wanted, workout=[plan.slug, last + 1])
    assert_refused(folders, f"plan {plan.slug}, field workouts")


def test_an_empty_workout_is_named(folders):
    exercise = PlanExercise.objects.filter(workout__plan__slug="kettle-breaks").first()
    workout = exercise.workout
    for each in workout.plan_exercises.all():
        drop(folders, "plans.planexercise", workout=[workout.plan.slug, workout.order], order=each.order)
    assert_refused(folders, f"planworkout kettle-breaks/{workout.order}", "plan_exercises")


@pytest.mark.parametrize(
    "text, texts",
    [
        ("- model: exercises.muscle\n  fields: {slug: [a\n", ("line 3",)),
        ("- model: exercises.muscle\n  fields:\n    slug: a\n    slug: b\n", ("line 4", "appears twice")),
        ("just words", ("a list of objects",)),
        ("- model: exercises.dragon\n  fields: {}\n", ("object 1", "exercises.dragon")),
        ("- model: accounts.user\n  fields: {}\n", ("object 1", "not a model of the content")),
        ("- modell: exercises.muscle\n  fields: {}\n", ("object 1",)),
        ("- model: exercises.muscle\n  pk: 5\n  fields: {slug: a}\n", ("object 1", "pk")),
        ("- model: exercises.muscle\n  draft: maybe\n  fields: {slug: a}\n", ("object 1", "draft")),
        ("- !!python/object/apply:os.getcwd []\n", ("line 1",)),
    ],
    ids=[
        "yaml",
        "key twice",
        "no list",
        "unknown model",
        "not content",
        "typing slip",
        "primary key",
        "mark",
        "code",
    ],
)
def test_a_broken_file_is_named_with_its_place(folders, text, texts):
    (folders[0] / "99_more.yaml").write_text(text)
    assert_refused(folders, "99_more.yaml", *texts)


def test_a_folder_without_fixtures_is_refused(tmp_path, now):
    with pytest.raises(ContentError, match="no fixtures"):
        load_content([Path(tmp_path)], now=now)
