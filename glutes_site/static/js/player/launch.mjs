/* The first screen: which workout, cut to what, and Start. It only asks; player.mjs does what is asked for. */
import { still } from "./figure.mjs";
import { compile, secondsOf, setsOf } from "./script.mjs";
import { countSets } from "./words.mjs";

const MINUTES = [5, 10, 15, 20];

/** What today is cut to: {minutes, sets}, null for nothing. */
export function trimOf(workout, minutes, leftOut) {
  const sets = { ...workout.fits[minutes] };
  for (const exercise of leftOut) sets[exercise] = 0;
  return Object.keys(sets).length ? { minutes, sets } : null;
}

/** Whether an exercise is done at a wall: as it was chosen, else as its level suggests. */
export const supportOf = (workout, moves, chosen) => Object.fromEntries(workout.prescription.map(({ exercise, variation }) =>
  [exercise, chosen[exercise] ?? Boolean(moves[variation].support?.default)]));

export function makeLaunch(panel, { words, prefs, choose, start, carryOn, takeOver, pick }) {
  const { t } = words, at = (name) => panel.querySelector(`[data-launch="${name}"]`);
  const parts = [...panel.querySelectorAll("[data-when]")], template = at("row");
  let now = null; // {workout, doc, done, minutes, leftOut, saved}

  const show = (kind) => parts.forEach((part) => { part.hidden = part.dataset.when !== kind; });
  const trim = () => trimOf(now.workout, now.minutes, now.leftOut);
  const script = () => compile(now.workout, now.doc, { trim: trim(), support: supportOf(now.workout, now.doc.moves, prefs.support), done: now.done });

  function line(row) {
    const item = template.content.cloneNode(true).firstElementChild, { exercise } = row, move = now.doc.moves[row.variation];
    const sets = setsOf(row, trim()), isOut = now.leftOut.has(exercise), figure = now.doc.figures[move.figures[0]];
    if (figure) item.querySelector("[data-figure]").append(still(figure));
    item.querySelector("b").textContent = row.name;
    item.querySelector("[data-dose]").textContent = sets ? words.dose(row, sets) : t(isOut ? "left-out" : "no-time");
    item.classList.toggle("out", !sets);
    const button = item.querySelector("button");
    button.dataset.exercise = exercise;
    button.setAttribute("aria-pressed", String(isOut));
    button.setAttribute("aria-label", t("leave-out", { name: row.name }));
    button.hidden = now.workout.prescription.length < 2 || Boolean(now.saved);
    return item;
  }

  function drawWorkout() {
    const { workout, saved } = now, left = script(), minutes = Math.max(1, Math.round(secondsOf(left, now.doc.times) / 60));
    show("workout");
    const isOfPage = workout.uid === panel.dataset.workout; // the page says already which workout it is
    at("name").textContent = isOfPage ? t("follow") : workout.enrolment ? t("workout-name") : workout.prescription[0].name;
    at("week").textContent = isOfPage ? "" : workout.week ? words.list(now.doc.plan.name, t("week", { n: workout.week, of: now.doc.plan.weeks })) : t("quick-set");
    at("minutes").textContent = t("about-minutes", { n: minutes });
    at("kit").textContent = workout.kit.length ? t("kit", { things: workout.kit.join(", ") }) : t("no-kit");
    const focused = document.activeElement?.dataset.exercise;
    at("moves").replaceChildren(...workout.prescription.map(line));
    if (focused) at("moves").querySelector(`[data-exercise="${focused}"]`)?.focus();
    const offered = MINUTES.filter((each) => workout.fits[each]);
    at("times").hidden = !offered.length || Boolean(saved);
    at("pace").hidden = Boolean(saved);
    for (const input of at("times").querySelectorAll("input")) {
      input.closest("label").hidden = Boolean(input.value) && !offered.includes(Number(input.value));
      input.checked = input.value === String(now.minutes ?? "");
    }
    for (const input of at("pace").querySelectorAll("input")) input.checked = input.value === prefs.pace;
    at("start").textContent = t(saved ? "do-paused" : "do-start");
    at("start").disabled = !saved && !left.length;
    at("again").hidden = !saved;
    at("where").textContent = saved ? t("carry-on", { title: words.title(saved.script[saved.cursor]) }) : now.done.size ? t("begun", { n: countSets([...now.done]) }) : "";
  }

  /** found: {workout, doc, done, trim, saved}, as player.mjs found it. */
  function offer(found) {
    const { trim: cut } = found, inTime = cut?.minutes ? found.workout.fits[cut.minutes] ?? {} : {};
    const leftOut = Object.keys(cut?.sets ?? {}).filter((exercise) => cut.sets[exercise] === 0 && inTime[exercise] !== 0);
    const isSame = now?.workout.uid === found.workout.uid && now?.workout.prescription[0].exercise === found.workout.prescription[0].exercise;
    now = { minutes: cut?.minutes ?? null, leftOut: new Set(leftOut), ...(isSame ? { minutes: now.minutes, leftOut: now.leftOut } : {}), ...found };
    drawWorkout();
  }

  function offerQuick(doc) {
    show("quick");
    at("quick-sets").replaceChildren(...doc.quick.map((workout, index) => {
      const item = at("quick-row").content.cloneNode(true).firstElementChild, [row] = workout.prescription;
      const figure = doc.figures[doc.moves[row.variation].figures[0]];
      if (figure) item.querySelector("[data-figure]").append(still(figure));
      item.querySelector("b").textContent = row.name;
      item.querySelector("[data-dose]").textContent = words.list(words.dose(row, row.sets), workout.minutes);
      item.querySelector("button").dataset.quick = index;
      return item;
    }));
  }

  panel.addEventListener("click", (event) => {
    const { dataset } = event.target.closest("button") ?? { dataset: {} };
    if (dataset.quick) return pick(Number(dataset.quick));
    if (dataset.exercise) {
      now.leftOut[now.leftOut.has(dataset.exercise) ? "delete" : "add"](dataset.exercise);
      return drawWorkout();
    }
    if (dataset.act === "START") return now.saved ? carryOn(now) : start({ ...now, trim: trim(), script: script() });
    if (dataset.act === "AGAIN") {
      now.saved = null;
      drawWorkout();
    }
    return dataset.act === "TAKE" ? takeOver() : undefined;
  });
  panel.addEventListener("change", ({ target }) => {
    if (target.name === "player-minutes") now.minutes = Number(target.value) || null;
    else if (target.name === "player-pace") choose({ pace: target.value });
    drawWorkout();
  });

  return { show, offer, offerQuick, chosen: () => now };
}
