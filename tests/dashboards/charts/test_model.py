"""What every renderer agrees on: places on the axis, gaps, breaks, the range of values, who is provisional."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboards.charts.alt_text import gaps
from dashboards.charts.model import (
    BreakLine,
    Chart,
    Mark,
    Rule,
    Trace,
    break_places,
    by_year,
    columns,
    domain,
    drawable,
    position,
    ranked,
)
from dashboards.charts.notes import legend_notes, signs
from dashboards.charts.pieces import runs, segments
from dashboards.charts.reading import Reading
from dashboards.text import formats
from etl.catalogue.catalogue import Lang
from etl.model.provenance import Provenance


@pytest.mark.parametrize(
    ("before", "after"),
    [("2017", "2018"), ("2017-Q4", "2018-Q1"), ("2017-12", "2018-01"), ("2020-02-29", "2020-03-01")],
)
def test_neighbouring_periods_are_one_step_apart(before: str, after: str) -> None:
    assert position(after) - position(before) == 1


def test_what_is_no_period_has_no_place_on_an_axis() -> None:
    with pytest.raises(ValueError, match="accepted is a year"):
        position("2018-H1")


def test_a_period_that_nobody_published_keeps_its_place(gap_chart: Chart) -> None:
    without = replace(gap_chart.traces[0], marks=tuple(m for m in gap_chart.traces[0].marks if m.value is not None))
    chart = replace(gap_chart, traces=(without,))
    assert "2013" in columns(chart)
    assert gaps(chart) == ("2013",)


def test_an_axis_has_every_month_and_days_as_they_come(make: Callable[[str, Lang], Chart]) -> None:
    months = make("heatmap", "en")
    few = replace(months.traces[0], marks=(months.traces[0].marks[5], months.traces[0].marks[1]))
    assert columns(replace(months, traces=(few,))) == ("2024-02", "2024-03", "2024-04", "2024-05", "2024-06")
    days = tuple(replace(m, x=x) for m, x in zip(few.marks, ("2024-03-09", "2024-02-10"), strict=True))
    assert columns(replace(months, frequency="D", traces=(replace(few, marks=days),))) == ("2024-02-10", "2024-03-09")
    assert columns(make("ranked", "en"))[-1] == "x"


@pytest.mark.parametrize("drop", [True, False])
def test_a_line_is_interrupted_where_a_figure_is_missing(gap_chart: Chart, drop: bool) -> None:
    trace = gap_chart.traces[0]
    if drop:
        trace = replace(trace, marks=tuple(m for m in trace.marks if m.value is not None))
    pieces = [[m.x for m in run] for run in runs(gap_chart, trace)]
    assert pieces == [["2010", "2011", "2012"], ["2014", "2015", "2016"]]


def test_a_line_is_interrupted_where_the_series_breaks(routes_chart: Chart) -> None:
    first, second = runs(routes_chart, routes_chart.traces[0])
    assert (first[-1].x, second[0].x) == ("2017", "2018")


def test_categories_are_never_joined(make: Callable[[str, Lang], Chart]) -> None:
    chart = make("dumbbell", "en")
    assert all(len(run) == 1 for run in runs(chart, chart.traces[0]))


def test_the_way_to_a_provisional_figure_is_not_firm(routes_chart: Chart) -> None:
    *_, last = runs(routes_chart, routes_chart.traces[0])
    pieces = [([m.x for m in marks][-2:], firm) for marks, firm in segments(last)]
    assert pieces == [(["2023", "2024"], True), (["2024", "2025"], False)]


@pytest.mark.parametrize(("flag", "expected"), [("p", True), ("e", True), ("b", False), ("bp", True), ("", False)])
def test_provisional_and_estimated_figures_are_not_final(flag: str, expected: bool) -> None:
    assert Mark("2018", "2018", 1.0, "1", flag).provisional is expected


def test_the_axis_covers_zero_every_value_and_every_line(gap_chart: Chart) -> None:
    assert domain(gap_chart) == (0, 50.1)
    assert domain(replace(gap_chart, rules=(Rule(60, "line", "reference", value_high=70),))) == (0, 70)
    changes = Trace("c", "change", (Mark("2018", "2018", -91.8, "−91.8%"),))
    assert domain(replace(gap_chart, traces=(changes,))) == (-91.8, 0)


def test_the_axis_of_a_stack_covers_the_sum(make: Callable[[str, Lang], Chart]) -> None:
    assert domain(make("stacked", "en"))[1] == 153946 + 885386 + 764033  # 2015


def test_ranking_puts_a_missing_figure_last_and_keeps_it(make: Callable[[str, Lang], Chart]) -> None:
    order = ranked(make("ranked", "en").traces[0])
    assert [m.value for m in order] == [66551, 52502, 12526, None]


def test_ranking_goes_from_the_highest_down_and_puts_groups_of_countries_behind(
    make: Callable[[str, Lang], Chart],
) -> None:
    trace = make("ranked", "en").traces[0]
    first, *others = trace.marks[::-1]
    group = replace(trace.marks[0], value=999_999.0, aggregate=True)
    order = ranked(replace(trace, marks=(group, first, *others)))
    assert [m.value for m in order] == [66551, 52502, 12526, None, 999_999]


def test_a_missing_part_of_a_stack_adds_nothing(make: Callable[[str, Lang], Chart]) -> None:
    chart = make("stacked", "en")
    one, two, _ = chart.traces
    holed = replace(two, marks=tuple(replace(m, value=None) for m in two.marks))
    assert domain(replace(chart, traces=(one, holed))) == (0, max(m.value or 0 for m in one.marks))


def test_a_mark_is_read_by_its_own_words_or_else_by_the_labels_of_the_picture(gap_chart: Chart) -> None:
    trace = gap_chart.traces[0]
    said = Reading(place="Netherlands", series="All returns", period="2010", value="41.7%")
    mark = trace.marks[0]
    assert trace.reading(replace(mark, reading=said)) == said
    assert trace.reading(mark) == Reading(series="All returns", period="2010", value="41.7%")


def test_a_number_has_the_decimals_of_its_picture_and_a_sign_where_it_is_a_percentage(gap_chart: Chart) -> None:
    assert gap_chart.number(1234.56) == "1,234.6%"
    assert replace(gap_chart, unit="persons", decimals=0, lang="nl").number(1234.56) == "1.235"


def test_months_become_rows_of_years(make: Callable[[str, Lang], Chart]) -> None:
    grid = by_year(replace(make("heatmap", "nl"), breaks=(BreakLine("2025-01", "new method"),)))
    assert [m.x for m in grid.traces[1].marks] == [f"{n:02d}" for n in range(1, 13)]
    assert (grid.frequency, grid.breaks) == ("", ())
    assert [t.label for t in grid.traces] == ["2024", "2025"]
    assert [m.label for m in grid.traces[0].marks][:3] == ["jan", "feb", "mrt"]


def test_only_months_of_one_series_become_rows_of_years(make: Callable[[str, Lang], Chart], gap_chart: Chart) -> None:
    two = replace(make("heatmap", "nl"), traces=make("heatmap", "nl").traces * 2)
    assert by_year(two) is two
    assert by_year(gap_chart) is gap_chart


@pytest.mark.parametrize(
    ("start", "end", "x", "expected"),
    [
        (None, None, "2018", True),
        ("2018", "2018", "2019", False),
        ("2018", "2018", "2018-11", True),
        ("2018-01", "2019-10", "2019", True),
        ("2018-01", "2019-10", "2019-11", False),
        ("2018-01", "2019-10", "2017", False),
        (None, None, "Western Balkan Route", True),
        ("2018", None, "Western Balkan Route", False),
        ("2018", None, "2017", False),
        ("2018", None, "2019", True),
        (None, "2018", "2019", False),
        (None, "2018", "2017", True),
        ("2018-01-31", "2018-01-31", "2018-01-31", True),
    ],
)
def test_a_rule_holds_for_its_own_periods(start: str | None, end: str | None, x: str, expected: bool) -> None:
    assert Rule(1750, "ceiling", "ceiling", x_from=start, x_to=end).holds(x) is expected


def test_the_usual_kind_carries_no_sign_and_the_note_names_it(gap_chart: Chart) -> None:
    assert signs(gap_chart) == {Provenance("quoted"): "*"}
    notes = legend_notes(gap_chart)
    assert "* quoted from a publication" in notes
    assert f"Unless marked otherwise: {formats.provenance(Provenance('derived'), 'en')}" in notes


def test_only_flags_that_occur_are_explained(make: Callable[[str, Lang], Chart]) -> None:
    notes = legend_notes(make("line", "nl"))
    assert "p voorlopig" in notes
    assert not any(n.startswith("b ") for n in notes)


def test_the_colon_of_a_missing_figure_is_explained(make: Callable[[str, Lang], Chart]) -> None:
    column = make("column", "en")
    missing = replace(column.traces[0].marks[0], value=None)
    holed = replace(column, traces=(replace(column.traces[0], marks=(missing, *column.traces[0].marks[1:])),))
    assert ": not available" in legend_notes(holed)
    assert ": not available" not in legend_notes(column)


def test_a_break_outside_the_picture_interrupts_nothing(routes_chart: Chart) -> None:
    early = replace(routes_chart, breaks=(BreakLine("2008", "earlier"),))
    assert len(runs(early, early.traces[0])) == 1


def test_a_break_of_one_series_is_one_of_its_older_vintage_too() -> None:
    one = BreakLine("2018", "new method", ("NL all",))
    assert [one.about(Trace(name, "", ())) for name in ("NL all", "NL all then", "DE all then")] == [True, True, False]
    assert BreakLine("2018", "new method").about(Trace("DE all", "", ()))


@pytest.mark.parametrize(("kind", "expected"), [("bullet", "line"), ("ranked", "dumbbell")])
def test_no_series_is_dropped_by_a_kind_that_holds_one(
    make: Callable[[str, Lang], Chart], kind: str, expected: str
) -> None:
    chart = make(kind, "en")
    assert drawable(chart).kind == kind
    assert drawable(replace(chart, traces=chart.traces * 2)).kind == expected


@pytest.mark.parametrize(
    ("frequency", "code", "expected"),
    [
        ("A", "2014-03", "2014"),
        ("A", "2014", "2014"),
        ("M", "2014", "2014-01"),
        ("Q", "2014-05", "2014-Q2"),
        ("M", "2014-Q3", "2014-07"),
    ],
)
def test_a_break_finds_its_place_on_any_axis(routes_chart: Chart, frequency: str, code: str, expected: str) -> None:
    chart = replace(routes_chart, frequency=frequency, breaks=(BreakLine(code, "x"),))  # type: ignore[arg-type]
    [(place, _)] = break_places(chart)
    assert place == position(expected)


def test_columns_with_many_targets_become_bullets(make: Callable[[str, Lang], Chart]) -> None:
    assert drawable(replace(make("bullet", "en"), kind="column")).kind == "bullet"
    assert drawable(make("column", "en")).kind == "column"


@pytest.mark.parametrize(
    ("ends", "kind"),
    [
        (((None, "2010"), (None, "2011"), (None, "2012")), "bullet"),
        ((("2010", None), ("2011", None), ("2012", None)), "bullet"),
        ((("2010", None), ("2011", "2011")), "column"),
        (((None, None), (None, None), (None, None)), "column"),
    ],
)
def test_targets_are_many_from_three_that_hold_for_single_periods(
    make: Callable[[str, Lang], Chart], ends: tuple[tuple[str | None, str | None], ...], kind: str
) -> None:
    rules = tuple(Rule(1, f"{n}", "quota", x_from=a, x_to=b) for n, (a, b) in enumerate(ends))
    assert drawable(replace(make("column", "en"), rules=rules)).kind == kind


def _over(years: dict[int, tuple[float | None, str]]) -> tuple[Chart, Trace]:
    marks = tuple(Mark(str(y), str(y), v, f"{v}", flag) for y, (v, flag) in years.items())
    trace = Trace("t", "t", marks)
    return replace(EMPTY, traces=(trace,)), trace


EMPTY = Chart("c", "line", "en", "Title", "", "Year", "persons", 0, "A", ())


@pytest.mark.parametrize(
    ("letters", "pieces"),
    [
        ("......", ["012345"]),
        ("...b..", ["012", "345"]),  # the publisher marks a break: no line leads to it
        ("ddd...", ["012", "345"]),  # another definition until then
        ("d.d.d.", ["0", "1", "2", "3", "4", "5"]),  # nothing to join
        ("pppppp", ["012345"]),
    ],
)
def test_a_line_never_crosses_a_break_or_a_change_of_definition(letters: str, pieces: list[str]) -> None:
    chart, trace = _over({2010 + n: (float(n), letter.strip(".")) for n, letter in enumerate(letters)})
    assert ["".join(m.x[-1] for m in run) for run in runs(chart, trace)] == pieces


@pytest.mark.parametrize(
    ("years", "pieces"),
    [
        ((2010, 2011, 2013, 2014, 2016), 5),  # crumbs: as many gaps as joins
        ((2010, 2011, 2012, 2013, 2015, 2016, 2017), 2),
        ((2010, 2011), 1),
    ],
)
def test_sparse_figures_are_dots_and_no_crumbs_of_line(years: tuple[int, ...], pieces: int) -> None:
    chart, trace = _over({y: (float(y), "") for y in years})
    assert len(runs(chart, trace)) == pieces
