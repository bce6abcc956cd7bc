"""A plan on one page of the admin: its workouts and exercises in order, with all its weeks below."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise, Variation
from plans.models import Plan, PlanExercise, PlanWorkout, Weekday
from tests.admin_pages import text
from tests.plans.plan_form import (
    EXERCISES,
    FormReader,
    by_importance,
    id_of,
    make_tiny,
    page_of,
    row,
    send,
    sent_from,
    week_of,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


@pytest.fixture
def editor(person, client_of):
    return client_of(person("editor@rise.example", is_staff=True, is_superuser=True))


@pytest.fixture
def plan():
    return Plan.objects.get(slug="the-full-five")


@pytest.fixture
def tiny(plan):
    return make_tiny(plan)


def errors_of(response):
    """Form by form, what is said beside which field."""
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][0].formset
    forms = [*formset.forms, *(its for form in formset.forms for its in form.exercises.forms)]
    return {
        form.prefix: {name: list(said) for name, said in form.errors.items()} for form in forms if form.errors
    }


# The page ----------------------------------------------------------------------------------------


def test_a_plan_is_on_one_page_with_its_workouts_and_exercises_in_order(editor, plan):
    sent = sent_from(editor, plan)
    for workout, its in enumerate(plan.workouts.order_by("order")):
        assert sent[f"workouts-{workout}-weekday"] == str(its.weekday)
        shown = [sent[f"{row(workout, place)}-exercise"] for place in range(5)]
        assert shown == [
            str(pk) for pk in its.plan_exercises.order_by("order").values_list("exercise", flat=True)
        ]
        assert [sent[f"{row(workout, 5 + empty)}-exercise"] for empty in range(2)] == ["", ""]
    assert sent["workouts-3-weekday"] == ""


def test_saving_a_page_as_it_is_changes_nothing(editor):
    for plan in Plan.objects.all():
        before = week_of(plan), list(PlanExercise.objects.filter(workout__plan=plan).values())
        history = PlanExercise.history.count(), PlanWorkout.history.count(), Plan.history.count()
        assert send(editor, plan).status_code == 302
        assert (week_of(plan), list(PlanExercise.objects.filter(workout__plan=plan).values())) == before
        assert (PlanExercise.history.count(), PlanWorkout.history.count(), Plan.history.count()) == history


def test_every_page_takes_few_queries_whatever_the_plan(editor, plan, tiny, django_assert_max_num_queries):
    for address in ("/admin/plans/plan/", "/admin/plans/plan/add/", page_of(plan), page_of(tiny)):
        with django_assert_max_num_queries(MOST_QUERIES, info=address):
            text(editor.get(address))
    tiny.workouts.all().delete()
    with django_assert_max_num_queries(MOST_QUERIES):
        assert "It has no workouts." in text(editor.get(page_of(tiny)))


def test_a_refused_form_takes_as_many_queries_however_long_it_is(editor, plan, tiny):
    counts = []
    for its in (plan, tiny):
        sent = sent_from(editor, its) | {"weeks": "0", f"{row(0, 0)}-order": "0"}
        with CaptureQueriesContext(connection) as queries:
            assert editor.post(page_of(its), sent).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Order and importance ----------------------------------------------------------------------------


def test_a_button_moves_an_exercise_within_its_workout_and_waits_there_for_the_next_press(editor, tiny):
    squat, bridge = (
        tiny.workouts.get(order=1).plan_exercises.get(exercise__slug=slug) for slug in EXERCISES[:3:2]
    )
    response = send(editor, tiny, move=f"move-up-planexercise-{bridge.pk}")
    assert response.url == f"{page_of(tiny)}#move-up-planexercise-{bridge.pk}"
    assert week_of(tiny)[0] == (0, ["squat", "glute-bridge", "standing-kickback"])
    assert "Glute bridge is number 2 of workout 1 now." in text(editor.get(page_of(tiny)))

    response = send(editor, tiny, move=f"move-up-planexercise-{bridge.pk}")
    assert response.url == f"{page_of(tiny)}#move-down-planexercise-{bridge.pk}"
    assert week_of(tiny)[0] == (0, ["glute-bridge", "squat", "standing-kickback"])

    send(editor, tiny, move=f"move-down-planexercise-{squat.pk}")
    assert week_of(tiny)[0] == (0, ["glute-bridge", "standing-kickback", "squat"])
    assert by_importance(tiny.workouts.get(order=1)) == EXERCISES[:3]


def test_the_buttons_say_what_they_move_and_where(editor, plan):
    page = text(editor.get(page_of(plan)))
    for words in ("Move Squat down in workout 2", "Move Clam up in workout 3", "Move workout 2 up"):
        assert f">{words}<" in page


def test_a_workout_moves_to_another_day_with_all_its_exercises(editor, tiny):
    first, second = tiny.workouts.order_by("order")
    response = send(editor, tiny, move=f"move-down-planworkout-{first.pk}")
    assert week_of(tiny) == [(0, EXERCISES[:1]), (3, EXERCISES[:3])]
    assert response.url == f"{page_of(tiny)}#move-up-planworkout-{second.pk}"
    assert "This is workout 2 now, on Thursday." in text(editor.get(page_of(tiny)))


def test_what_is_typed_is_saved_before_something_moves(editor, tiny):
    bridge = PlanExercise.objects.get(workout__plan=tiny, exercise__slug="glute-bridge")
    typed = {"name": "Tiny but mighty", f"{row(1, 1)}-exercise": id_of("clam"), f"{row(0, 0)}-order": "9"}
    send(editor, tiny, typed, move=f"move-up-planexercise-{bridge.pk}")
    tiny.refresh_from_db()
    assert tiny.name == "Tiny but mighty"
    assert week_of(tiny) == [(0, ["glute-bridge", "standing-kickback", "squat"]), (3, ["squat", "clam"])]


def test_nothing_moves_and_nothing_is_lost_while_something_is_wrong(editor, tiny):
    before = week_of(tiny)
    bridge = PlanExercise.objects.get(workout__plan=tiny, exercise__slug="glute-bridge")
    typed = {
        "weeks": "99",
        "goal": "Half a thought",
        f"{row(1, 1)}-exercise": id_of("clam"),
        f"{row(0, 0)}-order": "7",
    }
    response = send(editor, tiny, typed, move=f"move-up-planexercise-{bridge.pk}")
    again = FormReader(text(response)).sent
    assert {name: again[name] for name in typed} == typed
    assert week_of(tiny) == before


def test_typed_numbers_swap_and_gaps_close(editor, tiny):
    typed = {f"{row(0, 0)}-order": "3", f"{row(0, 2)}-order": "1", f"{row(0, 0)}-priority": "2"}
    typed |= {f"{row(0, 1)}-priority": "1"}
    assert send(editor, tiny, typed).status_code == 302
    assert week_of(tiny)[0] == (0, ["glute-bridge", "standing-kickback", "squat"])
    assert by_importance(tiny.workouts.get(order=1)) == ["standing-kickback", "squat", "glute-bridge"]
    send(
        editor,
        tiny,
        {f"{row(0, 0)}-order": "70", f"{row(0, 1)}-priority": "50", f"{row(0, 2)}-priority": "9"},
    )
    assert week_of(tiny)[0] == (0, ["standing-kickback", "squat", "glute-bridge"])


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("order", "2", "Another exercise of this workout has this place."),
        ("priority", "2", "Another exercise of this workout is just as important."),
        ("order", "0", "Numbers count from 1."),
        ("priority", "100", "Numbers end at 99."),
        ("order", "first", "Type a number, or nothing to put it last."),
        ("exercise", "0", "Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_an_impossible_row_is_explained_beside_the_field(editor, tiny, name, value, said):
    response = send(editor, tiny, {f"{row(0, 2)}-{name}": value})
    assert errors_of(response)[row(0, 2)] == {name: [said]}
    assert "Please correct the error" in text(response)
    assert "needs another look" in text(response)


def test_of_two_equal_numbers_the_one_that_was_typed_is_wrong(editor, tiny):
    errors = errors_of(send(editor, tiny, {f"{row(0, 0)}-order": "3", f"{row(0, 1)}-priority": "3"}))
    assert [prefix for prefix in errors if "exercises" in prefix] == [row(0, 0), row(0, 1)]


def test_an_exercise_is_once_in_a_workout(editor, tiny):
    response = send(editor, tiny, {f"{row(0, 3)}-exercise": id_of("squat")})
    assert errors_of(response)[row(0, 3)] == {"exercise": ["This exercise is in the workout already."]}


def test_two_exercises_can_be_exchanged_by_choosing_each_for_the_other(editor, tiny):
    typed = {f"{row(0, 0)}-exercise": id_of("glute-bridge"), f"{row(0, 2)}-exercise": id_of("squat")}
    assert send(editor, tiny, typed).status_code == 302
    assert week_of(tiny)[0] == (0, ["glute-bridge", "standing-kickback", "squat"])


def test_numbers_without_an_exercise_are_explained(editor, tiny):
    response = send(editor, tiny, {f"{row(0, 3)}-order": "4"})
    assert list(errors_of(response)[row(0, 3)]) == ["exercise"]


def test_an_emptied_row_is_told_about_the_tick_that_takes_it_out(editor, tiny):
    typed = {f"{row(0, 0)}-{name}": "" for name in ("exercise", "order", "priority")}
    errors = errors_of(send(editor, tiny, typed | {f"{row(0, 3)}-order": "4"}))
    assert errors[row(0, 0)] == {"exercise": ["Choose an exercise, or tick “Take out”."]}
    assert errors[row(0, 3)] == {"exercise": ["Choose an exercise, or empty the numbers beside it."]}


@pytest.mark.parametrize("name", ["order", "priority"])
@pytest.mark.parametrize("beyond", [10_001, 32_767])
def test_numbers_from_before_they_had_an_end_close_up(editor, tiny, name, beyond):
    rows = PlanExercise.objects.filter(workout=tiny.workouts.get(order=1))
    rows.filter(exercise__slug=EXERCISES[2]).update(**{name: beyond})
    typed = {f"{row(0, 0)}-{name}": "2", f"{row(0, 1)}-{name}": "1", f"{row(0, 2)}-{name}": ""}
    assert send(editor, tiny, typed).status_code == 302
    wanted = [EXERCISES[1], EXERCISES[0], EXERCISES[2]]
    assert [its.exercise.slug for its in rows.order_by(name)] == wanted
    assert sorted(rows.values_list(name, flat=True)) == [1, 2, 3]


def test_no_place_beyond_the_last_one_is_suggested(editor):
    def suggested():
        return editor.get("/admin/plans/plan/add/").context["adminform"].form["order"].value()

    last = Plan.objects.order_by("order").last()
    assert suggested() == last.order + 1
    Plan.objects.filter(pk=last.pk).update(order=9999)
    assert suggested() is None


# Adding and taking out ---------------------------------------------------------------------------


def test_an_exercise_without_numbers_comes_last(editor, tiny):
    send(editor, tiny, {f"{row(0, 4)}-exercise": id_of("clam")})
    assert week_of(tiny)[0] == (0, [*EXERCISES[:3], "clam"])
    assert by_importance(tiny.workouts.get(order=1)) == [*EXERCISES[:3], "clam"]


def test_an_exercise_is_taken_out_and_the_others_close_up(editor, tiny):
    send(editor, tiny, {f"{row(0, 0)}-DELETE": "on"})
    assert week_of(tiny)[0] == (0, EXERCISES[1:3])


def test_a_new_workout_finds_its_place_by_its_weekday(editor, tiny):
    kept = dict(tiny.workouts.values_list("pk", "weekday"))
    typed = {"workouts-2-weekday": "1", f"{row(2, 0)}-exercise": id_of("clam")}
    assert send(editor, tiny, typed).status_code == 302
    assert week_of(tiny) == [(0, EXERCISES[:3]), (1, ["clam"]), (3, EXERCISES[:1])]
    assert kept.items() <= dict(tiny.workouts.values_list("pk", "weekday")).items()


def test_exercises_of_a_new_workout_ask_for_its_weekday(editor, tiny):
    response = send(editor, tiny, {f"{row(2, 0)}-exercise": id_of("clam")})
    assert errors_of(response) == {"workouts-2": {"weekday": ["Choose a weekday."]}}
    assert tiny.workouts.count() == 2


def test_a_workout_is_deleted_and_the_others_close_up(editor, tiny):
    send(editor, tiny, {"workouts-0-DELETE": "on"})
    assert week_of(tiny) == [(3, EXERCISES[:1])]


def test_two_workouts_cannot_be_on_the_same_weekday(editor, tiny):
    response = send(editor, tiny, {"workouts-1-weekday": "0"})
    assert errors_of(response) == {
        "workouts-1": {"weekday": ["Another workout of this plan is on this weekday."]}
    }


def test_typed_weekdays_exchange_workouts(editor, tiny):
    send(editor, tiny, {"workouts-0-weekday": "3", "workouts-1-weekday": "0"})
    assert week_of(tiny) == [(0, EXERCISES[:1]), (3, EXERCISES[:3])]
    send(editor, tiny, {"workouts-0-weekday": "6"})
    assert week_of(tiny) == [(3, EXERCISES[:3]), (6, EXERCISES[:1])]


def fill(plan, days):
    plan.workouts.all().delete()
    for order, day in enumerate(days, start=1):
        workout = PlanWorkout.objects.create(plan=plan, order=order, weekday=day)
        exercise = Exercise.objects.get(slug=EXERCISES[order % 5])
        PlanExercise.objects.create(workout=workout, exercise=exercise, order=1, priority=1)


def test_workouts_change_places_in_a_week_without_a_free_day(editor, tiny):
    fill(tiny, Weekday.values)
    before = [slugs for _day, slugs in week_of(tiny)]
    sixth = tiny.workouts.get(order=6)
    send(editor, tiny, move=f"move-down-planworkout-{sixth.pk}")
    assert week_of(tiny) == list(enumerate([*before[:5], before[6], before[5]]))


@pytest.mark.parametrize("days", [[6, 5, 4, 3, 2, 1, 0], [4, 2, 0]])
def test_workouts_that_are_not_in_the_order_of_their_days_are_put_in_order(editor, tiny, days):
    fill(tiny, days)
    before = dict(week_of(tiny))
    assert send(editor, tiny).status_code == 302
    assert week_of(tiny) == sorted(before.items())


def test_a_new_plan_is_made_with_its_first_workout_on_one_page(editor, plan):
    typed = {
        "name": "Brand New",
        "slug": "brand-new",
        "figure": plan.figure_id,
        "level": "starter",
        "weeks": "4",
    }
    typed |= {"workouts-0-weekday": "2", f"{row(0, 0)}-exercise": id_of("squat")}
    response = send(editor, plan, typed, where="/admin/plans/plan/add/")
    made = Plan.objects.get(slug="brand-new")
    assert response.url == page_of(made)
    assert week_of(made) == [(2, ["squat"])]
    assert (made.order, made.goal, made.summary, made.who_for) == (Plan.objects.count(), "", "", "")


def test_a_form_cut_short_saves_nothing(editor, tiny):
    before = week_of(tiny)
    sent = {name: value for name, value in sent_from(editor, tiny).items() if "exercises-TOTAL" not in name}
    assert editor.post(page_of(tiny), sent | {"name": "Cut"}).status_code == 200
    assert week_of(tiny) == before
    assert not Plan.objects.filter(name="Cut").exists()


@pytest.mark.parametrize("more", [{}, {f"{row(0, 0)}-DELETE": "on"}], ids=["changed", "deleted"])
def test_exercises_of_another_plan_cannot_be_reached(editor, tiny, plan, more):
    others = week_of(plan)
    stranger = PlanExercise.objects.filter(workout__plan=plan).first()
    send(editor, tiny, {f"{row(0, 0)}-id": str(stranger.pk), f"{row(0, 0)}-order": "9"} | more)
    assert week_of(plan) == others
    assert sorted(week_of(tiny)[0][1]) == sorted(EXERCISES[:3])


@pytest.mark.parametrize("more", [{}, {"workouts-0-DELETE": "on"}], ids=["changed", "deleted"])
def test_workouts_of_another_plan_cannot_be_reached(editor, tiny, plan, more):
    before, others = week_of(tiny), week_of(plan)
    stranger = plan.workouts.first()
    send(editor, tiny, {"workouts-0-id": str(stranger.pk), "workouts-0-weekday": "6"} | more)
    assert (week_of(plan), week_of(tiny)) == (others, before)


def test_taking_a_workout_out_leaves_published_numbers_alone(editor, plan):
    before = plan.revisions.get().numbers
    send(editor, plan, {"workouts-2-DELETE": "on"})
    assert plan.workouts.count() == 2
    assert plan.revisions.get().numbers == before


def test_workouts_without_end_are_not_read(editor, tiny):
    huge = {"workouts-TOTAL_FORMS": "100000", f"{row(0, 0)[:-2]}-TOTAL_FORMS": "100000"}
    response = send(editor, tiny, huge | {"weeks": "0"})
    assert len(response.context["inline_admin_formsets"][0].formset.forms) == 8


def test_who_saves_second_is_told_what_changed_in_the_workouts_and_loses_nothing(editor, tiny):
    sent = sent_from(editor, tiny)
    bridge = PlanExercise.objects.get(workout__plan=tiny, exercise__slug="glute-bridge")
    send(editor, tiny, move=f"move-up-planexercise-{bridge.pk}")
    send(editor, tiny, {f"{row(1, 1)}-exercise": id_of("toe-taps")})

    typed = {f"{row(0, 3)}-exercise": id_of("clam"), "goal": "Mine", "workouts-2-weekday": "5"}
    response = editor.post(page_of(tiny), sent | typed | {"_continue": "yes"})
    again = FormReader(text(response)).sent
    assert week_of(tiny) == [(0, ["squat", "glute-bridge", "standing-kickback"]), (3, ["squat", "toe-taps"])]
    assert again["goal"] == "Mine"

    assert editor.post(page_of(tiny), again | {"_continue": "yes"}).status_code == 302
    assert week_of(tiny) == [
        (0, ["squat", "glute-bridge", "standing-kickback", "clam"]),
        (3, ["squat", "toe-taps"]),
        (5, []),
    ]


# What is chosen ----------------------------------------------------------------------------------


def test_an_exercise_that_the_site_does_not_show_is_named_as_such(editor, tiny):
    Exercise.objects.filter(slug="squat").update(is_archived=True)
    Exercise.objects.filter(slug="clam").update(is_archived=True)
    step_up = Exercise.objects.create(name="Step-up", slug="step-up", order=90, position="standing")
    words = {"laterality": "bilateral", "side_order": "none", "rep_seconds": 3, "order": 1}
    Variation.objects.create(exercise=step_up, name="Low step-up", slug="low-step-up", **words)
    page = text(editor.get(page_of(tiny)))
    assert ">Squat (archived)<" in page
    assert ">Step-up (not published yet)<" in page
    assert ">Clam</option>" not in page
    assert ">Toe taps</option>" in page


@pytest.mark.parametrize("name", ["goal", "summary", "who_for"])
def test_a_draft_may_lack_words(editor, plan, name):
    assert send(editor, plan, {name: ""}).status_code == 302
    plan.refresh_from_db()
    assert getattr(plan, name) == ""


@pytest.mark.parametrize("name", ["name", "figure", "weeks", "level"])
def test_a_draft_lacks_nothing_else(editor, plan, name):
    response = send(editor, plan, {name: ""})
    assert list(response.context["adminform"].form.errors) == [name]


def test_every_field_says_what_it_is_for(editor, plan):
    form = editor.get(page_of(plan)).context["adminform"].form
    shown = {name for name, field in form.fields.items() if not field.widget.is_hidden}
    assert [name for name in shown if not form.fields[name].help_text] == []


# Who may -----------------------------------------------------------------------------------------


def staff(person, client_of, *permissions):
    somebody = person(is_staff=True)
    names = [name.partition(".")[2] for name in permissions]
    somebody.user_permissions.set(Permission.objects.filter(codename__in=names))
    return client_of(somebody)


def test_who_may_change_plans_may_change_their_workouts(person, client_of, tiny):
    client = staff(person, client_of, "plans.change_plan", "plans.view_plan")
    assert send(client, tiny, {f"{row(0, 0)}-DELETE": "on"}).status_code == 302
    assert week_of(tiny)[0] == (0, EXERCISES[1:3])


def test_who_may_look_sees_the_whole_plan_and_changes_nothing(person, client_of, plan):
    client = staff(person, client_of, "plans.view_plan")
    page = text(client.get(page_of(plan)))
    assert "Workout 3, Friday" in page
    assert "importance 5" in page
    assert "Week 12 of 12" in page
    assert not FormReader(page).buttons
    assert client.post(page_of(plan), {"workouts-0-DELETE": "on"}).status_code == 403


@pytest.mark.parametrize("model", [PlanWorkout, PlanExercise])
def test_workouts_and_exercises_have_no_page_beside_the_plan(editor, person, client_of, plan, model):
    rows = "workout__plan" if model is PlanExercise else "plan"
    one = model.objects.filter(**{rows: plan}).first()
    address = f"/admin/plans/{model._meta.model_name}/"
    assert editor.get(f"{address}{one.pk}/change/").url == page_of(plan)
    assert editor.get(f"{address}{one.pk}/delete/").url == page_of(plan)
    assert editor.get(f"{address}999999/change/").url == editor.get(address).url == "/admin/plans/plan/"
    assert address not in text(editor.get("/admin/"))
    nobody = staff(person, client_of)
    assert nobody.get(address).status_code == nobody.get(f"{address}{one.pk}/change/").status_code == 403


def test_what_uses_an_exercise_leads_to_the_plan(editor, plan):
    step_up = Exercise.objects.create(name="Step-up", slug="step-up", order=90, position="standing")
    PlanExercise.objects.create(workout=plan.workouts.get(order=1), exercise=step_up, order=9, priority=9)
    page = text(editor.get(f"/admin/exercises/exercise/{step_up.pk}/delete/"))
    assert f'<a href="{page_of(plan)}">The Full Five 1: Step-up</a>' in page
