"""Review, preview, publish and archive behind /admin/, as an editor and a publisher meet them."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Edition, Exercise, Rung, Variation
from plans.models import Plan, PlanEdition, PlanRevision, SetLog
from tests.admin_pages import form_of
from tests.plans.pages import MONDAY, day, fields_of, follow, read, train
from tests.publishing import newest_of, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027."""


def staff(person, client_of, *permissions):
    user = person(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return client_of(user)


WRITES = [
    "view_exercise",
    "change_exercise",
    "view_variation",
    "change_variation",
    "view_plan",
    "change_plan",
]


@pytest.fixture
def editor(person, client_of):
    return staff(person, client_of, *WRITES)


@pytest.fixture
def publisher(person, client_of):
    return staff(person, client_of, *WRITES, "publish_exercise", "publish_plan")


@pytest.fixture
def squat():
    return Exercise.objects.get(slug="squat")


@pytest.fixture
def plan():
    return Plan.objects.get(slug="the-full-five")


def page_of(row, name="publish"):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{name}/"


def change_a_step():
    squat = Variation.objects.get(slug="squat")
    squat.cue = "Sit back slowly, chest lifted, knees follow the toes."
    squat.save()


def change_a_rung():
    Rung.objects.filter(code="Q2").update(rep_step=4, rep_high=28)


def press_publish(client, row):
    values, _options = fields_of(client.get(page_of(row)))
    return client.post(page_of(row), {"digest": values["digest"][0]}, follow=True)


# The review --------------------------------------------------------------------------------------


def test_a_draft_that_says_what_the_site_says_has_nothing_to_publish(publisher, squat):
    page = read(publisher.get(page_of(squat)))
    assert "The site shows exactly this." in page
    assert "Nothing new to publish: the site says all of this already." in page


def test_a_changed_word_is_shown_word_by_word_and_reaches_whoever_follows(publisher, person, squat):
    follow(person())
    change_a_step()
    page = read(publisher.get(page_of(squat)))
    assert "Published, with changes" in page
    assert "Sit back [put in: slowly ], chest lifted" in page or "slowly" in page
    assert "1 person who follows a plan with it, and every visitor" in page
    assert "nobody: no numbers change for anybody who trains" in page
    assert "Logs that change 0" in page


def test_a_changed_rung_is_shown_week_by_week_with_those_who_will_be_asked(publisher, person, squat):
    follow(person())
    follow(person(), "kettle-breaks")
    follow(person(), "mat-trio")
    change_a_rung()
    page = read(publisher.get(page_of(squat)))
    assert "Reps added at a time before: 2 → after: 4" in page
    assert "2 people, to take or to leave" in page
    assert (
        "The Full Five 1 person who follows it now is offered this, if it differs in the weeks that are left."
        in page
    )
    assert "Squat 2 × 22 Squat 2 × 24" in page
    assert "Mat Trio" not in page


def test_people_whose_plan_is_over_or_who_have_these_numbers_are_not_counted(publisher, person, plan, on):
    over, done = person(), person()
    follow(over, "kettle-breaks")
    follow(done)
    change_a_rung()
    publish("squat")
    on(day(4 * 7))
    Rung.objects.filter(code="Q2").update(rep_step=8)
    page = read(publisher.get(page_of(Exercise.objects.get(slug="squat"))))
    assert "1 person, to take or to leave" in page


def test_the_level_of_the_difference_can_be_chosen(publisher, squat):
    Rung.objects.filter(code="Q1").update(rep_step=4)
    assert "Arms-forward squat 2 × 12 Arms-forward squat 2 × 14" in read(
        publisher.get(page_of(squat) + "?level=starter")
    )
    assert (
        "Arms-forward squat"
        not in read(publisher.get(page_of(squat) + "?level=strong")).split("week by week")[1]
    )


@pytest.mark.parametrize("level", ["", "x", "plus", "%00"])
def test_an_unknown_level_is_the_usual_one(publisher, squat, level):
    assert publisher.get(page_of(squat) + f"?level={level}").status_code == 200


def test_a_review_costs_few_queries_whatever_changes(publisher, squat, plan, django_assert_max_num_queries):
    change_a_step()
    change_a_rung()
    for row in (squat, plan):
        with django_assert_max_num_queries(16):
            publisher.get(page_of(row))


# Publishing --------------------------------------------------------------------------------------


def test_publishing_words_shows_them_to_everybody_at_once(publisher, client, squat):
    change_a_step()
    assert "slowly" not in read(client.get("/exercises/squat/?variation=squat"))
    page = press_publish(publisher, squat)
    assert "Published. Everybody reads edition 2 now." in read(page)
    assert "Sit back slowly" in read(client.get("/exercises/squat/?variation=squat"))
    assert Edition.objects.get(exercise=squat, number=2).published_by is not None
    assert PlanRevision.objects.count() == Plan.objects.count()


def test_publishing_a_rung_makes_new_numbers_and_changes_no_log(publisher, person, squat):
    user = person()
    follow(user)
    train(user, MONDAY)
    logged = list(SetLog.objects.values())
    change_a_rung()
    page = read(press_publish(publisher, squat))
    assert "6 plans have new numbers" in page
    assert newest_of("the-full-five").number == 2
    assert newest_of("the-full-five").published_by is not None
    assert list(SetLog.objects.values()) == logged


def test_publishing_a_plan_publishes_its_words_and_its_numbers(publisher, client, plan):
    Plan.objects.filter(pk=plan.pk).update(name="The Fabulous Five", weeks=9)
    assert "The Full Five" in read(client.get("/plans/"))
    assert "1 plan has new numbers" in read(press_publish(publisher, plan))
    assert "The Fabulous Five" in read(client.get("/plans/"))
    assert newest_of("the-full-five").numbers["weeks"] == 9
    assert PlanEdition.objects.filter(plan=plan).count() == 2


def test_a_draft_that_changed_under_the_review_is_looked_over_again(publisher, squat):
    change_a_step()
    values, _options = fields_of(publisher.get(page_of(squat)))
    change_a_rung()
    response = publisher.post(page_of(squat), {"digest": values["digest"][0]})
    assert response.status_code == 409
    assert "This draft has changed since you opened the page." in read(response)
    assert not Edition.objects.filter(number=2).exists()


def test_publishing_twice_publishes_once(publisher, squat):
    change_a_step()
    values, _options = fields_of(publisher.get(page_of(squat)))
    for _time in range(2):
        publisher.post(page_of(squat), {"digest": values["digest"][0]})
    assert Edition.objects.filter(exercise=squat).count() == 2


def test_an_editor_reviews_but_does_not_publish(editor, squat, plan):
    change_a_step()
    page = editor.get(page_of(squat))
    assert "A publisher can publish it." in read(page)
    assert "Archive" not in read(page)
    for row in (squat, plan):
        for name in ("publish", "archive", "restore"):
            assert (
                editor.post(page_of(row, name), {"digest": page.context["review"].digest}).status_code == 403
            )
    assert not Edition.objects.filter(number=2).exists()
    assert not Exercise.objects.filter(is_archived=True).exists()


@pytest.mark.parametrize("name", ["publish", "archive", "restore", "preview"])
def test_strangers_get_nowhere(client, person, client_of, squat, name):
    for who in (client, client_of(person()), staff(person, client_of, "view_plan")):
        for method in (who.get, who.post):
            assert method(page_of(squat, name)).status_code in (302, 403, 404)
    assert not Exercise.objects.filter(is_archived=True).exists()


def test_a_page_of_nothing_is_not_found(publisher):
    assert publisher.get("/admin/exercises/exercise/999/publish/").status_code in (403, 404)


# What stands in the way --------------------------------------------------------------------------


def test_an_incomplete_draft_names_what_is_missing_and_where(publisher, squat):
    Variation.objects.filter(slug="squat").update(steps="", cue="")
    page = publisher.get(page_of(squat))
    text = read(page)
    assert "Squat: “steps” is still empty." in text
    assert "Squat: “cue” is still empty." in text
    variation = Variation.objects.get(slug="squat")
    assert f'href="/admin/exercises/variation/{variation.pk}/change/"' in page.content.decode()
    assert publisher.post(page_of(squat), {"digest": page.context["review"].digest}).status_code == 422
    assert not Edition.objects.filter(number=2).exists()


def test_a_ladder_without_an_entry_for_a_level_cannot_be_published(publisher, squat):
    Rung.objects.filter(exercise=squat, level="strong").update(level="standard")
    assert "Squat has no rung of the level “Strong”." in read(publisher.get(page_of(squat)))
    assert not press_publish_anyway(publisher, squat)


def press_publish_anyway(client, row):
    review = client.get(page_of(row)).context["review"]
    return client.post(page_of(row), {"digest": review.digest}).status_code == 302


def test_a_plan_without_workouts_cannot_be_published(publisher, plan):
    plan.workouts.all().delete()
    assert "It has no workouts." in read(publisher.get(page_of(plan)))
    assert not press_publish_anyway(publisher, plan)


def test_warnings_are_named_and_do_not_stand_in_the_way(publisher, squat):
    Variation.objects.filter(slug="squat").update(easier="")
    Rung.objects.filter(code="Q3").update(rep_low=24, rep_high=30)
    page = read(publisher.get(page_of(squat)))
    assert "Squat names no easier option." in page
    assert "From Q2 to Q3 the time under tension grows by" in page
    assert "Published. Everybody reads edition 2 now." in read(press_publish(publisher, squat))


# Archiving ---------------------------------------------------------------------------------------


def test_an_archived_plan_leaves_the_site_and_stays_with_whoever_follows(
    publisher, person, client, client_of, plan
):
    user = person()
    follow(user)
    page = publisher.post(page_of(plan, "archive"), follow=True)
    assert "Archived. The site does not show it any more" in read(page)
    assert client.get("/plans/the-full-five/").status_code == 404
    assert "The Full Five" in read(client_of(user).get("/week/"))
    publisher.post(page_of(plan, "restore"), follow=True)
    assert client.get("/plans/the-full-five/").status_code == 200


def test_an_exercise_that_plans_ask_for_is_not_archived(publisher, squat):
    page = read(publisher.post(page_of(squat, "archive"), follow=True))
    assert "The Full Five asks for Squat. Publish it without, or archive it first." in page
    assert not Exercise.objects.get(pk=squat.pk).is_archived


def test_archiving_and_bringing_back_are_part_of_the_history(publisher, plan):
    publisher.post(page_of(plan, "archive"))
    record = plan.history.first()
    assert record.is_archived
    assert record.history_user is not None


def test_an_archived_variation_leaves_the_page_and_keeps_its_words_for_whoever_trains_with_it(
    publisher, person, client, client_of, squat
):
    user = person()
    follow(user, level="starter")
    Variation.objects.filter(slug="squat-arms").update(is_archived=True)
    Rung.objects.filter(code="Q2").update(level="starter")
    Rung.objects.filter(code="Q3").update(level="standard")
    press_publish(publisher, squat)
    assert "Arms-forward squat" not in read(client.get("/exercises/squat/"))
    page = read(client.get("/exercises/squat/?variation=squat-arms"))
    assert "This one is no longer part of the library." in page
    assert "How to do it" in page
    assert "Arms-forward squat" in read(client_of(user).get("/week/"))


# Preview -----------------------------------------------------------------------------------------


def test_the_preview_of_an_exercise_is_its_page_with_the_drafts_words(editor, client, squat):
    change_a_step()
    page = read(editor.get(page_of(squat, "preview") + "?variation=squat"))
    assert "Preview of the draft of “Squat”" in page
    assert "Sit back slowly" in page
    assert "Preview" not in read(client.get("/exercises/squat/"))


def test_the_preview_shows_a_person_of_a_level_in_a_week(editor, plan):
    Plan.objects.filter(pk=plan.pk).update(weeks=9)
    week = read(editor.get(page_of(plan, "preview") + "?show=week&level=standard&week=3"))
    assert "week 3 of 9" in week
    assert "2 × 24" in week
    assert "+2 reps because all sets were finished and rated right." in week
    starter = read(editor.get(page_of(plan, "preview") + "?show=week&level=starter&week=1"))
    assert "2 × 10" in starter


def test_the_preview_of_a_workout_cannot_be_logged(editor, plan):
    page = editor.get(page_of(plan, "preview") + "?show=workout&week=2&slot=2")
    assert "Today’s workout" in read(page)
    assert page.content.decode().count("disabled>") >= 2
    values, _options = fields_of(page)
    assert values["token"] == [""]


def test_the_preview_of_a_ladder_is_a_plan_with_it(editor, squat):
    change_a_rung()
    address = page_of(squat, "preview")
    assert "2 × 24" in read(editor.get(address + "?plan=the-full-five&show=week&week=2"))
    assert editor.get(address + "?plan=mat-trio&show=week").status_code == 404


@pytest.mark.parametrize(
    "query", ["week=0", "week=999", "week=x", "week=-1", "slot=9", "level=x", "show=x", "week=²"]
)
def test_an_odd_preview_is_the_nearest_one_there_is(editor, plan, query):
    for show in ("plan", "week", "workout"):
        address = f"{page_of(plan, 'preview')}?show={show}&{query}"
        assert editor.get(address).status_code == 200


def test_what_cannot_be_trained_has_no_preview_but_a_way_to_the_reasons(editor, plan):
    plan.workouts.all().delete()
    page = editor.get(page_of(plan, "preview"), follow=True)
    assert "It cannot be shown yet: see what stands in the way." in read(page)
    assert "It has no workouts." in read(page)


def test_an_exercise_without_a_variation_has_no_preview_but_a_way_to_the_reasons(editor):
    new = Exercise.objects.create(slug="step", name="Step", position="standing", order=9)
    page = editor.get(page_of(new, "preview"), follow=True)
    assert "Step has no variation to show." in read(page)


def test_a_preview_writes_nothing(editor, plan):
    editor.get(page_of(plan, "preview"))
    with CaptureQueriesContext(connection) as queries:
        for show in ("plan", "week", "workout"):
            editor.get(f"{page_of(plan, 'preview')}?show={show}")
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


# The draft's own page ----------------------------------------------------------------------------


def test_the_page_of_a_draft_says_how_it_stands_and_leads_on(publisher, squat):
    assert "The site shows exactly this." in read(publisher.get(page_of(squat, "change")))
    change_a_step()
    page = read(publisher.get(page_of(squat, "change")))
    assert "Published, with changes" in page
    assert "Review and publish" in page


def test_saving_can_lead_on_to_the_review(publisher, squat):
    page = publisher.get(page_of(squat, "change"))
    assert 'name="_publish"' in page.content.decode()
    typed = form_of(publisher, page_of(squat, "change")) | {"summary": "Down and up again.", "_publish": "1"}
    review = publisher.post(page_of(squat, "change"), typed, follow=True)
    assert review.redirect_chain == [(page_of(squat), 302)]
    assert "In one sentence" in read(review)
    assert "Saved. This is what publishing it would do." in read(review)


def test_the_list_says_how_each_draft_stands(publisher):
    change_a_step()
    Exercise.objects.create(slug="step", name="Step", position="standing", order=9)
    page = read(publisher.get("/admin/exercises/exercise/"))
    assert "Published, with changes" in page
    assert "Draft, never published" in page
