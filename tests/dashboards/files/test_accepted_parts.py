"""A workbook and a zip part by part: what stands in each cell, how it looks, and what is refused; no release needed.

The figures are of `resettlement_quota`, with what the format makes hard beside them: a text that looks like a formula,
an address that is too long for a link, a day, a figure that is missing, more figures than fit on a page.
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, overload

import pytest
import xlsxwriter

from dashboards.files import xlsx, zipped
from dashboards.files.rows import looks_like_formula
from dashboards.files.xlsx import Book, Grid, Line, Words
from dashboards.files.xlsx_rows import Cell, RowSheet
from tests.accepted import compare_lines, nothing_left_over

ACCEPTED = Path(__file__).with_name("accepted_parts")
MADE = datetime(2026, 11, 24, 1, 2, 4, tzinfo=timezone(timedelta(hours=2)))
ADDRESS = "https://monitor.example/en/figure/resettlement_quota?geo="
LINES = (
    Line("title", "Resettlement to the Netherlands"),
    Line("lead", "Persons resettled in a year"),
    Line("heading", "Selection"),
    Line("pair", "Netherlands", "Place"),
    Line("pair", "=SUM(A1)", "Formula"),
    Line("text", "Three lines:\n\nthe third of them is long, " + "and goes on " * 12),
    Line("pair", "short", "a name that takes more than one line of its column"),
    Line("link", f"{ADDRESS}NL", "Live"),
    Line("link", ADDRESS.ljust(2000, "D"), "As long as a link can be"),
    Line("link", ADDRESS.ljust(2001, "D"), "Too long"),
)
HEADER: tuple[Cell, ...] = ("geo", "period", "value", "from", 2018.0, date(2019, 10, 1), "2020")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("NL", 2018.0, 1225.0, date(2018, 1, 1), 0.1 + 0.2, -27.25, None),
    ("NL", "", None, None, 0.0, 1e21, 12345678.9),
    ("=1+1", 2020.0, 425.0, date(2020, 12, 31), 41.4, 1 / 3, "NL"),
)
FORMATS = ("", "0", "#,##0", "yyyy-mm-dd", "#,##0.0", "#,##0.0", "")
GRID = Grid("Data", HEADER, ROWS, (11, 10, 13, 12, 9, 9, 9.5), FORMATS, 4)
WIDE = Grid(
    "Wide", ("geo", *(f"{year}" for year in range(2000, 2018))), [("NL", *(float(n) for n in range(18)))],
    (11, *(9,) * 18), ("", *("0",) * 18), 18, 2,
)  # fmt: skip
BOOK = Book(
    (Words("About", LINES), GRID, WIDE, replace(WIDE, name="Empty", rows=(), repeated=0)),
    {"title": "Resettlement", "subject": "persons", "author": "Monitor", "comments": "APA", "keywords": "quota"},
    {"release": "2026-11-24-aaaaaa", "licence": "terms " * 60},
    MADE,
    looks_like_formula,
)


def parts(body: bytes) -> Iterator[str]:
    """Every part of the file, an element on each line."""
    with zipfile.ZipFile(io.BytesIO(body)) as z:
        for info in z.infolist():
            if info.filename != "xl/theme/theme1.xml":
                yield f"[{info.filename}]"
                text = re.sub(r"(.)\1{99,}", lambda run: f"{run[1]}…{len(run[0])}", z.read(info).decode("utf-8"))
                yield re.sub(r"><(?!/?(c|v|t)\b|/row|/si)", ">\n<", text)


def test_every_part_of_a_workbook_is_what_was_accepted() -> None:
    compare_lines(ACCEPTED / "workbook.txt", parts(xlsx.xlsx(BOOK)))


def test_no_accepted_part_is_left_over() -> None:
    nothing_left_over(ACCEPTED, ("workbook",))


def test_a_workbook_needs_no_folder_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server whose disk cannot be written to."""
    monkeypatch.setattr(tempfile, "tempdir", "/of/none")
    assert xlsx.xlsx(BOOK)


LIMIT = 32_767
TOO_LONG = "x" * (LIMIT + 1)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (Line("title", TOO_LONG), "row 2, column 1"),
        (Line("pair", "text", TOO_LONG), "row 2, column 1"),
        (Line("pair", TOO_LONG, "name"), "row 2, column 2"),
        (Line("link", TOO_LONG, "name"), "row 2, column 2"),
    ],
)
def test_words_too_long_for_a_cell_are_refused_with_their_place(line: Line, where: str) -> None:
    with pytest.raises(ValueError, match=f"sheet About, {where}: outside the limits"):
        xlsx.xlsx(replace(BOOK, sheets=(Words("About", (LINES[0], line)),)))


def test_an_address_that_is_too_long_for_a_link_in_the_units_of_the_format_is_refused_with_its_place() -> None:
    """XLSX counts a sign beyond the first 65,536 of Unicode twice."""
    book = replace(BOOK, sheets=(Words("About", (LINES[0], Line("link", f"{ADDRESS}{'🧭' * 1100}", "name"))),))
    with pytest.warns(UserWarning, match="2079"), pytest.raises(ValueError, match="sheet About, row 2, column 2"):
        xlsx.xlsx(book)


@pytest.mark.parametrize("title", [TOO_LONG, "x" * LIMIT])
def test_a_title_of_a_column_is_refused_where_it_is_too_long(title: str) -> None:
    book = replace(BOOK, sheets=(replace(GRID, header=("geo", title, *HEADER[2:])),))
    if len(title) == LIMIT:
        assert xlsx.xlsx(book)
    else:
        with pytest.raises(ValueError, match="sheet Data, row 1, column 2: outside"):
            xlsx.xlsx(book)


@pytest.mark.parametrize(
    ("cell", "refusal"),
    [(TOO_LONG, "a text of 32768 characters"), (float("nan"), "nan is no number"), (float("inf"), "inf is no number")],
)
def test_a_cell_that_the_format_cannot_hold_is_refused(cell: Cell, refusal: str) -> None:
    with pytest.raises(ValueError, match=refusal):
        xlsx.xlsx(replace(BOOK, sheets=(replace(GRID, rows=((cell, *ROWS[0][1:]),)),)))
    assert xlsx.xlsx(replace(BOOK, sheets=(replace(GRID, rows=(("x" * LIMIT, *ROWS[0][1:]),)),)))


@pytest.mark.parametrize("row", [ROWS[0][:-1], (*ROWS[0], 1.0)])
def test_rows_that_are_not_as_long_as_the_header_are_refused(row: tuple[Cell, ...]) -> None:
    with pytest.raises(ValueError, match=f"sheet Data: rows of {len(row)} cells below a header of 7"):
        xlsx.xlsx(replace(BOOK, sheets=(replace(GRID, rows=(row,)),)))


class Many(Sequence[Sequence[Cell]]):
    """As long as it is said to be, and with the rows of ROWS alone."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        return iter(ROWS)

    @overload
    def __getitem__(self, at: int) -> Sequence[Cell]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[Cell]]: ...
    def __getitem__(self, at: Any) -> Any:
        return ROWS[at]


def test_a_sheet_holds_a_million_rows_with_its_header_and_no_more() -> None:
    lay(Many(1_048_575), len(HEADER))
    with pytest.raises(ValueError, match="sheet Data: 1048576 rows of 7 cells are outside"):
        xlsx.xlsx(replace(BOOK, sheets=(replace(GRID, rows=Many(1_048_576)),)))


def test_a_sheet_holds_as_many_columns_as_the_format_and_no_more() -> None:
    lay((), 16_384)
    with pytest.raises(ValueError, match="sheet Data: 0 rows of 16385 cells are outside"):
        lay((), 16_385)


def lay(rows: Sequence[Sequence[Cell]], columns: int) -> None:
    made = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    page = made.add_worksheet("Data", worksheet_class=RowSheet)
    page.lay(1, rows, [None] * columns, looks_like_formula, made.add_format())


@pytest.mark.usefixtures("clock_far_east")
def test_a_zip_is_the_same_wherever_it_is_made() -> None:
    """Of the hour of Greenwich, readable by all, packed; README first, as it was given."""
    out = io.BytesIO()
    zipped.write(out, (("README.md", b"to read " * 99), ("naïve.csv", b"geo,value\r\n")), MADE)
    with zipfile.ZipFile(out) as z:
        assert [i.filename for i in z.infolist()] == ["README.md", "naïve.csv"]
        assert z.read("README.md") == b"to read " * 99
        for info in z.infolist():
            assert info.date_time == (2026, 11, 23, 23, 2, 4)
            assert (info.create_system, info.external_attr >> 16) == (3, 0o644)
            assert info.compress_type == zipfile.ZIP_DEFLATED
        assert z.infolist()[0].compress_size < 60


@pytest.mark.usefixtures("clock_far_east")
def test_a_workbook_carries_the_hour_of_greenwich() -> None:
    assert b"2026-11-23T23:02:04Z" in zipfile.ZipFile(io.BytesIO(xlsx.xlsx(BOOK))).read("docProps/core.xml")
    same = replace(BOOK, made=MADE.astimezone(UTC))
    assert xlsx.xlsx(BOOK) == xlsx.xlsx(same)
