import assert from "node:assert/strict";
import test from "node:test";
import { begin, countOf, EXTRA, isSet, KEEP, moment, on, READY, RESUME, SET_UP, stepOf } from "../../glutes_site/static/js/player/machine.mjs";
import { compile } from "../../glutes_site/static/js/player/script.mjs";
import { ARTICLE, MOVES, row, TIMES, WARM_UP, workoutOf } from "./workouts.mjs";

const script = (rows, { warm = false } = {}) =>
  compile({ ...workoutOf(rows), warm_up: warm }, { moves: MOVES, times: TIMES, warm_up: WARM_UP });
const SQUATS = script([row("squat", { sets: 2, reps: 3 })]);
const CLAMS = script([row("clam", { sets: 1, reps: 2, hold_seconds: 3 })]);
const TAPS = script([row("toe-taps", { sets: 1, reps: 2 })]);

/** A machine with a clock: `go("DONE")`, `wait(3000)` in steps of a fifth of a second, everything it said. */
function player(steps, options) {
  const self = {
    s: begin("w", steps, options), now: 1_800_000_000_000, said: [],
    go(type, more = {}) {
      const [next, effects] = on(self.s, { type, now: self.now, ...more });
      self.s = next;
      self.said.push(...effects);
      return self;
    },
    wait(ms) {
      for (const end = self.now + ms; self.now < end;) { self.now = Math.min(end, self.now + 200); self.go("TICK"); }
      return self;
    },
    sleep(ms) { self.now += ms; return self; },
    words: () => self.said.filter((effect) => effect.say).map((effect) => effect.say),
    hush() { self.said = []; return self; },
    seen: () => moment(self.s, self.now),
  };
  return self;
}
const working = (steps, options) => player(steps, options).go("START").wait(SET_UP).hush();
const reload = (p, ms = 0) => {
  const saved = JSON.parse(JSON.stringify(p.s)), savedAt = p.now;
  const fresh = player(p.s.script);
  fresh.now = p.now + ms;
  return fresh.go("RESTORE", { saved, savedAt });
};

test("start gives twenty seconds to get into place, with ticks and a word", () => {
  const p = player(SQUATS).go("START");
  assert.deepEqual([p.s.phase, p.words(), p.seen().left], ["ready", ["ready"], SET_UP]);
  p.wait(SET_UP - 200);
  assert.equal(p.said.filter((effect) => effect.beep === "tick").length, 3);
  assert.equal(p.wait(200).s.phase, "work");
});

test("paced work counts a rep each time its seconds have passed, and ends the set by itself", () => {
  const p = working(SQUATS).wait(4000);
  assert.equal(p.s.reps, 1);
  assert.deepEqual(p.said.find((effect) => effect.say === "count"), { say: "count", n: 1, step: 0 });
  p.wait(8000);
  assert.equal(p.s.phase, "rest");
  assert.deepEqual(p.s.log.map(({ key, reps, counted, rest }) => ({ key, reps, counted, rest })), [{ key: "squat.1.1.both", reps: 3, counted: 3, rest: null }]);
});

test("done logs the target in paced work; how far it had counted is kept beside it", () => {
  const p = working(SQUATS).wait(4100).go("DONE");
  assert.deepEqual([p.s.log[0].reps, p.s.log[0].counted], [3, 1]);
});

test("9 of 12 takes two taps: done, and the number", () => {
  const p = working(script([row("squat", { sets: 2, reps: 12 })])).wait(9000).go("DONE").go("SET", { reps: 9 });
  assert.equal(p.s.log[0].reps, 9);
  assert.ok(p.said.includes("log"));
});

test("at one's own pace nothing runs: a tap is a rep, and the last one ends the set", () => {
  const p = working(SQUATS, { pace: "own" }).sleep(600_000).go("TICK");
  assert.deepEqual([p.s.phase, p.s.reps, p.s.endsAt], ["work", 0, null]);
  p.go("REP").go("REP");
  assert.equal(p.s.reps, 2);
  assert.equal(p.go("REP").s.phase, "rest");
});

test("at one's own pace done logs the target, and what was done beyond it", () => {
  assert.equal(working(SQUATS, { pace: "own" }).go("REP").go("DONE").s.log[0].reps, 3);
});

test("a rest goes on by itself in paced work", () => {
  assert.equal(working(SQUATS).go("DONE").wait(30_000).s.phase, "work");
});

test("a rest at one's own pace rings once at its end, waits and shows by how much it ran over", () => {
  const p = working(SQUATS, { pace: "own" }).go("DONE").hush().wait(42_000);
  assert.deepEqual([p.s.phase, p.seen().left, p.seen().over], ["rest", 0, 12_000]);
  assert.equal(p.said.filter((effect) => effect.beep === "ring").length, 1);
  assert.equal(p.go("SKIP").s.phase, "work");
  p.go("DONE");
  assert.equal(p.s.log[1].rest, 42);
});

test("the rest that was really taken is stored with the set that follows it", () => {
  const p = working(SQUATS).go("DONE").wait(11_000).go("SKIP").go("DONE");
  assert.deepEqual(p.s.log.map((entry) => entry.rest), [null, 11]);
});

test("a rest can be made longer as often as one likes, also after its end and while paused", () => {
  const p = working(SQUATS, { pace: "own" }).go("DONE").wait(40_000).go("MORE");
  assert.equal(p.seen().left, EXTRA);
  p.go("PAUSE").go("MORE");
  assert.equal(p.seen().left, 2 * EXTRA);
});

test("changing sides has its own short time and word; turning over takes longer", () => {
  const kicks = working(script([row("standing-kickback", { sets: 1, reps: 2 })])).go("DONE");
  assert.deepEqual([kicks.s.phase, kicks.seen().left, kicks.words().at(-1)], ["switch", 5000, "switch"]);
  const clams = working(CLAMS).go("DONE");
  assert.deepEqual([clams.s.phase, clams.seen().left, clams.words().at(-1)], ["switch", 15_000, "turn"]);
  assert.equal(clams.seen().side, "right");
});

test("a hold within a rep is called out, counted in the rep, and seen between", () => {
  const p = working(CLAMS);
  p.wait(1200);
  assert.equal(p.seen().cue, "hold");
  p.wait(3000);
  assert.equal(p.seen().cue, "lower");
  assert.deepEqual(p.words(), ["cue", "cue"]);
  assert.ok(p.said.some((effect) => effect.beep === "hold"));
});

test("pulses tick one by one", () => {
  const p = working(script([row("squat", { sets: 1, reps: 2, variation: "squat-pulse", rep_seconds: 9 })])).wait(8000);
  assert.equal(p.said.filter((effect) => effect.beep === "tick").length, 5);
});

test("legs that alternate are counted each, the side changes with every tap, and the log has reps of a leg", () => {
  const p = working(TAPS);
  assert.equal(p.seen().side, "right");
  p.wait(3000);
  assert.deepEqual([p.seen().side, p.seen().reps, p.seen().of], ["left", 0, 2]);
  p.wait(3000);
  assert.deepEqual([p.seen().reps, p.words().at(-1)], [1, "count"]);
  p.wait(6000);
  assert.deepEqual([p.s.phase, p.s.log[0].reps], ["done", 2]);
});

test("the warm-up leads step by step into the first exercise and logs nothing", () => {
  const p = player(script(ARTICLE, { warm: true })).go("START").wait(READY).wait(70_000);
  assert.deepEqual([p.s.phase, stepOf(p.s).name], ["work", "Slow squats"]);
  p.wait(50_000);
  assert.deepEqual([p.s.phase, p.seen().whole, p.s.log], ["rest", 20_000, []]);
  p.wait(20_000).go("DONE");
  assert.equal(p.s.log[0].rest, null);
});

test("the warm-up can be left out at any moment, and be taken back", () => {
  const p = player(script(ARTICLE, { warm: true })).go("START").wait(20_000).go("SKIP_WARM_UP");
  assert.deepEqual([p.s.phase, isSet(stepOf(p.s))], ["ready", true]);
  p.go("UNDO");
  assert.deepEqual([isSet(stepOf(p.s)), p.s.paused], [false, "undo"]);
});

test("a pause keeps the reps; to carry on there is a moment to get back into place, and the rep begins again", () => {
  const p = working(SQUATS).wait(5000).go("PAUSE").sleep(100_000).go("TICK");
  assert.deepEqual([p.s.reps, p.s.paused, p.s.endsAt], [1, "user", null]);
  p.go("RESUME");
  assert.deepEqual([p.s.phase, p.seen().left], ["ready", RESUME]);
  p.wait(RESUME);
  assert.deepEqual([p.s.phase, p.s.reps], ["work", 1]);
  assert.equal(p.wait(4000).s.reps, 2);
});

test("a step of the warm-up goes on where it was interrupted", () => {
  const p = player(script(ARTICLE, { warm: true })).go("START").wait(READY).wait(30_000).go("PAUSE").go("RESUME").wait(RESUME);
  assert.equal(p.seen().left, 40_000);
});

test("work that is out of sight pauses and counts nothing", () => {
  const p = working(SQUATS).wait(1000).go("HIDE").sleep(60_000).go("TICK").go("SHOW");
  assert.deepEqual([p.s.reps, p.s.paused], [0, "hidden"]);
});

test("a rest keeps to the clock out of sight, rings once, and gives three seconds on return", () => {
  const p = working(SQUATS).go("DONE").go("HIDE").hush().wait(60_000);
  assert.deepEqual([p.s.phase, p.said.filter((effect) => effect.beep === "ring").length], ["rest", 1]);
  p.go("SHOW");
  assert.deepEqual([p.s.phase, p.seen().left], ["ready", RESUME]);
});

test("a phone that slept through a rest does not work unseen", () => {
  const p = working(SQUATS).go("DONE").go("HIDE").sleep(3_600_000).go("SHOW");
  assert.deepEqual([p.s.phase, p.s.cursor, p.s.log.length], ["ready", 1, 1]);
});

test("undo takes back a set, paused, with the reps as they were; from the end as well", () => {
  const p = working(CLAMS).wait(12_000);
  assert.equal(p.s.phase, "switch");
  p.go("UNDO");
  assert.deepEqual([p.s.phase, p.s.reps, p.s.paused, p.s.log], ["work", 1, "undo", []]);
  p.go("RESUME").wait(RESUME).wait(6000).wait(15_000).go("DONE");
  assert.equal(p.s.phase, "done");
  p.go("UNDO");
  assert.deepEqual([p.s.phase, p.s.log.length], ["work", 1]);
});

test("undo at one's own pace takes back one rep", () => {
  assert.equal(working(SQUATS, { pace: "own" }).go("REP").go("REP").go("UNDO").s.reps, 1);
});

test("leaving keeps what was done, and can be undone", () => {
  const p = working(SQUATS).go("DONE").go("QUIT");
  assert.deepEqual([p.s.phase, p.s.log.length], ["left", 1]);
  assert.equal(p.go("UNDO").s.phase, "rest");
});

test("a reload comes back paused on the same set with the time that was left", () => {
  const p = reload(working(SQUATS).go("DONE").wait(10_000), 5000);
  assert.deepEqual([p.s.phase, p.s.paused, p.seen().left], ["rest", "restored", 15_000]);
  assert.equal(p.wait(60_000).s.phase, "rest");
  assert.equal(p.go("RESUME").wait(15_000).s.phase, "work");
});

test("a reload in the middle of a rep keeps the reps before it", () => {
  const p = reload(working(SQUATS).wait(5000), 90_000);
  assert.deepEqual([p.s.phase, p.s.reps, p.s.paused], ["work", 1, "restored"]);
});

test("a workout that was left open for half a day is over, and keeps its sets", () => {
  const p = reload(working(SQUATS).go("DONE"), KEEP + 1);
  assert.deepEqual([p.s.phase, p.s.log.length], ["left", 1]);
});

test("the state of another workout, of another version or of a finished one is not taken up", () => {
  const over = working(SQUATS).go("DONE").go("SKIP").go("DONE");
  assert.equal(reload(over).s.phase, "idle");
  for (const change of [{ id: "x" }, { v: 1 }]) {
    const p = player(SQUATS);
    p.go("RESTORE", { saved: { ...working(SQUATS).s, ...change }, savedAt: p.now });
    assert.equal(p.s.phase, "idle");
  }
});

test("a clock that was set back never leaves more time than there was", () => {
  const p = working(SQUATS).go("DONE");
  p.now -= 3_600_000;
  p.go("PAUSE");
  assert.ok(p.s.left <= 30_000);
});

test("the pace can change in the middle of a set", () => {
  const p = working(SQUATS).wait(5000).go("PACE", { pace: "own" });
  assert.deepEqual([p.s.reps, p.s.endsAt], [1, null]);
  p.go("REP").go("PACE", { pace: "paced" });
  assert.equal(p.wait(4000).s.phase, "rest");
});

test("skipped sets are no reps, and go on", () => {
  const p = working(SQUATS).go("SKIP");
  assert.deepEqual([p.s.log[0].skipped, p.s.log[0].reps, p.s.phase], [true, undefined, "rest"]);
});

test("after a short gap only the last word is said", () => {
  const p = working(SQUATS).sleep(4_000 + 4_500).go("TICK");
  assert.deepEqual([p.s.phase, p.s.reps, p.words().length], ["work", 2, 1]);
});

test("a device that slept while it was in sight has done nothing meanwhile", () => {
  const p = working(SQUATS).wait(5000).hush().sleep(3600_000).go("TICK");
  assert.deepEqual([p.s.phase, p.s.paused, p.s.reps, p.s.log, p.words()], ["work", "hidden", 1, [], ["paused"]]);
  const resting = working(SQUATS).go("DONE").sleep(3600_000).go("TICK");
  assert.deepEqual([resting.s.phase, resting.s.paused, resting.s.log.length], ["rest", "hidden", 1]);
  assert.deepEqual([resting.go("RESUME").s.phase, resting.seen().left], ["rest", RESUME]);
});

test("coming back to a rest that is over, there is a moment to get into place", () => {
  const p = reload(working(SQUATS).go("DONE"), 40_000);
  assert.deepEqual([p.s.phase, p.s.paused], ["rest", "restored"]);
  assert.deepEqual([p.go("RESUME").s.phase, p.seen().left], ["rest", RESUME]);
});

test("pausing just before the warm-up begins or goes on takes nothing of it away", () => {
  const p = player(script(ARTICLE, { warm: true })).go("START").wait(4000).go("PAUSE").go("RESUME").wait(RESUME);
  assert.deepEqual([p.s.phase, p.seen().left], ["work", stepOf(p.s).seconds * 1000]);
  p.wait(10_000).go("PAUSE").go("RESUME").wait(1000).go("PAUSE").go("RESUME").wait(RESUME);
  assert.deepEqual([p.s.phase, p.seen().left], ["work", (stepOf(p.s).seconds - 10) * 1000]);
});

test("whoever comes back in the middle of a set is told that it waits", () => {
  const p = working(SQUATS).wait(5000).go("HIDE").hush().sleep(60_000).go("SHOW");
  assert.deepEqual(p.words(), ["paused"]);
});

// Storms ---------------------------------------------------------------------------------------------------

const EVENTS = ["START", "TICK", "TICK", "TICK", "REP", "DONE", "SKIP", "SKIP_WARM_UP", "MORE", "ADJUST", "SET", "PACE", "PAUSE", "RESUME", "RESUME", "HIDE", "SHOW", "UNDO", "QUIT", "RELOAD", "NONSENSE"];
const SCRIPTS = [SQUATS, CLAMS, TAPS, script(ARTICLE, { warm: true }), script([row("standing-kickback", { sets: 2, parts: 2, variation: "kickback-side" })])];

/** A small repeatable source of chance (mulberry32). */
const chance = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

function check(s, before, effects, isClockwork) {
  assert.deepEqual(JSON.parse(JSON.stringify(s)), s, "is plain data");
  assert.ok(!(s.paused && s.endsAt !== null), "no deadline runs in a pause");
  assert.ok(s.cursor >= 0 && s.cursor < s.script.length, "stands on a step");
  const step = stepOf(s);
  if (isSet(step)) assert.ok(s.reps >= 0 && s.reps < countOf(step), "reps stay within the set");
  assert.equal(new Set(s.log.map((entry) => entry.key)).size, s.log.length, "each set is logged once");
  for (const entry of s.log) assert.ok(entry.skipped || (Number.isInteger(entry.reps) && entry.reps >= 0), "reps are whole");
  assert.ok(s.log.every((entry, i) => !i || s.log[i - 1].step < entry.step), "in the order of the script");
  if (s.left !== null) assert.ok(s.left >= 0, "no negative time");
  if (JSON.stringify(s.log) !== JSON.stringify(before.log)) assert.ok(effects.includes("log") && effects.includes("save"), "what is logged is saved");
  if (s.phase !== before.phase || s.paused !== before.paused || s.rev !== before.rev) assert.ok(effects.includes("save") || isClockwork, "what a person changed is saved");
  if (s.phase === "done") assert.equal(s.log.length, s.script.filter(isSet).length, "done means that every set was decided");
}

test("3,000 storms of 60 events break no rule", () => {
  for (let storm = 0; storm < 3000; storm++) {
    const random = chance(storm), pick = (list) => list[Math.floor(random() * list.length)];
    const p = player(pick(SCRIPTS), { pace: pick(["paced", "own"]), auto: random() < 0.8 });
    for (let i = 0; i < 60; i++) {
      p.now += Math.floor(random() ** 3 * 60_000) - (random() < 0.02 ? 3_600_000 : 0);
      const type = pick(EVENTS), before = p.s;
      p.hush();
      if (type === "RELOAD") {
        const saved = p.s, fresh = on(begin("w", saved.script), { type: "RESTORE", saved, savedAt: p.now, now: p.now + 2000 })[0];
        if (fresh.phase !== "idle") { p.s = fresh; p.said = ["save", "log"]; }
      } else p.go(type, { by: pick([-1, 1, -50]), reps: pick([0, 9, 9999]), pace: pick(["paced", "own"]) });
      check(p.s, before, p.said, ["TICK", "SHOW", "SKIP", "RELOAD"].includes(type));
      moment(p.s, p.now);
    }
  }
});

test("whatever happened, undoing everything leads back to the beginning", () => {
  for (let storm = 0; storm < 300; storm++) {
    const random = chance(storm + 9e5), p = working(SQUATS, { pace: random() < 0.5 ? "own" : "paced" });
    for (let i = 0; i < 15; i++) { p.now += random() * 9000; p.go(["DONE", "SKIP", "REP", "TICK", "MORE"][Math.floor(random() * 5)]); }
    for (let i = 0; i < 40; i++) p.go("UNDO");
    assert.deepEqual(p.s.log, []);
    assert.equal(p.s.cursor, 0);
  }
});
