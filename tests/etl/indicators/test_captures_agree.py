"""What the archive's figures must have in common where two captures, or a total and its parts, say the same thing."""

from collections.abc import Callable
from typing import Any

import pytest

from etl.catalogue import catalogue
from etl.release import store

INDICATORS = catalogue.load().indicators
APPLICANTS, ORDERED, RETURNED = "eurostat_migr_asyappctza", "eurostat_migr_eiord", "eurostat_migr_eirtn"
MONTHS, QUARTERS, PERMITS = "eurostat_migr_asyappctzm", "eurostat_migr_asydcfstq", "eurostat_migr_resfirst"
MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
Known = Callable[[str, str, str, str], float | None]


def by_place(a: Any, table: str, period: str, **where: str) -> dict[str, float]:
    rows = (r for r in a.table(table) if r["TIME_PERIOD"] == period and where.items() <= r.items())
    return {r["geo"]: float(r["value"]) for r in rows}


def test_no_indicator_with_figures_in_the_archive_is_empty(release: store.Release) -> None:
    archived = {d.id for d in catalogue.load().datasets.values() if d.archive}
    empty = [i.id for i in INDICATORS.values() if archived & set(i.datasets) and not release.has(i.id)]
    assert empty == []
    assert all(release.has(name) for name in INDICATORS)


@pytest.mark.parametrize("year", [str(y) for y in range(2014, 2023)])
def test_first_time_applicants_of_the_eu_are_those_of_its_members(again: Any, year: str) -> None:
    found = by_place(
        again, APPLICANTS, year, applicant="FRST", citizen="TOTAL", provenance_id="estat_asyappctza_2023-03"
    )
    assert set(found) >= MEMBERS
    assert abs(sum(found[m] for m in MEMBERS) - found["EU27_2020"]) <= 15
    single = [r for r in again.table(APPLICANTS) if r["provenance_id"] == "estat_asyappctza_2023-03_citizen"]
    parts = sum(float(r["value"]) for r in single if (r["geo"], r["TIME_PERIOD"]) == ("EU27_2020", year))
    assert abs(parts - found["EU27_2020"]) <= (505 if year == "2014" else 25)


def test_first_time_applicants_are_no_more_than_all_applicants(again: Any) -> None:
    first = {k: v for k, v in newest(again, "FRST").items() if k[1] >= "2013"}
    everybody = newest(again, "TOTAL")
    both = [k for k in first if k in everybody and k[0] != "HR"]  # Croatia 2021, 2022: only all applicants revised
    assert len(both) > 350
    assert [k for k in both if first[k] > everybody[k] + 100] == []


def newest(a: Any, applicant: str) -> dict[tuple[str, str], float]:
    rows = (r for r in a.table(APPLICANTS) if (r["applicant"], r["citizen"]) == (applicant, "TOTAL"))
    kept = (r for r in rows if "sum" not in r["provenance_id"] and not r["provenance_id"].startswith("calc_"))
    return {(r["geo"], r["TIME_PERIOD"]): float(r["value"]) for r in sorted(kept, key=lambda r: r["vintage"])}


@pytest.mark.parametrize("year", [str(y) for y in range(2021, 2026)])
def test_returns_of_two_captures_agree(again: Any, year: str) -> None:
    one = by_place(again, RETURNED, year, citizen="TOTAL", c_dest="TOTAL", vintage="2026-09-16")
    other = by_place(again, RETURNED, year, citizen="TOTAL", c_dest="TOTAL", vintage="2026-09-20")
    assert set(other) >= MEMBERS
    assert abs(sum(other[m] for m in MEMBERS) - one["EU27_2020"]) <= 20
    assert {g: v for g, v in one.items() if g in other} == {g: other[g] for g in one if g in other}


@pytest.mark.parametrize("table", [ORDERED, RETURNED])
def test_only_dutch_figures_of_2015_and_2016_were_revised_since_2017(again: Any, table: str) -> None:
    def vintage(vintage: str) -> dict[tuple[str, str], float]:
        rows = (r for r in again.table(table) if r["citizen"] == "TOTAL" and r["vintage"] == vintage)
        return {(r["geo"], r["TIME_PERIOD"]): float(r["value"]) for r in rows if r.get("c_dest", "TOTAL") == "TOTAL"}

    old, new = vintage("2017-05"), vintage("2026-09-16")
    both = old.keys() & new.keys()
    assert len(both) > 70
    assert {k for k in both if old[k] != new[k]} == {("NL", "2015"), ("NL", "2016")}


def test_four_reasons_are_the_total_of_another_capture(again: Any) -> None:
    totals = [r for r in again.table(PERMITS) if r["reason"] == "TOTAL"]
    parts: dict[tuple[str, str], float] = {}
    for r in again.table(PERMITS):
        if r["reason"] != "TOTAL":
            key = (r["geo"], r["TIME_PERIOD"])
            parts[key] = parts.get(key, 0.0) + float(r["value"])
    both = [r for r in totals if (r["geo"], r["TIME_PERIOD"]) in parts]
    assert len(both) == 30
    assert all(float(r["value"]) == parts[r["geo"], r["TIME_PERIOD"]] for r in both)


def test_frontex_in_july_2018_printed_what_its_annual_report_did(again: Any) -> None:
    old = [r for r in again.table("frontex_ibc_route_month") if r["vintage"] == "2018-07-06"]
    assert sum(float(r["value"]) for r in old if r["period"].startswith("2015")) == 1_822_177
    assert max(r["period"] for r in old) == "2018-05"


def test_sums_made_here_are_those_that_were_made_beside_the_captures(again: Any, value: Known) -> None:
    for r in again.table(MONTHS):
        if r["provenance_id"].startswith("calc_") and r["TIME_PERIOD"] < "2026-06":
            series = {"FRST": "first_time", "TOTAL": "all"}[r["applicant"]]
            assert value("first_time_monthly", "EU27_2020", series, r["TIME_PERIOD"]) == float(r["value"])
    for r in again.table(QUARTERS):
        if r["provenance_id"].startswith("calc_"):
            found = value("first_instance_decisions_quarterly", "EU27_2020", r["decision"], r["TIME_PERIOD"])
            assert found == float(r["value"])
    for r in again.table("eurostat_migr_asydcfsta_sums_2025"):
        assert value("first_instance_decisions", r["geo"], f"{r['decision']}_quarters", "2025") == float(r["value"])


def test_a_month_of_the_eu_waits_for_its_members(release: store.Release, value: Known) -> None:
    """June 2026 has all 27, but Spain's 2,850 follows 7,945, and nobody had reported July."""
    assert value("first_time_monthly", "ES", "first_time", "2026-06") == 2_850
    assert value("first_time_monthly", "EU27_2020", "first_time", "2026-06") is None
    (months,) = release.series("first_time_monthly", ("EU27_2020",), ("first_time",))
    assert [p.period for p in months.points][-1] == "2026-05"


RATES = {
    "EU27_2020": {"2013": 43.1, "2016": 47.6, "2018": 35.8, "2019": 33.5, "2021": 27.8, "2024": 27.3, "2025": 32.1},
    "NL": {"2017": 40.4, "2018": 50.1, "2020": 42.0, "2021": 18.5, "2024": 22.3, "2025": 15.9},
}  # fmt: skip


@pytest.mark.parametrize("geo", RATES)
def test_the_return_rate_is_computed_from_returns_and_orders(again: Any, value: Known, geo: str) -> None:
    for year in map(str, range(2013, 2026)):
        back = again.newest(RETURNED, geo=geo, TIME_PERIOD=year, citizen="TOTAL", c_dest="TOTAL")
        ordered = again.newest(ORDERED, geo=geo, TIME_PERIOD=year, citizen="TOTAL")
        assert value("return_rate", geo, "all", year) == pytest.approx(100 * back / ordered, abs=0.05 + 1e-9)
    assert {year: value("return_rate", geo, "all", year) for year in RATES[geo]} == RATES[geo]


def test_no_five_years_are_taken_across_the_break_of_2021(value: Known) -> None:
    assert value("return_rate", "EU27_2020", "all_5y", "2020") is not None
    assert [value("return_rate", "EU27_2020", "all_5y", y) for y in ("2021", "2022", "2023", "2024")] == [None] * 4
    assert value("return_rate", "EU27_2020", "all_5y", "2025") is not None
    assert value("return_rate_orders_before", "EU27_2020", "all", "2021") is None


def test_revised_dutch_figures_are_shown_and_what_stood_before_keeps_its_days(release: store.Release) -> None:
    def seen(indicator: str, series: str, period: str, as_of: str) -> float | None:
        found = release.observation(indicator, "NL", series, period, as_of)
        return found.value if found else None

    assert seen("ordered_to_leave", "annual", "2016", "") == 25_310
    assert seen("ordered_to_leave", "annual", "2016", "2019-10-14") == 32_950
    assert seen("returned", "all", "2016", "") == 12_430
    assert seen("returned", "all", "2016", "2019-10-14") == 11_750
    assert seen("return_rate", "all", "2016", "2019-10-14") == 35.7
    assert seen("ind_quarterly", "first", "2022-Q2", "2022-08-01") == 7_050
    assert seen("ind_quarterly", "first", "2024-Q1", "2024-05-01") == 8_970


@pytest.mark.parametrize(
    ("indicator", "geo", "period"),
    [
        ("return_rate", "", "2021"),
        ("returned", "", "2021"),
        ("ordered_to_leave", "", "2021"),
        ("return_rate_orders_before", "", "2021"),
        ("ordered_to_leave", "PT", "2025"),
        ("return_rate", "PT", "2025"),
        ("returned", "DE", "2015"),
        ("returned", "DE", "2017"),
        ("returned", "NL", "2021"),
        ("employment_rate_by_birth", "", "2021"),
    ],
)
def test_steps_that_nobody_explains_are_declared(indicator: str, geo: str, period: str) -> None:
    declared = INDICATORS[indicator].breaks
    assert [b for b in declared if b.period == period and (geo in b.geo if geo else not b.geo)]
