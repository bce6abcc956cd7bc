/* Voice, tones, vibration, flash and a screen that stays on. Each may be missing or refused; nothing waits for any. */
import { prefs } from "./prefs.mjs";
import { language, t } from "./words.mjs";

const AFTER_CANCEL = 50; // ms; what is spoken right after a cancel may be swallowed
const STUCK = 1500; // ms without the audio clock moving, after which a new context is made
const BUZZ = { rep: 20, tick: 15, hold: 30, go: 90, end: [90, 60, 90], ring: [200, 100, 200] };
const TONES = { // [hertz, ms, ms from now or 0]
  go: [[988, 260]], end: [[740, 140], [554, 240, 160]], rep: [[620, 50]], tick: [[660, 90]],
  hold: [[523, 120]], ring: [[880, 180], [1109, 320, 220]],
};

const synth = window.speechSynthesis;
let audio = null, seenAt = 0, seenClock = -1;
let lock = null, isWanted = false, asking = Promise.resolve(), speaking = 0, hasVoice = false;

const isVisible = () => document.visibilityState === "visible";

/** Wakes an audio context that was put to sleep. */
const rouse = () => audio?.resume().catch(() => {});

/** A context that runs: resumed where it was suspended, made anew where its clock stands still. */
function context() {
  const now = Date.now();
  const isStuck = audio?.state === "running" && audio.currentTime === seenClock && now - seenAt > STUCK;
  if (isStuck) audio.close().catch(() => {});
  if (!audio || isStuck) audio = new AudioContext();
  rouse();
  if (audio.currentTime !== seenClock || isStuck) [seenClock, seenAt] = [audio.currentTime, now];
  // Tones dip the person's music; to be heard in spite of the silent switch they have to stop it.
  if (navigator.audioSession) navigator.audioSession.type = prefs.loud ? "playback" : "transient";
  return audio;
}

function tone(hertz, length, later = 0) {
  const run = context(), from = run.currentTime + later / 1e3, to = from + length / 1e3;
  const source = run.createOscillator(), gain = run.createGain(), volume = gain.gain;
  source.frequency.value = hertz;
  volume.setValueAtTime(.0001, from);
  volume.exponentialRampToValueAtTime(.4, from + .01);
  volume.exponentialRampToValueAtTime(.0001, to);
  source.connect(gain).connect(run.destination);
  source.start(from);
  source.stop(to + .02);
}

export function beep(name) {
  if (prefs.vibrate) navigator.vibrate?.(BUZZ[name]);
  if (prefs.flash && "go end ring".includes(name)) document.querySelector("[data-flash]").animate([{ opacity: .85 }, { opacity: 0 }], 450);
  if (prefs.sound === "off") return;
  try { TONES[name].forEach((each) => tone(...each)); } catch { /* no sound, no harm */ }
}

function utter(text) {
  try {
    synth.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: language }));
  } catch { /* silence */ }
}

export function speak(text, isUrgent = true) {
  if (prefs.sound !== "voice" || !synth || !text) return;
  clearTimeout(speaking);
  if (!isUrgent || !(synth.speaking || synth.pending)) return utter(text);
  synth.cancel();
  speaking = setTimeout(utter, AFTER_CANCEL, text);
}

export function hush() {
  clearTimeout(speaking);
  synth?.cancel();
}

/** Keeps the screen on or lets it go; whether it is kept. Where it cannot be, the deck says so. One request follows
    the other: of two at once the first lock would never be let go. */
export function wake(yes) {
  isWanted = yes;
  asking = asking.then(async () => {
    try {
      if (isWanted && !lock && isVisible()) {
        lock = await navigator.wakeLock.request("screen");
        lock.addEventListener("release", () => { lock = null; });
      } else if (!isWanted) await lock?.release();
    } catch { lock = null; }
    const tip = document.querySelector("[data-el=tip]");
    if (tip) tip.textContent = isWanted && !lock && isVisible() ? t("no-wake") : "";
    return lock;
  });
  return asking;
}

/** What makes tones takes a while to come about; nothing sounds yet. */
export function prepare() {
  try { context(); } catch { /* silence */ }
}

/** Inside a tap: from here on tones and voice may sound. */
export function unlock() {
  prepare();
  if (hasVoice || !synth || prefs.sound !== "voice") return;
  hasVoice = true;
  utter(" ");
}

/** The page can be seen again. */
export function shown() {
  if (isWanted) wake(true);
  rouse();
}

export function silence() {
  hush();
  wake(false);
}

/** What this device can do, as [{key, ok}]; sounds as a test. */
export async function tryOut() {
  unlock();
  const wasWanted = isWanted, screen = await wake(true);
  if (!wasWanted) await wake(false);
  beep("go");
  speak(t("say-sample"));
  const isKept = await navigator.storage.persist?.().catch(() => false);
  await new Promise((go) => setTimeout(go, 300)); // voices arrive late
  return [
    { key: "screen", ok: screen },
    { key: "sound", ok: audio?.state === "running" },
    { key: "voice", ok: synth?.getVoices().length },
    { key: "vibrate", ok: navigator.vibrate },
    { key: "storage", ok: isKept },
    { key: "offline", ok: navigator.serviceWorker?.controller },
  ];
}

addEventListener("pagehide", hush);
