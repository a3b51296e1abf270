"""Ten questions that readers bring, each answered from the home page within its budget of clicks.

A choice in a list, a tick, a followed link and a sent search are one click each; typing is none.
"""

import csv
import io
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


class Reader:
    """Somebody who begins at the home page, and whose clicks are counted."""

    def __init__(self, visit: Any) -> None:
        self.page: Page = visit.page
        self.base: str = visit.base
        self.clicks = 0

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def choose(self, label: str, value: str) -> None:
        self.clicks += 1
        self.page.get_by_label(label, exact=True).select_option(value)

    def search(self, words: str) -> None:
        self.clicks += 1
        self.page.locator("#site-search").fill(words)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Search")

    def link(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("link", name=name, exact=True).first

    def file(self, link: Locator) -> Any:
        """What a link to a file gives; following it is a click."""
        self.clicks += 1
        answer = self.page.request.get(urljoin(self.base, str(link.get_attribute("href"))))
        assert answer.ok
        return answer


@pytest.fixture
def reader(tab: Any) -> Reader:
    return Reader(tab.open("/en/"))


def test_a_arrivals_are_no_longer_92_per_cent_below_2015(reader: Reader) -> None:
    first = reader.page.locator(".glance").first
    expect(first).to_contain_text("Arrivals against 2015")
    expect(first).to_contain_text("Newest, 2025−90.1%")
    expect(first).to_contain_text("The letter said−92%")
    assert reader.clicks == 0


def test_b_the_return_rate_now_of_the_eu_and_the_netherlands_by_whose_definition(reader: Reader) -> None:
    reader.click(reader.page.get_by_role("link", name="definitions: Return rate").first)
    main = reader.page.locator("main")
    expect(main).to_contain_text("returns to third countries, 2018")
    for said in ("The Netherlands, all returns, 2025: 15.9%", "EU27, all returns, 2025: 32.1%"):
        expect(main).to_contain_text(said)
    assert reader.clicks <= 1


def test_c_the_quota_since_2019_and_both_ceilings(reader: Reader) -> None:
    reader.click(reader.page.locator("#resettlement_quota-name a"))
    main = reader.page.locator("main")
    for number in ("500", "1,750", "1,000"):
        expect(main).to_contain_text(number)
    expect(main).to_contain_text("ceiling")
    assert reader.clicks <= 1


def test_d_first_applications_of_the_netherlands_and_germany_per_100_000_since_2015(reader: Reader) -> None:
    reader.search("first-time per 100,000")
    reader.click(reader.link("First-time asylum applicants per 100,000 inhabitants"))
    reader.choose("Chart type", "time")
    reader.choose("From", "2015")
    caption = reader.page.locator(".figure-subtitle")
    expect(caption).to_contain_text("2015 to")
    picture = reader.page.locator(".figure-wide svg").first
    for country in ("Netherlands", "Germany"):
        expect(picture).to_contain_text(country)
    assert reader.clicks <= 4


def test_e_nationalities_on_the_central_mediterranean_route_as_csv(reader: Reader) -> None:
    reader.search("Central Mediterranean")
    reader.click(reader.link("Irregular border crossings detected on each route, by nationality"))
    expect(reader.page.locator(".figure-subtitle")).to_contain_text("Central Mediterranean")
    answer = reader.file(reader.page.locator(".downloads").get_by_role("link", name="CSV", exact=False).first)
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    assert {r["geo"] for r in rows} == {"Central Mediterranean Route"}
    assert len({r["series"] for r in rows}) > 3
    assert len({r["period"] for r in rows}) == 1
    assert reader.clicks <= 4


def test_f_the_months_of_this_year_against_those_of_last_year_for_one_route(reader: Reader) -> None:
    reader.search("Central Mediterranean")
    reader.click(reader.link("Irregular border crossings detected, by month"))
    reader.choose("Chart type", "months")
    picture = reader.page.locator(".figure-wide svg").first
    for year in ("2025", "2026"):
        expect(picture).to_contain_text(year)
    assert reader.clicks <= 3


def test_g_what_was_revised_since_the_letter(reader: Reader) -> None:
    reader.click(reader.page.get_by_role("link", name="What changed", exact=True))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("What was revised since the letter")
    expect(reader.page.locator(".revised-notable")).to_contain_text("32,950 → 25,310, almost a quarter lower")
    assert reader.clicks == 1


def test_h_which_statements_do_not_hold(reader: Reader) -> None:
    reader.click(reader.page.get_by_role("link", name="not reproduced"))
    expect(reader.page.locator("#count")).to_contain_text("of 53 statements")
    verdicts = reader.page.locator(".ledger-verdict")
    assert set(verdicts.all_inner_texts()) == {"Not reproduced by the figures"}
    assert reader.clicks == 1


def test_i_a_dutch_embed_code_for_the_return_rate(reader: Reader) -> None:
    reader.click(reader.page.locator("#return_rate-name a"))
    reader.click(reader.page.get_by_role("link", name="Embed, link or cite this figure").first)
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Share:")
    reader.click(reader.page.get_by_role("link", name="Nederlands"))
    code = reader.page.locator(".copy").first
    expect(code).to_contain_text("/embed/return_rate?")
    expect(code).to_contain_text("lang=nl")
    assert reader.clicks <= 3


def test_j_a_deck_of_three_figures(reader: Reader) -> None:
    for n in range(3):
        reader.click(reader.page.locator("[data-action=board]").nth(n))
    reader.click(reader.page.locator("[data-board-link]"))
    expect(reader.page.locator(".board h2")).to_have_count(3)
    assert reader.file(reader.link("PowerPoint")).body()[:2] == b"PK"
    assert reader.clicks <= 7
