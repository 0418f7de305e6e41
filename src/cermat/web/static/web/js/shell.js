/* The installed app: registers the service worker, tells it which pages to keep, and sends what waited on this device
   at each opening, when the signal returns and when the page is looked at again. */
const Shell = (() => {
  "use strict";

  const person = document.body.dataset.person;
  const canKeep = isSecureContext && "serviceWorker" in navigator && "indexedDB" in self;
  const OUT = "cermat:keluar:"; // signed out without signal: the session ends at the next chance

  const tell = (message) => navigator.serviceWorker.controller?.postMessage(message);

  /* → after the worker has done it, or after two seconds: nobody waits for a worker that is not there. */
  function askWorker(message) {
    return new Promise((done) => {
      const worker = canKeep && navigator.serviceWorker.controller;
      if (!worker) return done();
      const line = new MessageChannel();
      line.port1.onmessage = () => done();
      worker.postMessage(message, [line.port2]);
      return setTimeout(done, 2000);
    });
  }

  const SHELF = { path: "/isian/di-hp-ini/", version: "0" };

  const listeners = [];
  const onSettled = (listener) => listeners.push(listener);
  const announce = (outcome) => listeners.forEach((listener) => listener(outcome));

  /* One round of sending; → its outcome. Nothing is thrown: without a store there is nothing to send. */
  async function send() {
    if (!person || typeof Outbox === "undefined") return { state: "sent", code: "", settled: [] };
    try {
      const outcome = await Outbox.sendAll(person);
      announce(outcome);
      return outcome;
    } catch {
      return { state: "later", code: "no_store", settled: [] };
    }
  }

  function pages() {
    const marked = [...document.querySelectorAll("[data-keep], [aria-labelledby=tugas] .tasks a")];
    const all = marked.map((link) => ({ path: link.getAttribute("href"), version: link.dataset.keep }));
    return all.filter(({ path, version }) => version || /^\/isian\/\d+\/$/.test(path));
  }

  function remembered(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // a private window that keeps nothing
    }
  }

  async function begin() {
    if (remembered(OUT + person)) return finishSigningOut();
    addEventListener("online", send);
    addEventListener("focus", send);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
    if (canKeep) {
      navigator.serviceWorker.addEventListener("message", (event) => event.data.person === person && announce(event.data));
      navigator.serviceWorker.register("/pekerja.js", { scope: "/" }).catch(() => {});
      navigator.serviceWorker.ready.then((worker) => {
        const saves = navigator.connection && navigator.connection.saveData;
        const here = document.body.dataset.kept !== undefined ? [{ path: location.pathname, version: "" }] : [];
        worker.active.postMessage({ keep: [...here, SHELF, ...(saves ? [] : pages())], person });
      });
    }
    return send();
  }

  /* The cookie of the session cannot be taken away from here; the server ends it as soon as it can be reached. */
  function finishSigningOut() {
    localStorage.removeItem(OUT + person);
    const form = document.querySelector("form[data-signs-out]");
    if (form) form.submit();
  }

  /* Signing out looks at what has not been sent (leaving.js, which comes only then). */
  function load(source) {
    return new Promise((done, fail) => {
      const script = document.createElement("script");
      [script.src, script.onload, script.onerror] = [source, done, fail];
      document.head.append(script);
    });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.signsOut === undefined || !person || !("indexedDB" in self)) return;
    event.preventDefault();
    if (typeof Leaving === "undefined") await load(document.body.dataset.leaving).catch(() => form.submit());
    if (typeof Leaving !== "undefined") Leaving.begin(form);
  });

  const signOutLater = () => localStorage.setItem(OUT + person, "1");

  if (person) addEventListener("load", begin);
  return { person, canKeep, send, onSettled, askWorker, tell, load, signOutLater };
})();
