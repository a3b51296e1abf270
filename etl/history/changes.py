"""What one vintage of a table changed against the one held before: counted, and said in one sentence.

A value is revised where both vintages have one and they differ; new where only the later has one; withdrawn where only
the earlier has. A person's file may hold a choice of the rows, or be cut off at the end of a line: what it lacks was
not withdrawn, and is named.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from etl.model.period import in_order

MOST_NAMED = 12  # codes of a dimension, or series


@dataclass(frozen=True)
class Changes:
    """Counts of what changed.

    against: what was held before, in words. largest: the greatest revision (later minus earlier) and share: that in
    percent of the earlier value, None where nothing was revised or the earlier value is 0; at: where it stands.
    flags: figures of which only the flag or the confidentiality changed. rows: rows more (or, below 0, fewer).
    lacks: figures that the earlier has in rows that the later does not have; lacking: in words, which ones.
    """

    against: str
    revised: int = 0
    largest: float | None = None
    share: float | None = None
    at: str = ""
    new: int = 0
    withdrawn: int = 0
    flags: int = 0
    rows: int = 0
    lacks: int = 0
    lacking: str = ""

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.revised or self.new or self.withdrawn or self.flags or self.rows or self.lacks)

    def __str__(self) -> str:
        """Like `12 values revised, largest +26 (0.3 %) at geo NL, period 2015; 81 new; 0 withdrawn; 629 rows fewer`."""
        said = [_revised(self), f"{self.new:,} new", f"{self.withdrawn:,} withdrawn"]
        said += [f"{self.flags:,} with another flag only"] * bool(self.flags)
        said += [f"{abs(self.rows):,} rows {'more' if self.rows > 0 else 'fewer'}"] * bool(self.rows)
        said += [f"{self.lacks:,} not in it: {self.lacking}"] * bool(self.lacks)
        return f"against {self.against}: {'; '.join(said)}"


def compare(before: pd.DataFrame, after: pd.DataFrame, keys: list[str], against: str, whole: bool) -> Changes:
    """What `after` says otherwise than `before`; whole: a row that it lacks is gone."""
    said = ["value", "flag", "confidentiality"]
    texts = {key: pd.CategoricalDtype(sorted({*before[key].unique(), *after[key].unique()})) for key in keys}
    old, new = (_filled(frame)[[*keys, *said]].astype(texts) for frame in (before, after))
    both = old.merge(new, on=keys, how="outer", suffixes=("_old", "_new"), indicator=True)
    gone = both[(both["_merge"] == "left_only") & both["value_old"].notna()]
    if not whole:
        both = both[both["_merge"] != "left_only"]
    had, has = both["value_old"].notna(), both["value_new"].notna()
    revised = both[had & has & (both["value_old"] != both["value_new"])]
    same = had & has & (both["value_old"] == both["value_new"])
    flags = (both["flag_old"] != both["flag_new"]) | (both["confidentiality_old"] != both["confidentiality_new"])
    changes = Changes(
        against,
        revised=len(revised),
        new=int((~had & has).sum()),
        withdrawn=int((had & ~has).sum()),
        flags=int((same & flags).sum()),
        rows=len(after) - len(before) if whole else 0,
        lacks=len(gone),
        lacking=_lacking(gone, after, keys),
    )
    return _with_largest(changes, revised, keys)


def _lacking(gone: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> str:
    """Codes of which nothing is left, then series of which some periods are: `geo AT, BE; geo SE to 2025-03`."""
    said = []
    for key in keys:
        codes = set(gone[key].unique()) - set(after[key].unique())
        said += [f"{key} {_some(in_order(codes) if key == 'period' else sorted(codes))}"] * bool(codes)
        gone = gone[~gone[key].isin(codes)]
    if len(gone):
        dims = [key for key in keys if key != "period"]
        series = [dim for dim in dims if dim == "geo" or after[dim].nunique() > 1] or dims
        parts = [f"{_series(series, codes)} {_span(rows)}" for codes, rows in gone.groupby(series)["period"]]
        said.append(_some(parts, "; "))
    return "; ".join(said)


def _series(dims: list[str], codes: tuple[Hashable, ...]) -> str:
    return " ".join(f"{dim} {code}" for dim, code in zip(dims, codes, strict=True))


def _span(periods: "pd.Series[str]") -> str:
    ordered = in_order(periods.unique())
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"


def _some(names: list[str], between: str = ", ") -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return between.join(names[:MOST_NAMED]) + more


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    return frame if "confidentiality" in frame else frame.assign(confidentiality="")


def _with_largest(changes: Changes, revised: pd.DataFrame, keys: list[str]) -> Changes:
    if not len(revised):
        return changes
    steps = revised["value_new"] - revised["value_old"]
    row = revised.iloc[int(steps.abs().to_numpy().argmax())]
    largest, was = float(row["value_new"] - row["value_old"]), float(row["value_old"])
    place = [key for key in keys if revised[key].nunique() > 1 or key in ("geo", "period")]
    at = ", ".join(f"{key} {row[key]}" for key in place)
    share = round(100 * abs(largest) / abs(was), 1) if was else None
    return Changes(**{**vars(changes), "largest": largest, "share": share, "at": at})


def _revised(changes: Changes) -> str:
    count = f"{changes.revised:,} {'value' if changes.revised == 1 else 'values'} revised"
    if changes.largest is None:
        return count
    share = f" ({changes.share:g} %)" if changes.share is not None else ""
    return f"{count}, largest {changes.largest:+,.12g}{share} at {changes.at}"
