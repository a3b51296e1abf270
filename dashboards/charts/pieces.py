"""The pieces of a line: where it joins two figures, leads to a provisional one, and has points below others. Pure.

A line never crosses a missing period, a break, or a change of definition; a series that would be crumbs is dots.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from dashboards.charts.model import Chart, Mark, Trace, break_places, position

BREAK, DIFFERS = "b", "d"  # the publishers' letters
NEAR = 3.0  # pixels between two points of one period from which on one hides the other
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


def covered(drawn: Mapping[str, Sequence[Mark]], down: Callable[[float], float]) -> Mapping[tuple[str, str], int]:
    """Trace and period of each point that points of later series lie on, with how many: it is drawn so much larger.

    drawn: the marks of each series that have a point, in the order in which they are drawn. down: the pixel of a value.
    """
    above: dict[str, list[float]] = {}
    below = {}
    for series, marks in reversed([*drawn.items()]):
        there = [(m.x, down(m.value)) for m in marks if m.value is not None]
        for x, y in there:
            if hidden := sum(abs(y - other) < NEAR for other in above.get(x, ())):
                below[series, x] = hidden
        for x, y in there:
            above.setdefault(x, []).append(y)
    return below
