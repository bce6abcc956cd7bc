/* Shows a figure moving as soon as it is chosen, and pauses it. Without this module it moves once it is saved. */
const setStill = (button, isStill) => {
  for (const figure of button.closest("[data-picker]").querySelectorAll("[data-shown] svg.mq")) {
    if (isStill) figure.pauseAnimations();
    else figure.unpauseAnimations();
  }
  button.setAttribute("aria-pressed", isStill);
};

const show = async (radio) => {
  const picker = radio.closest("[data-picker]");
  const shown = picker.querySelector("[data-shown]");
  const still = picker.querySelector("[data-still]");
  const key = radio.value;
  picker.wanted = key;
  const answer = key && (await fetch(picker.dataset.picker.replace("figure-key", encodeURIComponent(key))));
  if (picker.wanted !== key) return; // another one was chosen meanwhile
  shown.innerHTML = answer && answer.ok ? await answer.text() : "";
  setStill(still, still.getAttribute("aria-pressed") === "true");
};

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-picker] input[type=radio]")) show(target);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-still]");
  if (button) setStill(button, button.getAttribute("aria-pressed") !== "true");
});

const reveal = () => {
  for (const button of document.querySelectorAll("[data-still][hidden]")) button.hidden = false;
};

document.addEventListener("formset:added", reveal);
reveal();
