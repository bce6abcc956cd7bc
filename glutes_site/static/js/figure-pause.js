/* Pauses the moving figures of a stage where they are. Without this module a link shows them still. */
const set = (button, isPaused) => {
  const stage = button.closest("[data-stage]");
  for (const figure of stage.querySelectorAll("svg.mq")) {
    if (isPaused) figure.pauseAnimations();
    else figure.unpauseAnimations();
  }
  button.setAttribute("aria-label", isPaused ? button.dataset.play : button.dataset.pause);
  button.querySelector("[data-when=moving]").hidden = isPaused;
  button.querySelector("[data-when=paused]").hidden = !isPaused;
};

for (const button of document.querySelectorAll("button[data-pause]")) {
  let isPaused = false;
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    set(button, isPaused);
  });
  button.hidden = false;
  button.closest("[data-stage]").querySelector("[data-pause-link]")?.remove();
}
