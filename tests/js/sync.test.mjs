import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, batch, edit, fresh } from "../../glutes_site/static/js/player/replica.mjs";
import { startFlushing } from "../../glutes_site/static/js/player/sync.mjs";

// What goes wrong outside is expected and handled, never a fault of ours that is only written down.
console.error = (error) => { throw error; };

const NOW = 1_800_000_000_000, ME = "a0000000-0000-4000-8000-000000000001";
const WORKOUT = { uid: "w1", enrolment: null, window: null, slot: null, local_date: "2027-01-04", time_zone: "UTC" };

/** The store without a browser: the same doors, in memory. */
class Store {
  state = fresh();
  listeners = new Set();

  add(count = 1, data = {}) {
    for (let index = 0; index < count; index += 1) {
      const draft = { kind: "set", uid: `s${this.state.queue.length}`, workout: WORKOUT, data: { reps: 5, ...data } };
      [this.state] = edit(this.state, draft, NOW, crypto.randomUUID());
    }
  }
  get waitingOps() { return this.state.queue.map(({ op }) => op); }
  async batch(most) { return batch(this.state, most); }
  async cursor() { return this.state.cursor; }
  async takeAnswer(...all) { this.state = answer(this.state, ...all); this.listeners.forEach((listener) => listener()); }
  async waiting() { return { count: this.state.queue.length, oldest: this.state.queue[0]?.edited_at ?? null, quarantined: this.state.quarantine.length }; }
  listen(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
}

const json = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
const html = (status = 200) => new Response("<!doctype html><title>Welcome to the café</title>", { status, headers: { "Content-Type": "text/html" } });
const redirected = () => ({ status: 0, type: "opaqueredirect", headers: new Headers() });
const session = (csrf = "token") => json({ account: ME, csrf, now: NOW });
const applyAll = ({ records, cursor }) => json({
  now: NOW, cursor: (cursor ?? 0) + records.length, more: false, rows: [],
  results: records.map(({ op, edited_at }) => ({ op, status: "applied", code: "", edited_at })),
});

/** A world with a server that does as it is told; requests and timers are written down. */
function world({ store = new Store(), onSync = applyAll, onSession = () => session(), random = 1 } = {}) {
  const seen = { sessions: 0, bodies: [], tokens: [], waits: [], options: [], states: [], held: 0 };
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" }), tab = new EventTarget();
  const locks = new Map();
  const env = {
    async fetch(address, options) {
      seen.options.push(options);
      if (address === "/api/session") {
        seen.sessions += 1;
        return onSession(seen.sessions);
      }
      const body = JSON.parse(options.body);
      seen.bodies.push(body);
      seen.tokens.push(options.headers["X-CSRFToken"]);
      return onSync(body, seen.bodies.length, options);
    },
    locks: {
      async request(name, work) {
        const before = locks.get(name) ?? Promise.resolve();
        const mine = before.catch(() => {}).then(async () => {
          seen.held += 1;
          assert.equal(seen.held, 1, "one flusher at a time");
          try { return await work(); } finally { seen.held -= 1; }
        });
        locks.set(name, mine);
        return mine;
      },
    },
    now: () => NOW,
    random: () => random,
    later: (work, ms) => { seen.waits.push(ms); seen.timer = work; return work; },
    never: (timer) => { if (seen.timer === timer) seen.timer = null; },
    window: tab, document: page,
  };
  const start = () => startFlushing(store, { account: ME, onState: (state) => seen.states.push(state), env });
  return { store, seen, start, env, page, tab };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test("what waits is sent at the start, with the account, the cursor and a fresh token", async () => {
  const { store, seen, start } = world();
  store.add(2);
  const sent = store.waitingOps;
  const { kind, waiting } = await start().flush();
  assert.deepEqual([kind, waiting], ["saved", 0]);
  assert.deepEqual(seen.bodies[0].records.map(({ op }) => op), sent);
  assert.deepEqual([seen.bodies[0].account, seen.bodies[0].cursor, seen.tokens[0]], [ME, null, "token"]);
  assert.equal(store.state.cursor, 2);
  assert.deepEqual(seen.states[0], { kind: "phone", waiting: 2, oldest: NOW, quarantined: 0 });
});

test("no answer is taken from a cache, and no redirect is followed", async () => {
  const { store, seen, start } = world();
  store.add();
  await start().flush();
  for (const options of seen.options) {
    assert.equal(options.redirect, "manual");
    assert.equal(options.cache, "no-store");
    assert.equal(options.credentials, "same-origin");
    assert.ok(options.signal);
  }
});

test("a long queue goes out in batches of 100, in order", async () => {
  const { store, seen, start } = world();
  store.add(230);
  const sent = store.waitingOps;
  await start().flush();
  assert.deepEqual(seen.bodies.map(({ records }) => records.length), [100, 100, 30]);
  assert.deepEqual(seen.bodies.flatMap(({ records }) => records.map(({ op }) => op)), sent);
  assert.equal(seen.sessions, 1);
});

test("with nothing to send, a flush asks nobody; a pull asks with the cursor and goes on while there is more", async () => {
  const { seen, start, store } = world({ onSync: ({ cursor }, count) => json({ now: NOW, cursor: cursor + 500, more: count < 4, results: [], rows: [] }) });
  store.state.cursor = 0;
  const flushing = start();
  await settle();
  assert.deepEqual(seen.bodies.map(({ cursor }) => cursor), [0, 500, 1000, 1500]);
  await flushing.flush();
  assert.equal(seen.bodies.length, 4);
  await flushing.pull();
  assert.equal(seen.bodies.at(-1).cursor, 2000);
});

test("an answer that says more without going on ends the pull", async () => {
  const { seen, start, store } = world({ onSync: () => json({ now: NOW, cursor: 3, more: true, results: [], rows: [] }) });
  store.state.cursor = 3;
  await start().pull();
  assert.ok(seen.bodies.length <= 2);
});

const BAD = {
  "no network": () => { throw new TypeError("Failed to fetch"); },
  "a request that takes too long": () => { throw new DOMException("late", "TimeoutError"); },
  "a page of a captive portal": () => html(),
  "a redirect": () => redirected(),
  "a page instead of the sign-in error": () => html(401),
  "JSON of somebody else": () => json({ ok: true }),
  "JSON that is no object": () => json(null),
  "an answer cut in the middle": () => new Response('{"now": 1, "results": [', { headers: { "Content-Type": "application/json" } }),
  "a missing page": () => html(404),
  "a malformed request": () => json({ error: "malformed" }, 400),
  "a server at work": () => html(503),
  "a server in trouble": () => json({}, 500),
  "too many requests": () => json({}, 429),
  "an answer about other ops": () => json({ now: NOW, cursor: 1, more: false, rows: [], results: [{ op: "x", status: "applied" }] }),
};

for (const [name, onSync] of Object.entries(BAD)) {
  test(`${name} keeps everything and is tried again`, async () => {
    const { store, seen, start } = world({ onSync });
    store.add(3);
    const before = store.waitingOps;
    const state = await start().flush();
    assert.deepEqual(store.waitingOps, before);
    assert.deepEqual(store.state.quarantine, []);
    assert.equal(state.waiting, 3);
    assert.match(state.kind, /^(phone|offline)$/);
    assert.ok(seen.timer, "it waits");
  });
  test(`${name} where the session is asked for keeps everything too`, async () => {
    const { store, seen, start } = world({ onSession: onSync });
    store.add(3);
    const state = await start().flush();
    assert.deepEqual([state.waiting, seen.bodies.length], [3, 0]);
    assert.ok(seen.timer, "it waits");
  });
}

test("waits grow from a second to five minutes with full jitter, and start anew when the network returns", async () => {
  let works = false;
  const { store, seen, start, tab } = world({ onSync: (body) => (works ? applyAll(body) : html(502)) });
  store.add();
  start();
  for (let count = 0; count < 11; count += 1) {
    await settle();
    seen.timer();
  }
  await settle();
  assert.deepEqual(seen.waits.slice(0, 10), [1, 2, 4, 8, 16, 32, 64, 128, 256, 300].map((seconds) => seconds * 1e3));
  assert.equal(Math.max(...seen.waits), 300e3);
  tab.dispatchEvent(new Event("online"));
  await settle();
  assert.equal(seen.waits.at(-1), 1e3);
  works = true;
  tab.dispatchEvent(new Event("online"));
  await settle();
  assert.deepEqual(store.waitingOps, []);
  assert.equal(seen.states.at(-1).kind, "saved");
});

test("jitter may shorten a wait, the server's word may lengthen it", async () => {
  const half = world({ random: 0.5, onSync: () => html(500) });
  half.store.add();
  await half.start().flush();
  assert.equal(half.seen.waits[0], 500);
  const asked = world({ random: 0, onSync: () => json({}, 429, { "Retry-After": "30" }) });
  asked.store.add();
  await asked.start().flush();
  assert.equal(asked.seen.waits[0], 30e3);
});

test("a token that is too old is fetched anew, once", async () => {
  const tokens = (count) => session(`token-${count}`);
  const healed = world({ onSession: tokens, onSync: (body, count) => (count === 1 ? html(403) : applyAll(body)) });
  healed.store.add();
  assert.equal((await healed.start().flush()).kind, "saved");
  assert.deepEqual(healed.seen.tokens.slice(0, 2), ["token-1", "token-2"]);

  const refused = world({ onSession: tokens, onSync: () => html(403) });
  refused.store.add();
  assert.equal((await refused.start().flush()).waiting, 1);
  assert.deepEqual(refused.seen.tokens, ["token-1", "token-2"]);
  assert.ok(refused.seen.timer);
});

test("an ended session keeps everything, asks for sign-in, and is not hammered", async () => {
  let isSignedIn = false;
  const signedOut = () => json({ error: "signed-out" }, 401);
  const { store, seen, start, page } = world({ onSession: () => (isSignedIn ? session() : signedOut()) });
  store.add(2);
  const state = await start().flush();
  assert.deepEqual([state.kind, state.waiting, seen.timer ?? null], ["sign-in", 2, null]);
  isSignedIn = true;
  page.dispatchEvent(new Event("visibilitychange"));
  await settle();
  assert.deepEqual(store.waitingOps, []);
  assert.equal(seen.states.at(-1).kind, "saved");
});

test("another account stops the flusher, and nothing of the queue is lost", async () => {
  const { store, seen, start, tab } = world({ onSync: () => json({ error: "other-account" }, 409) });
  store.add(2);
  const flushing = start();
  assert.equal((await flushing.flush()).kind, "other-account");
  const { sessions } = seen;
  tab.dispatchEvent(new Event("online"));
  assert.equal((await flushing.flush()).waiting, 2);
  assert.equal(seen.sessions, sessions);
});

test("a batch that is too large is halved until it fits", async () => {
  const { store, seen, start } = world({ onSync: (body) => (body.records.length > 6 ? html(413) : applyAll(body)) });
  store.add(25);
  await start().flush();
  assert.deepEqual(store.waitingOps, []);
  assert.deepEqual(seen.bodies.slice(0, 4).map(({ records }) => records.length), [25, 13, 7, 4]);
});

test("one record that is called too large stays, whoever says so", async () => {
  const { store, seen, start } = world({ onSync: () => json({ error: "too-large" }, 413) });
  store.add();
  const { kind, waiting, quarantined } = await start().flush();
  assert.deepEqual([kind, waiting, quarantined], ["phone", 1, 0]);
  assert.equal(seen.waits.length, 1);
});

test("a refused record is put aside and the rest goes through", async () => {
  const { store, start } = world({
    onSync: (body) => json({
      now: NOW, cursor: 1, more: false, rows: [],
      results: body.records.map(({ op }, index) => ({ op, status: index ? "applied" : "rejected", code: index ? "" : "unknown-workout" })),
    }),
  });
  store.add(3);
  const state = await start().flush();
  assert.deepEqual([state.kind, state.waiting, state.quarantined], ["saved", 0, 1]);
});

test("two tabs of one account take turns, and each set is sent once", async () => {
  const one = world();
  one.store.add(3);
  const first = one.start(), second = one.start();
  await Promise.all([first.flush(), second.flush()]);
  const sent = one.seen.bodies.flatMap(({ records }) => records.map(({ op }) => op));
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent).size, 3);
});

test("a set that is written while another is on its way is sent right after it", async () => {
  let flushing;
  const { store, seen, start } = world({
    onSync: async (body, count) => {
      if (count === 1) {
        store.add();
        flushing.flush();
      }
      return applyAll(body);
    },
  });
  store.add();
  flushing = start();
  await flushing.flush();
  assert.deepEqual(store.waitingOps, []);
  assert.equal(seen.bodies.reduce((sum, { records }) => sum + records.length, 0), 2);
});

test("a page that comes back while a try is failing tries anew; a set that is written then waits its turn", async () => {
  for (const [isBack, expected] of [[true, 2], [false, 1]]) {
    let during = () => {};
    const { store, seen, start, page } = world({ onSync: () => { during(); during = () => {}; return html(503); } });
    const { flush } = start();
    await settle();
    store.add();
    during = isBack ? () => page.dispatchEvent(new Event("visibilitychange")) : flush;
    const before = seen.bodies.length;
    await flush();
    assert.equal(seen.bodies.length - before, expected);
  }
});

test("a stopped flusher says and sends nothing more", async () => {
  const { store, seen, start, tab } = world({ onSync: () => html(500) });
  store.add();
  const flushing = start();
  await flushing.flush();
  flushing.stop();
  const { states, sessions } = seen;
  const before = [states.length, sessions];
  tab.dispatchEvent(new Event("online"));
  await settle();
  assert.deepEqual([seen.states.length, seen.sessions], before);
  assert.equal(seen.timer, null);
});
