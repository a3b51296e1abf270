"""What the explore page has found: how many rows, what is filtered, picture, table, pages, and the CSV of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data, not_held
from dashboards.blocks.data_table import data_table
from dashboards.blocks.explore_form import current
from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import Chart
from dashboards.charts.svg.picture import svg
from dashboards.charts.table import Table
from dashboards.explore import table as explore
from dashboards.explore.table import TableSelection
from dashboards.explore.words import MOST_BARS, MOST_LINES, TableNames
from dashboards.query import urls
from dashboards.text import formats
from dashboards.web.raw_html import Raw
from etl.catalogue.declarations import Dataset, Lang, Text

RESULT = Text(en="Result", nl="Resultaat")
COUNT = Text(en="{shown} rows of {of}", nl="{shown} rijen van {of}")
UNFILTERED = Text(en="nothing is filtered", nl="er is niets gefilterd")
FILTERED = Text(en="filtered by {what}", nl="gefilterd op {what}")
PIVOTED = Text(
    en="Rows: {rows}; columns: {columns}. An empty cell has no row at the source: it is not 0. A letter "
    "behind a figure is a flag.",
    nl="Rijen: {rows}; kolommen: {columns}. Een lege cel heeft bij de bron geen rij: dat is geen 0. Een "
    "letter achter een cijfer is een vlag.",
)
FEWER_COLUMNS = Text(en="{shown} of {of} columns are shown.", nl="{shown} van {of} kolommen worden getoond.")
NOTHING = Text(
    en="There are no figures for this choice. That is not the same as zero: the source, or this release, "
    "has no such rows.",
    nl="Voor deze keuze zijn er geen cijfers. Dat is iets anders dan nul: de bron, of deze release, heeft zulke "
    "rijen niet.",
)
IN_THE_WAY = Text(
    en="This pivot would put several figures into one cell, and figures are not added up here. Choose one "
    "value for: {dims}.",
    nl="Deze draaitabel zou meer cijfers in één cel zetten, en cijfers worden hier niet opgeteld. Kies "
    "één waarde voor: {dims}.",
)
TOO_MANY = Text(
    en="A pivot takes at most {most} rows; this choice has {count}. Choose fewer.",
    nl="Een draaitabel kan hoogstens {most} rijen aan; deze keuze heeft er {count}. Kies er minder.",
)
CSV = Text(en="CSV of these {count} rows", nl="CSV van deze {count} rijen")
NEXT, BEFORE = Text(en="Next page", nl="Volgende pagina"), Text(en="Previous page", nl="Vorige pagina")
PAGE = Text(en="Page {page} of {pages}", nl="Pagina {page} van {pages}")
PAGES = Text(en="Pages of the table", nl="Pagina’s van de tabel")
SAME = Text(en="The same for all rows: {what}.", nl="Gelijk voor alle rijen: {what}.")
DRAWN = Text(
    en="A chart is drawn of rows of one unit: up to {lines} series over time, or up to {bars} figures of one period.",
    nl="Een grafiek wordt getekend van rijen met één eenheid: tot {lines} reeksen in de tijd, of tot {bars} cijfers "
    "van één periode.",
)
WIDE, NARROW = 900, 320  # pixels


@dataclass(frozen=True)
class Counted:
    """Rows of the choice, rows of the whole table, and how many pages the shown table has."""

    shown: int
    of: int
    pages: int


def count_line(named: TableNames, selection: TableSelection, counted: Counted) -> html.P:
    """N rows of M; filtered by …"""
    lang = named.lang
    filtered = current(selection, named)
    said = FILTERED[lang].format(what=filtered) if filtered else UNFILTERED[lang]
    count = COUNT[lang].format(shown=formats.number(counted.shown, 0, lang), of=formats.number(counted.of, 0, lang))
    return html.P([html.Strong(count), f"; {said}."], className="explore-count", **data(shown=""))


def same_for_all(named: TableNames, codes: dict[str, str]) -> list[Component]:
    """The dimensions that have one code only."""
    if not codes:
        return []
    what = "; ".join(f"{named.dim(d)}: {named.code(d, c)}" for d, c in codes.items())
    return [html.P(SAME[named.lang].format(what=what), className="table-note")]


def csv_link(named: TableNames, selection: TableSelection, counted: Counted) -> html.P:
    """The rows of the choice, all of them, as a file."""
    state = {**selection.state(rows="", columns=""), "lang": named.lang if named.lang != "en" else ""}
    state.pop("table")
    if isinstance(named.declared, Dataset):
        address = urls.dataset(selection.table, state)
    else:
        state.pop("sort", "")
        address = urls.data(selection.table, state)
    text = CSV[named.lang].format(count=formats.number(counted.shown, 0, named.lang))
    return html.P(html.A(text, href=address, download=""))


def picture(chart: Chart) -> html.Figure:
    """The rows as lines or bars; their table stands below."""
    wide = replace(chart, id=f"{chart.id}-wide")
    height = None if chart.kind == "ranked" else 340
    pictures = [
        Raw(html=svg(chart, width=NARROW, bare=True), className="figure-picture figure-narrow"),
        Raw(html=svg(wide, width=WIDE, height=height, bare=True), className="figure-picture figure-wide"),
    ]
    box = html.Div(html.Div(pictures, className="figure-static"), className="figure-box")
    said = html.Figcaption(f"{chart.title}, {chart.subtitle}", className="figure-caption")
    return html.Figure([said, box], className="card-figure", **aria(label=alt_text(chart)))


def not_drawn(lang: Lang) -> html.P:
    """What would be drawn, where nothing is."""
    return html.P(DRAWN[lang].format(lines=MOST_LINES, bars=MOST_BARS), className="table-note")


def table_with_pages(table: Table, selection: TableSelection, counted: Counted, lang: Lang) -> list[Component]:
    """The table and links to its other pages."""
    return [data_table(table, lang), *_pager(selection, counted.pages, lang)]


def _pager(selection: TableSelection, pages: int, lang: Lang) -> list[Component]:
    if pages < 2:
        return []

    def link(words_: Text, page: int) -> html.Li:
        return html.Li(html.A(words_[lang], href=urls.explore(lang, selection.state(page=str(page)))))

    here = PAGE[lang].format(page=selection.page, pages=formats.number(pages, 0, lang))
    items = [link(BEFORE, selection.page - 1)] if selection.page > 1 else []
    items += [html.Li(here, className="pager-here")]
    items += [link(NEXT, selection.page + 1)] if selection.page < pages else []
    return [html.Nav(html.Ul(items, className="pager"), **aria(label=PAGES[lang]))]


def notice(text: str) -> html.P:
    """A sentence in the place of a table."""
    return html.P(text, className="notice", **data(shown=""))


def nothing_held(named: TableNames) -> html.Div:
    """That we hold nothing of the table, and where the publisher has it."""
    d, c, lang = named.declared, named.catalogue, named.lang
    reason = not_held.of_dataset(d, lang) if isinstance(d, Dataset) else not_held.of_indicator(d, c, lang)
    return html.Div(reason, className="notice", role="status")


def pivot_line(made: explore.Pivot, lang: Lang) -> Sequence[Component]:
    """How large a pivot is, and what an empty cell means."""
    rows, columns = formats.number(len(made.rows), 0, lang), formats.number(made.of, 0, lang)
    text = PIVOTED[lang].format(rows=rows, columns=columns)
    if len(made.columns) < made.of:
        text += " " + FEWER_COLUMNS[lang].format(shown=len(made.columns), of=columns)
    return [html.P(text, className="table-note")]
