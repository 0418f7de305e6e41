// The review desk by keyboard. data-key="j n" names the keys of a link or button; nothing happens while somebody types
// or with Ctrl, Alt or Meta. v asks once more before it validates; the page works without any of this.
(() => {
  "use strict";

  const help = document.querySelector(".keys");
  if (help) help.hidden = false;

  // Who speaks to the device presses letters without meaning to: the keys can be switched off, on this device.
  const OFF = "cermat:tanpa-pintasan";
  const remember = (work) => {
    try { return work(localStorage); } catch { return null; } // a browser that keeps nothing: until the page is left
  };
  let isOff = Boolean(remember((store) => store.getItem(OFF)));
  const toggle = help && help.querySelector("button");
  const name = () => { toggle.textContent = isOff ? "Nyalakan pintasan" : "Matikan pintasan"; };
  if (toggle) {
    name();
    toggle.addEventListener("click", () => {
      isOff = !isOff;
      remember((store) => (isOff ? store.setItem(OFF, "1") : store.removeItem(OFF)));
      name();
    });
  }

  const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  const held = (event) => event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat;

  // ---- In the queue: from sheet to sheet, and the tick of the one that has the focus.
  const links = [...document.querySelectorAll(".queue > li > .row > a")];
  const step = (by) => {
    const at = links.findIndex((link) => link.closest("li").contains(document.activeElement));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
    if (next) next.focus();
  };
  const tick = () => {
    const row = document.activeElement.closest(".queue > li");
    const box = row && row.querySelector("input[type=checkbox]");
    if (box) box.click();
  };

  // ---- On a sheet.
  const validation = document.getElementById("validasi");
  const button = validation && validation.querySelector("[data-key=v]");
  const told = validation && validation.querySelector("[role=status]");
  const asks = () =>
    [...document.querySelectorAll("#pengembalian :is(input[name^='m:'], textarea)")].filter((one) => one.value.trim());

  const arm = () => {
    if (button.classList.contains("armed")) return validation.requestSubmit(button);
    button.classList.add("armed");
    button.focus();
    told.textContent = "Tekan v sekali lagi atau Enter untuk memvalidasi, Esc untuk batal.";
    return undefined;
  };
  const disarm = () => {
    button.classList.remove("armed");
    told.textContent = "";
  };
  if (button) {
    button.addEventListener("blur", disarm);
    validation.addEventListener("submit", (event) => {
      const written = asks();
      if (!written.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      written[0].focus(); // first: the button loses the focus, and with it what was told
      disarm();
      told.textContent = "Ada permintaan perbaikan yang sudah ditulis. Kembalikan isian ini, atau kosongkan permintaannya.";
    }, true);
  }

  // The next PDF that is still closed; after the last, all of them close.
  const unfold = () => {
    const folds = [...document.querySelectorAll("[data-frame]")];
    const next = folds.find((fold) => !fold.open);
    for (const fold of folds) fold.open = next ? fold.open || fold === next : false;
    (next || folds[0])?.scrollIntoView({ block: "nearest" });
  };

  const follow = (key) => {
    const found = document.querySelector(`[data-key~="${key}"]`);
    if (!found) return false;
    if (found === button) arm();
    else if (key === "b") document.querySelector("#pengembalian textarea").focus();
    else found.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button) return disarm();
    const ask = event.target.closest(".ask");
    if (event.key === "Enter" && ask && event.target.matches("input") && !event.isComposing) {
      event.preventDefault(); // other reasons may follow: the sheet goes back by its button alone
      return ask.querySelector("summary").focus();
    }
    if (isOff || held(event) || typing(event.target)) return undefined;
    const key = event.key.toLowerCase();
    let done = true;
    if (links.length && (key === "j" || key === "k")) step(key === "j" ? 1 : -1);
    else if (links.length && key === "x") tick();
    else if (button && key === "p") unfold();
    else done = /^[a-z]$/.test(key) && follow(key);
    if (done) event.preventDefault();
    return undefined;
  });

  // The reason stands under its row: opening it puts the cursor there.
  document.addEventListener("toggle", (event) => {
    const fold = event.target;
    if (fold.matches && fold.matches(".ask") && fold.open) fold.querySelector("input").focus();
  }, true);
})();
