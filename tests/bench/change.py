"""How long from a change to the page redrawn? Figure, explore, figures, ledger beside a default Dash page, in one run.

    python tests/bench/change.py [--changes 60] [--limit 150] [--times 1.5]

All are served by gunicorn with the same settings on this machine and opened in one Chromium on a wide screen. A change
is a choice in the page's own form, made by script; what is measured is the time from it to the first frame after the
page shows the new choice: here the drawing's own event, there the changed line of the graph. The two sites take turns,
change by change, so that both see the same machine. A page's choices recur after a dozen: the p95 is that of choices
which nobody made before, for which nothing is kept. Needs a release (`python -m etl build`) and Chromium (CHROMIUM
names one). Exit code 1: a p95 was over the limit or over so many times the default's.
"""

import argparse
import os
import shutil
import statistics
import sys
from dataclasses import dataclass
from typing import Any

from first_chart import ARGUMENTS, HERE, REPOSITORY, served
from playwright.sync_api import Browser, Page, sync_playwright

TAKEN_OVER = "document.querySelector('#first-paint') === null"
OURS = """([name, value]) => new Promise((done) => {
  const field = document.querySelector(`main form [name="${name}"]`);
  const drawn = () => requestAnimationFrame(() => done(performance.now() - start));
  document.addEventListener("monitor:drawn", drawn, { once: true });
  if (field.type === "checkbox") field.checked = !field.checked; else field.value = value;
  const start = performance.now();
  field.dispatchEvent(new Event("change", { bubbles: true }));
})"""
# The default page's own list cannot be opened by script in the same time; its value is set as its component sets it.
THEIRS = """([_, value]) => new Promise((done) => {
  const graph = document.querySelector(".js-plotly-plot");
  graph.once("plotly_afterplot", () => requestAnimationFrame(() => done(performance.now() - start)));
  const start = performance.now();
  window.dash_clientside.set_props("choice", { value });
})"""


@dataclass(frozen=True)
class Subject:
    """A page and the choices that take turns in one of its fields."""

    name: str
    path: str
    field: str
    values: tuple[str, ...]


YEARS = tuple(str(year) for year in range(2009, 2021))
SUBJECTS = (
    Subject("figure", "/en/figure/irregular_arrivals", "from", YEARS),
    Subject("explore", "/en/explore?table=frontex.ibc_nationality_year", "from", YEARS),
    Subject("figures", "/en/figures", "pillar", ("1", "2", "3", "4", "5", "6", "")),
    Subject("ledger", "/en/letter", "pillar", ("1", "2", "3", "4", "5", "6", "")),
)
DEFAULT = Subject("default Dash", "/", "choice", ("since 2015", "all years"))


def opened(browser: Browser, address: str, ready: str) -> Page:
    """A page of its own, at rest."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    for _ in range(400):
        if page.evaluate(ready):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(1500)
    return page


def change(page: Page, script: str, subject: Subject, turn: int) -> float:
    """Milliseconds of one change."""
    page.bring_to_front()
    took: Any = page.evaluate(script, [subject.field, subject.values[turn % len(subject.values)]])
    page.wait_for_timeout(50)
    return float(took)


def measured(browser: Browser, site: str, default: str, changes: int) -> dict[str, list[float]]:
    """Milliseconds of every change of each page; the first of each, which loads what is needed once, is left out."""
    pages = {s: opened(browser, site + s.path, TAKEN_OVER) for s in SUBJECTS}
    other = opened(browser, default + DEFAULT.path, "document.querySelector('.js-plotly-plot .js-line') !== null")
    found: dict[str, list[float]] = {s.name: [] for s in (*SUBJECTS, DEFAULT)}
    for turn in range(changes + 1):
        for subject, page in pages.items():
            found[subject.name].append(change(page, OURS, subject, turn))
        found[DEFAULT.name].append(change(other, THEIRS, DEFAULT, turn))
    return {name: times[1:] for name, times in found.items()}


def p95(times: list[float]) -> float:
    """What nineteen of twenty changes do not exceed."""
    return statistics.quantiles(times, n=20)[-1]


def main() -> int:
    """Measure, print, judge."""
    ask = argparse.ArgumentParser(description="From a change to the page redrawn, beside a default Dash page.")
    ask.add_argument("--changes", type=int, default=60)
    ask.add_argument("--limit", type=float, default=150, help="milliseconds, p95")
    ask.add_argument("--times", type=float, default=1.5, help="of the default's p95")
    asked = ask.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with (
        served("app:site", REPOSITORY, "/healthz") as site,
        served("default_dash:server", HERE, "/_dash-layout") as default,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        found = measured(browser, site, default, asked.changes)
        browser.close()
    base = p95(found[DEFAULT.name])
    print(f"Milliseconds from change to redrawn, {asked.changes} changes of each; load {os.getloadavg()[0]:.1f}")
    print(f"{'':<14}{'median':>8}{'p95':>8}{'of default':>12}")
    for name, times in found.items():
        print(f"{name:<14}{statistics.median(times):>8.0f}{p95(times):>8.0f}{p95(times) / base:>12.2f}")
    good = all(p95(found[s.name]) <= min(asked.limit, asked.times * base) for s in SUBJECTS)
    print(f"{'Held' if good else 'NOT held'}: p95 within {asked.limit:.0f} ms and {asked.times} times the default's.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
