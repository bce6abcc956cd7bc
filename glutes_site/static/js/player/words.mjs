/* Sentences. All of them come with the page, in the person's language; here they are chosen and filled in. */
import { gapOf, isSet, LONG_HOLD, stepOf } from "./machine.mjs";


/** How many sets some keys ("clam.1.2.left") are: both sides of a set are one. */
export const countSets = (keys) => new Set(keys.map((key) => key.slice(0, key.lastIndexOf(".")))).size;

/** words.t("key", {name}) fills a phrase; where it counts something, `n` chooses its form. */
export function makeWords(phrases, language, moves = {}) {
  const rules = new Intl.PluralRules(language);

  function t(key, values = {}) {
    const found = phrases[key], form = typeof found === "string" ? found : (found[rules.select(values.n)] ?? found.other);
    return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  const list = (...parts) => parts.filter(Boolean).join(" · ");
  const sentences = (...parts) => parts.filter(Boolean).join(" ");
  const side = (name) => (name === "both" ? "" : t(`side-${name}`));
  const nameOf = (step) => step.partName || step.name;
  /** "Clam, right leg": what to do with which leg. */
  const title = (step) => (step.side === "both" || !isSet(step) ? nameOf(step) : t("title", { name: nameOf(step), side: t(`of-${step.side}`) }));
  const place = (step) => t("set", { n: step.number, of: step.sets });
  const reps = (step) => (step.alternate ? t("reps-leg", { n: step.reps }) : t("reps", { n: step.reps }));
  const goal = (step) => {
    if (!isSet(step)) return t("seconds", { n: step.seconds });
    return step.hold ? t("with-hold", { reps: reps(step), n: step.hold }) : reps(step);
  };
  /** "3 × 10 per side, hold 3 s", of a row of a prescription. */
  function dose(row, sets) {
    const per = { per_side: "per-side", alternating: "per-leg" }[row.laterality];
    const numbers = t(per ?? "dose", { sets, reps: row.reps });
    return row.hold_seconds ? t("with-hold", { reps: numbers, n: row.hold_seconds }) : numbers;
  }

  const clock = (ms) => {
    const seconds = Math.max(0, Math.ceil(ms / 1e3));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  const startOf = (step) => moves[step.variation]?.start ?? "";
  /** What became of the set before: "12 done.", or that it was skipped. */
  const was = (s) => {
    const last = s.log.at(-1);
    if (!last) return "";
    return last.skipped ? t("say-skipped") : t("say-was", { n: last.reps });
  };
  const isNews = (s) => s.script[s.cursor - 1]?.exercise !== stepOf(s).exercise;

  function count(s, n) {
    const { reps: of } = stepOf(s);
    if (of >= 6 && n === Math.round(of / 2)) return t("say-halfway", { n });
    return of >= 4 && n === of - 1 ? t("say-last", { n }) : String(n);
  }

  const spoken = {
    ready: (s, step) => sentences(t("say-ready"), isSet(step) ? "" : t("say-warm-up"), t("say-what", { title: title(step), goal: goal(step) })),
    "warm-up": (s, step) => sentences(t("say-what", { title: step.name, goal: goal(step) }), step.cue),
    go: (s, step) => sentences(t("say-go"), isNews(s) && !s.reps ? step.cue : ""),
    count: (s, step, { n }) => count(s, n),
    cue: (s, step, { cue }) => (cue === "hold" && step.hold >= LONG_HOLD ? t("say-hold") : t(`cue-${cue}`)),
    switch: (s, step) => sentences(was(s), t("say-switch", { side: t(`of-${step.side}`) })),
    turn: (s, step) => sentences(was(s), t("say-turn", { side: t(`of-${step.side}`) }), t("say-pause", { n: gapOf(s).seconds })),
    rest: (s, step) => sentences(was(s), t("say-rest", { n: gapOf(s).seconds }), t("say-next", { title: title(step), goal: goal(step) }), t("say-set", { n: step.number, of: step.sets })),
    move: (s, step) => sentences(was(s), t("say-next", { title: title(step), goal: goal(step) }), startOf(step)),
    done: (s) => sentences(was(s), t("say-done")),
    undone: (s, step) => sentences(t("say-undone"), t("say-what", { title: title(step), goal: isSet(step) ? place(step) : goal(step) })),
    back: (s, step) => t("say-back", { title: title(step) }),
  };

  /** What the voice says for an effect of the machine. */
  const speak = (effect, s) => spoken[effect.say]?.(s, stepOf(s), effect) ?? t(`say-${effect.say}`);

  return { t, list, side, nameOf, title, place, goal, reps, dose, clock, startOf, was, speak };
}
