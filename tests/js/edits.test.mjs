import assert from "node:assert/strict";
import test from "node:test";
import { dateIn, draftsOf, feedbackUid, ratingDraft, refOf, setUid, uuid5 } from "../../glutes_site/static/js/player/edits.mjs";
import { begin, on, SET_UP } from "../../glutes_site/static/js/player/machine.mjs";
import { compile } from "../../glutes_site/static/js/player/script.mjs";
import { MOVES, row, TIMES, WARM_UP, workoutOf } from "./workouts.mjs";

const WORKOUT = { ...workoutOf([row("squat", { sets: 2, reps: 12 })]), warm_up: false };
const NOW = Date.UTC(2027, 0, 4, 9);
const ref = refOf(WORKOUT, "Europe/London", NOW);
const OWN = { local_date: "2027-01-04", time_zone: "Europe/London", prescription: WORKOUT.prescription, trim: null };
const send = (s, type, more = {}) => on(s, { type, now: NOW, ...more })[0];
const working = () => {
  const s = send(begin(WORKOUT.uid, compile(WORKOUT, { moves: MOVES, times: TIMES, warm_up: WARM_UP })), "START");
  return on(s, { type: "TICK", now: NOW + SET_UP })[0];
};
const drafts = (before, after, own = null) => draftsOf(before, after, { workout: ref, own, now: NOW });

test("names are those that the server computes", async () => {
  assert.equal(await uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
  assert.equal(await setUid(WORKOUT.uid, { exercise: "squat", part: 1, number: 1, side: "both" }), await uuid5(WORKOUT.uid, "squat/1/1/both"));
  assert.equal(await feedbackUid(WORKOUT.uid, "squat"), await uuid5(WORKOUT.uid, "squat/feedback"));
});

test("the date is that of the person's zone, across midnight and the date line", () => {
  const lateMonday = Date.UTC(2027, 0, 4, 23, 30);
  assert.deepEqual(["Europe/London", "Pacific/Auckland", "America/Los_Angeles"].map((zone) => dateIn(zone, lateMonday)), ["2027-01-04", "2027-01-05", "2027-01-04"]);
});

test("the first set brings the workout's own record with it, and its target as it was shown", async () => {
  const before = working(), after = send(before, "DONE");
  const [workout, set] = await drafts(before, after, OWN);
  assert.deepEqual([workout.kind, workout.uid, workout.data], ["workout", WORKOUT.uid, OWN]);
  assert.deepEqual(set.data, {
    exercise: "squat", part: 1, number: 1, side: "both", reps: 12, removed: false, done_at: NOW,
    target: { reps: 12, hold_seconds: 0, variation: "squat", name: "squat", rung: "X1" },
  });
});

test("a correction sends nothing but the reps; taking back removes the set, doing it again brings it back", async () => {
  const one = send(working(), "DONE"), corrected = send(one, "SET", { reps: 9 });
  assert.deepEqual((await drafts(one, corrected)).map(({ data }) => data), [{ exercise: "squat", part: 1, number: 1, side: "both", reps: 9 }]);
  const undone = send(corrected, "UNDO");
  assert.deepEqual((await drafts(corrected, undone)).map(({ data }) => data.removed), [true]);
  const again = send(undone, "DONE");
  assert.deepEqual((await drafts(undone, again)).map(({ data }) => [data.removed, data.reps]), [[false, 12]]);
});

test("the last set finishes the workout; taking it back opens it again", async () => {
  const last = send(send(working(), "DONE"), "SKIP"), done = send(last, "DONE");
  assert.equal((await drafts(last, done))[0].data.finished_at, NOW);
  assert.equal((await drafts(done, send(done, "UNDO")))[0].data.finished_at, null);
});

test("skipped sets are no records, and a workout of skipped sets alone is none", async () => {
  const first = working(), one = send(first, "SKIP"), done = send(send(one, "SKIP"), "SKIP");
  assert.deepEqual(await drafts(first, one, OWN), []);
  assert.deepEqual(await drafts(one, done, OWN), []);
});

test("the rest before a set is stored with it", async () => {
  const one = send(working(), "DONE"), going = on(one, { type: "SKIP", now: NOW + 17_000 })[0];
  const set = (await drafts(going, send(going, "DONE"))).at(-1);
  assert.equal(set.data.rest_seconds, 17);
});

test("a rating is a record of its own", async () => {
  assert.deepEqual(await ratingDraft(ref, "squat", "hard"), {
    kind: "feedback", uid: await feedbackUid(WORKOUT.uid, "squat"), workout: ref, data: { exercise: "squat", rating: "hard", removed: false },
  });
});
