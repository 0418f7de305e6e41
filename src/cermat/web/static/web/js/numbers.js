// Beside a number that is being typed: how it will be read (dots for thousands), and what follows from it.
//   <input data-number>                              → 412500000 is read as 412.500.000; “12,” may go on: that
//                                                      it cannot be read is said when the field is left
//   <output data-percent="realisasi baku">           → realisasi ÷ baku × 100, by the names of the inputs
//   <output data-sum="laki_laki perempuan">          → the sum
// The server computes again and its figure counts; this is only for the eye.
(() => {
  "use strict";

  // As lib.numbers reads them: a point before exactly three digits groups, one or two digits behind it are decimals.
  const read = (text) => {
    let bare = text.trim().replace(/^rp\.?\s*/i, "").replace(/\s*(%|,-)$/, "").replace("−", "-");
    if (/^-?[1-9]\d{0,2}([^\S\n]\d{3})+(,\d+)?$/.test(bare)) bare = bare.replace(/\s/g, "");
    if (/^-?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?$/.test(bare)) bare = bare.replaceAll(".", "").replace(",", ".");
    else if (!/^-?\d+\.\d{1,2}$/.test(bare)) return null;
    return Number(bare);
  };
  const write = (value, decimals = 6) =>
    value.toLocaleString("id-ID", { maximumFractionDigits: decimals }).replace("-", "−");

  window.Cermat = { ...window.Cermat, read, write };

  const show = (input, isTyping = false) => {
    const output = input.nextElementSibling;
    if (!output || !output.classList.contains("readable")) return;
    const value = read(input.value);
    const plain = input.value.trim();
    if (!plain) output.textContent = "";
    else if (value === null && isTyping) output.textContent = "";
    else if (value === null) output.textContent = "Belum terbaca sebagai angka. Contoh: 1.250 atau 84,21";
    else output.textContent = Math.abs(value) >= 1000 && write(value) !== plain ? `dibaca ${write(value)}` : "";
  };

  const valueOf = (form, name) => {
    const input = form.elements.namedItem(name);
    return input && "value" in input ? read(input.value) : null;
  };

  const compute = (form) => {
    for (const output of form.querySelectorAll("output[data-percent]")) {
      const [part, whole] = output.dataset.percent.split(" ").map((name) => valueOf(form, name));
      output.textContent = part === null || !whole ? "–" : `${write((part / whole) * 100, 2)} %`;
    }
    for (const output of form.querySelectorAll("output[data-sum]")) {
      const values = output.dataset.sum.split(" ").map((name) => valueOf(form, name));
      output.textContent = values.includes(null) ? "–" : write(values.reduce((a, b) => a + b, 0));
    }
  };

  for (const input of document.querySelectorAll("input[data-number]")) {
    if (!input.nextElementSibling || !input.nextElementSibling.classList.contains("readable")) {
      const output = document.createElement("span");
      output.className = "readable";
      output.setAttribute("aria-live", "polite");
      input.after(output);
    }
    show(input);
  }
  for (const form of document.forms) compute(form);

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (input.dataset.number !== undefined) show(input, input === document.activeElement);
    if (input.form) compute(input.form);
  });
  // A moment later: whoever left the field by pressing a button presses it where it still stands.
  document.addEventListener("focusout", ({ target }) => target.dataset.number !== undefined && setTimeout(() => show(target), 300));
})();
