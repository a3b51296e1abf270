"""The tray: figures collected across pages, all of them kept in one address. Pure: no request, no release.

    /briefing.pptx?lang=nl&figure=returned?geo=NL%26from=2015&figure=return_rate

Each `figure` is a figure's own address behind `/figure/`: the indicator, then what was asked of it (geo, series, from,
to, as_of, release). Of its signs only `&`, `%`, `#` and `+` must be written as %26, %25, %23 and %2B, as in any query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, quote, urlencode

from dashboards.query import parameters, urls
from dashboards.query.parameters import MOST_FIGURES
from dashboards.query.selection import Selection
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError

Ending = Literal["pptx", "docx"]
ENDINGS: tuple[Ending, ...] = ("pptx", "docx")
ALLOWED = tuple(p for p in parameters.CHOICE if p.name != "lang")
EXAMPLE = ("returned", "returned?geo=NL", "returned?geo=NL&from=2015")


@dataclass(frozen=True)
class TrayFigure:
    """One figure in the tray, as its address has it; nothing is checked against a release yet."""

    indicator: str
    query: Mapping[str, tuple[str, ...]]


def text(chosen: Selection) -> str:
    """A figure as the value of one `figure=`: `returned?geo=NL&from=2015`."""
    query = urlencode(list(chosen.state().items()), quote_via=quote, safe=",")
    return chosen.indicator + (f"?{query}" if query else "")


def address(figures: Sequence[Selection], ending: Ending, lang: Lang, release: str = "") -> str:
    """Where the tray's deck or document is made. release: for every figure that names none of its own."""
    pairs = [("lang", lang), *([("release", release)] if release else []), *(("figure", text(f)) for f in figures)]
    return urls.at(f"/briefing.{ending}") + f"?{urlencode(pairs, quote_via=quote, safe='?=,')}"


def entries(figures: Sequence[str], release: str = "") -> tuple[TrayFigure, ...]:
    """The figures that an address names, each once; UnknownValueError where there is none or one cannot be read."""
    wanted = tuple(dict.fromkeys(f for f in figures if f))
    if not wanted:
        raise UnknownValueError("figure", "", EXAMPLE)
    if len(wanted) > MOST_FIGURES:
        raise UnknownValueError("figure", f"{len(wanted)} figures", (f"1 to {MOST_FIGURES} figures",))
    return tuple(_entry(each, release) for each in wanted)


def _entry(value: str, release: str) -> TrayFigure:
    indicator, _, query = value.partition("?")
    given = parse_qs(query, keep_blank_values=True)
    try:
        chosen = {name: tuple(values) for name, values in parameters.asked(given, ALLOWED).items()}
    except UnknownValueError as e:
        raise UnknownValueError("Parameter", f"{e.found} in figure={value}", e.accepted) from None
    if release and not any(chosen.get("release", ())):
        chosen["release"] = (release,)
    return TrayFigure(indicator, chosen)
