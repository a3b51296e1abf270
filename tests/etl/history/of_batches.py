"""Batches of a few cells in a line each, and histories of them as plain rows."""

import numpy as np
import pandas as pd

from etl.history.vintages import Batch, history

KEYS = ["geo", "period"]
Cell = tuple[float | None, str]


def batch(seen: str, number: int, scope: str = "", **cells: Cell | float | None) -> Batch:
    """Cells are named NL2015: value, or (value, flag)."""
    rows = []
    for name, cell in cells.items():
        value, flag = cell if isinstance(cell, tuple) else (cell, "")
        rows.append((name[:2], name[2:], np.nan if value is None else float(value), flag))
    frame = pd.DataFrame(rows, columns=[*KEYS, "value", "flag"]).astype({"geo": "str", "period": "str", "flag": "str"})
    return Batch(frame, seen, number, scope)


def told(*batches: Batch) -> list[tuple[object, ...]]:
    """The history as plain rows: geo, period, value, flag, seen_from, seen_until, current."""
    frame = history(list(batches), KEYS)
    columns = ["geo", "period", "value", "flag", "seen_from", "seen_until", "current"]
    return [
        tuple(None if isinstance(v, float) and np.isnan(v) else v for v in row)
        for row in frame[columns].itertuples(index=False, name=None)
    ]
