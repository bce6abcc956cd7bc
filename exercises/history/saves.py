"""Changes that were made at once, as saves."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from exercises.history.reading import BACK, IMPORTED, LOADED, Change, Record, Tree, changes_of

ONE_SAVE = datetime.timedelta(seconds=2)


@dataclass(frozen=True)
class Save:
    """Changes made at once by one person."""

    changes: tuple[Change, ...]

    @property
    def when(self) -> datetime.datetime:
        return self.changes[0].record.when

    @property
    def user_id(self):
        return self.changes[0].record.user_id

    @property
    def who(self) -> str:
        """Nobody where content was loaded: a name is told of people alone."""
        record = self.changes[0].record
        if record.user_name or record.reason == LOADED:
            return record.user_name or ""
        return _("Somebody whose account is gone")

    @property
    def is_loaded(self) -> bool:
        return self.changes[0].record.reason == LOADED

    @property
    def is_imported(self) -> bool:
        return self.changes[0].record.reason == IMPORTED

    @property
    def went_back_before(self) -> datetime.datetime | None:
        """The moment of what was changed back, if that is what this was."""
        start, back, moment = self.changes[0].record.reason.partition(BACK)
        return datetime.datetime.fromisoformat(moment) if back and not start else None


def group_into_saves(changes: Iterable[Change]) -> list[Save]:
    """Neighbours by the same person, with the same reason and within seconds, belong together."""
    saves: list[list[Change]] = []
    for change in changes:
        if saves and is_one_save(*(_trace(each.record) for each in (saves[-1][-1], change))):
            saves[-1].append(change)
        else:
            saves.append([change])
    return [Save(tuple(save)) for save in saves]


def _trace(record: Record) -> tuple:
    return record.user_id, record.reason, record.when


def is_one_save(newer: tuple, older: tuple) -> bool:
    """Of two records, each told by its user, its reason and its moment."""
    return newer[:2] == older[:2] and newer[2] - older[2] <= ONE_SAVE


def whole_save(row: models.Model, tree: Tree, reference: str, when: datetime.datetime) -> Save | None:
    """The save that a change of this moment belongs to, as far as it is about a row and what is below it."""
    changes = (change for change in changes_of(row, tree, around=when) if change.differences)
    saves = group_into_saves(changes)
    return next((save for save in saves if reference in {each.reference for each in save.changes}), None)
