/* For a page that holds frames of this site: gives each frame the height of what is in it.

     <script async src="https://…/assets/embed.js"></script>

   Once per page, anywhere in it, however many frames there are; frames added later are served too. A frame without this
   script keeps the height in its code and scrolls. The frame sends { type: "monitor:height", height: <pixels> } to its
   parent whenever its height changes. A message is heeded only where it comes from the window of a frame of this page
   whose address is on the host of this script; nothing but that frame's height is changed, nothing is sent or kept. A
   frame with a sandbox has no origin of its own ("null"): its window and its address are what it is known by. */
(function () {
  "use strict";
  const HOME = new URL(document.currentScript.src).origin;
  const HIGHEST = 10000;

  window.addEventListener("message", (event) => {
    const told = event.data;
    if ((event.origin !== HOME && event.origin !== "null") || !told || told.type !== "monitor:height") return;
    if (!(told.height > 0 && told.height <= HIGHEST)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow !== event.source || !frame.src || frame.hasAttribute("srcdoc")) continue;
      if (new URL(frame.src).origin === HOME) frame.style.height = Math.ceil(told.height) + "px";
    }
  });
})();
