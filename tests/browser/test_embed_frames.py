"""A figure in a frame elsewhere: the height given is enough at each width, and a sandbox does not stop it growing."""

import json
from html import unescape
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from dashboards.embed import measure

pytestmark = pytest.mark.browser
EMBEDS = (
    "returned?lang=nl", "recognition_rate", "resettlement_quota?lang=nl", "irregular_arrivals_monthly?shape=small",
    "asylum_applicants?shape=map", "ind_grant_rate?lang=nl&minimal=1", "returned?as_of=2019-10-14&beside=now",
)  # fmt: skip
MOST_TOO_HIGH = 110  # pixels


def read(address: str) -> str:
    with urlopen(address) as answer:
        text: str = answer.read().decode()
    return text


BOARDS = tuple(
    f"board?lang={lang}&columns={columns}&figure=returned&figure=recognition_rate?geo=NL&figure=resettlement_quota{more}"
    for lang, columns, more in (("nl", 1, "&title=Terugkeer"), ("en", 2, ""), ("nl", 2, "?title=Een+eigen+naam"))
)
MOST_OF_A_BOARD = 3 * MOST_TOO_HIGH


def test_the_measured_height_is_enough_at_each_width_and_little_more(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    wrong = []
    for name in (*EMBEDS, *BOARDS):
        text, most = read(f"{address}/embed/{name}"), MOST_OF_A_BOARD if name in BOARDS else MOST_TOO_HIGH
        page.set_content(text)
        for width in (320, 519, 520, 600, 640, 699, 700, 760, 1000):
            page.set_viewport_size({"width": width, "height": 200})
            real = page.locator("html").bounding_box()["height"]
            if not 0 <= measure.height(text, width) - real <= most:
                wrong.append((name, width, real, measure.height(text, width)))
    context.close()
    assert wrong == []


def test_a_boards_code_and_oembed_give_its_measured_height(address: str) -> None:
    for name in BOARDS:
        text = read(f"{address}/embed/{name}")
        for width in (320, 600):
            asked = quote(f"{address}/embed/{name}", safe="")
            told = json.loads(read(f"{address}/oembed?maxwidth={width}&url={asked}"))
            assert (told["width"], told["height"]) == (width, measure.height(text, width))
        lang = "nl" if "lang=nl" in name else "en"
        page = read(f"{address}/{lang}/{name.replace(f'lang={lang}&', '')}")
        assert f'height="{measure.height_for_code(text)}"' in unescape(unescape(page))


def test_oembed_gives_the_height_of_its_width(address: str) -> None:
    text = read(f"{address}/embed/returned?lang=en")
    for width in (320, 600):
        told = json.loads(read(f"{address}/oembed?url={address}/en/figure/returned&maxwidth={width}"))
        assert (told["width"], told["height"]) == (width, measure.height(text, width))


@pytest.mark.parametrize(("sandbox", "late"), [("", True), (' sandbox="allow-scripts"', False)])
def test_a_frame_grows_with_what_is_in_it_sandboxed_or_not(
    browser: Any, address: str, sandbox: str, late: bool
) -> None:
    """late: the host's script comes when the frame has already told its height."""
    context = browser.new_context()
    page = context.new_page()
    frame = f'<iframe src="{address}/embed/returned"{sandbox} width="400" height="100"></iframe>'
    stranger = (
        "<iframe id=\"other\" srcdoc=\"<script>parent.postMessage({type:'monitor:height',height:4000},'*')</script>\">"
    )
    body = f'{frame}{stranger}</iframe><script async src="{address}/assets/embed.js"></script>'
    held: list[Any] = []
    page.route("**/assets/embed.js", lambda route: held.append(route) if late else route.continue_())
    page.route("**/host.html", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto(f"{address}/host.html", wait_until="commit")
    if late:
        page.frame_locator("iframe >> nth=0").locator("main").wait_for()
        page.wait_for_timeout(100)
        held.pop().continue_()
    page.wait_for_function("parseInt(document.querySelector('iframe').style.height) > 300")
    assert page.locator("#other").evaluate("f => f.style.height") == ""
    context.close()
