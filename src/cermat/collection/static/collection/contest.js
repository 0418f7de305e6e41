/* Candidates of a contest: each new one has a line with a key made on this device, so that it is entered once however
   often it is sent. Once the office has it the line becomes a candidate with its marks. */
(() => {
  "use strict";

  const box = document.getElementById("baru");
  if (!Sheet || !box) return;
  const { form } = Sheet;
  const first = box.querySelector("[data-line=baru]");
  const blank = first.cloneNode(true);
  const made = new Map(); // key of a line → what the candidate is called on the sheet
  let coming = Promise.resolve();

  const newKey = () => `B${Device.newKey().replaceAll("-", "")}`;
  const lines = () => [...box.querySelectorAll("[data-line]")];
  const fieldOf = (line) => `${line.dataset.line}:nama`;

  function name(line, key) {
    line.dataset.line = key;
    for (const one of line.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const kind of ["name", "id", "for", "aria-describedby"]) {
        if (one.hasAttribute(kind)) one.setAttribute(kind, one.getAttribute(kind).replace(/baru$/, key));
      }
    }
    Sheet.adopt(line.querySelectorAll("[name]"), { [`${key}:nama`]: ["", "", ""] });
    return line;
  }

  const grow = () => lines().at(-1).after(name(blank.cloneNode(true), newKey()));

  /* There is always one line that nothing stands in. */
  function another() {
    const [answer, value] = Sheet.typed(fieldOf(lines().at(-1)));
    if (answer && value) grow();
  }

  const isDone = (line) =>
    made.has(line.dataset.line) && !Sheet.isTouched(fieldOf(line)) && !line.contains(document.activeElement) && !line.querySelector(".both");

  /* Lines whose candidates the office has give way to them, when nobody is typing there. */
  async function turn(isNews) {
    const done = lines().filter(isDone);
    if (!done.length && !isNews) return;
    const reply = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const shown = JSON.parse(page.querySelector("form[data-keeps] input[name=asal]")?.value || "{}");
    for (const card of page.querySelectorAll("section.marks")) if (!document.getElementById(card.id)) bring(card, shown);
    for (const line of done.filter((one) => isDone(one) && document.getElementById(made.get(one.dataset.line)))) drop(line);
  }

  function bring(card, shown) {
    box.before(document.adoptNode(card));
    Sheet.adopt(card.querySelectorAll("[name]"), shown);
  }

  function drop(line) {
    if (lines().length === 1) grow();
    Draft.dropped.add(fieldOf(line));
    Sheet.forget(fieldOf(line));
    line.remove();
  }

  const later = (isNews = false) => (coming = coming.then(() => turn(isNews)).catch(() => {})); // without signal: the next time

  /* A candidate that is called otherwise by now is so in its heading, too. */
  function head(card) {
    const { a, v } = Sheet.parts.get(`${card.id}:nama`) || {};
    const [number] = /^\d+\./.exec(card.querySelector("h3").textContent) || [];
    if (v && number && !Sheet.isTouched(`${card.id}:nama`)) card.querySelector("h3").textContent = `${number} ${v.value.trim()}, ${a.selectedOptions[0].text}`;
  }

  /* A line of before, put back from this device: above the empty one. */
  form.addEventListener("cermat:line", ({ detail: key }) => lines().at(-1).before(name(blank.cloneNode(true), key)));
  form.addEventListener("cermat:kept", ({ detail: told }) => {
    for (const [key, candidate] of Object.entries(told.made || {})) made.set(key, candidate);
    const isNews = Object.keys(told.fresh || {}).some((field) => /^P\d+:nama$/.test(field) && !Sheet.parts.has(field));
    document.querySelectorAll("section.marks").forEach(head);
    later(isNews);
  });
  box.addEventListener("input", another);
  box.addEventListener("focusout", () => setTimeout(later, 0));

  for (const line of lines()) name(line, line.dataset.line === "baru" ? newKey() : line.dataset.line);
  Sheet.forget("baru:nama");
  another();
})();
