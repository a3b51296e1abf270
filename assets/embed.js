/* For a page that holds frames of this site: gives each frame the height of what is in it.

     <script async src="https://…/assets/embed.js"></script>

   Once per page, anywhere in it, however many frames there are; frames added later are served too. A frame without this
   script keeps the height in its code and scrolls. The frame sends { type: "monitor:height", height: <pixels> } to its
   parent whenever its height changes, and when it is asked with "monitor:tell": this script may come after a frame has
   told. A message is heeded only where it comes from the window of a frame of this page whose address is on the host of
   this script; nothing but that frame's height is changed, nothing else is sent, nothing is kept. A
   frame with a sandbox has no origin of its own ("null"): its window and its address are what it is known by. */
(function () {
  "use strict";
  const HOME = new URL(document.currentScript.src).origin;
  const HIGHEST = 10000;

  function ours(frame) {
    return frame.src && !frame.hasAttribute("srcdoc") && new URL(frame.src).origin === HOME;
  }

  window.addEventListener("message", (event) => {
    const told = event.data;
    if ((event.origin !== HOME && event.origin !== "null") || !told || told.type !== "monitor:height") return;
    if (!(told.height > 0 && told.height <= HIGHEST)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source && ours(frame)) frame.style.height = Math.ceil(told.height) + "px";
    }
  });
  for (const frame of document.querySelectorAll("iframe")) {
    if (ours(frame) && frame.contentWindow) frame.contentWindow.postMessage("monitor:tell", "*");
  }
})();
