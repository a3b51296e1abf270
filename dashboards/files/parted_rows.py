"""Rows of a table, kept as parts: neighbouring columns, of which many rows have the same. Pure.

An export of 25,907 rows has 26 columns, 24 of which say the same in hundreds of rows: what tells about a place and
category, and what tells about flag, vintage and source. Each such kind is kept once and written once, for every form.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby
from typing import Any, Generic, TypeVar, overload

Cell = str | float | None
R = TypeVar("R", bound=tuple[Any, ...], covariant=True)
T = TypeVar("T")


@dataclass(frozen=True)
class RowPart:
    """Columns beside each other. kinds: what rows have in them, cell by cell; kind_of: of each row, its place there."""

    kinds: Sequence[tuple[Any, ...]]
    kind_of: Sequence[int]

    @property
    def width(self) -> int:
        """Number of its columns; 0 where there are no rows."""
        return len(self.kinds[0]) if self.kinds else 0

    def written(self, write: Callable[[tuple[Any, ...]], T]) -> Iterator[T]:
        """For each row what `write` makes of its kind, of which it is told once."""
        return map([write(kind) for kind in self.kinds].__getitem__, self.kind_of)


class PartedRows(Sequence[R], Generic[R]):
    """The rows of a table. make: a row of its cells."""

    def __init__(self, parts: Sequence[RowPart], make: Callable[[Iterable[Any]], R]) -> None:
        self.parts, self._make = parts, make

    def __len__(self) -> int:
        return len(self.parts[0].kind_of) if self.parts else 0

    def __iter__(self) -> Iterator[R]:
        cells = zip(*(part.written(tuple) for part in self.parts), strict=True)
        return (self._make(chain.from_iterable(each)) for each in cells)

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[R, ...]: ...
    def __getitem__(self, at: int | slice) -> R | tuple[R, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        return self._make(chain.from_iterable(part.kinds[part.kind_of[at]] for part in self.parts))

    @property
    def width(self) -> int:
        """Number of columns; 0 where there are no rows."""
        return sum(part.width for part in self.parts)

    @property
    def starts(self) -> Sequence[int]:
        """The first column of each part."""
        return (0, *accumulate(part.width for part in self.parts))[: len(self.parts)]

    def picked(self, columns: Sequence[int]) -> "PartedRows[tuple[Cell, ...]]":
        """These columns, in this order; rows are plain tuples."""
        places = [(n, at) for n, part in enumerate(self.parts) for at in range(part.width)]
        runs = groupby((places[column] for column in columns), key=lambda place: place[0]) if self else ()
        picked = [(self.parts[n], [at for _, at in run]) for n, run in runs]
        return PartedRows(
            [RowPart([tuple(k[at] for at in ats) for k in p.kinds], p.kind_of) for p, ats in picked], tuple
        )

    def written(self, columns: Sequence[int], write: Callable[[tuple[Any, ...]], T]) -> list[T]:
        """For each row what `write` makes of these columns; where they stand in one part, once for each kind of it."""
        picked = self.picked(columns)
        return list(picked.parts[0].written(write)) if len(picked.parts) == 1 else list(map(write, picked))

    def cells(self, column: int) -> list[Any]:
        """One column, cell by cell."""
        return self.written([column], lambda kind: kind[0])


def parted(rows: Iterable[Sequence[Any]], make: Callable[[Iterable[Any]], Any] = tuple) -> PartedRows[Any]:
    """Rows of which nothing is known, each column for itself: most cells of a column are alike."""
    if isinstance(rows, PartedRows):
        return rows
    return PartedRows([column(cells) for cells in zip(*rows, strict=True)], make)


def column(cells: Sequence[Any]) -> RowPart:
    """A column on its own."""
    at = {cell: n for n, cell in enumerate(dict.fromkeys(cells))}
    return RowPart([(cell,) for cell in at], [at[cell] for cell in cells])
