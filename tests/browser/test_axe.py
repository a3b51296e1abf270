"""axe over every kind of page; the languages, light and dark, a wide screen and a phone take turns.

Every page, each figure and each statement in all of these (long):  AXE=all pytest tests/browser/test_axe.py
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from etl.catalogue import catalogue

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": TAGS, "resultTypes": ["violations"]}
WIDE, PHONE, ZOOMED = 1280, 360, 320  # 320 px is a screen of 1280 px at 400 %
EVERY = os.environ.get("AXE") == "all"
STATES = ((WIDE, "light"), (PHONE, "dark"), (WIDE, "dark"), (PHONE, "light"))
BUTTON = "main form[method=GET] button[type=submit]:visible"
KINDS = (
    "/",
    "/pillar/5",
    "/letter?pillar=4",
    "/letter/text",
    "/letter/p4_return_rate",
    "/figure/irregular_arrivals",
    "/figure/return_rate?view=about",
    "/figure/resettlement_quota",
    "/figure/first_time_per_100k?view=map",
    "/figure/arrivals_by_nationality",
    "/figure/irregular_arrivals_monthly?shape=months&from=2015",
    "/figure/asylum_applicants?view=table&geo=NL,BE,DE&from=2018",
    "/figure/asylum_applicants?geo=NL,BE,DE,FR&shape=small",
    "/figure/first_time_monthly?from=2024-01",
    "/figure/irregular_arrivals?from=2031",
    "/figure/return_rate/share",
    "/figures",
    "/changes",
    "/board",
    "/board?figure=return_rate%3Fgeo%3DNL&figure=return_rate%3Fgeo%3DDE%26title%3DGermany&columns=2",
    "/verify?given=release%202026-11-23-1a2b3c",
    "/check?indicator=return_rate&geo=EU28&series=all&period=2018&value=36",
    "/explore",
    "/explore?table=eurostat.migr_eiord",
    "/sources",
    "/method",
    "/about",
    "/glossary",
    "/search?q=germany",
    "/api",
)
EMBEDS = (
    "/embed/return_rate",
    "/embed/board?figure=return_rate&figure=returned&columns=2",
    "/embed/irregular_arrivals?lang=nl&theme=dark",
    "/embed/resettlement_quota?minimal=1",
)


def every_page() -> tuple[str, ...]:
    found = catalogue.load()
    figures = [f"/figure/{i}{view}" for i in found.indicators for view in ("", "?view=table", "?view=about", "/share")]
    return (
        *KINDS,
        *(f"/pillar/{n}" for n in range(1, 7)),
        "/letter",
        *(f"/letter/{c}" for c in found.claims),
        *figures,
        *(f"/explore?table={d}" for d in found.datasets),
    )


# What a finger has to hit, and is under 24 px high or wide; words in a sentence and what is not seen are left out.
SMALL_TARGETS = """
    [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
      .filter((e) => {
        const box = e.getBoundingClientRect(), style = getComputedStyle(e);
        if (!box.width || !box.height || style.visibility === "hidden" || style.clipPath !== "none") return false;
        const label = e.matches("[type=checkbox], [type=radio]") && e.labels[0].getBoundingClientRect();
        const inSentence = style.display === "inline" && e.parentElement.textContent.trim() !== e.textContent.trim();
        return !inSentence && Math.min(box.width, label ? label.height : box.height) < (label ? 12 : 23.5);
      })
      .map((e) => e.outerHTML.slice(0, 160))"""
# What is cut: a caption by the box of its table; and values of the ledger that are broken.
CUT = """
    [...document.querySelectorAll("caption, .statement > summary > span")]
      .filter((e) => {
        const box = e.getBoundingClientRect();
        if (e.matches("caption")) return box.right > e.closest("table").parentElement.getBoundingClientRect().right + 1;
        return e.matches("[class$=-number]") && e.getClientRects().length > 1;
      })
      .map((e) => e.outerHTML.slice(0, 160))"""
# Most of the time went to the contrast of cells that look alike: of elements of one class with the same colours, size
# and weight, that stand on the same backgrounds, two are measured.
ALIKE = """
;(() => {
  const inside = new Map([[document.documentElement, ""]]), times = new Map();
  const place = (e) => {
    if (!inside.has(e)) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(e);
      const own = [backgroundColor, backgroundImage, opacity, position].join();
      const plain = own === "rgba(0, 0, 0, 0),none,1,static";
      inside.set(e, place(e.parentElement) + (plain ? "" : `/${e.getAttribute("class")},${own}`));
    }
    return inside.get(e);
  };
  for (const e of document.querySelectorAll("body *")) {
    e.removeAttribute("data-alike");
    if (![...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(e);
    const own = [e.tagName, e.getAttribute("class"), color, fontSize, fontWeight, textShadow, e.checkVisibility()];
    const look = [place(e), ...own].join();
    times.set(look, (times.get(look) ?? 0) + 1);
    if (times.get(look) > 2) e.setAttribute("data-alike", "");
  }
  axe.configure({ rules: [{ id: "color-contrast", selector: "*:not([data-alike])" }] });
})()"""
LANGUAGES = ("en", "nl")
PAGES = (
    [(lang, path) for path in every_page() for lang in LANGUAGES]
    if EVERY
    else [(LANGUAGES[n % 2], path) for n, path in enumerate(KINDS)]
)


def findings(page: Page, inside: str | None = None) -> list[str]:
    """What axe objects to, one line each. inside: in that part of the page, None for all of it."""
    found = Axe(AXE_SCRIPT + ALIKE).run(page, inside, RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def holds(page: Page, states: tuple[tuple[int, str], ...]) -> None:
    """Nothing is found or cut in these states, with one fold of every kind open, nor does the page scroll sideways."""
    page.evaluate("""
        const kinds = new Set();
        for (const fold of document.querySelectorAll("details")) {
          if (!kinds.has(fold.className)) fold.open = true;
          kinds.add(fold.className);
        }""")
    for width, scheme in states:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert findings(page) == [], (width, scheme)
        assert page.evaluate(CUT) == [], width
        assert page.locator(BUTTON).count() == 0, "forms answer by themselves"
    page.set_viewport_size({"width": ZOOMED, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.locator("h1").count() == 1
    assert page.locator(BUTTON).count() == 0, "forms answer by themselves"


@pytest.mark.parametrize(("lang", "path"), PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(tab: Any, lang: str, path: str) -> None:
    turn = PAGES.index((lang, path)) * 5 // 2 % 4
    holds(tab.open(f"/{lang}{path}").page, STATES if EVERY else STATES[turn:][:1])


@pytest.mark.parametrize("path", EMBEDS)
def test_axe_finds_nothing_in_an_embed(tab: Any, path: str) -> None:
    holds(tab.open(path).page, STATES[:2])


def test_axe_finds_nothing_on_the_first_picture_and_on_a_page_not_found(visit: Callable[..., Any]) -> None:
    first = visit(forgiving=True)
    first.page.route("**/_dash-layout", lambda route: route.abort())
    first.page.goto(f"{first.base}/en/")
    assert findings(first.page) == []
    first.page.goto(f"{first.base}/nl/niets")
    assert findings(first.page) == []


def test_axe_finds_nothing_where_a_figure_is_interactive(visit: Callable[..., Any]) -> None:
    page = visit().open("/en/").page
    page.locator("[data-action=interactive]").first.click()
    expect(page.locator(".figure-box").first).to_have_class("figure-box is-live", timeout=20_000)
    page.wait_for_timeout(300)
    assert findings(page, ".figure-box.is-live") == []
