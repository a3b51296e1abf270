"""A table of Eurostat of any length, from a file to Parquet in pieces: what is held does not grow with it.

TSV and SDMX-CSV, plain or gzipped. Every cell is read as strictly as in a small file, and its fault named as there;
codes are left as printed. Cells of a TSV without value and flag say nothing and are left out.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
from pyarrow import parquet

from etl.formats import sdmx_csv, tsv
from etl.model.errors import ContractError

TSV = re.compile(rb"(\xef\xbb\xbf)?[^\t\n]+\\(TIME_PERIOD|time)\s*\t", re.I)
CSV = re.compile(rb'(\xef\xbb\xbf)?"?(DATAFLOW|STRUCTURE)"?,')
MARK = b"\xef\xbb\xbf"


def to_parquet(source: Path, target: Path) -> int:
    """Write what the file says, one row per observation; how many they are. ContractError leaves no file."""
    rows, writer, schema = 0, None, None
    part = target.with_name(f".{target.name}.part")
    try:
        with _opened(source) as stream:
            for piece in _pieces(stream, source.name):
                schema = schema or pa.schema([field.with_nullable(field.name == "value") for field in piece.schema])
                writer = writer or parquet.ParquetWriter(part, schema, compression="zstd", write_statistics=["value"])
                writer.write_table(pa.Table.from_arrays(piece.columns, schema=schema))
                rows += len(piece)
        if writer is None:
            raise ContractError(f"{source.name}: a header but no rows.")
        writer.close()
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _opened(source: Path) -> BinaryIO:
    with source.open("rb") as f:
        packed = f.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(source)) if packed else source.open("rb")


def _pieces(stream: BinaryIO, name: str) -> Iterator[pa.Table]:
    start = stream.read(4096)
    stream.seek(len(MARK) if start.startswith(MARK) else 0)
    if TSV.match(start):
        return tsv.pieces(stream, name, stated_only=True)
    if CSV.match(start):
        return sdmx_csv.pieces(stream, name)
    raise ContractError(f"{name}: found {start[:60]!r}; accepted is TSV or SDMX-CSV, plain or gzipped.")
