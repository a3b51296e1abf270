/* The page with codes to copy. Without this script its texts are copied by hand and its form reloads the page.
   1. copy   a button beside each text; what happened is said to screen readers too, after what they are saying
   2. look   what is chosen in the form shows at once in the previews, in the codes and in the address */
(function () {
  "use strict";
  const LOOKS = ["theme", "minimal", "interactive"];

  /* 1. copy */
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

  /* 2. look */
  function looked(address, chosen) {
    const url = new URL(address, location.href);
    for (const name of LOOKS) {
      url.searchParams.delete(name);
      if (chosen[name]) url.searchParams.set(name, chosen[name]);
    }
    url.search = url.search.replaceAll("%2C", ",");
    return url;
  }

  function choice(form) {
    const chosen = Object.fromEntries(LOOKS.map((name) => [name, new FormData(form).get(name) || ""]));
    return chosen.theme === "auto" ? { ...chosen, theme: "" } : chosen;
  }

  function show(form) {
    const chosen = choice(form);
    for (const frame of document.querySelectorAll("iframe.preview")) {
      const url = looked(frame.src, chosen).href;
      if (frame.src !== url) frame.src = url;
    }
    for (const code of document.querySelectorAll(".copy[data-full]")) {
      const height = Number(code.dataset[chosen.minimal ? "minimal" : "full"]);
      code.textContent = code.textContent
        .replace(/(<iframe src=")([^"]*)/, (_, start, src) => {
          return start + looked(src.replaceAll("&amp;", "&"), chosen).href.replaceAll("&", "&amp;");
        })
        .replace(/ height="\d+"/, ` height="${height}"`);
    }
    history.replaceState(history.state, "", looked(location.href, chosen));
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest(".share-look");
    if (form) show(form);
  });
  document.addEventListener("monitor:takeover", () => {
    const form = document.querySelector(".share-look");
    if (form) show(form);
  });
})();
