"""The archive in git as batches: which rows of which file belong to a dataset, and where each came from.

Reads data/archive/*.csv and PROVENANCE.csv; knows no source and fetches nothing.
"""

import csv
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from etl.catalogue.declarations import Archive, Dataset
from etl.model.errors import CatalogueError, Fault
from etl.model.observations import Input

KINDS = ("original", "derived", "transcribed", "quoted")


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


@lru_cache(maxsize=8)
def _file(path: Path, _changed: int) -> pd.DataFrame:
    """The file as text, read once for all datasets that take rows from it."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def _rows(path: Path, part: Archive, dataset: Dataset) -> pd.DataFrame:
    frame = _file(path, path.stat().st_mtime_ns)
    for column, accepted in part.where.items():
        frame = frame[frame[column].isin(accepted)]
    if part.provenance:
        if missing := sorted(set(part.provenance) - set(frame["provenance"])):
            found = f"{part.file} has no rows of {', '.join(missing)}"
            raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive.provenance", found))
        frame = frame[frame["provenance"].isin(part.provenance)]
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
