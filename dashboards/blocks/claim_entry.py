"""A statement in a list: in the ledger with all that is known of it, on a pillar's page in short."""

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, claim_facts
from dashboards.blocks.claim_targets import target_list, target_states
from dashboards.blocks.claim_variants import variant_table
from dashboards.blocks.letter_text import passage_quote
from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement
from dashboards.letter.text import context
from dashboards.query import urls
from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

MORE = Text(
    en="Context in the letter, why this verdict, what happened since, sources: {name}",
    nl="Verband in de brief, waarom dit oordeel, wat er sindsdien gebeurde, bronnen: {name}",
)
CONTEXT = Text(en="The words of the letter in their context", nl="De woorden van de brief in hun verband")
SINCE = Text(en="What happened since", nl="Wat er sindsdien gebeurde")
TRAP = Text(en="Mind the definition", nl="Let op de definitie")
IN_TEXT = Text(en="In the text of the letter", nl="In de tekst van de brief")
PAGE = Text(en="Page of this statement", nl="Pagina van deze uitspraak")


def ledger_entry(s: Statement, catalogue: Catalogue, lang: Lang) -> html.Article:
    """The statement as the ledger shows it: the main facts, and below a fold the rest."""
    heading = f"{s.claim.id}-title"
    shown = [
        *claim_facts.facts(s, lang)[1:],
        *claim_facts.then_and_now(s, catalogue, lang),
        *claim_facts.verdict(s, catalogue, lang),
    ]
    blocks = [
        kicker(s, lang),
        html.H3(claim_facts.statement_link(s, lang), id=heading, className="statement-title"),
        claim_facts.quote(s, catalogue),
        claim_facts.fact_list(shown),
        html.Details([html.Summary(MORE[lang].format(name=_small_name(s, lang))), *_more(s, catalogue, lang)]),
    ]
    return html.Article(blocks, className="statement", id=s.claim.id, **aria(labelledby=heading))


def short_entry(s: Statement, catalogue: Catalogue, lang: Lang) -> html.Li:
    """The statement in a line or two: what it says, what sort it is, how it stands."""
    label = formats.sentence_case(catalogue.label("verdicts", s.result.verdict, lang))
    told = [f"{part}." for part in (label, letter_words.sensitivity(s, lang)) if part]
    return html.Li(
        [
            html.Span(s.number, className="statement-number"),
            html.Div(
                [
                    html.P(claim_facts.statement_link(s, lang), className="statement-said"),
                    html.P([claim_facts.kind_chip(s, lang), f" {' '.join(told)}"], className="statement-state"),
                ]
            ),
        ],
        className="short-statement",
    )


def since_entry(s: Statement, catalogue: Catalogue, lang: Lang) -> html.Li:
    """What happened after the letter with one statement."""
    heading: list[str | Component] = [f"{s.number} ", claim_facts.statement_link(s, lang)]
    return html.Li(
        [html.H3(heading, className="since-title"), *claim_facts.since(s, catalogue, lang)], className="since-entry"
    )


def kicker(s: Statement, lang: Lang) -> html.P:
    """Number, pillar and kind of the statement."""
    parts: list[str | Component] = [
        f"{claim_facts.name(s, lang)} · ",
        claim_facts.pillar_link(s.claim.pillar, lang),
        " · ",
        claim_facts.kind_chip(s, lang),
    ]
    return html.P(parts, className="card-kicker")


def _more(s: Statement, catalogue: Catalogue, lang: Lang) -> list[Component]:
    targets, trap = target_states(s, catalogue), s.claim.trap
    return [
        html.H4(CONTEXT[lang]),
        passage_quote(context(catalogue, s.claim)),
        claim_facts.reason(s, catalogue, lang),
        *([variant_table(s, catalogue, lang)] if s.claim.variant else []),
        *([target_list(targets, catalogue, lang)] if targets else []),
        html.H4(SINCE[lang]),
        *claim_facts.since(s, catalogue, lang),
        *([html.H4(TRAP[lang]), html.P(trap[lang])] if trap else []),
        html.P(
            [
                html.A(PAGE[lang], href=urls.claim(lang, s.claim.id)),
                " · ",
                html.A(IN_TEXT[lang], href=urls.letter_text(lang, s.claim.id)),
            ]
        ),
    ]


def _small_name(s: Statement, lang: Lang) -> str:
    name = claim_facts.name(s, lang)
    return name[:1].lower() + name[1:]
