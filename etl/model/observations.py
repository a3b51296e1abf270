"""What readers of a release get: plain frozen values. Imports only the rule of provenance: pure code can use it."""

from collections.abc import Iterable
from dataclasses import dataclass

from etl.model.provenance import ORIGINAL, Provenance


@dataclass(frozen=True)
class Input:
    """Where figures came from: one vintage of one dataset, or one provenance line of the archive.

    provenance: original, derived, transcribed or quoted. vintage: ISO date (or month) of the publisher, "" if not
    known. snapshot: sha256 of the bytes the build read (an archive file or a pulled payload). provenance_id: line of
    PROVENANCE.csv, or dataset#number of a pulled snapshot. origin_sha256: sha256 of the file that an archive row was
    taken from, "" where it was read on a page.
    """

    id: int
    dataset: str
    source: str
    provenance: str
    vintage: str
    snapshot: str
    provenance_id: str
    publisher: str
    obtained_from: str
    licence: str
    origin_sha256: str = ""


def newest(used: Iterable[Input]) -> str:
    """The newest vintage, "" where none is known."""
    return max((i.vintage[:10] for i in used), default="")


def undated(used: Iterable[Input]) -> bool:
    """Whether the day of some of them is not known; these may be newer than the newest."""
    return any(not i.vintage for i in used)


@dataclass(frozen=True)
class Observation:
    """One value of one series. `value` is None where the publisher gave none: never 0.

    period: 2025, 2025-Q3 or 2025-08. flag: letters, "" for none. provenance: whether it was computed here,
    and the weakest of its inputs. vintage: newest vintage among its inputs. src: ids of its inputs.
    """

    period: str
    value: float | None
    flag: str = ""
    provenance: Provenance = ORIGINAL
    vintage: str = ""
    src: tuple[int, ...] = ()


@dataclass(frozen=True)
class Series:
    """One indicator for one geo and one category, oldest first."""

    indicator: str
    geo: str
    series: str
    points: tuple[Observation, ...]


def kinds(series: Iterable[Series]) -> list[Observation]:
    """One of all observations that have flag, vintage, inputs and provenance in common, with a figure and without.

    Of thousands of figures there are a few such; they tell where all of them come from.
    """
    return list(
        {(p.flag, p.vintage, p.src, id(p.provenance), p.value is None): p for s in series for p in s.points}.values()
    )


@dataclass(frozen=True)
class Coverage:
    """What a table holds now: rows, rows with a value, first and last period, ids of its inputs."""

    rows: int
    values: int
    first: str
    last: str
    inputs: tuple[int, ...]


@dataclass(frozen=True)
class TableRow:
    """One row of a table of the release: its codes in the order of `Tables.dims`, and what was observed."""

    codes: tuple[str, ...]
    point: Observation
