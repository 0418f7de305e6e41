/* The line at the foot of a sheet that says where its answers are kept. */
const Saying = (() => {
  "use strict";

  if (!Sheet) return null;
  const words = document.getElementById("simpanan");

  function say(text, kind = "", link = "") {
    words.className = `kept ${kind}`;
    if (words.textContent === text) return;
    words.textContent = text;
    if (link) {
      const way = document.createElement("a");
      way.href = link;
      way.textContent = link === HERE ? "Lihat" : "Masuk lagi";
      words.append(" ", way);
    }
  }

  const WAITS = {
    no_signal: "Tanpa sinyal. Tersimpan di HP ini.",
    busy: "Server sedang sibuk. Tersimpan di HP ini.",
    signed_out: "Anda sudah keluar. Tersimpan di HP ini.",
    expired: "Anda sudah keluar. Tersimpan di HP ini.",
    other_person: "Orang lain sedang masuk. Ketikan Anda menunggu di HP ini.",
    no_store: "Tanpa sinyal. Jangan tutup halaman ini: browser ini tidak dapat menyimpan.",
    full: "Penyimpanan HP penuh. Jangan tutup halaman ini sebelum tersimpan.",
  };
  const WITHDRAWN = "Tersimpan di HP ini. Kiriman tadi ditarik; kirim lagi setelah selesai.";
  const HERE = "/isian/di-hp-ini/";

  const hour = (at) => at.replace(" WIB", "");

  function waits(code) {
    const link = ["signed_out", "expired"].includes(code) ? `/accounts/login/?next=${location.pathname}` : HERE;
    say(WAITS[code] || WAITS.no_signal, code === "full" || code === "no_store" ? "late" : "wait", link);
  }

  function waiting(code, finish) {
    waits(code);
    if (finish && ["no_signal", "busy"].includes(code)) say("Menunggu sinyal, lalu terkirim sendiri. Halaman ini boleh ditutup.", "wait", HERE);
  }

  return { say, waits, waiting, hour, WAITS, WITHDRAWN, HERE };
})();
