/* A workout's prescription as steps for the machine, in the order in which they are done.
   Times and places come with the workout (the engine's own figures); nothing is decided here but their order. */

const SIDES = { left: ["left", "right"], right: ["right", "left"] };

/** The sides that are logged apart, as they take turns. */
export const sidesOf = (row) => (row.laterality === "per_side" ? (SIDES[row.first_side] ?? SIDES.right) : ["both"]);

/** Sets that are left of a dose after today's cut; 0 leaves the exercise out. */
export const setsOf = (row, trim) => trim?.sets?.[row.exercise] ?? row.sets;

/** Every set of a dose in order: {part, number, side}. One side first, or both within each set. */
export function placesOf(row, sets) {
  const parts = Array.from({ length: row.parts }, (_, i) => i + 1), numbers = Array.from({ length: sets }, (_, i) => i + 1);
  const sides = sidesOf(row);
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

function stepsOf(row, { moves, trim, support, done }) {
  const move = moves[row.variation], sets = setsOf(row, trim);
  const help = support[row.exercise] && move.support;
  const shared = {
    kind: "set", exercise: row.exercise, variation: row.variation, name: row.name, sets, reps: row.reps, rung: row.rung,
    hold: row.hold_seconds, repSeconds: row.rep_seconds + row.hold_seconds, beats: beatsOf(row, move),
    alternate: row.laterality === "alternating", first: row.first_side || "right", support: Boolean(help),
    cue: help ? help.cue : move.cue, breathing: move.breathing,
  };
  const keyOf = ({ part, number, side }) => `${row.exercise}.${part}.${number}.${side}`;
  return placesOf(row, sets).filter((place) => !done.has(keyOf(place))).map((place) => ({
    ...shared, ...place, key: keyOf(place),
    partName: move.parts[place.part - 1] ?? "",
    figure: help && place.part === 1 ? help.figure : (move.figures[place.part - 1] ?? move.figures[0]),
  }));
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
 * trim: today's cut, null for none. support: {exercise: true} where the wall is wanted. done: keys of sets that are
 * logged already, on this device or another.
 */
export function compile(workout, { moves, times, warm_up: warmUp }, { trim = null, support = {}, done = new Set(), skipWarmUp = false } = {}) {
  const blocks = workout.prescription
    .map((row) => ({ row, steps: stepsOf(row, { moves, trim, support, done }) }))
    .filter(({ steps }) => steps.length);
  const sets = blocks.flatMap(({ row, steps }, index) => steps.map((step, i) => {
    const next = steps[i + 1];
    if (next) return { ...step, gap: gapBetween(step, next, row, times) };
    return { ...step, gap: index + 1 < blocks.length ? { kind: "move", seconds: times.set_up } : null };
  }));
  if (!workout.warm_up || skipWarmUp || done.size || !sets.length) return sets;
  const warm = warmUp.map((step, index) => ({
    kind: "warm-up", side: "both", ...step, gap: index + 1 < warmUp.length ? null : { kind: "move", seconds: times.set_up },
  }));
  return [...warm, ...sets];
}

/** How long the steps take, in seconds, to set up for the first exercise included. */
export function secondsOf(script, times) {
  const first = script.some((step) => step.kind === "warm-up") || !script.length ? 0 : times.set_up;
  return script.reduce((sum, step) => {
    const own = step.kind === "set" ? (step.alternate ? 2 : 1) * step.reps * step.repSeconds : step.seconds;
    return sum + own + (step.gap?.seconds ?? 0);
  }, first);
}
