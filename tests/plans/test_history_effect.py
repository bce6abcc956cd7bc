"""What would change is shown before it is confirmed, and it is what then comes; a stale page loses nothing."""

import random

import pytest
from django.http import QueryDict

from plans.engine.identity import workout_uid
from plans.forms.history import PastForm, PastShown
from plans.models import Operation, WorkoutLog
from plans.queries import effect_of, following, past_workout
from plans.records import milliseconds
from plans.services import save_records
from tests.plans.pages import day, follow, read, train
from tests.plans.past import PastSheet, address, effect, later, press, sets_of, workout_of
from tests.plans.workouts import DAY, Notebook, doses, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database
SQUAT, SQUAT_2, CLAM = "squat.1.1.both", "squat.1.2.both", "clam.1.1.right"


@pytest.fixture(autouse=True)
def _clock(clock):
    """It is Monday, 4 January 2027, nine in the morning in London."""


@pytest.fixture
def user(person):
    return person()


@pytest.fixture
def site(client_of, user):
    return client_of(user)


@pytest.fixture
def plan(user, on):
    """The first week is done, in full and right; now it is Tuesday of the second."""
    enrolment = follow(user)
    for number in (0, 2, 4):
        on(day(number))
        train(user, day(number))
    on(day(8))
    return enrolment


@pytest.fixture
def sheet(site, user, plan):
    return PastSheet.open(site, workout_of(user).uid)


# Before it is confirmed --------------------------------------------------------------------------


def test_what_was_changed_and_what_changes_later_is_shown_and_nothing_is_saved(user, sheet):
    before = snapshot()
    sheet.write(SQUAT, 10).write(SQUAT_2, 10).rate("clam", "hard").untick(CLAM)
    answer = sheet.look()
    assert answer.status_code == 200
    said = effect(answer)
    for words in (
        "Squat, set 1: 10 reps instead of 20 reps.",
        "Clam, set 1, right side: taken back.",
        "Clam felt: hard.",
        "What you have done keeps the numbers that it shows.",
    ):
        assert words in said
    weeks = later(answer)
    assert ("Squat", "Squat 2 × 22", "Squat 2 × 20") in weeks[2]
    assert min(weeks) == 2
    assert snapshot() == before


def test_what_was_shown_is_what_comes(user, sheet):
    answer = sheet.rate("squat", "hard").write(SQUAT, 5).write(SQUAT_2, 5).look()
    shown = later(answer)
    PastSheet(sheet.client, sheet.url, answer).save_now()
    for number, rows in shown.items():
        asked = doses(user, day(8), number)
        for exercise, _now, then in rows:
            if exercise == "Squat":
                assert asked["squat"].split()[1] in then.replace(" ", "")


@pytest.mark.parametrize("seed", range(12))
def test_the_schedule_that_is_shown_is_the_one_after_saving(user, plan, now, on, seed):
    """Any correction of any workout, one after the other."""
    chance, today = random.Random(seed), day(9)  # noqa: S311
    on(today)
    train(user, today)
    for _ in range(3):
        slots = [workout_uid(plan.uid, window, slot) for window in (1, 2) for slot in (1, 2, 3)]
        page = past_workout(user, chance.choice(slots), today)
        shown = PastShown.of(page, "Europe/London", str(user.pk))
        moment = now + 9 * DAY
        edits = some_edits(chance, page, shown, today, moment)
        expected = effect_of(page, edits, milliseconds(moment)).schedule
        save_records(user, edits, now=moment)
        assert following(user, today).schedule == expected


def some_edits(chance, page, shown, today, moment):
    if page.is_known and chance.random() < 0.3:
        return shown.removal(page.status != "removed", moment)
    data = QueryDict(mutable=True)
    data["date"] = day(chance.randint(0, 9)).isoformat()
    for key, reps in shown.reps.items():
        if chance.random() < 0.8:
            data[f"done-{key}"] = "on"
        data[f"reps-{key}"] = str(chance.randint(1, 40) if chance.random() < 0.3 else reps or 10)
    for exercise in shown.ratings:
        data[f"rating-{exercise}"] = chance.choice(["", "easy", "right", "hard"])
    form = PastForm(data, shown=shown, today=today)
    assert form.is_valid(), form.errors
    return form.edits(moment)


def test_where_nothing_changes_it_says_so(sheet):
    said = effect(sheet.on(day(1)).look())
    assert "Done on Tuesday, 5 January." in said
    assert "Nothing changes: every later workout asks for the same as now." in said


def test_a_workout_of_this_week_that_is_removed_is_open_again(site, user, plan, on):
    on(day(9))
    train(user, day(9))
    url = address(workout_of(user, 2, 2).uid)
    answer = press(site, site.get(url), "remove", url)
    assert "This workout counts as not done. You can do it until Sunday, 17 January." in effect(answer)
    assert 2 not in later(answer)  # it is the same week, with one workout more to do


def test_saving_something_else_than_was_looked_at_is_looked_at_first(user, sheet):
    preview = PastSheet(sheet.client, sheet.url, sheet.write(SQUAT, 17).look())
    answer = preview.write(SQUAT, 3).save_now()
    assert answer.status_code == 200
    assert "Squat, set 1: 3 reps instead of 20 reps." in effect(answer)
    assert sets_of(user)[SQUAT] == 20
    PastSheet(sheet.client, sheet.url, answer).save_now()
    assert sets_of(user)[SQUAT] == 3


def test_saving_without_having_looked_is_looked_at_first(user, sheet):
    answer = sheet.write(SQUAT, 17).save_now()
    assert "Save this?" in effect(answer)
    assert sets_of(user)[SQUAT] == 20


# Two windows, two clicks -------------------------------------------------------------------------


def test_a_second_click_is_the_same_save(user, sheet):
    preview = PastSheet(sheet.client, sheet.url, sheet.write(SQUAT, 17).rate("clam", "easy").look())
    assert preview.save_now().status_code == 302
    saved = Operation.objects.count()
    assert preview.save_now().status_code == 302
    assert Operation.objects.count() == saved
    assert preview.look().status_code == 302


def test_a_paper_workout_that_is_sent_twice_is_there_once(site, user, plan):
    uid = workout_uid(plan.uid, 2, 1)
    sheet = PastSheet.open(site, uid).tick_all()
    preview = PastSheet(site, sheet.url, sheet.look())
    assert [preview.save_now().status_code for _ in range(2)] == [302, 302]
    assert WorkoutLog.objects.filter(uid=uid).count() == 1


@pytest.mark.parametrize("how", ["look", "save_now"])
def test_a_stale_page_says_so_and_shows_both(site, user, sheet, how):
    """Another window corrected two sets; this one, opened before, corrects one of them and a third."""
    stale = PastSheet(site, sheet.url, sheet.write(SQUAT, 17).write("toe-taps.1.1.both", 8).look())
    other = PastSheet.open(site, workout_of(user).uid).write(SQUAT, 15).untick(SQUAT_2).rate("clam", "easy")
    other.save()
    before = snapshot()
    answer = getattr(stale, how)()
    assert answer.status_code == 422
    assert "This workout was changed elsewhere since you opened this page" in read(answer)
    assert "Changed elsewhere: 15 reps now." in read(answer)
    assert "Changed elsewhere: nothing now." in read(answer)
    assert snapshot() == before
    anew = PastSheet(site, sheet.url, answer)
    assert anew.fields[f"reps-{SQUAT}"] == "17"  # typed here
    assert anew.fields["reps-toe-taps.1.1.both"] == "8"
    assert f"done-{SQUAT_2}" not in anew.fields  # changed there
    assert anew.fields["rating-clam"] == "easy"
    anew.save()
    assert (sets_of(user)[SQUAT], sets_of(user)["toe-taps.1.1.both"]) == (17, 8)
    assert SQUAT_2 not in sets_of(user)
    assert workout_of(user).feedback.get(exercise="clam").rating == "easy"


def test_a_phone_that_brought_a_set_meanwhile_makes_the_page_stale(site, user, plan, sheet, now):
    """However old the edit is: its stamp lies before those that were shown."""
    old = now - DAY
    save_records(user, [Notebook(plan, now=old).set(1, rest_seconds=40)], now=now)
    assert "was changed elsewhere" in read(sheet.write(SQUAT, 17).look())


def test_what_was_removed_elsewhere_is_not_brought_back_by_a_stale_page(site, user, sheet):
    press(site, press(site, sheet.answer, "remove", sheet.url), "remove", sheet.url)
    answer = sheet.write(SQUAT, 17).look()
    assert answer.status_code == 422
    assert "was changed elsewhere" in read(answer)
    assert "You removed this workout" in read(answer)
    assert workout_of(user).removed
    assert sets_of(user)[SQUAT] == 20


def test_a_stale_removal_is_asked_again(site, user, sheet):
    other = PastSheet.open(site, workout_of(user).uid)
    other.write(SQUAT, 15).save()
    answer = press(site, sheet.answer, "remove", sheet.url)
    assert answer.status_code == 422
    assert "was changed elsewhere" in read(answer)
    assert not workout_of(user).removed


@pytest.mark.parametrize("token", ["", "nonsense", "another workout"])
def test_a_page_that_cannot_be_trusted_keeps_what_was_typed_and_erases_nothing(site, user, sheet, token):
    other = PastSheet.open(site, workout_of(user, slot=2).uid)
    before = snapshot()
    sheet.fields["token"] = other.fields["token"] if token == "another workout" else token
    answer = sheet.write(SQUAT, 17).untick(SQUAT_2).save_now()
    assert answer.status_code == 422
    assert "This page had become too old to be saved." in read(answer)
    assert snapshot() == before
    anew = PastSheet(site, sheet.url, answer)
    assert anew.fields[f"reps-{SQUAT}"] == "17"
    anew.save()
    assert (sets_of(user)[SQUAT], sets_of(user)[SQUAT_2]) == (17, 20)
