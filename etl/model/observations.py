"""What readers of a release get: plain frozen values. Imports nothing of ours, so that pure code can use it."""

from collections.abc import Iterable
from dataclasses import dataclass

WEAKEST_LAST = ("original", "derived", "transcribed", "quoted")  # kinds of provenance


@dataclass(frozen=True)
class Input:
    """Where figures came from: one vintage of one dataset, or one provenance line of the archive.

    kind: original, derived, transcribed or quoted. vintage: ISO date (or month) of the publisher, "" if not known.
    snapshot: sha256 of the bytes the build read (an archive file or a pulled payload). origin_sha256: sha256 of the
    file that an archive row was taken from, "" where it was read on a page.
    """

    id: int
    dataset: str
    source: str
    kind: str
    vintage: str
    snapshot: str
    provenance: str
    publisher: str
    obtained_from: str
    licence: str
    origin_sha256: str = ""


def weakest(kinds: Iterable[str]) -> str:
    """The weakest of some kinds of provenance; "original" of none."""
    return max(kinds, key=WEAKEST_LAST.index, default="original")


def newest(used: Iterable[Input]) -> str:
    """The newest vintage, "" where none is known."""
    return max((i.vintage[:10] for i in used), default="")


def undated(used: Iterable[Input]) -> bool:
    """Whether the day of some of them is not known; these may be newer than the newest."""
    return any(not i.vintage for i in used)


@dataclass(frozen=True)
class Observation:
    """One value of one series. `value` is None where the publisher gave none: never 0.

    period: 2025, 2025-Q3 or 2025-08. flag: letters, "" for none. kind: the weakest kind among its inputs.
    vintage: newest vintage among its inputs. src: ids of its inputs.
    """

    period: str
    value: float | None
    flag: str = ""
    kind: str = "original"
    vintage: str = ""
    src: tuple[int, ...] = ()


@dataclass(frozen=True)
class Series:
    """One indicator for one geo and one category, oldest first."""

    indicator: str
    geo: str
    series: str
    points: tuple[Observation, ...]


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
