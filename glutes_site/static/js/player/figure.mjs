/* The moving drawing, in the exercise's own tempo and for the side that works. */

const DRIFT = .25; // s that a drawing may be off before it is set right
const PEAK = .9; // of the way out, at which the top is reached where nothing is held there

const parse = (text) => document.createRange().createContextualFragment(text).firstElementChild;
const listOf = (node, name) => node.getAttribute(name).split(";");

/** Stretches the keyframes so that lift, hold and lower fall on the beats; a drawing of two taps lasts for both. */
function retime(svg, step) {
  const tracks = [...svg.querySelectorAll("animate")];
  if (!tracks.length || !step.beats) return [0];
  const isPair = step.alternate && svg.querySelector(".l2 animate"), seconds = step.repSeconds * (isPair ? 2 : 1);
  const times = listOf(tracks[0], "keyTimes").map(Number), values = tracks.map((track) => listOf(track, "values"));
  const frames = times.map((_, i) => values.map((track) => track[i]).join());
  const top = frames.findIndex((frame, i) => i && frame === frames[i + 1]), end = frames.lastIndexOf(frames[top]);
  const from = step.beats[1]?.at, to = step.beats.at(-1).at, whole = step.repSeconds * 1e3;
  const canFollow = !step.alternate && top > 0 && end < frames.length - 1;
  const knots = [[0, 0], [times[top], from === to ? from * PEAK : from], [times[end], to], [1, whole]];
  const warp = (time) => {
    const i = Math.max(1, knots.findIndex(([at]) => time <= at));
    const [[a, x], [b, y]] = knots.slice(i - 1);
    return (x + (time - a) / (b - a) * (y - x)) / whole;
  };
  for (const track of tracks) {
    track.setAttribute("dur", `${seconds}s`);
    if (canFollow) track.setAttribute("keyTimes", times.map((time) => +warp(time).toFixed(4)).join(";"));
  }
  return [seconds, isPair];
}

/** The side that a drawing of one side shows as it is: lying figures have their head on the left. */
const drawnSide = (move) => (move?.needs_floor ? "left" : "right");

/** A drawing for a list: the turning point, and nothing moves. */
export function still(text) {
  const svg = parse(text);
  svg.pauseAnimations();
  svg.setCurrentTime(1.6);
  return svg;
}

export function makeFigure(place, { figures, moves }) {
  let shown = null, svg = null, seconds = 0, isPair = false;

  function show(step) {
    const key = [step.figure, step.repSeconds, step.hold].join();
    if (key !== shown) {
      shown = key;
      svg = figures[step.figure] ? parse(figures[step.figure]) : null;
      [seconds, isPair] = svg ? retime(svg, step) : [0];
      place.replaceChildren(...(svg ? [svg] : []));
    }
    place.classList.toggle("flip", step.side !== "both" && step.side !== drawnSide(moves[step.variation]));
  }

  /** Moves on; with `elapsed` (s since the rep began) in step with the count. */
  function run(elapsed = null, reps = 0) {
    svg?.unpauseAnimations();
    if (elapsed === null || !seconds) return;
    const want = elapsed + (isPair && reps % 2 ? seconds / 2 : 0), off = svg.getCurrentTime() - want;
    const drift = off - Math.round(off / seconds) * seconds;
    if (Math.abs(drift) > DRIFT) svg.setCurrentTime(want);
  }

  const rest = () => svg?.pauseAnimations();
  return { show, run, rest };
}
