"""
The player as a person uses it, with a clock of its own: nothing waits in real time.

`Player(page, clock).open()`, `.start()`, `.skip_warm_up()`, `.advance(30)`, `.press("main")`, `.do_sets(3)`,
`.see().phase`, `.wait_saved()`. The page's clock stands still until `advance` moves it, and the server's `clock`
(tests/conftest.py) moves along. What the page says, beeps, buzzes and keeps awake is in `.heard()`.
"""

import datetime
import json
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from django.contrib.staticfiles import finders
from django.utils import timezone

from glutes_site import modules

ACCOUNT_HAS_ALL = "All in your account"
BUTTONS = {
    "main": "[data-el=main]",
    "undo": "[data-el=undo]",
    "pause": "[data-el=pause]",
    "skip": "[data-el=skip]",
    "more": "[data-el=more]",
    "one rep": "[data-el=one]",
    "support": "[data-el=support]",
    "skip warm-up": "[data-el=warmup]",
    "leave": ".deck [data-act=QUIT]",
    "sound": ".deck [data-act=SOUND]",
}

# Stands in for what a computer without loudspeakers cannot do, and writes down what was asked of it.
SENSES = """(() => {
  const heard = window.heard = {said: [], tones: [], buzzes: [], awake: [], asked: 0, hushed: 0};
  const stand = (owner, name, work) => owner && Object.defineProperty(owner.prototype, name,
    {configurable: true, writable: true, value: work});
  stand(window.SpeechSynthesis, "speak", (words) => { if (words.text.trim()) heard.said.push(words.text); });
  stand(window.SpeechSynthesis, "cancel", () => { heard.hushed += 1; });
  stand(window.OscillatorNode, "start", function () { heard.tones.push(Math.round(this.frequency.value)); });
  stand(window.Navigator, "vibrate", (pattern) => { heard.buzzes.push(pattern); return true; });
  stand(window.WakeLock, "request", async () => {
    heard.asked += 1;
    if (window.refusesLock) throw new DOMException("low power", "NotAllowedError");
    const lock = new EventTarget();
    lock.release = async () => { heard.awake.pop(); lock.dispatchEvent(new Event("release")); };
    heard.awake.push(lock);
    return lock;
  });
  // Minutes go by in a moment, requests do not: none of them may seem to hang.
  if (STOPPED) AbortSignal.timeout = () => new AbortController().signal;
})();"""

# A phone that was looked at before; what is chosen later is not overwritten by a reload.
CHOICES = (
    "if (!localStorage.getItem('rise-prefs')) localStorage.setItem('rise-prefs', JSON.stringify({choices}))"
)

SEEN = """() => {
  const of = (name) => document.querySelector(`[data-el=${name}]`);
  const text = (name) => { const node = of(name); return node?.checkVisibility() ? node.innerText.trim() : ""; };
  const names = ["phase", "sub", "side", "nextgoal", "nexttitle", "big", "of", "aside", "beat", "cue", "main",
    "asked", "support", "tip", "trouble", "later", "say"];
  const bar = of("sets"), classes = [...bar?.children ?? []].map((each) => each.classList);
  return {...Object.fromEntries(names.map((name) => [name, text(name)])),
    mood: document.body.dataset.phase ?? "", solid: classes.filter((list) => list.contains("on")).length,
    current: classes.findIndex((list) => list.contains("now")), segments: classes.length,
    skipped: classes.filter((list) => list.contains("skipped")).length, progress: bar?.ariaValueText ?? "",
    numbers: [...document.querySelectorAll(".strip .number[data-act=SET]")].filter((each) => each.checkVisibility())
      .map((each) => Number(each.innerText)),
    number: Number(document.querySelector(".strip .number[aria-pressed=true]")?.innerText ?? NaN),
    mirrored: of("fig")?.classList.contains("flip") ?? false,
    moving: of("fig")?.querySelector("svg")?.animationsPaused() === false,
    sync: document.querySelector(".deck .sync")?.innerText ?? "", title: document.title};
}"""


NOTHING_WAITS = """new Promise((resolve) => {
  const opening = indexedDB.open(`rise-${JSON.parse(localStorage.getItem("rise-account"))}`);
  opening.onsuccess = () => {
    const counting = opening.result.transaction("queue").objectStore("queue").count();
    counting.onsuccess = () => {
      opening.result.close();
      resolve(counting.result === 0);
    };
  };
})"""
OFFERS = """[...document.querySelectorAll("[data-when]")]
  .some((each) => !each.hidden && each.dataset.when !== "wait")"""


def until(page, condition, seconds=30):
    """Waits until an expression, or the promise that it gives, is true. (The page's policy forbids `eval`.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


@cache
def shipped():
    """The player's script as production serves it: in one piece, and small."""

    def read(name):
        return Path(finders.find(name)).read_text(encoding="utf-8")

    script, _names = modules.join("js/player/player.mjs", read)
    return {"content_type": "text/javascript", "body": modules.small(script)}


class Player:
    """A page with today's workout. Its clock is stopped at the server's `now`, unless `is_real`."""

    def __init__(self, page, clock, *, is_real=False, **choices):
        self.page, self.clock, self.is_real = page, clock, is_real
        page.set_default_timeout(10_000)
        # Before the clock puts its own there; frames are drawn all the same.
        page.context.add_init_script(
            "window.otherTimeout ??= setTimeout; window.otherFrame ??= requestAnimationFrame;"
        )
        if not is_real:
            now = timezone.now()
            page.clock.install(time=now)
            page.clock.pause_at(now + datetime.timedelta(seconds=1))
        page.context.add_init_script("window.requestAnimationFrame = window.otherFrame;")
        kept = {"isChecked": True} | choices
        page.add_init_script(SENSES.replace("STOPPED", "false" if is_real else "true"))
        page.add_init_script(CHOICES.replace("{choices}", json.dumps(kept)))

    # The way in ------------------------------------------------------------------------------------

    def open(self, address="/today/", ready=True):
        """To a page, and until its panel knows what it offers."""
        self.page.goto(address)
        return self.wait_offer() if ready else self

    def wait_offer(self):
        until(self.page, OFFERS)
        return self

    def reload(self):
        self.page.reload()
        return self.wait_offer()

    def start(self):
        """Start or Carry on; the check of the phone is answered where it is asked for. Ends on the deck."""
        self.page.bring_to_front()  # a tab that is behind another draws no frames
        self.page.locator("[data-act=START]").click()
        if self.page.locator("dialog[data-dialog=check]").is_visible():
            self.page.locator("[data-go]").click()
        until(self.page, "document.body.classList.contains('play') && Boolean(document.body.dataset.phase)")
        return self

    def begin(self):
        """Start, past the warm-up and the first seconds: at work on the first set."""
        self.start()
        if self.page.locator(BUTTONS["skip warm-up"]).is_visible():
            self.press("skip warm-up")
        self.press("main")
        return self

    # Time ------------------------------------------------------------------------------------------

    def advance(self, seconds, *, asleep=False):
        """Lets time pass; `asleep`: as on a phone that ran nothing meanwhile."""
        self.clock.shift(datetime.timedelta(seconds=seconds))
        move = self.page.clock.fast_forward if asleep else self.page.clock.run_for
        move(round(seconds * 1000))
        return self

    def advance_to(self, condition, most=120, step=0.2):
        """Lets time pass until `condition(what is seen)`; returns the seconds that it took."""
        for n in range(round(most / step) + 1):
            if condition(self.see()):
                return round(n * step, 1)
            self.advance(step)
        raise AssertionError(f"not within {most} s: {self.see()}")

    @contextmanager
    def real_timers(self):
        """For axe, which would wait in vain for a clock that stands still; the workout stands still all the same."""
        swap = (
            "() => { [window.setTimeout, window.otherTimeout] = [window.otherTimeout, window.setTimeout]; }"
        )
        self.page.evaluate(swap)
        yield
        self.page.evaluate(swap)

    def hide(self, hidden=True):
        """Another app comes to the front, or the phone is locked."""
        state = "hidden" if hidden else "visible"
        self.page.evaluate(
            """state => {
              Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            state,
        )
        return self

    def show(self):
        return self.hide(hidden=False)

    # Taps ------------------------------------------------------------------------------------------

    def press(self, name):
        self._let_pass(name)
        self.page.locator(BUTTONS[name]).click()
        return self

    def _let_pass(self, name):
        """The main button takes no press just after it changed: that was meant for what it was before."""
        if name == "main":
            self.advance(0.5)

    def tap(self, name):
        """A tap without the care of `press`, for the way to what a test is about."""
        self._let_pass(name)
        self.page.evaluate("selector => document.querySelector(selector).click()", BUTTONS[name])
        return self

    def do_sets(self, count=None):
        """Ends so many sets with Done, rests in between with “I’m ready”; all that is left without a count."""
        done, taps, before = 0, 0, None
        while count is None or done < count or before != "work":
            seen = self.see()
            if seen.main == "Finish":
                break
            assert taps < 99, f"the workout has no end: {seen}"
            taps += 1
            before = "work" if seen.main == "Done" and seen.sub != "Warm-up" else ""
            done += before == "work"
            self.tap("main")
        return self

    def count_reps(self, number):
        """Taps the number so often, at one's own pace."""
        for _ in range(number):
            self.page.evaluate("document.querySelector('.big').click()")
        return self

    def correct(self, reps):
        self.page.locator(".strip .number[data-act=SET]").filter(has_text=str(reps)).click()
        return self

    def feel(self, exercise, word):
        group = self.page.get_by_role("group", name=exercise, exact=True)
        group.get_by_label(word, exact=True).check(force=True)
        return self

    # What there is ---------------------------------------------------------------------------------

    def see(self):
        """What the deck shows now: words by their place, `mood` (the phase that colours it), `solid` segments …"""
        return SimpleNamespace(**self.page.evaluate(SEEN))

    def heard(self):
        found = self.page.evaluate("() => ({...heard, awake: heard.awake.length})")
        return SimpleNamespace(**found)

    def said(self):
        return self.heard().said

    def forget(self):
        """What was heard so far."""
        self.page.evaluate("() => { heard.said.length = heard.tones.length = heard.buzzes.length = 0; }")
        return self

    def wait_stored(self, count):
        """Until so many sets are on this phone for good."""
        until(self.page, f"document.querySelectorAll('.sets .on').length === {count}")
        return self

    def wait_saved(self):
        """Until everything is in the account, and the page says so."""
        until(self.page, NOTHING_WAITS)
        until(self.page, f"document.querySelector('.sync')?.innerText.includes('{ACCOUNT_HAS_ALL}')")
        return self
