"""The line beside a newest figure: what it joins, what it does not, and that it begins at zero."""

import re

from dashboards.charts.svg.spark import HEIGHT, spark
from etl.model.observations import Observation


def points(*values: tuple[str, float | None]) -> list[Observation]:
    return [Observation(period, value) for period, value in values]


def lines(drawn: str) -> list[str]:
    """The strokes of the line, without that of zero."""
    found = re.search(r'class="spark-line" d="([^"]*)"', drawn)
    return [part for part in found[1].split("M") if part] if found else []


def test_neighbours_in_time_are_joined_and_the_newest_has_a_dot() -> None:
    drawn = spark(points(("2023", 1.0), ("2024", 2.0), ("2025", 3.0)), (), "")
    assert [part.count("L") for part in lines(drawn)] == [2]
    assert drawn.count("<circle") == 1


def test_a_missing_period_or_figure_is_a_gap() -> None:
    missing = points(("2019", 1.0), ("2020", 2.0), ("2022", 3.0), ("2023", 4.0))
    empty = points(("2019", 1.0), ("2020", 2.0), ("2021", None), ("2022", 3.0), ("2023", 4.0))
    for found in (missing, empty):
        assert [part.count("L") for part in lines(spark(found, (), ""))] == [1, 1]


def test_a_break_is_a_gap_also_between_months_of_two_years() -> None:
    years = points(("2019", 1.0), ("2020", 2.0), ("2021", 3.0), ("2022", 4.0))
    assert [part.count("L") for part in lines(spark(years, ("2021",), ""))] == [1, 1]
    months = points(("2019-11", 1.0), ("2019-12", 2.0), ("2020-01", 3.0), ("2020-02", 4.0))
    assert [part.count("L") for part in lines(spark(months, (), ""))] == [3]
    assert [part.count("L") for part in lines(spark(months, ("2020-01",), ""))] == [1, 1]
    assert [part.count("L") for part in lines(spark(months, ("2020",), ""))] == [1, 1], "a year begins with its January"


def test_a_figure_alone_is_a_dot() -> None:
    drawn = spark(points(("2015", 5.0), ("2019", 1.0)), (), "")
    assert lines(drawn) == []
    assert drawn.count("<circle") == 3  # each, and the newest larger


def test_the_axis_holds_zero() -> None:
    def zero(*values: float) -> float:
        drawn = spark([Observation(str(2000 + n), v) for n, v in enumerate(values)], (), "")
        return float(re.search(r'spark-zero" d="M0 ([\d.]+)H', drawn)[1])  # type: ignore[index]

    assert zero(900.0, 1000.0) == HEIGHT - 4
    assert zero(-10.0, -90.0) == 4
    assert zero(-50.0, 50.0) == HEIGHT / 2


def test_no_figure_no_picture() -> None:
    assert spark((), (), "") == spark(points(("2020", None)), (), "") == ""


def test_the_words_for_those_who_do_not_see_are_no_markup() -> None:
    assert 'aria-label="a &lt;b&gt; &quot;c&quot;"' in spark(points(("2020", 1.0)), (), 'a <b> "c"')
