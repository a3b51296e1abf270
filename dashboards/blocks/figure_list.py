"""The list of all figures: a form to filter it, and of each indicator a line with newest figure and small chart."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.blocks.age_badge import NAMES, OLD, SIGN
from dashboards.blocks.board_link import board_link
from dashboards.blocks.figure_fields import Option, select
from dashboards.blocks.search_field import search_field
from dashboards.charts.svg.spark import spark
from dashboards.figures import chart_of
from dashboards.figures.inventory import CURRENT, LATE, Filter, Listed
from dashboards.query import urls
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.formats import T
from dashboards.text.places import counted
from dashboards.web.raw_html import Raw
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.observations import Observation, Series

FORM = Text(en="Choose figures", nl="Kies cijfers")
WORDS = Text(en="Words", nl="Woorden")
SOURCE = Text(en="Source", nl="Bron")
PLACE = Text(en="Place", nl="Plaats")
AGE = Text(en="Age", nl="Actualiteit")
ALL = Text(en="all", nl="alle")
STATES = {
    CURRENT: Text(en="up to date", nl="actueel"),
    LATE: Text(en="older than expected", nl="ouder dan verwacht"),
}
SHOW = Text(en="Show", nl="Toon")
RESET = Text(en="All figures", nl="Alle cijfers")
COUNT = Text(en="{n} of {of} figures", nl="{n} van {of} cijfers")
NONE = Text(en="No figure fits this choice.", nl="Geen cijfer past bij deze keuze.")
HELD = Text(en="{places}; {steps}, {span}; {sources}", nl="{places}; {steps}, {span}; {sources}")
STEPS = {
    "A": Text(en="by year", nl="per jaar"),
    "Q": Text(en="by quarter", nl="per kwartaal"),
    "M": Text(en="by month", nl="per maand"),
    "D": Text(en="by day", nl="per dag"),
}
DRAWN = Text(
    en="{what}, {span}: lowest {low} ({low_period}), highest {high} ({high_period})",
    nl="{what}, {span}: laagste {low} ({low_period}), hoogste {high} ({high_period})",
)


def figure_filter(wanted: Filter, q: str, places: Sequence[str], catalogue: Catalogue, lang: Lang) -> html.Form:
    """The form, showing the choice that is in force. places: codes of all places with figures."""
    pillars = {str(n): f"{n}. {pillar.title[lang]}" for n, pillar in sorted(catalogue.pillars.items())}
    named = sorted(((catalogue.label("geo", geo, lang), geo) for geo in places), key=lambda each: each[0].casefold())
    fields = [
        search_field("q", "figures-q", WORDS[lang], q),
        _select("pillar", T["pillar"][lang], pillars, wanted.pillar, lang),
        _select("source", SOURCE[lang], {code: name[lang] for code, name in NAMES.items()}, wanted.source, lang),
        _select("geo", PLACE[lang], {geo: formats.sentence_case(name) for name, geo in named}, wanted.geo, lang),
        _select("fresh", AGE[lang], {code: name[lang] for code, name in STATES.items()}, wanted.fresh, lang),
        html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True),
    ]
    action = urls.figures(lang)
    return html.Form(fields, method="GET", action=action, role="search", className="filter", **aria(label=FORM[lang]))


def _select(name: str, label: str, options: Mapping[str, str], value: str, lang: Lang) -> Component:
    made = [Option("", ALL[lang]), *(Option(code, caption) for code, caption in options.items())]
    return select(name, label, made, value)


def count_line(shown: int, of: int, narrowed: bool, lang: Lang) -> html.P:
    """N of M figures, and a way back to all."""
    count = html.Strong(COUNT[lang].format(n=shown, of=of), **data(shown=""))
    way: list[str | Component] = ["; ", html.A(RESET[lang], href=urls.figures(lang)), "."] if narrowed else []
    return html.P([count, *way], className="found")


def entry(each: Listed, geo: str, catalogue: Catalogue, lang: Lang) -> html.Li:
    """One line: title, what is held of it, newest figure, small chart. geo: the place that was chosen, or ""."""
    i = each.indicator
    link = html.A(i.title[lang], href=urls.figure(lang, i.id, {"geo": geo}))
    newest = [p for p in each.series.points if p.value is not None][-1]
    add = board_link(Selection(i.id, (geo,) if geo else ()), i.title[lang], lang)
    return html.Li(
        [
            html.Div([html.H3(link, className="listed-title"), html.P([_held(each, catalogue, lang), " · ", add])]),
            Raw(html=_spark(each, catalogue, lang), className="listed-chart"),
            html.Div([*_newest(each, newest, catalogue, lang), *_age(each, lang)], className="listed-newest"),
        ],
        className="listed",
        id=i.id,
        **data(key=i.id),
    )


def _held(each: Listed, catalogue: Catalogue, lang: Lang) -> str:
    one = len(each.places) == 1
    places = catalogue.label("geo", each.places[0], lang) if one else counted(each.places, lang)
    return formats.sentence_case(
        HELD[lang].format(
            places=places,
            steps=STEPS[each.indicator.frequency][lang],
            span=formats.span(each.first, each.last, lang),
            sources=formats.join_list([NAMES[s][lang] for s in each.sources], lang),
        )
    )


def _newest(each: Listed, point: Observation, catalogue: Catalogue, lang: Lang) -> list[Component]:
    said = chart_of.mark(each.indicator, point, catalogue, lang).reading
    more = (said.period, _what(each.indicator, each.series, catalogue, lang), said.flag)
    value, _, unit = said.value.partition(formats.NBSP)
    number = html.P([html.Strong(value), f" {unit}" if unit else ""], className="listed-value")
    return [number, html.P("; ".join(part for part in more if part))]


def _age(each: Listed, lang: Lang) -> list[Component]:
    if each.overdue is None:
        return []
    sign = html.Span(SIGN, **aria(hidden="true"))
    return [html.P([sign, f" {OLD[lang].format(months=each.overdue.months)}"], className="listed-age")]


def _what(indicator: Indicator, series: Series, catalogue: Catalogue, lang: Lang) -> str:
    """Place and category of a series."""
    name = chart_of.series_words(indicator, series.series, catalogue, lang)
    return ", ".join(part for part in (catalogue.label("geo", series.geo, lang), name) if part)


def _spark(each: Listed, catalogue: Catalogue, lang: Lang) -> str:
    i, s = each.indicator, each.series
    there = [p for p in s.points if p.value is not None]
    low, high = (pick(there, key=lambda p: p.value or 0.0) for pick in (min, max))
    unit = chart_of.unit(i, catalogue, lang)
    alt = DRAWN[lang].format(
        what=_what(i, s, catalogue, lang),
        span=formats.span(there[0].period, there[-1].period, lang),
        low=formats.amount(low.value or 0.0, i.decimals, unit, lang),
        low_period=formats.period(low.period, lang),
        high=formats.amount(high.value or 0.0, i.decimals, unit, lang),
        high_period=formats.period(high.period, lang),
    )
    about = (b for b in i.breaks if s.geo in (b.geo or (s.geo,)) and s.series in (b.series or (s.series,)))
    breaks = [b.period for b in about]
    return spark(s.points, breaks, alt)
