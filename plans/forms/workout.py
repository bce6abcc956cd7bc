"""What was done in one workout: a tick and a number for each set, and how each exercise felt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from plans.models import Feedback
from plans.queries.cuts import Cut
from plans.queries.sheet import ExerciseBlock, SetRow, Sheet, count_sets
from plans.records import MOST_REPS, Edit, WorkoutRef, milliseconds, target_of

SALT = "plans.workout"

Change = tuple[str, UUID, dict[str, Any]]  # the kind of a row, its uid, and the fields that change


@dataclass(frozen=True)
class Shown:
    """
    What one rendering of a workout's page showed. It travels with the form, signed.

    `nonce` names the rendering, so that the same form sent twice is recognised; `reps` (by the key of a set)
    and `ratings` (by exercise) are what was logged at that moment, and only what differs becomes an edit.
    `instead` are rows of what is done beside the `prescription` or in the place of something. `trim` is what today
    was cut to, `saved_trim` what the record said then. Without a plan there is neither enrolment nor place, and
    `person` says whose it is.
    """

    SALT: ClassVar[str] = SALT

    nonce: str
    workout: str
    enrolment: str | None
    window: int | None
    slot: int | None
    date: str
    time_zone: str
    reps: dict[str, int | None]
    ratings: dict[str, str]
    prescription: list[dict[str, Any]]
    is_logged: bool
    is_finished: bool
    greatest_ms: int
    trim: dict[str, Any] | None = None
    saved_trim: dict[str, Any] | None = None
    person: str = ""
    instead: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def on(cls, page: Sheet, time_zone: str, person: str = "") -> Shown:
        return cls(
            nonce=str(uuid4()),
            workout=str(page.uid),
            enrolment=str(page.enrolment) if page.enrolment else None,
            window=page.window,
            slot=page.slot,
            date=page.date.isoformat(),
            time_zone=time_zone,
            reps={row.key: row.reps for row in page.rows},
            ratings={block.exercise: block.rating for block in page.blocks},
            prescription=page.prescription,
            is_logged=page.is_logged,
            is_finished=page.is_finished,
            greatest_ms=page.greatest_ms,
            trim=page.cut.trim,
            saved_trim=page.saved.trim,
            person=person,
            instead=[{k: v for k, v in row.items() if k != "instead_of"} for row in page.instead],
        )

    @classmethod
    def from_token(cls, token: str) -> Self | None:
        """None for anything that was not signed here, or long ago with another key."""
        try:
            return cls(**signing.loads(token, salt=cls.SALT))
        except (signing.BadSignature, TypeError):
            return None

    def with_nothing_logged(self) -> Shown:
        """As for a person of whom it is not known what her page showed: what she left out erases nothing."""
        return replace(self, reps=dict.fromkeys(self.reps), ratings=dict.fromkeys(self.ratings, ""))

    def without_ratings(self) -> Shown:
        return replace(self, ratings={})

    @property
    def token(self) -> str:
        return signing.dumps(asdict(self), salt=self.SALT, compress=True)

    @property
    def cut(self) -> Cut:
        return Cut.of(self.trim)

    @property
    def targets(self) -> dict[str, int]:
        """The reps asked for, by the key of a set."""
        rows = self.rows
        return {key: rows[key.split(".")[0]]["reps"] for key in self.reps}

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        """What the page asks for, by exercise: of two rows the one that is done instead."""
        return {row["exercise"]: row for row in [*self.prescription, *self.instead]}

    def proposed(self, key: str) -> int:
        """The reps that a set's field begins with: those that are logged, else those that were asked for."""
        logged = self.reps[key]
        return self.targets[key] if logged is None else logged

    def set_uid(self, key: str) -> UUID:
        return self.ref.set_uid(**place_of(key))

    def label_of(self, key: str) -> str:
        """A set in words, for a list of mistakes: "Squat, set 2"."""
        exercise, _part, number, _side = key.split(".")
        return _("%(name)s, set %(number)s") % {"name": self.rows[exercise]["name"], "number": number}

    @property
    def ref(self) -> WorkoutRef:
        return WorkoutRef(
            uid=UUID(self.workout),
            local_date=date.fromisoformat(self.date),
            time_zone=self.time_zone,
            enrolment=UUID(self.enrolment) if self.enrolment else None,
            window=self.window,
            slot=self.slot,
        )

    def edits(self, changes: Iterable[Change], now: datetime) -> list[Edit]:
        """The same rendering with the same values makes the same edits."""
        edited_ms = max(milliseconds(now), self.greatest_ms + 1)
        return [
            Edit(self._op(kind, uid, data), kind, uid, edited_ms, self.ref, data)
            for kind, uid, data in changes
        ]

    def _op(self, kind: str, uid: UUID, data: Mapping[str, Any]) -> UUID:
        """Moments are no values."""
        values = {name: value for name, value in data.items() if not isinstance(value, datetime)}
        values |= {name: "now" for name, value in data.items() if isinstance(value, datetime)}
        return uuid5(UUID(self.nonce), json.dumps([kind, str(uid), values], sort_keys=True, default=str))


def place_of(key: str) -> dict[str, Any]:
    """The place of a set in its workout, from its key in the form."""
    exercise, part, number, side = key.split(".")
    return {"exercise": exercise, "part": int(part), "number": int(number), "side": side}


@dataclass(frozen=True)
class RowFields:
    row: SetRow
    done: forms.BoundField
    reps: forms.BoundField


@dataclass(frozen=True)
class BlockFields:
    block: ExerciseBlock
    rows: list[RowFields]
    rating: forms.BoundField | None


class WorkoutForm(forms.Form):
    """Nothing counts until it is ticked or typed."""

    RATINGS: ClassVar[list[tuple[str, Any]]] = list(Feedback.Rating.choices)

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        for key, logged in shown.reps.items():
            self.fields[f"done-{key}"] = forms.BooleanField(required=False, initial=logged is not None)
            self.fields[f"reps-{key}"] = _reps_field(shown.proposed(key), shown.label_of(key))
        for exercise, rating in shown.ratings.items():
            self.fields[f"rating-{exercise}"] = forms.ChoiceField(
                choices=self.RATINGS, required=False, initial=rating, widget=forms.RadioSelect
            )

    def blocks(self, page: Sheet) -> list[BlockFields]:
        """The page's exercises with their fields."""
        return [block for block in map(self._block, page.blocks) if block.rows]

    def _block(self, block: ExerciseBlock) -> BlockFields:
        rows = [
            RowFields(row, self[f"done-{row.key}"], self[f"reps-{row.key}"])
            for row in block.rows
            if row.key in self.shown.reps
        ]
        is_rated = block.exercise in self.shown.ratings
        return BlockFields(block, rows, self[f"rating-{block.exercise}"] if is_rated else None)

    @property
    def finishes(self) -> bool:
        return "finish" in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key in self.shown.reps:
            if cleaned.get(f"done-{key}") and cleaned.get(f"reps-{key}", 0) is None:
                self.add_error(f"reps-{key}", _("How many reps did you do?"))
        if self.finishes and not self.errors and not self.sets_done:
            self.add_error(None, _("Nothing is ticked yet. Tick at least one set before you finish."))
        return cleaned

    @property
    def sets_done(self) -> int:
        """Sets that are logged once this is saved; left and right are one."""
        return count_sets(key for key in self.shown.reps if self._reps(key) is not None)

    def _reps(self, key: str) -> int | None:
        """The reps to be logged for a set; None for nothing."""
        reps = self.cleaned_data.get(f"reps-{key}")
        typed = self.shown.reps[key] is None and reps is not None and reps != self.shown.proposed(key)
        return reps if self.cleaned_data.get(f"done-{key}") or typed else None

    def edits(self, now: datetime) -> list[Edit]:
        """What changed against the page as it was shown; the workout's own record comes first."""
        changes = [*self._set_changes(now), *self._rating_changes()]
        if changes or self._changes_workout:
            changes = [*self._workout_changes(now), *changes]
        return self.shown.edits(changes, now)

    @property
    def _changes_workout(self) -> bool:
        """Whether the workout's own record changes, whatever becomes of its sets."""
        return self.finishes or self.shown.trim != self.shown.saved_trim

    def _workout_changes(self, now: datetime) -> Iterator[Change]:
        data: dict[str, Any] = {}
        if not self.shown.is_logged:
            data = {
                "local_date": self.shown.ref.local_date,
                "time_zone": self.shown.time_zone,
                "prescription": self.shown.prescription,
            }
        if self.shown.trim != self.shown.saved_trim:
            data["trim"] = self.shown.trim
        if self.finishes and not self.shown.is_finished:
            data["finished_at"] = now
        if data:
            yield "workout", self.shown.ref.uid, data

    def _set_changes(self, now: datetime) -> Iterator[Change]:
        asked = self.shown.rows
        for key, before in self.shown.reps.items():
            reps = self._reps(key)
            if reps == before:
                continue
            data: dict[str, Any] = {**place_of(key), "removed": reps is None}
            if reps is not None:
                data["reps"] = reps
            if before is None:
                data |= self._begins(key, asked, now)
            yield "set", self.shown.set_uid(key), data

    def _begins(self, key: str, asked: Mapping[str, Mapping[str, Any]], now: datetime) -> dict[str, Any]:
        """What a set that was not logged has besides its reps."""
        return {"target": target_of(asked[place_of(key)["exercise"]]), "done_at": now}

    def _rating_changes(self) -> Iterator[Change]:
        for exercise, before in self.shown.ratings.items():
            rating = self.cleaned_data.get(f"rating-{exercise}", "")
            if self._is_new_rating(rating, before):
                data = {"exercise": exercise, "rating": rating, "removed": False}
                yield "feedback", self.shown.ref.feedback_uid(exercise), data

    def _is_new_rating(self, rating: str, before: str) -> bool:
        return bool(rating) and rating != before


def _reps_field(initial: int, label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_REPS,
        initial=initial,
        error_messages={
            "invalid": _("Write the reps as a whole number."),
            "min_value": _("Fewer than none is not possible."),
            "max_value": _("That is more than anybody does: at most %(limit_value)s."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
