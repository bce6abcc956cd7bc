import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, batch, edit, fresh, isHidden, MOST_BYTES } from "../../glutes_site/static/js/player/replica.mjs";

const NOW = 1_800_000_000_000;
const WORKOUT = { uid: "w1", enrolment: null, window: null, slot: null, local_date: "2027-01-04", time_zone: "Europe/London" };
const set = (uid, data = {}, workout = WORKOUT) => ({ kind: "set", uid, workout, data: { exercise: "squat", part: 1, number: 1, side: "both", ...data } });
const rowOf = (record, data = record.data, stamp = [record.edited_at, record.op]) => ({
  kind: record.kind, uid: record.uid, workout: record.workout, data, hidden: false,
  stamps: Object.fromEntries(Object.keys(data).map((name) => [name, stamp])),
});
const says = (results, rows = [], more = {}) => ({ now: NOW, cursor: 7, more: false, results, rows, ...more });
const applied = ({ op, edited_at }) => ({ op, status: "applied", code: "", edited_at });

function edits(...drafts) {
  let state = fresh();
  const records = drafts.map((draft, index) => {
    let record;
    [state, record] = edit(state, draft, NOW, `op-${index}`);
    return record;
  });
  return [state, records];
}

test("an edit is seen at once and waits to be sent", () => {
  const [state, [record]] = edits(set("s1", { reps: 12 }));
  assert.deepEqual(record, { op: "op-0", kind: "set", uid: "s1", edited_at: NOW, workout: WORKOUT, data: set("s1", { reps: 12 }).data, v: 1 });
  assert.equal(state.rows.s1.data.reps, 12);
  assert.deepEqual(state.rows.s1.stamps.reps, [NOW, "op-0"]);
  assert.deepEqual(state.queue, [record]);
  assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
});

test("an edit changes nothing of the state it was given", () => {
  const [state] = edits(set("s1", { reps: 12 }));
  const before = structuredClone(state);
  edit(state, set("s1", { reps: 3 }), NOW, "op-x");
  answer(state, batch(state), says([applied(state.queue[0])]), NOW);
  assert.deepEqual(state, before);
});

test("a stamp is above every stamp of its workout, whatever the clock says", () => {
  let [state] = edits(set("s1", { reps: 12 }));
  const times = [NOW - 86_400_000, NOW, NOW + 5].map((now, index) => {
    const [next, record] = edit(state, set(`s${index + 2}`, { reps: 1 }), now, `later-${index}`);
    state = next;
    return record.edited_at;
  });
  assert.deepEqual(times, [NOW + 1, NOW + 2, NOW + 5]);
});

test("another workout's stamps do not matter", () => {
  const [state] = edits(set("s1", { reps: 12 }));
  const [, record] = edit(state, set("s9", { reps: 1 }, { ...WORKOUT, uid: "w2" }), NOW - 50, "op-x");
  assert.equal(record.edited_at, NOW - 50);
});

test("a stamp uses the clock as it was corrected at the last contact", () => {
  let [state, [record]] = edits(set("s1", { reps: 12 }));
  state = answer(state, [record], says([applied(record)]), NOW - 3_600_000);
  assert.equal(state.offset, 3_600_000);
  assert.equal(edit(state, set("s2", { reps: 1 }), NOW - 3_500_000, "op-x")[1].edited_at, NOW + 100_000);
});

test("the queue is sent from its head in the order of stamps, then of ops", () => {
  const records = [["c", 5], ["b", 9], ["a", 9], ["d", 1]].map(([op, edited_at]) => ({ op, edited_at, data: {} }));
  assert.deepEqual(batch({ queue: records }).map(({ op }) => op), ["d", "c", "a", "b"]);
  assert.deepEqual(batch({ queue: records }, 2).map(({ op }) => op), ["d", "c"]);
});

test("a request holds at most 100 records", () => {
  const queue = Array.from({ length: 130 }, (_, index) => ({ op: String(index), edited_at: index, data: {} }));
  assert.equal(batch({ queue }).length, 100);
  assert.equal(batch({ queue }, 500).length, 100);
});

test("a request holds at most 256 KiB, counted in bytes, and at least one record", () => {
  const queue = Array.from({ length: 9 }, (_, index) => ({ op: String(index), edited_at: index, data: { name: "é".repeat(20_000) } }));
  const taken = batch({ queue });
  const body = JSON.stringify({ account: "x".repeat(36), cursor: 2 ** 53, records: taken });
  assert.equal(taken.length, 6);
  assert.ok(Buffer.byteLength(body) <= MOST_BYTES);
  assert.equal(batch({ queue: [{ op: "a", edited_at: 1, data: { name: "x".repeat(MOST_BYTES) } }] }).length, 1);
});

for (const status of ["applied", "duplicate", "superseded"]) {
  test(`a record leaves the queue when its op comes back ${status}`, () => {
    const [state, [first, second]] = edits(set("s1", { reps: 12 }), set("s2", { reps: 11 }));
    const next = answer(state, [first, second], says([{ ...applied(first), status }], [rowOf(first)]), NOW);
    assert.deepEqual(next.queue, [second]);
    assert.deepEqual(next.quarantine, []);
    assert.equal(next.cursor, 7);
  });
}

test("nothing else takes a record out of the queue", () => {
  const [state, [record]] = edits(set("s1", { reps: 12 }));
  for (const results of [[], [{ op: "op-0", status: "later" }], [{ op: "another", status: "applied" }]]) {
    assert.deepEqual(answer(state, [record], says(results), NOW).queue, [record]);
  }
  assert.deepEqual(answer(state, [], says([applied(record)]), NOW).queue, [record], "it was not sent");
});

test("a refused record is kept apart with its code, blocks nobody, and its row becomes what the server has", () => {
  const [state, sent] = edits(set("s1", { reps: 12 }), set("s2", { reps: 11 }));
  const refused = { op: "op-0", status: "rejected", code: "unknown-enrolment", edited_at: null };
  const next = answer(state, sent, says([refused, applied(sent[1])], [rowOf(sent[1])]), NOW + 9);
  assert.deepEqual(next.queue, []);
  assert.deepEqual(next.quarantine, [{ op: "op-0", code: "unknown-enrolment", at: NOW + 9, record: sent[0] }]);
  assert.deepEqual(Object.keys(next.rows), ["s2"]);
});

test("what still waits for a refused row stays", () => {
  const [state, [first, second]] = edits(set("s1", { reps: 12 }), set("s1", { reps: 13 }));
  const next = answer(state, [first], says([{ op: first.op, status: "rejected", code: "x" }]), NOW);
  assert.deepEqual(next.rows.s1.stamps.reps, [second.edited_at, second.op]);
  assert.deepEqual(next.queue, [second]);
});

test("the stored stamp replaces the device's own", () => {
  const [state, [record]] = edits(set("s1", { reps: 12 }));
  const next = answer(state, [record], says([{ ...applied(record), edited_at: NOW - 1000 }]), NOW);
  assert.deepEqual(next.rows.s1.stamps.reps, [NOW - 1000, "op-0"]);
});

test("a row of the server is taken where nothing waits for it", () => {
  const [state, [record]] = edits(set("s1", { reps: 12 }));
  const theirs = rowOf(record, { ...record.data, reps: 9, removed: false }, [NOW - 5, "theirs"]);
  assert.deepEqual(answer(state, [record], says([applied(record)], [theirs]), NOW).rows.s1, theirs);
});

test("what still waits lies on top of a row of the server, field by field", () => {
  const [state, [first, second]] = edits(set("s1", { reps: 12 }), set("s1", { reps: 13 }));
  const theirs = { ...rowOf(first), data: { ...first.data, reps: 7, rest_seconds: 40 }, stamps: { reps: [NOW + 60, "x"], rest_seconds: [NOW, "x"] } };
  const next = answer(state, [first], says([applied(first)], [theirs]), NOW);
  assert.equal(next.rows.s1.data.reps, 7, "theirs is newer");
  assert.equal(next.rows.s1.data.rest_seconds, 40);
  assert.deepEqual(next.rows.s1.stamps.side, [second.edited_at, second.op]);
});

test("the earliest prescription stays, the latest of everything else", () => {
  const draft = (prescription, trim) => ({ kind: "workout", uid: "w1", workout: WORKOUT, data: { prescription, trim } });
  const [state] = edits(draft([1], null), draft([2], { minutes: 5 }));
  assert.deepEqual(state.rows.w1.data, { prescription: [1], trim: { minutes: 5 } });
});

test("equal moments are decided by the op", () => {
  const [state, [record]] = edits(set("s1", { reps: 12 }));
  const theirs = (op) => rowOf(record, { ...record.data, reps: 9 }, [NOW, op]);
  const repsWith = (op) => answer(state, [], says([], [theirs(op)]), NOW).rows.s1.data.reps;
  assert.equal(repsWith("op-1"), 9);
  assert.equal(repsWith("op"), 12);
});

test("a removed workout is hidden until a live set of it is edited later", () => {
  const row = (removed, at) => ({ data: { removed }, stamps: { removed: [at, "a"] } });
  assert.equal(isHidden(undefined, []), false);
  assert.equal(isHidden(row(false, 5), []), false);
  assert.equal(isHidden(row(true, 5), [row(false, 4)]), true);
  assert.equal(isHidden(row(true, 5), [row(true, 6)]), true);
  assert.equal(isHidden(row(true, 5), [row(false, 6)]), false);
});

// Two devices and a server that merges as plans/records.py does, over a bad network ----------------------------

function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

class Server {
  rows = {};
  ops = new Map();
  changes = [];

  receive(records, cursor, now) {
    const results = records.map((record) => {
      if (this.ops.has(record.op)) return { op: record.op, status: "duplicate", code: "", edited_at: this.ops.get(record.op) };
      if (record.data.reps === 13) return { op: record.op, status: "rejected", code: "unlucky", edited_at: null };
      const stored = { ...record, edited_at: Math.min(record.edited_at, now + 300_000) };
      const before = this.rows[record.uid];
      // The same rule, written once more without the module.
      const row = structuredClone(before ?? { kind: record.kind, uid: record.uid, workout: record.workout, data: {}, stamps: {}, hidden: false });
      for (const [name, value] of Object.entries(stored.data)) {
        const key = ([ms, op]) => `${String(ms).padStart(16, "0")} ${op}`;
        if (!row.stamps[name] || key([stored.edited_at, stored.op]) > key(row.stamps[name])) {
          row.data[name] = value;
          row.stamps[name] = [stored.edited_at, stored.op];
        }
      }
      this.rows[record.uid] = row;
      this.ops.set(record.op, stored.edited_at);
      this.changes.push(record.uid);
      return { op: record.op, status: "applied", code: "", edited_at: stored.edited_at };
    });
    const uids = new Set([...this.changes.slice(cursor ?? 0), ...records.map(({ uid }) => uid)]);
    const rows = [...uids].filter((uid) => this.rows[uid]).map((uid) => structuredClone(this.rows[uid]));
    return { now, cursor: this.changes.length, more: false, results, rows };
  }
}

test("400 histories over a bad network: nothing lost, nothing doubled, all devices agree, the queue drains", () => {
  for (let seed = 0; seed < 400; seed += 1) {
    const chance = random(seed), pick = (most) => Math.floor(chance() * most);
    const server = new Server(), devices = [0, 1].map(() => ({ state: fresh(), skew: pick(3) * 86_400_000 - 86_400_000 }));
    const made = [];
    let now = NOW;
    const flush = (device, fate) => {
      const sent = batch(device.state, 1 + pick(5));
      if (fate === "lost") return;
      const response = server.receive(sent, device.state.cursor, now);
      if (fate === "cut") return;
      device.state = answer(device.state, sent, JSON.parse(JSON.stringify(response)), now + device.skew);
    };
    for (let step = 0; step < 40; step += 1) {
      now += pick(2000);
      const device = devices[pick(2)];
      if (chance() < 0.6) {
        const [state, record] = edit(device.state, set(`s${pick(4)}`, { reps: pick(16), ...(chance() < 0.2 && { removed: chance() < 0.5 }) }), now + device.skew, `${seed}-${step}`);
        device.state = state;
        made.push(record);
      } else flush(device, ["lost", "cut", "fine"][pick(3)]);
    }
    for (const device of devices) while (device.state.queue.length) flush(device, "fine");
    for (const device of devices) flush(device, "fine");
    for (const { state } of devices) assert.deepEqual(state.rows, server.rows, `seed ${seed}`);
    const refused = devices.flatMap(({ state }) => state.quarantine.map(({ op }) => op));
    assert.deepEqual([...server.ops.keys(), ...refused].sort(), made.map(({ op }) => op).sort(), `seed ${seed}`);
  }
});
