"""The archive in git as batches: which rows of which file belong to a dataset, and where each came from.

Reads data/archive/*.csv and PROVENANCE.csv (where each row came from); knows no source and fetches nothing.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from etl.catalogue.declarations import Archive, Dataset
from etl.model.errors import CatalogueError, Fault
from etl.model.observations import Input
from etl.model.provenance import WEAKEST_LAST

MOST_LINES = 5  # that a fault names


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
    """Rows of one provenance line and one vintage. `frame`: dims, period, value, flag.

    lines: of the rows in `file`, the heading being the first. columns: ours -> those of the file, where they differ.
    """

    dataset: str
    frame: pd.DataFrame
    vintage: str
    sha256: str
    provenance: ProvenanceLine
    file: str
    lines: pd.Index
    columns: dict[str, str]


def as_input(batch: ArchiveBatch, source: str, number: int) -> Input:
    """The batch as an input of a release."""
    p = batch.provenance
    return Input(
        number, batch.dataset, source, p.provenance, batch.vintage, batch.sha256, p.id, p.publisher,
        p.obtained_from, p.licence_note, p.input_sha256,
    )  # fmt: skip


def provenance(root: Path) -> dict[str, ProvenanceLine]:
    """PROVENANCE.csv by id; CatalogueError where one is none of original, derived, transcribed, quoted."""
    known, faults = _provenance(root)
    if faults:
        raise CatalogueError(*faults)
    return known


def _provenance(root: Path) -> tuple[dict[str, ProvenanceLine], list[Fault]]:
    wanted = ("id", "provenance", "publisher", "obtained_from", "input_sha256", "licence_note")
    rows = listed(root / "PROVENANCE.csv", wanted)
    accepted = ", ".join(WEAKEST_LAST)
    strange = [r for r in rows if r["provenance"] not in WEAKEST_LAST]
    faults = [Fault("PROVENANCE.csv", r["id"], f"provenance {r['provenance']!r}", accepted) for r in strange]
    return {row["id"]: ProvenanceLine(*(row[c] for c in wanted)) for row in rows}, faults


def batches(dataset: Dataset, root: Path) -> list[ArchiveBatch]:
    """All archived rows of `dataset`, one batch per provenance line and vintage, in the order of the files."""
    made, faults = read(dataset, root)
    if faults:
        raise CatalogueError(*faults)
    return made


def read(dataset: Dataset, root: Path) -> tuple[list[ArchiveBatch], list[Fault]]:
    """The batches that can be read, and all that is wrong in the others."""
    made, faults = list[ArchiveBatch](), list[Fault]()
    try:
        known, faults = _provenance(root)
    except CatalogueError as e:
        return made, list(e.faults)
    sound = {name: line for name, line in known.items() if line.provenance in WEAKEST_LAST}
    for part in dataset.archive:
        try:
            frame = _rows(root / part.file, part, dataset)
        except CatalogueError as e:
            faults += e.faults
            continue
        numbers, wrong = _numbers(frame["value"], part)
        faults += wrong
        made += _parted(frame.assign(value=numbers), part, dataset, root, sound)
        strange = frame[~frame["provenance_id"].isin(list(known))]
        for line, rows in strange.groupby("provenance_id"):
            said = f"provenance {line!r} is not in PROVENANCE.csv"
            faults.append(Fault(part.file, f"{lines(rows.index + 2)}: provenance_id", said, "an id of PROVENANCE.csv"))
    return made, faults


def _parted(
    frame: pd.DataFrame, part: Archive, dataset: Dataset, root: Path, known: dict[str, ProvenanceLine]
) -> Iterator[ArchiveBatch]:
    sha256 = hashlib.sha256((root / part.file).read_bytes()).hexdigest()
    columns = {ours: theirs for theirs, ours in part.columns.items()}
    for (line, vintage), rows in frame.groupby(["provenance_id", "vintage"]):
        if line in known:
            tidy = rows[[*dataset.dims, "period", "value", "flag"]].reset_index(drop=True)
            yield ArchiveBatch(
                dataset.id, tidy, str(vintage), sha256, known[str(line)], part.file, rows.index + 2, columns
            )


def _numbers(printed: "pd.Series[str]", part: Archive) -> tuple["pd.Series[float]", list[Fault]]:
    """The figures, NaN for none; a fault for each text that is no figure."""
    numbers = pd.to_numeric(printed, errors="coerce").astype("float64")
    wrong = printed[numbers.isna() & (printed != "")]
    column = next((theirs for theirs, ours in part.columns.items() if ours == "value"), "value")
    return numbers, [
        Fault(part.file, f"{lines(rows.index + 2)}: {column}", repr(text), "a number or nothing")
        for text, rows in wrong.groupby(wrong)
    ]


def lines(numbers: pd.Index) -> str:
    """Like `line 4` or `lines 4, 5, 9, 12, 15 and 3 more`."""
    more = f" and {len(numbers) - MOST_LINES:,} more" if len(numbers) > MOST_LINES else ""
    return f"line{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers[:MOST_LINES]))}{more}"


def listed(path: Path, wanted: tuple[str, ...]) -> list[dict[str, str]]:
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
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as e:
        raise CatalogueError(Fault(path.name, "", f"cannot be read: {' '.join(str(e).split())}")) from e
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes fields beyond the heading for names of rows
        raise CatalogueError(Fault(path.name, "", "cannot be read: a line has more fields than the heading"))
    _have(path.name, map(str, frame.columns), ("provenance_id", "vintage"))
    return frame


def file_rows(path: Path) -> pd.DataFrame:
    """The file as text, read once for all datasets that take rows from it; CatalogueError where it cannot be read."""
    return _file(path, path.stat().st_mtime_ns)


def chosen(path: Path, part: Archive) -> pd.DataFrame:
    """The rows of the file that a dataset takes, as they stand there."""
    frame = file_rows(path)
    _have(path.name, map(str, frame.columns), (*part.where, *part.columns, *part.drop, *_own_value(part)))
    for column, accepted in part.where.items():
        frame = frame[frame[column].isin(accepted)]
    return frame[frame["provenance_id"].isin(part.provenance_id)] if part.provenance_id else frame


def _own_value(part: Archive) -> tuple[str, ...]:
    """The column of figures, where the dataset does not say which other one it is."""
    return () if "value" in (*part.columns.values(), *part.set) else ("value",)


def _rows(path: Path, part: Archive, dataset: Dataset) -> pd.DataFrame:
    """The rows in the dataset's columns, all as text; CatalogueError where they do not fit."""
    if not path.exists():
        said = f"there is no {part.file} in the archive"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive.file", said, "a file of data/archive"))
    frame = chosen(path, part)
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
    return frame
