"""The top of a figure's page: what it is about, its finding, and the ways to see it."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.data_table import data_table
from dashboards.charts.table import Table
from dashboards.figures.heading import Finding
from dashboards.figures.pinned import WHICH
from dashboards.query import urls
from dashboards.query.figure_page import PageRequest
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text

VIEWS = {
    "chart": Text(en="Chart", nl="Grafiek"),
    "table": Text(en="Table", nl="Tabel"),
    "map": Text(en="Map", nl="Kaart"),
    "about": Text(en="About", nl="Toelichting"),
}
WAYS = Text(en="Ways to see this figure", nl="Manieren om dit cijfer te zien")
HOW = Text(en="How this heading was made", nl="Hoe deze kop is gemaakt")
WHY_TITLE = Text(en="Why this figure has no finding as its heading", nl="Waarom boven dit cijfer geen bevinding staat")
ALL_RULES = Text(en="All rules for headings", nl="Alle regels voor koppen")
OLDER = Text(
    en="You are viewing release {id}, not the latest. ", nl="U bekijkt release {id}; dat is niet de nieuwste. "
)
TO_NEWEST = Text(en="See the latest", nl="Naar de nieuwste")
AS_OF = Text(
    en="Figures as published up to {date}; later publications are left out. ",
    nl="Cijfers zoals bekend op {date}; latere publicaties zijn weggelaten. ",
)
AS_OF_BESIDE = Text(
    en="Figures as published up to {date}, with the latest figures beside them. ",
    nl="Cijfers zoals bekend op {date}, met de nieuwste cijfers ernaast. ",
)
TO_NOW = Text(en="See the latest figures", nl="Naar de nieuwste cijfers")


NO_FIGURES_OF = Text(
    en="There are no figures for {places} here; the figure that you came from has them.",
    nl="Voor {places} zijn hier geen cijfers; het cijfer waar u vandaan kwam, heeft die wel.",
)


def kicker(indicator: Indicator, finding: Finding, lang: Lang) -> html.P:
    """Pillar, the indicator's title where a finding without it heads the page, and whether the letter speaks of it."""
    headed = bool(finding.text) and not finding.text.startswith(indicator.title[lang])
    pillar = html.A(f"{T['pillar'][lang]} {indicator.pillar}", href=urls.pillar(lang, indicator.pillar))
    parts: list[str | Component] = [pillar]
    parts += [f" · {indicator.title[lang]}"] if headed else []
    parts += [f" · {T['context_not_in_letter'][lang]}"] if indicator.context else []
    return html.P(parts, className="card-kicker")


def heading(indicator: Indicator, finding: Finding, lang: Lang) -> html.H1:
    """The finding, its measure in smaller letters; or the title where no rule makes one."""
    if not finding.measure:
        return html.H1(finding.text or indicator.title[lang], className="figure-heading")
    measure = html.Span(finding.measure, className="heading-measure")
    return html.H1([measure, finding.text.removeprefix(finding.measure)], className="figure-heading")


def why(finding: Finding, lang: Lang) -> html.Details:
    """The rule that decided on the heading."""
    name = HOW if finding.rule.states else WHY_TITLE
    rules = html.A(ALL_RULES[lang], href=urls.method(lang, "headings"))
    return html.Details(
        [html.Summary(name[lang]), html.P([f"{finding.rule.condition[lang]} ", rules])], className="figure-why"
    )


def views(request: PageRequest, offered: Sequence[str], lang: Lang) -> html.Nav:
    """A link to each view; the one shown is marked."""
    items = []
    for name in offered:
        current = aria(current="true") if name == request.view else {}
        href = request.address(view="" if name == "chart" else name)
        items.append(html.Li(html.A(VIEWS[name][lang], href=href, className="view-link", **current)))
    return html.Nav(html.Ul(items, className="views"), **aria(label=WAYS[lang]))


COMPARISON = Text(
    en="All that differs between the two releases, as CSV", nl="Alles wat tussen de twee releases verschilt, als CSV"
)


def pinned_note(sentences: Sequence[str], changes: Table | None, comparison: str, lang: Lang) -> html.Div:
    """What a pinned figure holds to, whether its values were revised since, and which ones and how.

    comparison: address of all that differs between its release and the newest, "" where there is nothing to compare.
    """
    link: list[str | Component] = [" ", html.A(COMPARISON[lang], href=comparison), "."] if comparison else []
    note = html.P([" ".join(sentences), *link], className="notice")
    if changes is None:
        return html.Div(note, id="since")
    fold = html.Details([html.Summary(WHICH[lang]), data_table(changes, lang)], className="card-table worded")
    return html.Div([note, fold], id="since")


def notices(request: PageRequest, current: str, day: str, lang: Lang) -> list[Component]:
    """Where the page is not of the newest release, or not of the present. day: as_of in words, "" for the present."""
    notes: list[Component] = []
    release, chosen = request.chosen.release, request.chosen
    if release and release != current:
        link = html.A(TO_NEWEST[lang], href=request.address(release=""))
        notes.append(html.P([OLDER[lang].format(id=release), link, "."], className="notice"))
    if chosen.as_of:
        sentence = (AS_OF_BESIDE if chosen.beside else AS_OF)[lang].format(date=day)
        link = html.A(TO_NOW[lang], href=request.address(as_of="", beside=""))
        notes.append(html.P([sentence, link, "."], className="notice"))
    return notes


def without(request: PageRequest, c: Catalogue, lang: Lang) -> list[Component]:
    """Places of the figure that a reader came from that this one has no figures of."""
    known = [c.label("geo", g, lang) for g in request.without if g in c.codes["geo"]]
    return [html.P(NO_FIGURES_OF[lang].format(places=", ".join(known)), className="notice")] if known else []
