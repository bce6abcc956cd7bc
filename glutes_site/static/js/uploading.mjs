/* Pages that show what was done, on a phone that still holds something of its own: a workout that is under way, or
   sets. It sends them, says so, and shows the page anew once the account has them. Else it does nothing. */
import { isLive, KEEP } from "./player/machine.mjs";
import { byName, handOver } from "./player/nodes.mjs";
import { remember } from "./player/prefs.mjs";
import { isKnown, open } from "./player/store.mjs";
import { startFlushing } from "./player/sync.mjs";
import { register } from "./player/worker.mjs";

const notice = document.querySelector("[data-uploading]");
const { account, today, quick } = notice.dataset;
const lines = byName(notice, "when"); // by what is told: phone, offline, sign-in, refused, saved; under-way beside them
let isTouched = false;

function tell({ kind, waiting = 0, quarantined = 0 }) {
  const line = lines[waiting ? kind : quarantined ? "refused" : "saved"] ?? lines.phone;
  for (const each of Object.values(lines)) if (each !== lines["under-way"]) each.hidden = each !== line;
  const number = line.querySelector("[data-n]");
  if (number) number.textContent = waiting || quarantined;
  notice.hidden = false;
}

/** A workout that was begun here and left open is one tap away. */
async function offerToCarryOn(store) {
  const last = await store.lastPlayer();
  if (!last || !isLive(last.saved) || Date.now() - last.at >= KEEP) return;
  const line = lines["under-way"];
  const { enrolment, window, slot } = last.ref;
  line.querySelector("a").href = enrolment ? `${today}?window=${window}&slot=${slot}` : quick;
  line.hidden = notice.hidden = false;
}

async function look() {
  if (!(await isKnown(account))) return;
  const store = await open(account);
  const { count, quarantined } = await store.waiting();
  await offerToCarryOn(store);
  if (count || quarantined) tell({ kind: "phone", waiting: count, quarantined });
  if (!count) return;
  const flushing = startFlushing(store, {
    account,
    onState: (state) => {
      tell(state);
      if (state.kind !== "saved") return;
      flushing.stop();
      // Whoever is reading or typing is not interrupted: the line has a link. What was refused has to be read.
      if (!isTouched && !state.quarantined) location.reload();
    },
  });
}

/** Sets that a guest left on this device before signing in: the account takes them under the guest's name too. */
async function sendFormer(guest) {
  if (!(await isKnown(guest))) return;
  const store = await open(guest);
  if ((await store.waiting()).count) {
    const flushing = startFlushing(store, { account: guest });
    await flushing.flush();
    flushing.stop();
  }
  store.close();
}

for (const name of ["pointerdown", "keydown", "wheel"]) {
  addEventListener(name, () => { isTouched = true; }, { once: true, passive: true });
}
lines.refused.querySelector("button").addEventListener("click", async () => handOver(await (await open(account)).exportFile()));
register();
remember("rise-account", account); // whose workouts this device shows offline
if (crypto.subtle && globalThis.indexedDB) {
  look();
  for (const guest of document.body.dataset.former?.split(" ") ?? []) sendFormer(guest);
}
