"""The page of a figure in a browser: keyboard, forms without a script, Back, a figure that comes alive."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboards.blocks.figure_head import heading as headed
from dashboards.figures import heading
from dashboards.figures.figure import default_figure
from dashboards.figures.heading_words import Subject
from dashboards.web.react_html import html_of
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.release.store import Release

pytestmark = pytest.mark.browser
ASSETS = Path(__file__).parents[2] / "assets"
LINES = """(all) => all.map((h1) => {
  const nodes = document.createTreeWalker(h1, NodeFilter.SHOW_TEXT), range = document.createRange(), lines = new Set();
  while (nodes.nextNode()) {
    range.selectNodeContents(nodes.currentNode);
    for (const line of range.getClientRects()) lines.add(Math.round(line.bottom));
  }
  return lines.size;
})"""


def test_the_page_is_taken_over_without_a_jump(visit: Callable[..., Any]) -> None:
    opened = visit().open("/nl/figure/irregular_arrivals")
    assert opened.shifts() == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_heading_takes_few_lines_of_a_phone(browser: Browser, release: Release, lang: Lang) -> None:
    known, made = catalogue.load(), []
    for name, indicator in known.indicators.items():
        f = default_figure(name, lang)
        about = Subject(indicator, len(release.choices(name).geos) > 1, known, lang)
        made.append(html_of(headed(indicator, heading.finding(f.chart.kind, f.series, f.chosen, about), lang)))
    styles = "".join((ASSETS / f"{name}.css").read_text("utf-8") for name in ("tokens", "site", "figure"))
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.set_content(f"<style>{styles}</style><main style='width: 328px'>{''.join(made)}</main>")
    lines = page.eval_on_selector_all("h1", LINES)
    page.close()
    taken = dict(zip(known.indicators, lines, strict=True))
    assert taken["return_rate"] <= 4
    assert max(taken.values()) <= 6


def test_an_analyst_compares_two_places_by_keyboard_alone(visit: Callable[..., Any]) -> None:
    """How did first-time applications in the Netherlands develop against the EU since 2015?"""
    page = visit().open("/en/figure/asylum_applicants").page
    box = page.get_by_label("Netherlands", exact=True)
    box.focus()
    page.keyboard.press("Space")
    page.get_by_label("From", exact=True).select_option("2015")
    page.get_by_label("Figures as").select_option("index")
    page.wait_for_url("**measure=index")
    page.get_by_label("Base of the index").select_option("2015")
    page.wait_for_url("**base=2015**")
    expect(page.locator("figcaption").first).to_contain_text("2015 = 100")
    expect(page.locator("figcaption").first).to_contain_text("Netherlands")
    expect(page.get_by_label("Netherlands", exact=True)).to_be_checked()
    page.go_back()
    page.wait_for_url("**measure=index")
    page.go_back()
    expect(page.locator("figcaption").first).not_to_contain_text("2015 = 100")


def test_a_journalist_gets_detections_on_a_route_by_nationality_as_csv(visit: Callable[..., Any]) -> None:
    """Detections on the Central Mediterranean route by nationality: found by search, downloaded, opened."""
    opened = visit().open("/en/search?q=nationality+route")
    page = opened.page
    page.get_by_role("link", name="Irregular border crossings detected on each route, by nationality").first.click()
    opened.taken_over()
    expect(page.get_by_role("checkbox", name="Central Mediterranean route")).to_be_checked()
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV (international): All data", exact=False).click()
    rows = list(csv.DictReader(io.StringIO(started.value.path().read_text(encoding="utf-8-sig"))))
    route = [r for r in rows if r["geo"] == "Central Mediterranean Route" and r["period"] == "2024"]
    by_name = {r["series_name"]: r["value"] for r in route}
    assert (by_name["Bangladesh"], by_name["Syria"]) == ("14397", "12595")
    assert len(by_name) > 20
    assert {r["unit"] for r in route} == {"detections"}


def test_a_sentence_is_followed_to_its_figure_table_and_back_without_a_mouse(visit: Callable[..., Any]) -> None:
    opened = visit().open("/en/letter/text")
    page = opened.page
    steps = (
        ("a.claim-ref[href$='p4_return_rate']", "**/en/letter/p4_return_rate"),
        (".claim-section a[href='/en/figure/return_rate']", "**/en/figure/return_rate"),
        (".views a[href*='view=table']", "**view=table"),
    )
    for link, address in steps:
        page.locator(link).first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(address)
        opened.taken_over()
    expect(page.locator("thead").first).to_contain_text("all returns")
    for address in ("**/en/figure/return_rate", "**/en/letter/p4_return_rate", "**/en/letter/text"):
        page.go_back()
        page.wait_for_url(address)


def test_a_staff_member_finds_the_return_rate_with_both_definitions_and_its_caveat(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/").page
    page.locator("main a[href^='/en/figure/return_rate']").first.click()
    page.wait_for_url("**/en/figure/return_rate*")
    visit_of_default = page.url.partition("?")[0]  # the card leads to the letter's definition alone
    page.goto(visit_of_default)
    page.get_by_role("link", name="Table", exact=True).click()
    page.wait_for_url("**view=table")
    head = page.locator("thead").first
    expect(head).to_contain_text("all returns")
    expect(head).to_contain_text("returns to third countries")
    expect(page.locator("main")).to_contain_text("Always name the numerator")


def test_everything_works_without_a_script(visit: Callable[..., Any]) -> None:
    opened = visit(java_script_enabled=False)
    page = opened.page
    page.goto(f"{opened.base}/nl/figure/asylum_applicants")
    page.get_by_label("België", exact=True).check()
    page.get_by_label("Grafiekvorm", exact=True).select_option("ranked")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_label("België", exact=True)).to_be_checked()
    expect(page.locator("svg.chart:visible").first).to_be_visible()
    page.get_by_role("link", name="Kaart").click()
    assert "view=map" in page.url
    assert page.locator("svg.chart:visible title").count() > 25


def test_a_table_is_filtered_pivoted_drawn_and_taken_along_by_keyboard(visit: Callable[..., Any]) -> None:
    opened = visit().open("/en/explore?table=frontex.ibc_nationality_year")
    page = opened.page
    for name in ("Central Mediterranean", "Sea"):
        page.get_by_role("checkbox", name=name, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_label("From", exact=True).select_option("2023")
    page.get_by_label("Order", exact=True).select_option("highest")
    page.get_by_label("Pivot: rows").select_option("nationality")
    page.wait_for_url("**rows=nationality**")
    table = page.locator("main table").first
    assert table.locator("thead th").all_inner_texts()[1:] == ["2023", "2024"]
    bangladesh = table.get_by_role("row", name="Bangladesh").get_by_role("cell").all_inner_texts()
    with page.expect_download() as started:
        page.locator("main a[href*='.csv']").first.click()
    rows = list(csv.DictReader(io.StringIO(started.value.path().read_text(encoding="utf-8-sig"))))
    assert {(r["route"], r["border_type"]) for r in rows} == {("Central Mediterranean Route", "Sea")}
    taken = {r["period"]: r["value"] for r in rows if r["nationality"] == "Bangladesh"}
    assert [taken["2023"], taken["2024"]] == [cell.replace(",", "") for cell in bangladesh]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figure_comes_alive_in_the_colours_of_the_page(visit: Callable[..., Any], scheme: str) -> None:
    page = visit(color_scheme=scheme).open("/en/figure/irregular_arrivals?as_of=2025-06-03&beside=now").page
    box = page.locator(".figure-box").first
    box.scroll_into_view_if_needed()
    before = box.bounding_box()
    box.locator("[data-action=interactive]").click()
    expect(box).to_have_class("figure-box is-live", timeout=20_000)
    assert box.bounding_box() == before
    ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--muted').trim()")
    tick = box.locator(".xtick text").first.evaluate("(e) => getComputedStyle(e).fill")
    red, green, blue = (int(ink[n : n + 2], 16) for n in (1, 3, 5))
    assert tick == f"rgb({red}, {green}, {blue})"
