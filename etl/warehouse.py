"""Write a release: one immutable folder with everything that the pages show. Reading is `etl.store`.

warehouse/releases/<id>/
    release.json                inputs, counts, code version: what this release is made of
    inputs.parquet              every vintage and provenance line, with hashes
    datasets/<id>.parquet       the history of a dataset: a row where value or flag changed
    indicators/<id>.parquet     the history of an indicator, made by its SQL at every day on which an input changed
    claims.json                 every claim, evaluated
    monitor.duckdb              all of it as one database, for people with a tool of their own
warehouse/CURRENT               the id of the release that is served

A release is written aside and becomes visible by one rename; CURRENT is swapped by one replace. Killed at any moment,
a build leaves the old release serving.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from etl import engine
from etl.declarations import Dataset, Indicator
from etl.errors import CatalogueError
from etl.observations import Input

INDICATOR_COLUMNS = ("geo", "series", "period", "value", "flag", "src")
COMMENTS = {
    "geo": "place: Eurostat's code (EL, UK, EU27_2020, EU28); EU = EU external borders (Frontex)",
    "series": "category or definition within the indicator",
    "period": "2025, 2025-Q3 or 2025-08",
    "value": "the figure; NULL where the publisher gives none (never 0)",
    "flag": "letters of the publisher: b break, d definition differs, e estimated, p provisional, r revised …",
    "seen_from": "first day on which the publisher showed this value; NULL = day not known",
    "seen_until": "first day on which it no longer did; NULL = still standing, or not known",
    "seen_last": "newest day on which it was confirmed; NULL = day not known",
    "current": "true for the value that stands now",
    "src": "ids in the table inputs: where the value came from",
    "src_last": "id in the table inputs: the newest confirmation",
}


def write_dataset(frame: pd.DataFrame, path: Path) -> None:
    """The history of a dataset as Parquet, sorted by its keys; unknown days become NULL."""
    dates = ["seen_from", "seen_until", "seen_last"]
    _parquet(frame.assign(**{c: frame[c].replace("", None).astype("str") for c in dates}), path)


def write_inputs(inputs: Sequence[Input], path: Path) -> None:
    """All inputs as Parquet."""
    _parquet(pd.DataFrame([vars(i) for i in inputs]), path)


def indicator_history(
    indicator: Indicator, datasets: dict[str, Path], inputs: Path, days: Sequence[str]
) -> pd.DataFrame:
    """The indicator as its SQL gives it on each of `days` (ISO, ascending) and now, folded to changes.

    Columns: geo, series, period, value (rounded to the declared decimals), flag, seen_from, seen_until, src, current.
    """
    db = engine.memory()
    readings = []
    for n, day in enumerate([*days, ""]):
        engine.dataset_views(db, datasets, inputs, as_of=day)
        readings.append(_reading(db, indicator).assign(n=n))
    return _folded(pd.concat(readings, ignore_index=True), list(days), indicator.frequency)


def _reading(db: engine.Connection, indicator: Indicator) -> pd.DataFrame:
    where = f"indicators/{indicator.id}.toml: sql"
    try:
        found = engine.table(db, indicator.sql)
    except engine.SqlError as e:
        raise CatalogueError(f"{where}: {e}") from e
    if tuple(found.column_names) != INDICATOR_COLUMNS:
        raise CatalogueError(f"{where}: returns {found.column_names}, expected {list(INDICATOR_COLUMNS)}")
    frame: pd.DataFrame = found.to_pandas()
    frame["value"] = frame["value"].astype("float64").round(indicator.decimals) + 0.0
    frame["flag"] = frame["flag"].fillna("")
    frame["src"] = frame["src"].map(lambda s: tuple(sorted(int(x) for x in s)))
    twice = frame[frame.duplicated(["geo", "series", "period"])]
    if len(twice):
        row = twice.iloc[0]
        raise CatalogueError(f"{where}: returns {row['geo']}, {row['series']}, {row['period']} twice")
    return frame


def _folded(rows: pd.DataFrame, days: list[str], frequency: str) -> pd.DataFrame:
    """Runs of equal value and flag over consecutive readings."""
    keys = ["geo", "series", "period"]
    rows = rows.sort_values([*keys, "n"], kind="stable", ignore_index=True)
    before = rows.shift()
    same_key = rows[keys].eq(before[keys]).all(axis=1)
    same = (rows["value"] == before["value"]) | (rows["value"].isna() & before["value"].isna())
    run = (~(same_key & same & (rows["flag"] == before["flag"]) & (rows["n"] == before["n"] + 1))).cumsum()
    first, last = rows[~run.duplicated()], rows[~run.duplicated(keep="last")]
    bounds: list[str | None] = [*days, None]
    end = [bounds[n + 1] if n + 1 < len(bounds) else None for n in last["n"]]
    return first[[*keys, "value", "flag"]].assign(
        seen_from=pd.Series([bounds[n] for n in first["n"]], index=first.index, dtype="object"),
        seen_until=pd.Series(end, index=first.index, dtype="object"),
        src_first=first["src"].map(list).to_numpy(),
        src=last["src"].map(list).to_numpy(),
        current=(last["n"] == len(days)).to_numpy(),
    )


def write_indicator(frame: pd.DataFrame, path: Path) -> None:
    """The history of an indicator as Parquet, sorted by geo, series and period."""
    _parquet(frame, path)


def write_database(folder: Path, datasets: Sequence[Dataset], indicators: Sequence[Indicator]) -> None:
    """`monitor.duckdb` with readable comments on every table and column."""
    tables = {
        "inputs": (
            folder / "inputs.parquet",
            "Where figures came from: vintages and provenance lines.",
            {"snapshot": "sha256 of the bytes the build read", "kind": "original, derived, transcribed or quoted"},
        )
    }
    for d in datasets:
        path = folder / "datasets" / f"{d.id}.parquet"
        if path.exists():
            tables[f"dataset {d.id}"] = (path, f"{d.title.en}. {d.counts.en} {d.counts_not.en}", COMMENTS)
    for i in indicators:
        words = f"{i.title.en}. {i.definition.en} {i.caveat.en} Unit: {i.unit}."
        tables[i.id] = (folder / "indicators" / f"{i.id}.parquet", words, COMMENTS)
    engine.write_database(folder / "monitor.duckdb", tables)


def publish(release_id: str, root: Path, write: Callable[[Path], dict[str, Any]]) -> None:
    """Let `write` fill a folder aside and return release.json; then make it visible and current, each in one step."""
    aside = root / "releases" / f".{release_id}.{os.getpid()}.part"
    shutil.rmtree(aside, ignore_errors=True)
    for sub in ("datasets", "indicators"):
        (aside / sub).mkdir(parents=True)
    try:
        facts = write(aside)
        (aside / "release.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")
        final = root / "releases" / release_id
        if final.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(final)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    make_current(release_id, root)


def make_current(release_id: str, root: Path) -> None:
    """Let CURRENT name `release_id`, in one step."""
    part = root / f".CURRENT.{os.getpid()}"
    with part.open("w", encoding="utf-8") as f:
        f.write(release_id + "\n")
        f.flush()
        os.fsync(f.fileno())
    part.replace(root / "CURRENT")


def sweep(root: Path) -> None:
    """Remove what killed builds left aside."""
    for left in (root / "releases").glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False, compression="zstd")
