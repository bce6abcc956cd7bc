/* The end of a workout: what was done, how each exercise felt, and on to what it changes. */
import { isOver, isSet } from "./machine.mjs";

export function makeFinish({ deck, el, words, workout, ref, known, flusher, isSaved, rate, settle, leave }) {
  const { t } = words, row = deck.querySelector("[data-rating]");
  const rated = new Map([...known.feedback.values()].filter(({ data }) => !data.removed).map(({ data }) => [data.exercise, data.rating]));
  let shown = "", isWaiting = false, hasWaited = false;

  const doneBefore = [...known.sets.values()].filter(({ data }) => !data.removed).map(({ data }) => data.exercise);
  /** The exercises of which a set is logged, today or before on another device. */
  function trained(s) {
    const steps = new Map(s.script.filter(isSet).map((step) => [step.key, step]));
    const now = s.log.filter((entry) => !entry.skipped).map((entry) => steps.get(entry.key).exercise);
    const all = new Set([...doneBefore, ...now]);
    return workout.prescription.filter(({ exercise }) => all.has(exercise));
  }

  function question({ exercise, name }) {
    const item = row.content.cloneNode(true).firstElementChild;
    item.querySelector("[data-name]").textContent = name;
    for (const input of item.querySelectorAll("input")) {
      input.name = `felt-${exercise}`;
      input.checked = rated.get(exercise) === input.value;
      input.addEventListener("change", () => {
        rated.set(exercise, input.value);
        rate(exercise, input.value);
      });
    }
    return item;
  }

  function draw(s) {
    const exercises = isOver(s) && ref.enrolment ? trained(s) : [], key = exercises.map((each) => each.exercise).join();
    if (el.felt.hidden === exercises.length > 0) el.felt.hidden = !exercises.length;
    if (isOver(s) && !hasWaited) el.main.disabled = isWaiting;
    else if (el.main.disabled) el.main.disabled = false;
    if (!isOver(s)) {
      hasWaited = false;
      if (el.later.textContent) el.later.textContent = "";
    }
    if (hasWaited) el.main.textContent = t("do-close");
    if (key === shown) return;
    shown = key;
    el.questions.replaceChildren(...exercises.map(question));
  }

  /** On to what changes next where the account has everything, else it says when that will show. */
  async function press(s) {
    if (isWaiting) return;
    isWaiting = true;
    draw(s);
    const isKept = await settle();
    if (!isKept || hasWaited) {
      isWaiting = false;
      return isKept ? leave(isSaved() ? "saved" : "later") : draw(s); // the screen says what is wrong
    }
    const patience = new Promise((resolve) => setTimeout(resolve, 6e3, { kind: "offline" }));
    const { kind } = await Promise.race([flusher.flush().catch(() => ({ kind: "offline" })), patience]);
    isWaiting = false;
    if (kind === "saved") return leave("saved");
    hasWaited = true;
    el.later.textContent = t(ref.enrolment ? "later" : "later-quick");
    return draw(s);
  }

  return { draw, press };
}
