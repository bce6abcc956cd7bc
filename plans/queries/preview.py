"""A draft as a person would meet it: at a level, in a week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from exercises import editions
from exercises.editions import Library, PublishedExercise
from exercises.models import Exercise
from exercises.queries import ExercisePage, page_in
from plans import editions as plan_editions
from plans import guardrails
from plans.engine.evidence import LoggedExercise, LoggedWorkout
from plans.engine.preview import NOBODY
from plans.engine.schedule import DAYS, Choices, Life, Schedule, schedule
from plans.models import Enrolment, Plan, PlanRevision
from plans.queries.catalogue import LEVELS
from plans.queries.following import Following
from plans.revisions import Numbers, freeze, on_ladders, thaw

DRAFT = 0  # the id of a revision that is in no table


@dataclass(frozen=True)
class DraftPlan:
    """A plan with its words, its numbers, and the library that its exercises come from."""

    plan: Plan
    numbers: Numbers
    library: Library


def draft_exercise(exercise: Exercise) -> PublishedExercise:
    """The exercise as publishing it now would show it."""
    return editions.thaw(exercise, editions.freeze(exercise))


def library_with(draft: PublishedExercise) -> Library:
    """The published library with one draft in the place of what is published of it."""
    others = [row for row in editions.library().exercises if row.exercise.pk != draft.exercise.pk]
    return Library(sorted([*others, draft], key=lambda row: row.exercise.order))


def draft_plan(plan: Plan, library: Library | None = None) -> DraftPlan:
    """The plan as publishing its draft now would make it."""
    library = library or editions.library()
    words = plan_editions.freeze(plan)
    return DraftPlan(plan_editions.thaw(plan, words, library.variations), freeze(plan, library), library)


def plans_with(draft: PublishedExercise) -> list[tuple[PlanRevision, DraftPlan]]:
    """The plans on offer that ask for an exercise: what is published, and the same with the draft's ladder."""
    library = library_with(draft)
    revisions = guardrails.on_offer().annotate(words=plan_editions.words_of("plan"))
    return [
        (
            revision,
            DraftPlan(
                plan_editions.thaw(revision.plan, revision.words, library.variations),
                on_ladders(revision.numbers, library),
                library,
            ),
        )
        for revision in revisions
        if guardrails.asks_for(draft.exercise, revision)
    ]


def plans_with_draft_of(exercise: Exercise) -> list[tuple[PlanRevision, DraftPlan]]:
    return plans_with(draft_exercise(exercise))


def draft_page(exercise: Exercise, variation: str = "") -> ExercisePage | None:
    """The page of an exercise as publishing it now would make it; None without such a variation."""
    draft = draft_exercise(exercise)
    return page_in(library_with(draft), exercise.slug, variation) if draft.variations else None


def as_person(draft: DraftPlan, level: str, week: int, today: date) -> Following:
    """
    Somebody who is in week `week` of a draft today and did everything until then as it was asked.

    Nobody is enrolled by it: the rows are in no table.
    """
    level = level if level in LEVELS else draft.numbers["level"]
    week = min(max(1, week), draft.numbers["weeks"])
    monday = today - timedelta(days=today.weekday() + DAYS * (week - 1))
    choices = Choices(NOBODY, DRAFT, monday, tuple(sorted(draft.numbers["weekdays"])), level)
    revision = thaw(draft.numbers)
    first_day = choices.first_day_of(week)
    planned = schedule({DRAFT: revision}, choices, (), (), choices.first_day)
    return Following(
        enrolment=_enrolment(draft, choices),
        life=Life({DRAFT: revision}, choices, (), tuple(_done_before(week, planned)), first_day),
        numbers={DRAFT: draft.numbers},
        events=[],
        logs={},
        library=draft.library,
    )


def _done_before(week: int, planned: Schedule) -> Iterable[LoggedWorkout]:
    for window in planned.windows[: week - 1]:
        for workout in window.workouts:
            done = {
                dose.exercise: LoggedExercise(
                    sets=dict.fromkeys(dose.planned_sets(), dose.reps), rating="right"
                )
                for dose in workout.doses
            }
            yield LoggedWorkout(window.number, workout.slot, workout.date, done, is_finished=True)


def _enrolment(draft: DraftPlan, choices: Choices) -> Enrolment:
    revision = PlanRevision(plan=draft.plan, number=DRAFT, numbers=draft.numbers)
    return Enrolment(
        uid=NOBODY,
        revision=revision,
        start_date=choices.first_day,
        weekdays=list(choices.weekdays),
        level=choices.level,
    )
