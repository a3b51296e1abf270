"""Eurostat's file formats, told apart by content and read as printed: what stands there, and nothing else.

`tables` gives `RawTable`s of SDMX-CSV 1.0 and 2.0, TSV, JSON-stat 2.0 and the Data Explorer's CSV of before 2021, each
with or without gzip, with LF or CRLF, with or without a byte order mark. It does not know datasets: which dimensions
and codes are accepted, and what they were called before, is for `etl.formats.unify`.
Formats as described in Eurostat's user guides: https://ec.europa.eu/eurostat/web/user-guides/data-browser
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from etl.formats import data_explorer, json_stat, resaved, sdmx_csv, tsv
from etl.formats.blocks import whole
from etl.formats.raw import RawTable
from etl.model.errors import ContractError

__all__ = ["RawTable", "tables"]
HEAD = 65_536  # bytes
MARK = b"\xef\xbb\xbf"
CSV = re.compile(r'"?(DATAFLOW|STRUCTURE)"?,')
TSV = re.compile(r"[^\t]+\\(TIME_PERIOD|time)\s*\t", re.I)
DATA_EXPLORER = re.compile(r'"?TIME"?,.*"?Value"?')
KNOWN = "SDMX-CSV 1.0 or 2.0, TSV, JSON-stat 2.0 or a Data Explorer CSV, plain or gzipped"


def tables(stream: BinaryIO, name: str) -> Iterator[RawTable]:
    """The table: SDMX-CSV and TSV in pieces of some thousand rows, other forms whole, as they are never large.

    ContractError naming `name`, what was found and what is accepted.
    """
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    table = None
    for table in _unpacked(stream, name) if packed else _tables(stream, name):
        yield table
    if table is None:
        raise ContractError(f"{name}: a header but no rows.")


def _unpacked(stream: BinaryIO, name: str) -> Iterator[RawTable]:
    try:
        with gzip.open(stream) as text:
            yield from _tables(cast(BinaryIO, text), name)
    except (OSError, EOFError, zlib.error) as e:
        raise ContractError(f"{name}: the gzip file is cut off or damaged ({e}).") from e


def _tables(stream: BinaryIO, name: str) -> Iterator[RawTable]:
    head = stream.read(HEAD)
    stream.seek(len(MARK) if head.startswith(MARK) else 0)
    head = head.removeprefix(MARK)
    header = head.partition(b"\n")[0].decode("utf-8", "replace").strip("\r\n")
    if b"\r" in head and b"\n" not in head:
        raise ContractError(f"{name}: its lines end with CR alone; accepted is LF, or CR and LF.")
    if CSV.match(header):
        yield from sdmx_csv.tables(stream, name)
    elif TSV.match(header):
        yield from tsv.tables(stream, name)
    elif head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise resaved.spreadsheet(name)
    else:
        yield from _whole(head, header, stream, name)


def _whole(head: bytes, header: str, stream: BinaryIO, name: str) -> Iterator[RawTable]:
    """A table in one of the forms that are read at once."""
    body = whole(stream, name)
    if resaved.HEADER.match(header):
        yield from _tables(io.BytesIO(resaved.restored(body, name)), name)
    elif head.lstrip()[:1] == b"{":
        yield json_stat.read(body, name)
    elif DATA_EXPLORER.match(header):
        yield data_explorer.read(body, name)
    elif not body.strip():
        raise ContractError(f"{name}: the file is empty; accepted is {KNOWN}.")
    else:
        raise ContractError(f"{name}: found {_described(head[:4096].lstrip())}; accepted is {KNOWN}.")


def _described(start: bytes) -> str:
    text = start.decode("utf-8", "replace")
    if start[:1] != b"<":
        return f"a file that starts with {text[:60]!r}"
    if title := re.search(r"<title[^>]*>([^<]*)", text, re.I) or re.search(r"faultstring[^>]*>([^<]*)", text):
        return f"a page or message, not data: {' '.join(title[1].split())[:200]!r}"
    return f"HTML or XML in place of data ({' '.join(text.split())[:60]!r})"
