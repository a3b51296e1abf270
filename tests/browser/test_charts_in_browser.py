"""What a browser makes of the static charts: no two texts meet, none lies on a bar, for all indicators at once.

The same of some interactive ones. And the reader of assets/reading.js: the marks' words by pointer and by keyboard.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboards.charts import walk
from dashboards.charts.plotly.picture import figure as interactive
from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import Figure, default_figure, figure, map_periods
from dashboards.query.selection import Selection
from dashboards.web import plotly_bundle
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


def _page(figures: Iterable[Figure], width: int) -> str:
    drawn = [f'<div id="{f.indicator.id}">{svg(f.chart, width=width, bare=True)}</div>' for f in figures if not f.empty]
    return f"<style>{TOKENS} body{{font-family:var(--font-sans)}}</style>{''.join(drawn)}"


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_texts_meet_and_none_lies_on_a_bar(browser: Browser, release: Release, lang: Lang) -> None:
    page: Any = browser.new_page()
    figures = [default_figure(i, lang) for i in INDICATORS]
    found: dict[int, list[str]] = {}
    for window, width in WIDTHS.items():
        page.set_viewport_size({"width": window, "height": 800})
        page.set_content(_page(figures, width))
        found[window] = page.eval_on_selector_all("svg", MEETING)
    page.close()
    assert not any(found.values()), found


LIVE = ("resettlement_quota", "return_rate", "ordered_to_leave", "study_permits", "ind_repeat_applications")
DRAW = """
async (pictures) => {
  const found = [];
  const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const meet = (a, b) => across(a, b) > 1 && down(a, b) > 4;
  const boxes = (in_, what) => [...in_.querySelectorAll(what)].map((e) =>
    ({ said: e.textContent.trim(), ...e.getBoundingClientRect().toJSON() }));
  for (const { id, figure, width, height } of pictures) {
    const box = document.body.appendChild(document.createElement("div"));
    box.style.cssText = `width:${width}px;height:${height}px`;
    await Plotly.newPlot(box, figure.data, figure.layout);
    const texts = boxes(box, "text:not(:has(tspan.line)), tspan.line").filter((t) => t.said);
    const bars = boxes(box, ".bars .point path");
    const upright = boxes(box, ".shapelayer path").filter((l) => l.width < 4);
    const frame = box.getBoundingClientRect();
    for (const [n, text] of texts.entries()) {
      const lies = [...texts.slice(n + 1), ...bars, ...upright].filter((other) => meet(text, other));
      found.push(...lies.map((other) => `${id} ${width}: ${text.said} | ${other.said}`));
      const inside = text.left > frame.left - 2 && text.right < frame.right + 2 && text.top > frame.top - 2;
      if (!inside) found.push(`${id} ${width}: ${text.said} beyond the picture`);
    }
    box.remove();
  }
  return found;
}
"""


def test_words_of_interactive_pictures_meet_nothing(browser: Browser, release: Release) -> None:
    page: Any = browser.new_page()
    page.set_content(f"<style>{TOKENS} body{{font-family:var(--font-sans)}}</style>")
    page.add_script_tag(path=plotly_bundle.source())
    pictures = []
    for indicator in LIVE:
        chart = default_figure(indicator, "nl").chart
        for drawn, width in ((330, 328), (720, 800)):
            [[across, high]] = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg(chart, width=drawn, bare=True))
            height = float(high) * width / float(across)
            made = interactive(chart, narrow=width < 480)
            pictures.append({"id": indicator, "figure": made, "width": width, "height": height})
    found = page.evaluate(DRAW, pictures)
    page.close()
    assert not found, found


def _walked(page: Any, key: str, times: int) -> list[str]:
    """What is said after each press of a key."""
    said = []
    for _ in range(times):
        page.keyboard.press(key)
        said.append(page.locator(".reading-said").text_content())
    return said


def test_the_keyboard_walks_every_mark_of_a_ranking(visit: Callable[..., Any], release: Release) -> None:
    opened = visit().open("/en/figure/first_time_per_100k?geo=NL&geo=DE")
    page = opened.page
    page.locator(".figure-box").focus()
    [(_, readings)] = walk.readings(figure(Selection("first_time_per_100k", ("NL", "DE"))).chart)
    assert _walked(page, "ArrowRight", len(readings)) == [str(r) for r in readings]
    assert page.locator(".reading-ring").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".reading").is_visible()
    assert [url for url in opened.requests if "/plotly/" in url] == []


def test_up_and_down_go_to_the_same_period_of_the_next_series(visit: Callable[..., Any], release: Release) -> None:
    page = visit().open("/nl/figure/return_rate").page
    page.locator(".figure-box").focus()
    rows = walk.readings(figure(Selection("return_rate", lang="nl")).chart)
    [start] = _walked(page, "ArrowLeft", 1)
    assert start == str(rows[0][1][-1])
    [below] = _walked(page, "ArrowDown", 1)
    [same] = [r for r in rows[1][1] if r.period == rows[0][1][-1].period]
    assert below == str(same)
    assert _walked(page, "Home", 1) == [str(rows[1][1][0])]


@pytest.mark.parametrize("state", ["geo=NL&geo=DE", "view=map"])
def test_a_pointer_reads_the_place_that_it_points_at(visit: Callable[..., Any], state: str) -> None:
    page = visit().open(f"/en/figure/first_time_per_100k?{state}").page
    picture = page.locator(".figure-wide svg")
    picture.scroll_into_view_if_needed()
    if "map" in state:
        picture.locator("path[data-n]").nth(10).hover()
    else:
        picture.hover(position={"x": 30, "y": 12})  # the name in the first row: any place in a row means its bar
    expect(page.locator(".reading")).to_be_visible()
    said = page.locator(".reading").inner_text()
    assert "per 100,000" in said
    assert "Germany" in said or "map" in state
    page.mouse.move(2, 2)
    expect(page.locator(".reading")).to_be_hidden()


def test_a_touch_reads_the_nearest_mark(visit: Callable[..., Any]) -> None:
    page = visit(width=360, height=740, has_touch=True, is_mobile=True).open("/nl/figure/irregular_arrivals").page
    picture = page.locator(".figure-narrow svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 60, box["y"] + box["height"] / 2)
    expect(page.locator(".reading")).to_be_visible()
    assert "detecties" in page.locator(".reading").inner_text()
    shown = page.locator(".reading").bounding_box()
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= 360


def test_the_chart_is_one_tab_stop_with_a_name(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/figure/return_rate").page
    box = page.locator(".figure-box")
    assert box.get_attribute("tabindex") == "0"
    assert box.get_attribute("aria-label") == box.get_attribute("data-keys")
    assert page.locator(".figure-box [tabindex]").count() == 0


MAP = "/en/figure/first_time_per_100k?view=map&to=2021"


def test_a_map_is_stepped_by_links_without_any_script(visit: Callable[..., Any]) -> None:
    opened = visit(java_script_enabled=False)
    opened.page.goto(opened.base + MAP)
    assert not opened.page.locator("[data-action=play]").is_visible()
    opened.page.locator("[data-step=next]").click()
    assert "to=2022" in opened.page.url
    assert "2022" in opened.page.locator(".figure-subtitle").inner_text()


def test_a_map_plays_to_its_last_period_and_stops_at_the_button(visit: Callable[..., Any]) -> None:
    page = visit().open(MAP).page
    page.locator("[data-action=play]").click()
    page.wait_for_url("**to=2022**", timeout=20_000)
    page.wait_for_selector("#first-paint", state="detached", timeout=20_000)
    page.locator("[data-action=play][aria-pressed=true]").click()
    here = page.url
    page.wait_for_timeout(2000)
    assert page.url == here


def test_a_map_at_its_last_period_says_so_and_plays_from_the_first(visit: Callable[..., Any], release: Release) -> None:
    first, *_, last = map_periods(figure(Selection("first_time_per_100k", shape="map")))
    page = visit().open(f"/en/figure/first_time_per_100k?view=map&to={last}").page
    assert page.locator("select[name=to] option").first.inner_text() == "latest with enough countries"
    assert page.locator("[data-step=next], [data-step=last]").count() == 0
    page.locator("[data-action=play]").click()
    page.wait_for_url(f"**to={first}**", timeout=20_000)
    page.wait_for_selector("[data-action=play][aria-pressed=true]", timeout=20_000)


def test_nothing_plays_for_a_reader_who_wants_less_motion(visit: Callable[..., Any]) -> None:
    page = visit(reduced_motion="reduce").open(MAP).page
    assert not page.locator("[data-action=play]").is_visible()
    page.evaluate("sessionStorage.setItem('monitor.playing', '1')")
    page.reload()
    page.wait_for_timeout(2000)
    assert "to=2021" in page.url
