"""One figure is one figure: in the marks, on the drawn line, in the interactive picture and in the table."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboards.charts.model import Chart
from dashboards.charts.plotly.picture import figure
from dashboards.charts.svg.picture import svg
from dashboards.charts.svg.scale import Linear
from dashboards.charts.table import table
from dashboards.text import formats
from etl.catalogue.catalogue import LANGS, Lang

Make = Callable[[str, Lang], Chart]


@pytest.mark.parametrize("lang", LANGS)
def test_a_line_says_the_same_everywhere(make: Make, drawn: Callable[[str], Any], lang: Lang) -> None:
    chart = make("line", lang)
    values = [m.value for m in chart.traces[0].marks]
    [points] = [t for t in figure(chart)["data"] if t.get("meta") == "total"]
    assert list(points["y"]) == values
    assert [row[1] for row in table(chart).rows] == [formats.number(v, 0, lang) for v in values if v is not None]
    assert _read_off(drawn(svg(chart, width=760, bare=True)), "0", lang) == pytest.approx(values, abs=2000)


def _read_off(parsed: Any, zero: str, lang: Lang) -> list[float]:
    """Values of the first series, read from the drawing with its own axis labels."""
    half = {"en": "0.5", "nl": "0,5"}[lang]
    heights = {t.text: float(t.get("y")) for t in parsed.all("text", text_anchor="end")}
    scale = Linear(heights[zero] - 4.5, heights[half] - 4.5, 0, 500_000)
    found: dict[float, float] = {}
    for points in parsed.lines(fill="none", stroke="var(--series-1)"):
        found |= dict(points)
    return [scale(y) for _, y in sorted(found.items())]


@pytest.mark.parametrize("kind", ["column", "stacked", "multiples"])
def test_values_over_time_are_the_marks(make: Make, kind: str) -> None:
    chart = make(kind, "en")
    by_id = {t["meta"]: list(t["y"]) for t in figure(chart)["data"] if "meta" in t}
    assert by_id == {t.id: [m.value for m in t.marks] for t in chart.traces}


@pytest.mark.parametrize("kind", ["ranked", "bullet", "dumbbell"])
def test_values_in_rows_are_the_marks(make: Make, kind: str) -> None:
    chart = make(kind, "en")
    found = {t["meta"]: dict(zip(t["y"], t["x"], strict=True)) for t in figure(chart)["data"] if "meta" in t}
    assert found == {t.id: {m.x: m.value for m in t.marks} for t in chart.traces}
    said = " ".join(cell for row in table(chart).rows for cell in row)
    assert all(formats.number(m.value, 0, "en") in said for m in chart.marks() if m.value is not None)


def test_cells_of_a_heat_map_are_the_marks(make: Make, drawn: Callable[[str], Any]) -> None:
    chart = make("heatmap", "en")
    [cells] = figure(chart)["data"]
    values = [m.value for m in chart.marks()]
    assert [v for row in cells["z"] for v in row] == values
    texts = drawn(svg(chart, width=760, bare=True)).texts
    assert all(any(t.startswith(formats.number(v, 0, "en")) for t in texts) for v in values if v is not None)
