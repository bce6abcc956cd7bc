/* Signing out while some sets are on this phone only: they are sent first, or else the person says what becomes of
   them. Without JavaScript nothing is on the phone only. */
import { handOver } from "./player/nodes.mjs";
import { databaseOf, isKnown, open, result } from "./player/store.mjs";
import { startFlushing } from "./player/sync.mjs";

const PATIENCE = 8e3; // ms for a last try to send
const REMEMBERED = "rise-account"; // whose workouts this device shows offline

const form = document.querySelector("[data-signing-out]");
const dialog = document.querySelector("#unsent");
const { account } = form.dataset;
let isBusy = false;

function leave() {
  try {
    if (localStorage.getItem(REMEMBERED)?.includes(account)) localStorage.removeItem(REMEMBERED);
  } catch { /* where storage is forbidden nothing was remembered */ }
  form.submit();
}

/** Deletes all that this device holds of the account, unsent records too. */
function forget(store) {
  store.close();
  return result(indexedDB.deleteDatabase(databaseOf(account)));
}

const unsent = async (store) => {
  const { count, quarantined } = await store.waiting();
  return count + quarantined;
};

async function sendLast(store) {
  const flushing = startFlushing(store, { account });
  await Promise.race([flushing.flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  flushing.stop();
}

/** Keep, discard, or the empty word for staying; a file may be saved meanwhile as often as wanted. */
function choice(store) {
  const save = dialog.querySelector("[data-save]");
  const onSave = async () => handOver(await store.exportFile());
  save.addEventListener("click", onSave);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    save.removeEventListener("click", onSave);
    resolve(dialog.returnValue);
  }, { once: true }));
}

/** Whether the person is to be signed out. */
async function settle() {
  if (!(await isKnown(account))) return true;
  const store = await open(account);
  try {
    if ("forgets" in form.dataset) { // which the person asked for in so many words
      await forget(store);
      return true;
    }
    if (await unsent(store)) await sendLast(store);
    if (!(await unsent(store))) return true;
    const word = await choice(store);
    if (word === "discard") await forget(store);
    return word !== "";
  } finally {
    store.close();
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  // What cannot be read cannot be asked about, and nobody is kept from signing out.
  const goes = await settle().catch(() => true);
  isBusy = false;
  if (goes) leave();
});
