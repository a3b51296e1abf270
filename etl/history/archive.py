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
from etl.model.errors import CatalogueError, Fault
from etl.model.observations import Input

KINDS = ("original", "derived", "transcribed", "quoted")
NO_FIGURES = ("PROVENANCE.csv", "LEFT_OUT.csv", "routes.csv")


@dataclass(frozen=True)
class Provenance:
    """One line of PROVENANCE.csv."""

    id: str
    kind: str
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


def as_input(batch: ArchiveBatch, source: str, number: int) -> Input:
    """The batch as an input of a release."""
    p = batch.provenance
    return Input(
        number, batch.dataset, source, p.kind, batch.vintage, batch.sha256, p.id, p.publisher, p.obtained_from,
        p.licence_note, p.input_sha256,
    )  # fmt: skip


def provenance(root: Path) -> dict[str, Provenance]:
    """PROVENANCE.csv by id; CatalogueError where kinds are none of original, derived, transcribed, quoted."""
    with (root / "PROVENANCE.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    strange = [r for r in rows if r["kind"] not in KINDS]
    if strange:
        raise CatalogueError(
            *(Fault("PROVENANCE.csv", r["id"], f"kind {r['kind']!r}", ", ".join(KINDS)) for r in strange)
        )
    wanted = ("id", "kind", "publisher", "obtained_from", "input_sha256", "licence_note")
    return {row["id"]: Provenance(*(row[c] for c in wanted)) for row in rows}


def batches(dataset: Dataset, root: Path) -> list[ArchiveBatch]:
    """All archived rows of `dataset`, one batch per provenance line and vintage, in the order of the files."""
    known = provenance(root)
    found = list[ArchiveBatch]()
    for part in dataset.archive:
        path = root / part.file
        if not path.exists():
            said = f"there is no {part.file} in the archive"
            raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive.file", said, "a file of data/archive"))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        frame = _rows(path, part, dataset)
        for (source_line, vintage), rows in frame.groupby(["provenance", "vintage"], sort=True):
            if source_line not in known:
                said = f"provenance {source_line!r} is not in PROVENANCE.csv"
                raise CatalogueError(Fault(part.file, "provenance", said, "an id of PROVENANCE.csv"))
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
    accepted = "its id in archive.provenance of a dataset, or a reason in LEFT_OUT.csv"
    found = [
        Fault(file, "provenance", f"{rows} rows of {line!r} belong to no dataset", accepted)
        for (file, line), rows in unused.items()
        if (file, line) not in explained
    ]
    idle = "datasets take all of these rows, or there are none"
    found += [Fault("LEFT_OUT.csv", f"{file}, {line}", idle) for file, line in sorted(explained - set(unused))]
    if found:
        raise CatalogueError(*found)


def _unused(datasets: tuple[Dataset, ...], root: Path) -> dict[tuple[str, str], int]:
    """Rows that no dataset takes, counted by file and provenance line."""
    parts = [part for dataset in datasets for part in dataset.archive]
    found: dict[tuple[str, str], int] = {}
    for path in sorted(root.glob("*.csv")):
        if path.name in NO_FIGURES:
            continue
        rows = _file(path, path.stat().st_mtime_ns)
        if "provenance" not in rows:
            raise CatalogueError(Fault(path.name, "provenance", "no such column", "one with ids of PROVENANCE.csv"))
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
        found = f"{part.file} has no rows of {', '.join(missing)}"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive.provenance", found))
    frame = frame.rename(columns=part.columns).assign(**part.set).drop(columns=list(part.drop))
    for column, names in dataset.rename.codes.items():
        if column not in frame:
            found = f"{part.file} has no column {column}"
            raise CatalogueError(
                Fault(f"datasets/{dataset.id}.toml", "rename.codes", found, ", ".join(map(str, frame.columns)))
            )
        frame[column] = frame[column].replace(names)
    expected = {*dataset.dims, "period", "value", "flag", "vintage", "provenance"}
    if set(frame.columns) != expected:
        found = f"{part.file}: columns {sorted(set(frame.columns) ^ expected)} are missing or not mapped"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive", found, ", ".join(sorted(expected))))
    try:
        numbers = pd.to_numeric(frame["value"].replace("", None), errors="raise")
    except ValueError as e:
        raise CatalogueError(Fault(part.file, "value", str(e), "a number or nothing")) from e
    return frame.assign(value=numbers.astype("float64"))
