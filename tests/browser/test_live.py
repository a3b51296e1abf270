"""A page answers at once: drawn in place, nothing of a reader's place lost, the address as short as what was chosen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
FIGURE = "/en/figure/asylum_applicants"
NETHERLANDS = f"{FIGURE}?geo=EU27_2020,NL"
WATCH = "window.drawings = 0; document.addEventListener('monitor:drawn', () => { window.drawings += 1; })"


class Live:
    """A visit that counts how often a whole document was loaded, and how often a page was drawn in place."""

    def __init__(self, opened: Any, path: str) -> None:
        self.visit, self.page = opened, opened.page
        self.loads = 0
        self.page.on("request", self._count)
        opened.open(path)
        self.page.evaluate(WATCH)

    def _count(self, request: Any) -> None:
        self.loads += request.is_navigation_request() and request.frame == self.page.main_frame

    @property
    def address(self) -> str:
        """Path and query."""
        return str(self.page.url).removeprefix(self.visit.base)

    def drawn(self, times: int) -> Page:
        """Waits for so many drawings since the page was opened."""
        self.page.wait_for_timeout(20)
        for _ in range(600):
            if self.page.evaluate("window.drawings") >= times:
                break
            self.page.wait_for_timeout(25)
        assert self.page.evaluate("window.drawings") == times
        return self.page


@pytest.fixture
def live(visit: Callable[..., Any]) -> Callable[..., Live]:
    """Opens a page to be watched."""
    return lambda path, **options: Live(visit(**options), path)


def said(page: Page) -> Any:
    return page.locator(".live-said")


def test_a_tick_redraws_the_figure_and_leaves_everything_else_where_it_was(live: Callable[..., Live]) -> None:
    one = live(FIGURE, height=600)
    page = one.page
    box = page.get_by_label("Netherlands", exact=True)
    box.focus()
    page.locator(".card-table > summary").first.evaluate("(e) => { e.parentElement.open = true }")
    page.evaluate("scrollTo(0, 240)")
    list_at = page.locator(".choice-list").first.evaluate("(e) => e.scrollTop")
    order = page.locator(".choice-list").first.locator("label").all_inner_texts()
    page.evaluate("window.kept = document.activeElement")
    page.keyboard.press("Space")
    one.drawn(1)
    expect(page.locator("figcaption").first).to_contain_text("Netherlands")
    assert page.evaluate("document.activeElement === window.kept"), "the very same element has the focus"
    assert page.evaluate("scrollY") == 240
    assert page.locator(".choice-list").first.evaluate("(e) => e.scrollTop") == list_at
    assert page.locator(".choice-list").first.locator("label").all_inner_texts() == order
    expect(page.locator(".card-table").first).to_have_attribute("open", "")
    expect(page.locator(".card-table thead").first).to_contain_text("Netherlands")
    expect(said(page)).to_contain_text("European Union (27 countries, without the UK) and Netherlands")
    assert (one.loads, one.address) == (1, NETHERLANDS)
    page.keyboard.press("Space")
    one.drawn(2)
    assert one.address == FIGURE, "what goes without saying is not in the address"


@pytest.mark.parametrize(
    ("path", "label", "value", "becomes", "words"),
    [
        (FIGURE, "From", "2015", f"{FIGURE}?from=2015", "2015 to 2025"),
        (f"{FIGURE}?geo=NL", "Figures as", "index", f"{FIGURE}?geo=NL&measure=index", "= 100"),
        ("/en/letter", "Kind", "ceiling", "/en/letter?kind=ceiling", "2 of 53 statements"),
        ("/nl/letter?kind=ceiling", "Soort", "", "/nl/letter", "53 van 53 uitspraken"),
        (
            "/en/explore?table=eurostat.migr_eiord",
            "From",
            "2018",
            "/en/explore?table=eurostat.migr_eiord&from=2018",
            "filtered by From: 2018",
        ),
        ("/en/figure/return_rate/share", "Colours", "dark", "/en/figure/return_rate/share?theme=dark", "Share"),
    ],
)
def test_every_form_redraws_its_page_in_place(
    live: Callable[..., Live], path: str, label: str, value: str, becomes: str, words: str
) -> None:
    one = live(path)
    field = one.page.get_by_label(label, exact=True).first
    field.focus()
    field.select_option(value)
    one.drawn(1)
    expect(said(one.page)).to_contain_text(words)
    expect(field).to_be_focused()
    expect(field).to_have_value(value)
    assert (one.loads, one.address) == (1, becomes)
    one.page.go_back()
    one.drawn(2)
    assert one.address == path
    one.page.go_forward()
    one.drawn(3)
    assert (one.loads, one.address) == (1, becomes)
    expect(one.page.get_by_label(label, exact=True).first).to_have_value(value)


def test_words_are_looked_for_when_a_reader_pauses_and_make_one_step_back(live: Callable[..., Live]) -> None:
    one = live("/en/letter")
    field = one.page.locator("#ledger-q")
    field.press_sequentially("resettle", delay=20)
    one.drawn(1)
    shown = one.page.locator("#count").inner_text()
    field.press_sequentially("ment", delay=20)
    one.drawn(2)
    expect(field).to_have_value("resettlement")
    expect(field).to_be_focused()
    assert shown != "53 of 53 statements"
    assert (one.loads, one.address) == (1, "/en/letter?q=resettlement")
    one.page.go_back()
    one.drawn(3)
    assert one.address == "/en/letter"
    expect(one.page.locator("#count")).to_have_text("53 of 53 statements")


def test_the_search_page_and_the_field_in_the_header_answer_in_place(live: Callable[..., Live]) -> None:
    one = live("/nl/")
    one.page.locator("#site-search").fill("terugkeer")
    one.page.keyboard.press("Enter")
    one.drawn(1)
    assert one.address == "/nl/search?q=terugkeer"
    expect(one.page.get_by_role("heading", level=1)).to_be_focused()
    one.page.locator("#search-q").fill("griekenland")
    one.drawn(2)
    expect(said(one.page)).to_contain_text("griekenland")
    assert (one.loads, one.address) == (1, "/nl/search?q=griekenland")


def test_of_rapid_changes_the_last_one_is_shown(live: Callable[..., Live]) -> None:
    one = live(FIGURE)
    held: list[Any] = []
    one.page.route("**/live/**from=2014*", lambda route: held.append(route))
    one.page.get_by_label("From", exact=True).select_option("2014")
    one.page.wait_for_timeout(100)
    one.page.get_by_label("From", exact=True).select_option("2016")
    one.drawn(1)
    assert len(held) == 1
    one.page.wait_for_timeout(200)
    assert one.address == f"{FIGURE}?from=2016"
    expect(one.page.locator("figcaption").first).to_contain_text("2016 to")
    one.drawn(1)
    one.visit.errors.clear()  # the question that was called off


def test_a_refused_address_is_shown_in_place_with_a_way_back(visit: Callable[..., Any]) -> None:
    one = Live(visit(forgiving=True), FIGURE)
    one.page.locator("main a").first.evaluate("(e, to) => { e.href = to; e.click() }", f"{FIGURE}?geo=XX")
    one.drawn(1)
    expect(one.page.locator(".refusal")).to_contain_text("geo “XX” is not known.")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Not found")
    one.page.go_back()
    one.drawn(2)
    expect(one.page.locator("figcaption").first).to_be_visible()
    assert (one.loads, one.address) == (1, FIGURE)


def test_where_the_network_fails_the_page_says_so_and_stays(visit: Callable[..., Any]) -> None:
    one = Live(visit(forgiving=True), "/nl/figure/asylum_applicants")
    shown = one.page.locator("figcaption").first.inner_text()
    one.page.route("**/live/**", lambda route: route.abort())
    one.page.get_by_label("Van", exact=True).select_option("2015")
    expect(said(one.page)).to_contain_text("kon niet worden opgehaald")
    expect(said(one.page)).to_have_css("position", "fixed")
    assert one.page.locator("figcaption").first.inner_text() == shown
    assert (one.loads, one.address) == (1, "/nl/figure/asylum_applicants")
    one.page.unroute("**/live/**")
    one.page.get_by_label("Van", exact=True).select_option("2016")
    one.drawn(1)
    expect(said(one.page)).to_contain_text("2016 tot en met")


def test_moving_between_pages_is_live_and_back_leads_to_where_one_was(live: Callable[..., Live]) -> None:
    one = live("/en/letter")
    page = one.page
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_timeout(250)
    link = page.locator("main a[href='/en/letter/p4_return_rate']").first
    link.evaluate("(e) => e.click()")
    one.drawn(1)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.evaluate("scrollY") == 0
    assert one.address == "/en/letter/p4_return_rate"
    page.go_back()
    one.drawn(2)
    assert page.evaluate("scrollY") == 900
    assert (one.loads, one.address) == (1, "/en/letter")


def test_another_language_is_the_language_of_the_whole_document(live: Callable[..., Live]) -> None:
    one = live(NETHERLANDS)
    one.page.locator("header a[hreflang=nl]").click()
    one.drawn(1)
    expect(one.page.locator("html")).to_have_attribute("lang", "nl")
    expect(one.page.locator("[data-page]")).to_have_attribute("lang", "nl")
    expect(one.page).to_have_title("Asielaanvragers, eerste en herhaalde aanvragen · Monitor migratieagenda")
    assert (one.loads, one.address) == (1, "/nl/figure/asylum_applicants?geo=EU27_2020,NL")


def test_a_link_to_a_place_on_another_page_leads_there(live: Callable[..., Live]) -> None:
    one = live("/en/")
    one.page.locator("main a").first.evaluate("(e) => { e.href = '/en/glossary#nareis'; e.click() }")
    one.drawn(1)
    expect(one.page.locator("#nareis")).to_be_in_viewport()
    assert one.address == "/en/glossary#nareis"


def test_downloads_new_tabs_and_other_sites_are_left_to_the_browser(live: Callable[..., Live]) -> None:
    one = live(FIGURE)
    with one.page.expect_download() as started:
        one.page.locator("main a[href^='/data/'][href*='.csv']").first.click()
    assert started.value.suggested_filename.endswith(".csv")
    with one.page.context.expect_page() as other:
        one.page.locator("header nav a").first.click(modifiers=["ControlOrMeta"])
    assert other.value.url != one.page.url
    one.drawn(0)
    assert one.address == FIGURE


def test_the_reset_link_answers_in_place(live: Callable[..., Live]) -> None:
    one = live(NETHERLANDS)
    reset = one.page.locator(".reset")
    reset.focus()
    one.page.keyboard.press("Enter")
    one.drawn(1)
    expect(one.page.get_by_label("Netherlands", exact=True)).not_to_be_checked()
    expect(reset).to_be_focused()
    assert (one.loads, one.address) == (1, FIGURE)


def test_a_counterpart_that_is_another_page_comes_with_its_own_address(live: Callable[..., Live]) -> None:
    one = live("/en/figure/irregular_arrivals")
    one.page.get_by_label("Counted by").select_option("month")
    one.drawn(1)
    assert (one.loads, one.address) == (1, "/en/figure/irregular_arrivals_monthly")


def test_an_interactive_figure_stays_so(live: Callable[..., Live]) -> None:
    one = live(FIGURE)
    box = one.page.locator(".figure-box").first
    box.locator("[data-action=interactive]").click()
    expect(box).to_have_class("figure-box is-live", timeout=20_000)
    one.page.get_by_label("From", exact=True).select_option("2015")
    one.drawn(1)
    expect(box.locator(".main-svg").first).to_be_visible(timeout=20_000)
    ticks = box.locator(".xtick text").all_text_contents()
    assert ticks
    assert min(int(tick[:4]) for tick in ticks) >= 2014


def test_what_is_chosen_before_dash_is_there_is_not_forgotten(visit: Callable[..., Any]) -> None:
    opened = visit()
    held: list[Any] = []
    opened.page.route("**/_dash-layout", lambda route: held.append(route))
    opened.page.goto(opened.base + FIGURE)
    field = opened.page.locator("#first-paint").get_by_label("From", exact=True)
    field.focus()
    field.select_option("2015")
    for route in held:
        route.continue_()
    opened.page.wait_for_url(f"**{FIGURE}?from=2015")
    expect(opened.page.locator("figcaption").first).to_contain_text("2015 to")
    expect(opened.page.get_by_label("From", exact=True)).to_be_focused()


@pytest.mark.parametrize("path", [FIGURE, "/en/letter", "/en/explore", "/en/search?q=return", f"{FIGURE}/share"])
def test_every_form_has_its_button_where_no_scripts_run(visit: Callable[..., Any], path: str) -> None:
    """That no control needs one where they do is seen by the visits of axe."""
    opened = visit(java_script_enabled=False)
    plain = opened.page
    plain.goto(opened.base + path)
    expect(plain.locator("main form button[type=submit]").first).to_be_visible()
    for tools in plain.locator(".choice-tools, .table-tools").all():
        expect(tools).to_be_hidden()
