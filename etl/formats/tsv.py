"""Eurostat's TSV: wide, one column per period, `value flags` in a cell, the dimensions joined in the first column.

    freq,citizen,unit,geo\\TIME_PERIOD<TAB>2010 <TAB>2011
    A,TOTAL,PER,NL<TAB>29870 <TAB>: u

Behind an at sign stands the confidentiality: `: @C`, `5 b@C`.

The old bulk facility (to 2023) wrote `unit,geo\\time`, no freq, and periods like 2018M01. There is no date inside.
https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
"""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.formats.raw import NUMBER, Raw, confidentiality, flags, numbers, periods, table, text
from etl.model.errors import ContractError

CELL = rf"^\s*(?P<value>:|NaN|{NUMBER})?\s*(?P<flag>[a-z]*)\s*(?P<conf>@.*)?$"


def read(body: bytes, name: str) -> Raw:
    """The table, one row per cell; raises ContractError naming the row and column of a cell that is not one."""
    wide = table(body, name, delimiter="\t", quoted=False)
    key, *times = wide.column_names
    dims = tuple(d.strip() for d in re.split(r"\\", key)[0].split(","))
    if len(set(dims)) != len(dims) or not times:
        raise ContractError(f"{name}: header {key!r} must name each dimension once, with at least one period after it.")
    frame = _keys(wide[key], dims, len(times), name)
    frame["period"] = periods(pd.Series(np.repeat(np.array(times, dtype=object), wide.num_rows), dtype="str"), name)
    cells = pa.chunked_array([chunk for time in times for chunk in wide[time].chunks], pa.string())
    parts = pc.extract_regex(cells, CELL)
    if parts.null_count:
        at = pc.index(pc.is_null(parts), True).as_py()
        where = f"{wide[key][at % wide.num_rows].as_py()}, {times[at // wide.num_rows]}"
        raise ContractError(f"{name}: cell {where} is {cells[at].as_py()!r}; accepted is a number or ':', then flags.")
    frame["value"] = numbers(pc.struct_field(parts, "value"), name, "a cell")
    frame["flag"] = flags(pc.struct_field(parts, "flag"), name, "a cell")
    frame["confidentiality"] = confidentiality(pc.struct_field(parts, "conf"))
    return Raw(frame, dims)


def _keys(column: pa.ChunkedArray, dims: tuple[str, ...], repeat: int, name: str) -> pd.DataFrame:
    """The dimensions of each row, as often as there are periods."""
    split = pc.split_pattern(column, ",").combine_chunks()
    wrong = pc.not_equal(pc.list_value_length(split), len(dims))
    if pc.any(wrong).as_py():
        row = pc.index(wrong, True).as_py()
        raise ContractError(
            f"{name}: row {row + 1} has the key {column[row].as_py()!r}; expected are {', '.join(dims)}."
        )
    rows = np.tile(np.arange(len(split)), repeat)
    columns = {}
    for n, dim in enumerate(dims):
        codes = text(pc.list_element(split, n)).dictionary_encode()
        columns[dim] = codes.take(pa.array(rows)).cast(pa.string()).to_pandas()
    return pd.DataFrame(columns)
