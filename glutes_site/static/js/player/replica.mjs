/* One device's copy of a person's log, as a value: which edits it made, what it still has to send, and what an
   answer of the server changes. No page, no clock, no storage: a state goes in and a new one comes out, always of
   plain JSON. A part of a state does as well as the whole, as long as it holds the rows that are spoken of. */

export const MOST_RECORDS = 100; // of one request
export const MOST_BYTES = 256 * 1024; // of one request's body
const ENVELOPE = 1024; // bytes of a body that are left for what surrounds the records

/** rows: uid -> row · queue: records to send · quarantine: what the server refused · offset: ms to add to the clock */
export const fresh = () => ({ rows: {}, queue: [], quarantine: [], cursor: null, offset: 0 });

/** Whether stamp a is greater than stamp b; a stamp is [ms, op]. */
const isAfter = (a, b) => (a[0] === b[0] ? a[1] > b[1] : a[0] > b[0]);
const stampOf = (record) => [record.edited_at, record.op];
const inOrder = (records) => [...records].sort((a, b) => (isAfter(stampOf(a), stampOf(b)) ? 1 : -1));
const blank = ({ kind, uid, workout }) => ({ kind, uid, workout, data: {}, stamps: {}, hidden: false });

/** The row with the newer values of a record. */
function merge(row, record) {
  const stamp = stampOf(record), data = { ...row.data }, stamps = { ...row.stamps };
  for (const [name, value] of Object.entries(record.data)) {
    const held = stamps[name];
    // Of what was asked for, the earliest word counts: it is what the person saw when she began.
    if (held && !(name === "prescription" ? isAfter(held, stamp) : isAfter(stamp, held))) continue;
    data[name] = value;
    stamps[name] = stamp;
  }
  return { ...row, data, stamps };
}

/** The greatest moment that was seen in a workout: of its rows, and of its edits that are still to be sent. */
function latest(state, workout) {
  const isOfIt = (each) => each.workout.uid === workout;
  const seen = Object.values(state.rows).filter(isOfIt).flatMap((row) => Object.values(row.stamps).map(([moment]) => moment));
  return Math.max(0, ...seen, ...state.queue.filter(isOfIt).map((record) => record.edited_at));
}

/** Takes down an edit. draft: {kind, uid, workout, data}; `now` is the device's own clock, `op` a new uuid4. */
export function edit(state, { kind, uid, workout, data }, now, op) {
  const edited_at = Math.max(Math.round(now + state.offset), latest(state, workout.uid) + 1);
  const record = { op, kind, uid, edited_at, workout, data, v: 1 };
  const rows = { ...state.rows, [uid]: merge(state.rows[uid] ?? blank(record), record) };
  return [{ ...state, rows, queue: [...state.queue, record] }, record];
}

/** The head of the queue that fits into one request; never empty while something waits. */
export function batch(state, most = MOST_RECORDS) {
  const head = inOrder(state.queue).slice(0, Math.min(most, MOST_RECORDS));
  while (head.length > 1 && new Blob([JSON.stringify(head)]).size > MOST_BYTES - ENVELOPE) head.pop();
  return head;
}

const LEAVES = ["applied", "duplicate", "superseded", "rejected"];

function restamp(row, op, moment) {
  const stamps = { ...row.stamps };
  for (const name in stamps) if (stamps[name][1] === op) stamps[name] = [moment, op];
  return { ...row, stamps };
}

/**
 * What an answer to `POST /api/sync` changes. A record leaves the queue only when its own op comes back; a row of the
 * server is taken as it is, with those edits on top that still wait.
 */
export function answer(state, sent, response, now) {
  const asked = new Set(sent.map((record) => record.op));
  const results = response.results.filter(({ op, status }) => asked.has(op) && LEAVES.includes(status));
  const settled = new Map(results.map((result) => [result.op, result]));
  const queue = state.queue.filter(({ op }) => !settled.has(op)), waiting = new Set(queue.map(({ uid }) => uid));
  const rows = { ...state.rows }, quarantine = [...state.quarantine];
  const settle = (row) => queue.filter(({ uid }) => uid === row.uid).reduce(merge, row);
  const told = new Set(response.rows.map(({ uid }) => uid));

  for (const record of state.queue.filter(({ op }) => settled.has(op))) {
    const { op, uid } = record, { status, code, edited_at } = settled.get(op);
    if (status !== "rejected") {
      if (rows[uid] && edited_at) rows[uid] = restamp(rows[uid], op, edited_at);
      continue;
    }
    quarantine.push({ op, code: code ?? "", at: now, record });
    if (told.has(uid)) continue;
    // The server has no such row: nothing of it is left here but what still waits.
    if (waiting.has(uid)) rows[uid] = settle(blank(record));
    else delete rows[uid];
  }
  for (const row of response.rows) rows[row.uid] = settle(row);
  const offset = Number.isFinite(response.now) ? response.now - now : state.offset;
  return { rows, queue, quarantine, cursor: response.cursor ?? state.cursor, offset };
}

/** Whether a removed workout stays out of sight: no live set of it was edited later. */
export function isHidden(workout, sets) {
  const removed = workout?.data.removed && workout.stamps.removed;
  return Boolean(removed) && !sets.some((row) => !row.data.removed && Object.values(row.stamps).some((stamp) => isAfter(stamp, removed)));
}
