"""What a browser makes of the static charts: no two texts meet, none lies on a bar, for all indicators at once.

And the reader of assets/reading.js: the marks' words by pointer and by keyboard.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import default_figure
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.release.store import Release

pytestmark = pytest.mark.browser
TOKENS = (Path(__file__).parents[2] / "assets" / "tokens.css").read_text("utf-8")
WIDTHS = {360: 330, 1280: 720}  # of the window: of the picture in it
INDICATORS = sorted(catalogue.load().indicators)
MEETING = """
(pictures) => pictures.flatMap((svg) => {
  const box = (e) => ({ said: e.textContent, ...e.getBoundingClientRect().toJSON() });
  const texts = [...svg.querySelectorAll("text")].map(box);
  const isBar = (r) => /series|context/.test(r.getAttribute("fill")) && r.getAttribute("height") !== "12";
  const bars = [...svg.querySelectorAll("rect")].filter(isBar).map(box);
  const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const frame = svg.getBoundingClientRect();
  const found = [];
  for (const [n, text] of texts.entries()) {
    for (const other of texts.slice(n + 1))
      if (across(text, other) > 1 && down(text, other) > 4) found.push(`${text.said} | ${other.said}`);
    for (const bar of bars) if (across(text, bar) > 1 && down(text, bar) > 4) found.push(`${text.said} on a bar`);
    if (text.left < frame.left - 2 || text.right > frame.right + 2) found.push(`${text.said} beyond the picture`);
  }
  return found.map((each) => `${svg.parentElement.id}: ${each}`);
})
"""


def _page(lang: Lang, width: int) -> str:
    figures = [default_figure(i, lang) for i in INDICATORS]
    drawn = [f'<div id="{f.indicator.id}">{svg(f.chart, width=width, bare=True)}</div>' for f in figures if not f.empty]
    return f"<style>{TOKENS} body{{font-family:var(--font-sans)}}</style>{''.join(drawn)}"


@pytest.mark.parametrize("window", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_no_two_texts_meet_and_none_lies_on_a_bar(browser: Browser, release: Release, lang: Lang, window: int) -> None:
    page: Any = browser.new_page(viewport={"width": window, "height": 800})
    page.set_content(_page(lang, WIDTHS[window]))
    found = page.eval_on_selector_all("svg", MEETING)
    page.close()
    assert found == []
