"""What the draft of a plan would be if it were published now, and how it stands to what is published."""

import pytest

from exercises.editions import library
from exercises.models import Edition, Exercise, Rung
from plans.models import Plan, PlanExercise, PlanRevision
from plans.queries.drafts import DraftState, draft_of, states_of
from plans.revisions import freeze
from tests.admin_pages import text
from tests.plans.plan_form import make_tiny, page_of, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database


@pytest.fixture
def editor(person, client_of):
    return client_of(person("editor@rise.example", is_staff=True, is_superuser=True))


@pytest.fixture
def plan():
    return Plan.objects.get(slug="the-full-five")


@pytest.fixture
def tiny(plan):
    return make_tiny(plan)


# Its weeks ---------------------------------------------------------------------------------------


def test_all_weeks_are_computed_below_the_form_with_reasons(editor, plan):
    page = text(editor.get(page_of(plan)))
    for number in range(1, 13):
        assert f"Week {number} of 12" in page
    assert page.count(">easy week<") == 2
    public = text(editor.get(plan.get_absolute_url()))
    reasons = [line.reason for week in draft_of(plan).page.weeks for w in week.workouts for line in w.lines]
    assert len(reasons) > 50
    assert all(str(reason).replace("'", "&#x27;") in public for reason in reasons[:20])


def test_the_weeks_are_shown_at_a_level_that_can_be_chosen(editor, plan):
    plain, strong = (draft_of(plan, level) for level in ("", "strong"))
    assert (plain.level, strong.level, draft_of(plan, "plus").level) == ("standard", "strong", "standard")
    assert plain.page.weeks[0] != strong.page.weeks[0]
    page = text(editor.get(page_of(plan), {"level": "strong"}))
    assert '<a href="?level=strong#weeks" aria-current="true">Strong</a>' in page
    assert strong.page.weeks[0].workouts[0].lines[0].dose in page


def test_the_weeks_follow_what_is_saved_and_not_what_is_typed(editor, plan):
    response = send(editor, plan, {"weeks": "10", "name": ""})
    assert "Week 12 of 12" in text(response)
    send(editor, plan, {"weeks": "10"})
    page = text(editor.get(page_of(plan)))
    assert "Week 10 of 10" in page
    assert "Week 12 of" not in page
    assert plan.revisions.get().numbers["weeks"] == 12


def test_the_totals_of_the_weeks_are_said(editor, plan):
    draft = draft_of(plan)
    assert (draft.longest, draft.longest_week) == ("31 min", 12)
    page = text(editor.get(page_of(plan)))
    assert "The longest workout takes 31 min, in week 12." in page
    most = [float(muscle.most) for muscle in draft.muscles]
    assert most == sorted(most, reverse=True)
    for muscle in draft.muscles:
        assert len(muscle.weeks) == 12
        assert f"{muscle.name} {muscle.fewest}–{muscle.most}" in page


def test_what_looks_wrong_is_said_above_the_weeks(editor, plan):
    assert "less than 48 hours apart" not in text(editor.get(page_of(plan)))
    send(editor, plan, {"workouts-1-weekday": "1"})
    page = text(editor.get(page_of(plan)))
    assert "Worth another look" in page
    assert "Monday and Tuesday are less than 48 hours apart" in page


def without_workouts(plan):
    plan.workouts.all().delete()


def with_an_empty_workout(plan):
    plan.workouts.get(order=1).plan_exercises.all().delete()


def with_an_exercise_that_was_never_published(plan):
    step_up = Exercise.objects.create(name="Step-up", slug="step-up", order=90, position="standing")
    PlanExercise.objects.create(workout=plan.workouts.get(order=1), exercise=step_up, order=9, priority=9)


@pytest.mark.parametrize(
    "broken, why",
    [
        (without_workouts, "It has no workouts."),
        (with_an_empty_workout, "Workout 1 has no exercises."),
        (with_an_exercise_that_was_never_published, "Step-up is not published."),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_keeps_the_weeks_from_being_computed_is_said_instead(editor, plan, broken, why):
    broken(plan)
    page = text(editor.get(page_of(plan)))
    assert f"<li>{why}</li>" in page
    assert "Week 1 of" not in page


def test_an_archived_exercise_still_counts_in_the_weeks(editor, plan):
    Exercise.objects.filter(slug="clam").update(is_archived=True)
    assert "Week 12 of 12" in text(editor.get(page_of(plan)))


# States ------------------------------------------------------------------------------------------


def state_of(plan):
    return states_of([Plan.objects.get(pk=plan.pk)])[plan.pk]


def test_a_state_tells_drafts_from_what_is_published(editor, plan, tiny):
    assert (state_of(plan), state_of(tiny)) == (DraftState.PUBLISHED, DraftState.DRAFT)
    send(editor, plan, {"goal": "Other words"})
    assert state_of(plan) == DraftState.CHANGED
    Plan.objects.filter(pk=plan.pk).update(is_archived=True)
    assert state_of(plan) == DraftState.ARCHIVED


@pytest.mark.parametrize(
    "typed", [{"weeks": "9"}, {f"{row(0, 0)}-DELETE": "on"}, {"workouts-2-weekday": "5"}]
)
def test_changed_numbers_count_as_changes(editor, plan, typed):
    send(editor, plan, typed)
    assert state_of(plan) == DraftState.CHANGED


def test_the_list_says_how_each_plan_stands(editor, plan, tiny):
    send(editor, plan, {"goal": "Other words"})
    page = text(editor.get("/admin/plans/plan/"))
    words = ("Draft, never published", "Published", "Published, with changes")
    assert all(f'<td class="field-state">{said}</td>' in page for said in words)


def test_the_list_is_searched_and_narrowed_down(editor, tiny):
    address = "/admin/plans/plan/"
    Plan.objects.filter(pk=tiny.pk).update(is_archived=True)
    for chosen in (
        {"q": "tiny"},
        {"is_archived__exact": "1"},
        {"level__exact": "starter", "is_light__exact": "0"},
    ):
        page = text(editor.get(address, chosen))
        assert ">Tiny</a>" in page
        assert ">The Full Five</a>" not in page


def test_what_a_draft_would_publish_is_what_its_page_computes(plan):
    assert draft_of(plan).page.numbers == freeze(plan, library()) == plan.revisions.get().numbers


def test_reading_a_draft_writes_nothing(plan):
    before = [model.objects.count() for model in (Edition, PlanRevision, Rung, PlanExercise)]
    draft_of(plan)
    states_of(Plan.objects.all())
    assert [model.objects.count() for model in (Edition, PlanRevision, Rung, PlanExercise)] == before
