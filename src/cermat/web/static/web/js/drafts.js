// <form data-draft="7"> keeps a copy of the typing on this device until the server has it. The value is the version of
// the thing on the page (any text): a copy made on an older version is offered with a warning, never put in silently.
// One copy per person and page; gone after the server said yes, after signing out, or after seven days.
(() => {
  "use strict";

  const PREFIX = "cermat:draft:";
  const WEEK = 7 * 24 * 3600 * 1000;
  const person = document.body.dataset.person;
  const store = (() => {
    try {
      localStorage.setItem(PREFIX + "try", "1");
      localStorage.removeItem(PREFIX + "try");
      return localStorage;
    } catch {
      return null; // private window or full: the page works, it only keeps no copy
    }
  })();
  if (store && location.pathname === "/accounts/login/") { // the server has ended what ended here without signal (shell.js)
    for (const key of Object.keys(store)) if (key.startsWith("cermat:keluar:")) store.removeItem(key);
  }
  if (!store || !person) return;

  // A sheet that keeps its answers itself (keeping.js) has a better place for them, where the browser gives it one: of
  // such a form only the rest is copied: what is decided about files that wait, and places that are to be forgotten.
  const keepsItself = isSecureContext && "indexedDB" in self;
  const NEVER = /^(_|csrf|password|version$|asal$|peserta$)/;
  const ANSWERS = /^(([avr]|unit|nama):|(note|channel|channel_note|hapus|keluar)$)/;

  const keyOf = (form) => `${PREFIX}${person}:${location.pathname}:${form.id || form.getAttribute("action") || ""}`;
  const ours = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const isCopied = (form, name) => !NEVER.test(name) && !(keepsItself && form.dataset.keeps !== undefined && ANSWERS.test(name));
  const typing = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && isCopied(form, name));
  const said = (form) => JSON.stringify(typing(form));
  const shown = new Map(); // form → what stood in it when the page came
  for (const form of document.querySelectorAll("form[data-draft]")) shown.set(form, said(form));

  for (const key of ours()) {
    const copy = JSON.parse(store.getItem(key));
    if (!copy || Date.now() - copy.at > WEEK) store.removeItem(key);
  }

  // The last page sent a form; this page says whether the server took it.
  const sent = sessionStorage.getItem(PREFIX + "sent");
  if (sent && document.querySelector(".notice.success, .notice.ok")) store.removeItem(sent);
  sessionStorage.removeItem(PREFIX + "sent");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.draft !== undefined && !event.defaultPrevented) sessionStorage.setItem(PREFIX + "sent", keyOf(form));
    if (form.dataset.signsOut !== undefined && typeof Shell === "undefined") { // else leaving.js asks first
      for (const key of ours()) if (key.startsWith(`${PREFIX}${person}:`)) store.removeItem(key);
    }
  });

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || form.dataset.draft === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (said(form) === shown.get(form)) return store.removeItem(keyOf(form));
      try {
        store.setItem(keyOf(form), JSON.stringify({ at: Date.now(), version: form.dataset.draft, data: typing(form) }));
      } catch {
        // no room left on the device: the server's own save still works
      }
    }, 400);
  });

  // The office has all of it (keeping.js).
  document.addEventListener("cermat:stored", ({ target: form }) => {
    clearTimeout(timer);
    shown.set(form, said(form));
    store.removeItem(keyOf(form));
    delete form.dataset.dirty;
  });

  const putBack = (form, data) => {
    for (const box of form.querySelectorAll("input[type=checkbox], input[type=radio]")) {
      box.checked = data.some(([name, value]) => name === box.name && value === box.value);
    }
    for (const [name, value] of data) {
      const input = form.elements.namedItem(name);
      if (input && input.type !== "hidden" && "value" in input && !(input instanceof RadioNodeList)) input.value = value;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    for (const input of form.querySelectorAll("input[data-number]")) input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const offer = (form, key, copy) => {
    const box = document.createElement("div");
    box.className = "notice info";
    box.setAttribute("role", "status");
    const when = new Date(copy.at).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short" });
    const words = document.createElement("p");
    words.textContent = `Tersimpan di perangkat ini: ketikan ${when} yang belum terkirim.`;
    if (copy.version !== form.dataset.draft) words.textContent += " Isian di server sudah berubah sejak itu; periksa dulu.";
    const yes = document.createElement("button");
    yes.type = "button";
    yes.className = "button small";
    yes.textContent = "Pulihkan";
    yes.addEventListener("click", () => {
      putBack(form, copy.data);
      box.remove();
    });
    const no = document.createElement("button");
    no.type = "button";
    no.className = "button quiet small";
    no.textContent = "Buang";
    no.addEventListener("click", () => {
      store.removeItem(key);
      box.remove();
    });
    box.append(words, yes, no);
    form.before(box);
  };

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = keyOf(form);
    const copy = JSON.parse(store.getItem(key) || "null");
    if (copy && JSON.stringify(copy.data) !== shown.get(form)) offer(form, key, copy);
    else if (copy) store.removeItem(key);
  }
})();
