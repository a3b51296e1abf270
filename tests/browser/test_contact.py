"""A figure becomes interactive at its button, in its own box; nothing of Plotly is loaded before."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.windows import QUIET

pytestmark = pytest.mark.browser
BUNDLE = "/plotly/"
BUTTON = "[data-action=interactive]"


def press(box: Any, by: str = "pointer") -> None:
    """The button that is to be seen of a figure."""
    button = box.locator(BUTTON).first
    if by == "keyboard":
        button.focus()
        button.press("Enter")
    else:
        button.click()


@pytest.mark.parametrize(("path", "width", "by"), [("/en/", 360, "pointer"), ("/nl/", 1280, "keyboard")])
def test_a_figure_comes_alive_in_its_box_without_upload_or_a_vendors_mark(
    visit: Callable[..., Any], path: str, width: int, by: str
) -> None:
    opened = visit(width=width)
    page = opened.open(path).page
    box = page.locator(".figure-box").first
    box.scroll_into_view_if_needed()
    before = box.bounding_box()
    box.hover()
    page.wait_for_timeout(200)
    assert [url for url in opened.requests if "plotly" in url] == []
    press(box, by)
    expect(box.locator(".figure-live .main-svg").first).to_be_visible(timeout=20_000)
    expect(box).to_have_class("figure-box is-live")
    assert box.bounding_box() == before
    assert opened.shifts() == []
    bundles = [url for url in opened.requests if url.endswith(".js") and "plotly" in url.rsplit("/", 2)[1]]
    assert len(bundles) == 1
    assert BUNDLE in bundles[0]
    page.wait_for_selector(".is-live .modebar-container", state="attached", timeout=20_000)
    titles = page.eval_on_selector_all(".modebar-btn", "(all) => all.map((e) => e.dataset.title || e.ariaLabel || '')")
    assert titles
    for word in ("cloud", "share", "plotly", "chart studio"):
        assert not any(word in title.lower() for title in titles), titles
    _leads_back_to_the_picture_and_forth(box)


def _leads_back_to_the_picture_and_forth(box: Any) -> None:
    """The focus goes along from the button that goes to the one that comes."""
    button, back = box.locator(BUTTON).first, box.locator("[data-action=static]")
    for other in (back, button, back):
        expect(other).to_be_focused()
        expect(back if other is button else button).to_be_hidden()
        other.press("Enter")
        expect(box).to_have_class("figure-box is-live" if other is button else "figure-box")


def test_a_button_pressed_on_the_first_picture_is_not_forgotten(visit: Callable[..., Any]) -> None:
    opened = visit()
    routes: list[Any] = []
    opened.page.route("**/_dash-layout", lambda route: routes.append(route))
    opened.page.goto(f"{opened.base}/en/")
    press(opened.page.locator("#first-paint .figure-box").first)
    for route in routes:
        route.continue_()
    opened.taken_over()
    expect(opened.page.locator(".figure-box").first).to_have_class("figure-box is-live", timeout=20_000)


# What the browser says of the machine and its line is what a test has stored.
TOLD = """
const told = JSON.parse(sessionStorage.getItem("told") || "{}");
Object.defineProperty(navigator, "connection", { value: told.line });
Object.defineProperty(navigator, "hardwareConcurrency", { value: told.cores });
"""
PAYS = {"few cores": (2, 10, False, 1280), "a slow line": (8, 2, False, 1280), "saves": (8, 10, True, 1280),
        "a phone": (8, 10, False, 360), "nobody": (8, 10, False, 1280)}  # fmt: skip


def test_ahead_of_contact_only_where_nobody_pays_for_it(visit: Callable[..., Any]) -> None:
    opened = visit(fresh=True)  # a script of a page stays in it
    page = opened.page
    page.add_init_script(TOLD)
    page.goto(opened.base + QUIET)
    for who, (cores, downlink, saves, width) in PAYS.items():
        line = {"effectiveType": "4g", "downlink": downlink, "saveData": saves}
        page.evaluate("(told) => sessionStorage.setItem('told', JSON.stringify(told))", {"line": line, "cores": cores})
        page.set_viewport_size({"width": width, "height": 900})
        opened.requests.clear()
        opened.open("/en/figure/return_rate")
        if who == "nobody":
            page.wait_for_selector(".figure-box.is-live", timeout=20_000)
        else:
            page.evaluate("new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)))")
            page.wait_for_timeout(200)
        assert any("plotly" in url for url in opened.requests) == (who == "nobody"), who
        assert opened.shifts() == []
    bar, words = (page.locator(f".is-live {each}").first.bounding_box() for each in (".modebar", ".infolayer"))
    assert bar["y"] >= words["y"] + words["height"] - 1  # its buttons lie on no legend and on no other words
    assert bar["x"] + bar["width"] < page.locator("[data-action=static]").first.bounding_box()["x"]
