"""The ledger: every statement of the letter with its kind, number, verdict and outcome, to filter, sort and search."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.blocks.claim_entry import ledger_entry, ledger_head
from dashboards.blocks.claim_filter import claim_filter, clear_link
from dashboards.blocks.letter_quote import LETTER_URL
from dashboards.letter.statements import SORTS, LedgerSelection, Statement, chosen, options, statements
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.query.selection import a_question
from dashboards.web.raw_html import Whole
from dashboards.web.react_html import whole
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text
from etl.release import store

TITLE = Text(en="The letter, statement by statement", nl="De brief, uitspraak voor uitspraak")
NAV = Text(en="The letter", nl="De brief")
DESCRIPTION = Text(
    en="Every checkable statement of the Dutch government’s letter on migration of 14 October 2019: quote, kind, "
    "number, verdict and what happened since.",
    nl="Elke controleerbare uitspraak van de kabinetsbrief over migratie van 14 oktober 2019: citaat, soort, getal, "
    "oordeel en wat er sindsdien gebeurde.",
)
INTRO = Text(
    en="The letter of 14 October 2019 holds {n} statements that can be checked. An observation is what the letter "
    "reports; only quotas, ceilings, budgets and deadlines are something to be met.",
    nl="De brief van 14 oktober 2019 bevat {n} uitspraken die na te gaan zijn. Een waarneming is wat de brief meldt; "
    "alleen quota, plafonds, budgetten en termijnen zijn iets om aan te voldoen.",
)
READ = Text(en="Read the letter with its statements marked", nl="Lees de brief met de uitspraken gemarkeerd")
OFFICIAL = Text(en="official publication", nl="officiële publicatie")
COUNT = Text(en="{shown} of {of} statements", nl="{shown} van {of} uitspraken")
NONE = Text(en="No statement fits this choice. ", nl="Geen uitspraak past bij deze keuze. ")


def layout(
    lang: Lang, pillar: str = "", kind: str = "", verdict: str = "", q: str = "", sort: str = ""
) -> Sequence[Component]:
    """Title, form, count, and the statements of the choice."""
    declared = catalogue.load()
    stated = statements(declared, store.release().claims)
    selection = LedgerSelection(pillar, kind, verdict, a_question("q", q.strip()), sort)
    shown = chosen(stated, selection)
    count = COUNT[lang].format(shown=len(shown), of=len(stated))
    links: list[str | Component] = [
        html.A(READ[lang], href=urls.letter_text(lang)),
        " · ",
        html.A(OFFICIAL[lang], href=LETTER_URL),
    ]
    entries = [_entry(s, declared, lang) for s in shown]
    ledger: list[Component] = [html.P([NONE[lang], clear_link(lang)])]
    if shown:
        ledger = [ledger_head(lang), html.Ol(entries, className="ledger")]
    return [
        html.H1(TITLE[lang]),
        html.P(INTRO[lang].format(n=len(stated)), className="lead"),
        html.P(links),
        claim_filter(options(stated), selection, declared, lang),
        html.Section(
            [html.H2(count, id="count", **data(shown="")), *_cleared(selection, lang), *ledger],
            **aria(labelledby="count"),
        ),
    ]


def _entry(s: Statement, declared: Catalogue, lang: Lang) -> Whole:
    """A row of the ledger, written once for each release: choices change which rows stand there, not what they say."""
    kept = _kept(str(store.release().folder), urls.letter_text(lang))
    if s.claim.id not in kept:
        kept[s.claim.id] = whole(html.Li(ledger_entry(s, declared, lang)))
    return kept[s.claim.id]


@lru_cache(maxsize=8)
def _kept(_release: str, _address: str) -> dict[str, Whole]:
    return {}


def picked(_lang: Lang, **state: str) -> Mapping[str, str]:
    """What is chosen, the letter's own order apart."""
    return {name: value.strip() for name, value in state.items() if (name, value) != ("sort", SORTS[0])}


def _cleared(selection: LedgerSelection, lang: Lang) -> list[Component]:
    return [html.P(clear_link(lang))] if selection != LedgerSelection(sort=selection.sort) else []


PAGE = Page(
    path="/letter",
    title=TITLE,
    description=DESCRIPTION,
    layout=layout,
    nav=NAV,
    order=20,
    chosen=picked,
    many=("verdict",),
    accepts=("pillar", "kind", "verdict", "q", "sort"),
)
