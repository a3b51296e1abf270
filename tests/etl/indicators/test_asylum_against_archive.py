"""Figures of asylum (pillar 3) against the archive, which is read again with csv."""

from collections.abc import Callable
from typing import Any

from etl.catalogue import catalogue

INDICATORS = catalogue.load().indicators
Cell = tuple[str, str, str, Callable[[Any], float]]  # geo, series, period, the figure read again
QUARTERS = "cbs_83102ned_quarterly_nl"
DECISIONS = "eurostat_migr_asydcfstq"


def ind(a: Any, year: str, measure: str, publisher: str, precision: str = "exact") -> float:
    return a.one("ind_asylum_annual", year=year, measure=measure, publisher=publisher, precision=precision)


def of_2025(a: Any, geo: str, decision: str) -> float:
    quarters = a.found(DECISIONS, geo=geo, decision=decision)
    return sum(quarters[2:6])  # the eight quarters stand in their order, from 2024-Q3


EU = {"geo": "EU27_2020", "TIME_PERIOD": "2025-Q1"}


KNOWN: dict[str, list[Cell]] = {
    "asylum_applicants": [("NL", "all", "2025", lambda a: a.applicants("NL", "2025"))],
    "asylum_by_citizenship": [
        ("NL", "SY", "2024", lambda a: a.applicants("NL", "2024", citizen="SY")),
        ("NL", "UA", "2023", lambda a: a.applicants("NL", "2023", citizen="UA", vintage="2025-05")),
    ],
    "applicants_per_100k": [
        ("NL", "all", "2025", lambda a: 1e5 * a.applicants("NL", "2025") / a.inhabitants("NL", "2025"))
    ],
    "ind_first_applications": [
        ("NL", "ind", "2018", lambda a: 20_353),
        ("NL", "cbs", "2018", lambda a: 20_515),
        ("NL", "cbs", "2015", lambda a: 43_095),  # 43,100 in the news: the finer figure stands
        ("NL", "ind", "2025", lambda a: 24_070),
    ],
    "ind_family_members": [("NL", "ind", "2018", lambda a: 6_463), ("NL", "cbs", "2025", lambda a: 16_470)],
    "ind_repeat_applications": [("NL", "ind", "2022", lambda a: ind(a, "2022", "repeat", "IND"))],
    "ind_total_inflow": [
        ("NL", "ind", "2017", lambda a: 31_327),
        ("NL", "chain_report", "2017", lambda a: 35_030),
        ("NL", "ministry", "2022", lambda a: 48_600),
        ("NL", "cbs", "2021", lambda a: 36_675),
        (
            "NL",
            "cbs",
            "2015",
            lambda a: a.one("cbs_80059ned_total_by_nationality_1975_2018", nationality_key="T001059", year="2015"),
        ),
    ],
    "ind_first_by_nationality_monthly": [
        (
            "NL",
            "Syrisch",
            "2015-10",
            lambda a: a.one("cbs_83102ned_monthly_top7", period="2015-10", nationality="Syrisch", measure="first"),
        )
    ],
    "ind_family_by_nationality_monthly": [
        (
            "NL",
            "Eritrees",
            "2018-03",
            lambda a: a.one("cbs_83102ned_monthly_top7", period="2018-03", nationality="Eritrees", measure="nareis"),
        )
    ],
    "ind_by_nationality": [
        (
            "NL",
            "Syrisch",
            "2025",
            lambda a: a.one(
                "cbs_80059ned_top_nationalities_2023_2025", year="2025", nationality="Syrisch", measure="first"
            ),
        )
    ],
    "ind_monthly": [
        (
            "NL",
            "first",
            "2015-09",
            lambda a: a.one("ind_monthly_vintages", period="2015-09", measure="first", report_month="2015-10"),
        ),
        ("NL", "total", "2019-09", lambda a: 2_639),
    ],
    "ind_quarterly": [
        ("NL", "first", "2020-Q2", lambda a: 1_255),
        ("NL", "first", "2018-Q4", lambda a: 5_835),  # printed as 5,840 too, which says the same
        ("NL", "first", "2022-Q2", lambda a: 7_325),  # 7,050 at first
        ("NL", "first", "2024-Q3", lambda a: 8_180),  # 8,115 at first
        ("NL", "first", "2025-Q3", lambda a: 6_740),  # 6,800, rounded to hundreds, at first
        ("NL", "first", "2025-Q4", lambda a: a.one(QUARTERS, period="2025-Q4", measure="first")),
        ("NL", "nareis_about", "2025-Q3", lambda a: 4_600),
    ],
    "nl_sources_compared": [
        ("NL", "ind_first", "2017", lambda a: 14_716),
        ("NL", "cbs_first", "2017", lambda a: 16_145),
        ("NL", "eurostat_first", "2017", lambda a: a.applicants("NL", "2017", "FRST")),
        ("NL", "eurostat_all", "2018", lambda a: a.applicants("NL", "2018")),
    ],
    "ind_permits_granted": [
        (
            "NL",
            "subsidiary_protection",
            "2023",
            lambda a: a.one("ind_decisions", year="2023", measure="permits granted: subsidiary protection"),
        )
    ],
    "ind_grant_rate": [
        ("NL", "track_4", "2022", lambda a: 78),
        ("NL", "first_and_repeat", "2016", lambda a: 54),
        ("NL", "annual_figures", "2025", lambda a: 36),
    ],
    "ind_monthly_cbs": [
        ("NL", "first", "2020-03", lambda a: 1_025),
        ("NL", "first_plus_nareis", "2015-10", lambda a: a.one("cbs_83102ned_monthly_nl", period="2015-10")),
    ],
    "ind_first_by_nationality_quarterly": [
        (
            "NL",
            "Syrisch",
            "2022-Q3",
            lambda a: a.newest(
                "cbs_83102ned_quarterly_nationality", period="2022-Q3", nationality="Syrisch", precision="rounded_5"
            ),
        )
    ],
    "ind_unaccompanied_minors": [
        ("NL", "ind", "2016", lambda a: 1_707),
        ("NL", "coa", "2023", lambda a: ind(a, "2023", "uam", "COA", "rounded_100")),
    ],
    "ind_pending": [
        ("NL", "track_4", "2025-05-31", lambda a: 51_160),
        ("NL", "awaiting", "2026-01-01", lambda a: 51_000),
    ],
    "ind_first_months": [
        ("NL", "cbs_first_to_09", "2025", lambda a: 16_600),
        ("NL", "ind_first_to_11", "2024", lambda a: 29_790),
    ],
    "first_instance_decisions": [("NL", "POS_quarters", "2025", lambda a: of_2025(a, "NL", "POS"))],
    "first_instance_decisions_quarterly": [
        ("NL", "TOTAL", "2026-Q2", lambda a: a.one(DECISIONS, geo="NL", TIME_PERIOD="2026-Q2", decision="TOTAL"))
    ],
    "recognition_rate": [
        ("NL", "POS_quarters", "2025", lambda a: 100 * of_2025(a, "NL", "POS") / of_2025(a, "NL", "TOTAL"))
    ],
    "recognition_rate_quarterly": [
        (
            "EU27_2020",
            "POS",
            "2025-Q1",
            lambda a: 100 * a.one(DECISIONS, **EU, decision="POS") / a.one(DECISIONS, **EU, decision="TOTAL"),
        )
    ],
    "temporary_protection": [
        ("NL", "UA", "2025-03", lambda a: a.one("eurostat_migr_asytpsm", geo="NL", TIME_PERIOD="2025-03"))
    ],
}


def test_every_indicator_is_held_against_the_archive() -> None:
    assert set(KNOWN) == {i.id for i in INDICATORS.values() if i.pillar == 3}


def test_figure_is_the_one_of_the_archive(cell: Any, hold: Callable[..., None]) -> None:
    hold(*cell)
