"""The numbers at the ends of lines on a slide: none hides its own line or that of a line that ends close by."""

from io import BytesIO
from itertools import combinations

from pptx import Presentation
from pptx.enum.chart import XL_LABEL_POSITION as PLACE
from pptx.oxml.ns import qn

from dashboards.charts.model import Chart, drawable
from etl.catalogue import catalogue

LINES = sorted(i.id for i in catalogue.load().indicators.values() if i.chart == "line")
NEAR = 0.05  # of the highest value: two numbers at the same side would lie on one another


def drawn(deck: bytes):
    return next(s.chart for s in Presentation(BytesIO(deck)).slides[1].shapes if s.has_chart)


def close_by(chart) -> bool:
    """Whether two lines of a chart might end close by one another."""
    reach = max((abs(m.value) for t in chart.traces for m in t.marks if m.value is not None), default=0)
    ends = [(m.x, m.value) for t in chart.traces if (m := t.latest)]
    return any(x == other and abs(a - b) <= 2 * NEAR * reach for (x, a), (other, b) in combinations(ends, 2))


def test_numbers_of_lines_that_end_close_by_stand_at_different_sides(ask, shown) -> None:
    those = {i: chart for i in LINES if close_by(chart := drawable(shown(i).chart))}
    assert len(those) >= 5
    compared = sum(_apart(drawn(ask(f"/briefing/{i}.pptx").data), chart, i) for i, chart in those.items())
    assert compared >= 3


def _apart(chart, of: Chart, indicator: str) -> int:
    """How many pairs of numbers were near one another, each at its own side."""
    compared, found = 0, []
    for trace in of.traces:
        stretches = [s for s in chart.plots[0].series if s.name in (trace.name, f"{trace.name} (continued)")]
        ends = [(max(n for n, v in enumerate(s.values) if v is not None), s) for s in stretches]
        row, series = max(ends, key=lambda end: end[0])
        found.append((row, series.values[row], series.points[row].data_label.position))
    reach = max(abs(v) for s in chart.plots[0].series for v in s.values if v is not None)
    for (row, value, place), (other_row, other, other_place) in combinations(found, 2):
        if row == other_row and value != other and abs(value - other) < NEAR * reach:
            compared += 1
            assert place != other_place, (indicator, value, other)
            assert (place, other_place) != ((PLACE.BELOW, PLACE.ABOVE) if value > other else (PLACE.ABOVE, PLACE.BELOW))
    return compared


def test_letters_of_figures_that_lie_close_by_do_not_lie_on_one_another(ask) -> None:
    chart = drawn(ask("/briefing/return_rate.pptx?lang=nl").data)
    reach, found, apart = 50.2, [], 0
    for series in chart.plots[0].series:
        for point in series._element.findall(qn("c:dLbls") + "/" + qn("c:dLbl")):
            row, at = int(point.find(qn("c:idx")).get("val")), point.find(qn("c:dLblPos")).get("val")
            found.append((row, series.values[row], {"t": 1, "b": -1}[at]))
    for (row, value, side), (other_row, other, other_side) in combinations(found, 2):
        if row == other_row:
            between = (value + side * NEAR * reach) - (other + other_side * NEAR * reach)
            assert abs(between) > 0.4 * NEAR * reach, (row, value, other)
            apart += side != other_side
    assert apart > 3
