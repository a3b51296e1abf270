"""When a newest figure is old for its rhythm, and by which dataset; the age of a source."""

from datetime import date

import pytest

from dashboards.freshness import overdue, source_ages
from etl.catalogue import catalogue
from etl.model.observations import Coverage, Input, Observation

DATASETS = catalogue.load().datasets
CBS, SLOW, FRONTEX = "ind.82025ned", "eurostat.migr_eirtn", "frontex.ibc_route_month"


def an_input(number: int, dataset: str, vintage: str = "") -> Input:
    source = dataset.split(".")[0]
    return Input(number, dataset, source, "original", vintage, "", "", source, "", "")


INPUTS = {1: an_input(1, CBS), 2: an_input(2, SLOW), 3: an_input(3, FRONTEX)}


@pytest.mark.parametrize(
    ("period", "input_id", "following", "expected"),
    [
        ("2023", 1, "2024", "2025-05-30"),
        ("2023-Q4", 1, "2024-Q1", "2024-08-28"),
        ("2023-12", 1, "2024-01", "2024-06-29"),
    ],
)
def test_a_figure_is_old_from_the_day_after_its_successor_was_due(
    period: str, input_id: int, following: str, expected: str
) -> None:
    assert DATASETS[CBS].lag_days == 150
    point, due = Observation(period, 830.0, src=(input_id,)), date.fromisoformat(expected)
    assert overdue(point, INPUTS, DATASETS, due) is None
    found = overdue(point, INPUTS, DATASETS, date.fromordinal(due.toordinal() + 1))
    assert found is not None
    assert (found.dataset, found.next, found.due) == (CBS, following, expected)


@pytest.mark.parametrize(
    ("today", "months"), [("2026-11-27", 34), ("2026-11-30", 35), ("2026-12-30", 35), ("2026-12-31", 36)]
)
def test_the_age_is_in_whole_months_since_the_period_ended(today: str, months: int) -> None:
    found = overdue(Observation("2023", 830.0, src=(1,)), INPUTS, DATASETS, date.fromisoformat(today))
    assert found is not None
    assert found.months == months


def test_a_figure_of_two_datasets_waits_for_the_slower_one() -> None:
    slower = max((CBS, SLOW), key=lambda d: DATASETS[d].lag_days)
    found = overdue(Observation("2020", 1.0, src=(1, 2)), INPUTS, DATASETS, date(2026, 11, 27))
    assert found is not None
    assert found.dataset == slower


def test_a_year_so_far_is_as_old_as_the_last_of_its_months() -> None:
    month, year = Observation("2026-06", 11232.0, src=(3,)), Observation("2026", 50764.0, src=(3,))
    held = {FRONTEX: Coverage(1, 1, "2009-01", "2026-06", (3,))}
    today = date(2026, 11, 28)
    found = overdue(year, INPUTS, DATASETS, today, held)
    assert found == overdue(month, INPUTS, DATASETS, today, held) == overdue(month, INPUTS, DATASETS, today)
    assert found is not None
    assert (found.months, found.next) == (4, "2026-07")
    assert overdue(Observation("2025", 1.0, src=(3,)), INPUTS, DATASETS, date(2026, 1, 20), held) is None


def test_a_figure_whose_dataset_is_not_declared_has_no_age() -> None:
    assert overdue(Observation("2001", 1.0, src=(9,)), INPUTS, DATASETS, date(2026, 11, 27)) is None


def test_a_source_is_as_old_as_its_newest_dated_vintage() -> None:
    limit = DATASETS[FRONTEX].stale_after_days
    used = [
        an_input(1, FRONTEX, "2025-06-03"),
        an_input(2, FRONTEX, "2026-08-04"),
        an_input(3, CBS),
        an_input(4, FRONTEX),
    ]
    ages = {a.source: a for a in source_ages(used, DATASETS, date.fromordinal(date(2026, 8, 4).toordinal() + limit))}
    assert (ages["frontex"].vintage, ages["frontex"].age, ages["frontex"].stale) == ("2026-08-04", limit, False)
    assert (ages["ind"].vintage, ages["ind"].age, ages["ind"].stale) == ("", None, False)
    later = date.fromordinal(date(2026, 8, 4).toordinal() + limit + 1)
    assert source_ages(used, DATASETS, later)[0].stale


def test_a_vintage_of_a_month_counts_and_a_quotation_does_not_lend_its_limit() -> None:
    """As the release has it: the IND's tables of January 2026, and numbers quoted from publications before and then."""
    tables, quoted = "ind.83102ned_quarter", "ind.83102ned_quarter_nationality"
    used = [an_input(1, quoted, "2025-11-03"), an_input(2, tables, "2026-01"), an_input(3, quoted, "2026-01")]
    limit, end = DATASETS[tables].stale_after_days, date(2026, 1, 31).toordinal()
    assert limit < DATASETS[quoted].stale_after_days
    for age, stale in ((0, False), (limit, False), (limit + 1, True)):
        (ind,) = source_ages(used, DATASETS, date.fromordinal(end + age))
        assert (ind.vintage, ind.age, ind.stale) == ("2026-01", age, stale)
    assert source_ages(used, DATASETS, date(2026, 1, 20))[0].age == 0
