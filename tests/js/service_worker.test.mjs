import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../glutes_site/service_worker.js", import.meta.url), "utf8");
const HOME = "https://rise.example";
const file = (url, type) => ({ url, type, integrity: `sha256-${url}` });
const RISE = {
  version: "2", isHashed: true, shell: file("/shell/", "text/html"),
  assets: [file("/static/css/site.1.css", "text/css"), file("/static/js/a.2.mjs", "text/javascript")],
};
const BODIES = { "/shell/": "text/html", "/static/css/site.1.css": "text/css", "/static/js/a.2.mjs": "text/javascript" };
const answerOf = (text, type = "text/html", status = 200) => new Response(text, { status, headers: { "Content-Type": type } });
const asUsual = (url) => answerOf(`net ${url}`, BODIES[url] ?? "text/html");

/** The worker in a world of its own, whose network does as it is told. */
function world({ rise = RISE, network = asUsual } = {}) {
  const stores = new Map([["rise-1", new Map()], ["of-somebody-else", new Map()]]), listeners = {}, timers = [];
  const path = (address) => new URL(address, HOME).pathname;
  const asCache = (store) => ({
    put: async (address, answer) => store.set(path(address), answer),
    match: async (address) => store.get(path(address))?.clone(),
  });
  const w = {
    stores, requests: [], network, skipped: 0,
    timers,
    async fire(type, more = {}) {
      let promise;
      const event = { ...more, waitUntil: (wait) => (promise = wait), respondWith: (answer) => (promise = answer) };
      listeners[type](event);
      return promise;
    },
    get: (address, more = {}) => w.fire("fetch", { request: { url: `${HOME}${address}`, method: "GET", mode: "no-cors", ...more } }),
    visit: (address) => w.get(address, { mode: "navigate" }),
  };
  class Request {
    constructor(url, options) { Object.assign(this, options, { url: new URL(url, HOME).href }); }
  }
  vm.runInNewContext(`const RISE = ${JSON.stringify(rise)};\n${SOURCE}`, {
    URL, TypeError, Error, Promise, Set, Request, location: new URL("/sw.js", HOME),
    addEventListener: (type, listener) => (listeners[type] = listener),
    skipWaiting: () => (w.skipped += 1),
    setTimeout: (work, ms, ...all) => timers.push({ ms, run: () => work(...all) }),
    fetch: async (request) => {
      w.requests.push(request);
      return w.network(path(request.url), request);
    },
    caches: {
      open: async (name) => asCache(stores.get(name) ?? stores.set(name, new Map()).get(name)),
      delete: async (name) => stores.delete(name),
      keys: async () => [...stores.keys()],
    },
  });
  return w;
}

async function installed(options) {
  const w = world(options);
  await w.fire("install");
  await w.fire("activate");
  w.requests.length = 0;
  return w;
}
const away = () => { throw new TypeError("Failed to fetch"); };

test("an installation keeps the shell and every file, asked for without cookies and against their hashes", async () => {
  const w = world();
  await w.fire("install");
  assert.deepEqual([...w.stores.get("rise-2").keys()].sort(), Object.keys(BODIES));
  for (const request of w.requests) {
    assert.equal(request.integrity, `sha256-${new URL(request.url).pathname}`);
    assert.deepEqual([request.credentials, request.redirect], ["omit", "error"]);
  }
  assert.equal(w.skipped, 0, "it does not push itself forward");
});

const SPOILS = {
  "is missing": () => answerOf("no", "text/html", 404),
  "is an error": () => answerOf("no", "text/css", 500),
  "is a page instead": () => answerOf("<title>Welcome to the café</title>"),
  "does not come": away,
};
for (const [fault, spoil] of Object.entries(SPOILS)) {
  test(`an installation where one file ${fault} keeps nothing`, async () => {
    const w = world({ network: (url) => (url.endsWith(".css") ? spoil() : asUsual(url)) });
    await assert.rejects(w.fire("install"));
    assert.ok(!w.stores.has("rise-2"));
    assert.ok(w.stores.has("rise-1"), "what worked before goes on working");
  });
}

test("it drops the caches of its older versions, and nobody else's", async () => {
  const w = await installed();
  assert.deepEqual([...w.stores.keys()].sort(), ["of-somebody-else", "rise-2"]);
});

test("a page comes from the network, errors of the site too, and is not kept", async () => {
  const w = await installed();
  assert.equal(await (await w.visit("/today/?slot=2")).text(), "net /today/");
  w.network = () => answerOf("gone", "text/html", 404);
  assert.equal((await w.visit("/nothing/")).status, 404);
  assert.equal(w.stores.get("rise-2").size, 3);
});

test("the shell stands in where the network fails", async () => {
  const w = await installed();
  w.network = away;
  assert.equal(await (await w.visit("/today/")).text(), "net /shell/");
});

for (const status of [502, 503, 504]) {
  test(`the shell stands in for a ${status} of a proxy`, async () => {
    const w = await installed();
    w.network = () => answerOf("Bad gateway", "text/html", status);
    assert.equal(await (await w.visit("/today/")).text(), "net /shell/");
  });
}

test("the shell stands in after four seconds of silence", async () => {
  const w = await installed();
  w.network = () => new Promise(() => {});
  const visit = w.visit("/today/");
  while (!w.timers.length) await new Promise(setImmediate);
  assert.equal(w.timers[0].ms, 4000);
  w.timers[0].run();
  assert.equal(await (await visit).text(), "net /shell/");
});

test("without a shell the network has all the time it wants", async () => {
  const w = world();
  assert.equal(await (await w.visit("/today/")).text(), "net /today/");
  w.network = away;
  await assert.rejects(w.visit("/today/"));
  assert.equal(w.timers.length, 0);
});

for (const address of ["/admin/plans/plan/", "/accounts/logout/", "/api/schedule", "/static/js/a.2.mjs"]) {
  test(`no shell stands in for ${address}`, async () => {
    assert.equal(await (await installed()).visit(address), undefined);
  });
}

test("it keeps out of forms, of the API, of other sites and of files it does not know", async () => {
  const w = await installed();
  assert.equal(await w.get("/today/", { method: "POST", mode: "navigate" }), undefined);
  assert.equal(await w.get("/api/session"), undefined);
  assert.equal(await w.get("/static/css/admin.3.css"), undefined);
  assert.equal(await w.fire("fetch", { request: { url: "https://elsewhere.example/static/css/site.1.css", method: "GET" } }), undefined);
});

test("a file whose name says what is in it comes from the cache alone, or else from the network", async () => {
  const w = await installed();
  w.network = away;
  assert.equal(await (await w.get("/static/js/a.2.mjs")).text(), "net /static/js/a.2.mjs");
  assert.equal(w.requests.length, 0);
  w.stores.get("rise-2").clear();
  w.network = asUsual;
  assert.equal(await (await w.get("/static/js/a.2.mjs")).text(), "net /static/js/a.2.mjs");
});

test("a developer's file comes from the network, and from the cache where there is none", async () => {
  const w = await installed({ rise: { ...RISE, isHashed: false } });
  w.network = () => answerOf("newer", "text/css");
  assert.equal(await (await w.get("/static/css/site.1.css")).text(), "newer");
  w.network = away;
  assert.equal(await (await w.get("/static/css/site.1.css")).text(), "net /static/css/site.1.css");
});

test("it takes over when a page asks, and for nothing else", async () => {
  const w = await installed();
  await w.fire("message", { data: "hello" });
  assert.equal(w.skipped, 0);
  await w.fire("message", { data: "take-over" });
  assert.equal(w.skipped, 1);
});
