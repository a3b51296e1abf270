"""Statements of the letter that name a source: the indicators that track them, or why none does."""

from etl.catalogue import catalogue

INDICATORS = catalogue.load().indicators


# Rows of the ledger whose own words name a source: the indicators that track them, or why none does.
TRACKED: dict[str, tuple[str, ...] | str] = {
    "p1_irregular_yoy": (
        "irregular_arrivals_change",
        "irregular_arrivals_announced",
        "irregular_arrivals_change_by_route",
    ),
    "p1_irregular_vs_2015": ("irregular_arrivals_change", "irregular_arrivals_announced"),
    "p1_first_asylum_eu": ("first_time_applicants_change", "first_time_monthly", "asylum_applicants_change"),
    "p1_voluntary_returns": "cumulative results of a programme on web pages; no table, nothing in the archive",
    "p1_frontex_mandate": "a regulation and deployment figures in news; no table",
    "p1_kmar": "one figure in an annual report",
    "p2_budget_128m": "budget lines; no table in the archive",
    "p2_registration_1m": "a result that the government states; no series",
    "p2_education_80k": "a result that the government states; no series",
    "p2_labour_studies": "a document",
    "p2_programmes_2020": "press coverage of one event",
    "p2_companies_15": "news of the organiser",
    "p2_jobs_3500": "news of the organiser, company by company",
    "p2_grf_2019": "news of one event",
    "p2_1951_study": "a document",
    "p2_1951_info": "a document",
    "p3_geas_no_deal": "dates of legal acts",
    "p3_closure_deadline": "one outcome, published once",
    "p3_closure_ind": "a document",
    "p3_ind_info": "documents; processing times have no table in the archive",
    "p3_vanzwol": "documents",
    "p3_ind_funding": "a budget article; no table in the archive",
    "p4_return_rate": (
        "return_rate",
        "return_rate_quarterly",
        "return_rate_by_citizenship",
        "return_rate_orders_before",
        "returned",
        "returned_quarterly",
    ),
    "p4_orders": ("ordered_to_leave", "ordered_quarterly", "ordered_by_citizenship"),
    "p4_return_directive": "steps of a legal procedure",
    "p4_lvv_5": "an evaluation report",
    "p5_study_apps": ("study_permits", "study_permits_change", "first_permits_by_reason", "nl_first_permits_by_ground"),
    "p5_startup": "dates of a scheme",
    "p5_improvements": "a document",
    "p5_inspectorate_50m": "annual documents; no table in the archive",
    "p5_inspectorate_half": "annual documents; no table in the archive",
    "p5_resettled_national_2018": ("resettlement_quota", "resettled", "resettled_by_country"),
    "p5_resettled_turkey_2018": ("resettlement_quota", "resettled"),
    "p5_quota_500": ("resettlement_quota", "resettled"),
    "p5_turkey_1750": ("resettlement_quota",),
    "p5_turkey_1000_2020": ("resettlement_quota", "resettled"),
    "p6_integration_reform": "the date of a law",
    "p6_housing_3m": "budget accounts; no table in the archive",
    "p6_pilots_10": ("coa_occupancy",),
    "p6_pilots_start": ("coa_occupancy",),
    "p6_via_q4": "a document",
    "p6_integration_work": ("employment_rate_by_citizenship", "employment_gap", "employment_rate_by_birth"),
}


def test_every_row_of_the_ledger_that_names_a_source_has_an_indicator_or_a_reason() -> None:
    named = {c.id for c in catalogue.load().claims.values() if c.tracked_by.en not in ("none", "nothing")}
    assert set(TRACKED) == named
    used = {name for names in TRACKED.values() if isinstance(names, tuple) for name in names}
    assert used <= set(INDICATORS)


def test_claims_are_checked_by_indicators_that_track_them() -> None:
    for claim in catalogue.load().claims.values():
        for v in claim.variant:
            assert v.indicator in TRACKED[claim.id], f"{claim.id}: {v.id}"
