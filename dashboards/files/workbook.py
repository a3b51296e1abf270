"""An export as a workbook: a cover sheet, a sheet of notes, and the data. Pure; `dashboards.files.xlsx` draws it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from dashboards.files import citation
from dashboards.files.description import FileDescription, Pairs
from dashboards.files.parted_rows import Cell, PartedRows, RowPart
from dashboards.files.rows import looks_like_formula
from dashboards.files.tabular import Tabular
from dashboards.files.xlsx import Book, Grid, Line, Words
from dashboards.text import formats
from dashboards.text.file_messages import L
from dashboards.text.messages import T
from etl.model.period import parse

TIME_FORMATS = {"A": "0", "M": "yyyy-mm", "D": "yyyy-mm-dd"}
WIDTHS = {
    "indicator": 22, "title": 30, "geo": 11, "geo_name": 24, "series": 18, "series_name": 30, "period": 10,
    "value": 13, "unit": 16, "flag": 6, "flag_meaning": 18, "provenance": 12, "input_provenance": 16,
    "quota": 9, "quota_name": 26, "ceiling": 9, "ceiling_name": 26, "source": 14, "dataset": 26, "vintage": 12,
    "snapshot": 14, "release": 19, "as_of": 11, "licence": 30, "caveat": 40, "about": 30,
}  # fmt: skip
MOST_OF_A_UNIT = 40


def book(a: FileDescription, table: Tabular) -> Book:
    """The workbook of an export."""
    number = "#,##0" + ("." + "0" * a.indicator.decimals if a.indicator.decimals else "")
    times = {n for n, column in enumerate(table.columns) if column == "period"}
    data = Grid(
        L["sheet_data"][a.lang],
        tuple(map(_as_time, table.header)),
        _with_times(table.rows, times),
        tuple(_width(table, n) for n in range(len(table.columns))),
        tuple(
            number if is_number else _time_format(table, n) if n in times else ""
            for n, is_number in enumerate(table.numbers)
        ),
        *_printed(table),
    )
    return Book(
        (Words(L["sheet_about"][a.lang], tuple(_cover(a))), Words(L["sheet_notes"][a.lang], tuple(_notes(a))), data),
        {
            "title": f"{a.title}: {a.cited.detail}",
            "subject": a.measure,
            "author": T["site_name"][a.lang],
            "category": T["release"][a.lang] + " " + a.release,
            "keywords": ", ".join((a.indicator.id, *a.indicator.datasets)),
            "comments": citation.plain(a.cited),
        },
        {
            "release": a.release,
            "digest": a.digest or "-",
            "permalink": a.pinned,
            "licence": "; ".join(a.licences) or "-",
        },
        datetime.fromisoformat(a.built_at),
        looks_like_formula,
    )


def _width(table: Tabular, column: int) -> float:
    """In characters; a unit of several words is not cut off by the cell beside it."""
    name = table.columns[column]
    longest = max((len(text) for text in set(table.rows.cells(column))), default=0) if name == "unit" else 0
    return max(WIDTHS[name], min(longest + 2, MOST_OF_A_UNIT))


def _printed(table: Tabular) -> tuple[int, int]:
    """So many columns go on paper, and so many come again on each page: those before the figures of a wide table."""
    if table.columns.count("value") > 1:
        return len(table.columns), table.columns.index("value")
    return (table.columns.index("provenance") + 1 if "provenance" in table.columns else len(table.columns)), 0


def _with_times(rows: PartedRows[tuple[Cell, ...]], times: Collection[int]) -> PartedRows[tuple[Cell | date, ...]]:
    """The rows with years and days in the columns of `times`."""

    def with_times(start: int, kind: Sequence[Cell]) -> tuple[Cell | date, ...]:
        return tuple(_as_time(c) if n in times else c for n, c in enumerate(kind, start))

    starts = zip(rows.parts, rows.starts, strict=True)
    return PartedRows([RowPart([with_times(start, kind) for kind in p.kinds], p.kind_of) for p, start in starts], tuple)


def _as_time(cell: Cell) -> Cell | date:
    """A year as a number, a month or day as a date of Excel; what is neither, such as a quarter, stays as it is."""
    span = parse(cell) if isinstance(cell, str) else None
    if span is None:
        return cell
    return float(span.first.year) if span.frequency == "A" else span.first if span.frequency in TIME_FORMATS else cell


def _time_format(table: Tabular, column: int) -> str:
    """How the periods of a column are shown: years as they are, 2018-08, 2018-08-31."""
    spans = [parse(str(row[column])) for row in table.rows[:1]]
    return next((TIME_FORMATS.get(span.frequency, "") for span in spans if span), "")


def _cover(a: FileDescription) -> Iterator[Line]:
    lang = a.lang
    yield Line("title", a.title)
    yield Line("lead", a.measure)
    yield from _section(T["definition"][lang], ((T["definition"][lang], a.definition),))
    yield Line("pair", a.unit, T["unit"][lang])
    yield Line("pair", a.caveat, T["caveat"][lang])
    yield from _section(L["selection"][lang], a.selection)
    yield Line("pair", a.size, L["rows"][lang])
    yield from _section(T["source"][lang], _source(a))
    yield from _section(L["citation"][lang], citation.forms(a.cited))
    yield Line("heading", T["address"][lang])
    for name, address in (("permalink", a.pinned), ("live", a.live), ("this_file", a.file)):
        yield Line("link", address, L[name][lang])


def _source(a: FileDescription) -> Pairs:
    built = L["built"][a.lang].format(date=formats.date(a.built_at, a.lang))
    return (
        (T["source"][a.lang], a.source or T["no_choice"][a.lang]),
        (L["newest_vintage"][a.lang], formats.vintage(a.vintage, a.lang, a.undated)),
        (T["release"][a.lang], f"{a.release}, {built}"),
        *((T["licence"][a.lang], licence) for licence in a.licences),
    )


def _notes(a: FileDescription) -> Iterator[Line]:
    lang = a.lang
    yield Line("title", T["notes"][lang])
    past = ((L["reading"][lang], L["reading_past"][lang]),) if a.as_of else ()
    yield from _section(L["how_to_read"][lang], (("", L["missing"][lang]), *past))
    yield from _section(T["what_this_counts"][lang], a.counts)
    yield from _section(T["caveat"][lang], (("", a.caveat),))
    yield from _section(L["flags"][lang], a.flags or (("", L["no_flags"][lang]),))
    yield from _section(L["breaks"][lang], a.breaks or (("", L["no_breaks"][lang]),))
    yield from _section(L["provenances"][lang], a.provenances)
    yield from _section(L["lines"][lang], a.lines)
    yield from _section(L["columns"][lang], a.columns)
    yield from _section(L["origins"][lang], origins(a))


def _section(heading: str, pairs: Pairs) -> Iterator[Line]:
    """A heading with its pairs; nothing at all where there are none."""
    if pairs:
        yield Line("heading", heading)
        yield from (Line("pair", text, name) for name, text in pairs)


def origins(a: FileDescription) -> Pairs:
    """Each input: dataset; publisher, vintage, provenance, where it was obtained, hash of the bytes."""
    lang = a.lang
    return tuple(
        (
            x.dataset,
            f"{x.publisher}; {L['vintage'][lang]}: {formats.date(x.vintage, lang)}; {x.provenance}; "
            f"{L['obtained_from'][lang]}: {x.obtained_from}; sha256 {x.snapshot}",
        )
        for x in a.inputs
    )
