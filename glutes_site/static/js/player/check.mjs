/* The dialogs about this device: sound and pace, and what the phone can do. */
import { copyOf } from "./nodes.mjs";
import { choose, prefs } from "./prefs.mjs";
import { beep, hush, speak, tryOut, unlock } from "./senses.mjs";
import { t } from "./words.mjs";

export function makeSettings({ sound, check }) {
  const results = check.querySelector("[data-checks]"), row = check.querySelector("template"), go = check.querySelector("[data-go]");
  let onReady = null;

  function fill() {
    for (const input of document.querySelectorAll("dialog [data-pref]")) {
      const value = prefs[input.dataset.pref];
      input.checked = input.type === "radio" ? input.value === value : value;
    }
  }

  function change({ target }) {
    const { pref } = target.dataset;
    choose({ [pref]: target.type === "radio" ? target.value : target.checked });
    fill();
    hush();
    unlock();
    if (pref === "sound") speak(t("say-sample"));
    if (pref !== "pace" && pref !== "auto") beep("go");
  }

  async function examine() {
    results.replaceChildren();
    const found = await tryOut();
    results.replaceChildren(...found.map(({ key, ok }) => {
      const item = copyOf(row, { b: t(`check-${key}`), "[data-advice]": ok ? "" : t(`check-${key}-no`) });
      item.classList.toggle("no", !ok);
      item.querySelector(ok ? "[data-no]" : "[data-ok]").remove();
      return item;
    }));
  }

  /** Looks at this device; `then` is called from the tap that starts the workout. */
  function look(then = null) {
    onReady = then;
    fill();
    go.textContent = t(then ? "do-start" : "do-close");
    check.showModal();
    examine();
  }

  [sound, check].forEach((dialog) => dialog.addEventListener("change", change));
  go.addEventListener("click", () => {
    choose({ isChecked: true });
    hush();
    onReady?.();
  });
  sound.querySelector("[data-check]").addEventListener("click", () => look());
  sound.querySelectorAll("[data-needs]").forEach((node) => { node.hidden = !(node.dataset.needs in navigator); });
  fill();
  return look;
}
