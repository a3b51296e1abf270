/* Loaded last, deferred; without it the page stays as it was first drawn.
   1. theme      the reader's choice of dark or light colours
   2. takeover   Dash draws the page in a hidden root; this puts it in the place of the first picture, unseen
   3. contact    a figure whose button is pressed is asked for in its interactive form; Plotly is loaded only then */
(function () {
  "use strict";
  const KEY = "monitor.theme";
  const OWN = document.currentScript;
  const QUIET_MS = 500;
  const WIDE_PX = 900;
  const NARROW_PX = 480;
  const root = document.documentElement;
  root.style.setProperty("--site", JSON.stringify(location.origin)); // printed before the paths of links

  /* 1. theme */
  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);

  function showTheme() {
    for (const button of document.querySelectorAll("[data-action=theme]")) {
      button.setAttribute("aria-pressed", String(isDark()));
    }
  }

  function switchTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(KEY, root.dataset.theme);
    } catch {
      // storage may be forbidden: the choice then holds for this page only
    }
    themeChanged();
  }

  function themeChanged() {
    showTheme();
    for (const box of document.querySelectorAll(".figure-box[data-asked]")) ask(box);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-action=theme]")) switchTheme();
  });
  systemDark.addEventListener("change", themeChanged);
  showTheme();

  /* 2. takeover */
  const first = document.getElementById("first-paint");
  const drawn = document.getElementById("react-entry-point");
  let dashIsHere = false;
  let pointerDown = false;
  let lastChange = 0;

  const pageIn = (place) => place.querySelector("[data-page]");

  /* Where an element stands below its page, as child numbers; the same numbers lead to its twin. */
  function pathTo(element, page) {
    const path = [];
    for (let at = element; at !== page; at = at.parentElement) {
      if (!at) return null;
      path.unshift(Array.prototype.indexOf.call(at.parentElement.children, at));
    }
    return path;
  }

  function twin(element, from, to) {
    const path = pathTo(element, from);
    const found = path && path.reduce((at, n) => at && at.children[n], to);
    return found && found.tagName === element.tagName ? found : null;
  }

  /* A list of several choices has them in its options; its value is the first one only. */
  function copyChosen(field, other) {
    for (const [n, option] of [...field.options].entries()) {
      if (other.options[n]) other.options[n].selected = option.selected;
    }
  }

  function copyValues(from, to) {
    for (const field of from.querySelectorAll("input, select, textarea")) {
      const other = twin(field, from, to);
      if (!other) continue;
      if (field.type === "checkbox" || field.type === "radio") other.checked = field.checked;
      else if (field.multiple && field.options) copyChosen(field, other);
      else if (field.type !== "file") other.value = field.value;
    }
    for (const details of from.querySelectorAll("details")) {
      const other = twin(details, from, to);
      if (other) other.open = details.open;
    }
  }

  function scrolled(from, to) {
    return [...from.querySelectorAll("*")]
      .filter((element) => element.scrollLeft || element.scrollTop)
      .map((element) => [twin(element, from, to), element.scrollLeft, element.scrollTop])
      .filter(([other]) => other);
  }

  /* A text selection as offsets in the text of what is below the header, which is the same in both. */
  const below = (page) => page.querySelector("main") || page;

  function selectionIn(whole) {
    const page = below(whole);
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !page.contains(selection.anchorNode)) return null;
    const offset = (node, n) => {
      const range = document.createRange();
      range.selectNodeContents(page);
      range.setEnd(node, n);
      return range.toString().length;
    };
    return [offset(selection.anchorNode, selection.anchorOffset), offset(selection.focusNode, selection.focusOffset)];
  }

  function pointAt(page, offset) {
    const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    let left = offset;
    while (texts.nextNode()) {
      if (left <= texts.currentNode.length) return [texts.currentNode, left];
      left -= texts.currentNode.length;
    }
    return null;
  }

  function select(page, offsets) {
    const [start, end] = offsets.map((offset) => pointAt(below(page), offset));
    if (start && end) document.getSelection().setBaseAndExtent(...start, ...end);
  }

  function focusOn(element, caret) {
    if (!element) return;
    element.focus({ preventScroll: true });
    if (caret) element.setSelectionRange(...caret);
  }

  function caretOf(element) {
    const hasCaret = element && "selectionStart" in element && element.selectionStart !== null;
    return hasCaret ? [element.selectionStart, element.selectionEnd] : null;
  }

  /* All in one task: the browser paints either the first picture or Dash's, and the two look alike. */
  function swap() {
    const from = pageIn(first);
    const to = pageIn(drawn);
    const active = from.contains(document.activeElement) ? document.activeElement : null;
    const focused = active && twin(active, from, to);
    const caret = caretOf(active);
    const offsets = selectionIn(from);
    const at = [window.scrollX, window.scrollY];
    const inner = scrolled(from, to);
    copyValues(from, to);
    first.remove();
    drawn.hidden = false;
    dashIsHere = true;
    for (const [element, left, top] of inner) element.scrollTo({ left, top, behavior: "instant" });
    window.scrollTo({ left: at[0], top: at[1], behavior: "instant" });
    if (offsets) select(to, offsets);
    focusOn(focused, caret);
    showTheme();
    document.dispatchEvent(new CustomEvent("monitor:takeover"));
    afterTakeover();
  }

  /* Not while a reader is in the middle of something that a swap would break: a press, an open list. */
  let isChosen = false; // a choice was made: the list is closed, and what it asks for waits for Dash
  const isBusy = () =>
    pointerDown || (!isChosen && document.activeElement && document.activeElement.tagName === "SELECT");

  function isComplete() {
    const [from, to] = [pageIn(first), pageIn(drawn)];
    if (!from || !to) return false;
    const count = (page) => page.getElementsByTagName("*").length;
    return count(from) === count(to) || performance.now() - lastChange > QUIET_MS;
  }

  function tryTakeover() {
    if (dashIsHere || isBusy() || !isComplete()) return;
    observer.disconnect();
    swap();
  }

  const observer = new MutationObserver(() => {
    lastChange = performance.now();
    tryTakeover();
    setTimeout(tryTakeover, QUIET_MS + 50);
  });

  if (drawn) {
    for (const [name, down] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) {
      document.addEventListener(name, () => {
        pointerDown = down;
        setTimeout(tryTakeover);
      }, true);
    }
    document.addEventListener("focusout", () => setTimeout(tryTakeover));
    document.addEventListener("monitor:early", () => {
      isChosen = true;
      setTimeout(tryTakeover);
    });
    observer.observe(drawn, { childList: true, subtree: true });
  }

  /* 3. contact. What a reader asks for before Dash is here is remembered by its place in the first picture. */
  const wanted = new Set();
  const touched = new Set(); // on the page that is drawn now

  function ask(box) {
    box.dataset.asked = "";
    touched.add(box.id);
    const address = box.dataset.figure + (box.dataset.figure.includes("?") ? "&" : "?") +
      "theme=" + (isDark() ? "dark" : "light") + (box.clientWidth < NARROW_PX ? "&narrow=1" : "");
    preload();
    window.dash_clientside.set_props(JSON.parse(box.id), { "data-contact": address });
  }

  function contact(event) {
    const button = event.target.closest && event.target.closest("[data-action=interactive], [data-action=static]");
    const figure = button && button.closest(".figure-box");
    if (!figure) return;
    if (button.dataset.action === "static") return toPicture(figure);
    delete figure.dataset.static;
    if ("asked" in figure.dataset) show(figure);
    else if (dashIsHere) ask(figure);
    else wanted.add(figure.id);
  }

  function toPicture(box) {
    box.dataset.static = "";
    touched.delete(box.id);
    show(box);
  }

  /* Plotly's bundle, fetched while the server makes the figure. */
  let preloaded = false;
  function preload() {
    if (preloaded || window.Plotly) return;
    preloaded = true;
    const link = document.createElement("link");
    link.rel = "preload";
    link.as = "script";
    link.href = OWN.dataset.plotly;
    document.head.append(link);
  }

  /* The static picture gives way only when the interactive one is there. */
  function showLive(changes) {
    for (const change of changes) {
      const box = change.target.closest && change.target.closest(".figure-box");
      if (box) show(box);
    }
  }

  /* The button that was pressed goes; who stands on it is led to the one that leads back. */
  function show(box) {
    const isLive = !("static" in box.dataset) && Boolean(box.querySelector(".figure-live .main-svg"));
    const isNew = box.classList.contains("is-live") !== isLive;
    const stoodOn = isNew && box.contains(document.activeElement) && document.activeElement.matches(".figure-more");
    box.classList.toggle("is-live", isLive);
    if (stoodOn) box.querySelector(`[data-action=${isLive ? "static" : "interactive"}]`).focus({ preventScroll: true });
  }

  /* Ahead of contact only where nobody pays for it: a fast line without data saving, a wide screen, a strong machine. */
  function isGenerous() {
    const line = navigator.connection;
    return Boolean(line) && line.effectiveType === "4g" && !line.saveData && line.downlink >= 5 &&
      navigator.hardwareConcurrency >= 4 && window.innerWidth >= WIDE_PX;
  }

  function askWhenSeen() {
    const seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || "asked" in target.dataset) continue;
        seen.unobserve(target);
        requestIdleCallback(() => ask(target));
      }
    });
    for (const box of drawn.querySelectorAll(".figure-box[data-figure]")) seen.observe(box);
  }

  /* A figure that was interactive is so again after a new drawing of its page. */
  document.addEventListener("monitor:drawn", ({ detail }) => {
    const before = [...touched];
    touched.clear();
    for (const box of drawn.querySelectorAll(".figure-box[data-asked]")) delete box.dataset.asked;
    for (const id of detail.inPlace ? before : []) {
      const box = document.getElementById(id);
      if (box) ask(box);
    }
    if (!detail.inPlace && isGenerous() && "requestIdleCallback" in window) requestIdleCallback(askWhenSeen);
    showTheme();
  });

  function afterTakeover() {
    new MutationObserver(showLive).observe(drawn, { childList: true, subtree: true });
    for (const id of wanted) {
      const box = document.getElementById(id);
      if (box) ask(box);
    }
    if (isGenerous() && "requestIdleCallback" in window) requestIdleCallback(askWhenSeen);
  }

  document.addEventListener("click", contact);

  /* Dash's renderer sets this name to the plotly package's own path; ours is compressed and kept. */
  if (OWN.dataset.plotly) {
    Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => OWN.dataset.plotly, set: () => {} });
  }
  if (drawn && window.DashRenderer) new window.DashRenderer();
})();
