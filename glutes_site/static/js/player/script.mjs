/* A workout's prescription as steps for the machine, in the order in which they are done.
   Times and places come with the workout (the engine's own figures); nothing is decided here but their order. */
import { countOf, isSet } from "./machine.mjs";

/** The sides that are logged apart, as they take turns. */
function sidesOf(row) {
  if (row.laterality !== "per_side") return ["both"];
  return row.first_side === "left" ? ["left", "right"] : ["right", "left"];
}

const upTo = (n) => Array.from({ length: n }, (_, i) => i + 1);

/** Sets that are left of a dose after today's cut; 0 leaves the exercise out. */
export const setsOf = (row, trim) => trim?.sets?.[row.exercise] ?? row.sets;

export const keyOf = ({ exercise, part, number, side }) => `${exercise}.${part}.${number}.${side}`;

/** Every set of a dose in order: {part, number, side}. One side first, or both within each set. */
export function placesOf(row, sets) {
  const parts = upTo(row.parts), numbers = upTo(sets), sides = sidesOf(row);
  if (row.side_order === "finish_side")
    return sides.flatMap((side) => parts.flatMap((part) => numbers.map((number) => ({ part, number, side }))));
  return parts.flatMap((part) => numbers.flatMap((number) => sides.map((side) => ({ part, number, side }))));
}

/** The beats of one rep, in ms: out, hold or pulses, and back; a tap of alternating legs is one movement. */
export function beatsOf(row, move) {
  const { out, back, exhale } = move.way, breath = (way) => (exhale === way ? "out" : "in");
  if (row.laterality === "alternating") return [{ at: 0, cue: "tap", breath: breath("out") }, { at: row.rep_seconds * 500, cue: "back", breath: breath("back") }];
  const beats = [{ at: 0, cue: out, breath: breath("out") }];
  let at = move.lift * 1e3;
  if (row.hold_seconds) beats.push({ at, cue: "hold", breath: "" });
  at += row.hold_seconds * 1e3;
  for (let n = 1; n <= move.pulses; n++, at += 1e3) beats.push({ at, cue: "pulse", n, breath: "" });
  return [...beats, { at, cue: back, breath: breath("back") }];
}

/** A set as it is done at a wall, or free. */
export function supported(step, move, isHeld) {
  const help = isHeld && move.support, own = move.figures[step.part - 1] ?? move.figures[0];
  return { ...step, support: Boolean(help), cue: (help || move).cue, figure: help && step.part === 1 ? help.figure : own };
}

function stepsOf(row, { moves, trim, support, done }) {
  const move = moves[row.variation], sets = setsOf(row, trim);
  const shared = {
    ...row, kind: "set", sets, hold: row.hold_seconds, repSeconds: row.rep_seconds + row.hold_seconds, beats: beatsOf(row, move),
    alternate: row.laterality === "alternating", first: row.first_side || "right",
    breathing: move.breathing, start: move.start,
  };
  return placesOf(row, sets).map((place) => supported({
    ...shared, ...place, key: keyOf({ ...row, ...place }), partName: move.parts[place.part - 1] ?? "",
  }, move, support[row.exercise] ?? move.support?.default)).filter(({ key }) => !done.has(key));
}

/** What lies between two sets of one exercise. */
function gapBetween(here, next, row, times) {
  if (next.side !== here.side) {
    if (row.side_order === "finish_side") return { kind: "turn", seconds: times.turn };
    if (next.part === here.part && next.number === here.number) return { kind: "switch", seconds: times.switch };
  }
  return { kind: "rest", seconds: row.rest_seconds };
}

/**
 * The steps of a workout.
 * trim: today's cut, null for none. support: {exercise: whether the wall is wanted}, else its level says. done: keys of sets that are
 * logged already, on this device or another.
 */
export function compile(workout, { moves, times, warm_up: warmUp }, { trim = null, support = {}, done = new Set() } = {}) {
  const setUp = { kind: "move", seconds: times.set_up }; // for the next exercise
  const blocks = workout.prescription
    .map((row) => ({ row, steps: stepsOf(row, { moves, trim, support, done }) }))
    .filter(({ steps }) => steps.length);
  const sets = blocks.flatMap(({ row, steps }, index) => steps.map((step, i) => {
    const next = steps[i + 1];
    if (next) return { ...step, gap: gapBetween(step, next, row, times) };
    return { ...step, gap: index + 1 < blocks.length ? setUp : null };
  }));
  if (!workout.warm_up || done.size || !sets.length) return sets;
  const warm = warmUp.map((step, index) => ({
    kind: "warm-up", side: "both", ...step, gap: index + 1 < warmUp.length ? null : setUp,
  }));
  return [...warm, ...sets];
}

/** How long the steps take, in seconds, to set up for the first exercise included. */
export function secondsOf(script, times) {
  const first = script.length && script.every(isSet) ? times.set_up : 0;
  return script.reduce((sum, step) => sum + (isSet(step) ? countOf(step) * step.repSeconds : step.seconds) + (step.gap?.seconds ?? 0), first);
}
