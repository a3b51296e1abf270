"""The archive in git as batches: which rows of which file belong to a dataset, and where each came from.

Reads data/archive/*.csv, PROVENANCE.csv (where each row came from) and LEFT_OUT.csv (which rows no dataset takes, and
why); knows no source and fetches nothing.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from etl.catalogue.declarations import Archive, Dataset
from etl.model.errors import CatalogueError
from etl.model.provenance import WEAKEST_LAST

NO_FIGURES = ("PROVENANCE.csv", "LEFT_OUT.csv", "routes.csv")


@dataclass(frozen=True)
class Provenance:
    """One line of PROVENANCE.csv."""

    id: str
    provenance: str
    publisher: str
    obtained_from: str
    input_sha256: str
    licence_note: str


@dataclass(frozen=True)
class ArchiveBatch:
    """Rows of one provenance line and one vintage. `frame`: dims, period, value, flag."""

    dataset: str
    frame: pd.DataFrame
    vintage: str
    sha256: str
    provenance: Provenance


def provenance(root: Path) -> dict[str, Provenance]:
    """PROVENANCE.csv by id; CatalogueError where a provenance is none of original, derived, transcribed, quoted."""
    with (root / "PROVENANCE.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        if row["provenance"] not in WEAKEST_LAST:
            accepted = ", ".join(WEAKEST_LAST)
            raise CatalogueError(f"PROVENANCE.csv: {row['id']}: provenance {row['provenance']!r}; accepted: {accepted}")
    wanted = ("id", "provenance", "publisher", "obtained_from", "input_sha256", "licence_note")
    return {row["id"]: Provenance(*(row[c] for c in wanted)) for row in rows}


def batches(dataset: Dataset, root: Path) -> list[ArchiveBatch]:
    """All archived rows of `dataset`, one batch per provenance line and vintage, in the order of the files."""
    known = provenance(root)
    found = []
    for part in dataset.archive:
        path = root / part.file
        if not path.exists():
            raise CatalogueError(f"datasets/{dataset.id}.toml: archive.file: there is no {part.file} in the archive")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        frame = _rows(path, part, dataset)
        for (source_line, vintage), rows in frame.groupby(["provenance", "vintage"], sort=True):
            if source_line not in known:
                raise CatalogueError(f"{part.file}: provenance {source_line!r} is not in PROVENANCE.csv")
            tidy = rows[[*dataset.dims, "period", "value", "flag"]].reset_index(drop=True)
            found.append(ArchiveBatch(dataset.id, tidy, str(vintage), sha256, known[str(source_line)]))
    return found


def check_use(datasets: Iterable[Dataset], root: Path) -> None:
    """Raise CatalogueError where rows belong to no dataset and LEFT_OUT.csv does not say why, naming all of them.

    A line of LEFT_OUT.csv that leaves nothing out is an error too: it would hide a row that is added later.
    """
    with (root / "LEFT_OUT.csv").open(encoding="utf-8", newline="") as f:
        explained = {(row["file"], row["provenance"]) for row in csv.DictReader(f) if row["reason"]}
    unused = _unused(tuple(datasets), root)
    found = [
        f"{file}: {rows} rows of {line!r} belong to no dataset; accepted: its id in archive.provenance of a dataset, "
        "or a reason in LEFT_OUT.csv"
        for (file, line), rows in unused.items()
        if (file, line) not in explained
    ]
    idle = sorted(explained - set(unused))
    found += [
        f"LEFT_OUT.csv: {file}, {line}: datasets take all of these rows, or there are none" for file, line in idle
    ]
    if found:
        raise CatalogueError("; ".join(found))


def _unused(datasets: tuple[Dataset, ...], root: Path) -> dict[tuple[str, str], int]:
    """Rows that no dataset takes, counted by file and provenance line."""
    parts = [part for dataset in datasets for part in dataset.archive]
    found: dict[tuple[str, str], int] = {}
    for path in sorted(root.glob("*.csv")):
        if path.name in NO_FIGURES:
            continue
        rows = _file(path, path.stat().st_mtime_ns)
        if "provenance" not in rows:
            raise CatalogueError(f"{path.name}: no column provenance; accepted: one, with ids of PROVENANCE.csv")
        lines = rows["provenance"]
        for part in parts:
            if part.file == path.name:
                lines = lines.drop(_chosen(path, part).index, errors="ignore")
        found |= {(path.name, str(line)): int(count) for line, count in lines.value_counts().sort_index().items()}
    return found


@lru_cache(maxsize=8)
def _file(path: Path, _changed: int) -> pd.DataFrame:
    """The file as text, read once for all datasets that take rows from it."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def _chosen(path: Path, part: Archive) -> pd.DataFrame:
    """The rows of the file that a dataset takes, as they stand there."""
    frame = _file(path, path.stat().st_mtime_ns)
    for column, accepted in part.where.items():
        frame = frame[frame[column].isin(accepted)]
    return frame[frame["provenance"].isin(part.provenance)] if part.provenance else frame


def _rows(path: Path, part: Archive, dataset: Dataset) -> pd.DataFrame:
    frame = _chosen(path, part)
    if missing := sorted(set(part.provenance) - set(frame["provenance"])):
        raise CatalogueError(f"datasets/{dataset.id}.toml: {part.file} has no rows of {', '.join(missing)}")
    frame = frame.rename(columns=part.columns).assign(**part.set).drop(columns=list(part.drop))
    for column, names in dataset.rename.codes.items():
        if column not in frame:
            raise CatalogueError(f"datasets/{dataset.id}.toml: rename.codes: {part.file} has no column {column}")
        frame[column] = frame[column].replace(names)
    expected = {*dataset.dims, "period", "value", "flag", "vintage", "provenance"}
    if set(frame.columns) != expected:
        raise CatalogueError(
            f"datasets/{dataset.id}.toml: {part.file}: columns {sorted(set(frame.columns) ^ expected)} "
            f"are missing or not mapped; expected {sorted(expected)}"
        )
    try:
        numbers = pd.to_numeric(frame["value"].replace("", None), errors="raise")
    except ValueError as e:
        raise CatalogueError(f"{part.file}: value: {e}; accepted: a number or nothing") from e
    return frame.assign(value=numbers.astype("float64"))
