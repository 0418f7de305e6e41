/* The form of a sheet as the other files see it: fields by their names (PDK-01:awal), each with an answer, a value and
   a reason; what the page first showed there; and what this person has changed since. "note" is the note below. */
const Sheet = (() => {
  "use strict";

  const form = document.querySelector("form[data-keeps]");
  if (!form) return null;

  /* The files of evidence come after the first view. */
  const evidence = document.getElementById("bukti-muat");
  addEventListener("load", () => evidence && Shell.load(evidence.dataset.src).catch(() => {}));

  const parts = new Map(); // field → {a, v, r}: its inputs
  for (const input of form.elements) {
    const [, part, field] = /^([avr]):(.+)$/.exec(input.name) || (input.name === "note" ? [0, "v", "note"] : []);
    if (field) parts.set(field, { ...parts.get(field), [part]: input });
  }

  /* Enter goes on to the next field: a sheet is handed on by its button alone. */
  form.addEventListener("keydown", (event) => {
    const fields = [...form.querySelectorAll("input:not([type=file], [type=checkbox]), textarea")].filter((one) => one.offsetParent);
    const at = fields.indexOf(event.target);
    if (event.key !== "Enter" || event.isComposing || at < 0 || event.target.matches("textarea")) return;
    event.preventDefault();
    fields[at + 1]?.focus();
  });

  const hidden = (name) => form.querySelector(`input[type=hidden][name="${name}"]`);
  const base = JSON.parse(hidden("asal").value || "{}");
  base.note = ["", (parts.get("note")?.v.defaultValue || "").trim(), ""];

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const fields = () => [...parts.keys()].filter((field) => field in base);
  const codeOf = (field) => field.split(":")[0];

  function typed(field) {
    const { a, v, r } = parts.get(field);
    return [a ? a.value : base[field][0], v ? v.value.trim() : "", r ? r.value.trim() : ""];
  }

  const isTouched = (field) => !same(typed(field), base[field]);
  const changed = new Set(); // what this page knows of: touched here, also where it has been taken back since
  const touched = () => fields().filter((field) => isTouched(field) && changed.add(field));

  function put(field, [answer, value, reason]) {
    const { a, v, r } = parts.get(field);
    if (a) a.value = answer;
    if (v) v.value = value;
    if (r) r.value = reason;
    if (v && v.dataset.number !== undefined) v.dispatchEvent(new Event("input", { bubbles: true }));
    const fold = v && v.closest("details.fold");
    if (fold && value) fold.open = true;
  }

  /* 1250 and 1.250 say the same. */
  const plain = ([answer, value, reason]) => [answer || "angka", value.replace(/\.(?=\d{3}(\D|$))/g, ""), reason];
  const isSaidOtherwise = (field, other) => !same(plain(other), plain(base[field]));

  /* What the office shows by now goes into the inputs that this person has left alone. → how many changed. While a
     field that both have changed is open the page keeps its old version: the form alone would overwrite it unseen. */
  function refresh(fresh, version) {
    const newer = fields().filter((field) => fresh[field] && isSaidOtherwise(field, fresh[field]));
    const mine = newer.filter((field) => !isTouched(field));
    for (const field of mine) {
      base[field] = fresh[field];
      put(field, fresh[field]);
    }
    if (version > number() && newer.length === mine.length) setVersion(version);
    return mine.length;
  }

  /* The office has it so by now. Another tab of the same person may have sent it: then it is shown here, too. */
  function take(field, value) {
    if (!(field in base)) return;
    const isOthers = !changed.has(field) && !isTouched(field);
    base[field] = value;
    if (isOthers && isTouched(field)) put(field, value);
  }

  function nameOf(field) {
    const { a, v } = parts.get(field);
    const input = v && v.type !== "hidden" ? v : a;
    const label = (input.labels[0] && input.labels[0].textContent) || input.getAttribute("aria-label") || "";
    const card = input.closest(".card")?.querySelector("h3")?.textContent || "";
    return [card.trim(), label.replace(/\(boleh kosong\)/, "").trim()].filter(Boolean).join(": ");
  }

  const number = () => Number(hidden("version").value);
  function setVersion(newer) {
    hidden("version").value = newer;
    const asal = { ...base };
    delete asal.note;
    hidden("asal").value = JSON.stringify(asal); // a form that is sent without these files tells the truth, too
  }

  /* The inputs of a sending, as the door takes them. `own`: what waits or may have arrived of these fields. */
  function sending(names, own, more = {}) {
    const found = { version: number(), ...more };
    const first = {};
    const shown = new Set(names);
    for (const field of names) if (field !== "note") shown.add(`${codeOf(field)}:penjelasan`);
    for (const field of shown) {
      if (!parts.has(field) || !(field in base)) continue;
      if (field === "note") {
        found.note = typed(field)[1];
        found.asal_note = base.note[1];
        continue;
      }
      for (const [part, input] of Object.entries(parts.get(field))) found[`${part}:${field}`] = input.value;
      first[field] = base[field];
    }
    for (const name of ["channel", "channel_note"]) {
      const input = form.elements.namedItem(name);
      if (input) found[name] = input.value;
    }
    found.asal = JSON.stringify(first);
    found.sendiri = JSON.stringify(own);
    return found;
  }

  return { form, base, parts, fields, typed, touched, isTouched, changed, put, take, refresh, nameOf, version: number, setVersion, sending, same, codeOf };
})();
