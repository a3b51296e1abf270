"""What changed between two things a publisher said: batches of rows become one history of changes.

A batch is what one payload or one provenance line of the archive says. In the history a row is written only where the
value or the flag changed, so that "what did the source say on day X" is one WHERE clause. Nothing is ever removed.

A batch whose day of publication is not known stands in the present reading, in the place that its newest period
proves it cannot precede, but never in a reading of the past.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from etl.model.period import day, newest, period_end

__all__ = ["WITHDRAWN", "Batch", "day", "history", "period_end", "place"]
WITHDRAWN = ":"  # flag of a row that a later complete payload no longer has


@dataclass(frozen=True)
class Batch:
    """Rows that were published together.

    frame: key columns, `period`, `value`, `flag`. seen: ISO day from which the publisher showed it, "" if not known.
    input: id of the Input. scope: what was asked for; a row of the batch before with the same scope that is missing
    here was withdrawn. "" is a slice, which proves nothing about the rows it lacks.
    """

    frame: pd.DataFrame
    seen: str
    input: int
    scope: str = ""


def place(batch: Batch) -> str:
    """Where a batch stands in the order of publication: its day, else the end of its newest period."""
    return batch.seen or period_end(newest(batch.frame["period"].unique().tolist()))


def history(batches: list[Batch], keys: list[str]) -> pd.DataFrame:
    """One row per key and change.

    Columns: keys, value, flag, seen_from, seen_until (first day it no longer held), seen_last (last confirmation),
    src (input that first said it), src_last (input that last confirmed it), current. A batch whose day is not known
    gives no day: where others say the same as it, theirs count. Without batches there are no rows.
    """
    if not batches:
        return _nothing(keys)
    ordered = sorted(batches, key=lambda b: (place(b), not b.seen, b.input))
    frames = [_numbered(b, n, keys) for n, b in enumerate(ordered) if len(b.frame)]
    rows = pd.concat([*frames, *_withdrawals(ordered, keys)], ignore_index=True)
    rows = rows.sort_values([*keys, "n"], kind="stable", ignore_index=True)
    new_key = rows[keys].ne(rows[keys].shift()).any(axis=1)
    run = (new_key | _changed(rows)).cumsum()
    runs = rows.loc[~run.duplicated(), [*keys, "value", "flag"]].reset_index(drop=True)
    dated = rows["seen"] != ""
    telling = rows[dated | ~dated.groupby(run).transform("any")]
    said = telling.groupby(run.loc[telling.index], sort=False)[["seen", "input"]]
    runs[["seen_from", "src"]] = said.first().to_numpy()
    runs[["seen_last", "src_last"]] = said.last().to_numpy()
    runs = runs.astype({"src": "int64", "src_last": "int64", "seen_from": "str", "seen_last": "str"})
    runs["current"] = runs[keys].ne(runs[keys].shift(-1)).any(axis=1)
    return _until(runs, keys)[
        [*keys, "value", "flag", "seen_from", "seen_until", "seen_last", "src", "src_last", "current"]
    ]


def _nothing(keys: list[str]) -> pd.DataFrame:
    text = {k: pd.Series(dtype="str") for k in [*keys, "flag", "seen_from", "seen_until", "seen_last"]}
    whole = {k: pd.Series(dtype="int64") for k in ("src", "src_last")}
    return pd.DataFrame({**text, "value": pd.Series(dtype="float64"), **whole, "current": pd.Series(dtype="bool")})


def _numbered(batch: Batch, n: int, keys: list[str]) -> pd.DataFrame:
    return batch.frame[[*keys, "value", "flag"]].assign(n=n, seen=batch.seen, input=batch.input)


def _changed(rows: pd.DataFrame) -> "pd.Series[bool]":
    before = rows.shift()
    same = (rows["value"] == before["value"]) | (rows["value"].isna() & before["value"].isna())
    return ~(same & (rows["flag"] == before["flag"]))


def _until(runs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """seen_until = seen_from of the next run of the key whose day is known."""
    known = runs[runs["seen_from"] != ""]
    following = known["seen_from"].shift(-1).where(~known[keys].ne(known[keys].shift(-1)).any(axis=1), "")
    runs["seen_until"] = ""
    runs.loc[known.index, "seen_until"] = following
    return runs


def _withdrawals(ordered: list[Batch], keys: list[str]) -> list[pd.DataFrame]:
    """A row without value, flagged `:`, for each key of a batch that the next one of the same scope lacks.

    Some formats list cells without value and flag, others leave them out: those never said anything.
    """
    found = []
    whole = sorted(((b.scope, n, b) for n, b in enumerate(ordered) if b.scope), key=lambda w: w[:2])
    for (scope, _, before), (same, n, after) in pairwise(whole):
        if scope != same:
            continue
        said = before.frame[before.frame["value"].notna() | (before.frame["flag"] != "")]
        gone = said[keys].merge(after.frame[keys], how="left", on=keys, indicator=True)
        gone = gone.loc[gone["_merge"] == "left_only", keys]
        if len(gone):
            found.append(gone.assign(value=np.nan, flag=WITHDRAWN, n=n, seen=after.seen, input=after.input))
    return found
