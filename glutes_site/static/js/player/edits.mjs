/* What changed in the player, as drafts of records: {kind, uid, workout, data}. The store gives them op and stamp. */
import { isSet } from "./machine.mjs";

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
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const setUid = (workout, { exercise, part, number, side }) => uuid5(workout, `${exercise}/${part}/${number}/${side}`);
export const feedbackUid = (workout, exercise) => uuid5(workout, `${exercise}/feedback`);

/** The date that it is in a time zone, "2027-01-04". */
export const dateIn = (zone, now) => {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(now);
  const part = (type) => parts.find((each) => each.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
};

/** Which workout a record belongs to; its date is that of the moment it was begun. */
export const refOf = (workout, zone, now) => ({
  uid: workout.uid, enrolment: workout.enrolment, window: workout.window, slot: workout.slot,
  local_date: dateIn(zone, now), time_zone: zone,
});

const logOf = (state) => new Map((state?.log ?? []).filter((entry) => !entry.skipped).map((entry) => [entry.key, entry]));

async function setDrafts(before, after, workout) {
  const old = logOf(before), now = logOf(after), drafts = [];
  const steps = new Map(after.script.filter(isSet).map((step) => [step.key, step]));
  const draft = async (key, data) => {
    const { exercise, part, number, side } = steps.get(key), place = { exercise, part, number, side };
    drafts.push({ kind: "set", uid: await setUid(workout.uid, place), workout, data: { ...place, ...data } });
  };
  for (const [key, entry] of now) {
    const was = old.get(key), step = steps.get(key);
    if (!was) {
      const target = { reps: step.reps, hold_seconds: step.hold, variation: step.variation, name: step.name, rung: step.rung };
      const rest = entry.rest === null ? {} : { rest_seconds: entry.rest };
      await draft(key, { reps: entry.reps, removed: false, target, done_at: entry.at, ...rest });
    } else if (was.reps !== entry.reps) await draft(key, { reps: entry.reps });
  }
  for (const key of old.keys()) if (!now.has(key)) await draft(key, { removed: true });
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
