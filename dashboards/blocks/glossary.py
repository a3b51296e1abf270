"""Terms explained: the whole list, and in the place where a reader meets them."""

import re
from collections.abc import Sequence
from functools import cache

from dash import html

from dashboards.query import urls
from dashboards.search.text import fold
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Term, Text

READ_MORE = Text(en="in the glossary", nl="in de begrippenlijst")
TERMS = Text(en="Terms used here", nl="Begrippen die hier voorkomen")


def term_list(terms: Sequence[Term], lang: Lang) -> html.Dl:
    """Every term with its explanation and an anchor of its own."""
    pairs = [
        html.Div([html.Dt(html.Dfn(t.term[lang]), id=t.id), html.Dd(t.explanation[lang])], className="term-pair")
        for t in terms
    ]
    return html.Dl(pairs, className="glossary")


def term(t: Term, lang: Lang, shown: str = "") -> html.Details:
    """A term that unfolds its explanation where it stands. shown: the words on the page, the term itself by default."""
    link = html.A(READ_MORE[lang], href=urls.glossary(lang, t.id))
    return html.Details(
        [html.Summary(html.Dfn(shown or t.term[lang])), html.P([f"{t.explanation[lang]} (", link, ")"])],
        className="term",
    )


def terms_used(text: str, catalogue: Catalogue, lang: Lang) -> tuple[Term, ...]:
    """The terms of the glossary that occur in a text, in the order of the glossary."""
    folded = fold(text)
    return tuple(t for t in catalogue.terms.values() if _pattern(t.term[lang]).search(folded))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """The term as whole words, with the endings of a plural; what stands in brackets need not be there."""
    plain = fold(re.sub(r"\s*\(.*?\)", "", phrase))
    return re.compile(rf"\b{re.escape(plain)}(?:s|n|en|e|es)?\b")
