"""Long lists are filtered, chosen and left; tables are sorted and copied: by mouse and by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
TABLE = "/{lang}/figure/asylum_applicants?geo=NL,BE&view=table"
RANKED = "/{lang}/figure/asylum_applicants?view=map"


def column(page: Page, n: int) -> list[str]:
    """The cells of a column of the first table, from top to bottom."""
    cells: list[str] = page.locator("main table").first.evaluate(
        "(t, n) => [...t.tBodies[0].rows].map((row) => row.cells[n].textContent.trim())", n
    )
    return cells


def numbers(cells: list[str], lang: str) -> list[float]:
    drop, point = (",", ".") if lang == "en" else (".", ",")
    return [float(c.split()[0].replace(drop, "").replace(point, ".")) for c in cells if c[:1].isdigit()]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_column_of_figures_sorts_by_size_then_turns_then_returns(visit: Callable[..., Any], lang: str) -> None:
    page = visit().open(TABLE.format(lang=lang)).page
    heading = page.locator("main thead th").nth(1)
    before = column(page, 0)
    heading.click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    falling = numbers(column(page, 1), lang)
    assert falling == sorted(falling, reverse=True)
    assert len(falling) > 5
    heading.click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    rising = numbers(column(page, 1), lang)
    assert rising == sorted(falling)
    heading.click()
    assert heading.get_attribute("aria-sort") is None
    assert column(page, 0) == before


def test_a_table_is_sorted_by_keyboard_and_says_so(visit: Callable[..., Any]) -> None:
    page = visit().open(RANKED.format(lang="en")).page
    page.locator("main .table-scroll").first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("main thead button").first).to_be_focused()
    page.keyboard.press("Enter")
    names = column(page, 0)
    assert names == sorted(names, key=str.casefold)
    expect(page.locator(".table-said").first).to_contain_text("ascending")


def test_months_in_words_are_sorted_by_time(visit: Callable[..., Any]) -> None:
    page = visit().open("/nl/figure/first_time_monthly?from=2025-11&to=2026-04&view=table").page
    before = column(page, 0)
    assert before[0] == "november 2025"
    page.locator("main thead th").first.click()
    page.locator("main thead th").first.click()
    assert column(page, 0) == before[::-1]


def test_missing_figures_stay_last_whichever_way_a_column_is_turned(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/figure/asylum_applicants?geo=EU27_2020,BE&view=table").page
    heading = page.locator("main thead th").nth(1)
    heading.click()
    lowest = column(page, 1)[-1]
    heading.click()
    assert not lowest[:1].isdigit()
    assert column(page, 1)[-1] == lowest


def test_words_stand_left_figures_right_and_the_heading_stays(visit: Callable[..., Any]) -> None:
    page = visit(height=500).open(RANKED.format(lang="en")).page
    page.locator("main .table-scroll").first.evaluate("(e) => { e.scrollTop = 300 }")
    head = page.locator("main thead th")
    assert [head.nth(n).evaluate("(e) => getComputedStyle(e).textAlign") for n in (0, 1)] == ["start", "end"]
    assert page.locator("main tbody td").first.evaluate("(e) => getComputedStyle(e).textAlign") == "end"
    top = page.locator("main .table-scroll").first.evaluate("(e) => e.getBoundingClientRect().top")
    assert abs(head.first.evaluate("(e) => e.getBoundingClientRect().top") - top) < 2


def test_a_table_is_copied_as_it_stands_for_a_spreadsheet(visit: Callable[..., Any]) -> None:
    opened = visit(fresh=True)
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened.open(TABLE.format(lang="nl")).page
    page.locator("main thead th").nth(1).click()
    button = page.get_by_role("button", name="Kopieer de tabel")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".table-said").first).to_contain_text("Gekopieerd")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert [line.split("\t")[1] for line in lines[1:]] == column(page, 1)
    assert {line.count("\t") for line in lines} == {page.locator("main thead").first.locator("th").count() - 1}


def test_a_long_list_is_filtered_without_capitals_or_accents_and_is_not_drawn_anew(visit: Callable[..., Any]) -> None:
    page = visit().open("/nl/figure/asylum_applicants").page
    places = page.locator("#choices-geo")
    places.locator(".choice-filter").fill("belg")
    expect(places.locator(".choice:visible")).to_have_text(["België"])
    expect(page.locator(".live-said")).to_contain_text("1 van")
    page.keyboard.press("Enter")
    assert "?" not in page.url
    places.get_by_label("België", exact=True).check()
    page.wait_for_url("**geo=EU27_2020,BE")
    expect(places.locator(".choice:visible")).to_have_text(["België"])
    places.locator(".choice-filter").fill("")
    assert places.locator(".choice:visible").count() > 20


def test_all_of_what_is_listed_is_chosen_at_once_and_none_is_refused_where_one_is_needed(
    visit: Callable[..., Any],
) -> None:
    page = visit().open("/en/figure/asylum_applicants").page
    places = page.locator("#choices-geo")
    places.locator(".choice-filter").fill("lux")
    places.get_by_role("button", name="Countries and areas: all").click()
    page.wait_for_url("**geo=EU27_2020,LU")
    places.locator(".choice-filter").fill("")
    shown = page.locator("figcaption").first.inner_text()
    places.get_by_role("button", name="Countries and areas: none").click()
    expect(page.locator(".live-said")).to_have_text("Choose at least one.")
    assert places.locator("input:checked").count() == 0
    assert page.locator("figcaption").first.inner_text() == shown
    places.get_by_label("Malta", exact=True).check()
    page.wait_for_url("**geo=MT")


def test_on_explore_none_means_that_nothing_is_filtered(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/explore?table=frontex.ibc_nationality_year&nationality=Syria").page
    page.locator("#choices-nationality").get_by_role("button", name="none").click()
    expect(page.locator(".explore-count")).to_contain_text("nothing is filtered")
    assert page.url.endswith("?table=frontex.ibc_nationality_year")


# Each closed list with its longest name chosen: the lines that the name takes, and whether the list shows fewer.
LONGEST = """
    [...document.querySelectorAll("select:not([multiple])")].map((list) => {
      const name = [...list.options].map((o) => o.text).reduce((a, b) => (b.length > a.length ? b : a), "");
      list.selectedIndex = [...list.options].findIndex((o) => o.text === name);
      const style = getComputedStyle(list), pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      let lines = 1, used = 0;
      for (const word of name.split(" ")) {
        const wide = pen.measureText(used ? ` ${word}` : word).width;
        if (used && used + wide > room) { lines += 1; used = 0; }
        used += used ? wide : pen.measureText(word).width;
      }
      const height = lines * parseFloat(style.lineHeight);
      return { name, lines, cut: style.whiteSpace !== "normal" && lines > 1 || height > list.clientHeight };
    })"""
FORMS = (
    "/check", "/board", "/explore?table=eurostat.asylum_quoted", "/figures", "/letter", "/figure/return_rate",
    "/figure/return_rate/share", "/changes",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_no_closed_list_cuts_the_name_that_it_shows(visit: Callable[..., Any], lang: str) -> None:
    opened, long = visit(width=360), []
    for path in FORMS:
        page = opened.open(f"/{lang}{path}").page
        page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
        lists = page.evaluate(LONGEST)
        assert lists, path
        assert [each["name"] for each in lists if each["cut"]] == [], path
        long += [each["name"] for each in lists if each["lines"] > 1]
    assert len(long) > 5, "names that take several lines"
