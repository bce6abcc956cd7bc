/* The entry: whose workout and which, then Start. Without storage or codes of its own the page stays as it is. */
import { makeSettings } from "./check.mjs";
import { dateIn, refOf } from "./edits.mjs";
import { makeLaunch } from "./launch.mjs";
import { begin, isLive, KEEP, on } from "./machine.mjs";
import { play } from "./play.mjs";
import { choose, prefs, remember, stored } from "./prefs.mjs";
import { makeSenses } from "./senses.mjs";
import { open } from "./store.mjs";
import { startFlushing } from "./sync.mjs";
import { makeWords } from "./words.mjs";

const ACCOUNT = "rise-account", DAY = 24 * 3600e3;

const panel = document.querySelector("[data-player]");
const language = document.documentElement.lang;
const phrases = JSON.parse(document.getElementById("phrases").textContent);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const data = panel.dataset;
const isQuick = location.pathname === data.quick;
const account = data.account || stored(ACCOUNT);
const moves = {}; // filled with the schedule's, so that sentences can speak of them
const words = makeWords(phrases, language, moves);
const dialogs = Object.fromEntries([...document.querySelectorAll("dialog[data-dialog]")].map((node) => [node.dataset.dialog, node]));
document.body.append(...Object.values(dialogs));

let store, flusher, doc = null, picked = null, game = null, sync = null, freed = null, chosen = null, isSignedOut = false;
const senses = makeSenses({ prefs, language, flash: document.querySelector("[data-flash]"), onWake: (ok) => game?.tip(ok ? "" : words.t("no-wake")) });
document.body.append(document.querySelector("[data-flash]"));
const settings = makeSettings({ dialogs, words, prefs, choose, senses });
const launch = makeLaunch(panel, {
  words, prefs, choose,
  start: (found) => (prefs.isChecked ? enter(found) : settings.open(() => enter(found))),
  carryOn: (found) => enter(found),
  takeOver: () => enter(chosen, true),
  pick: (index) => offer(picked = { ...doc.quick[index], uid: crypto.randomUUID() }),
});

/* Where it is saved ------------------------------------------------------------------------------------------- */

function showSync(state = sync) {
  sync = state;
  if (!sync) return;
  const { kind, waiting: n, oldest, quarantined } = sync, { t } = words;
  const text = n || ["sign-in", "other-account"].includes(kind) ? t(`sync-${kind}${n ? "" : "-none"}`, { n }) : t(kind === "offline" ? "sync-offline-none" : "sync-saved");
  const isOld = Boolean(oldest) && Date.now() - oldest > DAY;
  for (const place of document.querySelectorAll("[data-sync]")) {
    place.dataset.kind = n ? kind : "saved";
    place.querySelector("[data-text]").textContent = quarantined ? words.list(text, t("sync-refused", { n: quarantined })) : text;
    place.querySelector("[data-sign-in]").hidden = kind !== "sign-in";
    place.querySelector("[data-export]").hidden = !(isOld || quarantined);
  }
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-export]")) return;
  const link = document.createElement("a"), file = await store.exportFile();
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(URL.revokeObjectURL, 60e3, link.href);
});

/* Which workout ----------------------------------------------------------------------------------------------- */

async function refresh() {
  const response = await fetch(data.schedule, { headers: { Accept: "application/json" }, cache: "no-store" });
  isSignedOut = response.status === 401;
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const fresh = response.ok && isJson ? await response.json() : null;
  if (fresh?.account !== account) return;
  await store.keepSchedule(fresh);
  doc = fresh;
}

async function askedFor() {
  const asked = new URLSearchParams(location.search), today = dateIn(doc.time_zone, Date.now());
  const is = (name, value) => String(value) === asked.get(name);
  const last = await store.lastPlayer(), begun = last && isLive(last.saved) && Date.now() - last.at < KEEP ? last.saved : null;
  const ofQuick = (saved) => doc.quick.find(({ prescription }) => prescription[0].exercise === saved.script[0].exercise);
  const quick = begun && !doc.workouts.some(({ uid }) => uid === begun.id) ? ofQuick(begun) : null;
  if (isQuick) {
    const named = doc.quick.find(({ prescription }) => is("exercise", prescription[0].exercise));
    return quick ? { ...quick, uid: begun.id } : named ? (picked = { ...named, uid: crypto.randomUUID() }) : null;
  }
  if (data.workout) return doc.workouts.find(({ uid }) => uid === data.workout) ?? null;
  if (asked.has("slot")) return doc.workouts.find((each) => is("slot", each.slot) && is("window", each.window)) ?? null;
  return doc.workouts.find((each) => each.uid === begun?.id)
    ?? doc.workouts.find((each) => each.date === today && each.status !== "done")
    ?? (quick ? { ...quick, uid: begun.id } : null);
}

const keysOf = ({ sets }) => [...sets.values()].map((row) => row.data).filter((set) => !set.removed)
  .map(({ exercise, part, number, side }) => `${exercise}.${part}.${number}.${side}`);

async function offer(workout) {
  const { uid } = workout;
  const known = await store.workout(uid), snapshot = await store.player(uid);
  const done = new Set(keysOf(known));
  const saved = snapshot && isLive(snapshot.saved) && Date.now() - snapshot.at < KEEP ? snapshot.saved : null;
  if (!saved && (workout.status === "done" || known.workout?.data.finished_at)) return launch.show("done");
  chosen = { workout, doc, known, done, saved, trim: known.workout?.data.trim ?? null };
  return launch.offer(chosen);
}

async function present() {
  if (game) return;
  if (!doc) return launch.show(isSignedOut ? "signed-out" : "nothing");
  Object.assign(moves, doc.moves);
  const workout = picked ?? await askedFor();
  panel.hidden = Boolean(data.workout) && !workout; // too old to be stored here; its form is on the page
  if (workout) return offer(workout);
  if (isQuick) return launch.offerQuick(doc);
  if (new URLSearchParams(location.search).has("slot")) return launch.show("nothing");
  return launch.show(doc.plan ? "rest" : "no-plan");
}

/* Playing ----------------------------------------------------------------------------------------------------- */

/** One tab plays: resolves with whether it is this one. */
const claim = (steal) => new Promise((resolve) => {
  if (!navigator.locks || freed) return resolve(true);
  return navigator.locks.request(`rise-player-${account}`, steal ? { steal } : { ifAvailable: true }, (lock) => {
    resolve(Boolean(lock));
    return lock && new Promise((free) => { freed = free; });
  }).catch(() => {
    freed = null;
    game?.stop();
    game = null;
    senses.stop();
    launch.show("elsewhere");
  });
});

/** Begins, or goes on with what is stored. Called from a tap, which lets sound and voice in. */
async function enter(found, steal = false) {
  senses.unlock();
  chosen = found;
  if (!(await claim(steal))) return launch.show("elsewhere");
  const { uid } = found.workout, known = await store.workout(uid), now = Date.now();
  const fresh = begin(uid, found.script ?? [], { pace: prefs.pace, auto: prefs.auto });
  const snapshot = found.saved || steal ? await store.player(uid) : null;
  const [restored] = on(fresh, { type: "RESTORE", saved: snapshot?.saved, savedAt: snapshot?.at, now });
  if (restored === fresh && !found.script?.length) return offer(found.workout);
  const isNew = restored === fresh, last = isNew ? null : snapshot;
  const ref = known.workout?.workout ?? last?.ref ?? [...known.sets.values()][0]?.workout ?? refOf(found.workout, zone, now);
  const trim = isNew ? found.trim : last.trim ?? null, { prescription } = found.workout;
  const isSame = JSON.stringify(trim) === JSON.stringify(known.workout?.data.trim ?? null);
  const own = known.workout?.data.prescription && isSame ? null : { local_date: ref.local_date, time_zone: ref.time_zone, prescription, trim };
  const steps = new Set(restored.script.map((step) => step.key)), already = keysOf(known).filter((key) => !steps.has(key));
  game = play({
    state: restored, deck: document.getElementById("deck").content.cloneNode(true).firstElementChild, dialogs, doc: found.doc, ref, own, trim, known, words,
    workout: found.workout, already,
    senses, prefs, choose, store, flusher, leave, isSaved: () => sync?.kind === "saved",
  });
  showSync();
  return game.send(isNew ? "START" : "RESUME");
}

/** Away from the deck: to what changes next, to the week, or back to the page where nothing was done. */
function leave(how) {
  const { workout } = chosen;
  game = picked = null;
  freed?.();
  freed = null;
  if (how === "nothing") {
    history.back(); // the entry that the deck had
    present();
    return;
  }
  const home = workout.enrolment || doc.plan ? data.week : data.quick;
  if (how !== "saved") location.replace(home);
  else location.replace(workout.enrolment ? `${data.done}${workout.window}/${workout.slot}/` : `${data.quick}?done=${workout.uid}`);
}

async function boot() {
  if (!account) return launch.show("signed-out");
  if (data.account) remember(ACCOUNT, account);
  store = await open(account);
  doc = await store.schedule();
  flusher = startFlushing(store, { account, onState: showSync });
  if (doc) await present();
  await refresh().catch(() => {});
  await present();
  store.listen(({ workouts }) => { if (workouts.length && !game && !launch.chosen()?.saved) present(); });
}

if (crypto.subtle && globalThis.indexedDB) boot().catch((error) => {
  console.error(error);
  panel.hidden = true;
});
else panel.hidden = true;
