/* The moving drawing, in the exercise's own tempo and for the side that works. */

const DRIFT = .25; // s that a drawing may be off before it is set right
const PEAK = .9; // of the way out, at which the top is reached where nothing is held there

const parse = (text) => document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
const listOf = (node, name) => node.getAttribute(name).split(";");

/** Stretches the keyframes so that lift, hold and lower fall on the beats; a drawing of two taps lasts for both. */
function retime(svg, step) {
  const tracks = [...svg.querySelectorAll("animate")];
  if (!tracks.length || !step.beats) return [0, false];
  const isPair = Boolean(step.alternate && svg.querySelector(".l2 animate")), seconds = step.repSeconds * (isPair ? 2 : 1);
  const times = listOf(tracks[0], "keyTimes").map(Number), values = tracks.map((track) => listOf(track, "values"));
  const frames = times.map((_, i) => values.map((track) => track[i]).join());
  const top = frames.findIndex((frame, i) => i && frame === frames[i + 1]), end = frames.lastIndexOf(frames[top]);
  const from = step.beats[1]?.at, to = step.beats.at(-1).at, whole = step.repSeconds * 1e3;
  const canFollow = !step.alternate && top > 0 && end < frames.length - 1;
  const out = from === to ? from * PEAK : from, span = (a, b, x) => (x - times[a]) / (times[b] - times[a] || 1);
  const warp = (time, i) => {
    if (i <= top) return span(0, top, time) * out;
    if (i <= end) return out + span(top, end, time) * (to - out);
    return to + span(end, times.length - 1, time) * (whole - to);
  };
  const warped = canFollow ? times.map((time, i) => (warp(time, i) / whole).toFixed(4)).join(";") : "";
  for (const track of tracks) {
    track.setAttribute("dur", `${seconds}s`);
    if (warped) track.setAttribute("keyTimes", warped.replace(/[^;]+$/, "1"));
  }
  return [seconds, isPair];
}

/** The side that a drawing of one side shows as it is: lying figures have their head on the left. */
const drawnSide = (move) => (move?.needs_floor ? "left" : "right");

/** A drawing for a list: the turning point, and nothing moves. */
export function still(text) {
  const svg = parse(text);
  svg.pauseAnimations?.();
  svg.setCurrentTime?.(1.6);
  return svg;
}

export function makeFigure(place, { figures, moves }) {
  let shown = null, svg = null, seconds = 0, isPair = false;

  function show(step) {
    const key = [step.figure, step.repSeconds, step.hold].join();
    if (key !== shown) {
      shown = key;
      const text = figures[step.figure];
      svg = text ? parse(text) : null;
      [seconds, isPair] = svg ? retime(svg, step) : [0, false];
      place.replaceChildren(...(svg ? [svg] : []));
    }
    const isMirrored = step.side !== "both" && step.side !== drawnSide(moves[step.variation]);
    place.classList.toggle("flip", isMirrored);
  }

  /** Moves on; with `elapsed` (s since the rep began) in step with the count. */
  function run(elapsed = null, reps = 0) {
    if (!svg?.pauseAnimations) return;
    if (svg.animationsPaused()) svg.unpauseAnimations();
    if (elapsed === null || !seconds) return;
    const want = elapsed + (isPair && reps % 2 ? seconds / 2 : 0), off = svg.getCurrentTime() - want;
    const drift = off - Math.round(off / seconds) * seconds;
    if (Math.abs(drift) > DRIFT) svg.setCurrentTime(want);
  }

  const rest = () => { if (svg?.pauseAnimations && !svg.animationsPaused()) svg.pauseAnimations(); };
  return { show, run, rest };
}
