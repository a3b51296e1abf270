"""The dated history of a verdict: which version of which figures changed it, from what to what."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.letter import words as letter_words
from dashboards.letter.history import FigureChange, VerdictChange
from dashboards.letter.statements import Statement
from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text
from etl.model.observations import Input

ASSESSED = "2026-11-23"  # the day on which the verdicts that were given by hand came into the catalogue
BY_HAND = Text(
    en="Assessed by hand: {verdict}. It has stood so in this monitor since {day}; no release has changed it.",
    nl="Handmatig beoordeeld: {verdict}. Zo staat het sinds {day} in deze monitor; geen release heeft het veranderd.",
)
FIRST = Text(
    en="{day}, the day of the letter, by the versions of that day that we hold: {after}.",
    nl="{day}, de dag van de brief, volgens de versies van die dag die wij bewaren: {after}.",
)
CHANGED = Text(en="{day}: from “{before}” to “{after}”.", nl="{day}: van ‘{before}’ naar ‘{after}’.")
UNKNOWN = Text(en="On an unknown date", nl="Op een onbekende datum")
CAUSE = Text(en="{name}: {was} → {became} ({source})", nl="{name}: {was} → {became} ({source})")
SINCE = Text(en="It has not changed since.", nl="Sindsdien is het niet veranderd.")
RULE = Text(
    en="Computed again by today’s rules and definitions from the versions that this monitor holds; what was published "
    "but is not held here is not in it.",
    nl="Opnieuw berekend met de regels en definities van nu uit de versies die deze monitor bewaart; wat wel is "
    "gepubliceerd maar hier niet is bewaard, zit er niet in.",
)


def claim_history(
    s: Statement, changes: Sequence[VerdictChange], inputs: Mapping[int, Input], c: Catalogue, lang: Lang
) -> list[Component]:
    """The history of a computed verdict; of another one since when it stands. inputs: of the release, by id."""
    if s.result.basis != "computed":
        day = formats.date(ASSESSED, lang)
        return [html.P(BY_HAND[lang].format(verdict=c.label("verdicts", s.result.verdict, lang), day=day))]
    items = [html.Li(_item(change, inputs, c, lang)) for change in changes]
    return [
        html.Ol(items, className="claim-history"),
        html.P(SINCE[lang]),
        html.P(RULE[lang], className="table-note"),
    ]


def _item(change: VerdictChange, inputs: Mapping[int, Input], c: Catalogue, lang: Lang) -> list[str | Component]:
    day = formats.date(change.day, lang) if change.day else UNKNOWN[lang]
    before, after = (c.label("verdicts", v, lang) if v else "" for v in (change.before, change.after))
    sentence = (CHANGED if change.before else FIRST)[lang].format(day=day, before=before, after=after)
    causes = [html.Li(_cause(each, inputs, c, lang)) for each in change.causes]
    return [sentence, *([html.Ul(causes)] if causes else [])]


def _cause(each: FigureChange, inputs: Mapping[int, Input], c: Catalogue, lang: Lang) -> str:
    point = each.became or each.was
    used = [inputs[n] for n in (point.src if point else ()) if n in inputs]
    publishers = dict.fromkeys(formats.publisher(i.publisher, lang) for i in used)
    return CAUSE[lang].format(
        name=each.variant.label[lang],
        was=letter_words.cell(each.variant, c, each.was, lang),
        became=letter_words.cell(each.variant, c, each.became, lang),
        source=", ".join(publishers),
    )
