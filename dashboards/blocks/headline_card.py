"""A headline figure at a glance: newest, what the letter said, the same period recomputed, target; chart and links.

Two parts: the head (three clocks in words) and the rest (chart, links), so that a phone can show all heads first.
"""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.age_badge import age_badge
from dashboards.blocks.board_link import board_link
from dashboards.blocks.data_table import data_table
from dashboards.blocks.figure import figure_box
from dashboards.charts.model import Chart
from dashboards.charts.notes import break_notes, in_sentences, legend_notes, signs
from dashboards.charts.small_chart import quiet
from dashboards.charts.svg.picture import svg
from dashboards.charts.table import table
from dashboards.freshness import Overdue
from dashboards.letter.targets import LetterFigure
from dashboards.query import urls
from dashboards.query.selection import Selection
from dashboards.sheets import clocks
from dashboards.sheets.clocks import HeadlineFigure
from dashboards.text import formats
from dashboards.text.formats import T
from dashboards.web.raw_html import Raw
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

NONE_HELD = Text(en="Newest", nl="Nieuwste")
SAID = Text(en="The letter said", nl="De brief zei")
SOURCE = Text(en="Newest figure: {publishers}, {as_of}", nl="Nieuwste cijfer: {publishers}, {as_of}")
QUOTAS = Text(en="lines: the quota of each year", nl="streepjes: het quotum van elk jaar")
SIGNED = Text(
    en="flags and provenance of every figure: under Figure", nl="vlaggen en herkomst van elk cijfer: onder Cijfer"
)
FIGURE = Text(en="Figure", nl="Cijfer")
STATEMENT = Text(en="Statement", nl="Uitspraak")
DEFINITIONS = Text(
    en="Holds under {holds} of {of} definitions",
    nl="Geldt onder {holds} van {of} definities",
)
SMALL, NARROW, WIDE = (328, 112), (294, 150), (518, 150)


def head(
    f: HeadlineFigure, overdue: Overdue | None, catalogue: Catalogue, lang: Lang, below: bool = False
) -> html.Article:
    """Name, place and category of the newest figure, the three clocks with their periods, and the target.

    overdue: why its newest figure is old. below: whether it stands in a section with a heading of its own.
    """
    heading, title = f"{f.indicator.id}-name", html.H3 if below else html.H2
    blocks: list[Component | None] = [
        title(html.A(f.name(lang), href=urls.figure(lang, f.own.id, f.selected)), id=heading),
        _where(f, catalogue, lang),
        html.Dl([_newest(f, catalogue, lang), *_letter(f, catalogue, lang)], className="clocks"),
        age_badge(overdue, lang),
        html.P(target, className="glance-target") if (target := clocks.target(f, catalogue, lang)) else None,
    ]
    return html.Article(
        [b for b in blocks if b is not None], className="glance", id=f.indicator.id, **aria(labelledby=heading)
    )


def rest(f: HeadlineFigure, lang: Lang, large: bool = False) -> html.Figure:
    """The chart with the letter's line, its notes and source, and links to figure, CSV and statement.

    large: drawn for a wide card too, interactive on contact, with its table below a fold.
    """
    name = f.name(lang)
    csv = urls.data(f.own.id, {**f.selected, "lang": lang})
    links = [
        html.A(FIGURE[lang], href=urls.figure(lang, f.own.id, f.selected), **aria(label=f"{FIGURE[lang]}: {name}")),
        html.A("CSV", href=csv, **aria(label=f"CSV: {name}")),
    ]
    if f.letter:
        way = _definitions(f.letter, lang)
        links.append(html.A(way, href=urls.claim(lang, f.letter.claim.id), **aria(label=f"{way}: {name}")))
    said = (_source(f, lang), *_notes(f, lang, large))
    parts = {part: tuple(f.selected[part].split(",")) for part in ("geo", "series")}
    links.append(board_link(Selection(f.own.id, parts["geo"], parts["series"]), name, lang))
    return html.Figure(
        [
            html.Figcaption([html.Span(name, className="glance-name"), " ", html.Span(f.own.measure[lang])]),
            _large(f, lang) if large else _picture(quiet(f.chart), SMALL),
            html.Ul([html.Li(link) for link in links], className="glance-links"),
            html.P(in_sentences(said if large else ["; ".join(said)]), className="card-notes"),
            _table(f, lang) if large else None,
        ],
        className="glance-rest",
    )


def _picture(chart: Chart, size: tuple[int, int]) -> Raw:
    return Raw(html=svg(chart, width=size[0], height=size[1], bare=True), className="figure-picture")


def _large(f: HeadlineFigure, lang: Lang) -> html.Div:
    pictures = [svg(f.chart, width=w, height=h, bare=True) for w, h in (NARROW, WIDE)]
    return figure_box(f.chart.id, f.chart.address, pictures[0], pictures[1], lang)


def _notes(f: HeadlineFigure, lang: Lang, large: bool) -> tuple[str, ...]:
    """What letters and signs in the picture mean; a small one has none: there the newest figure's provenance."""
    if large:
        return legend_notes(f.chart)
    of_newest = (formats.provenance(f.newest.provenance, lang),) if f.newest else ()
    lines = (QUOTAS[lang],) if any(r.role == "quota" for r in f.chart.rules) else ()
    signed = (SIGNED[lang],) if signs(f.chart) or any(m.flag for m in f.chart.marks()) else ()
    return (*of_newest, *lines, *break_notes(f.chart), *signed)


def _table(f: HeadlineFigure, lang: Lang) -> html.Details:
    summary = html.Summary(f"{T['table'][lang]}: {f.name(lang)}")
    return html.Details([summary, data_table(table(f.chart), lang)], className="card-table")


def _source(f: HeadlineFigure, lang: Lang) -> str:
    publishers = formats.join_list([formats.publisher(name, lang) for name in f.publishers], lang)
    return SOURCE[lang].format(publishers=publishers, as_of=formats.as_of(f.newest.vintage if f.newest else "", lang))


def _where(f: HeadlineFigure, catalogue: Catalogue, lang: Lang) -> html.P | None:
    place = clocks.where(f, catalogue, lang)
    return html.P(place, className="glance-where") if place else None


def _newest(f: HeadlineFigure, catalogue: Catalogue, lang: Lang) -> html.Div:
    """The number with its unit and flags in words; how it was obtained stands below the chart."""
    value, unit, flags = clocks.newest(f, catalogue, lang)
    if f.newest is None:
        return _clock(NONE_HELD[lang], [value], "newest")
    about = html.Span(f"{unit} ({flags})" if flags else unit)
    parts = [html.Strong(value, className="glance-value"), about]
    return _clock(clocks.NEWEST[lang].format(period=formats.period(f.newest.period, lang)), parts, "newest")


def _letter(f: HeadlineFigure, catalogue: Catalogue, lang: Lang) -> list[html.Div]:
    if f.letter is None:
        return []
    amount, about = clocks.said(f.letter, lang)
    rows = [_clock(SAID[lang], [html.Strong(amount), about], "said")]
    if f.again:
        name = clocks.AGAIN[lang].format(period=formats.period(f.again_period, lang))
        rows.append(_clock(name, _again(f, catalogue, lang), "again"))
    return rows


def _again(f: HeadlineFigure, catalogue: Catalogue, lang: Lang) -> list[Component]:
    """Each definition with its figure; what they have in common is not said again."""
    items = clocks.again(f, catalogue, lang)
    return [html.Ul([html.Li([html.Strong(value), f" {name}".rstrip()]) for value, name in items])]


def _clock(name: str, contents: Sequence[str | Component], kind: str) -> html.Div:
    return html.Div([html.Dt(name), html.Dd(list(contents))], className=f"clock clock-{kind}")


def _definitions(letter: LetterFigure, lang: Lang) -> str:
    if letter.result.basis == "computed" and letter.result.counted > 1:
        return DEFINITIONS[lang].format(holds=letter.result.holds, of=letter.result.counted)
    return STATEMENT[lang]
