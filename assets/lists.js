/* Long lists of choices: a field that filters them, and buttons that choose all of what is listed, or none of it. */
(function () {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const boxesIn = (list) => [...list.querySelectorAll(".choice:not([hidden]) input")];

  /* What is looked for stands at the start of a word. A heading goes where nothing below it is left. */
  function filter(field) {
    const list = field.closest(".choices").querySelector(".choice-list");
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const choice of list.querySelectorAll(".choice")) {
      const own = plain(choice.textContent).split(/[^\p{L}\p{N}]+/u);
      choice.hidden = !words.every((word) => own.some((part) => part.startsWith(word)));
    }
    for (const heading of list.querySelectorAll(".choice-group")) {
      let next = heading.nextElementSibling;
      while (next && next.matches(".choice[hidden]")) next = next.nextElementSibling;
      heading.hidden = !next || !next.matches(".choice");
    }
    return list;
  }

  function choose(button) {
    const list = button.closest(".choices").querySelector(".choice-list");
    const isAll = button.dataset.action === "choose-all";
    const changed = boxesIn(list).filter((box) => box.checked !== isAll);
    for (const box of changed) box.checked = isAll;
    if (changed.length) changed[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-action^=choose-]");
    if (button) choose(button);
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches(".choice-filter")) return;
    const list = filter(event.target);
    const [n, of] = [boxesIn(list).length, list.querySelectorAll(".choice").length];
    window.monitor.say("listed", { n, of });
  });

  /* Enter would send the form. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".choice-filter")) event.preventDefault();
  });

  for (const name of ["monitor:drawn", "monitor:takeover"]) {
    document.addEventListener(name, () => {
      for (const field of document.querySelectorAll(".choice-filter")) if (field.value) filter(field);
    });
  }
})();
