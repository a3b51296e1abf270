"""The dated history of a verdict, and whether a wording can be measured at all; on the real catalogue and release."""

from typing import Any

import pytest

from dashboards.letter.history import history
from dashboards.letter.measurable import not_measured
from dashboards.letter.statements import Statement
from dashboards.letter.targets import newest_figure
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Variant
from etl.model.observations import Observation


@pytest.fixture
def orders(declared: Catalogue) -> Any:
    """400,000 to 500,000 orders a year; figures of 2018 and before."""
    return declared.claims["p4_orders"]


def test_a_verdict_begins_on_the_day_of_the_letter_and_changes_with_the_figures(orders: Any) -> None:
    def at(v: Variant, day: str) -> Observation | None:
        if day < "2020-01-01" and day:
            return None
        return Observation(v.period, 450_000.0 if day == "2020-01-01" or not v.primary else 700_000.0)

    found = history(orders, ["2017-01-01", "2020-01-01", "2021-01-01"], at)
    assert [(c.day, c.before, c.after) for c in found] == [
        ("2019-10-14", "", "no_figure"),
        ("2020-01-01", "no_figure", "reproduced"),
        ("2021-01-01", "reproduced", "other_definition"),
    ]
    (cause,) = found[-1].causes
    assert cause.variant.primary
    assert (cause.was, cause.became) == (Observation("2018", 450_000.0), Observation("2018", 700_000.0))


def test_a_change_of_which_no_day_is_known_is_told_without_one(orders: Any) -> None:
    found = history(orders, [], lambda v, day: Observation(v.period, 700_000.0 if day else 450_000.0))
    assert [(c.day, c.after) for c in found] == [("2019-10-14", "differs"), ("", "reproduced")]


def test_what_names_no_number_or_has_no_series_is_apart_from_what_is_measured(stated: tuple[Statement, ...]) -> None:
    reasons = {s.claim.id: not_measured(s) for s in stated}
    assert reasons["p4_return_rate"] is None
    assert reasons["p5_quota_500"] is None
    assert reasons["p1_gcm"] == "no_number"
    assert reasons["p2_registration_1m"] == "no_series"
    assert all(s.result.basis == "ledger" for s in stated if reasons[s.claim.id])


def test_the_newest_figure_is_of_the_newest_period_that_the_statement_names(stated: tuple[Statement, ...]) -> None:
    rate = next(s for s in stated if s.claim.id == "p4_return_rate")
    found = newest_figure(rate.claim, rate.result)
    assert found is not None
    assert found[0].period == max(v.period for v in rate.claim.variant if v.since and v.period.isdigit())
    assert newest_figure(rate.claim, rate.result.__class__(**{**vars(rate.result), "variants": ()})) is None


@pytest.mark.parametrize("claim", ["p4_return_rate", "p1_irregular_yoy"])
def test_cells_of_all_days_read_at_once_are_those_of_each_day(release: Any, declared: Catalogue, claim: str) -> None:
    for v in declared.claims[claim].variant:
        days = {*release.days(v.indicator), "2019-10-14", ""}
        stood = release.standing(v.indicator, (v.geo,), (v.series,), (v.period,), days)
        each = {day: release.observation(v.indicator, v.geo, v.series, v.period, day) for day in days}
        assert {day: cells.get((v.geo, v.series, v.period)) for day, cells in stood.items()} == each
