"""Immigration beside first permits: how many come to live here, and how many get a permit for the first time."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks.kpi_card import kpi_card
from dashboards.figures import newest
from dashboards.figures.figure import default_figure
from dashboards.pages import Page
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text

TITLE = Text(en="Immigration and permits", nl="Immigratie en vergunningen")
INTRO = Text(
    en="Two figures that are easily taken for one another. Own citizens who return need no permit.",
    nl="Twee cijfers die makkelijk worden verward. Eigen burgers die terugkeren, hebben geen vergunning nodig.",
)
SHOWN = ("immigration", "first_permits")


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Title and a card for each."""
    figures = [default_figure(name, lang) for name in SHOWN]
    cards = [kpi_card(f, newest.newest(f.series), None, (), catalogue.load(), lang) for f in figures]
    return [html.H1(TITLE[lang]), html.P(INTRO[lang], className="lead"), html.Div(cards, className="cards")]


PAGE = Page(path="/immigration", title=TITLE, description=INTRO, layout=layout)
