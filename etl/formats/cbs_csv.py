"""CSV files of Statistics Netherlands (CBS) as plain rows: the data portal's form and StatLine's long and wide forms.

Reads text, keeps every cell as it is printed, and judges no figure.
Portal form: https://opendata.cbs.nl, UTF-8 with BOM, semicolons. StatLine: a title line, then a header; wide files end
in a line with the date and are in a single-byte encoding (both seen in 2017). Every file of CBS ends with
a line end; one that does not was cut off, perhaps within its last number.
"""

import csv
import io
import re
from dataclasses import dataclass

from etl.model.errors import ContractError

TOPIC = "Onderwerpen_1"
PERIOD = "Perioden"
VALUE = "Waarde"
UNIT = "Waarde eenheid"
_CLOSING = re.compile(r"©.*?(\d\d)-(\d\d)-(\d{4})")

Row = dict[str, object]


@dataclass(frozen=True)
class CbsSheet:
    """rows: header -> cell. statline: the rows are StatLine's (TOPIC, PERIOD, VALUE and dimensions).

    day: ISO date of the closing line, "" where there is none.
    """

    rows: tuple[Row, ...]
    statline: bool = False
    day: str = ""


def sheet(body: bytes, name: str) -> CbsSheet:
    """The rows of a CSV file; ContractError naming `name` and line where it is not one that CBS makes."""
    text = _text(body, name)
    lines = text.splitlines()
    if not lines:
        raise ContractError(f"{name}: the file is empty; expected JSON or CSV of CBS")
    second = lines[1] if len(lines) > 1 else ""
    delimiter = max(";,", key=(second or lines[0]).count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as e:
        raise ContractError(f"{name}, near line {len(lines)}: broken CSV ({e}); the file may be cut off") from e
    statline = len(table[0]) == 1 and len(table) > 1 and PERIOD in table[1]
    if len(table[0]) < 2 and not statline:
        raise ContractError(f"{name}, line 1: no columns in {lines[0][:80]!r}; expected CSV with ; or ,")
    if not text.endswith("\n") and not _CLOSING.search(lines[-1]):
        raise ContractError(f"{name}: cut off: its last line, {lines[-1][-60:]!r}, has no end; expected a whole file")
    if statline:
        return _statline(table, name)
    return CbsSheet(tuple(_cells(table[0], row, name, n) for n, row in enumerate(table[1:], 2) if row))


def _text(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass  # StatLine's own exports are single-byte
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as e:
        raise ContractError(f"{name}, byte {e.start}: neither UTF-8 nor Windows-1252 text; expected JSON or CSV") from e


def _cells(header: list[str], row: list[str], name: str, line: int) -> Row:
    if len(set(header)) != len(header):
        raise ContractError(f"{name}: a column stands there twice in {', '.join(header)}")
    if len(row) != len(header):
        raise ContractError(f"{name}, line {line}: {len(row)} cells, expected {len(header)}")
    return dict(zip(header, row, strict=True))


def _statline(table: list[list[str]], name: str) -> CbsSheet:
    header, rows, day = table[1], table[2:], ""
    if VALUE not in header and not (rows and _CLOSING.search("".join(rows[-1]))):
        raise ContractError(f"{name}: cut off: StatLine's closing line with © and its day is missing at the end")
    while rows and len(rows[-1]) <= 1:
        closing = _CLOSING.search("".join(rows.pop()))
        day = "-".join(reversed(closing.groups())) if closing else day
    named = [_cells(header, row, name, n) for n, row in enumerate(rows, 3)]
    if VALUE not in header:
        named = [cell for row in named for cell in _unfolded(row, header)]
    return CbsSheet(tuple(_topic(row) for row in named), statline=True, day=day)


def _unfolded(row: Row, header: list[str]) -> list[Row]:
    """One row per period of a wide row. The column headed `Perioden` holds the unit there; periods come behind it."""
    split = header.index(PERIOD)
    fixed: Row = {column: row[column] for column in header[:split]}
    return [{**fixed, PERIOD: title, VALUE: row[title]} for title in header[split + 1 :]]


def _topic(row: Row) -> Row:
    """The row with its topic, whatever its level in the tree of topics, under TOPIC and without its unit."""
    levels = [column for column in row if column.startswith("Onderwerpen_")]
    deepest = [row[column] for column in levels if str(row[column]).strip()]
    rest = {column: cell for column, cell in row.items() if column not in (*levels, UNIT)}
    return {**rest, TOPIC: deepest[-1] if deepest else ""}
