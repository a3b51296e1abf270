"""Eurostat's SDMX-CSV 1.0 and 2.0, with codes, with codes and labels, or with labels only.

1.0: DATAFLOW,LAST UPDATE,freq,…,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG[,CONF_STATUS]
2.0: STRUCTURE,STRUCTURE_ID[,STRUCTURE_NAME,],freq[,Time frequency],…  (a label column follows each code column)
Columns are known by name, never by place. Labels are not turned into codes here.
https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from etl.formats import comma
from etl.formats.raw import RawTable, flags, meant, period, status
from etl.model.errors import ContractError
from etl.model.period import is_moment

ENVELOPE = ("DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME")
FIXED = ("TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS")
DIMENSION = re.compile(r"[a-z][a-z0-9_]*")
FREQUENCY = re.compile(r"[A-Z0-9]+")  # a code; anything longer is a label, in whatever language


def tables(stream: BinaryIO, name: str, size: int = comma.SIZE) -> Iterator[RawTable]:
    """The table in pieces of some bytes; raises ContractError naming the column that is missing or not known."""
    stated: list[str] = []
    labelled = None
    for part in comma.columns(stream, name, "OBS_VALUE", "TIME_PERIOD", size):
        pairs, dims = _labels_of(list(part.names), name), _dims(part.names)
        rows = _piece(part, dims, name)
        stated += _distinct(part, next((c for c in ("DATAFLOW", "STRUCTURE_ID") if c in part.names), ""))
        table = _code(list(dict.fromkeys(stated)), part.names, name)
        updated = _updated(_distinct(part, "LAST UPDATE"), name)
        labels = {code: _label_map(part, code, label) for code, label in pairs.items() if code in dims}
        labelled = _is_labelled(part) if labelled is None else labelled
        yield RawTable(rows, dims, updated, table, labels, labelled)


def _is_labelled(part: comma.Columns) -> bool:
    """Whether most rows of a piece name their frequency by a label; the first piece decides for its file."""
    if "freq" not in part.texts:
        return False
    column = part.texts["freq"]
    labels = [n for n, printed in enumerate(column.dictionary.to_pylist()) if not FREQUENCY.fullmatch(printed)]
    return bool(2 * np.isin(column.indices.to_numpy(), labels).sum() > len(column))


def _dims(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(c for c in names if DIMENSION.fullmatch(c))


def _piece(part: comma.Columns, dims: tuple[str, ...], name: str) -> pa.Table:
    """Rows in our form; every text is looked at once."""
    texts = part.texts
    blank = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(part.values), np.int32)), pa.array([""]))
    arrays = [
        *(texts[dim] for dim in dims),
        meant(texts["TIME_PERIOD"], lambda printed: period(printed, name)),
        pa.array(part.values, from_pandas=True),
        flags(texts.get("OBS_FLAG", blank), name, "OBS_FLAG", part.row),
        meant(texts.get("CONF_STATUS", blank), status),
    ]
    return pa.table(arrays, [*dims, "period", "value", "flag", "confidentiality"])


def _labels_of(columns: list[str], name: str) -> dict[str, str]:
    """Code column -> label column after it; raises ContractError on a column that is neither."""
    if "TIME_PERIOD" not in columns:
        raise ContractError(f"{name}: column TIME_PERIOD is missing; found {', '.join(columns)}.")
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


def _distinct(part: comma.Columns, column: str) -> list[str]:
    """The texts of a column, each once; none where the file does not have it."""
    texts: list[str] = part.texts[column].dictionary.to_pylist() if column in part.texts else []
    return texts


def _label_map(part: comma.Columns, code: str, label: str) -> dict[str, str]:
    pair = [part.texts[name] for name in (code, label)]
    both = pa.table([p.indices for p in pair], ["code", "label"]).group_by(["code", "label"]).aggregate([])
    names = [p.dictionary.to_pylist() for p in pair]
    return {names[0][a]: names[1][b] for a, b in zip(*(c.to_pylist() for c in both.columns), strict=True)}


def _code(stated: list[str], names: Iterable[str], name: str) -> str:
    """`migr_eiord` of `ESTAT:MIGR_EIORD(1.0)` or `ESTAT:MIGR_EIORD$DEFAULTVIEW(1.0)`."""
    column = "DATAFLOW" if "DATAFLOW" in names else "STRUCTURE_ID"
    if column not in names:
        raise ContractError(f"{name}: column DATAFLOW or STRUCTURE_ID is missing; found {', '.join(names)}.")
    if len(stated) != 1:
        raise ContractError(f"{name}: {column} must be the same in all rows; found {', '.join(map(repr, stated[:5]))}.")
    match = re.fullmatch(r"[^:]*:([A-Za-z0-9_]+)(\$\w+)?\([\d.]+\)", stated[0])
    if not match:
        raise ContractError(f"{name}: {column} is {stated[0]!r}; expected is a form like ESTAT:MIGR_EIORD(1.0).")
    return match[1].lower()


def _updated(printed: list[str], name: str) -> str:
    """LAST UPDATE, written dd/mm/yy HH:MM:SS, as ISO text; the newest where parts were put together."""
    printed = [p for p in printed if p]
    days = [_iso(p) for p in printed]
    if "" in days:
        raise ContractError(f"{name}: LAST UPDATE is {printed[days.index('')]!r}; expected is dd/mm/yy HH:MM:SS.")
    return max(days, default="")


def _iso(printed: str) -> str:
    """The day and time as ISO text; "" where there is no such."""
    match = re.fullmatch(r"(\d\d)/(\d\d)/(\d\d)(?: (\d\d:\d\d:\d\d))?", printed)
    text = f"20{match[3]}-{match[2]}-{match[1]}" + (f"T{match[4]}" if match[4] else "") if match else ""
    return text if is_moment(text) else ""
