"""The workbook "Monthly detections of IBC" of Frontex: from cells to counts with their place in the file.

Knows every layout seen: real dates with `BorderLocation` and `NationalityLong` (2018), `JAN2009` labels (2019 on), a
row above the header (autumn 2025 on), a `Source: FRAN data as of 04AUG26` row in the Route column (August 2026 on).
Does not know which routes exist, renames nothing and adds nothing up; where a total stands, it stops.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from etl.formats import days, xlsx
from etl.formats.xlsx import Rows, Workbook, cell
from etl.model.errors import ContractError
from etl.model.period import period

SHEET, NOTES = "Detections_of_IBC", "Notes"
BORDER_HEADERS = ("Border type or inland", "Border location", "BorderLocation", "Border type", "BorderType")
NATIONALITY_HEADERS = ("Nationality", "NationalityLong")
BORDER_TYPES = ("Land", "Sea")
FIRST_MONTH = "2009-01"
HEADER_WITHIN = 10  # rows from the top in which the header is looked for
LABELS = 3  # columns A to C; the months follow
TOTAL = re.compile(r"(grand |sub ?-?)?totals?\b.*|all|sum", re.IGNORECASE)


@dataclass(frozen=True)
class IbcRow:
    """Labels of one row, without stray spaces and in Unicode NFC. number: as the spreadsheet counts, from 1."""

    number: int
    route: str
    border_type: str
    nationality: str


@dataclass(frozen=True)
class IbcSheet:
    """The data sheet. counts: rows x months, NaN where a cell is blank. vintage: ISO day, "" where none is given."""

    file: str
    name: str
    months: tuple[str, ...]
    rows: tuple[IbcRow, ...]
    counts: np.ndarray
    vintage: str
    warnings: tuple[str, ...]


def read(body: bytes, file: str, min_rows: int) -> IbcSheet:
    """The data sheet of a workbook.

    ContractError names file, sheet and cell where anything is not as in one of the layouts, or where there are fewer
    than `min_rows` rows.
    """
    book = xlsx.read(body, file)
    name, top, warnings = _sheet(book)
    grid = book.sheets[name]
    where = f"{file}, sheet {name}"
    months = _months(grid[top], where, top)
    labels, loose = _rows(grid, where, top)
    counts, blanks = _counts(book, name, labels, months)
    if len(labels) < min_rows:
        raise ContractError(f"{where}: {len(labels)} rows; accepted: at least {min_rows}.")
    vintage, doubts = _vintage(book, loose)
    dropped = [f"{where}: the row {t!r} has no figures and was left out." for t in loose if not _is_source(t)]
    return IbcSheet(file, name, months, labels, counts, vintage, (*warnings, *blanks, *dropped, *doubts))


def refused(where: str, at: str, given: object, accepted: str) -> ContractError:
    """The error for one cell."""
    return ContractError(f"{where}, cell {at}: found {given!r}; accepted: {accepted}.")


def clean(value: object) -> str:
    """Text in Unicode NFC with single spaces; no-break and zero-width ones are spaces or nothing.

    >>> clean(" Co\\u0302te\\u00a0d'Ivoire ")
    "Côte d'Ivoire"
    """
    text = unicodedata.normalize("NFC", str(value))
    return " ".join(re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", text).split())


def _sheet(book: Workbook) -> tuple[str, int, list[str]]:
    """Name of the data sheet, its zero-based header row, and a warning where the sheet was found by its header."""
    tops = {name: top for name, rows in book.sheets.items() if (top := _header(rows)) is not None}
    if SHEET in tops:
        return SHEET, tops[SHEET], []
    if SHEET in book.sheets:
        raise ContractError(
            f"{book.file}, sheet {SHEET}: no cell of column A in rows 1 to {HEADER_WITHIN} reads 'Route'; accepted: a "
            "header row Route, Border type or inland, Nationality, JAN2009, …"
        )
    if len(tops) != 1:
        raise ContractError(
            f"{book.file}: sheets {', '.join(book.sheets)}, of which {len(tops)} have a header 'Route' in column A; "
            f"accepted: a sheet {SHEET}, or exactly one with that header."
        )
    ((name, top),) = tops.items()
    return name, top, [f"{book.file}: no sheet {SHEET}; took {name!r}, the only one with a header 'Route'."]


def _header(rows: Rows) -> int | None:
    tops = (n for n, row in enumerate(rows[:HEADER_WITHIN]) if row and clean(row[0]).casefold() == "route")
    return next(tops, None)


def _months(header: list[object], where: str, top: int) -> tuple[str, ...]:
    """The months of columns D onwards, after a look at the names of B and C."""
    for column, names in ((1, BORDER_HEADERS), (2, NATIONALITY_HEADERS)):
        label = header[column] if column < len(header) else ""
        if _squeezed(label) not in {_squeezed(name) for name in names}:
            raise refused(where, cell(top, column), label, " or ".join(names))
    labels = header[LABELS:]
    while labels and clean(labels[-1]) == "":
        labels.pop()
    months: list[str] = []
    expected = FIRST_MONTH
    for n, label in enumerate(labels, LABELS):
        month = _month(label)
        if month != expected:
            wanted = f"{days.MONTHS[period(expected).number - 1][:3].upper()}{period(expected).year}"
            raise refused(where, cell(top, n), label, f"{wanted}, or the first of that month as a date")
        months.append(month)
        expected = period(expected).next.text
    if not months:
        raise refused(where, cell(top, LABELS), "", "JAN2009 and the months after it")
    return tuple(months)


def _month(label: object) -> str | None:
    if isinstance(label, date | datetime):
        return f"{label.year:04d}-{label.month:02d}" if label.day == 1 else None
    match = re.fullmatch(r"([A-Z]{3})(\d{4})", clean(label).upper())
    number = days.SHORT.get(match[1]) if match else None
    return f"{match[2]}-{number:02d}" if match and number else None


def _squeezed(name: object) -> str:
    return clean(name).replace(" ", "").casefold()


def _rows(grid: Rows, where: str, top: int) -> tuple[tuple[IbcRow, ...], list[str]]:
    """The rows with figures, and the texts of rows that have nothing but a text in column A."""
    rows, loose = [], []
    for n in range(top + 1, len(grid)):
        route, border, nationality = (_label(grid[n][c], where, cell(n, c)) for c in range(LABELS))
        figures = any(clean(value) for value in grid[n][LABELS:])
        if (border or nationality) or figures:
            rows.append(_row(IbcRow(n + 1, route, border, nationality), where))
        elif route:
            loose.append(route)
    return tuple(rows), loose


def _label(value: object, where: str, at: str) -> str:
    if not isinstance(value, str):
        raise refused(where, at, value, "text")
    text = clean(value)
    if _is_mojibake(text):
        raise refused(where, at, text, "text in its right encoding (UTF-8 read as UTF-8)")
    return text


def _row(row: IbcRow, where: str) -> IbcRow:
    """The row, if it is one of a route, a border type and a nationality."""
    if not row.route or TOTAL.fullmatch(row.route):
        raise refused(where, f"A{row.number}", row.route, "the name of a route, no totals")
    if row.border_type not in BORDER_TYPES:
        raise refused(where, f"B{row.number}", row.border_type, " or ".join(BORDER_TYPES))
    if not row.nationality or TOTAL.fullmatch(row.nationality):
        raise refused(where, f"C{row.number}", row.nationality, "a nationality, no totals")
    return row


def _is_mojibake(text: str) -> bool:
    """Whether the text is UTF-8 that somebody read as Latin-1 or Windows-1252: Türkiye as TÃ¼rkiye."""
    if "\ufffd" in text:
        return True
    for wrong in ("latin-1", "cp1252"):
        try:
            if text.encode(wrong).decode("utf-8") != text:
                return True
        except UnicodeError:
            continue
    return False


def _counts(
    book: Workbook, name: str, rows: tuple[IbcRow, ...], months: tuple[str, ...]
) -> tuple[np.ndarray, list[str]]:
    """Rows x months, and a sentence about blank cells."""
    counts = np.full((len(rows), len(months)), np.nan)
    where = f"{book.file}, sheet {name}"
    blank: list[str] = []
    for i, row in enumerate(rows):
        for j, value in enumerate(book.sheets[name][row.number - 1][LABELS:]):
            if type(value) is float and value >= 0 and value.is_integer() and j < len(months):
                counts[i, j] = value
                continue
            at = cell(row.number - 1, j + LABELS)
            if clean(value):
                raise refused(where, at, value, "a whole number of 0 or more below a month, as a number")
            if j < len(months):
                blank.append(at)
    failed = sorted(xlsx.without_result(book) & set(blank)) if blank else []
    if failed:
        raise refused(where, failed[0], "a formula without a value, or an error", "a whole number")
    some = ", ".join(blank[:5]) + (", …" if len(blank) > 5 else "")
    return counts, [f"{where}: {len(blank)} cells are blank ({some}): missing, not 0."] if blank else []


def _is_source(text: str) -> bool:
    return text.casefold().startswith("source:")


def _vintage(book: Workbook, loose: list[str]) -> tuple[str, list[str]]:
    """The day of the data: of the footer, else of the notes, else of the file's name; and a sentence where in doubt."""
    notes = [clean(row[0]) for row in book.sheets.get(NOTES, []) if row]
    for text in (*loose, *notes):
        if day := days.as_of(text):
            return day, []
    day = days.in_name(book.file)
    if day:
        return day, [f"{book.file}: the workbook does not date its data; took {day} from the file's name."]
    return "", [f"{book.file}: neither the workbook nor its name dates the data."]
