"""A picture said in words."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import Chart, Mark
from dashboards.figures.figure import default_figure
from etl.catalogue.catalogue import Lang


def test_a_line_is_told_from_where_to_where_with_peak_low_line_and_flag(make: Callable[[str, Lang], Chart]) -> None:
    said = alt_text(make("line", "en"))
    assert said.startswith("Line chart: Detections at the external borders. Detections, EU external borders, per year.")
    assert "From 104,503\u00a0detections in 2009 to 179,921\u00a0detections (provisional) in 2025" in said
    assert "highest 1,822,102\u00a0detections in 2015" in said
    assert "lowest 72,382\u00a0detections in 2012" in said
    assert "Lines: the letter: 150,000 in 2018." in said
    assert "Flagged: p provisional (2025)." in said


def test_the_same_in_dutch(make: Callable[[str, Lang], Chart]) -> None:
    said = alt_text(make("line", "nl"))
    assert "Van 104.503\u00a0detecties in 2009 naar 179.921\u00a0detecties (voorlopig) in 2025" in said
    assert "Lijnen: de brief: 150.000 in 2018." in said


def test_a_missing_period_is_named(gap_chart: Chart) -> None:
    assert "No figure for 2013." in alt_text(gap_chart)


def test_a_gap_in_one_of_two_lines_is_named_with_that_line(gap_chart: Chart) -> None:
    whole = replace(
        gap_chart.traces[0],
        id="b",
        label="Other",
        marks=tuple(replace(m, value=1.0) for m in gap_chart.traces[0].marks),
    )
    said = alt_text(replace(gap_chart, traces=(*gap_chart.traces, whole)))
    first = said[said.index("All returns") : said.index("Other:")]
    assert "no figure for 2013" in first
    assert "no figure" not in said[said.index("Other:") :]


def test_a_bullet_tells_each_row_with_its_target(make: Callable[[str, Lang], Chart]) -> None:
    said = alt_text(make("bullet", "nl"))
    assert "2018: 1.225\u00a0personen; quotum 750." in said


def test_a_ranking_tells_the_items_when_they_are_few(make: Callable[[str, Lang], Chart]) -> None:
    said = alt_text(make("ranked", "en"))
    assert "Central Mediterranean 66,551\u00a0detections" in said
    assert "No figure for Elsewhere." in said


def test_a_chart_without_figures_says_so(gap_chart: Chart) -> None:
    assert "No figures." in alt_text(replace(gap_chart, traces=()))


def test_words_that_somebody_wrote_win(gap_chart: Chart) -> None:
    assert alt_text(replace(gap_chart, alt="By hand.")) == "By hand."


def test_of_many_periods_the_newest_are_told_and_the_others_counted(make: Callable[[str, Lang], Chart]) -> None:
    chart = make("dumbbell", "en")
    marks = tuple(Mark(str(year), str(year), float(year), f"{year} persons") for year in range(2001, 2018))
    said = alt_text(replace(chart, frequency="A", traces=(replace(chart.traces[0], marks=marks),), rules=()))
    assert "2017: 2017 persons" in said
    assert "2005: 2005 persons" not in said
    assert "5 more rows, 2001 to 2005, are in the table." in said


@pytest.mark.parametrize("indicator", ["first_permits_per_100k", "applicants_per_100k", "recognition_rate"])
def test_a_whole_is_told_apart_and_is_neither_the_highest_nor_the_lowest(release_root: Path, indicator: str) -> None:
    chart = default_figure(indicator, "en").chart
    (whole,) = [m for m in chart.marks() if m.aggregate]
    ranking, _, apart = alt_text(chart).partition("shown apart: ")
    assert f"highest: {whole.label}" not in ranking
    assert f"lowest: {whole.label}" not in ranking
    assert "5 items" in ranking
    assert apart.startswith(whole.label)


def test_the_usual_provenance_is_said_once_and_that_of_a_series_with_its_name(release_root: Path) -> None:
    arrivals = alt_text(default_figure("irregular_arrivals", "en").chart)
    assert arrivals.count("computed by this monitor") == 1
    assert "(computed" not in arrivals
    rate = alt_text(default_figure("return_rate", "nl").chart)
    assert rate.count("overgenomen uit een lijst") == 1
    assert "geciteerde cijfers" in rate, "a figure that is not as the others says so itself"
