"""Correcting a workout of the past: only what differs from what the page showed becomes an edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.forms.workout import BlockFields, Change, RowFields, Shown, WorkoutForm, place_of
from plans.models import Feedback
from plans.queries.history import PastWorkout
from plans.queries.history.past import PastRow
from plans.queries.sheet import ExerciseBlock, Sheet
from plans.records import Edit, target_of

FURTHEST_BACK = timedelta(days=365)

Typed = Mapping[str, Any]


@dataclass(frozen=True)
class PastShown(Shown):
    """
    What one rendering of a past workout's page showed.

    asked: the reps that each set was asked for; `was` those of removed ones; `uids` the rows of the sets that
    have one. change: the person's last change that was shown. decides: whether later weeks follow from it.
    """

    SALT: ClassVar[str] = "plans.history"

    asked: dict[str, int] = field(default_factory=dict)
    was: dict[str, int] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    change: int = 0
    first_day: str = ""
    is_known: bool = True
    decides: bool = True

    @classmethod
    def of(cls, page: PastWorkout, time_zone: str, person: str) -> Self:
        rows = [row for row in page.rows if isinstance(row, PastRow)]
        shown = cls.on(page, time_zone, person)
        return replace(
            shown,
            ratings=shown.ratings if page.plan else {},  # of a quick set it would say nothing about a plan
            asked={row.key: row.target for row in rows},
            was={row.key: row.was for row in rows if row.was is not None},
            uids={row.key: str(row.uid) for row in rows if row.uid},
            change=page.change,
            first_day=page.first_day.isoformat() if page.first_day else "",
            is_known=page.is_known,
            decides=page.decides,
        )

    @property
    def targets(self) -> dict[str, int]:
        return self.asked

    def proposed(self, key: str) -> int:
        return self.was.get(key, super().proposed(key))

    def set_uid(self, key: str) -> UUID:
        return UUID(self.uids[key]) if key in self.uids else super().set_uid(key)

    @property
    def row_uids(self) -> list[UUID]:
        """Every row that the page stands for."""
        feedback = [self.ref.feedback_uid(exercise) for exercise in self.ratings]
        return [self.ref.uid, *map(self.set_uid, self.reps), *feedback]

    def removal(self, removed: bool, now: datetime) -> list[Edit]:
        """Taking the workout away as a whole, or putting it back."""
        return self.edits([("workout", self.ref.uid, {"removed": removed})], now)

    def seal(self, edits: Sequence[Edit]) -> str:
        """Names some edits: what was looked at beforehand is what is saved."""
        return str(uuid5(UUID(self.nonce), ",".join(sorted(str(edit.op) for edit in edits))))

    def news_in(self, newer: PastShown) -> dict[str, str]:
        """What a newer rendering shows otherwise, set by set."""
        return {
            key: _reps_in_words(reps)
            for key, reps in newer.reps.items()
            if key not in self.reps or self.reps[key] != reps
        }

    def carried_over(self, typed: Typed, newer: PastShown) -> dict[str, Any]:
        """What was typed on this rendering, as typed on a newer one: what was not touched is as it is there."""
        data: dict[str, Any] = {"date": newer.date}
        if typed.get("date", self.date) != self.date:
            data["date"] = typed.get("date")
        for key, reps in newer.reps.items():
            if key in self.reps and self._is_touched(typed, key):
                fields = {f"done-{key}": typed.get(f"done-{key}"), f"reps-{key}": typed.get(f"reps-{key}")}
            else:
                fields = {
                    f"done-{key}": "on" if reps is not None else None,
                    f"reps-{key}": str(newer.proposed(key)),
                }
            data |= {name: value for name, value in fields.items() if value is not None}
        for exercise, rating in newer.ratings.items():
            said = typed.get(f"rating-{exercise}", "")
            data[f"rating-{exercise}"] = rating if said == self.ratings.get(exercise, "") else said
        return data

    def _is_touched(self, typed: Typed, key: str) -> bool:
        is_ticked, reps = f"done-{key}" in typed, typed.get(f"reps-{key}", "").strip()
        return is_ticked != (self.reps[key] is not None) or reps != str(self.proposed(key))


def _reps_in_words(reps: int | None) -> str:
    if reps is None:
        return str(_("nothing"))
    return ngettext("%(reps)d rep", "%(reps)d reps", reps) % {"reps": reps}


@dataclass(frozen=True)
class PastRowFields(RowFields):
    """`news`: what came from elsewhere since the page was shown first."""

    news: str


class PastForm(WorkoutForm):
    """`today`: no workout was done after it. `news`: by set, what came from elsewhere meanwhile."""

    RATINGS: ClassVar[list[tuple[str, Any]]] = [*Feedback.Rating.choices, ("", _("Unsaid"))]

    shown: PastShown

    date = forms.DateField(
        label=_("Done on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("On which day was it?"),
            "invalid": _("Write a date, like 2026-01-31."),
        },
    )

    def __init__(
        self, *args: Any, shown: PastShown, today: date, news: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, shown=shown, initial={"date": shown.ref.local_date}, **kwargs)
        self.today, self.news = today, news or {}
        limits = {"min": self._first_day.isoformat(), "max": today.isoformat()}
        self.fields["date"].widget.attrs |= limits

    @property
    def _first_day(self) -> date:
        first = self.today - FURTHEST_BACK
        return max(first, date.fromisoformat(self.shown.first_day)) if self.shown.first_day else first

    @property
    def finishes(self) -> bool:
        return False

    @property
    def day(self) -> date:
        return self.cleaned_data["date"]

    def clean_date(self) -> date:
        day = self.cleaned_data["date"]
        if day == self.shown.ref.local_date and self.shown.is_known:
            return day
        if day > self.today:
            raise ValidationError(_("That day is still to come. Choose today or an earlier day."))
        if self.shown.first_day and day < date.fromisoformat(self.shown.first_day):
            first = date_format(date.fromisoformat(self.shown.first_day), "j F Y")
            raise ValidationError(
                _("Your plan began on %(day)s. Choose that day or a later one."), params={"day": first}
            )
        if day < self.today - FURTHEST_BACK:
            raise ValidationError(_("Choose a day within the last twelve months."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.shown.is_known and not self.errors and not self.sets_done:
            self.add_error(None, _("Nothing is ticked yet. Tick what you did."))
        return cleaned

    def blocks(self, page: Sheet) -> list[BlockFields]:
        return [replace(block, rows=list(map(self._with_news, block.rows))) for block in super().blocks(page)]

    def _with_news(self, fields: RowFields) -> PastRowFields:
        return PastRowFields(fields.row, fields.done, fields.reps, self.news.get(fields.row.key, ""))

    @property
    def _changes_workout(self) -> bool:
        return self.day != self.shown.ref.local_date

    def _workout_changes(self, now: datetime) -> Iterator[Change]:
        data: dict[str, Any] = {}
        if not self.shown.is_logged:
            data = {
                "local_date": self.day,
                "time_zone": self.shown.time_zone,
                "prescription": self.shown.prescription,
            }
            if not self.shown.is_known:
                data["finished_at"] = now
        elif self._changes_workout:
            data = {"local_date": self.day}
        if data:
            yield "workout", self.shown.ref.uid, data

    def _begins(self, key: str, asked: Mapping[str, Mapping[str, Any]], now: datetime) -> dict[str, Any]:
        """A set that is put back keeps what it was asked for; of one done on paper nobody knows the moment."""
        return {} if key in self.shown.uids else {"target": target_of(asked[place_of(key)["exercise"]])}

    def _is_new_rating(self, rating: str, before: str) -> bool:
        return rating != before

    # In words ---------------------------------------------------------------------------------------

    def in_words(self, page: Sheet) -> list[str]:
        """What was changed, a line each."""
        day = date_format(self.day, "l, j F")
        if not self.shown.is_known:
            done = ngettext(
                "%(sets)d set, done on %(day)s.", "%(sets)d sets, done on %(day)s.", self.sets_done
            )
            return [done % {"sets": self.sets_done, "day": day}]
        words = [_("Done on %(day)s.") % {"day": day}] if self._changes_workout else []
        for block in page.blocks:
            words += self._sets_in_words(block)
            if (felt := self._felt_in_words(block)) is not None:
                words.append(felt)
        return words

    def _sets_in_words(self, block: ExerciseBlock) -> Iterator[str]:
        for row in block.rows:
            reps = self._reps(row.key)
            if reps == row.reps:
                continue
            name = f"{block.name}, {row.label[0].lower()}{row.label[1:]}"
            words = {"set": name, "reps": _reps_in_words(reps), "before": _reps_in_words(row.reps)}
            if reps is None:
                yield _("%(set)s: taken back.") % words
            elif row.reps is None:
                yield _("%(set)s: %(reps)s.") % words
            else:
                yield _("%(set)s: %(reps)s instead of %(before)s.") % words

    def _felt_in_words(self, block: ExerciseBlock) -> str | None:
        said = self.cleaned_data.get(f"rating-{block.exercise}", block.rating)
        if said == block.rating:
            return None
        label = dict(self.RATINGS)[said]
        return _("%(name)s felt: %(rating)s.") % {"name": block.name, "rating": str(label).lower()}
