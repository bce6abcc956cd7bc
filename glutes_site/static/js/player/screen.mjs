/* Draws the deck: what the machine's state looks like. Only what changed is written to the page. */
import { gapOf, isOver, isSet, LONG_HOLD, stepOf } from "./machine.mjs";
import { makeFigure } from "./figure.mjs";
import { countSets } from "./words.mjs";

const LONG_NAME = 13, LONG_TITLE = 20, LONG_CUE = 90; // letters from which a text is set smaller
const BELOW = 3, SHOWN = 5; // numbers of the strip: so many below the target, so many in all

const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };
const show = (node, yes) => { if (node.hidden === yes) node.hidden = !yes; };
const attribute = (node, name, value) => { if (node.getAttribute(name) !== value) node.setAttribute(name, value); };

/** The numbers that a set is corrected to in one tap; where it was ended early, what had been counted is among them. */
export function numbersNear(entry, target) {
  const low = Math.max(0, target - BELOW), near = Array.from({ length: SHOWN }, (_, i) => low + i);
  if (entry.counted && entry.counted < low) near.splice(0, 1, entry.counted);
  if (near.includes(entry.reps)) return near;
  const from = Math.max(0, entry.reps - 2);
  return Array.from({ length: SHOWN }, (_, i) => from + i);
}

export function makeScreen(deck, { words, doc, workout, already }) {
  const el = Object.fromEntries([...deck.querySelectorAll("[data-el]")].map((node) => [node.dataset.el, node]));
  const figure = makeFigure(el.fig, doc), { t } = words;
  let segments = null, barKey = "", stripKey = "", beatKey = "";

  function look(s, m) {
    if (s.paused) return "paused";
    if (isOver(s)) return "done";
    return s.phase === "work" && m.cue === "hold" && stepOf(s).hold >= LONG_HOLD ? "hold" : s.phase;
  }

  function headOf(s, m, step) {
    if (isOver(s)) {
      const done = s.log.filter((entry) => !entry.skipped).map(({ key }) => key);
      return [t(s.phase), t("sets-done", { n: countSets([...already, ...done]) })];
    }
    if (s.paused) return [t("paused"), words.list(s.paused === "user" ? "" : t(`paused-${s.paused}`), words.title(step))];
    const next = words.list(words.title(step), words.goal(step));
    if (s.phase === "ready") return [t("ready"), isSet(step) ? next : t("warm-up-next", { name: step.name })];
    if (s.phase === "work") {
      if (!isSet(step)) return [step.name, t("warm-up")];
      return [words.nameOf(step), words.list(step.partName && step.name, words.place(step), step.support && t("with-support"))];
    }
    const last = s.log.at(-1), was = last ? (last.skipped ? t("skipped") : t("was", { n: last.reps })) : "";
    const gap = gapOf(s)?.kind ?? "rest";
    if (gap === "move" && !last?.skipped) return [t("gap-move"), ""]; // the numbers below say how many it was
    return [t(`gap-${gap}`), s.phase === "switch" ? `${was} ${t("now", { goal: words.goal(step) })}` : was];
  }

  function numberOf(s, m, step) {
    if (isOver(s)) return ["✓", ""];
    if (s.phase !== "work" || !isSet(step)) return m.over ? [words.clock(m.over - 999), t("over")] : [words.clock(m.left ?? 0), ""];
    const of = step.alternate ? t("of-leg", { n: m.of }) : t("of", { n: m.of });
    if (look(s, m) !== "hold") return [String(m.reps), of];
    const { at } = step.beats[step.beats.findIndex(({ cue }) => cue === "hold") + 1];
    return [String(Math.max(1, Math.ceil((at - m.part * step.repSeconds * 1e3) / 1e3))), t("rep-of", { n: m.reps + 1, of: m.of })];
  }

  /** Left and right so far, or what the same set was the last time. */
  function asideOf(s, step) {
    if (s.phase !== "work" || !isSet(step)) return "";
    if (step.alternate && s.reps) {
      const first = Math.ceil(s.reps / 2), second = Math.floor(s.reps / 2), isRight = step.first === "right";
      return t("left-right", { left: isRight ? second : first, right: isRight ? first : second });
    }
    const last = workout.last[step.exercise]?.sets[`${step.part}.${step.number}.${step.side}`];
    return last === undefined ? "" : t("last-time", { n: last });
  }

  function cueOf(s, step) {
    if (isOver(s)) return "";
    if (s.phase === "rest" && gapOf(s)?.kind === "rest") return step.breathing;
    const isNew = isSet(step) && s.script[s.cursor - 1]?.exercise !== step.exercise;
    return (isNew && s.phase !== "work" && words.startOf(step)) || step.cue;
  }

  /** The bar: how far a rep has come up and down again, or how much of a rest is left. */
  function drawBar(s, m, step) {
    const isCounting = s.phase === "work" && isSet(step), fill = el.drain.firstElementChild;
    show(el.drain, !isOver(s) && !(isCounting && s.pace === "own"));
    if (!isCounting) {
      beatKey = "";
      fill.style.transitionDuration = "200ms";
      fill.style.scale = `${m.whole ? Math.min(1, (m.left ?? 0) / m.whole).toFixed(4) : 0} 1`;
      return;
    }
    const key = [s.cursor, s.reps, m.cue, m.n, s.paused, s.phase].join();
    if (key === beatKey) return;
    beatKey = key;
    const index = step.beats.findIndex(({ cue, n }) => cue === m.cue && (n ?? 0) === m.n), from = step.beats[index].at;
    const until = step.beats[index + 1]?.at ?? step.repSeconds * 1e3, isBack = index === step.beats.length - 1;
    fill.style.transitionDuration = s.paused ? "0ms" : `${until - from}ms`;
    fill.style.scale = s.paused || isBack ? "0 1" : `${m.cue === "pulse" && m.n % 2 ? .85 : 1} 1`;
  }

  function drawSegments(s, stored) {
    const sets = s.script.filter(isSet);
    if (!segments) {
      const all = [...already.map(() => null), ...sets];
      segments = all.map((step, i) => {
        const segment = document.createElement("i");
        if (i && step?.exercise !== all[i - 1]?.exercise) segment.classList.add("gap");
        return segment;
      });
      el.sets.replaceChildren(...segments);
    }
    const key = [s.cursor, s.phase, s.log.length, stored.size].join();
    if (key === barKey) return;
    barKey = key;
    const entries = new Map(s.log.map((entry) => [entry.key, entry])), now = stepOf(s)?.key;
    segments.slice(0, already.length).forEach((segment) => segment.classList.add("on"));
    sets.forEach((step, i) => {
      const { classList } = segments[already.length + i], entry = entries.get(step.key);
      classList.toggle("on", stored.has(step.key));
      classList.toggle("saving", Boolean(entry && !entry.skipped) && !stored.has(step.key));
      classList.toggle("skipped", Boolean(entry?.skipped));
      classList.toggle("now", step.key === now && !entry && !isOver(s));
    });
    const n = countSets([...already, ...stored]), of = countSets([...already, ...sets.map((step) => step.key)]);
    attribute(el.sets, "aria-valuenow", String(n));
    attribute(el.sets, "aria-valuemax", String(of));
    attribute(el.sets, "aria-valuetext", t("progress", { n, of }));
  }

  function drawStrip(s) {
    const last = s.log.at(-1), isShown = Boolean(last) && !last.skipped && s.phase !== "work" && s.phase !== "ready";
    show(el.strip, isShown);
    const key = isShown ? [last.key, last.reps].join() : "";
    if (!isShown || key === stripKey) return;
    stripKey = key;
    const step = s.script[last.step], hadFocus = el.numbers.contains(document.activeElement);
    write(el.asked, t("how-many", { title: words.title(step), of: step.reps }));
    el.numbers.replaceChildren(...numbersNear(last, step.reps).map((reps) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "number", textContent: reps });
      Object.assign(button.dataset, { act: "SET", reps });
      button.setAttribute("aria-pressed", String(reps === last.reps));
      return button;
    }));
    if (hadFocus) el.numbers.querySelector("[aria-pressed=true]")?.focus();
  }

  function drawButtons(s, step) {
    const phase = s.paused ? "paused" : s.phase, isResting = s.phase === "rest" || s.phase === "switch";
    const act = { paused: "RESUME", ready: "SKIP", work: "DONE", rest: "SKIP", switch: "SKIP", done: "FINISH", left: "FINISH" }[phase];
    write(el.main, t(`do-${phase === "left" ? "done" : phase}`));
    el.main.dataset.act = act;
    const canUndo = s.past.length > 0 || (s.phase === "work" && s.pace === "own" && s.reps > 0);
    if (el.undo.disabled === canUndo) el.undo.disabled = !canUndo;
    show(el.pause, !s.paused && !isOver(s));
    show(el.skip, s.phase === "work");
    show(el.more, isResting);
    show(el.one, s.phase === "work" && s.pace === "own" && isSet(step) && !s.paused);
    show(el.warmup, !isOver(s) && !isSet(step));
    const support = isSet(step) && (s.phase === "ready" || s.phase === "rest") && doc.moves[step.variation]?.support;
    show(el.support, Boolean(support));
    if (support) {
      write(el.support, support.name);
      attribute(el.support, "aria-pressed", String(step.support));
      el.support.dataset.exercise = step.exercise;
    }
  }

  function drawFigure(s, m, step) {
    if (isOver(s)) return show(el.fig, false);
    figure.show(step);
    if (s.paused) return figure.rest();
    const isCounted = s.phase === "work" && isSet(step) && s.pace === "paced";
    return figure.run(isCounted ? m.part * step.repSeconds : null, s.reps);
  }

  /** s: the machine's state; m: its moment; stored: keys of the sets that are on this phone for good. */
  function draw(s, m, stored) {
    const step = stepOf(s), seen = look(s, m), isWork = s.phase === "work" && isSet(step), resting = s.phase === "rest" && !s.paused;
    if (document.body.dataset.phase !== seen) document.body.dataset.phase = seen;
    const [head, sub] = headOf(s, m, step), [number, of] = numberOf(s, m, step), aside = asideOf(s, step);
    write(el.phase, head);
    el.phase.classList.toggle("long", head.length > LONG_NAME);
    write(el.sub, sub);
    const side = isOver(s) || resting ? "" : words.side(m.side);
    write(el.side, side);
    show(el.side, Boolean(side));
    show(el.next, resting);
    if (resting) {
      write(el.nextgoal, words.list(t("next"), isSet(step) && words.place(step), words.goal(step)));
      const title = words.title(step);
      write(el.nexttitle, title);
      el.nexttitle.classList.toggle("long", title.length > LONG_TITLE);
    }
    write(el.big, number);
    el.big.classList.toggle("clock", number.length > 2);
    show(el.big, !isOver(s));
    write(el.of, of);
    write(el.aside, aside);
    const beat = isWork && !s.paused && s.pace === "paced" ? step.beats.find(({ cue }) => cue === m.cue) : null;
    write(el.beat, beat ? words.list(t(`cue-${beat.cue}`), beat.breath && t(`breathe-${beat.breath}`)) : "");
    const cue = cueOf(s, step);
    write(el.cue, cue);
    el.cue.classList.toggle("long", cue.length > LONG_CUE);
    drawBar(s, m, step);
    drawSegments(s, stored);
    drawStrip(s);
    drawButtons(s, step);
    drawFigure(s, m, step);
    const title = isOver(s) ? head : `${number} ${head}`;
    if (document.title !== title) document.title = title;
  }

  return { el, draw };
}
