"""The content of the database as fixtures, which `load_content` makes the same rows of again."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml
from django.db import models, transaction

from exercises import editions
from exercises.editions import Library
from exercises.models import Edition, Exercise, FigureWords
from plans import guardrails
from plans.loading.fixtures import MODELS, ContentError, Entry, content_fields, key_text, read_fixtures
from plans.loading.rows import check, digest, rows_of
from plans.models import LoadedContent, Plan, PlanRevision

NAMES = (
    "muscles",
    "equipment",
    "figure_words",
    "exercises",
    "variations",
    "variation_muscles",
    "rungs",
    "hints",
    "safety_notes",
    "plans",
    "workouts",
    "plan_exercises",
)
FILES = {
    model: f"{number:02}_{name}.yaml"
    for number, (model, name) in enumerate(zip(MODELS, NAMES, strict=True), start=1)
}
WIDTH = 110
# What YAML keeps as it is: no control characters, and none of the line breaks that it would turn into others.
CLEAN = re.compile(r"[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffe]*")


def dump_content(folder: Path, *, overwrite: bool = False) -> dict[str, int]:
    """
    Write all of the content into `folder`, one file for each model; returns how many rows each file has.

    Raises ContentError, and writes nothing, if files are there already and are not to be overwritten, or if
    anything read back from the new files is not what the database says.
    """
    folder = folder.absolute()
    _check_free(folder, overwrite)
    with transaction.atomic():
        entries = list(_entries())
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for model, file in FILES.items():
            text = _as_yaml([entry for entry in entries if entry.model is model])
            (new / file).write_text(text, encoding="utf-8", newline="\n")
        _check_same(entries, new)
        _move(new, folder)
    finally:
        shutil.rmtree(new)
    return {file: sum(entry.file == file for entry in entries) for file in FILES.values()}


def _check_free(folder: Path, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise ContentError(f"{folder} is not a folder.")
    there = sorted(path.name for path in folder.glob("*.yaml"))
    if strangers := [name for name in there if name not in FILES.values()]:
        raise ContentError(
            f"{folder} has other fixtures, for example {strangers[0]}. Choose an empty folder."
        )
    if there and not overwrite:
        raise ContentError(f"{folder} has {there[0]} already. Say --overwrite to replace it.")


# Rows to entries ---------------------------------------------------------------------------------


def _entries() -> Iterator[Entry]:
    memory = {(row.model, row.key): row.digest for row in LoadedContent.objects.all()}
    unpublished = _unpublished()
    for model in MODELS:
        rows = list(rows_of(model))
        if model is FigureWords:
            rows.sort(key=lambda row: row.figure)  # databases disagree about the order of letters
        for row in rows:
            entry = Entry(FILES[model], model, row.natural_key(), _fields(row))
            known = memory.get((entry.label, key_text(entry.key)))
            is_draft = (model, row.pk) in unpublished or not _is_complete(entry, row)
            yield replace(entry, is_draft=is_draft, is_edited=known != digest(row))


def _is_complete(entry: Entry, row: models.Model) -> bool:
    try:
        check(entry, row)
    except ContentError:
        return False
    return True


def _fields(row: models.Model) -> dict:
    """What an entry says of a row; the rare `is_archived` only where it is true."""
    fields = {}
    for column in content_fields(type(row)):
        related = getattr(row, column.name) if column.is_relation else None
        fields[column.name] = list(related.natural_key()) if related else column.value_from_object(row)
    if not fields.get("is_archived", True):
        del fields["is_archived"]
    return fields


def _unpublished() -> set[tuple[type, int]]:
    """What loading is not to publish, or could not: model and id of exercises and plans."""
    published = set(Edition.objects.filter(number=1).values_list("exercise", flat=True))
    exercises = list(Exercise.objects.filter(is_archived=False))
    ready = [
        exercise
        for exercise in exercises
        if exercise.pk in published and not any(guardrails.exercise_obstacles(exercise, ()))
    ]
    frozen = editions.freeze_all(Exercise.objects.filter(pk__in=[exercise.pk for exercise in ready]))
    library = Library([editions.thaw(row, frozen[row.pk] | {"archived": []}) for row in ready])
    offered = set(PlanRevision.objects.filter(number=1).values_list("plan", flat=True))
    return {(Exercise, row.pk) for row in exercises if row not in ready} | {
        (Plan, plan.pk)
        for plan in Plan.objects.filter(is_archived=False).select_related("figure")
        if plan.pk not in offered or any(guardrails.plan_obstacles(plan, library))
    }


# Entries to files --------------------------------------------------------------------------------


class Reference(list):
    """A natural key, in one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style_of(text))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    Reference, lambda dumper, key: dumper.represent_sequence("tag:yaml.org,2002:seq", key, flow_style=True)
)


def _style_of(text: str) -> str | None:
    """As a block where that is exact, as YAML likes it where it is one clean line, and escaped otherwise."""
    lines = text.split("\n")
    if not all(CLEAN.fullmatch(line) for line in lines):
        return '"'
    if len(lines) > 1:
        is_exact = (
            text[0] not in " \n" and not text.endswith("\n\n") and not any(x.endswith(" ") for x in lines)
        )
        return "|" if is_exact else '"'
    is_long = len(text) > WIDTH - 30 and text == " ".join(text.split())
    return ">" if is_long else None


def _as_yaml(entries: list[Entry]) -> str:
    if not entries:
        return "[]\n"
    objects = []
    for entry in entries:
        marks = {"draft": entry.is_draft, "edited": entry.is_edited}
        fields = {name: Reference(x) if isinstance(x, list) else x for name, x in entry.fields.items()}
        item = {"model": entry.label} | {name: True for name, is_set in marks.items() if is_set}
        objects.append([item | {"fields": fields}])
    return "\n".join(
        yaml.dump(item, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH) for item in objects
    )


def _check_same(entries: list[Entry], folder: Path) -> None:
    for read, entry in zip(read_fixtures([folder]), entries, strict=True):
        if replace(read, file=entry.file) != entry:
            raise entry.error("could not be written as YAML without a difference")


def _move(new: Path, folder: Path) -> None:
    """All of the new files to their place, or none: what was there comes back if one cannot be moved."""
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    old = new / "old"
    old.mkdir()
    moved = []
    try:
        for file in FILES.values():
            if (folder / file).exists():
                shutil.copy2(folder / file, old / file)
            (new / file).replace(folder / file)
            moved.append(file)
    except OSError:
        for file in moved:
            if (old / file).exists():
                (old / file).replace(folder / file)
            else:
                (folder / file).unlink()
        if is_new:
            folder.rmdir()
        raise
