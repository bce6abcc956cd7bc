/* Sentences. All of them come with the page, in the person's language; here they are chosen and filled in. */
import { gapOf, isSet, LONG_HOLD, moment, SET_UP, stepOf } from "./machine.mjs";

const phrases = JSON.parse(document.getElementById("phrases").textContent);
export const language = document.documentElement.lang;
const forms = new Intl.PluralRules(language);

/** How many sets some keys ("clam.1.2.left") are: both sides of a set are one. */
export const countSets = (keys) => new Set(keys.map((key) => key.slice(0, key.lastIndexOf(".")))).size;

/** t("key", {name}) fills a phrase; where it counts something, `n` chooses its form. */
export function t(key, values = {}) {
  const found = phrases[key], form = found.other ? found[forms.select(values.n)] ?? found.other : found;
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const join = (parts, between) => parts.filter(Boolean).join(between);
export const list = (...parts) => join(parts, " · ");
const sentences = (...parts) => join(parts, " ");

export const nameOf = (step) => step.partName || step.name;
const legOf = (step) => t(`of-${step.side}`);
/** "Clam, right leg": what to do with which leg. */
export const titleOf = (step) => (step.side === "both" ? nameOf(step) : t("title", { name: nameOf(step), side: legOf(step) }));
export const placeOf = (step) => t("set", { n: step.number, of: step.sets });
const held = (reps, n) => (n ? t("with-hold", { reps, n }) : reps);
export const goalOf = (step) => (isSet(step)
  ? held(t(step.alternate ? "reps-leg" : "reps", { n: step.reps }), step.hold) : t("seconds", { n: step.seconds }));

/** "3 × 10 per side, hold 3 s", of a row of a prescription. */
export function doseOf(row, sets) {
  const per = { per_side: "per-side", alternating: "per-leg" }[row.laterality];
  return held(t(per ?? "dose", { sets, reps: row.reps }), row.hold_seconds);
}

export function clock(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1e3));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Whether a step begins another exercise than the one before. */
export const isNew = (s) => isSet(stepOf(s)) && s.script[s.cursor - 1]?.exercise !== stepOf(s).exercise;

/** What became of the set before: "12 done.", or that it was skipped. */
function was(s) {
  const last = s.log.at(-1);
  return last && (last.skipped ? t("say-skipped") : t("say-was", { n: last.reps }));
}

function count({ reps: of }, n) {
  if (of >= 6 && n === Math.round(of / 2)) return t("say-halfway", { n });
  return of >= 4 && n === of - 1 ? t("say-last", { n }) : String(n);
}

const leg = ({ side }) => t(`say-${side}`);
const setOf = (step) => t("say-set", { n: step.number, of: step.sets });
const what = (step, key = "say-what", goal = goalOf(step)) => t(key, { title: titleOf(step), goal });

/** Where in the workout this is. */
const at = (step) => (isSet(step) ? what(step, "say-what", placeOf(step)) : what(step));

const spoken = {
  ready: (s, step) => sentences(
    t("say-ready"), !isSet(step) && t("say-warm-up"), what(step), ...(s.whole === SET_UP ? [setOf(step), step.start] : []),
  ),
  "warm-up": (s, step) => sentences(what(step), step.cue),
  go: (s, step) => sentences(
    t("say-go"), step.alternate && leg(moment(s, 0)), isNew(s) && !s.reps ? step.cue : t(`cue-${step.beats[0].cue}`),
  ),
  leg: (s, step, effect) => leg(effect),
  count: (s, step, { n }) => count(step, n),
  cue: (s, step, { cue }) => (cue === "hold" && step.hold >= LONG_HOLD ? t("say-hold") : t(`cue-${cue}`)),
  switch: (s, step) => sentences(was(s), t("say-switch", { side: legOf(step) })),
  turn: (s, step) => sentences(was(s), t("say-turn", { side: legOf(step) }), t("say-pause", { n: gapOf(s).seconds })),
  rest: (s, step) => sentences(was(s), t("say-rest", { n: gapOf(s).seconds }), what(step, "say-next"), setOf(step)),
  move: (s, step) => sentences(was(s), what(step, "say-next"), step.start),
  done: (s) => sentences(was(s), t("say-done")),
  paused: (s, step) => sentences(t("say-paused"), at(step)),
  resume: (s, step) => sentences(t("say-resume"), at(step)),
  undone: (s, step) => sentences(t("say-undone"), at(step)),
  back: (s, step) => t("say-back", { title: titleOf(step) }),
};

/** What the voice says for an effect of the machine. */
export const wordsFor = (effect, s) => spoken[effect.say]?.(s, stepOf(s), effect) ?? t(`say-${effect.say}`);
