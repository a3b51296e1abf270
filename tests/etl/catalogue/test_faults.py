"""One thing is spoiled in a copy of the project's catalogue: that, and nothing else, is said, with what is accepted."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.catalogue import catalogue
from etl.catalogue.catalogue import ROOT, load
from etl.model.errors import CatalogueError, Fault

Spoiled = Callable[[str, str, str], list[str]]
ARRIVALS, ORDERS, QUOTA = (
    "indicators/irregular_arrivals.toml",
    "datasets/eurostat.migr_eiord.toml",
    "indicators/resettlement_quota.toml",
)
RATE, RETURNS = "indicators/return_rate.toml", "datasets/eurostat.migr_eirtn.toml"
REFERENCE = '[[reference]]\nclaim = "p4_return_rate"'
TITLE = 'nl = "Gedetecteerde irreguliere grensoverschrijdingen"\n'
LABELS = "breakdown.labels and the code list"
SHAPES = [
    (
        ARRIVALS,
        "pillar         = 1",
        "pillar = 1\ncolour = 3",
        "colour: unknown key; accepted: pillar, context, datasets, ",
    ),
    (ARRIVALS, "[title]\n", '[title]\nfr = "Passages"\n', "title.fr: unknown key; accepted: en, nl"),
    (
        ARRIVALS,
        "pillar         = 1",
        'pillar = 1\nid = "x"',
        "id: unknown key; accepted: none: the file's name is the id",
    ),
    (ARRIVALS, TITLE, "", "title.nl: missing; accepted: heading of its figure"),
    (ARRIVALS, TITLE, 'nl = ""\n', "title.nl: ''; accepted: string should have at least 1 character"),
    (ARRIVALS, 'chart          = "line"', 'chart = "pie"', "chart: 'pie'; accepted: line, column, stacked, bullet, "),
    (ARRIVALS, "pillar         = 1", "pillar = 7", "pillar: 7; accepted: 1, 2, 3, 4, 5, 6"),
    (ARRIVALS, "pillar         = 1", 'pillar = "<fill in>"', "pillar: not filled in; accepted: pillar of"),
    (
        RATE,
        REFERENCE,
        REFERENCE.replace("p4_", "P4 "),
        "reference[1].claim: 'P4 return_rate'; accepted: lower snake case",
    ),
    (ARRIVALS, "decimals       = 0", "decimals = 9", "decimals: 9; accepted: input should be less than or equal to 3"),
    (ORDERS, 'source = "eurostat"', 'source = "oecd"', "source: 'oecd'; accepted: eurostat, frontex, ind"),
    (
        RETURNS,
        'since = "2014"',
        'since = "14"',
        "contract.parts[1].since: '14'; accepted: 2025, 2025-Q3, 2025-08 or 2025",
    ),
    (
        "claims/pillar_4.toml",
        'comparator = "about"',
        'comparator = "none"',
        "claim[p4_return_rate]: comparator is none but",
    ),
    (
        "claims/pillar_4.toml",
        "primary   = true",
        "primary = false",
        "claim[p4_return_rate]: exactly one variant must be",
    ),
    ("glossary.toml", 'id = "route"', 'name = "route"', "term[3].id: missing; accepted: its anchor on the page"),
    ("glossary.toml", "[[term]]", "[[word]]", "word: unknown key; accepted: a list of [[term]] only"),
    ("pillars.toml", "number = 6", "number = 9", "pillar[9].number: 9; accepted: 1, 2, 3, 4, 5, 6"),
    (
        "units.csv",
        "persons,persons,personen",
        "persons,persons,",
        "line 3.nl: ''; accepted: string should have at least",
    ),
    (
        "dimensions.csv",
        "Leeftijd,values,",
        "Leeftijd,list,",
        "line 2.codes: 'list'; accepted: geo, citizenships, routes, ",
    ),
    ("units.csv", "persons,persons,personen", "persons,persons", "line 3.nl: missing; accepted: its name in Dutch"),
    ("units.csv", "persons,persons,personen", "persons,a,b,c", "line 3.more: unknown key; accepted: code, en, nl"),
    (
        "units.csv",
        "\nrequests,",
        "\npersons,p,p\nrequests,",
        "line 5: code 'persons' stands there twice; accepted: each",
    ),
]
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
WORDS = [
    (
        ARRIVALS,
        TITLE,
        TITLE.replace("irreguliere ", "irreguliere  "),
        "title.nl: stray white space: 'Gedetecteerde irr",
    ),
    (
        ARRIVALS,
        TITLE,
        TITLE.replace('"\n', ' 2015"\n'),
        "title: numbers in one language only: 2015; accepted: the same in ",
    ),
    ("geo.csv", "27 landen, vanaf 2020", "28 landen, vanaf 2020", "EU27_2020: numbers in one language only: 27, 28; "),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), [*SHAPES, *REFERENCES, *WORDS])
def test_what_is_wrong_is_said_once_with_file_key_and_what_is_accepted(
    spoiled: Spoiled, name: str, old: str, new: str, said: str
) -> None:
    found = [re.sub(r"one of the \d+", "one of the N", line) for line in spoiled(name, old, new)]
    assert [line[: len(f"{name}: {said}")] for line in found][:1] == [f"{name}: {said}"]
    assert {line.split(": ")[0] for line in found} == {name}


def test_a_fault_in_one_file_hides_none_in_another(spoil: Callable[..., None], copied: Path) -> None:
    spoil(ARRIVALS, "[title]", "[title")
    spoil(ORDERS, 'licence = "', 'licence = "New ')
    spoil(RATE, 'unit           = "percent"', 'unit = "per cent"\ncolour = 3')
    spoil("claims/pillar_5.toml", 'geo       = "NL"', 'geo = "NLD"')
    spoil("units.csv", "persons,persons,personen", "persons,persons,")
    found = [f"{f.file}: {f.key}" for f in catalogue.inspect(copied).faults]
    assert sorted(found) == [
        "claims/pillar_5.toml: claim[p5_study_apps].variant[applications].geo",
        "datasets/eurostat.migr_eiord.toml: licence",
        "indicators/irregular_arrivals.toml: ",
        "indicators/return_rate.toml: colour",
        "indicators/return_rate.toml: unit",
        "units.csv: line 3.nl",
    ]


@pytest.mark.parametrize(
    "name",
    [
        ARRIVALS,
        ORDERS,
        "claims/pillar_1.toml",
        "pillars.toml",
        "glossary.toml",
        "geo.csv",
        "units.csv",
        "licences.csv",
        "dimensions.csv",
    ],
)
def test_what_cannot_be_read_is_one_fault_and_makes_no_others(copied: Path, name: str) -> None:
    (copied / name).write_bytes(b"\xff\xfe = [")
    [fault] = catalogue.inspect(copied).faults
    assert (fault.file, fault.key) == (name, "")


def test_a_code_list_that_is_not_there_is_one_fault(copied: Path) -> None:
    (copied / "geo.csv").unlink()
    [fault] = catalogue.inspect(copied).faults
    assert str(fault).startswith("geo.csv: cannot be read: ")


def test_all_faults_stop_the_reading_one_line_each(spoil: Callable[..., None], copied: Path) -> None:
    spoil(ARRIVALS, TITLE, "")
    spoil("units.csv", "persons,persons,personen", "persons,persons,")
    with pytest.raises(CatalogueError) as e:
        catalogue.read(copied)
    assert [f.file for f in e.value.faults] == [ARRIVALS, "units.csv"]
    assert str(e.value) == "\n".join(map(str, e.value.faults))


def test_a_fault_is_a_sentence() -> None:
    assert str(Fault("a.toml", "b.c", "'x' is not known", "y, z")) == "a.toml: b.c: 'x' is not known; accepted: y, z"
    assert str(Fault("a.toml", "", "not valid TOML")) == "a.toml: not valid TOML"


def test_the_projects_own_catalogue_has_no_fault() -> None:
    assert catalogue.inspect(ROOT).faults == ()
    assert catalogue.read(ROOT) == load()
