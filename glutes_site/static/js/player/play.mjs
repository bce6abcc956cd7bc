/* One workout being played: events in, the screen, the senses and the store out. */
import { draftsOf, ratingDraft } from "./edits.mjs";
import { doneOf, isCounting, isLive, isOver, moment, on, stepOf } from "./machine.mjs";
import { makeFinish } from "./finish.mjs";
import { listen } from "./nodes.mjs";
import { choose, prefs } from "./prefs.mjs";
import { makeScreen } from "./screen.mjs";
import { supported } from "./script.mjs";
import { beep, hush, shown, silence, speak, unlock, wake } from "./senses.mjs";
import { t, wordsFor } from "./words.mjs";

const TICK = 200; // ms
const GRACE = 500; // ms after the main button changed in which a press was meant for what it was before
const RETRY = 5e3; // ms after which what could not be stored is tried again
const PASSING = ["count", "cue", "leg", "more"]; // what is said without being shown, and without cutting short what is being said

/**
 * Plays `state` from here on, with `first` as the first event. deck: a fresh copy of its template; ref and own: what the records of the workout say
 * (edits.mjs); known: what the store holds of it. leave(how) is called once, at the very end: "saved", "later" or "nothing".
 */
export function play({ state, first, deck, dialogs, doc, workout, ref, own, trim, known, already, store, flusher, isSaved, leave }) {
  const screen = makeScreen(deck, { doc, workout, already });
  const { el } = screen;
  const finish = makeFinish({ deck, el, workout, ref, known, flusher, isSaved, rate, settle, leave: end });
  const felt = new Map(); // ratings that are not on this phone yet
  let isBehind = false, triedAt = 0; // whether something that was done could not be stored, and the last try
  let written = state, stored = storedOf(state), chain = Promise.resolve(), isRunning = true, before = document.title;
  let dialogPaused = false, changedAt = 0;

  function storedOf(s) {
    return new Set(doneOf(s).map(({ key }) => key));
  }

  /** Writes follow each other; one that fails is made good by the next, for each compares with what is stored. */
  function keep() {
    const after = state, now = Date.now();
    triedAt = now;
    chain = chain.then(async () => {
      const drafts = await draftsOf(written, after, { workout: ref, own, now }), ratings = [...felt];
      for (const [exercise, rating] of ratings) drafts.push(await ratingDraft(ref, exercise, rating));
      await store.write(drafts, { now, player: { id: after.id, saved: isLive(after) && after, at: now, trim, ref } });
      for (const [exercise, rating] of ratings) if (felt.get(exercise) === rating) felt.delete(exercise);
      written = after;
      stored = storedOf(after);
      if (drafts.some(({ kind }) => kind === "workout")) own = null;
      fail(false);
      draw();
      if (drafts.length) flusher.flush().catch(() => {});
    }).catch((error) => {
      console.error(error);
      fail(true);
    });
    return chain;
  }

  /** Where something is not even on this phone, nothing is said of the account. */
  function fail(yes) {
    if (yes === isBehind) return;
    isBehind = yes;
    el.trouble.hidden = !yes;
    deck.querySelector("[data-sync]").hidden = yes;
  }

  function rate(exercise, rating) {
    felt.set(exercise, rating);
    return keep();
  }

  /** Whether all that was done is on this phone; what is not is tried once more. */
  async function settle() {
    if (isBehind) keep();
    await chain;
    return !isBehind;
  }

  function tell(text, isNews = true) {
    speak(text, isNews);
    if (isNews) el.say.textContent = text;
  }

  function send(type, more = {}) {
    const now = Date.now(), was = state;
    const [next, effects] = on(state, { type, now, ...more });
    state = next;
    if (effects.includes("save")) keep();
    for (const effect of effects) {
      if (effect.beep) beep(effect.beep);
      if (effect.say) tell(wordsFor(effect, state), !PASSING.includes(effect.say));
      if (effect.wake !== undefined) wake(effect.wake);
    }
    if ((type === "SET" || type === "ADJUST") && state !== was) tell(t("say-corrected", { n: state.log.at(-1).reps }));
    if (type === "QUIT" && !doneOf(state).length) return end("nothing");
    if (state !== was) draw();
    return undefined;
  }

  function draw() {
    if (!isRunning) return;
    const { act } = el.main.dataset, now = Date.now();
    screen.draw(state, moment(state, now), stored);
    if (act !== el.main.dataset.act) changedAt = now;
    finish.draw(state);
    // A button that vanished took the focus with it.
    if (document.activeElement === document.body && !document.querySelector("dialog[open]")) el.main.focus({ preventScroll: true });
  }

  function tick() {
    send("TICK");
    if (isBehind && Date.now() - triedAt >= RETRY) keep();
    draw();
  }

  /** Back to the page; what is still being written is waited for. */
  async function end(how) {
    silence();
    await chain;
    stop();
    leave(how);
  }

  function openDialog(dialog) {
    dialogPaused = isLive(state) && !state.paused;
    if (dialogPaused) send("PAUSE");
    hush();
    dialog.returnValue = "";
    dialog.showModal();
  }

  /** From here on the exercise is done at a wall, or free. */
  function support() {
    const { exercise, support: wasHeld } = stepOf(state), isHeld = !wasHeld;
    choose({ support: { ...prefs.support, [exercise]: isHeld } });
    state = { ...state, script: state.script.map((step) => (step.exercise === exercise ? supported(step, doc.moves[step.variation], isHeld) : step)) };
    keep();
    tell(t(isHeld ? "say-support" : "say-free"));
    draw();
  }

  function askToLeave() {
    if (isOver(state)) finish.press(state);
    else if (!dialogs.leave.open) openDialog(dialogs.leave);
  }

  const acts = {
    QUIT: askToLeave,
    SOUND: () => openDialog(dialogs.sound),
    SUPPORT: support,
    FINISH: () => finish.press(state),
  };

  function onClick(event) {
    const button = event.target.closest("button");
    if (button === el.main && Date.now() - changedAt < GRACE) return;
    if (button?.dataset.act) {
      const { act, ...more } = button.dataset;
      unlock();
      (acts[act] ?? send)(act, more);
    } else if (!button && event.target.closest("[data-count]") && state.pace === "own" && isCounting(state)) send("REP");
  }

  function onKey(event) {
    if (event.repeat) return event.key === "Enter" && event.preventDefault();
    if (event.key !== " " || event.target.closest("button, input, a, summary, dialog")) return;
    event.preventDefault();
    el.main.click();
  }

  function onVisibility() {
    if (document.visibilityState === "hidden") {
      hush();
      return send("HIDE");
    }
    shown();
    send("SHOW");
    return draw();
  }

  const onBack = () => {
    history.pushState(null, "");
    askToLeave();
  };
  const onLeave = () => {
    if (dialogs.leave.returnValue === "leave") send("QUIT");
    else if (dialogPaused) send("RESUME");
  };
  const onSound = () => {
    send("PACE", prefs);
    if (dialogPaused) send("RESUME");
  };
  const others = [...document.body.children].filter((node) => !node.matches("dialog, script, [data-flash]"));
  const setAside = (yes) => others.forEach((node) => { node.inert = node.hidden = yes; });
  setAside(true);
  document.body.append(deck);
  document.body.classList.add("play");
  history.pushState(null, "");
  const turnAway = listen(
    [deck, "click", onClick], [document, "keydown", onKey], [document, "visibilitychange", onVisibility],
    [window, "pagehide", () => send("HIDE")], [window, "popstate", onBack], [dialogs.leave, "close", onLeave], [dialogs.sound, "close", onSound],
  );
  const ticker = setInterval(tick, TICK);

  /** Takes the deck away; the page is as it was before. */
  function stop() {
    if (!isRunning) return;
    isRunning = false;
    clearInterval(ticker);
    turnAway();
    Object.values(dialogs).forEach((dialog) => dialog.close());
    deck.remove();
    setAside(false);
    document.body.classList.remove("play");
    delete document.body.dataset.phase;
    document.title = before;
  }

  send(first);
  scrollTo(0, 0);
  el.main.focus({ preventScroll: true });
  return { stop };
}
