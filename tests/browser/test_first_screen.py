"""The first screen answers by itself: three figures, three clocks each, not scrolled, no scripts, in both languages.

What is measured is what a reader sees: boxes inside the window, on a real release.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.letter import targets
from dashboards.pages.headline import FIRST
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS

pytestmark = pytest.mark.browser
DESKTOP, PHONE = (1280, 800), (360, 740)
SCHEMES = ("light", "dark")
MOST_HIGH = 3000
THREE = [i.id for i in targets.headline_indicators(catalogue.load())[:FIRST]]
CLOCKS = {"en": ("Newest, ", "The letter said", ", recomputed"), "nl": ("Nieuwste, ", "De brief zei", ", herberekend")}
TARGETS = {"en": ("no target", "Quota, "), "nl": ("geen doel", "Quotum, ")}
WIDER = """[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth)
  .map((e) => `${e.nodeName} ${e.className} ${e.getBoundingClientRect().right}`)"""
BOXES = """(selector) => [...document.querySelectorAll(selector)].map((e) => {
  const box = e.getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom];
})"""


@pytest.fixture
def first_screen(visit: Callable[..., Any]) -> Callable[..., Any]:
    """The headline page without scripts, at the top."""

    def opened(lang: str, size: tuple[int, int]) -> Any:
        new = visit(width=size[0], height=size[1], java_script_enabled=False)
        new.page.goto(f"{new.base}/{lang}/")
        return new.page

    return opened


def inside(page: Any, selector: str, size: tuple[int, int]) -> list[list[float]]:
    """The boxes of what the selector names; each is seen, and whole within the window."""
    boxes: list[list[float]] = page.evaluate(BOXES, selector)
    assert boxes, selector
    for left, top, right, bottom in boxes:
        assert right > left, selector
        assert bottom > top, selector
        assert left >= 0, (selector, left)
        assert top >= 0, (selector, top)
        assert right <= size[0], (selector, right)
        assert bottom <= size[1], (selector, bottom)
    return boxes


@pytest.mark.parametrize("lang", LANGS)
def test_a_wide_window_shows_all_of_it_at_once(first_screen: Callable[..., Any], lang: str) -> None:
    page = first_screen(lang, DESKTOP)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for selector in (".first > .glance", ".first > .glance-rest", ".first svg.chart", ".first .glance-links a"):
            assert len(inside(page, selector, DESKTOP)) >= FIRST, selector
        inside(page, "#statements, #ages, .strip a", DESKTOP)
        tops = [box[1] for box in inside(page, ".first > .glance-rest", DESKTOP)]
        assert max(tops) - min(tops) < 1
    has_clocks_and_targets(page, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_a_phone_shows_the_three_as_rows(first_screen: Callable[..., Any], lang: str) -> None:
    page = first_screen(lang, PHONE)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        boxes = inside(page, ".first > .glance", PHONE)
        assert len(boxes) == FIRST
        assert [box[1] for box in boxes] == sorted(box[1] for box in boxes)
        inside(page, ".first .clock, .first h2 a", PHONE)
        header = page.evaluate(BOXES, ".site-header")[0]
        assert header[3] - header[1] < 60
        assert page.evaluate(BOXES, ".first svg.chart")[0][1] > boxes[-1][1]
    has_clocks_and_targets(page, lang)


def has_clocks_and_targets(page: Any, lang: Any) -> None:
    """Each of the three has three labelled clocks and says of its target what it is."""
    for name in THREE:
        told = page.locator(f"#{name}").inner_text()
        for clock in CLOCKS[lang]:
            assert clock in told, (name, clock)
        assert any(word in told for word in TARGETS[lang]), name
        assert re.search(r"\b20\d\d\b", page.locator(f"#{name} .clock-newest dt").inner_text())


@pytest.mark.parametrize("lang", LANGS)
def test_only_the_one_that_is_overdue_carries_a_badge_with_the_reason(
    first_screen: Callable[..., Any], lang: Any
) -> None:
    page = first_screen(lang, DESKTOP)
    badges = page.locator(".first .age")
    assert badges.count() == 1
    assert page.locator("#resettlement_quota .age").count() == 1
    assert "2024" in badges.inner_text()
    assert page.locator("#resettlement_quota .badge").get_attribute("href").endswith("/sources#ind.82025ned")


def test_counts_lead_to_just_those_statements_and_add_up(first_screen: Callable[..., Any]) -> None:
    page = first_screen("en", DESKTOP)
    links = page.locator(".strip[aria-labelledby=statements] li a")
    found = [(int(link.inner_text().split()[0]), link.get_attribute("href")) for link in links.all()]
    assert sum(n for n, _ in found) == len(catalogue.load().claims)
    origin = page.url.removesuffix("/en/")
    for n, address in found:
        page.goto(origin + address)
        assert page.locator(".ledger > li").count() == n, address


@pytest.mark.parametrize("lang", LANGS)
def test_links_of_the_three_lead_to_figure_and_file(first_screen: Callable[..., Any], lang: Any) -> None:
    page = first_screen(lang, DESKTOP)
    addresses = {a.get_attribute("href") for a in page.locator(".first .glance-links a").all()}
    assert sum(a.startswith("/data/") for a in addresses) == FIRST
    for address in addresses:
        assert page.request.get(page.url.removesuffix(f"/{lang}/") + address).status == 200, address


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_overflows_and_the_page_stays_short(visit: Callable[..., Any], lang: str) -> None:
    """Opened on the narrowest screen, which is then made wider."""
    page = visit(width=320, height=800).open(f"/{lang}/").page
    for width in (320, 360, 768, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("(width) => innerWidth === width", arg=width)  # the window has its size
        page.wait_for_function("document.fonts.status === 'loaded'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, page.evaluate(WIDER))
        if width == DESKTOP[0]:
            assert page.evaluate("document.documentElement.scrollHeight") <= MOST_HIGH


def test_cards_below_stand_in_even_rows(first_screen: Callable[..., Any]) -> None:
    page = first_screen("en", DESKTOP)
    boxes = page.evaluate(BOXES, ".glance-cards > .glance-card")
    rows: dict[int, list[int]] = {}
    for _, top, _, bottom in boxes:
        rows.setdefault(round(top), []).append(round(bottom - top))
    assert len({len(heights) for heights in rows.values()}) == 1
    assert all(max(heights) - min(heights) <= 1 for heights in rows.values())


def test_the_phones_menu_opens_without_scripts(first_screen: Callable[..., Any]) -> None:
    page = first_screen("en", PHONE)
    assert not page.locator(".site-nav").is_visible()
    page.locator(".site-menu > summary").click()
    assert page.locator(".site-nav a").first.is_visible()
    assert page.locator("#site-search").is_visible()
