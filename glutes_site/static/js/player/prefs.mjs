/* What a person chose on this device: sound, pace, support. Nothing of it matters enough to fail without storage. */
const KEY = "rise-prefs";
const DEFAULTS = { sound: "voice", vibrate: true, flash: false, loud: false, pace: "paced", auto: true, support: {}, isChecked: false };

export const stored = (key) => {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
};
export const remember = (key, value) => {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private windows may refuse */ }
};

export const prefs = { ...DEFAULTS, ...stored(KEY) };

export function choose(changes) {
  Object.assign(prefs, changes);
  remember(KEY, prefs);
}
