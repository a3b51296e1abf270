"""Rates, shares and changes: both figures of one vintage, none across releases."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

ORDERED, RETURNED = "eurostat_migr_eiord", "eurostat_migr_eirtn"


def test_rates_by_citizenship_use_one_edition_in_every_row(cells_of: Any, again: Any) -> None:
    rates = [c for c in cells_of("return_rate_by_citizenship") if c[1] != "without_western_balkans"]
    orders = {(r["geo"], r["citizen"], r["TIME_PERIOD"]): r for r in again.table(ORDERED) if r["vintage"] == "2017-05"}
    back = {
        (r["geo"], r["citizen"], r["TIME_PERIOD"]): r
        for r in again.table(RETURNED)
        if r["c_dest"] == "TOTAL" and r["vintage"] == "2017-05"
    }
    assert len(rates) > 7000
    for geo, series, period, rate in rates:
        o, r = orders[geo, series, period], back[geo, series, period]
        assert o["vintage"] == r["vintage"]
        assert rate == pytest.approx(100 * float(r["value"]) / float(o["value"]), abs=0.05 + 1e-9)


@pytest.mark.parametrize(
    "indicator", ["asylum_applicants_change", "first_time_applicants_change", "first_time_share_of_eu"]
)
def test_a_ratio_follows_from_one_edition_alone(cells_of: Any, again: Any, indicator: str) -> None:
    # series release_…: quoted from a news release, which is in no vintage of the table
    of_editions = [cell for cell in cells_of(indicator) if not cell[1].startswith("release_")]
    assert len(of_editions) > 20
    for geo, series, period, ratio in of_editions:
        options = list(ratios(again, indicator, geo, series, period))
        assert any(ratio == pytest.approx(o, abs=0.05 + 1e-9) for o in options), (geo, series, period, ratio, options)


@cache
def by_edition(again: Any) -> dict[str, dict[tuple[str, str, str, str], float]]:
    """Vintage -> (applicant, citizen, geo, year) -> figure."""
    made: dict[str, dict[tuple[str, str, str, str], float]] = {}
    for r in again.table("eurostat_migr_asyappctza"):
        key = (r["applicant"], r["citizen"], r["geo"], r["TIME_PERIOD"])
        # captures of 16 and 20 September 2026 are of one vintage: Italy stands in the second only
        made.setdefault(r["vintage"].replace("2026-09-20", "2026-09-16"), {})[key] = float(r["value"])
    return made


def ratios(again: Any, indicator: str, geo: str, series: str, period: str) -> Iterator[float]:
    """The ratio as each vintage that has both figures gives it."""
    for figures in by_edition(again).values():
        if indicator == "first_time_share_of_eu":
            whole, citizen = ("EU28", "EXT_EU28") if "eu28" in series else ("EU27_2020", "TOTAL")
            citizen = "EXT_EU27_2020" if series == "of_eu27_non_eu" else citizen
            part, total = (figures.get(("FRST", citizen, place, period)) for place in (geo, whole))
            if part is not None and total:
                yield 100 * part / total
        else:
            kind = "TOTAL" if indicator == "asylum_applicants_change" else "FRST"
            base = str(int(period) - 1) if series.endswith("previous") else series[-4:]
            for citizen in ("EXT_EU27_2020", "EXT_EU28") if series.startswith("non_eu") else ("TOTAL",):
                now, old = (figures.get((kind, citizen, geo, year)) for year in (period, base))
                if now is not None and old:
                    yield again.change(now, old)


@pytest.mark.parametrize(
    ("indicator", "geo", "series", "period"),
    [
        ("return_rate", "EU27_2020", "third_country", "2020"),  # 70,200 and 396,400 stand in two releases
        ("return_rate_orders_before", "EU28", "all", "2018"),  # 198,000 of July 2019, 516,115 of July 2018
        ("return_rate_orders_before", "EU28", "third_country", "2018"),
        ("return_rate_quarterly", "EU27_2020", "third_country", "2024-Q2"),  # nobody gave the quarter
    ],
)
def test_no_ratio_is_made_across_releases(value: Any, indicator: str, geo: str, series: str, period: str) -> None:
    assert value(indicator, geo, series, period) is None
