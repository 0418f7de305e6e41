// <button data-copy="https://…" hidden>: copies what it names. Where a browser gives no clipboard the button stays away.
(() => {
  "use strict";

  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.firstChild;
    const words = label.data;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.data = "Tersalin";
      setTimeout(() => { label.data = words; }, 2_000);
    });
  }
})();
