"""Eurostat's JSON-stat 2.0: `value` and `status` are sparse and keyed by the row-major index, in no order.

A cell with a flag but no value (`"378": "m"`) becomes a row without a value; a cell in neither is no row. Behind a bar
in the flag stands the confidentiality: `"0": "|C"`, `"0": "b|N"`.
https://json-stat.org/full/ and https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
"""

import json
import math
import re
from typing import Any

import numpy as np
import pyarrow as pa

from etl.formats.raw import RawTable, coded, flags, meant, period
from etl.formats.raw import status as letter
from etl.formats.words import Places
from etl.model.errors import ContractError
from etl.model.period import is_moment


def read(body: bytes, name: str) -> RawTable:
    """The table; raises ContractError where it is not JSON, says an error, or its parts do not fit one another."""
    try:
        cube = json.loads(body)
    except (ValueError, RecursionError) as e:
        raise ContractError(f"{name}: not valid JSON, perhaps cut off: {e}") from e
    _check(cube, name)
    ids, sizes = cube["id"], cube["size"]
    codes = {dim: _codes(cube["dimension"][dim], dim, size, name) for dim, size in zip(ids, sizes, strict=True)}
    value_at, values = _sparse(cube.pop("value"), "value", math.prod(sizes), name)
    status_at, status = _sparse(cube.pop("status", {}), "status", math.prod(sizes), name)
    index = np.union1d(value_at, status_at)
    columns = {
        "period" if dim == "time" else dim: _column(at, list(codes[dim]))
        for dim, at in zip(ids, np.unravel_index(index, sizes), strict=True)
    }
    value = np.full(len(index), np.nan)
    numbers = [_number(cell, int(at), name) for cell, at in zip(values, value_at, strict=True)]
    value[np.searchsorted(index, value_at)] = numbers
    printed = np.full(len(index), "", object)
    printed[np.searchsorted(index, status_at)] = [str(letters) for letters in status]
    letters = pa.array(printed, pa.string()).dictionary_encode()
    columns |= {
        "period": meant(columns["period"], lambda time: period(time.strip(), name)),
        "value": pa.array(value, from_pandas=True),
        "flag": flags(meant(letters, lambda text: text.partition("|")[0]), name, "status"),
        "confidentiality": meant(letters, lambda text: letter(text.partition("|")[2])),
    }
    dims = tuple(dim for dim in ids if dim != "time")
    labels = {dim: codes[dim] for dim in dims}
    return RawTable(pa.table(columns), dims, _updated(cube, name), _table_code(cube), labels)


def _column(at: Places, codes: list[str]) -> pa.ChunkedArray:
    """The codes at these places; those of no cell are left out, so that nobody judges them."""
    used, place = np.unique(at, return_inverse=True)
    return coded(pa.array(place.astype(np.int32)), [codes[n] for n in used])


def structure(body: bytes, name: str) -> tuple[str, dict[str, dict[str, str]], str]:
    """Table code, dimension -> code -> label, and newest period, also of an answer without figures.

    ContractError where it is no JSON-stat.
    """
    try:
        cube = json.loads(body)
    except (ValueError, RecursionError) as e:
        raise ContractError(f"{name}: not valid JSON, perhaps cut off: {e}") from e
    if not isinstance(cube, dict) or not isinstance(cube.get("dimension"), dict):
        said = (cube.get("error") or cube.get("warning")) if isinstance(cube, dict) else None
        raise ContractError(f"{name}: JSON, but no JSON-stat dataset: {json.dumps(said or cube)[:300]}.")
    sizes = dict(zip(cube.get("id", []), cube.get("size", []), strict=False))
    dims = {d: _codes(cube["dimension"][d], d, size, name) for d, size in sizes.items() if d != "time" and size}
    noted = (cube.get("extension") or {}).get("annotation") or []
    newest = [str(a.get("title", "")) for a in noted if a.get("type") == "OBS_PERIOD_OVERALL_LATEST"]
    return _table_code(cube), dims, (newest or [""])[0]


def _check(cube: Any, name: str) -> None:
    if not isinstance(cube, dict) or cube.get("class") != "dataset":
        said = cube.get("error") or cube.get("warning") if isinstance(cube, dict) else None
        raise ContractError(f"{name}: JSON, but not a JSON-stat dataset: {json.dumps(said or cube)[:300]}.")
    for key, kind in (("id", list), ("size", list), ("dimension", dict), ("value", (dict, list))):
        if not isinstance(cube.get(key), kind):
            raise ContractError(f"{name}: JSON-stat without {key!r}; found {', '.join(cube)}.")
    ids, sizes = cube["id"], cube["size"]
    if len(ids) != len(sizes) or not all(isinstance(s, int) and s >= 0 for s in sizes):
        raise ContractError(f"{name}: id {ids} and size {sizes} do not fit one another.")
    if not all(isinstance(dim, str) and dim in cube["dimension"] for dim in ids) or "time" not in ids:
        raise ContractError(f"{name}: every id needs its dimension, and one is 'time'; found {ids}.")
    if 0 in sizes:
        raise ContractError(
            f"{name}: no data: nothing matches in {', '.join(i for i, s in zip(ids, sizes, strict=True) if not s)}."
        )
    if math.prod(sizes) >= 2**62:
        raise ContractError(f"{name}: size {sizes} is larger than any table.")


def _codes(dimension: Any, dim: str, size: int, name: str) -> dict[str, str]:
    """Code -> label, in the order of the index."""
    category = dimension.get("category") if isinstance(dimension, dict) else None
    index = category.get("index") if isinstance(category, dict) else None
    labels = category.get("label") if isinstance(category, dict) else None
    if isinstance(index, list):
        index = {code: n for n, code in enumerate(index)}
    if index is None and isinstance(labels, dict) and size == 1:  # JSON-stat lets a single category go without index
        index = dict.fromkeys(labels, 0)
    if not isinstance(index, dict) or sorted(index.values(), key=str) != sorted(range(size), key=str):
        raise ContractError(f"{name}: the index of {dim!r} must number its {size} codes from 0.")
    known = labels if isinstance(labels, dict) else {}
    return {code: str(known.get(code, "")) for code in sorted(index, key=index.__getitem__)}


def _sparse(given: Any, what: str, cells: int, name: str) -> tuple[Places, list[Any]]:
    """The index of each cell that is not empty, and what it holds; a list means all cells in order, null none."""
    if isinstance(given, list):
        given = dict(enumerate(given))
    if not isinstance(given, dict):
        raise ContractError(f"{name}: {what} is {str(given)[:40]!r}; accepted is an object or a list.")
    wrong = [key for key in given if not re.fullmatch(r"[0-9]{1,18}", str(key)) or int(key) >= cells]
    if wrong:
        raise ContractError(f"{name}: {what} has the index {wrong[0]!r}; accepted is 0 to {cells - 1}.")
    there = {int(key): cell for key, cell in given.items() if cell is not None}
    return np.array(list(there), np.int64), list(there.values())


def _number(cell: Any, at: int, name: str) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
        raise ContractError(f"{name}: value {at} is {cell!r}; accepted is a number or null.")
    return float(cell)


def _updated(cube: dict[str, Any], name: str) -> str:
    printed = str(cube.get("updated") or "")
    match = re.match(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)?", printed)
    if printed and not (match and is_moment(match[0])):
        raise ContractError(f"{name}: updated is {printed!r}; expected is a form like 2026-09-03T11:00:00+0200.")
    return match[0] if match else ""


def _table_code(cube: dict[str, Any]) -> str:
    extension = cube.get("extension")
    return str(extension.get("id") or "").lower() if isinstance(extension, dict) else ""
