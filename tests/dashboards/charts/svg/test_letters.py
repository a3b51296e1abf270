"""Letters, signs and axes: a picture that cannot hold all says so; a panel means by them what its notes do."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import pytest

from dashboards.blocks.headline_card import NARROW, WIDE
from dashboards.charts.model import Chart
from dashboards.charts.notes import BREAK_LETTER, SERIES_NAMED, legend_notes, signed_by_series, signs, suffix
from dashboards.charts.pieces import covered
from dashboards.charts.svg.axes import value_steps
from dashboards.charts.svg.line import RIM
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
    quoted = [t for t in chart.traces if t.sign in ("*", "§*")]
    assert 0 < len(quoted) < len(chart.traces), "the quoted ones, in their own panel"
    assert all(
        any(each.endswith(f"\u00a0{t.sign}") and t.label.endswith(each[:-2].strip()) for each in texts) for t in quoted
    )
    assert not [each for each in texts if each in signs(chart).values()], "said with the name, not at each figure"


def test_every_sign_stands_at_its_figure_or_once_behind_the_name_of_its_series(release: Release) -> None:
    once = 0
    for indicator in catalogue.load().indicators:
        chart = default_figure(indicator, "en").chart
        kinds = signs(chart)
        for trace in chart.traces:
            valued = [m for m in trace.marks if m.value is not None]
            for mark in valued:
                told = trace.sign or suffix(mark, kinds).removeprefix(mark.flag)
                assert told == kinds.get(mark.provenance, ""), (indicator, trace.id, mark.x)
                assert not (trace.sign and trace.sign in suffix(mark, kinds)), "not twice"
            once += bool(trace.sign)
            alike = len(chart.traces) > 1 and len({m.provenance for m in valued}) == 1
            assert chart.kind not in SERIES_NAMED or not alike or trace.sign == kinds.get(valued[0].provenance, "")
    assert once > 10


@pytest.mark.parametrize(("width", "height"), [(330, None), (720, None), (300, 220)])
def test_the_sign_of_a_series_is_drawn_with_its_name(
    width: int, height: int | None, drawn: Parse, release: Release
) -> None:
    chart = default_figure("return_rate", "en").chart
    signed = next(t for t in chart.traces if t.sign)
    assert signed.sign == "§†"
    texts = drawn(svg(chart, width=width, height=height, bare=True)).texts
    assert [each for each in texts if each.endswith(f"returns\u00a0{signed.sign}")]
    assert "32.1%" in texts
    assert not signed_by_series(replace(chart, traces=chart.traces[:1])).traces[0].sign, "one series has no name drawn"
    mixed = next(t for t in chart.traces if len({m.provenance for m in t.marks if m.value is not None}) > 1)
    assert not mixed.sign


def test_of_two_points_in_one_place_the_one_below_is_larger(drawn: Parse, release: Release) -> None:
    """Unaccompanied minors of 2022: IND 4,207 and COA 4,200."""
    chart = default_figure("ind_unaccompanied_minors", "nl").chart
    ind, coa = chart.traces
    assert abs(ind.by_x["2022"].value - coa.by_x["2022"].value) < 10
    alone = replace(chart, traces=(ind, replace(coa, marks=tuple(replace(m, value=None) for m in coa.marks))))
    sizes = {key: _widest_circle(svg(each, width=480)) for key, each in (("both", chart), ("alone", alone))}
    assert sizes["both"] == pytest.approx(sizes["alone"] + RIM, abs=0.11)
    apart = replace(coa, marks=tuple(replace(m, value=m.value and m.value + 900) for m in coa.marks))
    assert _widest_circle(svg(replace(chart, traces=(ind, apart)), width=480)) == sizes["alone"]


def test_of_three_points_in_one_place_each_is_seen(release: Release) -> None:
    chart = default_figure("ind_unaccompanied_minors", "nl").chart
    first = replace(chart.traces[0], id="first", label="first")
    sizes = covered({t.id: t.marks for t in (first, *chart.traces)}, lambda value: -value / 10)
    assert [sizes.get((name, "2022"), 0) for name in ("first", *(t.id for t in chart.traces))] == [2, 1, 0]
    assert sizes["first", "2015"] == 1, "the same series twice"
    assert (chart.traces[0].id, "2015") not in sizes, "COA has no figure there"


def _widest_circle(made: str) -> float:
    """The largest radius of a round marker."""
    return max(float(r) for r in re.findall(r"a([0-9.]+) \1 0 1", made))


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
    newest = made.index(">32.1%<")
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


@pytest.mark.parametrize("indicator", ["return_rate", "returned"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_letter_of_a_break_is_not_read_with_the_words_beside_it(
    indicator: str, lang: Lang, drawn: Parse, release: Release
) -> None:
    chart, letters = default_figure(indicator, lang).chart, 0
    for width, height in product(range(270, 400, 10), (200, 240, 280)):
        boxes = drawn(svg(chart, width=width, height=height, bare=True)).boxes
        for b in (box for said, box in boxes if said == BREAK_LETTER):
            letters += 1
            near = b.inset(-2, 4, -2, 4)
            assert not [s for s, box in boxes if s != BREAK_LETTER and box.overlap(near) > 0], (width, height)
    assert letters > 10
