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
    """A column of text or of numbers, and what it means. kinds: what its cells are; kind_of: of each row, its place."""

    name: str
    numbers: bool
    kinds: Sequence[str | float | None]
    kind_of: Sequence[int]
    meaning: str


def parquet(columns: Sequence[Column], metadata: Mapping[str, str]) -> bytes:
    """The file; `metadata` stands in the metadata of its schema, meanings in those of its fields."""
    fields = [
        pa.field(c.name, pa.float64() if c.numbers else pa.string(), c.numbers, {"description": c.meaning})
        for c in columns
    ]
    schema = pa.schema(fields, dict(metadata))
    places = {id(c.kind_of): pa.array(c.kind_of, pa.int32()) for c in columns}  # neighbours share theirs
    arrays = [_cells(c, f.type, places[id(c.kind_of)]) for c, f in zip(columns, fields, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _cells(column: Column, of_type: pa.DataType, places: pa.Array) -> pa.Array:
    """The cells of a column; where all are alike, half of the time to write a long table went into picking them."""
    if len(set(column.kinds)) == 1:
        return pa.repeat(pa.scalar(column.kinds[0], of_type), len(places))
    return pa.array(column.kinds, of_type).take(places)
