"""How realised figures stand against quotas and ceilings: words in a neutral frame, never a colour that judges."""

from collections.abc import Sequence

from dash import html

from dashboards.blocks import data
from dashboards.letter.targets import TargetState
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Measured


def status_list(states: Sequence[TargetState], catalogue: Catalogue, lang: Lang) -> html.Ul:
    """One line per target: what it is, what was realised, and the status as a chip."""
    return html.Ul([html.Li(_line(state, catalogue, lang)) for state in states], className="status-list")


def status_chip(status: str, catalogue: Catalogue, lang: Lang) -> html.Span:
    """The status in words."""
    return html.Span(catalogue.label("statuses", status, lang), className="chip", **data(status=status))


def realised_words(measured: Measured, lang: Lang) -> str:
    """What stands before a realised figure: what it counts, and that it is a mean or at most this."""
    return T[f"realised_{measured.bound}{'_mean' if measured.mean else ''}"][lang]


def _line(state: TargetState, catalogue: Catalogue, lang: Lang) -> list[html.Span | str]:
    realised = state.result.realised
    realised_in_words = ""
    if realised is not None and realised.value is not None and state.target.measured is not None:
        realised_in_words = f"{realised_words(state.target.measured, lang)} {formats.number(realised.value, 0, lang)}"
    return [
        f"{state.target.label[lang]}; {realised_in_words} " if realised_in_words else f"{state.target.label[lang]} ",
        status_chip(state.result.status, catalogue, lang),
    ]
