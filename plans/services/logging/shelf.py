"""The rows that some edits speak of and that a device is told, loaded in as few queries as they take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from exercises import editions
from plans.models import Enrolment, EnrolmentEvent, Feedback, SetLog, WorkoutLog
from plans.records import Edit, is_ahead

# Choices after which a plan may have more windows, or workouts a week, than its first revision has.
BENDING = [
    EnrolmentEvent.Kind.TOOK,
    EnrolmentEvent.Kind.PAUSED,
    EnrolmentEvent.Kind.REPEATED,
    EnrolmentEvent.Kind.SHIFTED,
    EnrolmentEvent.Kind.CAME_BACK,
]
SHORT = 20  # edits whose workouts may be sent along with each of their sets

Key = tuple[str, UUID]  # the kind of a row and its uid


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What is to be loaded.

    keys: rows by kind and uid. refs: workouts that edits belong to. whole: workouts of which all rows are
    wanted, for a clock that ran ahead. settled: workouts of which all sets are wanted, to see whether they are
    hidden. since: all workouts from a day on, with all their rows.
    """

    keys: frozenset[Key] = frozenset()
    refs: frozenset[UUID] = frozenset()
    whole: frozenset[UUID] = frozenset()
    settled: frozenset[UUID] = frozenset()
    since: date | None = None

    @classmethod
    def by(
        cls, edits: Iterable[Edit], later: Iterable[Key], *, now_ms: int, since: date | None = None
    ) -> Wanted:
        edits = list(edits)
        return cls(
            keys=frozenset({(edit.kind, edit.uid) for edit in edits} | set(later)),
            refs=frozenset(edit.workout.uid for edit in edits),
            whole=frozenset(edit.workout.uid for edit in edits if is_ahead(edit, now_ms)),
            settled=frozenset(
                edit.uid for edit in edits if edit.kind == "workout" and edit.data.get("removed")
            ),
            since=since,
        )

    def uids(self, kind: str) -> set[UUID]:
        return {uid for each, uid in self.keys if each == kind}


@dataclass
class Shelf:
    """A person's rows by uid. Sets and feedback hold the workout that is here, not another copy of it."""

    user: AbstractBaseUser
    workouts: dict[UUID, WorkoutLog] = field(default_factory=dict)
    sets: dict[UUID, SetLog] = field(default_factory=dict)
    feedback: dict[UUID, Feedback] = field(default_factory=dict)
    enrolments: dict[UUID, Enrolment] = field(default_factory=dict)
    bent: set[UUID] = field(default_factory=set)  # enrolments that may be longer than at first

    def load(self, wanted: Wanted) -> None:
        self._load_workouts(wanted)
        settled = wanted.settled | {
            uid for uid in wanted.uids("workout") if uid in self.workouts and self.workouts[uid].removed
        }
        for rows, kind, workouts in (
            (SetLog.objects.for_user(self.user), "set", wanted.whole | settled),
            (Feedback.objects.for_user(self.user), "feedback", wanted.whole),
        ):
            if found := _which(wanted, kind, workouts):
                self._put(rows.filter(found).select_related("workout__enrolment"))

    def _load_workouts(self, wanted: Wanted) -> None:
        uids = wanted.refs | wanted.uids("workout")
        since = Q(local_date__gte=wanted.since) if wanted.since else Q()
        if uids or since:
            rows = WorkoutLog.objects.for_user(self.user).filter(Q(uid__in=uids) | since)
            self.workouts |= {row.uid: row for row in rows.select_related("enrolment")}

    def load_sets_of_few_edits(self, edits: Sequence[Edit]) -> None:
        """The workouts of some sets, each with those of them that are known: one query."""
        known = FilteredRelation("sets", condition=Q(sets__uid__in=[edit.uid for edit in edits]))
        rows = WorkoutLog.objects.for_user(self.user).filter(uid__in={edit.workout.uid for edit in edits})
        for row in rows.alias(known=known).select_related("enrolment", "known"):
            workout = self.workouts.setdefault(row.uid, row)
            if found := getattr(row, "known", None):
                found.workout = workout
                self.sets[found.uid] = found

    def _put(self, rows: Iterable[SetLog | Feedback]) -> None:
        for row in rows:
            row.workout = self.workouts.setdefault(row.workout.uid, row.workout)
            if isinstance(row, SetLog):
                self.sets[row.uid] = row
            else:
                self.feedback[row.uid] = row

    def load_enrolments(self, edits: Iterable[Edit]) -> None:
        """Those of workouts that are not here yet."""
        uids = {edit.workout.enrolment for edit in edits if edit.workout.uid not in self.workouts} - {None}
        if not uids:
            return
        bending = EnrolmentEvent.objects.filter(enrolment=OuterRef("pk"), kind__in=BENDING)
        rows: QuerySet[Enrolment] = Enrolment.objects.for_user(self.user).filter(uid__in=uids)
        for row in rows.select_related("revision").annotate(has_bent=Exists(bending)):
            self.enrolments[row.uid] = row
            if row.has_bent:
                self.bent.add(row.uid)

    def moves_with_words(self, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """
        Those of some variations, each with its exercise, that were published: a page can show them.

        What the numbers of a plan name was. A query only where the plans that are loaded do not name them all.
        """
        known = {
            (exercise, rung["variation"])
            for enrolment in self.enrolments.values()
            for exercise, rungs in enrolment.revision.numbers["ladders"].items()
            for rung in rungs
        }
        if not wanted <= known:
            texts = editions.library().variations.values()
            known |= {(variation.exercise.slug, variation.slug) for variation in texts}
        return wanted & known


def _which(wanted: Wanted, kind: str, workouts: Iterable[UUID]) -> Q:
    """Which rows of a kind; an empty condition for none."""
    found = Q()
    if uids := wanted.uids(kind):
        found |= Q(uid__in=uids)
    if workouts := set(workouts):
        found |= Q(workout__uid__in=workouts)
    if wanted.since:
        found |= Q(workout__local_date__gte=wanted.since)
    return found
