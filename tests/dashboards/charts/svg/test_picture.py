"""The static picture: honest about gaps and provisional figures, readable, complete, the same every time."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import BreakLine, Chart, Mark, Rule, Trace
from dashboards.charts.plotly.picture import figure
from dashboards.charts.svg.parts import polyline
from dashboards.charts.svg.picture import svg
from dashboards.charts.table import table
from etl.catalogue.catalogue import LANGS, Lang

KINDS = ("line", "column", "stacked", "ranked", "bullet", "dumbbell", "heatmap", "multiples")
Make = Callable[[str, Lang], Chart]
Parse = Callable[[str], Any]
SIZES = [
    (320, 150, True),
    (340, 230, True),
    (340, None, False),
    (620, 260, True),
    (760, None, True),
    (760, None, False),
]
LINE = {"fill": "none", "stroke": "var(--series-1)"}
HOLLOW = {"fill": "var(--surface)", "stroke": "var(--series-1)"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "height", "bare"), SIZES)
def test_no_text_leaves_the_picture_or_covers_other_text(
    make: Make, drawn: Parse, kind: str, lang: Lang, width: int, height: int | None, bare: bool
) -> None:
    parsed = drawn(svg(make(kind, lang), width=width, height=height, bare=bare))
    tall = float(parsed.root.get("height"))
    boxes = parsed.boxes
    for said, box in boxes:
        assert box.left >= -2, said
        assert box.right <= width + 2, said
        assert box.top >= -2, said
        assert box.bottom <= tall + 2, said
    for n, (said, box) in enumerate(boxes):
        for other, place in boxes[n + 1 :]:
            deep = min(box.bottom, place.bottom) - max(box.top, place.top)
            assert not (box.overlap(place) > 12 and deep > 2.5), (said, other)


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_smaller_than_twelve_pixels_or_turned(make: Make, drawn: Parse, kind: str) -> None:
    for width in (340, 760):
        parsed = drawn(svg(make(kind, "en"), width=width))
        assert all(float(e.get("font-size", "13")) >= 12 for e in parsed.root.iter())
        assert not any("transform" in e.attrib for e in parsed.root.iter())


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_the_same_every_time_and_small(make: Make, kind: str) -> None:
    assert svg(make(kind, "en"), width=760) == svg(make(kind, "en"), width=760)
    assert len(svg(make(kind, "en"), width=760)) < 15_000
    assert len(svg(make(kind, "en"), width=340, height=230, bare=True)) < 8_000


def test_a_missing_figure_leaves_a_gap_and_no_zero(gap_chart: Chart, drawn: Parse) -> None:
    parsed = drawn(svg(gap_chart, width=760, bare=True))
    lines = parsed.lines(**LINE)
    assert [len(points) for points in lines] == [3, 3]
    zero = next(float(t.get("y")) - 4.5 for t in parsed.all("text") if t.text == "0%")
    heights = [y for points in lines for _, y in points]
    assert max(heights) < zero - 50


def test_a_lone_figure_is_a_dot(gap_chart: Chart, drawn: Parse) -> None:
    marks = gap_chart.traces[0].marks
    lone = replace(gap_chart.traces[0], marks=(marks[0], replace(marks[1], value=None), *marks[2:]))
    parsed = drawn(svg(replace(gap_chart, traces=(lone,)), width=760))
    assert len(parsed.all("path", fill="var(--series-1)")) == 2  # the lone one and the latest


def test_a_provisional_figure_is_hollow_with_its_letter_and_a_dotted_way_to_it(make: Make, drawn: Parse) -> None:
    parsed = drawn(svg(make("line", "en"), width=760))
    assert len(parsed.all("path", **HOLLOW)) == 1
    assert "179,921 p" in parsed.texts
    assert [p.get("stroke-dasharray") for p in parsed.all("path", **LINE)] == [None, "2 3"]
    final = [replace(m, flag="") for m in make("line", "en").traces[0].marks]
    firm = drawn(svg(replace(make("line", "en"), traces=(Trace("t", "T", tuple(final)),)), width=760))
    assert not firm.all("path", **HOLLOW)


def test_a_provisional_column_is_outlined(make: Make, drawn: Parse) -> None:
    parsed = drawn(svg(make("column", "en"), width=760))
    bars = parsed.all("rect", fill="var(--series-1)")
    assert len(bars) == 17
    assert [b.get("stroke-dasharray") is not None for b in bars] == [False] * 16 + [True]


def test_a_missing_column_is_marked_and_a_zero_is_not(make: Make, drawn: Parse) -> None:
    marks = list(make("column", "en").traces[0].marks)
    marks[3], marks[5] = replace(marks[3], value=None), replace(marks[5], value=0.0)
    parsed = drawn(svg(replace(make("column", "en"), traces=(Trace("t", "T", tuple(marks)),)), width=760))
    assert parsed.texts.count(":") == 1
    assert len(parsed.all("rect", fill="var(--series-1)")) == 16


def test_a_stack_without_one_of_its_parts_is_marked(make: Make, drawn: Parse) -> None:
    chart = make("stacked", "en")
    first = chart.traces[0]
    holed = replace(first, marks=(replace(first.marks[0], value=None), *first.marks[1:]))
    parsed = drawn(svg(replace(chart, traces=(holed, *chart.traces[1:])), width=760, bare=True))
    assert parsed.texts.count(":") == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [340, 760])
def test_a_line_of_the_letter_is_named_in_the_plot(make: Make, drawn: Parse, lang: Lang, width: int) -> None:
    chart = make("line", lang)
    assert chart.rules[0].label in " ".join(drawn(svg(chart, width=width, bare=True)).texts)


def test_an_observation_and_a_target_look_different(make: Make, drawn: Parse) -> None:
    looks = {}
    for role in ("reference", "quota", "ceiling"):
        parsed = drawn(svg(replace(make("line", "en"), rules=(Rule(150000, "a line", role),)), width=760, bare=True))  # type: ignore[arg-type]
        [found] = [
            p
            for p in parsed.all("path")
            if p.get("stroke") in ("var(--line)", "var(--target)") and p.get("stroke-width") != "1"
        ]
        looks[role] = (found.get("stroke"), found.get("stroke-width"), found.get("stroke-dasharray"))
    assert looks["reference"] != looks["quota"] == looks["ceiling"]
    assert looks["reference"][2] is not None
    assert looks["quota"][2] is None


def test_a_rule_about_other_years_is_not_drawn(make: Make, drawn: Parse) -> None:
    chart = replace(make("line", "en"), rules=(Rule(500, "quota of 2030", "quota", x_from="2030", x_to="2030"),))
    assert "quota of 2030" not in drawn(svg(chart, width=760)).texts


def test_a_band_is_drawn_between_its_two_values(gap_chart: Chart, drawn: Parse) -> None:
    chart = replace(gap_chart, rules=(Rule(40, "40 to 45%", "reference", value_high=45),))
    parsed = drawn(svg(chart, width=760))
    assert len(parsed.all("rect", fill="var(--line)")) == 1
    assert "40 to 45%" in parsed.texts


def test_a_break_is_a_dotted_line_with_its_words_and_the_line_stops(routes_chart: Chart, drawn: Parse) -> None:
    parsed = drawn(svg(routes_chart, width=760, bare=True))
    assert len(parsed.all("path", stroke="var(--line)", stroke_dasharray="1.5 3")) == 1
    assert "new method" in parsed.texts
    outside = replace(routes_chart, breaks=(BreakLine("2001", "long ago"),))
    assert "long ago" not in drawn(svg(outside, width=760)).texts


def test_few_lines_are_named_at_their_ends_and_many_in_a_legend(routes_chart: Chart, drawn: Parse) -> None:
    wide, narrow = (drawn(svg(routes_chart, width=w, bare=True)) for w in (760, 340))
    place = {
        w: next(b for said, b in p.boxes if said == "Western Balkan") for w, p in (("wide", wide), ("narrow", narrow))
    }
    assert place["wide"].left > 560
    assert place["narrow"].top < 80


def test_a_quoted_figure_carries_its_sign(gap_chart: Chart, drawn: Parse) -> None:
    assert "50.1% *" in drawn(svg(gap_chart, width=760)).texts


def test_a_bullet_says_value_and_target_of_every_row(make: Make, drawn: Parse) -> None:
    for width in (340, 760):
        texts = drawn(svg(make("bullet", "nl"), width=width)).texts
        assert {"695", "2.265", "830 p"} <= set(texts)
        assert texts.count("quotum 500") == 5


def test_a_ranking_says_what_is_not_available(make: Make, drawn: Parse) -> None:
    assert "niet beschikbaar" in drawn(svg(make("ranked", "nl"), width=760)).texts


def test_a_picture_that_stands_alone_says_where_it_comes_from(make: Make, drawn: Parse) -> None:
    said = " ".join(drawn(svg(make("line", "nl"), width=760, theme="light")).texts)
    for part in ("Detecties aan de buitengrenzen", "per jaar", "p voorlopig", "Bron: Frontex (ibc_route_month)",
                 "stand van 4 augustus 2026", "example.org/f/a", "Release 2026-11-23-1a2b"):  # fmt: skip
        assert part in said
    assert "datum onbekend" in svg(replace(make("line", "nl"), as_of=""), width=760)


def test_a_bare_picture_leaves_title_and_source_to_the_page(make: Make, drawn: Parse) -> None:
    said = " ".join(drawn(svg(make("line", "en"), width=340, bare=True)).texts)
    assert "Source" not in said
    assert "Detections at" not in said


def test_in_a_page_colours_are_tokens_and_in_a_file_they_are_literal(make: Make) -> None:
    in_page, alone = svg(make("line", "en"), width=340), svg(make("line", "en"), width=340, theme="dark")
    assert not re.search(r"#[0-9a-f]{6}", in_page)
    assert "var(--" not in alone
    assert svg(make("line", "en"), width=340, theme="light") != alone


def test_it_is_one_image_with_a_description_and_no_ids_that_could_clash(make: Make, drawn: Parse) -> None:
    root = drawn(svg(make("line", "en"), width=340)).root
    assert root.get("role") == "img"
    assert "highest 1,822,102" in root.get("aria-label")
    assert not any("id" in e.attrib for e in root.iter())


def test_markup_in_words_stays_text(make: Make, drawn: Parse) -> None:
    chart = replace(make("line", "en"), title='<script>"x" & y</script>', rules=(Rule(1, "a < b & c", "reference"),))
    texts = drawn(svg(chart, width=760, theme="light")).texts
    assert '<script>"x" & y</script>' in texts
    assert "a < b & c" in texts


@pytest.mark.parametrize("kind", ["line", "column", "ranked", "bullet", "dumbbell", "multiples"])
def test_one_figure_is_enough_for_a_picture(make: Make, drawn: Parse, kind: str) -> None:
    mark = Mark("2018", "2018", 149036, "149,036")
    chart = replace(make(kind, "en"), frequency="A", traces=(Trace("t", "Total", (mark,)),), rules=(), breaks=())
    assert "149,036" in " ".join(drawn(svg(chart, width=340, bare=True)).texts)


def test_rows_that_are_years_stand_in_order_of_time_whichever_series_has_them(make: Make, drawn: Parse) -> None:
    told = {"then": ("2018", "2021"), "now": ("2016", "2018", "2019", "2021")}
    traces = tuple(Trace(t, t, tuple(Mark(y, y, int(y), f"{y} x") for y in years)) for t, years in told.items())
    chart = replace(make("dumbbell", "en"), frequency="A", traces=traces, rules=(), breaks=())
    years = [t for t in drawn(svg(chart, width=760, bare=True)).texts if t in ("2016", "2018", "2019", "2021")]
    assert years == ["2016", "2018", "2019", "2021"]
    said = alt_text(chart)
    assert sorted(years, key=lambda y: said.index(f"{y}: ")) == years


def test_rows_that_do_not_fit_make_the_picture_taller(make: Make, drawn: Parse) -> None:
    parsed = drawn(svg(make("bullet", "en"), width=320, height=60, bare=True))
    assert float(parsed.root.get("height")) > 8 * 16


def test_a_stack_of_one_part_is_drawn(make: Make, drawn: Parse) -> None:
    mark = Mark("2018", "2018", 149036, "149,036")
    chart = replace(make("stacked", "en"), traces=(Trace("t", "Total", (mark,)),))
    assert len(drawn(svg(chart, width=340, bare=True)).all("rect", fill="var(--series-1)")) == 1


def test_a_line_that_ends_early_is_named_where_it_ends(routes_chart: Chart, drawn: Parse) -> None:
    first, *others = routes_chart.traces
    early = replace(first, marks=first.marks[:5])
    parsed = drawn(svg(replace(routes_chart, traces=(early, *others), breaks=()), width=760, bare=True))
    place = next(box for said, box in parsed.boxes if said == early.label)
    assert place.left < 500


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_without_figures_is_still_a_picture(make: Make, drawn: Parse, kind: str) -> None:
    chart = make(kind, "en")
    empty = tuple(replace(t, marks=tuple(replace(m, value=None) for m in t.marks)) for t in chart.traces)
    for traces in (empty, ()):
        nothing = replace(chart, traces=traces)
        assert "There are no figures for this choice." in drawn(svg(nothing, width=340)).texts
        assert figure(nothing)["data"] == []
        assert {len(row) for row in table(nothing).rows} <= {len(table(nothing).header)}


def test_words_of_a_break_that_would_hide_the_line_become_a_letter_and_a_note(make: Make, drawn: Parse) -> None:
    long = "Detections are counted in another way from this year on, and by other services than in the years before it"
    chart = replace(make("heatmap", "en"), kind="line", breaks=(BreakLine("2025-01", long),))
    narrow = drawn(svg(chart, width=300, height=420, theme="light")).texts
    assert "b" in narrow
    assert f"b January 2025: {long}" in " ".join(narrow)
    short = replace(chart, breaks=(BreakLine("2025-01", "new"),))
    assert "new" in drawn(svg(short, width=300, bare=True)).texts


def test_a_dense_line_keeps_its_course_and_every_peak(drawn: Parse) -> None:
    points = [(n * 1.1, 100 + 30 * math.sin(n / 9) + (40 if n == 77 else 0)) for n in range(210)]
    short = polyline(points)
    [kept] = drawn(f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{short}"/></svg>').lines()
    assert (round(77 * 1.1, 1), round(points[77][1], 1)) in kept
    assert len(kept) < len(points)
    for x, y in points:
        (x0, y0), (x1, y1) = next((a, b) for a, b in pairwise(kept) if a[0] - 0.1 <= x <= b[0] + 0.1)
        slope = (y1 - y0) / (x1 - x0)
        assert abs(y0 + (x - x0) * slope - y) / math.hypot(1, slope) < 0.4, "a quarter of a pixel, and rounding"


def test_a_line_with_room_keeps_all_its_points() -> None:
    level = [(n * 40.0, 50.0) for n in range(17)]
    assert polyline(level) == "M0 50l" + " ".join(["40 0"] * 16)
