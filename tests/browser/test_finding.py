"""A reader finds a figure: by typing into the search box, and by narrowing the list of all figures."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import findings

pytestmark = pytest.mark.browser


def test_typing_arrows_and_enter_lead_to_a_figure_with_its_country(visit: Callable[..., Any]) -> None:
    opened = visit().open("/nl/")
    page = opened.page
    field = page.locator("#site-search")
    field.click()
    expect(field).to_have_role("combobox")
    page.keyboard.type("terugkeerpercentage nederlnd")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Nederland")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert findings(page, ".site-header") == []
    page.keyboard.press("ArrowUp")  # the last one, then the field itself, then the first
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.evaluate("window.same = true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/figure/return_rate?geo=NL")
    assert page.evaluate("window.same"), "drawn in place"
    expect(page.locator(".suggestions")).to_have_count(0)
    assert opened.errors == []


def test_escape_and_leaving_close_the_suggestions_and_enter_alone_searches(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/").page
    field = page.locator("#site-search")
    field.press_sequentially("powerpoint")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("powerpoint")
    field.press_sequentially("s")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)
    field.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=powerpoint")
    expect(page.locator("#found-function")).to_be_visible()


def test_a_suggestion_is_taken_with_the_pointer(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/").page
    page.locator("#site-search").press_sequentially("resettled ref")
    page.get_by_role("option", name="Resettled refugees").first.click()
    page.wait_for_url("**/en/figure/resettled")


def test_the_list_of_figures_narrows_while_one_types_and_keeps_the_focus(visit: Callable[..., Any]) -> None:
    opened = visit().open("/en/figures")
    page = opened.page
    every = page.locator(".listed").count()
    page.locator("#figures-q").press_sequentially("return rate")
    expect(page.locator("#return_rate")).to_be_visible()
    page.wait_for_function("(n) => document.querySelectorAll('.listed').length < n / 2", arg=every)
    expect(page.locator("#figures-q")).to_be_focused()
    page.locator("#figure-geo").select_option("NL")
    page.wait_for_url("**/en/figures?q=return%20rate&geo=NL")
    expect(page.locator("#return_rate .listed-newest")).to_contain_text("Netherlands")
    expect(page.locator(".live-said")).to_contain_text("of 70 figures")
    page.go_back()
    page.wait_for_url("**/en/figures?q=return%20rate")
    expect(page.locator("#figure-geo")).to_have_value("")
    assert opened.errors == []
