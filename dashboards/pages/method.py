"""Method: the rules for statuses, verdicts and headings, rounding, flags, kinds, and what then and now mean."""

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.figures.heading_rules import RULES
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text import method as said
from dashboards.text.formats import T, sentence_case
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text
from etl.catalogue.flags import Meaning
from etl.letter.claims import LETTER_DATE

LEDGER = Text(en="All statements with their verdicts", nl="Alle uitspraken met hun oordeel")
TERMS = Text(en="Glossary", nl="Begrippen")
SECTIONS = (
    ("check", said.CHECK), ("verdicts", said.VERDICTS), ("statuses", said.STATUSES), ("then-now", said.THEN_NOW),
    ("headings", said.HEADINGS), ("rounding", said.ROUNDING), ("flags", said.FLAGS), ("provenance", said.PROVENANCES),
)  # fmt: skip


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Every rule under a heading of its own."""
    known = catalogue.load()

    def label(code_list: str, code: str) -> str:
        return sentence_case(known.label(code_list, code, lang))

    contents: dict[str, list[Component]] = {
        "check": [*_paragraphs(said.CHECK_TEXT, lang), html.P(html.A(LEDGER[lang], href=urls.letter(lang)))],
        "verdicts": [_rules(((label("verdicts", c), t[lang]) for c, t in said.VERDICT_RULES.items()))],
        "statuses": [_rules(((label("statuses", c), t[lang]) for c, t in said.STATUS_RULES.items()))],
        "then-now": _paragraphs(said.THEN_NOW_TEXT, lang),
        "headings": [html.P(said.HEADINGS_TEXT[lang]), _heading_rules(lang)],
        "rounding": _paragraphs(said.ROUNDING_TEXT, lang),
        "flags": [
            html.P(said.FLAGS_TEXT[lang]),
            _rules((m.code, sentence_case(m[lang]) + _days(m, lang)) for m in known.flags),
        ],
        "provenance": [
            html.P(said.PROVENANCES_TEXT[lang]),
            _rules(
                (sentence_case(T[f"provenance_{code}"][lang]), label("provenances", code))
                for code in known.codes["provenances"]
            ),
            html.P(html.A(TERMS[lang], href=urls.glossary(lang))),
        ],
    }
    jumps = html.Ul([html.Li(html.A(title[lang], href=f"#{name}")) for name, title in SECTIONS], className="jumps")
    return [
        html.H1(said.TITLE[lang]),
        html.P(said.INTRO[lang], className="lead"),
        jumps,
        html.Div([_section(name, title[lang], contents[name]) for name, title in SECTIONS], className="prose"),
    ]


def _section(name: str, title: str, blocks: Sequence[Component]) -> html.Section:
    return html.Section([html.H2(title, id=name), *blocks], **aria(labelledby=name))


def _paragraphs(texts: Sequence[Text], lang: Lang) -> list[Component]:
    return [html.P(text[lang].replace("{day}", formats.date(LETTER_DATE, lang))) for text in texts]


def _days(meaning: Meaning, lang: Lang) -> str:
    """The days on which a flag meant this, where it has meant something else."""
    first = said.FLAG_SINCE[lang].format(day=formats.date(meaning.since, lang)) if meaning.since else ""
    last = said.FLAG_UNTIL[lang].format(day=formats.date(meaning.until, lang)) if meaning.until else ""
    return first + last


def _rules(pairs: Iterable[tuple[str, str]]) -> html.Dl:
    return html.Dl([html.Div([html.Dt(name), html.Dd(text)]) for name, text in pairs], className="rule-list")


def _heading_rules(lang: Lang) -> html.Ol:
    endings = {True: said.STATES[lang], False: said.SILENT[lang]}
    return html.Ol([html.Li(f"{rule.condition[lang]} {endings[rule.states]}") for rule in RULES.values()])


PAGE = Page(path="/method", title=said.TITLE, description=said.INTRO, layout=layout, nav=said.TITLE, order=50)
