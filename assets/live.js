/* Pages are drawn in place: no page of the site is loaded a second time. Without this script every link and form works
   as a browser does it by itself.
   1. fill       an element takes the shape of a piece of HTML and keeps what of it is already there: focus, folds, fields
   2. draw       Dash draws what the server answered; focus, scrolling, folds, title and language follow
   3. go         asks the server; the last wish wins; a refusal is a page too; a lost network leaves everything as it is
   4. wishes     links, forms, Back and Forward */
(function () {
  "use strict";
  // The path below which the site lies, "" for none: this script is at <path>/assets/live.js.
  const MOUNT = new URL(document.currentScript.src).pathname.split("/assets/")[0];
  const PAGE = new RegExp("^" + MOUNT.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + "/(en|nl)/");
  const TYPING_MS = 300;
  const SLOW_MS = 400;
  const LOST_MS = 20000;
  const SAID_MS = 50; // emptied first, so that the same words are said again
  const SCROLLED_MS = 150;
  const root = document.documentElement;
  root.classList.add("live");

  /* 1. fill */
  function parsed(html) {
    const place = document.createElement("template");
    place.innerHTML = html;
    return place.content.firstElementChild;
  }

  /* What an element is known by among its siblings; "" for those known by their place only. */
  const keyOf = (node) => (node.nodeType === 1 ? node.id || node.getAttribute("data-key") || "" : "");

  function fillAttributes(from, to) {
    for (const name of from.getAttributeNames()) {
      if (!to.hasAttribute(name) && !(name === "open" && from.tagName === "DETAILS")) from.removeAttribute(name);
    }
    for (const name of to.getAttributeNames()) {
      const [value, isReaders] = [to.getAttribute(name), name === "open" && from.tagName === "DETAILS"];
      if (!isReaders && from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
  }

  function fillField(from, to) {
    if (from.tagName === "OPTION") from.selected = to.hasAttribute("selected");
    else if (from.type === "checkbox" || from.type === "radio") from.checked = to.hasAttribute("checked");
    else if (from.name && from !== document.activeElement) from.value = to.getAttribute("value") || "";
  }

  const FIELDS = "input, option";

  /* What is written alike needs only its fields set back to what is written. */
  function morph(from, to) {
    if (from.nodeType !== 1) {
      if (from.data !== to.data) from.data = to.data;
      return;
    }
    if (from.isEqualNode(to)) {
      for (const field of from.querySelectorAll(FIELDS)) fillField(field, field);
      if (from.matches(FIELDS)) fillField(from, to);
      return;
    }
    if (from.tagName === "svg") {
      from.replaceWith(to);
      return;
    }
    // A frame that is led to another address makes a step back of its own, which no reader means: a new frame does not.
    if (from.tagName === "IFRAME" && from.getAttribute("src") !== to.getAttribute("src")) {
      from.replaceWith(to);
      return;
    }
    fillAttributes(from, to);
    fillChildren(from, to);
    if (from.matches(FIELDS)) fillField(from, to);
  }

  const isText = (node) => node.nodeType === 3 && !node.nextSibling;

  const alike = (one, other) =>
    one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);

  /* What is kept is never moved, as moving takes the focus away: what stands before it is removed. */
  function fillChildren(from, to) {
    if (from.firstChild && to.firstChild && isText(from.firstChild) && isText(to.firstChild)) {
      return morph(from.firstChild, to.firstChild); // most cells of a table
    }
    const kindOf = (node) => `${node.nodeName} ${keyOf(node)}`;
    const wanted = new Set([...to.children].map(keyOf));
    const held = new Set([...from.children].map(kindOf));
    const without = (node) => {
      held.delete(kindOf(node));
      return removed(node);
    };
    let at = from.firstChild;
    for (const node of [...to.childNodes]) {
      const key = keyOf(node);
      if (key && held.has(kindOf(node))) {
        while (at && !alike(at, node)) at = without(at);
      } else {
        while (at && keyOf(at) && !wanted.has(keyOf(at))) at = without(at);
      }
      if (at && alike(at, node)) {
        const next = at.nextSibling;
        morph(at, node);
        at = next;
      } else if (at && !key && !keyOf(at)) {
        const next = at.nextSibling;
        at.replaceWith(node);
        at = next;
      } else {
        from.insertBefore(node, at);
      }
    }
    while (at) at = removed(at);
  }

  function removed(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  function fill(place, html) {
    const to = parsed(html);
    if (place.hasChildNodes()) return morph(place, to);
    fillAttributes(place, to);
    return place.replaceChildren(...to.childNodes);
  }

  /* The React side of our Dash component Whole, which Dash finds as window[namespace][type]. */
  window.monitor = {
    Whole: function Whole(props) {
      const place = window.React.useRef(null);
      window.React.useLayoutEffect(() => { fill(place.current, props.html); }, [props.html]);
      return window.React.createElement(props.tag, { ref: place });
    },
  };

  /* 2. draw */
  let here = location.pathname + location.search; // what is drawn
  let dashIsHere = false;
  let saying = 0;
  const page = () => document.querySelector("#react-entry-point [data-page]");
  const said = () => page().querySelector(".live-said");
  const pathOf = (address) => address.split(/[?#]/)[0].replace(PAGE, "/");
  const langOf = (address) => address.slice(MOUNT.length).split("/")[1];

  function nameOf(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    const own = ["name", "value", "href", "data-action"].filter((name) => element.getAttribute(name));
    return own.length
      ? element.tagName + own.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join("")
      : "";
  }

  const foldName = (fold) => fold.id || fold.firstElementChild.textContent.replace(/\d+/g, "#");

  const BOXES = ".choice-list, .table-scroll"; // that scroll in themselves

  /* How far, null for not at all. What lies in a closed fold is not asked: it would be laid out for the question. */
  function scrolled(box) {
    const at = box.closest("details:not([open])") ? [0, 0] : [box.scrollLeft, box.scrollTop];
    return at[0] || at[1] ? at : null;
  }

  /* Called before a drawing; the answer puts back what the drawing has taken away. */
  function kept() {
    const active = document.activeElement;
    const name = active && page().contains(active) ? nameOf(active) : "";
    const folds = [...page().querySelectorAll("details")].filter((fold) => fold.open).map(foldName);
    const inner = [...page().querySelectorAll(BOXES)].map(scrolled);
    const at = [window.scrollX, window.scrollY];
    return () => {
      const closed = folds.length ? page().querySelectorAll("details:not([open])") : [];
      for (const fold of closed) if (folds.includes(foldName(fold))) fold.open = true;
      for (const [n, box] of page().querySelectorAll(BOXES).entries()) {
        if (inner[n]) box.scrollTo({ left: inner[n][0], top: inner[n][1], behavior: "instant" });
      }
      if (active && active !== document.body && !active.isConnected) {
        focusOn((name && page().querySelector(name)) || page().querySelector("h1"));
      }
      window.scrollTo({ left: at[0], top: at[1], behavior: "instant" });
    };
  }

  function focusOn(element) {
    if (!element) return;
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  const isComponent = (node) => Boolean(node) && typeof node === "object" && "props" in node;
  const isObject = (value) => typeof value === "object";
  const same = (one, other) =>
    one === other || (isObject(one) && isObject(other) && JSON.stringify(one) === JSON.stringify(other));
  const isTwin = (old, now) =>
    isComponent(old) && isComponent(now) && old.type === now.type && old.namespace === now.namespace &&
    same(old.props.id, now.props.id) && old.props.tag === now.props.tag;

  /* Dash makes everything anew below a component whose children are set. So only what differs is set, as deep down as
     the two drawings are alike: what stays keeps its elements, and with them focus, folds and selected text. */
  function renew(old, now, path) {
    const changed = {};
    for (const name of new Set([...Object.keys(old.props), ...Object.keys(now.props)])) {
      if (name !== "children" && !same(old.props[name], now.props[name])) changed[name] = now.props[name] ?? null;
    }
    const [before, after] = [old.props.children, now.props.children];
    const lists = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
    if (isTwin(before, after)) renew(before, after, [...path, "props", "children"]);
    else if (lists && after.every((child, n) => isTwin(before[n], child) || same(before[n], child))) {
      for (const [n, child] of after.entries()) {
        if (isComponent(child)) renew(before[n], child, [...path, "props", "children", n]);
      }
    } else if (!same(before, after)) changed.children = after ?? [];
    if (Object.keys(changed).length) window.dash_clientside.set_props(path, changed);
  }

  const HOLDER = ["components", "props", "children"];

  function draw(answer) {
    const n = window.dash_component_api.getLayout(HOLDER).findIndex((child) => child.props.id === "_pages_content");
    const path = [...HOLDER, n];
    const content = window.dash_component_api.getLayout(path);
    const now = { ...content, props: { ...content.props, children: answer.page } };
    window.ReactDOM.flushSync(() => renew(content, now, path));
    if (root.lang !== answer.lang) root.lang = answer.lang; // set anew, every style of the page is computed again
    if (document.title !== answer.title) document.title = answer.title;
    const canonical = document.querySelector("link[rel=canonical]");
    if (canonical && answer.address) canonical.href = answer.address;
  }

  /* What the page itself says that it shows. */
  function shown() {
    const parts = [...page().querySelectorAll("[data-shown]")].map((e) => e.textContent.trim());
    return (parts.length ? parts : [page().querySelector("h1").textContent]).join(". ");
  }

  function say(words, isTrouble) {
    const place = said();
    place.classList.toggle("is-trouble", Boolean(isTrouble));
    place.textContent = "";
    clearTimeout(saying);
    if (words) saying = setTimeout(() => { place.textContent = words; }, SAID_MS);
  }

  /* Words that the page holds for the purpose, with {values} in them. */
  window.monitor.say = (name, values, isTrouble) => {
    if (dashIsHere) say(said().dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]), isTrouble);
  };

  function showAt(target, scroll) {
    const place = target && document.getElementById(decodeURIComponent(target.slice(1)));
    focusOn(place || page().querySelector("h1"));
    if (place) place.scrollIntoView({ behavior: "instant" });
    else window.scrollTo({ left: scroll ? scroll[0] : 0, top: scroll ? scroll[1] : 0, behavior: "instant" });
  }

  /* 3. go */
  let asking = null;

  async function asked(address, signal) {
    const answer = await fetch(MOUNT + "/live" + address.slice(MOUNT.length), { signal, headers: { Accept: "application/json" } });
    if (!(answer.headers.get("content-type") || "").includes("json")) throw new TypeError(`${answer.status}, no page`);
    const told = await answer.json();
    if (!told.page) throw new TypeError(told.error || `${answer.status}, no page`);
    return told;
  }

  /* how: "push", "replace", or "" where the browser has the address already. */
  async function go(url, how, scroll) {
    const address = url.pathname + url.search;
    if (asking) asking.abort();
    const own = (asking = new AbortController());
    const late = setTimeout(() => own.abort("late"), LOST_MS);
    const slow = setTimeout(() => page().querySelector("main").setAttribute("aria-busy", "true"), SLOW_MS);
    try {
      const answer = await asked(address, own.signal);
      if (asking === own) arrive(answer, url, how, scroll);
    } catch (error) {
      if (asking === own) say(said().dataset.lost, true);
      if (!(error instanceof TypeError) && error.name !== "AbortError" && error !== "late") throw error;
    } finally {
      clearTimeout(late);
      clearTimeout(slow);
      if (asking === own) {
        asking = null;
        page().querySelector("main").removeAttribute("aria-busy");
      }
    }
  }

  function arrive(answer, url, how, scroll) {
    const address = answer.address || url.pathname + url.search;
    const inPlace = pathOf(address) === pathOf(here) && langOf(address) === langOf(here) && !url.hash;
    const restore = inPlace ? kept() : null;
    if (how === "push") remember();
    // The address first: the browser lays the page out for it, which costs nothing before the page is another one.
    if (how === "push" && address + url.hash === location.pathname + location.search + location.hash) how = "replace";
    if (how === "push") history.pushState({}, "", address + url.hash);
    if (how === "replace") history.replaceState(history.state, "", address + url.hash);
    here = address;
    draw(answer);
    say(inPlace ? shown() : "");
    if (restore) restore();
    else showAt(url.hash, scroll);
    document.dispatchEvent(new CustomEvent("monitor:drawn", { detail: { inPlace } }));
  }


  /* 4. wishes */
  let scrolling = 0;
  const remember = () => history.replaceState({ ...history.state, scroll: [window.scrollX, window.scrollY] }, "");

  window.addEventListener("scroll", () => {
    clearTimeout(scrolling);
    scrolling = setTimeout(() => { if (dashIsHere && !asking) remember(); }, SCROLLED_MS);
  }, { passive: true });

  /* Before Dash's own router, which would draw the page once more. */
  window.addEventListener("popstate", (event) => {
    event.stopImmediatePropagation();
    const scroll = event.state && event.state.scroll;
    if (location.pathname + location.search !== here) {
      if (dashIsHere) go(new URL(location.href), "", scroll);
      else location.reload();
    } else if (scroll && dashIsHere) {
      window.scrollTo({ left: scroll[0], top: scroll[1], behavior: "instant" });
    }
  }, true);

  const isPlain = (event) =>
    event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented);

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || !dashIsHere || !isPlain(event) || link.hasAttribute("download")) return;
    if (link.target && link.target !== "_self") return;
    const url = new URL(link.href, location.href);
    if (url.origin !== location.origin || !PAGE.test(url.pathname)) return;
    if (url.hash && url.pathname + url.search === here) return;
    event.preventDefault();
    go(url, "push");
  });

  function addressOf(form) {
    const url = new URL(form.getAttribute("action"), location.href);
    const chosen = new Map();
    for (const [name, value] of new FormData(form)) {
      if (value) chosen.set(name, [...(chosen.get(name) || []), encodeURIComponent(value)]);
    }
    const listed = (form.dataset.listed || "").split(" "); // names whose values hold commas of their own
    url.search = [...chosen]
      .map(([name, values]) => (listed.includes(name) ? values : [values.join(",")]).map((v) => `${name}=${v}`).join("&"))
      .join("&");
    return url;
  }

  const isOurs = (form) =>
    form && form.method === "get" && PAGE.test(new URL(form.getAttribute("action"), location.href).pathname);

  /* The lists of which nothing at all may not be chosen say so themselves. */
  const isComplete = (form) =>
    [...form.querySelectorAll("[data-least]")].every((list) => list.querySelector("input:checked"));

  document.addEventListener("submit", (event) => {
    if (!dashIsHere || event.defaultPrevented || !isOurs(event.target)) return;
    event.preventDefault();
    clearTimeout(typing);
    go(addressOf(event.target), "push");
  });

  let early = null; // a form that was changed before Dash was here
  let typing = 0;
  let typed = null;

  function changed(field) {
    const form = field.form;
    if (!isOurs(form) || !field.name || !form.closest("main")) return;
    if (!isComplete(form)) return window.monitor.say("least", {}, true);
    if (!dashIsHere) {
      early = form.getAttribute("action");
      document.dispatchEvent(new CustomEvent("monitor:early"));
      return;
    }
    const again = typed === field && field.type === "search";
    typed = field;
    go(addressOf(form), again ? "replace" : "push");
  }

  document.addEventListener("change", (event) => {
    clearTimeout(typing);
    if (event.target.type !== "search") changed(event.target);
  });

  document.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(typing);
    typing = setTimeout(() => changed(event.target), TYPING_MS);
  });

  document.addEventListener("monitor:takeover", () => {
    dashIsHere = true;
    history.scrollRestoration = "manual";
    if (!early) return;
    const form = [...page().querySelectorAll("main form")].find((f) => f.getAttribute("action") === early);
    if (form) go(addressOf(form), "push");
  });

  const before = history.state && history.state.scroll;
  if (before && !location.hash) window.scrollTo({ left: before[0], top: before[1], behavior: "instant" });
})();
