"""One series over time as a line of a few hundred bytes, to stand beside its newest figure. No text: the page has it.

The axis begins at zero, as in every picture here. A line never crosses a missing period or a break; a figure without
neighbours is a dot. The newest figure has a larger dot.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

from dashboards.charts.svg.parts import num
from etl.model.observations import Observation
from etl.model.period import begins_between, period

WIDTH, HEIGHT, EDGE = 140, 44, 4.0
DOT, NEWEST = 1.5, 3.0  # radius, pixels
Place = tuple[float, float]


@dataclass(frozen=True)
class _Scale:
    """The periods and values that the picture spans, and where each stands in it."""

    first: int
    last: int
    low: float
    high: float

    def at(self, period: int, value: float) -> Place:
        across = (period - self.first) / (self.last - self.first) if self.last > self.first else 1.0
        up = (value - self.low) / ((self.high - self.low) or 1.0)
        return EDGE + (WIDTH - 2 * EDGE) * across, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * up


def spark(points: Sequence[Observation], breaks: Collection[str], alt: str) -> str:
    """The picture; "" where there is no figure. points: oldest first. breaks: periods of a new meaning."""
    there = [p for p in points if p.value is not None]
    if not there:
        return ""
    values = [p.value or 0.0 for p in there]
    first, last = period(there[0].period).place, period(there[-1].period).place
    scale = _Scale(first, last, min(0.0, *values), max(0.0, *values))
    runs = [[scale.at(period(p.period).place, p.value or 0.0) for p in run] for run in _runs(there, breaks)]
    line = "".join("M" + "L".join(f"{num(x)} {num(y)}" for x, y in run) for run in runs if len(run) > 1)
    dots = "".join(_dot(run[0], DOT) for run in runs if len(run) == 1)
    zero = f'<path class="spark-zero" d="M0 {num(scale.at(scale.last, 0.0)[1])}H{WIDTH}"/>'
    drawn = f'<path class="spark-line" d="{line}"/>' if line else ""
    return (
        f'<svg class="spark" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(alt)}">{zero}{drawn}{dots}{_dot(runs[-1][-1], NEWEST)}</svg>'
    )


def _runs(there: Sequence[Observation], breaks: Collection[str]) -> list[list[Observation]]:
    """What a line may join: neighbours in time with no break between them."""
    runs: list[list[Observation]] = []
    for point in there:
        before = runs[-1][-1].period if runs else ""
        if before and period(before).next == period(point.period) and not _cut(before, point.period, breaks):
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _cut(before: str, after: str, breaks: Collection[str]) -> bool:
    return any(begins_between(before, change, after) for change in breaks)


def _dot(at: Place, radius: float) -> str:
    return f'<circle cx="{num(at[0])}" cy="{num(at[1])}" r="{num(radius)}"/>'
