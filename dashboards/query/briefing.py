"""The tray: figures collected across pages, all of them kept in one address. Pure: no request, no release.

    /briefing.pptx?lang=nl&figure=returned?geo=NL%26from=2015&figure=return_rate

Each `figure` is a figure's own address behind `/figure/`: the indicator, then what was asked of it (geo, series, from,
to, as_of, release). Of its signs only `&`, `%`, `#` and `+` must be written as %26, %25, %23 and %2B, as in any query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, quote, urlencode

from dashboards.query.selection import NAMES, Selection
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError

Ending = Literal["pptx", "docx"]
ENDINGS: tuple[Ending, ...] = ("pptx", "docx")
MOST = 20
ALLOWED = tuple(name for name in NAMES if name != "lang")
EXAMPLE = ("returned", "returned?geo=NL", "returned?geo=NL&from=2015")


@dataclass(frozen=True)
class Entry:
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
    return f"/briefing.{ending}?{urlencode(pairs, quote_via=quote, safe='?=,')}"


def entries(figures: Sequence[str], release: str = "") -> tuple[Entry, ...]:
    """The figures that an address names, each once; UnknownValueError where there is none or one cannot be read."""
    found = tuple(dict.fromkeys(f for f in figures if f))
    if not found:
        raise UnknownValueError("figure", "", EXAMPLE)
    if len(found) > MOST:
        raise UnknownValueError("figure", f"{len(found)} figures", (f"1 to {MOST} figures",))
    return tuple(_entry(each, release) for each in found)


def _entry(value: str, release: str) -> Entry:
    indicator, _, query = value.partition("?")
    asked = {name: tuple(values) for name, values in parse_qs(query, keep_blank_values=True).items()}
    if strange := sorted(set(asked) - set(ALLOWED)):
        raise UnknownValueError("Parameter", f"{strange[0]} in figure={value}", ALLOWED)
    if release and not any(asked.get("release", ())):
        asked["release"] = (release,)
    return Entry(indicator, asked)
