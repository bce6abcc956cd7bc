import assert from "node:assert/strict";
import test from "node:test";
import { compile, secondsOf } from "../../glutes_site/static/js/player/script.mjs";
import { ARTICLE, MOVES, TIMES, WARM_UP, row, workoutOf } from "./workouts.mjs";

const documents = { moves: MOVES, times: TIMES, warm_up: WARM_UP };
const keys = (script) => script.filter((step) => step.kind === "set").map((step) => step.key);
const gaps = (script) => script.filter((step) => step.kind === "set").map((step) => step.gap?.kind ?? "end");
const script = (rows, options) => compile(workoutOf(rows), documents, options);

test("the workout of the article takes 23 minutes and 20 seconds", () => {
  assert.equal(secondsOf(script(ARTICLE), TIMES), 1400);
});

test("without a warm-up the time to set up for the first exercise still counts", () => {
  const squats = [row("squat", { sets: 1, reps: 10 })];
  assert.equal(secondsOf(compile({ ...workoutOf(squats), warm_up: false }, documents), TIMES), 20 + 40);
});

test("a kickback changes legs within each set and rests between sets", () => {
  const steps = script([row("standing-kickback", { sets: 2, reps: 10 })]);
  assert.deepEqual(keys(steps), ["1.right", "1.left", "2.right", "2.left"].map((place) => `standing-kickback.1.${place}`));
  assert.deepEqual(gaps(steps), ["switch", "rest", "switch", "end"]);
});

test("of clams one side is finished before turning over", () => {
  const steps = script([row("clam", { sets: 2, reps: 20 })]);
  assert.deepEqual(keys(steps), ["clam.1.1.left", "clam.1.2.left", "clam.1.1.right", "clam.1.2.right"]);
  assert.deepEqual(gaps(steps), ["rest", "turn", "rest", "end"]);
  assert.equal(steps.find((step) => step.gap?.kind === "turn").gap.seconds, 15);
});

test("a set of two parts is done as a round of each, with the name and figure of its part", () => {
  const steps = script([row("standing-kickback", { sets: 2, reps: 10, parts: 2, variation: "kickback-side" })]).filter((step) => step.kind === "set");
  assert.deepEqual(steps.map((step) => [step.part, step.number, step.side]), [
    [1, 1, "right"], [1, 1, "left"], [1, 2, "right"], [1, 2, "left"],
    [2, 1, "right"], [2, 1, "left"], [2, 2, "right"], [2, 2, "left"],
  ]);
  assert.deepEqual([...new Set(steps.map((step) => `${step.partName}/${step.figure}`))], ["Kickback/kickback", "Side kick/side_kick"]);
  assert.deepEqual(steps.map((step) => step.gap?.kind ?? "end"), ["switch", "rest", "switch", "rest", "switch", "rest", "switch", "end"]);
});

test("every rep of a hold is lifted, held and lowered in its own time", () => {
  const [step] = script([row("glute-bridge", { sets: 1, reps: 12, hold_seconds: 5 })]).filter((each) => each.kind === "set");
  assert.deepEqual(step.beats.map(({ at, cue, breath }) => [at, cue, breath]), [[0, "lift", "out"], [1000, "hold", ""], [6000, "lower", "in"]]);
  assert.equal(step.repSeconds, 8);
});

test("a pulse squat goes down, pulses five times and comes up breathing out", () => {
  const [step] = script([row("squat", { sets: 1, reps: 8, variation: "squat-pulse", rep_seconds: 9 })]).filter((each) => each.kind === "set");
  assert.deepEqual(step.beats.map(({ at, cue, n }) => [at, cue, n]), [
    [0, "down", undefined], [2000, "pulse", 1], [3000, "pulse", 2], [4000, "pulse", 3], [5000, "pulse", 4], [6000, "pulse", 5], [7000, "up", undefined],
  ]);
  assert.equal(step.beats.at(-1).breath, "out");
});

test("what today was cut to is what is done; an exercise cut to nothing is left out", () => {
  const steps = script(ARTICLE, { trim: { minutes: 10, sets: { squat: 1, clam: 0 } } });
  assert.deepEqual(keys(steps).filter((key) => key.startsWith("squat")), ["squat.1.1.both"]);
  assert.ok(!keys(steps).some((key) => key.startsWith("clam")));
  assert.equal(steps.at(-1).gap, null);
});

test("sets that are done already are not asked for again, and nothing is warmed up twice", () => {
  const steps = script([row("clam", { sets: 2, reps: 20 })], { done: new Set(["clam.1.1.left", "clam.1.2.left"]) });
  assert.deepEqual(steps.map((step) => step.key), ["clam.1.1.right", "clam.1.2.right"]);
});

test("with the wall the figure and the cue are those of the wall, for the part that it helps", () => {
  const options = { support: { "standing-kickback": true } };
  const [step] = script([row("standing-kickback", { sets: 1, reps: 10 })], options).filter((each) => each.kind === "set");
  assert.deepEqual([step.figure, step.cue, step.support], ["kickback_wall", "Light hands on the wall.", true]);
});

test("the last step of the warm-up leads to the first exercise, the others into each other", () => {
  const warm = script(ARTICLE).filter((step) => step.kind === "warm-up");
  assert.deepEqual(warm.map((step) => step.gap?.seconds ?? 0), [...Array(warm.length - 1).fill(0), 20]);
});
