/* What a page says at its fields: both answers where two people differ, what was not accepted, what is new on the
   sheet, and what the sheet no longer asks. */
const Differing = (() => {
  "use strict";

  if (!Sheet) return null;
  const { form, base, parts, put, typed } = Sheet;
  const boxOf = (field) => {
    const { a, v } = parts.get(field);
    return (v || a).closest(".field, td, .fold") || form;
  };

  function element(kind, className, text) {
    const made = document.createElement(kind);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(label, work) {
    const made = element("button", "button quiet small", label);
    made.type = "button";
    made.addEventListener("click", work);
    return made;
  }

  const changed = (field) => (parts.get(field).v || parts.get(field).a).dispatchEvent(new Event("input", { bubbles: true }));

  /* Both values side by side at the field; nothing is stored there until this person has chosen. */
  function showBoth(one) {
    if (!parts.has(one.key)) return;
    const box = boxOf(one.key);
    box.querySelector(".both")?.remove();
    const both = element("div", "notice late both");
    both.setAttribute("role", "alert");
    const who = one.who ? ` oleh ${one.who}` : "";
    both.append(element("p", "", `Sementara itu disimpan${who}. Pilih yang benar:`));
    const pair = element("dl", "pair");
    for (const [term, value] of [["Ketikan Anda", one.mine], ["Yang tersimpan", one.theirs]]) {
      const cell = element("div", "");
      cell.append(element("dt", "", term), element("dd", "", value));
      pair.append(cell);
    }
    const choose = (work) => () => {
      base[one.key] = one.typed;
      work();
      both.remove();
      changed(one.key);
    };
    const row = element("div", "actions");
    row.append(button("Pakai ketikan saya", choose(() => {})), button("Pakai yang tersimpan", choose(() => put(one.key, one.typed))));
    both.append(pair, row);
    box.append(both);
  }

  /* The sentence of the office at the field, until the field is typed into again. */
  function showProblem(field, sentence) {
    if (!parts.has(field)) return;
    const { a, v } = parts.get(field);
    const input = v || a;
    const box = boxOf(field);
    let said = box.querySelector(".error");
    if (!said) {
      said = box.querySelector(`[id="galat-${field.replace(":", "-")}"]`) || element("span", "error");
      said.className = "error";
      if (!said.isConnected) box.append(said);
    }
    said.textContent = sentence;
    input.setAttribute("aria-invalid", "true");
    const was = JSON.stringify(typed(field));
    input.addEventListener("input", function mended() {
      if (JSON.stringify(typed(field)) === was) return;
      input.removeEventListener("input", mended);
      input.removeAttribute("aria-invalid");
      said.textContent = "";
    });
  }

  function show(answer) {
    for (const one of answer.differs || []) showBoth(one);
    for (const [field, sentence] of Object.entries(answer.problems || {})) showProblem(field, sentence);
    for (const field of Object.keys(answer.gone || {})) {
      showProblem(field, field.endsWith(":nama") ? "Peserta ini sudah dikeluarkan, jadi tidak disimpan." : "Baris ini tidak ditanyakan lagi, jadi tidak disimpan.");
    }
  }

  /* Fields that came to the sheet since the typing was begun. */
  function markNew(fields) {
    for (const field of fields) {
      const label = boxOf(field).querySelector("label, .label, summary");
      if (label && !label.querySelector(".new")) label.append(" ", element("span", "new", "baru"));
    }
  }

  /* Typing for fields that the sheet no longer has: shown with its value until this person has read it. */
  function showGone(gone, done) {
    document.getElementById("tidak-ada-lagi")?.remove();
    if (!gone.length) return;
    const box = element("section", "notice");
    box.id = "tidak-ada-lagi";
    box.setAttribute("role", "status");
    box.append(element("p", "", "Formulir ini berubah sejak Anda mengisinya. Baris berikut tidak ditanyakan lagi:"));
    const list = element("ul", "");
    for (const { name, value } of gone) {
      const line = element("li", "");
      line.append(`${name}: `, element("b", "", value));
      list.append(line);
    }
    box.append(list, button("Sudah saya baca", () => {
      box.remove();
      done();
    }));
    form.before(box);
  }

  return { show, markNew, showGone, element, button };
})();
