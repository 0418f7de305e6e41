/* The sheet saves itself: on this device a moment after each key, at the office a moment after the typing stops. Where
   there is no signal the sending waits on the device (outbox.js) and goes out by itself; the page says where things are. */
const Keeping = (() => {
  "use strict";

  if (!Sheet || !Shell.person) return null;
  const { form, base, parts, touched, typed, same, isHalf } = Sheet;
  const { person } = Shell;
  const { say, waiting, hour, WAITS, WITHDRAWN, HERE } = Saying;
  const [TYPED, STOPPED] = [250, 1500];
  const ENOUGH = 5000; // to wait for what is under way
  let direct = null; // a sending that this device could not keep: sent straight from the page
  let unheard = []; // what was typed in such sendings: the office may have it already
  let isClosed = false;
  let isSending = false;
  let saving = Promise.resolve(); // what is under way to the office
  let [timer, wait] = [0, 0];

  const ofHere = async () => (await Outbox.waiting(person).catch(() => [])).filter((one) => one.entry === Draft.entry && one.typed);
  const isHandedOn = async () => (await ofHere()).some((one) => one.finish);
  /* What this page has sent of its fields and not heard of: the office may already show it. */
  async function underWay() {
    const found = {};
    for (const typed of [...(await ofHere()).map((one) => one.typed), ...unheard]) {
      for (const [field, value] of Object.entries(typed)) if (Sheet.changed.has(field)) (found[field] ||= []).push(value);
    }
    return found;
  }

  async function make(names, own, more) {
    const fields = Sheet.sending(names, own, more);
    const kept = Object.fromEntries(names.map((field) => [field, typed(field)]));
    const what = more.finish ? form.querySelector(`[formaction$="/${more.finish}/"]`).textContent.trim() : "Simpan";
    return {
      kind: "isian", entry: Draft.entry, title: form.dataset.title, page: location.pathname, path: form.dataset.door,
      what, count: names.length, finish: more.finish || "", typed: kept, knows: [...Sheet.changed], fields,
    };
  }

  /* The same answers wait already: they are sent again under their own key. */
  async function sameWaiting(sending) {
    const last = (await ofHere()).pop();
    const isSame = ([field, answer]) => last.typed[field] && same(last.typed[field], answer);
    const isToo = last && (!sending.finish || last.finish === sending.finish);
    return isToo && Object.entries(sending.typed).every(isSame) ? last : undefined;
  }

  /* → the sending as it stands after a first try. Without room on the device it goes straight to the office. */
  async function send(sending) {
    try {
      const { seq } = (await sameWaiting(sending)) || (await Outbox.add(person, sending));
      const outcome = await Shell.send();
      const ended = (await Outbox.all(person)).find((one) => one.seq === seq); // another round may have sent it, too
      return ended && ended.state !== "menunggu" ? { ...sending, ...ended } : { state: "menunggu", told: { code: outcome.code } };
    } catch (error) {
      direct = { ...sending, key: Device.newKey(), person }; // holds whatever is still open
      unheard.push(sending.typed);
      return straight(Device.isFull(error) ? "full" : "no_store");
    }
  }

  async function straight(why) {
    const sending = direct;
    try {
      const by = await Outbox.mark();
      if (by.code || String(by.person) !== person) throw new Error("signed out");
      const told = await Outbox.post(sending, by);
      if (direct === sending) [direct, unheard] = [null, []];
      const state = ["stored", "done"].includes(told.code) ? "terkirim" : "ditolak";
      const ended = { ...sending, state, told };
      settled(ended);
      return ended;
    } catch {
      return { ...sending, state: "menunggu", told: { code: why } };
    }
  }

  /* What the office has taken is no longer this person's open change; what it refused stands at its field. */
  function settled(sending) {
    if (sending.entry !== Draft.entry || sending.kind !== "isian") return;
    const { told } = sending;
    if (told.version === undefined) {
      if (sending.state === "ditolak") refused(told);
      return;
    }
    const taken = Outbox.stored(sending, told);
    for (const [field, value] of Object.entries(taken)) Sheet.take(field, value);
    const isOpen = (told.differs || []).length > 0;
    const renewed = Sheet.refresh(told.fresh || {}, isOpen ? 0 : told.version);
    Differing.show(told);
    form.dispatchEvent(new CustomEvent("cermat:kept", { detail: told }));
    Draft.jot();
    Draft.keep();
    if (!Shell.canKeep && !touched().length) form.dispatchEvent(new Event("cermat:stored", { bubbles: true }));
    tell(told, renewed);
    if (touched().some((field) => !boxed(field) && !same(typed(field), sending.typed[field]))) plan();
  }

  function tell(told, renewed) {
    const refusals = { ...(told.code === "incomplete" ? {} : told.problems), ...told.gone };
    const open = Object.keys(refusals).filter((field) => parts.has(field)).length;
    const rest = touched().filter((field) => !boxed(field) && !(field in refusals));
    const half = rest.some(isHalf);
    if ((told.differs || []).length) say("Berbeda dengan orang lain: pilih pada barisnya.", "late");
    else if (open) say(`${open} isian belum dapat disimpan; lihat tandanya.`, "late");
    else if (rest.some((field) => !isHalf(field))) say("Menyimpan…");
    else if (half) say(`Tersimpan ${hour(told.at)}, kecuali yang belum lengkap`, "warn");
    else if (told.code === "done") say(told.message);
    else if (told.withdrawn) say("Tersimpan. Pengajuan tadi ditarik; kirim lagi setelah selesai.", "warn");
    else if (renewed) say(`Tersimpan ${hour(told.at)}. ${renewed} baris diperbarui dari orang lain.`);
    else say(`Tersimpan ${hour(told.at)}`);
  }

  function refused(told) {
    Differing.show(told);
    if (["not_allowed", "not_found"].includes(told.code) || told.field === null) isClosed = told.code !== "channel" && told.code !== "channel_note";
    say(told.message, "late", isClosed ? HERE : "");
  }

  async function save() {
    if (isClosed) return;
    touched();
    const own = await underWay();
    const isReady = (name) => !boxed(name) && (name === "sumber" || !isHalf(name));
    const names = [...Sheet.changed].filter((name) => isReady(name) && (Sheet.isTouched(name) || isTakenBack(name, own)));
    if (!names.length) return void clear();
    if (names.every(isHalf)) return;
    await Draft.keep(); // never older than what is sent: else it would take a newer answer back
    const wasHandedOn = await isHandedOn();
    const ended = await send(await make(names, own, {}));
    const isStill = await isHandedOn();
    if (ended.state === "menunggu") waiting(ended.told.code, isStill);
    if (ended.state === "menunggu" && wasHandedOn && !isStill) say(WITHDRAWN, "warn", HERE);
    else if (touched().some((name) => names.includes(name) && !same(typed(name), ended.typed[name]))) plan();
  }

  /* It waits or is on its way with another answer than stands here now. */
  const isTakenBack = (field, own) => field in own && !same(own[field].at(-1), typed(field));

  /* Nothing is open any more: what was refused of this sheet has been taken back by its author. */
  async function clear() {
    if (touched().length) return;
    for (const one of await Outbox.all(person).catch(() => [])) {
      if (one.entry === Draft.entry && one.kind === "isian" && one.state === "ditolak") await Outbox.drop(person, one.seq);
    }
  }

  /* A field about which two people differ waits for a choice. */
  const boxed = (field) => Boolean((parts.get(field).v || parts.get(field).a).closest(".field, td, .fold")?.querySelector(".both"));

  function plan(after = STOPPED) {
    clearTimeout(wait);
    wait = setTimeout(() => (saving = Promise.allSettled([saving, save()])), after);
  }

  form.addEventListener("input", () => {
    Draft.jot();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const why = await Draft.keep();
      if (why && why !== "no_store") say(WAITS[why], "late");
    }, TYPED);
    if (!isClosed) plan();
  });

  addEventListener("pagehide", () => Draft.keep());

  /* Leaving a field is the end of its typing. */
  form.addEventListener("change", () => {
    if (!isClosed && touched().length) plan(0);
  });

  /* Handing on: everything on the sheet, under one key. What a form alone can bring goes its own way (decides). First what
     is under way arrives: it moves the version that the form names, and nobody is to be in conflict with himself. */
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || form.dataset.plain !== undefined || form.dataset.attaching !== undefined) return; // evidence.js
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    clearTimeout(wait);
    await Promise.race([saving, pause(ENOUGH)]);
    await pause(0); // a form cannot be sent while its sending is still being told
    clearTimeout(wait);
    isSending = await pass(event.submitter).catch(() => plainly(event.submitter)); // until the next page is there
  });
  addEventListener("pageshow", () => (isSending = false));

  /* → whether the page is left. */
  async function pass(submitter) {
    if (Shell.canKeep && !decides()) return handOver(submitter);
    if (navigator.onLine) return plainly(submitter);
    return say("Tanpa sinyal. Biarkan halaman ini terbuka, lalu tekan lagi setelah sinyal kembali.", "late");
  }

  const pause = (time) => new Promise((done) => setTimeout(done, time));

  async function handOver(submitter) {
    const [finish] = /(pengajuan|pengiriman)\/$/.exec(submitter?.getAttribute("formaction") || "")?.slice(1) || [""];
    await Draft.keep();
    say("Mengirim…");
    touched();
    const ended = await send(await make(Sheet.fields(), await underWay(), { whole: "1", finish, shown: "1" }));
    if (["signed_out", "expired"].includes(ended.told.code)) return plainly(submitter);
    if (ended.state === "menunggu") return waiting(ended.told.code, finish);
    if (ended.state === "terkirim" && finish) await Draft.forget();
    const isDone = ended.state === "terkirim" || ended.told.code === "incomplete";
    if (isDone) location.assign(ended.told.next || location.pathname);
    else if ((ended.told.differs || []).length) form.querySelector(".both")?.scrollIntoView({ block: "center" }); // choose first
    else plainly(submitter);
    return isDone;
  }

  /* Files that no script has taken, words about a list of persons and places to be forgotten go the form's own way. */
  function decides() {
    const files = [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
    const reasons = [...form.querySelectorAll('[name^="alasan:"]')].some((one) => one.value.trim());
    return files || reasons || form.querySelector("[name=lepas]:checked, [name=buang]:checked") !== null;
  }

  /* The office has answered, and its own pages say best what it said: the way of a page without these files. */
  function plainly(submitter) {
    form.dataset.plain = "1";
    form.requestSubmit(submitter);
  }

  async function begin() {
    const isRefused = form.dataset.refused !== undefined;
    const back = isRefused || !Shell.canKeep ? { restored: 0, fresh: [], gone: [] } : await Draft.restore();
    Differing.markNew(back.fresh);
    Differing.showGone(back.gone, Draft.forgetGone);
    if (back.restored) say(`${back.restored} baris ketikan Anda dipulihkan dari HP ini.`, "wait");
    form.dataset.ready = "1";
    for (const one of await ofHere()) for (const field of one.knows || []) if (field in base) Sheet.changed.add(field);
    touched();
    if (Sheet.changed.size && !isRefused) plan();
    if (await isHandedOn()) waiting("no_signal", true);
    form.dispatchEvent(new Event("cermat:begun"));
  }

  Shell.onSettled((outcome) => outcome.settled.forEach(settled));
  addEventListener("online", () => (direct ? straight("full") : touched().length && plan()));
  begin();
  return { refused, isClosed: () => isClosed, again: () => direct && straight("full") };
})();
