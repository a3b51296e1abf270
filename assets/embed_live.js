/* In an embed that was asked for with interactive=1: the picture gives way to a chart that answers to a pointer, once
   a reader touches it. Plotly and the figure are fetched then and not before; where that fails the picture stays. */
(function () {
  "use strict";
  const OWN = document.currentScript;
  const picture = document.getElementById("picture");
  if (!picture) return;
  let asked = false;

  function plotly() {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = OWN.dataset.plotly;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  function theme() {
    return getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "dark" : "light";
  }

  async function start() {
    if (asked) return;
    asked = true;
    const figure = fetch(OWN.dataset.chart + (OWN.dataset.chart.includes("?") ? "&" : "?") + "theme=" + theme());
    const [answer] = await Promise.all([figure, plotly()]);
    if (!answer.ok) return;
    const { data, layout, config } = await answer.json();
    const live = document.createElement("div");
    live.className = "live";
    live.style.height = Math.max(360, picture.offsetHeight) + "px";
    picture.after(live);
    await window.Plotly.newPlot(live, data, layout, config);
    picture.hidden = true;
  }

  for (const name of ["pointerover", "pointerdown", "focusin"]) {
    picture.addEventListener(name, () => start().catch(() => {}), { passive: true });
  }
})();
