/* A search field that offers ways to go on while one types: an editable combobox with a list, after the ARIA pattern.
   Arrow keys walk the list, Enter goes where the marked entry leads (or searches, where none is marked), Escape closes
   it. Without this script the field belongs to a plain form. */
(function () {
  "use strict";
  const WAIT_MS = 120;
  const LEAST = 2;
  const LIST = "suggestions";
  let waiting = 0;
  let asking = null;
  let marked = -1;

  const listOf = (field) => field.form.querySelector(`#${LIST}`);
  const optionsOf = (field) => [...field.form.querySelectorAll("[role=option]")];

  function prepare(field) {
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": LIST })) {
      if (field.getAttribute(name) !== value) field.setAttribute(name, value);
    }
    if (!field.hasAttribute("aria-expanded")) field.setAttribute("aria-expanded", "false");
  }

  function close(field) {
    const list = listOf(field);
    if (list) list.remove();
    marked = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function show(field, suggestions) {
    close(field);
    prepare(field);
    if (!suggestions.length) return;
    const list = document.createElement("ul");
    list.id = LIST;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0].textContent);
    for (const [n, { label, address }] of suggestions.entries()) {
      const option = document.createElement("li");
      option.id = `${LIST}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.address = address;
      option.textContent = label;
      list.append(option);
    }
    field.closest(".field").append(list);
    field.setAttribute("aria-expanded", "true");
    if (window.monitor) window.monitor.say("suggested", { n: suggestions.length }); // not on a page that is not there
  }

  function mark(field, n) {
    const options = optionsOf(field);
    marked = n;
    for (const [place, option] of options.entries()) option.setAttribute("aria-selected", String(place === n));
    if (n < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", options[n].id);
    options[n].scrollIntoView({ block: "nearest" });
  }

  async function ask(field) {
    if (asking) asking.abort();
    const own = (asking = new AbortController());
    const words = field.value.trim();
    if (words.length < LEAST) return close(field);
    try {
      const answer = await fetch(`${field.dataset.suggest}&q=${encodeURIComponent(words)}`, { signal: own.signal });
      if (!answer.ok) return close(field);
      const { suggestions } = await answer.json();
      if (asking === own && document.activeElement === field) show(field, suggestions);
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // no network: the form still works
    }
  }

  /* As a link, so that a page of the site is drawn in place and a file is fetched as any other. */
  function goTo(field, option) {
    const link = document.createElement("a");
    link.href = option.dataset.address;
    close(field);
    document.body.append(link);
    link.click();
    link.remove();
  }

  const fieldOf = (event) => event.target.matches && event.target.matches("[data-suggest]") && event.target;

  document.addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (field) prepare(field);
  });

  document.addEventListener("focusout", (event) => {
    const field = fieldOf(event);
    if (field) close(field);
  });

  document.addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    prepare(field);
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(field), WAIT_MS);
  });

  const STEPS = { ArrowDown: 1, ArrowUp: -1 };

  document.addEventListener("keydown", (event) => {
    const field = fieldOf(event);
    const options = field ? optionsOf(field) : [];
    if (!options.length || event.isComposing) return;
    if (event.key in STEPS) {
      const stops = options.length + 1; // one of them is the field itself
      mark(field, ((marked + 1 + STEPS[event.key] + stops) % stops) - 1);
    } else if (event.key === "Enter" && marked >= 0) {
      goTo(field, options[marked]);
    } else if (event.key === "Escape") {
      close(field);
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (asking) asking.abort();
    const field = event.target.querySelector("[data-suggest]");
    if (field) close(field);
  });

  /* The field keeps the focus while the list is pressed. */
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest && event.target.closest(`#${LIST}`)) event.preventDefault();
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest && event.target.closest(`#${LIST}`)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest && event.target.closest(`#${LIST} [role=option]`);
    if (option) goTo(option.closest("form").querySelector("[data-suggest]"), option);
  });
})();
