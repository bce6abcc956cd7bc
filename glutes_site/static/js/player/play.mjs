/* One workout being played: events in, the screen, the senses and the store out. */
import { draftsOf, ratingDraft } from "./edits.mjs";
import { isLive, isOver, isSet, moment, on, stepOf } from "./machine.mjs";
import { makeFinish } from "./finish.mjs";
import { makeScreen } from "./screen.mjs";

const TICK = 200; // ms
const RETRY = 5e3; // ms after which what could not be stored is tried again
const SPEAKS = new Set(["paused", "resume", "switch", "turn", "rest", "move", "ready", "go", "warm-up", "done", "undone", "back"]);

/** The script with an exercise done at a wall, or free; what is logged stays as it is. */
function withSupport(script, doc, exercise, isHeld) {
  return script.map((step) => {
    const move = doc.moves[step.variation], help = move?.support;
    if (step.exercise !== exercise || !help) return step;
    const own = move.figures[step.part - 1] ?? move.figures[0];
    return {
      ...step, support: isHeld, cue: isHeld ? help.cue : move.cue,
      figure: isHeld && step.part === 1 ? help.figure : own,
    };
  });
}

/**
 * Plays `state` from here on. deck: a fresh copy of its template; ref and own: what the records of the workout say
 * (edits.mjs); known: what the store holds of it. leave(how) is called once, at the very end: "saved", "later" or "nothing".
 */
export function play({ state, deck, dialogs, doc, workout, ref, own, trim, known, already, words, senses, prefs, choose, store, flusher, isSaved, leave }) {
  const screen = makeScreen(deck, { words, doc, workout, already }), { el } = screen;
  const finish = makeFinish({ deck, el, words, workout, ref, known, flusher, isSaved, rate, settle, leave: end });
  const felt = new Map(); // ratings that are not on this phone yet
  let isBehind = false, triedAt = 0; // whether something that was done could not be stored, and the last try
  let written = state, stored = keysOf(state), chain = Promise.resolve(), isRunning = true, before = document.title;
  let dialogPaused = false;

  function keysOf({ log }) {
    return new Set(log.filter((entry) => !entry.skipped).map((entry) => entry.key));
  }

  /** Writes follow each other; one that fails is made good by the next, for each compares with what is stored. */
  function keep(withLog, now) {
    const after = state;
    triedAt = now;
    chain = chain.then(async () => {
      const isWhole = withLog || isBehind, ratings = [...felt];
      const drafts = isWhole ? await draftsOf(written, after, { workout: ref, own, now }) : [];
      for (const [exercise, rating] of ratings) drafts.push(await ratingDraft(ref, exercise, rating));
      await store.write(drafts, { now, player: { id: after.id, saved: after, at: now, trim, ref } });
      for (const [exercise, rating] of ratings) if (felt.get(exercise) === rating) felt.delete(exercise);
      if (isWhole) {
        written = after;
        stored = keysOf(after);
      }
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
    return keep(false, Date.now());
  }

  /** Whether all that was done is on this phone; what is not is tried once more. */
  async function settle() {
    if (isBehind) keep(true, Date.now());
    await chain;
    return !isBehind;
  }

  function tell(text) {
    senses.speak(text);
    el.say.textContent = text;
  }

  function send(type, more = {}) {
    const now = Date.now(), was = state;
    const [next, effects] = on(state, { type, now, ...more });
    state = next;
    if (effects.includes("log")) keep(true, now);
    else if (effects.includes("save")) keep(false, now);
    for (const effect of effects) {
      if (typeof effect === "string") continue;
      const text = effect.say ? words.speak(effect, state) : "";
      senses.perform(effect, text);
      if (SPEAKS.has(effect.say)) el.say.textContent = text;
    }
    if ((type === "SET" || type === "ADJUST") && state !== was) tell(words.t("say-corrected", { n: state.log.at(-1).reps }));
    if (type === "QUIT" && !state.log.length) return end("nothing");
    if (state !== was) draw();
    return undefined;
  }

  function draw() {
    if (!isRunning) return;
    screen.draw(state, moment(state, Date.now()), stored);
    finish.draw(state);
    // A button that vanished took the focus with it.
    if (document.activeElement === document.body && !document.querySelector("dialog[open]")) el.main.focus({ preventScroll: true });
  }

  function tick() {
    if (document.visibilityState === "visible" || state.away) send("TICK");
    if (isBehind && Date.now() - triedAt >= RETRY) keep(true, Date.now());
    draw();
  }

  /** Back to the page; what is still being written is waited for. */
  async function end(how) {
    senses.stop();
    await chain;
    stop();
    leave(how);
  }

  function openDialog(dialog) {
    dialogPaused = isLive(state) && !state.paused;
    if (dialogPaused) send("PAUSE");
    senses.hush();
    dialog.returnValue = "";
    dialog.showModal();
  }

  function support(exercise) {
    const isHeld = !stepOf(state).support;
    choose({ support: { ...prefs.support, [exercise]: isHeld } });
    state = { ...state, script: withSupport(state.script, doc, exercise, isHeld) };
    keep(false, Date.now());
    tell(words.t(isHeld ? "say-support" : "say-free"));
    draw();
  }

  const acts = {
    QUIT: () => (isOver(state) ? finish.press(state) : openDialog(dialogs.leave)),
    SOUND: () => openDialog(dialogs.sound),
    SUPPORT: ({ exercise }) => support(exercise),
    FINISH: () => finish.press(state),
    SET: ({ reps }) => send("SET", { reps: Number(reps) }),
    ADJUST: ({ by }) => send("ADJUST", { by: Number(by) }),
  };

  function onClick(event) {
    const button = event.target.closest("button");
    if (button?.dataset.act) {
      senses.unlock();
      (acts[button.dataset.act] ?? (() => send(button.dataset.act)))(button.dataset);
    } else if (!button && event.target.closest("[data-count]") && state.pace === "own" && state.phase === "work" && isSet(stepOf(state))) send("REP");
  }

  function onKey(event) {
    if (event.key !== " " || event.target.closest("button, input, a, summary, dialog")) return;
    event.preventDefault();
    el.main.click();
  }

  function onVisibility() {
    if (document.visibilityState === "hidden") {
      senses.hush();
      return send("HIDE");
    }
    senses.shown();
    send("SHOW");
    return draw();
  }

  const onHide = () => send("HIDE");
  const onBack = () => {
    history.pushState(null, "");
    if (isOver(state)) finish.press(state);
    else if (!dialogs.leave.open) openDialog(dialogs.leave);
  };
  const onLeave = () => {
    if (dialogs.leave.returnValue === "leave") send("QUIT");
    else if (dialogPaused) send("RESUME");
  };
  const onSound = () => {
    send("PACE", { pace: prefs.pace, auto: prefs.auto });
    if (dialogPaused) send("RESUME");
  };
  const listeners = [
    [deck, "click", onClick], [document, "keydown", onKey], [document, "visibilitychange", onVisibility],
    [window, "pagehide", onHide], [window, "popstate", onBack], [dialogs.leave, "close", onLeave], [dialogs.sound, "close", onSound],
  ];

  const others = [...document.body.children].filter((node) => !node.matches("dialog, script, [data-flash]"));
  others.forEach((node) => { node.inert = node.hidden = true; });
  document.body.append(deck);
  document.body.classList.add("play");
  history.pushState(null, "");
  listeners.forEach(([node, name, work]) => node.addEventListener(name, work));
  const ticker = setInterval(tick, TICK);
  scrollTo(0, 0);
  el.main.focus({ preventScroll: true });

  /** Takes the deck away; the page is as it was before. */
  function stop() {
    if (!isRunning) return;
    isRunning = false;
    clearInterval(ticker);
    listeners.forEach(([node, name, work]) => node.removeEventListener(name, work));
    Object.values(dialogs).forEach((dialog) => dialog.close());
    deck.remove();
    others.forEach((node) => { node.inert = node.hidden = false; });
    document.body.classList.remove("play");
    delete document.body.dataset.phase;
    document.title = before;
  }

  return { send, draw, stop, tip: (text) => { el.tip.textContent = text; } };
}
