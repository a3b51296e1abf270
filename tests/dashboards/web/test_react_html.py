"""A layout becomes the HTML that React would draw. No release, no server."""

from html.parser import HTMLParser

import pytest
from dash import dcc, html

from dashboards.web.raw_html import Raw, Whole
from dashboards.web.react_html import FirstPaintError, compact, html_of


def test_text_is_escaped_and_numbers_are_written_as_javascript_does() -> None:
    assert html_of(html.P(["a < b & c", 0, 1.0, 2.5, " “x”"])) == "<p>a &lt; b &amp; c012.5 “x”</p>"


def test_nothing_is_drawn_for_none_and_booleans_but_zero_is_shown() -> None:
    assert html_of(html.Td([None, True, False, 0])) == "<td>0</td>"
    assert html_of(html.Td(None)) == "<td></td>"


def test_an_attribute_cannot_be_left_by_a_quote() -> None:
    drawn = html_of(html.A("x", href='/a?b="><script>alert(1)</script>', title="it's"))
    assert drawn == '<a href="/a?b=&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" title="it&#x27;s">x</a>'


def test_names_of_react_become_names_of_html() -> None:
    label = html.Label("Year", htmlFor="year", className="a b", tabIndex=-1)
    assert html_of(label) == '<label class="a b" for="year" tabindex="-1">Year</label>'
    cell = html.Td("x", colSpan=2, rowSpan=3)
    assert html_of(cell) == '<td colspan="2" rowspan="3">x</td>'
    assert html_of(html.Time("now", dateTime="2026")) == '<time datetime="2026">now</time>'
    assert html_of(html.A("nl", hrefLang="nl")) == '<a hreflang="nl">nl</a>'


def test_switches_are_there_or_absent_and_states_are_true_or_false() -> None:
    assert html_of(html.Details(open=True)) == "<details open></details>"
    assert html_of(html.Details(open=False)) == "<details></details>"
    assert html_of(html.Div(hidden=True)) == "<div hidden></div>"
    assert (
        html_of(html.Div(**{"aria-hidden": True, "data-x": False})) == '<div aria-hidden="true" data-x="false"></div>'
    )
    assert html_of(html.Div(contentEditable="false")) == '<div contenteditable="false"></div>'


def test_what_is_only_for_dash_is_not_written() -> None:
    assert html_of(html.Div("x", key="k", n_clicks=3, disable_n_clicks=True)) == "<div>x</div>"


def test_a_style_is_written_as_css_with_pixels_where_react_adds_them() -> None:
    style = {"marginTop": 4, "lineHeight": 1.5, "--own": 3, "color": 'red;"', "padding": 0, "border": None}
    drawn = html_of(html.Div(style=style))
    assert drawn == '<div style="margin-top:4px;line-height:1.5;--own:3;color:red;&quot;;padding:0"></div>'


def test_an_id_that_is_a_pattern_is_written_as_dash_writes_it() -> None:
    drawn = html_of(html.Div(id={"type": "figure", "index": "a"}))
    assert drawn == '<div id="{&quot;index&quot;:&quot;a&quot;,&quot;type&quot;:&quot;figure&quot;}"></div>'


def test_void_elements_have_no_end_tag_and_take_no_children() -> None:
    assert html_of(html.Div([html.Br(), html.Img(src="/a.png", alt="")])) == '<div><br><img alt="" src="/a.png"></div>'
    with pytest.raises(FirstPaintError, match="<br> takes no children"):
        html_of(html.Br("x"))


def test_a_line_break_at_the_start_of_preformatted_text_survives_a_parser() -> None:
    assert html_of(html.Pre("\nx")) == "<pre>\n\nx</pre>"


def test_our_own_html_is_put_in_as_it_is() -> None:
    drawn = html_of(Raw(html="<svg><path d='M0 0'/></svg>", className="p", **{"data-x": "1"}))
    assert drawn == '<div class="p" data-x="1"><svg><path d=\'M0 0\'/></svg></div>'


def test_a_store_draws_nothing_and_an_interactive_component_is_an_error_that_names_its_place() -> None:
    assert html_of(html.Div([dcc.Store(id="s")])) == "<div></div>"
    with pytest.raises(FirstPaintError, match=r"layout > Div\[1\] > Graph: dash_core_components.Graph"):
        html_of(html.Div([html.P("x"), dcc.Graph()]))


@pytest.mark.parametrize("node", [object(), {"a": 1}, html.Div([b"x"]), float("nan"), html.Script("alert(1)")])
def test_what_is_no_html_is_an_error(node: object) -> None:
    with pytest.raises(FirstPaintError):
        html_of(node)


class Structure(HTMLParser):
    """The nesting of a document's elements, to see that every one is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"br", "meta", "link", "img", "input", "hr"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_real_page_is_well_nested(client, lang: str) -> None:
    found = Structure()
    found.feed(client.get(f"/{lang}/").text)
    assert (found.wrong, found.open) == ([], [])


def test_a_compact_page_is_the_same_page_and_keeps_what_dash_watches() -> None:
    box = html.Div([html.Div(Raw(html="<svg></svg>")), html.Div(id={"type": "live"})], id={"type": "box"})
    main = html.Main([html.H1("Title"), html.Figure([html.P("x"), box])])
    page = html.Div([html.Header(html.P("a < b")), main, html.Footer()], **{"data-page": "/"})
    header, made, footer = compact(page).children
    assert (header.tag, header.html) == ("header", "<header><p>a &lt; b</p></header>")
    assert (footer.tag, footer.html) == ("footer", "<footer></footer>")
    heading, figure = made.children
    assert (heading.tag, heading.html) == ("h1", "<h1>Title</h1>")
    words, kept = figure.children
    assert words.html == "<p>x</p>"
    assert kept.id == {"type": "box"}
    assert [type(child) for child in kept.children] == [Whole, html.Div]
    assert kept.children[0].html == "<div><div><svg></svg></div></div>"
    assert html_of(page).startswith('<div data-page="/"><header>'), "the page itself is left as it was"


def test_a_compact_part_keeps_the_id_by_which_it_is_known_again() -> None:
    assert compact(html.Section("x", id="figure")).id == "figure"
