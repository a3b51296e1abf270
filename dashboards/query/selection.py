"""What a reader asks of an indicator, read from an address: places, series, periods, the day as of which, the release,
the measure and the shape of the picture.

Pure. A value that does not exist is an UnknownValueError that lists what does; nothing is guessed or dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from etl.catalogue.declarations import LANGS, Lang
from etl.model.errors import UnknownValueError
from etl.model.period import A_DAY, ACCEPTED, is_day, is_empty, parse

NAMES = ("geo", "series", "from", "to", "as_of", "release", "lang", "measure", "base", "shape", "beside")
ABSOLUTE, INDEX = "absolute", "index"
MEASURES = (ABSOLUTE, INDEX)
SHAPES = ("time", "ranked", "months", "small", "map")
NOW = "now"
MOST_CODES, MOST_WORDS, MOST_LETTERS = 600, 12, 200  # of one name in an address


class Known(Protocol):
    """What an indicator can be asked for; `etl.release.store.Choices` has this shape."""

    @property
    def geos(self) -> tuple[str, ...]: ...
    @property
    def series(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Selection:
    """A reader's choice. Empty geos or series mean all; empty periods no bound; empty as_of the present.

    measure: "" for the figures themselves, or index (see `dashboards.figures.index`) with base, its period. shape: how
    it is drawn (see `dashboards.figures.chart_kind`), "" for the indicator's own way. beside: "now" puts the present
    figures beside those of as_of.
    """

    indicator: str
    geos: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    as_of: str = ""
    release: str = ""
    lang: Lang = "en"
    measure: str = ""
    base: str = ""
    shape: str = ""
    beside: str = ""

    def state(self) -> dict[str, str]:
        """The choice as names and values of an address, the language left to the path."""
        found = {
            "geo": ",".join(self.geos), "series": ",".join(self.series), "from": self.start, "to": self.end,
            "as_of": self.as_of, "release": self.release, "measure": self.measure, "base": self.base,
            "shape": self.shape, "beside": self.beside,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


def selection(indicator: str, query: Mapping[str, Sequence[str]], known: Known, lang: Lang = "en") -> Selection:
    """The choice that `query` makes; names other than NAMES are an error too, so that no filter is silently lost."""
    if strange := sorted(set(query) - set(NAMES)):
        raise UnknownValueError("Parameter", strange[0], NAMES)
    start, end = span(_one("from", query), _one("to", query))
    measure, as_of = _word("measure", query, MEASURES), a_day("as_of", _one("as_of", query))
    measure, base = ("" if measure == ABSOLUTE else measure), a_period("base", _one("base", query))
    beside = _word("beside", query, (NOW,))
    return Selection(
        indicator,
        codes("geo", query, known.geos),
        codes("series", query, known.series),
        start,
        end,
        as_of,
        _one("release", query),
        language(query, lang),
        measure,
        base if measure else "",
        _word("shape", query, SHAPES),
        beside if as_of else "",
    )


def language(query: Mapping[str, Sequence[str]], otherwise: Lang) -> Lang:
    """The language that `lang` names."""
    asked = _one("lang", query)
    if asked and asked not in LANGS:
        raise UnknownValueError("lang", asked, LANGS)
    return next((lang for lang in LANGS if lang == asked), otherwise)


def codes(name: str, query: Mapping[str, Sequence[str]], known: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given once or repeatedly, joined by commas or not (a code may itself hold a comma).

    UnknownValueError where one does not exist, or there are more than MOST_CODES.
    """
    found, there = list[str](), frozenset(known)
    longest = 1 + max((code.count(",") for code in known), default=0)
    for parts in _parted(name, query.get(name, ())):
        at = 0
        while at < len(parts):
            end = min(at + longest, len(parts))
            code = next((c for n in range(end, at, -1) if (c := ",".join(parts[at:n])) in there), "")
            if not code:
                raise UnknownValueError(name, parts[at], known)
            found.append(code)
            at += 1 + code.count(",")
    return tuple(dict.fromkeys(found))


def _parted(name: str, texts: Sequence[str]) -> list[list[str]]:
    """Each text at its commas; what is empty is left out."""
    found = [[part for part in text.split(",") if part] for text in texts]
    if (many := sum(map(len, found))) > MOST_CODES:
        raise UnknownValueError(name, f"{many} codes", (f"at most {MOST_CODES} codes",))
    return found


def a_question(name: str, text: str) -> str:
    """Words to look for; UnknownValueError where there are more than MOST_WORDS, or they are too long."""
    if len(text) > MOST_LETTERS or len(text.split()) > MOST_WORDS:
        said = f"{len(text.split())} words, {len(text)} characters"
        raise UnknownValueError(name, said, (f"at most {MOST_WORDS} words, {MOST_LETTERS} characters",))
    return text


def _word(name: str, query: Mapping[str, Sequence[str]], accepted: tuple[str, ...]) -> str:
    """One of a few words, or none."""
    text = _one(name, query)
    if text and text not in accepted:
        raise UnknownValueError(name, text, accepted)
    return text


def span(start: str, end: str) -> tuple[str, str]:
    """Both ends of a span, "" for an open one; UnknownValueError where one is no period, or the end lies before."""
    first, last = a_period("from", start), a_period("to", end)
    if is_empty(first, last):
        raise UnknownValueError("to", last, (f"a period from {first} on",))
    return first, last


def a_period(name: str, text: str) -> str:
    """The text, a period or ""; UnknownValueError says what a period is."""
    if text and parse(text) is None:
        raise UnknownValueError(name, text, (ACCEPTED,))
    return text


def a_day(name: str, text: str) -> str:
    """The text, a day of the calendar or ""; UnknownValueError says what is accepted."""
    if text and not is_day(text):
        raise UnknownValueError(name, text, (A_DAY,))
    return text


def _one(name: str, query: Mapping[str, Sequence[str]]) -> str:
    values = [v for v in query.get(name, ()) if v]
    if len(values) > 1:
        raise UnknownValueError(name, " + ".join(values), ("one value",))
    return values[0] if values else ""
