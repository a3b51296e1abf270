"""XLSX workbooks: bytes to cells, after the tests that show a damaged file.

Reads no meaning into a cell and corrects none. A cell without a value is "", a number is a float, as calamine gives
them; it also gives "" for a formula that was never calculated and for #REF! and the like: `without_result` tells those.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from etl.model.errors import ContractError

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, IndexError, LookupError, OverflowError,
)  # fmt: skip  # what zipfile raises on damaged or encrypted files
Rows = list[list[object]]


@dataclass(frozen=True)
class Workbook:
    """file: name for messages. sheets: rows by sheet name, the first row of the sheet first."""

    file: str
    sheets: dict[str, Rows]
    body: bytes


def read(body: bytes, file: str) -> Workbook:
    """All sheets of a workbook; ContractError where the bytes are no whole, undamaged XLSX file of up to 20 MB."""
    _tested(body, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        sheets = {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}
    except (CalamineError, ValueError, OverflowError) as e:
        raise ContractError(f"{file}: the workbook cannot be read: {e}; accepted: an undamaged XLSX file.") from e
    return Workbook(file, {name: [list(row) for row in rows] for name, rows in sheets.items()}, body)


def cell(row: int, column: int) -> str:
    """The address of a cell from its zero-based row and column.

    >>> cell(0, 0), cell(4, 25), cell(885, 198)
    ('A1', 'Z5', 'GQ886')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def without_result(book: Workbook) -> frozenset[str]:
    """Addresses, over all sheets, of cells with a formula that has no value or with an error such as #REF!."""
    cells: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(book.body)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                cells |= _failed(archive.read(name), book.file)
    return frozenset(cells)


def _failed(sheet: bytes, file: str) -> set[str]:
    failed = set()
    try:
        for _, element in ET.iterparse(io.BytesIO(sheet)):
            if element.tag.endswith("}c"):
                texts = {child.tag.rpartition("}")[2]: child.text for child in element}
                if element.get("t") == "e" or ("f" in texts and not texts.get("v")):
                    failed.add(element.get("r", ""))
                element.clear()
    except ET.ParseError as e:
        raise ContractError(f"{file}: a sheet is not well-formed XML: {e}; accepted: an undamaged XLSX file.") from e
    return failed


def _tested(body: bytes, file: str) -> None:
    if not body:
        raise ContractError(f"{file}: the file is empty; accepted: an XLSX workbook.")
    if len(body) > MAX_BYTES:
        raise ContractError(f"{file}: {len(body):,} bytes; accepted: an XLSX workbook of up to {MAX_BYTES:,} bytes.")
    if not body.startswith(b"PK"):
        what = "an HTML or XML page" if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else f"{body[:8]!r} …"
        raise ContractError(f"{file}: starts as {what}; accepted: an XLSX workbook, which starts with b'PK'.")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            broken = archive.testzip() if unpacked <= MAX_UNPACKED else None
    except DAMAGED as e:
        raise ContractError(f"{file}: truncated or damaged ({e}); accepted: a whole XLSX workbook.") from e
    if unpacked > MAX_UNPACKED:
        raise ContractError(f"{file}: unpacks to {unpacked:,} bytes; accepted: up to {MAX_UNPACKED:,}.")
    if broken:
        raise ContractError(f"{file}: damaged: {broken} fails its checksum; accepted: an undamaged XLSX workbook.")
