/* The typing of this sheet on this device: written a moment after each key, put back when the sheet is opened again.
   A draft holds what stood in every field when the typing began (`base`), so that nobody's newer answer is lost. */
const Draft = (() => {
  "use strict";

  if (!Sheet) return null;
  const { form, base, parts, fields, typed, put, same, nameOf } = Sheet;
  const person = Shell.person;
  const entry = form.dataset.entry;
  const LAST = `cermat:ketikan:${person}:${entry}`;
  let gone = [];
  let queue = Promise.resolve();

  const read = () => Device.read(person, ({ draf }) => draf.get(entry));

  /* → "" where it is on the device, else why not: "full", "no_store". */
  function keep() {
    if (!Shell.canKeep) return Promise.resolve(""); // web/drafts.js has a copy
    const asked = queue.then(async () => {
      const now = Object.fromEntries(fields().map((field) => [field, typed(field)]));
      const draft = {
        entry, title: form.dataset.title, path: location.pathname, version: Sheet.version(), at: Date.now(),
        base: { ...base }, typed: now, names: Object.fromEntries(fields().map((field) => [field, nameOf(field)])),
        gone, dirty: Sheet.touched().length > 0 || gone.length > 0,
      };
      const last = remembered();
      try {
        await Device.write(person, ({ draf }) => {
          const asked = draf.get(entry);
          asked.onsuccess = () => draf.put(withOthers(asked.result, draft));
        });
        if (last && last === remembered()) localStorage.removeItem(LAST);
        delete form.dataset.dirty; // leaving the page loses nothing
        return "";
      } catch (error) {
        return Device.isFull(error) ? "full" : "no_store";
      }
    });
    queue = asked;
    return asked;
  }

  const BESIDE = /^(note|sumber|(P\d+|B[0-9a-f]{32}):nama|(hapus|keluar):\d+)$/;
  const isMade = (field) => /^B[0-9a-f]{32}:/.test(field); // a line for a new candidate (contest.js)
  const dropped = new Set(); // such lines that have become candidates

  /* What another tab of the same person has typed meanwhile stays in the draft. */
  function withOthers(held, draft) {
    for (const [field, answer] of Object.entries(held?.typed || {})) {
      const isOpen = !same(answer, held.base[field]) && !same(answer, base[field]);
      if (!isOpen || !(field in draft.typed || isMade(field)) || Sheet.changed.has(field) || dropped.has(field)) continue;
      draft.typed[field] = answer;
      draft.base[field] = held.base[field];
      draft.names[field] ||= held.names[field];
      draft.dirty = true;
    }
    return draft;
  }

  /* The last keys, at once: a tab may be killed before the store has them. [[field, [typed, what stood there]], …] */
  function jot() {
    if (!Shell.canKeep) return;
    Sheet.touched();
    try {
      localStorage.setItem(LAST, JSON.stringify([...Sheet.changed].map((field) => [field, [typed(field), base[field]]])));
    } catch {
      // no room: the store is asked a moment later
    }
  }

  function remembered() {
    try {
      return localStorage.getItem(LAST);
    } catch {
      return null;
    }
  }

  /* The draft of the store, and over it the keys that it has not got any more. */
  async function held() {
    const draft = await read().catch(() => null);
    const last = JSON.parse(remembered() || "[]");
    if (!last.length) return draft;
    const whole = draft || { version: 0, typed: { ...base }, base: { ...base }, names: {} };
    for (const [field, [answer, before]] of last) [whole.typed[field], whole.base[field]] = [answer, before];
    return whole;
  }

  const forget = () => Device.write(person, ({ draf }) => draf.delete(entry)).catch(() => {});

  /* → what came back: {restored: number of fields, fresh: fields new to the sheet, gone: [{name, value}], at}. */
  async function restore() {
    const draft = await held();
    if (!draft) return { restored: 0, fresh: [], gone: [], at: 0 };
    const isOlderPage = Sheet.version() < draft.version;
    let restored = 0;
    for (const [field, mine] of Object.entries(draft.typed)) {
      const before = draft.base[field];
      const isMine = !same(mine, before);
      if (isMade(field) && isMine && !parts.has(field)) form.dispatchEvent(new CustomEvent("cermat:line", { detail: field.split(":")[0] }));
      if (parts.has(field) && field in base && Sheet.isTouched(field) && !same(typed(field), mine)) continue; // typed since
      if (!parts.has(field) || !(field in base)) {
        if (isMine && !Sheet.isTick(field)) gone.push({ key: field, name: draft.names[field] || field, value: wordOf(mine) });
      } else if (isMine && !same(mine, base[field])) {
        base[field] = before;
        put(field, mine);
        restored += 1;
      } else if (isOlderPage) {
        base[field] = before;
        put(field, mine);
      }
    }
    gone = [...(draft.gone || []), ...gone].filter((one, i, all) => all.findIndex((other) => other.key === one.key) === i);
    const known = new Set(Object.keys(draft.typed));
    const fresh = fields().filter((field) => !known.has(field) && !BESIDE.test(field));
    return { restored, fresh, gone, at: draft.at };
  }

  const wordOf = ([answer, value, reason]) => [value || answer.replace(/^angka:?/, "").replaceAll("_", " "), reason].filter(Boolean).join(", ");

  function forgetGone() {
    gone = [];
    return keep();
  }

  return { dropped, keep, jot, forget, restore, forgetGone, entry, person };
})();
