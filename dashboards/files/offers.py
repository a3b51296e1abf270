"""What a reader can take along of a figure: forms, addresses, file names, and how many rows each has. Pure.

All data are every place, category and period of the indicator; what is shown is the figure's own choice. Both keep the
day of reading, the release and the language of the figure.
"""

from dataclasses import dataclass, replace

from dashboards.files import rows
from dashboards.query import urls
from dashboards.query.columns import CORE, FULL, SLIM, WIDE, FileLayout
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.file_messages import L
from etl.catalogue.declarations import Indicator, Text

ROWS = Text(en="{count} rows", nl="{count} rijen")
ONE_ROW = Text(en="1 row", nl="1 rij")
FORMS = (  # id, ending, dialect, layout
    ("csv", "csv", "", SLIM), ("csv_nl", "csv", "nl", SLIM), ("xlsx", "xlsx", "", SLIM),
    ("parquet", "parquet", "", FULL), ("json", "json", "", FULL), ("zip", "zip", "", FULL),
)  # fmt: skip
MORE_FORMS = (
    ("csv_full", "csv", "", FULL), ("csv_nl_full", "csv", "nl", FULL), ("xlsx_full", "xlsx", "", FULL),
    ("csv_wide", "csv", "", FileLayout(CORE, WIDE)), ("xlsx_wide", "xlsx", "", FileLayout(CORE, WIDE)),
)  # fmt: skip


@dataclass(frozen=True)
class Download:
    """One file. id: of FORMS or MORE_FORMS; address: path and query."""

    id: str
    label: str
    address: str
    name: str


@dataclass(frozen=True)
class Offer:
    """One extent of the figures in every form. rows: observations; size: the same in words.

    downloads: with the columns that most need; more: with all columns, or with periods side by side.
    """

    id: str
    label: str
    rows: int
    size: str
    downloads: tuple[Download, ...]
    more: tuple[Download, ...]


def offers(indicator: Indicator, shown: Selection, shown_rows: int, all_rows: int, release: str) -> tuple[Offer, Offer]:
    """What is shown, then all data. shown: the figure's choice with its defaults filled in (`Figure.chosen`).

    shown_rows, all_rows: `dashboards.files.rows.count` of the series of each.
    """
    return (
        _offer("displayed", indicator, shown, shown_rows, release),
        _offer("full", indicator, unfiltered(shown), all_rows, release),
    )


def unfiltered(chosen: Selection) -> Selection:
    """The choice of everything: without place, category, period and measure, at the same reading, release, language."""
    return Selection(chosen.indicator, as_of=chosen.as_of, release=chosen.release, lang=chosen.lang)


def address(chosen: Selection, ending: str = "csv", dialect: str = "", layout: FileLayout = FULL) -> str:
    """Path and query of a choice as a file; English and the international dialect are not named, as they go without.

    A shape is of pictures only, and a file has one reading: the other one, beside it, is a file of its own.
    """
    language = chosen.lang if chosen.lang != "en" else ""
    bare = replace(chosen, beside="")  # the layout has a shape of its own
    state = {**bare.state(), **layout.state(), "lang": language, "dialect": dialect}
    return urls.data(chosen.indicator, state, ending)


def comparison(chosen: Selection, release: str, other: str) -> str:
    """Path and query of what differs for a choice from one release to another, as CSV; "" where files compare nothing.

    A reading of the past and an index are not compared.
    """
    if chosen.as_of or chosen.measure or release == other:
        return ""
    bare = replace(chosen, shape="", release=release)
    language = chosen.lang if chosen.lang != "en" else ""
    return urls.data(chosen.indicator, {**bare.state(), "lang": language, "compare": other})


def file_name(
    indicator: Indicator, chosen: Selection, release: str, ending: str, dialect: str = "", layout: FileLayout = FULL
) -> str:
    """Indicator, filter, measure, day of reading, language, dialect, layout, release (which begins with its date).

    `returned_NL-DE_all_2010-to-2016_as-of-2019-10-14_nl_2026-11-23-1a2b3c.csv`
    """
    span = f"{chosen.start}-to-{chosen.end}" if chosen.start and chosen.end else ""
    span = span or (f"from-{chosen.start}" if chosen.start else f"to-{chosen.end}" if chosen.end else "")
    as_of = f"as-of-{chosen.as_of}" if chosen.as_of else ""
    measure = "-".join(part for part in (chosen.measure, chosen.base) if part)
    excel = "excel-nl" if dialect == "nl" else ""
    options = "_".join(part for part in (span, measure, as_of, chosen.lang, excel, layout.label) if part)
    return rows.file_name(indicator, chosen.geos, chosen.series, options, release, f".{ending}")


def _offer(name: str, indicator: Indicator, chosen: Selection, count: int, release: str) -> Offer:
    lang = chosen.lang
    files, more = (
        tuple(
            Download(
                form,
                L[f"form_{form}"][lang],
                address(chosen, ending, dialect, layout),
                file_name(indicator, chosen, release, ending, dialect, layout),
            )
            for form, ending, dialect, layout in forms
        )
        for forms in (FORMS, MORE_FORMS)
    )
    size = ONE_ROW[lang] if count == 1 else ROWS[lang].format(count=formats.number(count, 0, lang))
    return Offer(name, L[f"download_{name}"][lang], count, size, files, more)
