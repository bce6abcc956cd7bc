"""The content goes from the database to files and back, and nothing is lost on the way."""

from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from exercises.models import (
    Edition,
    Equipment,
    Exercise,
    FigureWords,
    Hint,
    Level,
    Muscle,
    Rung,
    SafetyNote,
    Variation,
)
from plans.loading import MODELS, ContentError, dump_content, load_content
from plans.loading.dump import FILES, _as_yaml, _fields
from plans.loading.fixtures import Entry, read_fixtures
from plans.models import LoadedContent, Plan, PlanEdition, PlanExercise, PlanRevision, PlanWorkout

pytestmark = pytest.mark.django_db


def empty_the_database():
    """As after migrating; what was published cannot be deleted in any other way."""
    for app in ("plans", "exercises"):
        for model in apps.get_app_config(app).get_models():
            model._base_manager.all()._raw_delete("default")
    connection.check_constraints()


def content():
    """Every row with all that it says, its references by their keys."""
    return {model.__name__: sorted(map(repr, map(_fields, model.objects.all()))) for model in MODELS}


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_comes_back(tmp_path, now):
    """Database to files to an empty database to files."""
    before = content()
    dump_content(tmp_path / "one")
    empty_the_database()
    report = load_content([tmp_path / "one"], now=now)
    assert content() == before
    dump_content(tmp_path / "two")
    assert files_of(tmp_path / "two") == files_of(tmp_path / "one")
    assert set(files_of(tmp_path / "one")) == set(FILES.values())
    return report


# There and back ----------------------------------------------------------------------------------


def test_the_sites_own_content_comes_back(tmp_path, now):
    report = assert_comes_back(tmp_path, now)
    assert report.left_alone == []
    assert Plan.objects.offered().count() == 6
    assert Exercise.objects.published().count() == 5


ODD = [
    "no",
    "1.0",
    "- x",
    "key: value",
    "null",
    "~",
    "=",
    "<<",
    "2027-01-04",
    "1:30",
    "# not a comment",
    "%TAG",
    "  leading",
    "trailing  ",
    "\nleading line",
    "trailing lines\n\n\n",
    "one\r\ntwo\r\n",
    "one\rtwo",
    "one\u2028two\u2029three",
    "one\u0085two",
    "tab\there",
    "\ufeffmark",
    "a\u00a0no-break space",
    "‘quotes’ “and” 'more' \"of them\" \\ `",
    "🍑 👩🏽‍🦽 \U0010ffff",
    "e\u0301 \u202eright to left",
    "{% braces %} {{ and }} <b>tags</b> & [brackets]",
    "one\n  two\n\n  three  \nfour",
    "| > & * ! @ ,",
    "a word " * 400,
    "x" * 5_000,
    "bell \x07 and delete \x7f",
]


def test_odd_texts_come_back(tmp_path, now):
    rows = {}
    for text, row in zip(ODD, [*Variation.objects.all(), *Variation.objects.all()], strict=False):
        name = "start" if row.pk not in rows else "steps"
        rows.setdefault(row.pk, {})[name] = text
    for pk, texts in rows.items():
        Variation.objects.filter(pk=pk).update(**texts)
    for text, hint in zip(ODD, Hint.objects.all(), strict=False):
        Hint.objects.filter(pk=hint.pk).update(title=text[:80])
    assert sum(map(len, rows.values())) == len(ODD)
    assert_comes_back(tmp_path, now)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.lists(
    st.sampled_from([*ODD, "a", " ", "\n", "- ", ": ", "#", "'", '"', "\t", "word " * 30])
).map("".join)


@given(texts=st.lists(TEXT, min_size=1, max_size=4))
def test_any_text_is_read_from_yaml_as_it_was_written(tmp_path_factory, texts):
    fields = {"topic": "before", "order": 1, "title": "T", "points": "", "sources": ""}
    entries = [
        Entry(
            "x.yaml",
            SafetyNote,
            (f"n{number}",),
            {**fields, "slug": f"n{number}", "order": number, "text": text},
        )
        for number, text in enumerate(texts)
    ]
    folder = tmp_path_factory.mktemp("texts")
    (folder / "x.yaml").write_text(_as_yaml(entries), encoding="utf-8", newline="\n")
    assert [entry.fields for entry in read_fixtures([folder])] == [entry.fields for entry in entries]
    plain = yaml.safe_load((folder / "x.yaml").read_text(encoding="utf-8"))
    assert [item["fields"]["text"] for item in plain] == texts


def test_archived_rows_come_back_archived_and_are_not_published(tmp_path, now):
    Exercise.objects.filter(slug="clam").update(is_archived=True)
    Plan.objects.exclude(slug="kettle-breaks").update(is_archived=True)
    Variation.objects.filter(slug="kickback-side-band").update(is_archived=True)
    assert_comes_back(tmp_path, now)
    assert Exercise.objects.get(slug="clam").is_archived
    assert not Edition.objects.filter(exercise__slug="clam").exists()
    assert [plan.slug for plan in Plan.objects.offered()] == ["kettle-breaks"]
    assert "is_archived: false" not in (tmp_path / "one" / FILES[Exercise]).read_text()


def test_gaps_in_the_order_come_back(tmp_path, now):
    Exercise.objects.filter(slug="clam").update(order=900)
    Rung.objects.filter(code="K2").update(order=77)
    PlanExercise.objects.filter(workout__plan__slug="kettle-breaks", order=1).update(order=40)
    assert_comes_back(tmp_path, now)


def test_a_draft_that_lacks_words_comes_back_unpublished(tmp_path, now):
    Exercise.objects.filter(slug="clam").update(about="", step_up="")
    Variation.objects.filter(slug="kickback-wall").update(cue="")
    Plan.objects.filter(slug="kettle-breaks").update(goal="")
    assert_comes_back(tmp_path, now)
    assert "draft: true" in (tmp_path / "one" / FILES[Variation]).read_text()
    assert not Edition.objects.filter(exercise__slug__in=["clam", "standing-kickback"]).exists()
    assert not PlanRevision.objects.filter(plan__slug="kettle-breaks").exists()


def test_what_was_never_published_is_not_published_by_loading(tmp_path, now):
    values = {
        "position": "standing",
        "summary": "s",
        "about": "a",
        "feel_it": "f",
        "step_up": "u",
        "order": 50,
    }
    step = Exercise.objects.create(slug="side-step", name="Side step", **values)
    variation = Variation.objects.get(slug="kickback")
    variation.pk, variation.slug, variation.exercise = None, "side-step", step
    variation.save()
    clam = Plan.objects.get(slug="kettle-breaks")
    clam.pk, clam.slug, clam.name, clam.order = None, "new-plan", "New plan", 60
    clam.save()
    report = assert_comes_back(tmp_path, now)
    assert "Side step is not published: it is a draft" in report.left_alone
    assert not Edition.objects.filter(exercise__slug="side-step").exists()
    assert not PlanEdition.objects.filter(plan__slug="new-plan").exists()


@pytest.mark.sqlite  # what comes back does not depend on the database
@pytest.mark.parametrize(
    "break_it",
    [
        lambda: Rung.objects.filter(exercise__slug="clam", level=Level.STRONG).update(level=Level.PLUS),
        lambda: Rung.objects.filter(exercise__slug="clam").delete(),
        lambda: PlanWorkout.objects.filter(plan__slug="kettle-breaks", order=2).delete(),
        lambda: PlanExercise.objects.filter(workout__plan__slug="kettle-breaks", workout__order=2).delete(),
        lambda: PlanWorkout.objects.filter(plan__slug="kettle-breaks").delete(),
        lambda: Exercise.objects.filter(slug="squat").update(is_archived=True),
        lambda: Variation.objects.filter(slug="squat-arms").update(is_archived=True),
        lambda: FigureWords.objects.all().delete(),
        lambda: Variation.objects.filter(slug="squat").update(figure="dragon"),
        lambda: Equipment.objects.filter(slug="band").update(is_kit=False),
    ],
    ids=[
        "a level without a rung",
        "no ladder",
        "a gap between workouts",
        "an empty workout",
        "no workouts",
        "an archived exercise that plans ask for",
        "an archived variation that plans show",
        "no words for figures",
        "a figure that is not drawn",
        "kit that is none",
    ],
)
def test_what_could_not_be_published_comes_back_all_the_same(tmp_path, now, break_it):
    break_it()
    assert_comes_back(tmp_path, now)


def test_an_editors_rows_stay_the_editors_when_they_move_to_another_database(tmp_path, now):
    Muscle.objects.filter(slug="core").update(plain_name="centre")
    Hint.objects.create(slug="hers", title="Hers", text="Mine.", surfaces="faq", order=900)
    assert_comes_back(tmp_path, now)
    report = load_content(now=now)
    assert Muscle.objects.get(slug="core").plain_name == "centre"
    assert Hint.objects.filter(slug="hers").exists()
    assert report.left_alone == ["muscle core: changed by an editor, so it stays as it is"]
    assert not LoadedContent.objects.filter(key__in=["core", "hers"]).exists()


def test_a_dump_that_is_loaded_into_its_own_database_changes_nothing(tmp_path, now):
    Muscle.objects.filter(slug="core").update(plain_name="centre")
    before = content()
    dump_content(tmp_path / "one")
    report = load_content([tmp_path / "one"], now=now)
    assert (report.written, report.left_alone, content()) == (0, [], before)


def test_a_dump_leaves_what_another_editor_changed_meanwhile(tmp_path, now):
    dump_content(tmp_path / "one")
    Muscle.objects.filter(slug="core").update(plain_name="centre")
    load_content([tmp_path / "one"], now=now)
    assert Muscle.objects.get(slug="core").plain_name == "centre"


def test_plain_loaddata_reads_the_files_too(tmp_path):
    Exercise.objects.filter(slug="clam").update(about="")
    before = content()
    dump_content(tmp_path / "one")
    empty_the_database()
    call_command("loaddata", *sorted((tmp_path / "one").glob("*.yaml")), verbosity=0)
    assert content() == before


# Files -------------------------------------------------------------------------------------------


def test_long_texts_are_blocks_that_people_can_read(tmp_path):
    dump_content(tmp_path / "one")
    text = (tmp_path / "one" / FILES[Variation]).read_text(encoding="utf-8")
    assert "    steps: |\n      Draw your belly in gently" in text
    assert "    start: >-\n      Face a wall" in text
    assert "    exercise: [standing-kickback]\n" in text
    assert "pk:" not in text


def test_the_command_says_how_many_rows_it_wrote(tmp_path):
    out = StringIO()
    call_command("dump_content", tmp_path / "one", stdout=out)
    rows = sum(model.objects.count() for model in MODELS)
    assert f"Content: {rows} rows" in out.getvalue()
    assert f"{FILES[Rung]}: 28" in out.getvalue()


def test_the_command_can_be_silent(tmp_path):
    out = StringIO()
    call_command("dump_content", tmp_path / "one", stdout=out, verbosity=0)
    assert out.getvalue() == ""


def test_files_are_overwritten_only_when_asked_to(tmp_path):
    dump_content(tmp_path)
    before = files_of(tmp_path)
    Muscle.objects.filter(slug="core").update(plain_name="centre")
    with pytest.raises(CommandError, match="--overwrite"):
        call_command("dump_content", tmp_path)
    assert files_of(tmp_path) == before
    call_command("dump_content", tmp_path, "--overwrite", verbosity=0)
    assert b"centre" in files_of(tmp_path)[FILES[Muscle]]


def test_other_fixtures_are_never_mixed_with_a_dump(tmp_path):
    (tmp_path / "99_mine.yaml").write_text("[]")
    with pytest.raises(ContentError, match=r"99_mine\.yaml"):
        dump_content(tmp_path, overwrite=True)
    assert list(files_of(tmp_path)) == ["99_mine.yaml"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ContentError, match="not a folder"):
        dump_content(tmp_path / "file")


def test_an_empty_database_is_not_dumped(tmp_path):
    empty_the_database()
    with pytest.raises(ContentError, match="no fixtures|no content"):
        dump_content(tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_there", [False, True], ids=["new folder", "earlier dump"])
def test_a_dump_that_fails_half_way_leaves_everything_as_it_was(tmp_path, monkeypatch, is_there):
    folder = tmp_path / "one"
    if is_there:
        dump_content(folder)
        Muscle.objects.filter(slug="core").update(plain_name="centre")
    before = files_of(folder) if is_there else None
    replace, moves = Path.replace, []

    def fail_at_the_fifth(self, target):
        moves.append(target)
        if len(moves) == 5:
            raise OSError("The disk is full.")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_fifth)
    with pytest.raises(CommandError, match="The disk is full"):
        call_command("dump_content", folder, "--overwrite")
    assert (files_of(folder) if folder.exists() else None) == before
    assert [path.name for path in tmp_path.iterdir()] == (["one"] if is_there else [])
