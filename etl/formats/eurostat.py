"""Eurostat's file formats, told apart by content and read as printed: what stands there, and nothing else.

`read` gives a `RawTable` of SDMX-CSV 1.0 and 2.0, TSV, JSON-stat 2.0 and the Data Explorer's CSV of before 2021, each
with or without gzip, with LF or CRLF, with or without a byte order mark. It does not know datasets: which dimensions
and codes are accepted, and what they were called before, is for `etl.formats.unify`.
Formats as described in Eurostat's user guides: https://ec.europa.eu/eurostat/web/user-guides/data-browser
"""

import gzip
import io
import re
import zlib

from etl.formats import data_explorer, json_stat, resaved, sdmx_csv, tsv
from etl.formats.raw import RawTable
from etl.model.errors import ContractError

__all__ = ["RawTable", "plain", "read"]
LARGEST = 4_000_000_000
KNOWN = "SDMX-CSV 1.0 or 2.0, TSV, JSON-stat 2.0 or a Data Explorer CSV, plain or gzipped"


def read(body: bytes, name: str) -> RawTable:
    """The table in `body`; raises ContractError naming `name`, what was found and what is accepted."""
    text = plain(body, name)
    if text[:2] == b"PK" or text[:4] == b"\xd0\xcf\x11\xe0":
        raise resaved.spreadsheet(name)
    if resaved.HEADER.match(text[:40].decode("latin-1")):
        text = resaved.restored(text, name)
    start = text[:4096].lstrip()
    header = text[: text.find(b"\n") + 1 or None][:65536].decode("utf-8", "replace").strip("\r\n")
    if start[:1] == b"{":
        return json_stat.read(text, name)
    if re.match(r'"?(DATAFLOW|STRUCTURE)"?,', header):
        return sdmx_csv.read(text, name)
    if re.match(r"[^\t]+\\(TIME_PERIOD|time)\s*\t", header, re.I):
        return tsv.read(text, name)
    if re.match(r'"?TIME"?,.*"?Value"?', header):
        return data_explorer.read(text, name)
    raise ContractError(f"{name}: found {_described(start)}; accepted is {KNOWN}.")


def plain(body: bytes, name: str) -> bytes:
    """`body` without gzip and byte order mark; raises ContractError where it is empty, cut off or far too large."""
    if body[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(body)) as packed:
                body = packed.read(LARGEST)
        except (OSError, EOFError, zlib.error) as e:
            raise ContractError(f"{name}: the gzip file is cut off or damaged ({e}).") from e
    if len(body) >= LARGEST:
        raise ContractError(f"{name}: larger than {LARGEST:,} bytes when unpacked; accepted is less.")
    body = body.removeprefix(b"\xef\xbb\xbf")
    if not body.strip():
        raise ContractError(f"{name}: the file is empty; accepted is {KNOWN}.")
    return body


def _described(start: bytes) -> str:
    text = start.decode("utf-8", "replace")
    if start[:1] != b"<":
        return f"a file that starts with {text[:60]!r}"
    if title := re.search(r"<title[^>]*>([^<]*)", text, re.I) or re.search(r"faultstring[^>]*>([^<]*)", text):
        return f"a page or message, not data: {' '.join(title[1].split())[:200]!r}"
    return f"HTML or XML in place of data ({' '.join(text.split())[:60]!r})"
