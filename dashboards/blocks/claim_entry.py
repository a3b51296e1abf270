"""A statement in a list: in the ledger with all that is known of it, on a pillar's page in short."""

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, claim_facts
from dashboards.blocks.claim_targets import target_list, target_states
from dashboards.blocks.claim_variants import variant_table
from dashboards.blocks.definition_strip import definition_strip
from dashboards.blocks.letter_quote import letter_quote
from dashboards.blocks.letter_text import passage_quote
from dashboards.letter import words as letter_words
from dashboards.letter.measurable import why_not
from dashboards.letter.statements import Statement
from dashboards.letter.targets import letter_figure, newest_figure
from dashboards.letter.text import context
from dashboards.query import urls
from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

STATEMENT = Text(en="Statement", nl="Uitspraak")
COLUMNS = {
    "said": Text(en="Letter", nl="Brief"),
    "again": Text(en="Same period, recomputed", nl="Zelfde periode, herberekend"),
    "newest": Text(en="Newest", nl="Nieuwste"),
}
VERDICT = Text(en="Verdict", nl="Oordeel")
WHY_NOT = Text(en="Why it cannot be measured", nl="Waarom het niet te meten is")
CONTEXT = Text(en="The words of the letter in context", nl="De woorden van de brief in hun context")
SINCE = Text(en="What happened since", nl="Wat er sindsdien gebeurde")
TRAP = Text(en="Mind the definition", nl="Let op de definitie")
IN_TEXT = Text(en="In the text of the letter", nl="In de tekst van de brief")
PAGE = Text(en="Page of this statement", nl="Pagina van deze uitspraak")


def ledger_entry(s: Statement, catalogue: Catalogue, lang: Lang) -> html.Details:
    """The statement as a row: its words, the three clocks, its verdict; it opens in place on all that is known of it.

    Each cell names itself, for a screen reader and for a phone, on which there are no columns.
    """
    cells = [
        html.Span(s.number, className="statement-number"),
        html.Span(s.claim.paraphrase[lang], className="ledger-said"),
        *(_cell(column, value, lang) for column, value in _columns(s, catalogue, lang)),
        html.Span(_verdict(s, catalogue, lang), className="ledger-verdict"),
    ]
    return html.Details(
        [html.Summary(cells), html.Div(_more(s, catalogue, lang))], className="statement", id=s.claim.id
    )


def ledger_head(lang: Lang) -> html.Div:
    """The names of the columns, for the eye: each cell has its own."""
    names = (STATEMENT, *COLUMNS.values(), VERDICT)
    return html.Div([html.Span(name[lang]) for name in names], className="ledger-head", **aria(hidden="true"))


def _columns(s: Statement, catalogue: Catalogue, lang: Lang) -> list[tuple[str, str]]:
    said = formats.sentence_case(letter_words.short_amount(s.claim, lang))
    figure = letter_figure(s.claim, s.result)
    again = figure.outcome.now if figure.outcome else None
    recomputed = letter_words.computed(figure, catalogue, again, lang) if figure.variant and again else ""
    return [("said", said), ("again", recomputed), ("newest", _newest(s, catalogue, lang))]


def _newest(s: Statement, catalogue: Catalogue, lang: Lang) -> str:
    """The newest figure that the statement names, with its period."""
    figure = newest_figure(s.claim, s.result)
    if figure is None:
        return ""
    variant, point = figure
    value = letter_words.cell(variant, catalogue, point, lang)
    return f"{value} ({formats.period(variant.period, lang, short=True)})"


def _cell(column: str, value: str, lang: Lang) -> html.Span:
    name = html.Span(f"{COLUMNS[column][lang]}: ", className="ledger-name")
    return html.Span([name, value or "–"], className=f"ledger-{column}-number" + ("" if value else " is-empty"))


def _verdict(s: Statement, catalogue: Catalogue, lang: Lang) -> str:
    return formats.sentence_case(catalogue.label("verdicts", s.result.verdict, lang))


def short_entry(s: Statement, catalogue: Catalogue, lang: Lang) -> html.Li:
    """The statement in a line or two: what it says, what sort it is, how it stands."""
    label = formats.sentence_case(catalogue.label("verdicts", s.result.verdict, lang))
    state = [f"{part}." for part in (label, letter_words.sensitivity(s, lang)) if part]
    return html.Li(
        [
            html.Span(s.number, className="statement-number"),
            html.Div(
                [
                    html.P(claim_facts.statement_link(s, lang), className="statement-said"),
                    html.P([claim_facts.kind_chip(s, lang), f" {' '.join(state)}"], className="statement-state"),
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
    targets, trap, reason = target_states(s, catalogue), s.claim.trap, why_not(s, lang)
    facts = [
        *claim_facts.facts(s, lang),
        *claim_facts.then_and_now(s, catalogue, lang),
        *claim_facts.verdict(s, catalogue, lang),
    ]
    strip = definition_strip(s, catalogue, lang)
    return [
        kicker(s, lang),
        letter_quote(s.claim, catalogue.letter, lang),
        claim_facts.fact_list(facts),
        claim_facts.reason(s, catalogue, lang),
        *([html.H3(WHY_NOT[lang]), html.P(reason)] if reason else []),
        *([strip] if strip is not None else []),
        *([variant_table(s, catalogue, lang)] if s.claim.variant else []),
        *([target_list(targets, catalogue, lang)] if targets else []),
        html.H3(CONTEXT[lang]),
        passage_quote(context(catalogue, s.claim)),
        html.H3(SINCE[lang]),
        *claim_facts.since(s, catalogue, lang),
        *([html.H3(TRAP[lang]), html.P(trap[lang])] if trap else []),
        html.P(
            [
                html.A(PAGE[lang], href=urls.claim(lang, s.claim.id)),
                " · ",
                html.A(IN_TEXT[lang], href=urls.letter_text(lang, s.claim.id)),
            ]
        ),
    ]
