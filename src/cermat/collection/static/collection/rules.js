// While a row is filled in: its computed figure, and which of its rules the typing breaks. Sooner than the server says
// it, and only to help: the server judges again, exactly, and its word counts. A row's <script type="application/json">
// holds formula and conditions as lists, [">", "lapor", "mati"], and the figures around it that nobody types here.
(() => {
  "use strict";

  const { read, write } = window.Cermat;
  const COMPARE = {
    "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
    "=": (a, b) => a === b, "==": (a, b) => a === b, "!=": (a, b) => a !== b,
  };
  const RECKON = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => (b === 0 ? null : a / b) };
  const TONES = { tanya: "notice info" };
  const rows = new Map();

  // A figure, or null where one that is needed is missing or does not exist: missing is never zero.
  const figure = (node, find) => {
    if (typeof node === "number") return node;
    if (typeof node === "string") return find(node);
    const [sign, ...parts] = node;
    const values = parts.map((part) => figure(part, find));
    if (values.includes(null)) return null;
    if (values.length === 1) return sign === "abs" ? Math.abs(values[0]) : -values[0];
    return tidy(RECKON[sign](...values));
  };

  // 0.1 + 0.2 is 0.3 here as well, so that nobody is told of a rule that exact arithmetic does not see broken.
  const tidy = (value) => (value === null ? null : Number(value.toPrecision(12)));

  // true, false, or null where it cannot be told; what is decided without the missing part stays decided.
  const holds = ([sign, left, right], find) => {
    if (sign === "and" || sign === "or") {
      const answers = [holds(left, find), holds(right, find)];
      const decisive = sign === "or";
      if (answers.includes(decisive)) return decisive;
      return answers.includes(null) ? null : !decisive;
    }
    const [a, b] = [figure(left, find), figure(right, find)];
    return a === null || b === null ? null : COMPARE[sign](a, b);
  };

  const answer = (row, key) => {
    if (key in row.data.autos) return row.data.autos[key];
    const { elements } = row.form;
    const [kind, chosen] = (elements.namedItem(`a:${row.code}:${key}`)?.value ?? "angka").split(":");
    if (kind === "nihil" || kind === "tidak") return 0;
    if (kind === "ya") return 1;
    if (kind !== "angka") return null;
    const typed = chosen ?? elements.namedItem(`v:${row.code}:${key}`)?.value ?? "";
    return typed.trim() ? read(typed) : null;
  };

  const reason = (row) => row.form.elements.namedItem(`v:${row.code}:penjelasan`)?.value.trim() ?? "";

  const finder = (row) => (name) => {
    if (name in row.data.fields) return answer(row, name);
    if (name === "hasil") return result(row);
    if (name === "tanpa_alasan") return reason(row) ? 0 : 1;
    const [other, key] = name.split(".");
    if (rows.has(other)) return key ? answer(rows.get(other), key) : result(rows.get(other));
    return row.data.known[name] ?? null;
  };

  const result = (row) => figure(row.data.formula, (key) => answer(row, key));

  const outOfBounds = (row) =>
    Object.entries(row.data.fields).flatMap(([key, { label, least, most, decimals }]) => {
      const value = key in row.data.autos ? null : answer(row, key);
      if (value === null) return [];
      if (least !== null && value < least) return [`${label} tidak boleh kurang dari ${write(least)}.`];
      if (most !== null && value > most) return [`${label} paling tinggi ${write(most)}.`];
      if (tidy(value * 10 ** decimals) % 1 === 0) return [];
      return [`${label}: ${decimals ? `paling banyak ${decimals} desimal` : "isi bilangan bulat"}.`];
    });

  const broken = (row) => {
    const find = finder(row);
    const named = (message) =>
      message.replace(/\{([^{}]*)\}/g, (_all, name) => {
        const value = find(name.replaceAll("-", "_"));
        return value === null ? "–" : write(value, Number.isInteger(value) ? 0 : 2);
      });
    const rules = row.data.rules.filter((rule) => holds(rule.when, find) === true);
    const unanswered = rules.filter((rule) => rule.kind === "hard" || !reason(row));
    return [
      ...outOfBounds(row).map((message) => ({ kind: "hard", message })),
      ...unanswered.map(({ kind, message }) => ({ kind, message: named(message) })),
    ];
  };

  const tell = (row) => {
    const computed = row.card.querySelector("[data-computed]");
    const value = result(row);
    if (computed) {
      const unit = row.data.unit === "persen" ? "%" : row.data.unit;
      computed.textContent = value === null ? "Belum dapat dihitung" : `${write(value, 2)} ${unit}`.trim();
    }
    const found = broken(row);
    const said = JSON.stringify(found);
    if (row.said === said) return;
    row.said = said;
    row.told.replaceChildren(
      ...found.map(({ kind, message }) => {
        const line = document.createElement("p");
        line.className = TONES[kind] ?? "notice";
        line.textContent = message;
        return line;
      }),
    );
    if (found.some(({ kind, message }) => kind !== "hard" || /alasan|jelas/i.test(message))) {
      const explanation = row.card.querySelector("input[name$=':penjelasan']")?.closest("details");
      if (explanation) explanation.open = true;
    }
  };

  for (const card of document.querySelectorAll("[data-row]")) {
    const data = JSON.parse(card.querySelector("script[type='application/json']").textContent);
    const row = { card, data, code: card.dataset.row, form: card.closest("form"), told: card.querySelector("[data-told]") };
    rows.set(data.name, row);
  }
  if (!rows.size) return;

  // A rule may look at other rows: those that look at this one are asked again too.
  const names = (node) => (Array.isArray(node) ? node.slice(1).flatMap(names) : [node]);
  const looksAt = (row, other) =>
    row.data.rules.some((rule) => names(rule.when).some((name) => String(name).split(".")[0] === other.data.name));
  const check = (event) => {
    const code = (event.target.name ?? "").split(":")[1];
    const changed = [...rows.values()].find((row) => row.code === code);
    if (!changed) return;
    for (const row of rows.values()) if (row === changed || looksAt(row, changed)) tell(row);
  };
  document.addEventListener("input", check);
  document.addEventListener("change", check);
})();
