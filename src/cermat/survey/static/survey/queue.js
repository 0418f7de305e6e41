/* Answers on their way. Each waits on the device under its own random key until the server has said what became of it;
   the key makes a second sending harmless. Used by the page and by the service worker. */
const Queue = (() => {
  const TABLE = "jawaban";
  const LATER = ["paused", "too_many", "busy", "expired"]; // the server asks to send the same again

  const open = () =>
    new Promise((done, fail) => {
      const asked = indexedDB.open("survei", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });

  async function run(mode, work) {
    const base = await open();
    try {
      return await new Promise((done, fail) => {
        const change = base.transaction(TABLE, mode, { durability: "strict" });
        const asked = work(change.objectStore(TABLE));
        change.oncomplete = () => done(asked.result);
        change.onerror = change.onabort = () => fail(change.error);
      });
    } finally {
      base.close();
    }
  }

  const all = () => run("readonly", (table) => table.getAll());
  const put = (answer) => run("readwrite", (table) => table.put(answer));
  const forget = (key) => run("readwrite", (table) => table.delete(key));

  /* 24 random bytes as 32 letters; crypto.randomUUID would need HTTPS. */
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  }

  async function post(answer, path, fields) {
    const reply = await fetch(`/s/${answer.code}/${path}/`, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "same-origin",
      signal: AbortSignal.timeout(20000),
    });
    const told = await reply.json();
    if (reply.status >= 500 && !told.code) throw new Error("server");
    return told;
  }

  /* → {key, state: "stored" | "waiting" | "refused", code, problems}. The token is fetched now: it is used once. */
  async function send(answer) {
    try {
      const passed = await post(answer, "token", { key: answer.key, survey: answer.fields.survey });
      const told = passed.token
        ? await post(answer, "jawaban", { ...answer.fields, key: answer.key, token: passed.token })
        : passed;
      const stored = told.code === "stored" || told.code === "already";
      const state = stored ? "stored" : LATER.includes(told.code) ? "waiting" : "refused";
      return { key: answer.key, state, code: told.code, problems: told.problems || {} };
    } catch {
      return { key: answer.key, state: "waiting", code: "", problems: {} };
    }
  }

  /* Only what the citizen can mend; a survey that has ended cannot be mended. */
  const canMend = (result) => result.code.startsWith("receipt_") || (Object.keys(result.problems).length > 0 && !result.problems.key);

  /* What is stored is forgotten here. What was refused keeps the reason until its owner has read it, and with it the
     answer when it can be mended: the tab may be closed. Only a tablet, which has another reader next, keeps none. */
  async function settle(answer) {
    const result = await send(answer);
    if (result.state === "stored") await forget(answer.key);
    if (result.state === "refused") {
      const { key, code, fields, isShared } = answer;
      const kept = canMend(result) && !isShared ? { fields, problems: result.problems } : {};
      await put({ key, code, refused: result.code, ...kept });
    }
    return result;
  }

  async function sendEach() {
    const results = [];
    for (const answer of await all()) {
      if (!answer.refused) results.push(await settle(answer));
    }
    return results;
  }

  /* One after the other, and never page and worker at once. */
  const sendAll = () => (navigator.locks ? navigator.locks.request("survei", sendEach) : sendEach());

  return { all, put, forget, newKey, send, sendAll, canMend };
})();
