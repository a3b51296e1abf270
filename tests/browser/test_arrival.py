"""A page whose HTML arrives in pieces: what is already there stays where it is when the rest comes."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PLACES = """(inside) => [...document.querySelectorAll(inside)].map((e) => {
  const box = e.getBoundingClientRect(); return [e.className, box.x, box.y]; })"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("path", "cut", "inside"),
    [
        ("/en/", "<button", ".site-title, .site-tools, .site-tools .field"),
        ("/nl/", "</form>", ".site-title, .site-tools, .site-tools .field, .site-tools .button"),
        ("/en/", ">Return rate, EU</span>", ".glance-links"),
        ("/en/letter", '<select id="ledger-kind"', ".filter .field"),
    ],
)
def test_what_has_arrived_stands_still(visit: Callable[..., Any], width: int, path: str, cut: str, inside: str) -> None:
    opened = visit(width=width)
    page = opened.page
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(opened.base + path)
    whole = page.evaluate(PLACES, inside)
    html = page.request.get(opened.base + path).text()
    place = html.index(cut, html.index("<body"))
    page.route("**" + path, lambda route: route.fulfill(body=html[:place], content_type="text/html"))
    page.goto(opened.base + path)
    there = page.evaluate(PLACES, inside)
    assert there
    assert there == whole[: len(there)]
    opened.errors.clear()  # scripts were held back on purpose
