"""The six pillars of the letter at a glance: what each is about, and how its statements stand, counted in words."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement, groups
from dashboards.query import urls
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

COUNT = Text(
    en="{n} statements, {computed} of them recomputed from figures:",
    nl="{n} uitspraken, waarvan {computed} herberekend uit cijfers:",
)
ONLY_COUNT = Text(en="{n} statements:", nl="{n} uitspraken:")
NO_SERIES = Text(en="No public series for its own numbers.", nl="Voor de eigen getallen is er geen openbare reeks.")


def pillar_list(catalogue: Catalogue, statements: Sequence[Statement], lang: Lang) -> html.Ol:
    """The pillars in the letter's order, under its own headings, each with the state of its statements."""
    items = []
    for number in sorted(catalogue.pillars):
        own = [s for s in statements if s.claim.pillar == number]
        items.append(_pillar(number, own, catalogue, lang))
    return html.Ol(items, className="pillars")


def pillar_state(statements: Sequence[Statement], lang: Lang) -> html.Ul:
    """How many statements have a verdict of each group."""
    items = [
        html.Li([html.Strong(str(n)), f" {letter_words.GROUPS[group][lang]}"])
        for group, n in groups(statements).items()
    ]
    return html.Ul(items, className="pillar-state")


def _pillar(number: int, statements: Sequence[Statement], catalogue: Catalogue, lang: Lang) -> html.Li:
    pillar = catalogue.pillars[number]
    computed = sum(1 for s in statements if s.result.variants or s.result.targets)
    link = html.A(pillar.title[lang], href=urls.pillar(lang, number))
    blocks: list[Component] = [
        html.H3(link),
        html.P(
            (COUNT if computed else ONLY_COUNT)[lang].format(n=len(statements), computed=computed),
            className="pillar-count",
        ),
        pillar_state(statements, lang),
    ]
    blocks += [html.P(NO_SERIES[lang], className="pillar-count")] if pillar.no_series else []
    return html.Li(blocks, className="pillar")
