"""Where a line of a chart is firm and where it leads to a provisional figure. Pure."""

from collections.abc import Iterator
from itertools import pairwise

from dashboards.charts.model import Mark


def segments(run: tuple[Mark, ...]) -> Iterator[tuple[tuple[Mark, ...], bool]]:
    """A run cut into (marks, firm): the pieces between final figures, and those that lead to a provisional one."""
    piece: list[Mark] = list(run[:1])
    firm: bool | None = None
    for a, b in pairwise(run):
        now = not (a.provisional or b.provisional)
        if firm is not None and now != firm:
            yield tuple(piece), firm
            piece = [a]
        piece.append(b)
        firm = now
    yield tuple(piece), firm is not False
