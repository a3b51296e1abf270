"""A workbook described, and its bytes, made by XlsxWriter. Knows sheets and cells, not what they mean.

Text is always written as text, so nothing that a cell holds is ever run; a text that looks like a formula is also
marked as quoted, so that it stays text when somebody edits the cell. The same Book gives the same bytes: dates are
given, the parts of the file carry none of their own, and nothing is written to disk.
"""

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import xlsxwriter

from dashboards.files.xlsx_rows import Cell, RowSheet, number_of

INK, LINE, HEAD, LINK = "#1B2733", "#C9D1D9", "#E8EDF2", "#0B4F8A"
NAME_WIDTH, TEXT_WIDTH = 30, 96  # characters
FIGURES_ACROSS = 8  # columns of figures on a page of a wide table
RIGHT = {"align": "right", "indent": 1}  # apart from the words in the next cell
LINE_HEIGHT, HEADING_HEIGHT, TITLE_HEIGHT = 15.0, 27.0, 30.0  # points
HEADING = {"bold": True, "font_color": INK, "bg_color": HEAD, "bottom": 1, "bottom_color": LINE}
MARGIN = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}


@dataclass(frozen=True)
class Line:
    """One row of a sheet of words. pair: name and text; link: the text is an address to follow."""

    role: Literal["title", "lead", "heading", "pair", "text", "link"]
    text: str
    name: str = ""


@dataclass(frozen=True)
class Words:
    """A sheet to read."""

    name: str
    entries: tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A sheet to compute with: a header, rows as long as it, a width and a number format ("" for text) per column.

    printed: so many columns, from the left, go on paper; more would be too small to read. repeated: so many of them
    stand on each page again, and the others follow on as many pages as they need.
    """

    name: str
    header: tuple[Cell, ...]
    rows: Sequence[Sequence[Cell]]
    widths: tuple[float, ...]
    formats: tuple[str, ...]
    printed: int
    repeated: int = 0


@dataclass(frozen=True)
class Book:
    """A workbook. properties: title, subject, author, comments, keywords; facts: properties of our own naming."""

    sheets: tuple[Words | Grid, ...]
    properties: dict[str, str]
    facts: dict[str, str]
    made: datetime
    quoted: Callable[[str], bool]


def xlsx(book: Book) -> bytes:
    """The file. ValueError where a cell or a sheet is larger than the format allows."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.set_properties({**book.properties, "created": book.made.astimezone(UTC).replace(tzinfo=None)})
    for name, text in book.facts.items():
        made.set_custom_property(name, text[:255])  # 255 is the format's own limit
    for sheet in book.sheets:
        page = made.add_worksheet(sheet.name, worksheet_class=RowSheet)
        page.set_paper(9)  # A4
        page.set_margins(**MARGIN)
        page.set_footer("&L&8&F&R&8&P / &N")
        if isinstance(sheet, Grid):
            _grid(made, page, sheet, book.quoted)
        else:
            _words(made, page, sheet, book.quoted)
    made.close()
    return out.getvalue()


def _words(made: Any, page: Any, sheet: Words, quoted: Callable[[str], bool]) -> None:
    wrap = {"text_wrap": True, "valign": "top", "font_color": INK}
    styles = {
        "title": {"bold": True, "font_size": 18, "font_color": INK},
        "lead": {"font_size": 12, "font_color": INK},
        "heading": {
            "bold": True,
            "font_size": 12,
            "font_color": INK,
            "valign": "bottom",
            "bottom": 1,
            "bottom_color": LINE,
        },
        "name": {**wrap, "bold": True},
        "text": wrap,
        "link": {**wrap, "font_color": LINK, "underline": 1},
    }
    made_styles = {name: made.add_format(style) for name, style in styles.items()}
    kept = made.add_format({**wrap, "quote_prefix": True})
    page.set_column(0, 0, NAME_WIDTH)
    page.set_column(1, 1, TEXT_WIDTH)
    page.hide_gridlines(2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for at, entry in enumerate(sheet.entries):
        page.set_row(at, _height(entry))
        if entry.role in ("title", "lead", "heading"):
            _done(page.write_string(at, 0, entry.text, made_styles[entry.role]), sheet.name, at, 0)
            if entry.role == "heading":
                page.write_blank(at, 1, None, made_styles["heading"])
            continue
        _done(page.write_string(at, 0, entry.name, made_styles["name"]), sheet.name, at, 0)
        if entry.role == "link" and len(entry.text) <= 2000:  # longer ones are no links to Excel
            _done(page.write_url(at, 1, entry.text, made_styles["link"], entry.text[:255]), sheet.name, at, 1)
        else:
            style = kept if quoted(entry.text) else made_styles["text"]
            _done(page.write_string(at, 1, entry.text, style), sheet.name, at, 1)


def _height(entry: Line) -> float:
    """Height of a row in points. LibreOffice and viewers do not fit rows to wrapped text that nobody has edited."""
    if entry.role in ("title", "heading"):
        return TITLE_HEIGHT if entry.role == "title" else HEADING_HEIGHT
    if entry.role == "lead":
        return 1.3 * LINE_HEIGHT
    return LINE_HEIGHT * max(_lines(entry.name, 0.95 * NAME_WIDTH), _lines(entry.text, 1.05 * TEXT_WIDTH))


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n"))


def _grid(made: Any, page: Any, sheet: Grid, quoted: Callable[[str], bool]) -> None:
    head = made.add_format(HEADING)
    kept = made.add_format({"quote_prefix": True})
    right = made.add_format({**HEADING, **RIGHT})
    numbers = {f: made.add_format({"num_format": f, **RIGHT}) for f in dict.fromkeys(sheet.formats) if f}
    for at, (title, width) in enumerate(zip(sheet.header, sheet.widths, strict=True)):
        page.set_column(at, at, width)
        if isinstance(title, str):
            _done(page.write_string(0, at, title, right if sheet.formats[at] else head), sheet.name, 0, at)
        else:
            own = made.add_format({**HEADING, **RIGHT, "num_format": "0" if isinstance(title, float) else "yyyy-mm"})
            page.write_number(0, at, number_of(title), own)
    page.lay(1, sheet.rows, [numbers.get(f) for f in sheet.formats], quoted, kept)
    last, width = max(len(sheet.rows), 1), len(sheet.header) - 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, width)
    page.ignore_errors({"number_stored_as_text": f"A2:{xlsxwriter.utility.xl_rowcol_to_cell(last, width)}"})
    page.repeat_rows(0)
    page.print_area(0, 0, last, sheet.printed - 1)
    page.set_landscape()
    if sheet.repeated:
        page.repeat_columns(0, sheet.repeated - 1)
    figures = sheet.printed - sheet.repeated
    page.fit_to_pages(math.ceil(figures / FIGURES_ACROSS) if sheet.repeated else 1, 0)


def _done(code: int, sheet: str, row: int, column: int) -> None:
    """XlsxWriter returns below zero, and leaves the cell out, where it is outside the format's limits."""
    if code < 0:
        raise ValueError(f"sheet {sheet}, row {row + 1}, column {column + 1}: outside the limits of XLSX (code {code})")
