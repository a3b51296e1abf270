"""What changed between two things a publisher said: batches of rows become one history of changes.

A batch is what one payload or one provenance line of the archive says. In the history a row is written only where the
value or the flag changed, so that "what did the source say on day X" is one WHERE clause. Nothing is ever removed.

A batch whose day of publication is not known stands in the present reading, in the place that its newest period
proves it cannot precede, but never in a reading of the past. The reverse is a batch of history, which was brought later
to fill a gap: it stands in readings of the past, and never in the present one.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from etl.model.period import newest, period_end

SAID = ("value", "flag", "confidentiality")  # a change of any of them is a new row of the history
WITHDRAWN = ":"  # flag of a row that a later complete payload no longer has


@dataclass(frozen=True)
class Batch:
    """Rows that were published together.

    frame: key columns, `period`, `value`, `flag` and, where the source has it, `confidentiality`. seen: ISO day from
    which the publisher showed it, "" if not known. input: id of the Input. scope: what was asked for; a row of the
    batch before with the same scope that is missing here was withdrawn. "" is a slice, which proves nothing about the
    rows it lacks. past: it is read as of its days only.
    """

    frame: pd.DataFrame
    seen: str
    input: int
    scope: str = ""
    past: bool = False


def place(batch: Batch) -> str:
    """Where a batch stands in the order of publication: its day, else the end of its newest period."""
    return batch.seen or period_end(newest(batch.frame["period"].unique().tolist()))


def history(batches: list[Batch], keys: list[str]) -> pd.DataFrame:
    """One row per key and change.

    Columns: keys, value, flag, confidentiality, seen_from, seen_until (first day it no longer held), seen_last (last
    confirmation), src (input that first said it), src_last (input that last confirmed it), current. A batch whose day
    is not known gives no day: where others say the same as it, theirs count. Without batches there are no rows.
    """
    if not batches:
        return _nothing(keys)
    ordered = sorted(batches, key=lambda b: (place(b), not b.seen, b.input))
    frames = [_numbered(b, n, keys) for n, b in enumerate(ordered) if len(b.frame)]
    rows = pd.concat([*frames, *_withdrawals(ordered, keys)]).sort_values([*keys, "n"], ignore_index=True)
    new_key = rows[keys].ne(rows[keys].shift()).any(axis=1)
    run = (new_key | _changed(rows)).cumsum() - 1
    runs = rows.loc[~run.duplicated(), [*keys, *SAID]].reset_index(drop=True)
    said = _said(rows, run)
    runs[["seen_from", "src"]] = said.first().to_numpy()
    runs[["seen_last", "src_last"]] = said.last().to_numpy()
    now = _said(rows[~rows["past"]], run).last()
    runs["current"] = _current(runs.loc[now.index, keys]).reindex(runs.index, fill_value=False)
    ours = runs["current"] & runs.index.isin(run[rows["past"]])  # history confirms it too, which is no word of today's
    runs.loc[ours, ["seen_last", "src_last"]] = now.loc[runs.index[ours]].to_numpy()
    runs = runs.astype({"src": "int64", "src_last": "int64", "seen_from": "str", "seen_last": "str"})
    days = sorted({b.seen for b in batches if b.seen and not b.past})
    return _until(runs, keys, days)[
        [*keys, *SAID, "seen_from", "seen_until", "seen_last", "src", "src_last", "current"]
    ]


def _nothing(keys: list[str]) -> pd.DataFrame:
    text = {
        k: pd.Series(dtype="str") for k in [*keys, "flag", "confidentiality", "seen_from", "seen_until", "seen_last"]
    }
    whole = {k: pd.Series(dtype="int64") for k in ("src", "src_last")}
    return pd.DataFrame({**text, "value": pd.Series(dtype="float64"), **whole, "current": pd.Series(dtype="bool")})


def _numbered(batch: Batch, n: int, keys: list[str]) -> pd.DataFrame:
    frame = batch.frame if "confidentiality" in batch.frame else batch.frame.assign(confidentiality="")
    return frame[[*keys, *SAID]].assign(n=n, seen=batch.seen, input=batch.input, past=batch.past)


def _changed(rows: pd.DataFrame) -> "pd.Series[bool]":
    before = rows.shift()
    same = (rows["value"] == before["value"]) | (rows["value"].isna() & before["value"].isna())
    letters = (rows["flag"] == before["flag"]) & (rows["confidentiality"] == before["confidentiality"])
    return ~(same & letters)


def _said(rows: pd.DataFrame, run: "pd.Series[int]") -> Any:
    """Day and input of the rows of each run, grouped; where days of some are known, of those only."""
    run = run.loc[rows.index]
    dated = rows["seen"] != ""
    telling = rows[dated | ~dated.groupby(run).transform("any")]
    return telling.groupby(run.loc[telling.index])[["seen", "input"]]


def _current(stated: pd.DataFrame) -> "pd.Series[bool]":
    """The last of each key among the runs that the present tells."""
    return stated.ne(stated.shift(-1)).any(axis=1)


def _until(runs: pd.DataFrame, keys: list[str], days: list[str]) -> pd.DataFrame:
    """seen_until = seen_from of the next run of the key whose day is known.

    What only history tells ends on the first of `days`, those of the present's batches, that lies after it.
    """
    known = runs[runs["seen_from"] != ""]
    following = known["seen_from"].shift(-1).where(~known[keys].ne(known[keys].shift(-1)).any(axis=1), "")
    runs["seen_until"] = ""
    runs.loc[known.index, "seen_until"] = following
    for at in runs.index[~runs["current"] & runs[keys].ne(runs[keys].shift(-1)).any(axis=1)]:
        runs.loc[at, "seen_until"] = next((day for day in days if day > runs.loc[at, "seen_last"]), "")
    return runs


def _withdrawals(ordered: list[Batch], keys: list[str]) -> list[pd.DataFrame]:
    """A row without value, flagged `:`, for each key of a batch that the next one of the same scope lacks.

    Some formats list cells without value and flag, others leave them out: those never said anything.
    """
    whole = sorted((b.scope, n, b) for n, b in enumerate(ordered) if b.scope)
    pairs = [
        *pairwise(w for w in whole if not w[2].past),
        *(p for p in pairwise(whole) if p[0][2].past or p[1][2].past),
    ]
    withdrawn = []
    for (scope, _, before), (same, n, after) in pairs:
        if scope != same:
            continue
        said = before.frame[before.frame["value"].notna() | (before.frame["flag"] != "")]
        gone = said[keys].merge(after.frame[keys], how="left", indicator=True)
        gone = gone.loc[gone["_merge"] == "left_only", keys]
        if len(gone):
            gone = gone.assign(value=np.nan, flag=WITHDRAWN, confidentiality="", n=n, seen=after.seen)
            withdrawn.append(gone.assign(input=after.input, past=before.past or after.past))
    return withdrawn
