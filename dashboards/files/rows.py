"""An indicator's observations as rows that say everything about themselves: the one table behind every data export.

Pure: series and inputs in, rows of text and numbers out. No aggregation: a row is an observation. What each column
means stands in data/catalogue/columns.csv.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from dashboards.query import urls
from dashboards.query.selection import safe_code
from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue, Indicator
from etl.catalogue.declarations import Lang
from etl.model.observations import Input, Series

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


def rows(series: Sequence[Series], about: Context) -> Iterator[Row]:
    """One row per observation, in the order of the series."""
    c, i, lang = about.catalogue, about.indicator, about.lang
    unit, origin = c.label("units", i.unit, lang), cache(partial(_origin, about))
    meaning = cache(partial(flag_meaning, c, lang=lang))
    title, caveat = i.title[lang], i.caveat[lang]
    more = about.host + urls.figure(lang, i.id, {"view": "about"})
    for s in series:
        geo_name, series_name = c.label("geo", s.geo, lang), c.series_label(i, s.series, lang)
        geo, name = safe_code(s.geo), safe_code(s.series)
        for point in s.points:
            targets = _targets(i, s, point.period, lang) if i.target else NO_TARGETS
            source, dataset, snapshot, licence = origin(point.src)
            yield Row(
                i.id, title, geo, geo_name, name, series_name, point.period, point.value,
                unit, point.flag, meaning(point.flag, point.vintage), point.provenance.figure, point.provenance.inputs,
                *targets, source, dataset, point.vintage, snapshot, about.release, about.as_of,
                licence, caveat, more,
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
    cells = [_cells(column, dialect) for column in zip(columns, *table, strict=True)]
    lines = map(dialect.delimiter.encode().join, zip(*cells, strict=True))
    made = b"\r\n".join([*lines, b""])
    return dialect.start.encode() + made


def _cells(column: Sequence[str | float | None], dialect: Dialect) -> list[bytes]:
    """A column as it stands in the file. Most of its cells are alike: each is written once."""
    written = {cell: _cell(cell, dialect).encode() for cell in set(column)}
    return [written[cell] for cell in column]


def _cell(value: str | float | None, dialect: Dialect) -> str:
    """A cell as it stands in the file: in quotes where it holds what would end it."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = safe(value)
        return '"' + text.replace('"', '""') + '"' if any(ch in text for ch in f'{dialect.delimiter}"\r\n') else text
    return str(plain(value)).replace(".", dialect.decimal)


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
