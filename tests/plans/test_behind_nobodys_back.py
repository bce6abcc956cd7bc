"""Corners in which something published, archived or taken back could reach people who did not choose it."""

import re

import pytest
from django.db.models import ProtectedError

from exercises.models import Equipment, Exercise, FigureWords, Rung, Variation, VariationMuscle
from plans import services
from plans.models import EnrolmentEvent, Plan, PlanExercise
from plans.queries import following
from plans.queries.preview import draft_plan
from plans.queries.review import followers, review_exercise
from plans.services import CannotPublish, DraftChanged
from tests.plans.pages import MONDAY, day, fields_of, follow, read, train
from tests.publishing import NOW, newest_of, publish

pytestmark = pytest.mark.django_db
OFFER = "/week/new-numbers/"


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


@pytest.fixture
def squat():
    return Exercise.objects.get(slug="squat")


def publish_other_squats():
    Rung.objects.filter(code="Q2").update(rep_step=4, rep_high=28)
    publish("squat")


def answer(client, choice, **data):
    values, _options = fields_of(client.get(OFFER))
    return client.post(OFFER, {"revision": values["revision"], "answer": choice} | data)


# Keeping -----------------------------------------------------------------------------------------


def test_whoever_kept_theirs_is_not_asked_again_because_of_another_exercise(client, user):
    follow(user, "kettle-breaks")
    publish_other_squats()
    answer(client, "keep")
    Rung.objects.filter(exercise__slug="clam").update(rest_seconds=45)
    publish("clam")
    assert newest_of("kettle-breaks").number == 3
    assert "It has new numbers." not in read(client.get("/week/"))
    assert "You keep the numbers you have" in read(client.get(OFFER))


def test_nor_because_an_exercise_that_is_not_in_their_plan_was_archived(client, user):
    follow(user, "kettle-breaks")
    publish_other_squats()
    answer(client, "keep")
    for plan in Plan.objects.exclude(slug="kettle-breaks"):
        services.archive(plan, now=NOW)
    services.archive(Exercise.objects.get(slug="clam"), now=NOW)
    assert "It has new numbers." not in read(client.get("/week/"))


# What is frozen for her --------------------------------------------------------------------------


def test_kit_that_an_edition_asks_for_is_not_asked_of_whoever_has_older_numbers(client, user, squat):
    follow(user)
    before = client.get("/week/").context["page"].workouts[0].kit
    squat.variations.filter(slug="squat").update(needs=Equipment.objects.kit().first())
    publish("squat")
    assert client.get("/week/").context["page"].workouts[0].kit == before


def test_two_parts_keep_a_name_each_when_an_edition_has_one_part_only(client, user):
    variation = Variation.objects.exclude(second_part_figure="").filter(rungs__level="strong").first()
    follow(user, level="strong")
    assert f", {variation.part_name}," in client.get("/today/").content.decode()
    variation.part_name = variation.second_part_name = variation.second_part_figure = ""
    variation.save()
    publish(variation.exercise.slug)
    assert ", part 1," in client.get("/today/").content.decode()


def test_what_was_done_is_shown_as_it_was_asked_even_if_the_numbers_were_taken_back(client, user, on):
    follow(user, "kettle-breaks")
    rows = PlanExercise.objects.filter(workout__plan__slug="kettle-breaks", exercise__slug="squat")
    rows.update(exercise=Exercise.objects.get(slug="clam"))
    publish("kettle-breaks")
    answer(client, "take")
    on(day(7))
    train(user, day(7))
    shown = [line.name for line in client.get("/week/2/").context["page"].workouts[0].lines]
    client.post(f"{OFFER}{EnrolmentEvent.objects.get().uid}/undo/")
    assert (
        [line.name for line in client.get("/week/2/").context["page"].workouts[0].lines] == shown == ["Clam"]
    )
    assert client.get("/progress/").status_code == 200


def test_the_page_of_an_archived_variation_stays_for_whoever_trains_with_it(client, user, squat):
    follow(user)
    links = set(re.findall(r'href="(/exercises/squat/[^"]+)"', client.get("/week/").content.decode()))
    assert links
    Rung.objects.filter(variation__slug="squat").update(variation=Variation.objects.get(slug="squat-arms"))
    squat.variations.filter(slug="squat").update(is_archived=True)
    publish("squat")
    for link in links:
        page = client.get(link)
        assert "This one is no longer part of the library." in read(page)
        assert "Squat" not in [way.variation.name for way in page.context["page"].ways]


# Archiving and deleting --------------------------------------------------------------------------


def test_a_plan_does_not_come_back_while_an_exercise_of_it_has_no_ladder(client, squat):
    for plan in Plan.objects.filter(workouts__plan_exercises__exercise=squat).distinct():
        services.archive(plan, now=NOW)
    Rung.objects.filter(exercise=squat).delete()
    publish("squat")
    with pytest.raises(CannotPublish, match="Squat has no rung of the level “Starter”"):
        services.restore(Plan.objects.get(slug="kettle-breaks"), now=NOW)
    assert client.get("/plans/").status_code == 200


def test_what_was_never_published_cannot_come_back():
    plan = Plan.objects.create(
        slug="x",
        name="X",
        level="starter",
        weeks=4,
        figure=Variation.objects.first(),
        order=99,
        is_archived=True,
    )
    with pytest.raises(CannotPublish, match="X was never published"):
        services.restore(plan, now=NOW)


def test_the_figure_of_a_published_plan_cannot_be_deleted(squat):
    picture = Variation.objects.get(slug="squat")
    picture.pk, picture.slug, picture.name, picture.order = None, "squat-picture", "Picture", 90
    picture.save()
    VariationMuscle.objects.create(
        variation=picture, muscle=VariationMuscle.objects.first().muscle, role="main", set_percent=100
    )
    publish("squat")
    plan = Plan.objects.get(slug="kettle-breaks")
    before, plan.figure = plan.figure, picture
    plan.save()
    publish("kettle-breaks")
    plan.figure = before
    plan.save()
    with pytest.raises(ProtectedError):
        picture.delete()


# Publishing --------------------------------------------------------------------------------------


def test_only_what_was_reviewed_is_published(squat):
    review = review_exercise(squat, "", MONDAY)
    Variation.objects.filter(slug="squat").update(cue="Nobody looked at this.")
    with pytest.raises(DraftChanged):
        services.publish_exercise(squat, now=NOW, reviewed=review.digest)
    plan = Plan.objects.get(slug="mat-trio")
    with pytest.raises(DraftChanged):
        services.publish_plan(plan, now=NOW, reviewed="of something else")


def test_a_rung_is_a_number_and_no_new_words(squat):
    Rung.objects.filter(code="Q2").update(rep_step=4, rep_high=28)
    assert not review_exercise(squat, "", MONDAY).has_new_words
    Variation.objects.filter(slug="squat").update(cue="Other words.")
    assert review_exercise(squat, "", MONDAY).has_new_words


def test_whoever_is_in_the_last_week_reads_new_words_and_is_offered_nothing(user, squat, on, client):
    follow(user, "kettle-breaks")
    on(day(3 * 7))
    Rung.objects.filter(code="Q2").update(rep_step=4, rep_high=28)
    review = review_exercise(squat, "", day(3 * 7))
    assert (review.readers, review.offered) == (1, 0)
    publish("squat")
    assert "It has new numbers." not in read(client.get("/week/"))


def test_whoever_took_a_shorter_plan_is_counted_until_it_ends(client, user, on):
    follow(user)
    on(day(5 * 7 + 1))
    Plan.objects.filter(slug="the-full-five").update(weeks=4)
    publish("the-full-five")
    answer(client, "take")
    found = following(user, day(5 * 7 + 3))
    assert (found.schedule.weeks, found.schedule.has_ended) == (6, False)
    assert [each.people for each in followers(day(5 * 7 + 3))] == [1]
    assert [each.people for each in followers(day(6 * 7))] == [0]


def test_words_of_a_figure_are_part_of_the_draft_at_a_glance(person, client_of, squat):
    editor = client_of(person(is_staff=True, is_superuser=True))
    where = f"/admin/exercises/exercise/{squat.pk}/change/"
    assert "The site shows exactly this." in read(editor.get(where))
    words = FigureWords.objects.get(figure="squat")
    words.start = "Standing tall."
    words.save()
    assert "Published, with changes" in read(editor.get(where))


def test_a_draft_without_a_figure_yet_can_be_previewed(person, client_of):
    editor = client_of(person(is_staff=True, is_superuser=True))
    new = Exercise.objects.create(slug="step", name="Step", position="standing", order=99)
    Variation.objects.create(
        exercise=new,
        slug="step",
        name="Step",
        order=1,
        laterality="bilateral",
        side_order="none",
        rep_seconds=3,
    )
    assert "Step" in read(editor.get(f"/admin/exercises/exercise/{new.pk}/preview/"))
    plan = Plan.objects.get(slug="kettle-breaks")
    plan.figure = Variation.objects.get(slug="step")
    plan.save()
    assert draft_plan(plan).plan.figure.slug == "step"
    assert editor.get(f"/admin/plans/plan/{plan.pk}/preview/").status_code == 200


# Taking back -------------------------------------------------------------------------------------


def test_a_choice_that_a_later_one_stands_on_is_taken_back_after_it(client, user, on):
    follow(user)
    Plan.objects.get(slug="the-full-five").workouts.get(order=3).delete()
    publish("the-full-five")
    answer(client, "take", weekdays=["0", "3"])
    first = EnrolmentEvent.objects.get()
    on(day(8))
    publish_other_squats()
    answer(client, "take")
    page = client.post(f"{OFFER}{first.uid}/undo/", follow=True)
    assert "You have taken other numbers since. Take those back first." in read(page)
    assert following(user, day(8)).schedule.revision == newest_of("the-full-five").pk


def test_taking_back_a_plan_that_was_left_in_another_window_leads_to_my_week(client, user, monkeypatch):
    enrolment = follow(user)
    publish_other_squats()
    answer(client, "take")
    real = services.undo

    def late(*args, **moment):
        services.leave(enrolment, today=MONDAY, now=NOW)
        return real(*args, **moment)

    monkeypatch.setattr(services, "undo", late)
    response = client.post(f"{OFFER}{EnrolmentEvent.objects.get().uid}/undo/")
    assert response.headers["Location"] == "/week/"
