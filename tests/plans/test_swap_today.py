"""Something else today: an exercise of one workout replaced for that workout alone, and what comes of it."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from plans.models import Enrolment, SetLog, WorkoutLog
from plans.queries import following
from plans.records import target_of
from plans.services import leave
from tests.plans.pages import fields_of, follow, read
from tests.plans.syncing import Device, record_of
from tests.plans.workouts import (
    DAY,
    MONDAY,
    WEEK,
    Notebook,
    WorkoutSheet,
    doses,
    logged,
    sign_up,
    snapshot,
    train,
)

pytestmark = pytest.mark.django_db
SQUAT = "squat.1.1.both"
EVERY_DAY = {"weekdays": (0, 1, 2, 3, 4, 5)}


@pytest.fixture
def ada(person, clock):
    return person("ada@rise.example")


@pytest.fixture
def enrolment(ada):
    return sign_up(ada)


@pytest.fixture
def site(ada, enrolment, client_of):
    return client_of(ada)


@pytest.fixture
def kettle(ada, client_of):
    """A plan whose workouts are a squat and a kickback in turn."""
    sign_up(ada, "kettle-breaks", **EVERY_DAY)
    return client_of(ada)


def address(exercise="squat", window=1, slot=1, **more):
    asked = {"window": window, "slot": slot, "exercise": exercise} | more
    return "/today/swap/?" + "&".join(f"{name}={value}" for name, value in asked.items())


def choices(site, **asked):
    """What the page offers: name and dose by variation."""
    html = site.get(address(**asked)).content.decode()
    cards = re.findall(r'<section class="card stack loose">(.*?)</section>', html, flags=re.DOTALL)
    found = {}
    for card in cards:
        if variation := re.search(r'name="variation" value="([^"]+)"', card):
            dose = re.search(r'<span class="n">(.*?)</span>', card)[1]
            found[variation[1]] = dose
    return found


def swap(site, variation, exercise="squat", *, page=None, **asked):
    """Presses a button of the page, opened now or before."""
    page = page or site.get(address(exercise, **asked))
    values, _options = fields_of(page)
    data = {name: values[name][0] for name in ("token", "workout", "shown")} | {"variation": variation}
    return site.post(address(exercise, **asked), data, follow=True)


def exercises(sheet):
    return list(dict.fromkeys(key.split(".")[0] for key in sheet.sets))


# What there is -----------------------------------------------------------------------------------


def test_the_page_of_today_leads_to_the_choices_for_each_exercise(site):
    html = site.get("/today/").content.decode()
    links = re.findall(r'href="(/today/swap/\?[^"]*)"', html)
    assert [link.rpartition("=")[2] for link in links] == [
        "squat",
        "standing-kickback",
        "glute-bridge",
        "toe-taps",
        "clam",
    ]
    assert all(site.get(link.replace("&amp;", "&")).status_code == 200 for link in links)


def test_easier_variations_are_offered_at_their_hardest_point(site):
    assert choices(site) == {"squat-arms": "2 × 18"}
    assert choices(site, exercise="standing-kickback") == {"kickback-wall": "2 × 12"}
    assert choices(site, exercise="toe-taps") == {"toe-down": "2 × 10"}
    assert choices(site, exercise="clam") == {}


def test_other_exercises_begin_where_their_level_does(ada, client_of):
    sign_up(ada, "mat-trio")
    site = client_of(ada)
    assert choices(site, exercise="clam") == {"kickback": "3 × 10", "squat": "2 × 20"}


def test_none_needs_kit_that_is_not_there_or_is_harder_than_where_one_stands(person, client_of, clock):
    strong = person()
    sign_up(strong, "mat-trio", level="strong", kit=["weights"])
    offered = choices(client_of(strong), exercise="clam")
    assert offered == {"clam": "2 × 24", "kickback-side": "2 × 10", "squat-pulse": "2 × 8"}


def test_the_choices_can_be_narrowed_down_in_the_address_only(ada, client_of):
    sign_up(ada, "mat-trio")
    site, before = client_of(ada), snapshot()
    assert choices(site, exercise="clam", position="standing").keys() == {"kickback", "squat"}
    assert choices(site, exercise="clam", position="mat") == {}
    assert choices(site, exercise="toe-taps", position="mat").keys() == {"toe-down"}
    assert "Nothing else fits that choice." in read(site.get(address("clam", position="mat")))
    assert choices(site, exercise="clam", position="moon").keys() == {"kickback", "squat"}
    assert snapshot() == before


def test_an_easy_week_takes_a_set_off_what_is_done_instead(site, ada, enrolment, clock, now):
    for week in range(4):
        train(ada, enrolment, MONDAY + week * WEEK, now=now + week * WEEK, window=week + 1)
    clock.shift(4 * WEEK)
    assert following(ada, MONDAY + 4 * WEEK).schedule.current.is_easy
    assert all(dose.startswith("1 ×") for dose in choices(site, window=5).values())


# Chosen ------------------------------------------------------------------------------------------


def test_what_is_chosen_takes_the_place_of_the_exercise_in_this_workout_only(site, ada):
    page = swap(site, "squat-arms")
    assert page.redirect_chain[-1][0] == "/today/?window=1&slot=1"
    assert "Arms-forward squat instead of Squat, in this workout only." in read(page)
    assert "Today instead of Squat, which waits where it is." in read(page)
    sheet = WorkoutSheet(site, page)
    assert sheet.fields[f"reps-{SQUAT}"] == "18"
    assert WorkoutSheet.open(site, "/today/?slot=2").fields[f"reps-{SQUAT}"] == "20"
    assert not SetLog.objects.exists()


def test_its_sets_are_saved_under_what_was_done_and_the_plan_stays_what_was_asked(kettle, ada):
    page = swap(kettle, "kickback")
    WorkoutSheet(kettle, page).tick_all().rate("standing-kickback", "easy").finish()
    assert logged(ada).keys() == {
        f"standing-kickback.1.{n}.{side}" for n in (1, 2, 3) for side in ("left", "right")
    }
    row = SetLog.objects.first()
    assert row.target == {
        "reps": 10,
        "hold_seconds": 0,
        "variation": "kickback",
        "name": row.target["name"],
        "rung": "⇄K2",
    }
    assert [each["exercise"] for each in WorkoutLog.objects.get().prescription] == ["squat"]
    assert following(ada, MONDAY).schedule.window(1).workouts[0].status == "done"


def test_the_page_stays_as_it_was_chosen_and_so_does_my_week(site):
    swap(site, "squat-arms")
    assert "Arms-forward squat" in read(site.get("/week/"))
    WorkoutSheet.open(site).tick(SQUAT).save()
    assert WorkoutSheet.open(site).fields[f"reps-{SQUAT}"] == "18"
    assert "Arms-forward squat" in read(site.get("/week/"))


def test_pressing_twice_changes_nothing_more(site):
    page = site.get(address())
    swap(site, "squat-arms", page=page)
    before = snapshot()
    assert "instead of Squat" in read(swap(site, "squat-arms", page=page))
    assert snapshot() == before


def test_the_original_comes_back_when_it_is_wanted_after_all(site):
    swap(site, "squat-arms")
    assert choices(site) == {"squat": "2 × 20"}
    assert "Squat is back in this workout." in read(swap(site, "squat"))
    assert WorkoutSheet.open(site).fields[f"reps-{SQUAT}"] == "20"
    assert WorkoutLog.objects.get().swaps is None


def test_another_one_can_be_chosen_and_two_exercises_can_be_swapped(ada, client_of):
    sign_up(ada, "mat-trio")
    site = client_of(ada)
    swap(site, "squat", "clam")
    swap(site, "kickback", "clam")
    swap(site, "squat", "toe-taps")
    assert exercises(WorkoutSheet.open(site)) == ["glute-bridge", "squat", "standing-kickback"]
    assert "kickback" not in choices(site, exercise="glute-bridge")


def test_a_swap_alone_does_not_begin_the_workout(site, ada, clock):
    swap(site, "squat-arms")
    assert WorkoutLog.objects.get().prescription == []
    clock.shift(DAY)
    WorkoutSheet.open(site, "/today/?slot=1").tick(SQUAT).save()
    log = WorkoutLog.objects.get()
    assert (log.local_date, log.prescription[0]["variation"]) == (MONDAY + DAY, "squat")


# What follows ------------------------------------------------------------------------------------


def live_a_week(site, clock, *, swapped):
    """Does all workouts of the first window; `swapped`: (exercise, variation) to swap in each that asks for it."""
    for slot in (1, 2, 3):
        if swapped:
            swap(site, swapped[1], swapped[0], slot=slot)
        WorkoutSheet.open(site, f"/today/?window=1&slot={slot}").tick_all().rate_all("easy").finish()
        clock.shift(2 * DAY)
    clock.shift(DAY)


def test_the_original_waits_while_the_others_go_on_and_what_was_done_instead_is_no_evidence(site, ada, clock):
    live_a_week(site, clock, swapped=("squat", "squat-arms"))
    assert doses(ada, MONDAY + WEEK, 2)["squat"] == "Q2 2×20"
    assert doses(ada, MONDAY + WEEK, 2)["clam"] == "C2 2×24"
    reason = following(ada, MONDAY + WEEK).schedule.window(2).reasons["squat"]
    assert reason.code == "SKIPPED"


def test_one_swap_of_three_does_not_hold_the_exercise_back(site, ada, clock):
    swap(site, "squat-arms")
    live_a_week(site, clock, swapped=None)
    assert doses(ada, MONDAY + WEEK, 2)["squat"] == "Q2 2×24"


def test_what_another_workout_asks_for_learns_nothing_from_being_done_instead(ada, kettle, clock):
    """Three kickbacks went right. That one more went badly, where a squat was asked for, changes nothing."""
    sheet = WorkoutSheet(kettle, swap(kettle, "kickback")).tick_all().rate("standing-kickback", "hard")
    for key in sheet.sets:
        sheet.write(key, "1")
    sheet.finish()
    for slot in (2, 4, 6):
        clock.shift(DAY)
        sheet = WorkoutSheet.open(kettle, f"/today/?window=1&slot={slot}").tick_all()
        sheet.rate("standing-kickback", "right").finish()
    window = following(ada, MONDAY + WEEK).schedule.window(2)
    assert window.reasons["standing-kickback"].code == "UP_REPS"
    assert window.states["standing-kickback"].strikes == 0


def test_progress_counts_what_was_done(kettle):
    swap(kettle, "kickback")
    WorkoutSheet.open(kettle).tick_all().finish()
    words = read(kettle.get("/progress/"))
    assert "Standing kickback" in words
    log = following(WorkoutLog.objects.get().user, MONDAY).logs[1, 1]
    assert dict(log.reps) == {"standing-kickback": 60}


def test_reps_of_legs_in_turn_count_for_both(ada, client_of):
    sign_up(ada, "kettle-breaks", **EVERY_DAY)
    site = client_of(ada)
    swap(site, "toe")
    WorkoutSheet.open(site).tick_all().finish()
    assert dict(following(ada, MONDAY).logs[1, 1].reps) == {"toe-taps": 40}


@pytest.mark.parametrize("slug", ["the-full-five", "kettle-breaks"])
def test_the_past_shows_what_was_done_and_instead_of_what(ada, client_of, slug):
    sign_up(ada, slug, weekdays=(0, 2, 4) if slug == "the-full-five" else EVERY_DAY["weekdays"])
    site, variation = client_of(ada), "squat-arms" if slug == "the-full-five" else "kickback"
    swap(site, variation)
    WorkoutSheet.open(site).tick_all().finish()
    done = read(site.get("/workout/1/1/"))
    name = {"squat-arms": "Arms-forward squat", "kickback": "Standing kickback"}[variation]
    assert name in done
    past = site.get(f"/history/{WorkoutLog.objects.get().uid}/")
    assert "done instead of Squat" in read(past)
    assert past.content.decode().count(f'name="done-{SQUAT}"') == (slug == "the-full-five")


# Cuts --------------------------------------------------------------------------------------------


def test_what_the_day_is_cut_to_is_cut_anew_and_a_choice_not_saved_yet_stays(site):
    WorkoutSheet(site, site.get("/today/?window=1&slot=1&minutes=10&without=clam")).save()
    swap(site, "kickback-wall", "standing-kickback")
    trim = WorkoutLog.objects.get().trim
    assert (trim["minutes"], trim["sets"]["clam"]) == (10, 0)
    page = swap(site, "squat-arms", minutes=20, without="squat")
    assert page.redirect_chain[-1][0] == "/today/?window=1&slot=1&minutes=20"
    assert "20 min" in read(page)


def test_what_is_done_instead_can_be_cut_and_left_out(kettle, ada, client_of, person):
    other = person()
    sign_up(other, "mat-trio")
    site = client_of(other)
    swap(site, "kickback", "clam")
    page = site.get("/today/?window=1&slot=1&without=standing-kickback")
    assert "Left out: Standing kickback." in read(page)
    WorkoutSheet(site, page).tick_all().finish()
    assert following(other, MONDAY).schedule.window(1).workouts[0].status == "done"


def test_leaving_it_out_is_the_same_as_on_the_page_of_today(site):
    html = site.get(address()).content.decode()
    link = re.search(r'href="(/today/\?[^"]*without=squat[^"]*)"', html)[1].replace("&amp;", "&")
    assert "Left out: Squat." in read(site.get(link))


# Refused -----------------------------------------------------------------------------------------


def test_once_a_set_is_done_it_stays(site, ada):
    page = site.get(address())
    WorkoutSheet.open(site).tick(SQUAT).save()
    before = snapshot()
    assert "You have begun with Squat, so it stays in this workout." in read(
        swap(site, "squat-arms", page=page)
    )
    assert "You have begun with Squat" in read(site.get(address()))
    assert snapshot() == before
    assert "begun" in read(site.get("/today/"))


def test_what_is_done_instead_stays_too_once_it_is_begun(site):
    swap(site, "squat-arms")
    page = site.get(address())
    WorkoutSheet.open(site).tick(SQUAT).save()
    assert "You have begun with Arms-forward squat" in read(swap(site, "squat", page=page))
    assert WorkoutLog.objects.get().swaps


def test_a_finished_workout_stays_as_it_is(site):
    page = site.get(address())
    WorkoutSheet.open(site).tick("clam.1.1.left").finish()
    before = snapshot()
    assert "This workout is done, so it stays as it is." in read(swap(site, "squat-arms", page=page))
    assert snapshot() == before
    assert "Something does not suit" not in read(site.get("/today/?window=1&slot=1"))


def test_a_page_that_another_window_made_old_changes_nothing_and_says_so(ada, client_of):
    sign_up(ada, "mat-trio")
    site = client_of(ada)
    page = site.get(address("clam"))
    swap(site, "squat", "clam")
    before = snapshot()
    answer = swap(site, "kickback", "clam", page=page)
    assert "This was changed in another window since you opened the page." in read(answer)
    assert snapshot() == before


@pytest.mark.parametrize(
    "url",
    [
        address("nobody"),
        address(""),
        address("squat", slot=9),
        address("squat", window=77),
        address("squat", slot="x"),
    ],
)
def test_what_is_not_there_is_not_found(site, url):
    assert site.get(url).status_code == 404
    assert site.post(url, {}).status_code == 404


@pytest.mark.parametrize("variation", ["nobody", "clam", "squat-pulse", "toe-down"])
def test_what_is_not_offered_is_not_found(site, variation):
    page, before = site.get(address()), snapshot()
    values, _options = fields_of(page)
    data = {name: values[name][0] for name in ("token", "workout")} | {
        "shown": "squat",
        "variation": variation,
    }
    assert site.post(address(), data).status_code == 404
    assert snapshot() == before


@pytest.mark.parametrize("data", [{}, {"token": "x", "shown": "squat", "variation": "squat-arms"}])
def test_what_cannot_be_read_is_said_and_not_saved(site, data):
    answer = site.post(address(), data, follow=True)
    assert "That could not be read, so nothing was saved." in read(answer)
    assert not WorkoutLog.objects.exists()


def test_it_is_for_whoever_follows_the_plan(site, person, client_of):
    assert Client().get(address()).url.startswith("/accounts/login/")
    other = client_of(person())
    assert other.get(address()).url == "/week/"
    swap(site, "squat-arms")
    stranger = person()
    sign_up(stranger)
    assert WorkoutSheet.open(client_of(stranger)).fields[f"reps-{SQUAT}"] == "20"


def test_the_page_and_choosing_cost_no_more_than_a_choice_of_my_week(site, django_assert_max_num_queries):
    site.get(address())
    with django_assert_max_num_queries(8):
        site.get(address())
    workout = fields_of(site.get(address()))[0]["workout"][0]
    data = {"token": str(uuid4()), "workout": workout, "shown": "squat", "variation": "squat-arms"}
    with django_assert_max_num_queries(20):
        site.post(address(), data)


def test_a_page_of_another_plan_swaps_nothing(site, client_of, now):
    page = site.get(address())
    enrolment = Enrolment.objects.get()
    leave(enrolment, today=MONDAY, now=now)
    follow(enrolment.user, "kettle-breaks")
    assert "You follow another plan by now." in read(swap(site, "squat-arms", page=page))
    assert not WorkoutLog.objects.exists()


# Devices that do not know ------------------------------------------------------------------------


def ask(site):
    return site.get("/api/schedule").json()["workouts"][0]


def test_the_phone_is_asked_for_what_is_done_instead(kettle):
    before = ask(kettle)
    swap(kettle, "kickback")
    workout = ask(kettle)
    (row,) = workout["prescription"]
    assert (row["exercise"], row["rung"], row["sets"]) == ("standing-kickback", "⇄K2", 3)
    assert row["instead_of"] == before["prescription"][0]
    assert workout["seconds"] != before["seconds"]


@pytest.fixture
def book(kettle, ada, now):
    return Notebook(ada.enrolments.get(), now=now)


def begun(book, row, at=1):
    return book.workout(at, local_date=MONDAY, time_zone="UTC", prescription=[row], trim=None)


def kickback(book, row, at=2, number=1, side="left"):
    return book.set(
        number, at, exercise="standing-kickback", side=side, reps=10, target=target_of(row), removed=False
    )


@pytest.mark.parametrize("at", [-60_000, 1])
def test_what_a_phone_begins_after_a_swap_asked_for_the_original(kettle, ada, book, at):
    """Whatever its clock says."""
    swap(kettle, "kickback")
    (row,) = ask(kettle)["prescription"]
    phone = Device(kettle, ada)
    assert phone.results(begun(book, row, at), kickback(book, row)) == [("applied", "")] * 2
    assert WorkoutLog.objects.get().prescription == [row["instead_of"]]
    assert following(ada, MONDAY).schedule.window(1).workouts[0].status == "started"
    assert WorkoutSheet.open(kettle).fields["done-standing-kickback.1.1.left"] == "on"


def test_where_both_were_done_the_phones_record_names_the_original_once(kettle, ada, book):
    (row,) = ask(kettle)["prescription"]
    swap(kettle, "kickback")
    (instead,) = ask(kettle)["prescription"]
    phone = Device(kettle, ada)
    phone.send(book.set(1, 1, reps=20, target=target_of(row), removed=False), kickback(book, instead))
    both = ask(kettle)["prescription"]
    assert [each["exercise"] for each in both] == ["squat", "standing-kickback"]
    record = record_of(begun(book, row))
    record["data"]["prescription"] = both
    assert phone.results(record) == [("applied", "")]
    assert WorkoutLog.objects.get().prescription == [row]
    assert exercises(WorkoutSheet.open(kettle)) == ["squat", "standing-kickback"]


def test_a_phone_is_not_told_of_a_workout_that_was_only_swapped(kettle, ada, book):
    """It would take it for begun on the day of the swap."""
    swap(kettle, "kickback")
    phone = Device(kettle, ada)
    assert phone.pull() == {}
    (row,) = ask(kettle)["prescription"]
    phone.send(begun(book, row))
    assert [kind for kind, _uid in phone.rows] == ["workout"]
    assert "swaps" not in phone.rows["workout", str(book.uid)]["data"]


def test_where_a_phone_did_not_know_what_was_done_decides(kettle, ada, book, clock):
    """A squat done offline counts as a squat; the swap has lapsed, and nothing is lost."""
    (row,) = ask(kettle)["prescription"]
    swap(kettle, "kickback")
    done = [book.set(n, n, reps=row["reps"], target=target_of(row), removed=False) for n in (1, 2)]
    Device(kettle, ada).send(begun(book, row, 3), *done)
    assert exercises(WorkoutSheet.open(kettle, "/today/?slot=1")) == ["squat"]
    (log,) = following(ada, MONDAY).life.logs
    assert log.exercises["squat"].sets
    assert not log.exercises["squat"].trimmed
    assert following(ada, MONDAY).schedule.window(1).workouts[0].status == "done"


def test_where_some_of_both_were_done_neither_is_evidence(kettle, ada, book):
    (row,) = ask(kettle)["prescription"]
    swap(kettle, "kickback")
    (instead,) = ask(kettle)["prescription"]
    done = book.set(1, 1, reps=3, target=target_of(row), removed=False)
    Device(kettle, ada).send(begun(book, row), done, kickback(book, instead))
    (log,) = following(ada, MONDAY).life.logs
    assert log.exercises["squat"].trimmed
    assert "standing-kickback" not in log.exercises


def test_what_a_phone_does_after_the_swap_was_taken_back_is_no_evidence_and_not_lost(kettle, ada, book):
    swap(kettle, "kickback")
    (row,) = ask(kettle)["prescription"]
    swap(kettle, "squat")
    Device(kettle, ada).send(begun(book, row), kickback(book, row))
    (log,) = following(ada, MONDAY).life.logs
    assert "standing-kickback" not in log.exercises
    assert log.is_attended
    assert exercises(WorkoutSheet.open(kettle)) == ["squat", "standing-kickback"]
    assert kettle.get(f"/history/{book.uid}/").status_code == 200


def test_a_page_opened_before_the_swap_can_still_be_saved(site, ada):
    sheet = WorkoutSheet.open(site)
    swap(site, "squat-arms")
    sheet.tick(SQUAT).save()
    assert logged(ada) == {SQUAT: 20}
    assert SetLog.objects.get().target["variation"] == "squat"
    assert WorkoutSheet.open(site).fields["reps-squat.1.2.both"] == "20"
