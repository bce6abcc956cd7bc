/* Pages that show what was done, on a phone that still holds sets of its own: it sends them, says so, and shows the
   page anew once the account has them. Where nothing waits it does nothing. */
import { byName } from "./player/nodes.mjs";
import { isKnown, open } from "./player/store.mjs";
import { startFlushing } from "./player/sync.mjs";

const notice = document.querySelector("[data-uploading]");
const { account } = notice.dataset;
const lines = byName(notice, "when"); // by what is told: phone, offline, sign-in, saved
let isTouched = false;

function tell({ kind, waiting }) {
  const line = lines[kind] ?? lines.phone;
  for (const each of Object.values(lines)) each.hidden = each !== line;
  const number = line.querySelector("[data-n]");
  if (number) number.textContent = waiting;
  notice.hidden = false;
}

async function begin() {
  if (!(await isKnown(account))) return;
  const store = await open(account);
  const { count } = await store.waiting();
  if (!count) {
    store.close();
    return;
  }
  tell({ waiting: count });
  const flushing = startFlushing(store, {
    account,
    onState: (state) => {
      tell(state);
      if (state.kind !== "saved") return;
      flushing.stop();
      store.close();
      // Whoever is reading or typing is not interrupted: the line has a link.
      if (!isTouched) location.reload();
    },
  });
}

for (const name of ["pointerdown", "keydown", "wheel"]) {
  addEventListener(name, () => { isTouched = true; }, { once: true, passive: true });
}
if (crypto.subtle && globalThis.indexedDB) begin();
