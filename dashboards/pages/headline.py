"""The headline page: the six pillars and a card for each figure that readers quote."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.kpi_card import kpi_card
from dashboards.blocks.pillars import pillar_list
from dashboards.figures import newest
from dashboards.figures.figure import default_figure
from dashboards.letter import targets
from dashboards.letter.statements import statements
from dashboards.pages import Page
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.release import store

TITLE = Text(en="What the letter said, and what the figures say", nl="Wat de brief zei, en wat de cijfers zeggen")
INTRO = Text(
    en="In October 2019 the Dutch government reported to Parliament on its migration agenda. This monitor sets the "
    "figures of that letter beside what Eurostat, Frontex and IND (through CBS) published then and publish now, with "
    "the definition of each.",
    nl="In oktober 2019 rapporteerde het kabinet aan de Tweede Kamer over zijn migratieagenda. Deze monitor zet de "
    "cijfers van die brief naast wat Eurostat, Frontex en de IND (via het CBS) toen publiceerden en nu publiceren, "
    "met de definitie van elk.",
)
FIGURES = Text(en="Headline figures", nl="Kerncijfers")


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Title, two sentences, the pillars, the cards."""
    declared = catalogue.load()
    stated = statements(declared, store.release().claims)
    cards = [_card(i, lang) for i in targets.headline_indicators(declared)]
    return [
        html.H1(TITLE[lang]),
        html.P(INTRO[lang], className="lead"),
        _section("pillars", T["pillars"][lang], pillar_list(declared, stated, lang)),
        _section("figures", FIGURES[lang], html.Div(cards, className="cards")),
    ]


def _section(name: str, title: str, content: Component) -> html.Section:
    return html.Section([html.H2(title, id=name), content], **aria(labelledby=name))


def _card(indicator: Indicator, lang: Lang) -> html.Article:
    declared, results = catalogue.load(), store.release().claims
    figure = default_figure(indicator.id, lang)
    claim = declared.claims[indicator.headline_claim] if indicator.headline_claim else None
    letter = targets.letter_figure(claim, results[claim.id]) if claim else None
    states = targets.target_states(indicator, list(results.values()))
    return kpi_card(figure, newest.newest(figure.series), letter, states, declared, lang)


PAGE = Page(path="/", title=TITLE, description=INTRO, layout=layout)
