"""What a reader asks of an indicator, read from an address: places, series, periods, the day as of which, the release,
the measure and the shape of the picture.

Pure. A value that does not exist is an UnknownValueError that lists what does; nothing is guessed or dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboards.query import parameters as p
from dashboards.query import pieces
from dashboards.query.parameters import ABSOLUTE, INDEX, MOST_CODES, NOW
from etl.catalogue.declarations import LANGS, Lang
from etl.model.errors import UnknownValueError
from etl.model.period import is_empty

__all__ = ("ABSOLUTE", "INDEX", "MEASURES", "MOST_CODES", "NAMES", "NOW", "SHAPES", "Known", "Selection", "selection")
NAMES = tuple(each.name for each in p.CHOICE)
MEASURES, SHAPES = p.MEASURE.values, p.SHAPE.values
OTHER_CODES = {"GR": "EL", "GB": "UK", "EU27": "EU27_2020", "EU": "EU27_2020"}  # ISO's or everyday names -> Eurostat's
READ_AS_MISSING = frozenset(
    (
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "#NA",
        "<NA>",
        "NaN",
        "nan",
        "-NaN",
        "-nan",
        "NULL",
        "null",
        "None",
        "none",
        "Null",
        "nil",
    )
)
MOST_WORDS, MOST_LETTERS = 12, 200  # of a search


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
        values = {
            "geo": ",".join(self.geos), "series": ",".join(self.series), "from": self.start, "to": self.end,
            "as_of": self.as_of, "release": self.release, "measure": self.measure, "base": self.base,
            "shape": self.shape, "beside": self.beside,
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}


def selection(
    indicator: str, query: Mapping[str, Sequence[str]], known: Known, lang: Lang = "en", in_form: bool = False
) -> Selection:
    """The choice that `query` makes; names other than NAMES are an error too, so that no filter is silently lost.

    in_form: on a page with its form, which says itself where the end lies before the start.
    """
    query = p.given(query, p.CHOICE)
    start, end = span(p.FROM.one(query), p.TO.one(query), in_form)
    measure, as_of = p.MEASURE.one(query), p.AS_OF.one(query)
    measure, base = ("" if measure == ABSOLUTE else measure), p.BASE.one(query)
    beside = p.BESIDE.one(query)
    return Selection(
        indicator,
        codes("geo", query, known.geos),
        codes("series", query, known.series),
        start,
        end,
        as_of,
        p.RELEASE.one(query),
        language(query, lang),
        measure,
        base if measure else "",
        p.SHAPE.one(query),
        beside if as_of else "",
    )


def language(query: Mapping[str, Sequence[str]], otherwise: Lang) -> Lang:
    """The language that `lang` names."""
    named_language = p.LANG.one(query)
    return next((lang for lang in LANGS if lang == named_language), otherwise)


def codes(name: str, query: Mapping[str, Sequence[str]], known: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given once or repeatedly, joined by commas or not (a code may itself hold a comma), in any case.

    UnknownValueError where one does not exist, TooManyError where there are more than MOST_CODES.
    """
    chosen_codes = list[str]()
    written = {safe_code(code): code for code in known}
    exact = {",".join(_parts(code)): code for code in known}
    there = {**{text.casefold(): code for text, code in reversed(exact.items())}, **written, **exact}
    longest = 1 + max((code.count(",") for code in known), default=0)
    for parts in _parted(name, query.get(name, ())):
        at = 0
        while at < len(parts):
            end = min(at + longest, len(parts))
            texts = (",".join(parts[at:n]) for n in range(end, at, -1))
            code = next((c for text in texts if (c := there.get(text) or there.get(text.casefold(), ""))), "")
            if not code:
                meant = OTHER_CODES.get(parts[at].upper(), "")
                raise UnknownValueError(
                    name, parts[at], tuple(dict.fromkeys((*([meant] if meant in there else []), *known)))
                )
            chosen_codes.append(code)
            at += 1 + code.count(",")
    return tuple(dict.fromkeys(chosen_codes))


def safe_code(code: str) -> str:
    """A code as it stands in files: those that readers take for a missing value, such as NA (Namibia), get a _ behind.

    Pandas, R, polars and Excel's tools read such texts as missing unless told otherwise; addresses accept both.
    """
    return f"{code}_" if code in READ_AS_MISSING else code


def _parted(name: str, texts: Sequence[str]) -> list[list[str]]:
    """Each text at its commas."""
    parts_of_texts = [_parts(text) for text in texts]
    pieces.check_count(name, "codes", [code for parts in parts_of_texts for code in parts], MOST_CODES)
    return parts_of_texts


def _parts(text: str) -> list[str]:
    """What stands between commas; what is empty is left out."""
    return [part.strip() for part in text.split(",") if part.strip()]


def a_question(name: str, text: str) -> str:
    """Words to look for; UnknownValueError where there are more than MOST_WORDS, or they are too long."""
    if len(text) > MOST_LETTERS or len(text.split()) > MOST_WORDS:
        said = f"{len(text.split())} words, {len(text)} characters"
        raise UnknownValueError(name, said, (f"at most {MOST_WORDS} words, {MOST_LETTERS} characters",))
    return text


def span(start: str, end: str, in_form: bool = False) -> tuple[str, str]:
    """Both ends of a span, "" for an open one; UnknownValueError where one is no period, or the end lies before.

    in_form: as of `selection`.
    """
    first, last = (each.read(text) if text else "" for each, text in ((p.FROM, start), (p.TO, end)))
    if is_empty(first, last) and not in_form:
        raise UnknownValueError("to", last, (f"a period from {first} on",))
    return first, last
