"""What a reader asks of an indicator, read from an address: places, series, periods, the day as of which, the release.

Pure. A value that does not exist is an UnknownValueError that lists what does; nothing is guessed or dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from etl.declarations import LANGS, Lang
from etl.errors import UnknownValueError

PERIOD = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?")
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
NAMES = ("geo", "series", "from", "to", "as_of", "release", "lang")


class Known(Protocol):
    """What an indicator can be asked for; `etl.store.Choices` has this shape."""

    @property
    def geos(self) -> tuple[str, ...]: ...
    @property
    def series(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Selection:
    """A reader's choice. Empty geos or series mean all; empty periods no bound; empty as_of the present."""

    indicator: str
    geos: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    as_of: str = ""
    release: str = ""
    lang: Lang = "en"

    def state(self) -> dict[str, str]:
        """The choice as names and values of an address, the language left to the path."""
        found = {
            "geo": ",".join(self.geos), "series": ",".join(self.series), "from": self.start, "to": self.end,
            "as_of": self.as_of, "release": self.release,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


def selection(indicator: str, query: Mapping[str, Sequence[str]], known: Known, lang: Lang = "en") -> Selection:
    """The choice that `query` makes; names other than NAMES are an error too, so that no filter is silently lost."""
    if strange := sorted(set(query) - set(NAMES)):
        raise UnknownValueError("Parameter", strange[0], NAMES)
    start, end = _period("from", query), _period("to", query)
    if start and end and end < start[: len(end)]:
        raise UnknownValueError("to", end, (f"a period from {start} on",))
    return Selection(
        indicator,
        _codes("geo", query, known.geos),
        _codes("series", query, known.series),
        start,
        end,
        _matching("as_of", query, DAY, "a day such as 2019-10-14"),
        _one("release", query),
        language(query, lang),
    )


def language(query: Mapping[str, Sequence[str]], otherwise: Lang) -> Lang:
    """The language that `lang` names."""
    asked = _one("lang", query)
    if asked and asked not in LANGS:
        raise UnknownValueError("lang", asked, LANGS)
    return next((lang for lang in LANGS if lang == asked), otherwise)


def _codes(name: str, query: Mapping[str, Sequence[str]], known: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given once or repeatedly, joined by commas or not (a code may itself hold a comma)."""
    found: list[str] = []
    for text in query.get(name, ()):
        found += [text] if text in known else [t for t in text.split(",") if t]
    for code in found:
        if code not in known:
            raise UnknownValueError(name, code, known)
    return tuple(dict.fromkeys(found))


def _period(name: str, query: Mapping[str, Sequence[str]]) -> str:
    return _matching(name, query, PERIOD, "a year, quarter or month such as 2018, 2018-Q3 or 2018-08")


def _matching(name: str, query: Mapping[str, Sequence[str]], form: re.Pattern[str], words: str) -> str:
    text = _one(name, query)
    if text and not form.fullmatch(text):
        raise UnknownValueError(name, text, (words,))
    return text


def _one(name: str, query: Mapping[str, Sequence[str]]) -> str:
    values = [v for v in query.get(name, ()) if v]
    if len(values) > 1:
        raise UnknownValueError(name, " + ".join(values), ("one value",))
    return values[0] if values else ""
