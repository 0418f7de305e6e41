// Paper sheets by keyboard: each Enter saves the line under its own key, in order, without reloading the page.
// A line that is wrong returns to the box with its sentence; one that could not be sent waits here and on this device,
// and goes out again with the same key, so that it is stored once. Without this file the form works the same.
(() => {
  "use strict";

  const form = document.querySelector("form[data-piling]");
  if (!form) return;
  const box = form.querySelector("textarea");
  const wrong = form.querySelector("[data-wrong]");
  const waiting = form.querySelector("[data-waiting]");
  const lines = document.querySelector("[data-lines]");
  const KEPT = `cermat:kertas:${document.body.dataset.person}:${form.dataset.piling}`;
  const PAUSE = 3000;
  let queue = [];
  let problems = [...wrong.children].map((one) => {
    const [text, ...words] = [...one.childNodes].map((part) => part.textContent.trim()).filter(Boolean);
    return { text, sentence: words.join(" ") };
  });
  let busy = false;

  const remember = () => {
    try {
      if (queue.length) localStorage.setItem(KEPT, JSON.stringify(queue));
      else localStorage.removeItem(KEPT);
    } catch {
      // a private window: the lines wait in this page only
    }
  };

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID exists only where the address is secure
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const say = (offline) => {
    waiting.textContent = !queue.length ? "" : offline ? `${queue.length} lembar menunggu sambungan` : "Menyimpan…";
    form.toggleAttribute("data-dirty", queue.length > 0 || box.value.trim() !== "");
  };

  const element = (name, text, label) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (label) made.dataset.label = label;
    return made;
  };

  const shown = (text, number, count) => {
    const [before, ...after] = text.split(";");
    const digits = before.trim().match(/^[\d\s-]*[\d-](?=\s|$)/);
    const row = document.createElement("tr");
    const place = element("th", count);
    place.scope = "row";
    const answers = element("td", "", "Jawaban");
    const code = element("span", digits ? digits[0] : before.trim());
    code.className = "code";
    answers.append(code);
    const change = element("td", "");
    const link = element("a", "Perbaiki");
    link.className = "button plain small";
    link.href = lines.dataset.address.replace(/0\/$/, `${number}/`);
    link.setAttribute("aria-label", `Perbaiki lembar ${count}`);
    change.append(link);
    row.append(place, answers, element("td", before.trim().slice(digits ? digits[0].length : 0).trim(), "Responden"));
    row.append(element("td", after.join(";").trim(), "Saran"), change);
    lines.prepend(row);
  };

  // A sentence stays as long as its line stands in the box.
  const tell = () => {
    const typed = box.value.split("\n").map((one) => one.trim());
    problems = problems.filter((one) => typed.includes(one.text));
    wrong.textContent = "";
    for (const one of problems) {
      const told = element("div", "");
      told.className = "error";
      const code = element("span", one.text.slice(0, 40));
      code.className = "code";
      told.append(code, ` ${one.sentence}`);
      wrong.append(told);
    }
  };

  // Above what is being typed: whoever types on without looking types into a line of its own.
  const giveBack = (found) => {
    const texts = found.map((one) => `${one.text}\n`).join("");
    const place = box.selectionStart + texts.length;
    box.value = texts + box.value;
    box.setSelectionRange(place, place);
    problems = [...found, ...problems];
    tell();
  };

  const settle = (line, answer) => {
    queue.shift();
    remember();
    if (answer.numbers) {
      shown(line.text, answer.numbers[0], answer.count);
      for (const one of document.querySelectorAll("[data-count]")) one.textContent = answer.count;
      document.querySelector("[data-empty]").hidden = true;
      for (const one of document.querySelectorAll("[data-storing]")) one.hidden = false;
      return;
    }
    giveBack(answer.wrong || [{ text: line.text, sentence: answer.message || "Baris ini belum tersimpan." }]);
  };

  const send = async () => {
    if (busy || !queue.length) return;
    busy = true;
    say(false);
    const line = queue[0];
    const data = new FormData(form);
    data.set("lines", line.text);
    data.set("_key", line.key);
    let answer = null;
    try {
      const response = await fetch(location.pathname, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (response.status < 500 && response.url.endsWith(location.pathname)) {
        answer = JSON.parse(await response.text());
      }
    } catch {
      answer = null; // no connection, or an answer from somebody in between: the line waits
    }
    busy = false;
    if (answer) {
      settle(line, answer);
      say(false);
      send();
    } else {
      say(true);
      setTimeout(send, PAUSE);
    }
  };

  const enqueue = (texts) => {
    for (const text of texts) if (text.trim()) queue.push({ text: text.trim(), key: newKey() });
    remember();
    tell();
    say(false);
    send();
  };

  box.addEventListener("input", tell);

  // Enter sends the line in which the caret stands; what else stands in the box stays.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const all = box.value.split("\n");
    const at = box.value.slice(0, box.selectionStart).split("\n").length - 1;
    const [line] = all.splice(at, 1);
    if (at && at === all.length) all.push(""); // under a line that came back: the next one is not typed into it
    box.value = all.join("\n");
    const caret = all.slice(0, at).join("\n").length + (at ? 1 : 0);
    box.setSelectionRange(caret, caret);
    if (line.trim()) enqueue([line]);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const texts = box.value.split("\n");
    box.value = "";
    enqueue(texts);
    box.focus();
  });

  // Nothing else is done with the pile while lines still wait.
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-storing], [data-storing] button");
    if (!act || !queue.length) return;
    event.preventDefault();
    waiting.textContent = "Tunggu sampai semua lembar tersimpan.";
  });

  try {
    queue = JSON.parse(localStorage.getItem(KEPT) || "[]");
  } catch {
    queue = [];
  }
  addEventListener("online", send);
  box.focus();
  send();
})();
