"""The letter, statements, pillars, search and glossary as a reader uses them: by eye, by keyboard, without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_the_ledger_is_filtered_by_keyboard(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/letter").page
    page.get_by_label("Kind").focus()
    page.keyboard.press("q")  # one letter: of two, a slow machine makes two choices
    expect(page.get_by_role("heading", name="1 of 53 statements")).to_be_visible()
    expect(page.get_by_label("Kind")).to_be_focused()
    expect(page.get_by_label("Kind")).to_have_value("quota")
    page.go_back()
    expect(page.get_by_role("heading", name="53 of 53 statements")).to_be_visible()


def test_the_whole_ledger_is_short_on_a_phone_and_opens_in_place(visit: Callable[..., Any]) -> None:
    page = visit(width=360, height=740).open("/en/letter").page
    assert page.evaluate("document.documentElement.scrollHeight") < 6000
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    row = page.locator("#p4_return_rate")
    row.locator("summary").click()
    expect(row.get_by_text("(our translation)")).to_be_visible()
    expect(row.get_by_role("img")).to_be_visible()
    page.locator("#ledger-verdicts summary").click()
    for verdict in ("Carried out as announced", "Carried out later than planned"):
        page.get_by_label(verdict, exact=True).check()
    expect(page.get_by_role("heading", name="9 of 53 statements")).to_be_visible()
    expect(page.locator("#ledger-verdicts summary")).to_have_text("Verdict: 2 chosen")
    assert page.url.endswith("verdict=met,late")


def test_a_reader_goes_from_a_sentence_to_its_figure_and_back(visit: Callable[..., Any]) -> None:
    opened = visit().open("/nl/letter/text")
    page = opened.page
    page.locator("a.claim-ref", has_text="4.1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ongeveer 40 procent")
    opened.taken_over()
    expect(page.get_by_role("table")).to_contain_text("41,4%")
    expect(
        page.locator(".claim-section").get_by_role("link").and_(page.locator('[href="/nl/figure/return_rate"]'))
    ).to_be_visible()
    page.get_by_role("link", name="In de tekst van de brief").click()
    opened.taken_over()
    expect(page.locator("#p4_return_rate + mark")).to_be_in_viewport()


def test_a_term_is_found_from_the_header_by_keyboard(visit: Callable[..., Any]) -> None:
    opened = visit().open("/nl/")
    page = opened.page
    page.locator("#site-search").focus()
    page.keyboard.type("nareis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoeken")
    opened.taken_over()
    page.get_by_role("link", name="nareis", exact=False).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary#nareis")
    opened.taken_over()
    expect(page.locator("#nareis")).to_be_in_viewport()


def test_all_of_it_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/letter")
    page.get_by_label("Pillar").select_option("5")
    page.get_by_label("Kind").select_option("quota")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="1 of 53 statements")).to_be_visible()
    page.locator(".statement summary").first.click()
    expect(page.get_by_text("National quota 2020: 500")).to_be_visible()
    page.locator("#site-search").fill("griekenland")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="First-time asylum applicants", exact=True)).to_have_attribute(
        "href", "/en/figure/first_time_applicants?geo=EL"
    )
    context.close()
