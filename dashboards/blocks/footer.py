"""The end of every page: where the figures come from, on what terms, how old they are, how to use the page."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.shell import NavItem
from dashboards.query import urls
from dashboards.text import formats
from etl.catalogue.declarations import Lang, Text

ABOUT = Text(en="About these figures", nl="Over deze cijfers")
SOURCES = Text(
    en="Figures: Eurostat; Frontex (FRAN); IND registrations as published by CBS. Calculations are this monitor’s own.",
    nl="Cijfers: Eurostat; Frontex (FRAN); IND-registraties zoals gepubliceerd door het CBS. De berekeningen zijn "
    "van deze monitor.",
)
TERMS = Text(
    en="Reuse: Eurostat with acknowledgement (Decision 2011/833/EU); CBS under CC BY 4.0; Frontex keeps its copyright.",
    nl="Hergebruik: Eurostat met bronvermelding (Besluit 2011/833/EU); CBS onder CC BY 4.0; Frontex houdt zijn "
    "auteursrecht.",
)
RELEASE = Text(en="Release", nl="Release")
BUILT = Text(en="built", nl="gemaakt")
MACHINES = Text(en="API and feeds", nl="API en feeds")
AGE = Text(en="age of each source", nl="actualiteit per bron")
ACCESS = Text(
    en="Accessibility: built for WCAG 2.2 level AA. Every chart has a text alternative and a table; "
    "everything works by keyboard.",
    nl="Toegankelijkheid: gebouwd voor WCAG 2.2 niveau AA. Elke grafiek heeft een tekstalternatief en een tabel; "
    "alles werkt met het toetsenbord.",
)


def footer(lang: Lang, release_id: str, built_at: str, ways: Sequence[NavItem] = ()) -> Sequence[Component]:
    """The footer's blocks. built_at: ISO time of the release. ways: pages about the site."""
    built = html.Time(formats.date(built_at[:10], lang), dateTime=built_at)
    release: list[Component | str] = [f"{RELEASE[lang]} {release_id}, {BUILT[lang]} ", built, "; "]
    links: list[Component | str] = [
        html.A(AGE[lang], href=urls.sources(lang)),
        "; ",
        html.A(MACHINES[lang], href=urls.api(lang)),
        ".",
    ]
    pages = [html.Li(html.A(item.label, href=urls.page(lang, item.path))) for item in ways]
    return (
        html.H2(ABOUT[lang], className="footer-title"),
        *([html.Nav(html.Ul(pages, className="footer-nav"), **aria(label=ABOUT[lang]))] if pages else []),
        html.P(SOURCES[lang]),
        html.P(TERMS[lang]),
        html.P([*release, *links], className="release"),
        html.P(ACCESS[lang]),
    )
