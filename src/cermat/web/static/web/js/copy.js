// <button data-copy="https://…" hidden>: copies what it names; <button data-copy-from="id" hidden>: what stands in that
// textarea. The clipboard asks for https; where an office's own network has none, or the browser refuses, the text is
// selected and copied as a person would. `data-copied`, `data-not-copied`: what is said afterwards.
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

  const textOf = button => button.dataset.copy ?? document.getElementById(button.dataset.copyFrom).value;

  for (const button of document.querySelectorAll("[data-copy],[data-copy-from]")) {
    const label = button.firstChild;
    const words = label.data;
    document.body.append(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const isDone = await copy(textOf(button));
      label.data = isDone ? "Tersalin" : "Tidak tersalin";
      said.textContent = isDone
        ? button.dataset.copied ?? "Alamat tersalin."
        : button.dataset.notCopied ?? "Alamat tidak tersalin. Pilih teks alamatnya, lalu salin sendiri.";
      setTimeout(() => { label.data = words; said.textContent = ""; }, 2_000);
    });
  }
})();
