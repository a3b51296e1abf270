"""The board as a reader fills and changes it, where scripts run."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_board_is_filled_changed_and_kept_while_the_address_stays_the_truth(visit: Callable[..., Any]) -> None:
    opened = visit().open("/en/")
    page = opened.page
    nav, titles = page.locator("[data-board-link]"), page.locator(".board h2")
    expect(nav).to_contain_text("(0)")
    for n in range(2):
        page.locator("[data-action=board]").nth(n).click()
    page.locator("[data-action=board]").first.click()  # is there already
    expect(nav).to_contain_text("(2)")
    expect(page.locator(".live-said")).to_have_text("It is on your board, which holds 2 now.")
    nav.click()
    expect(titles).to_have_count(2)
    first, second = titles.all_inner_texts()
    page.get_by_role("link", name="Move down").click()
    expect(titles.first).to_have_text(second)
    page.get_by_label("Columns", exact=True).select_option("2")
    expect(page.locator(".board")).to_have_attribute("data-columns", "2")
    expect(page.locator(".board-other")).to_be_hidden()
    page.goto(f"{opened.base}/en/board?figure=returned")  # somebody else's
    opened.taken_over()
    expect(page.locator(".board-other")).to_be_visible()
    expect(nav).to_contain_text("(2)")
    nav.click()
    expect(titles).to_have_text([second, first])
    page.get_by_role("link", name="Remove").first.click()
    expect(nav).to_contain_text("(1)")
    expect(titles).to_have_text([first])
