/* A PDF beside its values (documents/frame.html): opening its fold follows the link into the empty frame, so that nothing
   is fetched before; without this file the link itself is pressed. A browser that has no viewer, as on most Android
   phones, would only download what a frame asks for: there a sentence stands instead of the fold. */
(() => {
  "use strict";

  const canShow = navigator.pdfViewerEnabled !== false; // an older browser does not say, and mostly can
  document.documentElement.classList.add(canShow ? "frames" : "no-frames");
  if (!canShow) return;
  document.addEventListener("toggle", ({ target }) => {
    const frame = target.open && target.matches("[data-frame]") && target.querySelector("iframe");
    if (frame && !frame.src) frame.src = target.querySelector("a").href;
  }, true);
})();
