/* Voice, tones, vibration, flash and a screen that stays on. Each may be missing or refused; nothing waits for any. */

const AFTER_CANCEL = 50; // ms; what is spoken right after a cancel may be swallowed
const STUCK = 1500; // ms without the audio clock moving, after which a new context is made
const URGENT = new Set(["go", "switch", "turn", "rest", "move", "done", "paused", "undone", "corrected", "ready", "warm-up", "resume"]);
const BUZZ = { rep: 20, tick: 15, hold: 30, go: 90, end: [90, 60, 90], ring: [200, 100, 200] };
const TONES = { // [hertz, ms, ms from now]
  go: [[988, 260, 0]], end: [[740, 140, 0], [554, 240, 160]], rep: [[620, 50, 0]], tick: [[660, 90, 0]],
  hold: [[523, 120, 0]], ring: [[880, 180, 0], [1109, 320, 220]],
};

export function makeSenses({ prefs, language, flash = null, onWake = () => {} }) {
  let audio = null, seenAt = 0, seenClock = -1;
  let lock = null, isWanted = false, speaking = 0, hasVoice = false;
  const synth = globalThis.speechSynthesis;
  const isVisible = () => document.visibilityState === "visible";

  /** A context that runs: resumed where it was suspended, made anew where its clock stands still. */
  function context() {
    const now = Date.now();
    const isStuck = audio?.state === "running" && audio.currentTime === seenClock && now - seenAt > STUCK;
    if (isStuck) audio.close().catch(() => {});
    if (!audio || isStuck || audio.state === "closed") audio = new AudioContext();
    if (audio.state === "suspended") audio.resume().catch(() => {});
    if (audio.currentTime !== seenClock || isStuck) [seenClock, seenAt] = [audio.currentTime, now];
    // Tones dip the person's music; to be heard in spite of the silent switch they have to stop it.
    if (navigator.audioSession) navigator.audioSession.type = prefs.loud ? "playback" : "transient";
    return audio;
  }

  function tone(hertz, length, later) {
    const run = context(), from = run.currentTime + later / 1e3, to = from + length / 1e3;
    const source = run.createOscillator(), gain = run.createGain();
    source.frequency.value = hertz;
    gain.gain.setValueAtTime(.0001, from);
    gain.gain.exponentialRampToValueAtTime(.4, from + .01);
    gain.gain.exponentialRampToValueAtTime(.0001, to);
    source.connect(gain).connect(run.destination);
    source.start(from);
    source.stop(to + .02);
  }

  function beep(name) {
    if (prefs.vibrate && isVisible()) navigator.vibrate?.(BUZZ[name]);
    if (prefs.flash && ["go", "end", "ring"].includes(name)) flash?.animate([{ opacity: .85 }, { opacity: 0 }], 450);
    if (prefs.sound === "off") return;
    try { TONES[name].forEach((each) => tone(...each)); } catch { /* no sound, no harm */ }
  }

  function speak(text, isUrgent = true) {
    if (prefs.sound !== "voice" || !synth || !text) return;
    clearTimeout(speaking);
    const say = () => {
      try {
        const words = new SpeechSynthesisUtterance(text);
        words.lang = language;
        words.rate = 1.05;
        synth.speak(words);
      } catch { /* silence */ }
    };
    if (!isUrgent || !(synth.speaking || synth.pending)) return say();
    synth.cancel();
    speaking = setTimeout(say, AFTER_CANCEL);
  }

  const hush = () => {
    clearTimeout(speaking);
    synth?.cancel();
  };

  async function wake(yes) {
    isWanted = yes;
    try {
      if (yes && !lock && isVisible()) {
        lock = await navigator.wakeLock.request("screen");
        lock.addEventListener("release", () => { lock = null; });
      } else if (!yes && lock) await lock.release();
    } catch { lock = null; }
    const isRefused = isWanted && !lock && isVisible();
    onWake(!isRefused);
    return Boolean(lock);
  }

  /** Inside a tap: from here on tones and voice may sound. */
  function unlock() {
    try { context(); } catch { /* silence */ }
    if (!hasVoice && synth && prefs.sound === "voice") {
      hasVoice = true;
      try { synth.speak(new SpeechSynthesisUtterance(" ")); } catch { /* silence */ }
    }
  }

  function perform(effect, words) {
    if (effect.beep) beep(effect.beep);
    else if (effect.say) speak(words, URGENT.has(effect.say));
    else if ("wake" in effect) wake(effect.wake);
  }

  /** The page can be seen again. */
  function shown() {
    if (isWanted) wake(true);
    if (audio?.state === "suspended") audio.resume().catch(() => {});
  }

  /** What this device can do, as [{key, ok}]; sounds as a test. */
  async function check(sample) {
    unlock();
    const wasWanted = isWanted, screen = await wake(true);
    if (!wasWanted) await wake(false);
    beep("go");
    speak(sample);
    const isKept = await (async () => navigator.storage.persist?.() || navigator.storage.persisted?.())().catch(() => false);
    await new Promise((go) => setTimeout(go, 300)); // voices arrive late
    return [
      { key: "screen", ok: screen },
      { key: "sound", ok: audio?.state === "running" },
      { key: "voice", ok: Boolean(synth?.getVoices().length) },
      ...(navigator.vibrate ? [{ key: "vibrate", ok: true }] : []),
      { key: "storage", ok: Boolean(isKept) },
      { key: "offline", ok: Boolean(navigator.serviceWorker?.controller) },
    ];
  }

  addEventListener("pagehide", hush);
  return { unlock, perform, speak, beep, wake, shown, check, hush, stop: () => { hush(); wake(false); } };
}
