"""Publishing a plan: its numbers are frozen, and nobody who follows it notices a change."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from exercises.editions import digest, library
from exercises.models import Edition, Exercise, Immutable, Rung, Variation
from plans.models import Plan, PlanEdition, PlanRevision, RevisionVariation
from plans.queries import following
from plans.revisions import freeze, thaw
from plans.services import CannotPublish, archive, publish_exercise, publish_plan, restore
from tests.plans.engine.build import LADDERS, ORDER, PRIORITY, VECTORS
from tests.plans.pages import MONDAY, day, follow, train
from tests.publishing import newest_of, publish

pytestmark = pytest.mark.django_db
SLUGS = dict(zip(ORDER, ["squat", "standing-kickback", "glute-bridge", "toe-taps", "clam"], strict=True))


@pytest.fixture
def plan():
    return Plan.objects.get(slug="the-full-five")


@pytest.fixture
def revision(plan):
    return plan.revisions.get()


# Freezing ----------------------------------------------------------------------------------------


def test_the_frozen_ladders_are_those_of_the_training_rules(revision):
    frozen = thaw(revision.numbers)
    for name, slug in SLUGS.items():
        ours = [
            (rung.code, rung.sets, rung.low, rung.high, rung.step, rung.hold_seconds, rung.variation.needs)
            for rung in frozen.ladders[slug].rungs
        ]
        theirs = [
            (row["id"], row["sets"], row["lo"], row["hi"], row["step"], row["hold"], row["needs"])
            for row in VECTORS["ladders"][name]
            for row in [row | {"needs": row.get("needs") or needs_of(row["var"])}]
        ]
        assert ours == theirs
        assert {rung.rest_seconds for rung in frozen.ladders[slug].rungs} == {30}
        for level, entries in VECTORS["entry"].items():
            assert frozen.ladders[slug].entry(level).rung == entries[name]


def needs_of(key):
    return next(row["needs"] for row in VECTORS["variations"] if row["key"] == key)


def test_the_frozen_variations_are_those_of_the_training_rules(revision):
    for name, slug in SLUGS.items():
        for ours, theirs in zip(thaw(revision.numbers).ladders[slug].rungs, LADDERS[name].rungs, strict=True):
            one, other = ours.variation, theirs.variation
            assert one.slug == other.slug.replace("_", "-")
            assert (one.laterality, one.side_order) == (other.laterality, other.side_order)
            assert (one.rep_seconds, one.parts) == (other.rep_seconds, other.parts)


def test_every_published_ladder_is_frozen_even_where_the_plan_does_not_use_it():
    kettle = PlanRevision.objects.get(plan__slug="kettle-breaks")
    assert sorted(kettle.numbers["ladders"]) == sorted(SLUGS.values())
    assert [row["exercises"] for row in kettle.numbers["workouts"]] == [["squat"], ["standing-kickback"]] * 3


def test_weeks_days_order_priority_and_rules_are_frozen(revision):
    numbers = revision.numbers
    assert (numbers["weeks"], numbers["easy_after"], numbers["level"]) == (12, 4, "standard")
    assert (numbers["weekdays"], numbers["warm_up_seconds"], numbers["rules"]) == ([0, 2, 4], 120, 1)
    assert [row["exercises"] for row in numbers["workouts"]] == [[SLUGS[name] for name in ORDER]] * 3
    assert [row["priority"] for row in numbers["workouts"]] == [[SLUGS[name] for name in PRIORITY]] * 3


@pytest.mark.parametrize(
    "slug, easy_after, warm_up", [("first-steps", 0, 120), ("kettle-breaks", 0, 0), ("mat-trio", 4, 120)]
)
def test_short_plans_have_no_easy_week_and_kettle_breaks_no_warm_up(slug, easy_after, warm_up):
    numbers = PlanRevision.objects.get(plan__slug=slug).numbers
    assert (numbers["easy_after"], numbers["warm_up_seconds"]) == (easy_after, warm_up)


# Publishing --------------------------------------------------------------------------------------


def test_unchanged_numbers_make_no_new_revision(plan, revision, now):
    assert not publish_plan(plan, now=now)
    assert plan.revisions.count() == plan.editions.count() == 1


def test_new_words_make_no_new_revision(plan, revision, now):
    plan.name, plan.summary = "The Famous Five", "Other words."
    plan.save()
    Variation.objects.update(cue="Slowly.")
    publish()
    assert list(plan.revisions.all()) == [revision]
    assert plan.editions.count() == 2


CHANGES = {
    "weeks": lambda: Plan.objects.filter(slug="the-full-five").update(weeks=10),
    "level": lambda: Plan.objects.filter(slug="the-full-five").update(level="strong"),
    "minutes": lambda: Plan.objects.filter(slug="the-full-five").update(least_minutes=5),
    "a rung": lambda: Rung.objects.filter(code="Q2").update(rep_high=28),
    "a hold": lambda: Rung.objects.filter(code="B3").update(hold_seconds=4),
    "seconds": lambda: Variation.objects.filter(slug="squat").update(rep_seconds=5),
    "weekday": lambda: Plan.objects.get(slug="the-full-five").workouts.filter(order=3).update(weekday=5),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_numbers_make_a_new_revision_and_leave_the_old_one_as_it_was(plan, revision, now, change):
    before = revision.numbers
    CHANGES[change]()
    newest = publish("squat", "glute-bridge", "the-full-five", now=now)
    assert (newest.number, newest.created_at) == (2, now)
    assert newest.numbers != before
    assert newest.digest != revision.digest
    assert PlanRevision.objects.get(pk=revision.pk).numbers == before
    publish()
    assert newest_of("the-full-five") == newest


def test_going_back_to_old_numbers_is_a_new_revision_too(plan, now):
    for weeks in (10, 12):
        Plan.objects.filter(pk=plan.pk).update(weeks=weeks)
        publish_plan(plan, now=now)
    assert [row.numbers["weeks"] for row in plan.revisions.order_by("number")] == [12, 10, 12]


def test_what_is_published_is_what_was_saved(plan, now):
    plan.weeks = 9  # typed, but not saved
    assert not publish_plan(plan, now=now)


def test_the_newest_revision_is_the_one_with_the_highest_number(plan, now):
    plan.weeks = 10
    plan.save()
    [newest] = publish_plan(plan, now=now).revisions
    assert PlanRevision.objects.newest().get(plan=plan) == newest
    assert PlanRevision.objects.newest().count() == Plan.objects.count()


def test_the_digest_is_that_of_the_numbers(plan, revision):
    assert revision.digest == digest(revision.numbers) == digest(freeze(plan, library()))
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 2, "b": 1})


def test_a_revision_thaws_to_the_same_schedule_whatever_the_library_says_now(plan, revision):
    before = thaw(revision.numbers)
    Rung.objects.update(sets=9)
    assert thaw(PlanRevision.objects.get(pk=revision.pk).numbers) == before


def test_publishing_a_ladder_gives_every_plan_on_offer_a_new_revision_of_its_published_shape(plan, now):
    """The plan's own draft stays a draft; an archived plan gets nothing."""
    Rung.objects.filter(code="Q2").update(rep_high=28)
    Plan.objects.filter(pk=plan.pk).update(weeks=9)
    Plan.objects.filter(slug="mat-trio").update(is_archived=True)
    made = publish_exercise(Exercise.objects.get(slug="squat"), now=now).revisions
    assert sorted(row.plan.slug for row in made) == sorted(
        Plan.objects.filter(is_archived=False).values_list("slug", flat=True)
    )
    newest = newest_of("the-full-five")
    assert newest.numbers["weeks"] == 12
    assert [row["high"] for row in newest.numbers["ladders"]["squat"]][1] == 28


def test_a_rung_that_nobody_published_is_in_no_revision(plan, now):
    Rung.objects.filter(code="Q2").update(rep_high=28)
    Plan.objects.filter(pk=plan.pk).update(weeks=9)
    [newest] = publish_plan(plan, now=now).revisions
    assert [row["high"] for row in newest.numbers["ladders"]["squat"]][1] == 26


def test_an_exercise_that_a_plan_on_offer_asks_for_cannot_be_archived(plan, now):
    with pytest.raises(CannotPublish, match="The Full Five asks for Toe taps"):
        archive(Exercise.objects.get(slug="toe-taps"), now=now)
    assert not Exercise.objects.get(slug="toe-taps").is_archived


def test_an_archived_exercise_is_in_no_new_numbers_and_no_plan_can_ask_for_it(plan, client, now):
    for other in Plan.objects.exclude(slug="kettle-breaks"):
        archive(other, now=now)
    archive(Exercise.objects.get(slug="toe-taps"), now=now)
    assert "toe-taps" not in newest_of("kettle-breaks").numbers["ladders"]
    with pytest.raises(CannotPublish, match="Toe taps is not published"):
        publish_plan(plan, now=now)
    with pytest.raises(CannotPublish, match="asks for Toe taps, which is archived"):
        restore(plan, now=now)
    for address in ("/", "/plans/", "/plans/kettle-breaks/", "/exercises/"):
        assert client.get(address).status_code == 200


def test_what_comes_back_is_as_it_was_published_on_the_ladders_of_today(plan, now):
    archive(plan, now=now)
    Rung.objects.filter(code="Q2").update(rep_high=28)
    publish("squat")
    assert newest_of("the-full-five").number == 1
    restore(plan, now=now)
    assert [row["high"] for row in newest_of("the-full-five").numbers["ladders"]["squat"]][1] == 28


# Nothing changes behind anybody's back -----------------------------------------------------------


def test_whoever_follows_a_plan_stays_on_its_numbers(person, plan, revision, now, clock):
    user = person()
    enrolment = follow(user)
    train(user, day(0))
    before = following(user, MONDAY).schedule
    Rung.objects.filter(code="Q2").update(rep_high=28, sets=5)
    Variation.objects.update(rep_seconds=9)
    plan.weeks = 3
    plan.save()
    publish()
    enrolment.refresh_from_db()
    assert enrolment.revision == revision
    assert following(user, MONDAY).schedule == before


def test_an_archived_plan_or_exercise_takes_nothing_from_whoever_follows(person, client_of, plan, clock):
    user = person()
    follow(user)
    before = following(user, MONDAY).schedule
    Plan.objects.update(is_archived=True)
    Exercise.objects.update(is_archived=True)
    assert following(user, MONDAY).schedule == before
    client = client_of(user)
    for address in ("/week/", "/today/", "/progress/"):
        assert client.get(address).status_code == 200


# Forever -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: PlanRevision.objects.filter(pk=row.pk).update(number=7),
        lambda row: PlanRevision.objects.filter(pk=row.pk).delete(),
        lambda row: PlanRevision.objects.all().delete(),
        lambda row: PlanRevision.objects.bulk_update([row], ["numbers"]),
        lambda row: row.plan.revisions.update(number=7),
        lambda row: row.plan.revisions.all().delete(),
        lambda row: PlanRevision.objects.update_or_create(pk=row.pk, defaults={"number": 7}),
    ],
    ids=[
        "save",
        "delete",
        "update",
        "delete a queryset",
        "delete all",
        "bulk update",
        "update of the plan",
        "delete of the plan",
        "update or create",
    ],
)
def test_a_revision_cannot_be_changed_or_deleted(revision, attempt):
    before = PlanRevision.objects.values().get(pk=revision.pk)
    revision.numbers = {}
    with pytest.raises(Immutable):
        attempt(revision)
    assert PlanRevision.objects.values().get(pk=revision.pk) == before


@pytest.mark.parametrize(
    "attempt",
    [
        lambda copy: copy.save(),
        lambda copy: PlanRevision.objects.bulk_create(
            [copy], update_conflicts=True, unique_fields=["id"], update_fields=["numbers"]
        ),
        lambda copy: PlanRevision._base_manager.filter(pk=copy.pk).update(numbers={}),
    ],
    ids=["save under its key", "insert over it", "past the manager"],
)
def test_the_back_doors_are_shut_as_well(revision, attempt):
    before = PlanRevision.objects.values().get(pk=revision.pk)
    copy = PlanRevision(
        pk=revision.pk, plan=revision.plan, number=1, numbers={}, created_at=revision.created_at
    )
    with pytest.raises((Immutable, DatabaseError)), transaction.atomic():
        attempt(copy)
    assert PlanRevision.objects.values().get(pk=revision.pk) == before


def test_a_revision_holds_on_to_every_variation_on_its_ladders(revision):
    held = RevisionVariation.objects.filter(revision=revision)
    assert sorted(held.values_list("variation__slug", flat=True)) == sorted(
        {rung["variation"] for rungs in revision.numbers["ladders"].values() for rung in rungs}
    )
    assert all(row.variation.exercise_id == row.exercise_id for row in held.select_related("variation"))


@pytest.mark.parametrize("slug", ["squat", "clam-lift", "toe-double", "bridge-far"])
def test_a_variation_in_use_cannot_be_deleted(slug):
    variation = Variation.objects.get(slug=slug)
    variation.rungs.all().delete()
    with pytest.raises(ProtectedError):
        variation.delete()


def test_an_exercise_in_use_cannot_be_deleted():
    for slug in SLUGS.values():
        with pytest.raises(ProtectedError):
            Exercise.objects.get(slug=slug).delete()


def test_a_published_plan_cannot_be_deleted(plan):
    with pytest.raises(ProtectedError):
        plan.delete()


def test_a_database_from_before_editions_gets_them_with_the_content(plan, client, now):
    """Its plans have revisions, and nothing else was ever published."""
    for model in (Edition, PlanEdition):
        model.objects.all()._raw_delete(model.objects.db)
    call_command("load_content", verbosity=0)
    assert Edition.objects.count() == Exercise.objects.count()
    assert PlanEdition.objects.count() == Plan.objects.count()
    assert plan.revisions.count() == 1
    assert client.get("/plans/the-full-five/").status_code == 200
