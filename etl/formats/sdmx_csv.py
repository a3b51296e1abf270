"""Eurostat's SDMX-CSV 1.0 and 2.0, with codes, with codes and labels, or with labels only.

1.0: DATAFLOW,LAST UPDATE,freq,…,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG[,CONF_STATUS]
2.0: STRUCTURE,STRUCTURE_ID[,STRUCTURE_NAME,],freq[,Time frequency],…  (a label column follows each code column)
Columns are known by name, never by place. Labels are not turned into codes here.
https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
"""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.formats.raw import Raw, confidentiality, flags, numbers, periods, table, text
from etl.model.errors import ContractError

ENVELOPE = ("DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME")
FIXED = ("TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS")
DIMENSION = re.compile(r"[a-z][a-z0-9_]*")
FREQUENCIES = ("Annual", "Half-yearly, semesterly", "Quarterly", "Monthly", "Weekly", "Daily")


def read(body: bytes, name: str) -> Raw:
    """The table; raises ContractError naming the column that is missing or not known."""
    cells = table(body, name, delimiter=",")
    columns = cells.column_names
    pairs = _labels_of(columns, name)
    dims = tuple(c for c in columns if DIMENSION.fullmatch(c))
    frame = pd.DataFrame({dim: text(cells[dim]).to_pandas() for dim in dims})
    frame["period"] = periods(cells["TIME_PERIOD"].to_pandas(), name)
    frame["value"] = numbers(cells["OBS_VALUE"], name, "OBS_VALUE")
    frame["flag"] = flags(_cells(cells, "OBS_FLAG"), name, "OBS_FLAG")
    frame["confidentiality"] = confidentiality(_cells(cells, "CONF_STATUS"))
    labels = {code: _label_map(cells, code, label) for code, label in pairs.items() if code in dims}
    code = _code(cells, name)
    labelled = "freq" in dims and bool(frame["freq"].isin(FREQUENCIES).any())
    return Raw(frame, dims, _updated(cells, name), code, labels, labelled)


def _labels_of(columns: list[str], name: str) -> dict[str, str]:
    """Code column -> label column after it; raises ContractError on a column that is neither."""
    for needed in ("TIME_PERIOD", "OBS_VALUE"):
        if needed not in columns:
            raise ContractError(f"{name}: column {needed} is missing; found {', '.join(columns)}.")
    labelled = "STRUCTURE_NAME" in columns
    pairs: dict[str, str] = {}
    for before, column in zip(["", *columns], columns, strict=False):
        if column in ENVELOPE or column in FIXED or DIMENSION.fullmatch(column):
            continue
        if labelled and (before in FIXED or DIMENSION.fullmatch(before)):
            pairs[before] = column
            continue
        raise ContractError(
            f"{name}: column {column!r} is not known; accepted are {', '.join((*ENVELOPE, *FIXED))} and dimensions "
            "in small letters, each with a label column after it where STRUCTURE_NAME is there."
        )
    return pairs


def _label_map(cells: pa.Table, code: str, label: str) -> dict[str, str]:
    pairs = pa.table({"code": text(cells[code]), "label": text(cells[label])}).group_by(["code", "label"]).aggregate([])
    return dict(zip(pairs["code"].to_pylist(), pairs["label"].to_pylist(), strict=True))


def _cells(cells: pa.Table, column: str) -> pa.ChunkedArray:
    """A column, empty where the file has none."""
    if column in cells.column_names:
        return text(cells[column])
    return pa.chunked_array([pa.array([""] * cells.num_rows, pa.string())])


def _code(cells: pa.Table, name: str) -> str:
    """`migr_eiord` of `ESTAT:MIGR_EIORD(1.0)` or `ESTAT:MIGR_EIORD$DEFAULTVIEW(1.0)`."""
    column = "DATAFLOW" if "DATAFLOW" in cells.column_names else "STRUCTURE_ID"
    if column not in cells.column_names:
        raise ContractError(
            f"{name}: column DATAFLOW or STRUCTURE_ID is missing; found {', '.join(cells.column_names)}."
        )
    found = pc.unique(text(cells[column])).to_pylist()
    if len(found) != 1:
        raise ContractError(f"{name}: {column} must be the same in all rows; found {', '.join(map(repr, found[:5]))}.")
    match = re.fullmatch(r"[^:]*:([A-Za-z0-9_]+)(\$\w+)?\([\d.]+\)", found[0])
    if not match:
        raise ContractError(f"{name}: {column} is {found[0]!r}; expected is a form like ESTAT:MIGR_EIORD(1.0).")
    return match[1].lower()


def _updated(cells: pa.Table, name: str) -> str:
    """LAST UPDATE, written dd/mm/yy HH:MM:SS, as ISO text; the newest where parts were put together."""
    if "LAST UPDATE" not in cells.column_names:
        return ""
    printed = [p for p in pc.unique(text(cells["LAST UPDATE"])).to_pylist() if p]
    found = [re.fullmatch(r"(\d\d)/(\d\d)/(\d\d)(?: (\d\d:\d\d:\d\d))?", p) for p in printed]
    if None in found:
        raise ContractError(f"{name}: LAST UPDATE is {printed[found.index(None)]!r}; expected is dd/mm/yy HH:MM:SS.")
    return max((f"20{m[3]}-{m[2]}-{m[1]}" + (f"T{m[4]}" if m[4] else "") for m in found if m), default="")
