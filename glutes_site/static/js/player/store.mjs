/* The log of one account on this device, in IndexedDB: a database each, so that people who share a phone never mix.
   What it means is decided in replica.mjs; here each change is one transaction. */
import { answer, batch, edit, fresh } from "./replica.mjs";


function make(db) {
  db.createObjectStore("rows", { keyPath: "uid" }).createIndex("workout", "workout.uid");
  const queue = db.createObjectStore("queue", { keyPath: "op" });
  queue.createIndex("order", ["edited_at", "op"]);
  queue.createIndex("workout", "workout.uid");
  db.createObjectStore("quarantine", { keyPath: "op" });
  db.createObjectStore("meta");
  db.createObjectStore("schedule");
  db.createObjectStore("players", { keyPath: "id" }).createIndex("at", "at");
}

export const databaseOf = (account) => `rise-${account}`;

export const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/* Without a number: what is there is opened as it is, also where a newer page has been here before. */
function connect(name) {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => make(request.result);
  return result(request);
}

/** Whether this device holds a database of the account; where the browser cannot tell, it may. */
export async function isKnown(account) {
  const all = await indexedDB.databases?.().catch(() => null);
  return all ? all.some(({ name }) => name === databaseOf(account)) : true;
}

let asked = false; // whether the browser was asked to keep our storage

/** Opens the database of an account, which is made where there is none. */
export async function open(account) {
  const name = databaseOf(account), listeners = new Set(), channel = new BroadcastChannel(name);
  const hear = (news) => listeners.forEach((listener) => listener(news));
  channel.addEventListener("message", ({ data }) => hear(data));
  let opening = null;

  const database = () => (opening ??= connect(name).then((db) => {
    db.onclose = db.onversionchange = () => {
      db.close();
      opening = null; // opened anew by whoever needs it
    };
    return db;
  }));

  async function begin(...options) {
    const db = await database();
    return db.transaction(db.objectStoreNames, ...options);
  }

  /** Runs `work` in one transaction over all stores; resolves with what it returned once that is on the disk. */
  async function transact(work, durability = "strict", mode = "readwrite") {
    const transaction = await begin(mode, { durability }).catch(() => {
      opening = null; // the browser may lose a connection, above all after a long sleep
      return begin(mode, { durability });
    });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    const at = Object.fromEntries([...transaction.objectStoreNames].map((store) => [store, transaction.objectStore(store)]));
    const [outcome] = await Promise.all([work(at), done]).catch((error) => {
      done.catch(() => {});
      try { transaction.abort(); } catch { /* it is over already */ }
      throw error;
    });
    return outcome;
  }
  const read = (work) => transact(work, "default", "readonly");

  const tell = (rows) => {
    const news = { workouts: [...new Set(rows.map((row) => row.workout.uid))] };
    channel.postMessage(news);
    hear(news);
  };

  const metaOf = async ({ meta }) => ({ ...fresh(), ...(await result(meta.get("sync"))) });
  const byUid = (rows) => Object.fromEntries(rows.map((row) => [row.uid, row]));

  /** The part of the replica that an edit of this workout looks at. */
  async function stateOf(at, workout) {
    const [state, known, waiting] = await Promise.all([
      metaOf(at), result(at.rows.index("workout").getAll(workout)), result(at.queue.index("workout").getAll(workout)),
    ]);
    return { ...state, rows: byUid(known), queue: waiting };
  }

  /**
   * Takes down edits, and a player's snapshot {id, saved, at} with them. Resolves with the records once all of it
   * survives a crash: only then may the screen show a tick.
   */
  async function write(drafts, { now, player }) {
    if (drafts.length && !asked) {
      asked = true;
      navigator.storage?.persist?.().catch(() => {});
    }
    const records = await transact(async (at) => {
      const made = [], parts = new Map();
      if (player) player.saved ? at.players.put(player) : at.players.delete(player.id);
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
    if (records.length) tell(records);
    return records;
  }

  /** What an answer changes, in one transaction. */
  async function takeAnswer(sent, response, now) {
    const rows = [...sent, ...response.rows];
    await transact(async (at) => {
      const uids = [...new Set(rows.map((row) => row.uid))];
      const [state, queue, known] = await Promise.all([
        metaOf(at), result(at.queue.getAll()), Promise.all(uids.map((uid) => result(at.rows.get(uid)))),
      ]);
      const before = { ...state, queue, rows: byUid(known.filter(Boolean)) };
      const after = answer(before, sent, response, now);
      const left = new Set(after.queue.map((record) => record.op));
      for (const { op } of queue) if (!left.has(op)) at.queue.delete(op);
      for (const refused of after.quarantine) at.quarantine.put(refused);
      for (const uid of uids) after.rows[uid] ? at.rows.put(after.rows[uid]) : at.rows.delete(uid);
      at.meta.put({ cursor: after.cursor, offset: after.offset }, "sync");
    });
    tell(rows);
  }

  /** Everything that is known of a workout here: {workout, sets, feedback}, the last two by uid. */
  const workout = (uid) => read(async (at) => {
    const rows = await result(at.rows.index("workout").getAll(uid));
    const of = (kind) => new Map(rows.filter((row) => row.kind === kind).map((row) => [row.uid, row]));
    return { workout: of("workout").get(uid), sets: of("set"), feedback: of("feedback") };
  });

  /** How much is on this phone only, and since when (ms of this device's clock, null where nothing waits). */
  const waiting = () => read(async (at) => {
    const [count, [head], quarantined, { offset }] = await Promise.all([
      result(at.queue.count()), result(at.queue.index("order").getAll(null, 1)), result(at.quarantine.count()), metaOf(at),
    ]);
    return { count, oldest: head ? head.edited_at - offset : null, quarantined };
  });

  /** Unsent and refused records as a file to keep. */
  const exportFile = () => read(async (at) => {
    const [records, refused] = await Promise.all([result(at.queue.index("order").getAll()), result(at.quarantine.getAll())]);
    return new File([JSON.stringify({ account, records, refused })], "rise-sets.json");
  });

  const keepSchedule = (document) => transact((at) => at.schedule.put(document, "schedule"), "relaxed");

  function close() {
    channel.close();
    opening?.then((db) => db.close());
    opening = null;
  }

  await database();
  return {
    write, takeAnswer, workout, waiting, exportFile, keepSchedule, close,
    batch: async (most) => batch({ queue: await read((at) => result(at.queue.index("order").getAll(null, most))) }, most),
    cursor: () => read(async (at) => (await metaOf(at)).cursor),
    player: (id) => read((at) => result(at.players.get(id))),
    lastPlayer: () => read(async (at) => (await result(at.players.index("at").getAll())).at(-1)),
    schedule: () => read((at) => result(at.schedule.get("schedule"))),
    /** Calls back with {workouts: [uid…]} after each change, of this tab or another; returns the way to stop. */
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
