"""Whatever editors do, in whatever order: what people did, and what they are in the middle of, stays as it is."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from exercises.history import CannotChangeBack, change_back
from exercises.models import (
    Equipment,
    Exercise,
    FigureWords,
    Hint,
    Immutable,
    Muscle,
    Rung,
    Variation,
    VariationMuscle,
)
from plans import queries, services
from plans.models import (
    Enrolment,
    EnrolmentEvent,
    Feedback,
    Operation,
    Plan,
    PlanExercise,
    PlanRevision,
    PlanWorkout,
    SetLog,
    WorkoutLog,
)
from plans.services import CannotPublish
from tests.plans.pages import day, follow, train
from tests.publishing import NOW

pytestmark = pytest.mark.django_db

CONTENT = [
    Exercise,
    Variation,
    VariationMuscle,
    Rung,
    Muscle,
    Equipment,
    FigureWords,
    Hint,
    Plan,
    PlanWorkout,
    PlanExercise,
]
RECORDS = [Enrolment, EnrolmentEvent, WorkoutLog, SetLog, Feedback, Operation]
REFUSED = (CannotChangeBack, CannotPublish, Immutable, IntegrityError, ProtectedError, ValidationError)
PARTS, TRIES = 8, 60
# On PostgreSQL fewer: what differs there is not what editors may do.
SEQUENCES = 1_000 if connection.vendor == "sqlite" else 240
TODAY = day(15)


# What an editor may do ---------------------------------------------------------------------------


def any_row(chance, *kinds):
    rows = chance.choice(kinds or CONTENT)._default_manager
    count = rows.count()
    return rows.all()[chance.randrange(count)] if count else None


def edit_words(chance):
    row = any_row(chance)
    texts = [field for field in row._meta.fields if isinstance(field, models.CharField | models.TextField)]
    texts = [field for field in texts if not field.choices and field.name not in row.NATURAL_KEY]
    if texts:
        setattr(
            row, chance.choice(texts).name, chance.choice(["", "Other words.", "**Slowly**, now.", "x" * 30])
        )
        row.save()


def edit_numbers(chance):
    row = any_row(chance, Rung, Variation, VariationMuscle, Plan, PlanWorkout, PlanExercise)
    numbers = [field for field in row._meta.fields if isinstance(field, models.PositiveSmallIntegerField)]
    setattr(row, chance.choice(numbers).name, chance.randrange(0, 40))
    row.full_clean(exclude=["slug"])
    row.save()


def turn_a_ladder(chance):
    """Two rungs of an exercise change places."""
    one, other = chance.sample(list(Exercise.objects.order_by("?").first().rungs.all()), 2)
    places = one.order, other.order
    Rung.objects.filter(pk__in=[one.pk, other.pk]).update(order=models.F("order") + 100)
    one.order, other.order = reversed(places)
    one.save()
    other.save()


def delete(chance):
    any_row(chance).delete()


def archive_a_variation(chance):
    row = any_row(chance, Variation)
    row.is_archived = not row.is_archived
    row.save()


def archive(chance):
    services.archive(any_row(chance, Exercise, Plan), now=NOW)


def restore(chance):
    services.restore(any_row(chance, Exercise, Plan), now=NOW)


def publish_an_exercise(chance):
    services.publish_exercise(any_row(chance, Exercise), now=NOW)


def publish_a_plan(chance):
    services.publish_plan(any_row(chance, Plan), now=NOW)


def go_back(chance):
    model = chance.choice(CONTENT)
    record = model.history.order_by("-history_id").first()
    change_back([record], by=None)


def tear_at_what_was_published(chance):
    row = PlanRevision.objects.order_by("?").first()
    row.numbers = {}
    chance.choice([row.save, row.delete])()


EDITS = [
    edit_words,
    edit_words,
    edit_numbers,
    edit_numbers,
    edit_numbers,
    turn_a_ladder,
    delete,
    archive_a_variation,
    archive,
    restore,
    publish_an_exercise,
    publish_an_exercise,
    publish_a_plan,
    go_back,
    tear_at_what_was_published,
]


# What must stay ----------------------------------------------------------------------------------


@pytest.fixture
def people(person):
    """One in the middle of a workout, one who only begins, one whose plan was left."""
    middle, beginner, gone = person(), person(), person()
    follow(middle, kit=["band"])
    for number in (0, 2, 4, 7, 9, 11):
        train(middle, day(number), ratings={"squat": "easy", "clam": "hard"})
    train(middle, day(14), finish=False, share={"squat": 0.5})
    follow(beginner, "kettle-breaks", start=day(14))
    enrolment = follow(gone, "mat-trio")
    train(gone, day(0))
    services.leave(enrolment, today=day(3), now=NOW)
    return [middle, beginner, gone]


def everything(people):
    """Every row of theirs, and their schedules with the numbers that each workout was and will be asked for."""
    rows = {model: list(model.objects.order_by("pk").values()) for model in RECORDS}
    return rows, [as_followed(user) for user in people]


def as_followed(user):
    following = queries.following(user, TODAY)
    if following is None:
        return None
    sheets = [
        (sheet.uid, sheet.prescription, sheet.rows, sheet.is_finished, sheet.done)
        for workout in following.schedule.workouts()
        if following.log_of(workout)
        for sheet in [queries.workout_page(following, workout)]
    ]
    assert queries.week_page(following)  # every word that it needs is there, whatever it says now
    return following.schedule, sheets


@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_random_sequences_of_edits_leave_every_workout_byte_for_byte(people, part):
    before = everything(people)
    chance = random.Random(part)  # noqa: S311
    for _sequence in range(SEQUENCES // PARTS):
        done = []
        with transaction.atomic():
            for edit in chance.choices(EDITS, k=chance.randint(2, 7)):
                done.append(edit.__name__)
                try:
                    with transaction.atomic():
                        edit(chance)
                except REFUSED as refusal:
                    done[-1] += f" (refused: {type(refusal).__name__})"
            assert everything(people) == before, done
            transaction.set_rollback(True)


@pytest.mark.parametrize("edit", dict.fromkeys(EDITS), ids=lambda edit: edit.__name__)
def test_each_of_these_edits_does_something(people, edit):
    """Otherwise the sequences would say nothing."""
    contents = [*CONTENT, PlanRevision]

    def content():
        return [list(model._default_manager.order_by("pk").values()) for model in contents]

    if edit is restore:
        Plan.objects.update(is_archived=True)
    if edit in (publish_an_exercise, publish_a_plan):
        Rung.objects.filter(rep_step=1).update(rest_seconds=45)
        Plan.objects.filter(weeks__gt=4).update(weeks=4)
        if edit is publish_a_plan:
            services.publish_exercise(Exercise.objects.get(slug="toe-taps"), now=NOW)
    if edit is go_back:
        for row in Hint.objects.all():
            row.title = "Other words"
            row.save()
    before = content()
    chance, refusals = random.Random(1), []  # noqa: S311
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                edit(chance)
        except REFUSED as refusal:
            refusals.append(refusal)
        if content() != before:
            break
    if edit is tear_at_what_was_published:
        assert len(refusals) == TRIES
    else:
        assert content() != before
