/* Texts to copy: a button beside each; what happened is said to screen readers too, after what they are saying. Without
   this script they are copied by hand. */
(function () {
  "use strict";
  async function copied(field) {
    try {
      await navigator.clipboard.writeText(field.textContent);
      return true;
    } catch {
      // not allowed, or a host without https: the older way, by selecting the text
      document.getSelection().selectAllChildren(field);
      return document.execCommand("copy");
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-action=copy]");
    if (!button) return;
    for (const other of document.querySelectorAll(".copy-said")) other.textContent = "";
    const place = button.closest(".copy-field");
    const done = await copied(place.querySelector(".copy"));
    button.focus({ preventScroll: true });
    place.querySelector(".copy-said").textContent = done ? button.dataset.done : button.dataset.failed;
  });
})();
