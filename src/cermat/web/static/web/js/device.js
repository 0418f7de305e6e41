/* What is kept on this device, in a store of each person's own: nobody sees, sends or overwrites another's.
   Stores: "draf" (the typing of a sheet, by its number) and "kiriman" (what is on its way, in the order it was made).
   Used by pages and by the service worker. A page that is older than the store lets go of it, so that nothing blocks. */
const Device = (() => {
  "use strict";

  const VERSION = 1;
  const nameOf = (person) => `cermat-${person}`;

  const open = (person) =>
    new Promise((done, fail) => {
      const asked = indexedDB.open(nameOf(person), VERSION);
      asked.onupgradeneeded = () => {
        const had = asked.result.objectStoreNames;
        if (!had.contains("draf")) asked.result.createObjectStore("draf", { keyPath: "entry" });
        if (!had.contains("kiriman")) asked.result.createObjectStore("kiriman", { keyPath: "seq", autoIncrement: true });
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        done(asked.result);
      };
      asked.onerror = asked.onblocked = () => fail(asked.error || new Error("blocked"));
    });

  /* `work` gets the stores by name and may only use them at once; → what its request came to, after it is on the disk. */
  async function run(person, mode, work) {
    const base = await open(person);
    try {
      return await new Promise((done, fail) => {
        const change = base.transaction(["draf", "kiriman"], mode, { durability: "strict" });
        const asked = work({ draf: change.objectStore("draf"), kiriman: change.objectStore("kiriman") });
        change.oncomplete = () => done(asked ? asked.result : undefined);
        change.onerror = change.onabort = () => fail(change.error);
      });
    } finally {
      base.close();
    }
  }

  const read = (person, work) => run(person, "readonly", work);
  const write = (person, work) => run(person, "readwrite", work);

  /* A version 4 UUID; crypto.randomUUID would need HTTPS. */
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const isFull = (error) => error && error.name === "QuotaExceededError";

  return { read, write, newKey, isFull };
})();
