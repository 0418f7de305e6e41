/* Sending, and telling the citizen where the answer is: on its way, stored, waiting for a signal, or not accepted. */
(() => {
  const { form, words, isTablet } = Steps;
  const done = document.getElementById("selesai");
  const state = document.getElementById("keadaan");
  const choice = document.getElementById("pilihan");
  const note = document.getElementById("antre");
  const hasWorker = "serviceWorker" in navigator;
  let mine = null; // the answer of this screen, until it is settled
  let canKeep = true;
  const told = new Set(); // keys whose end this page has shown

  function tell(kind, sentence) {
    done.className = `card calm ${kind}`;
    state.textContent = sentence;
    document.getElementById("akhir").textContent = kind === "refused" ? words.ditolak : words.terima;
    choice.hidden = kind !== "waiting";
  }

  const waitingWords = (code) =>
    words[code] || (!canKeep ? words.menungguTerbuka : hasWorker ? words.menunggu : words.menungguDibuka);

  function leaveForm() {
    form.hidden = true;
    Steps.rewind();
    document.getElementById("maju").hidden = true;
    done.hidden = false;
    done.querySelector("h2").focus();
    scrollTo(0, 0);
  }

  function backToForm({ problems, code }) {
    form.hidden = false;
    done.hidden = true;
    note.hidden = false;
    note.textContent = Steps.refuse(code.startsWith("receipt_") ? { receipt: code } : problems, code);
  }

  async function settled(result) {
    if (!mine || result.key !== mine.key) return false;
    told.add(result.key);
    if (result.state === "waiting") {
      tell("waiting", waitingWords(result.code));
    } else if (result.state === "stored") {
      mine = null;
      Steps.forget();
      tell("done", words[result.code]);
    } else {
      mine.isKept = false;
      if (canKeep) await Queue.forget(result.key);
      if (Queue.canMend(result)) return backToForm(result);
      mine = null;
      Steps.forget();
      tell("refused", words[result.code] || words.busy);
    }
    return true;
  }

  /* What waited from earlier: how many, what went out meanwhile, and what was refused and why. */
  async function earlier(results = []) {
    if (!canKeep) return;
    const others = (await Queue.all()).filter((answer) => answer.key !== mine?.key);
    const refused = others.find((answer) => answer.refused);
    const waiting = others.filter((answer) => !answer.refused).length;
    const sent = results.some((result) => result.state === "stored" && !told.has(result.key));
    const sentence = refused
      ? `${words.ditolak} ${words[refused.refused] || words.invalid}`
      : waiting ? words.antre.replace("{jumlah}", waiting) : sent ? words.sempat : "";
    if (!sentence && !sent) return;
    note.textContent = sentence;
    note.hidden = !sentence;
    if (!refused) return;
    if (refused.fields && Steps.isOfThisSurvey(refused.fields.survey)) note.append(" ", noteButton(words.perbaiki, () => mend(refused)));
    note.append(" ", noteButton(words.hapus, () => drop(refused.key)));
  }

  function noteButton(label, work) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", work);
    return button;
  }

  /* The form as it was sent, at what is wrong with it. It stays on the device until it is sent again under its key. */
  function mend(refused) {
    const { key, code, fields, problems } = refused;
    mine = { key, code, fields };
    Steps.fill(fields);
    backToForm({ problems, code: refused.refused });
  }

  async function drop(key) {
    await Queue.forget(key);
    note.hidden = true;
    earlier();
  }

  /* Not on the device any more: the worker was quicker and its word is lost, or what this site keeps was cleared. Only
     the server knows which: sent again under its key, it is stored once. */
  async function ended() {
    if (!mine?.isKept) return;
    const { key } = mine;
    const kept = (await Queue.all()).find((answer) => answer.key === key);
    if (!kept) {
      const result = await Queue.send(mine);
      if (result.state === "waiting") await keep(mine);
      await settled(result);
    } else if (kept.refused) await settled({ key, state: "refused", code: kept.refused, problems: kept.problems || {} });
  }

  async function flush() {
    try {
      const results = canKeep ? await Queue.sendAll() : mine ? [await Queue.send(mine)] : [];
      for (const result of results) await settled(result);
      if (canKeep) await ended();
      await earlier(results);
    } catch {
      canKeep = false; // this browser keeps nothing, not even for a moment
      if (mine) await settled(await Queue.send(mine));
    }
  }

  async function keep(answer) {
    try {
      await Queue.put(answer);
      answer.isKept = true;
      const worker = hasWorker && (await navigator.serviceWorker.getRegistration("/s/"));
      await worker?.sync?.register("survei").catch(() => {});
    } catch {
      canKeep = false;
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!Steps.isComplete() || (mine && !done.hidden)) return;
    const { key, token, ...fields } = Object.fromEntries(new FormData(form));
    mine = { key: mine?.key || Queue.newKey(), code: form.dataset.code, fields, isShared: isTablet };
    note.hidden = true;
    tell("sending", words.mengirim);
    leaveForm();
    await keep(mine);
    Steps.forgetDraft();
    await flush();
  });

  /* A tablet's next person finds nothing of the last; the answer itself waits on if it must. */
  document.addEventListener("survei:ulang", () => {
    mine = null;
    state.textContent = "";
    done.hidden = true;
    earlier();
  });

  /* By our own worker: `ready` may be that of the office's app, where somebody has signed in on this device. */
  function keepPage({ installing, waiting, active }) {
    const worker = installing || waiting || active;
    const pieces = [...document.querySelectorAll("link[href], script[src]")].map((piece) => piece.href || piece.src);
    const ask = () => worker.state === "activated" && worker.postMessage({ keep: [location.href, ...pieces] });
    worker.addEventListener("statechange", ask);
    ask();
  }

  document.getElementById("kirim").addEventListener("click", flush);
  addEventListener("online", flush);
  addEventListener("focus", flush);
  setInterval(() => document.visibilityState === "visible" && navigator.onLine && mine && flush(), 30000);

  if (hasWorker) {
    navigator.serviceWorker.addEventListener("message", async (event) => {
      for (const result of event.data.results || []) await settled(result);
      await earlier(event.data.results);
    });
    navigator.serviceWorker.register("/s/pekerja.js", { scope: "/s/" }).then(keepPage).catch(() => {});
  }
  flush();
})();
