/* Devices for the generated histories (tests/histories/): the player's own replica and flusher, with a network that
   the test plays. One command a line comes in, one answer a line goes out. While something is sent, each request goes
   out as {"ask": …}; the next line is what the network makes of it, and what else happens meanwhile.

   node device.mjs <folder of the player's modules> */
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const { answer, batch, edit, fresh, isHidden } = await import(new URL("replica.mjs", folder));
const { startFlushing } = await import(new URL("sync.mjs", folder));

// Lines ---------------------------------------------------------------------------------------------------------------

const lines = [], readers = [];
let rest = "";

process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  const parts = (rest + text).split("\n");
  rest = parts.pop();
  for (const line of parts) readers.length ? readers.shift()(JSON.parse(line)) : lines.push(JSON.parse(line));
});
process.stdin.on("end", () => process.exit(0));

const hear = () => (lines.length ? Promise.resolve(lines.shift()) : new Promise((resolve) => readers.push(resolve)));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

// What the player reports to its console is a fault here.
const complaints = [];
console.error = (...all) => complaints.push(all.map((each) => each?.stack ?? String(each)).join(" "));

// A device ------------------------------------------------------------------------------------------------------------

/** The doors of store.mjs, in memory; nothing goes through them once the page that opened it was killed. */
class Store {
  isDead = false;

  constructor(device) { this.device = device; }
  async batch(most) { return batch(this.device.state, most); }
  async cursor() { return this.device.state.cursor; }
  async waiting() {
    const { queue, quarantine } = this.device.state;
    return { count: queue.length, oldest: queue[0]?.edited_at ?? null, quarantined: quarantine.length };
  }
  async takeAnswer(...all) {
    if (this.isDead) throw new Error("a page that was killed has written");
    this.device.state = answer(this.device.state, ...all);
  }
  listen() { return () => {}; }
}

class Device {
  state = fresh();
  now = 0;
  #page = null; // its flusher, and the store that this has
  #written = [];

  constructor(account) { this.account = account; }

  #open() {
    const store = new Store(this);
    let killed;
    const death = new Promise((resolve) => { killed = resolve; });
    const env = {
      fetch: async (path, { method = "GET", headers = {}, body = null } = {}) => {
        say({ ask: { path, method, token: headers["X-CSRFToken"] ?? "", body } });
        const reply = await hear();
        this.now = reply.now ?? this.now;
        // What the person does while she waits, and never waits for.
        for (const { draft, op } of reply.edits) this.#written.push(this.write(draft, op));
        if (reply.isKilled) {
          this.kill();
          killed({ kind: "killed" });
          return new Promise(() => {});
        }
        if (!reply.status) throw new TypeError("Failed to fetch");
        return { status: reply.status, headers: { get: (name) => reply.headers[name] ?? null }, json: async () => JSON.parse(reply.text) };
      },
      locks: { request: (_name, work) => work() },
      now: () => this.now,
      random: () => 0.5,
      later: () => null, // the test says when it is tried again
      never: () => {},
    };
    this.#page = { store, death, flushing: startFlushing(store, { account: this.account, env }) };
  }

  /** The page is gone; what was on the disk is read again by the next one. */
  kill() {
    if (this.#page) {
      this.#page.store.isDead = true;
      this.#page.flushing.stop();
    }
    this.#page = null;
    this.state = JSON.parse(JSON.stringify(this.state));
  }

  async exchange(door) {
    if (!this.#page) this.#open();
    const { flushing, death } = this.#page;
    return Promise.race([flushing[door](), death]);
  }

  write(draft, op) {
    const before = this.state.rows[draft.uid], [state, record] = edit(this.state, draft, this.now, op);
    this.state = state;
    const row = state.rows[draft.uid];
    const shown = Object.fromEntries(Object.keys(draft.data).map((name) => [name, row?.data[name] ?? null]));
    return { record, shown, seen: before?.stamps ?? {}, isHidden: this.#isHidden(draft.workout.uid) };
  }

  #isHidden(uid) {
    const rows = Object.values(this.state.rows).filter((row) => row.workout.uid === uid);
    return isHidden(rows.find(({ kind }) => kind === "workout"), rows.filter(({ kind }) => kind === "set"));
  }

  /** The ops that wait and of which the rows show neither the value nor a later one. */
  #lost() {
    const isBefore = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
    return this.state.queue.filter(({ op, uid, edited_at, data }) => Object.keys(data).some((name) => {
      const held = this.state.rows[uid]?.stamps[name], own = [edited_at, op];
      return !held || (name === "prescription" ? isBefore(own, held) : isBefore(held, own));
    })).map(({ op }) => op);
  }

  summary() {
    const { queue, quarantine, cursor, offset } = this.state;
    const waiting = queue.map(({ op }) => op), written = this.#written.splice(0);
    return { waiting, quarantine, cursor, offset, written, lost: this.#lost() };
  }

  rows() {
    const stamped = Object.values(this.state.rows).filter(({ stamps }) => Object.keys(stamps).length);
    return Object.fromEntries(stamped.map(({ kind, uid, workout, data, stamps }) => {
      const own = Object.fromEntries(Object.keys(stamps).map((name) => [name, data[name] ?? null]));
      const row = { kind, workout: workout.uid, data: own, stamps };
      return [uid, kind === "workout" ? { ...row, hidden: this.#isHidden(uid) } : row];
    }));
  }
}

// Commands ------------------------------------------------------------------------------------------------------------

const devices = new Map();

function find({ name, account, now }) {
  if (!devices.has(name)) devices.set(name, new Device(account));
  const device = devices.get(name);
  device.now = now ?? device.now;
  return device;
}

const commands = {
  reset: () => {
    for (const device of devices.values()) device.kill();
    devices.clear();
    return {};
  },
  edit: (command) => ({ ...find(command).write(command.draft, command.op), ...find(command).summary() }),
  flush: async (command) => ({ ...(await find(command).exchange("flush")), ...find(command).summary() }),
  pull: async (command) => ({ ...(await find(command).exchange("pull")), ...find(command).summary() }),
  kill: (command) => (find(command).kill(), find(command).summary()),
  rows: (command) => ({ rows: find(command).rows(), ...find(command).summary() }),
};

for (;;) {
  const command = await hear();
  const said = await commands[command.do](command);
  say({ ...said, complaints: complaints.splice(0) });
}
