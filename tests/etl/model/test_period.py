"""Periods as spans of time: their days, order, neighbours, and what lies within what."""

import doctest
import tracemalloc
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import period as module
from etl.model.period import (
    at,
    begins_between,
    complete_years,
    day,
    earliest_day,
    extent,
    frequency_of,
    in_order,
    is_day,
    is_empty,
    is_moment,
    newest,
    parse,
    period,
    within,
)

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
FREQUENCIES = st.sampled_from(["A", "S", "Q", "M", "W", "D"])


def test_the_examples_are_true() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-S2", "2024-07-01", "2024-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2021-W01", "2021-01-04", "2021-01-10"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, first: str, last: str) -> None:
    found = period(text)
    assert (found.first.isoformat(), found.last.isoformat(), str(found)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2019-02-31", "2019-02-29", "0000-01-01", "0000", "2018-Q5", "2018-S3", "2018-13", "2018-00",
     "2021-W53", "2018-W54", "2018-W1",
     "20180805", "2018-8", " 2018", "2018\n", "٢٠١٨", "2018-０８", "2018-08-05T10:00", "-2018"],
)  # fmt: skip
def test_what_is_no_period_is_none_and_refused_with_what_is_accepted(text: str) -> None:
    assert parse(text) is None
    with pytest.raises(ValueError, match="a year, half-year, quarter, month, week or day"):
        period(text)


@given(DAYS, FREQUENCIES, st.integers(-30, 30))
def test_neighbours_meet_and_places_lead_back(a_day: date, frequency: module.Frequency, steps: int) -> None:
    start = period(_around(a_day)[frequency])
    assert (start.frequency, start.first <= a_day <= start.last) == (frequency, True)
    assert at(start.place, frequency) == start
    assert start.next.first == start.last + timedelta(days=1)
    assert at(start.place + steps, frequency).place - start.place == steps
    assert (start < at(start.place + steps, frequency)) is (steps > 0)


def _around(a_day: date) -> dict[str, str]:
    """The period of each frequency that has the day."""
    year, month = a_day.year, a_day.month
    return {
        "A": f"{year}", "S": f"{year}-S{(month + 5) // 6}", "Q": f"{year}-Q{(month + 2) // 3}",
        "M": f"{year}-{month:02d}", "W": f"{a_day:%G-W%V}", "D": a_day.isoformat(),
    }  # fmt: skip


def test_order_is_that_of_time_whatever_the_frequency() -> None:
    mixed = ["2018", "2018-Q4", "2018-12", "2018-Q3", "2018-08", "2018-08-31", "2018-W31", "2017-12", "2019-01"]
    assert in_order(mixed) == [
        "2017-12", "2018-W31", "2018-08-31", "2018-08", "2018-Q3", "2018-12", "2018-Q4", "2018", "2019-01",
    ]  # fmt: skip
    assert newest(["2025-Q4", "2025-11", "2025"]) == "2025"
    assert extent(["2025-Q1", "2025-02", "2024-12"]) == ("2024-12", "2025-Q1")
    assert newest([]) == ""


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2024-Q1", "", ["2024-01", "2024-02", "2024-06", "2024-12", "2025-01"]),
        ("", "2024-Q1", ["2023-12", "2024-01", "2024-02"]),
        ("2024", "2024", ["2024-01", "2024-02", "2024-06", "2024-12"]),
        ("2024-02-01", "2024-06-29", ["2024-02"]),
        ("2024-S2", "2025-01-31", ["2024-12", "2025-01"]),
        ("", "", ["2023-12", "2024-01", "2024-02", "2024-06", "2024-12", "2025-01"]),
    ],
)
def test_a_span_of_another_frequency_selects_what_lies_within_it(start: str, end: str, found: list[str]) -> None:
    months = ["2023-12", "2024-01", "2024-02", "2024-06", "2024-12", "2025-01"]
    assert within(months, start, end) == found


def test_without_a_span_all_of_them_are_within() -> None:
    assert within(["2024-01", "2025"]) == within(["2024-01", "2025"], "", "") == ["2024-01", "2025"]


def test_a_year_lies_not_within_a_part_of_it() -> None:
    assert within(["2023", "2024", "2025"], "2024-03", "") == ["2025"]
    assert within(["2022-01-03", "2022-06-27", "2023-01-02"], "2022-01", "2022-12") == ["2022-01-03", "2022-06-27"]


def test_a_span_is_empty_where_its_end_lies_before_its_start() -> None:
    assert is_empty("2025-Q1", "2024")
    assert not is_empty("2025-Q1", "2025-01")
    assert not is_empty("2025", "")
    assert not is_empty("2025-01-02", "2025-01-02")


@pytest.mark.parametrize(
    ("before", "change", "after", "parted"),
    [
        ("2013", "2014-03", "2014", True), ("2014", "2014-03", "2015", False), ("2013-12", "2014", "2014-01", True),
        ("2014-01", "2014", "2014-02", False), ("2020", "2021", "2022", True), ("2021", "2021", "2022", False),
        ("2020-Q4", "2021-01", "2021-Q1", True), ("2020-03-05", "2020-03-06", "2020-03-06", True),
        ("2020-03-06", "2020-03-06", "2020-03-07", False),
    ],
)  # fmt: skip
def test_a_break_parts_the_periods_around_its_first_day(before: str, change: str, after: str, parted: bool) -> None:
    assert begins_between(before, change, after) is parted


def test_a_year_is_complete_only_with_all_its_parts() -> None:
    months = [f"2024-{n:02d}" for n in range(1, 13)] + [f"2025-{n:02d}" for n in range(1, 12)]
    assert complete_years(months) == {2024}
    assert complete_years(["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"]) == {2024}
    assert complete_years(["2024", "2025"]) == {2024, 2025}
    assert complete_years(["2023", "2024-Q1"]) == set()
    assert complete_years(["2024-W01", "2024-01-01"]) == set()


def test_the_same_period_of_the_year_before() -> None:
    texts = ("2024", "2024-Q3", "2024-08", "2024-08-05", "2024-W10")
    assert [str(period(t).year_before) for t in texts] == ["2023", "2023-Q3", "2023-08", "2023-08-05", "2023-W10"]
    assert period("2024-02-29").year_before is None
    assert period("2026-W53").year_before is None


def test_days_vintages_and_frequencies() -> None:
    assert is_day("2024-02-29")
    assert not is_day("2024-02")
    assert (is_moment("2024-02-29"), is_moment("2026-08-04T11:00:00"), is_moment("2024-02-30")) == (True, True, False)
    assert (day("2017"), day("2017-02"), day("2026-08-04T11:00:00"), day("")) == (
        "2017-12-31", "2017-02-28", "2026-08-04", "",
    )  # fmt: skip
    assert (earliest_day("2017"), earliest_day("2017-02"), earliest_day("")) == ("2017-01-01", "2017-02-01", "")
    assert earliest_day("2026-08-04T11:00:00") == "2026-08-04"
    assert frequency_of(["2018-08", "2019-01"]) == "M"
    assert frequency_of(["2018-08", "2018"]) == ""


def test_what_strangers_ask_is_not_kept() -> None:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        assert [parse(f"{n}-{'9' * 3000}") for n in range(1_000)] == [None] * 1_000
        assert tracemalloc.get_traced_memory()[0] - before < 100_000
    finally:
        tracemalloc.stop()
