"""Write the files of a release, one immutable folder with all that the pages show. Reading is `etl.release.store`.

warehouse/releases/<id>/
    release.json                what this release is made of: inputs, counts, the sha256 of every file and its own
    inputs.parquet              every vintage and provenance line, with hashes
    datasets/<id>.parquet       the history of a dataset: a row where value or flag changed
    indicators/<id>.parquet     the history of an indicator, made by its SQL at every day on which an input changed
    claims.json                 every claim, evaluated
    monitor.duckdb              all of it as one database, for people with a tool of their own
warehouse/CURRENT               the id of the release that is served

How it becomes visible and is served: `etl.release.publish`. Whether it is whole: `etl.release.whole`.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from etl.catalogue.declarations import Indicator
from etl.catalogue.entries import Catalogue
from etl.model.errors import CatalogueError, Fault
from etl.model.observations import Input
from etl.release import engine

NOT_PASSED_ON = "{} is no figure of its datasets, and is not said to be computed"
PASSED_ON = "[src] for a row that is passed on; inputs_of, all_inputs or both_inputs for what is computed"
INDICATOR_COLUMNS = ("geo", "series", "period", "value", "flag", "src")
COMMENTS = {
    "geo": "place: Eurostat's code (EL, UK, EU27_2020, EU28); EU = EU external borders (Frontex); or a Frontex route",
    "series": "category or definition within the indicator",
    "period": "year, quarter, month or day: 2025, 2025-Q3, 2025-08 or 2025-08-31",
    "value": "the figure; NULL where the publisher gives none (never 0)",
    "flag": "letters of the publisher: b break, d definition differs, e estimated, p provisional, r revised …",
    "confidentiality": "capital letter of the publisher: C confidential, N not for publication …; empty = free",
    "seen_from": "first day on which the publisher showed this value; NULL = day not known",
    "seen_until": "first day on which it no longer did; NULL = still standing, or not known",
    "seen_last": "newest day on which it was confirmed; NULL = day not known",
    "current": "true for the value that stands now",
    "src": "ids in the table inputs: where the value came from",
    "src_first": "ids in the table inputs: where the value came from when it was first seen",
    "src_last": "id in the table inputs: the newest confirmation",
    "computed": "true where the value was computed here from its inputs, false where a published one is passed on",
}
INPUT_COMMENTS = {
    "id": "number in the columns src, src_first and src_last of the other tables",
    "dataset": "dataset to which the rows belong",
    "source": "eurostat, frontex or ind",
    "provenance": "original, derived (computed from originals), transcribed (typed over) or quoted (from a text)",
    "vintage": "day or month from which the publisher showed it; empty = not known",
    "snapshot": "sha256 of the bytes the build read",
    "provenance_id": "line of the archive's PROVENANCE.csv, or dataset#number of a pulled snapshot",
    "publisher": "who published the figures",
    "obtained_from": "where they were obtained",
    "licence": "terms of the publisher",
    "origin_sha256": "sha256 of the file that an archive row was taken from; empty = read on a page",
}


def write_dataset(frame: pd.DataFrame, path: Path) -> None:
    """The history of a dataset as Parquet, sorted by its keys; unknown days become NULL."""
    _parquet(_dated(frame), path)


def history_table(frame: pd.DataFrame) -> pa.Table:
    """The same in memory."""
    return pa.Table.from_pandas(_dated(frame), preserve_index=False)


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    dates = ["seen_from", "seen_until", "seen_last"]
    return frame.assign(**{c: frame[c].replace("", None).astype("str") for c in dates})


def write_inputs(inputs: Sequence[Input], path: Path) -> None:
    """All inputs as Parquet."""
    _parquet(pd.DataFrame([vars(i) for i in inputs]), path)


def declare(db: engine.Connection, catalogue: Catalogue) -> None:
    """Give SQL the macros and groups of the catalogue, once for all indicators."""
    engine.declare(db, {name: (m.arguments, m.sql) for name, m in catalogue.macros.items()}, catalogue.groups)


def open_views(db: engine.Connection, indicator: Indicator, catalogue: Catalogue) -> None:
    """What an indicator's SQL may name besides what is declared, read at present: its datasets and shared views."""
    engine.dataset_views(db, indicator.datasets)
    engine.shared_views(db, catalogue.views_over(indicator.datasets))


def indicator_history(
    db: engine.Connection, indicator: Indicator, days: Sequence[str], catalogue: Catalogue
) -> pa.Table:
    """The indicator as its SQL gives it on each of `days` (ISO, ascending) and now, folded to changes.

    `db` holds what is declared and the histories of its datasets (`engine.load_histories`). Columns: geo, series,
    period, value (rounded to the declared decimals), flag, seen_from, seen_until, src_first, src, computed, current.
    CatalogueError where the SQL is wrong, or a figure that it computes is not said to be.
    """
    file = f"indicators/{indicator.id}.toml"
    try:
        open_views(db, indicator, catalogue)
        columns = tuple(engine.reading_columns(db, indicator.sql))
        if columns != INDICATOR_COLUMNS:
            raise CatalogueError(Fault(file, "sql", f"returns {', '.join(columns)}", ", ".join(INDICATOR_COLUMNS)))
        history = engine.folded(db, indicator.sql, indicator.datasets, days, indicator.decimals)
        if twice := engine.repeated(db):
            raise CatalogueError(Fault(file, "sql", f"returns {', '.join(twice[0])} twice", "each cell once"))
        if unlike := engine.not_passed_on(db, indicator.datasets, len(days), indicator.decimals):
            raise CatalogueError(Fault(file, "sql", NOT_PASSED_ON.format(", ".join(map(str, unlike[0]))), PASSED_ON))
    except engine.SqlError as e:
        raise CatalogueError(Fault(file, "sql", engine.plain(e))) from e
    return history


def write_indicator(table: pa.Table, path: Path) -> None:
    """The history of an indicator as Parquet, sorted by geo, series and period."""
    parquet.write_table(table, path, compression="zstd")


def tables_for_people(folder: Path, catalogue: Catalogue) -> dict[str, tuple[Path, str, dict[str, str]]]:
    """What `monitor.duckdb` holds: name of a table -> its file, and readable comments on it and on its columns."""
    tables = {
        "inputs": (
            folder / "inputs.parquet",
            "Where figures came from: vintages and provenance lines.",
            INPUT_COMMENTS,
        )
    }
    dimensions = {name: d.note for name, d in catalogue.dimensions.items()}
    for d in catalogue.datasets.values():
        path = folder / "datasets" / f"{d.id}.parquet"
        if path.exists():
            tables[f"dataset {d.id}"] = (
                path,
                f"{d.title.en}. {d.counts.en} {d.counts_not.en}",
                dimensions | COMMENTS,
            )
    for i in catalogue.indicators.values():
        says = f"{i.title.en}. {i.definition.en} {i.caveat.en} Unit: {i.unit}."
        tables[i.id] = (folder / "indicators" / f"{i.id}.parquet", says, COMMENTS)
    return tables


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False, compression="zstd")
