"""The player for everybody: by ear, without moving pictures, in large print, in any phase and on any screen."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.playing import Player, until
from tests.plans.workouts import sign_up

pytestmark = pytest.mark.sqlite  # what a person sees does not depend on the database

SIZES = [(320, 568), (320, 256), (667, 375), (1280, 800)]
TARGETS = ".deck button, .deck .felt-now label, .launch button, dialog[open] :is(button, label)"
OUT_OF_SIZE = f"""[...document.querySelectorAll("{TARGETS}")]
  .filter((each) => each.checkVisibility() && !each.closest(".sync") && !each.matches(".link"))
  .map((each) => [each.innerText || each.ariaLabel, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.9 || box.height < 43.9 || box.height > 200)
  .map(([name, box]) => name + " " + box.width + " x " + box.height)"""
SIDEWAYS = """[document.documentElement, ...document.querySelectorAll("dialog[open], .deck")]
  .map((each) => each.scrollWidth - each.clientWidth)"""


@pytest.fixture
def train(page_of, person, clock):
    def make(level="standard", *, leave_out=(), prepare="", page=None, **choices):
        user = person()
        sign_up(user, level=level)
        page = page_of(user, service_workers="block", **(page or {}))
        player = Player(page, clock, **choices)
        if prepare:
            page.add_init_script(prepare)
        player.open()
        for name in leave_out:
            page.get_by_role("button", name=f"Leave out {name}").click()
        return player

    return make


# By ear ------------------------------------------------------------------------------------------


def test_a_workout_can_be_followed_by_ear_alone(train):
    player = train(leave_out=["Squat", "Glute bridge", "Clam"])
    player.start().press("skip warm-up").advance(20)
    player.advance(30)
    assert player.see().phase == "Change legs"
    player.correct(9).advance(5).advance(30)
    player.do_sets(4).press("main").advance(7)
    player.do_sets()
    count = ["Lower", "1", "Lower", "2", "3", "4", "5. Halfway.", "6", "7", "8", "9. Last one."]
    rest = "10 done. Rest for 30 seconds. Next: Standing kickback, right leg, 10 reps."
    legs, lift = "10 done. Change legs. Now your left leg.", "Go. Lift"
    lying = (
        "10 done. Next: Toe taps, 10 reps per leg. Lie on your back, arms by your sides, belly drawn in. "
        "Lift one leg and then the other into tabletop: thighs upright, knees at a right angle, shins level, "
        "toes pointed. The right leg goes first."
    )
    assert player.said() == [
        "Get ready. Warm-up first. March on the spot, 45 seconds.",
        "Get ready. Standing kickback, right leg, 10 reps. Set 1 of 3. Stand upright on a clear floor, feet "
        "hip-width apart, arms down by your sides, belly drawn in. Shift your weight onto your left foot. Your right "
        "leg works first: knee slightly bent, toes pulled up, foot a little behind you.",
        *("Go. Press the heel back and up; your body stays still.", *count, legs, "Corrected to 9."),
        *(lift, *count, f"{rest} Set 2 of 3."),
        *(lift, legs, lift, f"{rest} Set 3 of 3.", lift, legs, lift, lying),
        "Go. Right leg. Tap like a feather; the other knee waits above its hip.",
        *("Back", "Left leg.", "Back", "1"),
        "10 done. Rest for 30 seconds. Next: Toe taps, 10 reps per leg. Set 2 of 2.",
        *("Go. Right leg. Tap", "10 done. That was your last set. Well done."),
    ]
    assert player.see().say == player.said()[-1]


# Senses ------------------------------------------------------------------------------------------


def choose(player, label, value=True):
    player.press("sound")
    dialog = player.page.get_by_role("dialog", name="Sound and pace")
    dialog.get_by_label(label, exact=True).set_checked(value)
    dialog.get_by_role("button", name="Close").click()
    until(player.page, "!document.querySelector('dialog[open]')")
    return player.forget()


def test_voice_tones_vibration_and_flash_can_be_chosen_and_stay_as_chosen(train):
    player = train()
    player.begin().advance(9)
    heard = player.heard()
    assert heard.said[-1] == "2"
    assert heard.tones[-1] == 620
    assert heard.buzzes[-1] == 20

    choose(player, "Beeps only").press("main").press("main").advance(4.2)
    heard = player.heard()
    assert (heard.said, bool(heard.tones)) == ([], True)
    choose(player, "Silent").press("main").press("main").advance(4.2)
    heard = player.heard()
    assert (heard.said, heard.tones, bool(heard.buzzes)) == ([], [], True)
    choose(player, "Vibrate", False).press("main").press("main").advance(4.2)
    assert (player.heard().tones, player.heard().buzzes) == ([], [])
    flashing = "document.querySelector('[data-flash]').getAnimations().length"
    assert player.page.evaluate(flashing) == 0
    choose(player, "Flash the screen").press("main").press("main")
    assert player.page.evaluate(flashing) > 0
    player.reload().start()
    player.forget().press("main").advance(4.2)
    assert (player.heard().said, player.heard().tones, player.heard().buzzes) == ([], [], [])
    player.press("sound")
    dialog = player.page.get_by_role("dialog", name="Sound and pace")
    assert dialog.get_by_label("Silent").is_checked()
    assert not dialog.get_by_label("Vibrate").is_checked()


AUDIO = """(() => {
  const Real = AudioContext;
  window.contexts = [];
  window.AudioContext = class extends Real {
    constructor() { super(); contexts.push(this); }
    get state() { return "running"; }
    get currentTime() { return window.isFrozen ? 7 : super.currentTime; }
    close() { this.isClosed = true; return super.close(); }
  };
  Object.defineProperty(navigator, "audioSession", {value: {type: "auto"}});
})();"""


def test_tones_survive_an_interruption_and_let_the_persons_music_play(train):
    player = train(prepare=AUDIO)
    page = player.begin().page
    contexts = "window.contexts.map(({isClosed}) => Boolean(isClosed))"
    assert page.evaluate(contexts) == [False]
    assert page.evaluate("navigator.audioSession.type") == "transient"
    page.evaluate(
        "window.isFrozen = true"
    )  # as after a call on some phones: it says that it runs, and stands
    player.advance(9)
    assert page.evaluate(contexts)[0] is True
    assert page.evaluate(contexts)[-1] is False
    page.evaluate("window.isFrozen = false")
    made = len(page.evaluate(contexts))
    player.advance(9)
    assert len(page.evaluate(contexts)) == made
    choose(player, "Sound even when silenced (stops your music)")
    player.press("main").press("main").advance(4.2)
    assert page.evaluate("navigator.audioSession.type") == "playback"


def test_the_screen_stays_on_while_something_goes_on(train):
    player = train()
    player.begin()
    assert (player.heard().awake, player.heard().asked) == (1, 1)
    player.press("pause")
    assert player.heard().awake == 0
    player.press("main").press("main")
    assert (player.heard().awake, player.heard().asked) == (1, 2)
    player.hide()
    assert player.see().sub == "You were away · Squat"
    player.show()
    assert player.see().mood == "paused"
    player.press("main").press("main").press("main")
    assert (player.see().mood, player.heard().awake) == ("rest", 1)
    asked = player.heard().asked
    player.page.evaluate("heard.awake[0].release()")  # as the browser does with a page out of sight
    player.hide().advance(5, asleep=True)
    assert player.heard().awake == 0
    player.show()
    assert (player.see().big, player.heard().awake, player.heard().asked) == ("0:25", 1, asked + 1)
    player.page.evaluate("window.refusesLock = true")
    player.press("pause").press("main")
    assert "will not keep its screen on" in player.see().tip
    player.do_sets()
    assert player.heard().awake == 0


# What moves --------------------------------------------------------------------------------------


def test_nothing_moves_for_those_who_asked_for_it(train):
    player = train(page={"reduced_motion": "reduce"})
    player.begin().advance(4.4)
    assert player.see().big == "1"
    moving = """() => [".an", ".st"].map((name) => getComputedStyle(document.querySelector(`.fig ${name}`)).display)
      .concat(document.getAnimations().length)"""
    assert player.page.evaluate(moving) == ["none", "inline", 0]
    player.page.emulate_media(reduced_motion="no-preference")
    player.advance(0.2)
    assert player.page.evaluate(moving)[:2] == ["inline", "none"]


def test_without_scripts_the_form_is_the_player(page_of, person, clock):
    user = person()
    sign_up(user)
    page = page_of(user, java_script_enabled=False)
    page.goto("/today/")
    assert not page.locator("[data-player]").is_visible()
    assert page.get_by_role("button", name="Finish workout").is_visible()


# Every phase -------------------------------------------------------------------------------------


def walk(player):
    """Through every phase and dialog of a workout; at each its name, while it is to be seen."""
    page = player.page
    yield "launch"
    page.locator("[data-act=START]").click()
    page.locator("dialog[data-dialog=check]").wait_for()
    player.advance(0.5)
    until(page, "document.querySelectorAll('[data-checks] li').length > 4")
    yield "check"
    page.locator("[data-go]").click()
    until(page, "document.body.dataset.phase === 'ready'")
    yield "ready"
    player.advance(7)
    yield "warm-up"
    player.press("skip warm-up").press("main").advance(9.2)
    yield "work"
    player.press("pause")
    yield "paused"
    player.press("sound")
    yield "sound"
    page.keyboard.press("Escape")
    player.press("leave")
    yield "leave"
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('dialog[open]')")
    player.do_sets(1).wait_stored(1).wait_saved()
    yield "rest"
    player.do_sets(1).wait_stored(2)
    yield "set-up"
    player.do_sets(1).wait_stored(3)
    yield "switch"
    player.press("main").press("skip")
    player.do_sets(6).press("main").advance(2.5)
    yield "hold"
    player.do_sets(1)
    player.press("leave")
    page.get_by_role("button", name="Leave", exact=True).click()
    until(page, "document.body.dataset.phase === 'done'")
    yield "left"
    player.press("undo").do_sets().wait_saved()
    yield "done"


@pytest.mark.sqlite
def test_axe_finds_nothing_in_any_phase(train, axe, screens):
    player = train("strong", isChecked=False, page={"reduced_motion": "reduce"})
    page = player.page
    for number, name in enumerate(walk(player)):
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme="dark" if (size == PHONE) == bool(number % 2) else "light")
            with player.real_timers():
                assert axe.faults(page) == [], name
        page.set_viewport_size(PHONE)
        screens(page, f"player-{name}")


@pytest.mark.sqlite
def test_it_fits_small_screens_and_large_print_and_every_target_is_large(train):
    player = train("strong", isChecked=False, page={"reduced_motion": "reduce"})
    page = player.page
    browser, found = page.context.new_cdp_session(page), {}
    for name in walk(player):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found[name, width, height] = (max(page.evaluate(SIDEWAYS)), page.evaluate(OUT_OF_SIZE))
        page.set_viewport_size(PHONE)
        browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") in ("32px", "34px")
        found[name, "large print"] = (max(page.evaluate(SIDEWAYS)), page.evaluate(OUT_OF_SIZE))
        browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    assert {where: what for where, what in found.items() if what != (0, [])} == {}


@pytest.mark.sqlite
def test_forced_colours_keep_the_progress_visible(train):
    player = train(page={"forced_colors": "active", "reduced_motion": "reduce"})
    player.begin().do_sets(2).wait_stored(2)
    colours = player.page.evaluate(
        """() => [".sets .on", ".sets .now", ".sets i:last-child", ".drain", ".drain i"]
          .map((name) => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    )
    done, current, to_come, track, fill = colours
    assert len({done, current, to_come}) == 3
    assert track != fill
