"""Letters, signs and axes: a picture that cannot hold all says so; a panel means by them what its notes do."""

import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from dashboards.blocks.headline_card import NARROW, WIDE
from dashboards.charts.model import Chart
from dashboards.charts.notes import legend_notes, signs, suffix
from dashboards.charts.svg.axes import value_steps
from dashboards.charts.svg.picture import svg
from dashboards.charts.svg.scale import Box, along
from dashboards.figures.figure import default_figure
from dashboards.pages.headline import FIRST
from dashboards.sheets.clocks import headline_figures
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.release.store import Release

Parse = Callable[[str], Any]


def _lettered(chart: Chart) -> list[str]:
    """The letters and signs of every figure that has some."""
    kinds = signs(chart)
    return [s for m in chart.marks() if m.value is not None and (s := suffix(m, kinds))]


def _drawn(chart: Chart, parsed: Any) -> int:
    """How many of them a picture shows: alone, or behind a value."""
    ends = tuple(_lettered(chart))
    return sum(t.split(" (")[0].endswith(ends) and (t in ends or t[0] in "0123456789-−") for t in parsed.texts)


def test_a_picture_of_lines_that_leaves_letters_out_says_so(drawn: Parse, release: Release) -> None:
    short = 0
    for n, indicator in enumerate(catalogue.load().indicators):
        chart = default_figure(indicator, LANGS[n % 2]).chart
        said = T["letters_thinned"][chart.lang] in legend_notes(chart)
        if chart.kind == "line" and chart.marks() and (letters := _lettered(chart)):
            left_out = _drawn(chart, drawn(svg(chart, width=330, bare=True))) < len(letters)
            assert said or not left_out, indicator
            short += left_out
        else:
            assert not said or chart.kind != "column", "columns have room for every letter"
    assert short > 5


@pytest.mark.parametrize("indicator", ["study_permits", "study_permits_change"])
def test_a_panel_marks_what_is_unusual_for_the_whole_picture(indicator: str, drawn: Parse, release: Release) -> None:
    chart = default_figure(indicator, "en").chart
    assert chart.kind == "multiples"
    texts = drawn(svg(chart, width=720, bare=True)).texts
    assert {t for t in texts if t in signs(chart).values()} <= set(_lettered(chart))
    assert sum(t == "*" or t == "§*" for t in texts) >= 1, "the quoted ones, in their own panel"


@pytest.mark.parametrize(
    ("indicator", "height", "top"), [("ind_first_by_nationality_monthly", 150, 6000), ("return_rate", 112, 60)]
)
def test_the_axis_of_a_small_picture_ends_near_its_highest_figure(
    indicator: str, height: int, top: float, release: Release
) -> None:
    assert value_steps(default_figure(indicator, "en").chart, height)[-1] == top


def _on_a_line(parsed: Any) -> list[str]:
    """Names and values of lines, and the letter's words, that hide a line or lie on one that leads to other words."""
    strokes = [f"var(--{kind}-{n})" for kind in ("series", "word") for n in range(1, 10)]
    lines = [points for stroke in strokes for points in parsed.lines(fill="none", stroke=stroke)]
    lines += parsed.lines(fill="none", stroke="var(--line)", stroke_width="0.8")  # from words to their point
    inks = {"".join(t.itertext()) for t in parsed.all("text") if t.get("fill", "").startswith("var(--word")}
    found = []
    for said, box in parsed.boxes:
        inner = box.inset(3, 2, 3, 2)
        pieces = (Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for line in lines for x, y in _points(line))
        if (said in inks or re.search("the letter|de brief", said)) and sum(
            inner.overlap(piece) > 0 for piece in pieces
        ) > 2:
            found.append(said)
    return found


def _points(line: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """A point at every two pixels or so of a line."""
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(1, int(math.dist((x0, y0), (x1, y1)) // 2))
        yield from ((x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(steps))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("width", "height"), [(330, None), (720, None), (300, 220)])
def test_words_in_a_picture_of_lines_hide_no_line(
    width: int, height: int | None, lang: Lang, drawn: Parse, release: Release
) -> None:
    found = {}
    for indicator, declared in catalogue.load().indicators.items():
        chart = default_figure(indicator, lang).chart if declared.chart == "line" else None
        if (
            chart
            and chart.kind == "line"
            and (on := _on_a_line(drawn(svg(chart, width=width, height=height, bare=True))))
        ):
            found[indicator] = on
    assert not found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_words_of_the_letter_lie_on_no_line_of_a_card(
    size: tuple[int, int], lang: Lang, drawn: Parse, release: Release
) -> None:
    met = 0
    for chart in (f.chart for f in headline_figures(release, catalogue.load(), lang)[FIRST:]):
        parsed = drawn(svg(chart, width=size[0], height=size[1], bare=True))
        lines = [line for line in parsed.lines(fill="none") if len(line) > 2]
        letters = [box for said, box in parsed.boxes if said.startswith({"en": "the letter", "nl": "de brief"}[lang])]
        met += len(letters)
        for box in letters:
            assert not any(box.overlap(piece) for line in lines for piece in along(line, 1)), chart.id
    assert met > 2


def test_no_white_edge_of_words_is_drawn_over_a_point(release: Release) -> None:
    """All points come last: two paths at least for each series, its newest point and the others."""
    seen = 0
    for n, indicator in enumerate(catalogue.load().indicators):
        chart = default_figure(indicator, LANGS[n % 2]).chart
        made = svg(chart, width=480, bare=True)
        if chart.kind == "line" and 'paint-order="stroke"' in made:
            behind = made.rpartition('paint-order="stroke"')[2]
            assert behind.count("<path") >= sum(t.latest is not None for t in chart.traces), indicator
            seen += 1
    assert seen > 10


def test_a_value_that_is_nearer_to_another_mark_has_a_line_to_its_own(release: Release) -> None:
    """Of the return rate of 2018 among the points of 2016 and of other series; and only the newest values are bold."""
    chart = default_figure("return_rate", "en").chart
    made = svg(chart, width=480)
    for value in ("41.4% §*", "33.0% §*"):
        words = made.index(f">{value}<")
        before = made.rindex("<path", 0, words)
        assert re.match(
            r'<path d="M[0-9. -]+[VHvhlL][^"]*" fill="none" stroke="var\(--line\)" stroke-width="0.8"/>', made[before:]
        )
        assert "font-weight" not in made[made.rindex("<text", 0, words) : words]
    newest = made.index(">32.1% §†<")
    assert 'font-weight="600"' in made[made.rindex("<text", 0, newest) : newest]


def test_each_of_five_lines_has_its_newest_value(release: Release, drawn: Parse) -> None:
    chart = default_figure("ind_grant_rate", "en").chart
    newest = {chart.number(t.latest.value) for t in chart.traces if t.latest and t.latest.value is not None}
    assert len(newest) == 5
    for width in (330, 480, 800):
        assert newest <= set(drawn(svg(chart, width=width)).texts), width


def test_no_line_below_a_picture_begins_or_ends_with_a_dot(release: Release, drawn: Callable[[str], Any]) -> None:
    joined = 0
    for n, indicator in enumerate(("return_rate", "ordered_to_leave", "coa_occupancy", "dtv_departures")):
        chart = default_figure(indicator, LANGS[n % 2]).chart
        for width in (330, 480, 800):
            lines = [each.strip() for each in drawn(svg(chart, width=width)).texts]
            assert not [each for each in lines if each.startswith("·") or each.endswith("·")], (indicator, width)
            joined += sum(" · " in each for each in lines)
    assert joined > 12
