"""Files to entries: everything about a fixture that can be judged without the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import NOT_PROVIDED

from exercises.models import (
    Equipment,
    Exercise,
    FigureWords,
    Hint,
    Level,
    Muscle,
    Rung,
    SafetyNote,
    Variation,
    VariationMuscle,
)
from plans.models import Plan, PlanExercise, PlanWorkout

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = (PROJECT / "exercises" / "fixtures", PROJECT / "plans" / "fixtures")

# What a row refers to comes before it.
MODELS = (
    Muscle,
    Equipment,
    FigureWords,
    Exercise,
    Variation,
    VariationMuscle,
    Rung,
    Hint,
    SafetyNote,
    Plan,
    PlanWorkout,
    PlanExercise,
)
BY_LABEL = {model._meta.label_lower: model for model in MODELS}
MARKS = ("draft", "edited")
ENTRY_KEYS = {"model", "pk", "fields", *MARKS}


class ContentError(Exception):
    """A fixture that cannot be loaded; the message names file, object and field."""


@dataclass(frozen=True)
class Entry:
    """
    One object of a fixture, as it was written.

    A draft may be incomplete, and is not published by loading. What is marked as edited belongs to the editors:
    it is put where it is missing, but it does not follow its fixture from then on.
    """

    file: str
    model: type[models.Model]
    key: tuple
    fields: dict
    is_draft: bool = False
    is_edited: bool = False

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def name(self) -> str:
        return f"{self.model._meta.model_name} {key_text(self.key)}"

    def error(self, message: str, field: str = "") -> ContentError:
        place = f"{self.file}, {self.name}" + (f", field {field}" if field else "")
        return ContentError(f"{place}: {message}")


def key_text(key: Iterable) -> str:
    return "/".join(str(part) for part in key)


def content_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def read_fixtures(folders: Iterable[Path]) -> list[Entry]:
    """All entries of the folders' YAML files, in the order in which they can be written."""
    entries = [
        entry for folder in folders for path in sorted(Path(folder).glob("*.yaml")) for entry in _read(path)
    ]
    if not entries:
        raise ContentError(f"There are no fixtures in {', '.join(str(folder) for folder in folders)}.")
    _check_unique(entries)
    order = list(BY_LABEL)
    return sorted(entries, key=lambda entry: order.index(entry.label))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML that refuses the same key twice in one mapping, where the first would silently be lost."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _value in node.value:
            if key_node.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"“{key_node.value}” appears twice", problem_mark=key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def _read(path: Path) -> Iterator[Entry]:
    file = str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)
    try:
        # A subclass of SafeLoader: nothing but plain values comes out of it.
        listed = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        raise ContentError(f"{file}, line {error.problem_mark.line + 1}: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{file}: {error}") from error
    if not isinstance(listed, list):
        raise ContentError(f"{file}: a list of objects is expected")
    for number, item in enumerate(listed, start=1):
        yield _entry(file, number, item)


def _entry(file: str, number: int, item: object) -> Entry:
    def error(message):
        return ContentError(f"{file}, object {number}: {message}")

    if not isinstance(item, dict) or not isinstance(item.get("fields"), dict):
        raise error("“model” and “fields” are expected")
    if unknown := sorted(map(str, item.keys() - ENTRY_KEYS)):
        raise error(f"“{unknown[0]}” is not expected beside “model” and “fields”")
    model = BY_LABEL.get(str(item.get("model")).lower())
    if model is None:
        raise error(f"“{item.get('model')}” is not a model of the content")
    if item.get("pk") is not None:
        raise error("a natural key names the object, so it has no “pk”")
    for mark in MARKS:
        if not isinstance(item.get(mark, False), bool):
            raise error(f"“{mark}” is true or false, not “{item[mark]}”")
    fields = item["fields"]
    try:
        key = tuple(_key_part(model, path, fields) for path in model.NATURAL_KEY)
    except (KeyError, IndexError, TypeError):
        raise error(f"the fields that name a {model._meta.model_name} are incomplete") from None
    entry = Entry(file, model, key, fields, item.get("draft", False), item.get("edited", False))
    _check_fields(entry)
    return entry


def _key_part(model: type[models.Model], path: str, fields: dict) -> object:
    """The value of one part of a natural key: `plan__slug` is inside the reference `plan`."""
    name, _separator, rest = path.partition("__")
    if not rest:
        return fields[name]
    related = model._meta.get_field(name).related_model
    return fields[name][related.NATURAL_KEY.index(rest)]


def _check_fields(entry: Entry) -> None:
    known = {field.name: field for field in content_fields(entry.model)}
    for name in entry.fields:
        if name not in known:
            raise entry.error(f"there is no such field in “{entry.model._meta.model_name}”", name)
    for name, field in known.items():
        if name in entry.fields:
            _check_type(entry, field, entry.fields[name])
        elif not (field.blank or field.null or field.default is not NOT_PROVIDED):
            raise entry.error("is missing", name)


def _check_type(entry: Entry, field: models.Field, value: object) -> None:
    """YAML guesses types (`no` is false, `1.0` is a number), so what it guessed must fit the field."""
    if value is None:
        if not field.null:
            raise entry.error("is empty", field.name)
        return
    if field.is_relation:
        fits, wanted = isinstance(value, list), "a reference is a list, for example [clam]"
    elif isinstance(field, models.BooleanField):
        fits, wanted = isinstance(value, bool), "true or false is expected"
    elif isinstance(field, models.IntegerField):
        fits, wanted = isinstance(value, int) and not isinstance(value, bool), "a whole number is expected"
    else:
        fits, wanted = isinstance(value, str), "text is expected"
    if not fits:
        raise entry.error(f"{wanted}, not “{value}”", field.name)
    try:
        if not field.is_relation:
            field.to_python(value)
    except ValidationError as error:
        raise entry.error(" ".join(error.messages), field.name) from error


def _unique_values(entry: Entry) -> Iterator[tuple[str, str]]:
    """What no other row of the model may share: a field to complain about, and the values."""
    yield entry.model.NATURAL_KEY[-1].rpartition("__")[2], key_text(entry.key)
    for field in content_fields(entry.model):
        if field.unique:
            yield field.name, str(entry.fields.get(field.name))
    for constraint in entry.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.fields[-1], key_text(entry.fields.get(name) for name in constraint.fields)


def _check_unique(entries: list[Entry]) -> None:
    seen: dict[tuple, Entry] = {}
    for entry in entries:
        for number, (field, values) in enumerate(_unique_values(entry)):
            known = seen.setdefault((entry.label, number, values), entry)
            if known is not entry:
                value = entry.fields.get(field, values)
                raise entry.error(f"“{value}” is taken by {known.name} ({known.file})", field)


def check_together(entries: list[Entry]) -> None:
    """
    What only several objects together can get wrong; each of them is right in itself by now.

    Only what is published has to fit together: neither drafts nor what is archived.
    """
    _check_ladders(entries)
    _check_plans(entries)


def is_for_publishing(entry: Entry) -> bool:
    return not entry.is_draft and not entry.fields.get("is_archived")


def _check_ladders(entries: list[Entry]) -> None:
    """Every exercise that has a ladder, or is asked for, can be entered at every level."""
    plans = {entry.key[0] for entry in entries if entry.model is Plan and is_for_publishing(entry)}
    asked = {
        entry.fields["exercise"][0]
        for entry in entries
        if entry.model is PlanExercise and entry.key[0] in plans
    }
    levels: dict[object, set] = {}
    for entry in entries:
        if entry.model is Rung:
            levels.setdefault(entry.fields["exercise"][0], set()).add(entry.fields["level"])
    for entry in entries:
        if entry.model is not Exercise or not is_for_publishing(entry):
            continue
        if entry.key[0] not in levels and entry.key[0] not in asked:
            continue
        for level in (Level.STARTER, Level.STANDARD, Level.STRONG):
            if level.value not in levels.get(entry.key[0], ()):
                raise entry.error(f"no rung has the level “{level.value}”", "rungs")


def _check_plans(entries: list[Entry]) -> None:
    """Workouts are counted 1, 2, 3 … in each plan, and none is empty."""
    plans = {entry.key: entry for entry in entries if entry.model is Plan and is_for_publishing(entry)}
    workouts: dict[tuple, list] = {key: [] for key in plans}
    filled = {entry.key[:2] for entry in entries if entry.model is PlanExercise}
    for entry in entries:
        if entry.model is PlanWorkout and entry.key[:1] in plans:
            workouts[entry.key[:1]].append(entry.key[1])
            if entry.key not in filled:
                raise entry.error("a workout has at least one exercise", "plan_exercises")
    for key, entry in plans.items():
        if sorted(workouts[key]) != list(range(1, len(workouts[key]) + 1)):
            raise entry.error("workouts are numbered 1, 2, 3 and so on", "workouts")
        if not workouts[key]:
            raise entry.error("a plan has at least one workout", "workouts")
