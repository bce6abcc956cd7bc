/* The dialogs about this device: sound and pace, and what the phone can do. */

export function makeSettings({ dialogs, words, prefs, choose, senses }) {
  const { sound, check } = dialogs, { t } = words, list = check.querySelector("[data-checks]"), row = check.querySelector("template");
  let onReady = null;

  function fill() {
    for (const input of document.querySelectorAll("dialog [data-pref]")) {
      const { pref } = input.dataset, value = prefs[pref];
      input.checked = input.type === "radio" ? input.value === String(value) : Boolean(value);
    }
  }

  function change({ target }) {
    const { pref } = target.dataset;
    if (!pref) return;
    const isFlag = typeof prefs[pref] === "boolean";
    choose({ [pref]: isFlag && target.type === "checkbox" ? target.checked : isFlag ? target.value === "true" : target.value });
    fill();
    senses.hush();
    senses.unlock();
    if (pref === "sound") senses.speak(t("say-sample"));
    if (["sound", "vibrate", "flash", "loud"].includes(pref)) senses.beep("go");
  }

  async function examine() {
    list.replaceChildren();
    const found = await senses.check(t("say-sample"));
    list.replaceChildren(...found.map(({ key, ok }) => {
      const item = row.content.cloneNode(true).firstElementChild;
      item.classList.toggle("no", !ok);
      item.querySelector("[data-ok]").hidden = !ok;
      item.querySelector("[data-no]").hidden = ok;
      item.querySelector("b").textContent = t(`check-${key}`);
      item.querySelector("[data-advice]").textContent = ok ? "" : t(`check-${key}-no`);
      return item;
    }));
  }

  /** Looks at this device; `then` is called from the tap that starts the workout. */
  function open(then = null) {
    onReady = then;
    fill();
    check.querySelector("[data-go]").textContent = t(then ? "do-start" : "do-close");
    check.returnValue = "";
    check.showModal();
    examine();
  }

  [sound, check].forEach((dialog) => dialog.addEventListener("change", change));
  check.querySelector("[data-go]").addEventListener("click", () => {
    choose({ isChecked: true });
    senses.hush();
    onReady?.();
  });
  sound.querySelector("[data-check]").addEventListener("click", () => open());
  sound.querySelectorAll("[data-needs=vibrate]").forEach((node) => { node.hidden = !navigator.vibrate; });
  sound.querySelectorAll("[data-needs=audioSession]").forEach((node) => { node.hidden = !navigator.audioSession; });
  fill();
  return { open };
}
