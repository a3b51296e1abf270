"""The pieces of a line: where it may join two figures, and where it leads to a provisional one. Pure.

A line never crosses a missing period, a break, or a change of definition; a series that would be crumbs is dots.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dashboards.charts.model import Chart, Mark, Trace, break_places, position

BREAK, DIFFERS = "b", "d"  # the publishers' letters
Run = tuple[Mark, ...]


def runs(chart: Chart, trace: Trace) -> tuple[Run, ...]:
    """The pieces of a trace that a line may connect. Categories are never joined, and neither are sparse figures."""
    there = tuple((m,) for m in trace.marks if m.value is not None)
    if not chart.frequency:
        return there
    breaks = [place for place, brk in break_places(chart) if brk.about(trace)]
    pieces: list[list[Mark]] = []
    before: Mark | None = None
    any_day = chart.frequency == "D"
    for mark in trace.marks:
        if mark.value is not None:
            if before is None or _apart(any_day, breaks, before, mark):
                pieces.append([])
            pieces[-1].append(mark)
        before = mark if mark.value is not None else None
    joins = len(there) - len(pieces)
    return there if len(pieces) > 1 and joins <= len(pieces) else tuple(map(tuple, pieces))


def _apart(any_day: bool, breaks: Sequence[int], a: Mark, b: Mark) -> bool:
    """Whether a period is missing between two figures, or the series breaks, as declared or as flagged."""
    start, end = position(a.x), position(b.x)
    if end - start > 1 and not any_day:
        return True
    return (bool(a.flag or b.flag) and redefined(a, b)) or (
        bool(breaks) and any(start < place <= end for place in breaks)
    )


def redefined(a: Mark, b: Mark) -> bool:
    """Whether the publisher's letters say that the second figure means something else than the first."""
    return BREAK in b.flag or (DIFFERS in a.flag) != (DIFFERS in b.flag)


def segments(run: Run) -> Iterator[tuple[Run, bool]]:
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
