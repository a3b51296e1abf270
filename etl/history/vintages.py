"""What changed between two things a publisher said: batches of rows become one history of changes.

A batch is what one payload or one provenance line of the archive says. In the history a row is written only where the
value or the flag changed, so that "what did the source say on day X" is one WHERE clause. Nothing is ever removed.

A batch whose day of publication is not known stands in the present reading, in the place that its newest period
proves it cannot precede, but never in a reading of the past. The reverse is a batch of history, which was brought later
to fill a gap: it stands in readings of the past, and never in the present one.
"""

from collections.abc import Iterator
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
    rows = _told(ordered, keys)
    past = rows["past"].to_numpy()
    new = _first_of_each(rows["key"]) | _changed(rows)
    rows["run"] = new.cumsum() - 1
    runs: pd.DataFrame = rows.loc[new, ["key", *keys, *SAID]].reset_index(drop=True)
    telling = _telling(rows)
    runs[["seen_from", "src"]] = telling.loc[_first_of_each(telling["run"]), ["seen", "input"]].set_axis(runs.index)
    runs[["seen_last", "src_last"]] = telling.loc[_last_of_each(telling["run"]), ["seen", "input"]].set_axis(runs.index)
    now = _telling(rows[~past])
    now = now[_last_of_each(now["run"])].set_index("run")
    runs["current"] = False
    runs.loc[now.index[_last_of_each(now["key"])], "current"] = True
    ours = now.index.intersection(rows.loc[past, "run"])  # history confirms it too, which is no word of today's
    ours = ours[runs.loc[ours, "current"]]
    runs.loc[ours, ["seen_last", "src_last"]] = now.loc[ours, ["seen", "input"]].to_numpy()
    runs["seen_until"] = _until(runs, sorted({b.seen for b in batches if b.seen and not b.past}))
    return runs[[*keys, *SAID, "seen_from", "seen_until", "seen_last", "src", "src_last", "current"]]


def _nothing(keys: list[str]) -> pd.DataFrame:
    text = {
        k: pd.Series(dtype="str") for k in [*keys, "flag", "confidentiality", "seen_from", "seen_until", "seen_last"]
    }
    whole = {k: pd.Series(dtype="int64") for k in ("src", "src_last")}
    return pd.DataFrame({**text, "value": pd.Series(dtype="float64"), **whole, "current": pd.Series(dtype="bool")})


def _told(ordered: list[Batch], keys: list[str]) -> pd.DataFrame:
    """What every batch says of every key, and what it withdraws, by key in the order of publication.

    key: a number for each key, in the order of keys; n: that of the batch.
    """
    frames = [b.frame for b in ordered]
    rows = pd.concat([f[[*keys, *(c for c in SAID if c in f)]] for f in frames])
    if "confidentiality" not in rows:
        rows["confidentiality"] = ""
    rows["confidentiality"] = rows["confidentiality"].fillna("")
    rows["key"] = rows.groupby(keys).ngroup()
    rows["n"] = np.repeat(np.arange(len(ordered)), [len(f) for f in frames])
    rows["past"] = np.array([b.past for b in ordered])[rows["n"]]
    rows = pd.concat([rows, *_withdrawals(ordered, rows)])
    rows = rows.iloc[np.lexsort((rows["n"], rows["key"]))].reset_index(drop=True)
    rows["seen"] = pd.array([b.seen for b in ordered], dtype="str").take(rows["n"].to_numpy())
    rows["input"] = np.array([b.input for b in ordered])[rows["n"]]
    return rows


def _first_of_each(numbers: Any) -> "np.ndarray[Any, Any]":
    """Of numbers that stand together where they are the same: whether each is the first of its kind."""
    own = np.asarray(numbers)
    return np.append(True, own[1:] != own[:-1])[: len(own)]


def _last_of_each(numbers: Any) -> "np.ndarray[Any, Any]":
    return _first_of_each(np.asarray(numbers)[::-1])[::-1]


def _changed(rows: pd.DataFrame) -> "np.ndarray[Any, Any]":
    """Whether each row says something else than the one before it."""
    value = rows["value"].to_numpy()
    changed = np.append(True, (value[1:] != value[:-1]) & ~(np.isnan(value[1:]) & np.isnan(value[:-1])))
    for letters in ("flag", "confidentiality"):
        changed |= _first_of_each(rows[letters].factorize()[0])
    return changed


def _telling(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that tell when a run was said, and by whom: where days of some are known, those only."""
    dated, run = (rows["seen"] != "").to_numpy(), rows["run"].to_numpy()
    telling: pd.DataFrame = rows[dated | ~np.isin(run, run[dated])]
    return telling


def _until(runs: pd.DataFrame, days: list[str]) -> "pd.Series[str]":
    """The first day on which each run no longer held: that on which the next run of its key with a known day began.

    What only history tells ends on the first of `days`, those of the present's batches, that lies after it.
    """
    until = pd.Series("", index=runs.index)
    known = runs[runs["seen_from"] != ""]
    following = known["seen_from"].shift(-1).where(~_last_of_each(known["key"]), "")
    until[known.index] = following
    over = runs.index[~runs["current"] & _last_of_each(runs["key"])]
    after = np.searchsorted(np.array(days), runs.loc[over, "seen_last"].to_numpy(), side="right")
    until[over] = np.array([*days, ""])[after]
    return until


def _withdrawals(ordered: list[Batch], rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """A row without value, flagged `:`, for each key of a batch that the next one of the same scope lacks.

    Some formats list cells without value and flag, others leave them out: those never said anything.
    """
    whole = sorted((b.scope, n) for n, b in enumerate(ordered) if b.scope)
    of_history = {n for n, b in enumerate(ordered) if b.past}
    pairs = dict.fromkeys([*pairwise(w for w in whole if w[1] not in of_history), *pairwise(whole)])
    said = rows[rows["value"].notna() | (rows["flag"] != "")]
    for (scope, before), (same, after) in pairs:
        if scope != same:
            continue
        gone = said[said["n"] == before]
        gone = gone[~gone["key"].isin(rows["key"][rows["n"] == after])]
        yield gone.assign(
            value=np.nan, flag=WITHDRAWN, confidentiality="", n=after, past=bool({before, after} & of_history)
        )
