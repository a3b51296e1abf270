"""Columns: a value stands over its own column, and over no other."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import default_figure
from etl.release.store import Release


@pytest.mark.parametrize(
    "indicator",
    ["resettled", "irregular_arrivals_same_months", "irregular_arrivals_same_months_change", "dtv_demonstrable_share"],
)
def test_the_newest_value_lies_on_no_other_year(indicator: str, drawn: Callable[[str], Any], release: Release) -> None:
    chart = default_figure(indicator, "en").chart
    newest = chart.traces[0].latest
    assert newest is not None
    parsed = drawn(svg(chart, width=330, bare=True))
    [box] = [box for said, box in parsed.boxes if said.split(" ")[0] == chart.number(newest.value)]
    bars = [r for r in parsed.all("rect", fill="var(--series-1)") if r.get("height") != "12"]
    ends = sorted((float(r.get("x")), float(r.get("x")) + float(r.get("width"))) for r in bars)
    assert box.left >= ends[-2][1] - 1, "right of the column before the last"
    assert box.left <= ends[-1][1], "and not beyond its own"
    assert box.right <= 332
