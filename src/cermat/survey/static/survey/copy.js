// <button data-copy="https://…" hidden>: copies what it names. The clipboard asks for https; where an office's own
// network has none, or the browser refuses, the text is selected and copied as a person would.
(() => {
  "use strict";

  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");

  const copySelected = text => {
    const area = document.createElement("textarea");
    const before = document.activeElement;
    area.className = "visually-hidden";
    area.readOnly = true;
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    before?.focus();
    return isDone;
  };

  const copy = async text => {
    if (!navigator.clipboard) return copySelected(text);
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copySelected(text);
    }
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.firstChild;
    const words = label.data;
    document.body.append(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const isDone = await copy(button.dataset.copy);
      label.data = isDone ? "Tersalin" : "Tidak tersalin";
      said.textContent = isDone ? "Alamat tersalin." : "Alamat tidak tersalin. Pilih teks alamatnya, lalu salin sendiri.";
      setTimeout(() => { label.data = words; said.textContent = ""; }, 2_000);
    });
  }
})();
