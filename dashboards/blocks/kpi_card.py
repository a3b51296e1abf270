"""A card of the headline page: big number, the letter's figure beside it, small chart, status, definition, source."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.age_badge import age_badge
from dashboards.blocks.board_link import board_link
from dashboards.blocks.data_table import data_table
from dashboards.blocks.figure import figure_box
from dashboards.blocks.letter_box import letter_box
from dashboards.blocks.status_chip import status_list
from dashboards.charts.alt_text import alt_text
from dashboards.charts.notes import in_sentences, legend_notes, origin
from dashboards.charts.svg.picture import svg
from dashboards.charts.table import table
from dashboards.charts.walk import walked
from dashboards.figures import chart_of
from dashboards.figures.figure import Figure
from dashboards.figures.newest import Newest
from dashboards.freshness import Overdue
from dashboards.letter.targets import LetterFigure, TargetState
from dashboards.query import urls
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

COUNTS = Text(en="What this counts: {title}", nl="Wat dit telt: {title}")
OWN_PAGE = Text(en="Table, definition and downloads", nl="Tabel, definitie en downloads")
SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")
NARROW, WIDE = (300, 220), (480, 240)  # the inside of a card on a phone and on a wide screen


def kpi_card(
    figure: Figure,
    newest: Sequence[Newest],
    letter: LetterFigure | None,
    targets: Sequence[TargetState],
    catalogue: Catalogue,
    lang: Lang,
    overdue: Overdue | None = None,
) -> html.Article:
    """One indicator, complete: nothing on it needs a script. overdue: why its newest figure is old."""
    i, heading = figure.indicator, f"{figure.indicator.id}-title"
    blocks = [
        html.H3(html.A(i.title[lang], href=urls.figure(lang, i.id)), id=heading, className="card-title"),
        _numbers(figure, newest, catalogue, lang),
        age_badge(overdue, lang),
        _chart(figure, lang) if not figure.empty else html.P(T["nothing_held"][lang], className="notice"),
        letter_box(letter, catalogue, lang) if letter else None,
        status_list(targets, catalogue, lang) if targets else None,
        _counts(figure, lang),
        _foot(figure, lang),
    ]
    return html.Article([b for b in blocks if b is not None], className="card", id=i.id, **aria(labelledby=heading))


def folded_card(
    figure: Figure, newest: Sequence[Newest], catalogue: Catalogue, lang: Lang, overdue: Overdue | None = None
) -> html.Details:
    """One indicator as a line with its newest figure; picture, definition and source below the fold."""
    i = figure.indicator
    said = T["nothing_held"][lang]
    if newest:
        number = chart_of.mark(i, newest[0].point, catalogue, lang).text
        said = f"{number}: {_label(figure, newest[0], catalogue, lang, special=False)}"
    summary = html.Summary(
        [html.Span(i.title[lang], className="folded-title"), " ", html.Span(said, className="folded-newest")]
    )
    way = html.A(
        OWN_PAGE[lang], href=urls.figure(lang, i.id), **aria(label=f"{i.title[lang]}: {OWN_PAGE[lang].lower()}")
    )
    rest = [
        html.Li(f"{_number(figure, n, catalogue, lang)}: {_apart(figure, n, newest, catalogue, lang)}")
        for n in newest[1:]
    ]
    blocks = [
        html.Ul(rest, className="kpi-others") if rest else None,
        age_badge(overdue, lang),
        _chart(figure, lang, with_table=False) if not figure.empty else None,
        _counts(figure, lang),
        html.P(way),
        _foot(figure, lang),
    ]
    return html.Details([summary, *(b for b in blocks if b is not None)], className="folded", id=i.id)


def _numbers(figure: Figure, newest: Sequence[Newest], catalogue: Catalogue, lang: Lang) -> Component | None:
    """The newest figure large, then those of the other series for the same period; of ranked categories all alike."""
    if not newest:
        return None
    i = figure.indicator
    if figure.chart.kind == "ranked" and len(newest) > 1 and len({n.geo for n in newest}) == 1:
        return _ranking(figure, newest, catalogue, lang)
    first, *others = (_number(figure, n, catalogue, lang) for n in newest)
    label = html.P(_label(figure, newest[0], catalogue, lang), className="kpi-label")
    rest = [
        html.Li(f"{text}: {_apart(figure, n, newest, catalogue, lang)}")
        for text, n in zip(others, newest[1:], strict=True)
    ]
    unit = "" if i.unit == "percent" else f" {chart_of.unit(i, catalogue, lang)}"
    value = html.P([html.Strong(first, className="kpi-value"), html.Span(unit, className="kpi-unit")], className="kpi")
    return html.Div([value, label, html.Ul(rest, className="kpi-others") if rest else None], className="kpi-block")


def _ranking(figure: Figure, newest: Sequence[Newest], catalogue: Catalogue, lang: Lang) -> Component:
    """Period and place, and the figures from the highest down, as in the picture: no category leads."""
    first, *others = sorted(newest, key=lambda n: -(n.point.value or 0.0))
    way = first.point.provenance
    is_marked = not way.plain and all(n.point.provenance == way for n in others)
    label = f"{formats.period(first.point.period, lang)}, {catalogue.label('geo', first.geo, lang)}"
    label += f" ({formats.provenance(way, lang)})" if is_marked else ""
    said = [f"{_number(figure, n, catalogue, lang)}: {_what(figure, n, catalogue, lang)}" for n in (first, *others)]
    listed = html.Ul([html.Li(text) for text in said], className="kpi-others")
    return html.Div([html.P(label, className="kpi-label"), listed], className="kpi-block")


def _number(figure: Figure, n: Newest, catalogue: Catalogue, lang: Lang) -> str:
    unit = "%" if figure.indicator.unit == "percent" else ""
    value = n.point.value if n.point.value is not None else 0.0
    return formats.amount(value, figure.indicator.decimals, unit, lang)


def _label(figure: Figure, n: Newest, catalogue: Catalogue, lang: Lang, special: bool = True) -> str:
    """Period, what, place, and what is special about the figure."""
    extra = [*catalogue.flag_words(n.point.flag, n.point.vintage, lang)]
    extra += [] if n.point.provenance.plain else [formats.provenance(n.point.provenance, lang)]
    place = catalogue.label("geo", n.geo, lang)
    what = _what(figure, n, catalogue, lang) if len(figure.indicator.breakdown.labels) > 1 else ""
    parts = [formats.period(n.point.period, lang), what, place]
    return ", ".join(p for p in parts if p) + (f" ({'; '.join(extra)})" if extra and special else "")


def _apart(figure: Figure, n: Newest, among: Sequence[Newest], catalogue: Catalogue, lang: Lang) -> str:
    """What tells a figure from the others of its card: place, category, or both."""
    place, what = catalogue.label("geo", n.geo, lang), _what(figure, n, catalogue, lang)
    if len({x.geo for x in among}) == 1:
        return what
    return place if len({x.series for x in among}) == 1 else f"{place}, {what}"


def _what(figure: Figure, n: Newest, catalogue: Catalogue, lang: Lang) -> str:
    return catalogue.series_label(figure.indicator, n.series, lang)


def _chart(figure: Figure, lang: Lang, with_table: bool = True) -> html.Figure:
    chart = replace(figure.chart, alt=alt_text(figure.chart))  # said once for both pictures
    pictures = [svg(chart, width=w, height=h, bare=True, read=True) for w, h in (NARROW, WIDE)]
    summary = f"{T['table'][lang]}: {figure.indicator.title[lang]}"
    return html.Figure(
        [
            html.Figcaption(chart.subtitle, className="figure-caption"),
            figure_box(figure.indicator.id, chart.address, pictures[0], pictures[1], lang, walked(chart)),
            html.P(in_sentences(legend_notes(chart)), className="card-notes") if legend_notes(chart) else None,
            html.Details([html.Summary(summary), data_table(table(chart), lang)], className="card-table")
            if with_table
            else None,
        ],
        className="card-figure",
    )


def _counts(figure: Figure, lang: Lang) -> html.Div:
    """What must be kept in mind first; definition and the rest of the caveat below a fold."""
    i = figure.indicator
    first, *more = SENTENCES.split(i.caveat[lang], maxsplit=1)
    folded = [html.Summary(COUNTS[lang].format(title=i.title[lang])), html.P(i.definition[lang]), *map(html.P, more)]
    return html.Div([html.P(first), html.Details(folded)], className="card-counts")


def _foot(figure: Figure, lang: Lang) -> html.P:
    chart, i = figure.chart, figure.indicator
    source = origin(chart, "; ")
    name = f"{T['download_csv'][lang]}: {i.title[lang]}"
    link = html.A(T["download_csv"][lang], href=urls.data(i.id, {"lang": lang}), **aria(label=name))
    add = board_link(Selection(i.id), i.title[lang], lang)
    return html.P([f"{source}. " if source else "", link, " · ", add], className="card-source")
