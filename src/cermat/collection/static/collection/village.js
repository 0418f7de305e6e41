// What-if on the rows of an index, live: the same sum as the server's, with whole numbers.
//   <form data-trial data-scale="6300" data-decimals="4"> <input type="range" data-weight="12"> <data data-grade="Maju" value="0.7073">
// The server computes again when the form is sent, and its figure counts.
(() => {
  "use strict";

  const form = document.querySelector("form[data-trial]");
  if (!form) return;
  const scale = BigInt(form.dataset.scale);
  const decimals = Number(form.dataset.decimals);
  const rows = [...form.querySelectorAll("[data-weight]")]; // sliders; a select where a row has no whole points
  const grades = [...form.querySelectorAll("[data-grade]")];
  const put = (name, text) => {
    form.querySelector(`[data-trial-${name}]`).textContent = text;
  };
  const units = (text) => {
    const [whole, part = ""] = text.split(".");
    return BigInt(whole + part.padEnd(decimals, "0").slice(0, decimals));
  };

  // The number and the words of the level follow the slider, for the eye and for a screen reader.
  const tell = (input) => {
    const box = input.closest(".slider");
    const level = box.querySelector(`li[value="${input.value}"]`);
    const words = level && level.dataset.words !== undefined ? level.textContent : "";
    box.querySelector("output").textContent = input.value;
    box.querySelector("[data-told]").textContent = words;
    input.setAttribute("aria-valuetext", words ? `${input.value}: ${words}` : input.value);
  };

  const compute = () => {
    if (rows.some((one) => one.value === "")) return; // only the server knows what such a row counts
    const sum = rows.reduce((total, one) => total + BigInt(one.value) * BigInt(one.dataset.weight), 0n);
    const shown = (sum * 10n ** BigInt(decimals) * 2n + scale) / (2n * scale); // half up
    const text = shown.toString().padStart(decimals + 1, "0");
    put("index", `${text.slice(0, -decimals)},${text.slice(-decimals)}`);
    const reached = grades.filter((one) => shown >= units(one.getAttribute("value")));
    put("label", reached.length ? reached[reached.length - 1].dataset.grade : "–");
    put("changed", rows.filter((one) => one.value !== one.dataset.standing).length);
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "range") tell(event.target);
    compute();
  });
  compute();
})();
