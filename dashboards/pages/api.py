"""Every address for machines, readable: what it gives, which names it takes, what they accept."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards import feeds
from dashboards.blocks.data_table import data_table
from dashboards.charts.table import Table
from dashboards.pages import Page
from dashboards.query import parameters, pieces, urls
from dashboards.query.parameters import Parameter
from dashboards.routes import description
from dashboards.routes.description import Route
from dashboards.text import formats
from etl.catalogue.declarations import Lang, Text

TITLE = Text(en="API", nl="API")
DESCRIPTION = Text(
    en="Data files, pictures, briefings, embeds, feeds and descriptions of this site, with the names that each takes.",
    nl="Databestanden, afbeeldingen, notities, kaders, feeds en beschrijvingen van deze site, met hun namen.",
)
LEAD = Text(
    en="No key is needed. Every answer carries an ETag; what is not known is refused with a list of what is accepted.",
    nl="Er is geen sleutel nodig. Elk antwoord heeft een ETag; wat onbekend is, wordt geweigerd met een lijst van "
    "wat wel kan.",
)
LIMITS = Text(
    en="One answer holds at most {rows} rows, one request names at most {codes} codes of a kind, one briefing at most "
    "{figures} figures; what asks for more is offered in parts.",
    nl="Eén antwoord bevat hoogstens {rows} rijen, één verzoek noemt hoogstens {codes} codes per naam, één notitie "
    "bevat hoogstens {figures} cijfers; wie om meer vraagt, krijgt het in delen aangeboden.",
)
FORMAL = Text(en="The same as OpenAPI 3.1: ", nl="Hetzelfde als OpenAPI 3.1: ")
FEEDS = Text(en="Feeds", nl="Feeds")
EVERY = Text(en="All sources", nl="Alle bronnen")
ADDRESSES = Text(en="Addresses", nl="Adressen")
NAMES = Text(en="Parameters and accepted values", nl="Parameters en toegestane waarden")
HEAD = {"en": ("Address", "What it gives", "Names"), "nl": ("Adres", "Wat het geeft", "Namen")}
NAME_HEAD = {"en": ("Name", "What it does", "Accepts"), "nl": ("Naam", "Wat het doet", "Toegestaan")}
TEXT = Text(en="text", nl="tekst")
MANY = Text(en="text, at most {most} values", nl="tekst, ten hoogste {most} waarden")
WHOLE = Text(en="a whole number", nl="een geheel getal")
FORMS: Mapping[str, Text] = {
    parameters.PERIOD: Text(en="2018, 2018-Q3 or 2018-08", nl="2018, 2018-Q3 of 2018-08"),
    parameters.NUMBER: Text(en="a number such as 40 or 41.4", nl="een getal zoals 40 of 41.4"),
    parameters.DAY: Text(en="a day such as 2019-10-14", nl="een dag zoals 2019-10-14"),
}


def layout(lang: Lang) -> Sequence[Component]:
    """The tables of addresses and of names, and the feeds."""
    routes = description.routes()
    return [
        html.H1(TITLE[lang]),
        html.P(LEAD[lang], className="lead"),
        html.P(LIMITS[lang].format(**{what: formats.number(n, 0, lang) for what, n in pieces.LIMITS.items()})),
        html.P([FORMAL[lang], html.A(urls.OPENAPI, href=urls.at(urls.OPENAPI))]),
        html.H2(ADDRESSES[lang], id="addresses"),
        _table(Table(ADDRESSES[lang], HEAD[lang], tuple(_route(r, lang) for r in routes)), lang),
        html.H2(NAMES[lang], id="names"),
        _table(Table(NAMES[lang], NAME_HEAD[lang], tuple(_names(routes, lang))), lang),
        html.H2(FEEDS[lang], id="feeds"),
        html.Ul([html.Li(_feed(source, lang)) for source in ("all", *feeds.PUBLISHERS)], className="plain-list"),
    ]


def _table(table: Table, lang: Lang) -> html.Div:
    return html.Div(data_table(table, lang), className="worded")


def _route(r: Route, lang: Lang) -> tuple[str, ...]:
    return r.path, r.does[lang], ", ".join(n.name for n in r.query) or "–"


def _names(routes: Sequence[Route], lang: Lang) -> list[tuple[str, ...]]:
    """Each name once for each set of values that it accepts."""
    described: dict[tuple[str, str], Parameter] = {}
    for parameter in (p for r in routes for p in r.query):
        described.setdefault((parameter.name, _accepts(parameter, lang)), parameter)
    return [(p.name, p.does[lang], accepts) for (_, accepts), p in described.items()]


def _accepts(p: Parameter, lang: Lang) -> str:
    if p.listed:
        return f"{', '.join(p.values)}; {', '.join(p.listed)}"
    if p.values:
        return ", ".join(p.values)
    if p.number:
        return WHOLE[lang]
    if p.many:
        return MANY[lang].format(most=formats.number(p.most, 0, lang))
    return FORMS[p.pattern][lang] if p.pattern else TEXT[lang]


def _feed(source: str, lang: Lang) -> list[str | Component]:
    name = feeds.PUBLISHERS.get(source, EVERY[lang])
    atom = html.A(f"{name}: Atom", href=urls.feed(source, "atom", lang))
    return [atom, ", ", html.A(f"{name}: JSON Feed", href=urls.feed(source, "json", lang))]


PAGE = Page(path="/api", title=TITLE, description=DESCRIPTION, layout=layout)
