// Parts of a page that renew themselves: <div id="x" data-live="/address/">. The address answers with the same part.
// Without scripts the page shows what was true when it was opened.
(() => {
  "use strict";

  const PAUSE = 15_000;

  const renew = async (part) => {
    const answer = await fetch(part.dataset.live, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
    if (!answer.ok) return part;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh) return part;
    part.replaceWith(fresh);
    return fresh;
  };

  const watch = (part) => {
    setTimeout(async () => {
      let next = part;
      if (!document.hidden) {
        try {
          next = await renew(part);
        } catch {
          // no network: the figures stay, and the next look tries again
        }
      }
      if (next.dataset.live) watch(next);
    }, PAUSE);
  };

  document.querySelectorAll("[data-live]").forEach(watch);
})();
