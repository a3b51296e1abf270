"""A figure large: as chart, as table, as map; and what is said where there is nothing to show."""

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data, not_held
from dashboards.blocks.data_table import data_table
from dashboards.blocks.figure import figure_box, reader
from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import Chart
from dashboards.charts.notes import origin
from dashboards.charts.svg.picture import svg
from dashboards.charts.table import Table, table
from dashboards.charts.walk import walked
from dashboards.figures.table_pages import TablePage
from dashboards.query import urls
from dashboards.query.figure_page import PageRequest
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.formats import T
from dashboards.web.raw_html import Raw
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text

NARROW, WIDE = 330, 720
NOTES = Text(en="Letters, signs and lines", nl="Letters, tekens en lijnen")
AS_TABLE = Text(en="The figures of this picture as a table", nl="De cijfers van deze afbeelding als tabel")
ABSOLUTE_MAP = Text(
    en="Numbers, not rates: large countries tend to have higher numbers.",
    nl="Aantallen, geen verhoudingen: grote landen hebben meestal hogere aantallen.",
)
STATUS = Text(
    en="Boundaries: Natural Earth (public domain). They are for display only and say nothing about the status of "
    "territories.",
    nl="Grenzen: Natural Earth (publiek domein). Ze dienen alleen om te tonen en zeggen niets over de status van "
    "gebieden.",
)
ROWS = Text(en="Rows {first} to {last} of {of}", nl="Rijen {first} tot en met {last} van {of}")
PAGES = Text(en="Pages of this table", nl="Pagina’s van deze tabel")
BEFORE = Text(en="Previous rows", nl="Vorige rijen")
AFTER = Text(en="Next rows", nl="Volgende rijen")
CHOOSE = Text(
    en="Choose other places, categories or years, or go ", nl="Kies andere plaatsen, categorieën of jaren, of ga "
)
RESET = Text(en="back to the default view", nl="terug naar de standaardweergave")


def chart_view(chart: Chart, lang: Lang) -> html.Figure:
    """The picture at full width, with its subtitle above and what its letters mean below."""
    chart = replace(chart, alt=alt_text(chart))  # said once for both pictures
    narrow, wide = (svg(chart, width=w, bare=True, read=True) for w in (NARROW, WIDE))
    as_rows = table(chart)
    return html.Figure(
        [
            html.Figcaption(chart.subtitle, className="figure-subtitle", **data(shown="")),
            figure_box(chart.id, chart.address, narrow, wide, lang, walked(chart)),
            html.Div(
                [
                    *notes(as_rows.notes, lang),
                    html.Details([html.Summary(AS_TABLE[lang]), data_table(as_rows, lang)], className="card-table"),
                ]
            ),
        ],
        className="figure-main",
    )


def map_view(chart: Chart, as_rows: Table, rate: bool, lang: Lang, steps: html.Nav | None = None) -> html.Figure:
    """The map, its values as a table right below. rate: whether sizes of countries play no part in it."""
    narrow, wide = (svg(chart, width=w, bare=True, read=True) for w in (NARROW, WIDE))
    pictures = [
        Raw(html=narrow, className="figure-picture figure-narrow"),
        Raw(html=wide, className="figure-picture figure-wide"),
    ]
    said = [] if rate else [ABSOLUTE_MAP[lang]]
    return html.Figure(
        [
            html.Figcaption(chart.subtitle, className="figure-subtitle", **data(shown="")),
            *([steps] if steps is not None else []),
            html.Div(pictures, className="figure-box", **reader(walked(chart), lang)),
            *notes([*as_rows.notes, *said, STATUS[lang]], lang),
            data_table(as_rows, lang),
        ],
        className="figure-main leaf",
    )


def table_view(shown: Table, lang: Lang) -> html.Div:
    """A whole table of few columns."""
    return html.Div([data_table(shown, lang), *notes(shown.notes, lang)], className="figure-main")


def page_view(page: TablePage, request: PageRequest, lang: Lang) -> html.Div:
    """One page of a long table, with links to those around it."""
    numbers = {n: formats.number(v, 0, lang) for n, v in (("first", page.first), ("last", page.last), ("of", page.of))}
    links = [(BEFORE, page.page - 1), (AFTER, page.page + 1)]
    items = [
        html.Li(html.A(text[lang], href=request.address(page=str(n) if n > 1 else "")))
        for text, n in links
        if 1 <= n <= page.pages
    ]
    around = html.Nav(html.Ul(items, className="pager"), **aria(label=PAGES[lang])) if items else None
    return html.Div(
        [
            html.P(ROWS[lang].format(**numbers), className="table-note", **data(shown="")),
            data_table(page.table, lang),
            around,
        ],
        className="figure-main leaf",
    )


def notes(said: Sequence[str], lang: Lang) -> list[Component]:
    """What letters, signs and lines mean."""
    if not said:
        return []
    return [html.Ul([html.Li(s) for s in dict.fromkeys(said)], className="figure-notes", **aria(label=NOTES[lang]))]


def nothing_held(indicator: Indicator, catalogue: Catalogue, lang: Lang) -> html.Div:
    """That we hold no figure, and where the publisher has them."""
    return html.Div(not_held.of_indicator(indicator, catalogue, lang), className="notice")


def no_figures(chosen: Selection, lang: Lang) -> html.P:
    """That the choice has no figure, or ends before it begins, and the way back."""
    link = html.A(RESET[lang], href=urls.figure(lang, chosen.indicator))
    why = formats.backward(chosen.start, chosen.end, lang) or T["no_choice"][lang]
    return html.P([why, " ", CHOOSE[lang], link, "."], className="notice", **data(shown=""))


def source_line(chart: Chart, release: str, lang: Lang) -> html.P:
    """Publishers with their datasets, the day, the release."""
    said = (origin(chart, "; "), f"{T['release'][lang]} {release}")
    return html.P(" ".join(f"{s}." for s in said if s), className="card-source")
