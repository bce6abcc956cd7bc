/* Draws the deck: what the machine's state looks like. Only what changed is written to the page. */
import { doneOf, gapOf, isCounting, isOver, isResting, isSet, LONG_HOLD, stepOf } from "./machine.mjs";
import { makeFigure } from "./figure.mjs";
import { attribute, byName, show, write } from "./nodes.mjs";
import { clock, countSets, goalOf, isNew, list, nameOf, placeOf, t, titleOf } from "./words.mjs";

const LONG_NAME = 13, LONG_TITLE = 20, LONG_CUE = 90; // letters from which a text is set smaller
const BELOW = 3, SHOWN = 5; // numbers of the strip: so many below the target, so many in all

/** The numbers that a set is corrected to in one tap; where it was ended early, what had been counted is among them. */
export function numbersNear(entry, target) {
  const from = (low) => Array.from({ length: SHOWN }, (_, i) => Math.max(0, low) + i), near = from(target - BELOW);
  if (entry.counted && entry.counted < near[0]) near[0] = entry.counted;
  return near.includes(entry.reps) ? near : from(entry.reps - 2);
}

export function makeScreen(deck, { doc, workout, already }) {
  const el = byName(deck, "el"), figure = makeFigure(el.fig, doc);
  let corrected = null; // the entry that the strip of numbers is about

  function look(s, m) {
    if (s.paused) return "paused";
    if (isOver(s)) return "done";
    return s.phase === "work" && m.cue === "hold" && stepOf(s).hold >= LONG_HOLD ? "hold" : s.phase;
  }

  function headOf(s, m, step) {
    if (isOver(s)) {
      return [t(s.phase), t("sets-done", { n: countSets([...already, ...doneOf(s).map(({ key }) => key)]) })];
    }
    if (s.paused) return [t("paused"), list(s.paused === "user" ? "" : t(`paused-${s.paused}`), titleOf(step))];
    const next = list(titleOf(step), goalOf(step));
    if (s.phase === "ready") return [t("ready"), isSet(step) ? next : t("warm-up-next", { name: step.name })];
    if (s.phase === "work") {
      if (!isSet(step)) return [step.name, t("warm-up")];
      return [nameOf(step), list(step.partName && step.name, placeOf(step), step.support && t("with-support"))];
    }
    const last = s.log.at(-1), was = last ? (last.skipped ? t("skipped") : t("was", { n: last.reps })) : "";
    const gap = gapOf(s)?.kind ?? "rest";
    return [t(`gap-${gap}`), s.phase === "switch" ? `${was} ${t("now", { goal: goalOf(step) })}` : was];
  }

  function numberOf(s, m, step) {
    if (!isCounting(s)) return m.over ? [clock(m.over - 999), t("over")] : [clock(m.left ?? 0), ""];
    if (look(s, m) !== "hold") return [String(m.reps), t(step.alternate ? "of-leg" : "of", { n: m.of })];
    const { at } = step.beats[m.beat + 1];
    return [String(Math.max(1, Math.ceil((at - m.part * step.repSeconds * 1e3) / 1e3))), t("rep-of", { n: m.reps + 1, of: m.of })];
  }

  /** Left and right so far, or what the same set was the last time. */
  function asideOf(s, step) {
    if (!isCounting(s)) return "";
    if (step.alternate && s.reps) {
      const first = Math.ceil(s.reps / 2), second = s.reps - first;
      return t("left-right", step.first === "right" ? { left: second, right: first } : { left: first, right: second });
    }
    const last = workout.last[step.exercise]?.sets[`${step.part}.${step.number}.${step.side}`];
    return last === undefined ? "" : t("last-time", { n: last });
  }

  function cueOf(s, step) {
    if (s.phase === "rest" && gapOf(s)?.kind === "rest") return step.breathing;
    return (s.phase !== "work" && isNew(s) && step.start) || step.cue;
  }

  /** The bar: how far a rep has come up and down again, or how much of a rest is left. */
  function drawBar(s, m, step) {
    const fill = el.drain.firstElementChild, isCounted = isCounting(s);
    show(el.drain, !isCounted || s.pace === "paced");
    if (!isCounted) {
      fill.style.transitionDuration = ".2s";
      fill.style.scale = `${m.left / m.whole} 1`;
      return;
    }
    const here = step.beats[m.beat], next = step.beats[m.beat + 1], until = next ? next.at : step.repSeconds * 1e3;
    fill.style.transitionDuration = `${s.paused ? 0 : until - here.at}ms`;
    fill.style.scale = s.paused || !next ? "0 1" : `${here.cue === "pulse" && here.n % 2 ? .85 : 1} 1`;
  }

  function drawSegments(s, stored) {
    const sets = s.script.filter(isSet), all = [...already.map(() => null), ...sets];
    const now = !isOver(s) && stepOf(s);
    if (!el.sets.children.length) el.sets.append(...all.map(() => document.createElement("i")));
    all.forEach((step, i) => {
      const entry = s.log.find(({ key }) => key === step?.key), gap = i && step?.exercise !== all[i - 1]?.exercise ? "gap " : "";
      const state = !step || stored.has(step.key) ? "on" : entry ? (entry.skipped ? "skipped" : "saving") : step === now ? "now" : "";
      attribute(el.sets.children[i], "class", gap + state);
    });
    const n = countSets([...already, ...stored]), of = countSets([...already, ...sets.map((step) => step.key)]);
    attribute(el.sets, "aria-valuenow", n);
    attribute(el.sets, "aria-valuemax", of);
    attribute(el.sets, "aria-valuetext", t("progress", { n, of }));
  }

  function drawStrip(s) {
    const last = s.log.at(-1), isShown = last && !last.skipped && (isResting(s) || isOver(s));
    show(el.strip, isShown);
    if (!isShown || last === corrected) return;
    corrected = last;
    const step = s.script[last.step], hadFocus = el.numbers.contains(document.activeElement);
    write(el.asked, t("how-many", { title: titleOf(step), of: step.reps }));
    el.numbers.replaceChildren(...numbersNear(last, step.reps).map((reps) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "number", textContent: reps });
      Object.assign(button.dataset, { act: "SET", reps });
      attribute(button, "aria-pressed", reps === last.reps);
      return button;
    }));
    if (hadFocus) el.numbers.querySelector("[aria-pressed=true]")?.focus();
  }

  function drawButtons(s, step) {
    const phase = s.paused ? "paused" : s.phase, isOwn = isCounting(s) && s.pace === "own";
    el.main.dataset.act = { paused: "RESUME", ready: "SKIP", work: "DONE", rest: "SKIP", switch: "SKIP", done: "FINISH", left: "FINISH" }[phase];
    write(el.main, t(`do-${phase === "left" ? "done" : phase}`));
    el.undo.disabled = !s.past.length && !(isOwn && s.reps);
    show(el.pause, !s.paused && !isOver(s));
    show(el.skip, s.phase === "work");
    show(el.more, isResting(s));
    show(el.one, isOwn && !s.paused);
    show(el.warmup, !isSet(step));
    const support = (s.phase === "ready" || s.phase === "rest") && doc.moves[step.variation]?.support;
    show(el.support, support);
    if (support) {
      write(el.support, support.name);
      attribute(el.support, "aria-pressed", step.support);
    }
  }

  function drawFigure(s, m, step) {
    figure.show(step);
    if (s.paused || isOver(s)) return figure.rest();
    return figure.run(isCounting(s) && s.pace === "paced" ? m.part * step.repSeconds : null, s.reps);
  }

  /** Writes what is set smaller where it is long. */
  function fit(node, text, most) {
    write(node, text);
    node.classList.toggle("long", text.length > most);
  }

  /** s: the machine's state; m: its moment; stored: keys of the sets that are on this phone for good. */
  function draw(s, m, stored) {
    const step = stepOf(s), resting = s.phase === "rest" && !s.paused;
    attribute(document.body, "data-phase", look(s, m));
    const [head, sub] = headOf(s, m, step), [number, of] = numberOf(s, m, step), isEnd = isOver(s);
    fit(el.phase, head, LONG_NAME);
    write(el.sub, sub);
    write(el.side, isEnd || resting || m.side === "both" ? "" : t(`side-${m.side}`));
    show(el.next, resting);
    if (resting) {
      write(el.nextgoal, list(t("next"), isSet(step) && placeOf(step), goalOf(step)));
      fit(el.nexttitle, titleOf(step), LONG_TITLE);
    }
    write(el.big, number);
    el.big.classList.toggle("clock", number.length > 2);
    write(el.of, of);
    write(el.aside, asideOf(s, step));
    const beat = isCounting(s) && !s.paused && s.pace === "paced" && step.beats[m.beat];
    write(el.beat, beat ? list(t(`cue-${beat.cue}`), beat.breath && t(`breathe-${beat.breath}`)) : "");
    fit(el.cue, cueOf(s, step), LONG_CUE);
    drawBar(s, m, step);
    drawSegments(s, stored);
    drawStrip(s);
    drawButtons(s, step);
    drawFigure(s, m, step);
    const title = isEnd ? head : `${number} ${head}`;
    if (document.title !== title) document.title = title;
  }

  return { el, draw };
}
