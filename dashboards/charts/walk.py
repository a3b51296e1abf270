"""The marks of a picture in the order in which a reader walks through them: row by row, each from its start. Pure.

A row is a series; in a heat map of months it is a year, in a ranking there is one, from the highest on.
"""

from dashboards.charts.model import Chart, Mark, Trace, by_year, drawable, ranked
from dashboards.charts.reading import Reading, packed

Row = tuple[Trace, tuple[Mark, ...]]


def rows(chart: Chart) -> tuple[Row, ...]:
    """Every mark of the picture, those without a figure too."""
    shown = drawable(chart)
    shown = by_year(shown) if shown.kind == "heatmap" else shown
    if shown.kind in ("ranked", "map"):
        return tuple((trace, ranked(trace)) for trace in shown.traces[:1])
    return tuple((trace, trace.marks) for trace in shown.traces)


def readings(chart: Chart) -> tuple[tuple[str, tuple[Reading, ...]], ...]:
    """What is said of each mark, by the series' id."""
    return tuple((trace.id, tuple(trace.reading(m) for m in marks)) for trace, marks in rows(chart))


def walked(chart: Chart) -> str:
    """The readings as a page carries them; "" where there is nothing to read."""
    return "" if chart.empty else packed(readings(chart))
