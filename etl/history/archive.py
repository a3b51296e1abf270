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
from etl.model.provenance import WEAKEST_LAST

NO_FIGURES = ("PROVENANCE.csv", "LEFT_OUT.csv", "routes.csv")


@dataclass(frozen=True)
class ProvenanceLine:
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
    provenance: ProvenanceLine


def as_input(batch: ArchiveBatch, source: str, number: int) -> Input:
    """The batch as an input of a release."""
    p = batch.provenance
    return Input(
        number, batch.dataset, source, p.provenance, batch.vintage, batch.sha256, p.id, p.publisher,
        p.obtained_from, p.licence_note, p.input_sha256,
    )  # fmt: skip


def provenance(root: Path) -> dict[str, ProvenanceLine]:
    """PROVENANCE.csv by id; CatalogueError where one is none of original, derived, transcribed, quoted."""
    wanted = ("id", "provenance", "publisher", "obtained_from", "input_sha256", "licence_note")
    rows = _listed(root / "PROVENANCE.csv", wanted)
    strange = [r for r in rows if r["provenance"] not in WEAKEST_LAST]
    if strange:
        raise CatalogueError(
            *(
                Fault("PROVENANCE.csv", r["id"], f"provenance {r['provenance']!r}", ", ".join(WEAKEST_LAST))
                for r in strange
            )
        )
    return {row["id"]: ProvenanceLine(*(row[c] for c in wanted)) for row in rows}


def batches(dataset: Dataset, root: Path) -> list[ArchiveBatch]:
    """All archived rows of `dataset`, one batch per provenance line and vintage, in the order of the files."""
    known = provenance(root)
    made = list[ArchiveBatch]()
    for part in dataset.archive:
        path = root / part.file
        if not path.exists():
            said = f"there is no {part.file} in the archive"
            raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive.file", said, "a file of data/archive"))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        frame = _rows(path, part, dataset)
        for (source_line, vintage), rows in frame.groupby(["provenance_id", "vintage"], sort=True):
            if source_line not in known:
                said = f"provenance {source_line!r} is not in PROVENANCE.csv"
                raise CatalogueError(Fault(part.file, "provenance_id", said, "an id of PROVENANCE.csv"))
            tidy = rows[[*dataset.dims, "period", "value", "flag"]].reset_index(drop=True)
            made.append(ArchiveBatch(dataset.id, tidy, str(vintage), sha256, known[str(source_line)]))
    return made


def check_use(datasets: Iterable[Dataset], root: Path) -> None:
    """Raise CatalogueError where rows belong to no dataset and LEFT_OUT.csv does not say why, naming all of them.

    A line of LEFT_OUT.csv that leaves nothing out is an error too: it would hide a row that is added later.
    """
    lines = _listed(root / "LEFT_OUT.csv", ("file", "provenance_id", "reason"))
    explained = {(row["file"], row["provenance_id"]) for row in lines if row["reason"]}
    unused, unread = _unused(tuple(datasets), root)
    accepted = "its id in archive.provenance_id of a dataset, or a reason in LEFT_OUT.csv"
    faults = [
        Fault(file, "provenance_id", f"{rows} rows of {line!r} belong to no dataset", accepted)
        for (file, line), rows in unused.items()
        if (file, line) not in explained
    ]
    idle = sorted((file, line) for file, line in explained - set(unused) if file not in {f.file for f in unread})
    said = "datasets take all of these rows, or there are none"
    faults += [*unread, *(Fault("LEFT_OUT.csv", f"{file}, {line}", said) for file, line in idle)]
    if faults:
        raise CatalogueError(*faults)


def _unused(datasets: tuple[Dataset, ...], root: Path) -> tuple[dict[tuple[str, str], int], list[Fault]]:
    """Rows that no dataset takes, counted by file and provenance line; what is wrong with files that cannot be read."""
    parts = [part for dataset in datasets for part in dataset.archive]
    unused: dict[tuple[str, str], int] = {}
    unread: list[Fault] = []
    for path in sorted(p for p in root.glob("*.csv") if p.name not in NO_FIGURES):
        try:
            lines = _file(path, path.stat().st_mtime_ns)["provenance_id"]
            for part in parts:
                if part.file == path.name:
                    lines = lines.drop(_chosen(path, part).index, errors="ignore")
        except CatalogueError as e:
            unread += e.faults
            continue
        unused |= {(path.name, str(line)): int(count) for line, count in lines.value_counts().sort_index().items()}
    return unused, unread


def _listed(path: Path, wanted: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a list; CatalogueError where it cannot be read or lacks a column."""
    try:
        with path.open(encoding="utf-8", newline="") as f:
            reader = csv.DictReader(f)
            rows, columns = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise CatalogueError(Fault(path.name, "", f"cannot be read: {e}")) from e
    _have(path.name, tuple(columns), wanted)
    return rows


def _have(file: str, columns: Iterable[str], wanted: Iterable[str]) -> None:
    """Raise CatalogueError where columns are missing."""
    columns = tuple(columns)
    if missing := [c for c in dict.fromkeys(wanted) if c not in columns]:
        raise CatalogueError(*(Fault(file, c, "no such column", ", ".join(columns)) for c in missing))


@lru_cache(maxsize=8)
def _file(path: Path, _changed: int) -> pd.DataFrame:
    """The file as text, read once for all datasets that take rows from it."""
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as e:
        raise CatalogueError(Fault(path.name, "", f"cannot be read: {' '.join(str(e).split())}")) from e
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes fields beyond the heading for names of rows
        raise CatalogueError(Fault(path.name, "", "cannot be read: a line has more fields than the heading"))
    _have(path.name, map(str, frame.columns), ("provenance_id", "vintage"))
    return frame


def _chosen(path: Path, part: Archive) -> pd.DataFrame:
    """The rows of the file that a dataset takes, as they stand there."""
    frame = _file(path, path.stat().st_mtime_ns)
    _have(path.name, map(str, frame.columns), (*part.where, *part.columns, *part.drop, *_own_value(part)))
    for column, accepted in part.where.items():
        frame = frame[frame[column].isin(accepted)]
    return frame[frame["provenance_id"].isin(part.provenance_id)] if part.provenance_id else frame


def _own_value(part: Archive) -> tuple[str, ...]:
    """The column of figures, where the dataset does not say which other one it is."""
    return () if "value" in (*part.columns.values(), *part.set) else ("value",)


def _rows(path: Path, part: Archive, dataset: Dataset) -> pd.DataFrame:
    frame = _chosen(path, part)
    if missing := sorted(set(part.provenance_id) - set(frame["provenance_id"])):
        wrong = f"{part.file} has no rows of {', '.join(missing)}"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive.provenance_id", wrong))
    frame = frame.rename(columns=part.columns).assign(**part.set).drop(columns=list(part.drop))
    for column, names in dataset.rename.codes.items():
        if column not in frame:
            wrong = f"{part.file} has no column {column}"
            raise CatalogueError(
                Fault(f"datasets/{dataset.id}.toml", "rename.codes", wrong, ", ".join(map(str, frame.columns)))
            )
        frame[column] = frame[column].replace(names)
    expected = {*dataset.dims, "period", "value", "flag", "vintage", "provenance_id"}
    if set(frame.columns) != expected:
        wrong = f"{part.file}: columns {sorted(set(frame.columns) ^ expected)} are missing or not mapped"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive", wrong, ", ".join(sorted(expected))))
    try:
        numbers = pd.to_numeric(frame["value"].replace("", None), errors="raise")
    except ValueError as e:
        raise CatalogueError(Fault(part.file, "value", str(e), "a number or nothing")) from e
    return frame.assign(value=numbers.astype("float64"))
