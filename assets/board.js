/* The reader's own board, kept in this browser as the address of a board; the address stays the truth. Without this
   script "+ board" opens a board with that figure.
   1. kept       the query of the board's address
   2. header     leads there, and says how many figures it holds
   3. adding     "+ board" at a figure
   4. the page   what is changed on one's own board is kept; another board is only shown */
(function () {
  "use strict";
  const KEY = "monitor.board";
  let forThisPage = ""; // where storage is forbidden

  /* 1. kept */
  function kept() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return forThisPage;
    }
  }

  function keep(query) {
    forThisPage = query;
    try {
      localStorage.setItem(KEY, query);
    } catch {
      // storage may be forbidden: the board then lives in addresses alone
    }
    show();
  }

  /* The same board may be written with more or fewer signs in their coded form. */
  const isSame = (one, other) => new URLSearchParams(one).toString() === new URLSearchParams(other).toString();
  const figures = (query) => new URLSearchParams(query).getAll("figure");

  /* The title that a reader gave is no other figure. */
  const plain = (figure) => figure.replace(/([?&])title=[^&]*&?/, "$1").replace(/[?&]$/, "");
  const isOn = (figure, query) => figures(query).some((other) => plain(other) === plain(figure));

  /* 2. header, and what is on the board already */
  function show() {
    const query = kept();
    const n = figures(query).length;
    for (const link of document.querySelectorAll("[data-board-link]")) {
      const [href, count] = [link.getAttribute("href").split("?")[0] + (query ? `?${query}` : ""), ` (${n})`];
      if (link.getAttribute("href") !== href) link.href = href;
      const place = link.querySelector("[data-board-count]");
      if (place.textContent !== count) place.textContent = count;
    }
    for (const link of document.querySelectorAll("[data-action=board]")) {
      link.classList.toggle("is-on", isOn(link.dataset.figure, query));
    }
  }

  /* 3. adding. In the capture phase: before live.js follows the link. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("[data-action=board]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const query = kept();
    if (!isOn(link.dataset.figure, query)) {
      keep([query, `figure=${encodeURIComponent(link.dataset.figure)}`].filter(Boolean).join("&"));
    }
    if (window.monitor && window.monitor.say) window.monitor.say("onBoard", { n: figures(kept()).length }, false);
  }, true);

  /* 4. the page */
  let before = null; // the board that was shown before this drawing

  function arrived(inPlace) {
    const place = document.querySelector(".page [data-board]");
    const now = place ? place.dataset.board : null;
    const own = kept();
    if (place) {
      if ((inPlace && before !== null && isSame(before, own)) || !own) keep(now);
      place.hidden = isSame(now, kept()) || !now;
    }
    before = now;
    show();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-action=keep-board]");
    if (!button) return;
    const place = button.closest("[data-board]");
    keep(place.dataset.board);
    place.hidden = true;
  });

  document.addEventListener("monitor:takeover", () => arrived(false));
  document.addEventListener("monitor:drawn", ({ detail }) => arrived(detail.inPlace));
  show();
})();
