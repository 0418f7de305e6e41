/* "Di HP ini": everything of this person on this device, and what became of it. */
(() => {
  "use strict";

  const { person, canKeep, send, onSettled } = Shell;
  const root = document.getElementById("di-hp");
  document.getElementById("kiriman-hp").hidden = false; // without JavaScript nothing is kept, and nothing waits
  const state = document.getElementById("keadaan-hp");
  const all = document.getElementById("kirim-semua");
  if (!canKeep) document.getElementById("tanpa-https").hidden = false; // what waits is sent from there, too

  const WORDS = { menunggu: ["Menunggu", "now"], terkirim: ["Terkirim", "done"], ditolak: ["Ditolak", "late"] };
  const LATER = {
    no_signal: "Belum ada sinyal. Semuanya tetap tersimpan dan terkirim sendiri begitu sinyal kembali.",
    busy: "Server sedang sibuk. Sisanya dikirim lagi sebentar lagi.",
    signed_out: "Anda sudah keluar. Masuk lagi, lalu yang menunggu terkirim.",
    expired: "Anda sudah keluar. Masuk lagi, lalu yang menunggu terkirim.",
    other_person: "Orang lain sedang masuk di HP ini. Milik Anda menunggu sampai Anda masuk lagi.",
    full: "Penyimpanan HP penuh. Kosongkan sedikit ruang, lalu kirim lagi.",
    no_store: "Browser ini tidak dapat menyimpan.",
  };
  const MOST = 40; // sheets in the list of what opens without signal
  const DAY = 24 * 3600 * 1000;

  let names = new Map(); // sheet → what its fields are called

  const when = (at) => new Date(at).toLocaleString("id-ID", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

  function element(kind, className, ...inside) {
    const made = document.createElement(kind);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  }

  function button(label, work) {
    const made = element("button", "button quiet small", label);
    made.type = "button";
    made.addEventListener("click", work);
    return made;
  }

  /* Why it was refused, with the values, so that nothing has to be remembered. */
  function reasons(sending) {
    const { told } = sending;
    const lines = [];
    const valueOf = (field) => (sending.typed?.[field] || [])[1] || "";
    const nameOf = (field) => names.get(sending.entry)?.[field] || field.replace(":", " ");
    if (told.code === "incomplete") lines.push(`Tersimpan, belum diteruskan: ${told.message}`);
    else if (told.message) lines.push(told.message);
    for (const one of told.differs || []) lines.push(`${one.label}: ketikan Anda ${one.mine}, yang tersimpan ${one.theirs}${one.who ? ` (${one.who})` : ""}`);
    for (const [field, why] of Object.entries(told.problems || {})) lines.push(`${nameOf(field)} “${valueOf(field)}”: ${why}`);
    for (const [field, value] of Object.entries(told.gone || {})) lines.push(`${nameOf(field)} “${value}”: baris ini tidak ditanyakan lagi`);
    return lines;
  }

  function line(sending) {
    const [word, tone] = WORDS[sending.state];
    const title = element("a", "", sending.title);
    title.href = sending.page;
    const what = sending.kind === "berkas" ? `Berkas ${sending.what}` : sending.finish ? sending.what : `${sending.count} baris`;
    const small = element("small", "", element("span", `state ${tone}`, word), ` ${what} · dibuat ${when(sending.made)}`);
    const item = element("li", "", title, small);
    if (sending.state === "terkirim" && sending.told?.at) small.append(`, diterima ${sending.told.at}`);
    if (sending.state === "ditolak") {
      item.append(element("ul", "why", ...reasons(sending).map((text) => element("li", "", text))));
      const row = element("div", "actions");
      const open = element("a", "button small", "Buka dan perbaiki");
      open.href = sending.page;
      row.append(open, button("Hapus dari HP ini", () => drop(sending)));
      item.append(row);
    }
    return item;
  }

  async function drop(sending) {
    const isSure = confirm("Hapus kiriman yang ditolak ini dari HP? Isinya tidak dapat dikembalikan.");
    if (!isSure) return;
    await Outbox.drop(person, sending.seq);
    await show();
  }

  function draftLine(draft) {
    const title = element("a", "", draft.title);
    title.href = draft.path;
    const word = element("span", "state", "Draf");
    return element("li", "", title, element("small", "", word, ` belum dikirim · diketik ${when(draft.at)}`));
  }

  async function show() {
    const [sendings, drafts] = await Promise.all([Outbox.all(person), Device.read(person, ({ draf }) => draf.getAll())]);
    names = new Map(drafts.map((draft) => [draft.entry, draft.names]));
    const open = new Set(sendings.filter((one) => one.state !== "terkirim").map((one) => one.entry));
    const typed = drafts.filter((draft) => draft.dirty && !open.has(draft.entry));
    const order = { ditolak: 0, menunggu: 1, terkirim: 2 };
    sendings.sort((one, other) => order[one.state] - order[other.state] || (one.state === "terkirim" ? other.seq - one.seq : one.seq - other.seq));
    const sent = sendings.filter((one) => one.state === "terkirim");
    const others = sendings.filter((one) => one.state !== "terkirim");
    root.replaceChildren(...others.map(line), ...typed.map(draftLine), ...sent.map(line));
    document.getElementById("hp-kosong").hidden = root.children.length > 0;
    const waiting = sendings.filter((one) => one.state === "menunggu").length;
    all.hidden = !waiting;
    const refused = sendings.filter((one) => one.state === "ditolak").length;
    state.textContent = [waiting && `${waiting} menunggu`, refused && `${refused} ditolak`].filter(Boolean).join(", ") || "semua sudah terkirim";
  }

  /* Sheets that open without signal: where an operator begins who has none. */
  async function openable() {
    const store = await caches.open(`cermat-halaman-${person}`);
    const paths = (await store.keys()).map((one) => new URL(one.url).pathname).filter((path) => /^\/isian\/\d+\/$/.test(path));
    const lines = [];
    for (const path of paths.slice(-MOST)) {
      const text = await (await store.match(path, { ignoreVary: true })).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      const title = page.querySelector("form[data-title]")?.dataset.title;
      if (!title) continue;
      const link = element("a", "", title);
      link.href = path;
      lines.unshift(element("li", "", link, element("small", "", page.querySelector(".head small a").textContent)));
    }
    document.getElementById("isi-hp").replaceChildren(...lines);
    document.getElementById("dapat-dibuka").hidden = !lines.length;
  }

  /* The time of the office counts; a phone whose clock is wrong is told so. */
  function compareClocks(now) {
    const off = now ? Math.abs(Date.now() - new Date(now)) : 0;
    const box = document.getElementById("jam-hp");
    box.hidden = off < 10 * 60 * 1000;
    if (!box.hidden) {
      const much = off > DAY / 2 ? `${Math.round(off / DAY) || 1} hari` : `${Math.round(off / 60000)} menit`;
      box.textContent = `Jam HP ini meleset sekitar ${much}. Tidak apa-apa: yang dicatat adalah waktu di kantor.`;
    }
  }

  function tell(code) {
    const note = document.getElementById("mengapa-hp");
    note.textContent = LATER[code] || "";
    note.hidden = !note.textContent;
  }

  async function shown(outcome) {
    await show();
    tell(outcome.code);
    if (outcome.now) compareClocks(outcome.now);
  }

  async function room() {
    const { usage, quota } = (await navigator.storage?.estimate?.()) || {};
    if (!quota) return;
    const mb = (bytes) => (bytes / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 });
    document.getElementById("ruang-hp").textContent = `Terpakai ${mb(usage)} MB dari ${mb(quota)} MB yang boleh dipakai Cermat di HP ini.`;
  }

  async function sendNow() {
    all.setAttribute("aria-busy", "true");
    const outcome = await send();
    all.removeAttribute("aria-busy");
    await shown(outcome);
  }

  all.addEventListener("click", sendNow);
  onSettled(shown);
  show().catch(() => {
    root.hidden = true; // a browser that keeps nothing
    tell("no_store");
  });
  room();
  if (canKeep) navigator.serviceWorker.ready.then(openable).catch(() => {});
  Outbox.mark().then((by) => compareClocks(by.now)).catch(() => {});
  if (new URLSearchParams(location.search).has("kirim")) sendNow();
})();
