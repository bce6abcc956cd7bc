/* The entry: whose workout and which, then Start. Without storage or codes of its own the page stays as it is. */
import { prefs, remember, stored } from "./prefs.mjs";
import { dateIn, liveOf, refOf } from "./edits.mjs";
import { keyOf } from "./script.mjs";
import { list, t } from "./words.mjs";
import { makeSettings } from "./check.mjs";
import { open } from "./store.mjs";
import { prepare, silence, unlock } from "./senses.mjs";
import { makeLaunch } from "./launch.mjs";
import { play } from "./play.mjs";
import { register } from "./worker.mjs";
import { byName, copyOf, handOver } from "./nodes.mjs";
import { ask, startFlushing } from "./sync.mjs";
import { begin, isLive, KEEP, on, stepOf } from "./machine.mjs";

const DAY = 24 * 3600e3;

const panel = document.querySelector("[data-player]");
const data = panel.dataset;
const isQuick = location.pathname === data.quick;
const account = data.account || stored("rise-account");
const dialogs = byName(document, "dialog");
document.body.append(...Object.values(dialogs), document.querySelector("[data-flash]"));

let store, flusher, doc = null, picked = null, game = null, sync = null, freed = null, chosen = null, entering = null, isSignedOut = false, isElsewhere = false;
panel.addEventListener("pointerdown", () => setTimeout(prepare, 4)); // while the finger is still down
const look = makeSettings(dialogs);
const launch = makeLaunch(panel, {
  start: (found) => (found.saved || prefs.isChecked ? enter(found) : look(() => enter(found))),
  takeOver: () => enter({ ...chosen, script: null }, true), // never from the start: it may be over by now
  pick: (index) => offer(picked = { ...doc.quick[index], uid: crypto.randomUUID() }),
});

/* Where it is saved ------------------------------------------------------------------------------------------- */

function showSync(state = sync) {
  sync = state;
  if (!sync) return;
  const { kind, waiting: n, oldest, quarantined } = sync;
  const text = t(`sync-${kind}${n ? "" : "-none"}`, { n }), isOld = oldest && Date.now() - oldest > DAY;
  for (const place of document.querySelectorAll("[data-sync]")) {
    place.dataset.kind = n ? kind : "saved";
    place.querySelector("[data-text]").textContent = quarantined ? list(text, t("sync-refused", { n: quarantined })) : list(text, isOld && t("sync-old"));
    place.querySelector("[data-sign-in]").hidden = kind !== "sign-in";
    place.querySelector("[data-export]").hidden = !(isOld || quarantined);
  }
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-export]")) handOver(await store.exportFile());
});

/* Which workout ----------------------------------------------------------------------------------------------- */

async function refresh() {
  try {
    const { body } = await ask(data.schedule);
    if (body.account !== account) return;
    await store.keepSchedule(body);
    doc = body;
  } catch (error) {
    isSignedOut = error.kind === "sign-in";
  }
}

/** The state that a snapshot brings back, if it can still go on. */
const resumable = (snapshot) => (snapshot && isLive(snapshot.saved) && Date.now() - snapshot.at < KEEP ? snapshot.saved : null);

async function askedFor() {
  const asked = new URLSearchParams(location.search), today = dateIn(doc.time_zone, Date.now() - (doc.late || 0));
  const is = (name, value) => String(value) === asked.get(name);
  const begun = resumable(await store.lastPlayer());
  const planned = (uid) => doc.workouts.find((each) => each.uid === uid);
  const quickOf = (exercise, uid) => {
    const quick = doc.quick.find(({ prescription }) => prescription[0].exercise === exercise);
    return quick && { ...quick, uid };
  };
  const quick = begun && !planned(begun.id) && quickOf(begun.script[0].exercise, begun.id);
  if (isQuick) return quick || (picked = quickOf(asked.get("exercise"), crypto.randomUUID()));
  if (data.workout) return (!asked.has("slot") && planned(begun?.id)) || planned(data.workout);
  if (asked.has("slot")) return doc.workouts.find((each) => is("slot", each.slot) && is("window", each.window));
  return planned(begun?.id) ?? doc.workouts.find((each) => each.date === today && each.status !== "done") ?? quick;
}

const keysOf = ({ sets }) => liveOf(sets).map(keyOf);

async function offer(workout) {
  const { uid } = workout;
  const known = await store.workout(uid), row = known.workout?.data, done = new Set(keysOf(known));
  const saved = row?.finished_at ? null : resumable(await store.player(uid));
  if (!saved && (workout.status === "done" || row?.finished_at)) return launch.show("done");
  chosen = { workout, doc, known, done, saved, trim: row?.trim ?? JSON.parse(data.trim ?? null) };
  return launch.offer(chosen);
}

async function present() {
  if (game || isElsewhere) return;
  if (!doc) return launch.show(isSignedOut ? "signed-out" : "nothing");
  const workout = picked ?? await askedFor();
  panel.hidden = data.workout && !workout; // too old to be stored here; its form is on the page
  if (workout) return offer(workout);
  if (isQuick) return launch.offerQuick(doc);
  if (new URLSearchParams(location.search).has("slot")) return launch.show("nothing");
  return launch.show(doc.plan ? "rest" : "no-plan");
}

/* Playing ----------------------------------------------------------------------------------------------------- */

function elsewhere() {
  isElsewhere = true;
  launch.show("elsewhere");
}

/** One tab plays: resolves with whether it is this one. */
const claim = (steal) => new Promise((resolve) => {
  if (freed) return resolve(true);
  return navigator.locks.request(`rise-player-${account}`, steal ? { steal } : { ifAvailable: true }, (lock) => {
    resolve(lock);
    return lock && new Promise((free) => { freed = free; });
  }).catch(() => {
    freed = null;
    game?.stop();
    game = null;
    silence();
    elsewhere();
  });
});

function unclaim() {
  freed?.();
  freed = null;
}

/** What is still to come without the sets that another device has done meanwhile. */
function withoutDone(state, done) {
  const { cursor, script } = state, isDone = done.includes(stepOf(state).key);
  const left = script.filter((step, index) => index < cursor || !done.includes(step.key));
  if (!isDone) return { ...state, script: left };
  if (!left[cursor]) return on(state, { type: "QUIT" })[0];
  return { ...state, script: left, reps: 0, carry: null, phase: "ready", left: 0 };
}

/** Begins, or goes on with what is stored. Called from a tap, which lets sound and voice in; a second tap changes nothing. */
function enter(...all) {
  unlock();
  entering ??= settle(...all).finally(() => { entering = null; });
}

async function settle(found, steal = false) {
  // The tap is answered first, in a frame of its own: building the deck takes longer.
  await new Promise(requestAnimationFrame);
  chosen = found;
  if (!(await claim(steal))) return elsewhere();
  isElsewhere = false;
  const { uid } = found.workout, known = await store.workout(uid), now = Date.now();
  const fresh = begin(uid, found.script ?? [], prefs);
  const snapshot = found.saved || steal ? await store.player(uid) : null;
  const [restored] = on(fresh, { type: "RESTORE", saved: snapshot?.saved, savedAt: snapshot?.at, now });
  const isNew = restored === fresh, last = isNew ? null : snapshot;
  if (!freed) return undefined; // another tab has taken over meanwhile
  if (isNew && !found.script?.length) {
    unclaim();
    return offer(found.workout);
  }
  const ref = known.workout?.workout ?? last?.ref ?? [...known.sets.values()][0]?.workout ?? refOf(found.workout, found.doc.time_zone, now - (found.doc.late || 0));
  const trim = isNew ? found.trim : last.trim ?? null;
  const { prescription } = found.workout;
  const isSame = JSON.stringify(trim) === JSON.stringify(known.workout?.data.trim ?? null);
  const own = known.workout?.data.prescription && isSame ? null : { local_date: ref.local_date, time_zone: ref.time_zone, prescription, trim };
  const done = keysOf(known), state = isNew ? restored : withoutDone(restored, done);
  const steps = new Set(state.script.map((step) => step.key)), already = done.filter((key) => !steps.has(key));
  game = play({
    state, first: isNew ? "START" : "RESUME", deck: copyOf(document.getElementById("deck")), dialogs, doc: found.doc, ref, own, trim, known,
    workout: found.workout, already, store, flusher, leave, isSaved: () => sync?.kind === "saved",
  });
  return showSync();
}

/** Away from the deck: to what changes next, to the week, or back to the page where nothing was done. */
function leave(how) {
  const { workout } = chosen;
  game = picked = null;
  unclaim();
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
  if (data.account) remember("rise-account", account);
  store = await open(account);
  doc = await store.schedule();
  flusher = startFlushing(store, { account, onState: showSync });
  if (doc) await present();
  await refresh();
  await present();
  store.listen(({ workouts }) => { if (workouts.length && !game) present(); });
}

register();
if (crypto.subtle && window.indexedDB) boot().catch((error) => {
  console.error(error);
  panel.hidden = true;
});
else panel.hidden = true;
