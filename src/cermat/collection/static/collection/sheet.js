/* The form of a sheet as the other files see it: fields by their names (PDK-01:awal), each with an answer, a value and
   a reason; what the page first showed there; and what this person has changed since. Beside the rows stand "note",
   "sumber" (channel and letter), "P1:nama" (desa/kelurahan and name of a candidate; "B…:nama" one made here) and the
   ticks "hapus:17" and "keluar:1". */
const Sheet = (() => {
  "use strict";

  const form = document.querySelector("form[data-keeps]");
  if (!form) return null;

  /* The files of evidence come after the first view. */
  const evidence = document.getElementById("bukti-muat");
  addEventListener("load", () => evidence && Shell.load(evidence.dataset.src).catch(() => {}));

  const parts = new Map(); // field → {a, v, r}: its inputs
  const BESIDE = { note: ["v", "note"], channel: ["a", "sumber"], channel_note: ["v", "sumber"] };

  /* → [part, field] of an input, nothing where it is none that is saved by itself. */
  function placeOf({ name, value }) {
    if (name === "hapus" || name === "keluar") return ["a", `${name}:${value}`];
    const [, candidate, key] = /^(unit|nama):(.+)$/.exec(name) || [];
    return key ? [candidate === "unit" ? "a" : "v", `${key}:nama`] : /^([avr]):(.+)$/.exec(name)?.slice(1) || BESIDE[name] || [];
  }

  /* Inputs that are there from now on; `first`: what they show by the office's word, as far as it is not known yet. */
  function adopt(inputs, first = {}) {
    for (const input of inputs) {
      const [part, field] = placeOf(input);
      if (!field) continue;
      parts.set(field, { ...parts.get(field), [part]: input });
      if (field in first) base[field] ||= first[field];
    }
  }

  function forget(field) {
    parts.delete(field);
    delete base[field];
    changed.delete(field);
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
  const changed = new Set(); // what this page knows of: touched here, also where it has been taken back since
  adopt(form.elements);
  base.note = ["", (parts.get("note")?.v.defaultValue || "").trim(), ""];

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const fields = () => [...parts.keys()].filter((field) => field in base);
  const codeOf = (field) => field.split(":")[0];

  const isTick = (field) => /^(hapus|keluar):/.test(field);

  /* A source without its letter, a candidate without a name: not worth sending by itself before the rest is there. */
  function isHalf(field) {
    const [answer, value] = typed(field);
    return /^(sumber|(P\d+|B[0-9a-f]{32}):nama)$/.test(field) && Boolean(answer) !== Boolean(value);
  }

  function typed(field) {
    const { a, v, r } = parts.get(field);
    if (isTick(field)) return [a.checked ? "1" : "", "", ""];
    return [a ? a.value : base[field][0], v ? v.value.trim() : "", r ? r.value.trim() : ""];
  }

  const isTouched = (field) => !same(typed(field), base[field]);
  const touched = () => fields().filter((field) => isTouched(field) && changed.add(field));

  function put(field, [answer, value, reason]) {
    const { a, v, r } = parts.get(field);
    if (isTick(field)) return void (a.checked = Boolean(answer));
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
    const label = (input.labels?.[0] && input.labels[0].textContent) || input.getAttribute("aria-label") || "";
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
    for (const field of names) shown.add(`${codeOf(field)}:penjelasan`);
    shown.add("sumber"); // it goes with every answer
    for (const field of shown) {
      if (!parts.has(field) || !(field in base)) continue;
      if (field === "note") {
        found.note = typed(field)[1];
        found.asal_note = base.note[1];
        continue;
      }
      first[field] = base[field];
      if (isTick(field)) found[field] = typed(field)[0];
      else for (const input of Object.values(parts.get(field))) found[input.name] = input.value;
    }
    found.asal = JSON.stringify(first);
    found.sendiri = JSON.stringify(own);
    return found;
  }

  return { form, base, parts, fields, typed, touched, isTouched, isHalf, isTick, changed, adopt, forget, put, take, refresh, nameOf, version: number, setVersion, sending, same, codeOf };
})();
