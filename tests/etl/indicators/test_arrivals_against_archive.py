"""Figures of arrivals and of first applications in the EU (pillar 1) against the archive, read again with csv."""

from collections.abc import Callable
from typing import Any

from etl.catalogue import catalogue

INDICATORS = catalogue.load().indicators
Cell = tuple[str, str, str, Callable[[Any], float]]  # geo, series, period, the figure read again
MONTHS = "eurostat_migr_asyappctzm"
NATIONALITY = "frontex_ibc_nationality_year"
ROUTES = "frontex_ibc_route_month"
CMED = "Central Mediterranean Route"


def detections(a: Any, until: str, route: str = "", vintage: str = "2026-08-04") -> float:
    """Detections of the year of `until` (2026-06), from January up to that month."""
    rows = [r for r in a.table(ROUTES) if r["vintage"] == vintage and f"{until[:4]}-01" <= r["period"] <= until]
    return sum(float(r["value"]) for r in rows if not route or r["route"] == route)


KNOWN: dict[str, list[Cell]] = {
    "irregular_arrivals": [
        ("EU", "total", "2015", lambda a: 1_822_102),
        ("EU", CMED, "2018", lambda a: detections(a, "2018-12", CMED)),
    ],
    "irregular_arrivals_change": [
        ("EU", "vs_previous", "2018", lambda a: a.change(detections(a, "2018-12"), detections(a, "2017-12")))
    ],
    "irregular_arrivals_monthly": [("EU", CMED, "2026-06", lambda a: a.newest(ROUTES, route=CMED, period="2026-06"))],
    "irregular_arrivals_announced": [
        ("EU", "announced", "2018", lambda a: 150_000),
        ("EU", "first_report", "2015", lambda a: 1_822_337),
        ("EU", "report", "2018", lambda a: 149_117),
        ("EU", "now", "2018", lambda a: detections(a, "2018-12")),
    ],
    "irregular_arrivals_change_by_route": [
        ("EU", CMED, "2018", lambda a: a.change(detections(a, "2018-12", CMED), detections(a, "2017-12", CMED))),
        ("EU", "total", "2018", lambda a: -27.2),
    ],
    "irregular_arrivals_same_months": [
        ("EU", "to_06", "2026", lambda a: detections(a, "2026-06")),
        (CMED, "to_06", "2025", lambda a: detections(a, "2025-06", CMED)),
    ],
    "irregular_arrivals_same_months_change": [
        ("EU", "to_06", "2026", lambda a: a.change(detections(a, "2026-06"), detections(a, "2025-06"))),
    ],
    "arrivals_by_nationality": [
        ("EU", "Syria", "2024", lambda a: sum(a.found(NATIONALITY, year="2024", nationality="Syria"))),
        ("EU", "total", "2015", lambda a: 1_822_102),
    ],
    "arrivals_by_route_nationality": [
        (
            CMED,
            "Bangladesh",
            "2024",
            lambda a: sum(a.found(NATIONALITY, year="2024", nationality="Bangladesh", route=CMED)),
        ),
        (CMED, "total", "2024", lambda a: detections(a, "2024-12", CMED, vintage="2025-06-03")),
    ],
    "first_time_applicants": [
        ("EU28", "non_eu", "2018", lambda a: 586_235),
        ("EU28", "non_eu", "2015", lambda a: 1_256_610),
        ("NL", "all", "2025", lambda a: 24_115),
        ("EU27_2020", "all", "2025", lambda a: a.applicants("EU27_2020", "2025", "FRST")),
    ],
    "first_time_applicants_change": [
        ("EU28", "non_eu_vs_2015", "2018", lambda a: -53.3),
        (
            "EU27_2020",
            "all_vs_2015",
            "2025",
            lambda a: a.change(a.applicants("EU27_2020", "2025", "FRST"), a.applicants("EU27_2020", "2015", "FRST")),
        ),
    ],
    "first_time_monthly": [
        ("NL", "first_time", "2026-06", lambda a: a.one(MONTHS, geo="NL", TIME_PERIOD="2026-06", applicant="FRST")),
        ("EU27_2020", "first_time", "2026-05", lambda a: 42_560),
        ("EU27_2020", "first_published", "2026-05", lambda a: 42_525),
    ],
    "first_time_by_citizenship": [
        ("EU28", "SY", "2015", lambda a: a.applicants("EU28", "2015", "FRST", "SY")),
        ("NL", "ER", "2016", lambda a: a.applicants("NL", "2016", "FRST", "ER")),
        ("EU27_2020", "VE", "2022", lambda a: a.applicants("EU27_2020", "2022", "FRST", "VE")),
    ],
    "first_time_per_100k": [
        ("NL", "all", "2022", lambda a: 1e5 * a.applicants("NL", "2022", "FRST") / a.inhabitants("NL", "2022")),
        ("EU27_2020", "non_eu", "2024", lambda a: 1e5 * 912_400 / a.inhabitants("EU27_2020", "2024")),
    ],
    "first_time_share_of_eu": [
        ("NL", "of_eu28_non_eu", "2018", lambda a: 100 * a.applicants("NL", "2018", "FRST", "EXT_EU28") / 586_235),
        (
            "NL",
            "of_eu27_all",
            "2022",
            lambda a: 100 * a.applicants("NL", "2022", "FRST") / a.applicants("EU27_2020", "2022", "FRST"),
        ),
    ],
    "asylum_applicants_change": [
        (
            "EU27_2020",
            "vs_2015",
            "2018",
            lambda a: a.change(a.applicants("EU27_2020", "2018"), a.applicants("EU27_2020", "2015")),
        ),
    ],
}


def test_every_indicator_is_held_against_the_archive() -> None:
    assert set(KNOWN) == {i.id for i in INDICATORS.values() if i.pillar == 1}


def test_figure_is_the_one_of_the_archive(cell: Any, hold: Callable[..., None]) -> None:
    hold(*cell)
