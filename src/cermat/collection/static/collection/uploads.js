// Files to the server in pieces, over a line that breaks. Needs no page: a service worker loads it with importScripts.
//
//   const answer = await Uploads.send(blob, {
//     entry: 12,                 // the sheet's number
//     code: "PDK-01",            // its row
//     key: Uploads.newKey(),     // made once for a file and kept with it: the same key goes on where it stopped
//     name: "foto.jpg",
//     place: { taken_at, latitude, longitude, accuracy },  // only where the operator agreed; each may be left out
//     reason: "",                // why a list of persons is attached, where the operator has said so already
//     csrf: "…",                 // the form's token, or a function that gives it; by default the one on the page
//     onProgress: ({ state, sent, size }) => {},  // state: "sending", "waiting" (no signal), "checking"
//     signal: controller.signal, // abort() stops; what arrived stays on the server and the same key goes on later
//     tries: Infinity,           // failures in a row before it gives up: a page waits on, a queue may say 1
//   });
//
// answer.state is "done" (answer.evidence: {id, name, about, url, small, place, known}) or "held": the file lists persons
// (answer.persons, in words) and is not attached until Uploads.confirm({entry, key, csrf, reason}), or let it go with
// Uploads.drop({entry, key, csrf}). Resending is harmless at any point: a key is taken once, a piece is stored once.
// Rejects with an error that has `code`, `message` (a sentence) and `retry`: true where the same call may succeed later
// (no signal, signed out, busy), false where the server says no to this file.
(() => {
  "use strict";

  const [LEAST, FIRST, MOST] = [16 * 1024, 64 * 1024, 256 * 1024]; // bytes of a piece, as the line bears
  const [QUICK, SLOW] = [1_500, 6_000]; // ms for a piece: quicker, the next is larger; slower, smaller
  const PIECE_TIME = 90_000;
  const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
  const OFFLINE = "Belum ada sinyal. Berkas dikirim lagi begitu tersambung.";

  class UploadError extends Error {
    constructor(code, message, retry, isPassing = false) {
      super(message);
      this.name = "UploadError";
      this.code = code;
      this.retry = retry;
      this.isPassing = isPassing; // worth waiting a moment for
    }
  }

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID asks for https
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const tokenOf = (csrf) => {
    if (csrf) return typeof csrf === "function" ? csrf() : csrf;
    return self.document?.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  };

  const addressOf = ({ entry, key }) => `/isian/${entry}/unggahan/${key}/`;

  // One request. Throws UploadError; with retry where the line or the server may be better later.
  const call = async (options, method, { path = "", body, headers = {} } = {}) => {
    const stop = new AbortController();
    const end = () => stop.abort();
    const timer = setTimeout(end, PIECE_TIME);
    options.signal?.addEventListener("abort", end);
    try {
      const answer = await fetch(addressOf(options) + path, {
        method,
        body,
        headers: { Accept: "application/json", "X-CSRFToken": await tokenOf(options.csrf), ...headers },
        redirect: "error",
        credentials: "same-origin",
        cache: "no-store",
        signal: stop.signal,
      });
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) return said;
      const isPassing = PASSING.has(answer.status);
      const isLater = isPassing || answer.status === 401 || said.code === "expired" || said.code === "too_many";
      throw new UploadError(said.code || `http_${answer.status}`, said.message || OFFLINE, isLater, isPassing);
    } catch (error) {
      if (options.signal?.aborted) throw new UploadError("stopped", "Pengiriman dihentikan.", true);
      if (error instanceof UploadError) throw error;
      throw new UploadError("offline", OFFLINE, true, true);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", end);
    }
  };

  // Until the line is said to be back, or some seconds, each time more of them; at once when stopped.
  const pause = (failures, signal) =>
    new Promise((done) => {
      const wake = () => {
        clearTimeout(timer);
        self.removeEventListener("online", wake);
        signal?.removeEventListener("abort", wake);
        done();
      };
      const timer = setTimeout(wake, Math.min(30_000, 1_000 * 2 ** Math.min(failures, 5)));
      self.addEventListener("online", wake);
      signal?.addEventListener("abort", wake);
    });

  const json = (value) => ({ body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });

  // SHA-256, so that the server notices a file that changed on the way; only where there is https.
  const digestOf = async (blob) => {
    if (!self.crypto?.subtle) return "";
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const announcement = async (blob, { code, name, place }) =>
    json({ code, name, size: blob.size, digest: await digestOf(blob), ...(place ? { place } : {}) });

  // One piece; the next is larger or smaller by how long it took.
  const sendPiece = async (blob, options, received, size) => {
    const began = Date.now();
    const body = blob.slice(received, received + size);
    const headers = { "Upload-Offset": String(received), "Content-Type": "application/octet-stream" };
    const standing = await call(options, "PATCH", { body, headers });
    const took = Date.now() - began;
    if (took < QUICK) return [standing, Math.min(MOST, size * 2)];
    return [standing, took > SLOW ? Math.max(LEAST, Math.ceil(size / 2)) : size];
  };

  const send = async (blob, options) => {
    const { onProgress = () => {}, tries = Infinity, signal } = options;
    const begin = await announcement(blob, options);
    let standing = null; // not known: ask, which also begins
    let [size, failures] = [FIRST, 0];
    const tell = (state) => onProgress({ state, sent: standing?.received ?? 0, size: blob.size });
    for (;;) {
      try {
        standing ??= await call(options, "PUT", begin);
        if (standing.state !== "open") return standing;
        if (standing.received >= blob.size) {
          tell("checking");
          return await call(options, "PUT", { path: "akhir/", ...json(options.reason ? { reason: options.reason } : {}) });
        }
        tell("sending");
        [standing, size] = await sendPiece(blob, options, standing.received, size);
        failures = 0;
        tell("sending");
      } catch (error) {
        const lost = ["gap", "gone", "not_found", "incomplete"].includes(error.code); // the server knows better how far
        if (!lost && !error.isPassing) throw error;
        failures += 1;
        if (failures >= Math.min(tries, lost ? 5 : Infinity)) throw error;
        tell(lost ? "sending" : "waiting");
        if (!lost) await pause(failures, signal);
        if (signal?.aborted) throw new UploadError("stopped", "Pengiriman dihentikan.", true);
        standing = null;
        size = Math.max(LEAST, Math.ceil(size / 2));
      }
    }
  };

  const confirm = (options) => call(options, "PUT", { path: "akhir/", ...json({ reason: options.reason }) });
  const drop = (options) => call(options, "DELETE").catch(() => null);

  self.Uploads = { send, confirm, drop, newKey, UploadError };
})();
