"""One pillar of the letter: its statements, its figures, what happened since, and context that is not in the letter."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboards import freshness
from dashboards.blocks import aria, not_held
from dashboards.blocks.claim_entry import SINCE, short_entry, since_entry
from dashboards.blocks.kpi_card import folded_card, kpi_card
from dashboards.blocks.pillars import pillar_state
from dashboards.blocks.sheet_links import sheet_links
from dashboards.figures import newest
from dashboards.figures.figure import default_figure, held
from dashboards.letter import targets
from dashboards.letter.statements import statements
from dashboards.pages import Page, contents_key
from dashboards.query import urls
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation
from etl.release import store

TITLE = Text(en="Pillar {number}: {title}", nl="Pijler {number}: {title}")
DESCRIPTION = Text(
    en="One pillar of the letter on migration: its statements, its figures and what happened since.",
    nl="Eén pijler van de migratiebrief: de uitspraken, de cijfers en wat er sindsdien gebeurde.",
)
STATEMENTS = Text(en="{n} statements", nl="{n} uitspraken")
LEDGER = Text(en="These statements in full", nl="Deze uitspraken voluit")
IN_TEXT = Text(en="This pillar in the text of the letter", nl="Deze pijler in de tekst van de brief")
FIGURES = Text(en="Figures that go with the letter", nl="Cijfers bij de brief")
NO_FIGURES = Text(
    en="No series on this site measures the letter’s own numbers in this pillar.",
    nl="Geen reeks op deze site meet de eigen getallen van de brief in deze pijler.",
)
CONTEXT = Text(en="Context, not in the letter", nl="Context, niet in de brief")
CONTEXT_NOTE = Text(
    en="These series help to read the pillar; the letter does not state them.",
    nl="Deze reeksen helpen de pijler te lezen; de brief noemt ze niet.",
)
NOT_HELD = Text(
    en="Figures that we do not hold",
    nl="Cijfers die wij niet hebben",
)
PARTS = Text(en="On this page", nl="Op deze pagina")


def layout(lang: Lang, number: str) -> Sequence[Component]:
    """Everything of one pillar; UnknownValueError where there is none of that number."""
    declared, release = catalogue.load(), store.release()
    pillar = declared.pillars[_known(number, lang)]
    stated = [s for s in statements(declared, release.claims) if s.claim.pillar == pillar.number]
    own = [i for i in declared.indicators.values() if i.pillar == pillar.number]
    links: list[str | Component] = [
        html.A(LEDGER[lang], href=urls.letter(lang, {"pillar": number})),
        " · ",
        html.A(IN_TEXT[lang], href=urls.letter_text(lang, f"pillar-{number}")),
    ]
    return [
        html.H1(TITLE[lang].format(number=number, title=pillar.title[lang])),
        html.P(pillar.summary[lang], className="lead"),
        sheet_links(pillar.number, lang),
        *([html.P(pillar.no_series[lang], className="notice")] if pillar.no_series else []),
        _parts(len(stated), any(i.context for i in own), lang),
        _section(
            "statements",
            STATEMENTS[lang].format(n=len(stated)),
            [
                pillar_state(stated, lang),
                html.Ol([short_entry(s, declared, lang) for s in stated], className="short-statements"),
                html.P(links),
            ],
        ),
        _section("figures", FIGURES[lang], _cards([i for i in own if not i.context], release, declared, lang)),
        _section("since", SINCE[lang], [html.Ul([since_entry(s, declared, lang) for s in stated], className="since")]),
        *_context([i for i in own if i.context], release, declared, lang),
        _others(pillar.number, declared, lang),
    ]


def title(lang: Lang, number: str) -> str:
    """Pillar 1 with its heading in the letter."""
    return TITLE[lang].format(number=number, title=catalogue.load().pillars[_known(number, lang)].title[lang])


def _known(number: str, lang: Lang) -> int:
    known = {str(n): n for n in catalogue.load().pillars}
    if number not in known:
        raise UnknownValueError("pillar", number, tuple(urls.pillar(lang, n) for n in known.values()))
    return known[number]


def _section(name: str, heading: str, content: Sequence[Component]) -> html.Section:
    return html.Section([html.H2(heading, id=name), *content], **aria(labelledby=name))


def _parts(count: int, has_context: bool, lang: Lang) -> html.Nav:
    """Where to find what on a long page."""
    named = [
        ("statements", STATEMENTS[lang].format(n=count)),
        ("figures", FIGURES[lang]),
        ("since", SINCE[lang]),
        *([("context", CONTEXT[lang])] if has_context else []),
    ]
    items = [html.Li(html.A(caption, href=f"#{name}")) for name, caption in named]
    return html.Nav(html.Ul(items, className="jumps"), **aria(label=PARTS[lang]))


def _context(
    indicators: Sequence[Indicator], release: store.Release, declared: Catalogue, lang: Lang
) -> list[Component]:
    if not indicators:
        return []
    entries = [_card(i, lang, folded=True) for i in indicators if held(i.id, release)]
    apart = _apart(indicators, release, declared, lang)
    shown = [html.P(CONTEXT_NOTE[lang]), html.Div(entries, className="folded-list"), *apart]
    return [_section("context", CONTEXT[lang], shown)]


def _cards(indicators: Sequence[Indicator], release: store.Release, declared: Catalogue, lang: Lang) -> list[Component]:
    """A card per indicator, those of the headline page first; those without a figure apart, as a list."""
    if not indicators:
        return [html.P(NO_FIGURES[lang])]
    ordered = sorted(indicators, key=lambda i: (i.headline is None, i.headline or 0))
    cards = [_card(i, lang) for i in ordered if held(i.id, release)]
    return [*([html.Div(cards, className="cards")] if cards else []), *_apart(ordered, release, declared, lang)]


def _apart(indicators: Sequence[Indicator], release: store.Release, declared: Catalogue, lang: Lang) -> list[Component]:
    """What is not held, and where the publisher has it."""
    entries = [not_held.entry(i, declared, lang) for i in indicators if not held(i.id, release)]
    return [html.H3(NOT_HELD[lang]), html.Ul(entries, className="not-held")] if entries else []


def _overdue(point: Observation, release: store.Release, today: date) -> freshness.Overdue | None:
    """Why the newest figure is old; None where it is not."""
    return freshness.overdue(point, release.inputs, catalogue.load().datasets, today, release.overview.coverages())


def _card(indicator: Indicator, lang: Lang, folded: bool = False) -> Component:
    return _drawn_card(f"{contents_key()} {urls.pillar(lang, 1)}", indicator.id, lang, folded)


@lru_cache(maxsize=256)  # a pillar has up to 25 and takes a quarter of a second; not to be changed
def _drawn_card(_key: str, name: str, lang: Lang, folded: bool) -> Component:
    declared, release = catalogue.load(), store.release()
    indicator, figure = declared.indicators[name], default_figure(name, lang)
    latest, today = newest.newest(figure.series), datetime.now(UTC).date()
    old = _overdue(latest[0].point, release, today) if latest else None
    if folded:
        return folded_card(figure, latest, declared, lang, old)
    claim = declared.claims[indicator.headline_claim] if indicator.headline_claim else None
    letter = targets.letter_figure(claim, release.claims[claim.id]) if claim else None
    states = targets.target_states(indicator, list(release.claims.values()))
    return kpi_card(figure, latest, letter, states, declared, lang, old)


def _others(number: int, declared: Catalogue, lang: Lang) -> html.Nav:
    items = [
        html.Li(
            html.A(
                f"{n}. {declared.pillars[n].title[lang]}",
                href=urls.pillar(lang, n),
                **(aria(current="page") if n == number else {}),
            )
        )
        for n in sorted(declared.pillars)
    ]
    heading = html.H2(T["pillars"][lang], id="pillars")
    return html.Nav([heading, html.Ul(items, className="plain-list")], **aria(labelledby="pillars"))


PAGE = Page(path="/pillar/<number>", title=title, description=DESCRIPTION, layout=layout)
