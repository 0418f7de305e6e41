{% load static %}/* Keeps the survey's page for the time without signal, and sends waiting answers when the signal is back. */
importScripts("{% static 'survey/queue.js' %}");
const STORE = "survei-1";
const OFFLINE = ["{{ offline }}", "{% static 'survey/survey.css' %}"];
const PATIENCE = 4000; // a signal too weak for this counts as none, when the page is kept here

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(OFFLINE)));
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep));
});

/* A page that has just opened names itself and its pieces: older pieces go. */
async function keep(addresses) {
  const store = await caches.open(STORE);
  const wanted = new Set([...OFFLINE, ...addresses].map((address) => new URL(address, location.href).href));
  for (const request of await store.keys()) {
    if (new URL(request.url).pathname.startsWith("/static/") && !wanted.has(request.url)) await store.delete(request);
  }
  await Promise.all([...wanted].map(async (address) => (await store.match(address)) || store.add(address)));
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(piece(event.request));
});

async function page(request) {
  const store = await caches.open(STORE);
  const loose = { ignoreVary: true }; // a page differs by its address alone
  const kept = (await store.match(request, loose)) || (await store.match(request, { ...loose, ignoreSearch: true }));
  const fresh = fetch(request).then(async (answer) => {
    if (answer.headers.has("X-Survei")) await store.put(request, answer.clone());
    else if (answer.status < 500) await store.delete(request);
    return answer.status >= 500 && kept ? kept : answer; // a server that cannot is like no signal
  });
  if (!kept) return fresh.catch(() => store.match(OFFLINE[0]));
  const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE));
  return Promise.race([fresh.catch(() => kept), late]);
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

self.addEventListener("sync", (event) => {
  if (event.tag === "survei") event.waitUntil(sendWaiting());
});

async function sendWaiting() {
  const results = await Queue.sendAll();
  for (const client of await self.clients.matchAll()) client.postMessage({ results });
  if (results.some((result) => result.state === "waiting")) throw new Error("still waiting"); // the browser tries again
}
