/* Evidence that meets no signal waits in this person's queue on the device, beside what was typed (see evidence.js:
   "cermat:evidence"), and stands at its row until it has arrived. */
(() => {
  "use strict";

  if (!Sheet || !Shell.person || !Shell.canKeep) return;
  const { form } = Sheet;
  const { person } = Shell;
  const { element } = Differing;
  const WORDS = { menunggu: "Disimpan di HP ini; dikirim begitu ada sinyal.", terkirim: "Terkirim." };
  const FULL = "Penyimpanan HP penuh. Biarkan halaman ini terbuka sampai berkasnya terkirim.";

  const listOf = (code) => form.querySelector(`[data-evidence="${CSS.escape(code)}"] [data-files]`);

  /* The line of a file: the one evidence.js has made for it, or a new one where the page was opened again. */
  function lineOf({ key, code, what }) {
    const list = listOf(code);
    const known = list?.querySelector(`[data-key="${key}"]`);
    if (known || !list) return known;
    const lines = [...list.querySelectorAll("[data-sending]:not([data-key])")];
    const fresh = lines.find((one) => one.querySelector("[data-name]").textContent === what);
    const line = fresh || element("li", "");
    line.dataset.key = key;
    if (!fresh) {
      const said = element("small", "");
      said.dataset.state = "";
      line.append(element("b", "", what), said);
      list.append(line);
    }
    return line;
  }

  function show(sending) {
    const line = lineOf(sending);
    if (!line) return;
    const { told, state } = sending;
    line.querySelector("[data-state]").textContent = state === "ditolak" ? `Ditolak: ${told.message}` : WORDS[state];
    line.classList.toggle("refused", state === "ditolak");
    const name = line.querySelector("b");
    if (state !== "terkirim" || !told.url || !name) return;
    const link = element("a", "", told.name);
    link.href = told.url;
    name.replaceWith(link);
  }

  /* A copy is kept from the first moment: the tab may be closed on the way. The page itself sends it as long as there is
     a signal; then, or after the tab is gone, the queue does. A key is taken once, whoever brings it. */
  const copies = new Map(); // key → the sending on the device, or null where there is no room

  document.addEventListener("cermat:evidence", (event) => {
    const { blob, name, code, key, place, reason, isOffline, isLeaving } = event.detail;
    const { entry, title } = form.dataset;
    const file = { blob, name, code, place, reason };
    if (!copies.has(key)) {
      const sending = { key, kind: "berkas", entry, title, page: location.pathname, what: name, code, file };
      Outbox.elsewhere.add(key);
      copies.set(key, Outbox.add(person, sending).catch(() => null));
    }
    if (!isOffline || (navigator.onLine && !isLeaving)) return; // while the page is open it goes on by itself
    event.preventDefault();
    queue(key, { key, what: name, code, file });
  });

  document.addEventListener("cermat:evidence-end", async ({ detail: { key } }) => {
    const made = await copies.get(key);
    copies.delete(key);
    Outbox.elsewhere.delete(key);
    if (made) await Outbox.drop(person, made.seq);
  });

  async function queue(key, sending) {
    const made = await copies.get(key);
    copies.delete(key);
    Outbox.elsewhere.delete(key);
    if (!made) return straight(sending);
    show(made);
    return Shell.send();
  }

  /* No room on this device: from the page, for as long as it is open. */
  async function straight(sending) {
    lineOf(sending).querySelector("[data-state]").textContent = FULL;
    const csrf = form.elements.namedItem("csrfmiddlewaretoken").value;
    const options = { ...sending.file, csrf, entry: form.dataset.entry, key: sending.key };
    try {
      const answer = await self.Uploads.send(sending.file.blob, options);
      show({ ...sending, state: "terkirim", told: answer.evidence || {} });
    } catch (error) {
      show({ ...sending, state: "ditolak", told: error });
    }
  }

  const isOurs = (one) => one.kind === "berkas" && one.entry === form.dataset.entry;
  Shell.onSettled((outcome) => outcome.settled.filter(isOurs).forEach(show));
  Outbox.all(person)
    .then((all) => all.filter((one) => isOurs(one) && one.state !== "terkirim").forEach(show))
    .catch(() => {}); // a browser that keeps nothing has nothing to show
})();
