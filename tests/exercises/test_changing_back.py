"""Changing back rows that hang together: back and forth again, in each other's way, pressed twice."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from exercises.history import CannotChangeBack, change_back, find_records
from exercises.models import Exercise, Hint, Rung, Variation, VariationMuscle
from plans.models import Plan, PlanExercise, PlanRevision, PlanWorkout
from tests.admin_pages import text

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example", is_staff=True, is_superuser=True)


@pytest.fixture
def editor(ada, client_of):
    return client_of(ada)


@pytest.fixture
def squat():
    return Exercise.objects.get(slug="squat")


@pytest.fixture
def plan(clock):
    """A plan of three workouts, which nothing was published of."""
    values = {"slug": "bare", "name": "Bare", "goal": "g", "summary": "s", "who_for": "w", "level": "starter"}
    plan = Plan.objects.create(**values, weeks=2, figure=Variation.objects.first(), order=90)
    for order, weekday in ((1, 0), (2, 2), (3, 4)):
        workout = PlanWorkout.objects.create(plan=plan, order=order, weekday=weekday)
        for place, exercise in enumerate(Exercise.objects.all()[:2], start=1):
            PlanExercise.objects.create(workout=workout, exercise=exercise, order=place, priority=place)
    clock.shift(MINUTE)
    return plan


@pytest.fixture
def without_the_second(plan, ada, clock):
    """The plan, after somebody deleted its second workout on its page: the third is the second now."""
    second, third = plan.workouts.order_by("order")[1:]
    for row in (*second.plan_exercises.all(), second):
        delete(row, by=ada)
    save(third, by=ada, order=2)
    clock.shift(MINUTE)
    return plan


def page_of(row, kind="history"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{kind}", args=[row.pk])


def save(row, *, by=None, reason=None, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row._history_user, row._change_reason = by, reason
    row.save()
    return reference(row)


def delete(row, by=None):
    row._history_user, pk = by, row.pk
    row.delete()
    newest = type(row).history.filter(id=pk).latest("history_id")
    return f"{row._meta.label_lower}:{newest.history_id}"


def reference(row):
    newest = type(row).history.filter(id=row.pk).latest("history_id")
    return f"{row._meta.label_lower}:{newest.history_id}"


def move(exercise, *names, by):
    """Give variations of an exercise these places, 1, 2, 3 …, in one save; the others keep theirs."""
    rows = [Variation.objects.get(pk=row.pk) for row in names]
    moved = [(row, place) for place, row in enumerate(rows, start=1) if row.order != place]
    for row, _place in moved:
        Variation.objects.filter(pk=row.pk).update(order=row.order + 5000)
    return [save(row, by=by, order=place) for row, place in moved]


def forms(client, row):
    """What each button of the page would change back, the newest first."""
    page = text(client.get(page_of(row))).partition('id="content-main"')[2]
    found = re.findall(r"<form method=\"post\">(.*?)</form>", page, re.DOTALL)
    return [re.findall(r'name="change" value="([^"]+)"', form) for form in found]


def back(client, row, references):
    return text(client.post(page_of(row), {"change": references}, follow=True))


def week_of(plan):
    rows = PlanExercise.objects.filter(workout__plan=plan)
    return (
        list(plan.workouts.order_by("order").values_list("pk", "order", "weekday")),
        list(rows.order_by("pk").values_list("pk", "workout", "exercise", "order", "priority")),
    )


# Back and forth -----------------------------------------------------------------------------------


def test_a_deleted_workout_comes_back_goes_again_and_comes_back(editor, plan, without_the_second, clock):
    gone = week_of(plan)
    assert [order for _pk, order, _day in gone[0]] == [1, 2]
    back(editor, plan, forms(editor, plan)[0])
    there = week_of(plan)
    assert [order for _pk, order, _day in there[0]] == [1, 2, 3]
    for expected in (gone, there, gone):
        clock.shift(MINUTE)
        whole = forms(editor, plan)[0]
        assert len(whole) == 4
        assert "were changed back" in back(editor, plan, whole)
        assert week_of(plan) == expected


@pytest.mark.parametrize("kind", [Variation, Rung, VariationMuscle])
def test_what_was_brought_back_can_go_again(editor, ada, squat, clock, kind):
    row = {
        Variation: lambda: Variation.objects.create(
            exercise=squat, slug="wide", name="Wide squat", order=90, rep_seconds=3, figure="squat",
            laterality="bilateral", side_order="none", start="a", steps="b", breathing="c", cue="d",
            good_signs="e", watch_outs="f",
        ),
        Rung: lambda: Rung.objects.create(
            exercise=squat, variation=squat.variations.first(), code="ZZ9", order=90, level="strong",
            sets=2, rep_low=8, rep_high=12, rep_step=2,
        ),
        VariationMuscle: lambda: squat.variations.first().variation_muscles.first(),
    }[kind]()  # fmt: skip
    pk = row.pk
    clock.shift(MINUTE)
    delete(row)
    clock.shift(MINUTE)
    back(editor, squat, forms(editor, squat)[0])
    clock.shift(MINUTE)
    assert kind.objects.filter(pk=pk).exists()
    back(editor, squat, forms(editor, squat)[0])
    assert not kind.objects.filter(pk=pk).exists()
    last = kind.history.filter(id=pk).first()
    assert (last.history_type, last.history_user) == ("-", ada)
    assert last.history_change_reason.startswith("Changed back to before ")


def test_what_was_brought_back_stays_while_something_uses_it(editor, plan, clock):
    workout = plan.workouts.last()
    workout.plan_exercises.all().delete()
    clock.shift(MINUTE)
    back(editor, plan, [delete(workout)])
    workout = plan.workouts.last()
    change = reference(workout)
    exercise = PlanExercise.objects.create(
        workout=workout, exercise=Exercise.objects.first(), order=1, priority=1
    )
    said = back(editor, plan, [change])
    assert f"Nothing was changed. “{workout}” is in use: exercise of a workout “{exercise}”." in said
    assert plan.workouts.count() == 3


def test_a_use_that_no_key_tells_of_counts_as_well(editor, squat, clock):
    rung = squat.rungs.last()
    assert any(rung.code in str(revision.numbers) for revision in PlanRevision.objects.all())
    change = delete(rung)
    clock.shift(MINUTE)
    back(editor, squat, [change])
    assert f"Nothing was changed. “{rung}” is in use: published numbers" in back(
        editor, squat, [reference(squat.rungs.last())]
    )
    assert squat.rungs.filter(code=rung.code).exists()


def test_who_may_not_delete_makes_nothing_go_again(person, client_of, editor, squat, clock):
    rung = squat.rungs.last()
    change = delete(rung)
    clock.shift(MINUTE)
    back(editor, squat, [change])
    user = person(is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["change_exercise", "change_rung", "view_exercise"])
    )
    client, change = client_of(user), reference(squat.rungs.last())
    assert [change] not in forms(client, squat)
    assert client.post(page_of(squat), {"change": change}).status_code == 403
    assert squat.rungs.filter(code=rung.code).exists()


# Together or not at all ---------------------------------------------------------------------------


def test_rows_that_moved_together_have_one_button_and_the_page_says_why(editor, plan, without_the_second):
    buttons = forms(editor, plan)
    assert len(buttons[0]) == 4
    assert [reference(plan.workouts.last())] not in buttons
    assert "This changed places together with other rows" in text(editor.get(page_of(plan)))


def test_one_of_rows_that_moved_together_does_not_go_back_alone(editor, plan, without_the_second):
    before = week_of(plan)
    third = plan.workouts.last()
    said = back(editor, plan, [reference(third)])
    assert f"Nothing was changed. “{third}” changed places together with other rows" in said
    assert week_of(plan) == before


def test_a_row_that_alone_was_moved_goes_back_alone(editor, squat, clock):
    clock.shift(MINUTE)
    rung = squat.rungs.last()
    was = rung.order
    change = save(rung, order=90)
    assert [change] in forms(editor, squat)
    back(editor, squat, [change])
    rung.refresh_from_db()
    assert rung.order == was


def test_other_fields_of_several_rows_go_back_one_by_one(editor, ada, squat, clock):
    clock.shift(MINUTE)
    first, second = squat.rungs.all()[:2]
    was = first.sets
    changes = [save(first, by=ada, sets=9), save(second, by=ada, sets=8)]
    assert [changes[0]] in forms(editor, squat)
    back(editor, squat, changes[:1])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sets, second.sets) == (was, 8)


def test_a_save_that_two_pages_share_goes_back_whole_from_either(editor, ada, squat, clock):
    clock.shift(MINUTE)
    first, second = squat.rungs.order_by("order")[:2]
    Rung.objects.filter(pk=second.pk).update(order=9000)
    changes = [save(first, by=ada, order=2)]
    second.refresh_from_db()
    changes.append(save(second, by=ada, order=1))
    for number in range(49):
        clock.shift(MINUTE)
        save(squat, by=ada, summary=f"Summary {number}")
    for page in (1, 2):
        found = text(editor.get(page_of(squat), {"page": page}))
        assert "Change all 2 back" in found
        assert all(f'value="{change}"' in found for change in changes)
    back(editor, squat, changes)
    first.refresh_from_db()
    assert first.order == 1


# What is in the way -------------------------------------------------------------------------------


def swapped(squat, clam):
    """What an import of a table does that has the names and places of two exercises exchanged."""
    (one, two), (first, last) = (squat.order, clam.order), (squat.name, clam.name)
    Exercise.objects.filter(pk=clam.pk).update(order=9000, name="Nobody")
    save(squat, reason="import", order=two, name=last)
    save(clam, reason="import", order=one, name=first)


def test_rows_of_different_pages_that_were_exchanged_say_what_to_do(editor, squat, clock):
    clam = Exercise.objects.exclude(pk=squat.pk).first()
    was = squat.order, squat.name
    clock.shift(MINUTE)
    swapped(squat, clam)
    change = reference(squat)
    said = back(editor, squat, [change])
    assert f"Nothing was changed. “{clam.name}” has this name now. Give it another name first." in said
    assert f"“{clam.name}” has this place now. Give it another place first." in said
    other = reference(clam)
    clock.shift(MINUTE)
    save(clam, name="Nobody", order=9000)
    back(editor, squat, [change])
    back(editor, clam, [other])
    squat.refresh_from_db()
    assert (squat.order, squat.name) == was


def test_a_place_that_was_taken_later_is_given_back_first(editor, squat, clock):
    other = Exercise.objects.exclude(pk=squat.pk).first()
    was = squat.order
    change = save(squat, order=50)
    clock.shift(MINUTE)
    later = save(other, order=was)
    clock.shift(MINUTE)
    assert f"“{other.name}” has this place now. Change that back first." in back(editor, squat, [change])
    back(editor, other, [later])
    back(editor, squat, [change])
    squat.refresh_from_db()
    assert squat.order == was


def test_of_two_moves_that_overlap_the_later_goes_back_first(editor, ada, squat, clock):
    clock.shift(MINUTE)
    a, b, c = squat.variations.order_by("order")[:3]
    first = move(squat, b, a, by=ada)
    clock.shift(MINUTE)
    second = move(squat, b, c, a, by=ada)
    clock.shift(MINUTE)
    assert f"Nothing was changed. “{c}” has this place now. Change that back first." in back(
        editor, squat, first
    )
    for changes in (second, first):
        clock.shift(MINUTE)
        back(editor, squat, changes)
    assert list(squat.variations.order_by("order")[:3]) == [a, b, c]


def test_a_row_that_was_made_since_has_to_make_room(editor, plan, clock):
    third = plan.workouts.last()
    third.plan_exercises.all().delete()
    clock.shift(MINUTE)
    change = delete(third)
    clock.shift(MINUTE)
    new = PlanWorkout.objects.create(plan=plan, order=3, weekday=6)
    assert f"“{new}” has this place now. Give it another place first." in back(editor, plan, [change])


# Twice --------------------------------------------------------------------------------------------


def test_pressed_twice_it_is_so_already(editor, clock):
    hint = Hint.objects.first()
    change = save(hint, text="Other words.")
    clock.shift(MINUTE)
    back(editor, hint, [change])
    count = Hint.history.count()
    said = back(editor, hint, [change])
    assert "Nothing was changed. It is so already." in said
    assert "was changed back" not in said
    assert Hint.history.count() == count


def test_a_whole_save_pressed_twice_is_so_already(editor, plan, without_the_second, clock):
    whole = forms(editor, plan)[0]
    back(editor, plan, whole)
    clock.shift(MINUTE)
    there, again = week_of(plan), forms(editor, plan)[0]
    assert "It is so already." in back(editor, plan, whole)
    assert week_of(plan) == there
    back(editor, plan, again)
    gone = week_of(plan)
    assert "It is so already." in back(editor, plan, again)
    assert week_of(plan) == gone


def test_only_what_still_differs_is_written(ada, squat):
    first, second = squat.rungs.all()[:2]
    was = first.sets
    changes = [save(first, sets=9), save(second, sets=9)]
    save(first, sets=was)
    count = Rung.history.filter(id=first.pk).count()
    assert change_back(find_records(changes), by=ada) == [str(second)]
    assert Rung.history.filter(id=first.pk).count() == count


def test_there_and_back_within_what_is_undone_is_no_change(ada):
    hint = Hint.objects.first()
    was = hint.text
    changes = [save(hint, text="Other words."), save(hint, text=was)]
    count = Hint.history.count()
    with pytest.raises(CannotChangeBack, match="It is so already"):
        change_back(find_records(changes), by=ada)
    assert Hint.history.count() == count


# What is told -------------------------------------------------------------------------------------


def test_an_import_is_named_as_such(editor, ada):
    hint = Hint.objects.first()
    save(hint, by=ada, reason="import", text="Other words.")
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text(editor.get(page_of(hint)))))
    assert re.search(r"ada@rise\.example [^·]+ · Imported from a table", page)
