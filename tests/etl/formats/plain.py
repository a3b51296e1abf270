"""Slow plain readers of Eurostat's tables, which the fast ones are held against."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa

from etl.formats.eurostat import RawTable, tables

Row = tuple[Any, ...]
CELL = re.compile(r"\s*(:|NaN|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)?\s*([a-z]*)\s*(?:@(.*))?", re.ASCII)


def slowly(text: str) -> list[Row]:
    """The cells of a TSV, one after the other: dimensions, period, value, flag, confidentiality."""
    head, *lines = text.replace("\r\n", "\n").split("\n")
    times = [t.strip() for t in head.split("\t")[1:]]
    found = []
    for line in filter(None, lines):
        key, *cells = line.split("\t")
        for time, cell in zip(times, cells, strict=True):
            told = CELL.fullmatch(cell)
            assert told, cell
            value = None if told[1] in (None, ":", "NaN") else float(told[1])
            secret = (told[3] or "").strip()
            found.append((*(k.strip() for k in key.split(",")), time, value, told[2], secret))
    return found


def slowly_csv(text: str) -> list[Row]:
    """The rows of an SDMX-CSV: dimensions, period, value, flag, confidentiality."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    dims = [c for c in reader.fieldnames or () if re.fullmatch("[a-z_0-9]+", c)]
    return [
        (*(r[d] for d in dims), r["TIME_PERIOD"], float(r["OBS_VALUE"]) if r["OBS_VALUE"] not in ("", ":") else None,
         r["OBS_FLAG"], r.get("CONF_STATUS", ""))
        for r in reader
    ]  # fmt: skip


def rows(tables: Iterable[RawTable]) -> list[Row]:
    """Pieces of the reader as rows; a missing value is None, never 0."""
    found = []
    for table in tables:
        columns = [c.cast(pa.string()) if pa.types.is_dictionary(c.type) else c for c in table.rows.columns]
        found += list(zip(*(c.to_pylist() for c in columns), strict=True))
    return found


def read(body: bytes, name: str) -> RawTable:
    """A table of Eurostat in any of its forms."""
    return joined(tables(io.BytesIO(body), name))


def joined(tables: Iterable[RawTable]) -> RawTable:
    """All pieces of a table as one."""
    pieces = list(tables)
    texts = [c for c in pieces[0].rows.column_names if c != "value"]
    frame = pd.concat([piece.frame.astype(dict.fromkeys(texts, "str")) for piece in pieces], ignore_index=True)
    rows = pa.Table.from_pandas(frame, preserve_index=False)
    labels: dict[str, dict[str, str]] = {}
    for piece in pieces:
        for dim, names in piece.labels.items():
            labels.setdefault(dim, {}).update(names)
    return replace(pieces[0], rows=rows, updated=max(piece.updated for piece in pieces), labels=labels)
