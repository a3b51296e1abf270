"""An indicator's observations as rows that say everything about themselves: the one table behind every data export.

Pure: series and inputs in, rows of text and numbers out. No aggregation: a row is an observation. What each column
means stands in data/catalogue/columns.csv.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

from dashboards.files.parted_rows import PartedRows, RowPart, column, parted
from dashboards.query import urls
from dashboards.query.selection import safe_code
from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue, Indicator
from etl.catalogue.declarations import Lang
from etl.model.observations import Input, Observation, Series

# The first character that makes a spreadsheet take a text for a formula, with the wide forms that some also take.
FORMULA = tuple("=+-@＝＋－＠")
BLANKS = tuple("\t\r\n")
NUMBERS = ("value", "quota", "ceiling")
Targets = tuple[float | None, str, float | None, str]
NO_TARGETS: Targets = (None, "", None, "")
NOT_IN_A_NAME = re.compile("[^A-Za-z0-9_-]")
NAMED = 4  # more codes than this are counted in a file name, not listed


class Row(NamedTuple):
    """One observation with all that is needed to check it. Missing is None, never 0.

    licence: in brief; caveat: whole, since a row travels alone; about: where all of it is told.
    """

    indicator: str
    title: str
    geo: str
    geo_name: str
    series: str
    series_name: str
    period: str
    value: float | None
    unit: str
    flag: str
    flag_meaning: str
    provenance: str
    input_provenance: str
    quota: float | None
    quota_name: str
    ceiling: float | None
    ceiling_name: str
    source: str
    dataset: str
    vintage: str
    snapshot: str
    release: str
    as_of: str
    licence: str
    caveat: str
    about: str


@dataclass(frozen=True)
class Dialect:
    """How numbers and cells are told apart in a CSV. start: what comes before the header."""

    delimiter: str
    decimal: str
    start: str = ""


# Excel with Dutch settings splits at semicolons, takes 12.5 for a day in May, and reads UTF-8 only after its mark.
DIALECTS = {"international": Dialect(",", "."), "nl": Dialect(";", ",", "\ufeff")}


@dataclass(frozen=True)
class Context:
    """What all rows of one export share. host: scheme and name of the site, for the address in each row."""

    catalogue: Catalogue
    indicator: Indicator
    inputs: Mapping[int, Input]
    lang: Lang
    release: str
    as_of: str = ""
    host: str = ""


def rows(series: Sequence[Series], about: Context) -> PartedRows[Row]:
    """One row per observation, in the order of the series."""
    c, i, lang = about.catalogue, about.indicator, about.lang
    points = [p for s in series for p in s.points]
    heads = [
        (i.id, i.title[lang], safe_code(s.geo), c.label("geo", s.geo, lang), safe_code(s.series),
         c.series_label(i, s.series, lang)) for s in series
    ]  # fmt: skip
    places, tails, tail_of = dict[tuple[object, ...], int](), list[tuple[Any, ...]](), list[int]()
    for s in series:
        for p in s.points:
            targets = _targets(i, s, p.period, lang) if i.target else NO_TARGETS
            key = (p.flag, p.vintage, id(p.provenance), p.src, targets)
            if key not in places:
                places[key] = len(tails)
                tails.append(_tail(about, p, targets))
            tail_of.append(places[key])
    return PartedRows(
        (
            RowPart(heads, [n for n, s in enumerate(series) for _ in s.points]),
            column([p.period for p in points]),
            column([p.value for p in points]),
            RowPart(tails, tail_of),
        ),
        Row._make,
    )


def _tail(about: Context, p: Observation, targets: Targets) -> tuple[str | float | None, ...]:
    """The columns behind the value."""
    c, i, lang = about.catalogue, about.indicator, about.lang
    source, dataset, snapshot, licence = _origin(about, p.src)
    more = about.host + urls.figure(lang, i.id, {"view": "about"})
    return (
        c.label("units", i.unit, lang), p.flag, flag_meaning(c, p.flag, p.vintage, lang), p.provenance.figure,
        p.provenance.inputs, *targets, source, dataset, p.vintage, snapshot, about.release, about.as_of, licence,
        i.caveat[lang], more,
    )  # fmt: skip


def first_term(licence: str) -> str:
    """Terms of use up to their first semicolon: who has the rights, or which licence holds."""
    return licence.partition(";")[0]


def count(series: Sequence[Series]) -> int:
    """How many rows an export of `series` has: its observations, those without a value included."""
    return sum(len(s.points) for s in series)


def _targets(i: Indicator, s: Series, period: str, lang: Lang) -> Targets:
    """The quota and the ceiling that are held against this very observation or shown beside it, each with its name."""
    there = {t.kind: t for t in i.targets_at(s.geo, s.series, period)}
    quota, ceiling = ((t.value, t.label[lang]) if (t := there.get(k)) else (None, "") for k in ("quota", "ceiling"))
    return *quota, *ceiling


def flag_meaning(catalogue: Catalogue, flag: str, vintage: str, lang: Lang) -> str:
    """The letters of a flag in words, as they were meant on the day of the vintage, "; " between them."""
    return "; ".join(catalogue.flag_words(flag, vintage, lang))


def csv_of(
    columns: Sequence[str],
    table: Iterable[Sequence[str | float | None]],
    dialect: Dialect = DIALECTS["international"],
) -> bytes:
    """RFC 4180 but for the dialect: UTF-8, CRLF, a header line, plain numbers, no cell that a spreadsheet would run."""
    between = dialect.delimiter.encode()
    cell = cache(partial(_cell, dialect))

    def written(cells: Sequence[str | float | None]) -> bytes:
        return between.join(map(cell, cells))

    lines = map(between.join, zip(*(part.written(written) for part in parted(table).parts), strict=True))
    return dialect.start.encode() + b"\r\n".join([written(columns), *lines, b""])


def _cell(dialect: Dialect, value: str | float | None) -> bytes:
    """A cell as it stands in the file: in quotes where it holds what would end it."""
    if value is None:
        return b""
    if not isinstance(value, str):
        return str(plain(value)).replace(".", dialect.decimal).encode()
    text = safe(value)
    if any(ch in text for ch in f'{dialect.delimiter}"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text.encode()


def plain(value: float) -> int | float:
    """`value` as a whole number where it is one."""
    return int(value) if float(value).is_integer() else value


def safe(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula: an apostrophe before its first character if need be."""
    return f"'{text}" if looks_like_formula(text) else text


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might run `text`; blanks before the sign do not stop every one of them."""
    return text.startswith(BLANKS) or text.lstrip().startswith(FORMULA)


def file_name(
    indicator: Indicator, geos: Sequence[str], names: Sequence[str], options: str, release: str, ending: str
) -> str:
    """What the file is, which filter, which release: `returned_EU28_all_2010-2016_2026-11-23-1a2b3c.csv`.

    options: span, day of reading, language and whatever else tells it apart, "_" between them.
    """
    parts = [indicator.id, _codes(geos, "places"), _codes(names, "series"), options, release]
    return "_".join(NOT_IN_A_NAME.sub("-", part) for part in parts if part) + ending


def _codes(codes: Sequence[str], many: str) -> str:
    return "-".join(codes) if len(codes) <= NAMED else f"{len(codes)}-{many}"


def _origin(about: Context, src: tuple[int, ...]) -> tuple[str, str, str, str]:
    """Publishers, datasets, snapshots and licences of some inputs."""
    used = [about.inputs[n] for n in src]
    return (
        _joined(formats.publisher(x.publisher, about.lang) for x in used),
        _joined(x.dataset for x in used),
        _joined(x.snapshot for x in used),
        _joined(first_term(about.catalogue.label("licences", x.licence, about.lang)) for x in used),
    )


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(v for v in values if v))
