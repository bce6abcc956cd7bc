"""What was done in one workout: a tick and a number for each set, and how each exercise felt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from plans.models import Feedback
from plans.queries.cuts import Cut
from plans.queries.sheet import ExerciseBlock, SetRow, Sheet, count_sets
from plans.records import MOST_REPS, Edit, WorkoutRef, milliseconds, target_of

SALT = "plans.workout"


@dataclass(frozen=True)
class Shown:
    """
    What one rendering of a workout's page showed. It travels with the form, signed.

    `nonce` names the rendering, so that the same form sent twice is recognised; `reps` (by the key of a set)
    and `ratings` (by exercise) are what was logged at that moment, and only what differs becomes an edit.
    `trim` is what today was cut to, `saved_trim` what the record said then. Without a plan there is neither
    enrolment nor place, and `person` says whose it is.
    """

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
        )

    @classmethod
    def from_token(cls, token: str) -> Shown | None:
        """None for anything that was not signed here, or long ago with another key."""
        try:
            return cls(**signing.loads(token, salt=SALT))
        except (signing.BadSignature, TypeError):
            return None

    def with_nothing_logged(self) -> Shown:
        """As for a person of whom it is not known what her page showed: what she left out erases nothing."""
        return replace(self, reps=dict.fromkeys(self.reps), ratings=dict.fromkeys(self.ratings, ""))

    def without_ratings(self) -> Shown:
        return replace(self, ratings={})

    @property
    def token(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @property
    def cut(self) -> Cut:
        return Cut.of(self.trim)

    @property
    def targets(self) -> dict[str, int]:
        """The reps asked for, by the key of a set."""
        asked = {row["exercise"]: row["reps"] for row in self.prescription}
        return {key: asked[key.split(".")[0]] for key in self.reps}

    def label_of(self, key: str) -> str:
        """A set in words, for a list of mistakes: "Squat, set 2"."""
        exercise, _part, number, _side = key.split(".")
        name = next(row["name"] for row in self.prescription if row["exercise"] == exercise)
        return _("%(name)s, set %(number)s") % {"name": name, "number": number}

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

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        for key, target in shown.targets.items():
            logged = shown.reps[key]
            self.fields[f"done-{key}"] = forms.BooleanField(required=False, initial=logged is not None)
            self.fields[f"reps-{key}"] = _reps_field(
                target if logged is None else logged, shown.label_of(key)
            )
        for exercise, rating in shown.ratings.items():
            self.fields[f"rating-{exercise}"] = forms.ChoiceField(
                choices=Feedback.Rating.choices, required=False, initial=rating, widget=forms.RadioSelect
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
        typed = self.shown.reps[key] is None and reps is not None and reps != self.shown.targets[key]
        return reps if self.cleaned_data.get(f"done-{key}") or typed else None

    def edits(self, now: datetime) -> list[Edit]:
        """What changed against the page as it was shown; the workout's own record comes first."""
        changes = [*self._set_changes(now), *self._rating_changes()]
        if changes or self.finishes or self.shown.trim != self.shown.saved_trim:
            changes = [*self._workout_changes(now), *changes]
        edited_ms = max(milliseconds(now), self.shown.greatest_ms + 1)
        return [
            Edit(self._op(kind, uid, data), kind, uid, edited_ms, self.shown.ref, data)
            for kind, uid, data in changes
        ]

    def _workout_changes(self, now: datetime) -> Iterator[tuple[str, UUID, dict[str, Any]]]:
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

    def _set_changes(self, now: datetime) -> Iterator[tuple[str, UUID, dict[str, Any]]]:
        asked = {row["exercise"]: row for row in self.shown.prescription}
        for key, before in self.shown.reps.items():
            reps = self._reps(key)
            if reps == before:
                continue
            exercise, part, number, side = key.split(".")
            place = {"exercise": exercise, "part": int(part), "number": int(number), "side": side}
            data: dict[str, Any] = {**place, "removed": reps is None}
            if reps is not None:
                data["reps"] = reps
            if before is None:
                data |= {"target": target_of(asked[exercise]), "done_at": now}
            yield "set", self.shown.ref.set_uid(**place), data

    def _rating_changes(self) -> Iterator[tuple[str, UUID, dict[str, Any]]]:
        for exercise, before in self.shown.ratings.items():
            rating = self.cleaned_data.get(f"rating-{exercise}", "")
            if rating and rating != before:
                data = {"exercise": exercise, "rating": rating, "removed": False}
                yield "feedback", self.shown.ref.feedback_uid(exercise), data

    def _op(self, kind: str, uid: UUID, data: dict[str, Any]) -> UUID:
        """The same rendering with the same values is the same edit; moments are no values."""
        values = {name: value for name, value in data.items() if not isinstance(value, datetime)}
        values |= {name: "now" for name, value in data.items() if isinstance(value, datetime)}
        return uuid5(
            UUID(self.shown.nonce), json.dumps([kind, str(uid), values], sort_keys=True, default=str)
        )


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
