// Forms feel better live: a sent form says so, an unsaved one warns. Without this file every form works the same.
(() => {
  "use strict";

  const body = document.body;

  // A double click is harmless (the server stores once); the person should still see that something happens.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.dataset.signsOut !== undefined) return;
    const button = event.submitter;
    form.dataset.sent = "1";
    setTimeout(() => {
      for (const other of form.querySelectorAll("button:not([type=button])")) other.setAttribute("aria-busy", "true");
      if (button && button.classList.contains("button")) {
        button.dataset.label = button.textContent;
        button.textContent = body.dataset.sending;
      }
    });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("button[aria-busy=true]")) event.preventDefault();
  });

  // Coming back through the browser's history: the buttons work again.
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[aria-busy=true]")) {
      button.removeAttribute("aria-busy");
      if (button.dataset.label) button.textContent = button.dataset.label;
    }
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // <form data-warn>: leaving with unsaved typing asks once.
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.dataset.warn !== undefined) form.dataset.dirty = "1";
  });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-warn][data-dirty]:not([data-sent])")) event.preventDefault();
  });

  // Menus close with Escape and with a click elsewhere.
  const menus = () => document.querySelectorAll("details.who[open], .places details[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });

  // <select data-submit> in a filter sends it at once; the button stays for those without this file.
  document.addEventListener("change", (event) => {
    if (event.target.dataset.submit !== undefined) event.target.form.requestSubmit();
  });

  // A page with errors starts at the first of them.
  const wrong = document.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
})();
