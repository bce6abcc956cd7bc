/* The service worker. The server writes above this what RISE is: {version, isHashed, shell, assets}, each file as
   {url, integrity, type}. It keeps the player's files and a shell without a person, and nothing else: no page of
   anybody, no answer of the API. What a person did is in IndexedDB, which is never touched here. */
const CACHE = `rise-${RISE.version}`;
const PATIENCE = 4000; // ms that a page may take while there is a shell to show instead
const NEVER_SHELL = /^\/(admin|accounts|api|static)\//;
const AWAY = [502, 503, 504]; // what a proxy says while the site behind it is down
const known = new Set(RISE.assets.map(({ url }) => new URL(url, location).href));

/** One file into the cache; throws unless it is exactly the one that the server spoke of. */
async function keep(cache, { url, integrity, type }) {
  const answer = await fetch(new Request(url, { integrity, cache: "no-cache", credentials: "omit", redirect: "error" }));
  if (answer.status !== 200 || !answer.headers.get("Content-Type")?.startsWith(type)) throw new TypeError(`Not ${type}: ${url}`);
  await cache.put(url, answer);
}

async function install() {
  try {
    const cache = await caches.open(CACHE);
    await Promise.all([RISE.shell, ...RISE.assets].map((file) => keep(cache, file)));
  } catch (error) {
    await caches.delete(CACHE); // all or nothing
    throw error;
  }
}

async function dropOldCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("rise-") && name !== CACHE).map((name) => caches.delete(name)));
}

const kept = async (address) => (await caches.open(CACHE)).match(address);
const late = () => new Promise((_resolve, reject) => setTimeout(reject, PATIENCE, new Error("late")));

/** The page from the network; the shell where that does not answer, or only says that the site is away. */
async function page(request) {
  const answer = fetch(request), shell = await kept(RISE.shell.url);
  if (!shell) return answer;
  answer.catch(() => {}); // it may fail after we have stopped waiting
  try {
    const found = await Promise.race([answer, late()]);
    return AWAY.includes(found.status) ? shell : found;
  } catch {
    return shell;
  }
}

/** Names change with their contents in production, so the cache is right; where they do not, the network is. */
async function asset(request) {
  if (RISE.isHashed) return (await kept(request.url)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const file = await kept(request.url);
    if (file) return file;
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(dropOldCaches()));
// A page asks for this only while nobody trains and nothing is being sent.
addEventListener("message", ({ data }) => data === "take-over" && skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!NEVER_SHELL.test(pathname)) event.respondWith(page(request));
  } else if (known.has(request.url)) event.respondWith(asset(request));
});
