"""Quotas and ceilings of a statement: the number, what was realised, and the status in words."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks.status_chip import realised_words, status_chip
from dashboards.letter.statements import Statement
from dashboards.letter.targets import TargetState
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

SOURCE = Text(en="where it was set", nl="waar het is vastgelegd")
REPORTED = Text(
    en="rests on a press report or an inference, not on the document itself",
    nl="berust op een persbericht of een afleiding, niet op het document zelf",
)
FIGURE = Text(en="figure", nl="cijfer")


def target_states(s: Statement, catalogue: Catalogue) -> tuple[TargetState, ...]:
    """The quotas and ceilings that name the statement, oldest first."""
    declared = {(i.id, t.id): t for i in catalogue.indicators.values() for t in i.target}
    states = [TargetState(declared[r.indicator, r.id], r) for r in s.result.targets]
    return tuple(sorted(states, key=lambda t: (t.target.period_start, t.target.kind)))


def target_list(states: Sequence[TargetState], catalogue: Catalogue, lang: Lang) -> html.Ul:
    """One item per quota or ceiling."""
    return html.Ul([html.Li(_item(state, catalogue, lang)) for state in states], className="target-list")


def _item(state: TargetState, catalogue: Catalogue, lang: Lang) -> list[Component]:
    target, result = state.target, state.result
    sentence = f"{formats.sentence_case(target.label[lang])}; {_realised(state, lang)}. "
    notes = [target.note[lang]] if target.note else []
    notes += [f"{formats.sentence_case(REPORTED[lang])}."] if target.certainty == "reported" else []
    links: list[str | Component] = [
        html.A(formats.sentence_case(SOURCE[lang]), href=target.url),
        "; ",
        html.A(FIGURE[lang], href=urls.figure(lang, result.indicator, {"geo": target.geo})),
        ".",
    ]
    return [
        html.P([sentence, status_chip(result.status, catalogue, lang)]),
        html.P([" ".join([*notes, ""]), *links], className="target-note"),
    ]


def _realised(state: TargetState, lang: Lang) -> str:
    realised, measured = state.result.realised, state.target.measured
    if realised is None or realised.value is None or measured is None:
        return f"{T['realised'][lang]}: {T['no_figure'][lang]}"
    span = formats.T["span"][lang].format(
        first=formats.date(measured.start, lang), last=formats.date(measured.end, lang)
    )
    when = formats.date(measured.start, lang) if measured.start == measured.end else span
    return f"{realised_words(measured, lang)} {formats.number(realised.value, 0, lang)} ({when})"
