/* The log of one account on this device, in IndexedDB: a database each, so that people who share a phone never mix.
   What it means is decided in replica.mjs; here each change is one transaction. */
import { answer, batch, edit, fresh, isHidden } from "./replica.mjs";

const KEEP_PLAYERS = 14 * 24 * 3600e3; // ms that a snapshot of a player is kept; long after it could go on

/* Steps are only ever added: a page that was open before a deploy goes on working with a newer database. */
const SCHEMA = [
  (db) => {
    db.createObjectStore("rows", { keyPath: "uid" }).createIndex("workout", "workout.uid");
    const queue = db.createObjectStore("queue", { keyPath: "op" });
    queue.createIndex("order", ["edited_at", "op"]);
    queue.createIndex("workout", "workout.uid");
    db.createObjectStore("quarantine", { keyPath: "op" });
    db.createObjectStore("meta");
    db.createObjectStore("schedule");
    db.createObjectStore("players", { keyPath: "id" }).createIndex("at", "at");
  },
];

const nameOf = (account) => `rise-${account}`;

const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function connect(name, version = SCHEMA.length) {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = ({ oldVersion }) => SCHEMA.slice(oldVersion).forEach((step) => step(request.result));
  try {
    return await result(request);
  } catch (error) {
    if (error.name !== "VersionError") throw error;
    return result(indexedDB.open(name)); // a newer page was here before
  }
}

/** Whether this device holds a database of the account; where the browser cannot tell, it may. */
export async function isKnown(account) {
  const all = await indexedDB.databases?.().catch(() => null);
  return all ? all.some(({ name }) => name === nameOf(account)) : true;
}

let asked = false; // whether the browser was asked to keep our storage

/** Opens the database of an account, which is made where there is none. */
export async function open(account) {
  const name = nameOf(account), listeners = new Set();
  const channel = globalThis.BroadcastChannel ? new BroadcastChannel(name) : null;
  channel?.addEventListener("message", ({ data }) => listeners.forEach((listener) => listener(data)));
  let opening = null;

  const database = () => (opening ??= connect(name).then((db) => {
    const leave = () => {
      db.close();
      opening = null; // opened anew by whoever needs it
    };
    db.onversionchange = leave;
    db.onclose = leave;
    return db;
  }, (error) => {
    opening = null;
    throw error;
  }));

  async function begin(...options) {
    try {
      return (await database()).transaction(...options);
    } catch {
      opening = null; // the browser may lose a connection, above all after a long sleep
      return (await database()).transaction(...options);
    }
  }

  /** Runs `work` in one transaction; resolves with what it returned once that is on the disk. */
  async function transact(stores, mode, work, durability = "strict") {
    const transaction = await begin(stores, mode, { durability });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new DOMException("Aborted", "AbortError"));
    });
    const at = Object.fromEntries([].concat(stores).map((store) => [store, transaction.objectStore(store)]));
    const [outcome] = await Promise.all([work(at), done]).catch((error) => {
      done.catch(() => {});
      try { transaction.abort(); } catch { /* it is over already */ }
      throw error;
    });
    return outcome;
  }
  const read = (store, work) => transact(store, "readonly", (at) => work(at[store]), "default");

  const tell = (workouts) => {
    const news = { workouts: [...new Set(workouts)] };
    channel?.postMessage(news);
    listeners.forEach((listener) => listener(news));
  };

  const metaOf = async (meta) => ({ ...fresh(), ...(await result(meta.get("sync"))) });
  const byUid = (rows) => Object.fromEntries(rows.map((row) => [row.uid, row]));

  /** The part of the replica that an edit of this workout looks at. */
  async function stateOf({ rows, queue, meta }, workout) {
    const [state, known, waiting] = await Promise.all([
      metaOf(meta), result(rows.index("workout").getAll(workout)), result(queue.index("workout").getAll(workout)),
    ]);
    return { ...state, rows: byUid(known), queue: waiting };
  }

  /**
   * Takes down edits, and a player's snapshot {id, saved, at} with them. Resolves with the records once all of it
   * survives a crash: only then may the screen show a tick.
   */
  async function write(drafts, { now, player = null } = {}) {
    if (drafts.length && !asked) {
      asked = true;
      navigator.storage?.persist?.().catch(() => {});
    }
    const records = await transact(["rows", "queue", "meta", "players"], "readwrite", async (at) => {
      const made = [], parts = new Map();
      if (player) at.players.put(player);
      // A page on its way out is not there when the request succeeds; without more to do, it need not be.
      if (!drafts.length) at.players.transaction.commit();
      for (const draft of drafts) {
        const { uid } = draft.workout, state = parts.get(uid) ?? await stateOf(at, uid);
        const [next, record] = edit(state, draft, now, crypto.randomUUID());
        parts.set(uid, next);
        at.rows.put(next.rows[record.uid]);
        at.queue.add(record);
        made.push(record);
      }
      return made;
    }, drafts.length ? "strict" : "relaxed");
    if (records.length) tell(records.map((record) => record.workout.uid));
    return records;
  }

  /** What an answer changes, in one transaction. */
  async function takeAnswer(sent, response, now) {
    const rows = [...sent, ...response.rows];
    await transact(["rows", "queue", "quarantine", "meta"], "readwrite", async (at) => {
      const uids = [...new Set(rows.map((row) => row.uid))];
      const [state, queue, known] = await Promise.all([
        metaOf(at.meta), result(at.queue.getAll()), Promise.all(uids.map((uid) => result(at.rows.get(uid)))),
      ]);
      const before = { ...state, queue, rows: byUid(known.filter(Boolean)) };
      const after = answer(before, sent, response, now);
      const left = new Set(after.queue.map((record) => record.op));
      for (const { op } of queue) if (!left.has(op)) at.queue.delete(op);
      for (const refused of after.quarantine) at.quarantine.put(refused);
      for (const uid of uids) after.rows[uid] ? at.rows.put(after.rows[uid]) : at.rows.delete(uid);
      at.meta.put({ cursor: after.cursor, offset: after.offset }, "sync");
    });
    tell(rows.map((row) => row.workout.uid));
  }

  /** Everything that is known of a workout here: {workout, isHidden, sets, feedback}, the last two by uid. */
  const workout = (uid) => read("rows", async (store) => {
    const rows = await result(store.index("workout").getAll(uid));
    const of = (kind) => new Map(rows.filter((row) => row.kind === kind).map((row) => [row.uid, row]));
    const own = rows.find((row) => row.kind === "workout") ?? null, sets = of("set");
    return { workout: own, isHidden: isHidden(own, [...sets.values()]), sets, feedback: of("feedback") };
  });

  /** How much is on this phone only, and since when (ms of this device's clock, null where nothing waits). */
  const waiting = () => transact(["queue", "quarantine", "meta"], "readonly", async (at) => {
    const [count, [head], quarantined, { offset }] = await Promise.all([
      result(at.queue.count()), result(at.queue.index("order").getAll(null, 1)), result(at.quarantine.count()), metaOf(at.meta),
    ]);
    return { count, oldest: head ? head.edited_at - offset : null, quarantined };
  }, "default");

  /** Unsent and refused records as a file to keep. */
  const exportFile = () => transact(["queue", "quarantine"], "readonly", async (at) => {
    const [records, refused] = await Promise.all([result(at.queue.index("order").getAll()), result(at.quarantine.getAll())]);
    const text = JSON.stringify({ account, records, refused }, null, 1);
    return new File([text], "rise-sets.json", { type: "application/json" });
  }, "default");

  const keepSchedule = (document) => transact(["schedule", "players"], "readwrite", async (at) => {
    at.schedule.put(document, "schedule");
    const old = IDBKeyRange.upperBound(document.now - KEEP_PLAYERS);
    for (const key of await result(at.players.index("at").getAllKeys(old))) at.players.delete(key);
  }, "relaxed");

  function close() {
    listeners.clear();
    channel?.close();
    opening?.then((db) => db.close());
    opening = null;
  }

  await database();
  return {
    account, write, takeAnswer, workout, waiting, exportFile, keepSchedule, close,
    batch: async (most) => batch({ queue: await read("queue", (queue) => result(queue.index("order").getAll(null, most))) }, most),
    cursor: () => read("meta", async (meta) => (await metaOf(meta)).cursor),
    player: (id) => read("players", async (players) => (await result(players.get(id))) ?? null),
    lastPlayer: () => read("players", async (players) => (await result(players.index("at").getAll())).at(-1) ?? null),
    schedule: () => read("schedule", async (schedule) => (await result(schedule.get("schedule"))) ?? null),
    /** Calls back with {workouts: [uid…]} after each change, of this tab or another; returns the way to stop. */
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Deletes all that this device holds of the account, unsent records too. */
    forget: () => {
      close();
      return result(indexedDB.deleteDatabase(name));
    },
  };
}
