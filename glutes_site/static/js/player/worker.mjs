/* Registers the service worker where the page asks for one (`data-worker`), and lets a newer one take over once nobody
   trains and nothing is being sent. */
const workers = navigator.serviceWorker;
const BUSY = /^rise-/; // Web Locks of the player and of sync.mjs

async function offerToTakeOver({ waiting }) {
  const { held, pending } = await navigator.locks.query();
  if (![...held, ...pending].some(({ name }) => BUSY.test(name))) waiting?.postMessage("take-over");
}

async function enlist() {
  const registration = await workers.register("/sw.js", { updateViaCache: "none" });
  const offer = () => offerToTakeOver(registration).catch(() => {});
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  document.addEventListener("visibilitychange", offer);
  await offer();
}

/** After everything else; where it cannot be, the page works as well. */
export function register() {
  if (workers && document.documentElement.dataset.worker) addEventListener("load", () => enlist().catch(() => {}));
}
