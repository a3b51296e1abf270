"""The first screen: the three figures that readers quote, with their three clocks; how the statements stand; how old
the sources are. Below it the other headline figures and the six pillars.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from dash import html
from dash.development.base_component import Component

from dashboards import freshness
from dashboards.blocks import aria, headline_card
from dashboards.blocks.age_badge import source_ages
from dashboards.blocks.headline_card import HeadlineFigure
from dashboards.blocks.pillars import pillar_list
from dashboards.blocks.small_chart import small
from dashboards.blocks.statement_counts import statement_counts
from dashboards.figures.figure import figure, held
from dashboards.letter import clocks, targets
from dashboards.letter.statements import statements
from dashboards.pages import Page
from dashboards.query.selection import Selection
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
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
    headline = [_headline(i, today, lang) for i in targets.headline_indicators(declared) if held(i.id, release)]
    first, others = headline[:FIRST], headline[FIRST:]
    heads = [headline_card.head(f, declared, lang) for f in first]
    ages = freshness.source_ages(release.inputs.values(), declared.datasets, today)
    cards = [html.Div([headline_card.head(f, declared, lang, below=True), headline_card.rest(f, lang, large=True)],
                      className="glance-card") for f in others]  # fmt: skip
    return [
        html.H1(TITLE[lang], className="first-title"),
        html.Div([*heads, *(headline_card.rest(f, lang) for f in first)], className="first"),
        html.Div([statement_counts(stated, lang), source_ages(ages, lang)], className="strips"),
        html.P(INTRO[lang], className="first-intro"),
        _section("figures", FIGURES[lang], html.Div(cards, className="glance-cards")),
        _section("pillars", T["pillars"][lang], pillar_list(declared, stated, lang)),
    ]


def _section(name: str, title: str, content: Component) -> html.Section:
    return html.Section([html.H2(title, id=name), content], **aria(labelledby=name))


def _headline(indicator: Indicator, today: date, lang: Lang) -> HeadlineFigure:
    """An indicator with its letter, its newest figure, and a small chart of the letter's own definition."""
    declared, release = catalogue.load(), store.release()
    claim = declared.claims[indicator.headline_claim] if indicator.headline_claim else None
    letter = targets.letter_figure(claim, release.claims[claim.id]) if claim else None
    states = targets.target_states(indicator, list(release.claims.values()))
    wanted = clocks.definition(indicator, letter, declared)
    wanted = wanted if held(wanted.indicator.id, release) else clocks.definition(indicator, None, declared)
    latest = clocks.newest(release.series(wanted.indicator.id, wanted.geos, wanted.series), wanted)
    shown, point = latest or (None, None)
    category = shown.series if shown else wanted.series[0]
    drawn = figure(Selection(wanted.indicator.id, wanted.geos, (category,), lang=lang))
    return HeadlineFigure(
        indicator,
        wanted.indicator,
        shown,
        point,
        freshness.overdue(point, release.inputs, declared.datasets, today) if point else None,
        letter,
        clocks.period(letter, states) if letter else "",
        clocks.recomputed(letter, states) if letter else (),
        clocks.state_of(point, letter, states) if point else None,
        small(replace(drawn.chart, id=f"{indicator.id}-small"), lang),
        tuple(dict.fromkeys(release.inputs[n].publisher for n in point.src)) if point else (),
        {"geo": ",".join(wanted.geos), "series": category},
    )


PAGE = Page(path="/", title=TITLE, description=INTRO, layout=layout, nav=NAV, order=1)
