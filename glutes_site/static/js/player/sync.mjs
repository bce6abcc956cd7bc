/* Brings what this device holds into the account and fetches what is new there. One flusher at a time; whatever
   goes wrong, the records stay: only an answer that speaks of a record's own op takes it out of the queue. */
import { listen } from "./nodes.mjs";
import { MOST_RECORDS } from "./replica.mjs";

const TIMEOUT = 20e3; // ms for a request with its whole answer
const FIRST_WAIT = 1e3, LONGEST_WAIT = 5 * 60e3; // ms

/** Nothing was settled. `kind` is what the person is told; `again`: it may go better in a while; `wait`: ms at least. */
const failure = (kind, more) => Object.assign(new Error(kind), { kind, again: true, wait: 0, ...more });

const world = () => ({
  fetch, locks: navigator.locks, now: Date.now, random: Math.random, later: setTimeout, never: clearTimeout, window, document,
});

/** The status and the JSON of an answer; anything that is not surely our server's throws. */
export async function ask(address, options = {}, { fetch } = world()) {
  let response, body = null;
  try {
    response = await fetch(address, {
      credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(TIMEOUT),
      ...options, headers: { Accept: "application/json", ...options.headers },
    });
    body = await response.json().catch(() => null);
  } catch {
    throw failure("offline");
  }
  const { status } = response, says = (code) => body?.error === code;
  if (status === 401 && says("signed-out")) throw failure("sign-in", { again: false });
  if (status === 409 && says("other-account")) throw failure("other-account", { again: false });
  if (status === 403 || status === 413) return { status };
  if (status === 429 || status >= 500) throw failure("phone", { wait: 1e3 * response.headers.get("Retry-After") || 0 });
  if (status !== 200 || !body) throw failure("offline");
  return { status, body };
}

const isAnswer = ({ now, results, rows }) => Number.isFinite(now) && Array.isArray(results) && Array.isArray(rows);

/**
 * Sends after each call of `flush`, when the network or the page comes back, and at the start.
 *
 * onState gets {kind, waiting, oldest, quarantined}: kind is "saved" (all in the account), "phone" (something waits and
 * will be sent), "offline" (the server cannot be reached), "sign-in" or "other-account" (nothing is sent until then);
 * `oldest` is since when something waits. `flush` and `pull` resolve with the state that they came to.
 */
export function startFlushing(store, { account, onState = () => {}, env = world() }) {
  const { locks, now, random, later, never, window, document } = env;
  let running = null, again = false, isBack = false, wantsRows = false;
  let csrf = "", problem = null, tries = 0, timer = null, isStopped = false, most = MOST_RECORDS;

  async function report() {
    const { count, oldest, quarantined } = await store.waiting();
    const state = { kind: problem ?? (count ? "phone" : "saved"), waiting: count, oldest, quarantined };
    if (!isStopped) onState(state);
    return state;
  }

  async function session() {
    const { body } = await ask("/api/session", {}, env);
    if (typeof body?.csrf !== "string") throw failure("offline");
    csrf = body.csrf;
  }

  const post = async (records) => ask("/api/sync", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ account, cursor: await store.cursor(), records }),
  }, env);

  /** Sends the head of the queue once; whether there is more to do. */
  async function exchange() {
    const records = await store.batch(most);
    if (!records.length && !wantsRows) return false;
    let reply = await post(records);
    if (reply.status === 403) {
      await session(); // once: the token may be too old
      reply = await post(records);
    }
    if (reply.status === 413 && records.length > 1) {
      most = Math.ceil(records.length / 2);
      return true;
    }
    if (reply.status !== 200) throw failure("phone");
    const { body } = reply, before = await store.cursor();
    if (!isAnswer(body)) throw failure("offline");
    problem = null;
    await store.takeAnswer(records, body, now());
    const settled = new Set(body.results.map(({ op }) => op));
    if (records.length && !records.some(({ op }) => settled.has(op))) throw failure("phone");
    most = MOST_RECORDS;
    wantsRows = body.more && body.cursor !== before;
    return true;
  }

  async function exchangeAll() {
    if (!wantsRows && !(await store.waiting()).count) return;
    await session();
    while (!isStopped && await exchange());
  }

  function retry(wait) {
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
    tries += 1;
    never(timer);
    timer = later(run, Math.min(LONGEST_WAIT, Math.max(wait, random() * longest)));
  }

  async function attempt() {
    try {
      await locks.request(`rise-flush-${account}`, exchangeAll);
      problem = null;
      tries = 0;
    } catch (error) {
      if (!error.kind && !isStopped) console.error(error);
      problem = error.kind ?? "phone";
      if (error.again !== false && !isStopped && (wantsRows || (await store.waiting()).count)) retry(error.wait ?? 0);
    }
  }

  /** One run at a time; what is asked for meanwhile is seen to by one more, after a failure only if the page is back. */
  function run() {
    if (isStopped || problem === "other-account") return report();
    again = true;
    running ??= runAll();
    return running;
  }

  async function runAll() {
    never(timer);
    try {
      do {
        again = isBack = false;
        await attempt();
      } while ((isBack || (again && problem === null)) && !isStopped);
    } finally {
      running = null;
    }
    return report();
  }

  const flush = async () => {
    await report();
    return run();
  };
  const pull = () => {
    wantsRows = true;
    return run();
  };
  const returned = () => {
    tries = 0;
    isBack = true; // what went wrong until now says nothing any more
    pull().catch(() => {});
  };
  const onVisibility = () => (document.visibilityState === "visible" ? returned() : run().catch(() => {}));

  const turnAway = listen([window, "online", returned], [document, "visibilitychange", onVisibility]);
  const deaf = store.listen(() => report().catch(() => {}));
  returned();

  function stop() {
    isStopped = true;
    never(timer);
    deaf();
    turnAway();
  }
  return { flush, pull, stop };
}
