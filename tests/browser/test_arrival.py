"""A page whose HTML arrives in pieces: what is already there stays where it is when the rest comes."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PLACES = """(inside) => [...document.querySelectorAll(inside)].map((e) => {
  const box = e.getBoundingClientRect(); return [e.className, box.x, box.y]; })"""


def at_each_width(page: Any, inside: str) -> list[Any]:
    """Where things stand on a phone and on a wide screen."""
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found.append(page.evaluate(PLACES, inside))
    return found


@pytest.mark.parametrize(
    ("path", "cut", "inside"),
    [
        ("/en/", "<button", ".site-title, .site-tools, .site-tools .field"),
        ("/nl/", "</form>", ".site-title, .site-tools, .site-tools .field, .site-tools .button"),
        ("/en/", ">Return rate, EU</span>", ".glance-links"),
        ("/en/letter", '<select id="ledger-kind"', ".filter .field"),
    ],
)
def test_what_has_arrived_stands_still(visit: Callable[..., Any], path: str, cut: str, inside: str) -> None:
    opened = visit()
    page = opened.page
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(opened.base + path)
    whole = at_each_width(page, inside)
    html = page.request.get(opened.base + path).text()
    place = html.index(cut, html.index("<body"))
    page.route("**" + path, lambda route: route.fulfill(body=html[:place], content_type="text/html"))
    page.goto(opened.base + path)
    for there, then in zip(at_each_width(page, inside), whole, strict=True):
        assert there
        assert there == then[: len(there)]
    opened.errors.clear()  # scripts were held back on purpose
