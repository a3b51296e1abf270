"""Readers' means: keyboard, screen reader, zoom, dark colours, paper."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def findings(page: Page) -> list[str]:
    """What axe objects to, one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_axe_finds_nothing(visit: Callable[..., Any], lang: str) -> None:
    page = visit(reduced_motion="reduce").open(f"/{lang}/").page
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert findings(page) == [], (width, scheme)


def test_axe_finds_nothing_on_the_first_picture_and_on_a_page_not_found(visit: Callable[..., Any]) -> None:
    first = visit(forgiving=True)
    first.page.route("**/_dash-layout", lambda route: route.abort())
    first.page.goto(f"{first.base}/en/")
    assert findings(first.page) == []
    first.page.goto(f"{first.base}/nl/niets")
    assert findings(first.page) == []


def test_axe_finds_nothing_where_a_figure_is_interactive(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/").page
    page.locator(".figure-box").first.hover()
    expect(page.locator(".figure-box").first).to_have_class("figure-box is-live", timeout=20_000)
    page.wait_for_timeout(300)
    assert findings(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1600])
def test_nothing_is_wider_than_the_screen(visit: Callable[..., Any], width: int) -> None:
    """320 px is a screen of 1280 px at 400 %."""
    page = visit(width=width).open("/nl/").page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_stop_of_the_keyboard_leads_past_the_header(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/").page
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_every_stop_of_the_keyboard_is_seen(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/").page
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert outline >= 2, page.evaluate("document.activeElement.outerHTML")


def test_the_chosen_theme_is_kept_and_is_there_before_the_first_paint(visit: Callable[..., Any]) -> None:
    opened = visit(color_scheme="light")
    page = opened.open("/en/").page
    button = page.locator("[data-action=theme]")
    expect(button).to_have_attribute("aria-pressed", "false")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert dark != light
    page.route("**/monitor.js*", lambda route: route.abort())
    page.goto(f"{opened.base}/nl/")
    opened.errors.clear()  # the script that was just refused
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == dark


def test_on_paper_there_is_the_picture_without_the_tools(visit: Callable[..., Any]) -> None:
    page = visit(color_scheme="dark").open("/en/").page
    page.emulate_media(media="print")
    expect(page.locator(".site-tools")).to_be_hidden()
    assert page.locator(".figure-static").first.evaluate("(e) => getComputedStyle(e).opacity") == "1"
    content = page.locator("main a[href^='/data/']").first.evaluate("(e) => getComputedStyle(e, '::after').content")
    assert "/data/" in content
