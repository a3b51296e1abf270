"""Readers' means: keyboard, screen reader, zoom, dark colours, paper."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


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
    host = page.url.removesuffix("/en/")
    assert f"({host}/data/" in content
