"""Which rows of the archive no dataset takes, and whether LEFT_OUT.csv says why; and rows that stand there twice."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from etl.catalogue.declarations import Dataset
from etl.catalogue.references import nearest
from etl.history.archive import MOST_LINES, chosen, file_rows, lines, listed
from etl.model.errors import CatalogueError, Fault

MOST_TWICE = 20  # faults
NO_FIGURES = ("PROVENANCE.csv", "LEFT_OUT.csv", "routes.csv")


def check_use(datasets: Iterable[Dataset], root: Path) -> None:
    """Raise CatalogueError where rows belong to no dataset and LEFT_OUT.csv does not say why, naming all of them.

    A line of LEFT_OUT.csv that leaves nothing out is an error too: it would hide a row that is added later.
    """
    entries = listed(root / "LEFT_OUT.csv", ("file", "provenance_id", "reason"))
    explained = {(row["file"], row["provenance_id"]) for row in entries if row["reason"]}
    unused, unread = _unused(tuple(datasets), root)
    accepted = "its id in archive.provenance_id of a dataset, or a reason in LEFT_OUT.csv"
    faults = [
        Fault(
            file, f"{lines(rows.index + 2)}: provenance_id", f"{len(rows)} rows of {line!r} belong to no dataset",
            _wanted(rows, file, tuple(datasets)) + accepted,
        )
        for (file, line), rows in unused.items()
        if (file, line) not in explained
    ]  # fmt: skip
    idle = sorted((file, line) for file, line in explained - set(unused) if file not in {f.file for f in unread})
    said = "datasets take all of these rows, or there are none"
    faults += [*unread, *(Fault("LEFT_OUT.csv", f"{file}, {line}", said) for file, line in idle)]
    if faults:
        raise CatalogueError(*faults)


def _wanted(rows: pd.DataFrame, file: str, datasets: tuple[Dataset, ...]) -> str:
    """What a dataset would take in the place of what stands there: `for category 'x': a, b; or `."""
    wheres = [part.where for dataset in datasets for part in dataset.archive if part.file == file and part.where]
    said = ""
    for column in sorted(set(rows.columns).intersection(*wheres)) if wheres else ():
        accepted = sorted({value for where in wheres for value in where[column]})
        if strange := sorted(set(rows[column].unique()) - set(accepted)):
            shown = ", ".join(map(repr, strange[:MOST_LINES]))
            said += f"for {column} {shown}: {nearest(strange[0], accepted, 'archive.where')}; or "
    return said


def _unused(datasets: tuple[Dataset, ...], root: Path) -> tuple[dict[tuple[str, str], pd.DataFrame], list[Fault]]:
    """Rows that no dataset takes, by file and provenance line; what is wrong with files that cannot be read."""
    parts = [part for dataset in datasets for part in dataset.archive]
    unused: dict[tuple[str, str], pd.DataFrame] = {}
    unread: list[Fault] = []
    for path in sorted(p for p in root.glob("*.csv") if p.name not in NO_FIGURES):
        try:
            rows = file_rows(path)
            for part in parts:
                if part.file == path.name:
                    rows = rows.drop(chosen(path, part).index, errors="ignore")
        except CatalogueError as e:
            unread += e.faults
            continue
        unused |= {(path.name, str(line)): left for line, left in rows.groupby("provenance_id")}
    return unused, unread


def same_rows(root: Path) -> Iterator[Fault]:
    """Rows that stand twice as they are, whatever their dataset says."""
    for path in sorted(p for p in root.glob("*.csv") if p.name not in NO_FIGURES):
        try:
            rows = file_rows(path)
        except CatalogueError:
            continue
        twice = rows[rows.duplicated(keep=False)]
        for _, same in list(twice.groupby([*rows.columns], sort=False))[:MOST_TWICE]:
            yield Fault(path.name, lines(same.index + 2), "the same row", "each once")
