/* The tablet at a counter: full screen, back to its start by itself, nothing left of the last person, PIN to leave. */
(() => {
  const IDLE = 30;
  const STILL = 20; // seconds more for somebody who had begun to fill in
  const { form, words } = Steps;
  const done = document.getElementById("selesai");
  const countdown = document.getElementById("mundur");
  const still = document.getElementById("masih");
  const release = document.getElementById("lepas");
  const pin = document.getElementById("pin");
  const problem = document.getElementById("pin-error");
  let touched = Date.now();
  let isFree = false;

  const idle = () => Math.floor((Date.now() - touched) / 1000);
  const isBegun = () => [...form.querySelectorAll("textarea, [name=receipt]")].some((field) => field.value) || form.querySelector(":checked:is([type=radio])") !== null;

  function fullScreen() {
    if (!isFree && !document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => {});
  }

  function restart() {
    still.close();
    release.close();
    countdown.hidden = true;
    Steps.reset();
    document.dispatchEvent(new Event("survei:ulang"));
    touched = Date.now();
    if (location.search) location.replace(location.pathname); // the next person's language is Indonesian again
    else refresh();
  }

  /* A survey that has closed meanwhile shows its page, not a form that nobody takes. */
  async function refresh() {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.status < 500 && !answer.headers.has("X-Survei")) location.reload();
    } catch {
      // no signal: the form stays
    }
  }

  function count(seconds) {
    countdown.hidden = false;
    countdown.textContent = words.ulang.replace("{detik}", seconds);
  }

  function tick() {
    if (isFree || release.open) return;
    const left = IDLE - idle();
    countdown.hidden = true;
    if (!done.hidden) return left > 0 ? count(left) : restart();
    if (!isBegun()) return Steps.isAt() === 0 && !location.search ? undefined : left <= 0 ? restart() : left <= 15 && count(left);
    if (left > 0) return undefined;
    if (left + STILL <= 0) return restart();
    document.getElementById("masih-isi").textContent = words.masih.replace("{detik}", left + STILL);
    if (!still.open) still.showModal();
    return undefined;
  }

  function touch(event) {
    if (still.open && event.type !== "click" && event.type !== "keydown") return;
    touched = Date.now();
  }

  ["pointerdown", "keydown", "input"].forEach((kind) => document.addEventListener(kind, touch, { capture: true }));
  document.addEventListener("pointerdown", fullScreen);
  document.addEventListener("click", fullScreen);
  document.getElementById("masih-ya").addEventListener("click", () => {
    touched = Date.now();
    still.close();
  });
  still.addEventListener("close", () => (touched = Date.now()));
  document.getElementById("cukup").addEventListener("click", restart);
  document.getElementById("mulai-lagi").addEventListener("click", () => location.reload());

  document.getElementById("petugas").addEventListener("click", () => {
    pin.value = problem.textContent = "";
    release.showModal();
    pin.focus();
  });
  document.getElementById("lepas-batal").addEventListener("click", () => release.close());
  release.addEventListener("close", () => {
    pin.value = "";
    touched = Date.now();
  });
  document.getElementById("lepas-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(event.target.action + location.search, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ pin: pin.value }),
        cache: "no-store",
      });
      const told = await answer.json();
      if (answer.ok) return leave();
      problem.textContent = told.sentence;
    } catch {
      problem.textContent = words.pin;
    }
    pin.select();
    return undefined;
  });

  async function leave() {
    isFree = true;
    release.close();
    Steps.reset();
    form.hidden = done.hidden = countdown.hidden = true;
    document.getElementById("maju").hidden = true;
    document.getElementById("bebas").hidden = false;
    if (document.fullscreenElement) await document.exitFullscreen();
    document.querySelector("#bebas h2").focus();
  }

  /* Back and the browser's memory of pages bring nobody's answers again. */
  addEventListener("pagehide", () => form.reset());
  addEventListener("pageshow", (event) => event.persisted && restart());
  setInterval(tick, 1000);
})();
