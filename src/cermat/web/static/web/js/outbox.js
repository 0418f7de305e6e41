/* What is on its way to the office. Each sending waits on the device under its own random key until the server has said
   what became of it; the key makes a second sending harmless. One after the other, in the order they were made; one
   that is refused stays with its reason and does not hold up the rest. Used by pages and by the service worker.

   A sending: {seq, key, person, kind, entry, title, page, what, state: "menunggu" | "terkirim" | "ditolak", made, tried,
   told}; kind "isian" with {path, fields, typed, count, finish}, kind "berkas" with {file: what Uploads.send takes}. */
const Outbox = (() => {
  "use strict";

  const KEPT = 40; // of what has been sent, the newest stay in the list
  const PATIENCE = 30000;
  const ALSO_LATER = new Set([408, 425, 429]);
  const LATER = new Set(["signed_out", "expired", "other_person", "busy"]);
  const GOOD = new Set(["stored", "done"]);

  const elsewhere = new Set(); // keys of files that this page is just sending by itself

  const all = (person) => Device.read(person, ({ kiriman }) => kiriman.getAll());
  const waiting = async (person) => (await all(person)).filter((one) => one.state === "menunggu");
  const drop = (person, seq) => Device.write(person, ({ kiriman }) => kiriman.delete(seq));

  /* A saving of a sheet takes the place of an earlier one that has never left the device, or was refused: it holds
     whatever is still open. Not of what another tab has typed (`knows`: the fields that its page knows of). */
  async function add(person, sending) {
    const made = { key: Device.newKey(), person, state: "menunggu", made: Date.now(), tried: 0, told: null, ...sending };
    const old = made.kind === "isian" ? (await all(person)).filter((one) => isOutdated(one, made)) : [];
    made.seq = await Device.write(person, ({ kiriman }) => {
      for (const one of old) kiriman.delete(one.seq);
      return kiriman.add(made);
    });
    if (!elsewhere.has(made.key)) askForSync(person);
    return made;
  }

  const isOutdated = (one, made) =>
    one.kind === "isian" && one.entry === made.entry &&
    (one.state === "ditolak" || (one.state === "menunggu" && !one.tried && (one.knows || []).every((field) => made.knows.includes(field))));

  async function askForSync(person) {
    try {
      const worker = self.registration || (await navigator.serviceWorker.getRegistration("/"));
      await worker.sync.register(`kirim:${person}`);
    } catch {
      // no Background Sync here: sent on `online`, when the page is looked at, and at the next opening
    }
  }

  /* Who is signed in now, and the key of this session's forms. Fetched for each round: a page may be days old. */
  async function mark() {
    const reply = await ask("/tanda/", { headers: { Accept: "application/json" } });
    if (reply.status === 401) return { code: "signed_out" };
    if (!reply.ok) throw new Error("server");
    return reply.json();
  }

  function ask(path, init, patience = PATIENCE) {
    return fetch(path, { cache: "no-store", credentials: "same-origin", ...init, signal: AbortSignal.timeout?.(patience) });
  }

  async function post(sending, by) {
    const form = new URLSearchParams(sending.fields);
    form.set("_key", sending.key);
    form.set("_person", sending.person);
    form.set("csrfmiddlewaretoken", by.csrf);
    return told(await ask(sending.path, { method: "POST", headers: { Accept: "application/json" }, body: form }));
  }

  /* A file in pieces (uploads.js), loaded where one waits. Its key goes on where the line broke. */
  async function pieces({ file, entry, key }, by) {
    if (!self.Uploads) await Shell.load(document.body.dataset.uploads);
    try {
      const answer = await self.Uploads.send(file.blob, { ...file, entry, key, csrf: by.csrf, tries: 1 });
      if (answer.state === "held") {
        return { code: "held", message: `Memuat ${answer.persons}. Buka isiannya, lalu tulis alasannya atau ganti dengan rekap.` };
      }
      return { code: "stored", name: answer.evidence?.name || file.name, url: answer.evidence?.url || "" };
    } catch (error) {
      if (!error.retry) return { code: error.code, message: error.message };
      if (["offline", "stopped"].includes(error.code)) throw error;
      return { code: LATER.has(error.code) ? error.code : "busy", message: error.message };
    }
  }

  /* → {code, …} as the server said it; anything that is no word of our server is an interruption. */
  async function told(reply) {
    if (reply.redirected || !(reply.headers.get("Content-Type") || "").includes("application/json")) {
      throw new Error("interrupted");
    }
    const answer = await reply.json();
    return reply.status >= 500 || ALSO_LATER.has(reply.status) ? { ...answer, code: "busy" } : answer;
  }

  /* → the sending as it now stands, kept so on the device. */
  async function settle(person, sending, by) {
    if (!sending.file) await Device.write(person, ({ kiriman }) => kiriman.put({ ...sending, tried: sending.tried + 1 }));
    const answer = await (sending.file ? pieces : post)(sending, by);
    if (LATER.has(answer.code)) return { ...sending, told: answer };
    const state = GOOD.has(answer.code) && !hasLeftovers(answer) ? "terkirim" : "ditolak";
    const { fields, file, ...light } = sending;
    const kept = { ...(state === "terkirim" ? light : sending), state, told: answer, ended: Date.now() };
    await Device.write(person, ({ kiriman, draf }) => {
      kiriman.put(kept);
      if (sending.typed) acknowledge(draf, sending, answer);
    });
    return kept;
  }

  const size = (thing) => Object.keys(thing || {}).length;
  const hasLeftovers = (answer) => size(answer.problems) + size(answer.differs) + size(answer.gone) > 0;

  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /* The draft learns what the server has by now: these answers are no longer only on this device. */
  function acknowledge(draf, sending, answer) {
    if (answer.version === undefined) return;
    const asked = draf.get(sending.entry);
    asked.onsuccess = () => {
      const draft = asked.result;
      if (!draft) return;
      for (const [key, typed] of Object.entries(stored(sending, answer))) {
        draft.base[key] = typed;
        if (draft.at < sending.made) draft.typed[key] = typed; // an older draft takes no newer answer back
      }
      draft.version = Math.max(draft.version, answer.version);
      draft.dirty = Object.keys(draft.typed).some((key) => !isSame(draft.typed[key], draft.base[key]));
      draf.put(draft);
    };
  }

  /* The answers of a sending that the server has taken. */
  function stored(sending, answer) {
    const not = new Set([...Object.keys(answer.gone || {}), ...(answer.differs || []).map((one) => one.key)]);
    if (answer.code !== "incomplete") for (const key of Object.keys(answer.problems || {})) not.add(key);
    return Object.fromEntries(Object.entries(sending.typed || {}).filter(([key]) => !not.has(key)));
  }

  /* → {state: "sent" | "later", code, settled: [sendings]}. `later`: no signal, or another person's session. */
  async function sendEach(person) {
    const settled = [];
    if (!(await waiting(person)).length) return { state: "sent", code: "", settled };
    try {
      const by = await mark();
      const code = by.code || (String(by.person) === String(person) ? "" : "other_person");
      if (code) return { state: "later", code, settled };
      const busy = new Set(); // sheets whose sending the server could not take now: what follows on them waits, too
      for (let seen = 0; ; ) {
        const next = (await waiting(person)).find((one) => one.seq > seen && !busy.has(one.entry) && !elsewhere.has(one.key));
        if (!next) break;
        seen = next.seq;
        const ended = await settle(person, next, by);
        if (ended.state !== "menunggu") settled.push(ended);
        else if (ended.told.code === "busy") busy.add(next.entry);
        else return { state: "later", code: ended.told.code, settled };
      }
      await tidy(person);
      return { state: busy.size ? "later" : "sent", code: busy.size ? "busy" : "", settled, now: by.now };
    } catch (error) {
      return { state: "later", code: Device.isFull(error) ? "full" : "no_signal", settled };
    }
  }

  async function tidy(person) {
    const sent = (await all(person)).filter((one) => one.state === "terkirim");
    for (const one of sent.slice(0, Math.max(0, sent.length - KEPT))) await drop(person, one.seq);
  }

  /* Never page and worker, or two tabs, at once. */
  const sendAll = (person) =>
    navigator.locks ? navigator.locks.request(`cermat-kirim-${person}`, () => sendEach(person)) : sendEach(person);

  return { add, all, waiting, drop, mark, post, pieces, told, ask, elsewhere, sendAll, stored, hasLeftovers };
})();
