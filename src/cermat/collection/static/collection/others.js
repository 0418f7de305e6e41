/* Who else has the sheet open, and what they have saved meanwhile. */
(() => {
  "use strict";

  if (!Sheet || !Shell.person) return;
  const { form } = Sheet;
  const { person } = Shell;
  const { say, hour } = Saying;
  const others = document.getElementById("juga");
  const LOOK = 30000;

  /* Who else is here, and what they have saved meanwhile. Looked at only while the page is seen. */
  async function look() {
    if (document.visibilityState !== "visible" || Keeping.isClosed()) return;
    Keeping.again();
    try {
      const body = new URLSearchParams({ _person: person, version: Sheet.version() });
      body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
      const init = { method: "POST", headers: { Accept: "application/json" }, body };
      const told = await Outbox.told(await Outbox.ask(form.dataset.presence, init, 15000));
      if (!told.others) return;
      const names = told.others;
      const who = names.length > 1 ? `${names[0]} dan ${names.length - 1} orang lain` : names[0];
      others.textContent = names.length ? `${who} juga membuka isian ini` : "";
      others.title = names.join(", ");
      form.dispatchEvent(new CustomEvent("cermat:kept", { detail: told }));
      const renewed = Sheet.refresh(told.fresh || {}, told.version);
      if (renewed) say(`${renewed} baris diperbarui dari orang lain, ${hour(told.at)}`);
      if (!told.open) Keeping.refused({ code: "closed", field: null, message: "Isian ini sudah dikirim dan tidak dapat diubah lagi." });
    } catch {
      // no signal: the last word stays
    }
  }

  form.addEventListener("cermat:begun", () => {
    look();
    setInterval(look, LOOK);
    addEventListener("visibilitychange", look);
  });
})();
