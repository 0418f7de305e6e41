{% load static %}/* Cermat {{ version }}: opens the pages of the signed-in person without signal, and sends what waited when it returns. */
importScripts("{% static 'web/js/device.js' %}", "{% static 'web/js/outbox.js' %}", "{% static 'collection/uploads.js' %}");
const PIECES = "cermat-berkas"; // scripts and styles: the same for everybody
const PAGES = "cermat-halaman-"; // + person: nobody is ever shown another's
const NOW = "cermat-kini"; // who is signed in, as the server last said
const OFFLINE = "{{ offline }}";
const LOGIN = "{{ login }}";
const SHELF = "{{ shelf }}"; // what is on this device: where the app begins without signal
const BEGINNINGS = new Set(["/", "/isian/"]);
const PATIENCE = 8000; // a signal weaker than this counts as none, where the page is kept here
const MOST = 160; // pieces; the oldest go

self.addEventListener("install", (event) => {
  event.waitUntil(keepPage(OFFLINE, PIECES));
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/s/")) return; // the survey has a worker of its own
  if (address.pathname.startsWith("/static/")) event.respondWith(piece(event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event));
});

async function page(event) {
  const { request } = event;
  const { pathname } = new URL(request.url);
  const fresh = fetch(request);
  const learned = fresh.then((answer) => learn(request, answer, answer.headers.has("X-Cermat-Simpan") ? answer.clone() : null));
  event.waitUntil(learned.catch(() => {}));
  const kept = await keptPage(pathname);
  if (!kept) return fresh.catch(() => away(pathname));
  const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE));
  return Promise.race([fresh.then((answer) => (answer.status > 501 ? kept : answer), () => kept), late]); // 502: the proxy alone
}

async function away(pathname) {
  if (BEGINNINGS.has(pathname) && (await keptPage(SHELF))) return Response.redirect(SHELF);
  return (await caches.match(OFFLINE)) || Response.error();
}

async function keptPage(pathname) {
  const person = await now();
  if (!person) return undefined;
  const store = await caches.open(PAGES + person);
  return store.match(pathname, { ignoreVary: true });
}

/* Every page of the server says whose it is. Its page of sign-in says that nobody is signed in. */
async function learn(request, answer, copy) {
  if (answer.type === "opaqueredirect" || answer.redirected) return;
  const { pathname, search } = new URL(request.url);
  const person = answer.headers.get("X-Cermat-Orang");
  if (person) {
    await setNow(person);
    if (copy && !search) await store(PAGES + person, pathname, copy);
    else if (answer.status < 500 && !search) await (await caches.open(PAGES + person)).delete(pathname); // no form any more
  } else if (pathname === LOGIN && answer.ok) await setNow("");
}

async function now() {
  const told = await (await caches.open(NOW)).match("/kini");
  return told ? told.text() : "";
}

/* The pages of whoever was here before leave the device; their typing and their sendings stay, for them alone. */
async function setNow(person) {
  if ((await now()) === person) return;
  await (await caches.open(NOW)).put("/kini", new Response(person));
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
}

async function store(name, path, answer) {
  const text = await answer.clone().text();
  await (await caches.open(name)).put(path, answer);
  const wanted = [...text.matchAll(/(?:href|src|data-uploads|data-leaving)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  await keepPieces([...new Set(wanted)]);
}

async function keepPieces(wanted) {
  const pieces = await caches.open(PIECES);
  for (const path of wanted) if (!(await pieces.match(path, { ignoreVary: true }))) await pieces.add(path).catch(() => {});
  const kept = await pieces.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) {
    if (!old.url.endsWith(OFFLINE)) await pieces.delete(old);
  }
}

async function keepPage(path, name) {
  const answer = await fetch(path, { cache: "no-store" });
  if (answer.ok && !answer.redirected) await store(name, path, answer);
}

/* Pages to be opened later without signal: fetched now unless this version of them is here, or any where none is named. */
async function keepAll(wanted, person) {
  const pages = await caches.open(PAGES + person);
  for (const { path, version } of wanted) {
    const kept = await pages.match(path, { ignoreVary: true });
    if (kept && (version === undefined || (version && kept.headers.get("X-Cermat-Simpan") === version))) continue;
    const answer = await fetch(path, { cache: "no-store" }).catch(() => null);
    if (!answer) return;
    if (answer.headers.get("X-Cermat-Orang") !== person) return; // somebody else has signed in meanwhile
    await setNow(person);
    if (!answer.redirected && answer.headers.has("X-Cermat-Simpan")) await store(PAGES + person, path, answer);
  }
}

/* Names with a digest in them never change their content; others (a developer's) are asked for each time. */
async function piece(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && /\.[0-9a-f]{12}\./.test(request.url)) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("message", (event) => {
  const { keep, signOut, person } = event.data;
  if (keep) event.waitUntil(keepAll(keep, person));
  if (signOut) event.waitUntil(setNow("").then(() => event.ports[0]?.postMessage("done")));
});

self.addEventListener("sync", (event) => {
  if (event.tag.startsWith("kirim:")) event.waitUntil(sendWaiting(event.tag.slice(6)));
});

async function sendWaiting(person) {
  const outcome = await Outbox.sendAll(person);
  for (const client of await self.clients.matchAll()) client.postMessage({ ...outcome, person });
  if (outcome.code === "no_signal" || outcome.code === "busy") throw new Error("still waiting"); // the browser tries again
}
