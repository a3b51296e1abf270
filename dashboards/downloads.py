"""What a reader can take along of a figure: forms, addresses, file names, and how many rows each has. Pure.

All data are every place, category and period of the indicator; what is shown is the figure's own choice. Both keep the
day of reading, the release and the language of the figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards import urls, words
from dashboards.choices import Selection
from dashboards.files.labels import L
from etl.declarations import Text

NAMED = 4  # more codes than this are counted in a file name, not listed
ROWS = Text(en="{count} rows", nl="{count} rijen")
ONE_ROW = Text(en="1 row", nl="1 rij")
FORMS = (  # id, ending, dialect
    ("csv", "csv", ""), ("csv_nl", "csv", "nl"), ("xlsx", "xlsx", ""), ("parquet", "parquet", ""), ("json", "json", ""),
    ("zip", "zip", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Download:
    """One file. id: csv, csv_nl, xlsx, parquet, json, zip; address: path and query."""

    id: str
    label: str
    address: str
    name: str


@dataclass(frozen=True)
class Offer:
    """One extent of the figures in every form. rows: observations; size: the same in words."""

    id: str
    label: str
    rows: int
    size: str
    downloads: tuple[Download, ...]


def offers(shown: Selection, shown_rows: int, all_rows: int, release: str) -> tuple[Offer, Offer]:
    """What is shown, then all data. shown: the figure's choice with its defaults filled in (`Figure.chosen`).

    shown_rows, all_rows: `dashboards.rows.count` of the series of each.
    """
    return (
        _offer("displayed", shown, shown_rows, release),
        _offer("full", unfiltered(shown), all_rows, release),
    )


def unfiltered(chosen: Selection) -> Selection:
    """The choice of everything: without place, category and period, at the same reading, release and language."""
    return replace(chosen, geos=(), series=(), start="", end="")


def address(chosen: Selection, ending: str = "csv", dialect: str = "") -> str:
    """Path and query of a choice as a file; English and the international dialect are not named, as they go without."""
    language = chosen.lang if chosen.lang != "en" else ""
    return urls.data(chosen.indicator, {**chosen.state(), "lang": language, "dialect": dialect}, ending)


def stem(chosen: Selection, release: str, dialect: str = "") -> str:
    """A file name without ending: indicator, filter, day of reading, release (with its date), language, dialect.

    `returned_NL-DE_all_2010-to-2016_as-of-2019-10-14_2026-11-23-1a2b3c_nl`
    """
    span = f"{chosen.start}-to-{chosen.end}" if chosen.start and chosen.end else ""
    span = span or (f"from-{chosen.start}" if chosen.start else f"to-{chosen.end}" if chosen.end else "")
    parts = [
        chosen.indicator,
        _codes(chosen.geos, "places"),
        _codes(chosen.series, "series"),
        span,
        f"as-of-{chosen.as_of}" if chosen.as_of else "",
        release,
        chosen.lang,
        "excel-nl" if dialect == "nl" else "",
    ]
    return "_".join(_clean(part) for part in parts if part)


def _offer(name: str, chosen: Selection, rows: int, release: str) -> Offer:
    lang = chosen.lang
    files = tuple(
        Download(
            form,
            L[f"form_{form}"][lang],
            address(chosen, ending, dialect),
            f"{stem(chosen, release, dialect)}.{ending}",
        )
        for form, ending, dialect in FORMS
    )
    size = ONE_ROW[lang] if rows == 1 else ROWS[lang].format(count=words.number(rows, 0, lang))
    return Offer(name, L[f"download_{name}"][lang], rows, size, files)


def _codes(codes: Sequence[str], many: str) -> str:
    return "-".join(codes) if len(codes) <= NAMED else f"{len(codes)}-{many}"


def _clean(part: str) -> str:
    return "".join(ch if ch.isascii() and (ch.isalnum() or ch in "_-") else "-" for ch in part)
