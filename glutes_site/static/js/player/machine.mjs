/* The player as a pure function: on(state, event) -> [state, effects]; docs/player.md tells it in words.
   No clock and no page. Every event carries `now` (ms since 1970) and every timer is a deadline, so that throttled
   tabs, sleeping phones and reloads cannot make it drift. */

export const READY = 5e3; // ms to get into place before the warm-up
export const SET_UP = 20e3; // ms to get into place for a set that nothing comes before, as between two exercises
export const RESUME = 3e3; // ms to get back into place after a pause
export const EXTRA = 15e3; // ms that one tap adds to a rest
export const KEEP = 12 * 3600e3; // ms after which a workout that was left open is over
export const MOST_REPS = 500;
const LONGEST_REST = 3600; // s; whoever is away for longer did not rest, but do something else
const LATE = 5e3; // ms that a deadline may be overdue; beyond that the device slept, and nobody moved
const UNDO_REST = 10e3; // ms of rest after taking back a rest that had no end left
export const LONG_HOLD = 3; // s from which a hold is called out every time, and is a phase of its own to see
const CALLED_REPS = 2;

export const begin = (id, script, { pace = "paced", auto = true } = {}) => ({
  v: 2, id, script, pace, auto, phase: "idle", cursor: 0, reps: 0, endsAt: null, left: null, carry: null,
  restFrom: null, rest: null, paused: null, away: false, log: [], past: [],
});

export const stepOf = (s) => s.script[s.cursor];
export const isSet = (step) => step.kind === "set";
export const isLive = (s) => s.phase !== "idle" && !isOver(s);
export const isResting = (s) => s.phase === "rest" || s.phase === "switch";
export const isOver = (s) => s.phase === "done" || s.phase === "left";
/** Single movements to count: taps of either leg where legs alternate. */
export const countOf = (step) => (step.alternate ? 2 : 1) * step.reps;
/** Reps as they are logged, each leg's own where legs alternate. */
const repsOf = (step, count) => (step.alternate ? Math.floor(count / 2) : count);
const repMs = (step) => step.repSeconds * 1e3;
export const isCounting = (s) => s.phase === "work" && isSet(stepOf(s));
/** The sets that were done: what is logged of them. */
export const doneOf = (s) => s.log.filter((entry) => !entry.skipped);
/** What lies between the step before and this one. */
export const gapOf = (s) => s.script[s.cursor - 1]?.gap ?? null;
const say = (s, what, more) => ({ say: what, step: s.cursor, ...more });
/** Whether a rest waits at its end until the person is ready. */
const waits = (s) => s.phase === "rest" && (s.pace === "own" || !s.auto);

function into(s, phase, ms, now) {
  const next = { ...s, phase, paused: null, left: null, whole: ms, beat: 0, ticked: 0, rang: false };
  next.endsAt = isCounting(next) && s.pace === "own" ? null : now + ms;
  return next;
}

const getReady = (s, ms, now) => [into(s, "ready", ms, now), [{ wake: true }, say(s, "ready"), "save"]];

/** The end, reached or chosen. */
const end = (s, phase) => [
  { ...s, phase, endsAt: null, left: null, paused: null, away: false, restFrom: null }, [{ wake: false }, "save", "log"],
];

function work(s, now) {
  const step = stepOf(s);
  let { rest } = s;
  if (s.restFrom !== null) {
    rest = Math.round((now - s.restFrom) / 1e3);
    if (rest < 0 || rest > LONGEST_REST) rest = null;
  }
  const next = into(s, "work", isSet(step) ? repMs(step) : (s.carry ?? step.seconds * 1e3), now);
  return [{ ...next, rest, restFrom: null, carry: null }, [{ beep: "go" }, say(s, isSet(step) ? "go" : "warm-up")]];
}

const DECIDED = ["phase", "cursor", "reps", "log", "left", "whole", "restFrom", "rest"]; // what Undo brings back

const noting = (s) => ({ ...s, past: [...s.past.slice(-19), Object.fromEntries(DECIDED.map((name) => [name, s[name]]))] });

/** Ends the step, done or skipped, and goes on to what follows. */
function close(s, now, entry) {
  s = noting(s);
  const here = stepOf(s), next = s.script[s.cursor + 1];
  const logged = isSet(here) ? [{ step: s.cursor, key: here.key, at: now, rest: s.rest, ...entry }] : [];
  s = { ...s, log: [...s.log, ...logged], reps: 0, carry: null, rest: null };
  const fx = isSet(here) ? [{ beep: "end" }] : [];
  if (!next) {
    const [done, more] = end(s, "done");
    return [done, [...fx, say(s, "done"), ...more]];
  }
  s = { ...s, cursor: s.cursor + 1, restFrom: isSet(here) ? now : null };
  if (!here.gap) {
    const [n, f] = work(s, now);
    return [n, [...fx, ...f, "save"]];
  }
  const { kind, seconds } = here.gap;
  const phase = kind === "switch" || kind === "turn" ? "switch" : "rest";
  return [into(s, phase, seconds * 1e3, now), [...fx, say(s, kind), "save", "log"]];
}

const finish = (s, now) => close(s, now, { reps: stepOf(s).reps, counted: stepOf(s).reps });

/** The effects of a rep that was just counted. */
function counted(s) {
  const n = s.reps / (stepOf(s).alternate ? 2 : 1);
  return [{ beep: "rep" }, Number.isInteger(n) ? say(s, "count", { n }) : n < CALLED_REPS ? say(s, "leg", moment(s, 0)) : {}];
}

/** A deadline has passed. */
function expire(s) {
  const at = s.endsAt, step = stepOf(s);
  if (s.phase !== "work") return work(s, at);
  if (!isSet(step)) return close(s, at);
  if (s.reps + 1 >= countOf(step)) return finish(s, at);
  s = { ...s, reps: s.reps + 1, beat: 0, endsAt: at + repMs(step) };
  return [s, [...counted(s), "save"]];
}

/** Which beat of the rep it is: lift, hold, pulses, lower. */
function beatAt(s, now) {
  const step = stepOf(s), left = s.endsAt === null ? Infinity : s.endsAt - now;
  const elapsed = Math.min(Math.max(repMs(step) - left, 0), repMs(step));
  return [step.beats.findLastIndex(({ at }) => at <= elapsed), elapsed];
}

/** Between deadlines: the beats of a rep, and the last three seconds of everything else. */
function inBetween(s, now) {
  if (isCounting(s)) {
    const [beat] = beatAt(s, now), step = stepOf(s);
    if (s.endsAt === null || beat === s.beat) return [s, []];
    const { cue, n } = step.beats[beat], fx = [];
    const beep = { pulse: "tick", hold: "hold" }[cue];
    if (beep) fx.push({ beep });
    const isCalled = s.reps < CALLED_REPS || (step.hold >= LONG_HOLD && cue !== "pulse");
    if (isCalled && !(n > 1)) fx.push(say(s, "cue", { cue }));
    return [{ ...s, beat }, fx];
  }
  const seconds = Math.ceil((s.endsAt - now) / 1e3);
  if (seconds < 1 || seconds > 3 || seconds === s.ticked) return [s, []];
  return [{ ...s, ticked: seconds }, [{ beep: "tick" }]];
}

function tick(s, { now }) {
  if (!isLive(s) || s.paused || s.endsAt === null) return [s, []];
  if (s.away || waits(s)) {
    if (now < s.endsAt) return s.away ? [s, []] : inBetween(s, now);
    return s.rang ? [s, []] : [{ ...s, rang: true }, [{ beep: "ring" }, say(s, "back")]];
  }
  if (now - s.endsAt > LATE) return [stop(s, "hidden", now), ["save", say(s, "paused")]];
  let fx = [];
  while (s.endsAt !== null && now >= s.endsAt && !waits(s)) {
    const [next, more] = expire(s);
    s = next;
    fx = [...fx.filter((effect) => !effect.say), ...more]; // after a gap only the last word is news
  }
  return fx.length ? [s, fx] : inBetween(s, now);
}

const stop = (s, why, now) => ({
  ...s, paused: why, endsAt: null, away: false,
  left: s.endsAt === null ? null : Math.min(s.whole, Math.max(0, s.endsAt - now)),
});

function resume(s, { now }) {
  if (!s.paused) return [s, []];
  const fx = [{ wake: true }, say(s, "resume"), "save"];
  if (s.phase !== "work") return [{ ...s, left: null, paused: null, endsAt: now + Math.max(s.left, RESUME) }, fx];
  // A moment to get back into place; reps are kept, the one that was interrupted begins again.
  return [{ ...into(s, "ready", RESUME, now), carry: isSet(stepOf(s)) ? null : s.left }, fx];
}

function correct(s, reps) {
  const last = s.log.at(-1);
  if (!last || last.skipped || s.phase === "work") return [s, []];
  const log = [...s.log.slice(0, -1), { ...last, reps: Math.min(MOST_REPS, Math.max(0, reps)) }];
  return [{ ...s, log }, ["save", "log"]];
}

/** Back by one decision, and always paused, so that nobody is rushed. */
function undo(s) {
  if (isCounting(s) && s.reps > 0 && s.pace === "own") return [{ ...s, reps: s.reps - 1 }, ["save"]];
  const was = s.past.at(-1);
  if (!was) return [s, []];
  const back = { ...s, ...was, past: s.past.slice(0, -1), endsAt: null, carry: null, paused: "undo", away: false };
  if (isCounting(back)) back.left = null;
  else if (!back.left) back.left = Math.min(back.whole, UNDO_REST);
  return [back, [say(back, "undone"), "save", "log"]];
}

/** After a reload or a crash: as it was, paused; nothing begins by itself. */
function restore(s, { saved, savedAt, now }) {
  if (!saved || saved.v !== s.v || saved.id !== s.id || !isLive(saved)) return [s, []];
  if (now - savedAt > KEEP) return on(saved, { type: "QUIT", now });
  if (saved.paused) return [{ ...saved, paused: "restored", away: false }, []];
  return [stop(saved, "restored", isResting(saved) ? now : savedAt), []]; // a rest goes on by the clock, work does not
}

const events = {
  START: (s, { now }) =>
    s.phase === "idle" && s.script.length
      ? getReady(s, isSet(stepOf(s)) ? SET_UP : READY, now) : [s, []],
  TICK: tick,
  REP: (s, { now }) => {
    if (s.paused || !isCounting(s) || s.pace !== "own") return [s, []];
    if (s.reps + 1 >= countOf(stepOf(s))) return finish(s, now);
    s = { ...s, reps: s.reps + 1 };
    return [s, [...counted(s), "save"]];
  },
  // Done says that it was done: the target counts, and one tap corrects it.
  DONE: (s, { now }) => {
    if (s.phase !== "work") return [s, []];
    if (!isSet(stepOf(s))) return close(s, now);
    const reps = repsOf(stepOf(s), s.reps);
    return close(s, now, { reps: Math.max(reps, stepOf(s).reps), counted: reps });
  },
  SKIP: (s, { now }) => {
    if (s.phase === "work") return close(s, now, { skipped: true });
    if (s.phase === "ready") return work(s, now);
    if (!isResting(s)) return [s, []];
    const [next, fx] = work(noting(s), now);
    return [{ ...next, away: false }, [...fx, "save"]];
  },
  SKIP_WARM_UP: (s, { now }) => {
    const first = s.script.findIndex(isSet);
    if (!isLive(s) || first <= s.cursor) return [s, []];
    return getReady({ ...noting(s), cursor: first, reps: 0, carry: null }, SET_UP, now);
  },
  MORE: (s, { now }) => {
    if (!isResting(s)) return [s, []];
    const whole = s.whole + EXTRA;
    if (s.paused) return [{ ...s, whole, left: s.left + EXTRA }, ["save"]];
    return [{ ...s, whole, rang: false, ticked: 0, endsAt: Math.max(s.endsAt, now) + EXTRA }, [{ say: "more" }, "save"]];
  },
  ADJUST: (s, { by }) => correct(s, (s.log.at(-1)?.reps ?? 0) + Number(by)),
  SET: (s, { reps }) => correct(s, reps),
  PACE: (s, { pace, auto = s.auto, now }) => {
    if (pace === s.pace && auto === s.auto) return [s, []];
    const next = { ...s, pace, auto }, isAnew = isCounting(s) && !s.paused && pace !== s.pace;
    return [isAnew ? into(next, "work", repMs(stepOf(s)), now) : next, ["save"]];
  },
  PAUSE: (s, { now }) => (isLive(s) && !s.paused ? [stop(s, "user", now), [{ say: "paused" }, { wake: false }, "save"]] : [s, []]),
  RESUME: resume,
  // Out of sight: movement pauses and is never counted unseen; rests keep to the clock.
  HIDE: (s, { now }) => {
    if (!isLive(s) || s.paused) return [s, []];
    return [isResting(s) ? { ...s, away: true } : stop(s, "hidden", now), ["save"]];
  },
  SHOW: (s, { now }) => {
    const wasAway = s.away;
    s = { ...s, away: false };
    if (!isLive(s)) return [s, []];
    if (s.paused) return [s, [say(s, "paused")]];
    if (!wasAway || waits(s) || now < s.endsAt) return [s, [{ wake: true }]];
    return getReady(s, RESUME, now);
  },
  UNDO: undo,
  QUIT: (s) => {
    if (!isLive(s)) return [s, []];
    return end(noting(s), "left");
  },
  RESTORE: restore,
};

export function on(state, event) {
  return events[event.type]?.(state, event) ?? [state, []];
}

/** What there is to see between two events; times in ms, `part` of the rep from 0 to 1. */
export function moment(s, now) {
  const step = stepOf(s), seen = { cue: "", side: step?.side ?? "both", left: s.left, whole: s.whole, over: 0, reps: 0, of: 0, beat: 0, part: 0 };
  if (!step || !isLive(s)) return seen;
  if (isSet(step)) {
    Object.assign(seen, { reps: repsOf(step, s.reps), of: step.reps });
    const other = step.first === "right" ? "left" : "right";
    if (step.alternate) seen.side = s.reps % 2 ? other : step.first;
  }
  if (isCounting(s)) {
    const [beat, elapsed] = s.paused ? [0, 0] : beatAt(s, now);
    return { ...seen, beat, cue: step.beats[beat].cue, left: null, part: elapsed / repMs(step) };
  }
  const left = s.endsAt === null ? s.left : s.endsAt - now;
  return { ...seen, left: Math.max(0, left), over: Math.max(0, -left) };
}
