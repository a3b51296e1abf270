"""The tray: figures collected across pages, all of them kept in one address. Pure: no request, no release.

    /briefing.pptx?lang=nl&figure=returned?geo=NL%26from=2015&figure=return_rate

Each `figure` is a figure's own address behind `/figure/`: the indicator, then what was asked of it (geo, series, from,
to, as_of, release) and, if the reader gave it one, a title of theirs. Of its signs only `&`, `%`, `#` and `+` must be
written as %26, %25, %23 and %2B, as in any query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, quote, urlencode

from dashboards.query import parameters, pieces, urls
from dashboards.query.selection import Selection
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError

Ending = Literal["pptx", "docx", "pdf"]
ENDINGS: tuple[Ending, ...] = ("pptx", "docx", "pdf")
MOST, LONGEST = parameters.MOST_FIGURES, parameters.MOST_TITLE
TITLE = parameters.TITLE.name
ALLOWED = (*(p for p in parameters.CHOICE if p.name != "lang"), parameters.TITLE)
EXAMPLE = ("returned", "returned?geo=NL", "returned?geo=NL&from=2015")


@dataclass(frozen=True)
class BoardItem:
    """One figure in the tray, as its address has it; nothing is checked against a release yet. title: the reader's."""

    indicator: str
    query: Mapping[str, tuple[str, ...]]
    title: str = ""

    @property
    def text(self) -> str:
        """The figure as the value of one `figure=`."""
        state = {name: ",".join(values) for name, values in self.query.items()}
        return _text(self.indicator, {**state, TITLE: self.title})


def text(chosen: Selection, title: str = "") -> str:
    """A figure as the value of one `figure=`: `returned?geo=NL&from=2015`."""
    return _text(chosen.indicator, {**chosen.state(), TITLE: title})


def _text(indicator: str, state: Mapping[str, str]) -> str:
    pairs = [(name, value) for name, value in state.items() if value]
    query = urlencode(pairs, quote_via=quote, safe=",")
    return indicator + (f"?{query}" if query else "")


def address(
    figures: Sequence[Selection], ending: Ending, lang: Lang, release: str = "", titles: Sequence[str] = ()
) -> str:
    """Where the tray's deck or document is made. release: for every figure that names none of its own.

    titles: the reader's own, one for each figure; "" or none at all where there is none.
    """
    named = zip(figures, titles or [""] * len(figures), strict=True)
    return file([text(f, title) for f, title in named], ending, lang, release)


def file(figures: Sequence[str], ending: Ending, lang: Lang, release: str = "") -> str:
    """The same of figures as an address has them."""
    pairs = [("lang", lang), *([("release", release)] if release else []), *(("figure", f) for f in figures)]
    return urls.at(f"/briefing.{ending}") + f"?{urlencode(pairs, quote_via=quote, safe='?=,')}"


def items(figures: Sequence[str], release: str = "") -> tuple[BoardItem, ...]:
    """The figures that an address names, each once; UnknownValueError where there is none or one cannot be read.

    TooManyError where there are more than MOST.
    """
    wanted = tuple(dict.fromkeys(f for f in figures if f))
    if not wanted:
        raise UnknownValueError("figure", "", EXAMPLE)
    pieces.check_count("figure", "figures", wanted, MOST)
    return tuple(_item(each, release) for each in wanted)


def _item(value: str, release: str) -> BoardItem:
    indicator, _, query = value.partition("?")
    given = parse_qs(query, keep_blank_values=True)
    try:
        chosen = {name: tuple(values) for name, values in parameters.given(given, ALLOWED).items()}
    except UnknownValueError as e:
        raise UnknownValueError("Parameter", f"{e.given} in figure={value}", e.accepted) from None
    if release and not any(chosen.get("release", ())):
        chosen["release"] = (release,)
    title = " ".join("".join(chosen.pop(TITLE, ())).split())
    if len(title) > LONGEST:
        raise UnknownValueError(TITLE, f"{len(title)} characters", (f"at most {LONGEST} characters",))
    return BoardItem(indicator, chosen, title)
