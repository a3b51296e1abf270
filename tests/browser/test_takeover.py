"""The first response stays what it was while Dash takes the page over; without scripts it simply stays."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

pytestmark = pytest.mark.browser

# Every element's place, rounded to whole pixels, in the order of the document.
PLACES = """(root) => [...document.querySelectorAll(root + " [data-page] *")].map((element) => {
  const box = element.getBoundingClientRect();
  return [element.tagName, ...[box.x, box.y + scrollY, box.width, box.height].map(Math.round)].join(" ");
})"""
TEXT = "(root) => document.querySelector(root + ' [data-page]').innerText"
FIRST, DASH = "#first-paint", "#react-entry-point"


class Held:
    """Dash's first question is kept waiting, so that a test can act on the first picture."""

    def __init__(self, visit: Any) -> None:
        self.routes: list[Route] = []
        visit.page.route("**/_dash-layout", lambda route: self.routes.append(route))

    def release(self) -> None:
        for route in self.routes:
            route.continue_()


@pytest.mark.parametrize(("lang", "width"), [("en", 360), ("nl", 1280)])
def test_dash_takes_over_without_moving_a_pixel_an_error_or_another_host(
    visit: Callable[..., Any], lang: str, width: int
) -> None:
    opened = visit(width=width)
    held = Held(opened)
    page = opened.page
    page.goto(f"{opened.base}/{lang}/")
    title, before, text = page.title(), page.evaluate(PLACES, FIRST), page.evaluate(TEXT, FIRST)
    held.release()
    opened.taken_over()
    assert page.evaluate(PLACES, DASH) == before
    assert page.evaluate(TEXT, DASH) == text
    assert (opened.shifts(), page.title()) == ([], title)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("svg[role=img]:visible").count() > 0


def test_what_a_reader_was_doing_survives(visit: Callable[..., Any]) -> None:
    opened = visit()
    held = Held(opened)
    page = opened.page
    page.goto(f"{opened.base}/en/")
    page.locator("details").nth(1).evaluate("(e) => { e.open = true }")
    link = page.locator("main a[href^='/data/']").nth(1)
    link.focus()
    page.evaluate("""() => {
      const text = [...document.querySelectorAll("#first-paint h2")].map((e) => e.firstChild)
        .find((e) => e.nodeType === Node.TEXT_NODE && e.length > 6);
      document.getSelection().setBaseAndExtent(text, 2, text, 6);
      window.scrollTo(0, 700);
    }""")
    chosen, focused = page.evaluate("String(getSelection())"), link.get_attribute("href")
    held.release()
    opened.taken_over()
    assert page.evaluate("scrollY") == 700
    assert page.evaluate("document.activeElement.getAttribute('href')") == focused
    assert page.evaluate("document.querySelector('#react-entry-point').contains(document.activeElement)")
    assert page.evaluate("[...document.querySelectorAll('details')].map((e) => e.open).slice(0, 3)") == [
        False,
        True,
        False,
    ]
    assert len(chosen) == 4
    assert page.evaluate("String(getSelection())") == chosen


FORM = """<div data-page="/"><form>
<label>Year <input name="year"></label>
<label><input type="checkbox" name="all"> All</label>
<label>Place <select name="geo"><option>NL</option><option>DE</option></select></label>
<label>Routes <select name="routes" multiple><option>A</option><option>B</option><option>C</option></select></label>
<textarea name="t"></textarea>
<div style="overflow:auto;width:50px;height:20px"><p style="width:500px">a wide table</p></div>
</form></div>"""


def test_form_values_caret_and_inner_scrolling_survive(visit: Callable[..., Any]) -> None:
    page = visit().page
    page.goto("about:blank")  # where no policy refuses a script
    page.set_content(f'<div id="first-paint">{FORM}</div><div id="react-entry-point" hidden></div>')
    page.add_script_tag(path="assets/monitor.js")
    page.fill("#first-paint [name=year]", "2018")
    page.check("#first-paint [name=all]")
    page.fill("#first-paint textarea", "note")
    page.locator("#first-paint form div").evaluate("(e) => { e.scrollLeft = 40 }")
    page.select_option("#first-paint [name=geo]", "DE")
    page.select_option("#first-paint [name=routes]", ["A", "C"])
    page.locator("#first-paint [name=year]").evaluate("(e) => { e.focus(); e.setSelectionRange(1, 3) }")
    page.evaluate("(form) => { document.querySelector('#react-entry-point').innerHTML = form }", FORM)
    page.wait_for_selector("#first-paint", state="detached")
    assert page.input_value("[name=year]") == "2018"
    assert page.is_checked("[name=all]")
    assert page.input_value("[name=geo]") == "DE"
    chosen = page.eval_on_selector("[name=routes]", "(e) => [...e.selectedOptions].map((o) => o.value)")
    assert chosen == ["A", "C"]
    assert page.input_value("textarea") == "note"
    assert page.locator("form div").evaluate("(e) => e.scrollLeft") == 40
    assert page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [1, 3]


def test_an_open_list_is_not_taken_from_under_a_readers_hand(visit: Callable[..., Any]) -> None:
    page = visit().page
    page.goto("about:blank")  # where no policy refuses a script
    page.set_content(f'<div id="first-paint">{FORM}</div><div id="react-entry-point" hidden></div>')
    page.add_script_tag(path="assets/monitor.js")
    page.focus("#first-paint [name=geo]")
    page.evaluate("(form) => { document.querySelector('#react-entry-point').innerHTML = form }", FORM)
    page.wait_for_timeout(700)
    assert page.locator("#first-paint").count() == 1
    page.locator("#first-paint [name=geo]").blur()
    page.wait_for_selector("#first-paint", state="detached")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_without_scripts_the_page_reads_and_works(visit: Callable[..., Any], lang: str) -> None:
    opened = visit(java_script_enabled=False)
    page = opened.page
    page.goto(f"{opened.base}/{lang}/")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("svg[role=img]:visible").count() > 0
    expect(page.locator(".theme-toggle")).to_be_hidden()
    table = page.locator("details table").first
    expect(table).to_be_hidden()
    page.locator("main summary").first.click()
    expect(table).to_be_visible()
    other = "nl" if lang == "en" else "en"
    page.locator(f"header a[hreflang={other}]").click()
    expect(page.locator("html")).to_have_attribute("lang", other)


@pytest.mark.parametrize(
    "lost", ["**/dash_renderer*", "**/_dash-layout", "**/_dash-update-component*", "**/monitor.js*"]
)
def test_where_dash_fails_the_first_picture_stays(visit: Callable[..., Any], lost: str) -> None:
    opened = visit(forgiving=True)
    page = opened.page
    page.route(lost, lambda route: route.abort())
    page.goto(f"{opened.base}/en/", wait_until="load")
    page.evaluate("window.shifts = []")  # what moves from here on
    page.wait_for_timeout(1000)
    expect(page.locator("#first-paint h1")).to_be_visible()
    expect(page.locator("#react-entry-point")).to_be_hidden()
    assert opened.shifts() == []
