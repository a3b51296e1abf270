"""All indicators as one picture to look at: every default figure in a language at a width, in a grid, as PNG.

    python tests/bench/contact_sheet.py sheets --lang nl --width 330 [--shape ranked] [--only study_permits …]

Reads the current release (MONITOR_WAREHOUSE). A sheet holds a page of figures; each is headed by its id. Needs the
Chromium that browser tests use (CHROMIUM, else the system's). Nothing is compared: sheets are for eyes.
"""

import argparse
import os
import shutil
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import figure
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS
from etl.model.errors import UnknownValueError

PAGE = 12  # figures on a sheet
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STYLE = "body{margin:8px;font:13px Arial}main{display:flex;flex-wrap:wrap;gap:18px;align-items:flex-start}h2{margin:0}"


def picture(indicator: str, lang: str, width: int, shape: str) -> str:
    """One figure as SVG of its own, or why there is none."""
    try:
        found = figure(Selection(indicator, lang="nl" if lang == "nl" else "en", shape=shape))
    except UnknownValueError as e:
        return f"<p>{escape(str(e))}</p>"
    return svg(found.chart, width=width, theme="light")


def main() -> None:
    """Write the sheets."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--lang", choices=LANGS, default="en")
    asked.add_argument("--width", type=int, default=420)
    asked.add_argument("--shape", default="")
    asked.add_argument("--only", nargs="*", default=())
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    known = sorted(catalogue.load().indicators)
    if unknown := sorted(set(given.only) - set(known)):
        asked.error(f"no indicator is called {', '.join(unknown)}; there are {', '.join(known)}")
    ids = [i for i in known if not given.only or i in given.only]
    path = os.environ.get("CHROMIUM") or next(found for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 4 * (given.width + 18) + 16, "height": 900})
        for start in range(0, len(ids), PAGE):
            drawn = [
                f"<section><h2>{i}</h2>{picture(i, given.lang, given.width, given.shape)}</section>"
                for i in ids[start : start + PAGE]
            ]
            page.set_content(f"<style>{STYLE}</style><main>{''.join(drawn)}</main>")
            name = f"{given.lang}_{given.shape or 'own'}_{given.width}_{start // PAGE + 1}.png"
            page.screenshot(path=given.folder / name, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
