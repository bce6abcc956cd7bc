/* What changed in the player, as drafts of records: {kind, uid, workout, data}. The store gives them op and stamp. */
import { doneOf } from "./machine.mjs";

const bytesOf = (uuid) => Uint8Array.from(uuid.replaceAll("-", "").match(/../g), (pair) => parseInt(pair, 16));

/** The uuid of a name within a namespace (RFC 9562, version 5): any device computes the same one. */
export async function uuid5(namespace, name) {
  const text = new TextEncoder().encode(name), input = new Uint8Array(16 + text.length);
  input.set(bytesOf(namespace));
  input.set(text, 16);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", input)).slice(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export const setUid = (workout, { exercise, part, number, side }) => uuid5(workout, `${exercise}/${part}/${number}/${side}`);
export const feedbackUid = (workout, exercise) => uuid5(workout, `${exercise}/feedback`);

/** The date that it is in a time zone, "2027-01-04". */
export const dateIn = (zone, now) => new Date(now).toLocaleDateString("sv", { timeZone: zone }); // Swedes write dates so

/** Which workout a record belongs to; its date is that of the moment it was begun. */
export const refOf = (workout, zone, now) => ({
  uid: workout.uid, enrolment: workout.enrolment, window: workout.window, slot: workout.slot,
  local_date: dateIn(zone, now), time_zone: zone,
});

/** The sets that were done, by their keys: {step, entry}. */
const logOf = (state) => new Map(state ? doneOf(state).map((entry) => [entry.key, { entry, step: state.script[entry.step] }]) : []);

/** What rows say that were not taken back; rows: {sets} or {feedback} of store.workout(). */
export const liveOf = (rows) => [...rows.values()].map(({ data }) => data).filter(({ removed }) => !removed);

async function setDrafts(before, after, workout) {
  const old = logOf(before), now = logOf(after), drafts = [];
  const draft = async ({ exercise, part, number, side }, data) => {
    const place = { exercise, part, number, side };
    drafts.push({ kind: "set", uid: await setUid(workout.uid, place), workout, data: { ...place, ...data } });
  };
  for (const [key, { entry, step }] of now) {
    const was = old.get(key);
    if (!was) {
      const target = { reps: step.reps, hold_seconds: step.hold, variation: step.variation, name: step.name, rung: step.rung };
      const rest = entry.rest === null ? {} : { rest_seconds: entry.rest };
      await draft(step, { reps: entry.reps, removed: false, target, done_at: entry.at, ...rest });
    } else if (was.entry.reps !== entry.reps) await draft(step, { reps: entry.reps });
  }
  for (const [key, { step }] of old) if (!now.has(key)) await draft(step, { removed: true });
  return drafts;
}

/**
 * The drafts for what a transition of the machine changed.
 * workout: its ref. own: what the workout's record says once it is begun ({local_date, time_zone, prescription, trim}),
 * null where that is stored already.
 */
export async function draftsOf(before, after, { workout, own = null, now }) {
  const drafts = await setDrafts(before, after, workout);
  const finished = after.phase === "done", was = before?.phase === "done";
  const data = { ...(drafts.length || finished ? own : null) };
  // A workout of which nothing was done is not finished: all its sets were skipped.
  if (finished && !was && logOf(after).size) data.finished_at = now;
  if (was && !finished) data.finished_at = null;
  if (!Object.keys(data).length || (!drafts.length && data.finished_at === undefined)) return drafts;
  return [{ kind: "workout", uid: workout.uid, workout, data }, ...drafts];
}

export const ratingDraft = async (workout, exercise, rating) => ({
  kind: "feedback", uid: await feedbackUid(workout.uid, exercise), workout, data: { exercise, rating, removed: false },
});
