/* Reads the marks of static charts: by pointer, touch and keyboard, in the words that the server made for each mark.
   A box says them in data-readings, each of its pictures says in data-marks where the marks are. Nothing is fetched.
   The chart is one tab stop; left and right walk along a series, up and down go to the next one, Home and End to the
   ends, Escape leaves. What a key has led to is spoken. Without this script the pictures stay as they are.
   Maps are played here too, over the periods that their page links to. */
(function () {
  "use strict";
  const BOX = ".figure-box[data-readings]";
  const ALONG = 6; // sideways, a pixel counts as much as so many up or down: the period is what a reader points at
  const BEYOND = 28; // pixels above and below the marks that still mean the nearest
  const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const NAMES = ["place", "series", "period", "value", "flag", "provenance", "day"];
  const rowsOf = new WeakMap();
  const at = new WeakMap(); // box -> [row, number] where its reader stands

  const tip = document.createElement("div");
  const ring = document.createElement("div");
  const said = document.createElement("div");
  tip.className = "reading";
  ring.className = "reading-ring";
  said.className = "reading-said";
  for (const each of [tip, ring]) each.setAttribute("aria-hidden", "true");
  said.setAttribute("aria-live", "polite");
  tip.hidden = ring.hidden = true;
  document.body.append(tip, ring, said);

  /* The words. */
  function unpack(row, _, all) {
    const one = (name, n) => {
      const found = typeof row[name] === "number" ? all[row[name]][name] : row[name] || "";
      if (typeof found === "string") return found;
      return found[n] + (name === "value" ? row.unit || "" : "");
    };
    return Array.from({ length: row.n }, (_, n) => Object.fromEntries(NAMES.map((name) => [name, one(name, n)])));
  }

  function rows(box) {
    const text = box.dataset.readings;
    const known = rowsOf.get(box);
    if (known && known.text === text) return known.rows;
    const made = JSON.parse(text).map(unpack);
    rowsOf.set(box, { text, rows: made });
    at.delete(box);
    return made;
  }

  const joined = (parts, between) => parts.filter(Boolean).join(between);
  const subject = (r) => joined([r.place, r.series, r.period], ", ");
  const notes = (r) => joined([r.flag, r.provenance, r.day], "; ");
  const sentence = (r) => joined([subject(r), r.value], ": ") + (notes(r) ? ` (${notes(r)})` : "");

  /* The places. */
  const pictureIn = (box) => [...box.querySelectorAll("svg[data-marks]")].find((svg) => svg.getClientRects().length);

  function placesIn(svg) {
    return svg.dataset.marks.split(";").map((text) => {
      const [row, panel] = text.split("|").reverse();
      const [above, below] = panel ? panel.split(",").map(Number) : [];
      return (row ? row.split(" ") : []).map((mark) => {
        if (mark === "-") return null;
        const [x, y, left = x, top = above ?? y, right = x, bottom = below ?? y] = mark.split(",").map(Number);
        return { x, y, left, top, right, bottom };
      });
    });
  }

  const outside = (value, low, high) => Math.max(low - value, 0, value - high);

  function nearest(svg, x, y, target) {
    const numbered = target.closest && target.closest("[data-n]");
    if (numbered) return [0, Number(numbered.dataset.n)];
    let [best, found, top, bottom] = [Infinity, null, Infinity, -Infinity];
    for (const [row, marks] of placesIn(svg).entries()) {
      for (const [n, mark] of marks.entries()) {
        if (!mark) continue;
        const away = ALONG * outside(x, mark.left, mark.right) + outside(y, mark.top, mark.bottom);
        [top, bottom] = [Math.min(top, mark.top), Math.max(bottom, mark.bottom)];
        if (away < best) [best, found] = [away, [row, n]];
      }
    }
    const isMap = svg.querySelector("[data-n]");
    return isMap || outside(y, top, bottom) > BEYOND ? null : found;
  }

  /* Showing. */
  function hide() {
    tip.hidden = ring.hidden = true;
  }

  function line(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function show(box, svg, [row, n]) {
    const reading = rows(box)[row] && rows(box)[row][n];
    const mark = (placesIn(svg)[row] || [])[n];
    if (!reading) return hide();
    at.set(box, [row, n]);
    const lines = [line("div", subject(reading)), line("strong", reading.value), line("div", notes(reading))];
    tip.replaceChildren(...lines.filter((each) => each.textContent));
    tip.hidden = false;
    const frame = svg.getBoundingClientRect();
    const scale = frame.width / svg.viewBox.baseVal.width;
    const x = frame.left + (mark ? mark.x : svg.viewBox.baseVal.width / 2) * scale;
    const y = frame.top + (mark ? mark.y : 0) * scale;
    ring.hidden = !mark;
    place(ring, x, y);
    const wide = document.documentElement.clientWidth;
    const above = y - tip.offsetHeight - 12;
    place(tip, Math.max(4, Math.min(x - tip.offsetWidth / 2, wide - tip.offsetWidth - 4)), above > 0 ? above : y + 14);
  }

  function place(element, x, y) {
    element.style.left = `${Math.round(x + window.scrollX)}px`;
    element.style.top = `${Math.round(y + window.scrollY)}px`;
  }

  /* Pointer and touch. */
  function point(event) {
    const svg = event.target.closest && event.target.closest("svg[data-marks]");
    const box = svg && svg.closest(BOX);
    if (!box) return hide();
    const frame = svg.getBoundingClientRect();
    const scale = frame.width / svg.viewBox.baseVal.width;
    const found = nearest(svg, (event.clientX - frame.left) / scale, (event.clientY - frame.top) / scale, event.target);
    if (found) show(box, svg, found);
    else hide();
  }

  /* Keyboard. */
  const varies = (row) => new Set(row.map((r) => r.period)).size > 1;

  function start(all) {
    const row = all.findIndex((each) => each.length);
    return [row, varies(all[row]) ? all[row].length - 1 : 0]; // over time the newest first, else the highest
  }

  /* The mark of another row that is about the same period, else the one at the same number. */
  function across(all, row, n, step) {
    let next = row + step;
    while (all[next] && !all[next].length) next += step;
    if (!all[next]) return [row, n];
    const same = varies(all[row]) ? all[next].findIndex((r) => r.period === all[row][n].period) : -1;
    return [next, same >= 0 ? same : Math.min(n, all[next].length - 1)];
  }

  function moved(all, [row, n], key) {
    const within = (to) => Math.max(0, Math.min(to, all[row].length - 1));
    if (key === "Home") return [row, 0];
    if (key === "End") return [row, all[row].length - 1];
    const [down, right] = KEYS[key];
    if (down && all.length > 1) return across(all, row, n, down);
    return [row, within(n + right + down)];
  }

  function press(event) {
    const box = event.target;
    if (!box.matches || !box.matches(BOX) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return hide();
    if (!KEYS[event.key] && event.key !== "Home" && event.key !== "End") return;
    const svg = pictureIn(box);
    const all = rows(box);
    if (!svg || !all.some((row) => row.length)) return;
    event.preventDefault();
    const before = at.get(box);
    const now = before && all[before[0]] ? moved(all, before, event.key) : start(all);
    show(box, svg, now);
    said.textContent = sentence(all[now[0]][now[1]]);
  }

  /* Each chart is a tab stop with a name, as soon as it is on the page. */
  function prepare() {
    for (const box of document.querySelectorAll(`${BOX}:not([tabindex])`)) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.dataset.keys);
      for (const title of box.querySelectorAll("svg [data-n] > title")) title.remove(); // said in the box instead
    }
  }

  /* A map plays by following its own link to the next period, here or on the page that comes; from the last one it
     begins at the first. It stops at the last one, at its button, and wherever a reader asks for less motion. */
  const PLAYING = "monitor.playing";
  const PACE_MS = 1600;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;
  let again = false; // at the last period, from the button to the first one

  function playing(on) {
    try {
      if (on !== undefined) sessionStorage.setItem(PLAYING, on ? "1" : "");
      return sessionStorage.getItem(PLAYING) === "1";
    } catch {
      return false; // storage may be forbidden: then nothing plays
    }
  }

  function step() {
    const next = document.querySelector("[data-step=next]");
    if (next) again = false;
    return next || (again && document.querySelector("[data-step=first]"));
  }

  function play() {
    const button = document.querySelector("[data-action=play]");
    if (!button || !step() || calm.matches) playing(false);
    const on = playing();
    if (button && button.getAttribute("aria-pressed") !== String(on)) {
      button.dataset.play = button.dataset.play || button.textContent;
      button.setAttribute("aria-pressed", String(on));
      button.textContent = on ? button.dataset.stop : button.dataset.play;
    }
    if (!on) timer = clearTimeout(timer) || 0;
    else if (!timer) timer = setTimeout(follow, PACE_MS);
  }

  function follow() {
    timer = 0;
    const next = step();
    if (playing() && next) next.click();
    play();
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-action=play]")) return;
    playing((again = !playing()));
    const to = step();
    if (to && to.dataset.step === "first") follow();
    else play();
  });
  calm.addEventListener("change", play);

  document.addEventListener("pointermove", (event) => event.pointerType !== "touch" && point(event), { passive: true });
  document.addEventListener("pointerdown", point, { passive: true });
  document.addEventListener("keydown", press);
  document.addEventListener("focusout", hide);
  document.addEventListener("monitor:takeover", hide);
  document.addEventListener("monitor:drawn", hide);
  new MutationObserver(() => {
    prepare();
    play();
  }).observe(document.body, { childList: true, subtree: true });
  prepare();
  play();
})();
