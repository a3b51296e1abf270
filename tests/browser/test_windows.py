"""A window that a test used is as new for the next one."""

import pytest

from tests.browser.windows import QUIET, Windows

pytestmark = pytest.mark.browser
STORED = "[localStorage.length, sessionStorage.length]"
DARK = "matchMedia('(prefers-color-scheme: dark)').matches"


def test_nothing_of_a_visit_is_left_in_its_window(windows: Windows) -> None:
    first = windows.visit(360, 600, color_scheme="dark")
    first.page.goto(windows.base + QUIET)
    first.page.evaluate("localStorage.setItem('a', '1'); sessionStorage.setItem('b', '2'); console.error('wrong')")
    first.page.evaluate("window.open('about:blank')")
    first.page.route(f"**{QUIET}", lambda route: route.fulfill(body="held back"))
    assert (first.page.evaluate(STORED), first.page.evaluate(DARK)) == ([1, 1], True)
    windows.end_visits()
    again = windows.visit(1280, 900)
    again.page.goto(windows.base + QUIET)
    assert again.page is first.page
    assert (again.page.evaluate(STORED), again.page.evaluate(DARK)) == ([0, 0], False)
    assert (again.page.evaluate("innerWidth"), len(again.page.context.pages)) == (1280, 1)
    assert "held back" not in again.page.content()
    again.page.evaluate("console.error('wrong again')")
    assert (first.errors, again.errors) == (["wrong"], ["wrong again"])
    windows.end_visits()


def test_two_visits_at_once_share_nothing_and_a_fresh_page_is_not_used_again(windows: Windows) -> None:
    fresh, one, two = windows.visit(360, 600, fresh=True), windows.visit(360, 600), windows.visit(360, 600)
    assert one.page.context is not two.page.context
    windows.end_visits()
    assert windows.visit(360, 600).page is one.page
    assert (fresh.page.is_closed(), two.page.is_closed()) == (True, True)
    windows.end_visits()
