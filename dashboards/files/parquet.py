"""A table with its metadata as Parquet. Knows columns, not what they mean; beside `etl` the only import of pyarrow.

The same values give the same bytes. Missing numbers are null; text is never null.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Column:
    """A column of text or of numbers, and what it means."""

    name: str
    numbers: bool
    values: Sequence[str | float | None]
    meaning: str


def parquet(columns: Sequence[Column], metadata: Mapping[str, str]) -> bytes:
    """The file; `metadata` stands in the metadata of its schema, meanings in those of its fields."""
    fields = [
        pa.field(c.name, pa.float64() if c.numbers else pa.string(), c.numbers, {"description": c.meaning})
        for c in columns
    ]
    schema = pa.schema(fields, dict(metadata))
    arrays = [pa.array(c.values, f.type) for c, f in zip(columns, fields, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()
