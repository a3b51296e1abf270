/* Tables: a click on a heading, or Enter on it, sorts by that column; once more turns it round, a third time brings back
   the order of the page. A button copies the table, to be pasted into a spreadsheet.
   Headings become buttons when a reader comes near the table, so that a page of fifty tables costs nothing. */
(function () {
  "use strict";
  const MONTHS = "jan feb mrt|mar|maa apr mei|may jun jul aug sep okt|oct nov dec".split(" ").map((m) => m.split("|"));
  const isDutch = () => document.documentElement.lang === "nl";

  const words = (button, name, values = {}) =>
    button.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

  /* "1,234.5 p", "1.234,5", "−3 %": the number; null where a cell holds none. */
  function numberIn(text) {
    const found = text.replace(/[\s\u00a0\u202f]/g, "").match(/^[−+-]?\d[\d.,]*/);
    if (!found) return null;
    const digits = found[0].replace("−", "-");
    const plain = isDutch() ? digits.replaceAll(".", "").replace(",", ".") : digits.replaceAll(",", "");
    return Number.isFinite(Number(plain)) ? Number(plain) : null;
  }

  /* A period or a day in words as a number that grows with time; null for anything else. */
  function timeIn(text) {
    const year = text.match(/\b(19|20)\d\d\b/);
    if (!year) return null;
    const rest = text.replace(year[0], " ").toLowerCase();
    const quarter = rest.match(/q([1-4])\b/) || rest.match(/\b([1-4])e kwartaal/);
    if (quarter) return year[0] * 10000 + quarter[1] * 300;
    const month = MONTHS.findIndex((names) => names.some((name) => new RegExp(`(^|[^a-z])${name}`).test(rest)));
    if (month < 0) return /[a-z]/.test(rest) ? null : Number(year[0]) * 10000;
    const day = rest.match(/\b(\d{1,2})\b/);
    return year[0] * 10000 + (month + 1) * 100 + (day ? Number(day[1]) : 0);
  }

  /* How a column is compared: by numbers or times where most of its cells are such, else as words. */
  function measureOf(texts, isFigures) {
    const told = texts.filter((text) => text);
    const most = (read) => told.filter((text) => read(text) !== null).length * 2 > told.length;
    if (isFigures && most(numberIn)) return numberIn;
    return most(timeIn) ? timeIn : most(numberIn) ? numberIn : null;
  }

  /* Missing figures stay last, whichever way a column is turned. */
  function compared(read, way) {
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
    return ([, one], [, other]) => {
      if (!read) return way * collator.compare(one, other);
      const [a, b] = [read(one), read(other)];
      return a === null || b === null ? (a === null) - (b === null) : way * (a - b);
    };
  }

  const ORDERS = { none: "ascending", ascending: "descending", descending: "none" };
  const FIRST_OF_FIGURES = { none: "descending", descending: "ascending", ascending: "none" };

  function sort(heading) {
    const table = heading.closest("table");
    const body = table.tBodies[0];
    const n = heading.cellIndex;
    const rows = [...body.rows];
    for (const [place, row] of rows.entries()) row.dataset.place ??= place;
    const isFigures = heading.classList.contains("num");
    const way = (isFigures ? FIRST_OF_FIGURES : ORDERS)[heading.getAttribute("aria-sort") || "none"];
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    rows.sort((a, b) => a.dataset.place - b.dataset.place);
    let sorted = rows;
    if (way !== "none") {
      heading.setAttribute("aria-sort", way);
      const cells = rows.map((row) => [row, row.cells[n].textContent.trim()]);
      const read = measureOf(cells.map(([, text]) => text), isFigures);
      sorted = cells.sort(compared(read, way === "ascending" ? 1 : -1)).map(([row]) => row);
    }
    body.append(...sorted);
    tell(table, heading, way);
  }

  function tell(table, heading, way) {
    const tools = toolsOf(table);
    if (!tools) return;
    const button = tools.querySelector("button");
    const order = { ascending: button.dataset.up, descending: button.dataset.down, none: button.dataset.back }[way];
    tools.querySelector("[role=status]").textContent =
      words(button, "sorted", { column: heading.textContent.trim(), order });
  }

  const toolsOf = (table) => {
    const block = table.closest(".table-block");
    return block && block.querySelector(".table-tools");
  };

  function prepare(event) {
    const block = event.target.closest && event.target.closest(".table-block");
    const table = block && block.querySelector("table");
    if (!table || !table.tHead || table.tHead.querySelector("button") || table.tBodies[0].rows.length < 2) return;
    for (const heading of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort-button";
      button.append(...heading.childNodes);
      heading.append(button);
    }
  }

  const clean = (text) => text.trim().replace(/[\t\n\r]+/g, " ");

  async function copy(button) {
    const table = button.closest(".table-block").querySelector("table");
    const lines = [...table.rows].map((row) => [...row.cells].map((cell) => clean(cell.textContent)).join("\t"));
    const said = button.parentElement.querySelector("[role=status]");
    said.textContent = "";
    let done = true;
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
    } catch {
      // not allowed, or a host without https: the older way, by selecting the table
      document.getSelection().selectAllChildren(table);
      done = document.execCommand("copy");
      document.getSelection().removeAllRanges();
    }
    said.textContent = done ? words(button, "copied", { rows: lines.length - 1 }) : words(button, "failed");
  }

  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, prepare, { passive: true });

  document.addEventListener("click", (event) => {
    const at = event.target.closest ? event.target : event.target.parentElement;
    const heading = at.closest(".table-block thead th");
    if (heading) sort(heading);
    const button = at.closest("[data-action=copy-table]");
    if (button) copy(button);
  });
})();
