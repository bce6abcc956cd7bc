"""A workout followed in the player, from My week to what it changes, and whatever comes in between."""

import pytest

from plans.engine.identity import workout_uid
from plans.models import Feedback, SetLog, WorkoutLog
from tests.browser.playing import Player, until
from tests.plans.workouts import MONDAY, doses, logged, ratings, sign_up

pytestmark = pytest.mark.sqlite  # what a person sees does not depend on the database

ROWS = {"squat": 2, "standing-kickback": 6, "glute-bridge": 2, "toe-taps": 2, "clam": 4}  # sides count apart
SETS = 11


@pytest.fixture
def ana(person, clock):
    return person("ana@rise.example")


@pytest.fixture
def train(page_of, ana, clock):
    """A player with today's workout of the Full Five: `train("strong", pace="own")`; `.enrolment` is hers."""

    def make(level="standard", address="/today/", **choices):
        enrolment = sign_up(ana, level=level)
        player = Player(page_of(ana, service_workers="block"), clock, **choices)
        player.enrolment = enrolment
        return player.open(address, ready=address != "/week/")

    return make


def until_logged(player, person, sets):
    for _ in range(200):
        if logged(person) == sets:
            return
        player.page.wait_for_timeout(20)
    assert logged(person) == sets


def leave_out(player, *names):
    for name in names:
        player.page.get_by_role("button", name=f"Leave out {name}").click()


# Start -------------------------------------------------------------------------------------------


def test_a_double_tap_on_start_begins_one_workout(train):
    player = train()
    before = player.page.evaluate("history.length")
    player.page.locator("[data-act=START]").dblclick()
    until(player.page, "document.body.dataset.phase === 'ready'")
    player.advance(1)
    assert player.page.locator(".deck").count() == 1
    assert player.page.evaluate("history.length") == before + 1


def test_a_press_that_came_too_late_or_twice_does_nothing(train, ana):
    player = train()
    page = player.begin().page
    page.locator("[data-el=main]").dblclick(force=True)  # just after it has become Done
    assert (player.see().main, player.see().phase) == ("Done", "Squat")
    player.advance(0.5)
    page.locator("[data-el=main]").dblclick()
    assert (player.see().main, player.see().phase) == ("I’m ready", "Rest")
    page.keyboard.down("Space")
    for _ in range(5):
        page.keyboard.down("Space")  # held
    page.keyboard.up("Space")
    assert player.see().phase == "Rest"
    player.wait_saved()
    assert logged(ana) == {"squat.1.1.both": 20}


def test_a_workout_of_which_nothing_was_done_ends_where_it_began(train):
    player = train(address="/quick/?exercise=squat")
    page = player.page
    player.start().press("main").press("skip")
    assert player.see().main == "Finish"
    player.press("main")
    until(page, "!document.body.classList.contains('play')")
    assert page.url.endswith("/quick/?exercise=squat")
    assert page.locator("[data-act=START]").inner_text() == "Start"
    assert not WorkoutLog.objects.exists()


# A whole workout ---------------------------------------------------------------------------------


def test_a_workout_goes_by_itself_from_my_week_to_what_it_changes(train, ana):
    player = train(address="/week/")
    page = player.page
    page.get_by_role("link", name="Start today’s workout").click()
    player.wait_offer()
    assert page.locator("[data-launch=minutes]").inner_text() == "about 23 min"

    player.start()
    assert player.see().sub == "Warm-up · March on the spot"
    player.advance(5)
    taken = 5 + player.advance_to(lambda seen: seen.phase == "Squat", most=150, step=5)
    taken += player.advance_to(lambda seen: seen.mood == "rest", most=100, step=5)
    taken += player.advance_to(lambda seen: seen.main == "Finish", most=25 * 60, step=20)
    assert abs(taken - 23 * 60) < 45
    assert player.see().sub == "11 sets done"
    assert player.heard().awake == 0

    player.feel("Squat", "Easy").feel("Clam", "Hard")
    player.wait_stored(sum(ROWS.values())).wait_saved()
    player.press("main")
    page.wait_for_url("**/workout/1/1/")
    assert "11 sets done and in your account." in page.locator("main").inner_text()
    assert "If the rest of this week is done and feels right:" in page.locator("main").inner_text()
    assert "+2 reps because all sets were finished" in page.locator(".reasons").inner_text()

    workout = WorkoutLog.objects.get()
    assert workout.uid == workout_uid(player.enrolment.uid, 1, 1)
    zone = "UTC"  # that of the account, whatever the phone says
    assert (workout.local_date, workout.time_zone, workout.trim) == (MONDAY, zone, None)
    assert workout.finished_at
    rows = SetLog.objects.order_by("done_at")
    assert {name: rows.filter(exercise=name).count() for name in ROWS} == ROWS
    for row in rows:
        assert row.reps == row.target["reps"]
    assert [(row.exercise, row.number, row.side, row.rest_seconds) for row in rows] == [
        ("squat", 1, "both", None),
        ("squat", 2, "both", 30),
        *(
            ("standing-kickback", number, side, rest)
            for number, first in ((1, 20), (2, 30), (3, 30))
            for side, rest in (("right", first), ("left", 5))
        ),
        ("glute-bridge", 1, "both", 20),
        ("glute-bridge", 2, "both", 30),
        ("toe-taps", 1, "both", 20),
        ("toe-taps", 2, "both", 30),
        ("clam", 1, "right", 20),
        ("clam", 2, "right", 30),
        ("clam", 1, "left", 15),
        ("clam", 2, "left", 30),
    ]
    assert rows[0].target == {
        "reps": 20,
        "hold_seconds": 0,
        "variation": "squat",
        "name": "Squat",
        "rung": "Q2",
    }
    assert ratings(ana) == {"squat": "easy", "clam": "hard"}


def test_ones_own_pace_by_the_keyboard_alone(train):
    player = train(pace="own")
    page, keys = player.page, player.page.keyboard

    def focused():
        return page.evaluate("document.activeElement.dataset.act")

    def tab(to, key="Tab"):
        for _ in range(40):
            if focused() == to:
                return
            keys.press(key)
        pytest.fail(f"{to} is not to be reached")

    def enter():
        player.advance(0.5)  # no press counts just after the button changed
        keys.press("Enter")

    tab("START")
    keys.press("Enter")
    until(page, "document.body.dataset.phase === 'ready'")
    page.evaluate("window.primary = document.activeElement")
    assert page.evaluate("primary.dataset.el") == "main"
    tab("SKIP_WARM_UP")
    keys.press("Enter")
    # The button that was pressed is gone: the primary one has the focus, and not the page's beginning.
    assert player.see().sub == "Squat · 20 reps"
    assert page.evaluate("document.activeElement === primary")

    page.evaluate("primary.blur()")
    player.advance(0.5)
    keys.press("Space")
    assert player.see().phase == "Squat"
    page.locator("main.deck").focus()
    order = []
    for _ in range(7):
        keys.press("Tab")
        order.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText"))
    assert (
        order
        == ["Leave the workout", "Sound and pace", "Done", "Undo", "Pause", "Skip", "Count one rep"][
            : len(order)
        ]
    )

    for _ in range(3):
        keys.press("Enter")
    assert player.see().big == "3"
    player.advance(60)
    assert player.see().big == "3"  # nobody is hurried
    tab("DONE", "Shift+Tab")
    keys.press("Space")
    assert player.see().sub == "That was 20."
    tab("SET")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.matches('.number[aria-pressed=true]')")
    tab("SKIP", "Shift+Tab")
    enter()  # ready for the second set
    tab("PAUSE")
    keys.press("Enter")
    assert page.evaluate("document.activeElement === primary")
    enter()  # carries on
    enter()  # go now
    tab("QUIT", "Shift+Tab")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.value") == "stay"
    keys.press("Escape")
    until(page, "document.body.dataset.phase === 'ready'")  # it goes on where it was
    assert focused() == "QUIT"
    tab("SKIP")
    enter()
    for _ in range(40):
        if player.see().main == "Finish":
            break
        enter()
        assert page.evaluate("document.activeElement === primary")
    assert page.evaluate("primary.isConnected && primary.innerText") == "Finish"
    player.wait_saved()
    page.evaluate("primary.focus()")
    enter()
    page.wait_for_url("**/workout/1/1/")
    assert SetLog.objects.count() == sum(ROWS.values())


# Interruptions -----------------------------------------------------------------------------------


def test_a_reload_in_any_phase_comes_back_paused_on_the_same_set(train):
    player = train()
    page = player.page

    def come_back(where, pause=60, **expected):
        before = player.see()
        player.reload()
        start = page.locator("[data-act=START]")
        assert start.inner_text() == "Carry on"
        assert where in page.locator("[data-launch=where]").inner_text()
        player.advance(pause)  # nothing begins by itself
        assert "play" not in (page.locator("body").get_attribute("class") or "")
        start.click()
        until(page, "document.body.classList.contains('play')")
        after = player.see()
        assert (after.solid, after.current, after.progress) == (before.solid, before.current, before.progress)
        for name, value in expected.items():
            assert getattr(after, name) == value, (name, after)

    player.start()
    player.advance(2)
    come_back("March on the spot", mood="ready", big="0:03")
    player.advance(3).advance(10)
    come_back("March on the spot", phase="Get ready", big="0:03")
    player.advance(3)
    assert player.see().big == "0:35"  # of the march, its first ten seconds count
    player.press("skip warm-up").press("main").advance(13)
    assert player.see().big == "3"
    come_back("Squat", phase="Get ready", big="0:03")
    player.advance(3.2)
    assert (player.see().big, player.see().phase) == ("3", "Squat")
    player.press("main").wait_stored(1)
    player.advance(10)
    come_back("Squat", pause=5, phase="Rest", big="0:15", number=20)
    player.do_sets(1).do_sets(1).wait_stored(3)
    assert player.see().phase == "Change legs"
    come_back("Standing kickback, left leg", pause=0, phase="Change legs", side="Left leg", big="0:05")
    player.press("main").advance(4).press("pause")
    come_back("Standing kickback, left leg", phase="Get ready", side="Left leg")
    for gap, where, big in [("Set up", "Glute bridge", "0:20"), ("Roll over", "Clam, left leg", "0:15")]:
        while player.see().phase != gap:
            player.do_sets(1)
        player.wait_stored(player.see().current)
        come_back(where, pause=0, phase=gap, big=big)
    player.press("leave").page.get_by_role("button", name="Leave", exact=True).click()
    player.reload()
    assert "sets are done already." in page.locator("[data-launch=where]").inner_text()
    player.start().press("main").do_sets()
    player.wait_stored(sum(ROWS.values())).wait_saved()
    page.reload()
    assert page.get_by_role("heading", name="Today’s workout is done").is_visible()
    assert SetLog.objects.count() == sum(ROWS.values())
    assert WorkoutLog.objects.get().finished_at


def test_every_decision_can_be_taken_back(train, ana):
    player = train()
    player.start()
    assert player.page.locator("[data-el=undo]").is_disabled()

    def back(**expected):
        player.press("undo")
        seen = player.see()
        assert (seen.mood, seen.main) == ("paused", "Carry on")
        for name, value in expected.items():
            assert getattr(seen, name) == value, (name, seen)
        return player

    player.press("skip warm-up")
    back(sub="Taken back · March on the spot")
    player.press("main").press("skip warm-up").press("main")
    player.advance(12.2)
    assert player.see().big == "3"
    player.press("skip")
    assert (player.see().sub, player.see().skipped) == ("Skipped.", 1)
    back(big="3", sub="Taken back · Squat", skipped=0)
    player.press("main").press("main").press("main").wait_stored(1).wait_saved()
    assert logged(ana) == {"squat.1.1.both": 20}
    back(big="3").wait_stored(0).wait_saved()
    assert logged(ana) == {}

    player.press("main").press("main").press("main").wait_stored(1)
    player.correct(18).advance(10).press("main")
    back(big="0:10", number=18)
    player.press("more")
    assert player.see().big == "0:25"
    player.press("main").advance(1)
    assert player.see().big == "0:24"
    player.press("main").press("main").press("main").press("main").wait_stored(3)
    assert player.see().phase == "Change legs"
    back(side="Right leg", phase="Paused").wait_stored(2)
    player.press("main").press("main").do_sets().wait_stored(sum(ROWS.values())).wait_saved()
    assert WorkoutLog.objects.get().finished_at
    back(phase="Paused").wait_stored(sum(ROWS.values()) - 1).wait_saved()
    assert WorkoutLog.objects.get().finished_at is None
    assert "clam.1.2.left" not in logged(ana)
    assert logged(ana)["squat.1.1.both"] == 18


def test_nine_of_ten_is_two_taps_and_leaving_keeps_what_was_done(train, ana):
    player = train()
    player.begin().do_sets(2).press("main").do_sets(1)
    assert player.see().asked == "Standing kickback, right leg: how many of 10?"
    player.correct(9)
    seen = player.see()
    assert (seen.number, seen.sub) == (9, "That was 9. Now 10 reps.")
    until_logged(player, ana, {"squat.1.1.both": 20, "squat.1.2.both": 20, "standing-kickback.1.1.right": 9})
    player.press("main").press("skip").press("more")
    assert (player.see().phase, player.see().sub, player.see().big) == ("Rest", "Skipped.", "0:45")
    assert player.see().numbers == []

    player.press("leave")
    assert player.see().mood == "paused"
    player.page.get_by_role("button", name="Stay").click()
    until(player.page, "document.body.dataset.phase === 'rest'")
    player.page.go_back()
    player.page.get_by_role("button", name="Leave", exact=True).click()
    until(player.page, "document.body.dataset.phase === 'done'")
    assert player.see().phase == "Good effort"
    player.press("undo")
    assert player.see().mood == "paused"
    player.press("leave")
    player.page.get_by_role("button", name="Leave", exact=True).click()
    until(player.page, "document.body.dataset.phase === 'done'")
    player.wait_saved().press("main")
    player.page.wait_for_url("**/workout/1/1/")
    assert logged(ana) == {"squat.1.1.both": 20, "squat.1.2.both": 20, "standing-kickback.1.1.right": 9}
    assert WorkoutLog.objects.get().finished_at is None


def test_at_ones_own_pace_a_rest_rings_once_and_waits(train, ana):
    player = train(pace="own")
    player.begin().press("main").forget()
    player.advance(30)
    assert player.heard().tones.count(880) == 1
    assert player.said()[-1] == "Rest is over. Squat, when you are ready."
    player.advance(75)
    seen = player.see()
    assert (seen.mood, seen.big, seen.of, seen.main) == ("rest", "1:15", "over", "I’m ready")
    assert player.heard().tones.count(880) == 1
    player.hide().advance(20, asleep=True).show()
    assert (player.see().big, player.see().mood) == ("1:35", "rest")
    player.press("main").count_reps(20)
    assert player.see().sub == "That was 20."
    player.wait_stored(2).wait_saved()
    assert SetLog.objects.get(exercise="squat", number=2).rest_seconds == 126


# Sides, parts, holds -----------------------------------------------------------------------------


def test_two_movements_of_one_set_follow_each_other_on_each_leg(train, ana):
    player = train("strong")
    leave_out(player, "Pulse squat (5 pulses)", "Glute bridge", "Double toe taps", "Bent-leg lift")
    player.begin()
    order, mirrored = [], {}
    while player.see().main != "Finish":
        seen = player.see()
        if seen.main == "Done":
            order.append((seen.phase, seen.sub, seen.side))
            mirrored[seen.side] = seen.mirrored
        player.tap("main")
    assert order == [
        (part, f"Kickback + side kick · set {number} of 2", side)
        for part in ("Kickback", "Side kick")
        for number in (1, 2)
        for side in ("Right leg", "Left leg")
    ]
    assert mirrored["Right leg"] != mirrored["Left leg"]
    player.wait_stored(8).wait_saved()
    assert set(logged(ana)) == {
        f"standing-kickback.{part}.{number}.{side}"
        for part in (1, 2)
        for number in (1, 2)
        for side in ("right", "left")
    }


def test_pulses_and_long_holds_are_counted_out(train):
    player = train("strong")
    leave_out(player, "Kickback + side kick", "Double toe taps", "Bent-leg lift")
    player.begin().forget()
    beats = []
    for _ in range(9 * 5):
        beat = player.see().beat
        if not beats or beats[-1] != beat:
            beats.append(beat)
        player.advance(0.2)
    assert beats == ["Down · breathe in", "Pulse", "Up · breathe out"]
    assert player.heard().tones.count(660) == 5
    assert "Pulse" in player.said()
    assert player.see().moving
    player.press("pause")
    assert not player.see().moving
    player.do_sets(2).press("main")
    assert player.see().phase == "Glute bridge"
    player.forget()
    player.advance_to(lambda seen: seen.mood == "hold", most=5)
    held = []
    for _ in range(40):
        seen = player.see()
        if seen.mood != "hold":
            break
        held.append((seen.big, seen.of))
        player.advance(0.2)
    assert list(dict.fromkeys(held)) == [(str(n), "rep 1 of 12") for n in (5, 4, 3, 2, 1)]
    assert "Hold, and keep breathing." in player.said()
    player.advance_to(lambda seen: seen.big == "1" and seen.mood == "work", most=5)


def test_taps_of_alternating_legs_show_their_side_and_count_per_leg(train, ana):
    player = train(pace="own")
    leave_out(player, "Squat", "Standing kickback", "Glute bridge", "Clam")
    player.begin()
    seen = player.see()
    assert (seen.phase, seen.big, seen.of, seen.side) == ("Toe taps", "0", "of 10 per leg", "Right leg")
    sides = []
    for _ in range(4):
        sides.append(player.see().side)
        player.count_reps(1)
    assert sides == ["Right leg", "Left leg", "Right leg", "Left leg"]
    assert (player.see().big, player.see().aside) == ("2", "left 2 · right 2")
    player.count_reps(16)
    assert player.see().phase == "Rest"
    player.wait_stored(1).wait_saved()
    assert logged(ana) == {"toe-taps.1.1.both": 10}


def test_support_is_one_tap_and_remembered(train):
    player = train()
    player.begin().do_sets(2)
    assert (player.see().support, player.see().phase) == ("Wall-supported kickback", "Set up")
    drawing = "document.querySelector('[data-el=fig]').innerHTML.length"
    free = player.page.evaluate(drawing)
    player.press("support")
    assert player.page.locator("[data-el=support]").get_attribute("aria-pressed") == "true"
    assert player.page.evaluate(drawing) != free
    player.press("main")
    assert "with support" in player.see().sub
    player.do_sets(1)
    player.reload().start()
    assert "with support" in player.press("main").see().sub


# What is asked for -------------------------------------------------------------------------------


def test_minutes_and_moves_left_out_are_in_the_record(train, ana):
    player = train()
    leave_out(player, "Clam")
    page = player.page
    page.get_by_label("10 min").check(force=True)
    assert page.locator("[data-launch=minutes]").inner_text() == "about 10 min"
    assert page.locator("[data-launch=moves] [data-dose]").all_inner_texts()[-1] == "left out today"
    player.begin().do_sets().wait_saved()
    trim = WorkoutLog.objects.get().trim
    assert (trim["minutes"], trim["sets"]["clam"]) == (10, 0)
    done = SetLog.objects.for_user(ana).live()
    assert not done.filter(exercise="clam").exists()
    for exercise in ("squat", "glute-bridge"):
        assert done.filter(exercise=exercise).count() == trim["sets"].get(exercise, 2)


def test_what_the_page_was_cut_to_is_what_the_player_offers(train):
    player = train(address="/today/?window=1&slot=1&minutes=10&without=clam")
    page = player.page
    assert page.get_by_label("10 min").is_checked()
    assert page.locator("[data-launch=minutes]").inner_text() == "about 10 min"
    assert page.locator("[data-launch=moves] [data-dose]").all_inner_texts()[-1] == "left out today"
    page.get_by_role("button", name="Leave out Clam").click()
    page.get_by_label("All of it").check(force=True)
    assert page.locator("[data-launch=minutes]").inner_text() == "about 23 min"


def test_a_quick_set_counts_and_is_no_evidence(train, ana):
    player = train(address="/week/")
    before = doses(ana, MONDAY, 2)
    page = player.page
    page.get_by_role("link", name="Do one quick set").click()
    player.wait_offer()
    page.locator("[data-launch=quick-sets] li").filter(has_text="Squat").get_by_role("button").click()
    until(page, "!document.querySelector('[data-when=workout]').hidden")
    player.start()
    assert player.see().sub == "Squat · 20 reps"
    player.press("main").press("main")
    assert page.locator("[data-el=felt]").is_hidden()
    player.wait_saved().press("main")
    page.wait_for_url("**/quick/?done=*")
    assert "One more set done" in page.locator("main").inner_text()
    workout = WorkoutLog.objects.get()
    assert (workout.enrolment_id, workout.window, workout.slot) == (None, None, None)
    assert workout.finished_at
    assert SetLog.objects.get().exercise == "squat"
    assert not Feedback.objects.exists()
    assert doses(ana, MONDAY, 2) == before
