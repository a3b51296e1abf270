"""The first screen: the three figures that readers quote, with their three clocks; how the statements stand; how old
the sources are. Below it the other headline figures and the six pillars.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from dash import html
from dash.development.base_component import Component

from dashboards import freshness
from dashboards.blocks import aria, headline_card
from dashboards.blocks.age_badge import source_ages
from dashboards.blocks.pillars import pillar_list
from dashboards.blocks.sheet_links import sheet_links
from dashboards.blocks.statement_counts import statement_counts
from dashboards.letter.statements import statements
from dashboards.pages import Page
from dashboards.query.sheet import HEADLINE
from dashboards.sheets.clocks import HeadlineFigure, headline_figures
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text
from etl.release import store

TITLE = Text(en="What the letter said, and what the figures say", nl="Wat de brief zei, en wat de cijfers zeggen")
INTRO = Text(
    en="In October 2019 the Dutch government reported to Parliament on its migration agenda. This monitor sets the "
    "figures of that letter beside what Eurostat, Frontex and the IND (through CBS) published then and publish now, "
    "with the definition of each.",
    nl="In oktober 2019 rapporteerde het kabinet aan de Tweede Kamer over zijn migratieagenda. Deze monitor zet de "
    "cijfers van die brief naast wat Eurostat, Frontex en de IND (via het CBS) toen publiceerden en nu publiceren, "
    "met de definitie van elk.",
)
NAV = T["home"]
FIGURES = Text(en="More headline figures", nl="Meer kerncijfers")
FIRST = 3  # headline figures on the first screen; they lead in the catalogue's order


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Title, the three, counts, ages; then the others, what this is, the pillars."""
    declared, release, today = catalogue.load(), store.release(), datetime.now(UTC).date()
    stated = statements(declared, release.claims)
    headline = headline_figures(release, declared, lang)
    first, others = headline[:FIRST], headline[FIRST:]
    heads = [headline_card.head(f, _overdue(f, today), declared, lang) for f in first]
    ages = freshness.source_ages(release.inputs.values(), declared.datasets, today)
    cards = [_card(f, today, lang) for f in others]
    return [
        html.H1(TITLE[lang], className="first-title"),
        html.Div([*heads, *(headline_card.rest(f, lang) for f in first)], className="first"),
        html.Div([statement_counts(stated, lang), source_ages(ages, lang)], className="strips"),
        html.Div([html.P(INTRO[lang], className="first-intro"), sheet_links(HEADLINE, lang)], className="first-about"),
        _section("figures", FIGURES[lang], html.Div(cards, className="glance-cards")),
        _section("pillars", T["pillars"][lang], pillar_list(declared, stated, lang)),
    ]


def _card(f: HeadlineFigure, today: date, lang: Lang) -> html.Div:
    head = headline_card.head(f, _overdue(f, today), catalogue.load(), lang, below=True)
    return html.Div([head, headline_card.rest(f, lang, large=True)], className="glance-card")


def _section(name: str, title: str, content: Component) -> html.Section:
    return html.Section([html.H2(title, id=name), content], **aria(labelledby=name))


def _overdue(f: HeadlineFigure, today: date) -> freshness.Overdue | None:
    """Why the newest figure is old; None where it is not."""
    if f.newest is None:
        return None
    datasets, release = catalogue.load().datasets, store.release()
    return freshness.overdue(f.newest, release.inputs, datasets, today, release.overview.coverages())


PAGE = Page(path="/", title=TITLE, description=INTRO, layout=layout, nav=NAV, order=1)
