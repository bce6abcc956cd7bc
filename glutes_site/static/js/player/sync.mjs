/* Brings what this device holds into the account and fetches what is new there. One flusher at a time; whatever
   goes wrong, the records stay: only an answer that speaks of a record's own op takes it out of the queue. */
import { MOST_RECORDS } from "./replica.mjs";

const TIMEOUT = 20e3; // ms for a request with its whole answer
const FIRST_WAIT = 1e3, LONGEST_WAIT = 5 * 60e3; // ms

/** Nothing was settled. `kind` is what the person is told; `again`: it may go better in a while; `wait`: ms at least. */
class Failure extends Error {
  constructor(kind, { again = true, wait = 0 } = {}) {
    super(kind);
    Object.assign(this, { kind, again, wait });
  }
}

const world = () => ({
  fetch: (...all) => fetch(...all),
  locks: navigator.locks ?? { request: (_name, work) => work() },
  now: () => Date.now(),
  random: () => Math.random(),
  later: (work, ms) => setTimeout(work, ms),
  never: (timer) => clearTimeout(timer),
  window: globalThis.window,
  document: globalThis.document,
});

/** The status and the JSON of an answer; anything that is not surely our server's throws. */
async function ask(env, address, options = {}) {
  let response, body = null;
  try {
    response = await env.fetch(address, {
      credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(TIMEOUT),
      ...options, headers: { Accept: "application/json", ...options.headers },
    });
    if (/^application\/json\b/.test(response.headers.get("Content-Type") ?? "")) body = await response.json();
  } catch {
    throw new Failure("offline");
  }
  const { status } = response, says = (code) => body?.error === code;
  if (status === 401 && says("signed-out")) throw new Failure("sign-in", { again: false });
  if (status === 409 && says("other-account")) throw new Failure("other-account", { again: false });
  if (status === 403 || status === 413) return { status, isOurs: says("too-large") };
  if (status === 429 || status >= 500) throw new Failure("phone", { wait: 1e3 * response.headers.get("Retry-After") || 0 });
  if (status !== 200 || body === null || typeof body !== "object") throw new Failure("offline");
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
  let running = null, again = false, wantsRows = false;
  let problem = null, tries = 0, timer = null, isStopped = false, most = MOST_RECORDS;

  async function report() {
    const { count, oldest, quarantined } = await store.waiting();
    const state = { kind: problem ?? (count ? "phone" : "saved"), waiting: count, oldest, quarantined };
    if (!isStopped) onState(state);
    return state;
  }

  async function session() {
    const { body } = await ask(env, "/api/session");
    if (typeof body?.csrf !== "string" || typeof body.account !== "string") throw new Failure("offline");
    return body.csrf;
  }

  const post = async (csrf, records) => ask(env, "/api/sync", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ account, cursor: await store.cursor(), records }),
  });

  /** Sends the head of the queue once; whether there is more to do. */
  async function exchange(token) {
    const records = await store.batch(most);
    if (!records.length && !wantsRows) return false;
    let reply = await post(token.csrf, records);
    if (reply.status === 403) {
      token.csrf = await session(); // once: it may be too old
      reply = await post(token.csrf, records);
    }
    if (reply.status === 403) throw new Failure("phone");
    if (reply.status === 413) {
      if (records.length > 1) {
        most = Math.ceil(records.length / 2);
        return true;
      }
      // Nothing smaller can be sent: by our server's own word it is refused, so that it holds up nobody.
      if (!records.length || !reply.isOurs) throw new Failure("phone");
      const results = [{ op: records[0].op, status: "rejected", code: "too-large" }];
      await store.takeAnswer(records, { results, rows: [] }, env.now());
      return true;
    }
    const { body } = reply, before = await store.cursor();
    if (!isAnswer(body)) throw new Failure("offline");
    problem = null;
    await store.takeAnswer(records, body, env.now());
    const settled = new Set(body.results.map(({ op }) => op));
    if (records.length && !records.some(({ op }) => settled.has(op))) throw new Failure("phone");
    most = MOST_RECORDS;
    wantsRows = Boolean(body.more) && body.cursor !== before;
    return true;
  }

  async function exchangeAll() {
    if (!wantsRows && !(await store.waiting()).count) return;
    const token = { csrf: await session() };
    while (!isStopped && await exchange(token));
  }

  function retry(wait) {
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
    tries = Math.min(tries + 1, 20);
    env.never(timer);
    timer = env.later(run, Math.min(LONGEST_WAIT, Math.max(wait, env.random() * longest)));
  }

  async function attempt() {
    try {
      await env.locks.request(`rise-flush-${account}`, exchangeAll);
      problem = null;
      tries = 0;
    } catch (error) {
      if (!(error instanceof Failure) && !isStopped) console.error(error);
      problem = error.kind ?? "phone";
      const isHopeless = error.again === false;
      if (!isHopeless && !isStopped && (wantsRows || (await store.waiting()).count)) retry(error.wait ?? 0);
    }
  }

  /** One run at a time; what is asked for meanwhile is seen to by one more. */
  function run() {
    if (isStopped || problem === "other-account") return report();
    if (running) {
      again = true;
      return running;
    }
    env.never(timer);
    running = (async () => {
      try {
        do {
          again = false;
          await attempt();
        } while (again && !isStopped && problem === null);
      } finally {
        running = null;
      }
      return report();
    })();
    return running;
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
    pull().catch(() => {});
  };
  const onVisibility = () => (env.document.visibilityState === "visible" ? returned() : run().catch(() => {}));

  env.window?.addEventListener("online", returned);
  env.document?.addEventListener("visibilitychange", onVisibility);
  const deaf = store.listen(() => report().catch(() => {}));
  returned();

  function stop() {
    isStopped = true;
    env.never(timer);
    deaf();
    env.window?.removeEventListener("online", returned);
    env.document?.removeEventListener("visibilitychange", onVisibility);
  }
  return { flush, pull, stop };
}
