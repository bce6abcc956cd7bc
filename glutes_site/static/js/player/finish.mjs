/* The end of a workout: what was done, how each exercise felt, and on to what it changes. */
import { liveOf } from "./edits.mjs";
import { doneOf, isOver } from "./machine.mjs";
import { copyOf, show, write } from "./nodes.mjs";
import { t } from "./words.mjs";

export function makeFinish({ deck, el, workout, ref, known, flusher, isSaved, rate, settle, leave }) {
  const row = deck.querySelector("[data-rating]"), doneBefore = liveOf(known.sets).map(({ exercise }) => exercise);
  const rated = new Map(liveOf(known.feedback).map(({ exercise, rating }) => [exercise, rating]));
  let shown = "", isWaiting = false, hasWaited = false;

  /** The exercises of which a set is logged, today or before on another device. */
  function trained(s) {
    const all = new Set([...doneBefore, ...doneOf(s).map(({ step }) => s.script[step].exercise)]);
    return workout.prescription.filter(({ exercise }) => all.has(exercise));
  }

  function question({ exercise, name }) {
    const item = copyOf(row, { "[data-name]": name });
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
    const isEnd = isOver(s), exercises = isEnd && ref.enrolment ? trained(s) : [], key = exercises.map(({ exercise }) => exercise).join();
    show(el.felt, exercises.length > 0);
    el.main.disabled = isEnd && isWaiting && !hasWaited;
    if (!isEnd) {
      hasWaited = false;
      write(el.later, "");
    }
    if (hasWaited) write(el.main, t("do-close"));
    if (key === shown) return;
    shown = key;
    el.questions.replaceChildren(...exercises.map(question));
  }

  /** On to what changes next where the account has everything, else it says when that will show. */
  async function press(s) {
    if (isWaiting) return;
    if (!trained(s).length) return leave("nothing");
    isWaiting = true;
    draw(s);
    const isKept = await settle();
    if (!isKept || hasWaited) {
      isWaiting = false;
      return isKept ? leave(isSaved() ? "saved" : "later") : draw(s); // the screen says what is wrong
    }
    const patience = new Promise((resolve) => setTimeout(resolve, 6e3));
    const state = await Promise.race([flusher.flush().catch(() => {}), patience]);
    isWaiting = false;
    if (state?.kind === "saved") return leave("saved");
    hasWaited = true;
    write(el.later, t(ref.enrolment ? "later" : "later-quick"));
    return draw(s);
  }

  return { draw, press };
}
