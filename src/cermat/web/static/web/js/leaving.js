/* Signing out on a device that may be shared: work that has not been sent is named first, the pages kept for this
   person are taken off the device, and the typing stays for its owner alone. */
const Leaving = (() => {
  "use strict";

  const { person, askWorker, signOutLater } = Shell;

  /* Typing that only this browser has a copy of (drafts.js); it goes when its person signs out. */
  const copies = () => Object.keys(self.localStorage || {}).filter((key) => key.startsWith(`cermat:draft:${person}:`));

  /* Files that wait, and sheets with typing that the server does not have. */
  async function unsent() {
    const kept = await Device.read(person, ({ kiriman }) => kiriman.getAll());
    const drafts = await Device.read(person, ({ draf }) => draf.getAll());
    const waiting = kept.filter((one) => one.state !== "terkirim");
    const sheets = [...waiting.filter((one) => one.kind === "isian"), ...drafts.filter((draft) => draft.dirty)];
    return new Set(sheets.map((one) => one.entry)).size + waiting.filter((one) => one.kind === "berkas").length + copies().length;
  }

  async function leave(form) {
    for (const key of copies()) localStorage.removeItem(key);
    await askWorker({ signOut: person });
    if (navigator.onLine) return form.submit();
    signOutLater();
    return location.assign("/tanpa-sinyal/");
  }

  function choice(label, kind, work) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button ${kind}`;
    button.textContent = label;
    button.addEventListener("click", work);
    return button;
  }

  function ask(form, count) {
    const box = document.createElement("dialog");
    box.className = "ask";
    box.setAttribute("aria-labelledby", "keluar-judul");
    const title = document.createElement("h2");
    title.id = "keluar-judul";
    title.textContent = `${count} pekerjaan belum terkirim`;
    const words = document.createElement("p");
    words.textContent =
      "Isian atau berkas di HP ini belum sampai ke kantor. Kalau Anda keluar sekarang, semuanya tetap tersimpan di HP ini, " +
      "hanya untuk Anda, dan terkirim setelah Anda masuk lagi.";
    if (copies().length) words.textContent += " Yang baru diketik dan belum disimpan hilang.";
    const row = document.createElement("div");
    row.className = "actions";
    row.append(
      choice("Kirim dulu", "", () => location.assign("/isian/di-hp-ini/?kirim=1")),
      choice("Keluar saja", "quiet", () => leave(form)),
      choice("Batal", "quiet", () => box.close()),
    );
    box.append(title, words, row);
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }

  async function begin(form) {
    const count = await unsent().catch(() => 0);
    if (count) ask(form, count);
    else await leave(form);
  }

  return { begin };
})();
