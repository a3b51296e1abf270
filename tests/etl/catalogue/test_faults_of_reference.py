"""What a file of the catalogue names in another must be there: each fault is said, with what is accepted."""

from collections.abc import Callable

import pytest

ARRIVALS = "indicators/irregular_arrivals.toml"
ORDERS = "datasets/eurostat.migr_eiord.toml"
QUOTA = "indicators/resettlement_quota.toml"
RATE = "indicators/return_rate.toml"
REFERENCE = '[[reference]]\nclaim = "p4_return_rate"'
REFERENCES = [
    (
        "views.toml",
        "members('EU27_2020') USING",
        "members('EU27') USING",
        "view[decisions_quarterly].sql: 'EU27' is not known; ",
    ),
    (
        "indicators/first_time_monthly.toml",
        "members('EU27_2020')",
        "members('EU27')",
        "sql: 'EU27' is not known; accepted: EU27_2",
    ),
    (
        "groups.toml",
        '"HR", "HU",',
        '"HX", "HU",',
        "group[EU27_2020].members: 'HX' is not known; accepted: one of the N in geo.csv",
    ),
    (
        ORDERS,
        'members_of = "EU28"',
        'members_of = "EU29"',
        "contract.parts.members_of: 'EU29' is not known; accepted: EU27_2007",
    ),
    (
        "groups.toml",
        '[[group]]\nid = "western_balkans"',
        '[[group]]\nid = "EU28"\nabout = "x"\nmembers = ["NL"]\n[[group]]\nid = "western_balkans"',
        "group[EU28].id: 'EU28' is declared twice; accepted: each once",
    ),
    (
        "views.toml",
        'datasets = ["eurostat.population"]',
        'datasets = ["eurostat.people"]',
        "view[people].datasets: 'eurostat.peo",
    ),
    (
        "pillars.toml",
        '"return_rate", "ordered_to_leave"',
        '"return_rates", "ordered_to_leave"',
        "pillar[4].sheet: 'return_rates' is not known; accepted: one of the N in indicators/, such as return_rate",
    ),
    (
        "pillars.toml",
        '"return_rate", "ordered_to_leave"',
        '"return_rate", "return_rate"',
        "pillar[4].sheet: 'return_rate' stands there 2 times; accepted: each once",
    ),
    (
        "views.toml",
        "[[view]]",
        '[[view]]\nid = "idle"\nabout = "x"\ndatasets = ["eurostat.population"]\nsql = "SELECT 1"\n[[view]]',
        "view[idle]: no SQL reads it; accepted: what at least one indicator reads",
    ),
    (
        "macros.toml",
        "[[macro]]",
        '[[macro]]\nid = "idle"\nabout = "x"\narguments = []\nsql = "1"\n[[macro]]',
        "macro[idle]: no SQL reads it; accepted: what at least one indicator reads",
    ),
    (
        ORDERS,
        'dims = ["freq",',
        'dims = ["frequency",',
        "dims: 'frequency' is not known; accepted: one of the N in dimensions.csv",
    ),
    (ORDERS, "since = 2008", "sinc = 2008", "request.since: missing; accepted: first year asked for"),
    (
        ORDERS,
        'freq = ["A"], unit = ["PER"]',
        'freq = ["A"], unit = ["PER", "HHD"]',
        "dims.unit: code 'HHD' has no name; accepted: a line unit:HHD in values.csv",
    ),
    (
        "values.csv",
        "age:TOTAL",
        "years:TOTAL,x,x\nage:TOTAL",
        "years:TOTAL: 'years' is not known; accepted: one of the N in dimensions.csv",
    ),
    (
        ARRIVALS,
        '"frontex.ibc_route_month"]',
        '"frontex.route_month"]',
        "datasets: 'frontex.route_month' is not known; "
        "accepted: one of the N in datasets/, such as frontex.ibc_route_month",
    ),
    (ARRIVALS, '"detections"', '"detection"', "unit: 'detection' is not known; accepted: one of the "),
    (ARRIVALS, '["EU"]', '["ZZ"]', "geo_default: 'ZZ' is not known; accepted: one of the "),
    (
        ARRIVALS,
        'default   = ["total"]',
        'default = ["sum"]',
        "breakdown.default: 'sum' is not known; accepted: Black Sea",
    ),
    (
        RATE,
        REFERENCE,
        REFERENCE.replace("rate", "rates"),
        "reference[1].claim: 'p4_return_rates' is not known; accepted: one of the N in claims/, such as p4_return_rate",
    ),
    (RATE, 'geo   = "EU28"', 'geo = "EU29"', "reference[1].geo: 'EU29' is not known; accepted: one of the "),
    (
        ARRIVALS,
        '"p1_irregular_vs_2015"',
        '"p1_nothing"',
        "headline_claim: 'p1_nothing' is not known; accepted: one of the",
    ),
    (
        ARRIVALS,
        '"irregular_arrivals_monthly"',
        '"irregular_arrivals"',
        "counterparts: 'irregular_arrivals' is not known; ",
    ),
    (
        QUOTA,
        'claim        = "p5_quota_500"',
        'claim = "p5_quota"',
        "target[quota_mean_2016_2019].claim: 'p5_quota' is not known; accepted: one of the N",
    ),
    (
        QUOTA,
        'series = "all_programmes"',
        'series = "all"',
        "target[quota_2016].measured.series: 'all' is not known; accepted: ",
    ),
    (
        ORDERS,
        'source = "eurostat"',
        'source = "ind"',
        "source: 'ind', but the file's name says otherwise; accepted: eurostat",
    ),
    (
        ORDERS,
        'licence = "',
        'licence = "New ',
        "licence: 'New Eurostat: reuse authorised with acknowledgement of the source",
    ),
    (
        ORDERS,
        'geo = "geo"',
        'place = "geo"',
        "contract.codes_from: 'place' is not known; accepted: citizen, freq, geo, period",
    ),
    (
        "claims/pillar_5.toml",
        '"ind_applications"',
        '"ind_aplications"',
        "claim[p5_study_apps].variant[applications].series: 'ind_aplications' is not known; accepted: ",
    ),
    (
        "claims/pillar_5.toml",
        'geo       = "NL"',
        'geo = "NLD"',
        "claim[p5_study_apps].variant[applications].geo: 'NLD' is not known; accepted: one of the ",
    ),
    (
        "claims/pillar_1.toml",
        'indicator = "irregular_arrivals_change"',
        'indicator = "irregular_change"',
        "claim[p1_irregular_yoy].variant[edition_in_use].indicator: 'irregular_change' is not known",
    ),
    (
        "claims/pillar_1.toml",
        'period    = "2018"',
        'period = "2018-06"',
        "claim[p1_irregular_yoy].variant[edition_in_use].period: '2018-06'; accepted: a period of irregular_",
    ),
    (
        "claims/pillar_1.toml",
        'id        = "first_announced"',
        'id = "edition_in_use"',
        "claim[p1_irregular_yoy].variant: 'edition_in_use' stands there 2 times; accepted: each once",
    ),
    (
        "claims/pillar_1.toml",
        "pillar = 1",
        "pillar = 2",
        "claim[p1_irregular_yoy].pillar: 2; accepted: the number in the file's name and in the id",
    ),
    (
        "claims/pillar_2.toml",
        'id = "p2_registration_1m"',
        'id = "p2_budget_128m"',
        "claim[p2_budget_128m].id: 'p2_budget_128m' is declared twice; accepted: each once",
    ),
    (
        "claims/pillar_1.toml",
        "met 25 procent gedaald",
        "met 26 procent gedaald",
        "claim[p1_irregular_yoy].quote_nl: does not occur exactly once in letter.txt; accepted: words of the letter",
    ),
    (
        "glossary.toml",
        'term.en = "route"',
        'term.en = "external border"',
        "term.en: 'external border' stands there 2 times",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), REFERENCES)
def test_what_is_named_and_is_not_there_is_said_once_with_file_key_and_what_is_accepted(
    only_fault: Callable[..., None], name: str, old: str, new: str, said: str
) -> None:
    only_fault(name, old, new, said)
