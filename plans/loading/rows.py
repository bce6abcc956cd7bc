"""Entries to rows: which row follows its fixture, and which belongs to an editor by now."""

import datetime
import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import models

from exercises.history import LOADED
from plans.loading.fixtures import ContentError, Entry, content_fields, key_text
from plans.models import LoadedContent, PlanRevision

NO_ROOM = {"max_length", "min_value", "max_value"}  # codes of what no database takes


@dataclass
class Report:
    """What a run did, and when. `left_alone` says in words which rows it did not touch, and why."""

    now: datetime.datetime
    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)
    revisions: list[PlanRevision] = field(default_factory=list)

    @property
    def written(self) -> int:
        return self.created + self.updated + self.deleted


def digest(row: models.Model) -> str:
    """Of all that a row says, references by their natural key; equal in every database."""
    values = {}
    for column in content_fields(type(row)):
        related = getattr(row, column.name) if column.is_relation else None
        values[column.name] = list(related.natural_key()) if related else column.value_to_string(row)
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def rows_of(model: type[models.Model]) -> models.QuerySet:
    """With everything that natural keys and digests read."""
    names = keys_of(model)
    return model.objects.select_related(*names) if names else model.objects.all()


def keys_of(model: type[models.Model]) -> list[str]:
    """The lookups to everything that natural keys are made of: the row's own, and those of its references."""
    names = {path.rpartition("__")[0] for path in model.NATURAL_KEY} - {""}
    for column in content_fields(model):
        if column.is_relation:
            names.add(column.name)
            inner = {path.rpartition("__")[0] for path in column.related_model.NATURAL_KEY} - {""}
            names |= {f"{column.name}__{path}" for path in inner}
    return sorted(names)


class ModelLoader:
    """Brings the rows of one model in line with its entries; the report hears of everything."""

    def __init__(self, model: type[models.Model], entries: list[Entry], report: Report, missing: set):
        self.model = model
        self.label = model._meta.label_lower
        self.entries = entries
        self.report = report
        self.missing = missing  # (model, key) of fixture rows that are not in the database
        self.rows = {key_text(row.natural_key()): row for row in rows_of(model)}
        self.memory = dict(LoadedContent.objects.filter(model=self.label).values_list("key", "digest"))
        self.remembered: dict[str, str] = {}
        self.described: dict[str, models.Model] = {}  # what the entries say, written or not, by key

    def write(self) -> None:
        waiting = []
        for entry in self.entries:
            new = self._build(entry)
            if new is None:
                continue
            self.described[key_text(entry.key)] = new
            if self._follows(entry, new):
                waiting.append((entry, new))
        self._write(waiting)
        self._remember()

    def delete_dropped(self, *, last: bool = False) -> None:
        """
        Delete rows that we wrote, that no fixture has any more, and that nobody changed or needs.

        Tried before writing, since a new row may want their place, and, for `last`, after it, since
        a row that needed them may do so no longer.
        """
        kept = {key_text(entry.key) for entry in self.entries}
        for key, known in list(self.memory.items()):
            row = self.rows.get(key)
            if key in kept or row is None or not self.entries:
                continue
            changed = digest(row) != known
            if not changed and not in_use(row):
                row._change_reason = LOADED
                row.delete()
                LoadedContent.objects.filter(model=self.label, key=key).delete()
                del self.rows[key], self.memory[key]
                self.report.deleted += 1
            elif last:
                why = "an editor changed it" if changed else "other rows need it"
                self._leave(key, f"no fixture has it any more, but {why}")

    def _leave(self, key: str, why: str) -> None:
        self.report.left_alone.append(f"{self.model._meta.model_name} {key}: {why}")

    def _build(self, entry: Entry) -> models.Model | None:
        """The row that an entry describes; None if it leans on a deleted row."""
        new = self.model()
        for name, value in entry.fields.items():
            column = self.model._meta.get_field(name)
            if not column.is_relation or value is None:
                setattr(new, name, value)
                continue
            related = column.related_model
            try:
                setattr(new, name, related.objects.get_by_natural_key(*value))
            except (ObjectDoesNotExist, ValueError, TypeError) as error:
                if (related, key_text(value)) in self.missing:
                    self.missing.add((self.model, key_text(entry.key)))
                    self._leave(
                        key_text(entry.key), f"{related._meta.model_name} {key_text(value)} was deleted"
                    )
                    return None
                raise entry.error(
                    f"there is no {related._meta.model_name} “{key_text(value)}”", name
                ) from error
        return new

    def _follows(self, entry: Entry, new: models.Model) -> bool:
        """Whether the row is to be written: it is new, or nobody but us has touched it."""
        key, wanted = key_text(entry.key), digest(new)
        row, known = self.rows.get(key), self.memory.get(key)
        if known != wanted:  # otherwise it passed when it was written
            check(entry, new)
        if row is None:
            if known is not None:
                self.missing.add((self.model, key))
                self._leave(key, "deleted by an editor, so it stays away")
            return known is None
        present = digest(row)
        if present == wanted:
            self.report.unchanged += 1
            self._keep_in_mind(entry, wanted)
            return False
        if known != present:
            self._leave(key, "changed by an editor, so it stays as it is")
            return False
        new.pk = row.pk
        return True

    def _write(self, waiting: list[tuple[Entry, models.Model]]) -> None:
        # Two rows may swap their order, which no sequence of single updates can do under a unique
        # constraint. So the old rows go first, without what deletion does to the rows that refer to
        # them, and come back with the same id; foreign keys are checked when the transaction ends.
        replaced = [new.pk for _entry, new in waiting if new.pk is not None]
        old = {row.pk: row for row in self.rows.values() if row.pk in replaced}
        chosen = self.model.objects.filter(pk__in=replaced)
        chosen._raw_delete(chosen.db)
        created, updated = [], []
        for entry, new in waiting:
            key = key_text(entry.key)
            new.skip_history_when_saving = True
            try:
                new.validate_unique()
                new.validate_constraints()
            except ValidationError as error:
                # The fixtures agree among themselves, so it is an editor's row that is in the way.
                self._leave(key, f"clashes with an editor’s row: {as_content_error(entry, error)}")
                if new.pk in old:
                    old[new.pk].skip_history_when_saving = True
                    old[new.pk].save(force_insert=True)
                else:
                    self.missing.add((self.model, key))
                continue
            (created if new.pk is None else updated).append(new)
            new.save(force_insert=True)
            self._keep_in_mind(entry, digest(new))
        self.report.created += len(created)
        self.report.updated += len(updated)
        for rows, are_updates in ((created, False), (updated, True)):
            self.model.history.bulk_history_create(
                rows, update=are_updates, default_change_reason=LOADED, default_date=self.report.now
            )

    def _keep_in_mind(self, entry: Entry, value: str) -> None:
        if not entry.is_edited:
            self.remembered[key_text(entry.key)] = value

    def _remember(self) -> None:
        LoadedContent.objects.bulk_create(
            [
                LoadedContent(model=self.label, key=key, digest=value)
                for key, value in self.remembered.items()
                if self.memory.get(key) != value
            ],
            update_conflicts=True,
            unique_fields=["model", "key"],
            update_fields=["digest"],
        )


def check(entry: Entry, row: models.Model) -> None:
    """
    All but uniqueness, which depends on the other rows and is judged when writing.

    A draft only has to fit into the database: the rest is said when it is to be published.
    """
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        codes = {each.code for errors in error.error_dict.values() for each in errors}
        if not entry.is_draft or codes & NO_ROOM:
            raise as_content_error(entry, error) from error
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(type(row), row)
            except ValidationError as error:
                names = ", ".join(sorted(constraint.condition.referenced_base_fields))
                raise entry.error(f"{error.messages[0]} ({constraint.name})", names) from error


def in_use(row: models.Model) -> bool:
    """Whether another row refers to it. What the history says about it does not count."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and (relation.one_to_many or relation.one_to_one)
        and not relation.concrete
        and relation.on_delete is not models.DO_NOTHING
    )


def as_content_error(entry: Entry, error: ValidationError) -> ContentError:
    """The first thing that is wrong, in one line."""
    name, messages = next(iter(error.message_dict.items()))
    return entry.error(messages[0], "" if name == NON_FIELD_ERRORS else name)
