// Made-up workouts in the shape of the phone's document.
export const TIMES = { switch: 5, turn: 15, set_up: 20, warm_up: 120 };
export const WARM_UP = [
  { name: "March", seconds: 70, figure: null, cue: "Swing your arms." },
  { name: "Slow squats", seconds: 50, figure: "squat", cue: "As deep as feels good." },
];
const UP = { out: "lift", back: "lower", exhale: "out" }, DOWN = { out: "down", back: "up", exhale: "back" };
const move = (figure, rest = {}) => ({ parts: [""], figures: [figure], cue: "", breathing: "", start: "", lift: 1, lower: 2, pulses: 0, way: UP, support: null, ...rest });
const support = { name: "Wall", figure: "kickback_wall", cue: "Light hands on the wall.", default: false };
export const MOVES = {
  kickback: move("kickback", { support }),
  "kickback-side": move("kickback", { parts: ["Kickback", "Side kick"], figures: ["kickback", "side_kick"] }),
  clam: move("clam"),
  squat: move("squat", { lift: 2, lower: 2, way: DOWN }),
  "squat-pulse": move("squat_pulse", { lift: 2, lower: 2, pulses: 5, way: DOWN }),
  bridge: move("bridge"),
  toe: move("toe", { lift: 1, lower: 2, way: { out: "down", back: "up", exhale: "out" } }),
};
const KINDS = {
  squat: { variation: "squat", rep_seconds: 4, laterality: "bilateral", side_order: "none", first_side: "" },
  "standing-kickback": { variation: "kickback", rep_seconds: 3, laterality: "per_side", side_order: "switch_each_set", first_side: "right" },
  "glute-bridge": { variation: "bridge", rep_seconds: 3, laterality: "bilateral", side_order: "none", first_side: "" },
  "toe-taps": { variation: "toe", rep_seconds: 3, laterality: "alternating", side_order: "alternate_reps", first_side: "right" },
  clam: { variation: "clam", rep_seconds: 3, laterality: "per_side", side_order: "finish_side", first_side: "left" },
};
export const row = (exercise, rest = {}) => ({
  exercise, rung: "X1", name: exercise, sets: 2, reps: 10, hold_seconds: 0, rest_seconds: 30, parts: 1, needs: "", ...KINDS[exercise], ...rest,
});
/** The five exercises as the article has them. */
export const ARTICLE = [
  row("squat", { reps: 20 }), row("standing-kickback", { sets: 3 }), row("glute-bridge", { reps: 20, hold_seconds: 1 }),
  row("toe-taps"), row("clam", { reps: 20, hold_seconds: 1 }),
];
export const workoutOf = (prescription) => ({
  uid: "6ba7b810-9dad-41d1-80b4-00c04fd430c8", enrolment: "0b7e1c1e-3d52-4c6e-8f0e-5b5c6f1d2a10", window: 1, slot: 1, warm_up: true, prescription,
});
