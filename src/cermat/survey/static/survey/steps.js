/* One question per screen: progress, back and next, digits and Enter, focus on the heading, mistakes at their field. */
const Steps = (() => {
  const form = document.getElementById("survei");
  const words = document.getElementById("kata").dataset;
  const progress = document.getElementById("maju");
  const steps = [...form.querySelectorAll(".step")];
  const isTablet = document.body.classList.contains("tablet");
  const back = form.querySelector("[data-back]");
  const next = form.querySelector("[data-next]");
  const send = form.querySelector("[data-send]");
  let at = 0;

  const heading = (step) => step.querySelector("h2");
  const isQuestion = (step) => step.querySelector("[type=radio]") !== null;
  const isAnswered = (step) => step.querySelector(":checked") !== null;

  /* Draw step `to`. The focus goes to its heading, so that a screen reader reads it and the keyboard starts there. */
  function show(to, { focus = true } = {}) {
    at = Math.max(0, Math.min(to, steps.length - 1));
    steps.forEach((step, number) => step.classList.toggle("on", number === at));
    form.classList.add("ready");
    back.hidden = at === 0;
    next.hidden = at === steps.length - 1;
    send.hidden = !next.hidden;
    progress.hidden = at === 0;
    progress.value = Math.round((100 * at) / (steps.length - 1));
    document.getElementById("kunci").hidden = !isQuestion(steps[at]);
    name();
    if (focus) {
      heading(steps[at]).focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  /* The button says what it does: to start, to go on, to leave out what is nobody's duty. */
  function name() {
    const empty = ![...steps[at].querySelectorAll("select")].some((field) => field.value);
    next.textContent = at === 0 ? words.mulai : !isQuestion(steps[at]) && empty ? words.lewati : words.lanjut;
  }

  /* On a phone the device's own Back goes one question back; a tablet at a counter keeps no history. */
  function go(to) {
    if (!isTablet && to > at) history.pushState({ step: to, depth: (history.state?.depth || 0) + 1 }, "");
    else if (!isTablet && to < at && history.state?.step) return history.back();
    show(to);
  }

  /* The end is one step from the beginning: the device's Back leaves the page. */
  function rewind() {
    if (!isTablet && history.state?.depth) history.go(-history.state.depth);
  }

  /* What is filled in outlives a change of language and a tab that the phone had put to sleep; never a closed tab. */
  const draft = `survei:${form.dataset.code}`;
  function keepDraft() {
    if (!isTablet) stored((box) => box.setItem(draft, new URLSearchParams(new FormData(form)).toString()));
  }

  function stored(work) {
    try {
      return work(sessionStorage);
    } catch {
      return null; // a browser that keeps nothing
    }
  }

  const isOfThisSurvey = (survey) => survey === form.elements.survey.value;

  function restore() {
    const kept = new URLSearchParams(stored((box) => box.getItem(draft)) || "");
    if (isOfThisSurvey(kept.get("survey"))) put(kept);
  }

  function put(entries) {
    for (const [name, value] of entries) {
      const field = form.elements[name];
      if (field && !["key", "token"].includes(name)) field.value = value;
    }
  }

  function fill(fields) {
    reset();
    put(Object.entries(fields));
  }

  const forgetDraft = () => stored((box) => box.removeItem(draft));
  function forget() {
    form.reset();
    forgetDraft();
  }

  function say(name, sentence) {
    const place = document.getElementById(`e-${name}`);
    if (!place) return;
    place.textContent = sentence;
    form.querySelectorAll(`[name="${name}"]`).forEach((field) => field.toggleAttribute("aria-invalid", Boolean(sentence)));
    form.querySelectorAll(`[name="${name}"][aria-invalid]`).forEach((field) => field.setAttribute("aria-invalid", "true"));
  }

  /* Whether step `number` may be left; if not, its mistake is said and its first field has the focus. */
  function check(number) {
    const step = steps[number];
    const service = step.querySelector("[name=service]");
    const missing = isQuestion(step) ? !isAnswered(step) : service !== null && !service.value;
    const field = step.querySelector("[type=radio], [name=service]");
    if (!missing) return true;
    if (number !== at) show(number, { focus: false });
    say(field.name, isQuestion(step) ? words.question : words.service);
    field.focus();
    return false;
  }

  const isComplete = () => steps.every((_step, number) => check(number));

  /* Mistakes that the server found: name → code. */
  function refuse(problems, code) {
    const names = Object.keys(problems);
    for (const name of names) {
      say(name, name.startsWith("q_") ? words.question : name === "service" ? words.service : words[problems[name]] || words.invalid);
    }
    const first = names.map((name) => form.elements[name]).find(Boolean);
    const field = first instanceof RadioNodeList ? first[0] : first;
    show(field ? steps.findIndex((step) => step.contains(field)) : steps.length - 1);
    field?.focus();
    return words[code] || words.invalid;
  }

  function reset() {
    form.reset();
    form.hidden = false;
    form.querySelectorAll("[data-error]").forEach((place) => (place.textContent = ""));
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    show(0, { focus: false });
  }

  function onDigit(event) {
    const options = [...steps[at].querySelectorAll("[type=radio]")];
    const chosen = options[Number(event.key) - 1];
    if (!chosen || event.target.matches("textarea, select, input:not([type=radio])")) return;
    chosen.checked = true;
    chosen.focus();
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  }

  next.addEventListener("click", () => check(at) && go(at + 1));
  back.addEventListener("click", () => go(at - 1));
  form.addEventListener("change", (event) => {
    say(event.target.name, "");
    name();
    keepDraft();
  });
  addEventListener("popstate", (event) => !form.hidden && show(event.state?.step || 0));
  addEventListener("keydown", (event) => {
    if (form.hidden || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (/^[1-9]$/.test(event.key)) onDigit(event);
    const isOwn = event.target.closest?.("button, a, textarea, select");
    if (event.key === "Enter" && !isOwn && at < steps.length - 1) {
      event.preventDefault();
      next.click();
    }
  });

  const wrong = steps.findIndex((step) => step.querySelector("[aria-invalid], [data-error]:not(:empty)"));
  if (wrong < 0 && !isTablet) restore();
  show(Math.max(wrong, 0), { focus: wrong > 0 });
  return { form, words, isTablet, isComplete, isOfThisSurvey, fill, refuse, reset, rewind, forget, forgetDraft, isAt: () => at };
})();
