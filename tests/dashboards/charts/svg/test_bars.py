"""Lines of the letter leave columns whole; dots of one row hide one another neither in place nor in words."""

import math
import re
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

import pytest

from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import default_figure
from etl.catalogue.declarations import LANGS, Lang
from etl.release.store import Release


@pytest.mark.parametrize("indicator", ["irregular_arrivals_change", "ordered_to_leave", "first_time_applicants_change"])
def test_a_line_of_the_letter_leaves_columns_whole(
    indicator: str, drawn: Callable[[str], Any], release: Release
) -> None:
    """Its light edge is broken where the line is."""
    parsed = drawn(svg(default_figure(indicator, "en").chart, width=480))
    edges = [
        e
        for tag in ("line", "path")
        for e in parsed.all(tag, stroke="var(--surface)")
        if e.get("stroke-width") == "3.5"
    ]
    assert edges
    assert all(e.get("stroke-dasharray") == "5 4" for e in edges)


@pytest.mark.parametrize("lang", LANGS)
def test_both_figures_of_a_year_are_seen_and_said(lang: Lang, drawn: Callable[[str], Any], release: Release) -> None:
    chart = default_figure("irregular_arrivals_announced", lang).chart
    held = [m for m in chart.marks() if m.value is not None]
    for width in (330, 480, 800):
        parsed = drawn(svg(chart, width=width))
        said = " ".join(parsed.texts)
        assert all(chart.number(m.value) in said for m in held)
        assert "→" not in said
        assert ":" not in parsed.texts
    starts = {n: _starts(parsed.all("path", fill=f"var(--series-{n})")) for n in (1, 2)}
    dots = [*((x + 5.5, y) for x, y in starts[1]), *((x - 4.6, y + 4.6) for x, y in starts[2])]  # circles; squares
    assert len(dots) >= len(held)
    assert all(math.dist(a, b) > 5.5 for a, b in combinations(dots, 2)), "a half of each is free at least"


def _starts(paths: Iterable[Any]) -> list[tuple[float, float]]:
    numbers = [re.findall(r"[0-9.]+", path.get("d")) for path in paths]
    return [(float(x), float(y)) for x, y, *_ in numbers]
