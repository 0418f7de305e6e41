// Evidence on the page of a sheet: a chosen file is shrunk, shown, and sent at once in pieces; the bar says how far.
//   <div class="field" data-evidence="PDK-01"> with a file input and ul[data-files]; <template id="bukti-…"> for what comes.
// Before a file goes out the document gets the event "cermat:evidence" (cancelable), and again when the signal is lost:
// detail {blob, name, entry, code, key, place, reason, isOffline}. Who prevents it keeps the file and sends it later
// (the device's queue); the page then says so. "cermat:evidence-end" with {key} says that nobody needs to send it any more. Without this file the form sends its files itself.
(() => {
  "use strict";

  const form = document.querySelector("form[data-entry]");
  if (!form) return;
  const entry = form.dataset.entry;
  const KEYS = `cermat:unggahan:${document.body.dataset.person}:`;
  const FRESH = 10 * 60 * 1000; // ms: a photo of just now was taken where the device is
  let [active, wanted] = [0, null]; // files under way; the button that was pressed meanwhile
  const stuck = new Map(); // files that wait for a signal: how to stop each → the file

  // What shrinks, looks and sends comes with the first file: a page that is only filled in stays light.
  let tools = null;
  const load = (source) =>
    new Promise((done, fail) => {
      const script = document.createElement("script");
      [script.src, script.onload, script.onerror] = [source, done, fail];
      document.head.append(script);
    });
  const equipped = () => {
    const wanted = [...document.getElementById("bukti-alat").content.querySelectorAll("[data-src]")];
    tools ??= Promise.all(wanted.map((one) => load(one.dataset.src))).catch((error) => { tools = null; throw error; });
    return tools;
  };

  const piece = (name) => document.getElementById(`bukti-${name}`).content.firstElementChild.cloneNode(true);
  const part = (item, name) => item.querySelector(`[data-${name}]`);
  const say = (item, text) => { part(item, "state").textContent = text; };

  const sizeSaid = (bytes) =>
    bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1).replace(".", ",")} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

  const aboutOf = (file, { blob, width, height }) => {
    const size = blob.size < file.size ? `${sizeSaid(blob.size)} (dikecilkan dari ${sizeSaid(file.size)})` : sizeSaid(blob.size);
    if (!width && file.type === "application/pdf") return `PDF · ${size}`; // its pages the server counts
    return width ? `${width} × ${height} titik · ${size}` : size;
  };

  // The same file chosen again after the page was closed goes on with its old key.
  const memory = (() => {
    try { return localStorage; } catch { return null; }
  })();
  const keyFor = (code, file, blob) => {
    const place = `${KEYS}${entry}:${code}:${file.name}:${file.lastModified}:${blob.size}`;
    const key = memory?.getItem(place) || Uploads.newKey();
    try { memory?.setItem(place, key); } catch { /* no room: it only begins anew next time */ }
    return [key, () => memory?.removeItem(place)];
  };
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.signsOut === undefined || !memory) return;
    for (const one of Object.keys(memory)) if (one.startsWith(KEYS)) memory.removeItem(one);
  });

  // Only what the operator agreed to: when the photo was taken, and where, if that was just now.
  const placeOf = async (field, file) => {
    if (!part(field, "place").checked || !Pictures.isPicture(file)) return undefined;
    const taken = { taken_at: new Date(file.lastModified).toISOString() };
    if (Date.now() - file.lastModified > FRESH || !self.isSecureContext || !navigator.geolocation) return taken;
    const options = { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 };
    const found = await new Promise((done) => navigator.geolocation.getCurrentPosition(done, () => done(null), options));
    if (!found) return taken;
    const { latitude, longitude, accuracy } = found.coords;
    return { ...taken, latitude, longitude, accuracy: Math.min(accuracy, 100_000) };
  };

  // A list of persons: the reason why it is needed, or null for another file.
  const askReason = (item, found) =>
    new Promise((done) => {
      const box = piece("orang");
      part(box, "found").textContent = found;
      const input = box.querySelector("input");
      const answer = (reason) => { box.remove(); done(reason); };
      part(box, "attach").addEventListener("click", () => {
        if (input.value.trim()) answer(input.value.trim());
        else input.focus();
      });
      part(box, "replace").addEventListener("click", () => answer(null));
      item.append(box);
      part(item, "bar").hidden = true;
      say(item, "");
      box.querySelector("button").focus();
    });

  const attached = (item, evidence) => {
    const fresh = piece("jadi");
    const link = part(fresh, "link");
    [link.href, link.textContent] = [evidence.url, evidence.name];
    if (evidence.is_shown) link.target = "_blank";
    part(fresh, "about").textContent = evidence.about;
    const picture = part(fresh, "small");
    if (evidence.small) picture.src = evidence.small;
    else picture.remove();
    const framed = part(fresh, "framed");
    if (evidence.is_pdf) {
      framed.querySelector("a").href = evidence.url + framed.querySelector("a").hash;
      framed.querySelector("summary span").textContent = framed.querySelector("iframe").title = evidence.name;
    } else framed.remove();
    if (evidence.place) part(fresh, "where").textContent = `Tempat dan waktu menurut perangkat: ${evidence.place}`;
    else part(fresh, "forget").remove();
    for (const box of fresh.querySelectorAll("input")) box.value = evidence.id;
    fresh.querySelector("label span").textContent = evidence.name;
    const double = [...item.parentElement.querySelectorAll("input[name=hapus]")].some(({ value }) => value === String(evidence.id));
    say(fresh, evidence.known ? "Sudah tersimpan pada kantor Anda; dipakai yang sudah ada, tidak disimpan dua kali." : "Terlampir.");
    if (double) { item.remove(); return; }
    item.replaceWith(fresh);
    if (typeof Sheet !== "undefined") Sheet?.adopt(fresh.querySelectorAll("[name=hapus]"), { [`hapus:${evidence.id}`]: ["", "", ""] });
  };

  const progress = (item) => ({ state, sent, size }) => {
    const bar = part(item, "bar");
    bar.hidden = false;
    [bar.max, bar.value] = [size, sent];
    const share = `${Math.floor((sent / size) * 100)} % · ${sizeSaid(sent)} dari ${sizeSaid(size)}`;
    if (state === "waiting") say(item, `Menunggu sinyal; dilanjutkan dari ${share}`);
    else say(item, state === "checking" ? "Terkirim; sedang diperiksa…" : `Terkirim ${share}`);
  };

  const isTakenOver = (job, isOffline) =>
    !document.dispatchEvent(new CustomEvent("cermat:evidence", { cancelable: true, detail: { ...job, entry, isOffline } }));

  const over = ({ key }) => document.dispatchEvent(new CustomEvent("cermat:evidence-end", { detail: { key } }));

  // Signed in again in another tab: the forms of this page get the key of the session that is.
  const isRenewed = async () => {
    const by = typeof Outbox !== "undefined" ? await Outbox.mark().catch(() => ({})) : {};
    if (String(by.person) !== document.body.dataset.person) return false;
    for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = by.csrf;
    return true;
  };

  const sent = async (item, job, stop) => {
    let [offered, follow] = [false, progress(item)];
    const onProgress = (told) => {
      follow(told);
      if (told.state === "waiting") stuck.set(stop, job);
      else stuck.delete(stop);
      if (told.state !== "waiting" || offered) return;
      offered = true;
      if (isTakenOver(job, true)) stop.abort("queue");
    };
    const options = { ...job, entry, onProgress, signal: stop.signal };
    let answer = await Uploads.send(job.blob, options).catch(async (error) => {
      if (error.code !== "expired" || !(await isRenewed())) throw error;
      return Uploads.send(job.blob, options);
    });
    while (answer.state === "held") {
      const reason = await askReason(item, `Berkas ini memuat ${answer.persons}`);
      if (reason === null) { await Uploads.drop({ entry, key: job.key }); return null; }
      answer = await Uploads.confirm({ entry, key: job.key, reason });
    }
    return answer;
  };

  const deliver = async (item, job, forget) => {
    const stop = new AbortController();
    const cancel = part(item, "cancel");
    cancel.onclick = () => { stop.abort(); item.remove(); over(job); Uploads.drop({ entry, key: job.key }).then(forget); };
    try {
      if (isTakenOver(job, !navigator.onLine)) stop.abort("queue");
      const answer = stop.signal.aborted ? null : await sent(item, job, stop);
      if (answer?.evidence) attached(item, answer.evidence);
      else if (stop.signal.reason !== "queue") item.remove();
      else kept(item);
      if (stop.signal.reason !== "queue") over(job);
      forget();
    } catch (error) {
      if (!error.retry) over(job);
      if (stop.signal.reason === "queue") { kept(item); forget(); }
      else if (item.isConnected) failed(item, error, () => working(deliver(item, job, forget)));
    } finally {
      stuck.delete(stop);
    }
  };

  // What is under way belongs to the sheet that is sent: it goes when all of it has arrived, and stays where one is refused.
  const working = async (work) => {
    active += 1;
    form.dataset.attaching = ""; // keeping.js leaves the sending of the sheet to us
    await work.finally(() => { active -= 1; });
    if (active) return;
    delete form.dataset.attaching;
    const button = wanted;
    if (!button) return;
    wanted = null;
    if (!form.querySelector("li.refused")) form.requestSubmit(button);
  };

  const kept = (item) => {
    part(item, "bar").hidden = true;
    part(item, "cancel").remove();
    say(item, "Disimpan di HP ini; dikirim begitu ada sinyal.");
  };

  const failed = (item, error, again) => {
    part(item, "bar").hidden = true;
    say(item, error.message);
    item.classList.add("refused");
    if (!error.retry) part(item, "cancel").textContent = "Tutup";
    if (!error.retry || part(item, "again")) return;
    const button = piece("lagi");
    button.addEventListener("click", () => { button.remove(); item.classList.remove("refused"); again(); });
    part(item, "cancel").before(button);
  };

  const take = async (field, file) => {
    const item = piece("baris");
    part(item, "name").textContent = file.name;
    say(item, "Menyiapkan…");
    part(field, "files").append(item);
    part(item, "cancel").onclick = () => item.remove();
    try {
      await equipped();
    } catch {
      return failed(item, { message: "Belum ada sinyal. Pilih lagi berkasnya setelah tersambung." });
    }
    const place = placeOf(field, file);
    const made = await Pictures.shrink(file);
    part(item, "about").textContent = aboutOf(file, made);
    if (!(await Pictures.preview(made.blob, part(item, "picture")))) part(item, "picture").remove();
    const seen = await Persons.seenIn(file);
    const reason = seen ? await askReason(item, `Periksa dahulu: ${seen}`) : "";
    if (reason === null || !item.isConnected) { item.remove(); return; }
    const code = field.dataset.evidence;
    const [key, forget] = keyFor(code, file, made.blob);
    await deliver(item, { blob: made.blob, name: made.name, code, key, place: await place, reason }, forget);
  };

  for (const field of form.querySelectorAll("[data-evidence]")) {
    const input = field.querySelector("input[type=file][name]");
    const takeAll = ({ target }) => {
      const files = [...target.files];
      target.value = ""; // they go out by themselves, not with the form
      for (const file of files) working(take(field, file));
    };
    input.addEventListener("input", (event) => event.stopPropagation()); // nothing is left to be saved
    input.addEventListener("change", takeAll);
    if (input.files.length) takeAll({ target: input }); // chosen while this file was on its way
    for (const hidden of field.querySelectorAll("[data-scripted]")) hidden.hidden = false;
    if (!self.isSecureContext) part(field, "place-words").textContent = "Sertakan waktu foto"; // without https no place
    const camera = part(field, "camera");
    if (matchMedia("(pointer: coarse)").matches) {
      camera.addEventListener("input", (event) => event.stopPropagation());
      camera.addEventListener("change", takeAll);
    } else camera.closest("label").remove();
  }

  form.addEventListener("submit", (event) => {
    if (!active) return;
    event.preventDefault();
    wanted = event.submitter;
    for (const state of form.querySelectorAll("[data-sending] [data-state]")) state.textContent = "Isian menyusul setelah berkas ini terkirim…";
    form.querySelector("[data-sending]")?.scrollIntoView({ block: "center" });
    for (const [stop, job] of stuck) if (isTakenOver({ ...job, isLeaving: true }, true)) stop.abort("queue"); // the queue takes both
  });
  addEventListener("beforeunload", (event) => { if (active) event.preventDefault(); });
})();
