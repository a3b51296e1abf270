"""Figures of permits, resettlement, work and reception against the archive, which is read again with csv.

All pillars but 1, 3 and 4, which have a file of their own: a new one fails here until its figures are held somewhere.
"""

from collections.abc import Callable
from typing import Any

from etl.catalogue import catalogue

INDICATORS = catalogue.load().indicators
Cell = tuple[str, str, str, Callable[[Any], float]]  # geo, series, period, the figure read again
PERMITS = "nl_permits_study_knowledge"
REASONS = "eurostat_migr_resfirst"
KNOWLEDGE = "IND knowledge and talent"


def study(a: Any, year: str, measure: str) -> float:
    return a.one(PERMITS, year=year, measure=measure)


def works(a: Any, citizen: str) -> float:
    return a.one("eurostat_lfsa_ergan", citizen=citizen, geo="NL", TIME_PERIOD="2024")


KNOWN: dict[str, list[Cell]] = {
    "resettled": [("NL", "cbs", "2018", lambda a: 1_225)],
    "resettlement_quota": [("NL", "all_programmes", "2020", lambda a: 425), ("NL", "national", "2018", lambda a: 530)],
    "resettled_by_country": [
        ("NO", "resettled", "2016", lambda a: a.one("eurostat_tps00195_resettled", geo="NO", TIME_PERIOD="2016")),
        (
            "FR",
            "resettled",
            "2019",
            lambda a: a.one("eurostat_migr_asyresa", geo="FR", TIME_PERIOD="2019", citizen="TOTAL"),
        ),
        ("EU27_2020", "quoted", "2023", lambda a: 14_035),
    ],
    "first_permits": [
        ("NL", "all_reasons", "2023", lambda a: a.one("eurostat_tps00170_first_permits", geo="NL", TIME_PERIOD="2023")),
        ("PL", "all_reasons", "2025", lambda a: a.one(REASONS, geo="PL", TIME_PERIOD="2025", reason="TOTAL")),
        ("EU27_2020", "all_reasons", "2025", lambda a: sum(a.found(REASONS, geo="EU27_2020", TIME_PERIOD="2025"))),
        ("PL", "all_reasons", "2014", lambda a: a.one("eurostat_tps00170_first_permits", geo="PL", TIME_PERIOD="2014")),
    ],
    "first_permits_by_reason": [
        ("NL", "EDUC", "2025", lambda a: a.one(REASONS, geo="NL", TIME_PERIOD="2025", reason="EDUC"))
    ],
    "employment_rate_by_birth": [
        (
            "NL",
            "outside_eu",
            "2025",
            lambda a: a.one("eurostat_lfsa_ergacob", geo="NL", TIME_PERIOD="2025", c_birth="NEU27_2020_FOR"),
        )
    ],
    "first_permits_per_100k": [
        (
            "NL",
            "all_reasons",
            "2023",
            lambda a: (
                1e5
                * a.one("eurostat_tps00170_first_permits", geo="NL", TIME_PERIOD="2023")
                / a.inhabitants("NL", "2023")
            ),
        )
    ],
    "nl_first_permits_by_ground": [
        ("NL", "study", "2013", lambda a: study(a, "2013", "CBS 82027NED studie")),
        (
            "NL",
            "work_knowledge",
            "2022",
            lambda a: study(a, "2022", "CBS 82027NED first permits kenniswerker/Blue Card"),
        ),
    ],
    "study_permits": [
        ("NL", "ind_applications", "2019", lambda a: study(a, "2019", "IND study applications")),
        ("NL", "ind_applications_to_july", "2023", lambda a: study(a, "2023", "IND study applications Jan-Jul")),
    ],
    "study_permits_change": [
        (
            "NL",
            "cbs_first_permits",
            "2013",
            lambda a: a.change(study(a, "2013", "CBS 82027NED studie"), study(a, "2012", "CBS 82027NED studie")),
        ),
        ("NL", "ind_applications_to_july", "2023", lambda a: a.change(17_870, 16_630)),
    ],
    "knowledge_migrants": [
        ("NL", "ind_applications", "2025", lambda a: study(a, "2025", f"{KNOWLEDGE} applications")),
        ("NL", "ind_applications_wide", "2017", lambda a: 36_550),
    ],
    "knowledge_migrants_approval": [
        ("NL", "knowledge_talent", "2025", lambda a: study(a, "2025", f"{KNOWLEDGE} approval %"))
    ],
    "employment_rate_by_citizenship": [
        ("NL", "foreign", "2024", lambda a: works(a, "FOR")),
        ("NL", "own", "2024", lambda a: works(a, "NAT")),
    ],
    "employment_gap": [("NL", "gap", "2024", lambda a: works(a, "NAT") - works(a, "FOR"))],
    "coa_occupancy": [
        ("NL", "coa", "2023-09-25", lambda a: 57_538),
        ("NL", "coa", "2015-12-31", lambda a: 47_764),
        ("NL", "nji", "2015-12-31", lambda a: 47_636),
        ("NL", "aida", "2025-01-06", lambda a: 72_610),
    ],
}


def test_every_indicator_is_held_against_the_archive() -> None:
    assert set(KNOWN) == {i.id for i in INDICATORS.values() if i.pillar not in (1, 3, 4)}


def test_figure_is_the_one_of_the_archive(cell: Any, hold: Callable[..., None]) -> None:
    hold(*cell)
