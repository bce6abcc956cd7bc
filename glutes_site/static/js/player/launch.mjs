/* The first screen: which workout, cut to what, and Start. It only asks; player.mjs does what is asked for. */
import { still } from "./figure.mjs";
import { attribute, byName, copyOf } from "./nodes.mjs";
import { choose, prefs } from "./prefs.mjs";
import { compile, secondsOf, setsOf } from "./script.mjs";
import { countSets, doseOf, list, t, titleOf } from "./words.mjs";

/** What today is cut to: {minutes, sets}, null for nothing. */
function trimOf({ workout, minutes, leftOut }) {
  const sets = { ...(workout.fits[[minutes, ...[...leftOut].sort()].join()] ?? workout.fits[minutes]) };
  for (const exercise of leftOut) sets[exercise] = 0;
  return Object.keys(sets).length ? { minutes, sets } : null;
}

export function makeLaunch(panel, { start, takeOver, pick }) {
  const el = byName(panel, "launch"), parts = byName(panel, "when");
  let now = null; // {workout, doc, done, minutes, leftOut, saved}

  const show = (kind) => Object.values(parts).forEach((part) => { part.hidden = part !== parts[kind]; });
  const script = () => compile(now.workout, now.doc, { trim: trimOf(now), support: prefs.support, done: now.done });

  function line(template, row, doc, dose) {
    const item = copyOf(template, { b: row.name, "[data-dose]": dose }), figure = doc.figures[doc.moves[row.variation].figures[0]];
    if (figure) item.querySelector("[data-figure]").append(still(figure));
    return [item, item.querySelector("button")];
  }

  function lineOf(row) {
    const { exercise, name } = row, sets = setsOf(row, trimOf(now)), isOut = now.leftOut.has(exercise);
    const [item, button] = line(el.row, row, now.doc, sets ? doseOf(row, sets) : t(isOut ? "left-out" : "no-time"));
    item.classList.toggle("out", !sets);
    button.dataset.exercise = exercise;
    attribute(button, "aria-pressed", isOut);
    attribute(button, "aria-label", t("leave-out", { name }));
    button.hidden = now.workout.prescription.length < 2 || Boolean(now.saved);
    return item;
  }

  function drawWorkout() {
    const { workout, doc, saved, done } = now, left = script(), isSaved = Boolean(saved);
    show("workout");
    const isOfPage = workout.uid === panel.dataset.workout; // the page says already which workout it is
    el.name.textContent = isOfPage ? t("follow") : workout.enrolment ? t("workout-name") : workout.prescription[0].name;
    el.week.textContent = isOfPage ? "" : workout.week ? list(doc.plan.name, t("week", { n: workout.week, of: doc.plan.weeks })) : t("quick-set");
    el.minutes.textContent = t("about-minutes", { n: Math.max(1, Math.round(secondsOf(left, doc.times) / 60)) });
    el.kit.textContent = workout.kit.length ? t("kit", { things: workout.kit.join(", ") }) : t("no-kit");
    const focused = document.activeElement?.dataset.exercise;
    el.moves.replaceChildren(...workout.prescription.map(lineOf));
    if (focused) el.moves.querySelector(`[data-exercise="${focused}"]`)?.focus();
    el.times.hidden = !Object.keys(workout.fits).length || isSaved;
    el.pace.hidden = isSaved;
    for (const input of el.times.querySelectorAll("input")) {
      input.closest("label").hidden = input.value !== "" && !workout.fits[input.value];
      input.checked = input.value === String(now.minutes ?? "");
    }
    for (const input of el.pace.querySelectorAll("input")) input.checked = input.value === prefs.pace;
    el.start.textContent = t(saved ? "do-paused" : "do-start");
    el.start.disabled = !saved && !left.length;
    el.again.hidden = !saved;
    el.where.textContent = saved ? t("carry-on", { title: titleOf(saved.script[saved.cursor]) }) : done.size ? t("begun", { n: countSets([...done]) }) : "";
  }

  /** found: {workout, doc, done, trim, saved}, as player.mjs found it. */
  function offer(found) {
    const { trim, workout } = found, inTime = workout.fits[trim?.minutes] ?? {};
    const leftOut = Object.keys(trim?.sets ?? {}).filter((exercise) => trim.sets[exercise] === 0 && inTime[exercise] !== 0);
    const chosen = now?.workout.uid === workout.uid ? now : { minutes: trim?.minutes ?? null, leftOut: new Set(leftOut) };
    now = { ...chosen, ...found };
    drawWorkout();
  }

  function offerQuick(doc) {
    show("quick");
    el["quick-sets"].replaceChildren(...doc.quick.map((workout, index) => {
      const [row] = workout.prescription;
      const [item, button] = line(el["quick-row"], row, doc, list(doseOf(row, row.sets), workout.minutes));
      button.dataset.quick = index;
      return item;
    }));
  }

  panel.addEventListener("click", (event) => {
    const { quick, exercise, act } = event.target.closest("button")?.dataset ?? {};
    if (quick) return pick(quick);
    if (act === "TAKE") return takeOver();
    if (act === "START") return start(now.saved ? now : { ...now, trim: trimOf(now), script: script() });
    if (act === "AGAIN") now.saved = null;
    else if (exercise) now.leftOut[now.leftOut.has(exercise) ? "delete" : "add"](exercise);
    else return undefined;
    return drawWorkout();
  });
  panel.addEventListener("change", ({ target }) => {
    if (target.name === "player-minutes") now.minutes = Number(target.value) || null;
    else choose({ pace: target.value });
    drawWorkout();
  });

  return { show, offer, offerQuick };
}
